"""A story's pictures: files beside it, small ones, which the page then holds itself."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from infmap.errors import InfmapError, reason_of, shorten

#: The most that one picture takes, and all of a story together: a reader on a phone loads them all.
MOST_BYTES, MOST_BYTES_IN_ALL = 300_000, 600_000
#: What a file begins with, by its type. A WebP has its length in between.
_BEGINS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}


@dataclass
class Pictures:
    """The pictures of a story that lies in a folder, each read once."""

    folder: Path
    _read: dict[Path, str] = field(default_factory=dict)
    _bytes: int = 0

    def address(self, source: str) -> str:
        """Return a picture as an address that holds it.

        Raises `InfmapError` if it is no picture in that folder, or too large.
        """
        path = self._path(source)
        if path not in self._read:
            self._read[path] = self._held(path)
        return self._read[path]

    def _path(self, source: str) -> Path:
        if "://" in source or source.startswith(("//", "data:")):
            raise InfmapError("is not in the story's folder; save it there, nothing is fetched")
        try:
            folder = self.folder.resolve()
            path = (folder / unquote(source)).resolve(strict=True)
        except FileNotFoundError:
            raise InfmapError("no such file; check its path from the story's folder") from None
        except (OSError, ValueError, RuntimeError) as error:
            raise InfmapError(f"cannot be read: {shorten(reason_of(error))}; check it") from None
        if not path.is_relative_to(folder) or Path(unquote(source)).is_absolute():
            raise InfmapError("is not in the story's folder; put it there, and write its path")
        if not path.is_file():
            raise InfmapError("is no file; write the path of a picture")
        return path

    def _held(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise InfmapError(f"cannot be read: {reason_of(error)}; check it") from None
        kinds = [kind for kind, begin in _BEGINS.items() if data.startswith(begin)]
        if not kinds or (kinds == ["image/webp"] and data[8:12] != b"WEBP"):
            raise InfmapError("is no PNG, JPEG, WebP or GIF; save it as one of these")
        if len(data) > MOST_BYTES:
            raise InfmapError(f"is larger than {MOST_BYTES // 1000} kB; save it smaller")
        self._bytes += len(data)
        if self._bytes > MOST_BYTES_IN_ALL:
            raise InfmapError(
                f"makes more than {MOST_BYTES_IN_ALL // 1000} kB with those before it; save them "
                "smaller"
            )
        return f"data:{kinds[0]};base64,{base64.b64encode(data).decode()}"
