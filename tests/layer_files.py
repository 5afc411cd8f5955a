"""GIS files of a few rows, made for tests: of each kind the bytes, or a Shapefile in a folder.

A row is a dict of cells with ``lon`` and ``lat``, which become the position and no column. What
has no position has them None; `geometry` (WKT, in degrees) stands for another than a point.
"""

import io
import warnings
import zipfile
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import pyogrio
import shapely

KML_NAMESPACE = "http://www.opengis.net/kml/2.2"

#: Three sites as a stranger has them.
SITES = [
    {"name": "North camp", "system": "9m729", "lon": 10.2, "lat": 54.1},
    {"name": "South camp", "system": "iskander-m", "lon": 25.0, "lat": 46.0},
    {"name": "Шуя", "system": "9m729", "lon": 41.387, "lat": 56.849},
]


def frame(rows, crs="EPSG:4326"):
    """Return rows as a GeoDataFrame, their positions brought to `crs`; None declares none."""
    cells = [{k: v for k, v in row.items() if k not in {"lon", "lat", "geometry"}} for row in rows]
    made = gpd.GeoDataFrame(cells, geometry=[_geometry(row) for row in rows], crs="EPSG:4326")
    return made.set_crs(None, allow_override=True) if crs is None else made.to_crs(crs)


def _geometry(row):
    if row.get("geometry"):
        return shapely.from_wkt(row["geometry"])
    return None if row.get("lon") is None else shapely.Point(row["lon"], row["lat"])


def _written(rows, driver, crs, **options):
    file = io.BytesIO()
    _write(rows, file, crs, driver=driver, layer="sites", **options)
    return file.getvalue()


def _write(rows, file, crs, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that no reference system is given is meant
        pyogrio.write_dataframe(frame(rows, crs), file, **options)


def gpkg(rows, *, crs="EPSG:4326", **options):
    return _written(rows, "GPKG", crs, **options)


def flatgeobuf(rows, *, crs="EPSG:4326", **options):
    """Return a FlatGeobuf in the order of its rows, which an index would change."""
    return _written(rows, "FlatGeobuf", crs, **{"SPATIAL_INDEX": "NO", **options})


def write_shapefile(folder, rows, *, crs="EPSG:4326", name="sites", encoding="utf-8", **options):
    """Write a Shapefile with its siblings and return the path of the .shp."""
    path = folder / f"{name}.shp"
    _write(rows, path, crs, driver="ESRI Shapefile", encoding=encoding, **options)
    return path


def zipped(files):
    """Return a zip archive of files by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def zipped_shapefile(rows, folder, *, inside="", without=(), **options):
    """Return a Shapefile in a zip, made in `folder`, without the suffixes named."""
    path = write_shapefile(folder, rows, **options)
    siblings = sorted(path.parent.glob(f"{path.stem}.*"))
    return zipped(
        {f"{inside}{one.name}": one.read_bytes() for one in siblings if one.suffix not in without}
    )


def placemark(row):
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


def kml_text(inside, *, namespace=KML_NAMESPACE, before=""):
    """Return a KML round what its Document holds."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}'
    text = f'{head}<kml xmlns="{namespace}"><Document>{inside}</Document></kml>'
    return text.encode()


def kml(rows):
    """Return a KML with each row in a folder of its own, the second in one within the first."""
    folders = [f"<Folder><name>F</name>{placemark(row)}" for row in rows]
    return kml_text("".join(folders) + "</Folder>" * len(rows))


def kmz(rows, **beside):
    """Return a KMZ, its main file last."""
    return zipped({**beside, "doc.kml": kml(rows)})


def gpx_text(inside):
    """Return a GPX round what it holds."""
    head = '<?xml version="1.0"?><gpx version="1.1" creator="infmap"'
    return f'{head} xmlns="http://www.topografix.com/GPX/1/1">{inside}</gpx>'.encode()


def gpx(rows):
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
