import dataclasses
import datetime
import doctest
from pathlib import Path

import build_codebook as build
import pytest
from frictionless import Package

ROOT = Path(__file__).parents[1]


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


def test_the_codebook_says_what_was_left_out_and_why_and_how_far_the_sources_reach():
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    assert "## What was left out, and why" in text
    assert build.SOURCES_REACH in text


def test_what_was_left_out_by_name_is_not_in_the_table():
    left = (ROOT / "scripts" / "left_out.md").read_text("utf-8").partition("| --- |")[2]
    names = {line.split(" | ")[0].removeprefix("| ") for line in left.strip().splitlines()}
    assert len(names) > 60
    assert not names & {row.short_name for row in build.infmap.load().system_rows}


def test_a_row_is_counted_by_the_best_of_its_sources():
    cat = build.infmap.load()
    whole, unread = (
        next(row for row in cat.source_rows if row.read == said) for said in ("whole", "not")
    )
    event = cat.event_rows[0]
    both, none = (
        event.model_copy(update={"source_ids": ids}) for ids in ((unread.id, whole.id), ())
    )
    cut = dataclasses.replace(cat, event_rows=(both, both, none))
    assert build.read_so_far(cut)["events.csv"] == (
        "Of its 3 rows, by the best source of each, 2 (67%) rest on a source read whole and 1 "
        "(33%) rest on none that was read."
    )


def test_the_examples_of_the_codebook_run():
    assert doctest.testmod(build) == doctest.TestResults(failed=0, attempted=3)
