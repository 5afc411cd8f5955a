"""Whose ring: figures of one radius are strokes side by side, in every medium by one rule."""

import io
import itertools
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest
from matplotlib.figure import Figure

import infmap
from infmap.catalogue.rows import Account
from infmap.figures import figure_bytes, plot_map
from infmap.figures.looks import LINE_WIDTH as POINTS
from infmap.figures.looks import STYLES
from infmap.maps.content import LINE_WIDTH as PIXELS
from infmap.palette import LIGHT
from infmap.ring_looks import MOST_STROKES, PITCH, fixed_offsets, intervals_of, offsets, rings_of
from infmap.rings import End, ring_specs

SVG = "{http://www.w3.org/2000/svg}"
KM = 800.0
#: What a figure may say of a radius, by which end of it lies there.
BOUNDS = {
    End.MOST: (None, KM),
    End.LOWER: (KM, 1400.0),
    End.FAR: (300.0, KM),
    End.OPEN: (KM, None),
}
#: Every look of a stroke: whose figure, of a missile or of an interceptor, and what it says.
LOOKS = [
    *itertools.product(Account, [True], End),
    *itertools.product([Account.INDEPENDENT], [False], End),
]
PAIRS = [
    pytest.param(
        pair,
        id="-".join(f"{account}{'' if strike else '*'}-{end}" for account, strike, end in pair),
    )
    for pair in itertools.combinations(LOOKS, 2)
]
#: Pairs enough that each look meets each kind of neighbour in the slower media.
SOME_PAIRS = PAIRS[::7]


def made_of(cat, kinds):
    """Return a catalogue of one site, with a figure of one radius for each of some kinds."""
    model_system, model_claim = cat.system_by_id["9m729"], cat.claim_rows[0]
    systems, claims, reports = [], [], []
    for k, (account, strike, end) in enumerate(kinds):
        system = f"s-{k}"
        at_least_km, up_to_km = BOUNDS[end]
        systems.append(
            model_system.model_copy(update={"id": system, "name": f"M{k}", "strike": strike})
        )
        claims.append(
            model_claim.model_copy(
                update={
                    "system_id": system, "account": account, "claimant": f"Claimant {k}",
                    "at_least_km": at_least_km, "up_to_km": up_to_km,
                }
            )
        )  # fmt: skip
        reports.append(
            cat.site("shuya")
            .deployments[0]
            .model_copy(update={"id": f"r-{k}", "system_id": system})
        )
    return replace(
        cat, system_rows=tuple(systems), claim_rows=tuple(claims), deployment_rows=tuple(reports)
    )


def strokes_of(cat, site="shuya", km=KM):
    (ring,) = [ring for ring in rings_of(ring_specs(cat, cat.site(site))) if ring.km == km]
    return ring.strokes


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


def test_of_more_than_five_strokes_every_account_keeps_one_and_all_are_named(cat):
    made = made_of(cat, LOOKS)
    (ring,) = [ring for ring in rings_of(ring_specs(made, made.site("shuya"))) if ring.km == KM]
    assert len(ring.strokes) == MOST_STROKES
    assert {stroke.look for stroke in ring.strokes} == {*map(str, Account), "not-strike"}
    assert all(stroke.end is End.OPEN for stroke in ring.strokes)
    assert len(ring.strokes) + len(ring.more) == len(LOOKS)
    words = key_words(plot_map(made, focus="shuya"))
    assert all(f"Claimant {k} " in words for k in range(len(LOOKS)))
    assert "not drawn" in words


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
    assert intervals_of(ring_specs(cat, cat.site("shuya"))) == [("independent", 2000.0, 2350.0)]
    (path,) = [
        patch
        for patch in plot_map(cat, focus="shuya").patches
        if patch.get_gid() == "interval-2000-2350-independent"
    ]
    assert path.get_hatch()
    assert path.get_linewidth() == 0


def test_doubt_about_the_place_is_hatched_the_other_way_and_has_no_line(cat):
    ax = plot_map(cat, focus="kaliningrad", size="column")
    (doubt,) = [patch for patch in ax.patches if patch.get_gid() == "doubt"]
    (interval,) = [
        patch
        for patch in plot_map(cat, focus="shuya", size="column").patches
        if str(patch.get_gid()).startswith("interval")
    ]
    assert {*doubt.get_hatch()} != {*interval.get_hatch()}
    assert doubt.get_linewidth() == 0


def test_lines_that_do_not_know_each_other_have_places_of_their_own():
    lines = [*itertools.product(map(str, Account), [End.MOST, End.OPEN])]
    beside = fixed_offsets(lines)
    assert sorted({*beside.values()}) == [-2, -1, 0, 1, 2]
    assert beside["opponent", End.MOST] != beside["opponent", End.OPEN]


# --- In print


def key_words(ax):
    key = next(other for other in ax.figure.axes if other.get_label() == "key")
    return " ".join(text.get_text() for text in key.texts)


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
    radii = radii_in_svg(figure_bytes(ax, ".svg"), names)
    assert np.diff(radii) == pytest.approx([PITCH * POINTS] * 2, abs=0.02)
    true = KM * 1000 * 72 * 4 / np.ptp(ax.get_xlim())
    assert np.mean(radii) == pytest.approx(true, abs=0.02)


def test_every_pair_of_looks_has_two_lines_in_an_svg(cat):
    for pair in SOME_PAIRS:
        made = made_of(cat, pair.values[0])
        radii = radii_in_svg(
            figure_bytes(drawn_alone(made, "light"), ".svg"),
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


def lit(data, middle, radius, width, colour):
    """Return the share of a circle's way round that has a colour within a width about a radius."""
    pixels = matplotlib.image.imread(io.BytesIO(data))[..., :3]
    wanted = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    turns = np.linspace(0, 2 * np.pi, 1440, endpoint=False)
    found = np.zeros(turns.size, bool)
    for at in np.linspace(radius - width / 2, radius + width / 2, 5):
        x = np.round(middle[0] + at * np.cos(turns) - 0.5).astype(int)
        y = np.round(middle[1] + at * np.sin(turns) - 0.5).astype(int)
        found |= np.abs(pixels[y, x] - wanted).max(axis=1) < 0.2
    return found.mean()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_pair_of_looks_is_found_in_the_pixels(cat, style, dpi):
    """On bare paper, where nothing but the two strokes can be what is found."""
    from infmap.figures.content import content_of
    from infmap.figures.strokes import draw_rings
    from infmap.figures.view import view_maker

    for pair in PAIRS:
        made = made_of(cat, pair.values[0])
        site, palette = made.site("shuya"), STYLES[style]
        content = replace(content_of(made, site, palette), intervals=())
        view = view_maker(site, "equidistant")(1000.0, 216.0, 216.0)
        figure = Figure(figsize=(3, 3), dpi=72)
        ax = figure.add_axes((0, 0, 1, 1))
        ax.axis("off")
        ax.set(xlim=view.window[::2], ylim=view.window[1::2])
        draw_rings(ax, view, content)
        data = figure_bytes(figure, ".png", dpi=dpi)
        scale = dpi / 72
        strokes = strokes_of(made)
        for stroke, beside in zip(strokes, offsets([0, 0], PITCH * POINTS), strict=True):
            radius = (KM * view.points_per_km + beside) * scale
            width = POINTS * stroke.line.width * scale
            dash = stroke.line.dash
            share = sum(dash[::2]) / sum(dash) if dash else 1.0
            share += 0.9 * stroke.line.is_dotted * len(dash) / 2 / (sum(dash) or 1)
            found = lit(data, [1.5 * dpi] * 2, radius, width * 0.5, palette[stroke.look])
            assert found == pytest.approx(share, abs=0.2), (pair.id, stroke.name)


def test_a_figure_of_shuya_shows_every_figure_on_a_stroke_of_its_own_kind(cat):
    ax = plot_map(cat, focus="shuya")
    gids = {line.get_gid(): line for line in ax.lines}
    words = key_words(ax)
    for spec in ring_specs(cat, cat.site("shuya")):
        name = f"ring-{spec.range_km:g}-{spec.claim.account}"
        line = gids[name if spec.end is End.MOST else f"{name}-{spec.end}"]
        assert line.get_color() == LIGHT[spec.claim.account]
        assert (line.get_dash_capstyle() == "round") == (spec.end is End.OPEN)
        assert spec.claim.claimant in words
    assert words.count("At least 500 km") == words.count("At least 2000 km") == 1
    assert words.index("At least 500 km") < words.index("US State Department")


def test_what_is_only_a_lower_bound_never_loses_its_at_least(cat):
    for site in cat.sites:
        for ring in rings_of(ring_specs(cat, site)):
            for stroke in ring.strokes:
                only_low = {spec.claim.up_to_km is None for spec in stroke.specs}
                assert only_low == {stroke.end is End.OPEN}
                assert stroke.line.is_dotted == (stroke.end is End.OPEN)


def test_a_brief_of_shuya_has_the_strokes_of_the_figure(cat, tmp_path):
    text = infmap.make_report(cat, focus="shuya") if hasattr(infmap, "make_report") else ""
    html = text if isinstance(text, str) else str(text)
    for stroke in strokes_of(cat, km=500.0) + strokes_of(cat, km=2000.0):
        assert f'id="ring-{stroke.name}"' in html


# --- On the page


def page_state(theme="all"):
    return {"theme": theme, "account": "all", "date": None}


@pytest.mark.browser
def test_figure_and_page_have_the_same_strokes_at_every_site(module, cat):
    from infmap.maps.content import page_data

    data = json.loads(json.dumps(page_data(cat, "shuya", "", online_basemap=True)))
    evaluate = module("strokes")
    found = evaluate(
        """([data, state]) => data.sites.map((site) =>
          window.module.ringsAt(data, site, state).map(({ km, strokes, more }) => [km,
            ...[strokes, more].map((some) => some.map(({ look, end, claims }) =>
              [look, end, claims.map((claim) => [claim.system_id, claim.claimant])]))]))""",
        [data, page_state()],
    )
    assert len(found) == len(cat.sites) > 90
    for site, rings in zip(cat.sites, found, strict=True):
        ours = [
            [
                ring.km,
                *(
                    [
                        [s.look, s.end, [[x.claim.system_id, x.claim.claimant] for x in s.specs]]
                        for s in some
                    ]
                    for some in (ring.strokes, ring.more)
                ),
            ]
            for ring in rings_of(ring_specs(cat, site))
        ]
        assert rings == ours, site.id


@pytest.mark.browser
def test_the_page_merges_every_set_of_looks_as_python_does(module, cat):
    from infmap.maps.content import page_data

    evaluate = module("strokes")
    sets = [*itertools.combinations(LOOKS, 2), LOOKS, LOOKS[::-1], LOOKS[1:9], LOOKS[5:17]]
    for kinds in sets:
        made = made_of(cat, kinds)
        data = json.loads(json.dumps(page_data(made, "shuya", "", online_basemap=True)))
        found = evaluate(
            """([data, state]) => window.module.ringsAt(data, data.sites[0], state)
              .map(({ km, strokes, more }) => [km, ...[strokes, more].map((some) =>
                some.map(({ look, end }) => `${look} ${end}`))])""",
            [data, page_state()],
        )
        assert found == [
            [ring.km, *([f"{s.look} {s.end}" for s in some] for some in (ring.strokes, ring.more))]
            for ring in rings_of(ring_specs(made, made.site("shuya")))
        ]


@pytest.mark.browser
def test_the_page_sets_strokes_beside_each_other_as_python_does(module):
    evaluate = module("strokes")
    for radii in ([7], [7, 7], [7, 7, 7, 7, 7], [7, 8, 8, 30], [1, 5, 5, 5, 6, 30]):
        found = evaluate("(radii) => window.module.offsets(radii, 3.3)", radii)
        assert found == pytest.approx(offsets(radii, 3.3))


PATHS = """(selector) => [...document.querySelectorAll(selector)].map((path) => [
  path.getAttribute("class").match(/ring-(\\S+) ring-(\\S+)/).slice(1).join(" "),
  path.getAttribute("d").split("M").filter(Boolean).map((line) =>
    line.match(/-?[0-9.]+/g).map(Number))])"""


def rings_on(page, selector):
    """Return the lines of each stroke on the page, as arrays of points, by whose and what it is."""
    found = {}
    for name, lines in page.evaluate(PATHS, selector):
        found.setdefault(name, []).extend(np.array(line).reshape(-1, 2) for line in lines)
    return found


def radius_of(points):
    """Return how far points lie from the middle of the circle that they are on."""
    x, y = points.T
    a, b, c = np.linalg.lstsq(
        np.column_stack([2 * x, 2 * y, np.ones(x.size)]), x**2 + y**2, rcond=None
    )[0]
    return np.sqrt(c + a**2 + b**2)


@pytest.mark.browser
@pytest.mark.parametrize("zooms", [0, 1, 2])
def test_strokes_of_the_true_distance_map_lie_about_the_true_radius(open_page, cat, zooms):
    made = made_of(cat, [LOOKS[0], LOOKS[7], LOOKS[8]])
    html = infmap.make_map(made).get_root().render()
    page = open_page(html, "#site=shuya&theme=all&account=all&mode=true-distance")
    for _ in range(zooms):
        page.click(".true-map .leaflet-control-zoom-in")
        page.wait_for_timeout(400)
    found = rings_on(page, ".true-map path.ring")
    radii = [radius_of(found[f"{stroke.look} {stroke.end}"][0]) for stroke in strokes_of(made)]
    limit = page.evaluate(
        """() => document.querySelector(".true-map path.limit-1000").getAttribute("d")
          .match(/-?[0-9.]+/g).map(Number)"""
    )
    true = radius_of(np.array(limit).reshape(-1, 2)) * KM / 1000
    assert np.diff(radii) == pytest.approx([PITCH * PIXELS] * 2, abs=0.1)
    assert np.mean(radii) == pytest.approx(true, abs=0.1)


@pytest.mark.browser
@pytest.mark.parametrize("zoom", [3, 5, 7])
def test_strokes_of_the_map_lie_about_the_true_ring_at_every_zoom(open_page, cat, zoom):
    kinds = [LOOKS[0], LOOKS[7]]
    one, both = made_of(cat, kinds[:1]), made_of(cat, kinds)
    state = f"#site=shuya&theme=all&account=all&mode=focus&view={zoom},56.85,41.39"
    (alone,) = rings_on(
        open_page(infmap.make_map(one).get_root().render(), state), "path.ring"
    ).values()
    page = open_page(infmap.make_map(both).get_root().render(), state)
    found = rings_on(page, ".folium-map path.ring")
    inner, outer = (found[f"{stroke.look} {stroke.end}"] for stroke in strokes_of(both))

    def apart(lines, others):
        points = np.vstack(others)
        return np.array([np.linalg.norm(points - p, axis=1).min() for p in np.vstack(lines)])

    gaps = apart(inner, outer)
    assert np.median(gaps) == pytest.approx(PITCH * PIXELS, abs=0.4)
    for lines in (inner, outer):
        assert np.median(apart(lines, alone)) == pytest.approx(PITCH * PIXELS / 2, abs=0.4)


@pytest.mark.browser
def test_every_figure_of_shuya_has_a_line_and_a_name_on_the_page(open_page, page_html, cat):
    page = open_page(page_html, "#site=shuya&theme=debate&account=all&mode=focus")
    drawn = rings_on(page, ".folium-map path.ring")
    labels = " ".join(page.locator(".label-ring").all_text_contents())
    for spec in ring_specs(cat, cat.site("shuya")):
        assert f"{spec.claim.account} {spec.end}" in drawn
    for words in ("9M729, at least 2000 km", "9M729, from 2000 km", "9M729, at least 500 km"):
        assert words in labels
    counts = page.evaluate(PATHS, ".folium-map path.ring")
    assert len(counts) == sum(
        len(ring.strokes) for ring in rings_of(ring_specs(cat, cat.site("shuya")))
    )
    assert page.complaints == []


@pytest.mark.browser
def test_a_stroke_says_whose_it_is_when_pointed_at(open_page, page_html):
    page = open_page(page_html, "#site=shuya&theme=debate&account=all&mode=true-distance")
    tips = set()
    box = page.locator(".true-map").bounding_box()
    middle = page.locator(".true-map .site-mark").bounding_box()
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    for far in range(20, int(min(box["width"], box["height"]) / 2)):
        page.mouse.move(x + far * 0.8, y - far * 0.6)
        tips |= {*page.locator(".true-map .leaflet-tooltip").all_text_contents()}
    told = " ".join(tips)
    for words in ("at least 2000 kmUS intelligence", "from 2000 kmFAZ", "at least 500 kmUS State"):
        assert words in told, told


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_look_is_found_in_the_pixels_of_the_page(open_page, cat, scheme):
    from infmap.palette import DARK

    palette = {"light": LIGHT, "dark": DARK}[scheme]
    for pair in SOME_PAIRS:
        made = made_of(cat, pair.values[0])
        html = infmap.make_map(made).get_root().render()
        page = open_page(
            html, "#site=shuya&theme=all&account=all&mode=true-distance", scheme=scheme
        )
        # Rings alone, on bare paper.
        page.add_style_tag(
            content=".true-map path:not(.ring),.true-map .leaflet-marker-pane,.legend,"
            ".true-map .leaflet-control-container{visibility:hidden}"
        )
        frame = page.locator(".true-map").bounding_box()
        shot = page.locator(".true-map").screenshot()
        site = page.evaluate(
            """() => { const { left, top, width, height } = document.querySelector(".true-map .site-mark")
              .getBoundingClientRect(); return [left + width / 2, top + height / 2]; }"""
        )
        middle = [site[0] - frame["x"], site[1] - frame["y"]]
        found = rings_on(page, ".true-map path.ring")
        for stroke in strokes_of(made):
            radius = radius_of(found[f"{stroke.look} {stroke.end}"][0])
            share = lit(shot, middle, radius, PIXELS * 0.8, palette[stroke.look])
            assert share > 0.15, (pair.id, stroke.name, share)
