"""Workbooks, files of maps and their like, made strange: as bytes, and part by part within zips."""

import io
import json
import re
import sqlite3
import tempfile
import warnings
import zipfile
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from reliability.fuzz_mutate import TOKENS, mutated_bytes, mutated_json

#: The texts and the values of attributes in XML.
_TEXTS = re.compile(rb'(?<=>)[^<>]+(?=<)|(?<==")[^"<>]+(?=")')
CORPORA = Path(__file__).parents[1] / "tests" / "data" / "corpora"
#: The kinds of file by the names of their readers: what each is, and its suffix.
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
#: What a person who can write SQL does to a GeoPackage, with a strange text in the place of ``?``.
STATEMENTS = (
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
)


@cache
def seeds(name: str) -> tuple[bytes, ...]:
    """Return the seeds of a reader, in order."""
    return tuple(path.read_bytes() for path in sorted((CORPORA / name).iterdir()))


@cache
def sound(name: str) -> bytes:
    """Return the seed of a reader that it reads."""
    (path,) = (CORPORA / name).glob("own.*")
    return path.read_bytes()


def strange_file(rng: Random, name: str) -> bytes:
    """Return a file of the kind of a reader, damaged as bytes or in one of its parts."""
    content = rng.choice(seeds(name)) if rng.random() < 0.4 else sound(name)
    what = rng.random()
    if content.startswith(b"PK") and what < 0.7:
        return _with_strange_part(rng, content)
    if content.startswith(b"SQLite") and what < 0.5:
        return _with_strange_rows(rng, content)
    if name == "geoparquet" and what < 0.6:
        return _with_strange_geometry(rng, sound(name))
    if name == "jsonl" and what < 0.6:
        return _with_strange_line(rng, sound(name))
    if what > 0.97:
        return rng.choice(seeds(rng.choice([*KINDS])))
    return _strange_part(rng, content)


def _strange_part(rng: Random, data: bytes) -> bytes:
    """Return bytes changed anywhere; of XML most often in a text, so that it stays one."""
    texts = [*_TEXTS.finditer(data)]
    if not texts or not data.lstrip().startswith(b"<") or rng.random() < 0.3:
        return mutated_bytes(rng, data)
    found = data
    for text in sorted(rng.sample(texts, min(len(texts), rng.choice((1, 1, 2)))), key=_from_end):
        strange = rng.choice(TOKENS).encode("utf-8", "replace")
        if rng.random() < 0.8:
            strange = escape(strange.decode()).replace('"', "&quot;").encode()
        found = found[: text.start()] + strange + found[text.end() :]
    return found


def _from_end(text: re.Match[bytes]) -> int:
    return -text.start()


def _with_strange_geometry(rng: Random, content: bytes) -> bytes:
    """Return a GeoParquet whose points, or what it says of them, are strange."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(content))
    about = dict(table.schema.metadata)
    if rng.random() < 0.5:
        about[b"geo"] = mutated_json(rng, json.loads(about[b"geo"]))
    else:
        at = table.column_names.index("geometry")
        points = [mutated_bytes(rng, one.as_py())[:5000] for one in table.column(at)]
        table = table.set_column(at, "geometry", pa.array(points, pa.binary()))
    file = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata(about), file)
    return file.getvalue()


def _with_strange_line(rng: Random, content: bytes) -> bytes:
    """Return lines of JSON, one of them strange."""
    lines = content.splitlines()
    at = rng.randrange(len(lines))
    strange = mutated_json(rng, json.loads(lines[at]))
    lines[at] = strange if rng.random() < 0.5 else b" ".join(strange.split())
    return b"\n".join(lines)


def _with_strange_part(rng: Random, content: bytes) -> bytes:
    """Return an archive with one of its files changed, lost, doubled or called otherwise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    at = rng.randrange(len(parts))
    name, data = parts[at]
    what = rng.random()
    if what < 0.75:
        parts[at] = name, _without_bombs(_strange_part(rng, data))
    elif what < 0.82:
        del parts[at]
    elif what < 0.88:
        parts.append((name, mutated_bytes(rng, data)))
    elif what < 0.94:
        parts[at] = rng.choice(("../" + name, "/" + name, name.upper(), "a/" + name, "")), data
    else:
        parts.insert(0, rng.choice(parts))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts:
            packed = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
            _write(archive, zipfile.ZipInfo(name or "x"), data, packed)
    return file.getvalue()


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes, packed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name stands twice is meant
        archive.writestr(info, data, packed)


def _without_bombs(data: bytes) -> bytes:
    """Return what is no more than some readers take a second for."""
    return data[:1_000_000]


def _with_strange_rows(rng: Random, content: bytes) -> bytes:
    """Return a GeoPackage after a statement or two; what SQLite refuses is left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        path.write_bytes(content)
        for statement in rng.sample(STATEMENTS, rng.choice((1, 1, 2))):
            value = rng.choice(TOKENS).encode("utf-8", "replace")
            given = (value if rng.random() < 0.2 else value.decode(),) if "?" in statement else ()
            with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as database:
                database.execute(statement, given)
                database.commit()
        return path.read_bytes()
