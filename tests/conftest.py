import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from hypothesis import settings

import infmap
from infmap.catalogue.names.ids import Known
from infmap.catalogue.rows import Deployment
from tests.page_steps import drawn, turn
from tests.sample import WHOLE, thorough
from tests.tabs import Tabs

CHROMIUM = Path("/usr/bin/chromium")
DATA = Path(__file__).parent / "data"


def pytest_configure() -> None:
    """Draw the same examples in every run, and keep what is compiled, whatever a shell says.

    Tests start many processes that import it.
    """
    settings.register_profile("same", derandomize=True, deadline=None, database=None)
    settings.load_profile("same")
    gc.set_threshold(50_000)  # what tests hold lives long: to look through it costs a tenth
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_sessionstart() -> None:
    """Hear Ctrl-C, as tests and what they start expect, in a shell's background too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what asks for a browser, before tests are chosen by their marks; leave the thorough out.

    They run where they are asked for: by mark, by name, or with all else by WHOLE=1.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    named = any("::" in word for word in config.args)
    if not (WHOLE or named or "thorough" in config.option.markexpr):
        left = thorough(items)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]


def pytest_collection_finish() -> None:
    """Spare the collector thousands of tests and what they import: they stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def commands_made_once() -> Iterator[None]:
    """Make the commands once; a runner makes all of them anew for each line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the width of tables to what a test asks for; a runner of tests may set it."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def cat() -> infmap.Catalogue:
    return infmap.load()


@pytest.fixture(scope="session")
def known(cat: infmap.Catalogue) -> Known:
    """Every system by any name."""
    return cat.known_systems


@pytest.fixture(scope="session")
def debate(cat: infmap.Catalogue) -> infmap.Catalogue:
    return cat.select(theme="debate")


@pytest.fixture(scope="session")
def page_html(cat: infmap.Catalogue) -> str:
    return infmap.make_map(cat, theme="debate").get_root().render()


@pytest.fixture(scope="session")
def whole(cat: infmap.Catalogue) -> str:
    return infmap.make_map(cat).get_root().render()


FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    # Two pages of the address bar, which every window would load unseen: a third of its work.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    # What helpers compile ahead for a page that is soon left is mostly never run.
    "--js-flags=--single-threaded",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium as Debian ships it; its absence is a skip on a desk and a failure in CI."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing; install Debian's chromium")
        pytest.skip(f"no {CHROMIUM}; install Debian's chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def scriptless(browser: Any) -> Iterator[Any]:
    """Chromium without scripts from its start: told later, it may read <noscript> as bare text."""
    args = [*FLAGS, "--blink-settings=scriptEnabled=false"]
    chromium = browser.browser_type.launch(executable_path=str(CHROMIUM), args=args)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def tabs(browser: Any) -> Tabs:
    return Tabs(browser)


def opened(
    tabs: Tabs,
    path: Path,
    fragment: str = "",
    *,
    width: int = 1400,
    height: int = 900,
    scheme: str = "light",
) -> Any:
    """Open a page from disk, offline and with a stopped clock."""
    viewport = {"width": width, "height": height}
    page = tabs.take(viewport=viewport, color_scheme=scheme, offline=True)
    page.clock.set_fixed_time(0)
    page.goto(f"{path.as_uri()}{fragment}")
    page.wait_for_selector("#headline:not(:empty)")
    return page


@pytest.fixture
def open_page(tabs: Tabs, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open an HTML text as a page of a test's own."""
    pages: list[Any] = []

    def open_html(html: str, fragment: str = "", **options: Any) -> Any:
        path = tmp_path / f"page-{len(pages)}.html"
        path.write_text(html, encoding="utf-8")
        pages.append(opened(tabs, path, fragment, **options))
        return pages[-1]

    yield open_html
    for page in pages:
        tabs.give_back(page)


@pytest.fixture(scope="module")
def turn_page(tabs: Tabs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Turn a page that stays open for a module's tests, one of a text, size and scheme.

    For tests that look, or do no more than what another address undoes. Each starts at its address
    without a complaint of those before it; a page that is opened at an address is `open_page`'s.
    """
    pages: dict[Any, Any] = {}
    folder = tmp_path_factory.mktemp("kept")

    def turned(html: str, fragment: str, **options: Any) -> Any:
        key = (html, *sorted(options.items()))
        if key not in pages:
            path = folder / f"page-{len(pages)}.html"
            path.write_text(html, encoding="utf-8")
            pages[key] = opened(tabs, path, fragment, **options)
        else:
            pages[key].complaints.clear()
            turn(pages[key], fragment.removeprefix("#"))
        drawn(pages[key])
        return pages[key]

    yield turned
    for page in pages.values():
        tabs.give_back(page)


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "{{ 7 * 7 }}",
    "{# gone #}{% raw %}",
    "</script><b>bold</b>",
    "R&D `tick` \"quote\" 'single'",
    "<!-- <script>",
]


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    """Texts that would do something if they were anything but text."""
    return HOSTILE


@pytest.fixture(scope="session")
def hostile_html(debate: infmap.Catalogue) -> str:
    rows = [
        Deployment(
            id=f"h-{k}",
            site_id=f"h-{k}",
            site=text,
            country=text,
            system_id="9m729",
            reported_by=text,
            note=text,
            source_ids=[text],
            lon=10 + 3 * k,
            lat=50,
        )
        for k, text in enumerate(HOSTILE)
    ]
    systems = tuple(row.model_copy(update={"name": HOSTILE[0]}) for row in debate.system_rows)
    claims = tuple(row.model_copy(update={"claimant": HOSTILE[4]}) for row in debate.claim_rows)
    capitals = tuple(row.model_copy(update={"country": HOSTILE[0]}) for row in debate.capital_rows)
    sources = tuple(
        row.model_copy(update={"URL": "javascript:alert(1)"}) for row in debate.source_rows
    )
    cat = infmap.Catalogue(systems, claims, tuple(rows), capitals, sources)
    return infmap.make_map(cat).get_root().render()


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


SEEN = DATA / "seen"
#: Lists of what is asked, whose answers lie there; no tables, as the data are.
ASKED = Path(__file__).parent / "asked"


#: A few made-up sites, systems and figures, whose answers are short enough to be read.
MADE_UP = {
    **{name: SEEN / f"{name}.csv" for name in ("systems", "claims", "capitals")},
    **{"deployments": SEEN / "sites.csv", "sources": SEEN / "sources.json"},
}


@pytest.fixture(scope="session")
def made_up() -> infmap.Catalogue:
    return infmap.load(**MADE_UP, only_own=True)


@pytest.fixture(scope="session")
def infmap_says() -> Callable[..., str]:
    """Run a command on the made-up sites."""
    from typer.testing import CliRunner

    from infmap.cli import app

    options = [word for name, path in MADE_UP.items() for word in (f"--{name}", str(path))]

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, [*words, *options, "--only-own"])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def asked(name: str) -> list[str]:
    """Return the lines of a list of what is asked, without its remarks."""
    lines = (ASKED / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="session")
def reads_as() -> Callable[[str, str], None]:
    """Compare a finished text with the one in ``data/seen`` that somebody has read.

    With RENEW=1 in the environment it takes that one's place; read the difference then.
    """

    def compare(text: str, name: str) -> None:
        lines = [line.rstrip() for line in text.splitlines()]
        if os.environ.get("RENEW"):
            (SEEN / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert lines == (SEEN / name).read_text("utf-8").splitlines()

    return compare
