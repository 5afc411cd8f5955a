"""What the README and the documentation tell a reader to type works, and shows what they show.

A page is run from top to bottom in an empty folder of its own, as a reader would follow it:

- a block that the line before it names (```` `sites.csv`: ````) is written to that file; the
  Python cells of a ``.qmd`` file are run as well;
- ``sh`` blocks are run line by line and must succeed, or exit as the fence says: ``sh exit=1``;
- ``python`` blocks share their names down the page;
- any other block is the output of the commands before it, line for line; a line ``...`` stands
  for any number of lines.

Of the gallery, whose states stand by themselves behind the first, some are followed.
"""

import contextlib
import doctest
import html
import inspect
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import webbrowser
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Unpack

import build_reference as build
import pytest
import typer
from markdown_it import MarkdownIt
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.catalogue.asked import Filters
from infmap.catalogue.bundled import DATA_VERSION
from infmap.cli import app
from infmap.io.formats import RingsFormat

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
GALLERY = DOCS / "gallery.md"
PAGES = sorted([README, *DOCS.rglob("*.md")])
#: Made from docstrings and signatures.
REFERENCE = DOCS / "reference"
#: These measure and are written after a run of their own.
MEASURED = {DOCS / "benchmarks.md", DOCS / "reliability.md"}
RUN = [page for page in PAGES if page not in MEASURED and REFERENCE not in page.parents]
LINKED = [
    *PAGES,
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "data" / "README.md",
    ROOT / "scripts" / "README.md",
]

#: What is not run here, by how the line begins, and why.
NOT_RUN = {
    "python3 -m venv": "sets up an environment from the package index; CI runs the README's line",
    "pip install": "an extra of infmap's, which the tests' environment has",
    "jupyter nbconvert": "on a reader's own notebook; test_widget_saved does it with one",
    "quarto render": "Quarto comes from no package index; the cells it would run are run",
}
#: Programs that a reader may have and this machine may not.
RUN_WHERE_INSTALLED = {"pandoc", "pdflatex"}

MARKDOWN = MarkdownIt("commonmark").enable("table")


@cache
def parsed(page):
    return MARKDOWN.parse(page.read_text("utf-8"))


@dataclass
class Block:
    """One fenced block: its language, what its fence adds, and the file that it is, if any."""

    section: str
    line: int
    language: str
    status: int
    file: str | None
    text: str


def blocks(page):
    tokens, section = parsed(page), ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            section = tokens[place + 1].content
        if token.type != "fence":
            continue
        language, _, rest = token.info.partition(" ")
        exits = re.fullmatch(r"(?:exit=(\d))?", rest)
        assert exits, f"{page.name}:{token.map[0] + 1}: unknown fence {token.info!r}"
        before = tokens[place - 2].content if place >= 2 else ""
        named = re.search(r"`([\w-]+\.\w+)`:$", before)
        yield Block(
            section,
            token.map[0] + 1,
            language,
            int(exits[1] or 0),
            named and named[1],
            token.content,
        )


def followed(page):
    """Return the blocks of a page that are run."""
    found = [*blocks(page)]
    sections = [*dict.fromkeys(block.section for block in found)]
    if page == GALLERY:
        sections = sampled(sections, 5, {sections[0], sections[-1]})
    return [block for block in found if block.section in sections]


def commands(block):
    """Yield the lines of a shell block, with continuations joined and comments left out."""
    for line in block.text.replace("\\\n", " ").splitlines():
        command = re.sub(r"(^|\s\s)#.*", "", line).strip()
        if command:
            yield command


class Reader:
    """Someone who follows a page from top to bottom."""

    def __init__(self, page):
        self.page = page
        self.names = {"__name__": "__main__"}
        self.shown = ""

    def follow(self):
        for block in followed(self.page):
            where = f"{self.page.relative_to(ROOT)}:{block.line}"
            if block.file:
                Path(block.file).write_text(block.text, encoding="utf-8")
                if block.file.endswith(".qmd"):
                    self.shown = "".join(self.cells(block.text))
            elif block.language == "sh":
                done = [self.run(command, block.status, where) for command in commands(block)]
                # Where a line was not run, there is nothing to compare.
                self.shown = None if None in done else "".join(done)
            elif block.language == "python":
                self.shown = self.python(block.text, where)
            else:
                self.compare(block, where)

    def run(self, command, status, where):
        if command.startswith(tuple(NOT_RUN)):
            return None
        words = shlex.split(command)
        if words[0] in RUN_WHERE_INSTALLED and shutil.which(words[0]) is None:
            return None
        if words[0] == "infmap" and not is_for_a_shell(command):
            result = CliRunner().invoke(app, words[1:], prog_name="infmap")
            code, output = result.exit_code, result.output
        else:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", command],
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            code, output = done.returncode, done.stdout
        if code != status:
            pytest.fail(f"{where}: {command}: exit {code}\n{output}", pytrace=False)
        return output

    def python(self, code, where):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(code, where, "exec"), self.names)
        return output.getvalue()

    def cells(self, text):
        for cell in re.findall(r"```\{python\}\n(.*?)```", text, re.DOTALL):
            yield self.python(cell, str(self.page))

    def compare(self, block, where):
        if self.shown is None:
            return
        shown, real = (
            "".join(f"{line.rstrip()}\n" for line in text.strip("\n").splitlines())
            for text in (block.text, self.shown)
        )
        pattern = re.escape(shown).replace(re.escape("...\n"), "(?:.*\n)*?")
        if not re.fullmatch(pattern, real):
            first = "".join(real.splitlines(keepends=True)[:40])
            pytest.fail(f"{where} shows:\n{shown}\nbut it begins:\n{first}", pytrace=False)


def is_for_a_shell(command):
    """Whether a line pipes, redirects or chains, outside of quotes."""
    words = shlex.shlex(command, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    words.commenters = ""
    return any(set(word) <= set("();<>|&") for word in words)


def name(page):
    return str(page.relative_to(ROOT))


#: Of the others each command and function has tests of its own.
FIRST = {ROOT / "README.md"}


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=[] if page in FIRST else [pytest.mark.thorough]) for page in RUN],
    ids=name,
)
def test_whoever_follows_a_page_in_an_empty_folder_sees_what_it_shows(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    # No page shows the letters of a drawing, and to cut them takes half of it.
    monkeypatch.setattr("infmap.figures.written.css", lambda letters: "")
    Reader(page).follow()
    asked = sum(
        "--open" in command
        for block in followed(page)
        if block.language == "sh"
        for command in commands(block)
    )
    assert len(opened) == asked


@pytest.mark.parametrize("beginning", NOT_RUN)
def test_what_is_not_run_is_still_told_somewhere(beginning):
    lines = [
        command
        for page in RUN
        for block in blocks(page)
        if block.language == "sh"
        for command in commands(block)
    ]
    assert any(line.startswith(beginning) for line in lines)


def test_every_command_is_shown_at_work():
    shown = {
        command.split()[1]
        for page in RUN
        for block in blocks(page)
        if block.language == "sh"
        for command in commands(block)
        if command.startswith("infmap ")
    }
    named = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert named <= shown


def test_the_set_up_lines_stand_alone_on_their_lines():
    lines = README.read_text("utf-8").splitlines()
    assert any(line.startswith("python3 -m venv") and line.endswith("infmap map") for line in lines)
    assert any(line.startswith("python3 -m venv") and line.endswith("pytest") for line in lines)


def test_every_column_of_the_rings_is_told(cat):
    told = (DOCS / "how-to" / "qgis.md").read_text("utf-8")
    columns = infmap.range_rings(cat, site="shuya").columns.drop("geometry")
    assert [column for column in columns if f"`{column}`" not in told] == []


@pytest.mark.parametrize("form", RingsFormat)
def test_every_format_of_the_rings_is_told(form):
    assert f"| `{form}` |" in (DOCS / "how-to" / "qgis.md").read_text("utf-8")
    assert form in README.read_text("utf-8")


def test_what_each_command_writes_is_told_of_all_that_write_files():
    rows = re.findall(
        r"^\| (`.*`) \| (`.*`) \|$", (DOCS / "how-to" / "options.md").read_text(), re.M
    )
    told = {command: suffixes for commands, suffixes in rows for command in commands.split(", ")}
    for command in typer.main.get_command(app).commands.values():
        for option in command.params:
            if option.name == "output" and " file." in option.help:
                suffixes = [f"`{one}`" for one in re.findall(r"\.[.\w]+\w", option.help)]
                assert told[f"`{command.name}`"].split() == suffixes


def inline(page):
    """Yield every piece of running text: links, images, code and words."""
    for token in parsed(page):
        yield from token.children or []


def anchors(page):
    """Return the anchors of a page's headings, as GitHub makes them."""
    tokens = parsed(page)
    found = []
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            words = "".join(part.content for part in text.children)
            anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            before = sum(
                re.fullmatch(rf"{re.escape(anchor)}(-\d+)?", one) is not None for one in found
            )
            found.append(f"{anchor}-{before}" if before else anchor)
    return found


def links(page):
    for token in inline(page):
        address = token.attrGet("href") or token.attrGet("src")
        if address:
            yield str(address)


@pytest.mark.parametrize("page", LINKED, ids=name)
def test_every_link_leads_somewhere(page):
    for address in links(page):
        if re.match(r"https://", address):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)}: no {address}"
        assert target.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(target), f"{name(page)}: no heading {address}"


def test_every_page_can_be_reached_from_the_readme():
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        waiting += [
            target
            for address in links(page)
            if (target := (page.parent / address.partition("#")[0]).resolve()).suffix == ".md"
        ]
    orphans = [name(page) for page in PAGES if page not in reached]
    assert not orphans, f"{orphans}: link to them from docs/README.md"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_one_title_and_pictures_that_are_described(page):
    tokens = parsed(page)
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1
    for token in inline(page):
        if token.type == "image":
            assert len(token.content) > 20
            assert (page.parent / token.attrGet("src")).stat().st_size > 10_000


@pytest.mark.parametrize("page", ["python.md", "geometry.md"])
def test_the_reference_is_up_to_date(page):
    stale = f"docs/reference/{page} is out of date; run python scripts/build_reference.py"
    assert (REFERENCE / page).read_text("utf-8") == build.texts()[page], stale


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("page", ["python.md", "geometry.md"])
@pytest.mark.filterwarnings("ignore::infmap.errors.ReadingNote")
def test_the_examples_of_the_reference_run_as_printed(page):
    """Those of a section, with nothing before them but ``import infmap``."""
    section, examples = "", {}
    for before, token in pairwise(parsed(REFERENCE / page)):
        if before.type == "heading_open":
            section = token.content
        if token.type == "fence" and token.info == "pycon":
            examples[section] = examples.get(section, "") + token.content + "\n"
    printed = (REFERENCE / page).read_text("utf-8").count(">>> ")
    assert sum(text.count(">>> ") for text in examples.values()) == printed > 20
    said = []
    for name, text in examples.items():
        example = doctest.DocTestParser().get_doctest(text, {"infmap": infmap}, name, page, 0)
        doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert not said, "".join(said)


def test_the_exit_status_is_that_of_the_reference(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = (REFERENCE / "cli.md").read_text("utf-8")
    status = " ".join(told.partition("Exit status 0: done.")[2].partition("Tables go")[0].split())
    ones, _, twos = status.partition("2: ")
    cases = {
        (ones, "bad data"): "coverage --deployments nothing.csv",
        (ones, "a site"): "coverage --site nowhere",
        (ones, "a place"): "reach Xanadoria",
        (ones, "a theme"): "coverage --theme xx",
        (ones, "an account"): "coverage --account nobody",
        (ones, "a mode"): "map --mode foo -o x.html",
        (ones, "a value out of bounds"): "coverage --band 5500 500",
        (ones, "a suffix"): "map -o x.pdf",
        (ones, "a file that could not be written"): "rings -o no/x.kml",
        (twos, "an unknown command"): "cover",
        (twos, "or option"): "coverage --nothing",
        (twos, "one missing"): "reach",
        (twos, "given twice"): "coverage --theme all --theme debate",
        (twos, "exclude each other"): "coverage --json --format csv",
        (twos, "no number"): "figure -o x.png --dpi abc",
        (twos, "day"): "coverage --as-of today",
        (twos, "unit"): "coverage --units feet",
        (twos, "format"): "coverage --format foo",
        (twos, "list"): "list nosuch",
    }
    for (said, words), line in cases.items():
        assert words in said
        expected = 1 if said is ones else 2
        assert CliRunner().invoke(app, line.split()).exit_code == expected, line


def test_every_command_is_told_with_each_argument_and_option_and_no_other():
    # Word for word but for what versions of Typer put around it.
    page = html.unescape((REFERENCE / "cli.md").read_text("utf-8"))
    names, texts = (re.split(r"^## `infmap (\w+)`$", page, flags=re.M)[n::2] for n in (1, 2))
    commands = typer.main.get_group(app).commands
    assert names == list(commands), "run python scripts/build_reference.py"
    for command, text in zip(commands.values(), texts, strict=True):
        assert inspect.cleandoc(command.help) in text
        told = re.findall(r"^\* `(.+?)`: (.*)$", text, flags=re.M)
        assert told.pop() == ("--help", "Show this message and exit.")
        params = sorted(command.params, key=lambda one: one.opts[-1].startswith("-"))
        for one, (head, meaning) in zip(params, told, strict=True):
            names = {one.opts[-1], one.metavar or one.name.upper()}
            assert names & {*head.split()}, f"{command.name} {head}"
            assert meaning.startswith(one.help), f"{command.name} {head}"


PUBLIC = {
    f"infmap.{name}": getattr(infmap, name)
    for name in infmap.__all__
    if inspect.isfunction(getattr(infmap, name))
} | {
    f"Catalogue.{name}": method
    for name, method in vars(infmap.Catalogue).items()
    if inspect.isfunction(method) and not name.startswith("_")
}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_function_says_what_it_takes_gives_and_refuses_with_an_example(name):
    told = inspect.getdoc(PUBLIC[name])
    takes = []
    for one in inspect.signature(PUBLIC[name]).parameters.values():
        takes += Filters.__annotations__ if one.annotation == Unpack[Filters] else [one.name]
    takes = [one for one in takes if one != "self"]
    gives = inspect.signature(PUBLIC[name]).return_annotation not in (None, "None")
    heads = ["Parameters"] * bool(takes) + ["Returns"] * gives + ["Examples"]
    assert [head for head in heads if f"{head}\n---" not in told] == []
    assert ">>> " in told
    described = told.partition("Returns\n")[0]
    assert [one for one in takes if not re.search(rf"^[\w, ]*\b{one}\b", described, re.M)] == []


def test_the_citation_has_the_versions_of_code_and_data():
    cited = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {version('infmap')}\n" in cited
    assert f"\n    version: {DATA_VERSION}\n" in cited
