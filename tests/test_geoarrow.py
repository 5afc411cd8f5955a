"""Points of Arrow tables, in memory and in Parquet: where they say they are, or a line."""

import json
import warnings

import geopandas as gpd
import pyarrow as pa
import pytest
from pyarrow import parquet

import infmap
from infmap.errors import DataError, ReadingNote

LONS, LATS = [20.0, 25.0, 30.0], [54.0, 46.0, 50.0]
PLACES = gpd.GeoDataFrame(
    {"name": ["North", "South", "East"]}, geometry=gpd.points_from_xy(LONS, LATS), crs=4326
)


class OfPoints(pa.ExtensionType):
    """GeoArrow's points as Arrow has them where a library made the type known to it."""

    def __init__(self, storage, says=""):
        self.says = says
        super().__init__(storage, "geoarrow.point")

    def __arrow_ext_serialize__(self):
        return self.says.encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, says):
        return cls(storage, says.decode())


def known(table):
    """Return a table with its points in a type that Arrow knows."""
    field = table.schema.field("geometry")
    says = field.metadata[b"ARROW:extension:metadata"].decode()
    kind = OfPoints(field.type, says)
    points = [pa.ExtensionArray.from_storage(kind, c) for c in table.column("geometry").chunks]
    return table.set_column(1, pa.field("geometry", kind), pa.chunked_array(points))


def in_parquet(frame, folder, **options):
    frame.to_parquet(folder / "p.parquet", **options)
    return parquet.read_table(folder / "p.parquet")


#: The ways in which the same points come in an Arrow table.
WAYS = {
    "pairs": lambda frame, _: pa.table(frame.to_arrow(geometry_encoding="geoarrow")),
    "x and y apart": lambda frame, _: pa.table(
        frame.to_arrow(geometry_encoding="geoarrow", interleaved=False)
    ),
    "WKB": lambda frame, _: pa.table(frame.to_arrow(geometry_encoding="WKB")),
    "a known type": lambda frame, _: known(pa.table(frame.to_arrow(geometry_encoding="geoarrow"))),
    "GeoParquet in memory": in_parquet,
    "GeoParquet of GeoArrow": lambda frame, folder: in_parquet(
        frame, folder, geometry_encoding="geoarrow"
    ),
    "WKT": lambda frame, _: with_points(
        frame.to_wkt()["geometry"], pa.string(), "wkt", {"crs": frame.crs.to_json_dict()}
    ),
}
CODES = [4326, 4314, 3857, 25833]


def with_points(cells, kind, encoding, says):
    """Return a table whose points are written in some way, and what it says of them."""
    told = says if isinstance(says, str) else json.dumps(says)
    about = {"ARROW:extension:name": f"geoarrow.{encoding}", "ARROW:extension:metadata": told}
    fields = [pa.field("name", pa.string()), pa.field("geometry", kind, metadata=about)]
    names = pa.array(PLACES["name"][: len(cells)].tolist(), pa.string())
    return pa.table([names, pa.array([*cells], kind)], schema=pa.schema(fields))


def positions(rows):
    return [(pytest.approx(row.lon, abs=1e-6), pytest.approx(row.lat, abs=1e-6)) for row in rows]


MEANT = [*zip(LONS, LATS, strict=True)]


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", CODES)
def test_points_of_any_reference_system_are_where_they_say(tmp_path, way, code):
    table = WAYS[way](PLACES.to_crs(code), tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = infmap.load_places(table)
        assert [row.name for row in read] == PLACES["name"].tolist()
        assert positions(read) == MEANT
        assert positions(infmap.load_places(table.slice(1))) == MEANT[1:]
        assert positions(infmap.load_places(table.to_batches()[0])) == MEANT
        file = tmp_path / "written.parquet"
        parquet.write_table(table, file)
        assert positions(infmap.load_places(file)) == MEANT


@pytest.mark.parametrize("way", ["pairs", "WKB"])
def test_points_are_screened_where_they_say(cat, tmp_path, way):
    file = tmp_path / "places.parquet"
    parquet.write_table(WAYS[way](PLACES.to_crs(25833), tmp_path), file)
    infmap.screen(cat, file, tmp_path / "out", site="shuya")
    [part] = (tmp_path / "out" / "places").glob("*.parquet")
    screened = parquet.read_table(part).to_pylist()
    assert [row["lon"] for row in screened] == [pytest.approx(lon, abs=1e-6) for lon in LONS]


def test_points_without_a_reference_system_are_told_of():
    table = pa.table(PLACES.set_crs(None, allow_override=True).to_arrow(geometry_encoding="WKB"))
    with pytest.warns(ReadingNote, match="no reference system is declared; read as degrees"):
        assert positions(infmap.load_places(table)) == MEANT


def test_an_empty_point_is_no_position():
    table = with_points(
        [[20.0, 54.0], None], pa.list_(pa.float64(), 2), "point", {"crs": "EPSG:4326"}
    )
    with pytest.raises(DataError, match=r"^places: row 2 \(index 1\): "):
        infmap.load_places(table)


PAIR = pa.list_(pa.float64(), 2)
#: Tables whose points cannot be placed, and what is said of them.
REFUSED = {
    "a file for a reference system": (
        with_points([[20.0, 54.0]], PAIR, "point", {"crs": "+proj=longlat +nadgrids=/etc/passwd"}),
        "its reference system names a file or an operation that is not read; write the points",
    ),
    "an unknown reference system": (
        with_points([[20.0, 54.0]], PAIR, "point", {"crs": "xyz"}),
        "its CRS has no way to WGS 84 ('xyz'); give the points in EPSG:4326",
    ),
    "a number for one": (
        with_points([[20.0, 54.0]], PAIR, "point", {"crs": 5}),
        "its CRS has no way to WGS 84 ('5'); give",
    ),
    "no JSON": (
        with_points([[20.0, 54.0]], PAIR, "point", "{"),
        "says of itself what cannot be read; give",
    ),
    "a list": (
        with_points([[20.0, 54.0]], PAIR, "point", "[]"),
        "says of itself what cannot be read; give",
    ),
    "areas": (
        pa.table(
            PLACES.set_geometry(PLACES.to_crs(3857).buffer(9)).to_arrow(
                geometry_encoding="geoarrow"
            )
        ),
        "holds geometries that are not read ('polygon'); give the points in EPSG:4326",
    ),
    "no WKB": (
        with_points([b"\x01\x02"], pa.binary(), "wkb", {}),
        "holds geometries that are not read ('wkb'); give",
    ),
    "half a point": (
        with_points([[20.0, None]], PAIR, "point", {}),
        "holds geometries that are not read ('point'); give",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_points_that_cannot_be_placed_are_refused_in_one_line(tmp_path, case):
    table, told = REFUSED[case]
    parquet.write_table(table, tmp_path / "p.parquet")
    for given in (table, tmp_path / "p.parquet"):
        with pytest.raises(DataError) as refused:
            infmap.load_places(given)
        (fault,) = refused.value.faults
        assert str(fault).partition(": geometry: ")[2].startswith(told)
