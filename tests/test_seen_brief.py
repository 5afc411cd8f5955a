"""What a brief on a made-up site says, to the last word and number."""

import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import MADE_UP

import infmap
from infmap.analysis.answer import site_answer
from infmap.report import save_report
from infmap.report.brief import write_brief
from infmap.report.docx import as_docx
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown


def brief_on(site, cat):
    return write_brief([site_answer(cat, cat.site(site))])


def lasting(text):
    """Leave out what changes with the next data or style sheet."""
    return re.sub(r"(?s)<style>.*?</style>|(sha256-)[^&]+|(data )[\d.]{10}", r"\1\2...", text)


@pytest.mark.parametrize("site", ["north-camp", "south-camp", "west-camp"])
def test_a_brief_says_what_was_read_before(made_up, reads_as, site):
    reads_as(lasting(as_markdown(brief_on(site, made_up), [])), f"brief-{site}.md")


def test_a_brief_on_places_of_no_state_says_what_was_read_before(reads_as):
    places = [{"name": f"Depot {lat}", "lon": 21, "lat": lat} for lat in (54, 56, 57, 68)]
    cat = infmap.load(**MADE_UP | {"capitals": places}, only_own=True)
    reads_as(lasting(as_markdown(brief_on("north-camp", cat), [])), "brief-places.md")


def test_a_brief_on_several_sites_says_what_was_read_before(made_up, reads_as):
    sites = [site_answer(made_up, made_up.site(site)) for site in ("north-camp", "south-camp")]
    reads_as(lasting(as_markdown(write_brief(sites), [])), "brief-sites.md")
    heads = re.findall(r"<caption>(?:<[^>]+>)*([^<]+)", as_html(write_brief(sites)))
    assert heads[0] == "How many capitals abroad each account has in reach"


def test_a_brief_in_html_brings_its_style(made_up):
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", as_html(brief_on("north-camp", made_up)))
    assert "@page" in style
    assert len(style) > 1_000


def test_a_brief_in_html_says_what_it_says_in_markdown(made_up, reads_as):
    reads_as(lasting(as_html(brief_on("north-camp", made_up))), "brief.html")


def test_a_brief_is_written_though_an_old_picture_of_it_cannot_be_deleted(made_up, tmp_path):
    old = tmp_path / "brief_files" / "map-00000000.png"
    old.mkdir(parents=True)
    save_report(brief_on("west-camp", made_up), tmp_path / "brief.md")
    assert (tmp_path / "brief.md").read_text("utf-8").startswith("# ")
    assert old.exists()


# --- For Word: what pandoc is handed, and the styles by which it sets it -----------------------


@pytest.fixture
def for_word(monkeypatch):
    """Return a function that returns the blocks and the styles of a brief, without a pandoc."""
    base, handed = io.BytesIO(), []
    with zipfile.ZipFile(base, "w") as file:
        file.writestr("word/styles.xml", "<w:styles></w:styles>")

    def run(command, *, input, cwd, **_):
        if "-o" in command:
            with zipfile.ZipFile(cwd / "reference.docx") as file:
                handed.append((json.loads(input)["blocks"], file.read("word/styles.xml").decode()))
        is_base = "--print-default-data-file" in command
        out = base.getvalue() if is_base else b'{"pandoc-api-version": [1, 23]}'
        return subprocess.CompletedProcess(command, 0, out, b"")

    def blocks_and_styles(brief):
        with monkeypatch.context() as patch:
            patch.setattr("infmap.report.docx.shutil.which", lambda name: name)
            patch.setattr("infmap.report.docx.subprocess.run", run)
            as_docx(brief)
        return handed.pop()

    return blocks_and_styles


#: How a look of words is written here.
LOOKS = {"Strong": "**", "Emph": "*", "Superscript": "^"}


def shown(node):
    """Return what a node of pandoc's document says, in lines: its looks, widths and links too."""
    kind, content = node["t"], node.get("c")
    if kind in LOOKS:
        return f"{LOOKS[kind]}{said(content)}{LOOKS[kind]}"
    match kind:
        case "Str":
            return content
        case "LineBreak":
            return " / "
        case "Header":
            return f"{'#' * content[0]} {said(content[2])}"
        case "Para" | "Plain":
            return said(content)
        case "Span" | "Div":
            return f"{{{content[0][2][0][1]}: {said(content[1])}}}"
        case "Link" | "Image":
            return f"[{said(content[1])}]({content[2][0]}{''.join(map(str, content[0][2]))})"
        case "OrderedList":
            return "\n".join(f"{k}. {said(item)}" for k, item in enumerate(content[1], 1))
        case "Table":
            widths = " ".join(f"{width['c']:.3f}" for _, width in content[2])
            rows = [*content[3][1], *content[4][0][3]]
            lines = (" | ".join(f"{c[3]} {said(c[4])}" for c in cells) for _, cells in rows)
            return "\n".join([widths, *lines])
    raise ValueError(kind)


def said(nodes):
    return "".join(map(shown, nodes))


@pytest.mark.parametrize("sites", [["west-camp"], ["north-camp", "south-camp"]], ids=len)
def test_a_brief_for_word_says_what_was_read_before(made_up, reads_as, for_word, sites):
    answers = [site_answer(made_up, made_up.site(site)) for site in sites]
    pictures = [SimpleNamespace(png=b"") for _ in sites]
    brief = write_brief(answers, pictures, overview=pictures[0] if len(sites) > 1 else None)
    # A letter that no Word file may hold is left out.
    brief = replace(brief, title=f"\x07{brief.title}\ufffe\uffff\ud800\udfff")
    blocks, styles = for_word(brief)
    reads_as(lasting("\n\n".join(map(shown, blocks))), f"brief-{len(sites)}.word.txt")
    reads_as(styles.replace("<w:style ", "\n<w:style "), "brief.styles.txt")
