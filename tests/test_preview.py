"""What a link to a page shows, and what a page shows without scripts."""

import io
import re
from html.parser import HTMLParser
from math import hypot

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.finding import finding_of
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.figures import preview_bytes
from infmap.maps.picture import HEIGHT, WIDTH, extent_km, picture_svg
from infmap.maps.preview import preview_of
from infmap.maps.unscripted import MOST_ROWS, unscripted


class Metas(HTMLParser):
    """The meta elements of a page by their property or name."""

    def __init__(self, page):
        super().__init__()
        self.found = {}
        self.feed(page.partition("<style>")[0])

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "meta":
            self.found[given.get("property") or given.get("name")] = given.get("content")
        if tag == "link":
            self.found[given["rel"]] = given["href"]


@pytest.fixture(scope="module")
def shuya(debate):
    return site_answer(debate, debate.site("shuya"))


def test_a_page_tells_its_finding_to_whoever_shows_a_link(page_html):
    found = Metas(page_html).found
    assert found["og:title"].startswith("By Russia's figure the 9M729 at Shuya reaches no foreign")
    assert found["og:description"] == found["description"]
    assert found["twitter:card"] == "summary"
    # No address is known, and none is made up.
    assert {"og:url", "og:image", "canonical"}.isdisjoint(found)


def test_a_page_that_knows_its_address_has_a_picture_beside_it(tmp_path):
    words = ["map", "--focus", "crimea", "--preview", "https://example.org/m/crimea.html"]
    result = CliRunner().invoke(app, [*words, "-o", str(tmp_path / "map.html")])
    assert result.exit_code == 0, result.output
    assert f"{tmp_path / 'crimea.png'}: what a link to the page shows" in result.stdout
    found = Metas((tmp_path / "map.html").read_text("utf-8")).found
    assert found["og:url"] == found["canonical"] == "https://example.org/m/crimea.html"
    assert found["og:image"] == "https://example.org/m/crimea.png"
    assert found["twitter:card"] == "summary_large_image"
    picture = Image.open(tmp_path / "crimea.png")
    assert picture.size == (int(found["og:image:width"]), int(found["og:image:height"]))
    # It is drawn: text on the left, on white, a map of many colours on the right.
    assert len(picture.convert("RGB").crop((600, 100, 1200, 600)).getcolors(1 << 20)) > 500
    assert picture.convert("RGB").getpixel((5, 660)) == (255, 255, 255)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "map.html",
        "file:///tmp/map.html",
        "javascript:alert(1)//x",
        "https://",
        "https://example.org/a b.html",
        "https://example.org/map.html#site=shuya",
        "https://example.org/map.html?x=1",
        "https://example.org/..%2Fmap.html",
        "https://example.org/..%5Cmap.html",
        "http://[::1",
    ],
)
def test_what_is_no_address_of_a_page_is_refused_and_nothing_written(tmp_path, address):
    words = ["map", "--preview", address, "-o", str(tmp_path / "map.html")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert result.stderr.startswith("preview")
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_picture_lies_beside_the_page_under_its_name():
    for page, picture in {
        "https://example.org/a/map.html": "map.png",
        "https://example.org/a/": "index.png",
        "https://example.org": "index.png",
        "https://example.org/a/map": "map.png",
        "https://example.org/%C3%A9t%C3%A9.html": "\u00e9t\u00e9.png",
    }.items():
        preview = preview_of(page)
        assert preview.file == picture
        assert preview.picture.startswith(page.rpartition("/")[0])
    assert preview_of("https://example.org/a/b.html").picture == "https://example.org/a/b.png"


def test_an_address_cannot_break_out_of_its_tag(cat):
    address = 'https://example.org/"><script>alert(1)</script>{{7*7}}.html'
    page = infmap.make_map(cat, preview=address).get_root().render()
    assert "<script>alert(1)" not in page
    assert Metas(page).found["og:url"] == address


def circles(svg):
    """Return the rings of a picture: centre, radius, class."""
    return [
        (float(x), float(y), float(radius), look)
        for look, x, y, radius in re.findall(
            r'<circle class="(ring [^"]*)" cx="([^"]*)" cy="([^"]*)" r="([^"]*)"/>', svg
        )
    ]


def test_the_rings_of_the_picture_are_true_to_its_scale(shuya):
    scale = HEIGHT / 2 / extent_km(shuya)
    drawn = circles(picture_svg(shuya, "Shuya"))
    strokes = [stroke for ring in shuya.rings for stroke in ring.strokes]
    assert len(drawn) == len(strokes) == 12
    for (x, y, radius, look), stroke in zip(drawn, strokes, strict=True):
        assert (x, y) == (WIDTH / 2, HEIGHT / 2)
        # Strokes of one radius lie side by side, within a bundle.
        assert abs(radius - scale * stroke.km) < 9
        assert f"ring-{stroke.look} ring-{stroke.end}" in look
    lone = next(k for k, stroke in enumerate(strokes) if stroke.km == 1200)
    assert drawn[lone][2] == pytest.approx(scale * 1200, abs=0.06)


def test_places_lie_in_the_picture_at_their_distance_and_bearing(shuya):
    scale = HEIGHT / 2 / extent_km(shuya)
    marks = re.search(r'class="mini-place" d="([^"]*)"', picture_svg(shuya, "Shuya"))[1]
    spots = [(int(x) + 2, int(y) + 2) for x, y in re.findall(r"M(-?\d+) (-?\d+)", marks)]
    rows = shuya.foreign("all", "some")
    assert len(spots) == len(rows) == 40
    for (x, y), row in zip(spots, rows, strict=True):
        turn = np.radians(row["azimuth_deg"])
        wanted = scale * row["distance_km"] * np.array([np.sin(turn), -np.cos(turn)])
        assert hypot(x - WIDTH / 2 - wanted[0], y - HEIGHT / 2 - wanted[1]) < 1


def test_land_is_where_it_is_in_the_picture(shuya):
    """Points on land and at sea, near the site and far, by the outline that is drawn."""
    import shapely

    data = re.search(r'class="mini-land" d="([^"]*)"', picture_svg(shuya, "Shuya"))[1]
    rings = []
    for part in data.split("M")[1:]:
        numbers = np.array([int(n) for n in re.findall(r"-?\d+", part)]).reshape(-1, 2)
        rings.append(shapely.Polygon(np.cumsum(numbers, axis=0)))
    scale = HEIGHT / 2 / extent_km(shuya)

    def is_land(lon, lat):
        distance, azimuth = infmap.geodesy.inverse(shuya.site.lon, shuya.site.lat, lon, lat)
        turn = np.radians(azimuth)
        x, y = scale * distance * np.sin(turn), -scale * distance * np.cos(turn)
        point = shapely.Point(WIDTH / 2 + x, HEIGHT / 2 + y)
        return sum(ring.contains(point) for ring in rings) % 2 == 1

    assert all(is_land(*at) for at in [(41, 57), (13, 52), (35, 39), (60, 60), (27, 64)])
    assert not any(is_land(*at) for at in [(34, 43), (19, 57), (50, 74), (3, 57), (0, 66)])


@pytest.mark.thorough
def test_no_word_of_the_picture_lies_on_another(cat):
    for site in cat.sites[::17]:
        answer = site_answer(cat, site)
        svg = picture_svg(answer, "x", finding_of(answer).named)
        words = re.findall(r'<text class="mini-name" x="(-?\d+)" y="(-?\d+)">([^<]*)<', svg)
        boxes = [(int(x), int(y), len(word) * 6.5 / 2) for x, y, word in words]
        for k, (x, y, half) in enumerate(boxes):
            for other_x, other_y, other in boxes[:k]:
                assert abs(y - other_y) >= 12 or abs(x - other_x) >= half + other - 1, site.id
        assert len(svg) < 20_000


def test_the_table_without_scripts_says_what_each_account_says(shuya):
    told = unscripted(shuya)
    assert told.accounts == ("operator", "opponent", "independent")
    rows = {row.name: row for row in told.rows}
    assert rows["Berlin"].words == ("out", "in on some", "in")
    assert rows["Athens"].words == ("out", "left open", "in")
    assert [row.name for row in told.rows][:3] == ["Minsk", "Kyiv", "Tallinn"]
    assert len(told.rows) == 40
    assert told.more == 0
    assert "9M729, up to 480 km, Russian MoD (operator)" in told.figures
    assert "9M729, at least 2000 km, US intelligence (opponent)" in told.figures


def test_a_long_table_is_cut_and_says_so(cat):
    page = infmap.make_map(cat, focus="deveselu", pin=(26, 45, 9000)).get_root().render()
    body = page.partition('<article class="unscripted">')[2].partition("</article>")[0]
    assert body.count("<tr>") == MOST_ROWS + 1
    more = int(re.search(r"<p>And (\d+) more\.</p>", body)[1])
    assert more > 20
    assert "hypothetical" in body


def test_hostile_names_stay_texts_without_scripts(hostile_html):
    body = hostile_html.partition('<article class="unscripted">')[2].partition("</article>")[0]
    assert body
    for text in ("<img", "<b>bold", "<script", "<!--", "{{", "{%"):
        assert text not in body


@pytest.mark.thorough
def test_a_site_of_nothing_still_has_a_picture(cat):
    page = infmap.make_map(cat, focus="shuya", as_of="2019-02-10", theme="debate")
    empty = infmap.make_map(cat, focus="deveselu").get_root().render()
    assert page.get_root().render().count('<svg viewBox="0 0 560 380"') == 1
    assert empty.count('<svg viewBox="0 0 560 380"') == 1


@pytest.mark.thorough
def test_the_same_answer_gives_the_same_picture(shuya):
    found = finding_of(shuya)
    one, other = (preview_bytes(shuya, found, 2750) for _ in range(2))
    assert one == other
    assert Image.open(io.BytesIO(one)).size == (1200, 675)


def test_no_preview_is_made_of_a_page_of_nowhere():
    with pytest.raises(InfmapError, match="not an address of the web's"):
        infmap.make_map(infmap.load(), preview="nowhere")
