"""The gallery is whole, and its pictures are of what its commands write.

That the commands and the Python run is tested with the other pages that a reader follows.
"""

import re

import build_gallery as build
import pytest

TEXT = build.PAGE.read_text("utf-8")
ENTRIES = [*build.entries(TEXT)]


def test_it_has_a_state_of_each_product():
    assert 12 <= len(ENTRIES) <= 20
    assert len(ENTRIES) == len(build.sections(TEXT)) - 1
    products = {entry.commands[0].split()[1] for entry in ENTRIES}
    assert products >= {"map", "figure", "report", "story"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.picture.stem)
def test_a_picture_is_of_what_the_commands_write(entry):
    stale = f"run python scripts/build_gallery.py {entry.picture.stem}"
    assert entry.picture.exists(), stale
    assert build.made_by(entry.picture) == entry.commands, stale


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.picture.stem)
def test_a_state_has_its_words_its_cell_and_its_citation(entry):
    (body,) = [one for one in build.sections(TEXT) if one.startswith(f"## {entry.heading}\n")]
    assert re.search(r"```python\n.*\binfmap\.", body, re.DOTALL)
    assert f"*{entry.heading}*." in body
    if entry.commands[0].startswith("infmap map"):
        assert "infmap embed" in body


def test_the_citations_have_the_versions_of_code_and_data():
    assert build.cited(TEXT) == TEXT, "run python scripts/build_gallery.py"


def test_no_picture_is_left_behind():
    kept = {*(build.DOCS / "images" / "gallery").iterdir()}
    assert kept == {entry.picture for entry in ENTRIES}
