"""What the written tables of a few made-up sites hold, to the last word and number."""

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

COMMANDS = {
    "coverage": ["coverage", "--site", "north-camp", "--band", "400", "700"],
    "reach": ["reach", "copenhagen"],
    "people": ["coverage", "--targets", "cities", "--site", "west-camp", "--band", "100", "300"],
    "sites": ["list", "sites"],
    "claims": ["list", "claims"],
}


@pytest.mark.parametrize("form", ["csv", "json", "md", "html", "latex"])
@pytest.mark.parametrize("name", ["coverage", "claims"])
def test_a_table_holds_what_was_read_before(infmap_says, reads_as, name, form):
    reads_as(infmap_says(*COMMANDS[name], "--format", form), f"table-{name}.{form}.txt")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_workbook_holds_what_the_text_holds(infmap_says, reads_as, tmp_path, name):
    path = tmp_path / "table.xlsx"
    infmap_says(*COMMANDS[name], "-o", str(path))
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    lines = ["\t".join(map(str, row)) for row in book.get_sheet_by_index(0).to_python()]
    reads_as("\n".join([*book.sheet_names, *lines]), f"workbook-{name}.txt")


def test_the_head_of_a_workbook_stays_in_view_and_no_column_does(infmap_says, tmp_path):
    path = tmp_path / "table.xlsx"
    infmap_says("list", "sites", "-o", str(path))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    (pane,) = re.findall(r"<pane [^>]*>", sheet)
    assert 'ySplit="1"' in pane
    assert "xSplit" not in pane
