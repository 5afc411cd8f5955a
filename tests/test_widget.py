"""The widget: Python and the page follow each other, and a saved notebook keeps what was shown.

Here the widget's own script runs in Chromium, with a model that hands every message to the widget
in Python and back, as Jupyter does. `test_widget_lab.py` does it in JupyterLab, if that is there.
"""

import json
import subprocess
import sys
from contextlib import contextmanager
from html import escape
from pathlib import Path

import pytest
from page_steps import until

import infmap
from infmap.errors import InfmapError
from infmap.maps.state import WHAT_IF

# A page that has nothing but the widget's script and the model that the script is given.
HOST = """<!doctype html><meta charset="utf-8"><title>Host</title><div id="cell"></div>
<div data-infmap-still="{id}">the copy</div>
<script type="module">
const state = {state}, heard = {{}};
window.asked = 0;
window.model = {{
  get: (name) => state[name],
  on: (event, call) => (heard[event] ??= []).push(call),
  send: (content) => {{ window.asked += 1; window.toPython(content); }},
}};
window.fromPython = (name, value) => {{
  state[name] = value;
  for (const call of heard[`change:${{name}}`] ?? []) call();
}};
window.message = (content) => {{ for (const call of heard["msg:custom"] ?? []) call(content); }};
const url = URL.createObjectURL(new Blob([{script}], {{ type: "text/javascript" }}));
const widget = (await import(url)).default();
widget.initialize({{ model }});
window.showIn = (el) => widget.render({{ model, el }});
showIn(document.getElementById("cell"));
window.ready = true;
</script>"""


@pytest.fixture
def widget(cat):
    return infmap.Widget(cat, site="shuya")


class Shown:
    """A widget of Python's with its page in Chromium, and what went between them."""

    def __init__(self, widget, browser, tmp_path):
        self.widget = widget
        self.told = []
        self.requests = []
        self.complaints = []
        context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
        self.context = context
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.waiting = []
        self.page.expose_function("toPython", lambda content: self.waiting.append(content))
        state = {"_id": widget._id, "_asked": widget._asked}
        path = Path(tmp_path, "host.html")
        path.write_text(
            HOST.format(
                id=widget._id,
                state=json.dumps(state),
                script=json.dumps(widget._esm).replace("</", "<\\/"),
            ),
            encoding="utf-8",
        )
        widget.send = lambda content: self.page.evaluate("(it) => message(it)", content)
        self.page.goto(path.as_uri())
        until(self.page, "window.ready")
        self.settle()

    @property
    def frame(self):
        return self.page.frames[1]

    def settle(self):
        """Carry messages to and fro until both are silent."""
        sent = self.page.evaluate("(it) => fromPython('_asked', it)", self.widget._asked)
        for _ in range(20):
            self.page.wait_for_timeout(60)
            batch, self.waiting[:] = list(self.waiting), []
            for content in batch:
                self.told.append(content)
                self.widget._hear(None, content, None)
            if sent != self.widget._asked:
                sent = self.widget._asked
                self.page.evaluate("(it) => fromPython('_asked', it)", sent)
            elif not batch and len(self.page.frames) > 1:
                try:
                    self.frame.wait_for_selector("#headline:not(:empty)", timeout=5000)
                except Exception:
                    continue
                self.page.wait_for_timeout(120)
                if not self.waiting:
                    return

    def choose(self, site):
        frame, before = self.frame, len(self.told)
        # In a frame the list of sites stands behind a button.
        opener = frame.get_by_role("button", name="Table")
        if opener.get_attribute("aria-expanded") == "false":
            opener.click()
        frame.locator("#sites button:visible", has_text=site).first.click()
        until(self.page, "asked > arg", before)
        self.settle()

    def says(self, words):
        """Wait until the page says so at its head."""
        # In a low frame the table takes the headline's place while it is open.
        self.frame.locator("#headline", has_text=words).wait_for(state="attached")


@pytest.fixture
def show(browser, tmp_path):
    shown = []

    def show_in_host(widget):
        shown.append(Shown(widget, browser, tmp_path))
        return shown[-1]

    yield show_in_host
    for one in shown:
        one.context.close()


def test_names_are_read_as_everywhere_and_kept_as_ids(widget):
    widget.site = "Kaliningrad"
    widget.account = "Operator"
    widget.date = "10 Feb 2019"
    widget.capital = "Warschau"
    assert (widget.site, widget.account, widget.date, widget.capital) == (
        "kaliningrad",
        "operator",
        "2019-02-10",
        "warsaw",
    )
    assert widget._asked["fragment"] == (
        "site=kaliningrad&theme=debate&account=operator&date=2019-02-10&capital=warsaw&mode=focus"
    )


@pytest.fixture(scope="module")
def untouched(cat):
    return infmap.Widget(cat, site="shuya")


WRONG = [
    ({"site": "shuja-upon-avon"}, "shuja-upon-avon"),
    ({"account": "mine"}, "mine"),
    ({"date": "2019-13"}, "2019-13"),
    ({"capital": "52.1,21.3"}, "not on this page"),
    ({"mode": "globe"}, "globe"),
    ({"theme": "war"}, "war"),
    ({"pin": {"lat": 52, "lon": 21}}, "range_km"),
    ({"pin": {"lat": 152, "lon": 21, "range_km": 500}}, "152"),
    ({"left": "operator"}, "left is of the mode compare"),
    ({"right": "operator"}, r"show\(mode='compare', left=..., right=...\)"),
    ({"site": "what-if"}, "set pin"),
    ({"zoom": 3}, "zoom"),
]


@pytest.mark.parametrize(("state", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_is_wrong_is_one_line_and_changes_nothing(untouched, state, words):
    before = untouched._asked
    with pytest.raises(InfmapError, match=words) as refused:
        untouched.show(**{"account": "operator", "date": "2019-02-10", **state})
    assert "\n" not in str(refused.value)
    assert untouched._asked == before
    assert (untouched.account, untouched.date) == ("all", None)
    for name, value in state.items():
        if name in untouched.traits():
            with pytest.raises(InfmapError, match=words):
                setattr(untouched, name, value)
    assert untouched._asked == before


def test_a_batch_is_one_wish(widget):
    seen = []
    widget.observe(lambda change: seen.append(change.name), ["site", "account", "date"])
    revision = widget._asked["revision"]
    widget.show(site="kaliningrad", account="opponent", date="2019-02-10")
    assert widget._asked["revision"] == revision + 1
    assert sorted(seen) == ["account", "date", "site"]
    widget.show(site="kaliningrad")
    assert widget._asked["revision"] == revision + 1


def test_coverage_is_of_what_is_shown(cat, widget):
    def same(**only):
        expected = infmap.coverage(cat, **only)
        assert widget.coverage.to_dict("records") == expected.to_dict("records")

    same(site="shuya", theme="debate")
    widget.show(account="operator", date="2019-02-10")
    same(site="shuya", theme="debate", account="operator", as_of="2019-02-10")
    widget.date = "1950"
    assert widget.coverage.empty
    assert list(widget.coverage.columns) == list(infmap.coverage(cat, site="shuya").columns)


def test_what_is_compared_is_told_both_ways_and_goes_with_the_mode(widget):
    widget.show(mode="compare", left="Operator", right="independent")
    assert (widget.left, widget.right) == ("operator", "independent")
    assert widget._asked["fragment"].endswith("&mode=compare&left=operator&right=independent")
    with pytest.raises(InfmapError, match="compare two accounts"):
        widget.right = "2019-02-10"
    told = {"fragment": "#site=shuya&mode=compare&left=2019-02-10&right=2020&fit=band&zoom=9"}
    widget._hear(None, told | {"revision": widget._asked["revision"]}, None)
    assert (widget.left, widget.right) == ("2019-02-10", "2020-12-31")
    widget.mode = "focus"
    assert (widget.left, widget.right) == (None, None)
    assert widget._asked["fragment"] == "site=shuya&theme=all&account=all&mode=focus&fit=band"
    # What a page says of them in another mode is nothing, and not a reason to leave the rest aside.
    told = {"fragment": "#site=kaliningrad&mode=overview&left=operator&right=opponent"}
    widget._hear(None, told | {"revision": widget._asked["revision"]}, None)
    assert (widget.site, widget.mode) == ("kaliningrad", "overview")
    assert (widget.left, widget.right) == (None, None)


def test_a_launcher_comes_into_focus_and_goes(widget):
    widget.pin = "54.7N 20.5E, 310 km"
    assert widget.site == WHAT_IF
    assert widget.pin == {"lat": 54.7, "lon": 20.5, "range_km": 310.0}
    assert widget.coverage.query("reach == 'all'")["target"].tolist() == ["Warsaw", "Vilnius"]
    widget.account = "operator"
    assert len(widget.coverage.query("reach == 'all'")) == 2
    widget.account = "all"
    widget.pin = {"lat": 54.7, "lon": 20.5, "system": "9m729"}
    accounts = widget.coverage.iloc[0]["accounts"]
    assert {entry["system_id"] for entry in accounts} == {"9m729"}
    widget.pin = None
    assert widget.site == "shuya"
    assert "pin" not in widget._asked["fragment"]


def test_a_site_outside_the_theme_turns_to_all_themes(cat, widget):
    outside = next(
        site for site in cat.sites if not any(row.theme == "debate" for row in site.deployments)
    )
    widget.site = outside.id
    assert (widget.site, widget.theme) == (outside.id, "all")


def test_the_page_follows_and_so_does_python(widget, show):
    shown = show(widget)
    shown.says("Shuya")
    widget.show(site="kaliningrad", account="operator")
    shown.settle()
    shown.says("Kaliningrad")
    shown.choose("Shuya")
    assert widget.site == "shuya"
    assert widget.account == "operator"
    assert [request for request in shown.requests if request.startswith("http")] == []
    assert shown.complaints == []


@pytest.mark.thorough
def test_three_quick_assignments_settle_on_the_last(widget, show):
    shown = show(widget)
    for site, day in (("kaliningrad", "2019"), ("crimea", "2020"), ("deveselu", "2021")):
        widget.site = site
        widget.date = day
        shown.page.evaluate("(it) => fromPython('_asked', it)", widget._asked)
    shown.settle()
    assert (widget.site, widget.date) == ("deveselu", "2021-12-31")
    shown.says("Deveselu")


def test_an_older_answer_is_left_aside(widget):
    revision = widget._asked["revision"]
    widget.site = "kaliningrad"
    late = {"revision": revision, "fragment": "#site=crimea&theme=debate&account=all"}
    widget._hear(None, late, None)
    assert widget.site == "kaliningrad"
    widget._hear(None, late | {"revision": revision + 1}, None)
    assert widget.site == "crimea"


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("fragment", ["", "#site=nowhere", "#account=<b>", "#pin=1,2", "%00", 7])
def test_a_message_that_makes_no_sense_changes_no_more_than_it_may(widget, fragment):
    widget._hear(None, {"revision": widget._asked["revision"], "fragment": fragment}, None)
    assert widget.account == "all"
    assert widget.site in {"shuya", "kaliningrad"}


@pytest.mark.thorough
def test_a_widget_shown_twice_is_the_same_twice(widget, show):
    shown = show(widget)
    shown.page.evaluate("() => showIn(document.body.appendChild(document.createElement('div')))")
    shown.settle()
    assert len(shown.page.frames) == 3
    assert sum(content == {"wanted": "page"} for content in shown.told) == 1
    shown.choose("Crimea")
    until(
        shown.page.frames[2], "document.querySelector('#headline').textContent.includes('Crimea')"
    )
    assert widget.site == "crimea"


@pytest.mark.thorough
def test_the_copy_is_hidden_as_long_as_the_widget_lives(widget, show):
    shown = show(widget)
    assert shown.page.locator("[data-infmap-still]").is_hidden()


FRAMED = """<!doctype html><meta charset="utf-8"><iframe sandbox="allow-scripts" srcdoc="{page}"
 style="width:1200px;height:800px"></iframe><script>
window.heard = [];
addEventListener("message", (event) => {{
  if (event.data?.infmap !== "ready" || window.port) return;
  const {{ port1, port2 }} = new MessageChannel();
  window.port = port1;
  port1.onmessage = ({{ data }}) => heard.push(data);
  frames[0].postMessage({{ infmap: "port" }}, "*", [port2]);
}});
</script>"""


@pytest.fixture(scope="module")
def framed_file(page_html, tmp_path_factory):
    path = tmp_path_factory.mktemp("framed") / "framed.html"
    path.write_text(FRAMED.format(page=escape(page_html)), encoding="utf-8")
    return path


@contextmanager
def opened_in_host(tabs, path):
    page = tabs.take(viewport={"width": 1280, "height": 720}, offline=True)
    page.goto(path.as_uri())
    until(page, "window.port")
    yield page
    tabs.give_back(page)


@pytest.fixture
def framed(tabs, framed_file):
    with opened_in_host(tabs, framed_file) as page:
        yield page


@pytest.fixture(scope="module")
def kept_framed(tabs, framed_file):
    """A page in a host for tests that leave it as it is."""
    with opened_in_host(tabs, framed_file) as page:
        yield page


@pytest.mark.parametrize(
    "message",
    [
        {"revision": 1, "fragment": "#site=<img src=x onerror=alert(1)>&account=__proto__"},
        {"revision": 1, "fragment": "#view=NaN/0/0&pin=1,2,constructor&site=what-if"},
        {"revision": "1", "fragment": "#site=crimea"},
        {"revision": 1, "fragment": {"site": "crimea"}},
        "#site=crimea",
        None,
    ],
    ids=["markup", "prototype", "text for a number", "object", "bare text", "null"],
)
def test_a_hostile_host_can_ask_for_no_more_than_an_address(kept_framed, message):
    kept_framed.evaluate("(it) => port.postMessage(it)", message)
    kept_framed.wait_for_timeout(250)
    page = kept_framed.frames[1]
    assert "Shuya" in page.locator("#headline").inner_text()
    assert page.locator("img").count() == 0


@pytest.mark.thorough
def test_a_page_takes_one_port_and_from_its_host_alone(framed):
    framed.evaluate(
        """() => {
          const { port1, port2 } = new MessageChannel();
          window.second = port1;
          frames[0].postMessage({ infmap: "port" }, "*", [port2]);
          second.postMessage({ revision: 1, fragment: "#site=crimea" });
        }"""
    )
    framed.wait_for_timeout(250)
    assert "Shuya" in framed.frames[1].locator("#headline").inner_text()
    framed.evaluate("port.postMessage({ revision: 5, fragment: '#site=crimea' })")
    until(framed, "heard.some(({ revision }) => revision === 5)")
    told = framed.evaluate("heard.find(({ revision }) => revision === 5)")
    assert "site=crimea" in told["fragment"]


@pytest.mark.thorough
def test_where_the_map_stands_is_not_told(framed):
    framed.evaluate("port.postMessage({ revision: 1, fragment: '#site=crimea&view=5/45/34' })")
    states = "heard.flatMap(({ fragment }) => fragment ?? [])"
    until(framed, f"{states}.some((one) => one.includes('crimea'))")
    told = framed.evaluate(states)
    assert not any("view" in one for one in told)
    framed.frames[1].get_by_role("button", name="Zoom in").click()
    framed.wait_for_timeout(600)
    assert framed.evaluate(states) == told


@pytest.mark.thorough
def test_without_anywidget_the_remedy_is_said_in_one_line():
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "import infmap\n"
        "from infmap import *\n"
        "try: infmap.Widget(None)\n"
        "except infmap.InfmapError as error: print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert ran.stdout.count("\n") == 1
    assert "pip install 'infmap[widget]'" in ran.stdout
