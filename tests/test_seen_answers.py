"""What commands answer of a few made-up sites, and how they refuse what cannot be asked."""

import json
import shlex

import pytest
from conftest import MADE_UP, SEEN, asked
from typer.testing import CliRunner

import infmap
from infmap.catalogue.bundled import Table, data_path
from infmap.cli import app
from infmap.io.formats import DiffFormat
from infmap.tables.diff_text import diff_text

OWN = [word for name, path in MADE_UP.items() for word in (f"--{name}", str(path))]


def answer(line, *options):
    """Return what a command line prints, and what it says beside; paths are cut to their names."""
    result = CliRunner().invoke(app, [*shlex.split(line), *options], prog_name="infmap")
    said = [f"$ {line}", *result.stdout.splitlines()]
    said += [f"stderr: {text}" for text in result.stderr.splitlines() if text]
    said += [f"exit {result.exit_code}", ""] if result.exit_code else [""]
    return "\n".join(said).replace(f"{SEEN}/", "")


@pytest.mark.parametrize("name", ["compared", "listed", "counted"])
def test_commands_answer_as_was_read_before(reads_as, monkeypatch, name):
    monkeypatch.setenv("COLUMNS", "100")
    reads_as("\n".join(answer(line, *OWN, "--only-own") for line in asked(name)), f"{name}.txt")


@pytest.mark.parametrize("name", ["listed", "counted"])
def test_a_narrow_terminal_shows_what_was_read_before(reads_as, monkeypatch, name):
    monkeypatch.setenv("COLUMNS", "60")
    said = (answer(line, *OWN, "--only-own") for line in asked(name) if "--format" not in line)
    reads_as("\n".join(said), f"{name}-narrow.txt")


def test_commands_refuse_as_was_read_before(reads_as, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    reads_as("\n".join(map(answer, asked("mistakes"))), "mistakes.txt")


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """Two states of the tables: a figure raised, one withdrawn, one added, a site moved."""
    folder = tmp_path_factory.mktemp("states")
    old, new = folder / "old", folder / "new"
    for state in (old, new):
        state.mkdir()
        for table in Table:
            (state / table).write_bytes(data_path(table).read_bytes())
    claims = new / Table.CLAIMS
    rows = claims.read_text("utf-8").splitlines()
    raised, withdrawn = (
        next(at for at, row in enumerate(rows) if row.startswith(f"9m729,{account},"))
        for account in ("operator", "independent")
    )
    rows[raised] = rows[raised].replace(",480,", ",1500,")
    rows[withdrawn] = "iskander-m,independent,Another,,900,assessed,2026-11,,"
    claims.write_text("\n".join(rows) + "\n", "utf-8")
    sites = new / Table.DEPLOYMENTS
    held = json.loads(sites.read_text("utf-8"))
    for feature in held["features"]:
        told = feature["properties"]
        if told["site_id"] == "deveselu":
            told["status"] = "reported"
        if told["site_id"] == "redzikowo":
            feature["geometry"]["coordinates"] = [17.0, 54.5]
    sites.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
    return old, new


@pytest.fixture(scope="module")
def told(states):
    return infmap.diff(*states, day="2026-11-28")


@pytest.mark.parametrize("form", ["csv", "md", "feed", "atom"])
def test_a_diff_says_what_was_read_before(reads_as, states, told, form):
    text = diff_text(told, DiffFormat(form))
    reads_as(text.replace(str(states[0].parent), ""), f"diff.{form}.txt")


def test_a_diff_that_is_written_piece_by_piece_has_no_seam(reads_as, states, told, monkeypatch):
    monkeypatch.setattr("infmap.io.pieces.ROWS_AT_ONCE", 2)
    text = diff_text(told, DiffFormat.CSV)
    reads_as(text.replace(str(states[0].parent), ""), "diff.csv.txt")


def test_a_terminal_shows_a_diff_as_was_read_before(reads_as, states):
    result = CliRunner().invoke(app, ["diff", *map(str, states)], prog_name="infmap")
    assert result.exit_code == 0, result.stderr
    reads_as(result.stdout.replace(str(states[0].parent), ""), "diff.table.txt")
