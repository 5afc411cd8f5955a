import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infmap.cli import app

runner = CliRunner()


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments], prog_name="infmap")


def test_coverage_as_json_is_the_promised_list_of_objects():
    result = run("coverage", "--site", "deveselu", "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert list(rows[0]) == [
        *("site_id", "target_id", "target", "country", "distance_km", "azimuth_deg", "band"),
        *("in_inf_band", "reach", "near_edge", "accounts"),
    ]
    assert list(rows[0]["accounts"][0]) == [
        *("system_id", "account", "claimant", "at_least_km", "up_to_km", "strike", "in_range"),
        *("margin_km", "source_id"),
    ]
    london = next(row for row in rows if row["target_id"] == "london")
    assert london["distance_km"] == pytest.approx(2003.3, abs=0.2)
    assert run("coverage", "--site", "deveselu", "--json").stdout == result.stdout


def test_coverage_without_a_theme_is_the_debate():
    rows = json.loads(run("coverage", "--json").stdout)
    sites = {row["site_id"] for row in rows}
    assert "kaliningrad" in sites
    assert rows == json.loads(run("coverage", "--theme", "debate", "--json").stdout)


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("csv", "site_id,target_id,"),
        ("md", "| site_id"),
        ("html", "<table"),
        ("latex", r"\begin{longtable}"),
        ("table", "Capitals by distance"),
    ],
)
def test_every_format_is_written_to_a_file_as_to_the_screen(tmp_path, form, mark):
    file = tmp_path / "table"
    arguments = ["coverage", "--site", "redzikowo", "--format", form]
    shown = run(*arguments)
    assert shown.exit_code == 0
    assert mark in shown.stdout
    assert run(*arguments, "-o", file).exit_code == 0
    assert file.read_text() == shown.stdout


def test_a_table_for_a_person_names_figures_and_claimants():
    text = run("coverage", "--site", "shuya").stdout
    assert "up to 480 km (Russian MoD)" in text
    assert "at least 500 km (US State Department)" in text
    assert "Moscow" in text


def test_reach_lists_sites_nearest_first():
    text = run("reach", "Warsaw").stdout
    assert "What reaches Warsaw, Poland" in text
    assert text.index("Kaliningrad") < text.index("Deveselu")
    rows = json.loads(run("reach", "warsaw", "--json").stdout)
    assert {row["target_id"] for row in rows} == {"warsaw"}


def test_map_writes_one_file_and_says_so(tmp_path):
    file = tmp_path / "map.html"
    result = run("map", "-o", file)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{file}: ")
    assert 200_000 < file.stat().st_size <= 2_000_000


def test_the_same_map_has_the_same_bytes_in_another_process(tmp_path):
    files = [tmp_path / "one.html", tmp_path / "two.html"]
    for seed, file in enumerate(files):
        command = [sys.executable, "-m", "infmap", "map", "-o", str(file)]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    assert files[0].read_bytes() == files[1].read_bytes()


BAD = {
    "missing-file": (["coverage", "--systems", "none.csv"], "none.csv: file not found; check"),
    "unknown-site": (["map", "--site", "kaliningrat"], "no site 'kaliningrat'; did you mean"),
    "unknown-focus": (["map", "--focus", "nowhere"], "no site 'nowhere'; "),
    "unknown-system": (["coverage", "--system", "9m72"], "no system '9m72'; did you mean 9m729"),
    "unknown-theme": (["coverage", "--theme", "war"], "no theme 'war'; known: "),
    "unknown-account": (["coverage", "--account", "x"], "no account 'x'; known: "),
    "unknown-capital": (["reach", "Warsow"], "no capital 'Warsow'; did you mean warsaw"),
    "unknown-tiles": (["map", "--tiles", "Nowhere"], "no online basemap 'Nowhere'; write"),
    "nothing-left": (["coverage", "--as-of", "1900-01-01"], "no deployment is left after the"),
    "no-folder": (["map", "-o", "none/map.html"], "none/map.html: its folder does not exist;"),
    "a-folder": (["map", "-o", "folder"], "folder: is a folder; give the path of a file"),
    "band": (["coverage", "--band", "9", "1"], "a band runs from the nearer to the farther edge"),
}


@pytest.mark.parametrize(("arguments", "line"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_line_and_exit_1(tmp_path, monkeypatch, arguments, line):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    file = tmp_path / "map.html"
    file.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("infmap.files.os.fsync", full)
    result = run("map", "-o", file)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{file}: cannot be written (No space left on device); choose another path\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    assert file.read_text() == "old"


@pytest.mark.parametrize(
    "arguments",
    [["coverage", "--format", "xml"], ["coverage", "--as-of", "1987"], ["fly"], ["reach"]],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2(arguments):
    assert run(*arguments).exit_code == 2


def test_an_error_of_ours_keeps_its_traceback(monkeypatch):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr("infmap.load", broken)
    assert isinstance(run("coverage").exception, ZeroDivisionError)


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m infmap coverage --format csv | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert result.stdout.startswith("site_id,")
    assert result.stderr == ""


def test_colour_is_only_for_terminals():
    assert "\x1b" not in run("coverage", "--site", "shuya").stdout


def test_help_does_not_load_the_heavy_libraries():
    heavy = ("pandas", "shapely", "folium")
    code = f"import sys, infmap.cli; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_the_version_is_told():
    assert run("--version").stdout.startswith("infmap 0.")
