"""Parquet files that are strange but valid, or damaged in their pages, heads and footers."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from reliability.fuzz_mutate import TOKENS, any_text, mutated_bytes

ROWS = (0, 1, 2, 7, 300, 300, 3000)
#: What a column of numbers may hold.
NUMBERS = [0.0, -0.0, 1.5, 90.0, -180.0, 180.0001, 1e6, 1e308, float("nan"), float("inf"), None]
#: The bytes before the last eight of a file, which say where all else lies.
FOOTER = 700


def parquet_bytes(rng: Random, names: tuple[str, ...]) -> bytes:
    """Return a Parquet file with columns of these names, most of them sound, or what was one."""
    rows = rng.choice(ROWS)
    columns: list[tuple[str, Any]] = []
    for name in names:
        bound = 180 if name == "lon" else 90
        sound = pa.array([round(rng.uniform(0, bound), 3) for _ in range(rows)])
        columns.append((name, sound if rng.random() < 0.75 else _column(rng, rows)))
    for _ in range(rng.choice((0, 0, 1, 3))):
        name = rng.choice((*names, "text", "", "nearest_km", any_text(rng), *TOKENS[:30]))
        columns.append((_encodable(name), _column(rng, rows)))
    if rng.random() < 0.05:
        del columns[rng.randrange(len(columns))]
    if rows < 8 and rng.random() < 0.02:
        columns += [(f"c{k}", columns[0][1]) for k in range(500)]
    rng.shuffle(columns)
    content = _written(rng, columns)
    while content is None:
        # Some types are Arrow's alone.
        content = _written(rng, [(name, pa.nulls(rows, pa.int8())) for name, _ in columns])
    return _damaged(rng, content, rows)


def _damaged(rng: Random, content: bytes, rows: int) -> bytes:
    """Return a file as it is, or damaged somewhere: most often where it says what it holds."""
    what = rng.random()
    if what < 0.4:
        return content
    if what < 0.6:
        return mutated_bytes(rng, content)
    if what < 0.65:
        return content[: rng.randrange(len(content))]
    if what < 0.75:
        return saying_other_rows(rng, content, rows)
    cut = max(4, len(content) - FOOTER)
    footer = mutated_bytes(rng, content[cut:-8], rng.choice((1, 1, 2)))
    return _with_footer(content, cut, footer)


def _with_footer(content: bytes, cut: int, footer: bytes) -> bytes:
    """Return a file with another end of its footer, whose length fits so that it is read at all."""
    longer = len(footer) - (len(content) - 8 - cut)
    length = max(0, int.from_bytes(content[-8:-4], "little") + longer)
    return content[:cut] + footer + length.to_bytes(4, "little") + content[-4:]


def saying_other_rows(rng: Random, content: bytes, rows: int) -> bytes:
    """Return a file that says here and there that it holds more or fewer rows than it does."""
    cut = max(4, len(content) - 8 - int.from_bytes(content[-8:-4], "little"))
    mark = _zigzag(rows)
    first, *others = content[cut:-8].split(mark)
    said = _zigzag(rng.choice((0, 1, 299, 301, 10**6, 2**31 - 1, 2**31, 10**12, 2**62, -1)))
    footer = first + b"".join(rng.choice((mark, said)) + other for other in others)
    return _with_footer(content, cut, footer)


def _zigzag(number: int) -> bytes:
    """Return a number as Thrift writes it: seven bits a byte, the sign last."""
    left = number << 1 if number >= 0 else (-number << 1) - 1
    found = bytearray()
    while left > 127:
        found.append(left & 127 | 128)
        left >>= 7
    return bytes([*found, left])


def _written(rng: Random, columns: list[tuple[str, Any]]) -> bytes | None:
    file = io.BytesIO()
    options: dict[str, Any] = {
        "row_group_size": rng.choice((1, 50, 1000)),
        "version": rng.choice(("1.0", "2.4", "2.6")),
        "data_page_version": rng.choice(("1.0", "2.0")),
        "compression": rng.choice(("none", "snappy", "gzip", "zstd", "lz4", "brotli")),
        "use_dictionary": rng.random() < 0.5,
        "write_statistics": rng.random() < 0.5,
        "store_schema": rng.random() < 0.8,
    }
    try:
        schema = pa.schema([(name, column.type) for name, column in columns])
        table = pa.Table.from_arrays([column for _, column in columns], schema=schema)
        parquet.write_table(table, file, **options)
    except (pa.ArrowException, OverflowError, ValueError):
        return None
    return file.getvalue()


def _column(rng: Random, rows: int) -> Any:
    """Return a column of any type that Arrow has."""
    kind, value = rng.choice(_KINDS)
    values = [value(rng) for _ in range(rows)]
    try:
        return pa.array(values, kind)
    except (pa.ArrowException, OverflowError, ValueError):
        return pa.nulls(rows, kind)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _number(rng: Random) -> float | None:
    return rng.choice(NUMBERS) if rng.random() < 0.2 else round(rng.uniform(0, 60), 3)


def _whole(rng: Random) -> int | None:
    return rng.choice((0, 1, 90, 180, 127, None))


def _text(rng: Random) -> str | None:
    return rng.choice((None, "12.5", "12", _encodable(rng.choice(TOKENS)[:9999])))


def _invalid(rng: Random) -> bytes | None:
    return rng.choice((None, b"12.5", b"\xff\xfe", b"\xed\xa0\x80", b"a" * 5000, b""))


def _decimal(rng: Random) -> Decimal | None:
    return rng.choice((Decimal("12.50"), Decimal("-90.00"), Decimal(10**17), None))


def _not_utf_8(rng: Random) -> Any:
    return _invalid(rng)


_KINDS: list[tuple[Any, Callable[[Random], Any]]] = [
    *[(kind, _number) for kind in (pa.float16(), pa.float32(), pa.float64())],
    *[(kind, _whole) for kind in (pa.int8(), pa.uint8(), pa.int32(), pa.int64(), pa.uint64())],
    (pa.int64(), lambda rng: rng.choice((2**63 - 1, -(2**63), 0))),
    *[(kind, _decimal) for kind in (pa.decimal128(20, 2), pa.decimal256(76, 2), pa.decimal128(38))],
    *[(kind, _text) for kind in (pa.string(), pa.large_string(), pa.string_view())],
    *[(pa.dictionary(index, pa.string()), _text) for index in (pa.int8(), pa.int32())],
    (pa.dictionary(pa.int32(), pa.float64()), _number),
    (pa.dictionary(pa.int32(), pa.decimal128(20, 2)), _decimal),
    *[(kind, _invalid) for kind in (pa.binary(), pa.large_binary(), pa.binary_view())],
    (pa.binary(4), lambda rng: rng.choice((b"abcd", b"\xff\xff\xff\xff", None))),
    (pa.bool_(), lambda rng: rng.choice((True, False, None))),
    (pa.null(), lambda rng: None),
    (pa.date32(), lambda rng: date(rng.randrange(1, 9999), 1, 1)),
    (pa.timestamp("ns"), lambda rng: datetime(2018, 2, 3)),
    (pa.timestamp("us", tz="Europe/Berlin"), lambda rng: datetime(2018, 2, 3)),
    (pa.timestamp("us", tz="Mars/Olympus"), lambda rng: datetime(2018, 2, 3)),
    (pa.time64("ns"), lambda rng: time(1, 2, 3)),
    (pa.duration("s"), lambda rng: timedelta(rng.randrange(100))),
    (pa.list_(pa.float64()), lambda rng: [_number(rng)] * rng.randrange(3)),
    (pa.list_(pa.float64(), 2), lambda rng: [1.0, 2.0]),
    (pa.large_list(pa.string()), lambda rng: [_text(rng)]),
    (pa.struct([("lon", pa.float64()), ("lat", pa.float64())]), lambda rng: {"lon": 1.0}),
    (pa.struct([]), lambda rng: {}),
    (pa.map_(pa.string(), pa.float64()), lambda rng: [("a", 1.0)]),
    (pa.list_(pa.struct([("a", pa.list_(pa.string()))])), lambda rng: [{"a": [_text(rng)]}]),
]


def invalid_text(rows: int) -> bytes:
    """Return a file whose column ``lon`` says that it is text, and is not.

    Examples
    --------
    >>> parquet.ParquetFile(io.BytesIO(invalid_text(1))).schema_arrow.names
    ['lon', 'lat']
    """
    buffer = pa.py_buffer(b"\xff\xfe" * rows)
    offsets = pa.array(range(0, 2 * rows + 1, 2), pa.int32())
    lon = pa.StringArray.from_buffers(rows, offsets.buffers()[1], buffer)
    file = io.BytesIO()
    parquet.write_table(pa.table({"lon": lon, "lat": [1.0] * rows}), file)
    return file.getvalue()
