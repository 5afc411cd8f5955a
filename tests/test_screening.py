import _thread
import contextlib
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial

import geopandas as gpd
import numpy as np
import psutil
import pyarrow as pa
import pytest
from pyarrow import parquet
from sample import sampled
from typer.testing import CliRunner
from workbook_files import ods, xls, xlsx

import infmap
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Claim, Deployment, System
from infmap.cli import app
from infmap.errors import DataError, InfmapError
from infmap.geodesy import WGS84
from infmap.screening import places as places_module
from infmap.screening import threads
from infmap.screening.measure import Measures
from infmap.screening.radii import SiteRings, site_rings
from reliability.forked import forked_command


def make_places(path, rows, *, seed=1, row_group_size=10_000):
    rng = np.random.default_rng(seed)
    table = pa.table(
        {
            "name": [f"place {k}" for k in range(rows)],
            "lon": rng.uniform(-180, 180, rows),
            "lat": np.degrees(np.arcsin(rng.uniform(-1, 1, rows))),
            "people": rng.integers(0, 1000, rows),
        }
    )
    parquet.write_table(table, path, row_group_size=row_group_size)
    return table


def digest(folder):
    """Return what tells the bytes of every file."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def three(cat):
    return cat.select(site=["kaliningrad", "shuya", "deveselu"])


def test_each_place_and_ring_is_as_the_coverage_table_has_it(three, tmp_path):
    path = tmp_path / "capitals.csv"
    capitals = three.capitals[["id", "name", "country", "lon", "lat"]]
    capitals.assign(people=range(len(capitals))).to_csv(path, index=False)
    rings = infmap.screen(three, path, tmp_path / "out", weight="people")
    out = parquet.read_table(tmp_path / "out" / "places").to_pandas().set_index("id")
    table = infmap.coverage(three)

    nearest = table.loc[table.groupby("target_id")["distance_km"].idxmin()].set_index("target_id")
    assert (out["nearest_site_id"] == nearest["site_id"].reindex(out.index)).all()
    gap = out["nearest_km"] - nearest["distance_km"].reindex(out.index)
    assert gap.abs().max() <= 5e-7

    on_all, on_some = dict.fromkeys(out.index, 0), dict.fromkeys(out.index, 0)
    for row in table.to_dict("records"):
        answers = {}
        for entry in row["accounts"]:
            if entry["strike"]:
                answers.setdefault(entry["system_id"], []).append(entry["in_range"])
        on_all[row["target_id"]] += sum(all(said) for said in answers.values())
        on_some[row["target_id"]] += sum(any(said) for said in answers.values())
    assert out["reached_on_all"].to_dict() == on_all
    assert out["reached_on_some"].to_dict() == on_some

    weights = dict(zip(capitals["id"], range(len(capitals)), strict=True))
    for ring in rings.to_dict("records"):
        inside = table[
            (table["site_id"] == ring["site_id"]) & (table["distance_km"] <= ring["range_km"])
        ]
        assert ring["places"] == len(inside)
        assert ring["weight"] == sum(weights[one] for one in inside["target_id"])


@pytest.mark.parametrize(
    ("at_least_km", "up_to_km", "reach"),
    [
        (0, 500, "unknown"),
        (0, None, "unknown"),
        (None, 500, "all"),
        (None, 0, "none"),
        (1, 9, "all"),
    ],
)
def test_a_place_at_the_site_itself_is_reached_as_the_coverage_table_has_it(
    tmp_path, at_least_km, up_to_km, reach
):
    camp = {"name": "Camp", "country": "", "lon": 20.5, "lat": 54.25}
    figure = {"at_least_km": at_least_km, "up_to_km": up_to_km}
    cat = infmap.load(
        deployments=[{**camp, "system": "own"}],
        systems=[{"id": "own", "name": "Own", "kind": "GLBM"}],
        claims=[{"system": "own", "account": "user", "claimant": "me", **figure}],
        capitals=[camp],
        only_own=True,
    )
    (row,) = infmap.coverage_rows(cat)
    assert (row["distance_km"], row["reach"]) == (0, reach)
    (tmp_path / "places.csv").write_text("lon,lat\n20.5,54.25\n")
    infmap.screen(cat, tmp_path / "places.csv", tmp_path / "out")
    (place,) = parquet.read_table(tmp_path / "out" / "places").to_pylist()
    assert place["reached_on_all"] == place["reached_on_some"] == (reach == "all")


def test_what_a_csv_holds_passes_through_as_written(three, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text('\ufeffcode,lon,lat,text\n007,20.5,54.7,"a, ""b""\nc"\n', encoding="utf-8")
    infmap.screen(three, path, tmp_path / "out")
    out = parquet.read_table(tmp_path / "out" / "places").to_pylist()
    assert [(row["code"], row["text"]) for row in out] == [("007", 'a, "b"\nc')]


def test_a_folder_and_a_glob_are_read_in_order_of_name(three, tmp_path):
    (tmp_path / "in").mkdir()
    for number in (2, 1):
        make_places(tmp_path / "in" / f"{number}.parquet", 100, seed=number)
    infmap.screen(three, tmp_path / "in", tmp_path / "a")
    infmap.screen(three, str(tmp_path / "in" / "*.parquet"), tmp_path / "b")
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert len(digest(tmp_path / "a")) == 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("lon,lat\n20,54\n190,54\n", r":3: lon: longitude must be within \[-180, 180\] .*\('190"),
        ("lon,lat\n20,54\n20,\n", r":3: lat: is missing; write a value$"),
        ('lon,lat\n"20,5,5",54\n', r":2: lon: .*\('20,5,5'\)"),
        ("longtude,lat\n20,54\n", r":1: lon: column is missing .*; rename 'longtude' to lon$"),
        ("lon,lat,lon\n20,54,20\n", r":1: lon: column appears twice .*; delete or rename one$"),
        ("lon,lat,nearest_km\n20,54,1\n", "nearest_km: is a column that screening adds"),
        ("lon,lat\n1,2,3\n", r":2: has 3 cells under 2 columns; put texts that hold a comma in "),
        ("", r"places\.csv: the file is empty; write a header row and the rows$"),
        ("lon,lat\n", r"places\.csv: has a header but no rows; add at least one row$"),
        ("A,20,54\nB,21,55\n", r":1: the table has no header \('A, 20, 54'\); write lon,lat in "),
        ("name,lon,lat\nA,20,54\nTotal,,\n", r":3: looks like a total row \('Total'\); delete it$"),
        ("name,lon,lat\nA,20,54\nMean:,20,54\n", r":3: looks like an average row \('Mean:'\);"),
        ("region,lon,lat\nA,20,54\nTotal,20,54\n", r":3: looks like a total row \('Total'\);"),
        ("name,lon,lat\nA,20,54\n# B,20,54\n", r":3: begins with #, as rows do that are left out "),
        ("name,lon,lat\nA,20,54\nB,do.,54\n", r":3: lon: repeats the cell above \('do\.'\); write"),
        ("lon,longitude,lat\n20,21,54\n", r":2: longitude: lon says 20 \('21'\); correct one, or "),
        ('lon,lat,position\n20,54,"13.5,12.5"\n', r":2: position: lon and lat say another "),
        ("x,y\n5490,5242\n", r"x, y: are no degrees, and the file does not say .* \(CRS\)"),
        ("name,lon,lat\nZ\xfc,20,54\n".encode("latin-1"), r":2: name: not UTF-8: it may be 'Zü' "),
    ],
)  # fmt: skip
def test_a_wrong_row_is_one_line_and_leaves_nothing(three, tmp_path, content, says):
    path = tmp_path / "places.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InfmapError, match=says) as caught:
        infmap.screen(three, path, tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert [one.name for one in tmp_path.iterdir()] == ["places.csv"]


@pytest.mark.parametrize(
    "rows",
    [
        "name,lon,lat\nTotal Refinery,20,54\nMean Ridge,21,54\n#3,21,54\n#REF!,22,54\nSummit,2,5\n",
        *("colour,lon,lat\n#ff0000,20,54\n", "#name,lon,lat\n#Gdansk,20,54\n", "lon,lat\n20,54\n"),
    ],
)
def test_a_name_that_only_begins_like_a_total_or_a_mark_is_measured(three, tmp_path, rows):
    path = tmp_path / "places.csv"
    path.write_text(rows)
    infmap.screen(three, path, tmp_path / "out")
    out = parquet.read_table(tmp_path / "out" / "places")
    assert out.num_rows == len(rows.splitlines()) - 1


def test_what_is_no_table_is_refused_in_one_line(three, tmp_path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(InfmapError, match="not Parquet that can be read"):
        infmap.screen(three, tmp_path / "broken.parquet", tmp_path / "out")
    with pytest.raises(InfmapError, match="no such file"):
        infmap.screen(three, tmp_path / "none.csv", tmp_path / "out")


def test_a_folder_whose_name_no_system_takes_is_refused_in_one_line(three, tmp_path):
    make_places(tmp_path / "places.parquet", 10)
    with pytest.raises(InfmapError, match=r"cannot be written .*; choose another folder") as caught:
        infmap.screen(three, tmp_path / "places.parquet", tmp_path / "lone \ud800 surrogate")
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["places.parquet"]


def test_an_interrupt_waits_for_the_workers_and_never_strikes_their_pool():
    stopped, ended = threading.Event(), []

    def work():
        assert threading.current_thread() is not threading.main_thread()
        _thread.interrupt_main()
        stopped.wait()
        ended.append("ended")
        return []

    with pytest.raises(KeyboardInterrupt):
        threads._aside(work, stop=stopped.set)
    assert ended == ["ended"]


def test_a_folder_that_holds_the_output_is_told_before_what_its_tables_lack(three, tmp_path):
    (tmp_path / "notes.csv").write_text("title,author\nINF,me\n")
    with pytest.raises(InfmapError, match="or the other way round") as caught:
        infmap.screen(three, tmp_path, tmp_path / "out")
    assert str(caught.value).count("\n") == 0
    assert [*tmp_path.iterdir()] == [tmp_path / "notes.csv"]


def test_a_folder_of_another_screening_is_not_mixed_up(three, tmp_path):
    make_places(tmp_path / "places.parquet", 100)
    infmap.screen(three, tmp_path / "places.parquet", tmp_path / "out")
    with pytest.raises(InfmapError, match="holds a screening of other places, sites or options"):
        infmap.screen(three, tmp_path / "places.parquet", tmp_path / "out", site="shuya")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "places").mkdir()
    (tmp_path / "mine" / "places" / "notes.txt").write_text("mine")
    with pytest.raises(InfmapError, match="is not empty"):
        infmap.screen(three, tmp_path / "places.parquet", tmp_path / "mine")


def test_a_csv_is_cut_into_parts_that_do_not_change_the_sums(three, tmp_path, monkeypatch):
    table = make_places(tmp_path / "places.parquet", 3_000)
    table.to_pandas().to_csv(tmp_path / "places.csv", index=False)
    whole = infmap.screen(three, tmp_path / "places.csv", tmp_path / "a", weight="people")
    monkeypatch.setattr("infmap.screening.batches.BATCH_ROWS", 500)
    monkeypatch.setattr("infmap.screening.parts.PART_ROWS", 1_000)
    cut = infmap.screen(three, tmp_path / "places.csv", tmp_path / "b", weight="people")
    assert len(list((tmp_path / "b" / "places").iterdir())) == 3
    assert whole.equals(cut)


def test_sites_counted_together_come_to_what_each_comes_to_alone(cat):
    sites = site_rings(cat)
    rng = np.random.default_rng(3)
    lons, lats = rng.uniform(-180, 180, 2_000), np.degrees(np.arcsin(rng.uniform(-1, 1, 2_000)))
    weights = rng.integers(0, 1_000, 2_000).astype(float)
    measures = Measures(sites)
    block = measures.measure(lons, lats, weights)

    km = np.array(
        [
            WGS84.inv(np.full(2_000, one.lon), np.full(2_000, one.lat), lons, lats)[2]
            for one in sites
        ]
    )
    km /= 1000
    assert (block.nearest == km.argmin(axis=0)).all()
    assert (block.nearest_km == km.min(axis=0).round(6)).all()
    steps = [np.searchsorted(one.edges_km, row) for one, row in zip(sites, km, strict=True)]
    pairs = list(zip(sites, steps, strict=True))
    assert (block.on_all == sum(one.on_all[step] for one, step in pairs)).all()
    assert (block.on_some == sum(one.on_some[step] for one, step in pairs)).all()
    within = [
        row <= one.edges_km[ring] for one, row in zip(sites, km, strict=True) for ring in one.rings
    ]
    assert measures.by_ring(block.places).tolist() == [row.sum() for row in within]
    assert measures.by_ring(block.weights).tolist() == [weights[row].sum() for row in within]


def test_any_number_of_sites_may_have_no_ring():
    none = np.zeros(1, np.int16)
    bare = [SiteRings(f"s{k}", k, 0.0, np.empty(0), (), none, none) for k in range(100)]
    one = SiteRings("one", 20.5, 54.7, np.array([500.0]), (0,), *np.array([[0, 0], [1, 0]], "i2"))
    measures = Measures([*bare, one, *bare])
    block = measures.measure(np.array([21.0, 30.0]), np.array([52.2, 0.1]), np.array([3.0, 4.0]))
    assert block.nearest.tolist() == [100, 30]
    assert (block.on_all.tolist(), block.on_some.tolist()) == ([0, 0], [1, 0])
    assert measures.by_ring(block.weights).tolist() == [3.0]
    assert Measures(bare).by_ring(Measures(bare).measure(*np.zeros((2, 5)), None).places).size == 0


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("cores", [1, 2, 5])
def test_on_any_number_of_cores_the_bytes_are_the_same(three, tmp_path, monkeypatch, cores):
    (tmp_path / "in").mkdir()
    for number in range(3):
        make_places(tmp_path / "in" / f"{number}.parquet", 2_000, seed=number)
    make_places(tmp_path / "one.parquet", 3_000).to_pandas().to_csv(tmp_path / "in" / "one.csv")
    monkeypatch.setattr("infmap.screening.batches.BATCH_ROWS", 300)
    infmap.screen(three, tmp_path / "in", tmp_path / "out", weight="people")
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    infmap.screen(three, tmp_path / "in", tmp_path / "again", weight="people")
    infmap.screen(three, tmp_path / "in" / "one.csv", tmp_path / "csv", weight="people")
    assert digest(tmp_path / "again") == digest(tmp_path / "out")
    one = "places/part-00000-00000.parquet", "places/part-00003-00000.parquet"
    assert digest(tmp_path / "csv")[one[0]] == digest(tmp_path / "out")[one[1]]


def test_when_one_task_fails_the_others_leave_nothing_half_done(three, tmp_path, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    monkeypatch.setattr("infmap.screening.batches.BATCH_ROWS", 500)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "0.csv").write_text("lon,lat\n190,54\n")
    for number in (1, 2, 3, 4):
        make_places(tmp_path / "in" / f"{number}.parquet", 50_000, row_group_size=50_000)
    with pytest.raises(InfmapError, match=r"0\.csv:2: lon: longitude must be within"):
        infmap.screen(three, tmp_path / "in", tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == ["in"]


def run_command(places, output, *more):
    words = ("screen", str(places), "-o", str(output), "--theme", "all", "--weight", "people")
    # Workers are started by a program, not by a fork, and join a cluster while that is imported.
    started = (
        {"args": [sys.executable, "-m", "infmap", *words, *more]}
        if {"--workers", "--scheduler"} & {*more}
        else forked_command(*words, *more)
    )
    return subprocess.Popen(**started, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Three files, each a part, that take some seconds together; and what they come to."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "in").mkdir()
    for number in range(3):
        make_places(folder / "in" / f"{number}.parquet", 200_000, seed=number)
    with run_command(folder / "in", folder / "out") as run:
        assert run.wait() == 0, run.stderr.read()
    return folder


@pytest.mark.thorough
def test_a_run_killed_at_any_moment_goes_on_to_the_same_bytes(large, tmp_path):
    output = tmp_path / "out"
    for wait_parts in (0, 1, 2):
        for _ in range(5):  # on a busy machine a run may end unwatched
            with run_command(large / "in", output) as run:
                while run.poll() is None:
                    parts = list((output / "places").glob("part-*")) if output.exists() else []
                    if len(parts) >= wait_parts and list(output.glob("places/.part-*")):
                        run.send_signal(signal.SIGKILL)
                        break
                    time.sleep(0.005)
            if run.returncode:
                break
            shutil.rmtree(output)
        assert run.returncode == -signal.SIGKILL
        done = list((output / "places").glob("part-*"))
        assert all(parquet.read_metadata(part).num_rows == 200_000 for part in done)
    with run_command(large / "in", output) as run:
        assert run.wait() == 0
    assert digest(output) == digest(large / "out")


@pytest.mark.thorough
def test_done_parts_are_not_done_again(large):
    before = {file: file.stat().st_mtime_ns for file in (large / "out" / "places").iterdir()}
    with run_command(large / "in", large / "out") as run:
        assert run.wait() == 0
    assert before == {
        file: file.stat().st_mtime_ns for file in (large / "out" / "places").iterdir()
    }


def test_an_input_of_other_bytes_is_another_whatever_its_size_and_time(three, tmp_path):
    path, out = tmp_path / "places.csv", tmp_path / "out"

    def write(text, path=path, seconds=1_000_000_000):
        path.write_text(text)
        os.utime(path, (seconds, seconds))

    write("lon,lat\n20,54\n")
    infmap.screen(three, path, out)
    before = everything(out)
    write("lon,lat\n99,54\n")
    with pytest.raises(InfmapError, match="holds a screening of other places, sites or options"):
        infmap.screen(three, path, out)
    write("lon,lat\n20,54\n", seconds=2_000_000_000)
    infmap.screen(three, path, out)
    assert everything(out) == before


def test_all_files_of_a_shapefile_are_its_content(three, tmp_path):
    points = gpd.points_from_xy([20.5], [54.25], crs="EPSG:4326")
    frame = gpd.GeoDataFrame({"people": [3]}, geometry=points)
    frame.to_file(tmp_path / "in.shp")
    screen = partial(infmap.screen, three, tmp_path / "in.shp", tmp_path / "out", weight="people")
    screen()
    (tmp_path / "in.csv").touch()  # no part of it
    os.mkfifo(tmp_path / "in.sbn")  # nor this: to read it would never end
    screen()
    (tmp_path / "in.sbn").unlink()
    frame.assign(people=4).to_file(tmp_path / "in.shp")  # only the .dbf is another
    with pytest.raises(InfmapError, match="holds a screening of other places, sites or options"):
        screen()


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("damage", [b"", b"PAR1 not really", None])
def test_a_part_that_a_failing_disk_has_damaged_is_done_again(many, tmp_path, damage):
    shutil.copytree(many.args[1].with_name("alone"), tmp_path / "out")
    part = tmp_path / "out" / "places" / "part-00003-00000.parquet"
    if damage is None:
        parquet.write_table(parquet.read_table(part).replace_schema_metadata(), part)
    else:
        part.write_bytes(damage)
    kept = parts_of(tmp_path / "out")
    many(tmp_path / "out")
    assert digest(tmp_path / "out") == digest(many.args[1].with_name("alone"))
    assert len(kept.items() - parts_of(tmp_path / "out").items()) == 1


@pytest.mark.thorough
def test_local_workers_write_the_same_bytes_and_one_killed_loses_nothing(large, tmp_path):
    with run_command(large / "in", tmp_path / "out", "--workers", "2") as run:
        killed = False
        while run.poll() is None and not killed:
            if list((tmp_path / "out").glob("places/.part-*")):
                workers = [
                    child
                    for child in psutil.Process(run.pid).children(recursive=True)
                    if any("spawn_main" in word for word in child.cmdline())
                    # Where setproctitle is installed, workers name themselves.
                    or "".join(child.cmdline()).startswith("dask worker")
                ]
                workers[0].kill()
                killed = True
            time.sleep(0.005)
        assert run.wait() == 0, run.stderr.read()
    assert killed
    assert digest(tmp_path / "out") == digest(large / "out")


@contextlib.contextmanager
def running(folder, kind, *arguments, **environment):
    """A scheduler or a worker of Dask, for as long as a test takes."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, "--no-dashboard"]
    with subprocess.Popen(
        command, stderr=subprocess.DEVNULL, env={**os.environ, **environment}, cwd=folder
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler, and its address."""
    told = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1", "--port", "0")
    with running(tmp_path, "scheduler", *local, "--scheduler-file", str(told)) as process:
        while not told.exists() or not told.read_text().endswith("}"):
            assert process.poll() is None
            time.sleep(0.05)
        yield process, json.loads(told.read_text())["address"]


@pytest.mark.thorough
def test_a_running_cluster_is_used_by_its_address(large, tmp_path, scheduler):
    _, address = scheduler
    with (
        running(tmp_path, "worker", address, "--nthreads", "1"),
        run_command(large / "in", tmp_path / "out", "--scheduler", address) as run,
    ):
        assert run.wait() == 0, run.stderr.read()
    assert digest(tmp_path / "out") == digest(large / "out")


@pytest.fixture
def impatient(monkeypatch):
    """To wait no longer than a second for a scheduler and its workers."""

    def waits_no_longer():
        for name in ("ANSWER_S", "LOOK_S", "NO_WORKER_S"):
            monkeypatch.setattr(f"infmap.screening.cluster.{name}", 1)

    return waits_no_longer


@pytest.fixture(scope="module")
def many(three, tmp_path_factory):
    """A screening of files that are a part each, done in ``alone`` and to be done elsewhere."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(60):
        make_places(folder / f"{number}.parquet", 500, seed=number)
    screen = partial(infmap.screen, three, folder, weight="people")
    screen(folder.with_name("alone"))
    return screen


class Struck:
    """The progress of a run whose cluster is struck once its first part is there."""

    def __init__(self, *strike):
        self.strikes = list(strike)

    def start(self, size): ...

    def advance(self, rows, size):
        while self.strikes:
            self.strikes.pop()()


def parts_of(output):
    """Return when each part was written."""
    return {part: part.stat().st_mtime_ns for part in (output / "places").glob("part-*")}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "number", sampled([signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP], 1, {signal.SIGSTOP})
)
def test_a_scheduler_that_is_lost_is_one_line_and_what_is_done_is_gone_on_with(
    many, tmp_path, scheduler, impatient, number, capfd
):
    process, address = scheduler
    strike = Struck(impatient, partial(process.send_signal, number))
    with (
        running(tmp_path, "worker", address, "--nthreads", "1"),
        pytest.raises(InfmapError) as caught,
    ):
        many(tmp_path / "out", scheduler=address, progress=strike)
    assert str(caught.value) == (
        f"{address}: the Dask scheduler no longer answers; run it again: it goes on with the parts "
        "that are done"
    )
    assert capfd.readouterr() == ("", "")
    done = parts_of(tmp_path / "out")
    assert 0 < len(done) < 60
    many(tmp_path / "out")
    assert done.items() <= parts_of(tmp_path / "out").items()
    assert digest(tmp_path / "out") == digest(many.args[1].with_name("alone"))


@pytest.mark.thorough
def test_workers_that_are_all_lost_are_one_line_and_what_is_done_is_kept(
    many, tmp_path, scheduler, impatient
):
    _, address = scheduler
    with (
        running(tmp_path, "worker", address, "--nthreads", "1", "--no-nanny") as worker,
        pytest.raises(InfmapError, match=r": has no worker; start one and run it again: it goes"),
    ):
        many(tmp_path / "out", scheduler=address, progress=Struck(impatient, worker.kill))
    assert parts_of(tmp_path / "out")


@pytest.mark.thorough
def test_an_only_worker_that_dies_and_is_started_again_loses_nothing(many, tmp_path, scheduler):
    _, address = scheduler
    with running(tmp_path, "worker", address, "--nthreads", "1") as nanny:

        def kill():
            for child in psutil.Process(nanny.pid).children(recursive=True):
                child.kill()

        many(tmp_path / "out", scheduler=address, progress=Struck(kill))
    assert digest(tmp_path / "out") == digest(many.args[1].with_name("alone"))


@pytest.mark.thorough
def test_a_cluster_that_never_starts_leaves_nothing(many, tmp_path, scheduler, impatient):
    _, address = scheduler
    (tmp_path / "infmap").mkdir()
    (tmp_path / "infmap" / "__init__.py").touch()  # another infmap
    with (
        running(tmp_path, "worker", address, PYTHONPATH=str(tmp_path)),
        pytest.raises(InfmapError, match=r": a worker cannot read the sites \(.* infmap there$"),
    ):
        many(tmp_path / "new" / "out", scheduler=address)
    assert not (tmp_path / "new").exists()
    impatient()
    with pytest.raises(InfmapError, match=r": has no worker; start one and run it again"):
        many(tmp_path / "new" / "out", scheduler=address)
    assert not (tmp_path / "new").exists()


UNGUARDED = """\
import infmap

print("begun")
infmap.screen(infmap.load(), "places.csv", "out", site="shuya", workers=2)
print("done")
"""
GUARDED = UNGUARDED.replace("\ninfmap.", "\nif __name__ == '__main__':\n    infmap.")


@pytest.mark.thorough
@pytest.mark.parametrize("script", [UNGUARDED, GUARDED], ids=["unguarded", "guarded"])
def test_a_script_that_its_workers_run_again_ends_in_one_line_or_has_a_guard(tmp_path, script):
    (tmp_path / "places.csv").write_text("lon,lat\n20,54\n")
    (tmp_path / "script.py").write_text(script)
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if script is GUARDED:
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / "out" / "rings.csv").exists()
        return
    assert done.returncode == 1
    assert "done" not in done.stdout
    assert not (tmp_path / "out").exists()
    assert done.stderr.count("Traceback") == 1
    assert done.stderr.splitlines()[-1] == (
        "infmap.errors.InfmapError: workers do not start (Nanny failed to start); a script calls "
        'screen with workers under if __name__ == "__main__":'
    )


def test_what_a_worker_runs_again_does_nothing(three, tmp_path, monkeypatch):
    (tmp_path / "places.csv").write_text("lon,lat\n20,54\n")
    monkeypatch.setattr(multiprocessing.current_process(), "_inheriting", True, raising=False)
    with pytest.raises(SystemExit) as left:
        infmap.screen(three, tmp_path / "places.csv", tmp_path / "out", workers=2)
    assert left.value.code == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough
def test_local_workers_say_nothing_of_a_dashboard_whose_port_is_another_s(tmp_path):
    make_places(tmp_path / "places.parquet", 10)
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # it is taken already
            taken.bind(("", 8787))
            taken.listen()
        with run_command(tmp_path / "places.parquet", tmp_path / "out", "--workers", "1") as run:
            output, errors = run.communicate()
    assert (run.returncode, errors) == (0, b"")
    assert b"10 places" in output


def test_a_scheduler_that_does_not_answer_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr("infmap.screening.cluster.ANSWER_S", 1)
    make_places(tmp_path / "places.parquet", 10)
    result = CliRunner().invoke(
        app,
        ["screen", str(tmp_path / "places.parquet"), "-o", str(tmp_path / "out"), "--scheduler",
         "tcp://127.0.0.1:9"],
    )  # fmt: skip
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "no Dask scheduler answers" in result.stderr


def test_parts_follow_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(places_module, "PART_ROWS", 250)
    make_places(tmp_path / "places.parquet", 1_000, row_group_size=100)
    tasks, notes = places_module.plan_tasks([tmp_path / "places.parquet"])
    assert notes == []
    assert [(task.row_groups, task.rows) for task in tasks] == [
        ((0, 1, 2), 300), ((3, 4, 5), 300), ((6, 7, 8), 300), ((9,), 100),
    ]  # fmt: skip


def test_places_of_a_name_that_no_system_takes_are_one_line(cat, tmp_path):
    with pytest.raises(DataError, match="no such file"):
        infmap.screen(cat, "long" * 10_000, tmp_path / "out")


@pytest.mark.parametrize("name", ["long" * 100, "long/" * 2000], ids=["a name", "a path"])
def test_an_output_whose_name_is_too_long_is_refused_in_one_line(cat, tmp_path, name):
    places = tmp_path / "places.csv"
    places.write_text("lon,lat\n20,54\n")
    with pytest.raises(
        InfmapError, match=r"long.*: cannot be written \(File name too long\); choose"
    ):
        infmap.screen(cat, places, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["places.csv"]


def test_names_in_the_table_of_rings_are_no_formulas(tmp_path):
    cat = Catalogue(
        system_rows=(System(id="own", name="Own", kind="GLBM"),),
        claim_rows=(Claim(system_id="own", account="user", claimant="@Me", up_to_km=900),),
        deployment_rows=(
            Deployment.model_construct(
                id="a", site_id="a", site="=1+1", system_id="own", country="", theme=None,
                status="reported", first_reported=None, until=None, lon=20.0, lat=54.0,
                position_precision_km=0.0, source_ids=(), note="", reported_by="", operator="",
            ),
        ),
        capital_rows=(),
        source_rows=(),
    )  # fmt: skip
    make_places(tmp_path / "places.parquet", 10)
    infmap.screen(cat, tmp_path / "places.parquet", tmp_path / "out")
    written = (tmp_path / "out" / "rings.csv").read_text()
    assert ",'=1+1," in written
    assert ",'@Me," in written


def test_an_empty_number_of_a_parquet_file_is_a_fault_and_an_empty_row_is_none(three, tmp_path):
    path = tmp_path / "places.parquet"
    rows = {"lon": [21.0, None, 5.0], "lat": [52.0, None, 50.0], "people": [1, None, 2]}
    parquet.write_table(pa.table(rows), path)
    infmap.screen(three, path, tmp_path / "out", weight="people")
    assert parquet.read_table(tmp_path / "out" / "places")["people"].to_pylist() == [1, 2]
    for column in rows:
        gap = [*rows[column][:2], None]
        parquet.write_table(pa.table({**rows, column: gap}), path)
        with pytest.raises(DataError, match=rf"^\S+:3: {column}: is missing; write a value$"):
            infmap.screen(three, path, tmp_path / column, weight="people")


def test_the_command_writes_without_pandas_the_rings_that_python_returns(three, tmp_path):
    make_places(tmp_path / "places.parquet", 500)
    rings = infmap.screen(three, tmp_path / "places.parquet", tmp_path / "a", weight="people")
    sites = [f"--site={site.id}" for site in three.sites]
    given = [str(tmp_path / "places.parquet"), "-o", str(tmp_path / "b"), "--weight=people", *sites]
    code = (
        "import sys; from typer.testing import CliRunner; from infmap.cli import app\n"
        f"done = CliRunner().invoke(app, ['screen', *{given}])\n"
        "print(done.exit_code, 'pandas' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "0 False\n"
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    written = (tmp_path / "b" / "rings.csv").read_text()
    assert written == rings.to_csv(index=False, lineterminator="\n")


# --- Every kind of table, in the same words ---------------------------------------------------


def faults(cat, path, tmp_path, **options):
    with pytest.raises(DataError) as caught:
        infmap.screen(cat, path, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()
    return str(caught.value).replace(str(path), "FILE").splitlines()


ROWS = [
    ["name", "lon", "lat"],
    ["A", 20.5, 54.5],
    ["B", 190, 54],
    ["C", 20, 95],
    ["D", "east", None],
]
WRONG = [
    "FILE:{}: lon: longitude must be within [-180, 180] degrees ('190'); write -170 "
    "if it counts on eastward",
    "FILE:{}: lat: latitude must be within [-90, 90] degrees ('95'); swap lon and lat, if the "
    "two are swapped",
    "FILE:{}: lon: not a number ('east'); write degrees such as 20.51",
    "FILE:{}: lat: is missing; write a value",
]


def as_csv(rows, separator=","):
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def as_records(rows):
    return json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]])


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("name", "content", "numbers"),
    [
        ("p.csv", as_csv(ROWS), (3, 4, 5, 5)),
        ("p.csv", "\n\n" + as_csv(ROWS), (5, 6, 7, 7)),
        ("p.csv", as_csv(ROWS).replace("A,", '"A\nB",'), (3, 4, 5, 5)),
        ("p.csv", as_csv(ROWS).replace("B,", ",,\nB,"), (4, 5, 6, 6)),
        ("p.csv", "My places\n\n" + as_csv(ROWS), (5, 6, 7, 7)),
        ("p.csv", as_csv(ROWS, ";"), (3, 4, 5, 5)),
        ("p.tsv", as_csv(ROWS, "\t"), (3, 4, 5, 5)),
        ("p.csv", as_csv(ROWS).encode("utf-16"), (3, 4, 5, 5)),
        ("p.xlsx", xlsx({"Sheet1": ROWS}), (3, 4, 5, 5)),
        ("p.ods", ods({"Sheet1": [["My places"], [], *ROWS]}), (5, 6, 7, 7)),
        ("p.json", as_records(ROWS), (2, 3, 4, 4)),
    ],
    ids=["csv", "blank rows above", "a cell of two lines", "a blank row", "a title", "semicolons",
         "tabs", "utf-16", "workbook", "workbook with a title", "records"],
)  # fmt: skip
def test_all_faults_come_at_once_with_the_rows_of_the_spreadsheet(
    three, tmp_path, text_file, name, content, numbers
):
    path = text_file(name, content)
    lines = [line.format(number) for line, number in zip(WRONG, numbers, strict=True)]
    assert faults(three, path, tmp_path) == lines
    with pytest.raises(DataError) as caught:
        infmap.check([path])
    assert str(caught.value).replace(str(path), "FILE").splitlines() == lines


def geojson(*points):
    features = [
        {"type": "Feature", "properties": {"name": "A", "people": 3},
         "geometry": {"type": "Point", "coordinates": point}}
        for point in points
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


READ = {
    "csv": ("p.csv", "name,lon,lat,people\nA,20.5,54.25,3\n"),
    "semicolons and decimal commas": ("p.csv", "name;lon;lat;people\nA;20,5;54,25;3\n"),
    "tabs": ("p.tsv", "name\tlon\tlat\tpeople\nA\t20.5\t54,25\t3\n"),
    "bars": ("p.txt", "name|lon|lat|people\nA|20.5|54.25|3\n"),
    "utf-16": ("p.csv", "name,lon,lat,people\nA,20.5,54.25,3\n".encode("utf-16")),
    "what excel writes on top": ("p.csv", "sep=;\nname;lon;lat;people\nA;20,5;54,25;3\n"),
    "a title": ("p.csv", "My places\n\nname,lon,lat,people\nA,20.5,54.25,3\n"),
    "dms": ("p.csv", "name,lon,lat,people\nA,20°30'E,54°15'N,3\n"),
    "aviation": ("p.csv", "name,lon,lat,people\nA,0203000E,541500N,3\n"),
    "lng": ("p.csv", "name,lng,Latitude,people\nA,20.5,54.25,3\n"),
    "german": ("p.csv", "Name,Längengrad,Breitengrad,people\nA,20.5,54.25,3\n"),
    "x and y": ("p.csv", "name,X,Y,people\nA,20.5,54.25,3\n"),
    "lat,lon in one": ("p.csv", 'name,Coordinates,people\nA,"54.25, 20.5",3\n'),
    "lon,lat in one": ("p.csv", 'name,lonlat,people\nA,"20.5,54.25",3\n'),
    "wkt": ("p.csv", "name,wkt,people\nA,POINT (20.5 54.25),3\n"),
    "xlsx": ("p.xlsx", xlsx({"S": [["name", "Lng", "lat", "people"], ["A", "20,5", 54.25, 3]]})),
    "ods": ("p.ods", ods({"S": [["name", "lon", "lat", "people"], ["A", 20.5, 54.25, 3]]})),
    "xls": ("p.xls", xls({"S": [["name", "lon", "lat", "people"], ["A", 20.5, 54.25, 3]]})),
    "records": ("p.json", '[{"name": "A", "lng": 20.5, "lat": 54.25, "people": 3}]'),
    "geojson": ("p.geojson", geojson([20.5, 54.25])),
}


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize(("name", "content"), READ.values(), ids=READ)
def test_each_kind_and_dialect_of_a_table_is_measured_from_where_it_says(
    three, tmp_path, text_file, name, content
):
    path = text_file(name, content)
    rings = infmap.screen(three, path, tmp_path / "out", weight="people")
    (row,) = parquet.read_table(tmp_path / "out" / "places").to_pylist()
    site = next(one for one in three.sites if one.id == "kaliningrad")
    km = WGS84.inv(site.lon, site.lat, 20.5, 54.25)[2] / 1000
    assert row["nearest_site_id"] == "kaliningrad"
    assert row["nearest_km"] == pytest.approx(km, abs=1e-5)
    assert max(rings["weight"]) == 3


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb", "parquet", "geojson"])
def test_layers_of_a_gis_are_measured_from_their_points(three, tmp_path, suffix, crs):
    points = gpd.points_from_xy([20.5], [54.25], crs="EPSG:4326")
    frame = gpd.GeoDataFrame({"name": ["A"], "people": [3]}, geometry=points).to_crs(crs)
    path = tmp_path / f"places.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_crs("EPSG:4326" if suffix == "geojson" else crs).to_file(path)
    infmap.check([path])
    infmap.screen(three, path, tmp_path / "out", weight="people")
    (row,) = parquet.read_table(tmp_path / "out" / "places").to_pylist()
    site = next(one for one in three.sites if one.id == "kaliningrad")
    km = WGS84.inv(site.lon, site.lat, 20.5, 54.25)[2] / 1000
    assert row["nearest_km"] == pytest.approx(km, abs=1e-5)
    assert (row["name"], row["people"]) == ("A", 3)


def test_a_sheet_or_layer_may_be_named_behind_the_path(three, tmp_path, text_file):
    rows = [["name", "lon", "lat"], ["A", 20.5, 54.25]]
    other = [["name", "lon", "lat"], ["B", 25.0, 46.0]]
    path = text_file("book.xlsx", xlsx({"One": rows, "Two": other}))
    infmap.screen(three, f"{path}#Two", tmp_path / "out")
    assert parquet.read_table(tmp_path / "out" / "places")["name"].to_pylist() == ["B"]
    assert faults(three, f"{path}#Three", tmp_path / "other") == [
        "FILE: has no sheet of this name ('Three'); write one of One, Two"
    ]


def test_how_a_table_to_screen_was_read_is_said_on_stderr(tmp_path, text_file):
    path = text_file("p.csv", "My places\n\nlng;Latitude;n\n20,5;54°15'N;1\n")
    arguments = ["screen", str(path), "-o", str(tmp_path / "out"), "--site", "shuya"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert result.stderr.replace(str(path), "FILE").splitlines()[:2] == [
        "FILE: row 3 read as the header; row 1 above it not read ('My places')",
        "FILE: lng read as lon; Latitude read as lat",
    ]
    # Whoever writes semicolons writes decimals with a comma.
    assert "20,5" not in result.stderr
    assert "54°15'N" in result.stderr
    assert "read as 54.25, and the like below" in result.stderr


def test_all_files_that_are_wrong_are_told_at_once(three, tmp_path):
    (tmp_path / "in").mkdir()
    for number, text in enumerate(["lon,lat\n20,54\n", "lon,lat\n190,5\n", "lon,lat\n20,95\n"]):
        (tmp_path / "in" / f"{number}.csv").write_text(text)
    with pytest.raises(DataError) as caught:
        infmap.screen(three, tmp_path / "in", tmp_path / "out")
    assert [fault.path[-5:] for fault in caught.value.faults] == ["1.csv", "2.csv"]
    for number, text in enumerate(["lon,lat\n20,54\n", "x1,lat\n19,5\n", "lon\n20\n"]):
        (tmp_path / "in" / f"{number}.csv").write_text(text)
    with pytest.raises(DataError) as caught:
        infmap.screen(three, tmp_path / "in", tmp_path / "out")
    assert [fault.path[-5:] for fault in caught.value.faults] == ["1.csv", "2.csv"]


@pytest.mark.parametrize("first", [["c,1,2,3"], ["b,95,2", "name,lat,lon"], ["c,1,2,,"]])
@pytest.mark.parametrize("sound", [2, 300])
@pytest.mark.parametrize("last", [["d,x,2", "e,1,2,3"], ["name,lat,lon"], []])
def test_rows_of_too_many_cells_are_told_with_all_others_as_check_does(
    three, tmp_path, text_file, first, sound, last
):
    rows = ["name,lat,lon", *first, *[f"p{at},1,2" for at in range(sound)], *last]
    path = text_file("p.csv", "\n".join(rows) + "\n")
    told = faults(three, path, tmp_path)
    assert len(told) >= len(first)
    with pytest.raises(DataError) as caught:
        infmap.check([path])
    assert str(caught.value).replace(str(path), "FILE").splitlines() == told


# --- The folder of a run that was refused -----------------------------------------------------


def test_a_run_that_was_refused_leaves_nothing_and_goes_through_when_mended(three, tmp_path):
    path, out = tmp_path / "places.csv", tmp_path / "new" / "out"
    path.write_text("lon,lat,people\n20,54,3\n21,55,\n")
    with pytest.raises(DataError, match=r":3: people: is missing; write a value"):
        infmap.screen(three, path, out, weight="people")
    assert [one.name for one in tmp_path.iterdir()] == ["places.csv"]
    path.write_text("lon,lat,people\n20,54,3\n21,55,4\n")
    rings = infmap.screen(three, path, out, weight="people")
    assert max(rings["weight"]) == 7


def test_a_run_refused_after_whole_parts_were_written_leaves_nothing(three, tmp_path, monkeypatch):
    monkeypatch.setattr("infmap.screening.batches.BATCH_ROWS", 500)
    monkeypatch.setattr("infmap.screening.parts.PART_ROWS", 1_000)
    path = tmp_path / "places.csv"
    path.write_text("lon,lat\n" + "20,54\n" * 3_000 + "190,54\n")
    with pytest.raises(DataError, match=r":3002: lon: longitude must be within"):
        infmap.screen(three, path, tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == ["places.csv"]


def everything(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() if file.is_file() else None
        for file in folder.rglob("*")
    }


@pytest.mark.parametrize("content", ["lon,lat\n20,54\n", "lon,lat\n200,54\n"], ids=["good", "bad"])
@pytest.mark.parametrize(
    "held",
    ["plan.json", "rings.csv", "places/part-00000-00000.parquet", "places/notes.txt"],
)
def test_a_folder_that_is_anothers_is_left_as_it_is(three, tmp_path, content, held):
    path, out = tmp_path / "places.csv", tmp_path / "out"
    path.write_text(content)
    (out / held).parent.mkdir(parents=True)
    (out / held).write_text("mine")
    before = everything(out)
    with pytest.raises(InfmapError, match="choose another folder"):
        infmap.screen(three, path, out)
    assert everything(out) == before


def test_an_own_folder_with_other_files_keeps_them_when_a_run_is_refused(three, tmp_path):
    path, out = tmp_path / "places.csv", tmp_path / "out"
    path.write_text("lon,lat\n200,54\n")
    out.mkdir()
    with pytest.raises(DataError):
        infmap.screen(three, path, out)
    assert out.is_dir()  # it was there before
    (out / "notes.txt").write_text("mine")
    with pytest.raises(DataError):
        infmap.screen(three, path, out)
    assert everything(out) == {"notes.txt": b"mine"}


# --- Weights that may be either of two numbers ------------------------------------------------

EITHER_WEIGHT = "{}: people: may be either of two numbers ('470.907'); write 470907 or 470.9070"
_COMMAS = [["lat", "lon", "people"], ["54,35", "18,65", "470.907"], ["54,52", "18,53", "12"]]
_GROUPED = [["lat", "lon", "people"], [54.35, 18.65, "470.907"], [54.52, 18.53, "1.246.309"]]
_PAIRS = [["Coordinates", "people"], ["54,35 18,65", "470.907"], ["54,52 18,53", "12"]]
_QUOTED = as_csv([[f'"{cell}"' for cell in row] for row in _COMMAS])


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("p.csv", as_csv(_COMMAS, ";"), 2),
        ("p.csv", as_csv(_COMMAS, ";").replace(",", "."), 2),
        ("p.tsv", as_csv(_COMMAS, "\t"), 2),
        ("p.csv", as_csv(_COMMAS, "\t").encode("utf-16"), 2),
        ("p.csv", _QUOTED, 2),
        ("p.csv", _QUOTED.replace("470.907", " 470.907 "), 2),
        ("p.csv", as_csv(_GROUPED), 2),
        ("p.csv", as_csv(_GROUPED).replace("1.246.309", '"1.246,5"'), 2),
        ("p.tsv", as_csv(_PAIRS, "\t"), 2),
        ("p.xlsx", xlsx({"Sheet1": _COMMAS}), 2),
        ("p.xlsx", xlsx({"Sheet1": _GROUPED}), 2),
        ("p.json", as_records(_GROUPED), 1),
    ],
)
def test_a_weight_of_two_meanings_is_refused_as_check_refuses_it(
    three, tmp_path, text_file, name, content, row
):
    path = text_file(name, content)
    lines = [EITHER_WEIGHT.format(f"FILE:{row}").replace(" 470.907 ", "470.907")]
    told = faults(three, path, tmp_path, weight="people")
    assert [line.replace(" 470.907 ", "470.907") for line in told] == lines
    with pytest.raises(DataError) as caught:
        infmap.check([path])
    assert str(caught.value).replace(str(path), "FILE").splitlines() == told


@pytest.mark.parametrize("cells", [("470.907", "12"), ("470.5", "0.25"), ("1,246,309", "12")])
def test_a_weight_is_a_decimal_number_where_nothing_shows_a_decimal_comma(
    three, tmp_path, text_file, cells
):
    path = text_file("p.csv", as_csv([["lat", "lon", "people"], *(
        [54.5, 20.5, f'"{cell}"'] for cell in cells
    )]))  # fmt: skip
    rings = infmap.screen(three, path, tmp_path / "out", weight="people")
    assert rings["weight"].max() == sum(float(cell.replace(",", "")) for cell in cells)
    assert infmap.load_population(path).people.sum() == rings["weight"].max()


@pytest.mark.parametrize("late", ["54.5,20.5,1.246.309", '"54,5",20.5,470.907', '"54,5",20.5,7'])
def test_a_decimal_comma_that_comes_late_is_refused_as_what_is_above_is_summed(
    three, tmp_path, text_file, late, monkeypatch
):
    monkeypatch.setattr("infmap.screening.places.HEAD_BYTES", 1000)
    above = "54.5,20.5,470.907\n" * 1000
    late_line = (
        "FILE:1002: has a decimal comma, or points between thousands, as no first row has; write "
        "all numbers in one way"
    )
    path = text_file("p.csv", f"lat,lon,people\n{above}{late}\n")
    assert faults(three, path, tmp_path, weight="people")[0] == late_line
    path = text_file("p.csv", f"lat,lon,people\n{above}{late}\n54.5,20.5,1_0\n")
    told = faults(three, path, tmp_path, weight="people")
    assert told[0] == late_line
    assert told[-1] == "FILE:1003: people: not a number ('1_0'); write a number such as 500"


def test_all_rows_of_a_short_text_show_whether_it_has_decimal_commas(three, tmp_path, text_file):
    rows = "54.5,20.5,7\n" * 500 + "54.5,20.5,470.907\n54.5,20.5,1.246.309\n"
    path = text_file("p.csv", f"lat,lon,people\n{rows}")
    assert faults(three, path, tmp_path, weight="people") == [EITHER_WEIGHT.format("FILE:502")]


def test_digits_in_groups_of_python_are_no_coordinate(three, tmp_path, text_file):
    path = text_file("p.csv", "lat,lon\n5_4.5,20.5\n54.5,20.5\n")
    line = "FILE:2: lat: not a number ('5_4.5'); write degrees such as 54.71"
    assert faults(three, path, tmp_path) == [line]
    with pytest.raises(DataError) as caught:
        infmap.check([path])
    assert str(caught.value).replace(str(path), "FILE") == line


@pytest.mark.parametrize(
    ("lat", "people"), [("54,3", ["470.907", "12"]), ("54.3", ["1.246.309", "470.907"])]
)
@pytest.mark.parametrize("dictionary", [False, True])
def test_texts_of_a_parquet_file_show_decimal_commas_too(three, tmp_path, lat, people, dictionary):
    path = tmp_path / "p.parquet"
    weights = pa.array(people).dictionary_encode() if dictionary else people
    table = pa.table({"lat": [lat] * 2, "lon": ["20.5"] * 2, "people": weights})
    parquet.write_table(table, path)
    row = people.index("470.907") + 1
    assert faults(three, path, tmp_path, weight="people") == [EITHER_WEIGHT.format(f"FILE:{row}")]
