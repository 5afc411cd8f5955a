"""Figures as files: SVG whose words stay words, PDF and PNG.

An SVG and a PDF carry their fonts, a title and a description. The same figure gives the same bytes.
"""

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from infmap.arguments import checks_kinds
from infmap.errors import CombinationError, InfmapError, shorten, tell_reading
from infmap.figures.faces import SANS, SERIF, Face, css, face_of, register, without_layout
from infmap.io.alone import ALONE
from infmap.io.files import write_whole
from infmap.io.formats import FigureFormat

PNG_DPI = 300

# A backend is of windows, and asking for it imports pyplot.
_DEFAULTS: dict[Any, Any] = {
    name: value for name, value in mpl.rcParamsDefault.items() if name != "backend"
}


class Words(NamedTuple):
    """What a file says of itself to those who list, search or cannot see it."""

    title: str
    description: str = ""


_WORDS: WeakKeyDictionary[Figure, Words] = WeakKeyDictionary()
#: The group about a text with a halo, whose name goes on with its colour and width.
HALO = "halo"
# Whether an SVG is being written whose groups get a halo's style afterwards.
_in_svg: ContextVar[bool] = ContextVar("in_svg", default=False)


def describe(figure: Figure, title: str, description: str) -> None:
    """Set what the files of a figure say of themselves; by default the titles of its axes.

    Examples
    --------
    >>> figure = Figure()
    >>> describe(figure, "Deveselu", "Range rings of what is reported at Deveselu.")
    >>> b"<desc>Range rings of what" in figure_bytes(figure, ".svg")
    True
    """
    _WORDS[figure] = Words(title, description)


def halo(text: Text, color: str, width: float) -> None:
    """Lay a halo under the letters of a text, which stay letters in every file.

    `width` is how far it reaches beyond the letters, points.

    Examples
    --------
    >>> figure = Figure()
    >>> halo(figure.text(0.5, 0.5, "Riga"), "white", 1.5)
    >>> data = figure_bytes(figure, ".svg").decode()
    >>> "paint-order: stroke" in data, data.count("<text "), "Riga</text>" in data
    (True, 1, True)
    """
    # A path effect would do, but for the words, which it turns into outlines.
    text.draw = partial(_draw_with_halo, text, color, width)  # type: ignore[method-assign]


def _draw_with_halo(text: Text, color: str, width: float, renderer: RendererBase) -> None:
    if not text.get_visible() or not text.get_text():
        return
    if _in_svg.get():
        renderer.open_group(HALO, gid=f"{HALO} {mpl.colors.to_hex(color)} {2 * width:.4g}")
        type(text).draw(text, renderer)
        renderer.close_group(HALO)
        return
    text.set_path_effects([Stroke(linewidth=2 * width, foreground=color, joinstyle="round")])
    type(text).draw(text, renderer)
    text.set_path_effects([])
    type(text).draw(text, renderer)


@checks_kinds
def save_figure(figure: Axes | Figure, path: str | Path, *, dpi: float | None = None) -> None:
    """Write a figure as SVG, PDF or PNG by its suffix, completely or not at all.

    Parameters
    ----------
    figure : Axes or Figure
        From `plot_map`.
    path : path
        Ends in ``.svg``, ``.pdf`` or ``.png``.
    dpi : float, optional
        Dots per inch of a PNG, by default 300; SVG and PDF are vector graphics, without a
        resolution, and refuse one.

    Raises
    ------
    InfmapError
        If the suffix names no format or the file cannot be written.
    CombinationError
        If `dpi` is given for a file that is no PNG.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "shuya.pdf")
    >>> infmap.save_figure(infmap.plot_map(infmap.load(), focus="shuya"), path)
    >>> path.read_bytes()[:5]
    b'%PDF-'
    """
    suffix = Path(path).suffix
    write_whole(path, figure_bytes(figure, suffix, dpi=dots_per_inch(suffix, dpi)))


def dots_per_inch(suffix: str, dpi: float | None) -> float:
    """Return the resolution of a file; one that has no dots refuses what is asked for.

    Examples
    --------
    >>> dots_per_inch(".png", None), dots_per_inch(".svg", None)
    (300, 300)
    >>> dots_per_inch(".svg", 600)
    Traceback (most recent call last):
    infmap.errors.CombinationError: dpi is of a PNG, and svg has no dots; write .png, or no dpi
    """
    form = FigureFormat.of(suffix)
    if dpi is not None and form is not FigureFormat.PNG:
        raise CombinationError(
            f"dpi is of a PNG, and {form.removeprefix('.')} has no dots; write .png, or no dpi"
        )
    return PNG_DPI if dpi is None else dpi


def figure_bytes(figure: Axes | Figure, suffix: str, *, dpi: float = PNG_DPI) -> bytes:
    """Return a figure as the bytes of a file; the same figure gives the same bytes.

    Raises `InfmapError` if the suffix names no format, or `dpi` is out of bounds.

    Examples
    --------
    >>> figure_bytes(Figure(), ".png", dpi=100)[1:4]
    b'PNG'
    """
    form = FigureFormat.of(suffix)
    if not 10 <= dpi <= 2400:
        raise InfmapError(f"dpi must be within 10 and 2400 (got {dpi:g}); print takes 300")
    whole = figure.get_figure(root=True)
    assert isinstance(whole, Figure)
    words = words_of(whole)
    if form is FigureFormat.SVG:
        drawing = _drawing(whole, words)
        faces = font_css([drawing])
        return _with_head(drawing, words, f"<style>{faces}</style>" if faces else "").encode()
    # No dates and no program names: with them, equal pictures would give different files.
    buffer = io.BytesIO()
    if form is FigureFormat.PDF:
        metadata = {"CreationDate": None, "Title": words.title, "Subject": words.description}
        with ALONE, without_layout():
            _draw(buffer, whole, form, metadata, dpi)
    else:
        metadata = {"Software": None, "Title": words.title, "Description": words.description}
        # Packed tighter, a sheet takes half as long again to write and is no smaller.
        _draw(buffer, whole, form, metadata, dpi, pil_kwargs={"compress_level": 3})
    return buffer.getvalue()


def font_css(drawings: Iterable[str]) -> str:
    """Return the ``@font-face`` rules of all letters in some SVG drawings.

    Examples
    --------
    >>> figure = Figure()
    >>> text = figure.text(0.5, 0.5, "Riga", family="Source Sans Pro")
    >>> font_css([figure_bytes(figure, ".svg").decode()]).count("@font-face")
    1
    """
    letters: defaultdict[Face, set[str]] = defaultdict(set)
    for drawing in drawings:
        for style, content in re.findall(_TEXT, drawing, re.S):
            families = re.findall(r"'([^']+)'", style)
            weight = int((_WEIGHT.search(style) or ["", "400"])[1])
            for letter in set(unescape(re.sub(r"<[^>]*>", "", content))):
                if face := face_of(letter, families, weight):
                    letters[face].add(letter)
    return css({face: "".join(found) for face, found in letters.items()})


# Coordinates of paths in an SVG are cut to a hundredth of a point (0.004 mm).
_PATH_DATA = re.compile(r' d="([^"]*)"')
_AROUND_LETTER = re.compile(r"\s*([A-Za-z])\s*")
_LONG_DECIMAL = re.compile(r"(\.\d\d)\d+")
_OWN_ID = re.compile(r'<[a-zA-Z]+ id="([^"]*)"')
# A text of a file, or of a page, where it may have a name.
_TEXT = r'<text(?: id="[^"]*")? style="([^"]*)"[^>]*>(.*?)</text>'
_WEIGHT = re.compile(r"font(?:-weight)?: (?:[a-z-]+ )*(\d{3})\b")
_HALO = re.compile(r'<g id="halo (#\w+) ([\d.]+)">')
# The lines of one label, as matplotlib writes them.
_LINE = r'<text style="([^"]*)" transform="translate\(([-\d.]+) ([-\d.]+)\)">([^<]*)</text>'
_LINES = re.compile(rf"{_LINE}(?:\s*{_LINE})+")
_ONE_LINE = re.compile(_LINE)
_UNTURNED = re.compile(r' transform="rotate\(-?0 [-\d. ]+\)"')
# For programs that leave the fonts of a file aside: the families' newer names, then any.
LIKE = {
    SANS[0]: "'Source Sans 3', 'DejaVu Sans', sans-serif",
    SERIF[0]: "'Source Serif 4', 'DejaVu Sans', serif",
}
# Characters that XML cannot say, whichever way they are written.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Set on the whole drawing instead of on every element: in a page the rule would hold beyond it.
_DEFAULT_STYLE = re.compile(r"\s*<defs>\s*<style type=\"text/css\">\*\{[^}]*\}</style>\s*</defs>")
_JOINS = 'stroke-linejoin="round" stroke-linecap="butt"'


def _drawing(whole: Figure, words: Words) -> str:
    """Return a figure as SVG, without a description and fonts."""
    metadata = {"Date": None, "Title": words.title}
    buffer = io.StringIO()
    _draw(buffer, whole, FigureFormat.SVG, metadata, 72)
    svg = NOT_XML.sub("", buffer.getvalue())
    svg = _PATH_DATA.sub(lambda found: f' d="{_compact(found[1])}"', svg)
    svg = _HALO.sub(
        r'<g style="stroke: \1; stroke-width: \2; stroke-linejoin: round; paint-order: stroke">',
        svg,
    )
    svg = _LINES.sub(_as_one_text, _UNTURNED.sub("", svg))
    for family, others in LIKE.items():
        svg = svg.replace(f"'{family}', 'DejaVu Sans'", f"'{family}', {others}")
    svg = _DEFAULT_STYLE.sub("", svg).replace("<svg ", f"<svg {_JOINS} ", 1)
    return _with_own_ids(svg)


def _compact(path: str) -> str:
    return _AROUND_LETTER.sub(r"\1", _LONG_DECIMAL.sub(r"\1", path)).strip()


def _with_own_ids(svg: str) -> str:
    """Return a drawing in which those of several parts of one name have a number behind it."""
    taken = set(_OWN_ID.findall(svg))
    met: set[str] = set()

    def own(found: re.Match[str]) -> str:
        name, number = found[1], 1
        while name in met or (number > 1 and name in taken):
            number += 1
            name = f"{found[1]}-{number}"
        met.add(name)
        return f'<{found[0][1:].partition(" ")[0]} id="{name}"'

    return _OWN_ID.sub(own, svg)


def _as_one_text(lines: re.Match[str]) -> str:
    found = _ONE_LINE.findall(lines[0])
    spans = "\n".join(f'<tspan x="{x}" y="{y}">{text}</tspan>' for _, x, y, text in found)
    return f'<text style="{found[0][0]}">{spans}</text>'


def _with_head(drawing: str, words: Words, style: str) -> str:
    description = NOT_XML.sub("", words.description)
    head = f"<desc>{escape(description, quote=False)}</desc>" if description else ""
    return drawing.replace("</title>", f"</title>\n {head}{style}", 1)


def _draw(
    into: io.StringIO | io.BytesIO,
    whole: Figure,
    form: FigureFormat,
    metadata: dict[str, str | None],
    dpi: float,
    **more: Any,
) -> None:
    with settings_of(form):
        whole.savefig(into, format=form[1:], dpi=dpi, metadata=metadata, **more)


@contextmanager
def settings_of(form: FigureFormat) -> Iterator[None]:
    """Set what a file of a format is drawn with."""
    settings = _DEFAULTS | {
        "svg.hashsalt": "infmap",
        "svg.fonttype": "none",  # words stay words
        # Hinting would make letters wider than measured, by whole pixels.
        "text.hinting": "none",
        "pdf.fonttype": 42,  # embedded TrueType: text can be searched and edited
        "savefig.bbox": None,
    }
    svg = _in_svg.set(form is FigureFormat.SVG)
    try:
        lacking = "left to a font of the reader's" if form is FigureFormat.SVG else "drawn as boxes"
        with ALONE, mpl.rc_context(settings), _lacking_letters(lacking):
            register()
            yield
    finally:
        _in_svg.reset(svg)


@contextmanager
def own_look() -> Iterator[None]:
    """Set matplotlib's defaults: the caller's rc settings must not change infmap's maps."""
    with ALONE, mpl.rc_context(_DEFAULTS), _lacking_letters(None):
        register()
        yield


@contextmanager
def _lacking_letters(fate: str | None) -> Iterator[None]:
    """Replace matplotlib's warnings of missing letters by a single warning, or by none."""
    with ALONE, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    lacking: dict[str, None] = {}
    fonts: dict[str, None] = {}
    for warning in caught:
        glyph = re.match(r"Glyph (\d+) .* missing from font\(s\) (.*)\.$", str(warning.message))
        if glyph is None:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
        else:
            lacking[repr(chr(int(glyph[1])))] = None
            fonts |= dict.fromkeys(glyph[2].split(", "))
    if lacking and fate:
        letters, names = shorten(", ".join(lacking)), " or ".join(sorted(fonts, reverse=True))
        tell_reading(f"no letter for {letters} in {names}: {fate}")


def words_of(figure: Figure) -> Words:
    """Return what was set, or the titles of the maps."""
    titles = [" ".join((ax.get_title(loc="left") or ax.get_title()).split()) for ax in figure.axes]
    whole = "; ".join(dict.fromkeys(filter(None, titles))) or "infmap"
    return _WORDS.get(figure, Words(whole))
