"""The printed map: its names, its crop, its rings, its marks and its projections."""

import random
import warnings
from itertools import combinations, product

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pyproj
import pytest
from matplotlib.colors import to_rgb
from sample import sampled

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.reach import Reach
from infmap.errors import InfmapError
from infmap.figures.content import Content
from infmap.figures.crop import Frame, frame_of, one_scale
from infmap.figures.discs import MarkKind, Part, disc_looks, mark_kind, mark_samples
from infmap.figures.lettering import Room, text_width
from infmap.figures.marks import STYLES
from infmap.figures.names import Label, place_names
from infmap.figures.papers import SIZES
from infmap.figures.strokes import hatched
from infmap.figures.view import view_maker
from infmap.geodesy import destination
from reliability.print_names import drawn, of_site, out_of_place, written

CAT = infmap.load()
ALL = CAT.select(theme="all")
SEED = 7
#: Three that a reader is shown first, and a sample of the others.
LOOKED_AT = ["shuya", "kaliningrad", "deveselu", "mutlangen"]
OTHERS = random.Random(SEED).sample(sorted({site.id for site in ALL.sites} - {*LOOKED_AT}), 6)
PROJECTIONS = ["equidistant", "equal-area", "EPSG:3857", "EPSG:3035", "+proj=moll", "EPSG:4326"]


def own(lat, lon, km=2500.0):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        return infmap.load(
            deployments=pd.DataFrame(
                [{"site": "Mine", "lat": lat, "lon": lon, "system": "X-1", "range_km": km}]
            )
        )


def answer_of(cat, site):
    return site_answer(cat, cat.site(site))


def view_of(answer, projection="equidistant", extent_km=None, size=(500.0, 340.0)):
    made = view_maker(answer.site, projection)
    return made(frame_of(answer, made, extent_km), *size)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("site", sampled([*LOOKED_AT, *OTHERS], 3, {"shuya"}))
def test_names_lie_over_nothing_nearest_their_own_marks_and_in_the_frame(site):
    assert [*of_site(ALL, site)] == []


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("projection", sampled(PROJECTIONS[1:], 2, {"EPSG:3857"}))
def test_names_are_placed_in_every_projection(projection):
    assert [*of_site(CAT, "shuya", projection)] == []


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "where", [(80, 179), (64.3, -149.2), (13.5, 144.8), (-7.3, 72.4), (85, 0), (-85, 10)]
)
def test_names_are_placed_about_own_sites_anywhere(where):
    cat = own(*where)
    for projection in ("equidistant", "EPSG:3857"):
        site_map = drawn(answer_of(cat, cat.sites[0].id), SIZES["column"], projection)
        assert [*out_of_place(site_map)] == []


@pytest.mark.parametrize("size", ["page", "column", "slide"])
def test_the_names_that_a_reader_seeks_at_shuya_are_there(size):
    site_map = drawn(answer_of(CAT, "shuya"), SIZES[size])
    named = {word.text for word in written(site_map)}
    assert {"Warsaw", "Berlin", "Vilnius", "Riga", "Kyiv", "Helsinki", "Moscow", "Shuya"} <= named
    if size != "column":
        assert site_map.unnamed == []


def test_what_is_asked_for_is_named_before_what_is_not():
    labels = [Label(50, 20, 2, 40, 7, weight) for weight in (1.0, 10.0)]
    room = Room(100, 24, [(0, 0, 48, 40)])  # room for one name, on the right
    spots = place_names(labels, room, np.array([[52, 8, 1]]))
    assert [spot is None for spot in spots] == [True, False]
    labels = [Label(20, 12, 2, 60, 7, 1.0), Label(24, 12.5, 2, 60, 7, 10.0)]
    spots = place_names(labels, Room(100, 24))
    assert spots[1] is not None


def test_the_same_map_has_the_same_names_in_the_same_places():
    answer = answer_of(CAT, "shuya")
    one, other = (drawn(answer, SIZES["column"]) for _ in range(2))
    assert one.spots == other.spots
    assert one.unnamed == other.unnamed


# --- The crop


@pytest.mark.parametrize("site", [*LOOKED_AT, *OTHERS])
def test_a_map_holds_the_site_what_is_in_dispute_the_nearest_ring_and_four_places(site):
    answer = answer_of(ALL, site)
    view = view_of(answer)
    position = {place.id: (place.lon, place.lat) for place in answer.counted.places}
    held = [*answer.foreign(Reach.SOME), *answer.rows[:4]]
    points = [position[row["target_id"]] for row in held] + [(answer.site.lon, answer.site.lat)]
    paper = view.on_paper(view.project(*np.transpose(points)))
    assert (paper > 3).all()
    assert (paper < np.array([view.width, view.height]) - 3).all()
    for ring in answer.rings[:1]:
        circle = view.on_paper(view.circle(ring.km))
        assert ((circle > 0) & (circle < (view.width, view.height))).all()


def test_a_map_is_not_cropped_to_the_largest_ring():
    answer = answer_of(CAT, "shuya")
    assert answer.rings[-1].km == 5500
    view = view_of(answer)
    assert view.height / view.points_per_km < 2 * 2500


def test_an_extent_that_is_asked_for_is_shown_all_round():
    answer = answer_of(CAT, "shuya")
    view = view_of(answer, extent_km=5500)
    circle = view.on_paper(view.circle(5500))
    assert ((circle > 0) & (circle < (view.width, view.height))).all()
    assert view.height / view.points_per_km < 2 * 5500 * 1.05


def test_several_maps_of_one_scale_show_a_kilometre_alike():
    answers = [answer_of(CAT, site) for site in LOOKED_AT[:3]]
    made = [view_maker(answer.site, "equidistant") for answer in answers]
    frames = [frame_of(answer, one) for answer, one in zip(answers, made, strict=True)]
    alike = one_scale(frames, 160, 160)
    views = [one(frame, 160, 160) for one, frame in zip(made, alike, strict=True)]
    assert np.ptp([view.points_per_km for view in views]) < 1e-3 * views[0].points_per_km
    for frame, whole in zip(frames, alike, strict=True):
        assert whole.west <= frame.west + 1
        assert whole.north >= frame.north - 1


def test_a_frame_moves_into_the_world_and_shrinks_where_it_must():
    world = Frame(-180, -90, 180, 90)
    assert Frame(-200, -10, -100, 10).within(world).west == -180
    assert Frame(-400, -10, 400, 10).within(world).width == 360


# --- Rings and projections


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("site", "projection"),
    sampled(product(LOOKED_AT, ["equidistant", "EPSG:3857", "EPSG:3035"]), 6),
)
def test_rings_are_drawn_where_their_radius_is(site, projection):
    answer = answer_of(CAT, site)
    site_map = drawn(answer, SIZES["page"], projection)
    view = site_map.view
    inverse = view.projection.transformer
    lines = {line.get_gid(): line for line in site_map.ax.lines}
    for ring in answer.rings:
        for stroke in ring.strokes:
            line = lines[f"ring-{stroke.name}"]
            lons, lats = inverse.transform(*line.get_data(), direction="INVERSE")
            km = infmap.geodesy.distance_km(answer.site.lon, answer.site.lat, lons, lats)
            assert np.abs(km - ring.km).max() < 0.005 * ring.km


@pytest.mark.parametrize("site", ["shuya", "kaliningrad"])
def test_the_words_of_a_ring_stand_nearest_to_it_and_on_no_other(site):
    site_map = drawn(answer_of(CAT, site), SIZES["page"], "equidistant")
    view = site_map.view
    centre = view.on_paper(view.project([view.site.lon], [view.site.lat]))[0]
    labels = [text for text in site_map.ax.texts if (text.get_gid() or "").startswith("label-ring")]
    assert len(labels) > 1
    rings = np.array([ring.km for ring in site_map.content.answer.rings])
    for label in labels:
        wide = text_width(label.get_text(), label.get_fontsize(), "semibold")
        x, y = view.on_paper(np.array([label.get_position()]))[0] - centre
        along = np.hypot(x + np.linspace(0, wide, 40), y) / view.points_per_km
        its_own = np.abs(rings - float(label.get_gid().rpartition("-")[2])) <= 0.1 * rings
        off = np.abs(along[:, np.newaxis] - rings)
        assert off[:, its_own].min() < off[:, ~its_own].min(initial=np.inf), label.get_text()
        passed = np.sign(along.min() - rings[~its_own]) != np.sign(along.max() - rings[~its_own])
        assert not passed.any(), label.get_text()


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("where", [(80, 179), (13.5, 144.8), (-7.3, 72.4)])
def test_no_map_shows_what_lies_beyond_the_world(where, projection):
    cat = own(*where)
    answer = answer_of(cat, cat.sites[0].id)
    if projection == "EPSG:3035" and where == (-7.3, 72.4):
        projection = "+proj=robin"  # Europe's is torn so far off
    view = view_of(answer, projection)
    west, south, east, north = view.window
    x, y = np.meshgrid(np.linspace(west, east, 9)[1:-1], np.linspace(south, north, 9)[1:-1])
    if projection in ("EPSG:3857", "EPSG:4326"):
        lons, lats = view.projection.transformer.transform(
            x.ravel(), y.ravel(), direction="INVERSE"
        )
        assert (np.abs(lats) < 90).all()
        # Every point is projected to itself: none is shown twice.
        again = view.project((lons + 180) % 360 - 180, lats)
        size = view.window.width
        assert np.abs(again - np.column_stack([x.ravel(), y.ravel()])).max() < 1e-6 * size


@pytest.mark.parametrize("where", [(89.9, 0), (-90, 10)])
def test_a_site_at_a_pole_is_mapped_and_in_mercator_refused(where):
    answer = answer_of(own(*where), own(*where).sites[0].id)
    assert [*out_of_place(drawn(answer, SIZES["page"]))] == []
    with pytest.raises(InfmapError, match="does not show Mine"):
        view_maker(answer.site, "EPSG:3857")


def test_a_ring_about_a_site_at_the_antimeridian_is_whole_in_mercator():
    cat = own(52, 179)
    site_map = drawn(answer_of(cat, cat.sites[0].id), SIZES["page"], "EPSG:3857")
    rings = [line for line in site_map.ax.lines if str(line.get_gid()).startswith("ring-")]
    assert len(rings) == 1
    (line,) = rings
    x = np.asarray(line.get_xdata())
    assert np.abs(np.diff(x)).max() < np.ptp(x) / 100


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("projection", sampled(PROJECTIONS, 2, {"EPSG:4326"}))
def test_a_table_of_places_lies_on_the_map_in_its_coordinates(projection):
    ax = infmap.plot_map(CAT, focus="shuya", size="column", projection=projection)
    crs = infmap.map_crs(ax)
    site = CAT.site("shuya")
    lons, lats = destination(site.lon, site.lat, np.array([0.0, 90.0, 180.0, 270.0]), 400.0)
    mine = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lons, lats), crs="EPSG:4326")
    before = ax.get_xlim(), ax.get_ylim()
    mine.to_crs(crs).plot(ax=ax)
    assert (ax.get_xlim(), ax.get_ylim()) == before
    drawn_at = ax.collections[-1].get_offsets()
    made = view_maker(site, projection)
    assert np.abs(drawn_at - made.project(lons, lats)).max() < 1e-6 * np.ptp(before[0])


def test_a_callers_axes_tell_their_coordinates_and_others_do_not():
    _, axes = plt.subplots(2, 2, figsize=(9, 8))
    for ax, site in zip(axes.flat, LOOKED_AT, strict=True):
        infmap.plot_map(CAT, focus=site, ax=ax, size="column")
        # Its origin is the site.
        there = pyproj.Transformer.from_crs("EPSG:4326", infmap.map_crs(ax), always_xy=True)
        assert np.allclose(there.transform(CAT.site(site).lon, CAT.site(site).lat), 0, atol=1e-3)
    with pytest.raises(InfmapError, match="hold no map"):
        infmap.map_crs(plt.subplot())
    plt.close("all")


# --- Marks


def test_a_disc_of_thirds_tells_each_account_by_its_place_and_colour():
    palette = STYLES["light"]
    looks = {
        account: disc_looks(
            {"operator": Part.OUT, "opponent": Part.OUT, "independent": Part.OUT} | {account: part},
            palette,
            8,
        )
        for account, part in (
            ("operator", Part.IN),
            ("opponent", Part.IN),
            ("independent", Part.IN),
        )
    }
    wedges = {account: of[1] for account, of in looks.items()}
    middles = {account: wedge["marker"].vertices.mean(axis=0) for account, wedge in wedges.items()}
    assert middles["operator"][0] > 0.1
    assert middles["operator"][1] > 0.1
    assert middles["independent"][0] < -0.1
    assert middles["independent"][1] > 0.1
    assert middles["opponent"][1] < -0.3
    for account, wedge in wedges.items():
        assert wedge["markerfacecolor"] == palette[account]


def test_in_range_of_all_is_black_of_none_small_and_open():
    palette = STYLES["light"]
    (black,) = disc_looks({"all": Part.IN}, palette, 8)
    (small,) = disc_looks({"operator": Part.OUT, "opponent": Part.OUT}, palette, 8)
    assert black["markerfacecolor"] == palette["ink"]
    assert small["markersize"] < 6
    assert small["markerfacecolor"] == palette["paper"]
    (one,) = disc_looks({"user": Part.IN}, palette, 8)
    assert one["markerfacecolor"] == palette["user"]


def test_marks_have_the_shapes_of_zones_only_where_the_whole_band_or_an_own_one_is_shown():
    answer = answer_of(CAT, "shuya")
    content = Content(answer, STYLES["light"])
    assert mark_kind(content, view_of(answer)) is MarkKind.THIRDS
    assert mark_kind(content, view_of(answer, extent_km=5500)) is MarkKind.ZONES
    alone = CAT.select(account="operator")
    answer = answer_of(alone, "shuya")
    assert mark_kind(Content(answer, STYLES["light"]), view_of(answer)) is MarkKind.DISC


def within(parts):
    """Return the accounts that have a place in range, or the one word for all."""
    return {account for account, part in parts.items() if part is Part.IN}


def test_the_thirds_on_the_map_count_what_the_finding_counts():
    for site in LOOKED_AT:
        answer = answer_of(CAT, site)
        found = {one.account: one for one in infmap.finding(CAT, site).accounts}
        site_map = drawn(answer, SIZES["page"])
        for account in site_map.marks.accounts:
            told = [
                row["target"]
                for row in answer.foreign(*Reach)
                if {account, "all"} & within(site_map.marks.parts(row))
            ]
            # A figure that nobody read is marked, as in coverage, and makes no number.
            unread = [
                row["target"]
                for row in answer.foreign(*Reach)
                for entry in row["accounts"]
                if entry["account"] == account
                and entry["strike"]
                and entry["in_range"]
                and entry["source_id"] in answer.unread_sources
            ]
            names = {*found[account].names} if account in found else set()
            assert sorted(told) == sorted(names | {*unread})


def test_a_key_has_a_sample_of_every_disc_on_the_map_and_no_other():
    answer = answer_of(CAT, "shuya")
    site_map = drawn(answer, SIZES["page"])
    samples = mark_samples(site_map.content, site_map.view, 3.0)
    words = [text for text, _ in samples]
    assert "in range on all accounts" in words
    assert "on opponents', independent" in words
    assert len(set(words)) == len(words)


def test_an_interval_that_ends_beyond_the_map_is_not_hatched():
    answer = answer_of(CAT, "shuya")
    content = Content(answer, STYLES["light"])
    assert ("opponent", 500.0, 5500.0) in answer.intervals
    assert hatched(content, view_of(answer)) == [("opponent", 2000.0, 2350.0)]
    assert len(hatched(content, view_of(answer, extent_km=5500))) == 2


#: Machado, Oliveira and Fernandes 2009: what is seen without one of three kinds of cone.
DEFICIENT = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def seen(color, kind):
    """Return a colour in CIELAB as it is seen with a kind of colour-blindness, or in grey."""
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if kind == "grey":
        linear = np.full(3, linear @ [0.2126, 0.7152, 0.0722])
    elif kind != "all":
        linear = np.clip(np.array(DEFICIENT[kind]) @ linear, 0, 1)
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ linear
        / [0.9505, 1.0, 1.089]
    )
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", ["all", "grey", *DEFICIENT])
def test_an_accounts_ring_is_told_by_colour_or_by_dash_and_stands_off_land_and_sea(kind):
    for style, palette in STYLES.items():
        for account in ("operator", "opponent", "independent", "user"):
            for ground in ("land", "sea"):
                off = np.linalg.norm(seen(palette[account], kind) - seen(palette[ground], kind))
                assert off > 30, (style, account, ground)
    accounts = ("operator", "opponent", "independent")
    light = STYLES["light"]
    for one, other in combinations(accounts, 2):
        apart = np.linalg.norm(seen(light[one], kind) - seen(light[other], kind))
        if kind in ("all", "protanopia", "deuteranopia"):
            assert apart > 30, (one, other)


def test_rings_of_one_radius_show_every_account_in_pixels_of_colour():
    """Each account's colour is found on the map where the accounts share a radius."""
    import io

    from matplotlib.image import imread

    site_map = drawn(answer_of(CAT, "kaliningrad"), SIZES["page"])
    buffer = io.BytesIO()
    site_map.ax.get_figure(root=True).savefig(buffer, format="png", dpi=200)
    buffer.seek(0)
    pixels = imread(buffer)[..., :3]
    for account in ("operator", "opponent", "independent"):
        near = np.abs(pixels - to_rgb(STYLES["light"][account])).max(axis=2) < 0.06
        assert near.sum() > 500, account


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda name, _: name.set_position((name.get_position()[0] + 4e5, 0)), "from another"),
        (lambda name, other: name.set_position(other.get_position()), "lies over"),
        (lambda name, _: name.set_position((9e6, 9e6)), "cut by the frame"),
    ],
)
def test_the_trial_of_names_sees_one_out_of_place(fault, told):
    site_map = drawn(answer_of(CAT, "shuya"), SIZES["page"])
    named = {text.get_text(): text for text in site_map.ax.texts}
    fault(named["Berlin"], named["Warsaw"])
    assert any("'Berlin'" in line and told in line for line in out_of_place(site_map))
    named["Berlin"].remove()
    assert "Berlin is in dispute, and neither named nor told to be unnamed" in [
        *out_of_place(site_map)
    ]


@pytest.mark.thorough
def test_four_maps_of_a_callers_figure_stand_clear_of_each_other():
    figure, axes = plt.subplots(2, 2, figsize=(11, 10))
    for ax, site in zip(axes.flat, LOOKED_AT, strict=True):
        infmap.plot_map(CAT, focus=site, ax=ax, size="column")
    figure.canvas.draw()
    boxes = [ax.get_tightbbox() for ax in axes.flat]
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    plt.close(figure)
