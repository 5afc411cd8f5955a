"""Figures within a page: an ``<svg>`` for each in few bytes, looks and type once for all."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import escape
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from infmap.figures.path_data import is_round, number, numbers, path_data, steps_data
from infmap.figures.written import HALO, LIKE, NOT_XML, settings_of, words_of
from infmap.io.formats import FigureFormat

#: Of the names of parts, a page needs those of what a map tells.
_TOLD = re.compile(r"(ring|capitals|limit|interval|zone|site|sources)\b")
#: A line of so many points is written in steps of a tenth of a point (0.035 mm).
_LONG = 40
#: The side of a pattern of hatching, points.
_HATCH = 72
#: A tag of a drawing, a style and an id in it: texts have their angle brackets escaped.
_TAG = re.compile(r"<[a-z][^<>]*>")
_STYLE = re.compile(r' style="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')

#: A style as its properties.
Look: TypeAlias = dict[str, str]
#: A place on paper, points from the upper left.
Corner: TypeAlias = tuple[float, float]
_CAPS = {"projecting": "square"}


def page_svg(figure: Axes | Figure, prefix: str) -> str:
    """Return a figure of infmap's as an ``<svg>`` for an HTML page, without fonts.

    The page has the fonts once for all its figures, from `infmap.figures.written.font_css`, and
    their styles as classes, from `Looks`.

    `prefix` stands before every id, so that two figures of a page have none in common.

    Examples
    --------
    >>> figure = Figure(figsize=(1, 1), facecolor="none")
    >>> text = figure.text(0.5, 0.5, "Riga", family="Source Sans Pro")
    >>> svg = page_svg(figure, "one-")
    >>> svg[:5], svg.partition("fill: #000000")[2]
    ('<svg ', '" x="36" y="36">Riga</text></svg>')
    """
    whole = figure.get_figure(root=True)
    assert isinstance(whole, Figure)
    width, height = whole.get_size_inches() * 72
    renderer = _Renderer(width, height, prefix)
    with settings_of(FigureFormat.SVG):
        whole.set_dpi(72)
        whole.draw(renderer)
    words = words_of(whole)
    heads = "".join(
        f'<{tag} id="{prefix}{tag}">{_words(text)}</{tag}>'
        for tag, text in zip(("title", "desc"), words, strict=True)
        if text
    )
    ids = " ".join(f"{prefix}{tag}" for tag in ("title", "desc")[: 1 + bool(words[1])])
    size = f"{number(renderer.width)} {number(renderer.height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
        f'aria-labelledby="{ids}" stroke-linejoin="round">{heads}{renderer.drawn()}</svg>'
    )


class Looks:
    r"""The styles of drawings as classes: the page's policy allows no style within a tag.

    An id stands once in a page; what shares one with something before loses it.

    >>> looks = Looks()
    >>> looks.classed('<g id="a" style="fill: #fff"><g id="a">'), looks.css()
    ('<g id="a" class="d1"><g>', '.d1{fill: #fff}\n')
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._ids: set[str] = set()

    def classed(self, drawing: str) -> str:
        """Return a drawing with a class in place of every style."""
        return _TAG.sub(lambda tag: _ID.sub(self._once, _STYLE.sub(self._named, tag[0])), drawing)

    def _named(self, style: re.Match[str]) -> str:
        name = self._names.setdefault(style[1], f"d{len(self._names) + 1}")
        return f' class="{name}"'

    def _once(self, ident: re.Match[str]) -> str:
        if ident[1] in self._ids:
            return ""
        self._ids.add(ident[1])
        return ident[0]

    def css(self) -> str:
        """Return the rules of the classes."""
        return "".join(f".{name}{{{style}}}\n" for style, name in self._names.items())


class _Leaf(NamedTuple):
    """A part that is drawn: the id of its clip, the style of its halo, and its tag."""

    clip: str
    halo: str
    tag: str


class _Marks(NamedTuple):
    """Marks of one look: where they stand, and the parts that they are made of."""

    clip: str
    ident: str
    points: tuple[tuple[str, str], ...]
    parts: list[str]


class _Renderer(RendererBase):
    """Writes what a figure draws: each part as a tag, those that follow each other in groups."""

    def __init__(self, width: float, height: float, prefix: str) -> None:
        super().__init__()
        self.width, self.height = float(width), float(height)
        self._prefix = prefix
        self._parts: list[_Leaf | _Marks] = []
        self._names: list[str] = []
        self._ids: set[str] = set()
        self._halo = ""
        #: What is defined once and used often, by its tag's name, attributes and content: its id.
        self._defined: dict[tuple[str, str, str], str] = {}
        #: Long lines with their looks: the id of each, and the corner that it was drawn from.
        self._lines: dict[tuple[str, str], tuple[str, Corner]] = {}

    # --- What matplotlib asks for

    def flipy(self) -> bool:
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def open_group(self, s: str, gid: str | None = None) -> None:
        if s == HALO:
            _, color, width = (gid or "").split()
            self._halo = _css({"stroke": color, "stroke-width": width, "paint-order": "stroke"})
        self._names.append(gid or "")

    def close_group(self, s: str) -> None:
        self._names.pop()
        if s == HALO:
            self._halo = ""

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        drawn = path.transformed(transform + self._to_paper)
        clip, corner = self._clip(gc)
        count = len(np.asarray(drawn.vertices))
        if count > _LONG and not is_round(drawn):
            tag = self._long(drawn, corner, _styled(self._look(gc, rgbFace, 10)))
        elif count:
            look = _styled(self._look(gc, rgbFace))
            tag = f'<path{self._ident()}{look} d="{path_data(drawn)}"/>'
        else:
            return
        self._parts.append(_Leaf(clip, "", tag))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        mark = path_data(marker_path.transformed(marker_trans + Affine2D().scale(1, -1)))
        part = f'<path{_styled(self._look(gc, rgbFace))} d="{mark}"/>'
        at = (trans + self._to_paper).transform(path.vertices)
        points = tuple((number(x, 1), number(y, 1)) for x, y in at)
        clip, _ = self._clip(gc)
        before = self._parts[-1] if self._parts else None
        # A mark of several parts, such as a disc of thirds, is one symbol.
        if isinstance(before, _Marks) and (before.clip, before.points) == (clip, points):
            before.parts.append(part)
        else:
            self._parts.append(_Marks(clip, self._ident(), points, [part]))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        weight = weight_dict.get(str(prop.get_weight()), prop.get_weight())
        first, *others = prop.get_family()
        families = [f"'{first}'", LIKE.get(first) or ", ".join(map(repr, others))]
        look = {
            "font-weight": str(weight),
            "font-size": f"{number(prop.get_size_in_points())}px",
            "font-family": ", ".join(filter(None, families)),
            "fill": to_hex(gc.get_rgb()),
        }
        place = f'x="{number(x, 1)}" y="{number(y, 1)}"'
        tag = f"<text{self._ident()}{_styled(look)} {place}>{_words(s)}</text>"
        self._parts.append(_Leaf(self._clip(gc)[0], self._halo, tag))

    # --- What is written

    def drawn(self) -> str:
        """Return all parts, those of one clip and one halo in a group."""
        text = ""
        for clip, parts in groupby([*self._leaves()], key=lambda leaf: leaf.clip):
            inner = ""
            for halo, leaves in groupby(parts, key=lambda leaf: leaf.halo):
                tags = "".join(leaf.tag for leaf in leaves)
                inner += f'<g style="{halo}">{tags}</g>' if halo else tags
            text += f'<g clip-path="url(#{clip})">{inner}</g>' if clip else inner
        defs = "".join(
            f'<{name} id="{ident}"{more}>{content}</{name}>'
            for (name, more, content), ident in self._defined.items()
        )
        return f"<defs>{defs}</defs>{text}" if defs else text

    def _leaves(self) -> Iterator[_Leaf]:
        for part in self._parts:
            if isinstance(part, _Leaf):
                yield part
            else:
                symbol = self._define("g", "", "".join(part.parts))
                uses = "".join(f'<use href="#{symbol}" x="{x}" y="{y}"/>' for x, y in part.points)
                yield _Leaf(part.clip, "", f"<g{part.ident}>{uses}</g>" if part.ident else uses)

    def _define(self, name: str, more: str, content: str) -> str:
        """Return the id of what is defined once and used often."""
        key = (name, more, content)
        return self._defined.setdefault(key, f"{self._prefix}{len(self._defined)}")

    def _ident(self) -> str:
        """Return the id of what is being drawn, as an attribute; empty where it needs none."""
        name = self._names[-1] if self._names else ""
        if not _TOLD.match(name):
            return ""
        ident, nth = name, 1
        while ident in self._ids:
            ident, nth = f"{name}-{nth + 1}", nth + 1
        self._ids.add(ident)
        return f' id="{self._prefix}{ident}"'

    @cached_property
    def _to_paper(self) -> Affine2D:
        return Affine2D().scale(1, -1).translate(0, self.height)

    def _clip(self, gc: GraphicsContextBase) -> tuple[str, Corner]:
        """Return the id of a clip, empty for none, and its upper left corner."""
        box = gc.get_clip_rectangle()
        if box is None:
            return "", (0.0, 0.0)
        x, y, wide, high = box.x0, self.height - box.y1, box.width, box.height
        sizes = zip(("x", "y", "width", "height"), (x, y, wide, high), strict=True)
        rect = " ".join(f'{name}="{number(value)}"' for name, value in sizes)
        return self._define("clipPath", "", f"<rect {rect}/>"), (x, y)

    def _long(self, path: Path, corner: Corner, look: str) -> str:
        """Return the tag of a long line; of one that another map has too, where it is used."""
        data = steps_data(path.transformed(Affine2D().translate(-corner[0], -corner[1])))
        if before := self._lines.get((data, look)):
            ident, (x, y) = before
            by = f'x="{number(corner[0] - x)}" y="{number(corner[1] - y)}"'
            return f'<use href="#{ident}" {by}/>'
        ident = f"{self._prefix}line-{len(self._lines)}"
        self._lines[data, look] = ident, corner
        at = numbers(map(number, corner))
        return f'<path id="{ident}" transform="translate({at})scale(.1)"{look} d="{data}"/>'

    def _look(self, gc: GraphicsContextBase, face: Any, scale: float = 1) -> Look:
        """Return the look of a path whose numbers are so many times those of points."""
        look: Look = {}
        alpha = gc.get_alpha() if gc.get_forced_alpha() else 1.0
        if gc.get_hatch() is not None:
            look["fill"] = f"url(#{self._hatch(gc)})"
        else:
            look["fill"] = to_hex(face) if _is_seen(face) else "none"
        if alpha != 1:
            look["opacity"] = number(alpha)
        width = gc.get_linewidth()
        if not width or not _is_seen(gc.get_rgb()):
            return look
        look |= {"stroke": to_hex(gc.get_rgb()), "stroke-width": number(width * scale, 3)}
        dashes: Any = gc.get_dashes()[1]
        if dashes is not None:
            look["stroke-dasharray"] = " ".join(number(one * scale, 4) for one in dashes)
        if gc.get_joinstyle() != "round":
            look["stroke-linejoin"] = gc.get_joinstyle()
        if gc.get_capstyle() != "butt":
            look["stroke-linecap"] = _CAPS.get(gc.get_capstyle(), gc.get_capstyle())
        return look

    def _hatch(self, gc: GraphicsContextBase) -> str:
        """Return the id of a pattern of hatching."""
        to_pattern = Affine2D().scale(_HATCH, -_HATCH).translate(0, _HATCH)
        color = to_hex(gc.get_hatch_color())
        look = {
            "fill": color,
            "stroke": color,
            "stroke-width": number(gc.get_hatch_linewidth()),
            "stroke-linejoin": "miter",
        }
        path = gc.get_hatch_path()
        assert path is not None
        lines = f'<path{_styled(look)} d="{path_data(path.transformed(to_pattern))}"/>'
        size = f' patternUnits="userSpaceOnUse" width="{_HATCH}" height="{_HATCH}"'
        return self._define("pattern", size, lines)


def _is_seen(color: Any) -> bool:
    return color is not None and (len(color) < 4 or color[3] > 0)


def _styled(look: Look) -> str:
    return f' style="{_css(look)}"'


def _css(look: Look) -> str:
    return "; ".join(f"{name}: {value}" for name, value in look.items())


def _words(text: str) -> str:
    return escape(NOT_XML.sub("", text), quote=False)
