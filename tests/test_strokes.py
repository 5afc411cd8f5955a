"""Whose ring: figures of one radius are strokes side by side, in every medium by one rule."""

import itertools
import random
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from fontless import drawn_svg
from matplotlib.figure import Figure
from sample import examples
from stroke_cases import KM, LOOKS, SOME_PAIRS, made_of, strokes_of

import infmap
from infmap.analysis.rings import ring_specs
from infmap.analysis.strokes import intervals_of, rings_of
from infmap.catalogue.rows import Account
from infmap.figures import plot_map
from infmap.figures.marks import LINE_WIDTH as POINTS
from infmap.looks.lines import MOST_STROKES, PITCH, End, fixed_offsets, offsets
from infmap.looks.palette import LIGHT
from infmap.report.html import as_html
from reliability.strokes import LOOKED_AT, pair_lost, some_pairs

SVG = "{http://www.w3.org/2000/svg}"
# --- The rule


def test_every_pair_of_looks_has_two_strokes_and_their_middle_is_the_radius(cat):
    for one, other in itertools.combinations(LOOKS, 2):
        strokes = strokes_of(made_of(cat, [one, other]))
        assert len(strokes) == 2
        beside = offsets([stroke.km for stroke in strokes], PITCH)
        assert np.diff(beside) == pytest.approx([PITCH])
        assert np.mean(beside) == pytest.approx(0)


def test_strokes_stand_from_the_operators_outward(cat):
    kinds = [
        (Account.USER, True, End.MOST),
        (Account.INDEPENDENT, True, End.MOST),
        (Account.OPPONENT, True, End.OPEN),
        (Account.OPPONENT, True, End.MOST),
        (Account.OPERATOR, True, End.MOST),
    ]
    order = [(str(kind[0]), kind[2]) for kind in reversed(kinds)]
    order[1:3] = [("opponent", End.MOST), ("opponent", End.OPEN)]
    for some in (kinds, kinds[::-1]):
        found = [(stroke.look, stroke.end) for stroke in strokes_of(made_of(cat, some))]
        assert found == order


def test_of_more_than_five_strokes_every_account_keeps_one_and_all_are_in_the_key(cat):
    made = made_of(cat, LOOKS)
    (ring,) = [ring for ring in rings_of(ring_specs(made, made.site("shuya"))) if ring.km == KM]
    assert len(ring.strokes) == MOST_STROKES
    assert {stroke.look for stroke in ring.strokes} == {*map(str, Account), "not-strike"}
    assert all(stroke.end is End.OPEN for stroke in ring.strokes)
    assert len(ring.strokes) + len(ring.more) == len(LOOKS)
    words = key_words(plot_map(made, focus="shuya"))
    for whose in ("operator", "opponents", "independent", "your own", "not a strike system"):
        assert f"{whose}, at least" in words


@pytest.mark.parametrize(
    "radii", [[], [7], [7, 7], [7, 7, 7, 7, 7], [7, 8, 8, 30], [7, 9, 11, 13], [1, 5, 5, 5, 6, 30]]
)
def test_no_stroke_touches_the_next_and_none_moves_without_need(radii):
    beside = offsets(radii, 3)
    places = np.add(radii, beside)
    assert (np.diff(places) >= 3 - 1e-9).all()
    if len(radii) < 2 or np.diff(radii).min() >= 3:
        assert not np.any(beside)
    # What is moved inward makes up for what is moved outward.
    assert sum(beside) == pytest.approx(0)


def test_an_interval_is_hatched_from_its_sure_end_to_its_far_one(cat):
    assert intervals_of(ring_specs(cat, cat.site("shuya"))) == [
        ("opponent", 500.0, 5500.0),
        ("opponent", 2000.0, 2350.0),
    ]
    (path,) = [
        patch
        for patch in plot_map(cat, focus="shuya").patches
        if patch.get_gid() == "interval-2000-2350-opponent"
    ]
    assert path.get_hatch()
    assert path.get_linewidth() == 0


def test_doubt_about_the_place_is_hatched_the_other_way_and_has_no_line(cat):
    ax = plot_map(cat, focus="kaliningrad", size="column")
    (doubt,) = [patch for patch in ax.patches if patch.get_gid() == "doubt"]
    intervals = [
        patch
        for patch in plot_map(cat, focus="shuya", size="column").patches
        if str(patch.get_gid()).startswith("interval")
    ]
    assert intervals
    for interval in intervals:
        assert {*doubt.get_hatch()} != {*interval.get_hatch()}
    assert doubt.get_linewidth() == 0


def test_lines_that_do_not_know_each_other_have_places_of_their_own():
    lines = [*itertools.product(map(str, Account), [End.MOST, End.OPEN])]
    beside = fixed_offsets(lines)
    assert sorted({*beside.values()}) == [-2, -1, 0, 1, 2]
    assert beside["opponent", End.MOST] != beside["opponent", End.OPEN]


# --- In print


def key_words(ax):
    return " ".join(text.get_text() for text in ax.figure.texts if text.get_gid() is None)


def drawn_alone(cat, style, extent_km=1000.0, size=4.0):
    figure = Figure(figsize=(size, size), dpi=72)
    ax = figure.add_axes((0, 0, 1, 1))
    plot_map(cat, focus="shuya", style=style, extent_km=extent_km, ax=ax)
    return ax


def radii_in_svg(data, names):
    root = ElementTree.fromstring(data)
    groups = {node.get("id"): node for node in root.iter(f"{SVG}g")}
    radii = []
    for name in names:
        numbers = re.findall(r"-?\d+(?:\.\d+)?", groups[f"ring-{name}"].find(f"{SVG}path").get("d"))
        points = np.array(numbers, float).reshape(-1, 2)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        radius = np.linalg.norm(points - middle, axis=1)
        assert np.ptp(radius) < 0.05
        radii.append(radius.mean())
    return radii


@pytest.mark.parametrize("extent_km", [850.0, 1700.0, 3400.0])
def test_strokes_in_an_svg_lie_beside_each_other_about_the_true_radius(cat, extent_km):
    made = made_of(cat, [LOOKS[0], LOOKS[7], LOOKS[8]])
    ax = drawn_alone(made, "light", extent_km)
    names = [stroke.name for stroke in strokes_of(made)]
    radii = radii_in_svg(drawn_svg(ax), names)
    assert np.diff(radii) == pytest.approx([PITCH * POINTS] * 2, abs=0.02)
    true = KM * 1000 * 72 * 4 / np.ptp(ax.get_xlim())
    assert np.mean(radii) == pytest.approx(true, abs=0.02)


def test_every_pair_of_looks_has_two_lines_in_an_svg(cat):
    for pair in SOME_PAIRS[::2]:
        made = made_of(cat, pair.values[0])
        radii = radii_in_svg(
            drawn_svg(drawn_alone(made, "light")),
            [stroke.name for stroke in strokes_of(made)],
        )
        assert np.diff(radii) == pytest.approx([PITCH * POINTS], abs=0.02)


@pytest.mark.parametrize("projection", ["equal-area", "EPSG:3035", "EPSG:3857", "EPSG:4326"])
def test_strokes_keep_apart_in_every_projection(cat, projection):
    made = made_of(cat, [LOOKS[0], LOOKS[7]])
    figure = Figure(figsize=(4, 4), dpi=72)
    ax = figure.add_axes((0, 0, 1, 1))
    plot_map(made, focus="shuya", projection=projection, extent_km=1000, ax=ax)
    inner, outer = (
        line.get_transform().transform(line.get_xydata())
        for stroke in strokes_of(made)
        for line in ax.lines
        if line.get_gid() == f"ring-{stroke.name}"
    )
    assert np.linalg.norm(outer - inner, axis=1) == pytest.approx(PITCH * POINTS, abs=0.02)
    site = ax.transData.transform(
        np.mean(next(x for x in ax.lines if x.get_gid() == "site").get_xydata(), axis=0)
    )
    assert (np.linalg.norm(outer - site, axis=1) > np.linalg.norm(inner - site, axis=1)).all()


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("style", "dpi"), LOOKED_AT, ids=["colour", "grey", "finer"])
def test_a_pair_of_looks_is_found_in_the_pixels(cat, style, dpi):
    # Each look with one other, and some pairs; the campaign takes all.
    looks = random.Random(style).sample(LOOKS, len(LOOKS))
    pairs = [*zip(looks[::2], looks[1::2], strict=True), *some_pairs(examples(40))]
    assert {look for pair in pairs for look in pair} == {*LOOKS}
    assert [line for pair in pairs for line in pair_lost(cat, pair, style, dpi)] == []


def test_a_figure_of_shuya_shows_every_figure_on_a_stroke_of_its_own_kind(cat):
    ax = plot_map(cat, focus="shuya")
    gids = {line.get_gid(): line for line in ax.lines}
    for spec in ring_specs(cat, cat.site("shuya")):
        name = f"ring-{spec.range_km:g}-{spec.claim.account}"
        line = gids[name if spec.end is End.MOST else f"{name}-{spec.end}"]
        assert line.get_color() == LIGHT[spec.claim.account]
        assert (line.get_dash_capstyle() == "round") == (spec.end is End.OPEN)
    assert "opponents, at least" in key_words(ax)
    labels = " ".join(text.get_text() for text in ax.texts)
    assert "at least 2000 km" in labels
    assert "at least 1200 km" in labels


def test_what_is_only_a_lower_bound_never_loses_its_at_least(cat):
    for site in cat.sites:
        for ring in rings_of(ring_specs(cat, site)):
            for stroke in ring.strokes:
                only_low = {spec.claim.up_to_km is None for spec in stroke.specs}
                assert only_low == {stroke.end is End.OPEN}
                assert stroke.line.is_dotted == (stroke.end is End.OPEN)


def test_a_brief_of_shuya_has_the_strokes_of_the_figure(cat):
    html = as_html(infmap.make_report(cat, focus="shuya"))
    for stroke in strokes_of(cat, km=500.0) + strokes_of(cat, km=2000.0):
        assert f'id="map-1-ring-{stroke.name}"' in html
