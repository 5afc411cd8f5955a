"""GIS files of a few rows, made for tests: of each kind the bytes, or a Shapefile in a folder.

A row is a dict of cells with ``lon`` and ``lat``, which become the position and no column. What
has no position has them None; `geometry` (WKT, in degrees) stands for another than a point.
"""

import io
import warnings
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import pyogrio
import shapely

Row: TypeAlias = Mapping[str, Any]

KML_NAMESPACE = "http://www.opengis.net/kml/2.2"

#: Three sites as a stranger has them.
SITES: list[dict[str, Any]] = [
    {"name": "North camp", "system": "9m729", "lon": 10.2, "lat": 54.1},
    {"name": "South camp", "system": "iskander-m", "lon": 25.0, "lat": 46.0},
    {"name": "Шуя", "system": "9m729", "lon": 41.387, "lat": 56.849},
]


def frame(rows: Iterable[Row], crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    """Return rows as a GeoDataFrame, their positions brought to `crs`; None declares none."""
    rows = [*rows]
    cells = [{k: v for k, v in row.items() if k not in {"lon", "lat", "geometry"}} for row in rows]
    made = gpd.GeoDataFrame(cells, geometry=[_geometry(row) for row in rows], crs="EPSG:4326")
    return made.set_crs(None, allow_override=True) if crs is None else made.to_crs(crs)


def _geometry(row: Row) -> shapely.Geometry | None:
    if row.get("geometry"):
        return shapely.from_wkt(row["geometry"])
    return None if row.get("lon") is None else shapely.Point(row["lon"], row["lat"])


def _written(rows: Iterable[Row], driver: str, crs: str | None, **options: Any) -> bytes:
    file = io.BytesIO()
    _write(rows, file, crs, driver=driver, layer="sites", **options)
    return file.getvalue()


def _write(rows: Iterable[Row], file: Path | io.BytesIO, crs: str | None, **options: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that no reference system is given is meant
        pyogrio.write_dataframe(frame(rows, crs), file, **options)


def gpkg(rows: Iterable[Row], *, crs: str | None = "EPSG:4326", **options: Any) -> bytes:
    return _written(rows, "GPKG", crs, **options)


def flatgeobuf(rows: Iterable[Row], *, crs: str | None = "EPSG:4326", **options: Any) -> bytes:
    """Return a FlatGeobuf in the order of its rows, which an index would change."""
    return _written(rows, "FlatGeobuf", crs, **{"SPATIAL_INDEX": "NO", **options})


def write_shapefile(
    folder: Path,
    rows: Iterable[Row],
    *,
    crs: str | None = "EPSG:4326",
    name: str = "sites",
    encoding: str | None = "utf-8",
    **options: Any,
) -> Path:
    """Write a Shapefile with its siblings and return the path of the .shp."""
    path = folder / f"{name}.shp"
    _write(rows, path, crs, driver="ESRI Shapefile", encoding=encoding, **options)
    return path


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of files by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def zipped_shapefile(
    rows: Iterable[Row],
    folder: Path,
    *,
    inside: str = "",
    without: Collection[str] = (),
    **options: Any,
) -> bytes:
    """Return a Shapefile in a zip, made in `folder`, without the suffixes named."""
    path = write_shapefile(folder, rows, **options)
    siblings = sorted(path.parent.glob(f"{path.stem}.*"))
    return zipped(
        {f"{inside}{one.name}": one.read_bytes() for one in siblings if one.suffix not in without}
    )


def placemark(row: Row) -> str:
    """Return one Placemark: a name, and each other cell as a Data."""
    data = "".join(
        f"<Data name={quoteattr(key)}><value>{escape(str(value))}</value></Data>"
        for key, value in row.items()
        if key not in {"name", "description", "lon", "lat", "geometry"} and value is not None
    )
    texts = "".join(
        f"<{key}>{escape(row[key])}</{key}>" for key in ("name", "description") if row.get(key)
    )
    point = ""
    if row.get("lon") is not None:
        point = f"<Point><coordinates>{row['lon']},{row['lat']},0</coordinates></Point>"
    return f"<Placemark>{texts}<ExtendedData>{data}</ExtendedData>{point}</Placemark>"


def kml_text(inside: str, *, namespace: str = KML_NAMESPACE, before: str = "") -> bytes:
    """Return a KML round what its Document holds."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}'
    text = f'{head}<kml xmlns="{namespace}"><Document>{inside}</Document></kml>'
    return text.encode()


def kml(rows: Sequence[Row]) -> bytes:
    """Return a KML with each row in a folder of its own, the second in one within the first.

    The next twenty begin at the top again: too deep a nest is refused.
    """
    folders = [f"<Folder><name>F</name>{placemark(row)}" for row in rows]
    nests = [folders[k : k + 20] for k in range(0, len(folders), 20)]
    return kml_text("".join("".join(nest) + "</Folder>" * len(nest) for nest in nests))


def kmz(rows: Sequence[Row], **beside: str | bytes) -> bytes:
    """Return a KMZ, its main file last."""
    return zipped({**beside, "doc.kml": kml(rows)})


def gpx_text(inside: str) -> bytes:
    """Return a GPX round what it holds."""
    head = '<?xml version="1.0"?><gpx version="1.1" creator="infmap"'
    return f'{head} xmlns="http://www.topografix.com/GPX/1/1">{inside}</gpx>'.encode()


def gpx(rows: Iterable[Row]) -> bytes:
    """Return a GPX with each row a waypoint, and each other cell an extension."""
    waypoints = []
    for row in rows:
        more = "".join(
            f"<{key}>{escape(str(value))}</{key}>"
            for key, value in row.items()
            if key not in {"name", "lon", "lat"} and value is not None
        )
        waypoints.append(
            f'<wpt lat="{row["lat"]}" lon="{row["lon"]}"><name>{escape(row["name"])}</name>'
            f"<extensions>{more}</extensions></wpt>"
        )
    return gpx_text("".join(waypoints))
