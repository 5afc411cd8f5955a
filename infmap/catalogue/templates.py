"""Example tables to start one's own from, which `infmap check` passes."""

import csv
import io
import json
from pathlib import Path

from infmap.errors import InfmapError, OutputError
from infmap.io.files import write_whole

#: For each kind of table: the names that its file may have, and example rows.
_ROWS: dict[str, tuple[tuple[str, ...], list[dict[str, str | float]]]] = {
    "sites": (
        ("sites", "deployments"),
        [
            {
                "name": "North camp",
                "system": "9m729",
                "lon": 10.2,
                "lat": 54.1,
                "country": "Germany",
                "operator": "Russia",
                "status": "reported",
                "first_reported": "2024-05",
                "position_precision_km": 2,
                "note": "",
            },
            {
                "name": "South camp",
                "system": "iskander-m",
                "lon": 25.0,
                "lat": 46.0,
                "country": "Romania",
                "operator": "Russia",
                "status": "alleged",
                "first_reported": "2024",
                "position_precision_km": 30,
                "note": "only the district is named",
            },
        ],
    ),
    "systems": (
        ("systems", "missiles"),
        [
            {
                "id": "my-missile",
                "name": "My missile",
                "range_km": 1200,
                "kind": "GLCM",
                "basing": "ground-mobile",
                "operator": "Russia",
            },
            {
                "id": "my-rocket",
                "name": "My rocket",
                "range_km": 400,
                "kind": "GLBM",
                "basing": "ground-mobile",
                "operator": "Russia",
            },
        ],
    ),
    "claims": (
        ("claims", "figures", "range_claims"),
        [
            {
                "system_id": "9m729",
                "account": "opponent",
                "claimant": "Ministry B",
                "at_least_km": 500,
                "up_to_km": "",
                "measure": "assessed",
                "as_of": "2024-09",
                "source_id": "Ministry B, annual report 2024, p. 12",
            },
            {
                "system_id": "9m729",
                "account": "independent",
                "claimant": "Institute C",
                "at_least_km": 600,
                "up_to_km": 800,
                "measure": "assessed",
                "as_of": "2025",
                "source_id": "Institute C, Rockets of the world, 2025",
            },
        ],
    ),
    "places": (
        ("places", "capitals", "targets"),
        [
            {"name": "Rotterdam harbour", "lon": 4.14, "lat": 51.95, "country": "Netherlands"},
            {"name": "Ramstein", "lon": 7.6, "lat": 49.44, "country": "Germany"},
        ],
    ),
    "people": (
        ("people", "population"),
        [
            {"lon": 40.97, "lat": 57.0, "population": 361644},
            {"lon": 41.39, "lat": 56.85, "population": 56871},
        ],
    ),
    "sources": (
        ("sources", "publications"),
        [
            {
                "id": "ministry-b-2024",
                "type": "report",
                "title": "Annual report 2024",
                "publisher": "Ministry B",
                "issued": "2024-09",
                "URL": "",
            }
        ],
    ),
}
_TEXTS = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".txt": "\t"}


def write_template(path: Path) -> str:
    """Write an example table; the file's name says which, its suffix in which format.

    Returns the kind of table, such as ``sites``. Raises `InfmapError` if the name or the suffix is
    not known, or the file exists already.
    """
    stem = path.stem.lower().replace("-", "_").removeprefix("my_")
    what = next((what for what, (names, _) in _ROWS.items() if stem in names), None)
    if what is None:
        raise InfmapError(
            f"{path}: its name does not say what it is to hold; call it {', '.join(_ROWS)}, with "
            ".csv behind it"
        )
    rows = _ROWS[what][1]
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        content = _as_text(rows, _TEXTS[suffix])
    elif suffix == ".json":
        content = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    elif suffix == ".geojson" and "lon" in rows[0]:
        content = _as_geojson(rows)
    else:
        forms = ".csv, .tsv, .json" + (" or .geojson" if "lon" in rows[0] else "")
        raise InfmapError(f"{path}: no format for the suffix {path.suffix!r}; write {forms}")
    if path.exists():
        raise OutputError(f"{path}: is there already; give another name, or delete it")
    write_whole(path, content)
    return what


def _as_text(rows: list[dict[str, str | float]], separator: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _as_geojson(rows: list[dict[str, str | float]]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {key: cell for key, cell in row.items() if key not in {"lon", "lat"}},
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1) + "\n"
