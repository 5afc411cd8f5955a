import functools
import itertools
import random
import re
import xml.etree.ElementTree as ET
from io import BytesIO

import numpy as np
import pytest
from fontless import drawn_svg
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from sample import sampled
from typer.testing import CliRunner

from infmap.analysis.answer import site_answer
from infmap.analysis.finding import NO_MAXIMUM, SOME_NO_MAXIMUM, finding
from infmap.analysis.reach import Reach
from infmap.analysis.rings import ring_specs
from infmap.analysis.strokes import rings_of
from infmap.cli import app
from infmap.errors import InfmapError, UnknownIdError
from infmap.figures import MOST_EXTENT_KM, figure_bytes, figure_sources, plot_map, save_figure
from infmap.figures.marks import STYLES, mark_looks
from infmap.figures.papers import LEAST_TYPE, MM
from infmap.treaty import RangeBand

SVG = "{http://www.w3.org/2000/svg}"
SITES = "kaliningrad", "shuya", "deveselu", "redzikowo", "abdul-kalam", "bornholm", "kapustin-yar"
#: The most words in the least room, and rings farther than a hemisphere.
CROWDED = {("shuya", "column"), ("kaliningrad", "page"), ("abdul-kalam", "slide")}
SHEETS = sampled(itertools.product(SITES, ["column", "page", "slide"]), 6, CROWDED)


@pytest.fixture(scope="module")
def kaliningrad(debate):
    return plot_map(debate)


@pytest.fixture(scope="module")
def again(debate):
    return plot_map(debate)


@pytest.fixture(scope="module")
def sheet(cat):
    """Draw a site's map once for all tests that look at it."""
    return functools.cache(lambda site, size: plot_map(cat, focus=site, size=size).figure)


@pytest.fixture(scope="module")
def shuya(debate):
    return plot_map(debate, focus="shuya")


def by_gid(ax, start):
    return [artist for artist in ax.get_children() if (artist.get_gid() or "").startswith(start)]


def axes_named(ax, label):
    return next(other for other in ax.figure.axes if other.get_label() == label)


def words_of(ax):
    """Return all that stands on a sheet, as one line."""
    return " ".join(text.get_text() for text in ax.figure.texts)


def told(ax, gid):
    """Return the words with an id, in their order."""
    texts = [
        text for text in ax.figure.texts if re.fullmatch(rf"{gid}(-\d+)?", text.get_gid() or "")
    ]
    return " ".join(text.get_text() for text in texts).replace(" ,", ",").replace(" .", ".")


def drawn_at(cat, site):
    rings = rings_of(ring_specs(cat, cat.site(site)))
    return [stroke for ring in rings for stroke in ring.strokes]


def svg_points(root, gid):
    group = next(node for node in root.iter(f"{SVG}g") if node.get("id") == gid)
    numbers = re.findall(r"-?\d+(?:\.\d+)?", group.find(f"{SVG}path").get("d"))
    return np.array(numbers, float).reshape(-1, 2)


@pytest.fixture
def unhinted():
    """Letters as wide as they print, which is how `figure_bytes` draws them."""
    import matplotlib as mpl

    with mpl.rc_context({"text.hinting": "none"}):
        yield


def print_renderer(figure):
    figure.set_dpi(288)
    return FigureCanvasAgg(figure).get_renderer()


# --- Rings


def test_a_ring_in_the_svg_is_a_circle_of_its_radius_by_the_scale_bar(debate):
    shuya = plot_map(debate, focus="shuya", extent_km=2700)
    root = ET.fromstring(drawn_svg(shuya))
    bar = svg_points(root, "scale-bar")
    length = float(
        next(t.get_text() for t in shuya.texts if t.get_text().endswith(" km")).split()[0]
    )
    points_per_km = np.ptp(bar[:, 0]) / length
    for km in (1200, 2350, 2500):
        name = next(stroke.name for stroke in drawn_at(debate, "shuya") if stroke.km == km)
        ring = svg_points(root, f"ring-{name}")
        centre = (ring.min(axis=0) + ring.max(axis=0)) / 2
        radius_km = np.linalg.norm(ring - centre, axis=1) / points_per_km
        np.testing.assert_allclose(radius_km, km, rtol=0.005)


@pytest.mark.parametrize("site", ["kaliningrad", "shuya", "deveselu", "pmrf"])
def test_rings_stand_at_their_distance_in_map_metres(cat, sheet, site):
    ax = sheet(site, "slide").axes[0]
    rings = by_gid(ax, "ring-")
    strokes = {f"ring-{stroke.name}": stroke.km for stroke in drawn_at(cat, site)}
    assert sorted(line.get_gid() for line in rings) == sorted(strokes)
    for line in rings:
        radius_km = np.hypot(*line.get_xydata().T) / 1000
        np.testing.assert_allclose(radius_km, strokes[line.get_gid()], rtol=1e-6)


def test_an_equal_area_map_keeps_the_areas_of_rings(debate):
    ax = plot_map(debate, focus="shuya", projection="equal-area")
    ring = by_gid(ax, "ring-2500-")[0].get_xydata()
    x, y = ring.T
    area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    cap = 2 * np.pi * 6371007.2**2 * (1 - np.cos(2_500_000 / 6371007.2))
    assert area == pytest.approx(cap, rel=0.005)


def test_accounts_differ_in_dash_and_lower_bounds_are_dotted(debate):
    ax = plot_map(debate, focus="kapustin-yar", style="grey")
    dashes = {line.get_gid(): line.get_linestyle() for line in by_gid(ax, "ring-")}
    patterns = {line.get_gid(): str(line._unscaled_dash_pattern) for line in by_gid(ax, "ring-")}
    names = ["ring-480-operator", "ring-1200-opponent-open", "ring-2500-independent"]
    assert dashes[names[0]] == "-"
    assert len({patterns[name] for name in names}) == 3
    assert by_gid(ax, names[1])[0].get_dash_capstyle() == "round"


def test_an_interceptor_ring_is_thin_and_said_to_be_no_strike_range(debate):
    ax = plot_map(debate, focus="deveselu")
    interceptor, claimed = by_gid(ax, "ring-700-")[0], by_gid(ax, "ring-2400-")[0]
    assert interceptor.get_linewidth() < claimed.get_linewidth()
    assert "not a strike system" in words_of(ax)


# --- Labels


@pytest.mark.thorough(but=2)
@pytest.mark.usefixtures("unhinted")
@pytest.mark.parametrize("size", ["column", "page", "slide"])
@pytest.mark.parametrize("site", ["kaliningrad", "shuya"])
def test_no_two_labels_collide_and_none_is_cut(sheet, site, size):
    figure = sheet(site, size)
    renderer = print_renderer(figure)
    for ax in figure.axes[:2]:
        frame = ax.get_window_extent(renderer)
        boxes = [text.get_window_extent(renderer) for text in ax.texts]
        assert len(boxes) > 10
        for k, box in enumerate(boxes):
            assert frame.x0 - 1 <= box.x0
            assert box.x1 <= frame.x1 + 1
            for other in boxes[k + 1 :]:
                wide = min(box.x1, other.x1) - max(box.x0, other.x0)
                high = min(box.y1, other.y1) - max(box.y0, other.y0)
                # Extents carry a line's full height; a shared sliver of it is no collision.
                assert wide <= 4 or high <= 0.3 * min(box.height, other.height), (ax, k)


@pytest.mark.thorough(but=3)
@pytest.mark.usefixtures("unhinted")
@pytest.mark.parametrize(("site", "size"), SHEETS)
def test_all_words_lie_on_the_sheet(sheet, site, size):
    figure = sheet(site, size)
    renderer = print_renderer(figure)
    for ax in figure.axes:
        assert ax.get_position().x1 <= 1 - 1 / (72 * figure.get_figwidth())
    for text in [*figure.texts, *figure.axes[0].texts, *figure.axes[-1].texts]:
        box = text.get_window_extent(renderer)
        assert box.x1 <= figure.bbox.x1 + 1
        assert box.y0 >= figure.bbox.y0 - 1


# --- The sheet


def svg_words(figure):
    root = ET.fromstring(drawn_svg(figure))
    return {
        node.get("id"): "".join(node.itertext()).strip()
        for node in root.iter(f"{SVG}g")
        if node.get("id") and node.find(f"{SVG}text") is not None
    }


def seeded(cat, size):
    return [site.id for site in random.Random(24).sample(cat.sites, size)]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("day", [None, "1987-12-08", "2019-02-10"])
@pytest.mark.parametrize("size", ["column", "page", "slide"])
def test_title_counts_and_names_are_those_of_the_finding(cat, day, size):
    of_day = cat.select(as_of=day)
    sites = ["shuya", "kaliningrad", "deveselu", "mutlangen", *seeded(cat, 3)]
    there = [site for site in sites if site in {one.id for one in of_day.sites}]
    assert there
    for site in sampled(there, 1, {"shuya", "mutlangen"} & {*there}):
        found = finding(cat, site, as_of=day)
        ax = plot_map(cat, focus=site, as_of=day, size=size)
        words = svg_words(ax)
        assert " ".join(ax.get_title(loc="left").split()) == found.title
        shown = [one for one in found.accounts if one.account != "all"]
        assert {gid for gid in words if gid.startswith("count-")} == {
            f"count-{one.account}" for one in shown
        }
        before = ()
        for one in shown:
            count = words[f"count-{one.account}"]
            numbers = (
                [str(one.fewest)] if one.fewest == one.most else [str(one.fewest), str(one.most)]
            )
            assert count.split("\N{EN DASH}") == numbers
            list_of_names = told(ax, f"names-{one.account}")
            if size == "slide":
                assert list_of_names.endswith(one.sentence)
                continue
            for words_of_part, names in one.parts:
                if size == "column" and words_of_part in (NO_MAXIMUM, SOME_NO_MAXIMUM):
                    continue
                expected = ", ".join(names)
                if size == "column" and len(before) > 5 and {*before} <= {*names}:
                    rest = [name for name in names if name not in before]
                    expected = ", ".join([f"hose {len(before)}", *rest])
                assert f"{expected}" in list_of_names, (site, one.account)
                assert words_of_part.strip() in list_of_names
            before = one.names or before


def test_a_count_with_a_lower_bound_says_so(cat):
    ax = plot_map(cat, focus="shuya")
    assert told(ax, "noun-opponent").startswith("or more foreign capitals in range")
    assert told(ax, "noun-operator") == "foreign capitals in range"


def test_where_figures_differ_the_one_that_gives_the_count_is_named_with_it(cat):
    words = told(plot_map(cat, focus="shuya"), "noun-opponent")
    assert words.endswith("most by US intelligence, at least 2000 km")


def test_an_allegation_is_said_to_be_one(cat):
    for size in ("column", "page", "slide"):
        assert "9M729 (alleged)" in told(plot_map(cat, focus="shuya", size=size), "deck")


def test_nato_s_names_are_bold_in_lists_and_the_key_says_so(cat):
    ax = plot_map(cat, focus="mutlangen", as_of="1987-12-08")
    names = [text for text in ax.figure.texts if (text.get_gid() or "").startswith("names-")]
    bold = {text.get_text() for text in names if text.get_weight() == "bold"}
    answer = site_answer(cat.select(as_of="1987-12-08"), cat.site("mutlangen"))
    assert {"London", "Copenhagen"} <= bold <= answer.nato_names
    assert not {"Warsaw", "Stockholm"} & bold
    assert "Bold : NATO on 1987-12-08." in words_of(ax)


def test_a_title_of_ones_own_takes_the_place_of_the_finding_and_leaves_the_rest(cat):
    plain, own = (plot_map(cat, focus="shuya", title=title) for title in (None, "Ranges at Shuya"))
    assert own.get_title(loc="left") == "Ranges at Shuya"
    assert told(own, "deck") == told(plain, "deck")
    assert told(own, "names-opponent") == told(plain, "names-opponent")


def test_the_foot_has_sources_in_short_and_no_command(cat):
    ax = plot_map(cat, focus="mutlangen", as_of="1987-12-08")
    foot = told(ax, "sources")
    for words in ("Orlando Sentinel 1987", "Military Publishing House 1984 (not read)",
                  "geodesic on WGS 84", "azimuthal equidistant", "Natural Earth", "GeoNames",
                  "as of 1987-12-08"):  # fmt: skip
        assert words in foot
    assert not re.search(r"infmap (show|figure|list)|--\w", words_of(ax))


def test_the_full_sources_are_those_that_the_foot_has_in_short(cat):
    rows = figure_sources(cat, "shuya")
    foot = told(plot_map(cat, focus="shuya"), "sources")
    assert len({row["title"] for row in rows}) == len(rows)
    for row in rows:
        assert row["author"] in foot
    unread = [row for row in figure_sources(cat, "deveselu") if row["read"].startswith("not read")]
    assert unread


# --- The sheet


@pytest.mark.parametrize(("site", "size"), SHEETS)
def test_no_type_is_too_small_to_read(sheet, site, size):
    texts = [text for text in sheet(site, size).findobj(Text) if text.get_text().strip()]
    assert min(text.get_fontsize() for text in texts) >= LEAST_TYPE - 1e-9


@pytest.mark.usefixtures("unhinted")
@pytest.mark.parametrize(("site", "size"), SHEETS)
def test_no_two_words_of_a_sheet_collide(sheet, site, size):
    figure = sheet(site, size)
    renderer = print_renderer(figure)
    ax = figure.axes[0]
    texts = [*figure.texts, ax._left_title]
    boxes = [text.get_window_extent(renderer) for text in texts]
    frame = ax.get_window_extent(renderer)
    for (one, box), (other, its) in itertools.combinations(zip(texts, boxes, strict=True), 2):
        wide = min(box.x1, its.x1) - max(box.x0, its.x0)
        high = min(box.y1, its.y1) - max(box.y0, its.y0)
        # Extents carry a line's full height; a shared sliver of it is no collision.
        assert wide <= 4 or high <= 0.35 * min(box.height, its.height), (one, other)
    for text, box in zip(texts, boxes, strict=True):
        beside = box.x0 >= frame.x1 - 1
        assert beside or box.y1 <= frame.y0 + 1 or box.y0 >= frame.y1 - 1, text


def test_a_column_s_figure_is_no_higher_than_a_column_can_bear(sheet):
    assert sheet("shuya", "column").get_size_inches()[1] * 25.4 < 120


@pytest.mark.parametrize(("size", "height_mm"), [("column", 150), ("page", 180), ("slide", 150)])
def test_a_sheet_has_the_height_asked_for(cat, size, height_mm):
    ax = plot_map(cat, focus="shuya", size=size, height_mm=height_mm)
    assert ax.figure.get_size_inches()[1] * 72 == pytest.approx(height_mm * MM)


def test_a_height_without_room_for_the_map_is_answered_with_the_least(cat):
    with pytest.raises(InfmapError, match=r"write at least \d+") as caught:
        plot_map(cat, focus="shuya", size="column", height_mm=80)
    least = float(str(caught.value).split()[-1])
    plot_map(cat, focus="shuya", size="column", height_mm=least)
    with pytest.raises(InfmapError, match="height_mm must be within"):
        plot_map(cat, height_mm=10)


def test_the_key_can_be_left_away(cat):
    plain, bare = (plot_map(cat, focus="shuya", size="column", key=key) for key in (True, False))
    assert "opponents, at least" in words_of(plain)
    assert "opponents, at least" not in words_of(bare)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", ["column", "page", "slide"])
def test_a_close_up_is_added_only_where_it_is_asked_for(cat, sheet, size):
    assert [ax.get_label() for ax in sheet("shuya", size).axes] == ["map"]
    ax = plot_map(cat, focus="shuya", size=size, close_up=True)
    assert [other.get_label() for other in ax.figure.axes] == ["map", "close-up"]
    assert by_gid(ax, "close-up-frame")


def test_what_is_left_open_beyond_the_map_is_told_in_the_key(cat):
    assert "500 to 5500 km, US State Dept: open, not hatched." in words_of(
        plot_map(cat, focus="shuya")
    )


def test_every_id_of_a_file_is_there_once(cat):
    root = ET.fromstring(figure_bytes(plot_map(cat, focus="shuya"), ".svg"))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len({*ids})


def test_a_file_says_what_it_shows(cat):
    root = ET.fromstring(figure_bytes(plot_map(cat, focus="shuya"), ".svg"))
    found = finding(cat, "shuya")
    assert root.find(f"{SVG}title").text == found.title
    assert root.find(f"{SVG}desc").text.endswith(f"9M729 (alleged). {found.deck}")


@pytest.mark.parametrize(("size", "width_mm"), [("column", 88), ("page", 180)])
def test_a_figure_has_the_width_of_its_format(sheet, size, width_mm):
    wide, high = sheet("kaliningrad", size).get_size_inches() * 25.4
    assert wide == pytest.approx(width_mm)
    assert high < 280


def test_a_slide_is_sixteen_by_nine(sheet):
    wide, high = sheet("kaliningrad", "slide").get_size_inches()
    assert wide / high == pytest.approx(16 / 9)


def test_grey_has_no_colour(debate):
    import matplotlib.image

    data = figure_bytes(plot_map(debate, style="grey", size="column"), ".png", dpi=80)
    pixels = matplotlib.image.imread(BytesIO(data))[..., :3]
    assert np.ptp(pixels, axis=2).max() == 0


def test_the_account_is_filtered(debate):
    ax = plot_map(debate, focus="shuya", account="operator")
    assert {line.get_gid() for line in by_gid(ax, "ring-")} == {
        "ring-480-operator",
        "ring-500-operator",
    }


def test_a_map_goes_into_axes_of_ones_own(debate):
    figure = Figure(figsize=(6, 6))
    ax = figure.subplots()
    assert plot_map(debate, ax=ax) is ax
    assert figure.axes == [ax]
    assert ax.get_legend() is not None
    assert figure_bytes(figure, ".png", dpi=50)[1:4] == b"PNG"


def test_a_map_extends_as_far_as_it_is_asked_to(debate):
    ax = plot_map(debate, extent_km=1500)
    assert ax.get_ylim()[1] == pytest.approx(1.5e6, rel=0.06)


# --- Projections


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    "projection",
    ["equal-area", "EPSG:3035", "EPSG:3857", "EPSG:4326", "EPSG:3995", "EPSG:32634",
     "+proj=ortho +lat_0=50 +lon_0=20", "+proj=moll +lon_0=150", "+proj=lcc +lat_1=40 +lat_2=60"],
)  # fmt: skip
def test_no_outline_tears_in_any_projection(debate, projection):
    ax = plot_map(debate, projection=projection, size="column")
    for gid in ("land", "borders"):
        (patch,) = by_gid(ax, gid)
        assert np.isfinite(patch.get_path().vertices).all()
    # Meridians may be one straight line and land is cut along the frame; no border is that long.
    path = by_gid(ax, "borders")[0].get_path()
    steps = np.linalg.norm(np.diff(path.vertices, axis=0), axis=1)
    middle = [np.mean(ax.get_xlim()), np.mean(ax.get_ylim())]
    width = max(np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()))
    inside = (np.abs(path.vertices[1:] - middle) < width / 2).all(axis=1)
    drawn = path.codes[1:] == path.LINETO
    assert steps[drawn & inside].max() < width / 4


@pytest.mark.parametrize(
    "projection",
    [
        "+proj=ob_tran +o_proj=moll +o_lat_p=45 +o_lon_p=-90 +to_meter=1e-300",
        "+proj=igh +lon_0=20 +x_0=1e300",
        "+proj=lcc +lat_1=40 +lat_2=60 +to_meter=1e300",
    ],
    ids=["too-large", "too-far", "too-small"],
)
def test_units_in_which_points_cannot_be_told_apart_are_refused_in_one_line(debate, projection):
    with pytest.raises(InfmapError, match="the projection does not show") as caught:
        plot_map(debate, projection=projection, size="column")
    assert "\n" not in str(caught.value)


def test_a_projection_in_words_that_are_out_of_date_is_drawn_without_a_warning(debate):
    ax = plot_map(debate, projection="+init=epsg:3035", size="column")
    assert ax.get_title(loc="left")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("projection", ["mercatorr", "EPSG:999999", "EPSG:4978", "EPSG:5773", ""])
def test_what_is_no_map_projection_is_refused_in_one_line(debate, projection):
    with pytest.raises(InfmapError, match=r"no projection .*write equidistant") as caught:
        plot_map(debate, projection=projection)
    assert "\n" not in str(caught.value)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("site", ["pmrf", "delingha", "chita", "sdot-micha", "bradshaw"])
def test_a_site_anywhere_has_a_map(cat, site):
    ax = plot_map(cat, focus=site)
    assert len(by_gid(ax, "land")) == 1
    assert by_gid(ax, "ring-")


# --- Files


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_the_same_input_gives_the_same_bytes(kaliningrad, again, suffix):
    first, second = (figure_bytes(ax, suffix, dpi=60) for ax in (kaliningrad, again))
    assert first == second
    assert figure_bytes(again, suffix.upper(), dpi=60) == first


def test_the_user_s_own_matplotlib_settings_change_nothing(debate, kaliningrad):
    import matplotlib as mpl

    plain = figure_bytes(kaliningrad, ".svg")
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "font.family": "serif"}):
        assert figure_bytes(plot_map(debate), ".svg") == plain


def test_pdf_letters_are_embedded_truetype_and_undated(kaliningrad):
    data = figure_bytes(kaliningrad, ".pdf")
    assert b"/FontFile2" in data
    assert b"/Type3" not in data
    assert b"CreationDate" not in data


def test_svg_has_nothing_from_elsewhere(kaliningrad):
    root = ET.fromstring(figure_bytes(kaliningrad, ".svg"))
    assert not list(root.iter(f"{SVG}image"))
    data = figure_bytes(kaliningrad, ".svg").decode()
    assert not re.findall(r"(?:href=\"|url\()(?!#|data:)", data)


def test_png_has_the_dots_asked_for(kaliningrad):
    import matplotlib.image

    pixels = matplotlib.image.imread(BytesIO(figure_bytes(kaliningrad, ".png", dpi=100)))
    assert pixels.shape[1] == pytest.approx(180 / 25.4 * 100, abs=1)


def test_an_unknown_suffix_names_the_three(kaliningrad, tmp_path):
    with pytest.raises(InfmapError, match=r"\.svg, \.pdf or \.png"):
        save_figure(kaliningrad, tmp_path / "map.jpg")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"size": "poster"}, "no size 'poster'; write column, page, slide"),
        ({"style": "sepia"}, "no style 'sepia'; write light, grey"),
        ({"extent_km": MOST_EXTENT_KM + 1}, "extent_km must be above 0"),
        ({"extent_km": 0}, "extent_km must be above 0"),
    ],
)
def test_a_wrong_choice_is_answered_with_the_right_ones(debate, arguments, words):
    with pytest.raises(InfmapError, match=words):
        plot_map(debate, **arguments)


@pytest.mark.parametrize(
    "alone", [{"close_up": True}, {"extent_km": 2000}, {"ax": Figure().add_subplot()}]
)
@pytest.mark.parametrize(
    "several", [{"site": ["shuya", "kaliningrad"]}, {"versus": ("operator", "opponent")}]
)
def test_what_only_one_site_can_have_is_refused_of_several(cat, alone, several):
    with pytest.raises(InfmapError, match="is of a figure of one site; leave it out"):
        plot_map(cat, **several, **alone)


def test_an_unknown_site_is_answered_with_the_nearest(debate):
    with pytest.raises(UnknownIdError, match="did you mean deveselu"):
        plot_map(debate, focus="develesu")


def test_text_from_the_data_is_only_text(debate):
    from dataclasses import replace

    rows = tuple(
        row.model_copy(update={"site": "R&D $x^2$ <b>"}) if row.site_id == "shuya" else row
        for row in debate.deployment_rows
    )
    ax = plot_map(replace(debate, deployment_rows=rows), focus="shuya")
    assert "R&D $x^2$ <b>" in " ".join(ax.get_title(loc="left").split())
    ET.fromstring(figure_bytes(ax, ".svg"))


def test_the_legend_in_a_callers_axes_names_rings_in_words(cat):
    ax = Figure(figsize=(8, 6)).add_subplot()
    plot_map(cat, focus="shuya", ax=ax)
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words == ["operator", "opponents", "opponents, at least", "independent"]


def test_a_caller_s_title_takes_the_place_of_the_map_s(cat):
    ax = Figure(figsize=(8, 6)).add_subplot()
    plot_map(cat, focus="shuya", ax=ax)
    assert ax.get_title() == "Shuya, Ivanovo Oblast"
    ax.set_title("My own")
    assert (ax.get_title(), ax.get_title(loc="left")) == ("My own", "")


# --- The command


def run(*arguments):
    return CliRunner().invoke(app, ["figure", *map(str, arguments)])


def test_the_command_writes_a_figure_and_its_sources(tmp_path):
    figure, sources = tmp_path / "f.svg", tmp_path / "s.csv"
    done = run("-o", figure, "--focus", "shuya", "--title", "Mine", "--height", 200, "--no-key",
               "--sources-out", sources)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Mine" in figure.read_text()
    lines = sources.read_text().splitlines()
    assert lines[0] == "used_for,author,date,title,publisher,address,read"
    assert f"{sources}: {len(lines) - 1} sources" in done.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sources-out", "s.jpg"], "jpg"),
        (["--height", "60"], "leaves no room for the map; write at least"),
        (["--height", "tall"], "--height"),
    ],
)
def test_what_cannot_be_written_leaves_nothing(tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    done = run("-o", "f.svg", "--focus", "shuya", *options)
    assert done.exit_code in (1, 2)
    assert words in done.output + done.stderr
    assert not list(tmp_path.iterdir())


def test_the_caller_s_own_sources_are_not_written_over(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("id,type,title\na,report,A\n")
    before = own.read_bytes()
    done = run("-o", tmp_path / "f.svg", "--focus", "shuya", "--sources", own, "--sources-out", own)
    assert done.exit_code == 1
    assert own.read_bytes() == before
    assert not (tmp_path / "f.svg").exists()


def test_sources_and_figure_in_one_file_are_refused(tmp_path):
    done = run("-o", tmp_path / "f.svg", "--focus", "shuya", "--sources-out", tmp_path / "f.svg")
    assert done.exit_code in (1, 2)
    assert not list(tmp_path.iterdir())


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("size", ["column", "page", "slide"])
@pytest.mark.parametrize(
    "more",
    [
        {"focus": "shuya"},
        {"site": ["kaliningrad", "shuya"]},
        {"focus": "shuya", "versus": ("opponent", "independent")},
    ],
    ids=["one", "several", "versus"],
)
def test_each_account_is_headed_by_its_own_word(cat, size, more):
    figure = plot_map(cat, size=size, **more).figure
    words = {"operator": "Operator", "opponent": "Opponents", "independent": "Independent"}
    read = set()
    for text in figure.texts:
        kind, _, account = (text.get_gid() or "").rpartition("-")
        if account in words and kind.startswith(("account", "names")):
            told = text.get_text().removeprefix("foreign capitals. ").removeprefix("or more. ")
            if size == "slide" or kind != "names" or told.startswith((*words.values(),)):
                assert told.startswith(words[account]), (kind, told)
                read.add(account)
    assert read == {*words} - ({"operator"} if "versus" in more else set())


@pytest.mark.parametrize("band", list(RangeBand))
def test_of_one_band_no_two_answers_have_one_mark(band):
    """As long as the mark has an inside, it is filled by the reach."""
    drawn = set()
    for reach in Reach:
        figure = Figure(figsize=(0.4, 0.4))
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        for look in mark_looks(str(band), str(reach), STYLES["light"], 9):
            axes.plot([0.5], [0.5], **look)
        axes.set_axis_off()
        canvas.draw()
        drawn.add(bytes(canvas.buffer_rgba()))
    assert len(drawn) == len(Reach)
