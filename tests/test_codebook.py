import datetime
import doctest
import importlib.util
from pathlib import Path

import pytest
from frictionless import Package

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("build", ROOT / "scripts" / "build_codebook.py")
build = importlib.util.module_from_spec(spec)
spec.loader.exec_module(build)


@pytest.mark.parametrize("name", ["README.md", "datapackage.json"])
def test_what_is_made_from_the_models_is_up_to_date(name):
    stale = f"data/{name} is out of date; run python scripts/build_codebook.py"
    assert (ROOT / "data" / name).read_text("utf-8") == build.texts()[name], stale


@pytest.mark.filterwarnings("default")
def test_the_tables_are_a_valid_data_package():
    report = Package(str(ROOT / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_data_that_has_changed_needs_another_day():
    package = build.data_package()
    older = datetime.date(1987, 12, 8)
    assert build.changed_since(package, older) == []
    package["resources"][0]["hash"] = "sha256:0"
    assert build.changed_since(package, older) == ["systems.csv"]
    on_its_day = datetime.datetime.strptime(package["version"], "%Y.%m.%d").date()
    assert build.changed_since(package, on_its_day) == []
    assert build.changed_since({**package, "version": "1987.12.08"}, older) == []


def test_the_codebook_says_what_was_left_out_and_why():
    assert "## What was left out, and why" in (ROOT / "data" / "README.md").read_text("utf-8")


def test_the_examples_of_the_codebook_run():
    assert doctest.testmod(build) == doctest.TestResults(failed=0, attempted=3)
