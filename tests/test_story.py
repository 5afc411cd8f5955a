"""Stories: what is read from Markdown, what each step tells, and every fault by line."""

import base64
import random
import re
import struct
import warnings
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sample import examples, sampled
from typer.testing import CliRunner

import infmap
from infmap.analysis.compare import compare_rows
from infmap.analysis.counts import REACHED
from infmap.cli import app
from infmap.errors import DataError, OutputError, ReadingNote
from infmap.looks.distances import Units
from infmap.looks.words import OWNERS
from infmap.maps.state import KEYS
from infmap.story.answers import answer_in, beside
from infmap.story.reading import MOST_BYTES, MOST_SECTIONS, STRAY, read_story
from infmap.story.states import read_state, split_state
from infmap.story.told import shown
from tests.page_steps import headline, turn

STORIES = sorted((Path(__file__).parents[1] / "docs" / "stories").glob("*.md"))
BEGIN = "begin with # and the title"
HOW = "write {site=shuya date=2019-02-10}, or what the page's address has from # on"
NOWHERE = "write https://, mailto:, #step-1 to #step-1 or #sources"


def write(folder, text):
    path = folder / "story.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def png(filler=b""):
    """Return a picture of one white dot, with a comment to fill it."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"tEXt", b"Comment\0" + filler), (b"IDAT", zlib.compress(b"\0\xff")))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in (*parts, (b"IEND", b"")))


def story(cat, folder, text, **more):
    return read_story(write(folder, text), cat, **more)


def section(cat, folder, text, state="site=shuya date=2019-02-10"):
    """Return the words of a section as they are rendered."""
    return story(cat, folder, f"# T\n\n## S {{{state}}}\n\n{text}\n").sections[0].words


def faults(cat, folder, text):
    """Return the lines of the faults in a text, without the file's name."""
    path = write(folder, text)
    with pytest.raises(DataError) as caught:
        read_story(path, cat)
    lines = str(caught.value).split("\n")
    assert all(line.startswith(str(path)) for line in lines)
    return [line.removeprefix(str(path)).removeprefix(":").strip() for line in lines]


def state_of(cat, text, units=Units.KM):
    found = []
    state = read_state(cat, split_state(text), units, found)
    assert not found
    return state


def tell(cat, text, units=Units.KM):
    return shown(cat, state_of(cat, text, units), "fig-")


# --- Faults: each with its line ---------------------------------------------------------------

#: What stands in a heading's braces, and what is said of it.
STATES = {
    "site=shuja": "site: no site 'shuja'; did you mean shuya?",
    "date=2019-02-10": "site: is missing; write site=ID, as infmap list sites has it",
    "shuya": f"state: not a key with its value ('shuya'); {HOW}",
    "site=shuya 2019": f"state: not a key with its value ('2019'); {HOW}",
    "": f"state: is empty; {HOW}",
    "#": f"state: not a key with its value ('#'); {HOW}",
    "site=shuya sites=shuya": "state: no key 'sites'; did you mean site?",
    "site=shuya site=deveselu": "site: is given twice ('shuya' and 'deveselu'); write it once",
    "site=shuya system=scud": (
        "system: system 'scud' may be hwasong-5, hwasong-6, scud-d-syria or scud-er; write one of "
        "these"
    ),
    "site=shuya account=opponents": "account: no account 'opponents'; did you mean opponent?",
    "site=shuya theme=debates": "theme: no theme 'debates'; did you mean debate?",
    "site=shuya mode=zoom": "mode: no mode 'zoom'; known: compare, focus, overview",
    "site=shuya projection=flat": (
        "projection: no projection 'flat'; known: globe, mercator, true-distance"
    ),
    "site=shuya units=leagues": "units: distances are not shown in 'leagues'; write km, mi or nmi",
    "site=shuya fit=all": "fit: no fit 'all'; known: band, rings",
    "site=shuya count=none": "count: no count 'none'; known: both, every, some",
    "site=shuya doubt=maybe": "doubt: no doubt 'maybe'; known: off, on",
    "site=shuya capital=atlantis": "capital: no capital 'atlantis'; write one that infmap ...",
    "site=shuya capital=Danzig": (
        "capital: no capital 'Danzig'; write one that infmap list capitals has"
    ),
    "site=shuya view=5/55": "view: no view '5/55'; write ZOOM/LAT/LON, as in 4/55/20",
    "site=shuya view=5/95/20": "view: no view '5/95/20'; write ZOOM/LAT/LON, as in 4/55/20",
    "site=shuya view=nan/nan/nan": "view: no view 'nan/nan/nan'; write ZOOM/LAT/LON, as in 4/55/20",
    "site=shuya at=20": "at: no place '20'; write LON,LAT in degrees",
    "site=shuya at=200,10": "at: no such place '200,10'; write LON,LAT in degrees",
    "mode=overview holder=Frence": "holder: no holder 'Frence'; did you mean France?",
    "mode=overview holder=France date=2019-02-10": (
        "holder: France has no deployment on 2019-02-10; write ..."
    ),
    "site=shuya date=31/4/2019": (
        "date: not a date ('31/4/2019'); write YYYY-MM-DD, YYYY-MM or YYYY"
    ),
    'site=shuya date="3/4/2018"': (
        "date: may be either of two days ('3/4/2018'); write 2018-04-03 (3 April 2018) or "
        "2018-03-04 (March 4, 2018)"
    ),
    "site=shuya date=today": ("date: there is no clock ('today'); write the day, as in 2019-02-10"),
    "site=shuya pin=20.5,54.7,500": "pin: no step shows what nobody reports; name a site",
    "site=what-if": "site: no site 'what-if'; ...",
    "mode=compare site=delingha": (
        "left and right: no two accounts give a number here; write left=operator right=opponent, "
        "or two days, two systems or two sites"
    ),
    "mode=compare site=shuya date=1987-12-08": (
        "date: nothing is reported at Shuya on 1987-12-08; first reported 2015, write a later day"
    ),
    "mode=compare": "site: is missing; write site=ID, as infmap list sites has it",
    "mode=compare site=shuya left=operator": (
        "right: nothing to compare; write left=operator right=opponent, or two days, two systems "
        "or two sites"
    ),
    "site=shuya left=operator": (
        "left: is compared with nothing; write mode=compare, or leave it out"
    ),
    "mode=compare site=shuya left=operator right=shuya": (
        "left and right: 'operator' is an account and 'shuya' a site; compare two accounts, two "
        "days, two systems or two sites"
    ),
    "mode=compare site=shuya left=operator right=nobody": (
        "left and right: no account, day, system or site 'nobody'; write operator or opponent, a "
        "day as in 2019-02-10, or an id that infmap list systems or infmap list sites has"
    ),
    "mode=compare site=shuya left=operator right=operator": (
        "left and right: 'operator' and 'operator' are one account; compare it with another"
    ),
    "mode=compare left=operator right=opponent": (
        "site: is missing; write site=ID, as infmap list sites has it"
    ),
    "mode=compare site=shuya left=operator right=opponent account=operator": (
        "account: two accounts are compared already; leave account out"
    ),
    "mode=compare site=shuya left=2018 right=2020 date=2019": (
        "date: two days are compared already; leave date out"
    ),
    "mode=overview account=operator": (
        "account: all sites are counted on every account; leave account out"
    ),
    "mode=overview system=9m729": (
        "system: all sites are counted on every system; leave system out"
    ),
    "site=shuya holder=China": "holder: is of all sites; write mode=overview, or leave it out",
    "site=shuya count=every": "count: is of all sites; write mode=overview, or leave it out",
    "site=shuya at=20,55": "at: is of all sites; write mode=overview, or leave it out",
    # What shows nothing.
    "site=shuya date=1987-12-08": (
        "date: nothing is reported at Shuya on 1987-12-08; first reported 2015, write a later day"
    ),
    "site=mutlangen date=2019-02-10": (
        "date: nothing is reported at Mutlangen on 2019-02-10; reported ..."
    ),
    "site=shuya theme=third-parties": (
        "theme: nothing of third-parties is reported at Shuya; write debate or all"
    ),
    "site=shuya system=pershing-ii": (
        "system: no pershing-ii is reported at Shuya; write iskander-m or 9m729"
    ),
    "site=delingha account=operator": (
        "account: no operator figure is on file for Delingha; write independent"
    ),
    "mode=compare site=delingha left=operator right=independent": (
        "left: no operator figure is on file for Delingha; write independent"
    ),
    "mode=compare left=shuya right=mutlangen date=2019-02-10": (
        "right: nothing is reported at Mutlangen on 2019-02-10; reported ..."
    ),
    "mode=compare site=kaliningrad left=iskander-m right=9m729": (
        "right: no 9m729 is reported at Kaliningrad Oblast; write iskander-m or bastion-oniks"
    ),
    "mode=compare site=shuya left=1980-01-01 right=1987-12-08": (
        "left: nothing is reported at Shuya on 1980-01-01; first reported 2015, write a later day"
    ),
    "mode=overview date=1950-01-01": (
        "date: no deployment is on file on 1950-01-01; the first is of 1971"
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_wrong_in_a_state_is_told_with_its_line(cat, tmp_path, state):
    (said,) = faults(cat, tmp_path, f"# T\n\nLead.\n\n## S {{{state}}}\n\nWords.\n")[:1]
    assert fits(said, f"5: {STATES[state]}")


def fits(said, wanted):
    """Return whether a line is the one that is wanted, or begins so where that ends in dots."""
    return said.startswith(wanted[:-3]) if wanted.endswith("...") else said == wanted


#: Texts with a fault, and what is said of each, with its line.
TEXTS = {
    "Words.\n\n# T\n\n## S {site=shuya}\n": [f"3: something stands before the title; {BEGIN}"],
    "## S {site=shuya}\n": [f"1: has no title; {BEGIN}"],
    "Words alone.\n": [
        f"has no section; begin one with ##, and {HOW}",
        f"1: has no title; {BEGIN}",
    ],
    "# T\n\n## S {site=shuya}\n\n# U\n": ["5: a second title, after line 1; write ##"],
    "# T\n\nWords.\n": [f"has no section; begin one with ##, and {HOW}"],
    "# T\n\n## S\n\n## U\n": [f"3: state: no heading has one; {HOW}"],
    "# T\n\n### S {site=shuya}\n\n## U {site=shuya}\n": [
        "3: a heading of ### skips a level; write ##",
        "3: state: stands at another heading than ##; put it there",
    ],
    "# T {site=shuya}\n\n## S {site=shuya}\n\n#### U\n": [
        "1: state: stands at another heading than ##; put it there",
        "5: a heading of #### skips a level; write ###",
    ],
    "# T\n\n## {site=shuya}\n": ["3: a heading without words; write some"],
    "#\n\n## S {site=shuya}\n": ["1: a heading without words; write some"],
    "# T\n\n## S [a](https://b.c) {site=shuya}\n": [
        "3: a heading has words alone; put links, notes and pictures into the text below"
    ],
    "# T [@geonames]\n\n## S {site=shuya}\n": [
        "1: a heading has words alone; put links, notes and pictures into the text below"
    ],
    "# T\n\n## S {site=shuya}\n\n> ## U\n": [
        "5: a heading within a list, a quote or a footnote; set it in bold"
    ],
    "# T\n\n## S {site=shuya}\n\nA[^1]\n\n[^1]:\n    ## U {site=shuja}\n": [
        "8: a heading within a list, a quote or a footnote; set it in bold"
    ],
    "---\ntitle: T\n---\n\n## S {site=shuya}\n": [
        f"1: begins with metadata, or with a rule; {BEGIN}"
    ],
    "": [f"is empty; {BEGIN}"],
    "\ufeff \r\n\n": [f"is empty; {BEGIN}"],
}
#: States that are none, in headings and below them, with the line and the words that are told.
STRAYS = {
    "A\n\n## U {site=deveselu} (2016)": (7, "U {site=deveselu} (2016)"),
    "## U {site=deveselu": (5, "U {site=deveselu"),
    "## U Site=deveselu}": (5, "U Site=deveselu}"),
    "## U (mode=overview)": (5, "U (mode=overview)"),
    "## U {site: deveselu}.": (5, "U {site: deveselu}."),
    "## U {sites=deveselu (2016)": (5, "U {sites=deveselu (2016)"),
    "## U sites=deveselu} (2016)": (5, "U sites=deveselu} (2016)"),
    "## U {site=shuya} {site=deveselu}": (5, "U {site=shuya}"),
    "### U {{site=deveselu}}": (5, "U {{site=deveselu}}"),
    "##U {site=deveselu}": (5, "{site=deveselu}"),
    "## U\n{ #site=deveselu&units=mi }\nA": (6, "{ #site=deveselu&units=mi }"),
}
#: What may stand in a section, and what is said of it; it begins in line 5.
WORDS = {
    "See <b>this</b>.": [
        r"5: HTML ('<b>'); write Markdown, or \< for the sign",
        r"5: HTML ('</b>'); write Markdown, or \< for the sign",
    ],
    "A\nb\n<!-- later -->\nc": [r"7: HTML ('<!-- later -->'); write Markdown, or \< for the sign"],
    "<script>\nalert(1)\n</script>": [r"5: HTML ('<script>'); write Markdown, or \< for the sign"],
    "A [link](javascript:alert(1)).": [
        f"5: link: leads nowhere ('javascript:alert(1)'); {NOWHERE}"
    ],
    "A [link](JAVASCRIPT:a).": [f"5: link: leads nowhere ('JAVASCRIPT:a'); {NOWHERE}"],
    "A [link](data:text/html,a).": [f"5: link: leads nowhere ('data:text/html,a'); {NOWHERE}"],
    "A\n[link](other.html).": [f"6: link: leads nowhere ('other.html'); {NOWHERE}"],
    "A [link](//a.b).": [f"5: link: leads nowhere ('//a.b'); {NOWHERE}"],
    "A [link]().": [f"5: link: leads nowhere (''); {NOWHERE}"],
    "A [link](#step-2).": [f"5: link: leads nowhere ('#step-2'); {NOWHERE}"],
    "A [link][a].\n\n[a]: ftp://a.b": [f"5: link: leads nowhere ('ftp://a.b'); {NOWHERE}"],
    "A [@geoname] b": ["5: citation: no such source ('geoname'); did you mean geonames?"],
    "A [@aca-2017] b": [
        "5: citation: no such source ('aca-2017'); "
        "did you mean aca-2017-03-sm-3-iia, aca-2017-12-iran?"
    ],
    "A\nb\nc [@geonames; @zzzzqq].": [
        "7: citation: no such source ('zzzzqq'); infmap list sources has them"
    ],
    "A [@geonames; and more].": [
        "5: citation: cannot be read ('[@geonames; and more]'); "
        "write [@id], [@id, p. 5] or [@id; @id2]"
    ],
    **{
        f"A {cited} b.": [
            f"5: citation: cannot be read ('{cited}'); write [@id], [@id, p. 5] or [@id; @id2]"
        ]
        for cited in (
            *("@geonames", "@CRS-r43832", "[see @geonames, p. 5]", "[-@geonames]"),
            *("[@geonames p. 5]", "[@geonames; see @crs-r43832]", "[see *only* @nix]"),
        )
    },
    "A [@geonames](https://a.b) (@geonames).": [
        "5: citation: cannot be read ('@geonames'); write [@id], [@id, p. 5] or [@id; @id2]"
    ],
    "| a | b |\n|---|---|\n| c | [@zzzzqq] |": [
        "7: citation: no such source ('zzzzqq'); infmap list sources has them"
    ],
    "- a\n- b\n  - [@zzzzqq]": [
        "7: citation: no such source ('zzzzqq'); infmap list sources has them"
    ],
    "A[^x]": ["5: [^x]: has no text; write [^x]: and the text below"],
    "A[^x]\n\n[^x]:": ["7: [^x]: has no text; write it behind the colon"],
    "A\n\n[^x]: never": ["7: [^x]: is never used; cite it in the text"],
    "A[^x]\n\n[^x]: one\n\n[^x]: two": ["9: [^x]: has a text in line 7; take another name"],
    ">" * 30 + " a": ["5: lists or quotes too deep within each other; write it flat"],
    "![](a.png)": [
        "5: picture: has no words for those who do not see it; write them, as in ![words](a.png)"
    ],
    "![A <b>](a.png)": ["5: picture: has more than words in its brackets; write words alone"],
    "![A [@geonames]](a.png)": [
        "5: picture: has more than words in its brackets; write words alone"
    ],
    "![A](none.png)": [
        "5: picture: no such file ('none.png'); check its path from the story's folder"
    ],
    "A\n![A](https://a.b/c.png)": [
        "6: picture: is not in the story's folder ('https://a.b/c.png'); save it there, nothing is "
        "fetched"
    ],
    "![A](//a.b/c.png)": [
        "5: picture: is not in the story's folder ('//a.b/c.png'); save it there, nothing is "
        "fetched"
    ],
    "![A](data:image/png;base64,AAAA)": [
        "5: picture: is not in the story's folder ('data:image/png;base64,AAAA'); save it there, "
        "nothing is fetched"
    ],
    "![A](../out.png)": [
        "5: picture: is not in the story's folder ('../out.png'); put it there, and write its path"
    ],
    "![A](%2e%2e/out.png)": [
        "5: picture: is not in the story's folder ('%2e%2e/out.png'); put it there, and write its "
        "path"
    ],
    "![A](link.png)": [
        "5: picture: is not in the story's folder ('link.png'); put it there, and write its path"
    ],
    "![A](folder)": ["5: picture: is no file ('folder'); write the path of a picture"],
    "![A](text.png)": [
        "5: picture: is no PNG, JPEG, WebP or GIF ('text.png'); save it as one of these"
    ],
    "![A](drawing.svg)": [
        "5: picture: is no PNG, JPEG, WebP or GIF ('drawing.svg'); save it as one of these"
    ],
    "![A](sound.webp)": [
        "5: picture: is no PNG, JPEG, WebP or GIF ('sound.webp'); save it as one of these"
    ],
    "![A](large.png)": ["5: picture: is larger than 300 kB ('large.png'); save it smaller"],
    "![A](b.png) ![A](c.png)\n![A](d.png)": [
        "6: picture: makes more than 600 kB with those before it ('d.png'); save them smaller"
    ],
    "![A](%00)": ["5: picture: ..."],
} | {
    text: [f"{line}: state: {STRAY[0]} ({words!r}); {STRAY[1]}"]
    for text, (line, words) in STRAYS.items()
}


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_wrong_with_the_whole_is_told(cat, tmp_path, text):
    assert faults(cat, tmp_path, text) == TEXTS[text]


@pytest.mark.parametrize("words", WORDS)
def test_what_is_wrong_in_the_text_is_told_with_its_line(cat, tmp_path, words):
    folder = tmp_path / "story"
    (folder / "folder").mkdir(parents=True)
    for path in (tmp_path / "out.png", folder / "a.png"):
        path.write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "out.png")
    (folder / "text.png").write_text("no picture")
    (folder / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "sound.webp").write_bytes(b"RIFF\0\0\0\0WAVE")
    (folder / "large.png").write_bytes(png(b"a" * 300_000))
    for k, name in enumerate("bcd"):
        (folder / f"{name}.png").write_bytes(png(bytes([65 + k]) * 250_000))
    said = faults(cat, folder, f"# T\n\n## S {{site=shuya}}\n\n{words}\n")
    assert len(said) == len(WORDS[words])
    assert all(map(fits, said, WORDS[words])), said


def test_all_faults_are_told_at_once_in_the_order_of_their_lines(cat, tmp_path):
    said = faults(cat, tmp_path, "# T\n\nA[^1] [@nix]\n\n## S {site=shuja date=40}\n\n[a](b)\n")
    assert [line.partition(":")[0] for line in said] == ["3", "3", "5", "5", "7"]


def test_a_file_that_is_no_text_is_refused(cat, tmp_path):
    assert faults(cat, tmp_path, b"# T\n\n## S\xff {site=shuya}") == [
        "3: is not UTF-8; save it in that encoding"
    ]
    assert faults(cat, tmp_path, "# T\n" * MOST_BYTES) == [
        "is larger than 300 kB; make it two stories"
    ]
    many = "# T\n\n## S {site=shuya}\n" + "\n".join(f"[{k}](b)" for k in range(150))
    assert len(said := faults(cat, tmp_path, many)) == 101
    assert said[-1] == "has 50 more faults; mend these first"
    for path, said in ((tmp_path, "is a folder; give the path of a file"),
                       (tmp_path / "none.md", "file not found; check the path")):  # fmt: skip
        with pytest.raises(DataError, match=re.escape(said)):
            read_story(path, cat)


def test_more_sections_than_a_reader_reads_are_refused(cat, tmp_path):
    head = "# T\n\n## S {site=shuya}\n"
    text = head + "## U\n" * (MOST_SECTIONS - 1)
    assert len(story(cat, tmp_path, text).sections) == MOST_SECTIONS
    assert faults(cat, tmp_path, text + "## V\n") == [
        "63: 61 sections; write 60 at most, with ### within"
    ]
    assert faults(cat, tmp_path, head + "## V\n" * 100_000) == [
        "is larger than 300 kB; make it two stories"
    ]


# --- What is read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "site=shuya account=operator date=2019-02-10",
        "#site=shuya&account=operator&date=2019-02-10",
        "https://a.b/map.html#site=shuya&account=operator&date=2019-02-10&mode=focus",
        'site = shuya, account = operator; date = "10 Feb 2019";',
        "site=“Shuya” date=„10 February 2019“ account=\u2018operator\u2019,",
        " site=Shuya\u00a0ACCOUNT=Operator  Date=2019-02-10, ",
    ],
)
def test_a_state_is_read_as_people_and_their_editors_write_it(cat, written):
    state = state_of(cat, written)
    assert state.fragment == "site=shuya&theme=debate&account=operator&date=2019-02-10&mode=focus"
    # What is written is read as the same.
    assert state_of(cat, f"#{state.fragment}") == state


def test_the_keys_are_those_of_the_pages_address():
    text = (Path(__file__).parents[1] / "page" / "model" / "data.ts").read_text("utf-8")
    (fields,) = re.findall(r"export interface State \{(.*?)\n\}", text, re.DOTALL)
    assert {*KEYS, "pin"} == {*re.findall(r"^  (\w+):", fields, re.MULTILINE)}


@pytest.mark.parametrize(
    ("written", "fragment"),
    [
        ("site=greenham-common", "site=greenham-common&theme=all&mode=focus"),
        (
            "site=shuya mode=true-distance",
            "site=shuya&theme=debate&mode=focus&projection=true-distance",
        ),
        ("site=shuya account=all units=km", "site=shuya&theme=debate&mode=focus"),
        ("site=shuya date=2019", "site=shuya&theme=debate&date=2019-12-31&mode=focus"),
        ("site=shuya capital=Kiev", "site=shuya&theme=debate&capital=kyiv&mode=focus"),
        (
            "site=shuya mode=compare left=Mutlangen right=postavy",
            "site=mutlangen&theme=all&mode=compare&left=mutlangen&right=postavy",
        ),
        (
            "mode=compare left=shuya right=mutlangen",
            "site=shuya&theme=all&mode=compare&left=shuya&right=mutlangen",
        ),
        (
            "mode=compare site=shuya",
            "site=shuya&theme=debate&mode=compare&left=operator&right=independent",
        ),
        (
            "site=shuya account=opponent date=2019-02-10 mode=compare",
            "site=shuya&theme=debate&date=2019-02-10&mode=compare&left=operator&right=opponent",
        ),
        (
            "site=shuya account=operator mode=compare",
            "site=shuya&theme=debate&mode=compare&left=operator&right=opponent",
        ),
        ("mode=overview date=1987-12-08", "date=1987-12-08&mode=overview&holder=Soviet+Union"),
        ("mode=overview site=deveselu", "mode=overview&holder=United+States"),
        (
            "#site=shuya&theme=debate&mode=focus&holder=China&count=every",
            "site=shuya&theme=debate&mode=focus&holder=China&count=every",
        ),
    ],
)  # fmt: skip
def test_a_state_stands_alone_in_the_words_of_the_page(cat, written, fragment):
    assert state_of(cat, written).fragment.removeprefix("site=deveselu&") == fragment


def test_another_unit_is_the_storys_or_the_states(cat):
    assert state_of(cat, "site=shuya", Units.MI).fragment.endswith("units=mi")
    assert "units" not in state_of(cat, "site=shuya units=km", Units.MI).fragment
    step = tell(cat, "site=shuya units=mi date=2019-02-10")
    assert [count.says.partition(".")[0] for count in step.counts] == [
        "up to 298 mi",
        "6 figures, 311 to 1243 mi and more",
        "up to 1553 mi",
    ]
    assert step.table.notes[0].startswith("On every account no foreign capital is in range, 40 on")
    assert "85 capitals lie 311 to 3418 mi" in step.table.notes[0]


def test_the_end_of_a_heading_is_its_state_and_braces_may_be_words(cat, tmp_path):
    text = (
        "A *title*\nof two lines\n===\n\n"
        "## A \\{b\\} {site=shuya} ##\n\nU {site=deveselu}\n---\n\n"
        "## V \\{w\\} `{site=x}`\n\n### W: site\\=x\n\nX {y=z}, site=x, \\{site=x}, `{site=x}`\n"
    )
    told = story(cat, tmp_path, text)
    assert [one.ident for one in told.sections] == ["step-1", "step-2", "part-1"]
    assert [str(one.heading) for one in told.sections] == [
        "A {b}",
        "U",
        "V {w} <code>{site=x}</code>",
    ]
    assert [one.line for one in told.sections] == [5, 7, 10]
    assert told.title == "A title of two lines"
    assert told.sections[2].words == (
        "<h3>W: site=x</h3>\n<p>X {y=z}, site=x, {site=x}, <code>{site=x}</code></p>\n"
    )
    assert [one.ident for one in told.steps] == ["step-1", "step-2"]


@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text.replace("\n", "\r\n")])
def test_the_storys_own_words_are_read(cat, tmp_path, change):
    text = (
        "# *Whose* number?\n\nA lead.\n\n- one\n- two\n\n## Shuya {site=shuya}\n\nA [link](https://a.b),\n"
        "another [step](#step-1), [mail](mailto:a@b.c) and [sources](#sources).\n\n"
        "| a | b |\n|---|--:|\n| c | d |\n"
    )
    told = story(cat, tmp_path, change(text))
    assert told.title == "Whose number?"
    assert "<li>one</li>" in told.lead
    words = told.sections[0].words
    assert '<a href="https://a.b" target="_blank" rel="noreferrer">link</a>' in words
    assert '<a href="#step-1">step</a>' in words
    assert '<a href="mailto:a@b.c">mail</a>' in words
    assert '<td class="to-right">d</td>' in words


def test_citations_are_numbered_in_the_order_in_which_they_are_met(cat, tmp_path):
    told = story(
        cat,
        tmp_path,
        "# T\n\nA [@inf-treaty].\n\n## S {site=shuya}\n\n*B* [@geonames, p. 5 <b>;\n@inf-treaty]\n"
        "[@aca-2019-02-21-inf], c\n[@geonames].\n\nD[^a].\n\n[^a]: E [@crs-r43832].\n",
    )

    def cited(*numbers, tail=""):
        links = [f'<a href="#source-{n}" aria-label="Source {n}">{n}</a>' for n in numbers]
        links[min(1, len(links) - 1)] += tail
        return f'<sup class="cite">{", ".join(links)}</sup>'

    assert told.lead == f"<p>A{cited(1)}.</p>\n"
    words = told.sections[0].words
    assert f"<p><em>B</em>{cited(1, 2, 3, tail=', p. 5 &lt;b&gt;')}, c{cited(2)}.</p>" in words
    assert f"<p>E{cited(4)}.</p>" in told.notes[0]
    ids = ["inf-treaty", "geonames", "aca-2019-02-21-inf", "crs-r43832"]
    assert [source.id for source, _ in told.sources] == ids
    assert told.sources[2][1] == "the passage read"


def test_what_looks_like_a_citation_and_is_none_stays_text(cat, tmp_path):
    words = section(cat, tmp_path, r"\[@nix], a@b.c, [a@b.c], @nix, `[@nix]`, [@nix](https://a.b)")
    text = re.sub("<[^>]*>", "", str(words))
    assert text == "[@nix], a@b.c, [a@b.c], @nix, [@nix], @nix\n"
    others = r"\@geonames, a@geonames.org, https://a.b/@geonames, @geonames_org, "
    others += "[by @a](https://a.b) [@a][b]\n\n[b]: https://a.b"
    text = re.sub("<[^>]*>", "", str(section(cat, tmp_path, others)))
    assert text == "@geonames, a@geonames.org, https://a.b/@geonames, @geonames_org, by @a @a\n"


def test_footnotes_have_letters_of_their_own_and_stand_in_their_order(cat, tmp_path):
    told = story(
        cat,
        tmp_path,
        "# T\n\nA [^b] c[^a], d[^b] [^a].\n\n## S {site=shuya}\n\nE[^c]\n\n[^a]: one\n\n    more\n"
        "[^b]: two *words*\n[^c]: - list\n",
    )
    assert re.findall(r"#note-(\d)\D.*?>([ivx]+)<", told.lead) == [
        ("1", "i"),
        ("2", "ii"),
        ("1", "i"),
        ("2", "ii"),
    ]
    assert told.lead.startswith('<p>A<sup class="note">')
    assert told.lead.count("</sup><sup>,</sup><sup") == 1  # between two side by side alone
    assert list(map(str, told.notes)) == [
        "<p>two <em>words</em></p>\n",
        "<p>one</p>\n<p>more</p>\n",
        "<ul>\n<li>list</li>\n</ul>\n",
    ]


def test_a_picture_is_in_the_page_byte_for_byte(cat, tmp_path):
    (tmp_path / "my pictures").mkdir()
    path = tmp_path / "my pictures" / "b.png"
    path.write_bytes(png())
    one = section(
        cat,
        tmp_path,
        '![A \\<dot> & "more"](my%20pictures/b.png "A dot") ![B](<my pictures/b.png>)',
    )
    images = re.findall(r'<img src="data:image/png;base64,([^"]*)" alt="([^"]*)"', one)
    assert [base64.b64decode(data) for data, _ in images] == [path.read_bytes()] * 2
    assert images[0][1] == "A &lt;dot&gt; &amp; &quot;more&quot;"


@pytest.mark.parametrize(
    ("name", "begins", "kind"),
    [
        ("a.bin", b"\xff\xd8\xff\xe0", "jpeg"),
        ("a.jpg", b"GIF89a", "gif"),
        ("a", b"RIFF\0\0\0\0WEBP", "webp"),
    ],
)
def test_a_picture_is_what_its_bytes_say(cat, tmp_path, name, begins, kind):
    (tmp_path / name).write_bytes(begins)
    assert f"data:image/{kind};base64," in section(cat, tmp_path, f"![A]({name})")


HOSTILE = ("{{ 7*7 }}", "{% raw %}", "</script>", '"><img src=x onerror=alert(1)>', "'+alert(1)+'")


def test_no_text_of_a_story_becomes_more_than_text(cat, tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    each = " ".join(re.sub(r"[<>\[\]\"]", r"\\\g<0>", one) for one in HOSTILE)
    told = story(
        cat,
        tmp_path,
        f"# {each}\n\n{each} `{HOSTILE[2]}`\n\n## {each} {{site=shuya}}\n\n![{each}](a.png)"
        f"\n\n[{each}](https://a.b/%22%3E%3Cscript%3E)[^a]\n\n```{HOSTILE[2]}\n{HOSTILE[3]}\n```\n\n"
        f"| {each} |\n|---|\n| {each} |\n\n[^a]: {each} [@geonames, {each}]\n",
    )
    assert told.title == " ".join(HOSTILE)
    for text in (told.lead, told.sections[0].heading, told.sections[0].words, *told.notes):
        assert "<script" not in text
        assert "</script" not in text
        assert "<img src=x" not in text
        assert {*re.findall(r"<(\w+)", text)} <= {
            *("p", "code", "img", "a", "sup", "pre", "table", "thead", "tbody", "tr", "th", "td")
        }
    assert "&lt;/script&gt;" in told.lead


# --- What is told ------------------------------------------------------------------------------

#: Of every kind: one account and all, without figures, without a maximum, in the past.
FOCUS = [
    "site=shuya date=2019-02-10",
    "site=shuya account=opponent date=2019-02-10",
    "site=kaliningrad theme=all doubt=off",
    "site=deveselu date=2016-05-27",
    "site=san-nicolas theme=after-inf date=2019-08-18",
    "site=miroslawiec date=2019-02-07",
    "site=postavy theme=eliminated date=1987-12-08",
    "site=delingha theme=third-parties date=2007-10-25",
    "site=shuya system=iskander-m",
    "site=hmeimim theme=all",
]


def countable(answer):
    """Return the rows of coverage that count: a state once, and neither holder's nor host's."""
    cut = answer.cat.select(site=answer.site.id)
    rows = infmap.coverage_rows(cut)
    seats = {place.id for place in cut.capital_rows if place.role == "seat-of-government"}
    return [
        row
        for row in rows
        if row["target_id"] not in seats and row["relation"] in ("ally", "other")
    ]


@pytest.mark.parametrize("words", FOCUS)
def test_a_sites_table_is_what_coverage_says_of_each_figure(cat, words):
    state = state_of(cat, words)
    answer, step = answer_in(cat, state), shown(cat, state, "fig-")
    rows = sorted(countable(answer), key=lambda row: row["distance_km"])
    # By claimant and figure: what the table says, against what each row's answers say.
    wanted = {}
    for k, figure in enumerate(answer.figures):
        names = [row["target"] for row in rows if row["accounts"][k]["in_range"]]
        wanted[figure.claim.source_id, figure.claim.claimant, figure.claim.up_to_km] = (
            figure,
            names,
        )
    lists = [(row, _listed(step.table.rows, k)) for k, row in enumerate(step.table.rows)]
    for figure, names in wanted.values():
        if not figure.strikes:
            assert any(figure.why_not in row[2] for row, _ in lists)
            continue
        names = names if figure.has_number else []
        whose = OWNERS[figure.claim.account]
        fitting = [
            (row, listed)
            for row, listed in lists
            if row[0].startswith(whose)
            and set(listed) == set(names)
            and row[2] not in ("not a strike system", "engagement only")
        ]
        assert fitting, (figure.claim, names)
        number = f"{len(names) or 'none'}"
        assert any(row[2].split(":")[0].split(" ")[0] == number for row, _ in fitting)


def _listed(rows, k):
    """Return the names in a row, with those that it says are another row's."""
    _, _, said = rows[k][2].partition(": ") if ": " in rows[k][2] else ("", "", "")
    if "(not counted: source not read): " in rows[k][2]:
        said = rows[k][2].partition("read): ")[2]
    elif "(not counted: source not read)" in rows[k][2]:
        said = ""
    names = []
    if found := re.match(r"the (\d+) of (.*?)(?:, and (.*))?$", said):
        number, whose, said = int(found[1]), found[2], found[3] or ""
        before = [j for j in range(k) if rows[j][0].partition(": ")[2] == whose]
        names = next(some for j in before[::-1] if len(some := _listed(rows, j)) == number)
    return [*names, *filter(None, said.split(", "))]


@pytest.mark.parametrize("words", FOCUS)
def test_counts_are_the_findings(cat, words):
    state = state_of(cat, words)
    answer, step = answer_in(cat, state), shown(cat, state, "fig-")
    theme, system = state.words["theme"], state.words.get("system")
    alone = cat.select(site=answer.site.id, system=system)
    found = infmap.finding(
        alone, answer.site.id, theme=theme, as_of=state.day, account=state.words.get("account")
    )
    spans = [(one.account, one.span) for one in found.accounts if one.account != "all"]
    assert [(count.look, count.number) for count in step.counts] == spans
    assert step.title == step.table.caption == found.title
    assert step.day == state.day


def test_a_row_of_figures_says_how_sure_its_number_is(cat):
    rows = tell(cat, "site=shuya account=opponent system=9m729 date=2019-02-10").table.rows
    assert [(whose, figure, said.partition(":")[0]) for whose, figure, said in rows] == [
        (
            "Opponents: US State Dept, US DNI, NATO foreign ministers",
            "9M729: at least 500 km, 500 to 5500 km",
            "none for sure",
        ),
        ("Opponents: Ukrainian military source (2025)", "9M729: at least 1200 km", "6 or more"),
        ("Opponents: US intelligence (2019)", "9M729: at least 2000 km", "22 or more"),
        ("Opponents: FAZ", "9M729: 2000 to 2350 km", "22 for sure"),
    ]
    assert rows[2][2].startswith("22 or more: Minsk, Kyiv, Tallinn, Helsinki, ")
    assert rows[3][2] == "22 for sure: the 22 of US intelligence (2019)"
    (first, _, alleged, *_) = tell(cat, "site=deveselu account=opponent date=2016-05-27").table.rows
    assert first[2] == "not a strike system"
    assert alleged[2].startswith("56: Sofia, ")
    unread = tell(cat, "site=delingha theme=third-parties date=2007-10-25").table.rows[1]
    assert unread[2] == "8 (not counted: source not read): the 8 of The Indian Express (2008)"


def test_what_is_near_own_and_open_stands_below_the_table(cat):
    step = tell(cat, "site=shuya account=operator date=2019-02-10")
    assert step.table.notes == (
        "85 capitals lie 500 to 5500 km away. Not counted: Moscow, the holder's own. As it stood "
        "on 2019-02-10.",
        "Nearest out of range: Minsk, 934 km.",
    )
    assert step.counts[0].says == (
        "3 figures, 480 to 500 km. Foreign capitals in range; not counted: Moscow"
    )
    notes = tell(cat, "site=shuya date=2019-02-10").table.notes
    assert notes[1].startswith("Left open: 156, nearest Bern, ")
    assert (
        "Not counted, as nobody read the source: CSIS"
        in tell(cat, "site=delingha theme=third-parties date=2007-10-25").table.notes[0]
    )


def test_where_nobody_says_how_far_a_missile_flies_the_table_says_so(cat):
    step = tell(replace(cat, claim_rows=()), "site=shuya")
    assert step.table.rows == (("Nobody", "no figure is on file", "none"),)
    assert step.counts == ()


def test_where_a_place_is_not_known_what_is_sure_is_told(cat):
    notes = tell(cat, "site=kaliningrad date=2018-02-05").table.notes
    assert notes[-2:] == (
        "In range on every figure wherever within 110 km the launchers stand: 3, Vilnius, Warsaw, "
        "Riga.",
        "Where it depends on the place, within 110 km, or on the figure: 5, Minsk, Stockholm, "
        "Tallinn, Copenhagen, Berlin.",
    )
    found = infmap.doubt(cat, "kaliningrad", as_of="2018-02-05")
    sure = [row.target for row in found.rows if row.certainty == "in"]
    assert sure == ["Vilnius", "Warsaw", "Riga"]
    for words in ("site=kaliningrad date=2018-02-05 doubt=off", "site=shuya date=2019-02-10"):
        assert "So near a figure's edge that " in tell(cat, words).table.notes[-1]
    assert "within 10 km" in tell(cat, "site=shuya doubt=on").table.notes[-1]
    for km, is_told in ((25, False), (26, True)):
        rows = [row.model_copy(update={"position_precision_km": km}) for row in cat.deployment_rows]
        notes = tell(replace(cat, deployment_rows=tuple(rows)), "site=shuya").table.notes
        assert (f" within {km} km" in notes[-1]) == is_told
    notes = tell(cat, "site=crimea date=2018-01-01").table.notes
    assert notes[-2].endswith(" wherever within 170 km the launchers stand: none.")


@pytest.mark.parametrize(
    ("words", "sure", "unsure"),
    [
        (
            "site=slovakia theme=all",
            "every figure wherever within 230 km the launchers stood",
            "ed",
        ),
        (
            "site=slovakia theme=all date=1995-06-01",
            "every figure wherever within 230 km the launchers stand",
            "s",
        ),
        # One figure of the Zircon names no number.
        (
            "site=crimea theme=all date=2026-04-01",
            "every number given wherever within 170 km the launchers stand",
            "s",
        ),
    ],
)
def test_what_is_sure_is_told_in_the_tense_and_on_the_figures_of_the_finding(
    cat, words, sure, unsure
):
    told = tell(cat, words).table.notes[-2:]
    assert told[0].startswith(f"In range on {sure}: ")
    assert told[1].startswith(f"Where it depend{unsure} on the place, ")


def test_what_only_unread_figures_reach_is_told_apart(cat):
    step = tell(cat, "mode=compare left=mutlangen right=postavy theme=eliminated date=1987-12-08")
    assert step.table.notes[0] == (
        "Mutlangen: 4 more in range on figures alone whose source nobody read, Moscow, Ankara, "
        "Rabat, Nicosia."
    )
    assert [count.says for count in step.counts] == [
        "up to 1931 km. Foreign capitals in range; not counted: Bonn",
        "4 figures, 3862 to 5000 km and more. Foreign capitals in range; not counted: Moscow",
    ]


SIDES = [
    "mode=compare site=shuya left=operator right=opponent date=2019-02-10",
    "mode=compare site=deveselu left=opponent right=operator date=2016-05-27",
    "mode=compare site=shuya left=independent right=all date=2019-02-10",
    "mode=compare site=shuya left=iskander-m right=9m729",
    "mode=compare site=kaliningrad left=2014-06-01 right=2019-02-10 theme=all",
    "mode=compare site=shuya left=1987-12-08 right=2019-02-10",
    "mode=compare left=crimea right=hmeimim theme=debate date=2017-03-12",
    "mode=compare left=mutlangen right=postavy theme=eliminated date=1987-12-08",
    "mode=compare left=mainz-kastel right=krichev theme=after-inf date=2025-12-26",
    # Moscow is in range of one, and the other's own.
    "mode=compare left=kaliningrad right=deveselu account=opponent date=2018-02-05",
]


@pytest.mark.parametrize("words", SIDES)
def test_two_sides_are_what_compare_says(cat, words):
    state = state_of(cat, words)
    step, sides = shown(cat, state, "fig-"), state.sides
    assert sides is not None
    only = {"theme": state.words["theme"], "account": state.words.get("account")}
    if sides.what != "site":
        only["site"] = state.words["site"]
    if sides.what != "day":
        only["as_of"] = state.day
    rows = compare_rows(cat, sides.left, sides.right, **only)
    changes = {row["target"]: (row["left"] in REACHED, row["right"] in REACHED) for row in rows}
    left, right, both = ([*filter(None, row[2].split(", "))] for row in step.table.rows)
    for names, wanted in ((left, (True, False)), (right, (False, True))):
        for name in set(names) - {"none"}:
            assert changes[name] == wanted
    # What compare has, and the table has not, is a side's own, a seat of government, or unread.
    versus = beside(cat, state)
    aside = {row["target"] for side in versus.sides for row in side.answer.rows
             if row["relation"] in ("holder", "host")}  # fmt: skip
    seats = {row.name for row in cat.capitals_of_any_day if row.role == "seat-of-government"}
    moved = {name for name, (one, other) in changes.items() if one != other}
    for name in moved - {*left, *right} - aside - seats:
        if any(name in note for note in step.table.notes if "on both days" in note):
            continue
        reached = [side.answer.by_account for side in versus.sides]
        ident = next(row["target_id"] for row in rows if row["target"] == name)
        assert all(
            ident not in (*count.sure, *count.some) for one in reached for count in one.values()
        )
    assert not {*both} & moved
    assert [row[1] for row in step.table.rows] == [
        str(len([name for name in names if name != "none"])) for names in (left, right, both)
    ]


def test_the_titles_of_two_sides_tell_what_changes(cat):
    assert [tell(cat, words).title for words in SIDES] == [
        "Between the operator's figures and the opponents' figures, "
        "22 foreign capitals change hands",
        "Between the opponents' figures and the US figures, 56 foreign capitals change hands",
        "Between the independent figures and all accounts, no foreign capital changes hands",
        "No foreign capital is in range of the Iskander-M alone, 40 of the 9M729 alone",
        "Between 2014-06-01 and 2019-02-10, no foreign capital comes into range of Kaliningrad "
        "Oblast and none leaves it",
        "Between 1987-12-08 and 2019-02-10, 19 foreign capitals come into range of Shuya and none "
        "leaves it",
        "1 foreign capital is in range of Crimea alone, 5 of Hmeimim air base alone",
        "No foreign capital is in range of Mutlangen alone, 21 of Postavy alone",
        "No foreign capital is in range of Mainz-Kastel alone, 27 of Krichev-6 former airfield "
        "alone",
        "No foreign capital is in range of Kaliningrad Oblast alone, 51 of Deveselu alone",
    ]


def test_a_day_before_anything_may_be_one_of_two(cat, tmp_path):
    told = story(
        cat, tmp_path, "# T\n\n## S {mode=compare site=shuya left=1987-12-08 right=2019-02-10}\n"
    )
    assert told.sections[0].shown.counts[0].number == "\N{EN DASH}"


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("holder", "day"),
    sampled(
        [
            ("Russia", date(2019, 2, 10)),
            ("Russia", date(2014, 7, 28)),
            ("Soviet Union", date(1987, 12, 8)),
            ("United States", None),
        ],
        1,
        [("Soviet Union", date(1987, 12, 8))],
    ),
)
def test_all_sites_are_what_overlap_says_of_each_capital(cat, holder, day):
    words = f'mode=overview holder="{holder}"' + (f" date={day}" if day else "")
    step = tell(cat, words)
    found = {}
    there = cat.with_capitals_of(day)
    for place in there.capital_rows:
        if place.role != "seat-of-government":
            one = infmap.overlap(
                cat, place.id if day is None else place.name, holder=holder, as_of=day
            )
            found[place.name] = (one.every, one.some)
    every = sum(1 for one, _ in found.values() if one)
    some = sum(1 for _, one in found.values() if one)
    assert step.counts[0].number == (str(some) if every == some else f"{every}\N{EN DASH}{some}")
    for name, *counts in step.table.rows:
        assert found[name] == tuple(map(int, counts))
    most = sorted(found.values(), reverse=True)[: len(step.table.rows)]
    assert [(int(one), int(other)) for _, one, other in step.table.rows] == most
    assert len(step.table.rows) == min(12, some)
    assert one.of == int(re.search(r"(\d+) deployment", step.table.notes[-1])[1])
    assert re.search(r" (\d+) .*deployments$", step.counts[0].who)[1] == str(one.of)


@pytest.mark.browser
def test_the_page_says_the_same_of_each_state(cat, open_page, whole):
    page = open_page(whole, "#site=shuya")
    overviews = [
        "mode=overview date=2018-10-20",
        'mode=overview holder="Soviet Union" date=1987-12-08',
    ]
    for words in (*sampled(FOCUS, 3, always=FOCUS[2:3]), *sampled(SIDES, 4), *overviews):
        state = state_of(cat, words)
        # Where doubt is drawn the page's headline tells of it alone.
        turn(page, f"#{state.fragment}&doubt=off")
        step = shown(cat, state, "fig-")
        if state.mode == "overview":
            rows = page.locator(".tallies tbody tr").all_inner_texts()
            parts = (re.split(r"\s*[\t\n]\s*", row.strip()) for row in rows)
            listed = [(name, every, some) for name, *_, every, some in parts]
            assert listed[: len(step.table.rows)] == list(step.table.rows), words
            every, some = (sum(row[k] != "0" for row in listed) for k in (1, 2))
            assert step.counts[0].number == (
                f"{every}\N{EN DASH}{some}" if every < some else f"{some}"
            )
            continue
        assert headline(page) == step.title, words
        if state.mode == "focus":
            for count in step.counts:
                column = page.locator(f".account-{count.look} .account-count")
                assert column.text_content().strip() == count.number, words
    sites = ("shuya", "kaliningrad", "deveselu", "crimea")
    for site in sampled(sites, 1, always=["kaliningrad"]):
        turn(page, f"#site={site}&theme=all&mode=compare")
        assert headline(page) == tell(cat, f"site={site} theme=all mode=compare").title
    assert not page.complaints


# --- What is written ---------------------------------------------------------------------------

SHORT = (
    "# Whose number?\n\nA lead.\n\n## Shuya {site=shuya date=2019-02-10}\n\nA town [@geonames].\n"
)


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.md").write_text(SHORT)
    return tmp_path


@pytest.mark.thorough
def test_the_command_writes_a_page_and_says_so(folder):
    result = run("story", "story.md", "-o", "story.html")
    assert (result.exit_code, result.stderr) == (0, "")
    page = (folder / "story.html").read_text("utf-8")
    assert (
        result.stdout
        == f"story.html: 1 step, {len(page.encode()) / 1e6:.1f} MB; open it in a browser\n"
    )
    assert "<h1>Whose number?</h1>" in page
    # The same from Python, byte for byte.
    infmap.save_story("story.md", "again.html")
    assert (folder / "again.html").read_text("utf-8") == page


def test_the_page_is_opened_where_that_is_asked_for(folder, monkeypatch):
    opened_pages = []
    monkeypatch.setattr("webbrowser.open", opened_pages.append)
    assert run("story", "story.md", "-o", "story.html", "--open").exit_code == 0
    assert opened_pages == [(folder / "story.html").as_uri()]


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("-o", "story.html"), "FILE.md is missing; write infmap story FILE.md -o FILE.html", 2),
        (("story.md",), "--output is missing; write infmap story FILE.md -o FILE.html", 2),
        (("story.md", "-o", "story.pdf"), "no format for the suffix '.pdf'; write .html", 1),
        (("story.md", "-o", "story"), "no suffix tells the format; write .html", 1),
        (("story.md", "-o", "."), ".: is a folder; give the path of a file", 1),
        (("story.html", "-o", "story.html"), "story.html: file not found; check the path", 1),
        (("none/story.md", "-o", "a.html"), "none/story.md: file not found; check the path", 1),
        ((".", "-o", "a.html"), ".: is a folder; give the path of a file", 1),
        (("-", "-o", "a.html"), "-: file not found; check the path", 1),
        (("story.md", "-o", "none/a.html"), "none/a.html: its folder does not exist; ", 1),
        (("story.md", "-o", "a.html", "--theme", "debate"), "no option '--theme'; ", 2),
        (("story.md", "-o", "a.html", "--account", "operator"), "no option '--account'; ", 2),
        (("story.md", "-o", "a.html", "--as-of", "2019"), "no option '--as-of'; ", 2),
        (("story.md", "-o", "a.html", "--site", "shuya"), "no option '--site'; ", 2),
        (("story.md", "-o", "a.html", "--units", "leagues"), "distances are not shown in ", 2),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_line(folder, arguments, said, code):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("story", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_story_never_takes_the_place_of_what_it_is_read_from(folder):
    (folder / "story.html").write_text(SHORT)
    for act in (lambda: run("story", "story.html", "-o", "story.html").stderr,):
        assert act() == "story.html: is an input and would be replaced; choose another path\n"
    with pytest.raises(OutputError, match="is an input"):
        infmap.save_story("story.html", "story.html")
    assert (folder / "story.html").read_text() == SHORT


def test_faults_leave_the_older_page_as_it_was(folder):
    (folder / "story.html").write_text("older")
    (folder / "story.md").write_text(SHORT.replace("shuya", "shuja").replace("geonames", "geoname"))
    result = run("story", "story.md", "-o", "story.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "story.md:5: site: no site 'shuja'; did you mean shuya?",
        "story.md:7: citation: no such source ('geoname'); did you mean geonames?",
    ]
    assert (folder / "story.html").read_text() == "older"


@pytest.mark.thorough
def test_notes_on_how_a_state_was_read_have_its_line(folder):
    (folder / "story.md").write_text(SHORT.replace("2019-02-10", "2019"))
    result = run("story", "story.md", "-o", "story.html")
    assert result.exit_code == 0
    assert result.stderr == (
        "story.md:5: date 2019 read as 2019-12-31, the last day of that year\n"
    )


def test_a_story_is_told_of_own_tables_in_their_units(folder):
    (folder / "sites.csv").write_text("name,lon,lat,range_km\nNorth camp,20.5,54.7,400\n")
    (folder / "story.md").write_text("# T\n\n## Camp {site=north-camp account=user}\n\nWords.\n")
    files = ("--deployments", "sites.csv", "--units", "mi")
    result = run("story", "story.md", "-o", "story.html", *files)
    assert (result.exit_code, result.stderr) == (0, "")
    page = (folder / "story.html").read_text("utf-8")
    assert "up to 249 mi" in page
    assert "shuya" not in page
    assert run("story", "sites.csv", "-o", "sites.csv", *files).exit_code == 1
    # Deployments of nobody are counted for nobody.
    (folder / "story.md").write_text("# T\n\n## All {mode=overview}\n")
    assert run("story", "story.md", "-o", "story.html", *files).stderr == (
        "story.md:3: mode: no deployment with a figure that was read has an operator named; show "
        "one site, or compare two\n"
    )


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_stories_of_the_documentation_are_read_without_fault(cat, path):
    told = read_story(path, cat)
    assert len(told.steps) >= 4
    assert all(step.shown.table.rows and step.shown.title for step in told.steps)
    assert len({source.id for source, _ in told.sources}) == len(told.sources)


# --- Whatever is written -----------------------------------------------------------------------

PIECES = (
    *(
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "@",
        "^",
        "#",
        "##",
        "\n",
        "\n\n",
        "=",
        '"',
        "“",
        "&",
        ";",
        ",",
    ),
    *("<", ">", "`", "```", "|", "---", "!", "*", "_", "\\", "\0", "\x1b[2J", "\u202e", "\ufeff"),
    *("site=shuya", "mode=compare", "left=operator", "date=", "99999", "[^1]", "[^1]: a", "\r"),
    *("[@geonames]", "https://a.b", "javascript:", "data:", "![a](b)", "{{", "{%", "&#123;"),
    *("\N{GRINNING FACE}", "\N{ARABIC-INDIC DIGIT THREE}", "0" * 500),
)


def mutilated(text, seed):
    """Return a text with some of its pieces cut out, doubled, swapped or written over."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 12)):
        at, to = sorted(chance.choices(range(len(text) + 1), k=2))
        to = min(to, at + chance.choice((1, 5, 40, 400)))
        text = chance.choice(
            (
                text[:at] + text[to:],
                text[:to] + text[at:],
                text[:at] + chance.choice(PIECES) + text[at:],
                text[:at] + chance.choice(PIECES) + text[to:],
                text[:at] + text[at:to][::-1] + text[to:],
            )
        )
    return text


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize("seed", range(examples(60)))
def test_whatever_is_written_is_read_or_refused_in_lines(cat, tmp_path, seed):
    whole_text = random.Random(seed).choice([path.read_text("utf-8") for path in STORIES])
    # A few sections are enough.
    begin, *parts = re.split(r"(?m)^(?=## )", whole_text)
    text = begin + "".join(random.Random(seed).sample(parts, 2))
    path = write(tmp_path, mutilated(text, seed))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReadingNote)
            told = read_story(path, cat)
    except DataError as error:
        lines = str(error).split("\n")
        assert all(line.startswith(str(path)) and line.isprintable() for line in lines)
        assert all("; " in line and len(line) < 1500 for line in lines)
    else:
        html = "".join((told.lead, *told.notes, *(one.words for one in told.sections)))
        assert not re.search(
            r"<(?:script|iframe|style|object|embed|svg|form|input|base|meta)\b", html
        )
        assert not re.search(r"<[^>]*\son\w+=", html)
        assert {*re.findall(r' (?:href|src)="([^":]*):', html)} <= {
            "http",
            "https",
            "mailto",
            "data",
        }
