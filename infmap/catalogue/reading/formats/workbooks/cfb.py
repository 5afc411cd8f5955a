"""Reads and writes streams of compound files, the containers of XLS workbooks."""

import struct
from typing import NamedTuple

from infmap.catalogue.reading.formats.workbooks.bounds import damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_END, _FREE, _IS_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LAST = 0xFFFFFFFA
#: Shorter streams are stored in small sectors of 64 bytes.
_CUTOFF = 4096
_ENTRY = 128
_ROOT, _STREAM = 5, 2
_TABLES_IN_HEADER = 109


class _Entry(NamedTuple):
    name: str
    kind: int
    start: int
    size: int


def streams(data: bytes, names: set[str]) -> dict[str, bytes]:
    """Return the streams with these names in a compound file."""
    header = struct.unpack_from("<HH", data, 30)
    if header[0] not in {9, 12} or header[1] != 6:
        raise damaged()
    size = 1 << header[0]
    table = _table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size, size)
    entries = [_entry(directory, at) for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    held: dict[str, bytes] = {}
    small: bytes | None = None
    for entry in entries:
        if entry.kind != _STREAM or entry.name not in names or entry.name in held:
            continue
        if entry.size >= _CUTOFF:
            held[entry.name] = _chain(data, table, entry.start, size, size)[: entry.size]
            continue
        if small is None:
            root = next((candidate for candidate in entries if candidate.kind == _ROOT), None)
            small = b"" if root is None else _chain(data, table, root.start, size, size)
            small_table = _numbers(
                _chain(data, table, struct.unpack_from("<I", data, 60)[0], size, size)
            )
        held[entry.name] = _chain(small, small_table, entry.start, 64, 0)[: entry.size]
    return held


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Return for each sector the number of the next one."""
    sectors = list(struct.unpack_from(f"<{_TABLES_IN_HEADER}I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while following <= _LAST and following not in seen:
        seen.add(following)
        numbers = _numbers(data[size * (following + 1) : size * (following + 2)])
        sectors += numbers[:-1]
        following = numbers[-1]
    used = dict.fromkeys(sector for sector in sectors if sector <= _LAST)
    return _numbers(b"".join(data[size * (k + 1) : size * (k + 2)] for k in used))


def _chain(data: bytes, table: tuple[int, ...], start: int, size: int, offset: int) -> bytes:
    """Return the bytes of a chain of sectors; refuse a chain that is a loop."""
    pieces: list[bytes] = []
    sector = start
    while sector <= _LAST:
        if sector >= len(table) or len(pieces) > len(table):
            raise damaged()
        pieces.append(data[offset + sector * size : offset + (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)


def _entry(directory: bytes, at: int) -> _Entry:
    length, kind = struct.unpack_from("<HB", directory, at + 64)
    start, size = struct.unpack_from("<II", directory, at + 116)
    name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, start, size)


def with_stream(name: str, stream: bytes) -> bytes:
    """Return a compound file with one stream, which is padded to whole sectors.

    Examples
    --------
    >>> held = streams(with_stream("Workbook", b"abc"), {"Workbook"})
    >>> held["Workbook"].rstrip(bytes(1))
    b'abc'
    """
    length = max(_CUTOFF, -(-len(stream) // _SECTOR) * _SECTOR)
    in_stream = length // _SECTOR
    tables, further = 1, 0
    while tables * (_SECTOR // 4) < tables + further + 1 + in_stream:
        tables += 1
        further = max(0, -(-(tables - _TABLES_IN_HEADER) // 127))
    # In order: the tables, the lists of further tables, the directory, the stream.
    first = tables + further + 1
    table = [_IS_TABLE] * tables + [_IS_TABLE - 1] * further + [_END]
    table += [*range(first + 1, first + in_stream), _END]
    table += [_FREE] * (tables * (_SECTOR // 4) - len(table))
    listed = [*range(tables)]
    in_header = listed[:_TABLES_IN_HEADER]
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, first - 1, 0, _CUTOFF, _END, 0, 0, 0)
    header = header[:68] + struct.pack("<II", tables if further else _END, further)
    header += struct.pack(
        f"<{_TABLES_IN_HEADER}I", *in_header, *[_FREE] * (_TABLES_IN_HEADER - len(in_header))
    )
    lists = b""
    for k in range(further):
        part = listed[_TABLES_IN_HEADER + 127 * k : _TABLES_IN_HEADER + 127 * (k + 1)]
        after = tables + k + 1 if k + 1 < further else _END
        lists += struct.pack("<128I", *part, *[_FREE] * (127 - len(part)), after)
    directory = _written("Root Entry", _ROOT, _END, 0, child=1) + _written(
        name, _STREAM, first, length
    )
    directory += bytes(_SECTOR - len(directory))
    body = stream + bytes(length - len(stream))
    return header + struct.pack(f"<{len(table)}I", *table) + lists + directory + body


def _written(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    entry += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return entry + struct.pack("<III", start, size, 0)
