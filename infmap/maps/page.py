"""A folium map whose page is one sealed file."""

import os
from pathlib import Path
from typing import Any, BinaryIO

import folium
from branca.element import Figure
from folium.template import tojavascript

from infmap.io.files import write_whole
from infmap.looks.sentences import count_text
from infmap.maps.document import ENV, MAP_OPTIONS, document_text
from infmap.maps.opening import Opened
from infmap.maps.state import MOST_ZOOM, Projection
from infmap.maps.written import written


class Page(Figure):
    """The whole HTML document: head, map, panel, data and script in one file."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(height="720px")
        # What folium puts there, the page's own head says.
        self.header._children.clear()
        self.opened = opened

    def render(self, **kwargs: Any) -> str:
        """Return the page as one HTML text; the same map gives the same text.

        Raises `InfmapError` if something was added that needs more than a sealed page has: see
        `SealedMap`.
        """
        # What was added to the map is drawn in Mercator, as folium does it.
        has_additions = any(child._children for child in self._children.values())
        data = self.opened.data
        if has_additions:
            data = {**data, "projection": Projection.MERCATOR}
        return document_text(self.opened, written(self), data)

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

    def __init__(self, opened: Opened) -> None:
        # In place of the page's own land, which is then not drawn.
        tiles = opened.tiles and folium.TileLayer(
            tiles=opened.tiles, max_zoom=MOST_ZOOM, pane="tilePane"
        )
        super().__init__(opened.location, tiles=tiles, zoom_control=False)
        self.options = {**MAP_OPTIONS}
        # What a folium map loads: nothing here. New lists, as callers may append to them.
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []
        # folium makes a figure for every map; this map belongs to the page.
        self.page = Page(opened)
        self.page.add_child(self)

    def __repr__(self) -> str:
        title = self.page.opened.title.removesuffix(" - infmap")
        return f"<SealedMap: {title}; {count_text(len(self.page.opened.data['sites']), 'site')}>"

    def options_text(self) -> str:
        """Return the options of Leaflet's map as a script."""
        return tojavascript(self.options)

    def save(
        self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: Any
    ) -> None:
        """Write the map's page to a path, in full or not at all, or to an open file."""
        self.get_root().save(outfile, close_file, **kwargs)
