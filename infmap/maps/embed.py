"""The HTML snippet that embeds an infmap page in a report or a blog."""

import html
import os
import re
from pathlib import Path
from urllib.parse import quote

from infmap.catalogue.names.ids import one_of
from infmap.errors import DataError, InfmapError, UnknownIdError, shorten, unread
from infmap.io.escaping import script_json
from infmap.looks.distances import Units
from infmap.looks.palette import LIGHT
from infmap.maps import page_title
from infmap.maps.data import PageData
from infmap.maps.packed import DATA_START, block_in, unpacked
from infmap.maps.rows import Json
from infmap.maps.state import WHAT_IF, Mode, Projection, read_fragment

#: The page needs its script, and opens sources in new windows; nothing else.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
#: What data raises as it is read if no page wrote it; an unknown id is another LookupError.
SPOILT = (
    *(ArithmeticError, AttributeError, IndexError, KeyError),
    *(MemoryError, RecursionError, TypeError, ValueError),
)
#: An address as typed, with any characters.
ADDRESS = re.compile(r"https?://\S+")
#: What an address may hold beside letters and digits; after ``#`` more than in a path.
PATH_MARKS = "/-._~"
FRAGMENT_MARKS = "/-._~,=&+%;:@!$'()*?"


def embed_snippet(page: str, *, inline: bool = False) -> str:
    """Return a responsive, titled ``<iframe>`` that shows a page written by ``infmap map``.

    Parameters
    ----------
    page : str
        A file's path or a web address; a fragment behind ``#`` keeps the state it opens on.
    inline : bool
        Put the whole page into the snippet (``srcdoc``), for where no file can lie beside it.

    Returns
    -------
    str
        HTML in ASCII, escaped; the frame is sandboxed and as wide as what holds it.

    Raises
    ------
    InfmapError
        If the file cannot be read, is no infmap page or has nothing of what the fragment names, or
        an address is to be put inline.

    Examples
    --------
    >>> embed_snippet("https://example.org/map.html#site=shuya").split(" title=")[0]
    '<iframe src="https://example.org/map.html#site=shuya"'
    """
    if ADDRESS.fullmatch(page):
        if inline:
            raise InfmapError(f"{page}: only a file can be put inline; save the page first")
        return frame(f'src="{html.escape(page)}"', "Map of range rings, made with infmap")
    path, _, fragment = page.partition("#")
    text = _page_text(Path(path))
    title = html.unescape(text.partition("<title>")[2].partition("</title>")[0])
    if fragment:
        try:
            block = block_in(text)
            title = _title_of(path, unpacked(block), fragment)
        except SPOILT:
            raise _no_page(path) from None
    if inline:
        if fragment:
            text = _opening_on(text, block, fragment)
        return frame(f'srcdoc="{html.escape(text)}"', title)
    address = _quoted(Path(path).as_posix(), PATH_MARKS)
    if fragment:
        address += f"#{_quoted(fragment, FRAGMENT_MARKS)}"
    return frame(f'src="{html.escape(address)}"', title)


def _quoted(text: str, marks: str) -> str:
    """Return a text percent-encoded for an address."""
    return quote(os.fsencode(text), safe=marks)


def _page_text(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        text = ""
    except (OSError, ValueError) as error:
        raise DataError([unread(path, error)]) from None
    if DATA_START not in text:
        raise _no_page(path)
    return text


def _opening_on(text: str, block: Json, fragment: str) -> str:
    """Return the page with another state to open on, as an inline frame has no URL fragment."""
    before, start, rest = text.partition(DATA_START)
    data = script_json(block | {"fragment": fragment})
    return f"{before}{start}{data}</script>{rest.partition('</script>')[2]}"


def _title_of(page: str, data: PageData, fragment: str) -> str:
    """Return the title of the page in a state; raises if it has no such state."""
    sites = {row["id"]: row["name"] for row in data["sites"]}
    known = {
        "site": [*sites, WHAT_IF],
        "capital": [row["id"] for row in data["capitals"]],
        "theme": data["themes"],
        "account": data["accounts"],
        "mode": [*Mode],
        "projection": [*Projection],
        "units": [*Units],
    }
    state = read_fragment(fragment)
    for name, choices in known.items():
        word = state.get(name)
        if word is not None and word not in choices:
            nearest = one_of(word, choices, f"{name} on {page},")
            raise UnknownIdError(f"no {name} {shorten(word)!r} on {page}; write {nearest}")
    site = state.get("site", data["first_site"])
    return page_title(sites.get(site, "a hypothetical launcher"))


def _no_page(path: str | Path) -> InfmapError:
    return InfmapError(f"{path}: not a page of infmap's; write infmap map -o FILE first")


def frame(source: str, title: str) -> str:
    """Return a sandboxed frame for a page, in ASCII; `source` is its attribute."""
    # The width and height attributes apply where the host's policy allows no style.
    snippet = (
        f'<iframe {source} title="{html.escape(title)}" sandbox="{SANDBOX}" loading="lazy" '
        'width="100%" height="760" '
        'style="width:100%;height:min(80vh,760px);'
        f'border:1px solid {LIGHT["line"]};border-radius:8px"></iframe>\n'
    )
    # The host page may have another encoding, which would change the scripts and their hashes.
    return snippet.encode("ascii", "xmlcharrefreplace").decode()
