"""A story in the browser: its steps turn the map, whichever way the reader goes."""

import re
from dataclasses import replace
from itertools import product

import pytest
from folder_server import served
from markupsafe import Markup
from page_steps import drawn, until, violations
from sample import sampled
from story_made import STATES, made_story, shown

import infmap
from infmap.errors import InfmapError
from infmap.maps.embed import embed_snippet
from infmap.maps.packed import block_in, packed, unpacked
from infmap.story.data import story_data
from infmap.story.document import story_text

DESK, LOW, PHONE = (1400, 900), (800, 500), (390, 844)
#: What a reader sees: the step that is told and lit, its address, the map's counts and look.
SEEN = """() => ({
  now: document.getElementById("story-now").textContent,
  hash: location.hash,
  lit: [...document.querySelectorAll(".step")].findIndex((one) => one.matches(".is-read")),
  rail: document.querySelector("#story-rail [aria-current]")?.getAttribute("href") ?? null,
  strip: [...document.querySelectorAll("#strip .step-strip")]
    .findIndex((one) => getComputedStyle(one).visibility === "visible"),
  mode: document.body.dataset.mode,
})"""
#: Waits until the map has been drawn for a step, from 0, and the page no longer moves.
AT = """async (step) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const now = () => [...document.querySelectorAll("#strip .step-strip")]
    .findIndex((one) => one.classList.contains("is-shown"));
  let [before, kept] = [null, 0];
  for (let k = 0; kept < 12; k += 1) {
    if (k > 600) throw Error(`step ${now()} is shown, and not ${step}`);
    await frame();
    kept = now() === step && before === scrollY ? kept + 1 : 0;
    before = scrollY;
  }
}"""
#: Waits until the page no longer moves.
KEPT = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  let [before, kept] = [null, 0];
  for (let k = 0; kept < 12 && k < 600; k += 1) {
    await frame();
    kept = before === scrollY ? kept + 1 : 0;
    before = scrollY;
  }
}"""
#: Marks of places in range or left open, by place: all that the map says of them.
MARKS = """() => Object.fromEntries([...document.querySelectorAll(
    ".leaflet-capitals-pane .point, .leaflet-capitals-b-pane .point")]
    .filter((one) => one.closest(".leaflet-container").checkVisibility()).map((one) =>
  [`${one.dataset.capital} ${one.closest(".leaflet-pane").className.includes("-b-")}`,
   `${one.dataset.band} ${one.dataset.reach} ${one.dataset.count}`]))"""


def steps_of(story):
    """What is seen at each of the hand-made story's steps."""
    modes = [re.search("mode=([a-z]+)", one.shown.fragment) for one in story.steps]
    return [
        {
            "now": f"Step {k} of 4",
            "hash": f"#step-{k}",
            "lit": k - 1,
            "rail": f"#step-{k}",
            "strip": k - 1,
            "mode": mode[1] if mode else "focus",
        }
        for k, mode in enumerate(modes, 1)
    ]


@pytest.fixture(scope="module")
def story(cat):
    return made_story(cat)


@pytest.fixture(scope="module")
def file(story, tmp_path_factory):
    path = tmp_path_factory.mktemp("story") / "story.html"
    path.write_text(story_text(story), encoding="utf-8")
    return path


def opened(tabs, path, fragment="", *, size=DESK, scheme="light", motion="reduce", touch=False):
    """Open a story, at a step or none."""
    page = tabs.take(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion=motion,
        has_touch=touch,
        offline=True,
    )
    page.goto(f"{path.as_uri()}{fragment}")
    page.wait_for_selector("#strip .is-shown")
    drawn(page)
    return page


@pytest.fixture
def read(tabs, file):
    """Open a story as a test's own."""
    pages = []

    def open_story(fragment="", *, path=file, **options):
        pages.append(opened(tabs, path, fragment, **options))
        return pages[-1]

    yield open_story
    for page in pages:
        tabs.give_back(page)


@pytest.fixture(scope="module")
def at_step(tabs, file):
    """Read on to a step of a story that stays open for tests that look, one of a size.

    They may do what another step undoes.
    """
    pages = {}

    def turned(step, size=DESK):
        if size not in pages:
            pages[size] = opened(tabs, file, size=size)
        page = pages[size]
        page.complaints.clear()
        scroll_to(page, step)
        page.evaluate(AT, step - 1)
        return page

    yield turned
    for page in pages.values():
        tabs.give_back(page)


def scroll_to(page, step):
    """Scroll as a reader does who has read a step: its heading in the free part's upper half."""
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", f"step-{step}")


@pytest.mark.parametrize("size", sampled([DESK, LOW, PHONE], 0, always=[PHONE]))
def test_scrolling_turns_the_map_to_each_step_there_and_back(read, story, size):
    page = read(size=size)
    steps = steps_of(story)
    for step in (1, 2, 3, 4, 3, 2):
        scroll_to(page, step)
        page.evaluate(AT, step - 1)
        assert page.evaluate(SEEN) == steps[step - 1]
    assert page.complaints == []
    assert [one for one in page.requests if not one.startswith(("file:", "data:"))] == []


def test_each_step_has_a_screen_of_its_own(at_step):
    for size in (DESK, LOW, PHONE):
        page = at_step(1, size)
        free, *heights = page.evaluate(
            """() => {
              const over = document.body.dataset.layout === "story" ? "story-head" : "stage";
              const { bottom } = document.getElementById(over).getBoundingClientRect();
              const steps = [...document.querySelectorAll(".step")];
              return [innerHeight - bottom, ...steps.map((one) => one.offsetHeight)];
            }"""
        )
        assert free > 200
        assert min(heights) >= free - 1


ADDRESSES = list(product([1, 3, 4], [DESK, LOW, PHONE]))


@pytest.mark.parametrize(("step", "size"), sampled(ADDRESSES, 0, always=[(3, PHONE), (4, DESK)]))
def test_an_address_opens_its_step_where_it_can_be_read(read, story, size, step):
    page = read(f"#step-{step}", size=size)
    page.evaluate(AT, step - 1)
    assert page.evaluate(SEEN) == steps_of(story)[step - 1]
    at, top, bottom = page.evaluate(
        """(id) => {
          const narrow = document.body.dataset.layout === "story-narrow";
          const over = document.getElementById(narrow ? "stage" : "story-head");
          const heading = document.getElementById(`${id}-title`).getBoundingClientRect();
          return [heading.top, over.getBoundingClientRect().bottom, innerHeight];
        }""",
        f"step-{step}",
    )
    assert top <= at <= top + 0.45 * (bottom - top)


def test_an_address_of_no_step_opens_at_the_beginning(read):
    page = read("#step-99")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(SEEN)["strip"] == 0


def test_the_rail_leads_to_each_step_and_back_goes_the_way_back(read, story):
    page = read()
    steps = steps_of(story)
    for step in (4, 2):
        page.click(f"#story-rail a[href='#step-{step}']")
        page.evaluate(AT, step - 1)
        assert page.evaluate(SEEN) == steps[step - 1]
        assert page.evaluate("document.activeElement.id") == f"step-{step}"
    page.go_back()
    page.evaluate(AT, 3)
    assert page.evaluate(SEEN) == steps[3]
    # What is opened beside the story is left to the browser.
    page.evaluate(
        """() => window.addEventListener("click", (event) => {
          window.isLeft = !event.defaultPrevented;
          event.preventDefault();
        })"""
    )
    page.click("#story-rail a[href='#step-1']", modifiers=["Control"])
    assert page.evaluate("window.isLeft")


@pytest.mark.thorough
def test_a_window_of_another_size_leads_back_to_where_a_story_opened_until_it_is_read(read):
    page = read("#step-3")
    page.evaluate(AT, 2)
    page.set_viewport_size({"width": 1200, "height": 700})
    page.evaluate(AT, 2)
    scroll_to(page, 1)
    page.evaluate(AT, 0)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.evaluate(AT, 0)


def test_what_is_scrolled_through_is_no_step_of_back(read):
    page = read()
    before = page.evaluate("history.length")
    for step in (1, 2, 3):
        scroll_to(page, step)
        page.evaluate(AT, step - 1)
    assert page.evaluate("history.length") == before


def test_keys_alone_read_the_story(read, story):
    page = read()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    met = []
    for key in ("ArrowDown", *["PageDown"] * 8):
        page.keyboard.press(key)
        page.evaluate(KEPT)
        met.append(page.evaluate(SEEN)["hash"])
    assert [*dict.fromkeys(met)] == [one["hash"] for one in steps_of(story)]
    page.keyboard.press("Home")
    page.evaluate(KEPT)
    assert page.evaluate(SEEN)["now"] == "4 steps"


@pytest.mark.thorough
def test_a_link_that_the_keyboard_reaches_turns_the_map_to_its_step(read, story):
    page = read()
    # The next step has come into sight and has not begun.
    page.evaluate(
        """() => {
          const { top } = document.getElementById("step-3-title").getBoundingClientRect();
          window.scrollBy(0, top - 0.6 * innerHeight);
          const links = document.querySelectorAll("#step-2 .step-words a");
          [...links].at(-1).focus({ preventScroll: true });
        }"""
    )
    page.evaluate(AT, 1)
    before = page.evaluate("scrollY")
    page.keyboard.press("Tab")
    page.evaluate(AT, 2)
    assert page.evaluate("scrollY") == before
    assert page.evaluate(SEEN) == steps_of(story)[2]
    # Who scrolls on reads on.
    scroll_to(page, 1)
    page.mouse.wheel(0, -3000)
    page.evaluate(AT, 0)


def test_who_scrolls_past_steps_has_the_last_one_drawn(read):
    page = read()
    scroll_to(page, 1)
    page.evaluate(AT, 0)
    page.evaluate(
        """() => {
          window.changes = 0;
          new MutationObserver((records) => {
            window.changes += records.length;
          }).observe(document.getElementById("strip"), { subtree: true, attributes: true });
        }"""
    )
    # All at once, however slow the machine is.
    page.evaluate(
        """() => {
          for (const step of [2, 3, 4]) {
            document.getElementById(`step-${step}`).scrollIntoView();
            document.dispatchEvent(new Event("scroll"));
          }
        }"""
    )
    page.evaluate(AT, 3)
    # One strip is taken away and one is shown.
    assert page.evaluate("window.changes") == 2


def test_a_second_map_is_there_before_the_step_that_shows_it(read):
    page = read()
    page.evaluate(AT, 0)
    until(page, "document.querySelectorAll('.twin .point').length > 150")
    assert not page.locator(".twin").is_visible()
    scroll_to(page, 4)
    page.evaluate(AT, 3)
    assert page.locator(".twin").is_visible()


@pytest.mark.thorough
def test_without_motion_the_page_jumps_and_else_it_moves(read):
    still, moved = read(motion="reduce"), read(motion="no-preference")
    behavior = "getComputedStyle(document.documentElement).scrollBehavior"
    assert [page.evaluate(behavior) for page in (still, moved)] == ["auto", "smooth"]
    still.click("#story-rail a[href='#step-4']")
    assert still.evaluate("document.getElementById('step-4').getBoundingClientRect().top") < 60


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_the_map_says_what_the_page_says_of_the_same_state(at_step, turn_page, whole, step):
    told = at_step(step).evaluate(MARKS)
    assert len(told) > 150
    assert told == turn_page(whole, f"#{STATES[step - 1]}").evaluate(MARKS)


def test_steps_of_one_site_have_one_map_in_which_rings_change(at_step):
    page = at_step(1)
    place = """() => {
      const mark = document.querySelector(".point[data-capital=berlin]");
      const { x, y } = mark.getBoundingClientRect();
      return [Math.round(x), Math.round(y)];
    }"""
    rings = "document.querySelectorAll('.folium-map:not(.twin) .ring-opponent').length"
    before = page.evaluate(place)
    assert page.evaluate(rings) == 0
    scroll_to(page, 2)
    page.evaluate(AT, 1)
    assert page.evaluate(place) == before
    assert page.evaluate(rings) > 0


@pytest.mark.thorough
def test_a_wheel_over_the_map_reads_on_and_with_ctrl_zooms_until_the_next_step(read):
    page = read("#step-1")
    page.evaluate(AT, 0)
    scale = "() => document.querySelector('.scale-bar').textContent"
    width = "() => document.querySelector('.ring-operator').getBoundingClientRect().width"
    before, high = page.evaluate(width), page.evaluate("scrollY")
    page.mouse.move(1000, 500)
    page.mouse.wheel(0, 120)
    until(page, "scrollY > arg", high)
    assert page.evaluate(width) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    until(page, f"({width})() > 1.2 * arg", before)
    words = page.evaluate(scale)
    scroll_to(page, 2)
    page.evaluate(AT, 1)
    scroll_to(page, 1)
    page.evaluate(AT, 0)
    assert page.evaluate(width) == pytest.approx(before, abs=1)
    assert page.evaluate(scale) != words


def test_buttons_zoom_and_give_the_map_back(at_step):
    page = at_step(1)
    width = "() => document.querySelector('.ring-operator').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.click(".map-buttons button[title='Zoom in']")
    until(page, f"({width})() > 1.5 * arg", before)
    page.click(".map-buttons button[title^='Back']")
    until(page, f"Math.abs(({width})() - arg) < 1", before)


def test_one_finger_is_left_to_the_page(read):
    page = read(size=PHONE, touch=True)
    action = "getComputedStyle(document.getElementById('story-map')).touchAction"
    assert page.evaluate(action) == "pan-x pan-y"


def test_a_mark_tells_its_name(at_step):
    page = at_step(1)
    page.hover(".point[data-capital=berlin]")
    assert "Berlin, Germany" in page.text_content(".leaflet-tooltip")
    assert page.query_selector(".card, .panel") is None


def test_two_sites_are_divided_by_a_line_that_keys_move(at_step):
    page = at_step(3)
    divider = page.locator(".divider")
    divider.focus()
    before = int(divider.get_attribute("aria-valuenow"))
    page.keyboard.press("ArrowLeft")
    assert int(divider.get_attribute("aria-valuenow")) < before
    # It is the map's key, and turns no page.
    page.evaluate(AT, 2)


def test_on_a_phone_two_maps_show_both_sites_whole(at_step):
    page = at_step(3, PHONE)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".folium-map")].map((map) => {
          const site = [...map.querySelectorAll(".point.is-focus")][0].getBoundingClientRect();
          const { left, right, top, bottom } = map.getBoundingClientRect();
          return [left, right, site.x > left && site.x < right && site.y > top && site.y < bottom];
        })"""
    )
    (left, middle, first), (start, right, second) = boxes
    assert (left, right) == (0, 390)
    assert 190 < middle < start < 200
    assert first
    assert second


@pytest.mark.thorough
def test_the_map_keeps_its_size_from_step_to_step(at_step):
    for size in (DESK, PHONE):
        sizes = set()
        for step in (1, 2, 3, 4):
            box = at_step(step, size).locator("#map-frame").bounding_box()
            sizes.add((box["width"], box["height"]))
        assert len(sizes) == 1


def test_the_key_tells_the_strokes_that_are_drawn(at_step):
    assert at_step(1).text_content("#story-key .key-entry") == "operator"
    words = at_step(2).locator("#story-key .key-entry").all_text_contents()
    assert words[:3] == ["operator", "opponent", "independent"]
    assert "at least" in words


def test_sources_of_geography_and_data_are_credited_on_the_map(at_step, story):
    words = at_step(1).text_content(".story-credit")
    assert words == f"Natural Earth · GeoNames · infmap {story.data['data_version']}"


FIGURES = "[...document.querySelectorAll('.step-figure')].map((one) => one.checkVisibility())"
STAGE = "document.getElementById('stage').checkVisibility()"


@pytest.mark.thorough
def test_an_article_has_figures_in_place_of_the_map_and_keeps_the_place(read):
    page = read("#step-3")
    page.evaluate(AT, 2)
    switch = page.locator("#story-article")
    assert (page.evaluate(STAGE), any(page.evaluate(FIGURES))) == (True, False)
    switch.click()
    assert (page.evaluate(STAGE), all(page.evaluate(FIGURES))) == (False, True)
    assert switch.get_attribute("aria-pressed") == "true"
    assert page.locator("#story").bounding_box()["width"] == 680
    top = "document.getElementById('step-3').getBoundingClientRect().top"
    assert abs(page.evaluate(top)) < 100
    switch.click()
    page.evaluate(AT, 2)
    assert (page.evaluate(STAGE), any(page.evaluate(FIGURES))) == (True, False)
    # Who has read on in the article finds the map there.
    switch.click()
    scroll_to(page, 1)
    page.evaluate(KEPT)
    switch.click()
    page.evaluate(AT, 0)


def test_paper_holds_text_figures_tables_notes_and_sources(read, story):
    page = read("#step-3")
    page.emulate_media(media="print")
    assert (page.evaluate(STAGE), all(page.evaluate(FIGURES))) == (False, True)
    words = page.locator("#story").inner_text()
    for section in story.sections:
        assert str(section.heading) in words
    assert words.count("up to 480 km") >= 8
    assert "A note of its own." in words
    for source, _ in story.sources:
        assert source.citation in words
        assert source.URL in words
    assert not page.locator(".story-head, .story-rail").first.is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_without_scripts_a_story_is_an_article(scriptless, file):
    page = scriptless.new_page()
    page.goto(file.as_uri())
    assert page.locator(".step-figure").count() == 4
    assert all(one.is_visible() for one in page.locator(".step-figure").all())
    assert not page.locator(".stage").is_visible()
    assert not page.locator(".story-head").is_visible()
    assert page.locator("#story").bounding_box()["width"] == 680


#: Size, scheme, step, and whether it is read as an article.
LOOKS = [
    (DESK, "light", 1, False),
    (DESK, "dark", 2, False),
    (DESK, "light", 3, False),
    (DESK, "dark", 4, False),
    (PHONE, "light", 2, False),
    (PHONE, "dark", 3, False),
    (DESK, "light", 2, True),
    (DESK, "dark", 2, True),
]


# One site, two, all of them, and the article.
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("size", "scheme", "step", "article"),
    sampled(LOOKS, 0, always=[LOOKS[3], LOOKS[5], LOOKS[6]]),
)
def test_axe_finds_no_violation(read, size, scheme, step, article):
    page = read(f"#step-{step}", size=size, scheme=scheme)
    page.evaluate(AT, step - 1)
    if article:
        page.click("#story-article")
    assert violations(page) == []


def test_a_storys_texts_are_no_markup_and_no_script(read, tabs, story, hostile, tmp_path):
    sections = [
        replace(
            one,
            heading=Markup.escape(text),
            words=Markup("<p>{}</p><img src='data:,' alt='{}'>").format(text, text),
            shown=replace(
                shown(STATES[0], text),
                title=text,
                counts=tuple(count._replace(who=text, says=text) for count in one.shown.counts),
                table=one.shown.table._replace(caption=text, rows=((text, text, text),)),
                draw=lambda: "<svg></svg>",
            ),
        )
        for one, text in zip((story.sections[0],) * len(hostile), hostile, strict=True)
    ]
    sections = [replace(one, ident=f"step-{k}") for k, one in enumerate(sections, 1)]
    titles = [*hostile, '"><img src=x onerror=alert(1)>']
    for text in sampled(titles, 2, always=titles[-1:]):
        changed = replace(
            story,
            title=text,
            lead=Markup("<p>{}</p>").format(text),
            sections=tuple(sections),
            notes=(Markup.escape(text),),
            colophon=text,
            sources=((story.sources[0][0].model_copy(update={"title": text, "URL": text}), text),),
        )
        path = tmp_path / "hostile.html"
        path.write_text(story_text(changed), encoding="utf-8")
        page = read(path=path)
        scroll_to(page, len(sections))
        page.evaluate(AT, len(sections) - 1)
        assert page.title() == text
        assert page.text_content("h1") == text
        assert page.text_content("#step-3 caption") == hostile[2]
        # What stands there is what the hand-made sections have.
        assert page.locator("main img").count() == len(sections)
        assert page.locator("main [onerror], main script, .step-words b").count() == 0
        assert page.complaints == []
        tabs.give_back(page)


def test_the_policy_names_what_is_there_and_lets_nothing_else_run(at_step, file):
    page = at_step(1)
    policy = page.get_attribute("meta[http-equiv]", "content")
    assert "unsafe" not in policy
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'none'"} <= {*policy.split("; ")}
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran === undefined")
    # A figure's styles are classes, its face is in the file.
    text = file.read_text("utf-8")
    assert " style=" not in text.partition("<main")[2].partition("</main>")[0]
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.step-figure rect')).fill")
        == "rgb(223, 233, 240)"
    )
    assert "@font-face" in text


def test_the_same_story_gives_the_same_bytes(story, file):
    assert story_text(story) == file.read_text("utf-8")


def test_a_story_over_all_sites_leaves_room_for_its_figures(cat, file):
    # Twelve steps and thirteen figures of 35 kB are to stay under 1.4 MB.
    assert file.stat().st_size < 850_000
    text = file.read_text("utf-8")
    data = unpacked(block_in(text))
    assert len(data["sites"]) == len(cat.sites)
    assert data["events"] == []
    assert not any(one["citation"] for one in data["sources"].values())


def test_a_story_of_single_sites_holds_these_and_their_figures(cat):
    data = story_data(cat, ["deveselu", "shuya"])
    assert {site["id"] for site in data["sites"]} == {"deveselu", "shuya"}
    assert data["first_site"] == "shuya"
    used = {row["system_id"] for site in data["sites"] for row in site["deployments"]}
    assert {claim["system_id"] for claim in data["claims"]} == {*data["systems"]} == used
    for site in data["sites"]:
        systems = {row["system_id"] for row in site["deployments"]}
        assert {data["claims"][k]["system_id"] for k in site["claims"]} <= systems
        assert len(site["in_range"]) == len(site["claims"])
    assert story_data(cat, ["deveselu"])["first_site"] == "deveselu"
    assert unpacked(packed(data))["sites"][0]["in_range"] == data["sites"][0]["in_range"]


@pytest.fixture
def article(tabs, file, monkeypatch):
    """Open an article around a frame; returns its page, and the story's."""
    monkeypatch.chdir(file.parent)
    pages = []

    def show(fragment="", *, width=900, **how):
        snippet = embed_snippet(f"story.html{fragment}", **how)
        text = (
            '<!DOCTYPE html><meta charset="utf-8"><script>window.told = [];'
            'document.addEventListener("infmap", ({ detail }) => window.told.push(detail));'
            f"</script><p>Before</p>{snippet}<p style='height:3000px'>After</p>"
        )
        (file.parent / "article.html").write_text(text, encoding="utf-8")
        page = tabs.take(viewport={"width": width, "height": 800}, reduced_motion="reduce")
        pages.append(page)
        page.goto(file.with_name("article.html").as_uri())
        frame = page.frames[1]
        frame.wait_for_selector("#strip .is-shown")
        return page, frame

    yield show
    for page in pages:
        tabs.give_back(page)


FRAMES = list(product([False, True], [False, True]))


@pytest.mark.thorough
@pytest.mark.parametrize(("inline", "compact"), sampled(FRAMES, 0, always=[(True, False)]))
def test_a_frame_opens_at_its_step_and_its_links_stay_in_it(article, story, inline, compact):
    page, frame = article("#step-2", inline=inline, compact=compact)
    frame.evaluate(AT, 1)
    assert page.locator("iframe").get_attribute("title") == story.title
    assert frame.locator(".story-head").is_visible() is not compact
    frame.click("#step-2 .step-words a[href='#step-4']")
    frame.evaluate(AT, 3)
    assert frame.evaluate("document.body.dataset.mode") == "overview"
    assert page.frames[1] is frame


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("style", ["display:none", "height:0"])
def test_a_frame_that_is_shown_later_opens_at_its_step(file, browser, style):
    around = file.with_name("later.html")
    around.write_text(f'<iframe src="story.html#step-3" style="width:700px;{style}">', "utf-8")
    page = browser.new_page(reduced_motion="reduce")
    page.goto(around.as_uri())
    frame = page.frames[1]
    # Without a size nothing is drawn, and no selector is seen.
    until(frame, "document.querySelector('#strip .is-shown')")
    page.evaluate("document.querySelector('iframe').style = 'width:700px;height:500px'")
    frame.evaluate(AT, 2)
    page.close()


@pytest.mark.thorough
def test_an_inline_frames_links_do_not_lead_it_to_the_page_around_it(file, browser, monkeypatch):
    monkeypatch.chdir(file.parent)
    snippet = embed_snippet("story.html#step-1", inline=True)
    file.with_name("around.html").write_text(f"<!DOCTYPE html>{snippet}", encoding="utf-8")
    with served(file.parent) as address:
        page = browser.new_page(reduced_motion="reduce")
        page.goto(f"{address}/around.html")
        frame = page.frames[1]
        frame.wait_for_selector("#strip .is-shown")
        frame.click("#step-1 .step-words a[href='#step-4']")
        frame.evaluate(AT, 3)
        assert frame.url == "about:srcdoc"
        page.close()


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("width", "height"), [(900, 600), (500, 640)])
def test_an_article_gives_a_storys_frame_its_height_and_turns_it(article, width, height):
    page, frame = article("#step-1", width=width, script=True)
    until(page, f"document.querySelector('iframe').clientHeight === {height}")
    page.evaluate(
        """() => document.querySelector("iframe").dispatchEvent(
          new CustomEvent("infmap-show", { bubbles: true, detail: "step-4" }))"""
    )
    frame.evaluate(AT, 3)
    until(page, "window.told.at(-1) === 'step-4'")
    for nothing in ("step-9", "site=shuya", "<img src=x onerror=alert(1)>", ""):
        page.evaluate(
            """(detail) => document.querySelector("iframe").dispatchEvent(
              new CustomEvent("infmap-show", { bubbles: true, detail }))""",
            nothing,
        )
    frame.evaluate(AT, 3)
    assert page.evaluate("window.told.at(-1)") == "step-4"
    page.evaluate(
        """() => document.querySelector("iframe").dispatchEvent(
          new CustomEvent("infmap-show", { bubbles: true, detail: "step-1" }))"""
    )
    frame.evaluate(AT, 0)


def test_a_frame_at_its_end_lets_the_article_scroll_on(article):
    page, frame = article("#step-1")
    frame.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    drawn(frame)
    page.mouse.move(200, 400)
    page.mouse.wheel(0, 300)
    until(page, "scrollY > 100")


def test_a_step_that_is_not_in_the_story_is_refused_in_a_line(file):
    for wrong in ("step-5", "step-0", "part-1", "sources", 'step-1" data-state="x'):
        with pytest.raises(InfmapError) as refused:
            embed_snippet(f"{file}#{wrong}")
        assert str(refused.value).startswith(f"no step {wrong!r} in ")
        assert str(refused.value).endswith("write one of step-1 to step-4")
        assert "\n" not in str(refused.value)


@pytest.mark.thorough
def test_a_served_story_opens_at_its_step(file, browser):
    with served(file.parent) as address:
        page = browser.new_page()
        page.goto(f"{address}/story.html#step-3")
        page.wait_for_selector("#strip .is-shown")
        page.evaluate(AT, 2)
        page.close()


def test_a_story_is_an_infmap_products_text(cat, story):
    text = story_text(story)
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("<h1>") == 1
    assert infmap.__name__ in text
