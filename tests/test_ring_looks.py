"""How rings look: one rule for the page, printed maps and layers."""

import itertools
from xml.etree import ElementTree

import pandas as pd
import pytest

from infmap.catalogue.rows import Account
from infmap.export.qgis import rings_qml
from infmap.figures.marks import STYLES
from infmap.looks.lines import (
    BOLD,
    DASHES,
    DOTS,
    PLAIN,
    THIN,
    UNREAD_OPACITY,
    End,
    line_of,
    ring_look,
)
from infmap.looks.palette import DARK, LIGHT
from infmap.looks.words import LOOK_WORDS
from infmap.maps.content import LINE_WIDTH


def test_every_look_has_a_dash_dots_a_colour_in_every_palette_and_words():
    looks = {
        ring_look(account, strike=strike)
        for account, strike in itertools.product(Account, [True, False])
    }
    assert looks == set(DASHES) == set(DOTS) == set(LOOK_WORDS)
    for palette in (LIGHT, DARK, *STYLES.values()):
        assert looks <= set(palette)


def test_no_two_lines_are_alike_without_their_colour():
    lines = [
        (line.dash, line.width)
        for look, end in itertools.product(DASHES, [End.MOST, End.FAR, End.OPEN])
        for line in [line_of(look, end)]
        # What strikes nothing is thin anyway.
        if (look, end) != ("not-strike", End.FAR)
    ]
    assert len(set(lines)) == len(lines)


def test_a_lower_bound_alone_is_dotted_whoever_gives_it():
    for look in DASHES:
        assert line_of(look, End.OPEN).is_dotted
        assert not any(line_of(look, end).is_dotted for end in End if end is not End.OPEN)


def test_what_nobody_read_is_lighter_and_else_the_same_line():
    for look, end in itertools.product(DASHES, End):
        read, unread = line_of(look, end), line_of(look, end, unread=True)
        assert (read.dash, read.width) == (unread.dash, unread.width)
        assert (read.opacity, unread.opacity) == (1, UNREAD_OPACITY)


def test_what_strikes_nothing_and_the_far_end_of_an_interval_are_thin():
    widths = {end: line_of("opponent", end).width for end in End}
    assert widths == {End.MOST: PLAIN, End.LOWER: PLAIN, End.FAR: THIN, End.OPEN: BOLD}
    assert {line_of("not-strike", end).width for end in End} == {THIN}


def test_a_layer_breaks_the_lines_that_paper_breaks():
    every = pd.DataFrame({"account": [*Account], "ring_end": End.MOST, "strike": True})
    every["source_read"] = ""
    options = ElementTree.fromstring(rings_qml(every)).findall(".//Option[@name='use_custom_dash']")
    assert [option.get("value") == "1" for option in options] == [
        bool(DASHES[account]) for account in Account
    ]


def test_the_page_draws_each_line_as_python_says(open_page, page_html):
    page = open_page(page_html)
    # What the browser makes of a class, on a line like those of the map.
    drawn = page.evaluate(
        """(classes) => classes.map((name) => {
          const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
          path.setAttribute("class", name);
          document.querySelector(".leaflet-pane svg").append(path);
          const { strokeDasharray, strokeWidth } = getComputedStyle(path);
          const lengths = strokeDasharray.match(/[0-9.]+/g) || [];
          return [lengths.map(Number), parseFloat(strokeWidth)];
        })""",
        [f"ring ring-{look} ring-{end}" for look, end in itertools.product(DASHES, End)],
    )
    for (lengths, width), (look, end) in zip(drawn, itertools.product(DASHES, End), strict=True):
        line = line_of(look, end)
        assert width == pytest.approx(LINE_WIDTH * line.width, abs=0.051)
        wanted = [length * LINE_WIDTH * line.width for length in line.dash]
        assert lengths == pytest.approx(wanted, abs=0.051)
