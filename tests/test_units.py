"""Distances in miles and nautical miles: every number that a person reads, and none of a program's.

The oracle is what infmap says in kilometres: each quantity in it divided by the unit's length, and
every other word the same.
"""

import html
import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from itertools import pairwise

import pytest
from fontless import drawn_svg
from geographiclib.geodesic import Geodesic
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.values.bands import bands_of
from infmap.catalogue.values.units import Unit, read_units
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.figures import plot_map
from infmap.figures.ring_labels import limit_words
from infmap.looks import records, rows
from infmap.looks.distances import Units, distance_text, is_misplaced, length_text, length_words
from infmap.looks.words import BAND_CLASSES, BAND_WORDS
from infmap.maps import make_map
from infmap.maps.opening import opened
from infmap.report.brief import write_brief
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown
from infmap.report.record import plain
from infmap.tables.coverage_view import Blocks, answers_view, reach_view
from infmap.tables.text import is_length
from infmap.treaty import TREATY_BANDS

#: By definition: the international mile of 1959, the international nautical mile of 1929.
KM = {"mi": 1.609344, "nmi": 1.852}
each = pytest.mark.parametrize("units", KM)
ONE = ("--site", "kaliningrad")
TABLES = {
    "coverage": ["coverage", *ONE],
    "several sites": ["coverage", "--site", "shuya", "--site", "deveselu"],
    "own band": ["coverage", *ONE, "--band", "300", "3000"],
    "long": ["coverage", *ONE, "--band", "0", "900", "--long"],
    "people": ["coverage", *ONE, "--targets", "cities", "--band", "0-300"],
    "reach": ["reach", "Berlin", "--theme", "debate"],
    "long reach": ["reach", "Berlin", "--theme", "debate", "--long"],
    "compare": ["compare", "operator", "opponent", "--site", "shuya"],
    "claims": ["list", "claims"],
    "systems": ["list", "systems"],
    "sites": ["list", "sites"],
}
CARDS = {"system": ["show", "9m729"], "site": ["show", "shuya"], "capital": ["show", "warsaw"]}
NUMBER = r"[+-]?\d[\d.]*"


def run(*arguments, width=1500):
    words = [str(one) for one in arguments]
    return CliRunner().invoke(app, words, prog_name="infmap", env={"COLUMNS": str(width)})


@cache
def said(*arguments, width=1500):
    result = run(*arguments, width=width)
    assert result.exit_code == 0, result.stderr
    return result.stdout


# --- The oracle -----------------------------------------------------------------------------------

#: Kilometres beside another unit; a note may share their brackets.
BESIDE = re.compile(rf" \({NUMBER}(?:(?:, | or | to ){NUMBER})* km(?:; ([^()]*))?\)")


def without_km(text):
    """Return a text without the kilometres in brackets."""
    return BESIDE.sub(lambda match: f" ({match[1]})" if match[1] else "", text)


def quantities(text, unit):
    """Return the numbers of a text that stand before a unit, and the text without them."""
    found = []

    def take(match):
        found.extend(re.findall(NUMBER, match[0]))
        return re.sub(NUMBER, "#", match[0].replace(f" {unit}", " UNIT"))

    pattern = rf"(?<![\w.]){NUMBER}(?:(?:, | or | to ){NUMBER})* {unit}\b"
    return found, re.sub(pattern, take, text)


def step(number):
    """Return the place of the last digit of a number."""
    return 10.0 ** -len(number.partition(".")[2])


def assert_converted(in_km, shown, units):
    """Assert that a number is another one's kilometres, as far as the two are rounded."""
    slack = 0.501 * (step(in_km) + step(shown) * KM[units])
    assert abs(float(shown) * KM[units] - float(in_km)) <= slack, (in_km, shown, units)
    assert float(shown) < float(in_km) or abs(float(in_km)) < 2 or in_km.startswith("-")


def assert_same_but_units(in_km, shown, units):
    """Assert that two texts are the same but for distances, which are converted."""
    wanted, frame = quantities(in_km, "km")
    numbers, frame_shown = quantities(without_km(shown), units)
    squeezed = [" ".join(re.sub(r"[-:|]+", " ", one).split()) for one in (frame, frame_shown)]
    assert squeezed[0] == squeezed[1]
    assert len(wanted) == len(numbers)
    for one, other in zip(wanted, numbers, strict=True):
        assert_converted(one, other, units)
    return len(numbers)


def cells(line):
    return re.split(r"\s{2,}", line.strip())


# --- One rule -------------------------------------------------------------------------------------


@each
def test_the_units_have_their_length_by_definition(units):
    assert Units(units).km == KM[units] == Unit(units).km
    assert length_text(1000 * KM[units], Units(units)) == "1000"


def test_a_stated_length_is_whole_from_ten_on_and_has_two_digits_below():
    texts = [length_text(km, Units.MI) for km in (480, 500, 2500, 5500, 16.5, 10, 1, 0.1, 0)]
    assert texts == ["298", "311", "1553", "3418", "10", "6.2", "0.62", "0.062", "0"]
    assert length_words(500, Units.NMI, with_km=True) == "270 nmi (500 km)"


def test_the_bands_in_km_are_the_words_of_every_medium():
    assert {zone.name: zone.words for zone in TREATY_BANDS.zones} == BAND_WORDS
    assert {zone.name: zone.long for zone in TREATY_BANDS.zones} == BAND_CLASSES


@each
@pytest.mark.parametrize("band", [None, (300, 3000), (0, 800), (700, 700.5)], ids=str)
def test_a_band_in_another_unit_decides_as_before_and_keeps_its_kilometres(units, band):
    bands = bands_of(band)
    shown = bands.in_units(Units(units))
    assert (shown.edges_km, shown.limits_km) == (bands.edges_km, bands.limits_km)
    assert [zone.name for zone in shown.zones] == [zone.name for zone in bands.zones]
    for km in [0, *bands.limits_km, 20000]:
        for near in (km - 1e-6, km, km + 1e-6):
            assert shown.zone_of(near).name == bands.zone_of(near).name
    for zone, other in zip(bands.zones, shown.zones, strict=True):
        assert_same_but_units(zone.words, other.words, units)
        assert_same_but_units(zone.long, other.long, units)
        assert zone.words.replace("below ", "").replace("beyond ", "") in other.words
    assert shown.in_units(Units.KM) == bands


def test_a_band_that_is_whole_in_its_unit_needs_no_kilometres():
    assert bands_of("300 to 3000 mi").in_units(Units.MI).span == "300 to 3000 mi"
    assert bands_of("300 to 3000 mi").in_units(Units.NMI).span.endswith("(482.8032 to 4828.032 km)")


def test_every_column_of_kilometres_is_known_to_the_tables():
    kinds = [
        kind for kind in (vars(records) | vars(rows)).values() if hasattr(kind, "__annotations__")
    ]
    known = {name for kind in kinds for name in kind.__annotations__ if name.endswith("_km")}
    assert all(map(is_length, known))
    assert {"distance_km", "margin_km", "range_km", "max_km"} <= known


# --- Tables ---------------------------------------------------------------------------------------


@pytest.mark.thorough(but=6)
@each
@pytest.mark.parametrize("name", TABLES)
def test_a_terminal_table_is_the_same_but_for_its_distances(name, units):
    old = said(*TABLES[name]).splitlines()
    new = said(*TABLES[name], "--units", units).splitlines()
    assert len(old) == len(new)
    at, converted = None, 0
    for line, shown in zip(old, new, strict=True):
        old_cells, new_cells = cells(line), cells(without_km(shown))
        if {"km", "Margin km"} & {*old_cells}:
            at = old_cells.index("km")
            heads = [re.sub(r"\bkm$", units, cell) for cell in old_cells]
            assert new_cells == heads
            continue
        assert len(old_cells) == len(new_cells)
        for k, (cell, other) in enumerate(zip(old_cells, new_cells, strict=True)):
            is_distance = k == at and not line.startswith(" ") and re.search(r"\d", cell)
            is_margin = at is not None and re.fullmatch(r"[+-]\d+(\.\d+)?", cell)
            if not is_distance and not is_margin:
                converted += assert_same_but_units(cell, other, units)
                continue
            assert re.sub(NUMBER, "#", cell) == re.sub(NUMBER, "#", other)
            for pair in zip(re.findall(NUMBER, cell), re.findall(NUMBER, other), strict=True):
                assert_converted(*pair, units)
                converted += 1
    assert (converted > 0) == (name not in {"systems", "sites"})


@each
@pytest.mark.parametrize("name", [name for name in TABLES if "reach" in name])
def test_where_there_is_no_room_a_line_for_each_figure_has_its_unit(name, units):
    old, new = said(*TABLES[name], width=70), said(*TABLES[name], "--units", units, width=70)
    assert assert_same_but_units(old, new, units) > 100
    assert not re.search(r"\bkm\b", without_km(new))


def rows_of(markdown):
    lines = [re.split(r" *(?<!\\)\| *", line)[1:-1] for line in markdown.splitlines() if line]
    return lines[0], lines[2:]


@pytest.mark.thorough(but=6)
@each
@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_markdown_names_its_unit_in_its_heads_and_converts_every_length(name, units):
    heads, old = rows_of(said(*TABLES[name], "--format", "md"))
    new_heads, new = rows_of(said(*TABLES[name], "--format", "md", "--units", units))
    assert new_heads == [re.sub("_km$", f"_{units}", head) for head in heads]
    assert not any("km" in head for head in new_heads)
    lengths = [k for k, head in enumerate(heads) if head.endswith("_km")]
    assert bool(lengths) == (name not in {"systems", "sites"})
    for row, shown in zip(old, new, strict=True):
        for k, (cell, other) in enumerate(zip(row, shown, strict=True)):
            if k in lengths and cell:
                assert_converted(cell, other.partition(" ")[0], units)
            elif heads[k] == "accounts":
                assert_same_but_units(cell, other, units)
            else:
                assert cell == other


@each
@pytest.mark.parametrize("form", ["html", "latex"])
def test_the_other_formats_for_people_hold_what_markdown_holds(form, units, cat):
    rows = infmap.reach_rows(cat, "Berlin", theme="debate")
    heads, lines = rows_of(infmap.format_table(rows, "md", units=units))
    text = html.unescape(infmap.format_table(rows, form, units=units)).replace("\\_", "_")
    assert f"distance_{units}" in text
    assert "distance_km" not in text
    at = heads.index(f"distance_{units}")
    assert all(line[at] in text for line in lines)
    assert not re.search(r"\d km\b", without_km(text))


MACHINE = [
    *((name, ("--format", "csv")) for name in TABLES),
    *((name, ("--json",)) for name in ("coverage", "long", "people", "claims")),
    *((name, ("--json",)) for name in CARDS),
]


@pytest.mark.parametrize(("name", "form"), MACHINE, ids=str)
def test_what_programs_read_stays_in_km_and_another_unit_is_refused(name, form):
    command = (TABLES | CARDS)[name]
    plain = said(*command, *form)
    assert said(*command, *form, "--units", "km") == plain
    for units in KM:
        refused = run(*command, *form, "--units", units)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert re.fullmatch(
            rf"--units {units}: (csv|json) stays in km; leave --units out, or .*\n", refused.stderr
        )


@each
@pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx"])
def test_nothing_is_written_where_a_unit_is_refused(tmp_path, suffix, units):
    path = tmp_path / f"table{suffix}"
    refused = run(*TABLES["coverage"], "-o", path, "--units", units)
    assert refused.exit_code == 2
    assert not path.exists()
    with pytest.raises(InfmapError, match=f"{suffix[1:]} stays in km"):
        infmap.format_table([{"distance_km": 1.0}], suffix, units=units)


def test_a_column_of_a_callers_own_that_holds_words_keeps_its_head(cat):
    rows = [{"distance_km": "far", "range_km": 480.0}, {"distance_km": 500.0, "range_km": None}]
    lines = infmap.format_table(rows, "md", units="mi").splitlines()
    assert "distance_km" in lines[0]
    assert "range_mi" in lines[0]
    assert [re.findall(r"[\w.]+", line) for line in lines[2:]] == [["far", "298"], ["500.000"]]


@each
@pytest.mark.parametrize("name", CARDS)
def test_a_card_has_its_figures_in_both_beside_the_verdicts_of_the_treaty(name, units):
    old, new = (said(*CARDS[name], *more) for more in ((), ("--units", units)))
    if name == "capital":
        assert new == old
        return
    assert "480 km" in new  # the verdict's reason, and the figure that it is about
    assert f"up to {480 / KM[units]:.0f} {units} (480 km)" in new
    assert "position precision km" not in new
    assert (f"position precision {units}" in new) == (name == "site")


@pytest.mark.parametrize(
    ("word", "units"),
    [("mi", "mi"), ("Miles", "mi"), ("nautical miles", "nmi"), ("NM", "nmi"), ("Kilometer", "km")],
)
def test_a_unit_is_read_by_any_of_its_names(word, units):
    assert read_units(word) is Units(units)
    assert said("reach", "Berlin", "--units", word) == said("reach", "Berlin", "--units", units)


@pytest.mark.parametrize("word", ["m", "ft", "sm", "M", "furlong", "km/h", "5 mi", "\x1b[1m", " "])
def test_what_is_no_unit_to_show_is_refused_in_a_line(word):
    refused = run("reach", "Berlin", "--units", word)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    assert "write km, mi or nmi" in refused.stderr
    assert "\x1b" not in refused.stderr
    with pytest.raises(InfmapError, match="write km, mi or nmi"):
        make_map(infmap.load(), units=word)


# --- Rounding -------------------------------------------------------------------------------------

OFFSETS_KM = (-1.2, -0.7, -0.4, -0.2, -0.06, -0.01, 0.01, 0.06, 0.2, 0.4, 0.7, 1.2)


@pytest.fixture(scope="module")
def at_the_edges(cat):
    """Rows of places just within and just out of every figure of a site."""
    site = cat.site("shuya")
    ends = {claim.up_to_km or claim.at_least_km for claim in cat.claims_at(site)}
    places = [
        {"name": f"p{turn}", "lat": end["lat2"], "lon": end["lon2"]}
        for turn, km in enumerate(end + offset for end in sorted(ends) for offset in OFFSETS_KM)
        for end in [Geodesic.WGS84.Direct(site.lat, site.lon, turn % 360, 1000 * km)]
    ]
    rows = infmap.coverage_rows(cat, site="shuya", targets=places)
    assert len(rows) == len(ends) * len(OFFSETS_KM)
    return rows


def comparable(*shown):
    """Return lengths to compare as a reader does: in km if there, else as shown."""
    beside = [re.search(rf"\(({NUMBER}) km\)", one) for one in shown]
    assert all(beside) or not any(beside), shown
    return [
        float(match[1] if match else re.search(NUMBER, one)[0])
        for one, match in zip(shown, beside, strict=True)
    ]


@each
def test_no_rounding_says_the_opposite_of_an_answer(at_the_edges, units):
    rows = infmap.answer_rows(at_the_edges)
    heads, lines = rows_of(infmap.format_table(rows, "md", units=units))
    decided = beside = 0
    for row, line in zip(rows, lines, strict=True):
        shown = dict(zip(heads, line, strict=True))
        if row["at_least_km"] is not None or row["up_to_km"] is None:
            continue
        text = shown[f"distance_{units}"]
        figure = shown[f"up_to_{units}"]
        if "km" in text and "km" not in figure:
            text = text.partition(" ")[0]  # near another figure of the row's place
        distance, reach = comparable(text, figure)
        assert (distance <= reach) == row["in_range"] == (shown["in_range"] == "yes")
        assert (float(shown[f"margin_{units}"]) >= 0) == row["in_range"]
        decided += 1
        beside += "km" in figure
    assert decided > 100
    assert 0 < beside < decided / 2


def blocks_of(view):
    """Return the headings of a view where there is no room, with the lines under each."""
    parts = [view] if isinstance(view, Blocks) else view.renderables
    (blocks,) = [part.blocks for part in parts if isinstance(part, Blocks)]
    return blocks


@each
def test_no_rounding_says_the_opposite_of_an_answer_on_the_screen(at_the_edges, units, cat):
    quantity = rf"{NUMBER} {units}(?: \({NUMBER} km\))?"
    decided = 0
    for row in at_the_edges:
        long = infmap.answer_rows([row])
        for view in (reach_view([row], cat, Units(units)), answers_view(long, cat, Units(units))):
            ((heading, lines),) = blocks_of(view)
            (distance,) = re.findall(quantity, heading)
            assert_converted(f"{row['distance_km']:.4f}", distance.partition(" ")[0], units)
            for line in lines:
                found = re.search(rf"up to ({quantity}), .*: (in|out of) range", line)
                if found is None:
                    continue
                shown = distance if "km" in found[1] else distance.partition(" (")[0]
                nearer, farther = comparable(shown, found[1])
                assert (nearer <= farther) == (found[2] == "in"), (heading, line)
                decided += 1
    assert decided > 100


def test_a_distance_at_a_limit_itself_is_told_and_ends():
    for km in (480.0, 500.0, 1e-9, 20003.9, 0.0):
        for near in (km, km + 1e-10, km - 1e-10):
            for units in Units:
                assert len(distance_text(near, 0, [km, 500], units)) < 60
    assert not is_misplaced(500.2, 500, Units.KM)


# --- Briefs ---------------------------------------------------------------------------------------


def brief_of(cat, site, units, band=None):
    bands = bands_of(band).in_units(Units(units))
    return write_brief([site_answer(cat, cat.site(site), bands)])


@each
@pytest.mark.parametrize("band", [None, (300, 3000)], ids=["treaty", "own"])
@pytest.mark.parametrize("site", ["shuya", "kaliningrad", "deveselu"])
def test_a_brief_is_the_same_but_for_its_distances(cat, site, units, band):
    brief, other = brief_of(cat, site, "km", band), brief_of(cat, site, units, band)
    (old,), (new,) = brief.chapters, other.chapters
    pairs = [(old.title, new.title), (old.caption, new.caption)]
    # The finding tells figures in kilometres alone; in other units it names who gives them.
    shorter = [re.sub(r"^(\w+ \([^:]+): [^)]+\)", r"\1)", plain(line)) for line in old.summary]
    pairs += zip(shorter, map(plain, new.summary), strict=True)
    pairs += zip(brief.method, other.method[:-1], strict=True)
    for table, shown in zip(old.figures, new.figures, strict=True):
        assert table.title == shown.title
        for row, cells_shown in zip(table.rows, shown.rows, strict=True):
            pairs += zip(row, cells_shown, strict=True)
    pairs += zip(map(plain, old.groups), map(plain, new.groups), strict=True)
    pairs.append((plain(old.reports[-1]), plain(new.reports[-1])))
    if old.question:
        pairs += zip(map(plain, old.question.lines), map(plain, new.question.lines), strict=True)
    assert sum(assert_same_but_units(*pair, units) for pair in pairs) > 15
    # The treaty's reasons, and what others wrote, stand in their own words.
    assert (old.reports[:-1], old.charges, old.reasons) == (
        new.reports[:-1],
        new.charges,
        new.reasons,
    )
    for name in ("sources", "read", "colophon"):
        assert getattr(brief, name) == getattr(other, name)
    assert f"of {KM[units]} km each" in other.method[-1]


@each
@pytest.mark.parametrize("write", [as_html, lambda brief: as_markdown(brief, [])])
def test_a_written_brief_leaves_no_kilometre_but_the_treatys_and_quotations(cat, units, write):
    brief = brief_of(cat, "shuya", units)
    (chapter,) = brief.chapters
    text = html.unescape(re.sub(r"<style.*?</style>|<sup.*?</sup>|<[^>]+>", "", write(brief),
                                flags=re.DOTALL))  # fmt: skip
    text = " ".join(re.sub(r"\*\*|\\|\\?\[[\d, ]+\\?\]", "", text).split())
    assert text.count(f" {units}") > 60
    charges = [cell for row in chapter.charges.rows for cell in row[1:]]
    for said in (*map(plain, chapter.reasons), *charges, brief.method[-1]):
        said = " ".join(said.split())
        assert said in text
        text = text.replace(said, "")
    for source in brief.sources:
        text = text.replace(" ".join(source.citation.split()), "")
    assert re.findall(r".{20}\bkm\b", without_km(text)) == []


# --- Figures --------------------------------------------------------------------------------------


def texts_of(axes):
    return [text.get_text() for text in axes.texts]


def key_of(ax):
    return " ".join(text.get_text() for text in ax.figure.texts if text.get_gid() is None)


def read_in_svg(ax):
    """Return the texts of an SVG."""
    root = ET.fromstring(drawn_svg(ax))
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in texts]


@cache
def drawn(units, projection="equidistant", band=None):
    return plot_map(infmap.load(), focus="deveselu", units=units, projection=projection, band=band)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("units", "band"), [("mi", None), ("nmi", None), ("mi", (300, 3000))], ids=str
)
def test_the_key_of_a_figure_is_the_same_but_for_its_distances(units, band):
    old, new = drawn("km", band=band), drawn(units, band=band)
    # A band of one's own has its kilometres and whose it is in one pair of brackets.
    new_key = key_of(new).replace("km; your band)", "km) (your band)")
    least = 2 if band is None else 7
    assert assert_same_but_units(key_of(old), new_key, units) >= least


@each
def test_the_texts_of_a_written_figure_have_the_unit_and_name_the_treatys_limits_in_km(units):
    texts = read_in_svg(drawn(units))
    whole = "\n".join(texts)
    assert re.search(rf"\d {units}\b", whole)
    assert not re.search(r"\bkm\b", without_km(whole))


@each
def test_the_limits_on_a_map_are_named_in_both(units):
    words = {limit_words(TREATY_BANDS.in_units(Units(units)), km) for km in (500, 1000, 5500)}
    assert f"{500 / KM[units]:.0f} {units} (500 km): the band begins" in words
    assert f"{1000 / KM[units]:.0f} {units} (1000 km): intermediate range begins" in words
    own = bands_of((700, 3000)).in_units(Units(units))
    assert limit_words(own, 700) == f"{700 / KM[units]:.0f} {units} (700 km): your band begins"


@pytest.mark.thorough(but=1)
@each
@pytest.mark.parametrize("projection", ["equidistant", "EPSG:3035"])
def test_the_scale_bar_is_as_long_as_it_says(units, projection):
    ax = drawn(units, projection)
    (words,) = [text for text in texts_of(ax) if re.match(rf"\d+ {units}", text)][:1]
    assert words.endswith(" at the site") == (projection != "equidistant")
    (bar,) = [line for line in ax.lines if line.get_gid() == "scale-bar"]
    (xs, ys) = bar.get_data()
    metres = max(abs(b - a) for a, b in pairwise(xs)) if len({*ys}) > 1 else xs[-1] - xs[0]
    assert metres / 1000 / KM[units] == pytest.approx(float(words.split()[0]), rel=2e-2)
    shown = float(words.split()[0])
    assert shown in {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000}


@each
def test_the_names_of_a_figures_parts_do_not_depend_on_the_unit(units):
    def gids(ax):
        return {artist.get_gid() for artist in ax.get_children() if artist.get_gid()} - {None}

    old, new = drawn("km"), drawn(units)
    labels = {name for name in gids(old) | gids(new) if name.startswith("label")}
    assert gids(old) - labels == gids(new) - labels


@each
def test_a_doubtful_position_is_told_in_the_unit(tmp_path, units):
    sites = tmp_path / "sites.csv"
    sites.write_text(
        "site,lon,lat,system_id,position_precision_km\nCamp,20,50,iskander-m,50\n", "utf-8"
    )
    own = infmap.load(deployments=sites)
    key = key_of(plot_map(own, units=units))
    assert f"the site may be up to {50 / KM[units]:.0f} {units} off" in key
    brief = brief_of(own, own.sites[0].id, units)
    assert any(f"known to about {50 / KM[units]:.0f} {units};" in line for line in brief.method)


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.thorough(but=1)
@each
def test_a_page_opens_on_the_unit_and_its_data_stay_in_km(cat, units):
    old, new = (opened(cat, units=one) for one in ("km", units))
    assert new.data["fragment"] == f"{old.data['fragment']}&units={units}"
    assert json.dumps(new.data | {"fragment": ""}) == json.dumps(old.data | {"fragment": ""})
    assert "units" not in old.data["fragment"]
    assert_same_but_units(old.description, new.description, units)


@pytest.mark.thorough(but=1)
@each
def test_a_snippet_takes_a_unit_and_refuses_what_is_none(tmp_path, units):
    page = tmp_path / "map.html"
    said("map", "--site", "shuya", "--units", units, "-o", page)
    assert f"units={units}" in said("embed", f"{page}#site=shuya&units={units}")
    assert "units=km" in said("embed", f"{page}#site=shuya&units=km")
    refused = run("embed", f"{page}#site=shuya&units=leagues")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "known: km, mi, nmi" in refused.stderr


@each
def test_a_widget_shows_the_unit_and_hears_of_it(cat, units):
    pytest.importorskip("anywidget")
    widget = infmap.Widget(cat.select(site="shuya"), units=units)
    assert widget.units == units
    assert widget._asked["fragment"].endswith(f"&units={units}")
    told = widget._asked["fragment"].replace(f"&units={units}", "")
    widget._hear(None, {"revision": widget._asked["revision"], "fragment": told}, [])
    assert widget.units is None
    widget.units = "nautical miles"
    assert widget.units == "nmi"
    widget.units = "km"
    assert widget.units is None
    assert "units" not in widget._asked["fragment"]
    with pytest.raises(InfmapError, match="write km, mi or nmi"):
        widget.units = "leagues"
    assert widget.units is None
