"""A page's text: one sealed file, Leaflet inside, no request, the same bytes each time."""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar

from markupsafe import Markup, escape

from infmap.errors import InfmapError
from infmap.io.escaping import script_json
from infmap.io.html import templates
from infmap.looks.lines import DASHES, UNREAD_OPACITY, End, RingLine, line_of
from infmap.looks.palette import DARK, LIGHT, css_variables
from infmap.maps.content import LINE_WIDTH
from infmap.maps.data import PageData
from infmap.maps.opening import Opened
from infmap.maps.packed import packed
from infmap.maps.policy import page_policy
from infmap.maps.preview import HEIGHT, WIDTH
from infmap.maps.state import MOST_ZOOM
from infmap.maps.unscripted import unscripted

HERE = files("infmap.maps")
#: The most letters of a page's data: with more it takes long to open, and mail refuses it.
MOST_LETTERS = 10_000_000
LEAFLET = files("js_lib_leaflet") / "static" / "js_lib_leaflet"

#: Where scripts are switched off, what they would fill is not there.
BARE = (
    "body>:not(noscript){display:none!important}html,body{height:auto}body{display:block}"
    ".unscripted{max-width:760px;margin:auto;padding:16px}"
    ".unscripted :is(svg,ul,table){margin:12px 0}.unscripted li{margin:4px 0}"
)
#: A placeholder in the page's head until the scripts, and so their hashes, are known.
POLICY_MARK = "infmap-policy"


def _literal(value: object) -> Any:
    """Escape a ``{{ value }}`` for HTML, and its braces against a second rendering."""
    return (
        value if hasattr(value, "__html__") else Markup(str(escape(value)).replace("{", "&#123;"))
    )


ENV = templates("infmap.maps", finalize=_literal)
#: Leaflet's options for the map. The page has buttons of its own, which zoom about the site.
MAP_OPTIONS = {
    "zoom": 3,
    "zoomControl": False,
    "zoomSnap": 0.25,
    "worldCopyJump": True,
    "minZoom": 0,
    "maxZoom": MOST_ZOOM,
}


@dataclass(frozen=True)
class Pieces:
    """The pieces of a page that a map and its additions give, and what they need of it.

    Each element has a script of its own, so that an error in one stops no other. The `closing`
    scripts run once the page is drawn.
    """

    head: str
    body: str
    scripts: tuple[str, ...]
    closing: tuple[str, ...] = ()
    #: The texts of style elements; with style attributes any style is allowed.
    styles: tuple[str, ...] = ()
    any_style: bool = False
    #: Hosts of pictures.
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class BareMap:
    """A map without additions, for the template that a folium map is written with as well."""

    location: Sequence[float]
    crs: ClassVar[str] = "EPSG3857"
    zoom_control_position: ClassVar[bool] = False

    def get_name(self) -> str:
        """Return its name in the page."""
        return "map_1"

    def options_text(self) -> str:
        """Return its options as folium writes them."""
        lines = (f'  "{name}": {json.dumps(value)},\n' for name, value in MAP_OPTIONS.items())
        return f"{{\n{''.join(lines)}}}"

    def pieces(self) -> Pieces:
        """Return what it gives to the page."""
        macros: Any = ENV.get_template("map.html.j2").module
        body, script = (macro(self, {}).strip() for macro in (macros.html, macros.script))
        return Pieces(head="", body=str(body), scripts=(str(script),))


def document_text(
    opened: Opened, pieces: Pieces | None = None, data: PageData | None = None
) -> str:
    """Return the page as one HTML text; the same page gives the same text.

    Its Content-Security-Policy names each script and style by its hash and forbids every other, and
    every request but for pictures from the pieces' hosts.

    Without `pieces` the map is bare; `data` may stand in place of the page's own.
    """
    bare = BareMap(opened.location).pieces()
    pieces = pieces or bare
    # Only additions have marks and buttons with Leaflet's own images.
    with_images = pieces != bare
    style, leaflet = style_of("page", with_images), leaflet_js(with_images)
    told = unscripted(opened.answer, is_launcher=opened.is_launcher)
    main = made("main.js")
    shown = data_text(data or opened.data)
    text = ENV.get_template("page.html.j2").render(
        title=opened.title,
        description=opened.description,
        place=opened.data["place"],
        kicker=opened.data["band_words"]["kicker"],
        policy=POLICY_MARK,
        preview=opened.preview,
        preview_size=(WIDTH, HEIGHT),
        style=Markup(style),
        bare=Markup(BARE),
        told=told,
        picture=Markup(told.picture),
        leaflet=Markup(leaflet),
        header=Markup(pieces.head),
        body=Markup(pieces.body),
        scripts=[Markup(script) for script in pieces.scripts],
        data=Markup(shown),
        program=Markup(main),
        closing=[Markup(script) for script in pieces.closing],
    )
    policy = page_policy(
        scripts=[leaflet, *pieces.scripts, main, *pieces.closing],
        styles=[style, BARE, *pieces.styles],
        pictures=pieces.pictures,
        any_style=pieces.any_style,
    )
    return text.replace(POLICY_MARK, policy, 1) + "\n"


def made(name: str) -> str:
    """Return a script or a style sheet that ``page/build.mjs`` made.

    Examples
    --------
    >>> made("article.js").isascii()
    True
    """
    return (HERE / "static" / name).read_text("utf-8")


def data_text(data: PageData) -> str:
    """Return a page's data as the text of its element.

    Raises `InfmapError` if it is too long for a page.
    """
    text = script_json(packed(data))
    if len(text) > MOST_LETTERS:
        raise InfmapError(
            f"a page holds up to {MOST_LETTERS:,} letters of data (got {len(text):,}); choose "
            "some by site, system or theme, or shorten the longest texts"
        )
    return text


def _palette() -> str:
    """Return the colours as CSS variables, light, then dark where the reader prefers it."""
    return (
        f":root{{color-scheme:light dark;{css_variables(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{css_variables(DARK)}}}}}"
    )


def style_of(sheet: str, with_images: bool = False) -> str:
    """Return the style of a page with maps: colours, Leaflet's, the sheet's own, the rings'."""
    return "\n".join([_palette(), _leaflet_css(with_images), made(f"{sheet}.css"), _rings_css()])


def _rings_css() -> str:
    """Return the style of every stroke, by its palette name, and by its end where that differs."""
    rules = []
    for look in DASHES:
        plain = _stroke(line_of(look, End.MOST))
        rules.append(f".ring-{look}{{stroke:var(--{look});{plain}}}")
        strokes = {end: _stroke(line_of(look, end)) for end in End}
        rules += [
            f".ring-{look}.ring-{end}{{{stroke}}}"
            for end, stroke in strokes.items()
            if stroke != plain
        ]
    rules.append(f".ring-unread{{stroke-opacity:{UNREAD_OPACITY:g}}}")
    rules += [
        f".hatch-{look}{{stroke:var(--{look})}}.interval-{look}{{fill:url(#hatch-{look})}}"
        for look in DASHES
    ]
    return "\n".join(rules)


def _stroke(line: RingLine) -> str:
    width = LINE_WIDTH * line.width
    dash = " ".join(f"{length * width:.1f}" for length in line.dash) or "none"
    cap = "round" if line.is_dotted else "butt"
    return f"stroke-width:{width:.1f};stroke-dasharray:{dash};stroke-linecap:{cap}"


def _leaflet_css(with_images: bool) -> str:
    """Return Leaflet's style sheet, its images inside or none, without what no browser reads."""
    css = (LEAFLET / "leaflet.css").read_text("utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(
        r"[^{}]*(leaflet-oldie|lvml)[^{}]*{[^{}]*}|-ms-[^;{}]*;|filter: *progid[^;{}]*;", "", css
    )
    css = re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", css).replace(";}", "}")
    return re.sub(
        r"url\(images/([\w.-]+)\)",
        lambda match: f"url({_image(match[1])})" if with_images else "none",
        css,
    )


def leaflet_js(with_images: bool = False) -> str:
    """Return Leaflet, with the images of its default marker inside or none."""
    source = (LEAFLET / "leaflet.js").read_text("utf-8")
    source = source.replace("//# sourceMappingURL=leaflet.js.map", "")
    if not with_images:
        return source
    icon = {
        "iconUrl": _image("marker-icon.png"),
        "iconRetinaUrl": _image("marker-icon-2x.png"),
        "shadowUrl": _image("marker-shadow.png"),
    }
    return f"{source}L.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({json.dumps(icon)});"


def _image(name: str) -> str:
    """Return one of Leaflet's images as a data URL."""
    data = base64.b64encode((LEAFLET / "images" / name).read_bytes()).decode()
    return f"data:image/png;base64,{data}"
