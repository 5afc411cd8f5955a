"""Hostile texts, followed into everything infmap makes; and each defect they found, by itself.

The campaign `reliability.payloads` does the same with the whole corpus.
"""

import csv
import io
import json
import re
import warnings
from dataclasses import replace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from markdown_it import MarkdownIt
from sample import sampled

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.publications import Source
from infmap.catalogue.rows import System
from infmap.catalogue.shorten import MOST_LETTERS, with_short_texts
from infmap.errors import DataError, Fault, InfmapError
from infmap.figures import figure_bytes, plot_map
from infmap.io.formats import DiffFormat, RingsFormat, TableFormat
from infmap.io.pieces import csv_pieces
from infmap.maps.embed import embed_snippet
from infmap.maps.packed import block_in, unpacked
from infmap.report.brief import write_brief
from infmap.report.markdown import as_markdown
from reliability.payload_address import address_lost, fragments
from reliability.payload_browser import Cell, holds, new_shapes, watched
from reliability.payload_files import KINDS as FILES
from reliability.payload_files import outputs_lost, read_lost
from reliability.payload_frames import BREAK_OUTS, FRAMES, break_outs_lost, framed_lost, policy_lost
from reliability.payload_lines import (
    arguments_lost,
    line_lost,
    names_lost,
    options_lost,
    readers_lost,
)
from reliability.payload_messages import MESSAGES, harm, page_told_lost
from reliability.payload_outputs import command, csv_seen, html_seen, latex_lost, terminal_seen
from reliability.payload_page import (
    READY,
    forced_lost,
    formulas,
    harmless_page,
    layout_lost,
    page_lost,
)
from reliability.payload_sinks import RINGS, SINKS, TABLES
from reliability.payload_states import READERS, printed, put_states, states_lost
from reliability.payload_tables import (
    harmless_catalogue,
    hostile_catalogue,
    payloads,
    tables,
    text_fields,
)
from reliability.payload_taken import taken_lost
from reliability.payloads import few_places, messages_lost, sinks_lost

#: A few of every way out of a text.
FEW = (
    *("img-onerror", "jinja-expression", "close-script", "md-list", "formula-cmd"),
    *("rich-markup", "template-close"),
)
#: Those that are followed through what takes long to make.
FEWER = sampled(FEW, 2, always=["img-onerror", "close-script"])
REFUSED = ("bidi-override", "zero-width", "nul", "ansi-clear")
LONG = ("megabyte", "megabyte-word", "zalgo", "long-marks", "normal-forms", "rtl-hebrew")
#: One output for each way of escaping.
FEW_SINKS = (
    *(f"coverage as {form}" for form in TABLES),
    *("cards in the terminal", "lists as JSON"),
    "lists as workbooks",
    *("rings as .kml", "rings as .gpkg", "brief as HTML", "brief as markdown-smart"),
    *("brief as gfm", "figure as SVG", "notebook tables", "notebook map", "embedding", "story"),
)


def named(*names):
    known = {one.name: one for one in payloads()}
    return [known[name] for name in names]


@pytest.fixture(scope="module")
def few():
    return few_places()


# --- The corpus and the catalogues


def test_the_corpus_names_each_payload_once_and_has_every_kind():
    names = [one.name for one in payloads()]
    assert len(names) >= 85
    assert len({*names}) == len(names)
    assert {"html", "attribute", "handler", "url", "css", "svg", "script", "template"} <= (
        {one.kind for one in payloads()}
    )
    assert all(re.search("zq[0-9]", one.text) is None for one in payloads())


def test_each_payload_stands_in_every_text_field_once():
    chosen = named(*FEW)
    hostile = hostile_catalogue(chosen)
    assert not hostile.refused
    places = {(cell.table, cell.name, cell.payload) for cell in hostile.cells}
    assert places == {
        (table, field, one.name)
        for table, model in tables().items()
        for field in text_fields(model)
        for one in chosen
    }
    for cell in hostile.cells:
        rows = getattr(hostile.cat, cell.table)
        values = [getattr(row, cell.name) for row in rows]
        assert any(cell.value == value or cell.value in value for value in values)


def test_text_fields_are_those_that_take_any_text():
    assert {"name", "operator", "note"} <= set(text_fields(System))
    assert not {"id", "kind", "purpose", "eliminated_count"} & set(text_fields(System))


def test_what_a_reader_refuses_is_no_part_of_a_catalogue_unless_forced():
    chosen = named("ansi-clear")
    assert "\x1b" not in repr(hostile_catalogue(chosen).cat.deployment_rows)
    assert "\x1b" in hostile_catalogue(chosen, forced=True).cat.deployment_rows[0].site


# --- What would tell a defect


CELL = Cell("capital_rows", "name", "x", "zq00x000", "<b> (c) {{ 7*7 }} zq00x000")


def test_a_text_that_was_worked_out_is_no_longer_itself():
    assert holds("see <b>\n(c) {{ 7*7 }} zq00x000.", CELL)
    assert not holds("<b> (c) 49 zq00x000", CELL)
    assert new_shapes({"p ", "img onerror,src"}, {"p "}) == [
        "an element of the data: <img onerror,src>"
    ]


def test_a_formula_an_address_a_mark_of_tex_and_an_escape_are_each_told():
    assert formulas("a\n=1+1\n'=1+1\n-2.5\n") == [
        "a formula in the CSV: '=1+1'",
        "a formula in the CSV: '-2.5'",
    ]
    assert len(csv_seen("a\n=1+1\n'=1+1\n-2.5\n").lost) == 1
    assert html_seen("<a href='javascript:x'>y</a>").lost
    assert not html_seen("<a href='https://x'>y</a>").lost
    assert latex_lost(r"50 % zq00x000 \\")
    assert not latex_lost(r"50 \% \textbackslash x zq00x000 & y \\")
    assert terminal_seen("a\x1b[31m").lost
    assert line_lost("Traceback (most recent call last)")


# --- The campaign, small


@pytest.fixture(scope="module")
def harmless(browser, tmp_path_factory):
    return harmless_page(browser, tmp_path_factory.mktemp("x"), harmless_catalogue(named(*FEWER)))


@pytest.mark.thorough
def test_hostile_text_shows_as_itself_wherever_the_page_shows_it(browser, tmp_path, harmless):
    assert len(harmless.fields) > 20
    chosen = named(*FEWER)
    texts = [one.text for one in chosen]
    assert page_lost(browser, tmp_path, hostile_catalogue(chosen), harmless, texts) == []


@pytest.mark.thorough
def test_text_that_the_readers_refuse_does_nothing_on_the_page_either(browser, tmp_path, harmless):
    forced = hostile_catalogue(named(*REFUSED), forced=True)
    assert forced_lost(browser, tmp_path, forced, harmless) == []


@pytest.mark.thorough
def test_no_text_however_long_pushes_the_page_out_of_reach(browser, tmp_path):
    assert layout_lost(browser, tmp_path, named(*sampled(LONG, 1, always=LONG[:1]))) == []


def test_strange_addresses_open_the_page_as_if_they_were_not_there(browser, tmp_path, few):
    lost, _ = address_lost(browser, tmp_path, few, fragments()[::64])
    assert lost == []


@pytest.mark.thorough
def test_a_script_in_the_page_finds_no_way_out(browser, tmp_path, page_html):
    assert len(BREAK_OUTS) > 15
    assert policy_lost(page_html) == []
    path = tmp_path / "page.html"
    path.write_text(page_html, "utf-8")
    assert break_outs_lost(browser, path) == []


def test_a_policy_that_lets_something_through_is_told(page_html):
    loose = page_html.replace("style-src ", "style-src 'unsafe-inline' ", 1)
    assert policy_lost(loose) == ["style-src allows 'unsafe-inline'"]


@pytest.mark.thorough
def test_the_page_works_in_a_frame_whatever_its_hosts_policy(browser, tmp_path, page_html):
    assert framed_lost(browser, tmp_path, page_html, FRAMES[:1]) == []


#: A message of each kind, and one that says nothing.
FEW_MESSAGES = (*MESSAGES[:8:3], *MESSAGES[24::6])


@pytest.mark.thorough
def test_a_hostile_message_does_nothing_to_a_page_a_story_and_an_article(browser, tmp_path):
    assert len(FEW_MESSAGES) > 6
    assert messages_lost(browser, tmp_path, FEW_MESSAGES) == []


@pytest.mark.thorough
def test_a_message_that_breaks_a_page_or_leads_a_frame_away_is_told(browser, tmp_path, page_html):
    path = tmp_path / "loose.html"
    loose = """<script>onmessage = ({ data }) => {
      if (data?.infmap === "wrong") throw Error("wrong");
    };</script></body>"""
    unsealed = re.sub("<meta http-equiv[^>]*>", "", page_html, count=1)
    path.write_text(unsealed.replace("</body>", loose), "utf-8")
    lost = page_told_lost(browser, tmp_path, path, READY, "", ["{ infmap: 'wrong' }", "null"])
    assert {line.rpartition(": ")[2] for line in lost} == {"wrong"}
    with watched(browser) as seen:
        assert harm(seen, "http://127.0.0.1") == ["a frame is led to about:blank"]


def test_hostile_text_is_text_in_the_files_that_the_page_gives(browser, tmp_path):
    chosen = named(*FEWER[:3])
    hostile, harmless = hostile_catalogue(chosen), harmless_catalogue(chosen)
    files, lost = taken_lost(browser, tmp_path, hostile, harmless)
    assert lost == []
    assert files == 2 * len(chosen) + 6


def test_every_format_has_a_reader_that_looks_for_hostile_texts():
    assert set(RINGS) == set(RingsFormat)
    assert {*TABLES, TableFormat.MD, TableFormat.XLSX} == set(TableFormat)
    assert "lists as workbooks" in SINKS


def test_hostile_text_is_text_in_every_output(browser, tmp_path):
    assert set(FEW_SINKS) <= set(SINKS)
    some = sampled(FEW_SINKS, 6, always=["brief as HTML", "notebook map", "story"])
    found = sinks_lost(browser, tmp_path, named(*FEWER), some)
    assert {name: wrong for name, (_, wrong) in found.items() if wrong} == {}
    assert all(shown for shown, _ in found.values())


@pytest.mark.thorough
def test_hostile_text_in_two_states_is_text_in_every_format_of_a_diff(tmp_path, monkeypatch):
    chosen = named(*FEW, *REFUSED, "formula-return", "line-breaks")
    assert {*READERS} == {*DiffFormat}
    tried, lost = states_lost(tmp_path / "once", chosen)
    assert lost == []
    assert tried == len(chosen) * sum(map(len, READERS.values()))
    monkeypatch.setattr("infmap.tables.diff_text.markdown_text", str)
    _, lost = states_lost(tmp_path / "bare", chosen)
    assert "diff as gfm: an element of the data: <img onerror,src>" in lost


@pytest.mark.thorough
def test_what_is_refused_is_told_in_harmless_lines(tmp_path):
    chosen = named(*FEW[::5], *REFUSED[::2], "lone-surrogate", "megabyte", "line-breaks")
    tried, refused, lost = readers_lost(tmp_path, chosen)
    assert lost == []
    assert 0 < refused < tried
    assert names_lost(tmp_path, chosen)[1] == []


@pytest.mark.thorough
def test_hostile_text_through_each_kind_of_file_is_as_inert_as_through_a_csv(tmp_path):
    some = FEW[::3]
    chosen = named(*some, *REFUSED[-1:])
    tried, alike, lost = read_lost(chosen)
    assert lost == []
    assert tried == len(chosen) * len(FILES)
    assert {kind: len(read) for kind, read in alike.items() if len(read) < len(some)} == {}
    made, wrong = outputs_lost({kind: read[:7] for kind, read in alike.items()}, tmp_path)
    assert wrong == []
    assert made == 5 * len(FILES)


@pytest.mark.thorough
def test_text_that_another_kind_of_file_changes_is_lost(tmp_path, monkeypatch):
    suffix, make = FILES["KML"]

    def capitals(rows, folder):
        return make([{**row, "note": row["note"].upper()} for row in rows], folder)

    monkeypatch.setitem(FILES, "KML", (suffix, capitals))
    monkeypatch.setattr(
        "reliability.payload_files.KINDS", {"CSV": FILES["CSV"], "KML": FILES["KML"]}
    )
    chosen = named("img-onerror")
    _, alike, lost = read_lost(chosen)
    assert len(lost) == 1
    assert lost[0].startswith("img-onerror through KML: ")
    assert not alike["KML"]
    _, wrong = outputs_lost({"KML": chosen}, tmp_path)
    assert "KML: map differs" in wrong


@pytest.mark.thorough
def test_hostile_options_end_in_harmless_lines(tmp_path, few):
    tried, lost = options_lost(tmp_path, few, named("close-double"))
    assert lost == []
    assert tried > 40


@pytest.mark.filterwarnings("ignore:DejaVu Sans has no letter")
def test_hostile_arguments_end_in_harmless_lines(tmp_path, few):
    tried, lost = arguments_lost(tmp_path, few, named("ansi-clear"))
    assert lost == []
    assert tried > 30


# --- What they found: lines for the terminal


def test_an_error_writes_out_what_a_terminal_would_obey():
    assert str(InfmapError("a\x1b[2J\nb\u202ec")) == r"a\x1b[2J\nb\u202ec"
    fault = Fault("a\x1b.csv", 2, "na\nme", "wrong", "x\x9b", "write\u2066 y")
    assert str(fault) == r"a\x1b.csv:2: na\nme: wrong ('x\x9b'); write\u2066 y"
    assert str(DataError([fault, fault])).count("\n") == 1


def test_an_error_stays_a_readable_line_however_long_what_it_repeats():
    fault = Fault("a.csv", 2, "x" * 10**6, "y" * 10**6, "z" * 10**6, "write 1" + "1" * 10**6)
    assert len(str(fault)) < 1200
    assert str(fault).endswith("1")
    line = str(InfmapError("no site " + "x" * 10**6 + "; known: a"))
    assert len(line) < 1200
    assert line.endswith("; known: a")


def test_a_misspelt_column_of_escape_sequences_is_told_in_one_line():
    frame = pd.DataFrame({"id": ["x"], "name": ["x"], "range_km\x1b[2J": [5]})
    with pytest.raises(DataError) as refused:
        infmap.load(systems=frame)
    assert "\x1b" not in str(refused.value)


def test_a_path_of_escape_sequences_is_written_out(tmp_path, few):
    done = command(few, "map", "-o", tmp_path / "a\x1b[31m.html")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout


def test_a_full_width_mark_begins_no_formula_in_a_csv():
    cat = hostile_catalogue(named("formula-wide", "formula-wide-at")).cat
    assert csv_seen(command(cat, "coverage", "--format", "csv").stdout).lost == []


def test_places_of_a_name_too_long_are_refused_in_one_line(few, tmp_path):
    with pytest.raises(InfmapError):
        infmap.screen(few, "x" * 5000, tmp_path / "out")


def test_a_carriage_return_begins_no_row_in_a_csv():
    told = "".join(csv_pieces(["a", "=b"], iter([["x\r=1+1", "\r=2"], ["y\r\nz", "w"]])))
    assert told == 'a,\'=b\n"x\r=1+1","\'\r=2"\n"y\r\nz",w\n'
    read = [*csv.reader(io.StringIO(told, newline=""))]
    assert read == [["a", "'=b"], ["x\r=1+1", "'\r=2"], ["y\r\nz", "w"]]


@pytest.mark.parametrize("form", [DiffFormat.MD, DiffFormat.FEED, DiffFormat.ATOM])
def test_what_people_read_of_a_diff_writes_out_what_a_terminal_would_obey(form, tmp_path):
    texts = [one.text for one in named("ansi-clear", "bidi-override", "zero-width")]
    told = printed(*put_states(tmp_path, texts), form)
    assert r"\u202e" in told.replace(r"\\", "\\")
    shown = told if form is not DiffFormat.FEED else str(json.loads(told)).replace("\\n", "\n")
    assert terminal_seen(shown).lost == []


# --- What they found: the page


def data_of(html):
    return unpacked(block_in(html))


def test_what_looks_like_an_id_of_foliums_stays_as_it_is_in_the_data(few):
    name = "map_" + "0123456789abcdef" * 2
    rows = [row.model_copy(update={"site": name}) for row in few.deployment_rows]
    html = infmap.make_map(replace(few, deployment_rows=tuple(rows))).get_root().render()
    assert data_of(html)["sites"][0]["name"] == name
    assert f"<title>Within range of {name} - infmap</title>" in html
    assert "map_1" in html


def test_a_text_of_a_megabyte_does_not_travel_with_the_page(few):
    rows = [row.model_copy(update={"note": "x" * 10**6}) for row in few.deployment_rows]
    long = replace(few, deployment_rows=tuple(rows))
    note = data_of(infmap.make_map(long).get_root().render())["sites"][0]["deployments"][0]["note"]
    assert len(note) == MOST_LETTERS
    assert note.endswith("x…")
    sources = tuple(f"{'x' * 3000} {k}" for k in range(2))
    row = with_short_texts(replace(long, deployment_rows=(
        rows[0].model_copy(update={"source_ids": sources}),
    ))).deployment_rows[0]  # fmt: skip
    assert [len(one) for one in row.source_ids] == [MOST_LETTERS] * 2


def with_ids_that_mean_something(cat):
    """Return a catalogue whose ids and sources are words of the page's own or of its language's."""
    ids = {"9m729": "constructor", "iskander-m": "hypothetical"}
    kept = [row for row in cat.system_rows if row.id in ids]
    systems = [row.model_copy(update={"id": ids[row.id]}) for row in kept]
    claims = [
        row.model_copy(update={"system_id": ids[row.system_id], "source_id": "constructor"})
        for row in cat.claim_rows
        if row.system_id in ids
    ]
    sites = ("what-if", "constructor")
    reports = [
        next(iter(cat.deployment_rows)).model_copy(
            update={
                "id": f"{site}-{system}",
                "site_id": site,
                "site": f"Site {site}",
                "system_id": system,
                "source_ids": ("__proto__", "toString"),
                "theme": None,
            }
        )
        for site in sites
        for system in ids.values()
    ]
    return replace(
        cat, system_rows=tuple(systems), claim_rows=tuple(claims), deployment_rows=tuple(reports)
    )


@pytest.mark.thorough
def test_ids_that_mean_something_to_the_page_are_only_ids(browser, tmp_path, few):
    cat = with_ids_that_mean_something(few)
    path = tmp_path / "page.html"
    path.write_text(infmap.make_map(cat, focus="what-if").get_root().render(), "utf-8")
    names = {row.id: row.name for row in cat.system_rows}
    with watched(browser) as seen:
        seen.open(path, READY)
        page = seen.page
        assert page.locator("#kicker").inner_text().startswith("Site what-if, ")
        assert "Site what-if" in page.locator("#headline").inner_text()
        assert {*page.locator("#reported h3").all_inner_texts()} == {*names.values()}
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        shown = page.locator("#reported").inner_text()
        assert "__proto__. toString." in shown
        assert "Source: constructor." in shown
        assert "undefined" not in page.locator("body").inner_text()
        page.locator(".site").nth(1).click()
        assert page.locator("#kicker").inner_text().startswith("Site constructor, ")
        assert "Site constructor" in page.locator("#headline").inner_text()
        page.get_by_role("button", name="Drop a launcher").click()
        page.locator("#pin-system").select_option("hypothetical")
        assert page.locator("#reported h3").all_inner_texts() == [names["hypothetical"]]
        page.locator("#pin-system").select_option("")
        assert page.locator("#reported h3").all_inner_texts() == ["Hypothetical missile"]
        assert seen.lost == []


def test_a_day_that_is_none_and_a_table_without_events_stop_nothing(browser, tmp_path, few):
    path = tmp_path / "page.html"
    path.write_text(infmap.make_map(replace(few, event_rows=())).get_root().render(), "utf-8")
    with watched(browser) as seen:
        seen.page.goto(f"{path.as_uri()}#date=2019-02-30")
        seen.page.wait_for_selector(READY)
        assert seen.page.locator(".timeline-words b").text_content() == "Any date"
        # The days of reports and figures are days to go to without any event.
        assert seen.page.locator(".tick-report").count() > 0
        assert seen.page.locator(".tick-event").count() == 0
        seen.page.get_by_role("button", name="Next event").click()
        assert seen.page.locator(".timeline-words b").text_content() != "Any date"
        seen.page.get_by_role("button", name="Any date").click()
        seen.page.locator(".site").first.click()
        assert seen.lost == []


# --- What they found: briefs, figures, snippets


@pytest.fixture(scope="module")
def brief(few):
    return write_brief([site_answer(few, few.sites[0])])


def test_a_source_in_any_words_is_cited_in_a_brief(few):
    words = "https://example.org/a?b=c"
    rows = [
        row.model_copy(update={"source_ids": (words, "My 1 book!")}) for row in few.deployment_rows
    ]
    cat = replace(few, deployment_rows=tuple(rows))
    brief = write_brief([site_answer(cat, cat.sites[0])])
    first, second = brief.sources[:2]
    assert (first.citation, first.URL) == (words, words)
    assert (second.citation, second.URL) == ("My 1 book!", "")


@pytest.mark.parametrize(
    "title", ["- x", "+ x", "1. x", "12) x", "(a) x", "iv. x", ": x", "--- x", "=== x"]
)
def test_the_title_of_a_source_begins_no_list_of_its_own_in_markdown(brief, title):
    source = Source(id="s", type="book", title=title)
    text = as_markdown(replace(brief, sources=(source,), read=("",)), [])
    line = text.partition("## Sources\n\n")[2].splitlines()[0]
    found = html_seen(MarkdownIt().render(line))
    assert found.shapes <= {"html ", "body ", "ol ", "li "}
    assert line.replace("\\", "") == f"1. {title}."


def test_a_figure_of_a_name_of_a_megabyte_is_drawn(few):
    site = few.deployment_rows[0].model_copy(update={"site": "W" * 10**6})
    ax = plot_map(replace(few, deployment_rows=(site,)), size="column")
    deck = "".join(
        text.get_text() for text in ax.figure.texts if (text.get_gid() or "").startswith("deck")
    )
    assert 0 <= MOST_LETTERS - deck.count("W") <= 3
    assert ax.figure.get_size_inches()[1] < 60
    plt.close(ax.figure)


def test_letters_that_the_font_lacks_are_told_once(few):
    rows = [row.model_copy(update={"site": "字 名 字"}) for row in few.deployment_rows]
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # older libraries have others
        ax = plot_map(replace(few, deployment_rows=tuple(rows)), size="column")
    with pytest.warns(
        UserWarning, match="^no letter for '.', '.' in Source .*: drawn as boxes$"
    ) as told:
        figure_bytes(ax, ".png", dpi=30)
    assert len(told) == 1


def test_a_projection_of_half_letters_is_refused_in_one_line(few):
    with pytest.raises(InfmapError, match="no projection"):
        plot_map(few, projection="\udcff")


def test_a_files_name_means_nothing_in_the_address_of_a_snippet(tmp_path, page_html):
    for name in ("100 %.html", "a?b.html", "javascript:alert(1).html", 'q"><b>.html'):
        path = tmp_path / name
        path.write_text(page_html, "utf-8")
        address = re.search(' src="([^"]*)"', embed_snippet(f"{path}#site=shuya"))[1]
        assert re.fullmatch(r"[\w/.%~-]+#site=shuya", address)


def test_a_frame_keeps_its_size_where_its_host_allows_no_style(tmp_path, page_html):
    path = tmp_path / "map.html"
    path.write_text(page_html, "utf-8")
    assert ' width="100%" height="760" ' in embed_snippet(str(path))


def test_a_file_that_no_system_could_name_is_refused_in_one_line():
    with pytest.raises(InfmapError, match="cannot be read"):
        embed_snippet("a\0b.html")
