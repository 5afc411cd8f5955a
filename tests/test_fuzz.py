"""Any bytes at all give a catalogue or one line a fault: strange input of every kind, in little."""

import contextlib
import csv
import datetime
import io
import json
import warnings
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import infmap
from infmap.catalogue.bundled import Table
from infmap.catalogue.rows import Capital, Claim, Deployment, OwnSystem
from infmap.errors import DataError, InfmapError, ReadingNote
from reliability import fuzz, fuzz_page, fuzz_worker
from reliability import fuzz_seeds as seeds
from reliability.fuzz_files import KINDS
from reliability.fuzz_frames import VALUES
from reliability.fuzz_mutate import TOKENS, mutated_bytes
from reliability.fuzz_parquet import invalid_text, saying_other_rows
from reliability.fuzz_readers import (
    READERS,
    WrongError,
    check_lines,
    noted,
    three_sites,
    try_input,
    use,
)

CORPORA = Path(__file__).parent / "data" / "corpora"
SEEDS = sorted(path for path in CORPORA.rglob("*") if path.is_file())
#: Seeds that infmap does not stand yet, and why.
LOST_SEEDS: dict[str, str] = {}
#: How many inputs of a campaign are tried here, where one takes long.
FEW = {"what-if": 6, "as-of": 10, "names": 8, "target": 8, "screen-csv": 15, "projection": 5}


def fuzzed(examples):
    """Return the settings of a test by hypothesis: the same examples in every run."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


# --- The campaign, small ----------------------------------------------------------------------


#: Campaigns that find a defect at once, and which one.
LOST_READERS: dict[str, str] = {}


def _reader(name):
    why = LOST_READERS.get(name)
    return pytest.param(name, marks=[pytest.mark.xfail(reason=why, strict=True)] if why else [])


@pytest.mark.parametrize("name", [_reader(name) for name in READERS])
def test_strange_input_of_a_campaign_is_read_or_refused_in_lines(name, tmp_path):
    for number in range(FEW.get(name, 25)):
        try_input(READERS[name], fuzz_worker.input_of(name, number), tmp_path)


def test_a_number_gives_the_same_input_again():
    for name in ("geojson", "claims", "names", "grid", "screen-csv"):
        assert fuzz_worker.input_of(name, 7) == fuzz_worker.input_of(name, 7)
        assert fuzz_worker.input_of(name, 7) != fuzz_worker.input_of(name, 8)


def test_what_raises_warns_takes_a_gigabyte_dies_or_hangs_is_lost():
    found = list(islice(fuzz_worker.outcomes("broken", module="broken_readers", seconds=4), 7))
    assert [one.number for one in found] == list(range(7))
    assert found[0].lost is found[6].lost is None
    lost = [one.lost for one in found[1:6]]
    assert lost[0].startswith("KeyError at ")
    assert lost[1] == "on stderr: a warning"
    assert lost[2].startswith("took ")
    assert lost[2].endswith(" MB")
    assert lost[3:] == ["the process died (3)", "took more than 4 s"]


def test_a_campaign_counts_its_inputs():
    outcome = fuzz.campaign("sources", seconds=60, most=5)
    assert (outcome.tried, outcome.lost) == (5, ())
    assert outcome.extent.endswith(" s, 5 inputs")


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


@pytest.mark.browser
def test_strange_fragments_leave_the_page_as_it_was(browser, page_html):
    pages = browser.new_page(), browser.new_page()
    outcome = fuzz_page.on_pages(*pages, page_html, seconds=60, most=12)
    for page in pages:
        page.close()
    assert outcome.lost == ()
    assert outcome.tried > 500


# --- Seeds ------------------------------------------------------------------------------------


def _seed(path):
    """Return a seed under its name; one that is mended must be taken off the list."""
    name = f"{path.parent.name}/{path.stem}"
    why = LOST_SEEDS.get(name)
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(path, id=name.replace("/", "-"), marks=marks)


@pytest.mark.parametrize("path", [_seed(path) for path in SEEDS])
def test_a_seed_is_read_or_refused_in_lines(path, tmp_path):
    error = try_input(READERS[path.parent.name], path.read_bytes(), tmp_path)
    sound = path.stem in {"bundled", "own", "grid", "places", "journal", "other-numbers"}
    assert error is None or not sound


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_file_of_each_new_kind_is_read_as_sites_places_and_positions(kind, tmp_path):
    (own,) = (CORPORA / kind).glob("own.*")
    sites = infmap.load(deployments=own).sites
    assert {(round(one.lon, 5), round(one.lat, 5)) for one in sites} >= {(20.51, 54.71)}
    assert len(infmap.load_places(own)) == len(sites)
    table = infmap.screen(three_sites(), own, tmp_path / "out")
    assert len(table) > 0
    assert parquet.read_table(tmp_path / "out" / "places").num_rows == len(sites)


@pytest.mark.parametrize("kind", KINDS)
def test_strange_files_of_a_kind_are_not_all_alike(kind, tmp_path):
    found = [fuzz_worker.input_of(kind, number) for number in range(40)]
    assert len({*found}) >= 30
    path = tmp_path / f"input{KINDS[kind][1]}"
    refused = set()
    for content in found:
        path.write_bytes(content)
        # What raises anything else is the campaign's concern.
        with contextlib.suppress(Exception), noted():
            infmap.load_places(path)
            continue
        refused.add(content)
    assert len(refused) >= 5
    assert len({*found} - refused) >= 2


@pytest.mark.parametrize("folder", sorted({path.parent.name for path in SEEDS}))
def test_a_corpus_stays_small(folder):
    found = list((CORPORA / folder).iterdir())
    assert folder in READERS
    assert len(found) <= 10
    assert sum(path.stat().st_size for path in found) < 30_000


# --- Any tables, any JSON, any records --------------------------------------------------------

texts = st.text(max_size=20) | st.sampled_from(TOKENS)
numbers = st.floats() | st.integers() | st.sampled_from([10**400, -(10**400), 2018, 20.5])
scalars = st.none() | st.booleans() | numbers | texts
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
MODELS = {"deployments": Deployment, "systems": OwnSystem, "claims": Claim, "capitals": Capital}
#: A cell that is right in its column, so that more than the first fault is come to.
SOUND = {
    "id": "a-1", "site_id": "a", "site": "A", "name": "A", "system": "9m729", "system_id": "9m729",
    "lon": "20.5", "lat": "54.7", "account": "operator", "claimant": "x", "at_least_km": "1",
}  # fmt: skip


@st.composite
def csv_tables(draw, model):
    names = ["name", "system", *model.model_fields]
    header = draw(st.lists(st.sampled_from(names), min_size=1, max_size=8, unique=True))
    needed = [name for name, info in model.model_fields.items() if info.is_required()]
    if draw(st.booleans()):
        header = [*dict.fromkeys([*header, *needed])]
    cell = [st.just(SOUND.get(name, "")) | texts for name in header]
    rows = draw(st.lists(st.tuples(*cell), max_size=3))
    file = io.StringIO()
    csv.writer(file, delimiter=draw(st.sampled_from(",,,;\t"))).writerows([header, *rows])
    return file.getvalue().encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("argument", MODELS)
@fuzzed(25)
@given(data=st.data())
def test_any_csv_is_read_or_refused_in_lines(argument, tmp_path, data):
    content = data.draw(csv_tables(MODELS[argument]))
    try_input(READERS[argument], content, tmp_path)


coordinates = st.lists(numbers, max_size=3) | json_values
properties = st.dictionaries(st.sampled_from([*SOUND, *Deployment.model_fields]), json_values)
features = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "properties": st.builds(lambda some: {"name": "A", "system": "9m729", **some}, properties)
        | json_values,
        "geometry": st.fixed_dictionaries(
            {"type": st.sampled_from(["Point", "Point", "LineString"]), "coordinates": coordinates}
        )
        | json_values,
    }
)


@fuzzed(60)
@given(features=st.lists(features | json_values, max_size=3))
def test_any_geojson_is_read_or_refused_in_lines(tmp_path, features):
    collection = {"type": "FeatureCollection", "features": features}
    try_input(READERS["geojson"], as_bytes(collection), tmp_path)


def as_bytes(value):
    try:
        text = json.dumps(value)
    except ValueError:  # an integer of more than 4300 digits
        text = "[1" + "0" * 5000 + "]"
    return text.encode()


@fuzzed(40)
@given(items=json_values | st.lists(st.dictionaries(texts, json_values), max_size=3))
def test_any_json_is_read_or_refused_in_lines(tmp_path, items):
    for name in ("sources", "geojson"):
        try_input(READERS[name], as_bytes(items), tmp_path)


dates = st.fixed_dictionaries({"date-parts": json_values | st.lists(st.lists(numbers | texts))})


@fuzzed(60)
@given(issued=dates, accessed=dates | json_values)
def test_any_csl_date_is_read_or_refused_in_lines(tmp_path, issued, accessed):
    item = {"id": "a-1", "type": "report", "title": "A", "issued": issued, "accessed": accessed}
    try_input(READERS["sources"], as_bytes([item]), tmp_path)


@pytest.mark.parametrize("argument", ["systems", "claims"])
def test_an_integer_of_400_digits_is_no_range(argument):
    names = {"id": "a-1", "name": "A", "range_km": 10**400}
    if argument == "claims":
        names = {"system_id": "9m729", "account": "user", "claimant": "x", "up_to_km": 10**400}
    frame = pd.DataFrame({name: pd.Series([cell], dtype=object) for name, cell in names.items()})
    with pytest.raises(DataError):
        infmap.load(**{argument: frame})


@pytest.mark.parametrize("argument", MODELS)
@fuzzed(25)
@given(data=st.data())
def test_any_records_are_read_or_refused_in_lines(argument, data):
    fields = [*MODELS[argument].model_fields, "name", "system"]
    cells = st.sampled_from(VALUES) | scalars | st.datetimes() | st.dates() | st.decimals()
    row = {name: data.draw(st.just(SOUND.get(name)) | cells) for name in fields}
    column = {name: pd.Series([cell], dtype=object) for name, cell in row.items()}
    try:
        use(infmap.load(**{argument: pd.DataFrame(column)}))
    except InfmapError as error:
        check_lines(error)


@pytest.mark.parametrize("name", ["deployments", "geojson", "sources", "grid", "screen-parquet"])
@fuzzed(20)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_lines(name, tmp_path, content):
    try_input(READERS[name], content, tmp_path)


@fuzzed(40)
@given(seed=st.integers(0), names=st.permutations(["lon", "lat", "population"]))
def test_a_damaged_grid_is_read_as_it_was_or_refused_in_one_line(tmp_path, seed, names):
    path = tmp_path / "grid.parquet"
    parquet.write_table(pa.table({name: np.arange(9.0) for name in names}), path)
    rng = Random(seed)
    content = saying_other_rows(rng, path.read_bytes(), 9)
    path.write_bytes(mutated_bytes(rng, content, 1) if rng.random() < 0.3 else content)
    try:
        assert len(infmap.load_population(path)) <= 9
    except InfmapError as error:
        check_lines(error)


# --- What went wrong --------------------------------------------------------------------------


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
    monkeypatch.setattr("infmap.screening.places.BATCH_BYTES", 1 << 20)
    from infmap.screening.places import plan_tasks, read_batches

    (task,), _ = plan_tasks([path])
    batches = list(read_batches(task))
    assert sum(batch.num_rows for batch in batches) == rows
    assert max(batch.nbytes for batch in batches) < 3 << 20


POINT = {"type": "Point", "coordinates": [20.5, 54.7]}
SITE = {"type": "Feature", "geometry": POINT, "properties": {"name": "A", "system": "9m729"}}
ROWS = 501  # more than any of infmap's own tables has
LONG_TABLES = {
    "csv": b"name,system,lon,lat\n" + b"A,9m729,20.5,54.7\n" * ROWS,
    "geojson": as_bytes({"type": "FeatureCollection", "features": [SITE] * ROWS}),
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


def test_the_bundled_tables_are_the_seeds():
    assert seeds.table(Table.CLAIMS)[0][:3] == ["system_id", "account", "claimant"]
    assert len(seeds.sites()["features"]) == 4
    assert len(seeds.own_sites()["features"]) == 2
    assert any("container-title" in item for item in seeds.sources())
