"""Write the codebook and the data package from the models that check the tables.

Run with ``python scripts/build_codebook.py``. A test fails while either is out of date.
"""

import hashlib
import json
import sys
import types
import typing
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import infmap
from infmap.catalogue.bundled import (
    CITIES,
    CITY_NAMES,
    COUNTRY_NAMES,
    DATA_VERSION,
    OUTLINES,
    SOURCES_REACH,
    Table,
    data_path,
)
from infmap.catalogue.publications import HowRead, Source
from infmap.catalogue.rows import Allegation, Capital, Claim, Deployment, Event, Row, System
from infmap.looks.lists import listed

MODELS: dict[Table, type[Row]] = {
    Table.SYSTEMS: System,
    Table.CLAIMS: Claim,
    Table.DEPLOYMENTS: Deployment,
    Table.CAPITALS: Capital,
    Table.ALLEGATIONS: Allegation,
    Table.EVENTS: Event,
    Table.SOURCES: Source,
}
UNITS = {"km": "kilometres", "lon": "degrees east", "lat": "degrees north"}
DATES = {"as_of", "date", "first_reported", "since", "until", "nato_since", "warsaw_pact_until"}
PARTIAL_DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
ORIGINS = [
    {
        "title": "GeoNames (positions of capitals, cities, their people and names), CC BY 4.0; "
        "changed: quarters of cities are left out, names chosen and folded",
        "path": "https://www.geonames.org/",
    },
    {
        "title": "Natural Earth 1:50m (outlines), public domain",
        "path": "https://www.naturalearthdata.com/",
    },
    {
        "title": "Unicode CLDR (names of countries), Unicode License v3",
        "path": "https://cldr.unicode.org/",
    },
]


#: What is said of the rows whose best source was read so far.
READ_SO_FAR = {
    HowRead.WHOLE: "rest on a source read whole",
    HowRead.PASSAGE: "rest on a passage that was read",
    HowRead.QUOTED: "rest on a source known only as another one quotes it",
    HowRead.NOT: "rest on none that was read",
}


def codebook(counts: Mapping[str, int], closing: str, read: Mapping[str, str] | None = None) -> str:
    """Return the codebook: every table and column, with unit, allowed values and meaning.

    Parameters
    ----------
    counts : mapping of str to int
        Rows by file, from `infmap.check`.
    closing : str
        Markdown that follows the tables: how figures are entered, what was left out.
    read : mapping of str to str, optional
        How far the sources of a table's rows were read, by file, from `read_so_far`.

    Examples
    --------
    >>> "| `up_to_km` | number or blank | kilometres |" in codebook({}, "")
    True
    """
    parts = [
        "# Codebook",
        "Plain files, one fact a row. This page is made from the models that check the tables, "
        "by `python scripts/build_codebook.py`; do not edit it by hand.",
        "Texts that hold several values separate them with `; ` (in GeoJSON they are lists). Dates "
        "are `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as far as they are known. Positions are WGS 84. "
        "What could not be confirmed says so in the row's `note`.",
        f"Version {DATA_VERSION}. Licence: CC BY 4.0. Capitals and cities derive from GeoNames "
        "(CC BY 4.0), outlines from Natural Earth 1:50m (public domain), names of countries "
        "from the Unicode CLDR (Unicode License v3, in `LICENSE-unicode.txt`).",
        SOURCES_REACH,
    ]
    for table, model in MODELS.items():
        rows = f" ({counts[table]} rows)" if table in counts else ""
        parts += [f"## `{table}`{rows}", f"One row is: {_first_line(model)}"]
        parts += [(read or {}).get(table, ""), _columns(model)]
    parts += [
        f"## `{OUTLINES}`",
        "One feature is the outline of a country or territory, simplified from Natural Earth by "
        "`scripts/build_countries.py`, with `name`, `iso_a3` and a `note` where it is disputed. "
        "Crimea is part of Ukraine.",
        f"## `{CITIES}`",
        "One row is a city of 15,000 people and more, from GeoNames by "
        "`scripts/build_cities.py`, with `name`, `country`, `iso_a3`, `lon`, `lat` and "
        "`population`. Quarters of a city are left out, so that nobody is counted twice; the "
        "figures mix years and definitions.",
        f"## `{CITY_NAMES}`",
        "One row is a name and who bears it, from GeoNames by `scripts/build_city_names.py`: "
        "`name`, folded (small letters without accents, points or hyphens), `is_own` where the "
        "other tables call it so, `city` (the row of `cities.parquet`, from 0), `capital` (the id "
        "in `capitals.csv`) and `state` (of the United States). Every city is there by its own "
        "name; capitals and cities of 100,000 and more also by their names in other languages and "
        "scripts, and by former ones.",
        f"## `{COUNTRY_NAMES}`",
        "One row is a country or territory and what it is called, from the Unicode CLDR by "
        "`scripts/build_country_names.py`, with `iso_a3`, `iso_a2`, `country` and `names`, in many "
        "languages and with short and former ones. A name that may be either of two is left out.",
        closing.strip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def read_so_far(cat: infmap.Catalogue) -> dict[str, str]:
    """Return for each table one line on how far the sources of its rows were read.

    A row counts by the best of its sources; the table of sources by each of its own.

    Examples
    --------
    >>> "rest on a source read whole" in read_so_far(infmap.load())["range_claims.csv"]
    True
    """
    known = cat.source_by_id
    cited: dict[str, list[Sequence[str]]] = {
        Table.SYSTEMS: [row.source_ids for row in cat.system_rows],
        Table.CLAIMS: [[row.source_id] for row in cat.claim_rows],
        Table.DEPLOYMENTS: [row.source_ids for row in cat.deployment_rows],
        Table.CAPITALS: [row.source_ids for row in cat.capitals_of_any_day],
        Table.ALLEGATIONS: [row.source_ids for row in cat.allegation_rows],
        Table.EVENTS: [row.source_ids for row in cat.event_rows],
    }
    lines = {}
    for table, rows in cited.items():
        best = Counter(min((_place(known[one]) for one in ids), default=_LAST) for ids in rows)
        shares = [
            f"{best[place]} ({best[place] / len(rows):.0%}) {said}"
            for place, said in enumerate(READ_SO_FAR.values())
            if best[place]
        ]
        lines[str(table)] = (
            f"Of its {len(rows)} rows, by the best source of each, {listed(shares)}."
        )
    every = Counter(row.how_read for row in cat.source_rows)
    lines[str(Table.SOURCES)] = (
        f"Of these {every[HowRead.WHOLE]} were read whole, {every[HowRead.PASSAGE]} in the "
        f"passage that is used, {every[HowRead.QUOTED]} are known only as another one quotes "
        f"them, {every[HowRead.NOT]} were not read."
    )
    return lines


#: The place of a source that was not read.
_LAST = list(HowRead).index(HowRead.NOT)


def _place(source: Source) -> int:
    """Return the place of how far a source was read, from best to worst."""
    return _LAST if source.how_read is None else list(HowRead).index(source.how_read)


def data_package() -> dict[str, Any]:
    """Return the tables' description as a Frictionless Data Package.

    References
    ----------
    Data Package, https://specs.frictionlessdata.io/data-package/.

    Examples
    --------
    >>> data_package()["resources"][0]["path"]
    'systems.csv'
    """
    resources = [_resource(table, model) for table, model in MODELS.items()]
    resources.append(
        {
            "name": "countries",
            "path": OUTLINES,
            "type": "json",
            "format": "geojson",
            "mediatype": "application/geo+json",
            "description": "Outlines of countries and territories, from Natural Earth.",
            **_content(OUTLINES),
        }
    )
    resources.append(
        {
            "name": "country-names",
            "path": COUNTRY_NAMES,
            "description": "What countries are called, in many languages, from the Unicode CLDR.",
            **_content(COUNTRY_NAMES),
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": name, "type": "string", "constraints": {"required": True}}
                    for name in ("iso_a3", "iso_a2", "country", "names")
                ],
                "primaryKey": ["iso_a3"],
            },
        }
    )
    return {
        "name": "infmap-data",
        "title": "The INF Treaty debate: systems, range figures, reported deployments and charges",
        "version": DATA_VERSION,
        "licenses": [LICENCE],
        "sources": ORIGINS,
        "resources": resources,
    }


def _first_line(model: type[Row]) -> str:
    text = (model.__doc__ or "").strip().splitlines()[0]
    return text[0].lower() + text[1:]


def _columns(model: type[Row]) -> str:
    lines = [
        "| column | holds | unit | allowed | meaning |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, info in model.model_fields.items():
        kind, choices, several = _kind(info.annotation)
        holds = "date" if name in DATES else ("list of " if several else "") + kind
        if not info.is_required():
            holds += " or blank"
        allowed = ", ".join(f"`{choice}`" for choice in choices)
        column = info.alias or name
        lines.append(f"| `{column}` | {holds} | {_unit(name)} | {allowed} | {info.description} |")
    return "\n".join(lines)


def _unit(name: str) -> str:
    return UNITS.get(name.rpartition("_")[2], "")


def _kind(annotation: Any) -> tuple[str, tuple[str, ...], bool]:
    """Return what a column holds in words, its allowed values, and whether it holds several."""
    if typing.get_origin(annotation) in {types.UnionType, typing.Union}:
        annotation = next(one for one in typing.get_args(annotation) if one is not type(None))
    if typing.get_origin(annotation) is tuple:
        kind, choices, _ = _kind(typing.get_args(annotation)[0])
        return f"{kind}s", choices, True
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "word", tuple(annotation), False
    if annotation is int:
        return "whole number", (), False
    if annotation is float:
        return "number", (), False
    return ("text" if annotation is str else "CSL date"), (), False


def _resource(table: Table, model: type[Row]) -> dict[str, Any]:
    name, _, form = table.partition(".")
    resource: dict[str, Any] = {
        "name": name.replace("_", "-"),
        "path": str(table),
        "description": (model.__doc__ or "").strip().splitlines()[0],
        **_content(table),
    }
    if form != "csv":
        kind = {
            "geojson": "application/geo+json",
            "json": "application/vnd.citationstyles.csl+json",
        }
        return {**resource, "type": "json", "format": form, "mediatype": kind[form]}
    schema: dict[str, Any] = {
        "fields": [_field(model, column) for column in model.model_fields],
    }
    if "id" in model.model_fields:
        schema["primaryKey"] = ["id"]
    if model is Claim:
        reference = {"resource": "systems", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["system_id"], "reference": reference}]
    return {
        **resource,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _content(name: str) -> dict[str, Any]:
    """Return how long a file is and its digest, by which a copy is known to be whole."""
    content = data_path(name).read_bytes()
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _field(model: type[Row], column: str) -> dict[str, Any]:
    info = model.model_fields[column]
    kind, choices, several = _kind(info.annotation)
    form = {"number": "number", "whole number": "integer"}.get(kind, "string")
    constraints: dict[str, Any] = {}
    if info.is_required():
        constraints["required"] = True
    if choices and not several:
        constraints["enum"] = [str(choice) for choice in choices]
    if column in DATES:
        constraints["pattern"] = PARTIAL_DATE_PATTERN
    field: dict[str, Any] = {"name": column, "type": form, "description": info.description}
    return {**field, "constraints": constraints} if constraints else field


ROOT = Path(__file__).resolve().parents[1]
#: What closes the codebook: how figures are entered, and what was left out.
CLOSING = [ROOT / "scripts" / name for name in ("figure_rules.md", "left_out.md")]


def texts() -> dict[str, str]:
    """Return the text of each file made here, by its name in ``data/``."""
    package = json.dumps(data_package(), ensure_ascii=False, indent=2)
    closing = "\n".join(path.read_text("utf-8") for path in CLOSING)
    return {
        "README.md": codebook(infmap.check(), closing, read_so_far(infmap.load())),
        "datapackage.json": package + "\n",
    }


def changed_since(package: Mapping[str, Any], today: date) -> list[str]:
    """Return the files that are not as an older package has them, though they bear its version.

    On the day of the version they may change: it is still being made.
    """
    if package["version"] != DATA_VERSION or f"{today:%Y.%m.%d}" == DATA_VERSION:
        return []
    old = {resource["path"]: resource.get("hash") for resource in package["resources"]}
    now = {resource["path"]: resource["hash"] for resource in data_package()["resources"]}
    return [path for path in now if path in old and old[path] != now[path]]


def main() -> None:
    """Write the files, unless the data has changed and its day has not."""
    today = date.today()
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    if changed := changed_since(package, today):
        sys.exit(
            f"{', '.join(changed)}: changed since {DATA_VERSION}, the day in "
            f'infmap/catalogue/bundled.py; write DATA_VERSION = "{today:%Y.%m.%d}"'
        )
    for name, text in texts().items():
        (ROOT / "data" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
