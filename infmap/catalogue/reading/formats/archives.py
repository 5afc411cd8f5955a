"""Zip archives, unpacked up to a limit of size."""

import io
import zipfile
from pathlib import PurePosixPath

from infmap.catalogue.reading.faults import MOST_UNPACKED_BYTES, Reading
from infmap.errors import shorten

#: The most files in an archive.
MOST_ENTRIES = 10_000

_CHUNK = 1_000_000
#: The signature of each entry in an archive's directory, whose own count may be wrong.
_LISTED = b"PK\x01\x02"
_PACK_AGAIN = "pack it again as a plain zip"


def is_crowded(data: bytes) -> bool:
    """Return whether a zip has more than `MOST_ENTRIES` files, without reading its directory."""
    return data.count(_LISTED) > MOST_ENTRIES


class Archive:
    """A zip archive with a checked number of files.

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
        """Return a file, or None after a fault; its declared size is not trusted."""
        unpacked = io.BytesIO()
        try:
            with (
                zipfile.ZipFile(io.BytesIO(self._data)) as archive,
                archive.open(self.names[name]) as file,
            ):
                while chunk := file.read(_CHUNK):
                    self._room -= len(chunk)
                    if self._room < 0:
                        break
                    unpacked.write(chunk)
        except Exception:  # zipfile and its codecs raise many types for a broken archive
            locked = self.names[name].flag_bits & 1
            problem = "is locked with a password" if locked else "cannot be unpacked"
            reading.fault(None, None, problem, shorten(name), _PACK_AGAIN)
            return None
        if self._room < 0:
            problem = f"unpacks to more than {MOST_UNPACKED_BYTES / 1e6:.0f} MB"
            reading.fault(None, None, problem, shorten(name), "pack only the table in it")
            return None
        return unpacked.getvalue()


def open_archive(reading: Reading, data: bytes) -> Archive | None:
    """Return a zip archive, or None after a fault.

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
    except Exception:  # as in `Archive.unpack`
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
