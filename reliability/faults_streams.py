"""Standard streams that are closed, full or lack letters; inputs that must not change."""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from infmap.catalogue.bundled import Table, data_path
from infmap.io.formats import RingsFormat
from reliability.faults_commands import Trial, in_parallel, line_fault, trial
from reliability.outcome import Outcome

#: infmap's own tables.
DATA = str(data_path(Table.SYSTEMS).parent)
#: Commands that print.
PRINTERS = (
    ("coverage",),
    ("coverage", "--json"),
    ("coverage", "--format", "csv"),
    ("reach", "Warsaw"),
    ("list", "sites"),
    ("list", "sources", "--json"),
    ("show", "9m729"),
    ("check",),
    ("diff", DATA, DATA),
    ("diff", DATA, DATA, "--json"),
    ("--help",),
    ("--version",),
)
#: Redirections of a command's streams in a shell, and the expected result.
READER_GONE = ("| head -n 1", "| true")
FAILING = (">&-", ">/dev/full", ">&- <&-")
HARMLESS = ("<&-", "2>&-", "2>/dev/full")
LOCALES: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
)

SITES = "name,system,lon,lat\nŚwięty Krzyż,my-rocket,21.0,50.9\nSouth camp,my-rocket,25.0,46.0\n"
INPUTS = {
    "sites.csv": SITES,
    "sites.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [21.0, 50.9]},
                    "properties": {"name": "Święty Krzyż", "system": "my-rocket"},
                }
            ],
        },
        ensure_ascii=False,
    ),
    "systems.csv": "id,name,kind\nmy-rocket,My rocket,GLBM\n",
    "claims.csv": "system_id,account,claimant,up_to_km\nmy-rocket,operator,Ourselves,700\n",
    "capitals.csv": "id,name,country,lon,lat\nlodz,Łódź,Poland,19.46,51.76\n",
    "targets.csv": "id,name,country,lon,lat\nslupsk,Słupsk,Poland,17.03,54.46\n",
    "story.md": "# Whose number?\n\n## Święty Krzyż {site=swiety-krzyz}\n\nA camp.\n",
    "old/systems.csv": "id,name\nmine,Nine\n",
    "new/systems.csv": "id,name\nmine,Ten\n",
    "places/one.csv": "lon,lat,people\n21.01,52.23,1860281\n19.94,50.06,779115\n",
}
#: A day long past, so that a file that is written again is noticed.
LONG_AGO_S = 1_000_000_000
OWN = (
    *("--deployments", "sites.csv", "--systems", "systems.csv", "--claims", "claims.csv"),
    *("--capitals", "capitals.csv"),
)
#: Commands that read all of these files, each run in the same folder.
READING = (
    ("map", "-o", "map.html", *OWN),
    *(("rings", "-o", f"rings{form}", *OWN) for form in RingsFormat),
    ("figure", "-o", "figure.pdf", *OWN),
    ("report", "-o", "brief.html", *OWN),
    ("report", "-o", "brief.md", *OWN),
    ("coverage", "--targets", "targets.csv", *OWN),
    ("coverage", "--targets", "people.parquet", *OWN),
    (
        "coverage",
        "-o",
        "coverage.csv",
        "--format",
        "csv",
        "--deployments",
        "sites.geojson",
        *OWN[2:],
    ),
    ("reach", "50,20", *OWN),
    ("screen", "places", "-o", "out", "--weight", "people", *OWN),
    ("list", "sites", *OWN),
    ("show", "south-camp", *OWN),
    ("check", "sites.csv", "systems.csv"),
    ("embed", "map.html"),
    ("story", "story.md", "-o", "story.html", *OWN),
    ("diff", "old", "new", "-o", "diff.json"),
    ("diff", "old", "new", "-o", "diff.atom", "--day", "2026-11-28"),
)
#: Commands whose output is a file that they read.
REPLACING = (
    ("map", *OWN, "-o", "sites.csv"),
    ("map", *OWN, "-o", "./systems.csv"),
    ("map", *OWN, "-o", "link.csv"),
    ("rings", "--deployments", "sites.geojson", *OWN[2:], "-o", "sites.geojson"),
    ("story", "story.md", *OWN, "-o", "story.md"),
    ("diff", "old", "new", "--format", "csv", "-o", "old/systems.csv"),
    ("diff", "old", "new", "--format", "csv", "-o", "new/systems.csv"),
    ("coverage", *OWN, "-o", "claims.csv"),
    ("coverage", *OWN, "--targets", "targets.csv", "-o", "targets.csv"),
    ("coverage", *OWN, "--targets", "people.parquet", "-o", "people.parquet"),
    ("reach", "50,20", *OWN, "-o", "capitals.csv"),
    ("screen", "places", *OWN, "-o", "places"),
    ("screen", "places/one.csv", *OWN, "-o", "places/one.csv"),
    ("screen", "places/*.csv", *OWN, "-o", "."),
    ("screen", ".", *OWN, "-o", "out"),
)


def streams(printers: Sequence[tuple[str, ...]] = PRINTERS) -> Outcome:
    """Run each command that prints with broken streams, or without some letters."""
    trials: list[tuple[Callable[..., str | None], Iterable[Any]]] = [
        (reader_gone_fault, READER_GONE),
        (_failing, FAILING),
        (_harmless, HARMLESS),
        (locale_fault, LOCALES),
    ]
    cases: list[Callable[[], str | None]] = [
        partial(tried, printer, case)
        for printer in printers
        for tried, kinds in trials
        for case in kinds
    ]
    cases.append(_wrong_without_stderr)
    lost = in_parallel(lambda case: case(), cases)
    return Outcome(
        "closed and full streams, narrow locales",
        f"{len(printers)} commands that print x a reader that has gone, standard output closed or "
        "full (exit 1, one line), the others closed, and 4 locales (C, ascii, cp1252): JSON reads "
        "back the same in each",
        len(cases),
        tuple(line for line in lost if line),
    )


def _in_shell(
    made: Trial, printer: tuple[str, ...], streams: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in a shell that redirects its streams; return the command's own status."""
    script = f'{{ "$@"; echo $? >status; }} {streams}' if "|" in streams else f'"$@" {streams}'
    done = made.run(*printer, through=("sh", "-c", script, "sh"))
    if "|" in streams:
        done.returncode = int((made.folder / "status").read_text())
    return done


def reader_gone_fault(printer: tuple[str, ...], streams: str) -> str | None:
    """Return what goes wrong if the reader of a pipe closes it early, or None."""
    with trial() as made:
        done = _in_shell(made, printer, streams)
        if (done.returncode, done.stderr) == (0, b""):
            return None
        return f"{' '.join(printer)} {streams}: exit {done.returncode}, {done.stderr.decode()}"


def _failing(printer: tuple[str, ...], streams: str) -> str | None:
    with trial() as made:
        broken = line_fault(_in_shell(made, printer, streams))
        return broken and f"{' '.join(printer)} {streams}: {broken}"


def _harmless(printer: tuple[str, ...], streams: str) -> str | None:
    with trial() as made:
        done, plain = _in_shell(made, printer, streams), made.run(*printer)
        if (done.returncode, done.stderr, done.stdout) == (0, b"", plain.stdout):
            return None
        return f"{' '.join(printer)} {streams}: exit {done.returncode}, {done.stderr.decode()}"


def _wrong_without_stderr() -> str | None:
    with trial() as made:
        done = _in_shell(made, ("map", "--focus", "nowhere"), "2>&-")
        if (done.returncode, done.stdout, done.stderr) == (1, b"", b""):
            return None
        return f"map --focus nowhere 2>&-: exit {done.returncode}, {done.stdout.decode()}"


def locale_fault(printer: tuple[str, ...], variables: dict[str, str]) -> str | None:
    """Return what goes wrong if a stream cannot encode some letters, or None."""
    with trial() as made:
        done = made.run(*printer, env=made.environment(**variables))
        broken = None if (done.returncode, done.stderr) == (0, b"") else done.stderr.decode()
        if broken is None and "--json" in printer:
            encoding = variables.get("PYTHONIOENCODING", "utf-8")
            plain = made.run(*printer, env=made.environment(PYTHONIOENCODING="utf-8"))
            if json.loads(done.stdout.decode(encoding)) != json.loads(plain.stdout):
                broken = "the JSON reads back otherwise"
        return broken and f"{variables}, {' '.join(printer)}: {broken}"


def inputs(
    reading: Sequence[tuple[str, ...]] = READING, replacing: Sequence[tuple[str, ...]] = REPLACING
) -> Outcome:
    """Run commands on a user's own tables; some are told to overwrite their input."""
    lost = _changed(reading) + in_parallel(replaced_fault, replacing)
    return Outcome(
        "inputs unchanged",
        f"{len(reading)} commands on own sites, systems, figures, capitals, targets, people, "
        f"places, stories and states of the tables, {len(replacing)} told to write over one of "
        "them: the same bytes and times, written over only after one line of refusal",
        len(reading) + len(replacing),
        tuple(line for line in lost if line),
    )


def _put_inputs(folder: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    for name, text in INPUTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    grid = {"lon": [21.0, 19.9], "lat": [52.2, 50.1], "population": [1860281.0, 779115.0]}
    parquet.write_table(pa.table(grid), folder / "people.parquet")
    (folder / "link.csv").symlink_to("sites.csv")
    for path in folder.rglob("*.*"):
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))


def _state(folder: Path) -> dict[str, tuple[bytes, int, int, int]]:
    """Return the bytes, time, mode and inode number of the input files in a folder."""
    names = [*INPUTS, "people.parquet"]
    states = {}
    for name in names:
        path = folder / name
        if path.is_file():
            status = path.stat()
            states[name] = (
                path.read_bytes(),
                status.st_mtime_ns,
                status.st_mode,
                status.st_ino,
            )
    return states


def _changed(reading: Sequence[tuple[str, ...]]) -> list[str | None]:
    lost: list[str | None] = []
    with trial() as made:
        _put_inputs(made.folder)
        before = _state(made.folder)
        for arguments in reading:
            done = made.run(*arguments)
            after = _state(made.folder)
            if done.returncode:
                lost.append(f"{' '.join(arguments)}: {done.stderr.decode()}")
            elif after != before:
                changed = [name for name in before if after.get(name) != before[name]]
                lost.append(f"{' '.join(arguments)}: changes {', '.join(changed)}")
    return lost


def replaced_fault(arguments: tuple[str, ...]) -> str | None:
    """Return what goes wrong if a command is told to overwrite its input, or None."""
    with trial() as made:
        _put_inputs(made.folder)
        before, entries = _state(made.folder), sorted(made.folder.rglob("*"))
        done = made.run(*arguments)
        after = _state(made.folder)
        changed = [name for name in before if after.get(name) != before[name]]
        broken = f"replaces {', '.join(changed)}" if changed else line_fault(done)
        if broken is None and sorted(made.folder.rglob("*")) != entries:
            broken = "leaves something"
        return broken and f"{' '.join(arguments)}: {broken}"
