"""Every way into infmap: what goes in, made from random numbers, and what takes it."""

import datetime
import io
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from infmap.errors import DataError, InfmapError, ReadingNote
from reliability import fuzz_seeds as seeds
from reliability.fuzz_files import KINDS, strange_file
from reliability.fuzz_mutate import TOKENS, Rows, mutated_bytes, mutated_csv, mutated_json
from reliability.fuzz_texts import COMMANDS, command, projection

#: A message that is longer than this is no line that a person reads.
LONGEST_LINE = 1100


class WrongError(Exception):
    """What infmap said or did as it refused an input, and should not have."""


@dataclass(frozen=True)
class Reader:
    """One way into infmap.

    Attributes
    ----------
    what : str
        What it reads, in a few words.
    make : callable
        Returns an input, from random numbers.
    read : callable
        Hands an input to infmap; what it writes goes into the folder given.
    suffix : str
        Of the file in which an input of bytes is kept.
    """

    what: str
    make: Callable[[Random], Any]
    read: Callable[[Any, Path], object]
    suffix: str = ""


def try_input(reader: Reader, given: Any, folder: Path) -> InfmapError | None:
    """Read one input; what it is refused with is returned, anything else that is raised is lost."""
    with noted():
        try:
            reader.read(given, folder)
        except InfmapError as error:
            check_lines(error)
            return error
    return None


@contextmanager
def noted() -> Iterator[None]:
    """Take how tables were read for no loss, and see that each note is one line.

    Raises
    ------
    WrongError
        If it is not. Every other warning is shown as before.
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
    """See that an error is one line a fault, which a terminal shows as it is.

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
        import infmap

        use(infmap.load(**{argument: _file(folder, content, suffix)}))

    return read


def _read_systems(content: bytes, folder: Path) -> None:
    import pandas as pd

    import infmap

    path = _file(folder, content, ".csv")
    cat = infmap.load(systems=path)
    # No bundled site has a system of the caller's own, which stand behind infmap's.
    ident = cat.system_rows[-1].id
    site = pd.DataFrame({"name": ["Mine"], "system": [ident], "lon": [20.5], "lat": [54.7]})
    use(infmap.load(systems=path, deployments=site))


def use(cat: Any) -> None:
    """Ask of a catalogue what a command would, in little."""
    import infmap

    repr(cat)
    try:
        cat.select(as_of=datetime.date(2018, 10, 20))
    except InfmapError as error:
        check_lines(error)
    if cat.sites:
        # A site of the caller's own is among the last.
        one = cat.select(site=[cat.sites[-1].id])
        infmap.coverage(one)
        infmap.range_rings(one)


def _read_places(content: bytes, folder: Path) -> None:
    import infmap

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
    import infmap

    argument, frame = given
    if frame is not None:
        use(infmap.load(**{argument: frame}))


def _any_table(rng: Random) -> tuple[str, bytes]:
    """Return a name and content of a file for `infmap check`, which is told neither."""
    from infmap.catalogue.bundled import Table

    bundled = rng.choice([table for table in Table if table.endswith(".csv")])
    tables = (seeds.SITES_CSV, seeds.OWN_SYSTEMS, seeds.PLACES, seeds.table(bundled))
    rows: Rows = rng.choice(tables)
    content = rng.choice(
        (
            lambda: mutated_csv(rng, rows),
            lambda: mutated_json(rng, rng.choice((seeds.sites(), seeds.own_sites()))),
            lambda: mutated_json(rng, seeds.sources()),
            lambda: mutated_bytes(rng, b"", 5),
        )
    )()
    return rng.choice((*Table, "x.csv", "x.csv", "x.geojson", "x.json", "x", "x.CSV")), content


def _check(given: tuple[str, bytes], folder: Path) -> None:
    import infmap

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
    """Return a catalogue of few sites, whose answers come at once."""
    import infmap

    return infmap.load().select(site=["kaliningrad", "shuya", "deveselu"])


def _read_grid(content: bytes, folder: Path) -> None:
    import infmap

    people = infmap.load_population(_file(folder, content, ".parquet"))
    if len(content) % 4 == 0:
        infmap.exposure(three_sites(), site="shuya", population=people)


def _screen(suffix: str, *, weighed: bool = True) -> Callable[[bytes, Path], None]:
    def read(content: bytes, folder: Path) -> None:
        import infmap

        output = Path(tempfile.mkdtemp(dir=folder))
        weight = "people" if weighed and len(content) % 2 else None
        try:
            infmap.screen(three_sites(), _file(folder, content, suffix), output, weight=weight)
        finally:
            shutil.rmtree(output, ignore_errors=True)  # what is refused leaves no folder behind

    return read


def _read_file(suffix: str) -> Callable[[bytes, Path], None]:
    """Return what hands a file to each of those that take one, in turn."""
    sites, screened = _load("deployments", suffix), _screen(suffix, weighed=False)

    def read(content: bytes, folder: Path) -> None:
        import infmap

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


def _grid(rng: Random) -> bytes:
    from reliability.fuzz_parquet import parquet_bytes

    return parquet_bytes(rng, ("lon", "lat", "population"))


def _places_parquet(rng: Random) -> bytes:
    from reliability.fuzz_parquet import invalid_text, parquet_bytes

    if rng.random() < 0.01:
        return invalid_text(rng.randrange(5))
    return parquet_bytes(rng, ("lon", "lat", "people"))


def _places_csv(rng: Random) -> bytes:
    rows = [["code", "lon", "lat", "people"], ["007", "20.5", "54.7", "12"], ["x", "-1", "50", "0"]]
    return mutated_csv(rng, rows)


def _frame(rng: Random) -> tuple[str, Any]:
    from reliability.fuzz_frames import hostile_frame

    return hostile_frame(rng)


# --- Words ------------------------------------------------------------------------------------


def _run(arguments: list[str], folder: Path) -> None:
    """Run a command and see what a shell would: its status and what it says."""
    from infmap.cli import app

    output = [str(folder / "output.html") if one == "OUTPUT" else one for one in arguments]
    said, printed = io.StringIO(), io.StringIO()
    status: Any = 0
    with redirect_stdout(printed), redirect_stderr(said):
        try:
            app(output, prog_name="infmap")
        except SystemExit as end:
            status = end.code
    lines = said.getvalue()
    if status not in {0, 1, 2, None} or (status in {0, None} and lines):
        raise WrongError(f"status {status}: {lines[:300]!r}")
    if status == 1 and lines.count("\n") != 1:
        raise WrongError(f"not one line: {lines[:300]!r}")
    if not lines.replace("\n", "").replace("\t", "").isprintable():
        raise WrongError(f"not printable: {lines[:300]!r}")
    if status and re.search(r"Traceback|Error\b.*\n.*Error\b", lines):
        raise WrongError(f"a traceback: {lines[:300]!r}")


def _project(text: str, folder: Path) -> None:
    import infmap
    from infmap.figures.view import view_maker

    cat = three_sites()
    view = view_maker(cat.sites[0], text)(5500.0, 300.0, 300.0)
    assert view.window
    assert not view.shown.is_empty
    if len(text) % 4 == 0:
        axes = infmap.plot_map(cat, focus="shuya", projection=text, size="column")
        infmap.save_figure(axes, folder / "figure.png", dpi=20)
        import matplotlib.pyplot as plt

        plt.close("all")


def _day_in_python(rng: Random) -> Any:
    import pandas as pd

    return rng.choice(
        (datetime.date.min, datetime.date.max, datetime.datetime(2018, 2, 3, 4), pd.Timestamp.min,
         pd.Timestamp("2018-02-03", tz="Asia/Tokyo"), pd.NaT, "2018-02-03", "", *TOKENS[:60],
         datetime.date.fromordinal(rng.randrange(1, 3_600_000)))
    )  # fmt: skip


def _ask_as_of(day: Any, folder: Path) -> None:
    import infmap

    infmap.coverage(three_sites(), as_of=day)


#: The readers by name, in the order of the table that a campaign makes.
READERS = {
    "geojson": Reader(
        "GeoJSON of deployments",
        lambda rng: mutated_json(rng, rng.choice((seeds.sites(), seeds.own_sites()))),
        _load("deployments", ".geojson"),
        ".geojson",
    ),
    "deployments": Reader(
        "CSV of deployments",
        lambda rng: mutated_csv(rng, seeds.SITES_CSV),
        _load("deployments", ".csv"),
        ".csv",
    ),
    "systems": Reader(
        "CSV of systems",
        lambda rng: mutated_csv(rng, rng.choice((seeds.OWN_SYSTEMS, seeds.table("systems.csv")))),
        _read_systems,
        ".csv",
    ),
    "claims": Reader(
        "CSV of claims",
        lambda rng: mutated_csv(rng, seeds.table("range_claims.csv")),
        _load("claims", ".csv"),
        ".csv",
    ),
    "capitals": Reader(
        "CSV of capitals",
        lambda rng: mutated_csv(rng, rng.choice((seeds.PLACES, seeds.table("capitals.csv")))),
        _load("capitals", ".csv"),
        ".csv",
    ),
    "places": Reader(
        "CSV of places", lambda rng: mutated_csv(rng, seeds.PLACES), _read_places, ".csv"
    ),
    "check": Reader("infmap check, any file", _any_table, _check),
    "frames": Reader("DataFrame and GeoDataFrame", _frame, _read_frame),
    "sources": Reader(
        "CSL-JSON of sources",
        lambda rng: mutated_json(rng, seeds.sources()),
        _read_sources,
        ".json",
    ),
    **{
        name: Reader(
            f"{what}: sites, places, screened, checked",
            lambda rng, name=name: strange_file(rng, name),
            _read_file(suffix),
            suffix,
        )
        for name, (what, suffix) in KINDS.items()
    },
    "grid": Reader("Parquet grid of population", _grid, _read_grid, ".parquet"),
    "screen-csv": Reader("infmap screen, CSV", _places_csv, _screen(".csv"), ".csv"),
    "screen-parquet": Reader(
        "infmap screen, Parquet", _places_parquet, _screen(".parquet"), ".parquet"
    ),
    **{
        name: Reader(what, lambda rng, name=name: command(rng, name), _run)
        for name, what in COMMANDS.items()
    },
    "days": Reader("as_of= in Python", _day_in_python, _ask_as_of),
    "projection": Reader("projection of a figure", projection, _project),
}
