"""`infmap diff` beside an account of its own: rows told and applied, answers, formats, refusals."""

import csv
import io
import json
import os
import random
import re
import shutil
import warnings
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from sample import examples
from typer.testing import CliRunner

import infmap
from infmap.catalogue.bundled import Table, data_path
from infmap.changes.answers import catalogue_of
from infmap.changes.record import MOST_DIFF_BYTES
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.io.formats import DiffFormat
from infmap.tables.diff_text import diff_text

SYSTEMS, CLAIMS, DEPLOYMENTS = Table.SYSTEMS, Table.CLAIMS, Table.DEPLOYMENTS
SITES = ("shuya", "kaliningrad", "deveselu", "redzikowo", "chernyakhovsk", "mozdok")
CAPITALS = ("berlin", "warsaw", "moscow", "kyiv", "minsk", "vilnius", "oslo", "ankara", "tehran")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)], env={"COLUMNS": "80"})


# --- States of the tables, read and written by this module alone ------------------------------


def rows_of(folder, table):
    """Return a table's rows as dicts of text, without blank cells."""
    text = (folder / table).read_text("utf-8").removeprefix("\ufeff")
    if table.endswith(".csv"):
        found = list(csv.DictReader(io.StringIO(text, newline="")))
    else:
        items = json.loads(text, parse_float=str, parse_int=str)
        found = [flat(item) for item in (items["features"] if isinstance(items, dict) else items)]
    return [{head: cell for head, cell in row.items() if cell} for row in found]


def flat(item):
    if "geometry" in item:
        lon, lat = item["geometry"]["coordinates"]
        item = {**item["properties"], "lon": lon, "lat": lat}
    return {head: in_a_cell(value) for head, value in item.items()}


def in_a_cell(value):
    if isinstance(value, list) and isinstance(value[0], dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, dict):
        return "-".join(part.zfill(2) for part in value["date-parts"][0])
    return value


def write(folder, table, rows, *, heads=None, end="\n", quoting=csv.QUOTE_MINIMAL):
    """Write a table of rows of text: sources and sites with a row a line."""
    if table.endswith(".csv"):
        heads = heads or list(dict.fromkeys(head for row in rows for head in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, heads, lineterminator=end, quoting=quoting)
        writer.writeheader()
        writer.writerows(rows)
        text = text.getvalue()
    else:
        lines = f",{end}".join(json.dumps(unflat(row, table), ensure_ascii=False) for row in rows)
        opening = '{"type": "FeatureCollection", "features": [' if table is DEPLOYMENTS else "["
        text = f"{opening}{end}{lines}{end}]{'}' if table is DEPLOYMENTS else ''}{end}"
    (folder / table).write_bytes(text.encode())


def unflat(row, table):
    row = dict(row)
    if "source_ids" in row:
        row["source_ids"] = row["source_ids"].split("; ")
    if "author" in row:
        row["author"] = json.loads(row["author"])
    for field in {"issued", "accessed"} & row.keys():
        row[field] = {"date-parts": [[int(part) for part in row[field].split("-")]]}
    if table is not DEPLOYMENTS:
        return row
    at = [float(row.pop("lon")), float(row.pop("lat"))]
    point = {"type": "Point", "coordinates": at}
    return {"type": "Feature", "properties": row, "geometry": point}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A state with a few of infmap's sites, and what belongs to them."""
    folder = tmp_path_factory.mktemp("small")
    data = data_path(SYSTEMS).parent
    rows = {table: rows_of(data, table) for table in Table}
    reports = [row for row in rows[DEPLOYMENTS] if row["site_id"] in SITES]
    systems = {row["system_id"] for row in reports}
    kept = {
        DEPLOYMENTS: reports,
        SYSTEMS: [row for row in rows[SYSTEMS] if row["id"] in systems],
        CLAIMS: [row for row in rows[CLAIMS] if row["system_id"] in systems],
        Table.CAPITALS: [row for row in rows[Table.CAPITALS] if row["id"] in CAPITALS],
    }
    for table in Table:
        write(folder, table, kept.get(table, rows[table][:12]))
    return folder


@pytest.fixture
def changed(small, tmp_path):
    """Return a function that makes a state of the small one, a table of which is edited."""

    def change(table, edit, name="new", of=small):
        folder = tmp_path / name
        shutil.copytree(of, folder)
        rows = rows_of(folder, table)
        write(folder, table, edit(rows) or rows)
        return folder

    return change


def with_cell(ident, field, value, *, by="id"):
    def edit(rows):
        row = next(row for row in rows if row[by] == ident)
        if value is None:
            del row[field]
        else:
            row[field] = value

    return edit


# --- Rows ------------------------------------------------------------------------------------

WORDS = [
    "a,b",
    'say "no"',
    "two\nlines",
    "Köln ⚠ 平壌",
    "=1+1",
    " blank ",
    "x" * 300,
    "|`*",
    "\u2028",
]


def randomly_changed(folder, draw):
    """Change every table of a folder by chance; return what was done to rows with an id."""
    for table in Table:
        if draw.random() < 0.1 or not (folder / table).exists():
            (folder / table).unlink(missing_ok=True)
            continue
        rows = rows_of(folder, table)
        for _ in range(draw.randrange(4)):
            row = draw.choice(rows)
            kind = draw.choice(["change", "withdraw", "add", "rename", "blank"])
            if kind == "withdraw" and len(rows) > 1:
                rows.remove(row)
            elif kind == "add":
                new = {**draw.choice(rows), "note": draw.choice(WORDS)}
                new["id" if "id" in new else "claimant"] = f"new-{draw.random()}"
                rows.insert(draw.randrange(len(rows) + 1), new)
            elif kind == "rename" and "id" in row:
                row["id"] = f"renamed-{draw.random()}"
            elif kind == "blank":
                row.pop("note", None)
            else:
                row["note"] = draw.choice(WORDS)
        if draw.random() < 0.3:
            draw.shuffle(rows)
        if draw.random() < 0.3:
            for row in draw.sample(rows, len(rows) // 2 + 1):
                row["added column"] = draw.choice(WORDS)
        end = draw.choice(["\n", "\r\n", "\r"])
        # With other ends Python's writer leaves a line feed in a cell without quotes.
        quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]) if "\n" in end else csv.QUOTE_ALL
        write(folder, table, rows, end=end, quoting=quoting)
        path = folder / table
        data = path.read_bytes()
        if draw.random() < 0.3:
            data = data.rstrip(b"\r\n")
        if draw.random() < 0.2:
            data = b"\xef\xbb\xbf" + data
        path.write_bytes(data)


def told_new(table, rows):
    """Return the new rows that a diff of a table with ids tells, from the old ones."""
    found = {row["id"]: dict(row) for row in rows}
    for row in table.withdrawn:
        assert found.pop(row["id"]) == row
    for names in table.renamed:
        row = found.pop(names.old)
        found[names.new] = {**row, "id": names.new}
    for cell in table.changed:
        assert found[cell.id].get(cell.field, "") == cell.old != cell.new
        found[cell.id][cell.field] = cell.new
    found |= {row["id"]: row for row in table.added}
    filled = ({head: cell for head, cell in row.items() if cell} for row in found.values())
    return sorted(filled, key=lambda row: row["id"])


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("seed", range(examples(60)))
def test_a_diff_applied_gives_the_new_tables_to_the_byte_and_told_gives_their_rows(
    small, tmp_path, seed
):
    draw = random.Random(seed)
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(small, old)
    if seed % 2:
        randomly_changed(old, draw)
    shutil.copytree(old, new)
    randomly_changed(new, draw)
    found = infmap.diff(old, new)
    (tmp_path / "diff.json").write_text(found.to_json(), "utf-8")
    made = infmap.Diff.read(tmp_path / "diff.json").apply(old)
    assert made == {path.name: path.read_bytes() for path in new.iterdir()}
    for name, table in found.tables.items():
        if name == CLAIMS:
            continue
        before, after = (rows_of(f, Table(name)) if (f / name).exists() else [] for f in (old, new))
        assert told_new(table, before) == sorted(after, key=lambda row: row["id"])


def test_a_changed_cell_is_told_with_its_row_and_field(small, changed):
    new = changed(SYSTEMS, with_cell("9m729", "kind", "GLBM"))
    (cell,) = infmap.diff(small, new).tables[SYSTEMS].changed
    assert cell.model_dump() == {"id": "9m729", "field": "kind", "old": "GLCM", "new": "GLBM"}


def test_a_row_of_another_id_is_renamed_and_nothing_else(small, changed):
    table = infmap.diff(small, changed(SYSTEMS, with_cell("9m729", "id", "ssc-8"))).tables[SYSTEMS]
    assert [(row.old, row.new) for row in table.renamed] == [("9m729", "ssc-8")]
    assert (table.added, table.changed, table.withdrawn) == ([], [], [])


def test_a_row_moved_among_the_others_is_told_as_moved(small, changed):
    new = changed(SYSTEMS, lambda rows: [rows[-1], *rows[:-1]])
    table = infmap.diff(small, new).tables[SYSTEMS]
    assert table.moved == [rows_of(small, SYSTEMS)[-1]["id"]]
    assert (table.added, table.changed, table.withdrawn) == ([], [], [])
    assert "The same rows, written otherwise" in run("diff", small, new).stdout


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_with_other_separators_holds_the_same_rows(small, changed, separator):
    new = changed(SYSTEMS, lambda rows: None)
    rows = csv.reader(io.StringIO((small / SYSTEMS).read_text("utf-8")))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    (new / SYSTEMS).write_bytes(text.getvalue().encode())
    found = infmap.diff(small, new)
    table = found.tables[SYSTEMS]
    assert (table.added, table.changed, table.withdrawn, table.columns_added) == ([], [], [], [])
    assert found.apply(small)[SYSTEMS] == text.getvalue().encode()
    assert "The same rows, written otherwise" in run("diff", small, new).stdout


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("up_to_km", "481"),
        ("as_of", "2018"),
        ("claimant", "Kommersant"),
        ("account", "independent"),
    ],
)
def test_a_figure_that_is_mended_stays_the_same_row(small, changed, field, value):
    def edit(rows):
        row = next(row for row in rows if row.get("up_to_km") == "480")
        row[field] = value

    table = infmap.diff(small, changed(CLAIMS, edit)).tables[CLAIMS]
    assert [(cell.field, cell.new) for cell in table.changed] == [(field, value)]
    assert (table.added, table.withdrawn) == ([], [])


@pytest.mark.parametrize("more", [{"as_of": "1999"}, {}], ids=["of another day", "of its day"])
def test_a_figure_set_before_others_of_its_claimant_leaves_them_as_they_are(small, changed, more):
    rows = rows_of(small, CLAIMS)
    new = {**rows[0], "up_to_km": "77", **more}
    table = infmap.diff(small, changed(CLAIMS, lambda rows: [new, *rows])).tables[CLAIMS]
    assert (table.added, table.changed, table.withdrawn) == ([new], [], [])


def test_a_column_that_came_is_told_once_and_in_full_only_to_programs(small, changed):
    def edit(rows):
        for row in rows:
            row["colour"] = "red"

    new = changed(SYSTEMS, edit)
    found = infmap.diff(small, new)
    table = found.tables[SYSTEMS]
    assert table.columns_added == ["colour"]
    assert len(table.changed) == len(rows_of(small, SYSTEMS)) > 3
    shown = run("diff", small, new).stdout
    assert "Columns added: colour" in shown
    assert "red" not in shown
    assert infmap.diff(new, small).tables[SYSTEMS].columns_withdrawn == ["colour"]


def test_a_number_keeps_its_decimals(small, changed):
    new = changed(DEPLOYMENTS, lambda rows: None)
    path = new / DEPLOYMENTS
    path.write_text(path.read_text("utf-8").replace("[20.5, ", "[20.50, ", 1), "utf-8")
    lon = rows_of(small, DEPLOYMENTS)[0]["lon"]
    path.write_text(path.read_text("utf-8").replace(f"[{lon},", f"[{lon}0,", 1), "utf-8")
    (cell,) = infmap.diff(small, new).tables[DEPLOYMENTS].changed
    assert (cell.field, cell.old, cell.new) == ("lon", lon, f"{lon}0")


def test_a_table_that_only_one_state_has_is_told_whole(small, changed):
    new = changed(SYSTEMS, lambda rows: None)
    (new / Table.EVENTS).unlink()
    found = infmap.diff(small, new)
    assert found.tables[Table.EVENTS].withdrawn == rows_of(small, Table.EVENTS)
    assert found.tables[Table.EVENTS].columns_withdrawn == []
    assert Table.EVENTS not in found.apply(small)
    back = infmap.diff(new, small).tables[Table.EVENTS]
    assert (back.added, back.columns_added) == (rows_of(small, Table.EVENTS), [])


# --- Answers ---------------------------------------------------------------------------------


def reaches(folder, **only):
    """Return each place's answer by way of the public functions."""
    tables = {
        "systems": SYSTEMS,
        "claims": CLAIMS,
        "deployments": DEPLOYMENTS,
        "capitals": Table.CAPITALS,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        cat = infmap.load(**{key: folder / name for key, name in tables.items()}, only_own=True)
    return {
        (row["site_id"], row["target_id"]): row["reach"]
        for row in infmap.coverage_rows(cat, **only)
    }


EDITS = {
    "a figure is longer": (CLAIMS, with_cell("480", "up_to_km", "1500", by="up_to_km")),
    "a figure has no upper end": (CLAIMS, with_cell("480", "up_to_km", None, by="up_to_km")),
    "figures are withdrawn": (CLAIMS, lambda rows: rows[5:]),
    "a report is withdrawn": (
        DEPLOYMENTS,
        lambda rows: [r for r in rows if r["site_id"] != "shuya"],
    ),
    "a site came": (DEPLOYMENTS, lambda rows: [*rows, {**rows[0], "id": "q", "site_id": "q"}]),
    "a system strikes nothing": (SYSTEMS, with_cell("9m729", "purpose", "interception")),
    "a capital came": (
        Table.CAPITALS,
        lambda rows: [*rows, {**rows[0], "id": "elsewhere", "lon": "30", "lat": "50"}],
    ),
    "a capital moved": (Table.CAPITALS, with_cell("berlin", "lon", "25")),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", EDITS)
def test_answers_that_changed_are_those_in_which_two_tables_of_coverage_differ(
    small, changed, name
):
    new = changed(*EDITS[name])
    found = infmap.diff(small, new)
    assert found.not_compared == ""
    before, after = reaches(small), reaches(new)
    expected = {
        key: pair
        for key in before.keys() | after.keys()
        if len({*(pair := (before.get(key, "none"), after.get(key, "none")))}) > 1
    }
    assert expected
    assert {(row.site_id, row.target_id): (row.old, row.new) for row in found.answers} == expected
    sites = ({site for site, _ in keys} for keys in (before, after))
    lone = set.symmetric_difference(*sites)
    assert {site.id for site in found.sites} == {site for site, _ in expected} | lone
    for site in found.sites:
        for states, count in ((before, site.old), (after, site.new)):
            words = [reach for (ident, _), reach in states.items() if ident == site.id]
            assert count == (sum(w in ("all", "some") for w in words) if words else None)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", EDITS)
def test_a_site_that_answers_otherwise_on_one_account_is_told_with_it(small, changed, name):
    new = changed(*EDITS[name])
    found = infmap.diff(small, new)
    expected = {}
    for account in ("operator", "opponent", "independent", "user"):
        before, after = reaches(small, account=account), reaches(new, account=account)
        for site in {site for site, _ in before} & {site for site, _ in after}:
            was, now = (
                {place: reach for (ident, place), reach in state.items() if ident == site}
                for state in (before, after)
            )
            places = [p for p in {*was, *now} if was.get(p, "none") != now.get(p, "none")]
            if places:
                counts = [sum(w in ("all", "some") for w in one.values()) for one in (was, now)]
                expected[site, account] = (*counts, len(places))
    assert {(one.id, one.account): (one.old, one.new, one.places) for one in found.by_account} == (
        expected
    )
    alone = [(one.id, one.account) for one in found.on_one_alone]
    assert {*alone} == {key for key in expected if key[0] not in {site.id for site in found.sites}}


def test_a_figure_that_moves_one_account_alone_is_no_silence(small, changed):
    """Another party's figure reaches farther, so that all of them together say as before."""
    new = changed(CLAIMS, with_cell("480", "up_to_km", "490", by="up_to_km"))
    assert infmap.diff(small, new).answers_text == (
        "every site answers as before, on all accounts together and on each alone"
    )
    new = changed(CLAIMS, lambda rows: [farther(row) for row in rows], "farther")
    found = infmap.diff(small, new)
    assert found.answers == []
    alone = found.on_one_alone
    assert {one.account for one in alone} == {"operator"}
    told = f"on one account alone: operator {len(alone)} site"
    assert f"on all accounts together every site answers as before; otherwise {told}" in (
        found.answers_text
    )
    screen, markdown = run("diff", small, new).stdout, diff_text(found, DiffFormat.MD)
    for one in alone:
        row = rf"{re.escape(one.site[:8])}.* operator +{one.old} +{one.new} +{one.places}\n"
        assert re.search(row, screen), screen
        assert f"| {one.id} | operator | {one.old}, now {one.new} | {one.places} |" in markdown


def farther(row):
    is_denial = (row["system_id"], row["account"], row.get("up_to_km")) == (
        "9m729",
        "operator",
        "480",
    )
    return {**row, "up_to_km": "1000"} if is_denial else row


def test_a_site_that_came_and_reaches_nothing_is_told(small, changed):
    far = {"id": "q", "site_id": "q", "site": "Q", "country": "", "lon": "-150", "lat": "-60"}
    found = infmap.diff(small, changed(DEPLOYMENTS, lambda rows: [*rows, {**rows[0], **far}]))
    assert [(site.id, site.old, site.new) for site in found.sites] == [("q", None, 0)]
    assert found.answers == []


def test_infmaps_own_tables_fill_in_nothing(small, changed):
    """A missile of no kind strikes the ground; infmap's row says that it intercepts."""

    def edit(rows):
        return [
            {head: row[head] for head in row if head not in ("kind", "purpose")} for row in rows
        ]

    row = catalogue_of(changed(SYSTEMS, edit)).system_by_id["sm-3-ib"]
    assert (row.kind, row.strike) == (None, True)


@pytest.mark.parametrize(
    ("table", "field", "old", "new"),
    [(Table.CAPITALS, "id", "berlin", "berlin-de"), (DEPLOYMENTS, "site_id", "shuya", "shuya-2")],
)
def test_what_is_called_otherwise_answers_as_before(small, changed, table, field, old, new):
    def edit(rows):
        for row in rows:
            row[field] = new if row[field] == old else row[field]

    found = infmap.diff(small, changed(table, edit))
    assert (found.answers, found.sites, found.not_compared) == ([], [], "")


def test_a_state_that_is_no_catalogue_has_its_rows_told_and_a_line_on_the_answers(small, changed):
    new = changed(CLAIMS, with_cell("480", "account", "nobody", by="up_to_km"))
    found = infmap.diff(small, new)
    assert [cell.new for cell in found.tables[CLAIMS].changed] == ["nobody"]
    assert "nobody" in found.not_compared
    assert len(found.not_compared.splitlines()) == 1
    result = run("diff", small, new)
    assert result.exit_code == 0
    assert "Answers were not compared:" in result.stdout


def test_of_several_reasons_not_to_compare_answers_one_is_told_and_the_others_counted(
    small, changed, monkeypatch
):
    def edit(rows):
        for row in rows[:3]:
            row["account"] = "nobody"

    new = changed(CLAIMS, edit)
    assert infmap.diff(small, new).not_compared.endswith(" (and 2 more)")
    monkeypatch.setattr("infmap.analysis.coverage.MOST_ANSWERS", 1)
    raised = changed(CLAIMS, with_cell("480", "up_to_km", "1500", by="up_to_km"), "raised")
    assert "(got 405); compare fewer rows, or " in infmap.diff(small, raised).not_compared


def test_columns_of_another_version_are_read(small, changed):
    def edit(rows):
        for row in rows:
            row["strange"] = "x"
            row.pop("nato_since", None)

    found = infmap.diff(small, changed(Table.CAPITALS, edit))
    assert found.not_compared == ""
    assert found.tables[Table.CAPITALS].columns_added == ["strange"]


# --- Formats ---------------------------------------------------------------------------------


@pytest.fixture
def many(small, changed):
    """A state in which rows of each kind differ, and answers."""
    hostile = "</content><b>|`*\u001b[31m & so on"
    one = changed(Table.EVENTS, with_cell("1979-06-18-salt-ii", "note", hostile), "one")
    two = changed(CLAIMS, EDITS["a figure is longer"][1], "two", of=one)
    three = changed(Table.EVENTS, lambda rows: rows[1:], "three", of=two)
    four = changed(Table.CAPITALS, with_cell("oslo", "id", "christiania"), "four", of=three)
    return changed(Table.ALLEGATIONS, lambda rows: [{**rows[0], "id": "new"}, *rows], of=four)


def test_json_has_the_keys_that_are_documented(small, many):
    told = json.loads(run("diff", small, many, "--json").stdout)
    assert list(told) == [
        *("old", "new", "day", "tables", "answers", "sites", "sites_of_both", "not_compared"),
        "by_account",
    ]
    assert list(told["tables"]) == [*Table]
    assert list(told["tables"][CLAIMS]) == [
        *("old_sha256", "new_sha256", "columns_added", "columns_withdrawn"),
        *("added", "changed", "renamed", "withdrawn", "moved", "edits"),
    ]
    assert [*told["answers"][0]] == ["site_id", "target_id", "target", "country", "old", "new"]


def test_the_terminal_shows_each_change_within_80_columns(small, many):
    result = run("diff", small, many)
    assert max(map(len, result.stdout.splitlines())) <= 80
    for words in (
        "up_to_km: 480 → 1500",
        "Renamed: oslo is christiania",
        "Added: new",
        "Withdrawn:",
    ):
        assert words in result.stdout
    assert "\x1b[31m" not in result.stdout
    counts = re.findall(r" (\d+) +(\d+) +(\d+) +(\d+) +(\d+)$", result.stdout, re.MULTILINE)
    assert counts
    for was, now, came, went, _ in counts:
        assert int(now) - int(was) == int(came) - int(went) > 0
    assert run("diff", small, many).stdout == result.stdout


def test_csv_has_a_line_for_each_change(small, many, tmp_path):
    path = tmp_path / "diff.csv"
    result = run("diff", small, many, "-o", path)
    found = infmap.diff(small, many)
    assert result.stdout == f"{path}: {len(found.rows())} changes\n"
    lines = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert [(row["table"], row["change"]) for row in lines] == [
        *[(CLAIMS, "changed"), (Table.CAPITALS, "renamed"), (Table.ALLEGATIONS, "added")],
        *[(Table.EVENTS, "changed"), (Table.EVENTS, "withdrawn")],
    ]
    assert lines[0]["old"] == "480"
    whole = [row for row in lines if row["change"] in ("added", "withdrawn")]
    assert {row[key] for row in whole for key in ("field", "old", "new")} == {""}
    assert found.rows_table.to_dict("records") == found.rows()
    assert len(found.answers_table) == len(found.answers)


def test_markdown_is_a_section_whose_cells_stay_cells(small, many):
    text = run("diff", small, many, "--format", "md").stdout
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert text.startswith("### new\n")
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<td>&lt;/content&gt;&lt;b&gt;|`*" in html.replace("<td>… ", "<td>")
    assert "<td>480</td>\n<td>1500</td>" in html
    assert sum(token.type == "table_open" for token in tokens) == 5


def test_feeds_have_an_entry_for_each_row_that_readers_may_have_cited(small, many, tmp_path):
    for name in ("new.feed.json", "new.atom"):
        result = run("diff", small, many, "--day", "28 Nov 2026", "-o", tmp_path / name)
        assert result.exit_code == 0, result.stderr
    feed = json.loads((tmp_path / "new.feed.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    titles = [item["title"] for item in feed["items"]]
    assert [title.rpartition(" ")[2] for title in titles] == [
        *("2026-11-28", "changed", "renamed", "changed", "withdrawn"),
    ]
    assert {item["date_published"] for item in feed["items"]} == {"2026-11-28T00:00:00Z"}
    assert "up_to_km: 480 → 1500" in feed["items"][1]["content_text"]
    atom = ElementTree.fromstring((tmp_path / "new.atom").read_text("utf-8"))
    entries = atom.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", None, ATOM) for entry in entries] == titles
    assert "</content><b>|`*\\x1b[31m & so on" in entries[3].findtext("a:content", None, ATOM)
    ids = [entry.findtext("a:id", None, ATOM) for entry in entries]
    assert ids == [item["id"] for item in feed["items"]]
    assert len({*ids}) == len(ids)


def test_rows_of_one_name_that_are_withdrawn_have_entries_of_their_own(small, changed):
    old = changed(CLAIMS, lambda rows: [*rows, rows[0], {**rows[0], "note": "other"}], "old")
    new = changed(CLAIMS, lambda rows: rows[:-2], of=old)
    text = run("diff", old, new, "--format", "feed", "--day", "2026-11-28").stdout
    ids = [item["id"] for item in json.loads(text)["items"]]
    assert len({*ids}) == len(ids) == 3


def test_the_day_is_the_new_version_or_else_asked_for(small, changed):
    new = changed(CLAIMS, EDITS["a figure is longer"][1])
    result = run("diff", small, new, "--format", "atom")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a feed needs the day of the new state (new); name it" in result.stderr
    (new / "datapackage.json").write_text('{"version": "2026.12.24"}', "utf-8")
    assert infmap.diff(small, new).day == "2026-12-24"
    assert infmap.diff(small, new, day="2026-12-25").day == "2026-12-25"
    assert "2026-12-24T00:00:00Z" in run("diff", small, new, "--format", "atom").stdout


# --- No difference, and what is refused -------------------------------------------------------


def test_the_same_state_twice_has_no_difference(small):
    result = run("diff", small, small)
    assert (result.exit_code, result.stdout.rstrip()[-15:]) == (0, ": no difference")
    found = infmap.diff(small, small)
    assert found.is_same
    assert found.rows() == found.answers == []


def test_a_diff_is_applied_to_its_old_state_alone(small, changed, tmp_path):
    new = changed(CLAIMS, EDITS["a figure is longer"][1])
    found = infmap.diff(small, new)
    with pytest.raises(InfmapError, match=f"^{CLAIMS}: is not the file that the diff"):
        found.apply(new)
    told = json.loads(found.to_json())
    told["tables"][CLAIMS]["edits"].append("more")
    (tmp_path / "diff.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(InfmapError, match="does not lead to its new state"):
        infmap.Diff.read(tmp_path / "diff.json").apply(small)
    (tmp_path / "diff.json").write_text('{"old": 1}', "utf-8")
    with pytest.raises(InfmapError, match=r"no diff of infmap's \(old: .*write one by infmap d"):
        infmap.Diff.read(tmp_path / "diff.json")
    with pytest.raises(InfmapError, match="file not found"):
        infmap.Diff.read(tmp_path / "nowhere.json")
    with (tmp_path / "diff.json").open("wb") as file:
        file.truncate(MOST_DIFF_BYTES + 1)
    with pytest.raises(InfmapError, match=r"diff\.json: is larger than 100 MB"):
        infmap.Diff.read(tmp_path / "diff.json")


BAD = {
    "an unfinished quote": (SYSTEMS, b'id,name\na,"b\n', "is no CSV"),
    "a cell too many": (SYSTEMS, b"id,name\na,b,c\n", "systems.csv:2: has 3 cells under 2"),
    "a column twice": (SYSTEMS, b"id,id\na,b\n", "systems.csv:1: has a column twice ('id')"),
    "another encoding": (SYSTEMS, b"id,name\na,K\xf6ln\n", ":2: is not UTF-8; save it in UTF-8"),
    "no JSON": (DEPLOYMENTS, b'{"features": [{]}', "is no JSON of rows"),
    "no features": (DEPLOYMENTS, b'{"type": "Feature"}', "no list, and no features"),
    "a key without its colon": (DEPLOYMENTS, b'{"features" []}', "no : at character 12"),
    "features twice": (DEPLOYMENTS, b'{"features": [], "features": []}', "no list, and no feat"),
    "rows that are numbers": (Table.SOURCES, b"[1, 2]", "a row that is no object"),
    "more than a list": (Table.SOURCES, b"[] []", "text after the end, at character 3"),
    "an object without its end": (DEPLOYMENTS, b'{"a": 1', "no , at character 7"),
    "NaN": (Table.SOURCES, b'[{"id": NaN}]', "NaN is no number"),
    "deep nests": (Table.SOURCES, b"[" * 100_000, "is no JSON of rows"),
    "too large": (SYSTEMS, b"id\n" + b"a" * 20_000_000, "is larger than 20 MB; cut it to what you"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_faulty_table_gets_one_line(small, changed, name):
    table, content, told = BAD[name]
    new = changed(SYSTEMS, lambda rows: None)
    (new / table).write_bytes(content)
    result = run("diff", small, new)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert str(new / table) in result.stderr


def test_all_faults_of_both_states_come_at_once(small, tmp_path):
    old, new = (shutil.copytree(small, tmp_path / name) for name in ("old", "new"))
    (old / SYSTEMS).write_bytes(b"id,id\na,b\n")
    (old / Table.CAPITALS).write_bytes(b"\xff")
    (new / SYSTEMS).write_bytes(b'id,name\na\nb,c,d\n"e')
    (new / Table.SOURCES).write_bytes(b"[1")
    result = run("diff", old, new)
    told = [line.partition("; ")[0] for line in result.stderr.splitlines()]
    assert sorted(told) == sorted(
        [
            f"{old / SYSTEMS}:1: has a column twice ('id')",
            f"{old / Table.CAPITALS}:1: is not UTF-8",
            f"{new / SYSTEMS}:2: has 1 cell under 2 columns",
            f"{new / SYSTEMS}:3: has 3 cells under 2 columns",
            f"{new / SYSTEMS}: is no CSV ('unexpected end of data')",
            f"{new / Table.SOURCES}: is no JSON of rows ('no , at character 2')",
        ]
    )
    assert (result.exit_code, result.stdout) == (1, "")


def test_what_is_no_folder_of_tables_gets_one_line(small, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "data.zip").write_bytes(b"PK\x03\x04")
    shutil.copytree(small, tmp_path / "checkout" / "data")
    cases = {
        tmp_path / "nowhere": "folder not found; check the path",
        tmp_path / "data.zip": "is no folder; give a folder of tables",
        tmp_path / "empty": "holds no table of infmap's; it needs one of systems.csv",
        tmp_path / "checkout": f"did you mean {tmp_path / 'checkout' / 'data'}?",
    }
    for given, told in cases.items():
        for pair in ((given, small), (small, given)):
            result = run("diff", *pair)
            assert (result.exit_code, result.stdout) == (1, "")
            assert told in result.stderr
            assert len(result.stderr.splitlines()) == 1


def test_a_folder_of_traps_is_refused_in_one_line(small, changed):
    traps = {
        "cannot be read ('is a pipe'); ": os.mkfifo,
        "is larger than 20 MB": lambda path: path.symlink_to("/dev/zero"),
        "cannot be read ('Too many levels of symbolic links')": lambda path: path.symlink_to(path),
        "is a folder": lambda path: path.mkdir(),
    }
    new = changed(SYSTEMS, lambda rows: None)
    for told, put in traps.items():
        (new / SYSTEMS).unlink(missing_ok=True)
        put(new / SYSTEMS)
        result = run("diff", small, new)
        assert (result.exit_code, result.stdout) == (1, "")
        assert told in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_state_in_the_folder_where_one_stands_is_called_by_its_name(small, changed, monkeypatch):
    new = changed(SYSTEMS, lambda rows: None)
    monkeypatch.chdir(new)
    assert infmap.diff(small, ".").new == new.name


def test_a_version_is_not_waited_for(small, changed):
    new = changed(SYSTEMS, lambda rows: None)
    os.mkfifo(new / "datapackage.json")
    assert infmap.diff(small, new).new == new.name


def test_an_output_does_not_replace_a_table(small, changed):
    new = changed(SYSTEMS, lambda rows: None)
    before = (new / Table.SOURCES).read_bytes()
    result = run("diff", small, new, "-o", new / Table.SOURCES)
    assert (result.exit_code, (new / Table.SOURCES).read_bytes()) == (1, before)
    assert "is an input" in result.stderr


def test_where_errors_are_reported_is_told_only_where_it_is_known(tmp_path, monkeypatch):
    brief = tmp_path / "brief.html"
    words = (["show", "9m729"], ["show", "9m729", "--json"])

    def outputs():
        run("report", "--focus", "shuya", "-o", brief)
        return [*(run(*line).stdout for line in words), brief.read_text("utf-8")]

    before = outputs()
    monkeypatch.setattr("infmap.looks.corrections.address", lambda: "https://example.org/report")
    after = outputs()
    for was, now in zip(before, after, strict=True):
        assert "Report an error" not in was
        assert "Report an error in a figure at https://example.org/report" in now
    row = "9m729, operator, Russian MoD, 2019-01-23"
    claims = json.loads(after[1])[0]["claims"]
    assert claims[0]["report"].endswith(f"with its row: {row}")


def test_the_day_of_a_publication_is_told_as_a_day(small, changed):
    row = next(row for row in rows_of(small, Table.SOURCES) if row.get("issued"))
    new = changed(Table.SOURCES, with_cell(row["id"], "issued", "1988-02-03"))
    (told,) = infmap.diff(small, new).rows()
    assert (told["id"], told["field"]) == (row["id"], "issued")
    assert (told["old"], told["new"]) == (row["issued"], "1988-02-03")


def test_odd_values_are_told_as_text(small, changed):
    new = changed(SYSTEMS, lambda rows: None)
    odd = (
        '[{"id": "a", "issued": {"date-parts": [["x"]]}, "n": {"b": [1.50, true]}, "s": "\\ud800"}]'
    )
    (new / Table.SOURCES).write_text(odd, "utf-8")
    found = infmap.diff(small, new)
    assert found.tables[Table.SOURCES].added == [
        {"id": "a", "issued": '{"date-parts": [["x"]]}', "n": '{"b": ["1.50", true]}', "s": "?"}
    ]
    assert found.apply(small)[Table.SOURCES] == odd.encode()
    assert run("diff", small, new, "--json").exit_code == 0


def test_a_site_that_gets_a_height_is_told_by_the_geometry_it_then_has(small, changed):
    new = changed(DEPLOYMENTS, lambda rows: None)
    layer = json.loads((new / DEPLOYMENTS).read_text("utf-8"))
    layer["features"][0]["geometry"]["coordinates"].append(95)
    (new / DEPLOYMENTS).write_text(json.dumps(layer), "utf-8")
    told = [row for row in infmap.diff(small, new).rows() if row["change"] == "changed"]
    assert [row["field"] for row in told] == ["geometry", "lon", "lat"]
    assert '"type": "Point"' in told[0]["new"]
