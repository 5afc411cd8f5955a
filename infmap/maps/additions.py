"""What a caller adds to a page: found at any depth, and refused if it loads scripts or styles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.colormap import ColorMap
from branca.element import Element, Figure, Link
from folium.elements import JSCSSMixin
from folium.features import GeoJsonPopup, GeoJsonTooltip, VegaLite
from folium.raster_layers import ImageOverlay, VideoOverlay

from infmap.errors import InfmapError, shorten
from infmap.maps.added_html import read_html
from infmap.maps.added_scripts import popup_html, tooltip_html
from infmap.maps.pins import pin_fault
from infmap.maps.policy import picture_host

#: Characters of an element's text that a refusal quotes.
SHOWN_LETTERS = 40
#: What to use instead of elements that a sealed page cannot hold.
WAYS_OUT = {
    "MarkerCluster": "folium.FeatureGroup holds the markers, each by itself",
    "FeatureGroupSubGroup": "folium.FeatureGroup is one by itself",
    "HeatMap": "folium.CircleMarker(fill=True, stroke=False) darkens where many lie",
    "HeatMapWithTime": "folium.CircleMarker in a folium.FeatureGroup for each day",
    "Choropleth": (
        "folium.GeoJson(style_function=...) colours areas; a legend is HTML, added with "
        "m.get_root().html.add_child(folium.Element(...))"
    ),
    "ColorMap": "a legend is HTML, added with m.get_root().html.add_child(folium.Element(...))",
    "TopoJson": "folium.GeoJson; geopandas reads TopoJSON",
    "RegularPolygonMarker": "folium.DivIcon(html=...) with an <svg>",
    "BeautifyIcon": "folium.Icon, or folium.DivIcon(html=...)",
    "BoatMarker": "folium.Icon(icon='arrow-up', angle=...)",
    "Vega": "a picture of the chart in the popup, as data:image/png;base64,...",
    "VegaLite": "a picture of the chart in the popup, as data:image/png;base64,...",
    "IFrame": "give its HTML to folium.Popup itself, with max_width=",
    "Figure": "give its HTML to folium.Popup itself, or save it as a page of its own",
    "VideoOverlay": "folium.raster_layers.ImageOverlay shows one picture of it",
    "TimeSliderChoropleth": "folium.GeoJson for each day, and folium.LayerControl",
    "TimestampedGeoJson": "folium.GeoJson for each day, and folium.LayerControl",
    "Timeline": "folium.GeoJson for each day, and folium.LayerControl",
    "AntPath": "folium.PolyLine",
    "PolyLineOffset": "folium.PolyLine",
    "PolyLineTextPath": "folium.PolyLine with a tooltip",
    "PolyLineFromEncoded": "folium.PolyLine",
    "PolygonFromEncoded": "folium.Polygon",
    "SemiCircle": "folium.Polygon",
    "GroupedLayerControl": "folium.LayerControl",
    "TreeLayerControl": "folium.LayerControl",
    "TagFilterButton": "folium.FeatureGroup for each tag, and folium.LayerControl",
    "MousePosition": "folium.LatLngPopup",
    "FitOverlays": "m.fit_bounds(layer.get_bounds())",
    "DualMap": "two pages",
}
NO_WAY_OUT = "leave it out, or add it to a folium.Map of its own"


@dataclass
class Needs:
    """What the page must allow or include for its additions."""

    pictures: set[str] = field(default_factory=set)
    styles: list[str] = field(default_factory=list)
    any_style: bool = False
    pins: bool = False

    def add_html(self, text: str, element: Element) -> None:
        """Add what a piece of an element's HTML needs."""
        added = read_html(text)
        if added.refused:
            raise InfmapError(f"{named(element)}: its HTML has {added.refused}")
        self.styles += added.styles
        self.any_style |= added.has_style
        for address in added.pictures:
            self.add_picture(address, element)

    def add_picture(self, address: str, element: Element) -> None:
        """Add the host of a picture that an element shows."""
        try:
            host = picture_host(address)
        except ValueError as fault:
            raise InfmapError(
                f"{named(element)}: the picture {shorten(address)!r} {fault}, and the page is one "
                "file; write the picture itself (data:image/png;base64,...) or its whole address "
                "(https://...)"
            ) from None
        if host:
            self.pictures.add(host)


def elements_of(root: Figure) -> list[Element]:
    """Return all elements below a page, at any depth, in order."""
    elements: dict[int, Element] = {}
    pending = [root.header, root.html, root.script, *root._children.values()][::-1]
    while pending:
        element = pending.pop()
        if id(element) in elements:
            continue
        elements[id(element)] = element
        pending += [*_inside(element)][::-1]
    return [*elements.values()]


def _inside(element: Element) -> Iterator[Element]:
    yield from element._children.values()
    if isinstance(element, (folium.Popup, Figure)):
        yield from (element.header, element.html, element.script)
    if isinstance(element, folium.GeoJson) and element.marker:
        yield element.marker


def needs_of(elements: list[Element]) -> Needs:
    """Return what the page needs for these elements; raise an InfmapError if it cannot show one."""
    for element in elements:
        _refuse(element)
    needs = Needs()
    for element in elements:
        for text in _html_of(element):
            needs.add_html(text, element)
        for address in _pictures_of(element):
            needs.add_picture(address, element)
        if isinstance(element, folium.Icon) and not isinstance(element, folium.CustomIcon):
            needs.pins = True
            _refuse_pin(element, element.options)
        if isinstance(element, folium.GeoJson):
            _refuse_styled_pins(element)
    return needs


def _refuse(element: Element) -> None:
    """Raise an InfmapError if the page cannot hold an element."""
    why, way_out = _why_not(element), None
    if why:
        kinds = [kind.__name__ for kind in type(element).__mro__]
        way_out = next((WAYS_OUT[kind] for kind in kinds if kind in WAYS_OUT), NO_WAY_OUT)
    else:
        why, way_out = _why_not_so(element)
    if why:
        raise InfmapError(f"{named(element)}: {why}; instead: {way_out}")


def _why_not(element: Element) -> str | None:
    """Return why a page can hold no element of this kind, or None if it can."""
    none_run = "and this page loads none from elsewhere"
    if isinstance(element, JSCSSMixin) and (element.default_js or element.default_css):
        links = [address for _, address in [*element.default_js, *element.default_css]]
        return f"its scripts or styles come from {_hosts(links)}, {none_run}"
    if isinstance(element, Link):
        return f"a script or style from {_hosts([element.url])}, {none_run}"
    if isinstance(element, VegaLite):
        return f"its scripts come from cdn.jsdelivr.net, {none_run}"
    if isinstance(element, ColorMap) or getattr(element, "color_scale", None) is not None:
        return f"its legend is drawn by d3, a script from cdnjs.cloudflare.com, {none_run}"
    if isinstance(element, (folium.IFrame, Figure)):
        return "a frame, and this page holds none"
    if isinstance(element, VideoOverlay):
        return "a film, and this page plays none"
    if isinstance(element, folium.FitOverlays):
        return "the page's own land is a layer too, and the map would fit the whole world"
    return None


def _why_not_so(element: Element) -> tuple[str | None, str]:
    """Return why a page cannot hold this element as it is (None if it can), and what to do."""
    if isinstance(element, folium.GeoJson) and not element.embed:
        link = shorten(str(element.embed_link))
        return f"embed=False has {link!r} read as the page opens", "leave embed= out"
    if isinstance(element, folium.GeoJson) and not _tells_features(element):
        told = f"its features are told apart by {element.feature_identifier!r}, no name in a script"
        return told, "give each feature an id of its own"
    if isinstance(element, (folium.Popup, folium.Tooltip)) and isinstance(
        element._parent, folium.Map
    ):
        return "it belongs to something on the map", "folium.Marker(popup=..., tooltip=...)"
    if isinstance(element, folium.Map) and element.objects_to_stay_in_front:
        return "keep_in_front is done by jQuery, which this page lacks", "add last what is in front"
    return None, ""


def _tells_features(layer: folium.GeoJson) -> bool:
    path = getattr(layer, "feature_identifier", "feature.id")
    return re.fullmatch(r"feature(\.[A-Za-z_$][\w$]*)+", path) is not None


def _hosts(addresses: list[str]) -> str:
    hosts = (urlsplit(address).netloc or shorten(address) for address in addresses)
    return ", ".join(dict.fromkeys(hosts))


def _refuse_pin(element: Element, options: Mapping[str, object]) -> None:
    fault = pin_fault(options)
    if fault:
        raise InfmapError(f"{named(element)}: {fault}")


def _refuse_styled_pins(layer: folium.GeoJson) -> None:
    """Refuse a layer whose style function asks for a pin that is not drawn here."""
    icon = layer.marker and layer.marker.icon
    if not (layer.style and isinstance(icon, folium.Icon)):
        return
    words = {"markerColor": "marker_color", "iconColor": "icon_color"}
    for feature in layer.data["features"]:
        style = layer.style_function(feature)
        told = {words.get(key, key): value for key, value in style.items()}
        options = {key: value for key, value in told.items() if key in {*words.values(), "icon"}}
        _refuse_pin(layer, {**icon.options, **options})


def _html_of(element: Element) -> Iterator[str]:
    """Yield the texts of an element that the page shows as HTML, except those in its body."""
    options = getattr(element, "options", {})
    if isinstance(element, folium.Popup):
        yield popup_html(element)
    elif isinstance(element, folium.Tooltip):
        yield tooltip_html(element)
    elif isinstance(element, folium.DivIcon):
        yield str(options.get("html", ""))
    elif isinstance(element, folium.ClickForMarker):
        yield element.popup
    elif isinstance(element, (GeoJsonTooltip, GeoJsonPopup)):
        yield from (str(alias) for alias in element.aliases)
        layer: Any = element._parent
        for feature in layer.data.get("features", []):
            values = (feature.get("properties") or {}).values()
            yield from (value for value in values if isinstance(value, str) and "<" in value)
    elif isinstance(element, folium.map.Layer):
        yield element.layer_name
        yield str(options.get("attribution", ""))


def _pictures_of(element: Element) -> Iterator[str]:
    if isinstance(element, folium.TileLayer):
        yield element.tiles
    elif isinstance(element, (folium.WmsTileLayer, ImageOverlay)):
        yield element.url
    options = getattr(element, "options", None)
    for name, value in options.items() if isinstance(options, dict) else ():
        if name.lower().endswith("url") and isinstance(value, str):
            yield value


def named(element: Element) -> str:
    """Return an element in words: its class, with what it shows or else its parent.

    Examples
    --------
    >>> named(folium.Marker([50, 10], popup="Kassel"))
    'folium.Marker at 50, 10'
    >>> named(folium.FeatureGroup("Bases"))
    "folium.FeatureGroup 'Bases'"
    """
    kind = type(element)
    home = kind.__module__
    if vars(folium).get(kind.__name__) is kind:
        home = "folium"
    elif home.startswith("folium.plugins."):
        home = "folium.plugins"
    name = f"{home}.{kind.__name__}"
    shown = _shown(element)
    if shown:
        return f"{name} {shown}"
    holder = element._parent
    while holder is not None and type(holder) is Element:
        holder = holder._parent
    if holder is None or isinstance(holder, (folium.Map, Figure)):
        return name
    return f"{name} in {named(holder)}"


def _shown(element: Element) -> str:
    # folium names a layer by its random id if the caller gives no name.
    if isinstance(element, folium.map.Layer) and not element.layer_name.endswith(element._id):
        return repr(shorten(element.layer_name, SHOWN_LETTERS))
    if isinstance(element, folium.Popup):
        text = (
            popup_html(element)
            if all(
                type(child) in (folium.Html, Element) for child in element.html._children.values()
            )
            else ""
        )
        return repr(shorten(text, SHOWN_LETTERS)) if text else ""
    if isinstance(element, folium.Tooltip):
        return repr(shorten(element.text, SHOWN_LETTERS))
    location = getattr(element, "location", None)
    if isinstance(location, list) and not isinstance(element, folium.Map):
        return f"at {location[0]:g}, {location[1]:g}"
    return ""
