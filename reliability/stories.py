"""Hostile Markdown told as a story: text stays text, and a trap is refused in lines.

Each payload is put wherever a writer may put a text, as it is and with every sign written out by a
backslash. It is read or refused; written out, it must show as itself. What is read stands in one
page, which Chromium opens: no request, no script, no element but those of Markdown.
"""

import re
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from markupsafe import Markup

from infmap.catalogue import Catalogue
from infmap.errors import InfmapError, ReadingNote
from infmap.story.document import story_text
from infmap.story.reading import MOST_FAULTS, read_story
from infmap.story.record import Story
from reliability.outcome import Outcome
from reliability.payload_browser import chromium, new_shapes, watched
from reliability.payload_frames import break_outs_lost, policy_lost
from reliability.payload_lines import line_lost
from reliability.payload_messages import STORY_READY
from reliability.payload_outputs import html_seen
from reliability.payload_tables import Payload, short_payloads
from reliability.payloads import few_places
from reliability.story_traps import TRAPS, put_beside

#: Processor time that a story of the largest size may take to be read.
MOST_SECONDS = 20.0
STEP = "# T\n\n## S {site=shuya}\n\n"
#: Where a text may stand in a story: TEXT stands for it.
SPOTS = {
    "title": "# TEXT\n\n## S {site=shuya}\n",
    "lead": "# T\n\nTEXT\n\n## S {site=shuya}\n",
    "heading": "# T\n\n## TEXT {site=shuya}\n",
    "words": f"{STEP}TEXT\n",
    "emphasis": f"{STEP}A **TEXT** _TEXT_\n",
    "list": f"{STEP}- a\n  1. TEXT\n",
    "quote": f"{STEP}> TEXT\n",
    "table": f"{STEP}| a | TEXT |\n|---|--:|\n| TEXT | b |\n",
    "words of a link": f"{STEP}[TEXT](https://plain.example/)\n",
    "words of a picture": f"{STEP}![TEXT](a.png)\n",
    "footnote": f"{STEP}A[^1]\n\n[^1]: TEXT\n",
}
#: Where a backslash is no sign of Markdown.
BARE_SPOTS = {
    "state": "# T\n\n## S {TEXT}\n",
    "value": "# T\n\n## S {site=TEXT}\n",
    "quoted value": '# T\n\n## S {site="TEXT" date="TEXT"}\n',
    "code": f"{STEP}`TEXT`\n",
    "fence": f"{STEP}```TEXT\nTEXT\n```\n",
    "indented": f"{STEP}    TEXT\n",
    "address": f"{STEP}[a](TEXT)\n",
    "address in brackets": f"{STEP}[a](<TEXT>)\n",
    "title of a link": f'{STEP}[a](https://plain.example/ "TEXT")\n',
    "definition": f"{STEP}[a]\n\n[a]: TEXT\n",
    "address alone": f"{STEP}<TEXT>\n",
    "path of a picture": f"{STEP}![a](TEXT)\n",
    "title of a picture": f'{STEP}![a](a.png "TEXT")\n',
    "name of a footnote": f"{STEP}A[^TEXT]\n\n[^TEXT]: b\n",
    "citation": f"{STEP}A [@TEXT].\n",
    "place in a source": f"{STEP}A [@geonames, TEXT].\n",
    "a block": f"{STEP}a\n\nTEXT\n",
}
#: All that Markdown makes.
PLAIN = (
    STEP
    + """\
### A *b* **c** `d`

#### A

##### A

###### A

A\\
b [c](https://plain.example/) [d](https://plain.example/ "e") [f](#step-1 "g") [h](#sources)
<mailto:a@plain.example> ![i](a.png) ![j](a.png "k")

- a
  1. b

3. c

> d

| a | b | c | d |
|---|:--|:-:|--:|
| e | f | g | h |

---

```i
j
```

    k

A [@geonames, p. 5; @inf-treaty][^1] [^2].

[^1]: a
[^2]: b
"""
)


def run(size: float) -> list[Outcome]:
    """Return the outcomes of a share of the payloads, and of every trap."""
    chosen = short_payloads(size)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        told = stories_told(Path(folder), chosen)
        lost = [*told.lost, *page_lost(browser, Path(folder), told)]
        traps = list(traps_lost(Path(folder)))
    spots = len(SPOTS) + len(BARE_SPOTS)
    return [
        Outcome(
            "hostile text in a story's Markdown",
            f"{len(chosen)} payloads in {spots} places, in {len(SPOTS)} of them also written out; "
            f"{told.refused:,} refused in lines, the others in a page of Chromium's",
            told.tried,
            tuple(lost),
        ),
        Outcome(
            "Markdown that is a trap: read or refused within 20 s of processor time",
            f"{len(TRAPS)} stories of up to 300 kB: nests, loops, lists of thousands, long lines, "
            "links to other files, pipes",
            len(TRAPS),
            tuple(traps),
        ),
    ]


@dataclass
class Told:
    """What was made of stories: how many were tried and refused, those read, and the losses."""

    tried: int = 0
    refused: int = 0
    read: list[Story] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def written_out(text: str) -> str:
    r"""Return a text with a backslash before every sign, on one line.

    >>> written_out("a *b*")
    'a \\*b\\*'
    """
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", " ".join(text.split()))


def stories_told(
    folder: Path, chosen: Sequence[Payload], spots: Sequence[str] = (*SPOTS, *BARE_SPOTS)
) -> Told:
    """Read a story for each payload at each place."""
    cat = few_places()
    put_beside(folder)
    told = Told()
    plain = _read(cat, folder, PLAIN)
    allowed = html_seen(_html(plain)).shapes
    # What the map is drawn from does not depend on a story's texts, and takes longer than they do.
    with patch("infmap.story.reading.story_data", return_value=plain.data):
        for spot, payload in product(spots, chosen):
            raw = payload.text.encode("utf-8", "replace").decode()
            told.lost += _tried(told, cat, folder, f"{spot}, {payload.name}", spot, raw, allowed)
            if spot in SPOTS:
                name = f"{spot}, {payload.name} written out"
                text = written_out(raw)
                told.lost += _tried(told, cat, folder, name, spot, text, allowed, shows=raw)
    return told


def _tried(
    told: Told,
    cat: Catalogue,
    folder: Path,
    name: str,
    spot: str,
    text: str,
    allowed: set[str],
    *,
    shows: str | None = None,
) -> list[str]:
    told.tried += 1
    try:
        story = _read(cat, folder, {**SPOTS, **BARE_SPOTS}[spot].replace("TEXT", text))
    except InfmapError as error:
        told.refused += 1
        return [f"{name}: {line}" for line in line_lost(str(error))]
    except Exception as error:
        return [f"{name}: {type(error).__name__}: {ascii(str(error))[:200]}"]
    told.read.append(story)
    made = _html(story)
    seen = html_seen(made)
    lost = [*seen.lost, *new_shapes(seen.shapes, allowed)]
    if shows is not None and _letters(shows) not in _letters(_words(made)):
        lost.append(f"shows as {_words(made)[:120]!r}")
    return [f"{name}: {line}" for line in lost]


def _read(cat: Catalogue, folder: Path, text: str) -> Story:
    path = folder / "story.md"
    path.write_bytes(text.encode())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReadingNote)
        return read_story(path, cat)


def _html(story: Story) -> str:
    """Return a story's own text as HTML, its title and headings too."""
    parts = [Markup("<h1>{}</h1>").format(story.title), story.lead, *story.notes]
    parts += [Markup(f"<h2>{one.heading}</h2>{one.words}") for one in story.sections]
    return "".join(parts)


def _words(text: str) -> str:
    import lxml.html

    root = lxml.html.document_fromstring(text)
    return " ".join([root.text_content(), *root.xpath("//@alt")])


def _letters(text: str) -> str:
    return "".join(text.split())


def page_lost(browser: Any, folder: Path, told: Told) -> list[str]:
    """Open one page of all stories that were read; return what it does beside showing them."""
    cat = few_places()
    plain = _read(cat, folder, PLAIN)
    page, harmless = _page([plain, *told.read]), _page([plain, plain])
    lost = policy_lost(page.replace("; font-src data:", "", 1))
    shapes = []
    for name, text in (("hostile", page), ("harmless", harmless)):
        path = folder / f"{name}.html"
        path.write_text(text, "utf-8")
        with watched(browser) as seen:
            seen.page.set_default_timeout(600_000)
            seen.open(path, STORY_READY)
            seen.gather()
            shapes.append(seen.take()["shapes"])
            lost += seen.lost
    lost += new_shapes(*shapes)
    return lost + break_outs_lost(browser, folder / "harmless.html", STORY_READY)


def _page(stories: Sequence[Story]) -> str:
    """Return a page of the first story, in which the others' texts are sections."""
    first, *others = stories
    step = first.sections[0]
    parts = tuple(
        replace(
            step,
            ident=f"part-{number}",
            heading=one.sections[0].heading,
            words=Markup("").join([one.lead, one.sections[0].words, *one.notes]),
            shown=None,
        )
        for number, one in enumerate(others, 1)
    )
    title = " ".join([first.title, *(one.title for one in others if one.title != first.title)])
    return story_text(replace(first, title=title, sections=(step, *parts)))


def traps_lost(folder: Path) -> Iterator[str]:
    """Yield a line for each trap that is not read, or refused in lines, in time."""
    cat = few_places()
    put_beside(folder)
    path = folder / "trap.md"
    for name, text in TRAPS.items():
        path.write_text(text(), "utf-8")
        start = time.process_time()
        said = ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ReadingNote)
                read_story(path, cat)
        except InfmapError as error:
            said = str(error)
        except Exception as error:
            yield f"{name}: {type(error).__name__}: {ascii(str(error))[:200]}"
        taken = time.process_time() - start
        if taken > MOST_SECONDS:
            yield f"{name}: takes {taken:.0f} s"
        lines = said.splitlines()
        yield from (f"{name}: {line}" for line in line_lost(said))
        if len(lines) > MOST_FAULTS + 1:
            yield f"{name}: {len(lines)} lines"
