"""How long the page takes to build, what it weighs and how right its rings are, beside folium.

Run with ``python benchmarks/page.py``. Plain folium gets what a page of the bundled data shows of
sites, figures and capitals: a marker and a popup for each site and capital, a ring and a popup for
each party's figure, with the same words, the catalogue read and the words joined beforehand. It
has no switches, tables, search or dates, which infmap's page has too. Pages are built in this
process; nothing is opened in a browser (that is ``page_speed.py``).
"""

import argparse
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

import folium
import shapely
from measuring import here, medians, number, print_table, time_taken
from ring_peers import FOLIUM_CIRCLE, RingPeer, geod_and_antimeridian, in_node, node

import infmap
from infmap.analysis.rings import ring_fields, ring_specs
from infmap.catalogue import Catalogue
from infmap.looks.words import range_text
from reliability.ring_judge import Ring, stray_km

ROUNDS = 3
USUAL = "folium, folium.Circle"
VERTICES = 361


@dataclass(frozen=True)
class Content:
    """What every page shows: places and rings, with their texts."""

    sites: list[tuple[float, float, str]]
    capitals: list[tuple[float, float, str]]
    rings: list[tuple[Ring, str]]


def content_of(cat: Catalogue) -> Content:
    """Return the sites, figures and capitals of a catalogue, in HTML."""
    sources = {source.id: source.citation for source in cat.source_rows}
    sites, rings = [], []
    for site in cat.sites:
        lines = [f"<b>{escape(site.name)}</b>, {escape(site.country)}"]
        for row in site.deployments:
            system = cat.system_by_id[row.system_id].name
            words = [system, row.status, row.operator, row.first_reported, row.until]
            words += [
                row.reported_by,
                row.note,
                *(sources[source_id] for source_id in row.source_ids),
            ]
            lines.append(escape("; ".join(str(word) for word in words if word)))
        sites.append((site.lon, site.lat, "<br>".join(lines)))
        for spec in ring_specs(cat, site):
            claim = spec.claim
            fields = ring_fields(cat, spec)
            words = [fields["system"], range_text(claim.at_least_km, claim.up_to_km)]
            words += [fields["claimant"], claim.account, claim.as_of, claim.note]
            words.append(sources[claim.source_id])
            text = escape("; ".join(str(word) for word in words if word))
            rings.append(((site.lon, site.lat, spec.range_km), text))
    capitals = [
        (
            row.lon,
            row.lat,
            f"<b>{escape(row.name)}</b>, {escape(row.country)}<br>{escape(row.role or '')}",
        )
        for row in cat.capital_rows
    ]
    return Content(sites, capitals, rings)


def infmap_page(cat: Catalogue) -> str:
    page: str = infmap.make_map(cat).get_root().render()
    return page


def folium_page(content: Content, draw_rings: Callable[[Content], Iterator[folium.Element]]) -> str:
    page = folium.Map(location=(54.77, 21.25), zoom_start=4)
    for ring in draw_rings(content):
        ring.add_to(page)
    for lon, lat, text in content.sites:
        folium.Marker((lat, lon), popup=folium.Popup(text, max_width=400)).add_to(page)
    for lon, lat, text in content.capitals:
        folium.CircleMarker((lat, lon), radius=3, popup=folium.Popup(text)).add_to(page)
    whole: str = page.get_root().render()
    return whole


def circles(content: Content) -> Iterator[folium.Element]:
    for (lon, lat, range_km), text in content.rings:
        popup = folium.Popup(text, max_width=400)
        yield folium.Circle((lat, lon), radius=1000 * range_km, popup=popup, fill=False)


def geojson_rings(content: Content) -> Iterator[folium.Element]:
    areas = geod_and_antimeridian([ring for ring, _ in content.rings], VERTICES)
    for area, (_, text) in zip(areas, content.rings, strict=True):
        shape = folium.GeoJson(shapely.geometry.mapping(area))
        folium.Popup(text, max_width=400).add_to(shape)
        yield shape


def outside_files(page: str) -> int:
    """Return how many files of other hosts the page requests; a kind of tile counts once."""
    asked = re.findall(
        r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="(?:https?:)?//[^"]+', page
    )
    asked += re.findall(r'L\.tileLayer\(\s*"https?:', page)
    return len(asked) + len(re.findall(r'url\(["\']?https?:|@import', page))


def strays_km(peer: RingPeer, content: Content) -> list[float]:
    """Return the greatest distance of each drawn ring from the true ring."""
    rings = list(dict.fromkeys(ring for ring, _ in content.rings))
    drawn = peer.edges(rings, peer.draw(rings))
    return [stray_km(ring, edges) for ring, edges in zip(rings, drawn, strict=True)]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two rounds")
    options = parser.parse_args(argv)
    cat = infmap.load()
    content = content_of(cat)
    pages: dict[str, Callable[[], str]] = {
        "infmap map": partial(infmap_page, cat),
        USUAL: partial(folium_page, content, circles),
    }
    peers: dict[str, RingPeer] = {}
    if node() is not None:
        peers = {"infmap map": in_node("infmap map", "page"), USUAL: FOLIUM_CIRCLE}
    if here("antimeridian"):
        name = f"folium, GeoJSON by pyproj + antimeridian, n = {VERTICES}"
        pages[name] = partial(folium_page, content, geojson_rings)
        peers[name] = RingPeer(name, partial(geod_and_antimeridian, vertices=VERTICES))
    texts = {name: [build(), build()] for name, build in pages.items()}
    takers = {name: partial(time_taken, build) for name, build in pages.items()}
    taken = medians(takers, 2 if options.quick else ROUNDS)
    errors_km = {name: strays_km(peer, content) for name, peer in peers.items()}
    columns = ["page by", "seconds", "ratio", "by processor time", "MB", "files from other hosts"]
    columns += ["same bytes again", "ring error km, median", "worst"]
    print_table(
        columns,
        [
            [
                name,
                number(taken[name].clock_s),
                *(
                    number(usual / own)
                    for own, usual in zip(taken[name], taken[USUAL], strict=True)
                ),
                number(len(page.encode()) / 1e6),
                f"{outside_files(page)}",
                "yes" if page == again else "no",
                number(statistics.median(errors_km[name]), 2) if name in errors_km else "",
                number(max(errors_km[name]), 2) if name in errors_km else "",
            ]
            for name, (page, again) in texts.items()
        ],
    )
    print(
        f"{len(content.sites)} sites, {len(content.rings)} rings, {len(content.capitals)} "
        "capitals. Map tiles count as one file and more are asked for as the map is moved."
    )


if __name__ == "__main__":
    main()
