"""A folium map whose page is one sealed file: Leaflet inside, no request, same bytes each time."""

import base64
import json
import os
import re
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

import folium
import folium.template
from branca.element import Figure
from markupsafe import Markup, escape

from infmap.analysis.answer import SiteAnswer
from infmap.errors import InfmapError
from infmap.io.escaping import script_json
from infmap.io.files import write_whole
from infmap.io.html import templates
from infmap.looks.lines import DASHES, UNREAD_OPACITY, End, line_of
from infmap.looks.palette import DARK, LIGHT, css_variables
from infmap.looks.sentences import count_text
from infmap.maps.content import LINE_WIDTH
from infmap.maps.data import PageData
from infmap.maps.packed import packed
from infmap.maps.policy import page_policy
from infmap.maps.preview import HEIGHT, WIDTH, Preview
from infmap.maps.state import Projection
from infmap.maps.unscripted import unscripted
from infmap.maps.written import written

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
ENV.filters["tojavascript"] = folium.template.tojavascript


class Page(Figure):
    """The whole HTML document: head, map, panel, data and script in one file.

    Parameters
    ----------
    title, description : str
        For the browser's tab, search engines and previews of links.
    data : PageData
        What `infmap.maps.content.page_data` returns.
    answer : SiteAnswer
        About the site that it opens on: what it shows where scripts are switched off.
    is_launcher : bool
        Whether that is a hypothetical launcher.
    preview : Preview, optional
        What a link to it shows, where its address is known.
    """

    def __init__(
        self,
        *,
        title: str,
        description: str,
        data: PageData,
        answer: SiteAnswer,
        is_launcher: bool = False,
        preview: Preview | None = None,
    ) -> None:
        super().__init__(height="720px")
        self.answer = answer
        self.is_launcher = is_launcher
        self.preview = preview
        self.title = title
        self.description = description
        self.data = data

    def render(self, **kwargs: Any) -> str:
        """Return the page as one HTML text; the same map gives the same text.

        The page's Content-Security-Policy names each script and style by its hash and forbids
        every other, and every request but for pictures from hosts that the caller added.

        Raises
        ------
        InfmapError
            If something was added that needs more: see `SealedMap`.
        """
        added = written(self)
        told = unscripted(self.answer, is_launcher=self.is_launcher)
        style, leaflet = _style(), _leaflet_js()
        main = (HERE / "static" / "main.js").read_text("utf-8")
        data = script_json(packed(self._shown()))
        if len(data) > MOST_LETTERS:
            raise InfmapError(
                f"a page holds up to {MOST_LETTERS:,} letters of data (got {len(data):,}); choose "
                "some by site, system or theme, or shorten the longest texts"
            )
        text = ENV.get_template("page.html.j2").render(
            title=self.title,
            description=self.description,
            place=self.data["place"],
            kicker=self.data["band_words"]["kicker"],
            policy=POLICY_MARK,
            preview=self.preview,
            preview_size=(WIDTH, HEIGHT),
            style=Markup(style),
            bare=Markup(BARE),
            told=told,
            picture=Markup(told.picture),
            leaflet=Markup(leaflet),
            header=Markup(added.head),
            body=Markup(added.body),
            scripts=[Markup(script) for script in added.scripts],
            data=Markup(data),
            program=Markup(main),
            closing=[Markup(script) for script in added.closing],
        )
        policy = page_policy(
            scripts=[leaflet, *added.scripts, main, *added.closing],
            styles=[style, BARE, *added.needs.styles],
            pictures=added.needs.pictures,
            any_style=added.needs.any_style,
        )
        return text.replace(POLICY_MARK, policy, 1)

    def _shown(self) -> PageData:
        """Return the data; what was added to the map is drawn in Mercator, as folium does it."""
        has_additions = any(child._children for child in self._children.values())
        return {**self.data, "projection": Projection.MERCATOR} if has_additions else self.data

    def save(
        self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: Any
    ) -> None:
        """Write the page to a path, in full or not at all, or to an open file."""
        text = self.render(**kwargs)
        if isinstance(outfile, (str, bytes, Path)):
            write_whole(os.fsdecode(outfile), text)
            return
        outfile.write(text.encode())
        if close_file:
            outfile.close()


class SealedMap(folium.Map):
    """A `folium.Map` in a `Page`: a file that links to nothing.

    What is added to it is drawn from the file as well. Tiles, WMS layers and pictures by address
    are loaded by the reader's browser, from their hosts alone. What brings scripts or styles from
    elsewhere is refused as the page is rendered, by an `InfmapError` that names it and a way out.
    """

    _template = ENV.get_template("map.html.j2")

    def __init__(self, page: Page, *, min_zoom: int, max_zoom: int, **options: Any) -> None:
        super().__init__(min_zoom=min_zoom, max_zoom=max_zoom, **options)
        # folium sets these for tiles only; without tiles the zoom would be unlimited.
        self.options |= {"min_zoom": min_zoom, "max_zoom": max_zoom}
        # What a folium map loads: nothing here. New lists, as callers may append to them.
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []
        # folium makes a figure for every map; this map belongs to the page.
        self.page = page
        page.add_child(self)

    def __repr__(self) -> str:
        title = str(self.page.title).removesuffix(" - infmap")
        return f"<SealedMap: {title}; {count_text(len(self.page.data['sites']), 'site')}>"

    def save(
        self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: Any
    ) -> None:
        """Write the map's page to a path, in full or not at all, or to an open file."""
        self.get_root().save(outfile, close_file, **kwargs)


def _palette() -> str:
    """Return the colours as CSS variables, light, then dark where the reader prefers it."""
    return (
        f":root{{color-scheme:light dark;{css_variables(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{css_variables(DARK)}}}}}"
    )


def _style() -> str:
    page = (HERE / "static" / "page.css").read_text("utf-8")
    return "\n".join([_palette(), _leaflet_css(), page, _rings_css()])


def _rings_css() -> str:
    """Return the style of every stroke, by a class for its palette name and one for its end."""
    rules = []
    for look, end in product(DASHES, End):
        line = line_of(look, end)
        width = LINE_WIDTH * line.width
        dash = " ".join(f"{length * width:.1f}" for length in line.dash) or "none"
        cap = "round" if line.is_dotted else "butt"
        rules.append(
            f".ring-{look}.ring-{end}{{stroke:var(--{look});stroke-width:{width:.1f};"
            f"stroke-dasharray:{dash};stroke-linecap:{cap}}}"
        )
    rules.append(f".ring-unread{{stroke-opacity:{UNREAD_OPACITY:g}}}")
    rules += [
        f".hatch-{look}{{stroke:var(--{look})}}.interval-{look}{{fill:url(#hatch-{look})}}"
        for look in DASHES
    ]
    return "\n".join(rules)


def _leaflet_css() -> str:
    """Return Leaflet's style sheet with its images inside, without its comments and margins."""
    css = (LEAFLET / "leaflet.css").read_text("utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return re.sub(r"url\(images/([\w.-]+)\)", lambda match: f"url({_image(match[1])})", css)


def _leaflet_js() -> str:
    """Return Leaflet, with the images of its default marker inside."""
    icon = {
        "iconUrl": _image("marker-icon.png"),
        "iconRetinaUrl": _image("marker-icon-2x.png"),
        "shadowUrl": _image("marker-shadow.png"),
    }
    source = (LEAFLET / "leaflet.js").read_text("utf-8")
    return (
        source.replace("//# sourceMappingURL=leaflet.js.map", "")
        + f"L.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({json.dumps(icon)});"
    )


def _image(name: str) -> str:
    """Return one of Leaflet's images as a data URL."""
    data = base64.b64encode((LEAFLET / "images" / name).read_bytes()).decode()
    return f"data:image/png;base64,{data}"
