"""What two media count of one site is one number, at every site, as a reader reads them."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod
from rich.console import Console
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.compare import Compared, Sides
from infmap.analysis.finding import finding_of
from infmap.analysis.versus import versus_of
from infmap.catalogue.population import load_population
from infmap.catalogue.rows import Claim
from infmap.cli import app
from infmap.errors import NothingLeftError
from infmap.report.record import plain
from infmap.tables.compare_view import compare_view
from infmap.tables.coverage_view import coverage_view

SEAT = "seat of government"
OWN = {"the holder's own", "the host's own"}
IN_REACH = ("all accounts", "some accounts")
ON_EVERY = re.compile(
    r"On every account( that was read)?(?: of one system)? (no|\d+) foreign capitals? (?:is|are) "
    r"in range(?:, (\d+)(?: more)? on some)?"
)
BOTH = re.compile(
    r"y both independent figures (?:.* (?:reach|reaches|reached|would reach) )?(\d+|no|none)\b"
)
TITLE = re.compile(
    r"On every account( that was read)? .*? (?:reach|reaches|reached|would reach) "
    r"(?:no|(?:(\d+) to )?(\d+)) foreign"
)


def lines_of(view):
    """Return the lines of a view, where there is room for all of it."""
    console = Console(width=400, file=io.StringIO())
    console.print(view)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def cells(line):
    return re.split(r"\s{2,}", line.strip())


def one_site(cat, site):
    """Return the counts at the head of a site's coverage, and the rows below it, as printed."""
    alone = cat.select(site=site.id)
    lines = lines_of(coverage_view(infmap.coverage_rows(alone), alone))
    heads, counts = cells(lines[1]), cells(lines[2])
    start = next(k for k, line in enumerate(lines) if line.startswith("Capital  "))
    rows = [cells(line) for line in lines[start + 1 :] if line]
    return dict(zip(heads[1:], map(int, counts[1:]), strict=True)), rows


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("nth", range(6))
def test_the_head_of_coverage_counts_the_capitals_that_it_lists(cat, nth):
    for site in cat.sites[nth::6]:
        head, rows = one_site(cat, site)
        capitals = [row for row in rows if SEAT not in "".join(row[6:])]
        bands = Counter(row[4] for row in capitals)
        assert {band: head[band] for band in list(head)[:4]} == {
            band: bands[band] for band in list(head)[:4]
        }, site.id
        foreign = [row for row in capitals if not {*"; ".join(row[6:]).split("; ")} & OWN]
        reached = Counter(row[5] for row in foreign)
        told = head["foreign in reach, all accounts"], head["some accounts"]
        assert told == tuple(reached[word] for word in IN_REACH), site.id
        assert len(capitals) < len(rows)


@pytest.mark.thorough
def test_on_every_account_is_what_coverage_calls_all_accounts(cat):
    told = 0
    for site in cat.sites:
        head, _ = one_site(cat, site)
        every, some = head["foreign in reach, all accounts"], head["some accounts"]
        found = infmap.finding(cat, site.id)
        if said := ON_EVERY.search(found.deck):
            read, number, more = said.groups()
            numbers = (0 if number == "no" else int(number), int(more or 0))
            assert (numbers == (every, some)) is not bool(read), (site.id, found.deck)
            told += 1
        if said := TITLE.match(found.title):
            read, least, most = said.groups()
            numbers = (int(least or most or 0), int(most or 0))
            assert (numbers == (every, every + some)) is not bool(read), (site.id, found.title)
            told += 1
        ends = [(one.fewest, one.most) for one in found.accounts if one.account == "all"]
        assert ends in ([], [(every, every + some)]), site.id
    assert told > 50


def test_a_party_that_gives_no_number_is_no_account_on_which_a_place_is_in_range(cat):
    for site in ("semnan", "crimea", "kapustin-yar", "sdot-micha", "krichev"):
        found = infmap.finding(cat, site)
        assert re.search(r" on some; \d+ figures? names? no number\. ", found.deck), found.deck
    assert "On every account no foreign capital is in range, 86 on some; 4 " in found.deck
    both = infmap.overlap(cat, "Kyiv", holder="Russia")
    silent = [row for row in both.rows if row.system_id == "oreshnik"]
    assert {row.reading for row in silent} == {"some"}
    # What stands on a figure without a number is not surely out, wherever it is.
    assert infmap.doubt(cat, "crimea").outer_km is None


def test_a_figure_that_nobody_read_is_none_that_names_no_number(cat):
    unread = next(row.id for row in cat.source_rows if row.read == "not")
    decks = [infmap.finding(cat, "crimea").deck]
    for source in ("inf-treaty", unread):
        claim = Claim(
            system_id="iskander-m", account="independent", claimant="C", source_id=source,
            comment="It names no number.",
        )  # fmt: skip
        decks.append(
            infmap.finding(replace(cat, claim_rows=(*cat.claim_rows, claim)), "crimea").deck
        )
    before, read, not_read = (int(re.search(r"; (\d+) figures? names?", deck)[1]) for deck in decks)
    assert (read, not_read) == (before + 1, before)


def test_what_nobody_read_is_not_called_every_account_where_it_would_change_it(cat):
    """One more figure, of 100 km: read, it is an account; unread, the words say so."""
    unread = next(row.id for row in cat.source_rows if row.read == "not")
    found = []
    for source in ("inf-treaty", unread):
        claim = Claim(
            system_id="iskander-m", account="independent", claimant="C", up_to_km=100,
            source_id=source,
        )  # fmt: skip
        more = replace(cat, claim_rows=(*cat.claim_rows, claim))
        found.append(infmap.finding(more, "luga"))
    read, not_read = found
    assert read.deck.startswith("On every account no foreign capital is in range, 3 on some. ")
    assert not_read.title.startswith("On every account that was read the Iskander-M at ")
    assert "would reach 3 foreign" in not_read.title


@pytest.mark.thorough
def test_both_independent_figures_have_each_what_is_said_of_both(cat):
    told = 0
    for site in cat.sites:
        answer = site_answer(cat, site)
        title = finding_of(answer).title
        said = BOTH.search(title)
        if not said:
            continue
        number = int(said[1]) if said[1].isdigit() else 0
        figures = [
            {row["target_id"] for row in answer.rows if row["relation"] not in ("holder", "host")
             and row["accounts"][k]["in_range"]}
            for k, entry in enumerate(answer.rows[0]["accounts"])
            if entry["account"] == "independent" and entry["strike"]
            and (entry["at_least_km"] or entry["up_to_km"])
            and entry["source_id"] not in answer.unread_sources
        ]  # fmt: skip
        # Others of another system say no more than these.
        assert sum(len(places) == number for places in figures) >= 2, (site.id, title)
        told += 1
    assert told > 10


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("pair", [("operator", "opponent"), ("operator", "independent")])
def test_compare_counts_as_capitals_what_the_figure_of_two_accounts_counts(cat, pair):
    hands_told = seats_told = 0
    for site in sampled(cat.sites, 40, [cat.site("shuya")]):
        try:
            rows = infmap.compare_rows(cat, *pair, site=site.id)
        except NothingLeftError:
            continue
        lines = lines_of(compare_view(rows, cat, Sides(Compared.ACCOUNT, *pair)))
        if not rows:
            continue
        said = re.search(
            r": (?:(\d+|no) capitals?)?(?: and )?(?:(\d+) seats? of government)? with", lines[0]
        )
        capitals, seats = (int(part) if (part or "").isdigit() else 0 for part in said.groups())
        listed = [cells(line) for line in lines[3:]]
        apart = [row for row in listed if row[-1] == SEAT]
        assert (len(listed) - len(apart), len(apart)) == (capitals, seats), site.id
        found = versus_of(cat, site, *pair)
        own = {row["target"] for side in found.sides for row in side.answer.rows
               if row["relation"] in ("holder", "host")}  # fmt: skip
        hands = [
            row for row in listed
            if row[-1] != SEAT and row[0] not in own
            and (row[3] in IN_REACH) is not (row[4] in IN_REACH)
        ]  # fmt: skip
        assert len(hands) == len(found.hands) + found.unread, site.id
        if said := re.search(r", (\d+) foreign capitals? changes? hands", found.title):
            assert int(said[1]) == len(found.hands)
            hands_told += 1
        moved = [row[0] for row in apart if (row[3] in IN_REACH) is not (row[4] in IN_REACH)]
        assert [*found.seats] == moved, site.id
        seats_told += bool(moved)
    assert hands_told > 3
    assert seats_told


def test_a_figure_of_two_accounts_names_the_seats_of_government_that_it_does_not_count(cat):
    figure = infmap.plot_map(cat, focus="shuya", versus=("operator", "independent")).figure
    words = " ".join(" ".join(text.get_text() for text in figure.texts).split())
    assert "Independent, CSIS: 2500 km 40 foreign capitals in range" in words
    assert "Not counted, as a seat of government: The Hague." in words


def test_a_place_that_is_no_capital_is_not_called_one():
    runner = CliRunner()
    for name, what in (("The Hague", f"{SEAT} the-hague"), ("Paris", "capital paris")):
        shown = runner.invoke(app, ["show", name]).stdout
        assert f"({what})" in shown, shown


def test_places_of_nobody_are_not_called_foreign(tmp_path):
    (tmp_path / "own.csv").write_text("name,lat,lon\nAlpha,54.5,20\n", "utf-8")
    own = infmap.load(capitals=tmp_path / "own.csv").select(site="kaliningrad")
    head = lines_of(coverage_view(infmap.coverage_rows(own), own))[1]
    assert "in reach, all accounts" in head
    assert "foreign" not in head
    assert "1 place" in infmap.finding(own, "kaliningrad").title


def test_people_of_a_figure_live_where_it_surely_reaches(cat):
    """The brief's millions are those of the cities up to a figure's nearer end, by pyproj."""
    cities, geod = load_population(), Geod(ellps="WGS84")
    told = 0
    for site in sampled(cat.sites, 6, [cat.site("shuya")]):
        lons, lats = np.full(len(cities), site.lon), np.full(len(cities), site.lat)
        kms = geod.inv(lons, lats, cities.lons, cities.lats)[2] / 1000
        answer = site_answer(cat, site)
        (chapter,) = infmap.make_report(cat, focus=site.id).chapters
        if not chapter.figures:
            continue
        table = chapter.figures[0]
        column = [*map(plain, table.columns)].index("Million people")
        printed = Counter((row[0], row[column]) for row in table.rows)
        for figure in answer.figures:
            if not figure.rings:
                continue
            ends = (figure.claim.at_least_km, figure.claim.up_to_km)
            near = next(end for end in ends if end is not None)
            people = f"{cities.people[kms <= near].sum() / 1e6:.1f}" if near else "0.0"
            names = [name for name, number in printed if number == people]
            assert names, (site.id, ends, people)
            told += None not in ends
    assert told


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "pair",
    [
        ("deveselu", "redzikowo"),
        ("9m729", "iskander-m"),
        ("2018", "2019"),
        ("operator", "opponent"),
        ("kaliningrad", "shuya"),
    ],
)
def test_a_comparison_says_no_word_twice(pair):
    shown = CliRunner().invoke(app, ["compare", *pair, "--theme", "all"], env={"COLUMNS": "200"})
    head = "\n".join(shown.stdout.splitlines()[:3])
    assert not re.search(r"\b(\w+) \1\b", head), head


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["deveselu", "redzikowo", "--country", "Romania"],
            "nothing is left at Redzikowo (NSF Redzikowo) after the filter by country (Romania)",
        ),
        (
            ["deveselu", "kaliningrad", "--country", "Romania", "--operator", "US"],
            "filter by operator (United States) and country (Romania); leave one of these out",
        ),
        (["9m729", "iskander-m", "--kind", "GLCM"], "no deployment is left after the filters"),
    ],
)
def test_what_a_filter_left_out_is_not_called_unknown(words, said):
    result = CliRunner().invoke(app, ["compare", *words])
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


@pytest.mark.parametrize("pair", [("deveselu", "redzikowo"), ("redzikowo", "deveselu")])
def test_a_filter_by_what_is_compared_is_a_misuse(pair):
    result = CliRunner().invoke(app, ["compare", *pair, "--site", "deveselu"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "two sites are compared already; leave out the filter by site" in result.stderr


def test_the_rows_for_a_program_hold_what_the_head_says(cat):
    shown = (
        CliRunner().invoke(app, ["compare", "operator", "independent", "--format", "csv"]).stdout
    )
    rows = [row for row in csv.DictReader(io.StringIO(shown)) if row["site_id"] == "shuya"]
    seats = {row.id for row in cat.capital_rows if row.role == "seat-of-government"}
    assert len(rows) - len([row for row in rows if row["target_id"] in seats]) == 40
