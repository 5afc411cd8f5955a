"""Valid input to begin with: infmap's own tables, cut small, and what a caller's look like."""

import csv
import json
from functools import cache
from typing import Any

from infmap.catalogue.bundled import Table, data_path

SITES_CSV = [
    ["name", "system", "lon", "lat", "status", "first_reported", "until", "source_ids", "note"],
    ["North", "9M729", "20.5", "54.7", "alleged", "2018-02", "2019", "one; two", 'a "note"'],
    ["South", "iskander-m", "25", "46", "", "", "", "", ""],
    ["South", "SSC-7 Southpaw", "25", "46", "reported", "2018-02-03", "", "", "x"],
]
OWN_SYSTEMS = [["id", "name", "range_km"], ["zeus", "Zeus", "1234.5"], ["hera", "Hera", ""]]
PLACES = [["name", "lon", "lat"], ["The Office", "4.9", "52.4"], ["Home", "-0.1", "51.5"]]


@cache
def table(name: Table, rows: int = 6) -> list[list[str]]:
    """Return the header and the first rows of a bundled CSV."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(rows + 1), strict=False)]


@cache
def sites() -> dict[str, Any]:
    """Return the first bundled deployments."""
    collection: dict[str, Any] = json.loads(data_path(Table.DEPLOYMENTS).read_text("utf-8"))
    return {**collection, "features": collection["features"][:4]}


@cache
def own_sites() -> dict[str, Any]:
    """Return deployments as a caller writes them."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "system": system, "first_reported": "2018-02"},
            "geometry": {"type": kind, "coordinates": position},
        }
        for name, system, kind, position in (
            ("Mine", "9M729", "Point", [10.5, 50]),
            ("Yours", "Iskander-M; 9M729", "MultiPoint", [[25, 46]]),
        )
    ]
    return {"type": "FeatureCollection", "features": features}


@cache
def sources() -> list[Any]:
    """Return the first bundled publications: with dates, without, and in a journal."""
    items: list[Any] = json.loads(data_path(Table.SOURCES).read_text("utf-8"))
    return items[:3] + [item for item in items[3:] if "container-title" in item][:2]
