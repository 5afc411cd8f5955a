"""What a reader takes away from the page, opened again, pictures by another program too."""

import io
import math
import re
import shlex
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser
from itertools import product
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
import resvg_py
from folder_server import served
from page_steps import headline, still, until
from PIL import Image
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.cli import app

SVG = "{http://www.w3.org/2000/svg}"
#: What of the page is in its picture.
SAID = "#kicker, #headline, #deck, #legend-body li"
#: Of 255, how far a pixel of the drawing is from the screen's in the mean.
MOST_APART = 5
#: A ring so large is not on a map that is fitted to the others.
OFF_MAP_KM = 4000
#: The views of the page.
VIEWS = {
    "one site": "#site=shuya&capital=berlin&doubt=off",
    "an account": "#site=shuya&account=operator&date=2019-01-25&doubt=off",
    "Mercator": "#site=shuya&projection=mercator",
    "a globe": "#site=shuya&projection=globe",
    "doubt": "#site=kaliningrad&doubt=on",
    "compare": "#site=shuya&mode=compare&left=operator&right=opponent",
    "all sites": "#mode=overview",
    "a launcher": "#pin=20,52,1200&site=what-if",
}
SOME = sampled(VIEWS, 1, always=["one site", "compare", "all sites"])


@pytest.fixture(scope="module")
def given(turn_page, whole):
    """Return what the page gives in a view, each file once, and what it complained of."""

    @cache
    def all_of(view):
        page = turn_page(whole, VIEWS[view])
        # Where another view has another place for the map, it is fitted when it is laid out.
        still(page)
        said = page.locator(SAID).all_text_contents()
        names = page.locator("#map-frame [data-label]").evaluate_all(
            "(all) => all.flatMap(({ dataset }) => dataset.label.split('\\n'))"
        )
        files = {kind: taken(page, kind) for kind in ("svg", "png", "csv")}
        screen = page.locator("#map-frame").screenshot()
        painted = opened(files["svg"][1])
        complaints = list(page.complaints)
        told = {"said": said, "names": names, "screen": screen, "complaints": complaints}
        return files | told | {"painted": painted}

    return lambda view, kind: all_of(view)[kind]


def taken(page, kind, frame=None):
    """Return the name and the bytes of the file that a button gives."""
    with page.expect_download() as download:
        (frame or page).locator(f"[data-take={kind}]").dispatch_event("click")
    return download.value.suggested_filename, download.value.path().read_bytes()


def words(root):
    """Return the texts of a drawing, without the pale edges below them."""
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text") if not hidden(text)]


def hidden(element):
    return element.get("aria-hidden") == "true"


def corners(path):
    """Return the corners of a path of lines as it lies on the map."""
    shift = re.match(r"translate\((\S+) (\S+)\)", path.get("transform", ""))
    x, y = map(float, shift.groups()) if shift else (0.0, 0.0)
    numbers = np.array([float(text) for text in re.findall(r"-?[\d.]+", path.get("d"))])
    return numbers.reshape(-1, 2) + np.array([x, y])


def map_of(root):
    return root.find(f".//{SVG}g[@id='map-drawing']")


def opened(svg):
    """Return a drawing as another program than a browser paints it."""
    png = resvg_py.svg_to_bytes(svg_string=svg.decode())
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"), dtype=float)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("view", SOME)
def test_a_drawing_needs_no_style_sheet_script_or_other_file(given, view):
    root = ET.fromstring(given(view, "svg")[1])
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        *("svg", "title", "defs", "pattern", "clipPath", "g", "image"),
        *("path", "circle", "rect", "line", "polygon", "text", "textPath"),
    }
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        assert not {"class", "style", "vector-effect"} & set(element.attrib)
        for name, value in element.attrib.items():
            assert "var(" not in value
            assert not name.startswith("on")
            assert set(re.findall(r"url\(#([^)]+)\)", value)) <= set(ids)
            if name.endswith("href"):
                assert value.startswith("data:image/png") or value[1:] in ids
    assert given(view, "complaints") == []


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("view", SOME)
def test_another_program_paints_a_drawing_as_the_picture_is(given, view):
    name, svg = given(view, "svg")
    picture_name, png = given(view, "png")
    assert name.removesuffix(".svg") == picture_name.removesuffix(".png")
    root = ET.fromstring(svg)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    size = [round(2 * float(root.get(side))) for side in ("width", "height")]
    assert picture.size == tuple(size)
    other = given(view, "painted")
    rows, columns = other.shape[:2]
    half = picture.resize((columns, rows), Image.Resampling.BOX)
    apart = np.abs(np.asarray(half, dtype=float) - other).mean(axis=2)
    # Letters and hatching are smoothed in other ways; nothing is elsewhere or of another colour.
    assert np.median(apart) < 1
    assert apart.mean() < 8
    blocks = apart[: rows // 12 * 12, : columns // 12 * 12]
    blocks = blocks.reshape(rows // 12, 12, columns // 12, 12).mean(axis=(1, 3))
    assert np.quantile(blocks, 0.999) < 75


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("view", SOME)
def test_a_drawing_has_the_map_as_it_is_on_the_screen(given, view):
    svg = given(view, "svg")[1]
    [shift] = re.findall(rb'<g transform="translate\(([0-9. ]+)\)"><g id="map-drawing"', svg)
    left, top = (round(float(side)) for side in shift.split())
    screen = np.asarray(Image.open(io.BytesIO(given(view, "screen"))).convert("RGB"), dtype=float)
    rows, columns = screen.shape[:2]
    drawn = given(view, "painted")[top : top + rows, left : left + columns]
    apart = np.abs(drawn - screen).mean(axis=2)
    # Buttons aside, words and hatching alone differ.
    assert np.median(apart) < 1
    assert apart.mean() < MOST_APART


@pytest.mark.parametrize("view", SOME)
def test_a_picture_says_what_it_shows_and_who_says_so(given, view):
    said = said_by(given(view, "svg")[1])
    assert all(unspaced(words) in unspaced(said) for words in given(view, "said"))
    assert re.search(r"infmap \S+, data as of \S+, CC BY 4\.0", said)
    assert "Natural Earth" in said
    assert re.search(r"\d+ km", said)
    assert ("Figures: " in said) == (view != "a launcher")


def unspaced(words):
    """Return words without blanks: a line may end behind a hyphen."""
    return "".join(words.split())


def said_by(svg):
    return " ".join(words(ET.fromstring(svg)))


SMALL = list(product([(1024, 768), (390, 844)], ["one site", "all sites", "compare"]))


@pytest.mark.parametrize(("size", "view"), sampled(SMALL, 0, always=[((390, 844), "compare")]))
def test_a_small_screen_gives_the_whole_picture(turn_page, whole, size, view):
    page = turn_page(whole, VIEWS[view], width=size[0], height=size[1])
    said = unspaced(said_by(taken(page, "svg")[1]))
    assert all(unspaced(words) in said for words in page.locator(SAID).all_text_contents())


def test_the_names_on_the_map_are_words_of_the_drawing(given):
    texts = words(map_of(ET.fromstring(given("one site", "svg")[1])))
    shown = given("one site", "names")
    assert len(shown) > 20
    for name in shown:
        assert any(name == text or text in name.split(" (") for text in texts), name


def test_the_rings_of_a_drawing_have_the_radii_of_the_figures(given):
    root = map_of(ET.fromstring(given("one site", "svg")[1]))
    px_per_km = scale_of(root)
    circles = [ring for path in root.iter(f"{SVG}path") if (ring := ring_of(path))]
    middle = np.median([centre for centre, _ in circles], axis=0)
    assert all(math.dist(centre, middle) < 1 for centre, _ in circles)
    found = [radius / px_per_km for _, radius in circles]
    table = pd.read_csv(io.BytesIO(given("one site", "csv")[1]))
    ends = table.loc[table["strike"] == "yes", ["at_least_km", "up_to_km"]].to_numpy(float)
    wanted = {km for km in ends[~np.isnan(ends)].tolist() if km < OFF_MAP_KM}
    assert {480, 500, 1200, 2000, 2350, 2500} <= wanted
    # Strokes side by side stand so many pixels beside their radius at most.
    beside = 9 / px_per_km
    for km in wanted:
        assert any(abs(km - other) < beside for other in found), (km, found)
    for km in (1000, 1200, 2350, 2500):
        assert any(abs(km - other) < 0.004 * km for other in found), (km, found)
    # Nothing is drawn as a ring but the figures, their halos and fades, and the band's limits.
    for other in found:
        assert min(abs(km - other) for km in wanted | {500, 1000}) < 2 * beside, other


def scale_of(root):
    """Return pixels in a kilometre by the bar of the scale."""
    [words_of_scale] = [
        text
        for text in root.iter(f"{SVG}text")
        if re.fullmatch(r"[\d,]+ km", "".join(text.itertext()))
        and not hidden(text)
        and text.find(f"{SVG}textPath") is None
    ]
    km = float("".join(words_of_scale.itertext()).removesuffix(" km").replace(",", ""))
    lines = [line for line in root.iter(f"{SVG}line") if line.get("y1") == line.get("y2")]
    x = float(words_of_scale.get("x"))
    below = float(words_of_scale.get("y"))
    [bar] = [
        line
        for line in lines
        if float(line.get("x1")) < x < float(line.get("x2"))
        and 0 < float(line.get("y1")) - below < 14
    ]
    return (float(bar.get("x2")) - float(bar.get("x1"))) / km


def ring_of(path):
    """Return the middle and the radius of a path that runs on a circle; None if it does not."""
    if path.get("fill") != "none" or re.search("[a-yA-KN-Z]", path.get("d")):
        return None
    spots = corners(path)
    if len(spots) < 24:
        return None
    # The circle of least squares through the corners.
    left = np.column_stack([2 * spots, np.ones(len(spots))])
    (x, y, rest), *_ = np.linalg.lstsq(left, (spots**2).sum(axis=1), rcond=None)
    radius = math.sqrt(rest + x * x + y * y)
    off = np.abs(np.hypot(*(spots - (x, y)).T) - radius)
    return ((x, y), radius) if off.max() < 0.4 else None


@pytest.mark.thorough
def test_a_picture_is_light_where_the_screen_is_dark(turn_page, whole, given):
    for view in [one for one in ("one site", "doubt", "all sites") if one in SOME]:
        page = turn_page(whole, VIEWS[view], scheme="dark")
        still(page)
        dark = taken(page, "svg")[1]
        assert without_pictures(dark) == without_pictures(given(view, "svg")[1]), view


def without_pictures(svg):
    return re.sub(rb'href="data:[^"]+"', b"", svg)


def test_taking_a_picture_leaves_the_page_as_it_was(turn_page, whole):
    page = turn_page(whole, VIEWS["one site"], scheme="dark")
    page.evaluate("document.querySelector('.take-said').textContent = ''")
    before = page.evaluate("document.body.outerHTML")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    taken(page, "png")
    page.evaluate("document.querySelector('.take-said').textContent = ''")
    assert page.evaluate("document.body.outerHTML") == before
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colour
    assert page.complaints == []


def test_the_table_is_read_back_as_the_command_writes_it(turn_page, whole, tmp_path):
    page = turn_page(whole, "#site=shuya&account=operator&date=2019-01-25&theme=all")
    name, text = taken(page, "csv")
    assert name == "infmap-shuya-operator-2019-01-25.csv"
    table = pd.read_csv(io.BytesIO(text))
    assert set(table["site"]) == {"Shuya, Ivanovo Oblast"}
    assert set(table["day"]) == {"2019-01-25"}
    assert set(table["account"]) == {"operator"}
    assert table["source"].notna().all()
    assert table["azimuth_deg"].between(0, 360).all()
    path = tmp_path / "coverage.csv"
    arguments = "--site shuya --theme all --account operator --as-of 2019-01-25 --long -o"
    result = CliRunner().invoke(app, ["coverage", *arguments.split(), str(path)])
    assert result.exit_code == 0, result.output
    command = pd.read_csv(path)
    both = [column for column in command.columns if column in table.columns]
    assert {"margin_km", "source_id", "in_range", "distance_km"} <= set(both)
    key = ["target_id", "system_id", "claimant", "up_to_km", "at_least_km"]
    one, other = (rows.sort_values(key).reset_index(drop=True)[both] for rows in (table, command))
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=0, atol=2e-3)


@pytest.mark.parametrize("view", SOME)
def test_a_table_has_rows_in_every_view(given, view):
    table = pd.read_csv(io.BytesIO(given(view, "csv")[1]))
    assert len(table)
    assert {"target_id", "distance_km", "azimuth_deg", "margin_km", "source"} <= set(table.columns)


def test_hostile_texts_stay_texts_in_a_picture(open_page, hostile_html, hostile):
    page = open_page(hostile_html)
    name, svg = taken(page, "svg")
    assert re.fullmatch(r"[a-z0-9.-]+", name)
    root = ET.fromstring(svg)
    assert {element.tag for element in root.iter()}.isdisjoint({f"{SVG}script", f"{SVG}img"})
    taken(page, "png")
    pd.read_csv(io.BytesIO(taken(page, "csv")[1]))
    assert page.complaints == []


@pytest.fixture
def serve(tmp_path):
    """Serve a folder, and return the address of a file in it."""
    with served(tmp_path) as address:
        yield lambda name: f"{address}/{name}"


@pytest.fixture
def visit(browser):
    """Open an address in a browser of its own, which keeps what it is given."""
    contexts = []

    def open_address(address, **options):
        context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()


class Frames(HTMLParser):
    """Gathers the attributes of frames."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "iframe":
            self.found.append(dict(attributes))


def copied(page, frame, name):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    frame.get_by_text("Copied").wait_for(state="hidden")
    frame.get_by_role("button", name=name, exact=True).click()
    frame.get_by_text("Copied").wait_for()
    page.evaluate("window.focus()")
    return page.evaluate("navigator.clipboard.readText()")


def test_all_files_come_from_a_server_with_a_link_and_lines_that_embed(
    visit, serve, whole, tmp_path
):
    (tmp_path / "map.html").write_text(whole, encoding="utf-8")
    address = serve("map.html#site=shuya&account=operator")
    page = visit(address)
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b"site_id")):
        assert taken(page, kind)[1].startswith(start)
    link = copied(page, page, "Copy link")
    assert link.startswith(address.split("#")[0])
    assert visit(link).locator("#headline").inner_text() == headline(page)
    [frame] = Frames(copied(page, page, "Embed")).found
    assert frame["src"] == link
    assert frame["title"] == page.title()
    assert "allow-downloads" in frame["sandbox"]
    (tmp_path / "article.html").write_text(
        f'<meta charset="utf-8">{copied(page, page, "Embed")}', encoding="utf-8"
    )
    held = visit(serve("article.html")).frame_locator("iframe")
    held.locator("#headline:not(:empty)").wait_for()
    assert "Shuya" in held.locator("#headline").inner_text()
    assert page.complaints == []


@pytest.mark.thorough
def test_on_a_disk_the_lines_are_those_of_the_command(visit, whole, tmp_path, monkeypatch):
    path = tmp_path / "it's a map.html"
    path.write_text(whole, encoding="utf-8")
    page = visit(f"{path.as_uri()}#site=shuya")
    for kind in ("png", "svg", "csv"):
        assert len(taken(page, kind)[1]) > 1000
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", { configurable: true,
          value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    page.get_by_role("button", name="Embed", exact=True).click()
    until(page, "window.copied")
    command, *arguments = shlex.split(page.evaluate("window.copied"))
    assert command == "infmap"
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    [frame] = Frames(result.stdout).found
    assert unquote(frame["src"]).startswith("it's a map.html#site=shuya")


@pytest.mark.parametrize("inline", sampled([False, True], 0, always=[True]))
def test_a_frame_of_infmaps_own_gives_files(visit, whole, tmp_path, inline):
    path = tmp_path / "map.html"
    path.write_text(whole, encoding="utf-8")
    words_of = [f"{path}#site=shuya", *(["--inline"] if inline else [])]
    result = CliRunner().invoke(app, ["embed", *words_of])
    host = tmp_path / "host.html"
    host.write_text(f'<meta charset="utf-8">{result.stdout}', encoding="utf-8")
    page = visit(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#headline:not(:empty)").wait_for()
    for kind in ("png", "svg", "csv"):
        name, file = taken(page, kind, frame)
        assert len(file) > 1000
        frame.get_by_text(f"Saved as {name}").wait_for(state="attached")
    # A page in a frame's attribute has no address.
    if inline:
        assert copied(page, frame, "Copy state").startswith("#site=shuya")
    assert page.complaints == []


@pytest.mark.thorough
def test_a_frame_that_keeps_files_says_why_none_comes(visit, serve, whole, tmp_path):
    (tmp_path / "map.html").write_text(whole, encoding="utf-8")
    (tmp_path / "host.html").write_text(
        '<iframe src="map.html#site=shuya" width="1300" height="800" '
        'sandbox="allow-scripts allow-popups"></iframe>'
    )
    page = visit(serve("host.html"))
    frame = page.frame_locator("iframe")
    frame.locator("#headline:not(:empty)").wait_for()
    came = []
    page.on("download", lambda download: came.append(download))
    for kind in ("png", "svg", "csv"):
        frame.locator(f"[data-take={kind}]").dispatch_event("click")
        frame.locator(".take-said", has_text="allow-downloads").wait_for(state="attached")
        frame.locator(".take-said").evaluate("(said) => { said.textContent = ''; }")
    page.wait_for_timeout(300)
    assert came == []


def test_a_map_of_two_halves_cuts_each_in_its_picture(given):
    drawing = ET.fromstring(given("compare", "svg")[1])
    root = map_of(drawing)
    clips = [clip for clip in drawing.iter(f"{SVG}clipPath") if clip[0].get("d")]
    shapes = {clip.get("id"): corners(clip[0]) for clip in clips}
    cut = {group.get("clip-path", "")[5:-1] for group in root.iter(f"{SVG}g")} & set(shapes)
    wests = [shapes[name][:, 0].min() for name in cut]
    easts = [shapes[name][:, 0].max() for name in cut]
    # One half ends where the other begins.
    assert any(abs(west - east) < 1 for west in wests for east in easts)
    said = " ".join(words(root))
    assert "Operator" in said
    assert "Opponent" in said


@pytest.mark.thorough
def test_a_picture_says_what_of_another_server_is_not_in_it(open_page, cat):
    tiles = infmap.make_map(cat.select(site="shuya"), tiles="OpenStreetMap Mapnik")
    said = said_by(taken(open_page(tiles.get_root().render()), "svg")[1])
    assert "another server" in said


def test_a_file_is_called_by_what_it_shows(given, turn_page, whole):
    assert taken(turn_page(whole, VIEWS["an account"]), "svg")[0] == (
        "infmap-shuya-operator-2019-01-25.svg"
    )
    assert given("all sites", "csv")[0].startswith("infmap-all-sites-")
    assert given("compare", "png")[0] == "infmap-shuya-operator-opponent.png"
