"""The figures of a story's steps: what stands in them, and how little room they take."""

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pyproj
import pytest
import resvg_py
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from PIL import Image

from infmap.analysis.overlap import tallies
from infmap.figures import plot_map
from infmap.figures.faces import all_faces
from infmap.figures.inline import Looks, page_svg
from infmap.figures.map import map_crs
from infmap.figures.overview import compose_overview, levels, steps_to
from infmap.figures.path_data import path_data, runs, steps_data
from infmap.figures.written import figure_bytes, font_css
from infmap.looks.distances import Units
from infmap.story.answers import answer_in
from infmap.story.figures import PALETTE, PAPER, step_figure
from infmap.story.states import read_state, split_state

#: The steps of a story of twelve, over all sites.
STEPS = (
    "mode=compare left=mutlangen right=postavy theme=eliminated date=1987-12-08",
    "site=delingha theme=third-parties date=2007-10-25",
    "mode=overview date=2014-07-28",
    "site=kapustin-yar mode=compare left=operator right=opponent theme=debate date=2017-02-14",
    "site=kaliningrad theme=debate date=2018-02-05",
    "mode=compare left=crimea right=hmeimim theme=debate date=2017-03-12",
    "site=deveselu mode=compare left=operator right=opponent theme=debate date=2016-05-27",
    "site=miroslawiec theme=debate date=2019-02-07",
    "mode=overview date=2018-10-20",
    "site=shuya mode=compare left=operator right=opponent theme=debate date=2019-02-10",
    "site=san-nicolas theme=after-inf date=2019-08-18",
    "mode=compare left=mainz-kastel right=krichev theme=after-inf date=2025-12-26",
)
TITLE = "What is found, & where"


def read(cat, words):
    return read_state(cat, split_state(words), Units.KM, [])


def drawn(cat, words, prefix="f1-"):
    return step_figure(cat, read(cat, words), TITLE, prefix)


@pytest.fixture(scope="module")
def steps(cat):
    return [drawn(cat, words, f"f{nth}-") for nth, words in enumerate(STEPS, 1)]


@pytest.fixture(scope="module")
def page(steps):
    looks = Looks()
    return [looks.classed(svg) for svg in steps], looks.css()


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def ids(svg, start):
    return {name for name in re.findall(r' id="f\d+-([^"]+)"', svg) if name.startswith(start)}


# --- What a page asks of them


@pytest.mark.thorough
def test_twelve_figures_take_35_kilobytes_each_and_share_their_looks_and_faces(steps, page):
    figures, looks = page
    assert sum(len(one.encode()) for one in figures) / len(figures) <= 35_000
    assert max(len(one.encode()) for one in figures) <= 95_000
    assert len(looks) <= 16_000
    assert len(font_css(steps)) <= 45_000


@pytest.mark.thorough
def test_a_page_lets_their_looks_pass_and_nothing_leads_out_of_it(page):
    figures, looks = page
    for svg in figures:
        assert " style=" not in svg
        assert "<style" not in svg
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<image|<script|<a\b", svg)
        assert set(re.findall(r'class="([^"]*)"', svg)) <= set(re.findall(r"\.(d\d+)\{", looks))
    assert "url(#" in looks  # hatching
    assert not re.search(r"url\((?!#f\d)", looks)


@pytest.mark.thorough
def test_ids_stand_once_and_all_that_is_pointed_at_is_there(page):
    figures, looks = page
    every = [name for svg in figures for name in re.findall(r' id="([^"]*)"', svg)]
    assert len(every) == len(set(every))
    pointed = re.findall(r'(?:href="#|url\(#)([^")]*)', "".join(figures) + looks)
    assert set(pointed) <= set(every)


@pytest.mark.thorough
def test_each_says_its_finding_to_those_who_do_not_see_it(steps):
    for nth, svg in enumerate(steps, 1):
        root = ET.fromstring(svg)
        told = dict((one.get("id"), one.text) for one in root if one.get("id"))
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"f{nth}-title f{nth}-desc"
        assert told[f"f{nth}-title"] == TITLE
        assert len(told[f"f{nth}-desc"]) > 20
        assert " ".join(texts(svg)).startswith("What is found, &amp; where") or any(
            text.startswith("What is found, &amp;") for text in texts(svg)
        )


@pytest.mark.thorough
def test_the_same_step_is_the_same_bytes(cat, steps):
    for nth in (1, 9, 10):
        assert drawn(cat, STEPS[nth - 1], f"f{nth}-") == steps[nth - 1]


# --- What is drawn


@pytest.mark.parametrize("nth", [2, 5, 8, 11])
def test_the_rings_of_one_site_are_those_of_its_answer_on_that_day(cat, steps, nth):
    answer = answer_in(cat, read(cat, STEPS[nth - 1]))
    names = {stroke.name for ring in answer.rings for stroke in ring.strokes}
    assert ids(steps[nth - 1], "ring-") == {f"ring-{name}" for name in names}
    told = texts(steps[nth - 1])
    assert any(text.endswith(f"On {answer.cat.as_of}.") for text in told)
    # Who is in range stands in the table beside it.
    assert not any(text.endswith(("capital in range", "capitals in range")) for text in told)


def test_an_account_asked_for_is_drawn_alone(cat):
    words = "site=shuya theme=debate date=2019-02-10 account="
    assert all("operator" in name for name in ids(drawn(cat, f"{words}operator"), "ring-"))
    assert all("opponent" in name for name in ids(drawn(cat, f"{words}opponent"), "ring-"))


def test_of_two_accounts_the_left_one_stands_on_the_left(steps):
    told = texts(steps[9])
    heads = [text for text in told if text.startswith(("Operator", "Opponents"))]
    assert heads == [
        "Operator: TASS (2023), Russian senator V. Bondarev and 1 more",
        "Opponents: US State Dept, US DNI and 4 more",
    ]
    assert any(text.endswith("On 2019-02-10.") for text in told)
    assert ids(steps[9], "ring-") >= {"ring-480-operator", "ring-2000-opponent-open"}
    assert not any("independent" in name for name in ids(steps[9], "ring-"))
    # The list of what changes hands is the table beside it.
    assert "1409" not in told
    assert told.count("Warsaw") == 2


def test_of_two_sites_each_has_its_own_rings_by_its_letter(cat, steps):
    told = texts(steps[11])
    assert told.index("A Mainz-Kastel, Germany") < told.index(
        "B Krichev-6 former airfield, Belarus"
    )
    state = read(cat, STEPS[11])
    both = [answer_in(cat, state, site=side) for side in ("mainz-kastel", "krichev")]
    strokes = [stroke.name for one in both for ring in one.rings for stroke in ring.strokes]
    assert len(ids(steps[11], "ring-")) == len(strokes)


def test_of_two_days_each_has_what_is_reported_then(cat):
    words = "site=shuya mode=compare left=2014-12-01 right=2019-02-10"
    svg = drawn(cat, words)
    told = texts(svg)
    # Under one camera.
    heights = re.findall(r'id="f1-site(?:-2)?"><use href="[^"]*" x="[^"]*" y="([^"]*)"', svg)
    assert len(heights) == 2
    assert len({*heights}) == 1
    assert told.index("A 2014-12-01") < told.index("B 2019-02-10")
    assert told.count("no figure on file.") == 3  # on the first day nothing is reported there
    turned = texts(
        drawn(cat, words.replace("left", "x").replace("right", "left").replace("x", "right"))
    )
    assert "A 2019-02-10" in turned
    assert "infmap, data" in told[-1] or "as of 2014-12-01 and 2019-02-10." in " ".join(told)


@pytest.mark.parametrize(
    ("sides", "heads"),
    [
        ("left=9m729 right=iskander-m", ["A 9M729", "B Iskander-M"]),
        ("left=all right=operator", ["A Every account", "B Operator"]),
    ],
)
def test_two_systems_or_all_accounts_and_one_stand_beside_each_other(cat, sides, heads):
    svg = drawn(cat, f"site=shuya mode=compare {sides} date=2019-02-10")
    assert [text for text in texts(svg) if text.startswith(("A ", "B "))] == heads
    assert "ring-2500-independent" in ids(svg, "ring-")


@pytest.mark.parametrize("early", ["2010-01-01", "2014-01-01"])
def test_nothing_that_is_reported_later_is_drawn(cat, early):
    told = " ".join(texts(drawn(cat, f"site=kaliningrad date={early}")))
    later = " ".join(texts(drawn(cat, "site=kaliningrad date=2019-02-10")))
    assert "Bastion-P" in later
    assert "Bastion-P" not in told
    assert ("Iskander-M" in told) == (early > "2013-12-14")


def test_distances_are_in_the_units_of_the_step(cat):
    told = " ".join(texts(drawn(cat, "site=kaliningrad date=2018-02-05 units=mi")))
    assert " mi" in told
    assert " km:" not in told


# --- All sites


def test_all_sites_are_marked_and_each_capital_named_has_its_count(cat, steps):
    found = tallies(cat, holder="Russia", as_of="2018-10-20")
    left, _ = steps[8].split('id="f9-capitals-2"')
    sites = re.search(r'id="f9-site">(.*?)</g>', left)[1]
    assert sites.count("<use") == found.sites
    every = {row.place.name: row.every for row in found.rows}
    some = {row.place.name: row.some for row in found.rows}
    counted = re.findall(
        r">([^<>:]+)</text><text[^>]*>(\d+)</text>", steps[8].partition("Deployments that")[0]
    )
    half = re.findall(r">([^<>]+)</text><text[^>]*>(\d+)</text>", left)
    assert len(half) > 5
    assert {name: int(count) for name, count in half} == {name: every[name] for name, _ in half}
    rest = counted[len(half) :]
    assert {name: int(count) for name, count in rest} == {name: some[name] for name, _ in rest}
    assert {"Riga", "Vilnius", "Warsaw", "Minsk"} <= {name for name, _ in half}


def test_where_both_ways_to_count_come_to_the_same_there_is_one_map(steps):
    assert sum(text == "On every account" for text in texts(steps[2])) == 1
    assert "On some account" not in texts(steps[2])
    assert {"Kaliningrad Oblast", "Molkino"} <= set(texts(steps[2]))


def test_an_area_is_as_deep_as_so_many_cover_it():
    boxes = [shapely.box(k, 0, k + 3, 1) for k in range(4)]
    assert [area.area for area in levels(boxes)] == [6.0, 4.0, 2.0]
    assert levels([]) == []
    assert [steps_to(most) for most in (0, 1, 5, 6, 12, 19)] == [
        [],
        [1],
        [1, 2, 3, 4, 5],
        [1, 2, 4, 6],
        [1, 3, 6, 9, 12],
        [1, 4, 8, 12, 16],
    ]


# --- How it is written


def test_maps_of_one_window_have_their_land_once(steps):
    assert re.findall(r'<use href="#(f10-line-\d)"', steps[9]) == ["f10-line-0", "f10-line-1"]


def test_marks_are_symbols_each_with_its_place(steps):
    uses = re.findall(r'<use href="#(f5-\d+)" x="[\d.]+" y="[\d.]+"/>', steps[4])
    assert len(uses) > 10
    assert all(f'<g id="{name}"><path' in steps[4] for name in uses)


def test_a_circle_is_written_as_arcs_and_a_line_near_one_is_not():
    turn = np.linspace(0, 2 * np.pi, 721)
    around = np.column_stack([np.sin(turn), -np.cos(turn)]) * 150 + 200
    assert path_data(Path(around)).count("A150 150 0 0 1") == 3
    assert path_data(Path(around[::-1])).count("A150 150 0 0 0") == 3
    assert path_data(Path(around[:240])).count("A") == 1
    assert path_data(Path(around * (1, 1.001))).count("A") == 0
    wobbling = around.copy()
    wobbling[300] += 0.2
    assert "A" not in path_data(Path(wobbling))


def test_hatching_and_words_are_written_with_their_looks():
    figure = Figure(figsize=(1, 1), facecolor="none")
    figure.add_artist(Rectangle((0, 0), 1, 1, facecolor="none", edgecolor="#cc0000", hatch="/"))
    figure.text(0.5, 0.5, "Riga", family="Source Sans Pro")
    root = ET.fromstring(page_svg(figure, "f1-"))
    assert [*root.itertext()] == ["infmap", "Riga"]
    space = root.tag.removesuffix("svg")
    lines = root.find(f".//{space}pattern/{space}path")
    assert lines.get("style").startswith("fill: #cc0000; stroke: #cc0000; stroke-width: 1;")
    words = root.find(f"{space}text")
    assert "; font-family: 'Source Sans Pro', " in words.get("style")
    assert words.keys() == ["style", "x", "y"]


def test_steps_of_a_tenth_lead_along_the_line_without_drifting():
    points = np.random.default_rng(5).normal(size=(400, 2)).cumsum(axis=0)
    codes = [Path.MOVETO, *[Path.LINETO] * 198, Path.CLOSEPOLY] * 2
    written = steps_data(Path(points, codes))
    here, found = np.zeros(2), []
    for run in written.split("m")[1:]:
        steps = np.array(re.findall(r"-?\d+", run), float).reshape(-1, 2)
        found.append(here + steps.cumsum(axis=0))
        here = found[-1][0]
    for run, (start, end) in zip(found, ((0, 199), (200, 399)), strict=True):
        far = np.linalg.norm(points[start:end, None] * 10 - run[None], axis=2).min(axis=1)
        assert far.max() <= 0.71
    assert written.count("z") == 2


@pytest.mark.thorough
def test_a_page_shows_what_the_file_shows(cat):
    ax = plot_map(cat, focus="kaliningrad", theme="debate", as_of="2018-02-05")
    fonts = [face.path for face in all_faces()]

    def seen(svg):
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()
        svg = re.sub(r' (width|height)="[\d.]+pt"', "", svg, count=2)
        svg = svg.replace("<svg ", '<svg width="{}" height="{}" '.format(*size), 1)
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=1400, font_files=fonts, skip_system_fonts=True
        )
        whole = np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"), float)
        return whole[:1480].reshape(370, 4, 350, 4, 3).mean(axis=(1, 3))

    off = np.abs(seen(figure_bytes(ax, ".svg").decode()) - seen(page_svg(ax, "b-"))).max(axis=2)
    assert np.mean(off > 40) < 0.005
    assert off.max() < 110


def test_areas_are_as_far_as_the_lowest_figures_then_as_the_highest(cat):
    found = tallies(cat, holder="Russia", as_of="2018-10-20")
    figure = compose_overview(cat, found, PALETTE, PAPER, Units.KM, title=TITLE)
    every, some = (
        next(one for one in ax.get_children() if one.get_gid() == "reach-1").get_path()
        for ax in figure.axes
    )
    assert some.get_extents().width > 1.5 * every.get_extents().width


def test_no_line_is_drawn_where_only_the_tables_cut_the_land(cat):
    ax = plot_map(cat, focus="chita", extent_km=5500)
    land = next(one for one in ax.get_children() if one.get_gid() == "land").get_path()
    coasts = shapely.union_all([shapely.LinearRing(points) for points, _ in runs(land)])
    there = pyproj.Transformer.from_crs("EPSG:4326", map_crs(ax), always_xy=True)
    for lat in (66.0, 66.5, 67.0, 67.5, 68.0):
        assert coasts.distance(shapely.Point(there.transform(180.0, lat))) > 5_000


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("holder", ["Russia", "United States", "China"])
def test_the_key_of_all_sites_goes_up_to_the_most_that_reach_a_capital_or_a_site(cat, holder):
    found = tallies(cat, holder=holder, as_of="2019-02-10")
    geod = pyproj.Geod(ellps="WGS84")
    sites = {site.id: site for site, *_ in found.deployments}.values()
    at_sites = [
        sum(
            geod.inv(site.lon, site.lat, at.lon, at.lat)[2] / 1000 <= high
            for site, _, high in found.deployments
            if high
        )
        for at in sites
    ]
    starts = steps_to(max(at_sites + [row.some for row in found.rows]))
    figure = compose_overview(cat, found, PALETTE, PAPER, Units.KM, title=TITLE)
    words = texts(page_svg(figure, "f1-"))
    begin = words.index("Deployments that reach a place:") + 1
    told = words[begin : words.index("a capital, with how many reach it")]
    assert [int(re.match(r"\d+", word)[0]) for word in told] == starts
    assert told[-1] == f"{starts[-1]} or more"
