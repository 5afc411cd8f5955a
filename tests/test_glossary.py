"""Every word that an output uses for an answer stands in the glossary, in its table."""

import re
from pathlib import Path

import pytest

from infmap.analysis.reach import Reach
from infmap.analysis.relations import Relation
from infmap.catalogue.rows import Account, Role, Status, Theme
from infmap.treaty import Basing, Kind, Measure, Outcome, Purpose, RangeBand

PAGE = (Path(__file__).parents[1] / "docs" / "glossary.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", PAGE, re.MULTILINE))
#: Where the words of each kind are told; the capital is told as a word, not as a value.
TOLD = {
    Account: "Whose word",
    Measure: "Figures and rings",
    RangeBand: "Figures and rings",
    Reach: "What a figure says of a place",
    Role: "Places",
    Relation: "Places",
    Kind: "Weapons",
    Purpose: "Weapons",
    Basing: "Weapons",
    Outcome: "The treaty and its verdicts",
    Status: "Reports",
    Theme: "Reports",
}


@pytest.mark.parametrize("words", TOLD, ids=lambda one: one.__name__)
def test_every_word_of_a_kind_is_told(words):
    marked = re.findall(r"\*\*`?(.+?)`?\*\*|`(.+?)`", SECTIONS[TOLD[words]])
    told = {word for pair in marked for word in pair if word}
    assert [*({str(word) for word in words} - told)] == []


def test_no_word_is_told_twice():
    heads = re.findall(r"^\| (\*\*.+?) \| ", PAGE, re.MULTILINE)
    words = [word for head in heads for word in re.findall(r"\*\*`?(.+?)`?\*\*", head)]
    # A missile that is shot at, and a place that is asked about.
    words.remove("target")
    assert sorted(words) == sorted({*words})


def test_the_contents_are_the_sections():
    assert re.findall(r"^- \[(.+)\]\(#", PAGE, re.MULTILINE) == [*SECTIONS]
