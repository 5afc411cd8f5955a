"""A line in quotes above a header is a title; a header or rows in quotes are no cells."""

import itertools
import warnings

import pytest
from pyarrow import parquet

import infmap
from infmap.errors import DataError
from tests.sample import sampled

SITES = [["Site", "System", "Lat", "Lon"], ["Camp", "9M729", "54.5", "20.5"]]
SITES += [["North, old", "9M729", "55.5", "21.5"]]
TITLES = {
    "one with commas": ["Table 2: Sites reported, 2019"],
    "two": ["Table 2: Sites reported, 2019", "Ministry of Defence; draft | 3"],
    "of heads": ["Sites, systems, lat and lon"],
    "of bare heads": ["Site, system"],
    "with a remark": ["Sites of the seminar", "North, south; and others"],
    "with a tab": ["Sites\tof 2019, all"],
    "over two lines": ["Sites,\nall of them"],
}
CASES = [*itertools.product(TITLES, [",", ";", "\t", "|"], [True, False], ["", "\n"])]
ALWAYS = [("one with commas", ",", all_quoted, "") for all_quoted in (True, False)]


def quoted(text):
    return f'"{text}"'


def line(cells, separator, *, all_quoted):
    asks = (separator, '"', "\n")
    return separator.join(
        quoted(cell) if all_quoted or any(mark in cell for mark in asks) else cell for cell in cells
    )


def told(text, path, run):
    path.write_text(text, "utf-8")
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", infmap.ReadingNote)
        found = run(path)
    return found, [str(note.message).replace(str(path), "") for note in noted]


def sites(path):
    cat = infmap.load(deployments=path)
    own = {"Camp", "North, old"}
    return [(row.site, row.lat, row.lon) for row in cat.deployment_rows if row.site in own]


def screened(path):
    infmap.screen(infmap.load(), path, path.parent / "out", site="kaliningrad")
    table = parquet.read_table(path.parent / "out" / "places")
    return [(row["Site"], float(row["Lat"]), float(row["Lon"])) for row in table.to_pylist()]


@pytest.mark.parametrize(("title", "separator", "all_quoted", "gap"), sampled(CASES, 30, ALWAYS))
def test_a_title_in_quotes_is_one(tmp_path, title, separator, all_quoted, gap):
    rows = "\n".join(line(cells, separator, all_quoted=all_quoted) for cells in SITES)
    text = "\n".join(map(quoted, TITLES[title])) + f"\n{gap}{rows}\n"
    path = tmp_path / "sites.csv"
    found, notes = told(text, path, sites)
    assert found == [("Camp", 54.5, 20.5), ("North, old", 55.5, 21.5)]
    (note,) = (note for note in notes if "read as the header" in note)
    assert "above it not read" in note
    infmap.check([path])


@pytest.mark.parametrize("title", [*TITLES])
def test_screen_reads_below_a_title_in_quotes_too(tmp_path, title):
    rows = "\n".join(line(cells, ",", all_quoted=True) for cells in SITES)
    text = "\n".join(map(quoted, TITLES[title])) + f"\n{rows}\n"
    found, notes = told(text, tmp_path / "places.csv", screened)
    assert found == [("Camp", 54.5, 20.5), ("North, old", 55.5, 21.5)]
    assert any("above it not read" in note for note in notes)


HEADS, *ROWS = [",".join(cells) for cells in ([*SITES[0]], ["Camp", "9M729", "54", "20"])]
IN_QUOTES = {
    "all": ([HEADS, *ROWS], 1),
    "all below a title": (["Sites of the seminar", HEADS, *ROWS], 2),
    "all below a title with a comma": (["Table 2: sites, 2019", HEADS, *ROWS], 2),
}


@pytest.mark.parametrize(("lines", "row"), IN_QUOTES.values(), ids=IN_QUOTES)
@pytest.mark.parametrize("run", [sites, screened, lambda path: infmap.check([path])])
def test_rows_in_quotes_are_refused_in_the_same_line(tmp_path, lines, row, run):
    path = tmp_path / "sites.csv"
    with pytest.raises(DataError) as caught:
        told("\n".join(map(quoted, lines)) + "\n", path, run)
    assert str(caught.value) == (
        f"{path}:{row}: stands in quotes as one cell ({HEADS!r}); take away the quotes round each "
        "row"
    )


@pytest.mark.parametrize("run", [sites, screened])
def test_a_header_alone_in_quotes_is_refused_too(tmp_path, run):
    path = tmp_path / "sites.csv"
    with pytest.raises(DataError, match="1: stands in quotes as one cell"):
        told(f'"{HEADS}"\n{ROWS[0]}\n', path, run)


def test_without_the_quotes_it_is_read(tmp_path):
    text = "\n".join(["Table 2", HEADS, *ROWS]) + "\n"
    assert told(text, tmp_path / "sites.csv", sites)[0] == [("Camp", 54, 20)]
