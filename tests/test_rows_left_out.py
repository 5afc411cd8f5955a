"""Rows that are none of the table's: totals, averages, notes, lines, rows left out by a mark."""

import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import DataError

TABLES = {
    "sites.csv": ("name,system,lat,lon", "Camp,9M729,54,20", "{},9M729,55,21"),
    "systems.csv": ("name,range_km,kind", "Alpha,500,GLCM", "{},700,"),
    "figures.csv": ("system,account,claimant,range", "9M729,operator,A,480", "{},operator,A,480"),
    "places.csv": ("name,lat,lon", "Gdansk,54.4,18.7", "{},54.1,18.2"),
}


def check(tmp_path, text, name):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["check", str(path)])
    return result.exit_code, [line.removeprefix(f"{path}:") for line in result.stderr.splitlines()]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("word", "what"),
    [
        *((word, "an average") for word in ("Average", "MEAN:", "Median", "Mittelwert", "Moyenne")),
        *((word, "a total") for word in ("Total", "Summe", "Grand total", "Sub-total")),
    ],
)
def test_a_full_row_of_sums_is_refused(tmp_path, name, word, what):
    head, row, sums = TABLES[name]
    code, lines = check(tmp_path, f"{head}\n{row}\n{sums.format(word)}\n", name)
    assert (code, lines) == (1, [f"3: looks like {what} row ({word!r}); delete it"])


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("Insgesamt:", "TOTAUX", "Totale", "Razem", "Toplam 3", "Celkem"), "a total"),
        (("Durchschnitt", "Avg.", "promedio", "Mediana", "Ortalama"), "an average"),
    ],
)
def test_a_row_of_sums_that_lacks_something_is_refused_in_any_language(tmp_path, words, what):
    path = tmp_path / "places.csv"
    for word in words:
        path.write_text(f"name,lat,lon\nGdansk,54.4,18.7\n{word},54.4,\n", "utf-8")
        with pytest.raises(DataError, match=f":3: looks like {what} row"):
            infmap.load_places(path)


@pytest.mark.parametrize("word", ["Total Refinery", "Mean Ridge", "Averages Hill", "Grand Forks"])
def test_a_place_whose_name_begins_so_is_read(tmp_path, word):
    head, row, other = TABLES["places.csv"]
    assert check(tmp_path, f"{head}\n{row}\n{other.format(word)}\n", "places.csv")[0] == 0


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("mark", ["#", "# ", "//", "// "])
def test_a_row_marked_as_left_out_is_refused(tmp_path, name, mark):
    head, row, other = TABLES[name]
    first = f"{mark}Second"
    code, lines = check(tmp_path, f"{head}\n{row}\n{other.format(first)}\n", name)
    sign = mark.strip()
    told = f"3: begins with {sign}, as rows do that are left out ({first!r}); "
    assert (code, lines) == (1, [f"{told}delete the row, or the {sign}"])


@pytest.mark.parametrize(("head", "name"), [("name", "#3"), ("#name", "#Camp two")])
def test_a_number_or_a_head_with_that_mark_leaves_nothing_out(tmp_path, head, name):
    path = tmp_path / "sites.csv"
    path.write_text(f"{head},system,lat,lon\n{name},9M729,54,20\n")
    assert infmap.load(deployments=path).deployment_rows[0].site == name


def test_colours_in_a_first_column_leave_nothing_out(tmp_path):
    text = "colour,name,system,lat,lon\n#ff0000,Camp,9M729,54,20\n"
    code, lines = check(tmp_path, text, "sites.csv")
    assert (code, lines[0]) == (0, " not read: colour")


NOTES = ["* estimated", "\u2020 with a booster", "Source: CSIS, 2021", "Note: as declared"]
NOTES += ["Quelle: IISS", "Remarque : chiffres de 2019", "Ranges are only estimates."]
NOTES += ["\u00b3 with a booster"]


@pytest.mark.parametrize("text", NOTES)
def test_a_note_below_systems_is_no_system(tmp_path, text):
    for row in (f'"{text}",,', f'"{text}"'):
        code, lines = check(tmp_path, f"name,range,kind\nAlpha,500,GLCM\n{row}\n", "systems.csv")
        told = f"3: has its first cell filled alone ({text!r}); fill the row, or delete it"
        assert (code, lines) == (1, [told])


@pytest.mark.parametrize(
    ("text", "unit"), [("Note: all ranges in miles", "mi"), ("* nautical miles", "nmi")]
)
@pytest.mark.parametrize("name", ["sites.csv", "systems.csv", "figures.csv"])
def test_a_note_that_names_a_unit_is_not_just_deleted(tmp_path, text, unit, name):
    head, row, _ = TABLES[name]
    code, lines = check(tmp_path, f"{head}\n{row}\n{text},,,\n"[:-1].rstrip(",") + "\n", name)
    words = {"mi": "miles", "nmi": "nautical miles"}[unit]
    remedy = f"write {unit} into the head of what is in {words}, and delete the row"
    told = f"3: has its first cell filled alone ({text!r}); {remedy}"
    assert (code, lines) == (1, [told])


@pytest.mark.parametrize("name", ["My missile", "Note", "Alpha No. 2", "Source", "Alpha mod."])
def test_a_system_may_have_its_name_alone(tmp_path, name):
    code, _ = check(tmp_path, f"name,range,kind\nAlpha,500,GLCM\n{name},,\n", "systems.csv")
    assert code == 0


@pytest.mark.parametrize(
    "rule", ["---", ":---", "---:", ":--:", "====", "----+----", "\u2500\u2500"]
)
def test_the_line_under_the_heads_of_a_drawn_table_is_refused_once(tmp_path, rule):
    text = f"|name|system|lat|lon|\n|{rule}|{rule}|{rule}|{rule}|\n|Camp|9M729|54|20|\n"
    code, lines = check(tmp_path, text, "sites.csv")
    assert (code, lines) == (1, [f"2: is a line of dashes ({rule!r}); delete it"])
    rest = text.replace(text.splitlines(keepends=True)[1], "")
    assert check(tmp_path, rest, "sites.csv")[0] == 0


@pytest.mark.parametrize(
    "firsts",
    [
        *(["total", "women", "men"], ["total", "women", "total"], ["mean", "mean"], ["Suma", "B"]),
        *(["A", "total", "B"], ["average"]),
    ],
)
def test_a_word_for_sums_that_sorts_rows_or_names_one_is_read(tmp_path, firsts):
    rows = [f"{first},{54 + at},20" for at, first in enumerate(firsts)]
    text = "\n".join(["group,lat,lon", *rows]) + "\n"
    assert check(tmp_path, text, "places.csv")[0] == 0
    cat = infmap.load().select(site="shuya")
    infmap.screen(cat, tmp_path / "places.csv", tmp_path / "out")


@pytest.mark.parametrize("ends", [["Total"], ["Total", "Average"], ["Summe", "Mittelwert"]])
def test_sums_at_the_end_are_refused_in_a_screening_too(tmp_path, ends):
    rows = [f"{first},{54 + at},20" for at, first in enumerate(["A", "B", *ends])]
    text = "\n".join(["group,lat,lon", *rows]) + "\n"
    code, lines = check(tmp_path, text, "places.csv")
    assert (code, len(lines)) == (1, len(ends))
    with pytest.raises(DataError) as caught:
        infmap.screen(infmap.load(), tmp_path / "places.csv", tmp_path / "out")
    told = str(caught.value).replace(f"{tmp_path / 'places.csv'}:", "").splitlines()
    assert told == lines
