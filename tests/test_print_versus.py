"""Two accounts beside each other: what changes hands, and the sheet that shows it."""

import itertools
import random
import re

import pytest
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.compare import compare_rows
from infmap.analysis.counts import is_foreign, is_reached
from infmap.analysis.reach import Reach
from infmap.analysis.versus import versus_of
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.figures import figure_bytes, plot_map
from infmap.figures.papers import LEAST_TYPE

ACCOUNTS = ("operator", "opponent", "independent")
PAIRS = [*itertools.permutations(ACCOUNTS, 2)]
#: Both directions, one silent, none, many, a past day, what nobody read.
CHOSEN = [
    ("shuya", "operator", "opponent", None),
    ("shuya", "opponent", "independent", None),
    ("deveselu", "operator", "opponent", None),
    ("deveselu", "operator", "independent", None),
    ("kaliningrad", "operator", "opponent", None),
    ("mutlangen", "operator", "independent", "1987-12-08"),
    ("mutlangen", "operator", "opponent", None),
    ("mainz-kastel", "operator", "opponent", None),
    ("cape-canaveral", "operator", "independent", None),
    ("sdot-micha", "operator", "independent", None),
]


def sites_and_pairs(cat):
    """Return a seeded sample of sites and pairs beside those chosen."""
    rng = random.Random(24)
    sites = rng.sample([site.id for site in cat.sites], 12)
    return CHOSEN + [(site, *rng.choice(PAIRS), None) for site in sites]


def crossings(cat, site, left, right):
    """Return from `infmap.compare` what only one side has in range, by figures that were read.

    Own places and second seats do not count.
    """
    answers = {
        side: site_answer(cat.select(account=side), cat.site(site)) for side in (left, right)
    }
    counted = {row["target_id"] for row in answers[left].rows if is_foreign(row)}
    read = {
        side: {
            row["target_id"]
            for row in answer.coverage
            if any(
                entry["in_range"] and entry["strike"] and entry["source_id"] not in unread
                for unread in [answer.unread_sources]
                for entry in row["accounts"]
            )
        }
        for side, answer in answers.items()
    }
    reached = {Reach.ALL, Reach.SOME}
    found, crossed = {left: [], right: []}, 0
    for row in compare_rows(cat, left, right, site=site):
        if row["target_id"] not in counted:
            continue
        if (row["left"] in reached) == (row["right"] in reached):
            continue
        crossed += 1
        side = left if row["left"] in reached else right
        if row["target_id"] in read[side]:
            found[side].append((row["target_id"], row["distance_km"]))
    return found, crossed


def agrees(cat, site, left, right):
    """Check a list of what changes hands against `infmap.compare`."""
    versus = versus_of(cat, cat.site(site), left, right)
    found, crossed = crossings(cat, site, left, right)
    for side in versus.sides:
        listed = [(row["target_id"], row["distance_km"]) for row in versus.only(side)]
        assert listed == found[side.account], (site, left, right)
        assert all(is_foreign(row) and is_reached(row) for row in versus.only(side))
    assert len(versus.hands) == sum(len(versus.only(side)) for side in versus.sides)
    assert len(versus.hands) + versus.unread == crossed
    return versus


def drawn(cat, site, left, right, size="page", **more):
    return plot_map(cat, focus=site, versus=(left, right), size=size, **more).figure


def by_gid(figure, start):
    return [text for text in figure.texts if (text.get_gid() or "").startswith(start)]


def test_what_changes_hands_is_what_compare_tells(cat):
    for site, left, right, day in sites_and_pairs(cat):
        agrees(cat.select(as_of=day) if day else cat, site, left, right)


def test_the_sheet_lists_what_changes_hands_with_kilometres_and_nato_in_bold(cat):
    for site, left, right, day in [*CHOSEN[:6], CHOSEN[7]]:
        there = cat.select(as_of=day) if day else cat
        versus = versus_of(there, there.site(site), left, right)
        figure = drawn(there, site, left, right)
        names = {text.get_gid()[5:]: text for text in by_gid(figure, "hand-")}
        kms = {text.get_gid()[3:]: text.get_text() for text in by_gid(figure, "km-")}
        rows = versus.hands or versus.shared
        assert [*names] == [
            row["target_id"] for side in versus.sides for row in versus.only(side)
        ] or (not versus.hands and [*names] == [row["target_id"] for row in rows])
        for row in rows:
            ident = row["target_id"]
            assert names[ident].get_text() == row["target"]
            assert kms[ident] == f"{row['distance_km']:.0f}"
            assert (names[ident].get_fontweight() == "bold") == (ident in versus.both.nato.members)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", ["page", "column", "slide"])
def test_both_maps_have_one_camera_and_the_same_names_in_the_same_places(cat, size):
    left, right = drawn(cat, "shuya", "operator", "opponent", size).axes
    assert left.get_xlim() == right.get_xlim()
    assert left.get_ylim() == right.get_ylim()
    one, other = (
        sorted(
            (text.get_text(), text.get_position())
            for text in ax.texts
            if (text.get_gid() or "").startswith(("label-capital", "label-site"))
        )
        for ax in (left, right)
    )
    assert one == other
    assert {"Warsaw", "Berlin", "Vilnius", "Riga"} <= {name for name, _ in one}


def test_each_map_has_its_own_accounts_rings_and_marks(cat):
    figure = drawn(cat, "shuya", "operator", "opponent")
    for ax, own, other in zip(
        figure.axes, ("operator", "opponent"), ("opponent", "operator"), strict=True
    ):
        rings = [line.get_gid() for line in ax.lines if (line.get_gid() or "").startswith("ring-")]
        assert any(own in gid for gid in rings)
        assert not any(other in gid for gid in rings)
    inside = [
        {
            line.get_gid()
            for line in ax.lines
            if "-all" in (line.get_gid() or "") or "-some" in (line.get_gid() or "")
        }
        for ax in figure.axes
    ]
    assert inside[0] != inside[1]


def test_where_the_whole_band_is_seen_marks_are_discs_nevertheless(cat):
    figure = drawn(cat, "palmachim", "operator", "independent")
    assert not [
        line for ax in figure.axes for line in ax.patches if "zone" in (line.get_gid() or "")
    ]
    markers = {
        line.get_marker()
        for ax in figure.axes
        for line in ax.lines
        if (line.get_gid() or "").startswith("capitals-")
    }
    assert markers == {"o"}


def test_counts_over_the_maps_are_those_of_the_finding(cat):
    figure = drawn(cat, "shuya", "operator", "opponent")
    for account in ("operator", "opponent"):
        (one,) = infmap.finding(cat, "shuya", account=account).accounts
        (count,) = by_gid(figure, f"count-{account}")
        (noun,) = (
            text
            for text in by_gid(figure, f"noun-{account}")
            if "-" not in text.get_gid()[5 + len(account) :]
        )
        assert count.get_text() == one.span.removesuffix(" or more")
        assert noun.get_text().startswith("or more") == one.or_more


def test_an_account_without_figures_has_a_dash_and_words_and_no_nought(cat):
    figure = drawn(cat.select(as_of="1987-12-08"), "mutlangen", "operator", "independent")
    (count,) = by_gid(figure, "count-operator")
    assert count.get_text() == "\N{EN DASH}"
    (noun,) = by_gid(figure, "noun-operator")
    assert noun.get_text() == "no figure on file."
    words = " ".join(text.get_text() for text in figure.texts)
    assert not re.search(r"\b0\b", words)


def test_what_other_figures_of_an_account_leave_open_stands_under_its_map(cat):
    figure = drawn(cat, "shuya", "operator", "opponent")
    words = " ".join(text.get_text() for text in by_gid(figure, "under-opponent"))
    assert "Left open: all 22 by" in words
    assert "US DNI (at least 500 km); 16 by" in words
    versus = versus_of(cat, cat.site("shuya"), "operator", "opponent")
    beyond = [row for row in versus.hands if row["distance_km"] > 1200]
    (ukraine,) = (one for one in versus.left_open(versus.right) if "1200" in one.says)
    assert ukraine.number == len(beyond)
    # The Iskander's 500 km leave nothing open: they say no.
    told = {one.says for one in versus.left_open(versus.right)}
    assert told == {"500 to 5500 km", "at least 500 km", "at least 1200 km"}


def test_what_hands_would_change_on_unread_figures_alone_is_told_apart(cat):
    versus = versus_of(cat, cat.site("mutlangen"), "operator", "opponent")
    every = [
        row
        for row in compare_rows(cat, "operator", "opponent", site="mutlangen")
        if (row["left"] in ("all", "some")) != (row["right"] in ("all", "some"))
    ]
    assert not versus.hands
    assert 0 < versus.unread <= len(every)
    words = " ".join(
        text.get_text()
        for text in by_gid(drawn(cat, "mutlangen", "operator", "opponent"), "list-note")
    )
    assert words.startswith(f"{versus.unread} capitals would change hands")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("site", "left", "right", "title"),
    [
        (
            "shuya",
            "operator",
            "independent",
            "Between the operator's figures and the independent figures, "
            "40 foreign capitals change hands",
        ),
        (
            "vandenberg",
            "operator",
            "independent",
            "Between the operator's figures and the independent figures, "
            "1 foreign capital changes hands",
        ),
        (
            "kaliningrad",
            "operator",
            "opponent",
            "Between the operator's figures and the opponents' figures, "
            "no foreign capital changes hands",
        ),
        (
            "mutlangen",
            "operator",
            "opponent",
            "No figure of either side makes a number",
        ),
        (
            "deveselu",
            "operator",
            "independent",
            "No independent figure makes a number; "
            "on the US figures no foreign capital is in range",
        ),
    ],
)
def test_the_title_is_the_sentence_of_the_page(cat, site, left, right, title):
    assert versus_of(cat, cat.site(site), left, right).title == title
    ax = plot_map(cat, focus=site, versus=(left, right))
    assert " ".join(ax.get_title(loc="left").split()) == title


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (
            ("2019-01-01", "2020-01-01"),
            "(got '2019-01-01' and '2020-01-01'); write two of operator",
        ),
        (("9m729", "iskander-m"), "infmap compare takes days, systems and sites too"),
        (("shuya", "deveselu"), "a figure has two accounts beside each other"),
        (("operator", "all"), "(got 'operator' and 'all'); write two of operator, opponent"),
        (("operator", "nobody"), "(got 'operator' and 'nobody'); write two of operator"),
        (("operator", "operator"), "are one account; compare it with another"),
    ],
)
def test_other_sides_are_refused_in_a_line(tmp_path, pair, words):
    out = tmp_path / "x.svg"
    result = CliRunner().invoke(
        app, ["figure", "--site", "shuya", "--versus", *pair, "-o", str(out)], terminal_width=400
    )
    assert result.exit_code == 1
    assert words in " ".join(result.output.split())
    assert "\n" not in result.output.strip()
    assert not out.exists()


def test_an_account_asked_for_already_or_a_band_is_refused(cat):
    with pytest.raises(InfmapError, match="leave out the filter by account"):
        plot_map(cat, focus="shuya", versus=("operator", "opponent"), account="operator")
    with pytest.raises(InfmapError, match="leave out band, or versus"):
        plot_map(cat, focus="shuya", versus=("operator", "opponent"), band=(100, 900))


def test_a_height_is_kept_or_the_least_is_told(cat):
    figure = drawn(cat, "shuya", "operator", "opponent", height_mm=170)
    assert round(figure.get_figheight() * 25.4) == 170
    with pytest.raises(InfmapError, match=r"leaves no room for the maps; write at least \d+") as no:
        drawn(cat, "shuya", "operator", "opponent", height_mm=70)
    least = int(re.search(r"at least (\d+)", str(no.value))[1])
    drawn(cat, "shuya", "operator", "opponent", height_mm=least)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", ["page", "column", "slide"])
def test_type_is_large_enough_and_nothing_leaves_the_sheet(cat, size):
    for site, left, right, day in sampled(CHOSEN, 2, CHOSEN[:1]):
        there = cat.select(as_of=day) if day else cat
        figure = drawn(there, site, left, right, size)
        # Hinting makes letters of few dots wider than they are in print.
        figure.set_dpi(360)
        renderer = figure.canvas.get_renderer()
        wide, high = figure.bbox.size
        titles = [figure.axes[0]._left_title]
        boxes = [text.get_window_extent(renderer) for text in (*figure.texts, *titles)]
        for box in boxes:
            assert box.x0 >= -0.5
            assert box.x1 <= wide + 0.5, site
            assert box.y0 >= -0.5
            assert box.y1 <= high + 0.5
        sizes = [text.get_fontsize() for text in figure.texts]
        sizes += [text.get_fontsize() for ax in figure.axes for text in ax.texts]
        assert min(sizes) >= LEAST_TYPE - 1e-9


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", ["page", "column", "slide"])
def test_no_two_texts_of_the_sheet_lie_on_each_other(cat, size):
    for site, left, right, day in sampled(CHOSEN[1::2], 2, CHOSEN[1:2]):
        there = cat.select(as_of=day) if day else cat
        figure = drawn(there, site, left, right, size)
        # Hinting makes letters of few dots wider than they are in print.
        figure.set_dpi(360)
        renderer = figure.canvas.get_renderer()
        written = [text for text in figure.texts if text.get_text()]
        boxes = [text.get_window_extent(renderer) for text in written]
        # Letters are lower than their boxes.
        boxes = [
            (box.x0 + 1.2, box.y0 + box.height * 0.3, box.x1 - 1.2, box.y1 - box.height * 0.2)
            for box in boxes
        ]
        for (one, a), (other, b) in itertools.combinations(zip(written, boxes, strict=True), 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (site, one.get_text(), other.get_text())


@pytest.mark.thorough
def test_the_same_sheet_is_the_same_bytes(cat):
    one, other = (
        figure_bytes(plot_map(cat, focus="shuya", versus=("operator", "opponent")), ".svg")
        for _ in range(2)
    )
    assert one == other
    assert b"<title>Between the operator's figures" in one.replace(b"\n", b" ")
    assert len(one) < 450_000


def test_where_neither_side_has_a_figure_that_counts_nothing_is_said_to_stay():
    day = infmap.load().select(as_of="1987-12-08", theme="all")
    title = versus_of(day, day.site("mutlangen"), "operator", "opponent").title
    assert title == "No figure of either side makes a number"
