"""People and countries in each ring and band."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.catalogue import Catalogue
from infmap.catalogue.striking import why_none
from infmap.looks.distances import Units, length_text
from infmap.looks.rows import ExposureRow
from infmap.looks.words import BOUND_WORDS, countries_text, where_text, whose_text
from infmap.tables.grid import Grid

if TYPE_CHECKING:
    import pandas as pd

CITIES_ONLY = "People in cities of 15,000 and more only (GeoNames), not the population."
GRID_ONLY = "People as the given grid has them."
NOMINAL = "A ring is a nominal range on somebody's account, not a capability."


def exposure_view(
    table: "pd.DataFrame",
    cat: Catalogue,
    *,
    of_cities: bool = True,
    units: Units = Units.KM,
) -> Group:
    """Return people, places and countries in each ring and band, site by site.

    Rings of no strike on the ground are marked. `of_cities` says whether the
    people are those of the bundled cities.
    """
    parts: list[RenderableType] = [
        Text("People in each ring and band, and countries touched", style="bold"),
        Text(f"{CITIES_ONLY if of_cities else GRID_ONLY} {NOMINAL}"),
    ]
    counted = "Cities" if of_cities else "Places"
    for site in cat.sites:
        rows: list[ExposureRow] = table[table["site_id"] == site.id].to_dict("records")
        numbers = (str(units), counted, "People")
        counts = Grid("Ring or band", units, "Whose", counted, "People", right=numbers)
        for row in rows:
            counts.add_row(*_area_cells(cat, row, units))
        touched = Grid(units, "Countries touched", right=(units,))
        # Parties that agree on a figure share a ring.
        named = {_distances(row): countries_text(row["countries"]) for row in rows}
        for distances, countries in sorted(named.items()):
            touched.add_row(_distance_text(*distances, units), countries)
        head = where_text(site.name, site.country)
        parts += [Text(), Text(head, style="bold"), counts, Text(), touched]
    return Group(*parts)


def _area_cells(cat: Catalogue, row: ExposureRow, units: Units) -> list[str]:
    if row["area"] == "ring":
        system = cat.system_by_id[row["system_id"]].short_name
        name = system if row["strike"] else f"{system} ({why_none(cat, row['system_id'])})"
        assert row["max_km"] is not None
        reach = f"{BOUND_WORDS[row['bound']]} {length_text(row['max_km'], units)}"
        whose = whose_text(row["claimant"], row["account"])
    else:
        name, whose = row["band"] or "band", ""
        reach = _distance_text(*_distances(row), units)
    return [name, reach, whose, f"{row['cities']:,}", f"{row['people']:,}"]


def _distances(row: ExposureRow) -> tuple[float, float]:
    """Return the inner and outer edge of a ring or band; without an outer edge infinity."""
    max_km = row["max_km"]
    if max_km is None or max_km != max_km:  # a DataFrame has NaN for None
        return row["min_km"], float("inf")
    return row["min_km"], max_km


def _distance_text(min_km: float, max_km: float, units: Units) -> str:
    nearest = length_text(min_km, units)
    if max_km == float("inf"):
        return f"{nearest} and more"
    return f"{nearest} to {length_text(max_km, units)}"
