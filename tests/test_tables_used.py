"""Tables as a spreadsheet, R, a Markdown reader and a journal use them: short cells, true kinds."""

import csv
import io
import re
import shutil
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.tables.latex import latex_table
from reliability.__main__ import CAMPAIGNS
from reliability.tables import (
    ALWAYS,
    FORMS,
    TABLES,
    Tables,
    counts_lost,
    is_numeric,
    prose,
    some_sites,
    workbook_lost,
)

CAT = infmap.load()
#: Five telling sites and a sample of the others; the campaign `reliability.tables` takes all.
MANY = Tables(CAT, some_sites(CAT, 7))
SOME = Tables(CAT, ALWAYS[:2])
THREE = [word for site in ALWAYS[:3] for word in ("--site", site)]


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("of", "name", "form"),
    [(MANY, name, "csv") for name in TABLES]
    + [(SOME, name, form) for name in TABLES for form in FORMS[1:]],
    ids=lambda value: "many" if value is MANY else "some" if value is SOME else value,
)
def test_no_cell_of_a_table_is_prose(of, name, form):
    rows = of.cells(name, form)
    assert len(rows) > 60 or (name == "people" and len(rows) > len(of.sites))
    assert prose(rows) == []


def test_every_table_of_every_site_is_tried_in_the_campaign():
    assert "tables" in CAMPAIGNS
    assert len(some_sites(CAT, 10_000)) == len(CAT.sites)


def test_accounts_are_a_word_of_reach_for_each_and_the_figures_are_counted():
    assert [*counts_lost(MANY)] == []
    told = [*csv.DictReader(io.StringIO(MANY.written("coverage", "csv")))]
    assert len(told) == len(MANY.rows("coverage")[0])
    assert [*told[0]][:-3] == [*infmap.CoverageRow.__annotations__]
    assert [*told[0]][-3:] == ["figures", "figures_in_range", "figures_left_open"]
    # What one account says is what infmap says of it alone.
    for account in ("operator", "opponent", "independent"):
        alone = infmap.coverage_rows(CAT, account=account, site="shuya")
        both = [cells for cells in told if cells["site_id"] == "shuya"]
        for row, cells in zip(alone, both, strict=True):
            assert f"{account}: {row['reach']}" in cells["accounts"].split("; ")


def test_json_keeps_each_figure():
    rows = infmap.coverage_rows(CAT, site="shuya")
    told = infmap.format_table(rows, "json")
    assert '"claimant":"Russian MoD"' in re.sub(r"\s*([:,])\s*", r"\1", told)
    assert "figures_in_range" not in told


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", TABLES)
def test_csv_reads_by_the_rules_of_r(name):
    text = MANY.written(name, "csv")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    head, *rows = csv.reader(io.StringIO(text))
    assert all(re.fullmatch(r"[a-z][a-z0-9_.]*", column) for column in head)
    assert len({*head}) == len(head)
    # R's own words, which no column may have, and its NA, which a blank is, unquoted.
    assert not {*head} & {"if", "else", "repeat", "while", "function", "for", "next", "break", "in"}
    assert {len(row) for row in rows} == {len(head)}
    assert not any(cell in ("NA", "NaN", "None", "nan", "null") for row in rows for cell in row)
    numeric = [k for k, column in enumerate(head) if is_numeric(column)]
    assert numeric
    for k in numeric:
        assert all(re.fullmatch(r"(-?\d+(\.\d+)?)?", row[k]) for row in rows), head[k]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_has_numbers_as_numbers_under_one_head(name):
    assert all(isinstance(column, str) for column in next(SOME.sheet(name).values))
    assert [*workbook_lost(SOME, name)] == []


def test_dates_in_a_workbook_are_iso_text(tmp_path):
    book = infmap.format_table(infmap.list_table(CAT, "claims"), "xlsx")
    head, *rows = openpyxl.load_workbook(io.BytesIO(book)).active.values
    days = [row[head.index("as_of")] for row in rows]
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day) for day in days if day is not None)
    assert any(days)


# --- LaTeX ---------------------------------------------------------------------------------------

DOCUMENT = r"""\documentclass[a4paper]{article}
%s
\begin{document}
\input{table.tex}
\end{document}
"""
HOSTILE = [
    [r"50 % & $x_1$ #2 {~^} \input{x}", 1],
    ["[5pt]", Decimal("2.50")],
    ['* <a|b> "q"', None],
    ["Gdańsk  Țară\nÉvora ...", -3],
]


def compiled(table, folder):
    """Return pdflatex's log of a document with this table, with the preamble that it asks for."""
    (folder / "table.tex").write_text(table, "utf-8")
    asked = re.findall(r"^% (\\usepackage.*)$", table, re.M)
    (folder / "paper.tex").write_text(DOCUMENT % "\n".join(asked), "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    for _ in range(2):  # once more, for the widths
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-1500:]
    return (folder / "paper.log").read_text("utf-8", errors="replace")


def latex_of(*arguments):
    result = CliRunner().invoke(app, [*arguments, "--format", "latex"])
    assert result.exit_code == 0, result.output
    return result.stdout


needs_pdflatex = pytest.mark.skipif(not shutil.which("pdflatex"), reason="no pdflatex")


@needs_pdflatex
@pytest.mark.parametrize(
    "arguments",
    [
        ["reach", "Warsaw", "--long", *THREE],
        ["coverage", "--long", *THREE, "--band", "500", "1500"],
        ["coverage", "--site", "shuya"],
        ["reach", "Berlin"],
        ["compare", "operator", "opponent", "--site", "shuya"],
        ["coverage", "--targets", "cities", "--site", "shuya"],
        ["list", "claims"],
        ["list", "sites"],
    ],
    ids=" ".join,
)
def test_a_latex_table_fits_a_page_with_the_preamble_that_it_asks_for(arguments, tmp_path):
    log = compiled(latex_of(*arguments), tmp_path)
    over = [float(points) for points in re.findall(r"Overfull \\hbox \((\S+?)pt", log)]
    # Half of the gap between two columns, of the narrowest: nothing is seen of it.
    assert max(over, default=0) < 2
    assert "Missing character" not in log


@needs_pdflatex
def test_hostile_cells_compile_and_are_shown(tmp_path):
    compiled(latex_table(["a_b", "n"], HOSTILE), tmp_path)
    if not shutil.which("pdftotext"):
        return
    command = ["pdftotext", "-layout", "paper.pdf", "-"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    for words in (r"50 % & $x_1$ #2 {~^} \input{x}", "[5pt]", "* <a|b>", "Gdańsk", "Évora"):
        assert words in shown.translate({0x2DC: "~", 0x2C6: "^"})


def test_every_line_of_a_latex_table_has_its_columns_and_nothing_that_tex_obeys():
    table = latex_table(["a_b", "n"], HOSTILE)
    *_, form = re.findall(r"\\begin\{longtable\}\{(.*)\}", table)
    assert form == "@{}lr@{}"
    lines = [line for line in table.splitlines() if re.search(r"(?<!\\)&", line)]
    assert {len(re.findall(r"(?<!\\)&", line)) for line in lines} == {1}
    assert r"50 \% \& \$x\_1\$ \#2 \{" in table
    assert r"\textbackslash{}input\{x\}" in table
    # Behind the end of a line, a bracket or a star would be its option.
    assert "{[}5pt]" in table
    assert "{*} " in table


@pytest.mark.parametrize("arguments", [["reach", "Warsaw", "--long", *THREE], ["reach", "Berlin"]])
def test_a_wide_latex_table_is_turned_and_its_columns_share_the_line(arguments):
    table = latex_of(*arguments)
    assert "pdflscape" in table.splitlines()[2]
    assert table.count(r"\begin{landscape}") == table.count(r"\end{landscape}") == 1
    shares = [float(share) for share in re.findall(r"\\dimexpr([\d.]+)\\linewidth", table)]
    assert (
        len(shares)
        == table.count(r"\arraybackslash")
        == len(
            re.split(
                r" & ", next(line for line in table.splitlines() if line.startswith("site\\_id"))
            )
        )
    )
    assert 0.98 < sum(shares) <= 1
    assert min(shares) > 0.01


def test_a_narrow_latex_table_stays_upright_and_of_the_size_of_the_text():
    table = latex_table(["Capital", "Distance"], [["Riga", Decimal("1050.3")]])
    assert "landscape" not in table
    assert "\\begingroup" not in table


def test_letters_that_pdflatex_does_not_know_are_said():
    assert "lualatex" in latex_table(["name"], [["Київ"]]).splitlines()[1]
    assert "lualatex" not in latex_table(["name"], [["Țară, 10 ≥ 5"]])
