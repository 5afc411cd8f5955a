"""What a story of made-up sites tells beside its map, step by step."""

import re
from html import unescape

import pytest

from infmap.errors import DataError
from infmap.story.document import story_text
from infmap.story.reading import read_story

TOLD = """# Two camps

A text before the steps.

## One camp {site=north-camp date=2020-01-01}

Words.[^1]

[^1]: A note.

## Every camp {mode=overview date=2020-01-01}

## On two days {mode=compare site=north-camp left=2018-01-01 right=2024-01-01}

## By two accounts {mode=compare site=north-camp left=operator right=opponent date=2020-01-01}
"""


def words_of(html):
    """Return the words of a page in their order, without scripts, looks and drawings."""
    shown = re.sub(r"(?s)<(script|style|svg|select|template)\b.*?</\1>|<!--.*?-->", " ", html)
    pieces = re.sub(r"(?s)<[^>]+>", "\n", shown).splitlines()
    words = unescape("\n".join(" ".join(piece.split()) for piece in pieces if piece.strip()))
    return re.sub(r"(data )[\d.]{10}", r"\1...", words)


def test_a_story_tells_what_was_read_before(made_up, reads_as, tmp_path):
    path = tmp_path / "story.md"
    path.write_text(TOLD, "utf-8")
    reads_as(words_of(story_text(read_story(path, made_up))), "story.txt")


def test_a_key_of_an_address_in_capitals_is_told_how_to_be_written(made_up, tmp_path):
    path = tmp_path / "story.md"
    path.write_text("# T\n\n## S {#SITE=north-camp&site=north-camp}\n\nWords.\n", "utf-8")
    with pytest.raises(DataError) as refused:
        read_story(path, made_up)
    assert str(refused.value) == f"{path}:3: state: no key 'SITE'; write it in small letters"
