"""The HTML snippet that embeds an infmap page or a story in a report or a blog."""

import html
import os
import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from infmap.arguments import checks_kinds
from infmap.errors import DataError, InfmapError, UnknownIdError, shorten, unread
from infmap.io.escaping import script_json
from infmap.looks.palette import LIGHT
from infmap.maps.addressed import refuse_unknown, site_asked
from infmap.maps.data import PageData
from infmap.maps.packed import DATA_START, block_in, unpacked
from infmap.maps.rows import Json
from infmap.maps.state import read_fragment
from infmap.maps.titles import title_of

#: The page needs its script, opens sources in new windows and gives its reader files; nothing else.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
#: What the page may do beside: copy a link where the reader asks for it.
ALLOWED = "clipboard-write"
#: The names of frames: an article's script knows them by these, and by the second a page
#: knows that it is to be compact. The name stays with the frame, whatever its page's address is.
FRAME, COMPACT = "infmap", "infmap-compact"
#: The heights of a frame, as an attribute where the host's policy allows no style, and as a style.
#: A compact page on a narrow screen has the map below the text, and needs more.
HEIGHT = ("760", "min(80vh,760px)")
COMPACT_HEIGHT = ("500", "clamp(500px,calc((640px - 100vw)*999 + 500px),620px)")
#: A story scrolls in its place: on a narrow screen its map lies above the text.
STORY_HEIGHT = ("600", "clamp(600px,calc((640px - 100vw)*999 + 600px),640px)")
#: By these a file is a story, and has its steps.
STORY, STEP = '<body class="story-page"', re.compile('<section class="step" id="([^"]*)"')
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


@checks_kinds
def embed_snippet(
    page: str | Path, *, compact: bool = False, inline: bool = False, script: bool = False
) -> str:
    """Return a responsive, titled ``<iframe>`` that shows a map's page or a story.

    Parameters
    ----------
    page : path or str
        A file's path or a web address; a fragment behind ``#`` keeps the state it opens on, of a
        story the step (``step-4``).
    compact : bool
        Show finding, counts and map alone, as a part of an article; a story without its head.
    inline : bool
        Put the whole page into the snippet (``srcdoc``), for where no file can lie beside it.
    script : bool
        Add the script with which the article gives the frame the height that the map asks for, and
        can follow and turn it; without it the frame has a fixed height.

    Returns
    -------
    str
        HTML in ASCII, escaped; the frame is sandboxed and as wide as what holds it.

    Raises
    ------
    InfmapError
        If the file cannot be read, is no page of infmap's or lacks what the fragment names, or
        an address is to be put inline.

    Examples
    --------
    >>> import infmap
    >>> infmap.embed_snippet("https://example.org/map.html#site=shuya").split(" name=")[0]
    '<iframe src="https://example.org/map.html#site=shuya"'
    """
    source, title, height = _source_of(str(page), inline=inline)
    snippet = frame(source, title, compact=compact, height=height)
    return snippet + _article_script() if script else snippet


def _source_of(page: str, *, inline: bool) -> tuple[str, str, tuple[str, str] | None]:
    """Return the attribute that names or holds the page, its title, and a story's height."""
    if ADDRESS.fullmatch(page):
        if inline:
            raise InfmapError(f"{page}: only a file can be put inline; save the page first")
        return f'src="{html.escape(page)}"', "Map of range rings, made with infmap", None
    path, _, fragment = page.partition("#")
    text = _page_text(Path(path))
    title = html.unescape(text.partition("<title>")[2].partition("</title>")[0])
    height = STORY_HEIGHT if STORY in text else None
    if fragment or inline:
        try:
            block = block_in(text)
            data = unpacked(block)
            if height is None:
                if fragment:
                    refuse_unknown(path, data, fragment)
                title = title_of(data, fragment or block["fragment"])
                opening = fragment and _with_theme(data, fragment)
            else:
                opening = _step_of(path, text, fragment)
        except SPOILT:
            raise _no_page(path) from None
    if inline:
        if fragment:
            text = _opening_on(text, block, opening)
        return f'srcdoc="{html.escape(text)}"', title, height
    address = _quoted(Path(path).as_posix(), PATH_MARKS)
    if fragment:
        address += f"#{_quoted(fragment, FRAGMENT_MARKS)}"
    return f'src="{html.escape(address)}"', title, height


def _step_of(page: str, text: str, fragment: str) -> str:
    """Return a fragment that names a step of a story, or none."""
    steps = STEP.findall(text)
    if fragment and fragment not in steps:
        raise UnknownIdError(
            f"no step {shorten(fragment)!r} in {page}; write one of {steps[0]} to {steps[-1]}"
        )
    return fragment


def _article_script() -> str:
    """Return the script of the article, which serves all of its frames; it is ASCII."""
    text = (files("infmap.maps") / "static" / "article.js").read_text("ascii")
    return f"<script>{text.strip()}</script>\n"


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


def _with_theme(data: PageData, fragment: str) -> str:
    """Return a state with the part of the story that the page opens on, where it names none.

    An address leaves it to the page, which then still has its own opening to read it from.
    """
    state, opening = read_fragment(fragment), read_fragment(data["fragment"])
    theme, site_id = opening.get("theme"), site_asked(data, state)
    tells = any(
        report["theme"] in (None, theme)
        for site in data["sites"]
        if site["id"] == site_id
        for report in site["deployments"]
    )
    is_open = theme and "theme" not in state
    return f"{fragment}&theme={theme}" if is_open and tells else fragment


def _no_page(path: str | Path) -> InfmapError:
    return InfmapError(f"{path}: not a page of infmap's; write infmap map -o FILE first")


def frame(
    source: str, title: str, *, compact: bool = False, height: tuple[str, str] | None = None
) -> str:
    """Return a sandboxed frame for a page, in ASCII; `source` is its attribute.

    ``page/model/snippet.ts`` writes the same for a compact page at an address.
    """
    high, style = height or (COMPACT_HEIGHT if compact else HEIGHT)
    name = COMPACT if compact else FRAME
    snippet = (
        f'<iframe {source} name="{name}" title="{html.escape(title)}" sandbox="{SANDBOX}" '
        f'allow="{ALLOWED}" loading="lazy" width="100%" height="{high}" '
        f'style="box-sizing:border-box;width:100%;height:{style};'
        f'border:1px solid {LIGHT["line"]};border-radius:8px"></iframe>\n'
    )
    # The host page may have another encoding, which would change the scripts and their hashes.
    return snippet.encode("ascii", "xmlcharrefreplace").decode()
