"""A stated length is read on its side of the treaty's limits, in every medium and unit."""

import json
import random
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.looks.distances import Units, ends_words, length_text, length_words
from infmap.looks.sentences import shown_range
from infmap.looks.words import range_text, stroke_text
from infmap.treaty import LIMITS_KM, Measure
from infmap.treaty.figures import figure_km, judge_ballistic, judge_cruise

#: Next to a limit, down to what a binary number holds.
NEAR = [
    limit + side * off
    for limit in LIMITS_KM
    for off in (1.9, 0.4, 1e-2, 1e-4, 1e-6, 1e-9, 1e-11)
    for side in (-1, 1)
]


def run(*arguments):
    result = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def side(number, other):
    return (number > other) - (number < other)


def read_km(text, units):
    """Return the kilometres of a text, or what its number is in the other unit."""
    beside = re.search(r"\(([\d.]+) km\)", text)
    return (float(beside[1]), 1) if beside else (float(re.search(r"[\d.]+", text)[0]), units.km)


@pytest.mark.parametrize("units", Units)
def test_a_length_near_a_limit_is_read_on_its_side(units):
    chance = random.Random(5500)
    more = [limit + chance.uniform(-3, 3) for limit in LIMITS_KM for _ in range(300)]
    for km in (*NEAR, *more, *LIMITS_KM):
        for limit in LIMITS_KM:
            for text in (
                length_words(km, units),
                range_text(None, km, units),
                range_text(km, None, units),
                shown_range(None, km, units),
                stroke_text(["S"], "most", km, units),
            ):
                number, unit_km = read_km(text, units)
                # The reader sees the limit as rounded as the figure.
                seen = limit if unit_km == 1 else float(length_text(limit, units))
                assert side(number, seen) == side(km, limit), (text, km, limit)


def test_what_is_far_from_every_limit_has_no_digit_more_than_before():
    shown = [length_text(km, Units.KM) for km in (480, 1234.5678, 2000.123456, 0.05, 12345.67)]
    assert shown == ["480", "1234.57", "2000.12", "0.05", "12345.7"]
    assert [length_text(km, Units.MI) for km in (480, 2350, 16.5, 1)] == [
        "298",
        "1460",
        "10",
        "0.62",
    ]
    assert ends_words([480.000001, 2350], Units.KM) == "480 to 2350 km"


@pytest.mark.parametrize("judge", [judge_ballistic, judge_cruise])
@pytest.mark.parametrize("measure", [None, *Measure])
def test_no_reason_contradicts_its_number(judge, measure):
    for km in NEAR:
        for reason in (judge(None, km, measure).reason, judge(km, None, measure).reason):
            number = float(re.search(r"([\d.]+) km", reason)[1])
            for limit in LIMITS_KM:
                assert side(number, limit) == side(km, limit), reason


def test_reasons_of_both_sides_of_the_lower_limit_name_their_figures():
    said = [judge_cruise(None, km, Measure.DECLARED).reason for km in (499.99999, 500, 500.00001)]
    assert said == [
        "499.99999 km is under the treaty's lower limit of 500 km, if flown to fuel exhaustion.",
        "500 km is on the edge, which is inside the band (shorter-range), if flown to fuel "
        "exhaustion.",
        "500.00001 km is inside the band (shorter-range), if flown to fuel exhaustion.",
    ]
    assert figure_km(499.99999, 5500.00001) == "499.99999 to 5500.00001 km"


def test_every_medium_tells_a_figure_on_its_side(tmp_path):
    table = tmp_path / "camp.csv"
    table.write_text(
        "site,lon,lat,system,range_km\nNorth camp,20.5,54.7,9M729,499.99999\n", "utf-8"
    )
    camp = ("--deployments", table, "--site", "north-camp", "--account", "user")
    texts = [run("coverage", *camp), run("show", "north-camp", *camp[:2])]
    texts += [run("show", "north-camp", *camp[:2], "--units", "mi")]
    texts += [run("list", "claims", *camp), run("reach", "Warsaw", *camp)]
    for name in ("rings.kml", "rings.geojson"):
        run("rings", *camp, "-o", tmp_path / name)
        texts.append((tmp_path / name).read_text("utf-8"))
    run("figure", *camp[:2], "--focus", "north-camp", "--account", "user", "-o", tmp_path / "f.svg")
    run("report", *camp, "-o", tmp_path / "brief.md")
    texts += [(tmp_path / name).read_text("utf-8") for name in ("f.svg", "brief.md")]
    for text in texts:
        assert "499.99999" in text
        assert not re.search(r"(?<![\d.])500 km is under", text)
        assert not re.search(r"(up to|figure:) 500 km", text)


def test_a_system_of_an_own_range_is_named_by_the_range_that_it_has():
    rows = [
        {"site": f"Camp {k}", "lon": 20.5, "lat": 54.7 + k, "range_km": km}
        for k, km in enumerate((499.99999, 500, 500.00001))
    ]
    read = infmap.load(deployments=rows, only_own=True)
    names = [system.name for system in read.system_rows if system.name.startswith("Own range")]
    assert names == ["Own range 499.99999 km", "Own range 500 km", "Own range 500.00001 km"]
    verdicts = [str(read.verdicts(claim)[0].verdict.outcome) for claim in read.claim_rows]
    assert len(read.claim_rows) == len(verdicts) == 3


# --- The last line of a file, and addresses -------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lines")


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("map", "--focus", "shuya"), "map.html"),
        (("report", "--site", "shuya"), "brief.html"),
        (("report", "--site", "shuya"), "brief.md"),
        (("rings", "--site", "shuya"), "rings.kml"),
        (("rings", "--site", "shuya"), "rings.geojson"),
        (("figure", "--focus", "shuya"), "figure.svg"),
        *(
            (("coverage", "--site", "shuya"), f"coverage.{suffix}")
            for suffix in ("txt", "csv", "json", "md", "html", "tex")
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_file_of_text_ends_in_one_line_break(folder, arguments, name):
    run(*arguments, "-o", folder / name)
    content = (folder / name).read_bytes()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    if name.endswith("geojson"):
        assert len(json.loads(content)["features"]) > 5


def test_a_story_ends_in_one_line_break(tmp_path):
    story = tmp_path / "story.md"
    story.write_text("# A story\n\n## The site {site=shuya}\n\nWords.\n", "utf-8")
    run("story", story, "-o", tmp_path / "story.html")
    assert (tmp_path / "story.html").read_bytes().endswith(b"</html>\n")


def test_no_address_is_broken(tmp_path):
    cat = infmap.load()
    long = [source for source in cat.source_rows if len(source.URL or "") > 150]
    assert long
    cited = {claim.source_id: claim.system_id for claim in cat.claim_rows}
    cited |= {ident: row.site_id for row in cat.deployment_rows for ident in row.source_ids}
    for source in long:
        shown = run("show", cited.get(source.id, source.id)).splitlines()
        assert any(line.strip() == source.URL for line in shown), source.URL


def test_no_address_of_a_callers_own_table_is_broken():
    from infmap.tables.blocks import Line
    from infmap.tables.grid import Grid
    from infmap.tables.terminal import plain_text

    address = f"https://example.org/{'way/' * 60}end"
    grid = Grid("Site", "Note", "Other", drop=["Other"])
    grid.add_row("Camp", f"It stands at {address} and {'in more words ' * 20}", "word " * 30)
    assert address in plain_text(grid)
    assert address in plain_text(Line(f"Report: {address} or {'write ' * 40}"))
    words = plain_text(Line("word " * 80)).splitlines()
    assert max(map(len, words)) <= 160


def test_a_pipe_gets_whole_addresses():
    shown = subprocess.run(
        [sys.executable, "-m", "infmap", "show", "typhon-sm-6"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    cited = [source.URL for source in infmap.load().source_rows if source.URL]
    starts = [line.strip() for line in shown.splitlines() if line.strip().startswith("http")]
    assert len(starts) > 5
    assert {*starts} <= {*cited}
