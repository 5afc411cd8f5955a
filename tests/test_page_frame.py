"""The page in a frame of an article: whose wheel and finger it is, height, state, strangers."""

import html
import re
from itertools import product

import pytest
from folder_server import served
from page_steps import still, until
from sample import sampled
from tabs import Tabs

from infmap.maps.embed import embed_snippet, frame
from infmap.maps.state import read_fragment

#: What an article has above and below its map.
ABOVE = '<h1 id="headline">An article</h1><p style="height:300px">Before</p>'
BELOW = '<p style="height:3000px">After</p>'
#: A plane about the site, and a globe.
PROJECTIONS = ("true-distance", "globe")
#: The middle of the map as the frame's page has it.
MIDDLE = """() => {
  const box = document.querySelector("#map-frame").getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
#: Listens as an article's own script would.
LISTEN = """<script>
  window.told = [];
  document.addEventListener("infmap", ({ detail }) => window.told.push(detail));
</script>"""


@pytest.fixture
def folder(tmp_path, page_html):
    """A folder with a page."""
    (tmp_path / "map.html").write_text(page_html, encoding="utf-8")
    return tmp_path


@pytest.fixture
def article(tabs, folder, monkeypatch):
    """Open an article around a snippet; returns its page, and that of the frame."""
    monkeypatch.chdir(folder)
    pages = []

    def show(snippet, *, width=800, touch=False, at=tabs, runs=True, more=""):
        path = folder / "article.html"
        head = '<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">'
        path.write_text(f"{head}{LISTEN}{ABOVE}{snippet}{more}{BELOW}", encoding="utf-8")
        page = at.take(viewport={"width": width, "height": 800}, has_touch=touch)
        if at is tabs:
            pages.append(page)
        page.goto(path.as_uri())
        if runs:
            page.frames[1].wait_for_selector("#headline:not(:empty)")
            all_still(page)
        return page, page.frames[1]

    yield show
    for page in pages:
        tabs.give_back(page)


def all_still(page, count=10):
    """Wait until nothing moves in the article, nor in its map."""
    still(page, count)
    still(page.frames[1], count)


def ask(page, state):
    """Ask the article's map for a state, as a script of the article would."""
    page.evaluate(
        """(detail) => document.querySelector("iframe").dispatchEvent(
          new CustomEvent("infmap-show", { bubbles: true, detail }))""",
        state,
    )


def middle_of(page, inner):
    """Return where the middle of the framed map lies in the article's window."""
    box = page.locator("iframe").first.bounding_box()
    x, y = inner.evaluate(MIDDLE)
    return box["x"] + x, box["y"] + y


def stands(inner):
    """Return where the map stands: its site's mark."""
    return inner.evaluate(
        """() => {
          const { x, y } = document.querySelector(".point.is-focus").getBoundingClientRect();
          const rings = [...document.querySelectorAll(".leaflet-pane .ring-operator")];
          return [x, y, Math.max(...rings.map((ring) => ring.getBoundingClientRect().width))];
        }"""
    )


def swipe(page, start, fingers, way):
    """Move fingers over the screen, side by side, up by a way, as a touch screen tells it."""
    session = page.context.new_cdp_session(page)
    x, y = start

    def points(up):
        return [{"x": x + 60 * k, "y": y - up, "id": k} for k in range(fingers)]

    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0)})
    for step in range(1, 11):
        touches = points(way * step / 10)
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": touches})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    all_still(page)


WHEELED = list(product([True, False], PROJECTIONS))


@pytest.mark.parametrize(
    ("compact", "projection"),
    sampled(WHEELED, 0, always=[(True, "globe")]),
)
def test_a_wheel_scrolls_the_article_and_with_ctrl_zooms_the_map(article, compact, projection):
    page, inner = article(
        embed_snippet(f"map.html#site=shuya&projection={projection}", compact=compact)
    )
    before = stands(inner)
    page.mouse.move(*middle_of(page, inner))
    page.mouse.wheel(0, 100)
    until(page, "scrollY")
    all_still(page)
    assert page.evaluate("scrollY") == 100
    assert stands(inner) == before
    assert inner.locator(".gesture-hint").inner_text() == "Ctrl + scroll to zoom the map"
    page.mouse.move(*middle_of(page, inner))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    all_still(page)
    assert page.evaluate("scrollY") == 100
    assert stands(inner)[2] > 1.2 * before[2]
    assert page.complaints == []


TOUCHED = list(product([True, False], [390, 800]))


@pytest.mark.parametrize(("compact", "width"), sampled(TOUCHED, 0, always=[(True, 390)]))
def test_one_finger_scrolls_the_article_and_two_move_the_map(article, compact, width):
    page, inner = article(
        embed_snippet("map.html#site=shuya", compact=compact, script=True), width=width, touch=True
    )
    for projection in PROJECTIONS:
        ask(page, f"site=shuya&projection={projection}")
        inner.wait_for_selector(f"body[data-projection={projection}]")
        page.evaluate("scrollTo(0, 200)")
        all_still(page)
        before = stands(inner)
        swipe(page, middle_of(page, inner), 1, 120)
        scrolled = page.evaluate("scrollY")
        assert scrolled > 260
        assert stands(inner) == before
        swipe(page, middle_of(page, inner), 2, 120)
        assert page.evaluate("scrollY") == scrolled
        moved = stands(inner)
        assert before[1] - moved[1] > 40
        assert moved[2] == pytest.approx(before[2], rel=0.1)
    assert page.complaints == []


def test_a_mouse_drags_a_framed_map(article):
    page, inner = article(embed_snippet("map.html#site=shuya", compact=True))
    before = stands(inner)
    x, y = middle_of(page, inner)
    page.mouse.move(x + 30, y + 60)
    page.mouse.down()
    page.mouse.move(x + 90, y + 60, steps=5)
    # A map that is let go of in its motion moves on.
    page.wait_for_timeout(300)
    page.mouse.up()
    all_still(page)
    assert stands(inner)[0] - before[0] == pytest.approx(60, abs=5)


WIDTHS = [390, 620, 800, 1300]
GROWN = list(product([True, False], WIDTHS))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("compact", "width"), sampled(GROWN, 1, always=[(True, 390)]))
def test_a_frame_gets_its_height_and_does_not_grow_by_itself(article, compact, width):
    page, inner = article(
        embed_snippet("map.html#site=shuya", compact=compact, script=True), width=width
    )
    height = "document.querySelector('iframe').offsetHeight"
    all_still(page, 30)
    given = page.evaluate(height)
    assert 400 < given < 720
    # All of it is seen, and the map has room.
    assert inner.evaluate(
        "document.documentElement.scrollHeight <= document.documentElement.clientHeight"
    )
    map_height = inner.evaluate("document.querySelector('#map-frame').offsetHeight")
    assert map_height == 300 if width < 640 else map_height > 300
    for name in ("#headline", ".account-columns", "#panel-foot"):
        box = inner.locator(name).bounding_box()
        frame_box = page.locator("iframe").bounding_box()
        assert box["y"] + box["height"] <= frame_box["y"] + frame_box["height"]
    # What is opened scrolls in its place: the frame stays within bounds, and comes back.
    inner.get_by_role("button", name="Table", exact=True).click()
    all_still(page)
    assert page.evaluate(height) <= 1202
    inner.get_by_role("button", name="Table", exact=True).click()
    all_still(page)
    assert page.evaluate(height) == given
    assert page.complaints == []


@pytest.mark.parametrize("width", sampled(WIDTHS, 0, always=[390]))
def test_a_compact_frame_is_good_at_its_fixed_height(article, width):
    page, inner = article(embed_snippet("map.html#site=shuya", compact=True), width=width)
    frame_box = page.locator("iframe").bounding_box()
    assert frame_box["height"] == (620 if width < 640 else 500)
    foot = inner.locator("#panel-foot").bounding_box()
    assert foot["y"] + foot["height"] <= frame_box["y"] + frame_box["height"]
    assert inner.locator("#map-frame").bounding_box()["height"] >= 220
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.thorough
def test_a_foot_without_room_for_counts_has_the_name_alone(turn_page, whole):
    seen = """() => {
      const frame = document.querySelector(".foot-credit");
      const { top, bottom, left, right } = frame.getBoundingClientRect();
      const [text, range] = [frame.firstChild, document.createRange()];
      return [...text.data].filter((_, k) => {
        range.setStart(text, k);
        range.setEnd(text, k + 1);
        const box = range.getBoundingClientRect();
        return box.top > top - 3 && box.bottom < bottom + 3 && box.left > left - 1
          && box.right < right + 1;
      }).join("").replaceAll("\u00a0", " ").trim();
    }"""
    page = turn_page(whole, "#site=shuya", width=800, height=500)
    assert page.evaluate(seen) == "infmap"
    page.set_viewport_size({"width": 990, "height": 500})
    assert page.evaluate(seen) == "12 figures · 11 publications · infmap"


def test_a_compact_frame_has_text_map_and_foot_alone(article, server):
    page, inner = article(embed_snippet(f"{server}/map.html#site=shuya", compact=True), width=1300)
    assert inner.locator("#panel").bounding_box()["width"] == 260
    assert inner.locator("#panel-foot").bounding_box()["height"] == 34
    for gone in (".masthead", "#controls", "#timeline", "#capital-table"):
        assert not inner.locator(gone).is_visible()
    foot = inner.locator("#panel-foot :is(a,button)").all()
    assert [one.inner_text() for one in foot if one.is_visible()] == [
        "Open the whole map ↗",
        "Table",
        "Picture",
    ]
    words = inner.locator(".foot-credit").inner_text().replace("\xa0", " ")
    assert words == "12 figures · 11 publications · infmap"
    with page.context.expect_page() as opened:
        inner.get_by_role("link", name="Open the whole map").click()
    whole = opened.value
    whole.wait_for_selector("#headline:not(:empty)")
    # The whole map is not compact.
    assert whole.evaluate("document.body.className").count("is-compact") == 0
    assert whole.locator(".masthead").is_visible()
    whole.close()


@pytest.mark.parametrize("inline", sampled([False, True], 0, always=[True]))
def test_state_comes_and_goes_by_message(article, inline):
    page, inner = article(
        embed_snippet("map.html#site=shuya&account=operator", inline=inline, script=True)
    )
    until(page, "window.told.length > 0")
    assert (
        page.evaluate("window.told.at(-1)")
        == "#site=shuya&theme=debate&account=operator&mode=focus"
    )
    inner.locator(".account-opponent").click()
    until(page, "window.told.at(-1).includes('account=opponent')")
    ask(page, "site=crimea")
    until(inner, "document.title.includes('Crimea')")
    until(page, "window.told.at(-1).includes('site=crimea')")
    # Where the map stands is not told.
    count = page.evaluate("window.told.length")
    inner.locator(".map-buttons button").first.click()
    all_still(page)
    ask(page, "site=shuya")
    until(page, "window.told.at(-1).includes('site=shuya')")
    assert page.evaluate("window.told.length") == count + 1
    assert page.complaints == []


@pytest.mark.thorough
@pytest.mark.parametrize("inline", sampled([False, True], 0, always=[True]))
def test_what_is_asked_before_the_map_listens_is_shown_when_it_does(article, inline):
    early = """<script>for (const state of ["site=deveselu", "site=crimea"])
      document.querySelector("iframe").dispatchEvent(
        new CustomEvent("infmap-show", { bubbles: true, detail: state }))</script>"""
    _, inner = article(embed_snippet("map.html#site=shuya", inline=inline, script=True), more=early)
    until(inner, "document.title.includes('Crimea')")


@pytest.mark.thorough
def test_a_map_that_announces_itself_twice_still_hears_its_article(article):
    # The article's script asks a map that has announced itself already, too.
    twice = """<script>
      const { contentWindow: map } = document.querySelector("iframe");
      const again = setInterval(() => map.postMessage({ infmap: "hello" }, "*"), 1);
      document.addEventListener("infmap", () => clearInterval(again));</script>"""
    page, inner = article(embed_snippet("map.html#site=shuya", script=True), more=twice)
    until(page, "window.told.length > 0")
    ask(page, "site=crimea")
    until(inner, "document.title.includes('Crimea')")


@pytest.mark.thorough
def test_a_script_that_comes_late_finds_the_map_that_is_there(article):
    snippet = embed_snippet("map.html#site=shuya", script=True)
    alone, _, script = snippet.partition("<script>")
    page, inner = article(alone)
    page.add_script_tag(content=script.partition("</script>")[0])
    until(page, "window.told.at(-1)?.includes('site=shuya')")
    ask(page, "site=crimea")
    until(inner, "document.title.includes('Crimea')")


STRANGER = """<iframe name="advert" srcdoc="<script>
  window.heard = [];
  window.onmessage = ({ data, ports: [port] }) => {
    window.heard.push(data);
    port?.postMessage({ height: 5000 });
    port?.postMessage({ revision: 9, fragment: '#stranger' });
  };
  function attack() {
    const map = parent.frames[0];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => window.heard.push(data);
    map.postMessage({ infmap: 'port' }, '*', [port2]);
    map.postMessage({ revision: 9, fragment: '#site=crimea' }, '*');
    port1.postMessage({ revision: 9, fragment: '#site=crimea' });
    parent.postMessage({ infmap: 'ready' }, '*');
    parent.postMessage({ height: 5000 }, '*');
  }
  attack();
</script>" width="100" height="50"></iframe>"""


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("script", [True, False], ids=["served", "alone"])
def test_a_strangers_message_does_nothing(article, script):
    page, inner = article(embed_snippet("map.html#site=shuya", script=script), more=STRANGER)
    advert = page.frames[2]
    # Once more, now that the map listens.
    advert.evaluate("attack()")
    page.wait_for_timeout(500)
    assert "Shuya" in inner.title()
    assert inner.evaluate("location.hash") == "#site=shuya"
    assert advert.evaluate("window.heard") == []
    assert page.evaluate("window.told").count("#stranger") == 0
    heights = page.evaluate(
        "[...document.querySelectorAll('iframe')].map((one) => one.offsetHeight)"
    )
    assert heights[1] < 100
    assert heights[0] < 800


def test_a_frame_gets_no_more_than_the_articles_script_allows(article):
    snippet = embed_snippet("https://example.org/map.html", script=True)
    greedy = (
        "<script>onmessage = ({ ports: [port] }) => {"
        "for (const height of [1e6, -5, NaN, Infinity, 'x', null]) port?.postMessage({ height });"
        "window.said = true; };"
        "parent.postMessage({ infmap: 'ready' }, '*');</script><p id=headline>x</p>"
    )
    snippet = re.sub('src="[^"]*"', f'srcdoc="{html.escape(greedy)}"', snippet)
    page, inner = article(snippet)
    until(inner, "window.said")
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelector('iframe').clientHeight") == 240


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("how", ["file", "srcdoc", "no scripts at all"])
def test_without_scripts_a_frame_shows_a_picture_and_a_table(article, tabs, scriptless, how):
    snippet = embed_snippet("map.html", inline=how == "srcdoc", compact=True)
    if how != "no scripts at all":
        snippet = snippet.replace("allow-scripts ", "")
    at = Tabs(scriptless) if how == "no scripts at all" else tabs
    page, inner = article(snippet, runs=False, at=at)
    inner.wait_for_selector(".unscripted svg")
    title = inner.locator(".unscripted h1").inner_text()
    assert title.startswith("By Russia's figure the 9M729 at Shuya reaches no foreign capital")
    picture = inner.locator(".unscripted svg").bounding_box()
    assert picture["width"] > 300
    assert picture["height"] > 200
    # It has the page's colours and lines, which the page's policy lets it have.
    looks = {
        ".mini-sea": ("fill", "rgb(205, 223, 234)"),
        ".ring-operator": ("strokeWidth", "2.2px"),
        ".ring-opponent.ring-open": ("strokeLinecap", "round"),
    }
    for selector, (look, value) in looks.items():
        mark = inner.locator(f".unscripted {selector}").first
        assert mark.evaluate(f"(mark) => getComputedStyle(mark).{look}") == value
    rows = inner.locator(".unscripted tbody tr")
    assert rows.count() == 40
    assert rows.first.inner_text().split("\t") == [
        "Minsk Belarus",
        "934",
        "out",
        "in on some",
        "in",
    ]
    # What scripts would fill is not there.
    assert not inner.locator(".masthead").is_visible()
    assert not inner.locator("#panel").is_visible()
    assert [one for one in page.complaints if "Blocked script" not in one] == []


@pytest.fixture
def server(folder):
    with served(folder) as address:
        yield address


def test_the_page_gives_the_lines_that_python_writes(tabs, server):
    page = tabs.take(viewport={"width": 1400, "height": 900})
    page.goto(f"{server}/map.html#site=shuya&account=operator")
    page.wait_for_selector("#headline:not(:empty)")
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", { configurable: true,
          value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    page.get_by_role("button", name="Embed").click()
    until(page, "window.copied")
    address = re.search(r'src="([^"]+)"', page.evaluate("window.copied"))[1]
    told = read_fragment(html.unescape(address).removeprefix(f"{server}/map.html"))
    assert (told["site"], told["account"]) == ("shuya", "operator")
    assert (
        page.evaluate("window.copied").strip()
        == frame(f'src="{address}"', page.title(), compact=True).strip()
    )
    tabs.give_back(page)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "kept back"])
def test_a_frame_may_give_files_and_copy_links(article, server, allowed):
    snippet = embed_snippet(f"{server}/map.html#site=shuya")
    if not allowed:
        snippet = snippet.replace(" allow-downloads", "").replace('name="infmap"', "")
    page, inner = article(snippet, width=1300)
    button = inner.locator("[data-take=csv]")
    if allowed:
        with page.expect_download() as got:
            button.click()
        assert got.value.suggested_filename.endswith(".csv")
    else:
        button.click()
        assert "allow-downloads" in inner.locator(".take-said").inner_text()


NARROW = list(product([390, 620], [True, False]))


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "script"), sampled(NARROW, 0, always=[(390, True)]))
def test_a_narrow_frame_compares_below_each_other(article, width, script):
    snippet = embed_snippet("map.html#mode=compare&site=shuya", compact=True, script=script)
    page, inner = article(snippet, width=width)
    assert inner.locator(".divider").count() == 0
    heads = inner.locator(".chart-head").all_inner_texts()
    assert [head.split(":")[0] for head in heads] == ["A Operator", "B Independent"]
    upper, lower = (
        inner.locator(name).bounding_box()
        for name in (".folium-map:not(.twin)", ".folium-map.twin")
    )
    assert upper["y"] + upper["height"] <= lower["y"]
    assert min(upper["height"], lower["height"]) > 180
    frame_box = page.locator("iframe").bounding_box()
    foot = inner.locator("#panel-foot").bounding_box()
    assert foot["y"] + foot["height"] <= frame_box["y"] + frame_box["height"]
