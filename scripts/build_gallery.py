"""Rebuild the gallery: run what its page tells a reader to type, and take a picture of each result.

Run with ``python scripts/build_gallery.py [NAME ...]``; needs the ``test`` extra and
``/usr/bin/chromium``. The page itself is the list. A section has a picture, commands for the
terminal, the same in Python, a frame where one can be put into an article, and a line that cites
it. Pictures and citations are made here; each picture holds the commands that it was made by, so
that a test can say which one is out of date.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, sync_playwright

from infmap.catalogue.bundled import DATA_VERSION

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "gallery.md"
#: What a picture is made by, in its own text.
MADE_BY = "Comment"
#: So many pixels of what was drawn, and as many of its picture: the site shows no more.
WIDTH, HEIGHT, PICTURE_WIDTH = 1280, 800, 960
#: So many colours are enough for lines and type.
COLOURS = 128
CITED = re.compile(r"^Cite: .*$", re.MULTILINE)


class Entry(NamedTuple):
    """A section: its heading, its picture's file, its commands, and what is opened of them."""

    heading: str
    picture: Path
    commands: tuple[str, ...]
    opened: str
    #: The files that a reader writes first, and their texts.
    written: dict[str, str]


def sections(text: str) -> list[str]:
    r"""Return what stands before the first heading of the second level, and each such section.

    Examples
    --------
    >>> sections("# Gallery\n\n## A map\n\n```\n## no heading\n```\n")[1].startswith("## A map")
    True
    """
    lines = text.splitlines(keepends=True)
    tokens = MarkdownIt("commonmark").parse(text)
    starts = [
        one.map[0] for one in tokens if one.type == "heading_open" and one.tag == "h2" if one.map
    ]
    return ["".join(lines[a:b]) for a, b in pairwise([0, *starts, len(lines)])]


def entries(text: str) -> Iterator[Entry]:
    """Yield the sections of a page that have a picture.

    Examples
    --------
    >>> (one,) = entries('''## A map
    ... ![a map](images/gallery/map.png)
    ... ```sh
    ... infmap map -o map.html
    ... infmap embed "map.html#site=shuya"
    ... ```
    ... ''')
    >>> one.picture.name, one.opened
    ('map.png', 'map.html#site=shuya')
    """
    for section in sections(text)[1:]:
        heading, body = _heading(section), section
        picture = re.search(r"\]\((images/gallery/[\w-]+\.png)\)", body)
        blocks = re.findall(r"^```sh\n(.*?)^```", body, re.MULTILINE | re.DOTALL)
        if not picture or not blocks:
            continue
        commands = tuple("".join(blocks).replace("\\\n", "").splitlines())
        # What the last one shows: a file in a state, or the file that it writes.
        opened = re.search(r' embed "?([^" ]+)', commands[-1]) or re.search(
            r" -o (\S+)", commands[-1]
        )
        assert opened, f"{heading}: nothing to take a picture of"
        written = dict(re.findall(r"This is `(\S+)`:\n\n```\w+\n(.*?)^```", body, re.M | re.DOTALL))
        yield Entry(heading, DOCS / picture[1], commands, opened[1], written)


def run(entry: Entry, folder: Path) -> None:
    """Write an entry's files into a folder, and type its commands there."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for name, text in entry.written.items():
        (folder / name).write_text(text, "utf-8")
    for command in entry.commands:
        subprocess.run(
            ["bash", "-euc", command], cwd=folder, check=True, stdout=subprocess.DEVNULL,
            env=os.environ | {"PATH": path},
        )  # fmt: skip


def shot(browser: Browser, address: str) -> bytes:
    """Return a picture of what a file shows."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        page.goto(address)
        if "<svg" in page.content()[:200]:
            return page.locator("svg").first.screenshot()
        if page.locator("#headline, #strip").count():
            page.wait_for_function(
                "document.querySelector('#headline, #strip').textContent.trim() !== ''"
            )
        page.wait_for_timeout(600)
        return page.screenshot()
    finally:
        page.close()


def kept(entry: Entry, picture: bytes) -> bytes:
    """Return a picture as it is kept: smaller, in few colours, with what it was made by."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    size = (PICTURE_WIDTH, round(image.height * PICTURE_WIDTH / image.width))
    if image.width > PICTURE_WIDTH:
        image = image.resize(size, Image.Resampling.LANCZOS)
    told, file = PngInfo(), BytesIO()
    told.add_text(MADE_BY, "\n".join(entry.commands))
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, pnginfo=told)
    return file.getvalue()


def made_by(picture: Path) -> tuple[str, ...]:
    """Return the commands that a picture was made by."""
    with Image.open(picture) as image:
        return tuple(str(image.info.get(MADE_BY, "")).splitlines())


def cited(text: str) -> str:
    r"""Return the page with its citations as they are today.

    Examples
    --------
    >>> cited("## A map\nCite: old").splitlines()[1][:32]
    'Cite: The infmap authors. infmap'
    """
    told = f"infmap {version('infmap')}, data of {DATA_VERSION}"
    return "".join(
        CITED.sub(f"Cite: The infmap authors. {told}: *{_heading(one)}*.", one)
        for one in sections(text)
    )


def _heading(section: str) -> str:
    return section.partition("\n")[0].removeprefix("## ")


def main(names: list[str]) -> None:
    """Write the pictures, all or those named, and the citations."""
    text = PAGE.read_text("utf-8")
    PAGE.write_text(cited(text), "utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for entry in entries(text):
            if names and entry.picture.stem not in names:
                continue
            run(entry, Path(folder))
            name, _, state = entry.opened.partition("#")
            address = Path(folder, name).as_uri() + (f"#{state}" if state else "")
            entry.picture.parent.mkdir(parents=True, exist_ok=True)
            entry.picture.write_bytes(kept(entry, shot(browser, address)))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
