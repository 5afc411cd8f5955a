"""Hostile texts, followed through every input into every output of infmap.

Each payload is put into every text field of every table (`payload_tables`). It is looked for in the
page (`payload_page`), its address (`payload_address`), frames (`payload_frames`), messages
(`payload_messages`) and files (`payload_taken`), in `infmap diff` (`payload_states`), in what
commands write and print (`payload_sinks`), and in messages of refusal (`payload_lines`). The corpus
is ``tests/data/payloads.json``.
"""

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import infmap
from infmap.catalogue import Catalogue
from reliability.outcome import Outcome
from reliability.payload_address import address_lost, fragments
from reliability.payload_browser import chromium
from reliability.payload_files import KINDS, outputs_lost, read_lost
from reliability.payload_frames import break_outs_lost, framed_lost, policy_lost
from reliability.payload_lines import (
    NAMING,
    arguments_lost,
    names_lost,
    options_lost,
    readers_lost,
)
from reliability.payload_messages import (
    MESSAGES,
    STORY_READY,
    article_told_lost,
    page_told_lost,
)
from reliability.payload_outputs import compared
from reliability.payload_page import READY, forced_lost, harmless_page, layout_lost, page_lost
from reliability.payload_sinks import SINKS, Try
from reliability.payload_states import states_lost
from reliability.payload_tables import (
    LONG,
    Payload,
    harmless_catalogue,
    hostile_catalogue,
    payloads,
    short_payloads,
    tables,
    text_fields,
)
from reliability.payload_taken import taken_lost

#: A page that has not answered a click or an address after this time hangs.
PATIENCE_S = 10.0
#: Number of payloads in a catalogue of which all outputs are read.
IN_A_CATALOGUE = 24
#: Kinds of payload that test the layout of a page.
LAYOUT = {LONG, "combining", "rtl", "invisible", "emoji"}


def run(size: float) -> list[Outcome]:
    """Return the outcomes of following a share of the payloads into all outputs."""
    chosen = short_payloads(size)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, warnings.catch_warnings():
        # A figure warns of letters that its font lacks, and draws boxes.
        warnings.filterwarnings("ignore", "DejaVu Sans has no letter")
        return list(_campaigns(browser, Path(folder), chosen, size))


def _campaigns(
    browser: Any, folder: Path, chosen: Sequence[Payload], size: float
) -> Iterator[Outcome]:
    yield _page(browser, folder, chosen)
    yield _forced(browser, folder)
    yield _layout(browser, folder)
    yield _address(browser, folder, size)
    yield _frames(browser, folder)
    yield _messages(browser, folder)
    yield _taken(browser, folder, chosen)
    yield from _outputs(browser, folder, chosen)
    yield _states(folder, chosen)
    yield _readers(folder, chosen)
    yield _files(folder, chosen)
    yield _commands(folder, chosen)
    yield _functions(folder, chosen)


def few_places() -> Catalogue:
    """Return a catalogue of two sites and twelve capitals, for what is opened hundreds of times."""
    cat = infmap.load().select(site=["shuya", "deveselu"])
    # Without filters: a figure, which shows a single site, would refuse two named sites.
    return replace(cat, capital_rows=cat.capital_rows[:12], filters=())


def _fields() -> int:
    return sum(len(text_fields(model)) for model in tables().values())


def _page(browser: Any, folder: Path, chosen: Sequence[Payload]) -> Outcome:
    hostile = hostile_catalogue(chosen)
    harmless = harmless_page(browser, folder, harmless_catalogue(chosen))
    lost = page_lost(browser, folder, hostile, harmless, [payload.text for payload in chosen])
    return Outcome(
        "hostile text on the page, every card, day, list and tooltip of it opened",
        f"{len(chosen)} payloads x {_fields()} fields; {len(hostile.refused)} refused by readers",
        len(hostile.cells),
        tuple(lost),
    )


def _forced(browser: Any, folder: Path) -> Outcome:
    """Put in what the readers refuse: control characters and overrides of text direction."""
    refused = {name for *_, name in hostile_catalogue(short_payloads()).refused}
    chosen = [payload for payload in short_payloads() if payload.name in refused]
    hostile = hostile_catalogue(chosen, forced=True)
    harmless = harmless_page(browser, folder, harmless_catalogue(chosen))
    return Outcome(
        "text that the readers refuse, forced onto the page",
        f"{len(chosen)} payloads x {_fields()} fields",
        len(hostile.cells),
        tuple(forced_lost(browser, folder, hostile, harmless)),
    )


def _layout(browser: Any, folder: Path) -> Outcome:
    chosen = [payload for payload in payloads() if payload.kind in LAYOUT]
    most = max(len(payload.text) for payload in chosen)
    return Outcome(
        "long and piled-up text on the page: what a reader needs stays within reach",
        f"{len(chosen)} texts of up to {most:,} characters, desk and phone",
        2 * len(chosen),
        tuple(layout_lost(browser, folder, chosen, patience_s=PATIENCE_S)),
    )


def _address(browser: Any, folder: Path, size: float) -> Outcome:
    tried = fragments()[:: max(1, round(1 / size))]
    lost, slowest_s = address_lost(browser, folder, few_places(), tried, patience_s=PATIENCE_S)
    return Outcome(
        "strange addresses of the page, each opened afresh",
        f"{len(tried)} fragments, of up to {max(map(len, tried)):,} characters, the slowest page "
        f"there after {slowest_s:.1f} s",
        len(tried),
        tuple(lost),
    )


def _frames(browser: Any, folder: Path) -> Outcome:
    page = infmap.make_map(infmap.load()).get_root().render()
    (folder / "own.html").write_text(page, "utf-8")
    lost = [*policy_lost(page), *break_outs_lost(browser, folder / "own.html")]
    lost += framed_lost(browser, folder, page)
    return Outcome(
        "the page's policy from inside, and its frame under a host's strict policy",
        "18 ways out of the page; 3 frames",
        21,
        tuple(lost),
    )


def _messages(browser: Any, folder: Path) -> Outcome:
    return Outcome(
        "hostile messages to a framed page, to a framed story, and from a frame to its article",
        f"{len(MESSAGES)} messages: past the port, through it, and before it is handed over",
        3 * len(MESSAGES),
        tuple(messages_lost(browser, folder)),
    )


def messages_lost(browser: Any, folder: Path, chosen: Sequence[str] = MESSAGES) -> list[str]:
    """Send messages to a page and a story in frames, and from a frame to the page around it."""
    cat = few_places()
    page, story, text = (folder / name for name in ("framed.html", "told.html", "told.md"))
    infmap.make_map(cat).save(str(page))
    text.write_text("# T\n\n## A {site=shuya}\n\na\n\n## B {site=deveselu}\n\nb\n", "utf-8")
    infmap.save_story(text, story, cat)
    return [
        *page_told_lost(browser, folder, page, READY, "#site=deveselu", chosen),
        *page_told_lost(browser, folder, story, STORY_READY, "#step-2", chosen),
        *article_told_lost(browser, folder, page, chosen),
    ]


def _taken(browser: Any, folder: Path, chosen: Sequence[Payload]) -> Outcome:
    hostile, harmless = hostile_catalogue(chosen), harmless_catalogue(chosen)
    files, lost = taken_lost(browser, folder, hostile, harmless)
    return Outcome(
        "hostile text in the tables, drawings and pictures that the page's buttons give",
        f"{len(chosen)} payloads x {_fields()} fields; each site, two sides and all sites: what "
        "the files hold, and how they are called",
        files,
        tuple(lost),
    )


def _outputs(browser: Any, folder: Path, chosen: Sequence[Payload]) -> Iterator[Outcome]:
    """Yield an outcome for each kind of output, read from catalogues of a few payloads each."""
    parts = [chosen[at : at + IN_A_CATALOGUE] for at in range(0, len(chosen), IN_A_CATALOGUE)]
    lost: dict[str, list[str]] = {name: [] for name in SINKS}
    tried = dict.fromkeys(SINKS, 0)
    for number, part in enumerate(parts):
        results = sinks_lost(browser, folder / f"part-{number}", part)
        for name, (shown, wrong) in results.items():
            tried[name] += shown
            lost[name] += wrong
    yield Outcome(
        "hostile text in files, tables, briefs, figures, cards, snippets and notebooks",
        f"{len(chosen)} payloads in {len(SINKS)} outputs, each text that is shown looked at",
        sum(tried.values()),
        tuple(f"{name}: {line}" for name, lines in lost.items() for line in lines),
    )


def sinks_lost(
    browser: Any, folder: Path, chosen: Sequence[Payload], names: Sequence[str] = ()
) -> dict[str, tuple[int, list[str]]]:
    """Return for each output how many texts of the payloads it shows, and what is wrong."""
    hostile, harmless = hostile_catalogue(chosen), harmless_catalogue(chosen)
    tries = []
    for kind, corpus in (("hostile", hostile), ("harmless", harmless)):
        (folder / kind).mkdir(parents=True)
        tries.append(Try(corpus.cat, folder / kind, browser))
    results = {}
    for name in names or SINKS:
        shown, plain = (SINKS[name](attempt) for attempt in tries)
        assert not plain.lost, f"{name} of harmless text: {plain.lost}"
        # An output that draws letters as outlines shows no texts: count all payloads as tried.
        count = len(shown.texts) or len(chosen)
        results[name] = count, compared(hostile, shown, plain)
    return results


def _states(folder: Path, chosen: Sequence[Payload]) -> Outcome:
    tried, lost = states_lost(folder / "states", chosen)
    return Outcome(
        "hostile text in two states of the tables, told by `infmap diff`",
        f"{len(chosen)} payloads as cells, ids, columns and publications on either side; terminal, "
        "CSV, JSON, Markdown in three dialects, JSON Feed and Atom; the diff applied to the byte",
        tried,
        tuple(lost),
    )


def _readers(folder: Path, chosen: Sequence[Payload]) -> Outcome:
    every = [*chosen, *(payload for payload in payloads() if payload.kind == LONG)]
    tried, refused, lost = readers_lost(folder, every)
    headings, wrong = names_lost(folder, every)
    return Outcome(
        "hostile cells, headings and file names read: taken as text or refused in a harmless line",
        f"{len(every)} payloads in every column of the four tables, as CSV, GeoJSON and DataFrame; "
        f"{refused:,} refused",
        tried + headings,
        tuple([*lost, *wrong]),
    )


def _files(folder: Path, chosen: Sequence[Payload]) -> Outcome:
    every = [*chosen, *(payload for payload in payloads() if payload.kind == LONG)]
    tried, alike, lost = read_lost(every)
    (folder / "files").mkdir()
    made, wrong = outputs_lost(alike, folder / "files")
    return Outcome(
        "hostile text in workbooks, files of maps and lines of JSON: the same text as in a CSV, "
        "and the same maps, tables and layers made of it",
        f"{len(every)} payloads in {len(KINDS)} kinds of file; {made} outputs compared",
        tried + made,
        tuple([*lost, *wrong]),
    )


def _commands(folder: Path, chosen: Sequence[Payload]) -> Outcome:
    some = [payload for k, payload in enumerate(chosen) if k % 4 == 0 or payload.kind in NAMING]
    tried, lost = options_lost(folder, few_places(), some)
    return Outcome(
        "hostile options and names on the command line",
        f"{len(some)} payloads, every option and argument of every command",
        tried,
        tuple(lost),
    )


def _functions(folder: Path, chosen: Sequence[Payload]) -> Outcome:
    every = [*chosen[::2], *(payload for payload in payloads() if payload.kind == LONG)]
    tried, lost = arguments_lost(folder, few_places(), every)
    return Outcome(
        "hostile arguments of the public functions",
        f"{len(every)} payloads, every argument that takes text",
        tried,
        tuple(lost),
    )
