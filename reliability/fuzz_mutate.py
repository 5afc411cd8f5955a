"""Valid text, tables, JSON and bytes made hostile, each the same for the same random numbers."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any, TypeAlias

Rows: TypeAlias = list[list[str]]

#: What a cell may hold that a reader did not think of.
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
#: JSON that Python's own writer does not write, as it stands in a file.
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
#: Bytes that mean something to some reader.
BYTES = [
    *(b"\x00", b"\x00" * 64, b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\x80"),
    *(b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\r", b"\n", b"\r\n", b"\x1a", b"\x1b"),
    *(b"\x7f", b"\x80", b"\x85", b'"', b",", b";", b"{", b"[", b"]", b"\\", b"\\u", b"PAR1"),
    *(b"PARE", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-", b"9" * 400, b"[" * 5000, b"," * 5000),
    # Thrift and Parquet write numbers seven bits a byte: 2 ** 31 - 1, 2 ** 62, -1.
    *(b"\xff\xff\xff\xff\x0f", b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", b"\x01", b"\x15"),
]  # fmt: skip
#: How often a thing stands that is repeated.
MANY = (2, 50, 3_000)
#: No input grows beyond so many letters: a reader may take a second for each million.
MOST = 1_000_000


def mutated_bytes(rng: Random, content: bytes, times: int | None = None) -> bytes:
    """Return bytes with a few of them changed, cut, moved, repeated or put in."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20)) if times is None else times):
        at = rng.randrange(len(found) + 1)
        to = min(len(found), at + rng.choice((1, 1, 2, 8, 64, 1000)))
        what = rng.randrange(7)
        if what == 0 and at < len(found):
            found[at] ^= 1 << rng.randrange(8)
        elif what == 1 and at < len(found):
            found[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
        elif what == 2:
            del found[at:to]
        elif what == 3:
            found[at:at] = rng.choice(BYTES)
        elif what == 4:
            found[at:to] = rng.choice(BYTES)
        elif what == 5:
            found[at:at] = found[at:to] * _times(rng, to - at, MANY)
        elif rng.random() < 0.3:
            del found[at:]
        else:
            other = rng.randrange(len(found) + 1)
            found[other:other] = found[at:to]
        if len(found) > MOST:
            break
    return bytes(found[:MOST])


def mutated_text(rng: Random, text: str) -> str:
    """Return a text with something hostile in it, or in its place."""
    at = rng.randrange(len(text) + 1)
    to = rng.randrange(at, len(text) + 1)
    token = rng.choice(TOKENS) if rng.random() < 0.8 else any_text(rng)
    return rng.choice(
        (token, text[:at] + token + text[at:], text[:at] + token + text[to:], text.upper(),
         text[:at] + text[to:], text[:at] + text[at:to] * _times(rng, to - at, MANY) + text[to:])
    )  # fmt: skip


def _times(rng: Random, letters: int, choices: Sequence[int]) -> int:
    """Return how often to repeat what has so many letters: a choice that stays within bounds."""
    return min(rng.choice(choices), MOST // max(1, letters))


def any_text(rng: Random) -> str:
    """Return letters from anywhere."""
    reach = rng.choice((0x80, 0x250, 0x3000, 0xD7FF, 0x10FFFF))
    return "".join(chr(rng.randrange(reach)) for _ in range(rng.choice((1, 3, 12, 80))))


def _letters(rows: Iterable[list[str]]) -> int:
    return sum(len(cell) + 1 for row in rows for cell in row)


# --- Tables in CSV ----------------------------------------------------------------------------


def mutated_csv(rng: Random, rows: Rows) -> bytes:
    """Return a table, a header row first, as the bytes of a faulty or strange CSV file."""
    rows = [list(row) for row in rows]
    for _ in range(rng.choice((1, 1, 2, 4))):
        rng.choice(_TABLE_CHANGES)(rng, rows)
    content = _csv_text(rng, rows).encode(*_encoding(rng))
    return mutated_bytes(rng, content) if rng.random() < 0.25 else content


def _csv_text(rng: Random, rows: Rows) -> str:
    plain = rng.random() < 0.7
    separator = "," if plain else rng.choice(",;\t|")
    line_end = "\n" if plain else rng.choice(("\r\n", "\r", "\n\n", "\u2028"))
    if not plain and rng.random() < 0.5:
        return line_end.join(separator.join(row) for row in rows)
    file = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if plain else csv.QUOTE_ALL
    csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=line_end).writerows(rows)
    return file.getvalue()


def _encoding(rng: Random) -> tuple[str, str]:
    # A lone surrogate has no letters in UTF-8; as it stands it makes bytes that are none.
    if rng.random() < 0.9:
        return "utf-8", "surrogatepass"
    return rng.choice(("utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1251")), "replace"


def _change_cell(rng: Random, rows: Rows) -> None:
    row = rng.choice(rows or [[]])
    if row:
        at = rng.randrange(len(row))
        row[at] = mutated_text(rng, row[at]) if rng.random() < 0.4 else rng.choice(TOKENS)


def _change_body_cell(rng: Random, rows: Rows) -> None:
    _change_cell(rng, rows[1:])


def _swap_cells(rng: Random, rows: Rows) -> None:
    row = rng.choice(rows or [[]])
    rng.shuffle(row)


def _drop_column(rng: Random, rows: Rows) -> None:
    at = rng.randrange(len(rows[0]) if rows and rows[0] else 1)
    for row in rows:
        del row[at : at + 1]


def _repeat_column(rng: Random, rows: Rows) -> None:
    at = rng.randrange(len(rows[0]) if rows and rows[0] else 1)
    times = _times(rng, _letters(row[at : at + 1] for row in rows), (*MANY, 20_000))
    of_its_own = rng.random() < 0.5
    for number, row in enumerate(rows):
        cells = row[at : at + 1]
        if of_its_own and number == 0:
            row += [f"{cell}{k}" for cell in cells for k in range(times)]
        else:
            row += cells * times


def _repeat_row(rng: Random, rows: Rows) -> None:
    if len(rows) < 2:
        return
    row = rng.choice(rows[1:])
    times = _times(rng, _letters([row]), MANY)
    of_its_own = rng.random() < 0.5
    at = rng.randrange(len(row)) if row else 0
    rows += [
        [f"{cell}-{k}" if of_its_own and column == at else cell for column, cell in enumerate(row)]
        for k in range(times)
    ]


def _drop_row(rng: Random, rows: Rows) -> None:
    if rows:
        del rows[rng.randrange(len(rows))]


def _tear_row(rng: Random, rows: Rows) -> None:
    row = rng.choice(rows or [[]])
    if rng.random() < 0.5:
        del row[rng.randrange(len(row) + 1) :]
    else:
        row += [rng.choice(TOKENS)[:300]] * rng.choice(MANY)


def _long_cell(rng: Random, rows: Rows) -> None:
    row = rng.choice(rows or [[]])
    if row:
        token = rng.choice(TOKENS)
        row[rng.randrange(len(row))] = token * _times(rng, len(token), (300, 60_000))


_TABLE_CHANGES: list[Callable[[Random, Rows], None]] = [
    *[_change_body_cell] * 8,
    *[_change_cell] * 2,
    *(_swap_cells, _drop_column, _repeat_column, _repeat_row, _drop_row, _tear_row, _long_cell),
]


# --- JSON -------------------------------------------------------------------------------------


def mutated_json(rng: Random, value: Any) -> bytes:
    """Return a value of JSON as the bytes of a faulty or strange file; the value stays whole."""
    value = json.loads(json.dumps(value))
    raw: dict[str, str] = {}
    for _ in range(rng.choice((1, 1, 2, 4))):
        value = _changed(rng, value, raw)
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5)
    for mark, instead in raw.items():
        most = max(1, MOST // len(instead))
        text = text.replace(json.dumps(mark), instead, most).replace(json.dumps(mark), "0")
    content = text.encode(*_encoding(rng))
    return mutated_bytes(rng, content) if rng.random() < 0.25 else content


def _changed(rng: Random, value: Any, raw: dict[str, str]) -> Any:
    """Return a value with one node of it, anywhere, put in another's place."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        name = rng.choice(list(value))
        what = rng.random()
        if what < 0.8:
            return {**value, name: _changed(rng, value[name], raw)}
        if what < 0.87:
            return {key: held for key, held in value.items() if key != name}
        if what < 0.94:
            other = rng.choice((*value, *TOKENS[:40]))
            return {other if key == name else key: held for key, held in value.items()}
        return {**value, rng.choice(TOKENS): _node(rng, raw)}
    if isinstance(value, list) and value and rng.random() < 0.9:
        at = rng.randrange(len(value))
        what = rng.random()
        if what < 0.85:
            return [*value[:at], _changed(rng, value[at], raw), *value[at + 1 :]]
        if what < 0.9:
            return [*value[:at], *value[at + 1 :]]
        return value + value[at : at + 1] * _times(rng, 1000, MANY)
    return _node(rng, raw)


def _node(rng: Random, raw: dict[str, str]) -> Any:
    if rng.random() < 0.6:
        mark = f"@{len(raw)}@{rng.random()}@"
        raw[mark] = rng.choice(RAW_JSON)
        return mark
    return rng.choice((rng.choice(TOKENS), any_text(rng), rng.uniform(-400, 400), 0, -1, 10**18))
