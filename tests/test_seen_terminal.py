"""What a terminal shows of a few made-up sites, to the last word and number."""

import re

import pytest
from conftest import SEEN
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.tables.terminal import plain_text

PLACES = ["--targets", str(SEEN / "places.csv")]
GRID = ["--targets", str(SEEN / "grid.csv"), "--site", "west-camp"]
COMMANDS = {
    "coverage": ["coverage"],
    "coverage-of-a-site": ["coverage", "--site", "north-camp"],
    "coverage-by-figures": ["coverage", "--site", "north-camp", "--long"],
    "coverage-in-a-band": ["coverage", "--band", "600", "700"],
    "coverage-on-a-day": ["coverage", "--as-of", "2018-12-31"],
    "reach": ["reach", "copenhagen"],
    "people": ["coverage", "--targets", "cities", "--site", "west-camp"],
    "coverage-of-places": ["coverage", *PLACES],
    "coverage-of-places-in-a-band": [
        "coverage",
        *PLACES,
        "--site",
        "west-camp",
        "--band",
        "0",
        "9",
    ],
    "people-of-a-grid": ["coverage", *GRID],
    "people-in-a-band": ["coverage", *GRID, "--band", "100", "300"],
    "show-event": ["show", "1987-12-08-signature"],
    "show-allegation": ["show", "us-9m729"],
    "show-capital": ["show", "warsaw"],
    "list-events": ["list", "events", "--as-of", "1979-12-31"],
    "list-allegations": ["list", "allegations", "--as-of", "2014-12-31"],
    "show-system": ["show", "heron"],
    "show-site": ["show", "north-camp"],
    "list-sites": ["list", "sites"],
    "list-systems": ["list", "systems", "--site", "north-camp"],
    "list-claims": ["list", "claims"],
    "list-capitals": ["list", "capitals"],
}
COLOURED = ["coverage", "people", "show-allegation"]
LISTED = [
    *(f"{what} --site shuya" for what in ("sites", "systems", "claims", "allegations", "events")),
    *("sources --site shuya", "capitals"),
]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_shows_what_was_read_before(infmap_says, reads_as, name):
    reads_as(infmap_says(*COMMANDS[name]), f"{name}.txt")


def test_a_terminal_with_colours_sets_apart_what_was_read_before(
    infmap_says, reads_as, monkeypatch
):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm-256color"), ("COLUMNS", "100")):
        monkeypatch.setenv(name, value)
    lines = []
    compare = ["compare", "operator", "opponent", "--site", "north-camp"]
    for words in (*(COMMANDS[name] for name in COLOURED), compare):
        lines.append(f"$ {' '.join(words)}")
        pieces = re.findall(r"\x1b\[([\d;]+)m(.*?)\x1b\[0m", infmap_says(*words))
        lines += dict.fromkeys(f"{look} {text.strip()}" for look, text in pieces if text.strip())
    reads_as("\n".join(lines), "in-colour.txt")


def test_columns_give_way_as_was_read_before(reads_as, monkeypatch):
    """The heads say which columns have room and how wide each is."""
    lines = []
    for width in ("60", "100"):
        monkeypatch.setenv("COLUMNS", width)
        for words in ("coverage --site milkovodne", *(f"list {what}" for what in LISTED)):
            result = CliRunner().invoke(app, words.split())
            told = result.stdout.splitlines()
            at = next(
                k for k, line in enumerate(told) if re.match(r"(system )?(id|date|Site) ", line)
            )
            lines += [f"$ {words}, {width}", told[at], *(one for one in told if "No room" in one)]
    reads_as("\n".join(lines), "heads.txt")


def test_where_the_output_is_no_terminal_a_line_takes_160_letters():
    assert plain_text("x" * 160).splitlines() == ["x" * 160]
    assert plain_text("x" * 161).splitlines() == ["x" * 160, "x"]


def test_a_figure_whose_source_nobody_read_is_told_so_beside_its_claimant():
    words = ["coverage", "--site", "abdul-kalam", "--system", "agni-i"]
    assert "; at least 900 km (NASIC (USA), source not read)" in " ".join(
        CliRunner().invoke(app, words).stdout.split()
    )


def test_a_missile_that_the_soviet_union_held_in_belarus_reaches_moscow_as_the_holders_own(cat):
    table = infmap.coverage(cat, site="postavy", theme="eliminated").set_index("target_id")
    assert table.loc["moscow", "relation"] == "holder"
    assert table.loc["minsk", "relation"] == "host"


def test_a_table_of_many_sites_says_where_the_rest_is():
    result = CliRunner().invoke(app, ["coverage"])
    assert result.output.splitlines()[-1] == (
        "The capitals of a site: --site ID, its id by infmap list sites; everything: --format csv."
    )
