"""Reads infmap's own tables to records; their format is fixed, and checked by tests."""

import csv
import io
import json
from pathlib import Path

from infmap.catalogue.columns import known_columns, needed_columns
from infmap.catalogue.publications import Source
from infmap.catalogue.reading.faults import Reading, Record, uneven
from infmap.catalogue.rows import Row


def bundled_records(reading: Reading, path: Path, model: type[Row]) -> list[Record]:
    """Return the records of one of infmap's own tables; faults go to `reading`."""
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".csv":
            return _of_csv(reading, text, model)
        content = json.loads(text)
    except (OSError, ValueError) as error:
        reading.fault(None, None, "cannot be read", error, "install infmap again")
        return []
    if model is Source:
        return [Record(number, dict(item)) for number, item in enumerate(content, start=1)]
    return [
        Record(
            number,
            {
                **feature["properties"],
                "lon": feature["geometry"]["coordinates"][0],
                "lat": feature["geometry"]["coordinates"][1],
            },
        )
        for number, feature in enumerate(content["features"], start=1)
    ]


def _of_csv(reading: Reading, text: str, model: type[Row]) -> list[Record]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    heads = next(rows)
    for head in {*heads} - known_columns(model):
        reading.fault(1, head, "unknown column", head, "name it in the row's model")
    for head in {*needed_columns(model)} - {*heads}:
        reading.fault(1, head, "column is missing", None, f"add a column {head}")
    records = []
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(heads):
            problem = uneven(len(cells), len(heads))
            reading.fault(number, None, problem, None, "put texts that hold a comma in quotes")
        elif any(cells):
            records.append(Record(number, dict(zip(heads, cells, strict=True))))
    return records
