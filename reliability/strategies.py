"""hypothesis strategies for tables, JSON, texts and bytes similar to what a reader takes."""

import csv
import io
import json
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import Any, TypeAlias, TypeVar

from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from pydantic import BaseModel

from infmap.catalogue.bundled import Table, data_path

Rows: TypeAlias = list[list[str]]
Piece = TypeVar("Piece", str, bytes, list[str], Rows)

SITES = [
    ["name", "system", "lon", "lat", "status", "first_reported", "until", "source_ids", "note"],
    ["North", "9M729", "20.5", "54.7", "alleged", "2018-02", "2019", "one; two", 'a "note"'],
    ["South", "iskander-m", "25", "46", "", "", "", "", ""],
    ["South", "SSC-7 Southpaw", "25", "46", "reported", "2018-02-03", "", "", "x"],
]
SYSTEMS = [["id", "name", "range_km"], ["zeus", "Zeus", "1234.5"], ["hera", "Hera", ""]]
PLACES = [["name", "lon", "lat"], ["The Office", "4.9", "52.4"], ["Home", "-0.1", "51.5"]]
COUNTED = [["code", "lon", "lat", "people"], ["007", "20.5", "54.7", "12"], ["x", "-1", "50", "0"]]
FEATURES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name, "system": system, "first_reported": "2018-02"},
            "geometry": {"type": kind, "coordinates": position},
        }
        for name, system, kind, position in (
            ("Mine", "9M729", "Point", [10.5, 50]),
            ("Yours", "Iskander-M; 9M729", "MultiPoint", [[25, 46]]),
        )
    ],
}
#: Valid cells by column, so that a reader gets past the first fault.
SOUND = {
    "id": "a-1", "site_id": "a", "site": "A", "name": "A", "system": "9m729", "system_id": "9m729",
    "lon": "20.5", "lat": "54.7", "account": "operator", "claimant": "x", "at_least_km": "1",
}  # fmt: skip
#: Cells that a reader may not expect.
TOKENS = [
    *("", " ", "\u00a0", "-", "?", "0", "-0", "+5", "-1", "1_000", "0x1F", ".5", "5.", "1e5"),
    *("nan", "NaN", "inf", "-Infinity", "1e308", "1e999", "1e-400", "9" * 400, "-" + "9" * 5000),
    *("2,500", "20,5", "500 km", "1 000", "\u0663\u0665", "\uff12\uff10\uff11\uff18", "\u00bd"),
    *("180.0000000001", "-180", "90", "-90.0", "19900", "19900.001", "0.1", "4.9e-324"),
    *("0000", "0001", "9999", "9999-12-31", "2018-00", "2018-13", "2018-02-30", "2018-2-3"),
    *("2018-02", "20180203", "3/4/2018", "2018-02-03T00:00:00Z", "-2018", "10000", "2018-02-"),
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\x0b", "\x0c", "\x1c", "\u2028", "\u2029"),
    *("\u202e", "\u200b", "\ufeff", "\ufffe", "\ud800", "\udcff", "\U0010ffff", "\U0001f680"),
    *("e\u0301", "\u0130", "\u00df", "\ufb00", "\u1e9e", "\u03c2", "a\u0300" * 300),
    *('"', '""', "'", ",", ";", "; ;", "\t", "\n", "\r", "\r\n", "\\", "\\n", "`", "|"),
    *("=1+1", "@x", "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "${x}", "$x^2$", "%s"),
    *("{0}", "%00", "&amp;", "../../etc/passwd", "CON", "C:\\x", "http://", "javascript:alert(1)"),
    *("None", "null", "true", "False", "NULL", "undefined", "[]", "{}", "N/A", "#N/A", "#REF!"),
    *("9m729", "9M729", "SSC-8 Screwdriver", "zeus", "kaliningrad", "Kaliningrad", "warsaw"),
    *("operator", "OPERATOR", "user", "debate", "all", "GLCM", "reported", "__proto__"),
    *("a" * 61, "a" * 5000, "x;" * 3000, "a b " * 20_000),
]  # fmt: skip
#: JSON text that Python's json module does not write.
RAW_JSON = [
    *("NaN", "Infinity", "-Infinity", "1e999", "-0", "-0.0", "1e-400", "1E400", "0e0", "5e0"),
    *("9" * 400, "9" * 5000, "-" + "9" * 5000, "9" * 400 + ".0", "9007199254740993"),
    *('"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\ud83d\\ude80"', '"\\/"', '"\t"', '"\\x"'),
    *("null", "true", "false", "[]", "{}", '""', "[null]", "[[]]", '{"": 0}', '{"a": 1, "a": 2}'),
    *("[1, 2, 3]", "[20, 54, 100]", '["20", "54"]', "[[20, 54]]", "[20]", "[true, false]"),
    *(opening * depth + closing * depth
      for opening, closing in (("[", "]"), ('{"a":', "}")) for depth in (60, 900, 990, 100_000)),
    *("01", "+1", ".5", "5.", "undefined", "'a'", "[1,]", "/* */ 1", "\ufeff1", "[", "}"),
]  # fmt: skip
#: Bytes that have a meaning for some reader.
BYTES = [
    *(b"\x00", b"\x00" * 64, b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\x80"),
    *(b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\r", b"\n", b"\r\n", b"\x1a", b"\x1b"),
    *(b"\x7f", b"\x80", b"\x85", b'"', b",", b";", b"{", b"[", b"]", b"\\", b"\\u", b"PAR1"),
    *(b"PARE", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-", b"9" * 400, b"[" * 5000, b"," * 5000),
    # Thrift and Parquet write numbers in seven bits per byte: 2 ** 31 - 1, 2 ** 62, -1.
    *(b"\xff\xff\xff\xff\x0f", b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", b"\x01", b"\x15"),
]  # fmt: skip
#: Longest input in letters: a reader may take a second for each million.
MOST = 1_000_000

#: Settings of a campaign: any number of inputs, no time limit, and only the first loss is shrunk.
DRAWN: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate, Phase.shrink],
    "report_multiple_bugs": False,
    "suppress_health_check": [*HealthCheck],
}
tokens = st.sampled_from(TOKENS)
texts = st.text(max_size=20) | tokens
#: How often a repeated part occurs.
many = st.sampled_from([2, 50, 3_000])
rarely = st.sampled_from([False, False, False, True])
encodings = st.sampled_from(
    # A lone surrogate cannot be encoded in UTF-8; passed through, its bytes are not UTF-8.
    [("utf-8", "surrogatepass")] * 8
    + [(name, "replace") for name in ("utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1251")]
)
numbers = st.floats() | st.integers() | st.sampled_from([10**400, -(10**400), 2018, 20.5])
scalars = st.none() | st.booleans() | numbers | texts
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def edited(draw: st.DrawFn, whole: Piece, pieces: st.SearchStrategy[Piece], most: int = 3) -> Piece:
    """Return a text, bytes or a list with some parts cut, repeated or replaced."""
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, len(whole)))
        to = min(len(whole), at + draw(st.sampled_from([0, 1, 1, 2, 8, 64, 1000])))
        same = whole[at:to] * min(draw(many), MOST // (1 + _letters(whole[at:to])))
        whole = whole[:at] + draw(pieces | st.just(same) | st.just(whole[:0])) + whole[to:]
    return whole[:MOST]


def _letters(part: Any) -> int:
    return len(part) if isinstance(part, str | bytes) else sum(1 + _letters(item) for item in part)


def edited_bytes(content: bytes, most: int = 5) -> st.SearchStrategy[bytes]:
    """Return bytes similar to these."""
    return edited(content, st.sampled_from(BYTES) | st.binary(max_size=2), most)


def near_text(*known: str) -> st.SearchStrategy[str]:
    """Return a text of these, unchanged, with something strange in it, or replaced by it."""
    return st.sampled_from(known).flatmap(
        lambda text: st.just(text) | edited(text, texts, 2) | texts | st.just(text.upper())
    )


# --- Tables -----------------------------------------------------------------------------------


@cache
def bundled(name: Table, rows: int = 6) -> Rows:
    """Return the header and the first rows of a bundled CSV."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(rows + 1), strict=False)]


@cache
def bundled_json(name: Table) -> Any:
    """Return a few of the bundled sites or publications, including a journal article."""
    content = json.loads(data_path(name).read_text("utf-8"))
    if isinstance(content, dict):
        return {**content, "features": content["features"][:4]}
    return content[:3] + [item for item in content[3:] if "container-title" in item][:2]


@st.composite
def rows_of(draw: st.DrawFn, model: type[BaseModel]) -> Rows:
    """Return a header of a model's fields, and rows in which most cells are valid."""
    names = [*model.model_fields, "name", "system"]
    header = draw(st.lists(st.sampled_from(names), min_size=1, max_size=8, unique=True))
    if draw(st.booleans()):
        needed = [name for name, info in model.model_fields.items() if info.is_required()]
        header = [*dict.fromkeys([*header, *needed])]
    cells = [st.just(SOUND.get(name, "")) | texts for name in header]
    return [header, *draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=3))]


@st.composite
def csv_near(draw: st.DrawFn, rows: Rows) -> bytes:
    """Return a table, a header row first, as a faulty or strange CSV file."""
    for _ in range(draw(st.integers(1, 3))):
        if draw(rarely):
            rows = draw(_other_lines(rows))
        elif draw(rarely):
            columns = draw(
                _other_lines([list(column) for column in zip_longest(*rows, fillvalue="")])
            )
            rows = [list(row) for row in zip_longest(*columns, fillvalue="")]
        elif rows and (row := rows[at := draw(st.integers(0, len(rows) - 1))]):
            column = draw(st.integers(0, len(row) - 1))
            row = [*row[:column], draw(near_text(row[column])), *row[column + 1 :]]
            torn = draw(edited(row, st.lists(tokens))) if draw(rarely) else row
            rows = [*rows[:at], torn, *rows[at + 1 :]]
    separator = draw(st.sampled_from(",,,;\t|"))
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\u2028"]))
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    bare = end.join(separator.join(row) for row in rows)
    content = (bare if draw(rarely) else file.getvalue()).encode(*draw(encodings))
    return draw(edited_bytes(content)) if draw(rarely) else content[:MOST]


@st.composite
def _other_lines(draw: st.DrawFn, lines: Rows) -> Rows:
    """Return rows or columns, some cut, moved, repeated or renamed."""
    if not lines or draw(st.booleans()):
        return draw(edited(lines, st.permutations(lines[:20])))
    line = draw(st.sampled_from(lines))
    times = min(draw(many | st.just(20_000)), MOST // (1 + _letters(line)))
    first = draw(st.sampled_from(["{0}", "{0}{1}"]))
    return lines + [
        [*(first.format(cell, k) for cell in line[:1]), *line[1:]] for k in range(times)
    ]


# --- JSON -------------------------------------------------------------------------------------


@st.composite
def json_near(draw: st.DrawFn, value: Any) -> bytes:
    """Return a JSON value as the bytes of a faulty or strange file."""
    root = {"": json.loads(json.dumps(value))}
    raw: dict[str, str] = {}
    for number in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from([*_nodes(root)]))
        what = draw(st.sampled_from(["raw", "raw", "value", "value", "name", "drop", "many"]))
        if what == "raw":
            holder[key] = mark = f"@{number}@"
            raw[mark] = draw(st.sampled_from(RAW_JSON))
        elif what == "many" and isinstance(holder, list):
            holder += [holder[key]] * min(draw(many), MOST // len(json.dumps(root)))
        elif what == "name" and isinstance(holder, dict) and holder is not root:
            names = [*holder]
            holder[draw(st.sampled_from(names) | texts)] = holder.pop(key)
        elif what == "drop" and holder is not root:
            del holder[key]
        else:
            holder[key] = draw(json_values)
    text = json.dumps(root[""], ensure_ascii=draw(st.booleans()))
    for mark, instead in raw.items():
        text = text.replace(f'"{mark}"', instead, max(1, MOST // len(instead)))
    content = text.encode(*draw(encodings))
    return draw(edited_bytes(content)) if draw(rarely) else content


def _nodes(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every node of a JSON value, as its container and its key or index."""
    for key, held in holder.items() if isinstance(holder, dict) else enumerate(holder):
        yield holder, key
        if isinstance(held, dict | list):
            yield from _nodes(held)
