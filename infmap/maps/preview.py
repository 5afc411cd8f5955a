"""What a link to a page shows elsewhere, where the page's own address is known."""

import re
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from infmap.errors import InfmapError

#: Of the picture, in pixels.
WIDTH, HEIGHT = 1200, 675


class Preview(NamedTuple):
    """A page's address, and that of the picture beside it."""

    address: str
    picture: str

    @property
    def file(self) -> str:
        """The name of the picture's file."""
        return unquote(self.picture.rpartition("/")[2])


def preview_of(address: str) -> Preview:
    """Return the preview of a page at an address; its picture lies in the same folder.

    Raises `InfmapError` if it is no address of the web's, or one of a state.

    Examples
    --------
    >>> preview_of("https://example.org/maps/shuya.html").picture
    'https://example.org/maps/shuya.png'
    >>> preview_of("https://example.org/maps/").file
    'index.png'
    """
    wrong = f"preview {address}: " if address else "preview: "
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or re.search(r"\s", address):
        raise InfmapError(
            f"{wrong}not an address of the web's; write the page's own, such as "
            "https://example.org/map.html"
        )
    if parts.query or "#" in address:
        raise InfmapError(f"{wrong}write the page's address alone, without what follows ? or #")
    stem = re.sub(r"\.[^.]*$", "", parts.path.rpartition("/")[2])
    preview = Preview(address, urljoin(address, f"{stem or 'index'}.png"))
    # It is the name of a file on this disk as well.
    if re.search(r"[/\\\0]", preview.file):
        raise InfmapError(f"{wrong}its last part is no file's name; write another")
    return preview
