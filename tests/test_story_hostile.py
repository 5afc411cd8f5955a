"""Hostile Markdown as stories, small; and each defect that it found, by itself.

The campaign `reliability.stories` does the same with the whole corpus and every trap.
"""

from dataclasses import replace

import pytest
from markupsafe import Markup

from infmap.errors import DataError
from infmap.story import reading
from infmap.story.document import story_text
from infmap.story.reading import MOST_FAULTS, MOST_SECTIONS, read_story
from reliability import stories
from reliability.__main__ import CAMPAIGNS
from reliability.payload_browser import watched
from reliability.payload_messages import STORY_READY
from reliability.payload_tables import payloads

#: A few of every way out of a text.
FEW = ("img-onerror", "close-script", "jinja-expression", "md-list", "bidi-override", "nul")
#: Traps that are read in a moment.
QUICK = (
    *("quotes in each other", "footnotes in each other", "a footnote that cites itself"),
    *("a long state", "a text of a megabyte", "many '<b>'"),
)


def read(tmp_path, text):
    path = tmp_path / "story.md"
    path.write_text(text, "utf-8")
    return read_story(path, stories.few_places())


def refusal(tmp_path, text):
    with pytest.raises(DataError) as refused:
        read(tmp_path, text)
    return str(refused.value).replace(f"{tmp_path / 'story.md'}:", "").splitlines()


# --- The campaign, small


def test_hostile_text_in_a_story_stays_text_or_is_refused(browser, tmp_path):
    chosen = [one for one in payloads() if one.name in FEW]
    told = stories.stories_told(tmp_path, chosen)
    assert told.lost == []
    assert 0 < told.refused < told.tried
    assert len(told.read) == told.tried - told.refused
    assert stories.page_lost(browser, tmp_path, told) == []
    assert "stories" in CAMPAIGNS


@pytest.mark.thorough
def test_text_that_becomes_markup_in_a_story_is_told(browser, tmp_path, monkeypatch):
    chosen = [one for one in payloads() if one.name == "img-onerror"]
    monkeypatch.setattr(stories, "written_out", lambda text: "else")
    told = stories.stories_told(tmp_path, chosen, ["words"])
    assert [line.partition(":")[2] for line in told.lost] == [" shows as 'TSelse\\n'"]
    (story,) = told.read
    step = replace(story.sections[0], words=Markup("<b onclick='x()' style='color:red'>a</b>"))
    told.read = [replace(story, sections=(step,))]
    lost = stories.page_lost(browser, tmp_path, told)
    assert any(line.startswith("an element of the data: <b onclick") for line in lost)
    assert any(line.startswith("refused by the policy: style-src-attr") for line in lost)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", QUICK)
def test_a_trap_is_read_or_refused_in_lines(name, tmp_path, monkeypatch):
    monkeypatch.setattr(stories, "TRAPS", {name: stories.TRAPS[name]})
    assert [*stories.traps_lost(tmp_path)] == []


def test_a_picture_that_is_no_file_of_the_folder_is_refused(tmp_path, monkeypatch):
    pictures = {name: text for name, text in stories.TRAPS.items() if name.startswith("the pict")}
    monkeypatch.setattr(stories, "TRAPS", pictures)
    assert [*stories.traps_lost(tmp_path)] == []
    for text in pictures.values():
        assert len(refusal(tmp_path, text())) == 1


# --- What it found


def test_of_more_sections_than_there_may_be_no_further_state_is_read(tmp_path, monkeypatch):
    asked = []
    read_state = reading.read_state
    monkeypatch.setattr(reading, "read_state", lambda *given: asked.append(1) or read_state(*given))
    text = "# T\n\n" + "## S {site=shuya}\n" * (MOST_SECTIONS + 40)
    assert refusal(tmp_path, text) == ["63: 100 sections; write 60 at most, with ### within"]
    assert len(asked) == MOST_SECTIONS


def test_what_an_unknown_source_may_mean_is_looked_for_as_often_as_it_is_told(
    tmp_path, monkeypatch
):
    asked = []
    monkeypatch.setattr(reading, "near_ids", lambda *given: asked.append(1) or [])
    text = stories.TRAPS["sources that are none"]()
    assert len(refusal(tmp_path, text)) == MOST_FAULTS + 1
    assert len(asked) == MOST_FAULTS


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("\x1b[2J", "holds a control character; remove it"),
        ("\0", "holds a control character; remove it"),
        ("\u202e", "holds an unseen character (RIGHT-TO-LEFT OVERRIDE); remove it"),
        ("\u2066", "holds an unseen character (LEFT-TO-RIGHT ISOLATE); remove it"),
    ],
)
def test_what_hides_or_turns_a_storys_text_is_refused_with_its_line(tmp_path, mark, told):
    for line_end in ("\n", "\r\n", "\r"):
        text = f"# T\n\n## S {{site=shuya}}\n\nA\n4{mark}80 km\n".replace("\n", line_end)
        assert refusal(tmp_path, text) == [f"6: {told}"]


def test_letters_that_join_others_are_part_of_a_storys_text(tmp_path):
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}, \u05d0\u200e, co\N{SOFT HYPHEN}operate"
    story = read(tmp_path, f"# T\n\n## S {{site=shuya}}\n\n{family}\n")
    assert family in story.sections[0].words


def test_a_columns_side_is_no_style_that_the_page_refuses(browser, tmp_path):
    table = "| a | b | c |\n|:--|:-:|--:|\n| d | e | f |\n"
    path = tmp_path / "story.html"
    path.write_text(story_text(read(tmp_path, f"# T\n\n## S {{site=shuya}}\n\n{table}")), "utf-8")
    with watched(browser) as seen:
        seen.open(path, STORY_READY)
        for cell in ("th", "td"):
            sides = seen.page.locator(f".step-words {cell}").evaluate_all(
                "(all) => all.map((one) => getComputedStyle(one).textAlign)"
            )
            assert sides == ["left", "center", "right"]
        assert seen.lost == []
