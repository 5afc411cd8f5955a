"""What countries are called in infmap's tables, for the scripts that write further ones."""

import csv
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


def country_names(countries: list[dict[str, Any]]) -> dict[str, str]:
    """Return by alpha-3 code the name of each country: that of infmap's tables, or GeoNames'."""
    names = {country["iso3"]: country["name"] for country in countries}
    features = json.loads((DATA / "countries.geojson").read_text(encoding="utf-8"))["features"]
    names |= {one["properties"]["iso_a3"]: one["properties"]["name"] for one in features}
    with (DATA / "capitals.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["until"]]
        names |= {row["iso_a3"]: row["country"] for row in rows}
    return names
