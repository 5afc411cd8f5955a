"""Where people are shown a figure, they can report an error in it by the name of its row."""

import io
import shutil
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

import lxml.html
import pytest
from markdown_it import MarkdownIt

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.rows import Account
from infmap.looks.corrections import REPORT_WORDS, figure_name
from infmap.report.brief import write_brief
from infmap.report.docx import as_docx
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown

ALL = infmap.load()
CAT = ALL.select(site="shuya")
#: What would end a link, an attribute or a cell, if it stood there as it is.
HOSTILE = """]("')|`<b id='x'>$[@a](//b.example)<!-- &lt; {{x}} \\"""
#: Where errors may be reported, and what the name of a row stands behind.
PLACES = {
    "https://a.example/new": "https://a.example/new?title=",
    "http://a.example/new?of=data#top": "http://a.example/new?of=data&title=",
    f"https://a.example/{HOSTILE}": "https://a.example/%5D%28%22%27%29%7C%60%3Cb%20id=%27x%27%3E"
    "%24%5B@a%5D%28//b.example%29%3C%21--%20&lt%3B%20%7B%7Bx%7D%7D%20%5C?title=",
}
WHOSE = ("system_id", "account", "claimant")
#: The tables that have a row for a figure, and the columns that name it there.
TABLES = {
    "claims": (lambda cat: infmap.list_table(cat, "claims"), (*WHOSE, "as_of")),
    "answers": (lambda cat: infmap.answers(cat, "Berlin"), (*WHOSE, "source_id")),
    "people": (infmap.exposure, WHOSE),
}


def figures(cat):
    return cat.claims_at(cat.site("shuya"))


def brief(cat):
    return write_brief([site_answer(cat, cat.site("shuya"))])


@cache
def rows_here(medium):
    return TABLES[medium][0](CAT)


def written(medium, form, cat):
    if medium != "brief":
        rows = rows_here(medium) if cat is CAT else TABLES[medium][0](cat)
        return infmap.format_table(rows, form)
    return as_html(brief(cat)) if form == "html" else as_markdown(brief(cat), [])


def read(text, form):
    html = text if form == "html" else MarkdownIt().enable("table").render(text)
    return lxml.html.document_fromstring(html)


def reports(page):
    """Return where the links to report an error lead."""
    return [link.get("href") for link in page.iter("a") if link.text_content() == REPORT_WORDS]


def cells(page):
    return [[cell.text_content() for cell in row.iter("td", "th")] for row in page.iter("tr")]


def shapes(page):
    return {(one.tag, *one.keys()) for one in page.iter() if isinstance(one.tag, str)}


def both(test):
    """Run a test on every text for people that has figures one by one."""
    test = pytest.mark.parametrize("medium", [*TABLES, "brief"])(test)
    return pytest.mark.parametrize("form", ["html", "md"])(test)


@pytest.fixture
def asked(monkeypatch):
    return lambda place: monkeypatch.setattr("infmap.looks.corrections.address", lambda: place)


@pytest.mark.thorough(but=8)
@both
@pytest.mark.parametrize("place", PLACES, ids=["plain", "query", "hostile"])
def test_each_figure_leads_to_where_an_error_in_its_row_is_reported(medium, form, place, asked):
    asked(place)
    page = read(written(medium, form, CAT), form)
    starts = {one[: len(PLACES[place])] for one in reports(page)}
    assert starts == {PLACES[place]}
    told = {one.removeprefix(PLACES[place]) for one in reports(page)}
    fields = TABLES["claims" if medium == "brief" else medium][1]
    rows = [row.model_dump(include={*fields}) for row in figures(CAT)]
    assert {*map(unquote, told)} == {
        ", ".join(filter(None, (row[name] for name in fields))) for row in rows
    }
    assert not {*"".join(told)} & {*" ,()&'<>|"}
    others = len([*page.iter("a")]) - len(reports(page))
    assert (others > 0) is (medium == "brief")


@both
def test_the_name_of_a_hostile_row_breaks_out_of_no_link(medium, form, asked):
    asked("https://a.example/new")
    rows = [
        row.model_copy(update={"claimant": f"{row.claimant} {HOSTILE}"}) for row in figures(CAT)
    ]
    page = read(written(medium, form, replace(CAT, claim_rows=tuple(rows))), form)
    plain = read(written(medium, form, CAT), form)
    assert len(reports(page)) == len(reports(plain)) >= len(rows)
    assert all(HOSTILE in unquote(one) for one in reports(page))
    assert shapes(page) == shapes(plain)


@pytest.mark.thorough(but=8)
@both
@pytest.mark.parametrize("place", ["", "a@b.example", "javascript:alert(1)"])
def test_without_an_address_of_the_web_there_is_no_link(medium, form, place, asked):
    asked("https://a.example/new")
    linked = read(written(medium, form, CAT), form)
    asked(place)
    bare = written(medium, form, CAT)
    assert REPORT_WORDS not in bare
    if medium != "brief":
        assert cells(read(bare, form)) == [row[:-1] for row in cells(linked)]
        assert {row[-1] for row in cells(linked)} <= {"report", "", REPORT_WORDS}


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "latex", "table"])
@pytest.mark.parametrize("medium", TABLES)
def test_programs_and_lines_get_the_same_with_and_without_an_address(medium, form, asked):
    before = written(medium, form, CAT)
    asked("https://a.example/new")
    assert written(medium, form, CAT) == before


@both
def test_nobody_is_asked_about_a_figure_of_ones_own(medium, form, asked):
    asked("https://a.example/new")
    first, *rest = figures(CAT)
    own = first.model_copy(update={"account": Account.USER, "claimant": "Me"})
    page = read(written(medium, form, replace(CAT, claim_rows=(own, *rest))), form)
    told = [unquote(one) for one in reports(page)]
    assert {one.rpartition("=")[2].split(", ")[1] for one in told} == {
        str(row.account) for row in rest
    }
    assert "Me" in page.text_content()


def test_a_table_of_anything_else_has_no_such_column(asked):
    asked("https://a.example/new")
    assert (
        "report"
        not in cells(read(infmap.format_table(infmap.list_table(CAT, "systems"), "html"), "html"))[
            0
        ]
    )
    odd = [{"system_id": "a", "account": float("nan"), "claimant": "b"}, {"report": "<i>"}]
    assert REPORT_WORDS not in infmap.format_table(odd, "html")


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_link_of_a_row_names_this_row(form, asked):
    asked("https://a.example/new")
    rows = [{"system_id": name, "account": "operator", "claimant": "b"} for name in ("one", "two")]
    page = read(infmap.format_table(rows, form), form)
    assert [line[0] for line in cells(page)[1:]] == ["one", "two"]
    assert [unquote(link) for link in reports(page)] == [
        f"https://a.example/new?title={name}, operator, b" for name in ("one", "two")
    ]


def test_a_table_may_have_a_column_of_that_name_already(asked):
    asked("https://a.example/new")
    row = {"system_id": "a", "account": "operator", "claimant": "b", "report": "<i>"}
    page = read(infmap.format_table([row], "html"), "html")
    assert cells(page)[1] == ["a", "operator", "b", "<i>", REPORT_WORDS]


@pytest.mark.parametrize("without", ["source_id", "as_of"])
def test_the_names_of_figures_tell_them_apart(without):
    rows = [row.model_dump(exclude={without}) for row in ALL.claim_rows]
    assert len({figure_name(row) for row in rows}) == len(rows)


def test_a_brief_for_word_has_the_links(asked):
    if shutil.which("pandoc") is None:
        pytest.skip("no pandoc; install Debian's pandoc")
    from docx import Document

    asked("https://a.example/new")
    parts = Document(io.BytesIO(as_docx(brief(CAT)))).part.rels.values()
    told = {unquote(one.target_ref) for one in parts if one.is_external}
    rows = {figure_name(row.model_dump()) for row in figures(CAT)}
    assert {f"https://a.example/new?title={name}" for name in rows} <= told


def test_heads_of_a_table_stay_text():
    page = read(infmap.format_table([{"<i>": 1}], "html"), "html")
    assert cells(page)[0] == ["<i>"]
    assert not [*page.iter("i")]
