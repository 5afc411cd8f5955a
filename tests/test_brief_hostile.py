"""Text from data stays text in a brief, whatever it would be to HTML, Markdown, pandoc or Word."""

import io
import json
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from sample import sampled

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.rows import Deployment
from infmap.report.brief import write_brief
from infmap.report.docx import as_docx
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown

PAYLOADS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "comment": "<!-- gone --> &amp; &lt;b&gt; &#60;i&#62;",
    "attribute": "\" onclick='alert(1)' x=\"",
    "jinja": "{{ 7 * 7 }} {% raw %} {# gone #}",
    "shortcode": "{{< include /etc/passwd >}}",
    "raw-block": "```{=html}\n<b>raw</b>\n```",
    "raw-inline": "`<b>raw</b>`{=html} `x`{=openxml}",
    "tilde-block": "~~~ {=openxml}\n<w:p/>\n~~~",
    "attributes": "x {#id .class key=val} [y]{custom-style=Title}",
    "front-matter": "---\ntitle: mine\nheader-includes: evil\n---",
    "title-block": "% title\n% author",
    "heading": "# head",
    "underlined": "head\n====",
    "quote": "> quoted",
    "list": "- item",
    "ordered": "1. item",
    "example": "(@) item",
    "definition": ": told",
    "caption": "Table: mine",
    "cells": "a | b || c \\| d",
    "rule": "* * *",
    "link": "[x](javascript:alert(1)) <https://evil.example> ![x](y)",
    "reference": "[a]: https://evil.example",
    "footnote": "x[^1] [^1]: note ^[inline]",
    "maths": "$x^2$ $$y$$ \\(z\\) \\[w\\]",
    "tex": "\\begin{evil} \\input{/etc/passwd} \\alert",
    "citation": "@cite [-@cite; p. 3]",
    "emphasis": "*a* **b** _c_ ~~d~~ H~2~O x^2^",
    "div": "::: {.note}\ninside\n:::",
    "emoji": ":smile: x",
    "entity": "&nbsp;&copy;",
    "ends-in-backslash": "a \\",
    "stars": "** a **",
}
#: What a brief is made of, in pandoc's words.
KINDS = {
    "BulletList", "Emph", "Header", "Link", "OrderedList", "Para", "Plain", "SoftBreak", "Space",
    "Str", "Strong", "Table", "AlignDefault", "ColWidth", "ColWidthDefault", "Decimal", "Period",
    "AlignLeft",
}  # fmt: skip


#: What has brought others to run, to fetch or to put in what a text said.
DANGEROUS = {"html", "attribute", "shortcode", "raw-block", "front-matter", "link", "cells"}


@pytest.fixture(scope="module", autouse=True)
def fontless():
    """Leave the fonts out of drawings: to cut them takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infmap.figures.written.css", lambda letters: "")
        yield


@pytest.fixture(params=sampled(PAYLOADS, 3, DANGEROUS), scope="module")
def text(request):
    return PAYLOADS[request.param]


@pytest.fixture(scope="module")
def brief(text):
    cat = infmap.load().select(theme="debate")
    deployment = Deployment(
        id="h", site_id="h", site=text, country=text, system_id="9m729", reported_by=text,
        note=text, source_ids=["h"], lon=30, lat=50,
    )  # fmt: skip
    source = cat.source_rows[0].model_copy(update={"id": "h", "title": text, "publisher": text})
    changed = {
        "system_rows": [row.model_copy(update={"name": text}) for row in cat.system_rows],
        "claim_rows": [row.model_copy(update={"claimant": text}) for row in cat.claim_rows],
        "capital_rows": [row.model_copy(update={"name": text}) for row in cat.capital_rows[:9]],
        "allegation_rows": [
            row.model_copy(update=dict.fromkeys(("charge", "answer", "accuser", "accused"), text))
            for row in cat.allegation_rows
        ],
    }
    hostile = infmap.Catalogue(
        **{name: tuple(rows) for name, rows in changed.items()},
        deployment_rows=(deployment,),
        source_rows=(*cat.source_rows, source),
    )
    return write_brief([site_answer(hostile, hostile.site("h"))])


def squeezed(text):
    return "".join(text.split())


def test_html_holds_it_as_text(brief, text):
    tags, seen = set(), []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.add(tag)
            assert not any(name.startswith("on") for name, _ in attrs)

        def handle_data(self, data):
            seen.append(data)

    Reader().feed(as_html(brief))
    assert not tags & {"script", "img"}
    assert squeezed("".join(seen)).count(squeezed(text)) > 10


def kinds_in(node):
    """Yield the kinds of all nodes of a document."""
    if isinstance(node, dict):
        if "t" in node:
            yield node["t"]
        node = node.values()
    if isinstance(node, list | type({}.values())):
        for one in node:
            yield from kinds_in(one)


def words_in(node):
    if isinstance(node, dict):
        if node.get("t") == "Str":
            return node["c"]
        return words_in(list(node.values()))
    return "".join(map(words_in, node)) if isinstance(node, list) else ""


def pandoc(*options, given):
    if shutil.which("pandoc") is None:
        pytest.skip("no pandoc; install Debian's pandoc")
    run = subprocess.run(["pandoc", *options], input=given, capture_output=True, check=True)
    return run.stdout


@pytest.mark.thorough(but=3)
def test_markdown_holds_it_as_text(brief, text):
    markdown = as_markdown(brief, [])
    given = pandoc("-f", "markdown-smart", "-t", "json", given=markdown.encode())
    document = json.loads(given)
    assert document["meta"] == {}
    assert {*kinds_in(document["blocks"])} <= KINDS
    assert squeezed(words_in(document["blocks"])).count(squeezed(text)) > 10
    headings = [node for node in document["blocks"] if node["t"] == "Header"]
    assert [node["c"][0] for node in headings] == [1, *[2] * (len(headings) - 1)]
    assert sum(node["t"] == "Table" for node in document["blocks"]) == 2


@pytest.mark.thorough(but=3)
def test_word_holds_it_as_text(brief, text):
    from docx import Document

    pandoc("--version", given=b"")
    file = Document(io.BytesIO(as_docx(brief)))
    seen = "".join(one.text for one in file.paragraphs)
    seen += "".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    assert squeezed(seen).count(squeezed(text)) > 10
    assert len(file.tables) == 2
    assert not file.inline_shapes
    assert not any("evil" in one.target_ref for one in file.part.rels.values() if one.is_external)
