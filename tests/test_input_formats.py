"""The page *Input formats* says how heads and cells are read: it is held to what is read."""

import re

import build_input_formats as build
import pytest
from made_parts import BEGINNING

from infmap.catalogue.reading.formats.kinds import JSON_SUFFIXES, READ, Kind

TEXT = build.PAGE.read_text("utf-8")


def test_the_page_is_what_infmap_reads_today():
    stale = "run python scripts/build_input_formats.py"
    assert build.page(TEXT) == TEXT, stale


def test_what_is_made_takes_the_place_of_what_stood_there():
    heads = build.table(build.heads_table())
    changed = TEXT.replace(heads, "| table | head |\n| --- | --- |\n| sites | `X` |")
    assert changed != TEXT
    assert build.page(changed) == TEXT


def test_a_page_without_a_place_for_a_table_is_told():
    with pytest.raises(SystemExit, match="no place for 'heads'"):
        build.page(TEXT.replace(BEGINNING.format("heads", "build_input_formats.py"), ""))


def test_sixty_heads_are_told_and_nearly_as_many_that_are_not_read():
    told = [row[2] for row in build.heads_table()][1:]
    refused = [one for one in told if one.startswith(("refused", "not read"))]
    assert len(told) - len(refused) >= 40
    assert len(refused) >= 35
    assert len({(table, head) for table, head, _ in build.HEADS}) == len(build.HEADS)


def test_a_hundred_cells_are_told_of_which_half_are_read():
    read = [cell for row in [*build.ranges(refused=False)][1:] for cell in row[1].split(" · ")]
    refused = [cell for row in [*build.ranges(refused=True)][1:] for cell in row[1].split(" · ")]
    assert len(read) >= 50
    assert len(refused) >= 50


def test_every_kind_of_file_is_told():
    told = build.table(build.kinds())
    words = {Kind.TEXT: "text", Kind.JSON: "JSON", Kind.ZIPPED_SHAPEFILE: "Shapefile in a zip"}
    assert [kind for kind in Kind if words.get(kind, kind.value) not in told] == []
    suffixes = JSON_SUFFIXES - {".topojson"}
    assert [suffix for suffix in suffixes if f"`{suffix}`" not in told] == []
    offered = re.findall(r"[A-Z]\w+", READ)
    assert [word for word in offered if word.lower() not in told.lower()] == []


def test_no_cell_breaks_its_table():
    for table in (part for part in build.made().values() if part.startswith("|")):
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(columns) == 1


@pytest.mark.parametrize("page", ["own-data.md", "screening.md", "people.md"])
def test_other_pages_tell_the_same_limit_of_rows(page):
    text = (build.PAGE.parent / page).read_text("utf-8")
    assert f"{build.faults.MOST_ROWS:,}" in text
