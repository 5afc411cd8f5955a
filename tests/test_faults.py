"""What is written is there whole or not at all, whatever befalls the command."""

import io
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console
from sample import sampled

import infmap
from infmap.analysis.answer import site_answer
from infmap.cli import progress
from infmap.errors import OutputError
from infmap.export import rings_bytes
from infmap.io.files import locked, refuse_inputs, taking_the_place_of, write_together, write_whole
from infmap.report.brief import write_brief
from reliability import faults_places, faults_stops, faults_streams, hostile_files
from reliability.__main__ import CAMPAIGNS
from reliability.faults_commands import all_commands, trial, what_is_broken
from reliability.hostile_makers import FILES

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@pytest.fixture(scope="module", autouse=True)
def forked():
    """Fork infmap from these tests, which have its imports behind them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reliability.faults_commands.FORKED", True)
        yield


@pytest.fixture
def cold(monkeypatch):
    """Start Python anew: what is tried begins before infmap's first line."""
    monkeypatch.setattr("reliability.faults_commands.FORKED", False)


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """Two commands and what they write: one file, and a folder that is gone on with."""
    return all_commands(tmp_path_factory.mktemp("shelf"), ["rings.parquet", "out/rings.csv"])


@pytest.mark.thorough
def test_every_command_of_the_campaign_writes_its_file(tmp_path):
    assert all(command.main in command.new for command in all_commands(tmp_path))


@pytest.fixture(scope="module")
def brief(cat):
    """A brief without the time its figure takes to draw."""
    return pictured(write_brief([site_answer(cat, cat.site("shuya"))]), b"picture")


def pictured(brief, png):
    """Return a brief of one site with another picture."""
    picture = SimpleNamespace(png=png, svg="<svg/>")
    return replace(brief, chapters=(replace(brief.chapters[0], picture=picture),))


def entries(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.thorough
@LINUX
def test_a_command_killed_at_any_moment_leaves_the_old_or_the_new(commands):
    assert faults_stops.kills(commands, 4).lost == ()


@LINUX
def test_a_signal_ends_a_command_in_one_line(commands):
    assert faults_stops.signals(commands[:1], 2).lost == ()


@LINUX
def test_ctrl_c_in_the_imports_is_one_line_and_no_traceback(cold):
    with trial() as made:
        process = made.start("map", stderr=subprocess.PIPE)
        faults_stops.wait_for_handler(process)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
        assert (process.returncode, said) == (130, b"interrupted\n")
        assert entries(made.folder) == []


@LINUX
def test_what_a_shell_has_set_to_be_ignored_stays_so(cold):
    with trial() as made:
        process = made.start("--version", through=("sh", "-c", 'trap "" INT; exec "$@"', "sh"))
        faults_stops.wait_for_handler(process)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0


STUCK = """
import threading
import infmap.__main__ as run
import infmap.cli

def app(**_):
    try:
        print("started", flush=True)
        threading.Event().wait()
    finally:
        stuck = threading.Lock()
        stuck.acquire()
        stuck.acquire()

infmap.cli.app = app
run.CLEANING_UP_S = 0.2
run.main()
"""


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated")]
)
def test_a_signal_that_left_a_lock_locked_ends_the_run_all_the_same(number, said):
    command = [sys.executable, "-c", STUCK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"started\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (128 + number, f"{said}\n".encode())


NO_MEMORY = "out of memory; ask for fewer sites or places, or run it where there is more\n"
SHORT = """
import infmap.__main__ as run
import infmap.cli

def app(**_):
    {}

infmap.cli.app = app
run.main()
"""


@pytest.mark.parametrize(
    "line",
    [
        "bytearray(1 << 60)",
        "__import__('numpy').empty(1 << 57)",
        "raise OSError(12, 'Cannot allocate memory')",
        "raise ImportError('libarrow.so: failed to map segment from shared object')",
        'raise RuntimeError("can\'t start new thread")',
    ],
)
def test_memory_that_is_used_up_is_one_line(line):
    command = [sys.executable, "-c", SHORT.format(line)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", NO_MEMORY)


def test_another_error_keeps_its_traceback():
    command = [sys.executable, "-c", SHORT.format("raise RuntimeError('a fault of ours')")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("Traceback")) == (1, 1)


@pytest.mark.thorough
@LINUX
def test_a_command_that_outgrows_the_memory_it_is_given_leaves_nothing():
    with trial() as made:
        # Over twice what the limit allows, on one core and one thread too.
        lines = (f"Place {k},{k % 360 - 180},{k % 170 - 85}" for k in range(4_000))
        made.put({"places.csv": "\n".join(["name,lon,lat", *lines]).encode()})
        done = made.run(
            *("coverage", "--theme", "all", "--targets", "places.csv", "-o", "out.json"),
            # A fork has the memory of this process already.
            through=("prlimit", f"--as={2**29}"),
        )
        assert (done.returncode, done.stderr.decode()) == (1, NO_MEMORY)
        assert entries(made.folder) == ["places.csv"]


STRUCK_IN_AN_IMPORT = """
import os, signal
import infmap.__main__ as run
import infmap.cli

def app(**_):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        while True:
            pass
    except SystemExit:
        raise ImportError("numpy._core.multiarray failed to import") from None

infmap.cli.app = app
run.main()
"""


def test_a_signal_that_a_library_takes_for_a_failed_import_is_one_line():
    done = subprocess.run([sys.executable, "-c", STRUCK_IN_AN_IMPORT], capture_output=True)
    assert (done.returncode, done.stderr) == (143, b"terminated\n")


@pytest.mark.parametrize("moment", ["start", "stop"])
def test_a_signal_that_strikes_the_bar_itself_leaves_the_cursor_shown(monkeypatch, moment):
    file = io.StringIO()
    monkeypatch.setattr(progress, "Console", lambda **_: Console(file=file, force_terminal=True))
    bar = progress.ScreeningBar()

    def struck():
        raise SystemExit(143)

    monkeypatch.setattr(bar._progress, moment, struck)
    with pytest.raises(SystemExit), bar:
        pass
    assert file.getvalue().endswith("\r\x1b[2K\x1b[?25h")


def test_no_thread_draws_the_bar_over_what_is_said_after_ctrl_c(monkeypatch):
    file = io.StringIO()
    monkeypatch.setattr(progress, "Console", lambda **_: Console(file=file, force_terminal=True))
    threads = threading.active_count()
    with progress.ScreeningBar() as bar:
        bar.start(10)
        bar.advance(60, 5)
        assert threading.active_count() == threads
        assert "60 places" in file.getvalue()


@LINUX
def test_a_full_disk_leaves_the_old_file_and_nothing_else(commands):
    if not faults_places.can_mount():
        pytest.skip("a small disk takes root's right to mount")
    assert faults_places.full_disks(commands, rooms=(0.0, 0.5)).lost == ()


@LINUX
def test_a_geopackage_without_all_its_indexes_is_not_written(tmp_path):
    if not faults_places.can_mount():
        pytest.skip("a small disk takes root's right to mount")
    (command,) = all_commands(tmp_path, ["rings.gpkg"])
    assert faults_places.full_temporary(command, 0.97) is None


def test_a_temporary_folder_that_is_not_there_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    rings = infmap.range_rings(infmap.load(), site="shuya", account="operator")
    with pytest.raises(OutputError, match="none: a GeoPackage cannot be put together there"):
        rings_bytes(rings, ".gpkg")


@pytest.mark.thorough
@LINUX
def test_places_that_cannot_be_written_are_one_line_each():
    if not faults_places.can_be_nobody():
        pytest.skip("another user cannot run infmap here")
    places = [place for place in faults_places.PLACES if place.name.startswith("a read-only f")]
    assert len(places) == 2
    writer = ("coverage", "--site", "shuya", "--format", "csv"), ".csv"
    assert faults_places.odd_places(places, [writer]).lost == ()


def test_two_runs_on_one_brief_leave_one_of_them_whole(tmp_path, brief):
    other = replace(pictured(brief, b"another"), title="Another")
    path = tmp_path / "brief.md"
    for _ in range(10):
        runs = [
            threading.Thread(target=infmap.save_report, args=(one, path)) for one in (brief, other)
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        (picture,) = (tmp_path / "brief_files").iterdir()
        text = path.read_text("utf-8")
        assert f"brief_files/{picture.name}" in text
        assert ("# Another" in text) == (picture.read_bytes() == b"another")


@LINUX
def test_two_screenings_into_one_folder_are_whole_or_refused(commands):
    assert faults_places.two_screenings(commands[1], 1).lost == ()


@pytest.mark.thorough
@LINUX
def test_broken_streams_are_one_line_and_no_traceback():
    assert faults_streams.streams([("--version",)]).lost == ()


@pytest.mark.thorough(but=1)
@LINUX
@pytest.mark.parametrize("printer", [("list", "sites"), ("list", "sites", "--json")], ids=" ".join)
def test_letters_that_a_stream_lacks_do_not_stop_a_table(cold, printer):
    assert faults_streams.locale_fault(printer, {"PYTHONIOENCODING": "ascii"}) is None


def test_a_table_of_many_pages_ends_quietly_with_its_reader():
    assert faults_streams.reader_gone_fault(("coverage", "--json"), "| head -n 1") is None


def test_inputs_are_as_they_were_after_each_command():
    reading = [
        case
        for case in faults_streams.READING
        if case[0] in {"check", "screen"} or "coverage.csv" in case
    ]
    assert len(reading) == 3
    assert faults_streams.inputs(reading, ()).lost == ()


def test_a_command_does_not_write_over_what_it_reads():
    # A layer of rings, whose suffix is none that would be refused before.
    (layer,) = (case for case in faults_streams.REPLACING if case[0] == "rings")
    assert faults_streams.replaced_fault(layer) is None


# Files made to do something as they are read.

#: The campaign tries all; here the bombs, which take a second each, are left out but one.
FEW_FILES = [name for name in FILES if "bomb" not in name or name == "bomb.kmz"]
#: What asks, opens or runs by another way each.
DANGEROUS = {"bomb.kmz", "entities.xlsx", "virtual-table.gpkg", "links.zip", "other-files.vrt"}


@pytest.mark.thorough(but=1)
@LINUX
@pytest.mark.parametrize("name", sampled(FEW_FILES, 9, DANGEROUS))
def test_a_hostile_file_is_read_or_refused_in_lines_asks_nobody_and_opens_no_other(name):
    assert hostile_files.file_lost(name) == []


def test_hostile_files_of_every_kind_are_tried():
    kinds = {name.rpartition(".")[2] for name in FILES}
    assert kinds >= {
        *("xlsx", "xls", "ods", "kml", "kmz", "gpx", "gpkg", "zip", "fgb", "parquet", "geojson"),
    }
    assert "hostile_files" in CAMPAIGNS


@LINUX
def test_a_file_that_is_opened_and_an_address_that_is_asked_are_told(tmp_path):
    bait = tmp_path / "secret.csv"
    bait.write_text("x")
    with hostile_files.opened(tmp_path) as touched:
        assert not touched()
        bait.read_text()
        assert touched()
    with hostile_files.counted() as (address, asked):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/x")
        assert asked == ["/x"]


def test_what_a_hostile_file_makes_a_command_say_is_lost():
    assert hostile_files.lines_lost(0, "", "") == []
    assert hostile_files.lines_lost(1, "", "FILE: is damaged; write it again\n") == []
    for status, told in ((1, ""), (2, "x"), (0, "a\x1b[2J"), (0, hostile_files.SECRET)):
        assert len(hostile_files.lines_lost(status, "", told)) == 1


@pytest.mark.thorough
@LINUX
def test_a_hostile_file_that_a_command_falls_for_is_lost(monkeypatch):
    # What is made of the watched file holds what no output may.
    monkeypatch.setitem(FILES, "copy.csv", lambda bait: bait.path.read_bytes())
    lost = hostile_files.file_lost("copy.csv")
    assert any("says what another file holds" in line for line in lost)


# The same on functions, in this process.


def test_a_file_is_written_and_written_over(tmp_path):
    for content in ("new", "newer"):
        write_whole(tmp_path / "file", content)
        assert entries(tmp_path) == ["file"]
        assert (tmp_path / "file").read_text() == content


def test_a_file_gets_the_rights_of_any_new_file_and_keeps_those_it_has(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", "new")
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640
        (tmp_path / "file").chmod(0o604)
        write_whole(tmp_path / "file", "newer")
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o604
    finally:
        os.umask(before)


def test_files_that_need_each_other_are_written_both_or_neither(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "first").write_text("old")
    with pytest.raises(OutputError, match="folder: is a folder"):
        write_together([(tmp_path / "first", "new"), (tmp_path / "folder", "new")])
    assert entries(tmp_path) == ["first", "folder"]
    assert (tmp_path / "first").read_text() == "old"
    write_together([(tmp_path / "first", "new"), (tmp_path / "second", b"new")])
    assert entries(tmp_path) == ["first", "folder", "second"]


def test_no_file_takes_its_place_before_all_are_on_the_disk(tmp_path, monkeypatch):
    (tmp_path / "first").write_text("old")
    rooms = iter([None, OSError(28, "No space left")])

    def fsync(_):
        if error := next(rooms):
            raise error

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(OutputError, match="second: cannot be written"):
        write_together([(tmp_path / "first", "new"), (tmp_path / "second", "new")])
    assert entries(tmp_path) == ["first"]
    assert (tmp_path / "first").read_text() == "old"


def test_the_file_that_names_the_others_takes_its_place_last(tmp_path, monkeypatch):
    order = []
    replace_file = Path.replace

    def told(self, target):
        order.append(target.name)
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", told)
    write_together([(tmp_path / "picture", b""), (tmp_path / "text", "")])
    assert order == ["picture", "text"]


@pytest.mark.parametrize("name", ["n" * 250, "ś" * 120], ids=["letters", "letters of two bytes"])
def test_a_name_as_long_as_may_be_is_written(tmp_path, name):
    write_whole(tmp_path / name, "new")
    assert entries(tmp_path) == [name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("n" * 300, "File name too long"),
        ("a\0b", "null"),
        ("circle", "[Ll]oop|symbolic links"),
        ("file/x", "Not a directory"),
        ("none/x", "its folder does not exist"),
        ("dangling", "its folder does not exist"),
    ],
    ids=["too-long", "null", "links-in-a-circle", "file-as-folder", "no-folder", "dangling-link"],
)
def test_a_path_that_cannot_be_written_is_one_line(tmp_path, name, reason):
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "dangling").symlink_to("none/x")
    (tmp_path / "file").write_text("old")
    before = entries(tmp_path)
    with pytest.raises(OutputError, match=reason) as caught:
        write_whole(tmp_path / name, "new")
    assert "\n" not in str(caught.value)
    assert entries(tmp_path) == before


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/real")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "real").read_text() == "new"
    assert entries(tmp_path) == ["folder", "folder/real", "link"]


def test_a_pipe_is_written_straight_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "new")
    reader.join()
    assert read == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def fail_half_way(file):
    file.write_text("half")
    raise OSError("full")


def test_a_hidden_file_goes_when_its_writer_fails(tmp_path):
    (tmp_path / "file").write_text("old")
    with pytest.raises(OSError, match="full"), taking_the_place_of(tmp_path / "file") as hidden:
        fail_half_way(hidden)
    assert entries(tmp_path) == ["file"]
    assert (tmp_path / "file").read_text() == "old"


def test_an_input_is_not_replaced_by_whatever_name(tmp_path, monkeypatch):
    (tmp_path / "sites.csv").write_text("mine")
    (tmp_path / "link.csv").symlink_to("sites.csv")
    monkeypatch.chdir(tmp_path)
    for output in ("sites.csv", "./sites.csv", tmp_path / "sites.csv", "link.csv"):
        with pytest.raises(OutputError, match="is an input and would be replaced"):
            refuse_inputs(output, [None, "none.csv", "sites.csv"])
    refuse_inputs("map.html", ["sites.csv"])


def test_a_folder_held_by_one_run_is_refused_to_another(tmp_path):
    with (
        locked(tmp_path),
        pytest.raises(OutputError, match="another run"),
        locked(tmp_path, wait=False),
    ):
        pass
    with locked(tmp_path, wait=False):
        pass


@pytest.mark.parametrize("name", ["brief.md", "brief.MD"])
def test_a_brief_over_an_older_one_has_its_own_picture_only(tmp_path, brief, name):
    path = tmp_path / name
    infmap.save_report(pictured(brief, b"older"), path)
    older = entries(tmp_path / "brief_files")
    infmap.save_report(brief, path)
    assert len(entries(tmp_path / "brief_files")) == 1
    assert entries(tmp_path / "brief_files") != older
    assert entries(tmp_path / "brief_files")[0] in path.read_text("utf-8")


def test_a_brief_that_fails_leaves_the_older_text_with_its_picture(tmp_path, brief, monkeypatch):
    path = tmp_path / "brief.md"
    infmap.save_report(pictured(brief, b"older"), path)
    before = entries(tmp_path), path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OutputError, match="No space left"):
        infmap.save_report(brief, path)
    assert (entries(tmp_path), path.read_bytes()) == before


def test_a_brief_whose_name_is_no_text_has_its_picture(tmp_path, brief):
    path = tmp_path / os.fsdecode(b"\xff.md")
    infmap.save_report(brief, path)
    assert "(%FF_files/map-" in path.read_text("utf-8")


def test_a_picture_that_other_markdown_names_is_kept(tmp_path, brief):
    infmap.save_report(pictured(brief, b"older"), tmp_path / "brief.md")
    (tmp_path / "final.md").write_bytes((tmp_path / "brief.md").read_bytes())
    (tmp_path / "brief_files" / "mine.png").write_bytes(b"mine")
    infmap.save_report(brief, tmp_path / "brief.md")
    assert len(entries(tmp_path / "brief_files")) == 3


def test_what_a_brief_has_not_written_or_another_text_names_stays(tmp_path, brief):
    path, folder = tmp_path / "brief.md", tmp_path / "brief_files"
    for text in ("page.html", "slides.qmd", "brief.tex", "page.xml", "lesson.ipynb", "notes.TXT"):
        infmap.save_report(pictured(brief, text.encode()), path)
        (tmp_path / text).write_bytes(path.read_bytes())
    (folder / "map-0123abcd.png").write_bytes(b"a user's own")
    (folder / "map-abcdef01.png").symlink_to(tmp_path / "page.html")
    before = entries(folder)
    assert len(before) == 6 + 2  # of each text, and the user's own
    infmap.save_report(pictured(brief, b"older"), path)
    infmap.save_report(brief, path)
    assert set(before) < set(entries(folder))
    assert len(entries(folder)) == len(before) + 1
    (tmp_path / "page.html").unlink()
    infmap.save_report(brief, path)
    assert len(entries(folder)) == len(before)  # its picture, which no other text names


def test_a_brief_deletes_nothing_behind_a_link(tmp_path, brief):
    (tmp_path / "shared").mkdir()
    (tmp_path / "brief_files").symlink_to("shared")
    infmap.save_report(pictured(brief, b"older"), tmp_path / "brief.md")
    infmap.save_report(brief, tmp_path / "brief.md")
    assert len(entries(tmp_path / "shared")) == 2


def test_the_layers_of_a_geopackage_have_their_indexes(tmp_path):
    rings = infmap.range_rings(infmap.load(), site="shuya", account="operator")
    (tmp_path / "rings.gpkg").write_bytes(rings_bytes(rings, ".gpkg"))
    with closing(sqlite3.connect(tmp_path / "rings.gpkg")) as database:
        query = "SELECT count(*) FROM rtree_rings_geom_rowid"
        assert database.execute(query).fetchone() == (len(rings),)


# The judges themselves, or the campaign would find nothing.


def test_a_half_written_file_is_seen(commands):
    command = commands[0]
    (main,) = command.new
    half = {main: command.new[main][:-1]}
    assert "neither the old file nor the new" in what_is_broken(command, half, had_older=True)
    assert "is gone" in what_is_broken(command, {}, had_older=True)
    assert what_is_broken(command, {}, had_older=False) is None
    assert what_is_broken(command, command.new, had_older=True) is None


def test_sums_without_their_parts_are_seen(commands):
    command = commands[1]
    rings = {command.main: command.new[command.main]}
    assert "without its out/p" in what_is_broken(command, rings, had_older=False)
