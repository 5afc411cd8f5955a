"""The files in a zip archive, each unpacked only as far as there is room for it."""

import io
import zipfile
from pathlib import PurePosixPath

from infmap.catalogue.reading.faults import MOST_UNPACKED_BYTES, Reading
from infmap.errors import shorten

#: An archive of more is no table's.
MOST_ENTRIES = 10_000

_CHUNK = 1_000_000
#: How a file is listed in an archive; counted before the list is read, whose own count may lie.
_LISTED = b"PK\x01\x02"
_PACK_AGAIN = "pack it again as a plain zip"


def is_crowded(data: bytes) -> bool:
    """Return whether a zip lists more than `MOST_ENTRIES` files, before its list is read."""
    return data.count(_LISTED) > MOST_ENTRIES


class Archive:
    """A zip archive whose files were found to be few enough to look at.

    Attributes
    ----------
    names : dict of str to ZipInfo
        Its files in the archive's order, without folders and hidden files.
    """

    def __init__(self, data: bytes, names: dict[str, zipfile.ZipInfo]) -> None:
        self.names = names
        self._data = data
        self._room = MOST_UNPACKED_BYTES

    def unpack(self, reading: Reading, name: str) -> bytes | None:
        """Return one file, or None with the fault noted; what it says of its size is no matter."""
        taken = io.BytesIO()
        try:
            with (
                zipfile.ZipFile(io.BytesIO(self._data)) as archive,
                archive.open(self.names[name]) as file,
            ):
                while chunk := file.read(_CHUNK):
                    self._room -= len(chunk)
                    if self._room < 0:
                        break
                    taken.write(chunk)
        except Exception:  # a broken archive makes zipfile and the codecs raise a dozen kinds
            locked = self.names[name].flag_bits & 1
            problem = "is locked with a password" if locked else "cannot be unpacked"
            reading.fault(None, None, problem, shorten(name), _PACK_AGAIN)
            return None
        if self._room < 0:
            problem = f"unpacks to more than {MOST_UNPACKED_BYTES / 1e6:.0f} MB"
            reading.fault(None, None, problem, shorten(name), "pack only the table in it")
            return None
        return taken.getvalue()


def open_archive(reading: Reading, data: bytes) -> Archive | None:
    """Return a zip archive, or None with the fault noted.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.kmz"))
    >>> open_archive(reading, b"PK")
    >>> print(*reading.faults)
    sites.kmz: is a damaged zip archive; pack it again as a plain zip
    """
    entries = []
    crowded = is_crowded(data)
    try:
        if not crowded:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
    except Exception:  # as of `Archive.unpack`
        reading.fault(None, None, "is a damaged zip archive", None, _PACK_AGAIN)
        return None
    if crowded:
        problem = f"holds more than {MOST_ENTRIES:,} files"
        reading.fault(None, None, problem, None, "pack only the table in it")
        return None
    return Archive(
        data,
        {
            entry.filename: entry
            for entry in entries
            if not entry.is_dir()
            and not any(
                part == "__MACOSX" or part.startswith(".")
                for part in PurePosixPath(entry.filename).parts
            )
        },
    )
