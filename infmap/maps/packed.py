"""The page's data as its file holds it: the same as `PageData`, in about a third of the bytes.

`packed` and `unpacked` undo each other, and ``page/model/packed.ts`` unpacks in the page before
anything else reads. What is packed can still be read and searched with a text editor: a record is
a row, a value that many rows share stands once, and only digits and outlines are written in another
way.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import cast

import numpy as np

from infmap.looks.records import ChargeRecord
from infmap.looks.words import range_text
from infmap.maps.data import ClaimData, CountriesData, PageData, ReportData, SiteData
from infmap.maps.outlines import Outlines
from infmap.maps.rows import (
    Json,
    Once,
    Sentences,
    records,
    records_by_id,
    said,
    table,
    table_by_id,
)

#: What the data stands behind in a page.
DATA_START = '<script type="application/json" id="infmap-data">'
#: For who opens the file, and the mark of what is packed.
PACKING = (
    "A record is a row of the fields' values; where values has a list for a field, a number is one "
    "in it, from 0; what a row lacks at its end is 0. A note or reason in parts has words and "
    "numbers of sentences. source_id and source_ids number sources, or are words where it has "
    "none; a citation that ends in a blank lacks the first date of its id; a url lacks its "
    "https://, any other stands behind a blank. A site's deployments number reports, its claims "
    "are those of the systems in them; a verdict's positions number stances, a "
    "claim's verdicts, by holder, histories. A claim's who and a system's label are how many words "
    "of its claimant, or name. A day that is null is the first that the date before it may be. "
    "near_edge and in_range stand once for each figure of a site's claims. In band and in_range a "
    "letter is a digit (a is 0), the number behind it how often it stands there; order numbers the "
    "capital of each. Coordinates are rings, with ; between polygons, of longitude and latitude "
    "less those before, in hundredths of a degree; = begins a part of a border drawn before, "
    "backwards: how far back, and how many positions. The digits are the marks of ASCII from ! on, "
    "without &;<=>, quotation mark and backslash; the last eight say that more follows, which "
    "counts eightfold; the lowest bit of a step is its sign."
)
#: Records that stand as rows, in lists and by id.
LISTS = ("capitals", "claims", "verdicts", "sites", "allegations", "events", "sources", "reports")
BY_ID = ("systems", "holders")
#: Fields of the packing alone.
OWN = ("packing", "order", "reports", "sentences", "stances", "histories")
#: Fields of which a sentence stands once.
TEXTS = ("note", "reason")
#: Fields of a day, and the field of the date that gives it.
DAYS = {"from_day": "first_reported", "to_day": "until", "day": "date"}
HTTPS = "https://"
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2})*")


def block_in(page: str) -> Json:
    """Return the data in a page's HTML as it stands there, packed or not."""
    block: Json = json.loads(page.partition(DATA_START)[2].partition("</script>")[0])
    return block


def packed(data: PageData) -> Json:
    """Return the page's data as its file holds it.

    As JSON has it: `PACKING`, the same fields in the same order, and those of `OWN`.
    """
    sources = {ident: number for number, ident in enumerate(data["sources"])}
    reports = [report for site in data["sites"] for report in site["deployments"]]
    order = _path([(place["lon"], place["lat"]) for place in data["capitals"]])
    stances, histories = Once(), Once()
    block: Json = {
        "packing": PACKING,
        **data,
        "systems": {
            ident: {**system, "label": _first_words(system["name"], system["label"])}
            for ident, system in data["systems"].items()
        },
        "claims": [
            {
                **{k: value for k, value in claim.items() if k not in ("figure", "state")},
                "source_id": sources.get(claim["source_id"], claim["source_id"]),
                "who": _first_words(claim["claimant"], claim["who"]),
                "verdicts": {
                    holder: histories.number(days) for holder, days in claim["verdicts"].items()
                },
                # Mostly empty, so that a row can end before it.
                "state": claim["state"],
            }
            for claim in data["claims"]
        ],
        "verdicts": [
            {**verdict, "positions": [stances.number(one) for one in verdict["positions"]]}
            for verdict in data["verdicts"]
        ],
        "sites": _sites(data, order),
        "allegations": _citing(data["allegations"], sources),
        "events": [_days_left(event) for event in data["events"]],
        "sources": [
            {
                "id": ident,
                **source,
                "citation": _undated(source["citation"], _date_in(ident)),
                "url": _short(source["url"]),
            }
            for ident, source in data["sources"].items()
        ],
        "order": order,
        "reports": [_days_left(report) for report in _citing(reports, sources)],
        "countries": data["countries"] and _countries(data["countries"]),
    }
    rows = chain(*(block[name] for name in LISTS), *(block[name].values() for name in BY_ID))
    sentences = Sentences(row[name] for row in rows for name in TEXTS if name in row)

    def told(row: Json) -> Json:
        return {name: sentences.told(row[name]) if name in TEXTS else row[name] for name in row}

    return {
        **block,
        **{name: table([*map(told, block[name])]) for name in LISTS},
        **{name: table_by_id({k: told(row) for k, row in block[name].items()}) for name in BY_ID},
        "countries": block["countries"] and table(block["countries"]),
        "sentences": sentences.rows,
        "stances": stances.rows,
        "histories": histories.rows,
    }


def unpacked(block: Json) -> PageData:
    """Return the page's data from what its file holds.

    Pages of infmap 0.1 hold the data as it is, which is returned so.
    """
    if "packing" not in block:
        return cast(PageData, block)

    def plain(row: Json) -> Json:
        told = {name: said(row[name], block["sentences"]) for name in TEXTS if name in row}
        return row | told

    data = block | {name: [*map(plain, records(block[name]))] for name in LISTS}
    for name in BY_ID:
        data[name] = {ident: plain(row) for ident, row in records_by_id(block[name]).items()}
    for system in data["systems"].values():
        system["label"] = _words(system["name"], system["label"])
    data["sources"] = {
        (ident := row.pop("id")): row
        | {"citation": _dated(row["citation"], _date_in(ident)), "url": _whole(row["url"])}
        for row in data["sources"]
    }
    sources = [*data["sources"]]
    data["claims"] = [_claim(row, sources, block["histories"]) for row in data["claims"]]
    for verdict in data["verdicts"]:
        verdict["positions"] = [block["stances"][number] for number in verdict["positions"]]
    data["allegations"] = _cited(data["allegations"], sources)
    data["events"] = [*map(_days_told, data["events"])]
    reports = [*map(_days_told, _cited(data["reports"], sources))]
    # Where the digit of each capital stands.
    stands = sorted(range(len(block["order"])), key=block["order"].__getitem__)
    data["sites"] = [_site(site, reports, data["claims"], stands) for site in data["sites"]]
    if block["countries"] is not None:
        outlines = Outlines()
        features = [_feature(outlines, **row) for row in records(block["countries"])]
        data["countries"] = {"type": "FeatureCollection", "features": features}
    return cast(PageData, {name: value for name, value in data.items() if name not in OWN})


def _sites(data: PageData, order: Sequence[int]) -> list[Json]:
    numbers = iter(range(sum(len(site["deployments"]) for site in data["sites"])))
    return [
        {
            **{name: value for name, value in site.items() if name != "claims"},
            "deployments": [*islice(numbers, len(site["deployments"]))],
            "band": runs(site["band"][place] for place in order),
            **_by_figure(site, data["claims"], order),
        }
        for site in data["sites"]
    ]


def _site(
    site: Json, reports: Sequence[Json], claims: Sequence[Json], stands: Sequence[int]
) -> Json:
    """Return a site with its reports, the claims for their systems, and digits by capital."""
    deployments = [reports[number] for number in site["deployments"]]
    systems = dict.fromkeys(report["system_id"] for report in deployments)
    numbers = [k for ident in systems for k, one in enumerate(claims) if one["system_id"] == ident]
    figures = _figures(numbers, claims)
    rows = {ends: number for number, ends in enumerate(dict.fromkeys(figures))}
    answers = [_digits_at(stands, text) for text in site["in_range"]]
    told = site | {
        "deployments": deployments,
        "claims": numbers,
        "band": _digits_at(stands, site["band"]),
        "near_edge": [site["near_edge"][rows[ends]] for ends in figures],
        "in_range": [answers[rows[ends]] for ends in figures],
    }
    return {name: told[name] for name in SiteData.__annotations__}


def _claim(claim: Json, sources: Sequence[str], histories: Sequence[object]) -> Json:
    """Return a claim with its figure in words, which its ends give."""
    who, verdicts = claim.pop("who"), claim.pop("verdicts")
    return {
        **claim,
        "source_id": _source(sources, claim["source_id"]),
        "who": _words(claim["claimant"], who),
        "figure": range_text(claim["at_least_km"], claim["up_to_km"]),
        "verdicts": {holder: histories[number] for holder, number in verdicts.items()},
    }


def _first_words(text: str, start: str) -> int | str:
    """Return how many words of a text its start is, or the start if it is none."""
    number = start.count(" ") + 1
    return number if text.split(" ")[:number] == start.split(" ") else start


def _words(text: str, told: int | str) -> str:
    return " ".join(text.split(" ")[:told]) if isinstance(told, int) else told


def _date_in(ident: str) -> str:
    """Return the first date in the id of a source."""
    found = _DATE.search(ident)
    return found[0] if found else ""


def _undated(citation: str, date: str) -> str:
    """Return a citation without the date at its end, if that is the one in its source's id."""
    return citation.removesuffix(date) if citation.endswith(f", {date}") else citation


def _dated(citation: str, date: str) -> str:
    return citation + date if citation.endswith(", ") else citation


def _short(url: str) -> str:
    """Return an address without ``https://``, and any other behind a blank."""
    rest = url.removeprefix(HTTPS)
    return rest if rest != url and rest[:1].strip() else url and f" {url}"


def _whole(url: str) -> str:
    return url[1:] if url.startswith(" ") else url and HTTPS + url


def _days_left(row: Mapping[str, object]) -> Json:
    """Return a record without the days that are the first of its dates."""
    return {name: None if value == _first_day(row, name) else value for name, value in row.items()}


def _days_told(row: Json) -> Json:
    return {name: _first_day(row, name) if value is None else value for name, value in row.items()}


def _first_day(row: Mapping[str, object], name: str) -> str | None:
    """Return the first day that a record's date may be, for the field of its day."""
    date = row[DAYS[name]] if name in DAYS else None
    return None if date is None else f"{date}-01-01"[:10]


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
    outlines = Outlines()
    return [
        {
            **country["properties"],
            "type": country["geometry"]["type"],
            "coordinates": outlines.text(**country["geometry"]),
        }
        for country in countries["features"]
    ]


def _feature(outlines: Outlines, type: str, coordinates: str, **properties: str) -> Json:
    geometry = {"type": type, "coordinates": outlines.coordinates(type, coordinates)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
