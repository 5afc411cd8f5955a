"""hypothesis strategies for Parquet, workbooks and GIS files similar to what a reader takes."""

import io
import json
import re
import sqlite3
import tempfile
import warnings
import zipfile
from contextlib import closing, suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pyarrow as pa
from hypothesis import strategies as st
from pyarrow import parquet

from reliability.strategies import edited_bytes, json_near, near_text, rarely, texts

CORPORA = Path(__file__).parents[1] / "tests" / "data" / "corpora"
#: The kinds of file by the names of their readers: a description and the suffix.
KINDS = {
    "xlsx": ("XLSX workbook", ".xlsx"),
    "ods": ("ODS workbook", ".ods"),
    "xls": ("XLS workbook", ".xls"),
    "kml": ("KML", ".kml"),
    "kmz": ("KMZ", ".kmz"),
    "gpx": ("GPX", ".gpx"),
    "gpkg": ("GeoPackage", ".gpkg"),
    "fgb": ("FlatGeobuf", ".fgb"),
    "shapefile": ("zipped Shapefile", ".zip"),
    "geoparquet": ("GeoParquet", ".parquet"),
    "jsonl": ("JSON records and GeoJSON, line by line", ".jsonl"),
}
#: SQL statements that change a GeoPackage, with a strange text in place of ``?``.
STATEMENTS = [
    "UPDATE sites SET name = ?",
    "UPDATE sites SET geom = ?",
    "UPDATE sites SET geom = NULL",
    "UPDATE sites SET fid = fid * -1000000007",
    "UPDATE gpkg_contents SET table_name = ?",
    "UPDATE gpkg_contents SET data_type = ?",
    "UPDATE gpkg_contents SET srs_id = 99",
    "UPDATE gpkg_geometry_columns SET geometry_type_name = ?",
    "UPDATE gpkg_geometry_columns SET column_name = ?",
    "UPDATE gpkg_geometry_columns SET srs_id = 99",
    "UPDATE gpkg_spatial_ref_sys SET definition = ?",
    "DELETE FROM gpkg_geometry_columns",
    "DROP TABLE gpkg_spatial_ref_sys",
    "ALTER TABLE sites RENAME COLUMN system TO range_km",
    "CREATE TABLE other AS SELECT * FROM sites",
    "CREATE VIEW v AS SELECT * FROM v",
    "CREATE TRIGGER t AFTER UPDATE ON sites BEGIN DELETE FROM sites; END",
    "PRAGMA user_version = -1",
    "PRAGMA application_id = 7",
    "PRAGMA journal_mode = WAL",
    "PRAGMA encoding = 'UTF-16'",
]


def file_near(name: str) -> st.SearchStrategy[bytes]:
    """Return a file of a kind, with damaged bytes or a changed part."""
    seeds = sorted((CORPORA / name).iterdir())
    seeds += [path for path in seeds if path.stem == "own"] * len(seeds)
    near = st.sampled_from(seeds).flatmap(lambda path: _near(path.read_bytes(), path.suffix))
    return near | near | st.sampled_from(seeds).map(Path.read_bytes)


def _near(content: bytes, suffix: str = "") -> st.SearchStrategy[bytes]:
    damaged = edited_bytes(content)
    if content.startswith(b"PK"):
        return _archive_near(content) | _archive_near(content) | damaged
    if content.startswith(b"SQLite"):
        return _database_near(content) | damaged
    if content.startswith(b"PAR1"):
        return _geoparquet_near(content) | damaged
    if suffix == ".jsonl":
        return _lines_near(content.splitlines()) | damaged
    if content.lstrip().startswith(b"<"):
        return _markup_near(content) | _markup_near(content) | damaged
    return damaged


@st.composite
def _markup_near(draw: st.DrawFn, content: bytes) -> bytes:
    """Return well-formed XML with something strange in a text or an attribute."""
    matches = [*re.finditer(rb'(?<=>)[^<>]+(?=<)|(?<==")[^"<>]+(?=")', content)]
    if not matches:
        return content
    text = draw(st.sampled_from(matches))
    strange = draw(near_text(text[0].decode("utf-8", "replace")))
    written = strange if draw(rarely) else quoteattr(strange)[1:-1]
    return content[: text.start()] + written.encode("utf-8", "replace") + content[text.end() :]


@st.composite
def _archive_near(draw: st.DrawFn, content: bytes) -> bytes:
    """Return an archive with a file in it changed, removed, duplicated or renamed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    at = draw(st.integers(0, len(parts) - 1))
    name, data = parts[at]
    near = draw(_near(data))[:1_000_000]
    parts[at : at + 1] = draw(
        st.sampled_from(
            [[(name, near)]] * 6
            + [[], [(name, data), (name, near)], [("../" + name, data)], [("/" + name, data)],
               [(name.upper(), data)], [("a/" + name, data)]]
        )
    )  # fmt: skip
    file = io.BytesIO()
    packed = draw(st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]))
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # duplicate names are intended
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, packed)
    return file.getvalue()


@st.composite
def _database_near(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a GeoPackage after a few statements, without those that SQLite refuses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        path.write_bytes(content)
        for statement in draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=2)):
            value = draw(texts).encode("utf-8", "replace")
            given = [value if draw(rarely) else value.decode()] * statement.count("?")
            with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as database:
                database.execute(statement, given)
                database.commit()
        return path.read_bytes()


@st.composite
def _geoparquet_near(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a GeoParquet with strange points or strange metadata."""
    table = parquet.read_table(io.BytesIO(content))
    about = dict(table.schema.metadata or {})
    if "geometry" in table.column_names and draw(st.booleans()):
        at = table.column_names.index("geometry")
        points = [draw(edited_bytes(point.as_py()))[:5000] for point in table.column(at)]
        table = table.set_column(at, "geometry", pa.array(points, pa.binary()))
    else:
        with suppress(ValueError):  # the metadata of a seed may be invalid
            about[b"geo"] = draw(json_near(json.loads(about.get(b"geo", b"{}"))))
    return _parquet(table.replace_schema_metadata(about))


@st.composite
def _lines_near(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    """Return JSON lines, of which a line is strange."""
    at = draw(st.integers(0, len(lines) - 1))
    with suppress(ValueError):
        strange = draw(json_near(json.loads(lines[at])))
        lines = [*lines[:at], b" ".join(strange.split()), *lines[at + 1 :]]
    return b"\n".join(lines)


# --- Parquet ----------------------------------------------------------------------------------

_numbers = st.floats(-90, 90) | st.sampled_from([0.0, 180.0001, 1e6, 1e308, float("nan"), None])
_whole = st.sampled_from([0, 1, 90, 127, None])
_decimals = st.sampled_from([Decimal("12.50"), Decimal("-90.00"), Decimal(10**17), None])
_texts = st.sampled_from([None, "12.5"]) | texts.map(
    lambda s: s.encode("utf-8", "replace").decode()
)
_bytes = st.sampled_from([None, b"12.5", b"\xff\xfe", b"\xed\xa0\x80", b"a" * 5000, b""])
_moments = st.just(datetime(2018, 2, 3))
#: Arrow types, and the cells of each.
CELLS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    *[(kind, _numbers) for kind in (pa.float16(), pa.float32(), pa.float64())],
    *[(kind, _whole) for kind in (pa.int8(), pa.uint8(), pa.int32(), pa.int64(), pa.uint64())],
    (pa.int64(), st.sampled_from([2**63 - 1, -(2**63), 0])),
    *[(kind, _decimals)
      for kind in (pa.decimal128(20, 2), pa.decimal256(76, 2), pa.decimal128(38))],
    *[(kind, _texts) for kind in (pa.string(), pa.large_string(), pa.string_view())],
    *[(pa.dictionary(index, pa.string()), _texts) for index in (pa.int8(), pa.int32())],
    (pa.dictionary(pa.int32(), pa.float64()), _numbers),
    (pa.dictionary(pa.int32(), pa.decimal128(20, 2)), _decimals),
    *[(kind, _bytes) for kind in (pa.binary(), pa.large_binary(), pa.binary_view())],
    (pa.binary(4), st.sampled_from([b"abcd", b"\xff\xff\xff\xff", None])),
    (pa.bool_(), st.sampled_from([True, False, None])),
    (pa.null(), st.none()),
    (pa.date32(), st.dates(max_value=date(9998, 1, 1))),
    *[(kind, _moments) for kind in (pa.timestamp("ns"), pa.timestamp("us", tz="Europe/Berlin"))],
    (pa.timestamp("us", tz="Mars/Olympus"), _moments),
    (pa.time64("ns"), st.just(time(1, 2, 3))),
    (pa.duration("s"), st.just(timedelta(5))),
    (pa.list_(pa.float64()), st.lists(_numbers, max_size=2)),
    (pa.list_(pa.float64(), 2), st.just([1.0, 2.0])),
    (pa.large_list(pa.string()), st.lists(_texts, max_size=1)),
    (pa.struct([("lon", pa.float64()), ("lat", pa.float64())]), st.just({"lon": 1.0})),
    (pa.struct([]), st.just({})),
    (pa.map_(pa.string(), pa.float64()), st.just([("a", 1.0)])),
    (pa.list_(pa.struct([("a", pa.list_(pa.string()))])), st.just([{"a": ["12"]}])),
]  # fmt: skip


@st.composite
def parquet_near(draw: st.DrawFn, names: tuple[str, ...]) -> bytes:
    """Return a Parquet file with columns of these names, most of them valid, or a damaged one."""
    rows = draw(st.sampled_from([0, 1, 2, 7, 300, 300, 3000]))
    columns = [(name, draw(_column(rows)) if draw(rarely) else pa.array([20.5] * rows))
               for name in names]  # fmt: skip
    others = st.sampled_from(["text", "", "nearest_km", names[0]]) | _texts.map(str)
    columns += [(name, draw(_column(rows))) for name in draw(st.lists(others, max_size=3))]
    if draw(rarely) and draw(rarely):
        columns = columns[1:]
    columns = draw(st.permutations(columns))
    table = pa.Table.from_arrays(
        [column for _, column in columns], names=[name for name, _ in columns]
    )
    content = _parquet(
        table,
        row_group_size=draw(st.sampled_from([1, 50, 1000])) if rows < 1000 else 1000,
        version=draw(st.sampled_from(["1.0", "2.4", "2.6"])),
        data_page_version=draw(st.sampled_from(["1.0", "2.0"])),
        compression=draw(st.sampled_from(["none", "snappy", "gzip", "zstd", "lz4", "brotli"])),
        use_dictionary=draw(st.booleans()),
        write_statistics=draw(st.booleans()),
        store_schema=draw(st.booleans()),
    )
    return draw(st.just(content) | st.just(content) | damaged_parquet(content, rows))


@st.composite
def _column(draw: st.DrawFn, rows: int) -> Any:
    """Return a column of any type that Arrow has and Parquet takes."""
    kind, cells = draw(st.sampled_from(CELLS))
    few = draw(st.lists(cells, min_size=1, max_size=5))
    try:
        column = pa.array((few * rows)[:rows], kind)
        _parquet(pa.table({"a": column}), version="1.0")
    except (pa.ArrowException, OverflowError, ValueError):
        return pa.array([None] * rows, pa.int8())
    return column


def _parquet(table: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    parquet.write_table(table, file, **options)
    return file.getvalue()


@st.composite
def damaged_parquet(draw: st.DrawFn, content: bytes, rows: int) -> bytes:
    """Return a damaged Parquet file, most often with damage in its footer."""
    if draw(rarely):
        return draw(edited_bytes(content))
    cut = max(4, len(content) - 8 - int.from_bytes(content[-8:-4], "little"))
    footer = content[cut:-8]
    if draw(st.booleans()):
        footer = draw(edited_bytes(footer, 2))
    else:
        # Change the number of rows in some places of the footer.
        mark = _zigzag(rows)
        first, *others = footer.split(mark)
        numbers = st.sampled_from([0, 1, 299, 301, 10**6, 2**31 - 1, 2**31, 10**12, 2**62, -1])
        said = _zigzag(draw(numbers))
        places = draw(st.sets(st.integers(0, len(others))) | st.just({*range(len(others))}))
        marks = [said if at in places else mark for at in range(len(others))]
        footer = first + b"".join(
            piece for pair in zip(marks, others, strict=True) for piece in pair
        )
    return content[:cut] + footer + len(footer).to_bytes(4, "little") + content[-4:]


def _zigzag(number: int) -> bytes:
    """Return a number as Thrift writes it: seven bits per byte, the sign in the last bit."""
    left = number << 1 if number >= 0 else (-number << 1) - 1
    encoded = bytearray()
    while left > 127:
        encoded.append(left & 127 | 128)
        left >>= 7
    return bytes([*encoded, left])


def invalid_text(rows: int) -> bytes:
    """Return a file whose column ``lon`` claims to be text but is not.

    Examples
    --------
    >>> parquet.ParquetFile(io.BytesIO(invalid_text(1))).schema_arrow.names
    ['lon', 'lat']
    """
    buffer = pa.py_buffer(b"\xff\xfe" * rows)
    offsets = pa.array(range(0, 2 * rows + 1, 2), pa.int32())
    lon = pa.StringArray.from_buffers(rows, offsets.buffers()[1], buffer)
    return _parquet(pa.table({"lon": lon, "lat": [1.0] * rows}))
