"""What the README tells a reader to type is what works."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infmap.cli import app

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.S)
COMMANDS = [
    line.partition("  #")[0].strip()
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
    if line.startswith("infmap ")
]
SITES = """{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"name": "Here", "system": "my-missile"},
"geometry": {"type": "Point", "coordinates": [20.5, 54.7]}}]}"""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs_in_an_empty_folder(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (csv,) = [block for language, block in BLOCKS if language == "csv"]
    Path("systems.csv").write_text(csv)
    Path("sites.geojson").write_text(SITES)
    Path("map.html").write_text('<title>A map</title><script id="infmap-data"></script>')
    result = CliRunner().invoke(app, shlex.split(command)[1:], prog_name="infmap")
    assert result.exit_code == 0, result.stderr


def test_the_python_of_the_readme_runs():
    (code,) = [block for language, block in BLOCKS if language == "python"]
    exec(compile(code, "README.md", "exec"), {})


def test_every_command_is_in_the_readme():
    named = {command.split()[1] for command in COMMANDS}
    assert {
        command.name or command.callback.__name__ for command in app.registered_commands
    } == named


def test_the_set_up_lines_stand_alone_on_their_lines():
    lines = README.splitlines()
    assert any(line.startswith("python3 -m venv") and line.endswith("infmap map") for line in lines)
    assert any(line.startswith("python3 -m venv") and line.endswith("pytest") for line in lines)


def test_the_picture_is_there():
    for image in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (Path(__file__).parents[1] / image).stat().st_size > 10_000
