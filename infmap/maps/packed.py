"""The page's data as its file holds it: the same as `PageData`, in about a third of the bytes.

`packed` and `unpacked` undo each other, and ``page/model/packed.ts`` unpacks in the page before
anything else reads. What is packed can still be read and searched with a text editor: a record is
a row, a value that many rows share stands once, and only digits and outlines are written in another
way.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any, cast

import numpy as np

from infmap.looks.records import ChargeRecord
from infmap.looks.words import range_text
from infmap.maps.data import ClaimData, CountriesData, PageData, ReportData, SiteData
from infmap.maps.rows import Json, Once, records, records_by_id, table, table_by_id

#: What the data stands behind in a page.
DATA_START = '<script type="application/json" id="infmap-data">'
#: For who opens the file, and the mark of what is packed.
PACKING = (
    "A record is a row, its values in the order of the fields; where values has a list for a "
    "field, the row holds a number in that list, from 0. source_id and source_ids are numbers of "
    "rows of sources, or words where it has none. The deployments of a site are numbers of rows of "
    "reports; the reason of a verdict is numbers of rows of sentences, its positions are those of "
    "stances, and the verdicts of a claim, by holder, the number of a row of histories. The who of "
    "a claim is how many words of its claimant. near_edge and in_range stand once for each figure "
    "of a site's claims. In band and in_range a letter is a digit (a is 0), the number behind it "
    "how often the digit stands there, and order has the number of the capital of each. "
    "Coordinates are rings, with ; between polygons, in the Encoded Polyline Algorithm Format: "
    "longitude, then latitude, in hundredths of a degree; the first position is the last too."
)
#: Records that stand as rows, in lists and by id; the others have values packed as well.
LISTS = ("capitals", "events")
BY_ID = ("systems", "holders")
#: What stands once and is told by its number.
TOLD_ONCE = ("reports", "sentences", "stances", "histories")
#: Fields of the packing alone.
OWN = ("packing", "order", *TOLD_ONCE)
#: Between two sentences of a reason.
BETWEEN = re.compile(r"(?<=\.) ")
#: The type of a geometry of several polygons.
MULTI = "MultiPolygon"
#: Steps in a degree: Natural Earth's outlines are given to the hundredth.
STEPS = 100


def block_in(page: str) -> Json:
    """Return the data in a page's HTML as it stands there, packed or not."""
    block: Json = json.loads(page.partition(DATA_START)[2].partition("</script>")[0])
    return block


def packed(data: PageData) -> Json:
    """Return the page's data as its file holds it.

    Parameters
    ----------
    data : PageData
        What `infmap.maps.content.page_data` returns.

    Returns
    -------
    dict
        As JSON has it: `PACKING`, the same fields in the same order, and those of `OWN`.
    """
    block: Json = {"packing": PACKING, **data}
    block |= {name: table(block[name]) for name in LISTS}
    block |= {name: table_by_id(block[name]) for name in BY_ID}
    sources = {ident: number for number, ident in enumerate(data["sources"])}
    reports = [report for site in data["sites"] for report in site["deployments"]]
    numbers = iter(range(len(reports)))
    order = _path([(place["lon"], place["lat"]) for place in data["capitals"]])
    sites = [
        {
            **site,
            "deployments": [*islice(numbers, len(site["deployments"]))],
            "band": runs(site["band"][place] for place in order),
            **_by_figure(site, data["claims"], order),
        }
        for site in data["sites"]
    ]
    sentences, stances, histories = Once(), Once(), Once()
    verdicts = [
        {
            **verdict,
            "reason": [sentences.number(one) for one in BETWEEN.split(verdict["reason"])],
            "positions": [stances.number(one) for one in verdict["positions"]],
        }
        for verdict in data["verdicts"]
    ]
    claims = [
        {
            **{name: value for name, value in claim.items() if name != "figure"},
            "source_id": sources.get(claim["source_id"], claim["source_id"]),
            "who": _first_words(claim["claimant"], claim["who"]),
            "verdicts": {
                holder: histories.number(days) for holder, days in claim["verdicts"].items()
            },
        }
        for claim in data["claims"]
    ]
    return block | {
        "claims": table(claims),
        "verdicts": table(verdicts),
        "sites": table(sites),
        "allegations": table(_citing(data["allegations"], sources)),
        "countries": data["countries"] and table(_countries(data["countries"])),
        "sources": table([{"id": ident, **row} for ident, row in data["sources"].items()]),
        "order": order,
        "reports": table(_citing(reports, sources)),
        "sentences": sentences.rows,
        "stances": stances.rows,
        "histories": histories.rows,
    }


def unpacked(block: Json) -> PageData:
    """Return the page's data from what its file holds.

    Parameters
    ----------
    block : dict
        What `packed` returns; pages of infmap 0.1 hold the data as it is, which is returned so.
    """
    if "packing" not in block:
        return cast(PageData, block)
    data = {name: value for name, value in block.items() if name not in OWN}
    data |= {name: records(block[name]) for name in LISTS}
    data |= {name: records_by_id(block[name]) for name in BY_ID}
    data["sources"] = {row.pop("id"): row for row in records(block["sources"])}
    sources = [*data["sources"]]
    data["claims"] = [_claim(row, sources, block["histories"]) for row in records(block["claims"])]
    data["verdicts"] = [
        {
            **verdict,
            "reason": " ".join(block["sentences"][number] for number in verdict["reason"]),
            "positions": [block["stances"][number] for number in verdict["positions"]],
        }
        for verdict in records(block["verdicts"])
    ]
    data["allegations"] = _cited(records(block["allegations"]), sources)
    reports = _cited(records(block["reports"]), sources)
    # Where the digit of each capital stands.
    stands = sorted(range(len(block["order"])), key=block["order"].__getitem__)
    data["sites"] = [
        {
            **site,
            "deployments": [reports[number] for number in site["deployments"]],
            "band": _digits_at(stands, site["band"]),
            **_by_claim(site, data["claims"], stands),
        }
        for site in records(block["sites"])
    ]
    if block["countries"] is not None:
        features = [_feature(**row) for row in records(block["countries"])]
        data["countries"] = {"type": "FeatureCollection", "features": features}
    return cast(PageData, data)


def _claim(claim: Json, sources: Sequence[str], histories: Sequence[object]) -> Json:
    """Return a claim with its figure in words, which its ends give."""
    who, verdicts = claim.pop("who"), claim.pop("verdicts")
    return {
        **claim,
        "source_id": _source(sources, claim["source_id"]),
        "who": " ".join(claim["claimant"].split(" ")[:who]) if isinstance(who, int) else who,
        "figure": range_text(claim["at_least_km"], claim["up_to_km"]),
        "verdicts": {holder: histories[number] for holder, number in verdicts.items()},
    }


def _first_words(text: str, start: str) -> int | str:
    """Return how many words of a text its start is, or the start if it is none."""
    number = start.count(" ") + 1
    return number if text.split(" ")[:number] == start.split(" ") else start


def _citing(
    rows: Sequence[ReportData] | Sequence[ChargeRecord], sources: Mapping[str, int]
) -> list[Json]:
    """Return rows with the numbers of their sources."""
    return [
        {**row, "source_ids": [sources.get(ident, ident) for ident in row["source_ids"]]}
        for row in rows
    ]


def _cited(rows: Iterable[Json], sources: Sequence[str]) -> list[Json]:
    return [
        row | {"source_ids": [_source(sources, told) for told in row["source_ids"]]} for row in rows
    ]


def _source(sources: Sequence[str], told: int | str) -> str:
    return sources[told] if isinstance(told, int) else told


def _path(places: Sequence[tuple[float, float]]) -> list[int]:
    """Return the numbers of places along a path to the nearest of those left, from the first.

    Neighbours are mostly in range together, and their digits make longer runs.
    """
    lon, lat = np.radians(np.reshape(places, (-1, 2))).T
    points = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    left = np.ones(len(places), dtype=bool)
    path: list[int] = []
    while left.any():
        nearness = np.where(left, points.T @ points[:, path[-1] if path else 0], -2)
        path.append(int(nearness.argmax()))
        left[path[-1]] = False
    return path


def _by_figure(site: SiteData, claims: Sequence[ClaimData], order: Sequence[int]) -> Json:
    """Return what stands by claim once for each figure, which alone decides it."""
    first = {ends: k for k, ends in reversed([*enumerate(_figures(site["claims"], claims))])}
    kept = sorted(first.values())
    return {
        "near_edge": [site["near_edge"][k] for k in kept],
        "in_range": [runs(site["in_range"][k][place] for place in order) for k in kept],
    }


def _by_claim(site: Json, claims: Sequence[Json], stands: Sequence[int]) -> Json:
    figures = _figures(site["claims"], claims)
    numbers = {ends: number for number, ends in enumerate(dict.fromkeys(figures))}
    answers = [_digits_at(stands, text) for text in site["in_range"]]
    return {
        "near_edge": [site["near_edge"][numbers[ends]] for ends in figures],
        "in_range": [answers[numbers[ends]] for ends in figures],
    }


def _figures(numbers: Iterable[int], claims: Sequence[ClaimData] | Sequence[Json]) -> list[object]:
    return [(claims[k]["at_least_km"], claims[k]["up_to_km"]) for k in numbers]


def _digits_at(stands: Sequence[int], text: str) -> str:
    digits = digits_of(text)
    return "".join(digits[k] for k in stands)


def runs(digits: Iterable[str]) -> str:
    """Return digits as runs: a letter for the digit, and how often it stands there if not once.

    Examples
    --------
    >>> runs("0001222222222222"), digits_of("a3bc12")
    ('a3bc12', '0001222222222222')
    """
    lengths = ((digit, len([*run])) for digit, run in groupby(digits))
    return "".join(
        chr(ord("a") + int(digit)) + (str(length) if length > 1 else "")
        for digit, length in lengths
    )


def digits_of(text: str) -> str:
    """Return the digits of their `runs`."""
    return re.sub(
        r"([a-j])(\d*)",
        lambda run: str(ord(run[1]) - ord("a")) * int(run[2] or 1),
        text,
    )


def _countries(countries: CountriesData) -> list[Json]:
    return [
        {
            **country["properties"],
            "type": country["geometry"]["type"],
            "coordinates": _lines(**country["geometry"]),
        }
        for country in countries["features"]
    ]


def _feature(type: str, coordinates: str, **properties: str) -> Json:
    geometry = {"type": type, "coordinates": _positions(type, coordinates)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _lines(type: str, coordinates: Sequence[Any]) -> str:
    """Return coordinates of GeoJSON with each ring as a line, without its last position."""
    polygons = coordinates if type == MULTI else [coordinates]
    return ";".join(" ".join(polyline(ring[:-1]) for ring in rings) for rings in polygons)


def _positions(type: str, lines: str) -> list[Any]:
    polygons = [[_closed(line) for line in rings.split(" ")] for rings in lines.split(";")]
    return polygons if type == MULTI else polygons[0]


def _closed(line: str) -> list[list[float]]:
    ring = positions_of(line)
    return [*ring, [*ring[0]]]


def polyline(positions: Iterable[Sequence[float]]) -> str:
    """Return a line in the Encoded Polyline Algorithm Format: each position less the one before.

    Parameters
    ----------
    positions : iterable of (float, float)
        Longitude and latitude, to the hundredth of a degree.

    Examples
    --------
    >>> polyline([(-1.5, 50), (-1.49, 49.98)])
    'jHowHAB'
    >>> positions_of('jHowHAB')
    [[-1.5, 50.0], [-1.49, 49.98]]
    """
    text, before = "", (0, 0)
    for lon, lat in positions:
        here = (round(lon * STEPS), round(lat * STEPS))
        text += "".join(_number(now - then) for now, then in zip(here, before, strict=True))
        before = here
    return text


def _number(value: int) -> str:
    """Return a number in five bits a character, the lowest first; its first bit is the sign."""
    bits = ~(value << 1) if value < 0 else value << 1
    text = ""
    while bits >= 32:
        text += chr((bits & 31 | 32) + 63)
        bits >>= 5
    return text + chr(bits + 63)


def positions_of(text: str) -> list[list[float]]:
    """Return the longitudes and latitudes of a `polyline`."""
    positions = []
    lon = lat = 0
    steps = _numbers(text)
    for east, north in zip(steps, steps, strict=True):
        lon, lat = lon + east, lat + north
        positions.append([lon / STEPS, lat / STEPS])
    return positions


def _numbers(text: str) -> Iterator[int]:
    bits = shift = 0
    for character in text:
        code = ord(character) - 63
        bits |= (code & 31) << shift
        shift += 5
        if code < 32:
            yield ~(bits >> 1) if bits & 1 else bits >> 1
            bits = shift = 0
