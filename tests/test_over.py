"""What is over is told as past everywhere: by its status or by its end, and never by the clock."""

import itertools
import json
import random
import warnings

import pytest
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.over import is_over, name_with_end, standing_words
from infmap.catalogue.rows import Deployment, Status
from infmap.cli import app
from infmap.figures.texts import reports_text

NOW = ("confirmed", "reported", "alleged")
TODAYS = "Counted are the capitals of today."
#: By status: the verb, the words for how sure it is, and whether it is over; open, and with an end.
TOLD = {
    "confirmed": [("reaches", "confirmed"), ("reached", "confirmed and ended")],
    "reported": [("reaches", "reported"), ("reached", "reported and ended")],
    "alleged": [("reaches", "alleged"), ("reached", "alleged and ended")],
    "planned": [("would reach", "planned"), ("would reach", "once planned")],
    "ended": [("reached", "ended"), ("reached", "ended")],
    "cancelled": [("would reach", "cancelled"), ("would reach", "cancelled")],
}
MARKS = {"planned": "once planned", "cancelled": "cancelled"}


def run(*arguments):
    result = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def camp(*reports, **only):
    """Return a catalogue of one site with reports of the same missile: status, from, until."""
    rows = [
        {
            **{"site": "North camp", "lon": 20.5, "lat": 54.7, "system_id": "9m729"},
            **{"status": status, "first_reported": begun, "until": until},
        }
        for status, begun, until in reports
    ]
    return infmap.load(deployments=rows).select(site="north-camp", **only)


# --- One report -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "until"),
    [
        (status, until)
        for status, until in itertools.product(TOLD, [None, "1995", "2023-02-23", "2090"])
        if until or status not in ("ended", "cancelled")  # which need an end
    ],
)
def test_a_report_is_told_by_its_status_and_its_end(status, until):
    verb, words = TOLD[status][until is not None]
    cut = camp((status, "1990", until))
    site = cut.site("north-camp")
    told = infmap.finding(cut, "north-camp")
    assert f" at North camp {verb} " in told.title
    is_past = until is not None or status in ("ended", "cancelled")
    assert (TODAYS in told.deck) is is_past
    assert f"({words})" in reports_text(site_answer(cut, site))
    assert {*infmap.range_rings(cut)["status"]} == {words}
    (row,) = infmap.list_table(cut, "sites")
    assert row["statuses"] == [words]


@pytest.mark.parametrize("status", NOW)
def test_on_a_day_on_which_it_stood_it_is_told_as_present(status):
    for until, day in (("1995", "1995-12-31"), ("1995", "1990-01-01"), ("2090", "2026-01-01")):
        cut = camp((status, "1990", until), as_of=day)
        told = infmap.finding(cut, "north-camp")
        assert " at North camp reaches " in told.title
        assert TODAYS not in told.deck
        assert f"({status})" in reports_text(site_answer(cut, cut.site("north-camp")))


def test_after_its_last_day_it_is_not_there():
    with pytest.raises(infmap.InfmapError, match="no deployment is left on 1996-01-01"):
        camp(("confirmed", "1990", "1995"), as_of="1996-01-01")


# --- Several reports ------------------------------------------------------------------------------

#: The surest first: what holds, then what was there, then what was only meant.
ORDER = [
    *((status, None) for status in (*NOW, "planned")),
    *((status, "1995") for status in NOW),
    ("ended", "1995"),
    ("cancelled", "1995"),
    ("planned", "1995"),
]


@pytest.mark.thorough(but=10)
@pytest.mark.parametrize("pair", [*itertools.product(ORDER, repeat=2)], ids=str)
def test_of_several_reports_what_holds_is_told_and_else_what_was(pair):
    cut = camp(*((status, "1990", until) for status, until in pair))
    status, until = min(pair, key=ORDER.index)
    verb, words = TOLD[status][until is not None]
    told = infmap.finding(cut, "north-camp")
    assert f" at North camp {verb} " in told.title
    assert reports_text(site_answer(cut, cut.site("north-camp"))) == (
        f"At North camp: 9M729 ({words})."
    )
    stands = any(end is None and word in (*NOW, "planned") for word, end in pair)
    heading = run_reach(cut)
    mark = "" if stands else f": {MARKS.get(status, 'ended')}"
    assert heading.startswith(f"North camp{mark}, ")


@pytest.mark.parametrize("pair", [*itertools.combinations(ORDER, 2)], ids=str)
def test_a_site_at_which_all_is_over_is_marked_with_the_surest_of_what_was(pair):
    spot = {"site": "North camp", "site_id": "a", "system_id": "9m729", "lon": 20.5, "lat": 54.7}
    rows = [Deployment(id="a", **spot, status=status, until=until) for status, until in pair]
    (status, until), *_ = pair
    mark = f": {MARKS.get(status, 'ended')}" if until else ""
    for some in (rows, rows[::-1]):
        assert name_with_end("North camp", some, None) == f"North camp{mark}"


def run_reach(cut):
    """Return the line about the only site in the view of what reaches a place."""
    from infmap.tables.coverage_view import reach_view
    from infmap.tables.terminal import plain_text

    rows = [row for row in infmap.coverage_rows(cut) if row["target"] == "Warsaw"]
    return next(
        line for line in plain_text(reach_view(rows, cut)).splitlines() if "North camp" in line
    ).replace("  ", ", ", 1)


# --- infmap's own sites ---------------------------------------------------------------------------


def test_no_site_of_which_all_is_over_is_told_as_present(cat):
    over = [site for site in cat.sites if all(is_over(row, None) for row in site.deployments)]
    assert len(over) > 60
    marked = run("reach", "Warsaw", "--theme", "all")
    for site in over:
        told = infmap.finding(cat, site.id)
        for verb in (" reaches ", " reach no ", " holds "):
            assert verb not in told.title.replace("would reach", ""), told.title
        assert " are in range" not in told.deck or "would reach" in told.title
        marks = [line for line in marked.splitlines() if line.startswith(f"{site.name}: ")]
        assert len(marks) == 1, site.id


@pytest.mark.parametrize(
    "site", ["kim-chaek", "qianshan", "kermanshah", "semnan-province", "sonchon", "kaechon"]
)
def test_launches_of_one_day_are_told_as_past(cat, site):
    told = infmap.finding(cat, site)
    assert " reached " in told.title
    assert TODAYS in told.deck


def test_every_site_at_which_something_stands_is_told_as_present(cat):
    for site in cat.sites:
        stands = [row for row in site.deployments if not is_over(row, None)]
        if any(row.status in (Status.CONFIRMED, Status.REPORTED) for row in stands):
            assert " reached " not in infmap.finding(cat, site.id).title or len(stands) < len(
                site.deployments
            )


# --- Every medium ---------------------------------------------------------------------------------


def test_every_medium_marks_what_is_over(tmp_path):
    site = "qianshan"
    name = "Qianshan (Yanshan), Jiangxi"
    assert f"{name}: ended, 523.8 km" in run("reach", "Taipei", "--theme", "all")
    assert f"{name}: ended" in run("coverage", "--site", site)
    for form in ("table", "csv", "json", "md", "html", "latex"):
        assert "alleged and ended" in run("list", "sites", "--site", site, "--format", form)
    for suffix in ("geojson", "kml"):
        path = tmp_path / f"rings.{suffix}"
        run("rings", "--site", site, "-o", path)
        assert "alleged and ended" in path.read_text("utf-8")
    brief, figure, page = (tmp_path / name for name in ("brief.md", "figure.svg", "page.html"))
    run("report", "--site", site, "-o", brief)
    assert "Reported there: DF-15 (alleged and ended)." in brief.read_text("utf-8")
    run("figure", "--focus", site, "-o", figure)
    drawn = figure.read_text("utf-8")
    assert "DF-15 (alleged and ended)" in drawn
    assert "the DF-15 at Qianshan reached" in drawn.replace("\n", " ")
    run("map", "--focus", site, "-o", page)
    assert "the DF-15 at Qianshan reached" in page.read_text("utf-8")


def test_a_place_that_is_out_of_reach_now_would_have_asked_for_what_stood_there(tmp_path):
    for site, stood in (("kim-chaek", True), ("shuya", False)):
        path = tmp_path / f"{site}.md"
        run("report", "--site", site, "-o", path)
        assert (" must have stood there**" in path.read_text("utf-8")) is stood
        assert (" must stand there**" in path.read_text("utf-8")) is not stood


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("suffix", [".geojson", ".kml", ".gpkg", ".parquet"])
def test_rings_of_what_is_over_are_read_back_as_ended(tmp_path, suffix):
    path = tmp_path / f"rings{suffix}"
    for status, told in (*((status, "ended") for status in NOW), ("planned", "planned")):
        infmap.save_rings(camp((status, "1990", "1995")), path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", infmap.ReadingNote)
            again = infmap.load(deployments=path)
        rows = [row for row in again.deployment_rows if row.site == "North camp"]
        assert {str(row.status) for row in rows} == {told}


@pytest.mark.thorough
def test_reports_at_random_are_told_by_their_end_alone(cat):
    chance = random.Random(1987)
    for row in chance.sample([*cat.deployment_rows], 80):
        year = chance.choice([None, "1962", "2019-08-02", "2400-01"])
        words = standing_words(row.model_copy(update={"until": year}), None)
        assert words == TOLD[str(row.status)][year is not None][1]


def test_json_of_sites_says_what_is_over():
    (row,) = json.loads(run("list", "sites", "--site", "kim-chaek", "--json"))
    assert row["statuses"] == ["confirmed and ended"]
    (row,) = json.loads(
        run("list", "sites", "--site", "kim-chaek", "--as-of", "2023-02-23", "--json")
    )
    assert row["statuses"] == ["confirmed"]


def test_the_end_of_a_site_is_parted_from_the_place_that_it_is_measured_to(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    def heads(*arguments):
        lines = run("coverage", "--long", *arguments).splitlines()
        return {line for line in lines if " to Taipei, " in line}

    assert heads("--site", "laoag") == {"Laoag airport, Luzon: ended; to Taipei, 768.2 km"}
    on_a_day = heads("--site", "laoag", "--as-of", "2024-06-01")
    assert on_a_day == {"Laoag airport, Luzon to Taipei, 768.2 km"}
