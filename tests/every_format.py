"""One table of sites in files of many kinds, and in memory, as a stranger may have it."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from layer_files import gpkg, kml
from pyarrow import parquet
from workbook_files import ods, xls, xlsx

#: Heads and rows.
Table = tuple[Sequence[str], Sequence[Sequence[Any]]]


def csv_of(table: Table, separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([table[0], *table[1]])
    return text.getvalue().encode()


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1]]


def _parquet(table: Table) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(records(table)), file)
    return file.getvalue()


#: Of each kind the bytes; cells that are numbers stay numbers, but in text.
FORMATS: dict[str, Callable[[Table], bytes]] = {
    "t.csv": csv_of,
    "t.tsv": lambda table: csv_of(table, "\t"),
    "t.xlsx": lambda table: xlsx({"Sites": [table[0], *table[1]]}),
    "t.xls": lambda table: xls({"Sites": [table[0], *table[1]]}),
    "t.ods": lambda table: ods({"Sites": [table[0], *table[1]]}),
    "t.json": lambda table: json.dumps(records(table)).encode(),
    "t.parquet": _parquet,
}
#: Those of layers, whose rows have lon and lat as their points.
LAYERS: dict[str, Callable[[Table], bytes]] = {
    "t.gpkg": lambda table: gpkg(records(table)),
    "t.kml": lambda table: kml(records(table)),
}


def written(table: Table, name: str, folder: Path) -> Any:
    """Return what `infmap.load` takes: the path of a file of this kind, or a DataFrame."""
    if name == "frame":
        return pd.DataFrame(records(table))
    path = folder / name
    path.write_bytes((FORMATS | LAYERS)[name](table))
    return path
