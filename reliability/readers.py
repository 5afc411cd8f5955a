"""All inputs of infmap: for each, a strategy that draws inputs, and the code that reads them."""

import datetime
import io
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import strategies as st

import infmap
from infmap.catalogue.bundled import Table
from infmap.errors import DataError, InfmapError, ReadingNote
from infmap.io.formats import DiffFormat
from infmap.tables.diff_text import diff_text
from reliability.strategies import (
    COUNTED,
    FEATURES,
    PLACES,
    SITES,
    SYSTEMS,
    Rows,
    bundled,
    bundled_json,
    csv_near,
    json_near,
    rows_of,
    texts,
)  # fmt: skip
from reliability.strategies_files import KINDS, file_near, invalid_text, parquet_near
from reliability.strategies_frames import TABLES, frames
from reliability.strategies_texts import COMMANDS, projections, story_texts

#: Longest message that a person reads.
LONGEST_LINE = 1100


class WrongError(Exception):
    """A fault in the way infmap refused an input."""


@dataclass(frozen=True)
class Reader:
    """A kind of input of infmap.

    Attributes
    ----------
    what : str
        What it reads, in a few words.
    inputs : hypothesis.strategies.SearchStrategy
        Draws inputs.
    read : callable
        Passes an input to infmap; output goes into the given folder.
    suffix : str
        Suffix of the file in which an input of bytes is stored.
    """

    what: str
    inputs: st.SearchStrategy[Any]
    read: Callable[[Any, Path], object]
    suffix: str = ""


def try_input(reader: Reader, given: Any, folder: Path) -> InfmapError | None:
    """Read an input in its own folder, and return the refusal, if it is refused.

    Any other exception is a loss.

    Raises
    ------
    WrongError
        If the refusal is not a line per fault, or if output was written before it.
    """
    refused = None
    with noted():
        try:
            reader.read(given, folder)
        except InfmapError as error:
            check_lines(error)
            _nothing_written(folder)
            refused = error
    for path in folder.glob("output*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return refused


def _nothing_written(folder: Path) -> None:
    left = [path.name for path in folder.iterdir() if not path.name.startswith("input")]
    if left:
        raise WrongError(f"refused, and half-written: {left}")


@contextmanager
def noted() -> Iterator[None]:
    """Accept notes on how tables were read, and check that each note is a line.

    Raises
    ------
    WrongError
        If a note is not a line. Other warnings are shown as before.
    """
    shown = warnings.showwarning
    wrong: list[str] = []

    def show(message: Any, category: type[Warning], *where: Any) -> None:
        if not issubclass(category, ReadingNote):
            shown(message, category, *where)
            return
        text = str(message)
        if not text.strip() or not text.isprintable() or len(text) > LONGEST_LINE:
            wrong.append(text)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ReadingNote)
        warnings.showwarning = show  # type: ignore[assignment]
        yield
    if wrong:
        raise WrongError(f"a note that is no line: {wrong[0][:300]!r}")


def check_lines(error: InfmapError) -> None:
    """Check that an error is a line per fault, without control characters.

    Raises
    ------
    WrongError
        If it is not.
    """
    lines = str(error).split("\n")
    expected = len(error.faults) if isinstance(error, DataError) else 1
    if len(lines) != expected:
        raise WrongError(f"{len(lines)} lines for {expected} faults: {lines[:3]}")
    for line in lines:
        if not line.strip():
            raise WrongError("an empty line")
        if not line.isprintable():
            raise WrongError(f"a line that is not printable: {line[:300]!r}")
        if len(line) > LONGEST_LINE:
            raise WrongError(f"a line of {len(line)} letters: {line[:300]!r}")


# --- Tables -----------------------------------------------------------------------------------


def _load(argument: str, suffix: str) -> Callable[[bytes, Path], None]:
    def read(content: bytes, folder: Path) -> None:
        given: dict[str, Any] = {argument: _file(folder, content, suffix)}
        use(infmap.load(**given))

    return read


def _read_systems(content: bytes, folder: Path) -> None:
    path = _file(folder, content, ".csv")
    cat = infmap.load(systems=path)
    # No bundled site has a system of the caller's own, which come after infmap's.
    ident = cat.system_rows[-1].id
    site = pd.DataFrame({"name": ["Mine"], "system": [ident], "lon": [20.5], "lat": [54.7]})
    use(infmap.load(systems=path, deployments=site))


def use(cat: Any) -> None:
    """Use a catalogue as commands do, on a small scale."""
    repr(cat)
    try:
        cat.select(as_of=datetime.date(2018, 10, 20))
    except InfmapError as error:
        check_lines(error)
    if cat.sites:
        # The caller's own sites come last.
        of_last_site = cat.select(site=[cat.sites[-1].id])
        infmap.coverage(of_last_site)
        infmap.range_rings(of_last_site)


def _read_places(content: bytes, folder: Path) -> None:
    places = infmap.load_places(_file(folder, content, ".csv"))
    infmap.coverage(three_sites(), targets=places)


def _read_sources(content: bytes, folder: Path) -> None:
    from infmap.catalogue.reading.faults import Reading
    from infmap.catalogue.reading.reader import read_sources

    reading = Reading(_file(folder, content, ".json"))
    for _, row in read_sources(reading):
        assert isinstance(row.citation, str)
    if reading.faults:
        raise DataError(reading.faults)


def _read_frame(given: tuple[str, Any], folder: Path) -> None:
    argument, frame = given
    if frame is not None:
        use(infmap.load(**{argument: frame}))


def _any_table() -> st.SearchStrategy[tuple[str, bytes]]:
    """Return names and contents of files for `infmap check`, which must recognise the table."""
    tables = [
        SITES,
        SYSTEMS,
        PLACES,
        *(bundled(table) for table in Table if table.endswith(".csv")),
    ]
    contents = st.one_of(
        st.sampled_from(tables).flatmap(csv_near),
        json_near(bundled_json(Table.DEPLOYMENTS)),
        json_near(bundled_json(Table.SOURCES)),
        st.binary(max_size=200),
    )
    names = [*Table, "x.csv", "x.csv", "x.geojson", "x.json", "x", "x.CSV"]
    return st.tuples(st.sampled_from(names), contents)


def _check(given: tuple[str, bytes], folder: Path) -> None:
    name, content = given
    path = folder / name
    path.write_bytes(content)
    try:
        infmap.check([path])
    finally:
        path.unlink()


def _file(folder: Path, content: bytes, suffix: str) -> Path:
    path = folder / f"input{suffix}"
    path.write_bytes(content)
    return path


# --- Places by the thousand -------------------------------------------------------------------


@cache
def three_sites() -> Any:
    """Return a catalogue of three sites, for fast answers."""
    return infmap.load().select(site=["kaliningrad", "shuya", "deveselu"])


def _read_grid(content: bytes, folder: Path) -> None:
    people = infmap.load_population(_file(folder, content, ".parquet"))
    if len(content) % 4 == 0:
        infmap.exposure(three_sites(), site="shuya", population=people)


def _screen(suffix: str, *, weighed: bool = True) -> Callable[[bytes, Path], None]:
    def read(content: bytes, folder: Path) -> None:
        weight = "people" if weighed and len(content) % 2 else None
        path = _file(folder, content, suffix)
        infmap.screen(three_sites(), path, folder / "output", weight=weight)

    return read


def _read_file(suffix: str) -> Callable[[bytes, Path], None]:
    """Return a function that gives a file to each of infmap's readers in turn."""
    sites, screened = _load("deployments", suffix), _screen(suffix, weighed=False)

    def read(content: bytes, folder: Path) -> None:
        match len(content) % 4:
            case 0:
                infmap.coverage(
                    three_sites(), targets=infmap.load_places(_file(folder, content, suffix))
                )
            case 1:
                screened(content, folder)
            case 2:
                infmap.check([_file(folder, content, suffix)])
            case _:
                sites(content, folder)

    return read


# --- Stories, and states of the tables ----------------------------------------------------------


def _read_story(content: bytes, folder: Path) -> None:
    from infmap.story.reading import read_story

    read_story(_file(folder, content, ".md"), three_sites())


def _compare_states(given: tuple[Table, bytes, bytes], folder: Path) -> None:
    """Compare two states of a table; the diff must make the new one of the old one."""
    table, *contents = given
    old, new = folder / "input-old", folder / "input-new"
    for state, content in zip((old, new), contents, strict=True):
        state.mkdir(exist_ok=True)
        (state / table).write_bytes(content)
    try:
        found = infmap.diff(old, new, day="2026-11-28")
        for form in DiffFormat:
            if form is not DiffFormat.TABLE:
                diff_text(found, form)
        assert infmap.Diff.read(_file(folder, found.to_json().encode(), ".json")) == found
        assert found.apply(old) == {table: contents[1]}
    finally:
        for state in (old, new):
            shutil.rmtree(state)


def _states() -> st.SearchStrategy[tuple[Table, bytes, bytes]]:
    tables = {
        table: csv_near(bundled(table))
        for table in (Table.SYSTEMS, Table.CLAIMS, Table.EVENTS, Table.CAPITALS)
    }
    tables |= {
        table: json_near(bundled_json(table)) for table in (Table.DEPLOYMENTS, Table.SOURCES)
    }
    return st.sampled_from([*tables]).flatmap(
        lambda table: st.tuples(st.just(table), tables[table], tables[table])
    )


# --- Words ------------------------------------------------------------------------------------


def _run(arguments: list[str], folder: Path) -> None:
    """Run a command and check its status and output."""
    from infmap.cli import app

    output = [
        str(folder / "output.html") if argument == "OUTPUT" else argument for argument in arguments
    ]
    said, printed = io.StringIO(), io.StringIO()
    status: Any = 0
    with redirect_stdout(printed), redirect_stderr(said):
        try:
            app(output, prog_name="infmap")
        except SystemExit as end:
            status = end.code
    lines = said.getvalue()
    if status not in {0, 1, 2, None}:
        raise WrongError(f"status {status}: {lines[:300]!r}")
    # Before the one line of a refusal stand only notes on how arguments were read, a line each.
    *notes, refusal = lines.splitlines() or [""]
    if status == 1 and (not refusal or not all(" read as " in note for note in notes)):
        raise WrongError(f"not one line: {lines[:300]!r}")
    longest = max(map(len, lines.split("\n")))
    if not lines.replace("\n", "").replace("\t", "").isprintable() or longest > LONGEST_LINE:
        raise WrongError(f"no printable lines: {lines[:300]!r}")
    if status:
        _nothing_written(folder)
    if re.search(r"Traceback|Warning\b|Error\b.*\n.*Error\b", lines):
        raise WrongError(f"a traceback: {lines[:300]!r}")


def _project(text: str, folder: Path) -> None:
    from infmap.figures.view import view_maker

    cat = three_sites()
    projection = view_maker(cat.sites[0], text)
    view = projection(projection.around(5500.0), 300.0, 300.0)
    assert view.window
    assert not view.shown.is_empty
    if len(text) % 4 == 0:
        axes = infmap.plot_map(cat, focus="shuya", projection=text, size="column")
        infmap.save_figure(axes, folder / "output.png", dpi=20)
        import matplotlib.pyplot as plt

        plt.close("all")


def _ask_as_of(day: Any, folder: Path) -> None:
    infmap.coverage(three_sites(), as_of=day)


def _days() -> st.SearchStrategy[Any]:
    moments = [pd.Timestamp.min, pd.Timestamp("2018-02-03", tz="Asia/Tokyo"), pd.NaT]
    return st.dates() | st.datetimes() | st.sampled_from(moments) | texts


def _tables(argument: str, *rows: Rows) -> Reader:
    """Return the reader of a table of `infmap.load`, drawn from these rows or any rows."""
    model, _ = TABLES[argument]
    near = (st.sampled_from(rows) | rows_of(model)).flatmap(csv_near)
    read = _read_systems if argument == "systems" else _load(argument, ".csv")
    return Reader(f"CSV of {argument}", near, read, ".csv")


def _geojson() -> st.SearchStrategy[bytes]:
    return json_near(bundled_json(Table.DEPLOYMENTS)) | json_near(FEATURES) | json_near([])


#: The readers by name, in the order of the table of outcomes.
READERS = {
    "geojson": Reader(
        "GeoJSON of deployments", _geojson(), _load("deployments", ".geojson"), ".geojson"
    ),
    "deployments": _tables("deployments", SITES),
    "systems": _tables("systems", SYSTEMS, bundled(Table.SYSTEMS)),
    "claims": _tables("claims", bundled(Table.CLAIMS)),
    "capitals": _tables("capitals", PLACES, bundled(Table.CAPITALS)),
    "places": Reader("CSV of places", csv_near(PLACES), _read_places, ".csv"),
    "check": Reader("infmap check, any file", _any_table(), _check),
    "frames": Reader("DataFrame and GeoDataFrame", frames(), _read_frame),
    "sources": Reader(
        "CSL-JSON of sources", json_near(bundled_json(Table.SOURCES)), _read_sources, ".json"
    ),
    **{
        name: Reader(
            f"{what}: sites, places, screened, checked",
            file_near(name),
            _read_file(suffix),
            suffix,
        )
        for name, (what, suffix) in KINDS.items()
    },
    "grid": Reader(
        "Parquet grid of population",
        parquet_near(("lon", "lat", "population")),
        _read_grid,
        ".parquet",
    ),
    "screen-csv": Reader("infmap screen, CSV", csv_near(COUNTED), _screen(".csv"), ".csv"),
    "screen-parquet": Reader(
        "infmap screen, Parquet",
        parquet_near(("lon", "lat", "people")) | st.integers(0, 4).map(invalid_text),
        _screen(".parquet"),
        ".parquet",
    ),
    "story": Reader("Markdown of a story", story_texts(), _read_story, ".md"),
    "states": Reader("two states of the tables, compared", _states(), _compare_states),
    **{name: Reader(what, words, _run) for name, (what, words) in COMMANDS.items()},
    "days": Reader("as_of= in Python", _days(), _ask_as_of),
    "projection": Reader("projection of a figure", projections(), _project),
}
