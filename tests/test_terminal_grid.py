import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sample import examples, sampled
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.tables.blocks import Line
from infmap.tables.coverage_view import REACH_STYLE
from infmap.tables.grid import Grid

# A sign without a width of its own that stands alone goes in Rich, and stays in a grid.
# Skin tones alone change the sign before them, and Rich does not say how wide they are.
SIGNS = st.characters(exclude_categories=["C", "Z"], exclude_characters="🏻🏼🏽🏾🏿")
CELLS = (
    st.text(SIGNS | st.just(" "), max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: not text or cell_len(text))
)
STYLED = st.builds(Text, CELLS, st.sampled_from(["bold", "bold yellow", "dim", "cyan"]))


def printed(view, *, width, colour):
    file = io.StringIO()
    kinds = {"force_terminal": True, "color_system": "truecolor"} if colour else {}
    Console(file=file, width=width, highlight=False, **kinds).print(view)
    return file.getvalue()


def as_rich_has_it(columns, rows, *, right=(), title=None):
    table = Table(box=None, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for column in columns:
        justify = "right" if column in right else "left"
        table.add_column(column, justify=justify, header_style="dim", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    return table


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", [20, 160], ids=["narrow", "wide"])
@settings(max_examples=examples(40))
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS | STYLED, CELLS), max_size=5),
    title=st.none() | st.just("Title"),
)
def test_a_grid_is_a_rich_table_to_the_byte(rows, title, width, colour):
    columns = ["Site", "km", "Reach", ""]
    grid = Grid(*columns, right=["km"], title=title)
    for row in rows:
        grid.add_row(*row)
    table = as_rich_has_it(columns, rows, right=["km"], title=title)
    shown = [printed(view, width=width, colour=colour) for view in (grid, table)]
    assert shown[0] == shown[1]


def test_a_plain_cell_holds_no_markup(hostile):
    texts = ["[bold]x[/bold]", ":smile:", "[/]", *hostile]
    grid = Grid("Text")
    for text in texts:
        grid.add_row(text)
    lines = printed(grid, width=160, colour=False).splitlines()
    assert [line.rstrip() for line in lines[1:]] == texts


def test_a_cell_with_a_line_break_is_left_to_rich():
    grid = Grid("Text", "km")
    grid.add_row("two\nlines", "5")
    table = as_rich_has_it(["Text", "km"], [("two\nlines", "5")])
    assert printed(grid, width=80, colour=False) == printed(table, width=80, colour=False)


def narrow(**options):
    columns = ("Site", "km", "Azimuth", "System", "Whose")
    grid = Grid(*columns, right=["km", "Azimuth"], **options)
    grid.add_row("Kaliningrad Oblast (site not named)", "575.1", "247.5", "Iskander-M", "CSIS")
    return grid


def test_a_grid_leaves_out_what_it_may_in_order_and_says_so():
    grid = narrow(drop=["Azimuth", "Whose"], wrap=["Site"])
    lines = printed(grid, width=80, colour=False).splitlines()
    assert lines[0].split() == ["Site", "km", "Azimuth", "System", "Whose"]
    lines = printed(grid, width=44, colour=False).splitlines()
    assert lines[0].split() == ["Site", "km", "System", "Whose"]
    assert lines[-1].rstrip() == "No room for: azimuth"
    lines = printed(grid, width=36, colour=False).splitlines()
    assert lines[0].split() == ["Site", "km", "System"]
    assert lines[-1].rstrip() == "No room for: azimuth, whose"
    assert any("Iskander-M" in line and "575.1" in line for line in lines)


def test_only_the_columns_named_are_wrapped():
    lines = printed(narrow(wrap=["Site"]), width=60, colour=False).splitlines()
    assert max(map(len, lines)) <= 60
    assert "575.1" in lines[1]
    assert "Iskander-M" in lines[1]
    assert lines[1].startswith("Kaliningrad")
    assert "not named)" in "".join(lines[2:])


#: Commands whose tables find no room at 80 columns.
NARROW = [
    ["coverage"],
    ["coverage", "--site", "shuya"],
    ["reach", "Berlin", "--site", "shuya"],
    ["reach", "Berlin", "--site", "shuya", "--long"],
    ["compare", "operator", "opponent"],
    ["coverage", "--targets", "cities", "--site", "shuya"],
    ["list", "sites"],
    ["list", "systems"],
    ["list", "claims"],
    ["list", "allegations"],
    ["show", "9m729"],
    ["show", "kaliningrad"],
    ["show", "shuya"],
]


@pytest.mark.parametrize("arguments", sampled(NARROW, 5, [["show", "shuya"]]), ids=" ".join)
@pytest.mark.parametrize("width", [80, 120])
def test_a_narrow_terminal_cuts_no_word_off_and_has_no_longer_line(arguments, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    told = CliRunner().invoke(app, arguments).stdout
    assert "…" not in told
    # An address is never broken, however long.
    lines = [line for line in told.splitlines() if not line.strip().startswith("http")]
    assert max(map(cell_len, lines)) <= width


def test_at_any_width_that_has_room_for_the_words_all_of_them_are_there(cat):
    names = ("id", "name", "country", "systems", "statuses")
    grid = Grid(*names)
    for row in infmap.list_table(cat, "sites")[:30]:
        texts = [
            ", ".join(part) if isinstance(part, list) else part for part in map(row.get, names)
        ]
        grid.add_row(*texts)
    wide = sorted(printed(grid, width=1000, colour=False).split())
    for width in range(90, 120):
        assert sorted(printed(grid, width=width, colour=False).split()) == wide, width


def test_ids_and_accounts_are_whole_at_80_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    sites = CliRunner().invoke(app, ["list", "sites", "--site", "kaliningrad"]).stdout.split()
    assert {"iskander-m,", "bastion-oniks"} <= {*sites}
    shown = CliRunner().invoke(app, ["show", "kaliningrad"]).stdout
    for words in ("(opponent), assessed", "2014-12-04", "undetermined", "euromaidan-2014-12-04"):
        assert words in " ".join(shown.split())


def test_a_wrapped_line_is_set_in_under_itself():
    told = printed(Line("one two three four"), width=12, colour=False).splitlines()
    assert [line.rstrip() for line in told] == ["  one two", "    three", "    four"]


@pytest.mark.parametrize("style", REACH_STYLE.values(), ids=REACH_STYLE)
def test_words_of_reach_have_no_colour_that_white_or_black_swallows(style):
    assert not {*style.split()} & {"yellow", "cyan", "white", "black", "blue"}
    assert "bright" not in style


@pytest.mark.parametrize(
    "arguments",
    [
        ["coverage", "--targets", "cities", "--site", "milkovodne"],
        ["show", "rize"],
        ["show", "iskander-m"],
        ["list", "events", "--as-of", "1986-12-31"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_a_narrow_terminal_cuts_no_number_and_no_date_in_two(arguments, width, monkeypatch):
    figure = re.compile(r"(?<!\S)(?:\d{1,3}(?:,\d{3})+|\d{4}-\d\d-\d\d)(?!\S)")

    def figures(columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        return {*figure.findall(CliRunner().invoke(app, arguments).stdout)}

    whole = figures(400)
    assert whole
    assert whole <= figures(width)
