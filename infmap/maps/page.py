"""A folium map whose page is one sealed file: Leaflet inside, no request, same bytes each time."""

import base64
import json
import re
from importlib.resources import files
from itertools import product
from typing import Any

import folium
import folium.template
from branca.element import Element, Figure
from markupsafe import Markup, escape

from infmap.escaping import script_json
from infmap.maps.bundle import TEMPLATES, program
from infmap.maps.policy import page_policy, plugin_hosts, tile_hosts
from infmap.markup import templates
from infmap.palette import DARK, LIGHT, css_variables
from infmap.ring_looks import DASHES, line_of
from infmap.rings import End

LEAFLET = files("js_lib_leaflet") / "static" / "js_lib_leaflet"

#: Of a ring, in pixels.
LINE_WIDTH = 2.2
#: Stands in the page's head until its scripts are known, and with them their hashes.
POLICY_MARK = "infmap-policy"


def _literal(value: object) -> Any:
    """Escape one ``{{ value }}`` for HTML, with no brace left to be rendered again."""
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
        For the browser's tab and for those who list or share the page.
    data : dict
        What `infmap.maps.content.page_data` returns.
    """

    def __init__(self, *, title: str, description: str, data: dict[str, Any]) -> None:
        super().__init__(height="720px")
        self.title = title
        self.description = description
        self.data = data

    def render(self, **kwargs: Any) -> str:
        """Return the page as one HTML text; the same map gives the same text.

        Folium's random element ids are numbered by order of appearance, and the page's
        Content-Security-Policy names each script and style by its hash and forbids every other,
        and every request but to hosts of tiles and plugins that the caller added.
        """
        for child in self._children.values():
            child.render(**kwargs)
        header = self.header.render(**kwargs)
        # Only folium's own parts are numbered: what looks like an id in the data is none.
        head, body, script = _numbered_ids(
            header, self.html.render(**kwargs), self.script.render(**kwargs)
        )
        text = ENV.get_template("page.html.j2").render(
            title=self.title,
            description=self.description,
            place=self.data["place"],
            policy=POLICY_MARK,
            style=Markup(
                "\n".join(
                    [
                        _palette(),
                        _leaflet_css(),
                        (TEMPLATES / "page.css").read_text("utf-8"),
                        _rings_css(),
                    ]
                )
            ),
            leaflet=Markup(_leaflet_js()),
            header=Markup(head),
            body=Markup(body),
            script=Markup(script),
            data=Markup(script_json(self.data)),
            program=Markup(program("main")),
        )
        policy = page_policy(
            text,
            tiles=tile_hosts(self),
            plugins=plugin_hosts(header),
            any_style=_has_plugins(self) or "style" in head + body,
        )
        return text.replace(POLICY_MARK, policy, 1)


class SealedMap(folium.Map):
    """A `folium.Map` in a `Page`: it links to nothing, and anything of folium's adds to it."""

    _template = ENV.get_template("map.html.j2")
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own name and form
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, page: Page, **options: Any) -> None:
        super().__init__(**options)
        # folium makes a figure of its own for every map; this one belongs to the page.
        page.add_child(self)


def _has_plugins(page: Element) -> bool:
    """Return whether the caller added anything to the map but tiles."""
    return any(
        not isinstance(added, folium.TileLayer)
        for child in page._children.values()
        for added in ([*child._children.values()] if isinstance(child, SealedMap) else [child])
    )


def _palette() -> str:
    """Return the colours as CSS variables, light, then dark where the reader prefers it."""
    return (
        f":root{{color-scheme:light dark;{css_variables(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{css_variables(DARK)}}}}}"
    )


def _page_css() -> str:
    return (TEMPLATES / "page.css").read_text("utf-8")


def _rings_css() -> str:
    """Return the line of every ring: a class for whose it is, one for which end of a figure."""
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
    return "\n".join(rules)


def _leaflet_css() -> str:
    """Return Leaflet's style sheet with its images inside."""
    css = (LEAFLET / "leaflet.css").read_text("utf-8")
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
    """Return one of Leaflet's images as an address that holds the image itself."""
    data = base64.b64encode((LEAFLET / "images" / name).read_bytes()).decode()
    return f"data:image/png;base64,{data}"


def _numbered_ids(*parts: str) -> list[str]:
    """Replace folium's random ids by numbers, in order of appearance."""
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return numbers.setdefault(match[0], str(len(numbers) + 1))

    return [re.sub(r"(?<=_)[0-9a-f]{32}\b", number, part) for part in parts]
