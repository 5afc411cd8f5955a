"""Any bytes at all give a catalogue or one line a fault: strange input of every kind, in little."""

import datetime
import json
import re
import shutil
import warnings

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import infmap
from infmap.errors import DataError, InfmapError, ReadingNote
from reliability import fuzz, fuzz_page, page_module
from reliability.readers import READERS, WrongError, check_lines, noted, three_sites, try_input
from reliability.strategies_files import CORPORA, KINDS, damaged_parquet, invalid_text

SEEDS = sorted(path for path in CORPORA.rglob("*") if path.is_file())
#: How many inputs of a campaign are tried here, where one takes long.
FEW = {"geoparquet": 60, "what-if": 4, "as-of": 6, "names": 4, "target": 4, "projection": 4}


def fuzzed(examples):
    """Return the settings of a test by hypothesis: the same examples in every run."""
    return settings(
        max_examples=examples,
        suppress_health_check=[*HealthCheck],
    )


# --- The campaign, small ----------------------------------------------------------------------


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", READERS)
def test_strange_input_of_a_campaign_is_read_or_refused_in_lines(name, tmp_path):
    refused = []

    @fuzzed(FEW.get(name, 12 if name in KINDS else 6))
    @given(READERS[name].inputs)
    def read(given):
        refused.append(try_input(READERS[name], given, tmp_path) is not None)

    read()
    assert {*refused} == {True, False} or name not in KINDS


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("raises", "KeyError at .*: 'a bug' .*given=0"),
        ("warns", "WrongError at .*: it says on standard error: .*a warning"),
        ("grows", r"took \d+ MB"),
        ("dies", r"the process died \(3\)"),
        ("hangs", r"the process died \(1\): Timeout"),
        ("leaves-half", r"WrongError .*: refused, and half-written: \['output'\]"),
    ],
)
def test_what_raises_warns_takes_a_gigabyte_dies_hangs_or_half_writes_is_lost(name, how):
    outcome = fuzz.campaign(
        name, 5, module="tests.broken_readers", seconds=1 if name == "hangs" else 60
    )
    (lost,) = outcome.lost
    assert re.match(f"{name}: {how}", lost)
    shutil.rmtree(lost.rpartition(" ")[2])


def test_what_was_taken_to_draw_an_input_is_not_held_against_a_reader():
    outcome = fuzz.campaign("draws", 2, module="tests.broken_readers")
    assert (outcome.tried, outcome.lost) == (2, ())


def test_a_campaign_counts_its_inputs():
    outcome = fuzz.campaign("days", 5)
    assert (outcome.tried, outcome.lost) == (5, ())


def test_an_error_that_a_terminal_would_obey_or_that_breaks_its_line_is_lost():
    class BareError(InfmapError):
        def __str__(self):
            return self.args[0]

    for text in ("one\ntwo", "a\x1b[31mb", "x" * 2000, ""):
        with pytest.raises(WrongError):
            check_lines(BareError(text))
    check_lines(BareError("one line"))


def test_a_note_of_several_lines_is_lost_and_one_line_is_not():
    with noted():
        warnings.warn("sites.csv: lng read as lon", ReadingNote, stacklevel=1)
    for text in ("one\ntwo", "a\x1b[31mb", "x" * 2000, ""):
        with pytest.raises(WrongError, match="a note that is no line"), noted():
            warnings.warn(text, ReadingNote, stacklevel=1)


@pytest.mark.thorough
@pytest.mark.skipif(not page_module.ESBUILD.exists(), reason="needs npm ci --prefix page")
def test_strange_fragments_leave_the_page_as_it_was(browser, page_html):
    pages = browser.new_page(), browser.new_page()
    outcome = fuzz_page.on_pages(*pages, page_html, start=1, inputs=150)
    for page in pages:
        page.close()
    assert outcome.lost == ()


# --- Seeds ------------------------------------------------------------------------------------


@pytest.mark.thorough(but=12)
@pytest.mark.parametrize("path", SEEDS, ids=[f"{p.parent.name}-{p.stem}" for p in SEEDS])
def test_a_seed_is_read_or_refused_in_lines(path, tmp_path):
    error = try_input(READERS[path.parent.name], path.read_bytes(), tmp_path)
    sound = path.stem in {"bundled", "own", "grid", "places", "journal", "other-numbers"}
    assert error is None or not sound


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_file_of_each_new_kind_is_read_as_sites_places_and_positions(kind, tmp_path):
    (own,) = (CORPORA / kind).glob("own.*")
    sites = infmap.load(deployments=own).sites
    assert {(round(one.lon, 5), round(one.lat, 5)) for one in sites} >= {(20.51, 54.71)}
    assert len(infmap.load_places(own)) == len(sites)
    table = infmap.screen(three_sites(), own, tmp_path / "out")
    assert len(table) > 0
    assert parquet.read_table(tmp_path / "out" / "places").num_rows == len(sites)


@pytest.mark.parametrize("folder", sorted({path.parent.name for path in SEEDS}))
def test_a_corpus_stays_small(folder):
    found = list((CORPORA / folder).iterdir())
    assert folder in READERS
    assert len(found) <= 10
    assert sum(path.stat().st_size for path in found) < 30_000


# --- Any bytes --------------------------------------------------------------------------------


def test_a_type_that_is_a_list_is_no_geojson(tmp_path):
    assert try_input(READERS["geojson"], b'{"type": [], "features": 0}', tmp_path) is not None


@pytest.mark.parametrize("argument", ["systems", "claims"])
def test_an_integer_of_400_digits_is_no_range(argument):
    names = {"id": "a-1", "name": "A", "range_km": 10**400}
    if argument == "claims":
        names = {"system_id": "9m729", "account": "user", "claimant": "x", "up_to_km": 10**400}
    frame = pd.DataFrame({name: pd.Series([cell], dtype=object) for name, cell in names.items()})
    with pytest.raises(DataError):
        infmap.load(**{argument: frame})


@pytest.mark.parametrize("name", ["deployments", "geojson", "sources", "grid", "screen-parquet"])
@fuzzed(20)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_lines(name, tmp_path, content):
    try_input(READERS[name], content, tmp_path)


@fuzzed(40)
@given(data=st.data(), names=st.permutations(["lon", "lat", "population"]))
def test_a_damaged_grid_is_read_as_it_was_or_refused_in_one_line(tmp_path, data, names):
    path = tmp_path / "grid.parquet"
    parquet.write_table(pa.table({name: np.arange(9.0) for name in names}), path)
    path.write_bytes(data.draw(damaged_parquet(path.read_bytes(), 9)))
    try:
        assert len(infmap.load_population(path)) <= 9
    except InfmapError as error:
        check_lines(error)


# --- What went wrong --------------------------------------------------------------------------


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "day",
    [datetime.datetime(2018, 10, 20, 13), pd.Timestamp("2018-10-20", tz="Asia/Tokyo")],
    ids=["datetime", "timestamp"],
)
def test_a_moment_counts_as_its_day(cat, day):
    whole = datetime.date(2018, 10, 20)
    assert cat.select(as_of=day) == cat.select(as_of=whole)
    fragment = infmap.make_map(cat, as_of=day).get_root().render()
    assert "date=2018-10-20" in fragment
    assert "date=2018-10-20T" not in fragment


@pytest.mark.parametrize("day", ["soon", pd.NaT, 2018], ids=["text", "nat", "number"])
def test_what_is_no_day_is_refused_in_one_line(cat, day):
    with pytest.raises(InfmapError, match=r"^as_of(:| must be a day) .*\(.*\); write "):
        infmap.coverage(cat, as_of=day)


def test_a_date_in_digits_of_another_script_is_refused(tmp_path):
    sites = pd.DataFrame(
        {"name": ["A"], "system": "9m729", "lon": 20.5, "lat": 54.7, "first_reported": "\u0662018"}
    )
    with pytest.raises(DataError, match="first_reported: not a date"):
        infmap.load(deployments=sites)


def test_a_cell_of_text_that_is_no_utf_8_is_named_by_its_row(cat, tmp_path):
    path = tmp_path / "places.parquet"
    path.write_bytes(invalid_text(2))
    with pytest.raises(InfmapError, match=r"parquet:1: lon: not a number"):
        infmap.screen(cat, path, tmp_path / "out")


def test_weights_whose_sum_would_overflow_are_refused(cat, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("lon,lat,people\n20.5,54.7,1.7e308\n20.6,54.7,1.7e308\n")
    with pytest.raises(InfmapError, match=r"csv:2: people: cannot be summed .*1e\+290"):
        infmap.screen(cat, path, tmp_path / "out", weight="people")


def test_places_that_a_damaged_file_lacks_are_not_left_out_unsaid(cat, tmp_path):
    path = tmp_path / "places.parquet"
    content = (CORPORA / "grid" / "row-group-of-fewer-rows.parquet").read_bytes()
    path.write_bytes(content)
    with pytest.raises(InfmapError, match="does not hold as many rows as it says"):
        infmap.screen(cat, path, tmp_path / "out")


def test_a_long_text_that_stands_in_many_rows_is_not_unpacked_at_once(cat, tmp_path, monkeypatch):
    path = tmp_path / "places.parquet"
    rows = 5000
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["x" * 1000])
    table = pa.table({"lon": np.zeros(rows), "lat": np.zeros(rows), "text": text})
    parquet.write_table(table, path, store_schema=False)
    monkeypatch.setattr("infmap.screening.batches.BATCH_BYTES", 1 << 20)
    from infmap.screening.batches import read_batches
    from infmap.screening.places import plan_tasks

    (task,), _ = plan_tasks([path])
    batches = list(read_batches(task))
    assert sum(batch.num_rows for batch in batches) == rows
    assert max(batch.nbytes for batch in batches) < 3 << 20


POINT = {"type": "Point", "coordinates": [20.5, 54.7]}
SITE = {"type": "Feature", "geometry": POINT, "properties": {"name": "A", "system": "9m729"}}
ROWS = 501  # more than any of infmap's own tables has
LONG_TABLES = {
    "csv": b"name,system,lon,lat\n" + b"A,9m729,20.5,54.7\n" * ROWS,
    "geojson": json.dumps({"type": "FeatureCollection", "features": [SITE] * ROWS}).encode(),
}


@pytest.mark.parametrize("kind", LONG_TABLES)
def test_a_table_whose_rows_would_take_gigabytes_is_refused_in_one_line(
    kind, tmp_path, monkeypatch
):
    path = tmp_path / f"sites.{kind}"
    path.write_bytes(LONG_TABLES[kind])
    monkeypatch.setattr("infmap.catalogue.reading.faults.MOST_ROWS", ROWS)
    assert len(infmap.load(deployments=path).deployment_rows) == ROWS
    monkeypatch.setattr("infmap.catalogue.reading.faults.MOST_ROWS", ROWS - 1)
    with pytest.raises(DataError, match=r"^[^\n]*: holds more than 500 rows; cut it [^\n]*$"):
        infmap.load(deployments=path)


def test_a_frame_whose_rows_would_take_gigabytes_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr("infmap.catalogue.reading.faults.MOST_CELLS", 8)
    places = pd.DataFrame({"name": ["A", "B", "C"], "lon": 20.5, "lat": 54.7})
    with pytest.raises(DataError, match=r"^places: holds more than 2 rows; cut it [^\n]*$"):
        infmap.load_places(places)
    assert len(infmap.load_places(places[:2])) == 2


def test_a_list_of_a_million_publications_is_refused_in_one_line(tmp_path, monkeypatch):
    path = tmp_path / "sources.json"
    path.write_text("[{}, {}, {}, {}]")
    monkeypatch.setattr("infmap.catalogue.reading.faults.MOST_ROWS", 3)
    with pytest.raises(DataError, match=r"^[^\n]*: holds more than 3 rows; [^\n]*$"):
        infmap.check([path])


def test_a_file_of_more_bytes_than_are_read_is_refused_in_one_line(tmp_path, monkeypatch):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat\nA,20.5,54.7\n")
    monkeypatch.setattr("infmap.catalogue.reading.opening.MOST_TEXT_BYTES", 20)
    with pytest.raises(DataError, match=r"^[^\n]*: is larger than 0 MB; cut it [^\n]*$"):
        infmap.load_places(path)


@pytest.mark.parametrize("given", ["file", "frame"])
def test_a_header_of_thousands_of_columns_is_refused_in_one_line(given, tmp_path):
    names = ["id", "name", *(f"range_km{k}" for k in range(3000))]
    path = tmp_path / "systems.csv"
    path.write_text(f"{','.join(names)}\nzeus,Zeus\n")
    frame = pd.DataFrame([["zeus"] * len(names)], columns=names)
    with pytest.raises(DataError, match=r"has more than 1,000 columns \('3,002'\)") as caught:
        infmap.load(systems=path if given == "file" else frame)
    assert len(caught.value.faults) == 1


def test_a_header_of_twenty_thousand_columns_is_refused_before_it_is_understood(
    tmp_path, monkeypatch
):
    from infmap.catalogue.reading.heads import layout

    asked = []
    meaning_of = layout.meaning_of
    monkeypatch.setattr(layout, "meaning_of", lambda *given: asked.append(1) or meaning_of(*given))
    path = tmp_path / "sites.csv"
    names = ["name", "system", "lon", "lat", *(f"system{k}" for k in range(20_000))]
    path.write_text(f"{','.join(names)}\nA,9m729,20.5,54.7\n")
    with pytest.raises(DataError, match=r"has more than 1,000 columns \('20,004'\)"):
        infmap.load(deployments=path)
    assert len(asked) < 20_000


def places_under_columns(folder, suffix, count):
    columns = {name: [1.0] for name in ("lon", "lat", *(f"c{k}" for k in range(count - 2)))}
    path = folder / f"places.{suffix}"
    if suffix == "csv":
        pd.DataFrame(columns).to_csv(path, index=False)
    else:
        parquet.write_table(pa.table(columns), path)
    return path


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_places_under_two_thousand_columns_are_screened(cat, suffix, tmp_path):
    path = places_under_columns(tmp_path, suffix, 2000)
    assert len(infmap.screen(cat, path, tmp_path / "out", site="shuya")) > 0


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_places_under_thousands_of_columns_are_not_screened(cat, suffix, tmp_path):
    path = places_under_columns(tmp_path, suffix, 2002)
    with pytest.raises(InfmapError, match=r"has more than 2,000 columns \('2,002'\); delete"):
        infmap.screen(cat, path, tmp_path / "out")


def test_names_that_stand_twice_in_an_object_are_each_told_once(tmp_path):
    path = tmp_path / "sites.geojson"
    pairs = ", ".join(f'"{name}": "A"' for name in ("note", "name", "note", "name", "note"))
    feature = f'{{"type": "Feature", "geometry": {json.dumps(POINT)}, "properties": {{{pairs}}}}}'
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}')
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=path)
    told = [fault.field for fault in caught.value.faults if fault.problem == "appears twice"]
    assert told == ["note", "name"]
