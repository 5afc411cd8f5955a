"""Unread columns that change what the others mean: status, bounds, sides, units; and old years."""

import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import DataError

PLACE = {"system": "9M729", "lon": 20.5}
FIGURE = {"system": "9M729", "account": "operator", "claimant": "A"}


def refused(rows, table="deployments"):
    """Return the lines that refuse rows, or none."""
    try:
        infmap.load(**{table: rows})
    except DataError as error:
        return [line.removeprefix(f"{table}: ") for line in str(error).splitlines()]
    return []


def sites(head, cells):
    return [
        {"name": f"Camp {k}", "lat": 54 + k, **PLACE, head: cell} for k, cell in enumerate(cells)
    ]


# --- Status -----------------------------------------------------------------------------------

STATUS = (
    "{}: may be the status, and is not read; write ended, planned or reported under the head "
    "status, or delete it"
)


@pytest.mark.parametrize("head", ["State", "Current situation", "Durum", "Phase"])
@pytest.mark.parametrize(
    "cells",
    [
        ("active", "closed"),
        ("Dismantled", None),
        ("in service", "Under construction", "in service"),
        ("aktiv", "stillgelegt"),
        ("en service", "d\u00e9mantel\u00e9"),
        ("activo", "Retirada"),
        ("aktif", "kald\u0131r\u0131ld\u0131"),
        ("suspected", "not operational"),
    ],
)
def test_a_column_of_words_for_what_is_gone_is_not_dropped(head, cells):
    assert refused(sites(head, cells)) == [STATUS.format(head)]


@pytest.mark.parametrize("head", ["Active", "Still there?", "Former", "operational", "In use"])
@pytest.mark.parametrize("cells", [("yes", "no"), ("x", None), ("1", "0"), (True, False)])
def test_a_column_that_asks_whether_it_stands_is_not_dropped(head, cells):
    assert refused(sites(head, cells)) == [STATUS.format(head)]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("State", ("active", "operational")),
        ("State", ("Bavaria", "closed")),
        ("Active", ("yes", "yes")),
        ("Visited", ("yes", "no")),
        ("Garrison town", ("Closed", "Moscow")),
    ],
)
def test_a_column_that_ends_nothing_is_told_as_unread(head, cells):
    with pytest.warns(infmap.ReadingNote, match=f"not read: {head}"):
        assert refused(sites(head, cells)) == []


def test_beside_a_status_such_a_column_is_told_as_unread():
    rows = [{**row, "status": "confirmed"} for row in sites("State", ["closed", "active"])]
    with pytest.warns(infmap.ReadingNote, match="not read: State"):
        assert refused(rows) == []


@pytest.mark.parametrize(
    "behind",
    [
        *("(closed)", "[former]", "(planned 2025)", "- closed", "\u2013 dismantled", ", destroyed"),
        *("(withdrawn in 2019)", "(stillgelegt)", "(ferm\u00e9e)"),
    ],
)
def test_a_name_that_says_that_a_site_is_gone_is_refused(behind):
    name = f"North camp {behind}".replace(" ,", ",")
    row = {"name": name, "lat": 54, **PLACE}
    assert refused([row]) == [
        f"row 1 (index 0): name: may say that nothing stands there now ({name!r}); write ended or "
        "planned under the head status, or the name alone"
    ]
    assert refused([{**row, "status": "ended", "until": "2019"}]) == []
    assert refused([{**row, "until": "2019"}]) == []


@pytest.mark.parametrize("name", ["Camp (Russia)", "Closed camp", "Camp (closed town)", "A, B"])
def test_another_name_is_a_name(name):
    assert refused([{"name": name, "lat": 54, **PLACE}]) == []


# --- Bounds and units of figures --------------------------------------------------------------


@pytest.mark.parametrize("head", ["Qualifier", ">/<", "sign", "Range qualifier"])
@pytest.mark.parametrize(
    "cells",
    [
        *((">", "<"), ("at least", None), ("about", "more than")),
        *(("up_to", "at_least"), ("upper", "lower"), (None, "or more")),
        *(("Obergrenze", "Untergrenze"), ("LOWER BOUND", None), ("borne inf\u00e9rieure", None)),
    ],
)
def test_a_column_of_bounds_is_not_dropped(head, cells):
    rows = [{**FIGURE, "range_km": 500 + k, head: cell} for k, cell in enumerate(cells)]
    assert refused(rows, "claims") == [
        f"{head}: may say which figures are bounds, and is not read; write it into the cells of "
        "the range, such as >500, or delete it"
    ]


def test_a_column_of_bounds_without_a_head_is_not_dropped(tmp_path):
    path = tmp_path / "systems.csv"
    path.write_text("name,,range_km\nAlpha,>,500\n")
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 1
    assert ":1: (blank): may say which figures are bounds, and is not read" in result.stderr


@pytest.mark.parametrize(
    ("head", "cell"), [("Bound", "low"), ("L\u00edmite", "inferior"), ("+/-", "+")]
)
def test_a_bound_is_told_by_head_and_cell_together(head, cell):
    (line,) = refused([{**FIGURE, "range_km": 500, head: cell}], "claims")
    assert line.startswith(f"{head}: may say which figures are bounds, and is not read; write it")


@pytest.mark.parametrize(
    "cells",
    [
        ("<", "~"),
        ("about", "ca."),
        ("5", ">6"),
        ("exact", None),
        ("low", "high"),
        ("up_to", None),
        ("+", "-"),
    ],
)
def test_what_makes_no_lower_bound_is_told_as_unread(cells):
    rows = [{**FIGURE, "range_km": 500 + k, "sign": cell} for k, cell in enumerate(cells)]
    with pytest.warns(infmap.ReadingNote, match="not read: sign"):
        assert refused(rows, "claims") == []


def test_such_a_column_is_told_as_unread_where_no_figure_stands():
    with pytest.warns(infmap.ReadingNote, match="not read: Order"):
        assert refused(sites("Order", [">", "<"])) == []


FIGURES_APART = (
    "write each figure as a row of a table of figures, with its account, claimant and measure, or "
    "delete it"
)
ENGAGED = (
    "write engagement under the head measure in a table of figures where it is a reach against "
    "targets in the air, in space or at sea, or delete it"
)
OBTAINED = {
    "measure-of-a-system": ("systems", "measure", "engagement", FIGURES_APART),
    "measure-of-a-site": ("deployments", "Measure", "tested", FIGURES_APART),
    "another-head": ("systems", "Type of reach", "Engagement", FIGURES_APART),
    "another-head-of-figures": (
        "claims",
        "Type",
        "engagement",
        "rename it to measure, or delete it",
    ),
    "strike-of-a-figure": ("claims", "strike", False, ENGAGED),
    "strike-of-a-system": ("systems", "Strike", "no", ENGAGED),
}
RANGED = {
    "systems": {"name": "Alpha", "range_km": 280},
    "deployments": {"name": "Camp", "lat": 54, **PLACE, "range_km": 280},
    "claims": {**FIGURE, "range_km": 280},
}


@pytest.mark.parametrize(("table", "head", "cell", "remedy"), OBTAINED.values(), ids=[*OBTAINED])
def test_how_a_figure_was_obtained_is_not_dropped(table, head, cell, remedy):
    (line,) = refused([{**RANGED[table], head: cell}], table)
    problem = "are of no strike" if head.casefold() == "strike" else "were obtained"
    assert line.startswith(f"{head}: may say ")
    assert line.endswith(f" figures {problem}, and is not read; {remedy}")


@pytest.mark.parametrize(
    ("head", "cell"), [("measure", "km"), ("Development", "tested"), ("strike", "yes")]
)
@pytest.mark.parametrize("table", ["systems", "deployments"])
def test_what_tells_nothing_of_figures_is_told_as_unread(table, head, cell):
    with pytest.warns(infmap.ReadingNote, match=f"not read: {head}"):
        assert refused([{**RANGED[table], head: cell}], table) == []


def test_a_measure_is_told_as_unread_where_no_figure_stands():
    with pytest.warns(infmap.ReadingNote, match="not read: measure"):
        assert refused([{"name": "Alpha", "measure": "engagement"}], "systems") == []


@pytest.mark.parametrize("head", ["Notes", "Remarks", "note"])
@pytest.mark.parametrize("cells", [("miles", "nautical miles"), ("in miles", None)])
def test_notes_that_are_units_are_not_kept_as_notes_alone(head, cells):
    rows = [{**FIGURE, "range": 500 + k, head: cell} for k, cell in enumerate(cells)]
    assert refused(rows, "claims") == [
        f"{head}: may be the unit of the range, and is read as notes; rename it to unit, or "
        "delete it"
    ]


@pytest.mark.parametrize("cells", [("km", "km"), ("miles", "as declared")])
def test_other_notes_are_notes(cells):
    rows = [{**FIGURE, "range": 500 + k, "Notes": cell} for k, cell in enumerate(cells)]
    assert refused(rows, "claims") == []


# --- Sides and ranges -------------------------------------------------------------------------


def test_sides_in_columns_without_heads_are_not_dropped(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("name,system,lat,,lon,\nA,9M729,54,N,20,E\nB,9M729,34,S,20,W\n")
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 1
    assert result.stderr == (
        f"{path}:1: (blank), (blank): may be pieces of the coordinates, and are not read; write "
        "each coordinate in one cell, such as 48\u00b025'12\"N, or delete them\n"
    )


RANGES = ["Menzil", "Zasi\u0119g", "Gittata", "R\u00e4ckvidd", "Bereik", "\u5c04\u7a0b"]
RANGES += [
    "\u0627\u0644\u0645\u062f\u0649",
    "\uc0ac\uac70\ub9ac",
    "\u5c04\u7a0b\uff08\u516c\u91cc\uff09",
]


@pytest.mark.parametrize("head", RANGES)
def test_a_range_in_a_language_that_is_not_read_is_not_dropped(head):
    assert refused(sites(head, [500, 600])) == [
        f"{head}: may be a range, and is not read; write its figures in kilometres under the head "
        "range_km, or delete it"
    ]


# --- Years ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "named", "them"),
    [
        (["2019"], "2019", "it"),
        (["2017", "2018", "2019"], "2017, 2018, 2019", "them"),
        ([*map(str, range(1980, 1994))], None, "them"),
    ],
)
def test_a_column_for_each_year_is_not_dropped(years, named, them):
    rows = [{"name": "Camp", "lat": 54, **PLACE, **dict.fromkeys(years, 4)}]
    (line,) = refused(rows)
    remedy = "write the first year under first_reported and the last under until, or delete"
    told = f": may say when something stood there, and is not read; {remedy} {them}"
    assert line.endswith(told)
    assert named is None or line == named + told


def test_an_empty_column_for_a_year_says_nothing():
    assert refused([{"name": "Camp", "lat": 54, **PLACE, "2019": None}]) == []


@pytest.mark.parametrize("head", ["1899", "3000", "12"])
def test_another_number_over_a_column_is_no_year(head):
    with pytest.warns(infmap.ReadingNote, match=f"not read: {head}"):
        assert refused(sites(head, [4, 5])) == []


@pytest.mark.parametrize("day", ["1397", "2562", "1397-05", "1019-10-01", "9999", "9999-12-31"])
@pytest.mark.parametrize("kind", [str, lambda day: int(day) if day.isdigit() else day])
def test_a_year_of_another_calendar_or_a_slip_is_refused(day, kind):
    problem = f"is no year that a missile can be of ('{day}'); write a year of the Gregorian "
    problem += "calendar, 1900 to 2100"
    row = {"name": "Camp", "lat": 54, **PLACE}
    where = "row 1 (index 0): "
    assert refused([{**row, "first_reported": kind(day)}]) == [f"{where}first_reported: {problem}"]
    assert refused([{**row, "until": kind(day)}]) == [
        f"{where}until: {problem}, or leave it empty if it goes on"
    ]
    claim = {**FIGURE, "range_km": 480, "as_of": kind(day)}
    assert refused([claim], "claims") == [f"{where}as_of: {problem}"]


def test_a_day_of_another_calendar_is_refused_in_any_form():
    row = {"name": "Camp", "lat": 54, **PLACE, "first_reported": "13.4.1397"}
    (line,) = refused([row])
    assert "first_reported: is no year that a missile can be of ('13.4.1397'); write a year" in line


@pytest.mark.parametrize("day", ["1900", "1944-09-08", "2100", "2100-12-31"])
def test_a_year_of_missiles_is_read(day):
    row = {"name": "Camp", "lat": 54, **PLACE, "first_reported": day}
    assert infmap.load(deployments=[row]).deployment_rows[0].first_reported == day


def test_a_place_may_be_as_old_as_it_is():
    places = [{"name": "Old town", "lat": 54, "lon": 20, "since": "1397"}]
    places.append({"name": "Older town", "lat": 55, "lon": 20, "until": "1795"})
    (row,) = infmap.load(capitals=places).capital_rows
    assert (row.name, row.since) == ("Old town", "1397")


# --- Folders of a KML -------------------------------------------------------------------------


def kml(tmp_path, body):
    path = tmp_path / "sites.kml"
    path.write_text(f"<kml><Document><name>9M729</name>{body}</Document></kml>", "utf-8")
    return path


def placemark(name, lon, **fields):
    data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in fields.items())
    return (
        f"<Placemark><name>{name}</name><ExtendedData>{data}</ExtendedData>"
        f"<Point><coordinates>{lon},54</coordinates></Point></Placemark>"
    )


def folder(name, *within):
    return f"<Folder><name>{name}</name>{''.join(within)}</Folder>"


@pytest.mark.parametrize("around", ["{}", "<Folder><name>Sites</name>{}</Folder>"])
def test_folders_called_by_missiles_say_what_stands_there(tmp_path, around):
    body = folder("9M729", placemark("A", 20), folder(" ", placemark("B", 21)))
    body += folder("Iskander-M", placemark("C", 22))
    path = kml(tmp_path, around.format(body))
    with pytest.warns(infmap.ReadingNote, match="Folder read as system"):
        cat = infmap.load(deployments=path)
    read = {row.site: row.system_id for row in cat.deployment_rows}
    assert read == {"A": "9m729", "B": "9m729", "C": "iskander-m"}


def test_what_a_placemark_says_itself_goes_before_its_folder(tmp_path):
    body = folder("9M729", placemark("A", 20, system="Iskander-M"))
    body += folder("Other", placemark("B", 21, system="Iskander-M"))
    with pytest.warns(infmap.ReadingNote, match="not read: Folder"):
        cat = infmap.load(deployments=kml(tmp_path, body))
    assert {row.system_id for row in cat.deployment_rows} == {"iskander-m"}


def test_folders_that_say_what_is_gone_are_not_dropped(tmp_path):
    body = folder("Closed", placemark("A", 20, system="9M729")) + folder(
        "Active", placemark("B", 21, system="9M729")
    )
    path = kml(tmp_path, body)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert (result.exit_code, result.stderr) == (1, f"{path}: {STATUS.format('Folder')}\n")


def told_of(path):
    return CliRunner().invoke(app, ["check", str(path)]).stderr


def test_one_folder_around_all_is_no_news(tmp_path):
    body = folder(
        "My places", placemark("A", 20, system="9M729"), placemark("B", 21, system="9M729")
    )
    assert "Folder" not in told_of(kml(tmp_path, body))


def test_a_place_outside_all_folders_is_in_none(tmp_path):
    body = folder("My places", placemark("A", 20, system="9M729")) + placemark(
        "B", 21, system="9M729"
    )
    assert "not read: Folder" in told_of(kml(tmp_path, body))


def test_a_column_that_somebody_called_folder_is_that(tmp_path):
    body = folder("a", placemark("A", 20, system="9M729", Folder="x"))
    body += folder("b", placemark("B", 21, system="9M729"))
    assert "not read: Folder" in told_of(kml(tmp_path, body))
    assert "appears twice" not in told_of(kml(tmp_path, body))


# --- Several ranges ---------------------------------------------------------------------------

EACH = (
    "may be a range, and is not read; write the figures of one such column in kilometres under the "
    "head range_km, or each figure as a row of a table of figures, with its claimant, and delete "
    "the others"
)


def test_of_several_columns_that_may_be_ranges_each_cannot_be_written_under_one_head():
    heads = ["Range claimed by Russia (km)", "Range claimed by US (km)"]
    row = {"name": "Camp", "lat": 54, **PLACE, **dict.fromkeys(heads, 500)}
    assert refused([row]) == [f"{head}: {EACH}" for head in heads]
    del row[heads[1]]
    assert refused([row]) == [
        f"{heads[0]}: may be a range, and is not read; write its figures in kilometres under the "
        "head range_km, or delete it"
    ]
