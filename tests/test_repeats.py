"""Marks and words that repeat the cell above: read as that cell, which is told."""

import warnings

import pandas as pd
import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import DataError

MARKS = ['"', "\u3003", "-\u3003-", "\u2014 \u201d \u2014", ",,", "\u2033", "\u00bb"]
WORDS = ["do.", "ditto", "Ditto.", "dto.", "idem", "id.", "ibid.", "same", "same as above"]
WORDS += ["as above", "s.o.", "s. o.", "wie oben"]


def load(given, table="deployments"):
    """Return a catalogue of the caller's own table, and the lines that tell how it was read."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", infmap.ReadingNote)
        cat = infmap.load(**{table: given})
    return cat, [str(note.message) for note in told]


@pytest.mark.parametrize("mark", [*MARKS, *WORDS])
def test_a_cell_that_repeats_the_one_above_holds_what_that_does(mark):
    rows = [
        {"name": "North", "system": "Alpha", "range_km": "500", "country": "Russia", "lat": 54.7},
        {"name": "South", "system": mark, "range_km": mark, "country": mark, "lat": 55.7},
        {"name": "East", "system": mark, "range_km": mark, "country": mark, "lat": 56.7},
    ]
    cat, told = load([{**row, "lon": 40.0} for row in rows])
    assert [row.system_id for row in cat.deployment_rows] == ["alpha"] * 3
    assert {row.country for row in cat.deployment_rows} == {"Russia"}
    assert [row.up_to_km for row in cat.claim_rows if row.account == "user"] == [500]
    for row in (2, 3):
        for head, above in (("system", "Alpha"), ("range_km", "500"), ("country", "Russia")):
            line = f"{head}: {mark!r} read as {above!r}, as in row 1"
            assert any(f"row {row}" in one and line in one for one in told), (row, head)


def test_a_table_of_text_names_the_row_that_is_repeated(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "system,account,claimant,range,as_of\n9M729,operator,Russia,480,2019\n\n"
        'ditto,opponent,NATO,2000,""""\n'
    )
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 0
    assert f"{path}:4: system: 'ditto' read as '9M729', as in row 2\n" in result.stderr
    assert f"{path}:4: as_of: '\"' read as '2019', as in row 2\n" in result.stderr
    claims = infmap.load(claims=path).claim_rows
    assert [(row.system_id, row.as_of) for row in claims[-2:]] == [("9m729", "2019")] * 2


def test_a_data_frame_repeats_numbers_and_positions_too():
    frame = pd.DataFrame(
        {
            "name": ["North", "do."],
            "system": ["9M729", "Iskander-M"],
            "lat": [54.7, "do."],
            "lon": [20.5, "do."],
        }
    )
    cat, _ = load(frame)
    assert [(row.lon, row.lat) for row in cat.deployment_rows] == [(20.5, 54.7)] * 2
    (site,) = cat.sites
    assert len(site.deployments) == 2


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("deployments", "Missile,lon,Lat,status,since,name\ndo.,ditto,idem,do.,do.,A\n"),
        ("deployments", "system,position,Range (km),until,name\ndo.,do.,do.,do.,A\n"),
        ("systems", "id,kind,range_km\nzeus,do.,do.\n"),
        ("claims", "system,account,claimant,up_to_km,as_of\ndo.,do.,do.,do.,do.\n"),
        ("capitals", "role,Longitude,Latitude,since,name\ndo.,do.,do.,do.,A\n"),
    ],
)
def test_a_mark_below_the_head_gets_one_line_for_each_cell(tmp_path, table, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        infmap.load(**{table: path})
    marked = [cell for cell in text.splitlines()[1].split(",") if cell not in {"A", "zeus"}]
    told = [fault for fault in caught.value.faults if fault.row == 2]
    assert len({fault.field for fault in told}) == len(told) == len(marked)
    assert {fault.problem for fault in told} == {"repeats the cell above, which is empty"}


@pytest.mark.parametrize("above", [None, ""])
def test_a_mark_below_an_empty_cell_is_refused(above):
    rows = [{"name": "A", "country": above}, {"name": "B", "country": "do."}]
    with pytest.raises(DataError) as caught:
        load([{**row, "system": "9M729", "lat": 54.7, "lon": 20.5} for row in rows])
    assert "country: repeats the cell above, which is empty ('do.'); write the value itself" in str(
        caught.value
    )


@pytest.mark.parametrize("text", ["DO", "''", "Same-day camp", "Idemitsu", "do", "above"])
def test_a_name_like_such_a_word_is_a_name(text):
    rows = [{"name": "A", "lat": 54.7}, {"name": text, "lat": 55.7}]
    cat, told = load([{**row, "system": "9M729", "lon": 20.5} for row in rows])
    assert cat.deployment_rows[1].site == text
    assert not any("as in row" in line for line in told)


def test_notes_stay_as_they_are():
    rows = [{"name": "A", "note": "seen"}, {"name": "B", "note": "ditto"}]
    cat, _ = load(
        [{**row, "system": "9M729", "lat": 54 + k, "lon": 20.5} for k, row in enumerate(rows)]
    )
    assert [row.note for row in cat.deployment_rows] == ["seen", "ditto"]
