"""A note on how something was read points to the line that called infmap."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import infmap
from infmap.catalogue import Catalogue
from infmap.errors import ReadingNote

PACKAGE = Path(infmap.__file__).parent

CALLS: dict[str, Callable[[Catalogue, Path], Any]] = {
    "a system": lambda cat, _: infmap.coverage(cat, system="SSC-8"),
    "a system of a catalogue": lambda cat, _: cat.select(system=["SSC-8"]),
    "holders": lambda cat, _: cat.holders("SSC-8"),
    "a city": lambda cat, _: infmap.reach(cat, "Danzig", site="shuya"),
    "a place": lambda cat, _: cat.place("Bonn"),
    "a month": lambda cat, _: infmap.finding(cat, "shuya", as_of="2019-02"),
    "the month of a catalogue": lambda cat, _: cat.with_capitals_of("1987-12"),
    "a band": lambda cat, _: infmap.coverage(cat, site="shuya", band="300-3000 mi"),
    "a drawn band": lambda cat, _: infmap.plot_map(cat, band="300-3000 mi"),
    "a launcher": lambda cat, _: infmap.make_map(cat, pin="54.7,20.5,300 mi"),
    "a table": lambda *_: infmap.load_places([{"name": "a", "lng": 20, "latitude": 54.7}]),
    "tables": lambda *_: infmap.load(
        systems=pd.DataFrame({"id": ["x"], "name": ["X"], "Range (mi)": [300]})
    ),
    "a checked file": lambda _, folder: infmap.check(_written(folder / "a.csv")),
    "a screening": lambda cat, folder: infmap.screen(
        cat.select(site="shuya"), _written(folder / "b.csv"), folder / "out"
    ),
    "a letter": lambda cat, folder: infmap.save_figure(
        infmap.plot_map(cat, title="A title with \U0001f680"), folder / "a.png"
    ),
}


def _written(path: Path) -> Path:
    path.write_text("name,lng,latitude\na,20,54.7\n")
    return path


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("name", CALLS)
def test_a_note_points_to_the_line_of_the_caller(name: str, cat: Catalogue, tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        CALLS[name](cat, tmp_path)
    notes = [note for note in caught if issubclass(note.category, ReadingNote)]
    assert notes
    call = CALLS[name].__code__
    for note in notes:
        assert note.filename == __file__, str(note.message)
        assert call.co_firstlineno <= note.lineno <= call.co_firstlineno + 3


def test_one_place_tells_notes() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name != "errors.py":
            assert not re.search(r"stacklevel|warnings\.warn\(", path.read_text("utf-8")), path
