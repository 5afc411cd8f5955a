"""Make the binary files of the spreadsheet trials: ``python -m reliability.spreadsheet_files``.

Each is made of a few cells by the builders of the tests, always with the same bytes. The expected
result is in ``tests/data/spreadsheets/expected.json``, as for the text files.
"""

import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reliability.spreadsheets import FOLDER
from tests import layer_files, workbook_files
from tests.workbook_files import Error, Formula

#: A fixed day for files that contain the time at which they were made.
LONG_AGO = "2024-05-03T00:00:00Z"
HEADS: list[Any] = ["name", "system", "lon", "lat"]
NORTH: list[Any] = ["North camp", "9M729", 20.51, 54.71]
SOUTH: list[Any] = ["South camp", "Iskander-M", 25, 46]
#: The same rows as features.
POINTS: list[dict[str, Any]] = [
    {"name": "North camp", "system": "9M729", "lon": 20.51, "lat": 54.71},
    {"name": "South camp", "system": "Iskander-M", "lon": 25, "lat": 46},
]
NOTES = {"Notes": [["Compiled for the seminar"], ["Do not circulate"]]}
PLACES: list[dict[str, Any]] = [
    {"name": "Rotterdam harbour", "country": "Netherlands", "lon": 4.14, "lat": 51.95},
    {"name": "Köln", "country": "Germany", "lon": 6.96, "lat": 50.94},
]


def workbooks() -> dict[str, bytes]:
    """Return the workbooks by path in the folder."""
    xlsx, ods, xls = workbook_files.xlsx, workbook_files.ods, workbook_files.xls
    dated = [*HEADS, "first reported", "until"]
    figures: dict[str, list[list[Any]]] = {
        "Ranges": [["id", "name", "range (mi)"], ["zeus", "Zeus", 300], ["hera-x", "Hera X", 746]],
        "Drafts": [["id", "name", "range (mi)"], ["zeus", "Zeus", 310]],
    }
    return {
        "deployments/sites.xlsx": xlsx({"Sites": [HEADS, NORTH, SOUTH]}),
        "deployments/sites.ods": ods({"Sites": [HEADS, NORTH, SOUTH]}),
        "deployments/sites.xls": xls({"Sites": [HEADS, NORTH, SOUTH]}),
        "deployments/workbook-named.csv": xlsx({"Sites": [HEADS, NORTH, SOUTH]}),
        "deployments/title-and-notes.xlsx": xlsx(
            {**NOTES, "Sites": [["Table 3. Reported sites"], [], HEADS, NORTH, SOUTH]}
        ),
        "deployments/title-and-notes.ods": ods(
            {**NOTES, "Sites": [["Table 3. Reported sites"], [], HEADS, NORTH, SOUTH]}
        ),
        "deployments/total-row.xls": xls({"Sites": [HEADS, NORTH, SOUTH, ["Total", "2"]]}),
        "deployments/merged-cells.xlsx": xlsx(
            {"Sites": [HEADS, NORTH, [None, "Iskander-M", None, None]]}
        ),
        "deployments/dates.xlsx": xlsx(
            {
                "Sites": [
                    dated,
                    [*NORTH, date(2018, 2, 3), datetime(2019, 8, 2, 12)],
                    [*SOUTH, 2018, "May 2019"],
                ]
            }
        ),
        "deployments/dates.xls": xls({"Sites": [dated, [*NORTH, date(2018, 2, 3), 2019]]}),
        "deployments/hidden-sheet.xlsx": xlsx(
            {"Old": [HEADS, SOUTH], "Sites": [HEADS, NORTH]}, hidden=["Old"]
        ),
        "systems/formulas.xlsx": xlsx(
            {"S": [["id", "name", "range_km"], ["zeus", "Zeus", Formula("A1*2", 1234.5)]]}
        ),
        "systems/formulas-not-worked-out.ods": ods(
            {"S": [["id", "name", "range_km"], ["zeus", "Zeus", Formula("A1*2")]]}
        ),
        "systems/errors.xls": xls(
            {"S": [["id", "name", "range_km"], ["zeus", "Zeus", Error("#REF!")]]}
        ),
        "systems/miles-in-two-sheets.xlsx": xlsx(figures),
        "claims/intervals.ods": ods(
            {
                "F": [
                    ["system", "account", "claimant", "range", "as_of"],
                    ["9M729", "operator", "Ministry A", "300 to 500 miles", date(2019, 1, 23)],
                    ["9M729", "opponent", "Ministry B", "2,500 km (1,600 mi)", 2018],
                    ["9M729", "opponent", "Ministry C", "> 500 km", 2018],
                ]
            }
        ),
        "places/capitals.xlsx": xlsx(
            {"P": [["City", "Country", "Latitude", "Longitude"], ["Köln", "Germany", 50.94, 6.96]]}
        ),
        "people/towns.xlsx": xlsx({"P": [["lng", "lat", "population"], [4.9, 52.4, 872680]]}),
    }


def layers() -> dict[str, bytes]:
    """Return the GIS files by path in the folder."""
    points = layer_files.frame(PLACES)
    ranged = [{"name": "North camp", "range_mi": 300, "lon": 20.51, "lat": 54.71}]
    area = [{"name": "A", "system": "9M729", "geometry": "POLYGON ((0 0, 0 1, 1 1, 0 0))"}]
    return {
        "deployments/sites.kml": layer_files.kml(POINTS),
        "deployments/sites.kmz": layer_files.kmz(POINTS),
        "deployments/sites.gpx": layer_files.gpx(POINTS),
        "deployments/sites.gpkg": layer_files.gpkg(POINTS),
        "deployments/laea.gpkg": layer_files.gpkg(POINTS, crs="EPSG:3035"),
        "deployments/areas.fgb": layer_files.flatgeobuf(area),
        "deployments/sites.fgb": layer_files.flatgeobuf(POINTS),
        "deployments/utm.zip": _shapefile(POINTS, crs="EPSG:32634"),
        "deployments/metres-without-prj.zip": _shapefile(
            POINTS, crs="EPSG:32634", without=(".prj",)
        ),
        "deployments/own-range.parquet": _geoparquet(layer_files.frame(ranged)),
        "places/ports.kml": layer_files.kml(PLACES),
        "places/ports.parquet": _geoparquet(points.to_crs("EPSG:3857")),
        "places/ports.zip": _shapefile(PLACES),
    }


def _shapefile(rows: list[dict[str, Any]], **options: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        data: bytes = layer_files.zipped_shapefile(rows, Path(folder), **options)
    return data


def _geoparquet(points: Any) -> bytes:
    file = io.BytesIO()
    points.to_parquet(file)
    return file.getvalue()


def with_fixed_times(data: bytes) -> bytes:
    """Return an archive with the same time for all members; other data are unchanged."""
    if not data.startswith(b"PK"):
        return data
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            # The first bytes of a .dbf contain the day on which it was written.
            part = old.read(name)
            if name.endswith(".dbf"):
                part = part[:1] + bytes([124, 5, 3]) + part[4:]
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def write(makers: tuple[Callable[[], dict[str, bytes]], ...] = (workbooks, layers)) -> None:
    """Write all files into their folder."""
    os.environ["OGR_CURRENT_DATE"] = LONG_AGO
    for make in makers:
        for name, data in make().items():
            (FOLDER / name).parent.mkdir(exist_ok=True)
            (FOLDER / name).write_bytes(with_fixed_times(data))


if __name__ == "__main__":
    write()
