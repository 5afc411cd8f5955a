"""Hostile text in workbooks, GIS files and the like.

Every kind of file must give the same text as a CSV, or refuse it in a harmless line. The map, the
tables and the layers made of it must then be the same, byte for byte, so that the findings of
`payload_sinks` and `payload_page` hold for every kind of file.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import infmap
from infmap.catalogue import Catalogue
from infmap.errors import InfmapError
from reliability.payload_browser import new_shapes
from reliability.payload_lines import line_lost
from reliability.payload_outputs import csv_seen, html_seen, printed, terminal_seen, xml_seen
from reliability.payload_tables import Payload
from tests import layer_files, workbook_files

HEADS = ("site_id", "name", "system", "lon", "lat", "note")
#: The columns that accept any text; each gets a payload.
HOSTILE = ("name", "note")
CSV = "CSV"
Row = dict[str, Any]


def site(number: int, text: str) -> Row:
    """Return a site as a row, with a text in every column that accepts any text."""
    where = {"lon": 20.5 + number % 50, "lat": 54.5}
    return {"site_id": f"row-{number}", "system": "9m729", **dict.fromkeys(HOSTILE, text), **where}


def _cells(rows: Sequence[Row]) -> list[list[Any]]:
    return [[*HEADS], *([row[head] for head in HEADS] for row in rows)]


def _csv(rows: Sequence[Row], folder: Path) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(_cells(rows))
    return text.getvalue().encode("utf-8", "replace")


def _lines(rows: Sequence[Row], folder: Path) -> bytes:
    # A single line is a JSON object, not a list of records.
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _geojson(rows: Sequence[Row], folder: Path) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {head: row[head] for head in HEADS if head not in {"lon", "lat"}},
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _parquet(rows: Sequence[Row], folder: Path) -> bytes:
    file = io.BytesIO()
    layer_files.frame(rows).to_parquet(file)
    return file.getvalue()


#: The function that makes a file from rows, and its suffix, by kind of file.
KINDS: dict[str, tuple[str, Callable[[Sequence[Row], Path], bytes]]] = {
    CSV: (".csv", _csv),
    "GeoJSON": (".geojson", _geojson),
    "JSON lines": (".jsonl", _lines),
    "XLSX": (".xlsx", lambda rows, _: workbook_files.xlsx({"Sites": _cells(rows)})),
    "ODS": (".ods", lambda rows, _: workbook_files.ods({"Sites": _cells(rows)})),
    "XLS": (".xls", lambda rows, _: workbook_files.xls({"Sites": _cells(rows)})),
    "KML": (".kml", lambda rows, _: layer_files.kml(rows)),
    "KMZ": (".kmz", lambda rows, _: layer_files.kmz(rows)),
    "GPX": (".gpx", lambda rows, _: layer_files.gpx(rows)),
    "GeoPackage": (".gpkg", lambda rows, _: layer_files.gpkg(rows)),
    "FlatGeobuf": (".fgb", lambda rows, _: layer_files.flatgeobuf(rows)),
    "zipped Shapefile": (".zip", layer_files.zipped_shapefile),
    "GeoParquet": (".parquet", _parquet),
}


def read_lost(chosen: Sequence[Payload]) -> tuple[int, dict[str, list[Payload]], list[str]]:
    """Read each payload through each kind of file.

    Returns the number of trials, the payloads read the same as in a CSV by kind, and the losses.
    """
    tried, lost = 0, []
    alike: dict[str, list[Payload]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        for payload in chosen:
            texts: dict[str, tuple[str, ...] | None] = {}
            for kind in KINDS:
                answer = _read(kind, [site(1, payload.text), site(2, "plain")], Path(folder))
                if isinstance(answer, str) or answer is None:
                    lost += [
                        f"{payload.name} through {kind}: {line}" for line in line_lost(answer or "")
                    ]
                    texts[kind] = None
                else:
                    texts[kind] = tuple(getattr(answer.deployment_rows[0], name)
                                        for name in ("site", "note"))  # fmt: skip
                tried += answer is not None
            for kind, read in texts.items():
                if read is None or texts[CSV] is None:
                    continue
                if read == texts[CSV]:
                    alike[kind].append(payload)
                elif not _is_cut(read, texts[CSV]):
                    lost.append(
                        f"{payload.name} through {kind}: {read!r:.150}, not {texts[CSV]!r:.150}"
                    )
    return tried, alike, lost


def _is_cut(read: Sequence[str], whole: Sequence[str] | None) -> bool:
    """Return whether texts are cut: a Shapefile limits their length."""
    return whole is not None and all(
        len(text) >= 60 and whole_text.startswith(text)
        for text, whole_text in zip(read, whole, strict=True)
    )


def _read(kind: str, rows: Sequence[Row], folder: Path) -> Catalogue | str | None:
    """Return the catalogue read from a file of rows, or its refusal; None if none is made."""
    suffix, make = KINDS[kind]
    path = folder / f"sites{suffix}"
    with tempfile.TemporaryDirectory() as beside:
        try:
            path.write_bytes(make(rows, Path(beside)))
        except Exception:
            return None  # the text cannot be written to this kind of file
    try:
        return infmap.load(deployments=path)
    except InfmapError as error:
        return str(error)
    except Exception as error:
        return f"Traceback: {type(error).__name__}: {ascii(str(error))[:200]}"


def outputs_of(cat: Catalogue, folder: Path) -> dict[str, str]:
    """Return the outputs of a catalogue: a page, tables and layers."""
    layer = folder / "rings.kml"
    printed(cat, "rings", "-o", layer)
    return {
        "map": infmap.make_map(cat).get_root().render(),
        "coverage as csv": printed(cat, "coverage", "--format", "csv"),
        "list": printed(cat, "list", "sites"),
        "coverage as html": printed(cat, "coverage", "--format", "html"),
        "rings as kml": layer.read_text("utf-8"),
    }


def outputs_lost(alike: dict[str, list[Payload]], folder: Path) -> tuple[int, list[str]]:
    """Follow the payloads read from each kind of file into outputs.

    Returns the number of outputs compared with those from the CSV, and the losses.
    """
    lost = []
    tried = 0
    made_of: list[tuple[Catalogue, dict[str, str]]] = []

    @cache
    def through(kind: str, *texts: str) -> dict[str, str] | str:
        """Return the outputs of sites of some texts in a kind of file, or why it is refused."""
        cat = _read(kind, [site(k, text) for k, text in enumerate(texts)], folder)
        if not isinstance(cat, Catalogue):
            return str(cat)
        # Outputs are made of a catalogue and nothing else, and most kinds of file give the same.
        for known, outputs in made_of:
            if known == cat:
                return outputs
        made_of.append((cat, outputs_of(cat, folder)))
        return made_of[-1][1]

    for kind, chosen in alike.items():
        if not chosen:
            continue
        texts = [payload.text for payload in chosen]
        wanted, made = through(CSV, *texts), through(kind, *texts)
        refused = {read: out for read, out in ((CSV, wanted), (kind, made))
                   if isinstance(out, str)}  # fmt: skip
        lost += [f"{read}: {len(texts)} at once: {out:.200}" for read, out in refused.items()]
        if isinstance(wanted, str) or isinstance(made, str):
            continue
        tried += len(made)
        lost += [f"{kind}: {name} differs" for name in wanted if wanted[name] != made[name]]
        plain = through(CSV, *["plain"] * len(texts))
        assert not isinstance(plain, str)
        lost += [f"{kind}: {line}" for line in outputs_wrong(made, plain)]
    return tried, lost


def outputs_wrong(made: dict[str, str], harmless: dict[str, str]) -> list[str]:
    """Return what hostile text does in outputs but should not."""
    lost = [*csv_seen(made["coverage as csv"]).lost, *terminal_seen(made["list"]).lost]
    page, plain = (html_seen(outputs["coverage as html"]) for outputs in (made, harmless))
    layer, bare = (xml_seen(outputs["rings as kml"].encode()) for outputs in (made, harmless))
    lost += [*page.lost, *layer.lost]
    return [*lost, *new_shapes(page.shapes, plain.shapes), *new_shapes(layer.shapes, bare.shapes)]
