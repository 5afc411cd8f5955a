"""What a cell under a head is read as, or why it is refused, in the words that a user reads.

A case is a table of one row, as strangers make them, written as what is other than in `ROWS`:
``head = cell``, ``old head > new head = cell`` or ``head >`` for a column that is not there.
"""

import csv
import warnings
from pathlib import Path

import pytest
from conftest import asked
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import InfmapError, ReadingNote

ROWS = {
    "deployments": {"name": "North camp", "system": "9M729", "lon": "20.51", "lat": "54.71"},
    "systems": {"id": "zeus", "name": "Zeus", "range_km": "1200"},
    "claims": {
        "system": "9M729",
        "account": "operator",
        "claimant": "Ministry A",
        "range_km": "480",
        "as_of": "2019-01-23",
    },
    "targets": {"name": "The harbour", "lon": "4.14", "lat": "51.95"},
    "people": {"lon": "4.14", "lat": "51.95", "population": "5200"},
}
#: What every row has, which says nothing of a cell.
SAME = {"id", "site_id", "site", "name", "account", "claimant", "target_id", "kind"}


def row(argument, case):
    """Return the cells of a case by their heads."""
    cells = dict(ROWS[argument])
    for change in case.split(" & "):
        heads, _, cell = change.partition(" =")
        old, _, new = heads.partition(" >")
        if new:
            given = {**cells, old: cell.strip()}
            cells = {new.strip() if head == old else head: given[head] for head in cells}
        elif " >" in heads:
            del cells[old]
        else:
            cells[old] = cell.strip()
    return cells


def values(argument, path):
    """Return what was read of the last row, field by field."""
    if argument == "targets":
        return vars(infmap.load_places(path)[-1])
    if argument == "people":
        read = infmap.load_population(path)
        return {"lon": read.lons[-1], "lat": read.lats[-1], "population": read.people[-1]}
    cat = infmap.load(**{argument: path})
    rows = {
        "deployments": cat.deployment_rows,
        "systems": cat.system_rows,
        "claims": cat.claim_rows,
    }[argument]
    figures = [one for one in cat.claim_rows if one.account == "user"]
    if argument == "systems" and figures:
        rows = [cat.system_by_id[figures[-1].system_id]]
    told = rows[-1].model_dump(mode="json", exclude_defaults=True)
    if argument == "claims":
        return told
    for figure in figures[-1:]:
        ends = figure.model_dump(mode="json", exclude_defaults=True)
        told |= {name: end for name, end in ends.items() if name.endswith("_km")}
    return told


def outcome(argument, path):
    """Return lines: the values, or the refusal, and each note on how it was read."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        try:
            read = values(argument, path)
        except InfmapError as error:
            lines = [f"refused: {line}" for line in str(error).splitlines()]
        else:
            told = {name: value for name, value in read.items() if name not in SAME and value != ""}
            lines = ["read: " + ", ".join(f"{name} {value}" for name, value in told.items())]
    notes = [f"note: {one.message}" for one in caught if issubclass(one.category, ReadingNote)]
    folder = f"{path.parent}/" if isinstance(path, Path) else ""
    return [line.replace(folder, "").replace(".../", "") for line in [*lines, *notes]]


@pytest.mark.parametrize("argument", ROWS)
def test_a_cell_under_a_head_is_read_or_refused_as_was_read_before(argument, tmp_path, reads_as):
    path = tmp_path / "t.csv"
    said = []
    for case in asked(argument):
        cells = row(argument, case)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([cells.keys(), cells.values()])
        said += [case, *(f"  {line}" for line in outcome(argument, path))]
    reads_as("\n".join(said), f"cells-{argument}.txt")


@pytest.mark.parametrize("argument", [name for name in ROWS if name != "people"])
def test_a_cell_of_rows_in_python_is_read_or_refused_as_was_read_before(argument, reads_as):
    said = []
    for case in asked(argument)[::7]:
        rows = [row(argument, case), ROWS[argument]]
        said += [case, *(f"  {line}" for line in outcome(argument, rows[::-1]))]
    reads_as("\n".join(said), f"rows-{argument}.txt")


#: Whole files, as strangers keep them.
SHEETS = {
    "titles": "Table 3. Sites\nCompiled by hand\n\nname,system,lon,lat\nA,9M729,20.5,54.7\n",
    "a title": "Sites\nname,system,lon,lat\nA,9M729,20.5,54.7\n",
    "two heads": "name,system,lon,lat\nA,9M729,20.5,54.7\nname,system,lon,lat\nB,9M729,21,54\n",
    "a total": "name,system,lon,lat\nA,9M729,20.5,54.7\nTotal,1,,\n",
    "torn": "name,system,lon,lat\nA,9M729,20.5,54.7,x\nB,9M729,21\n",
    "semicolons": "name;system;lon;lat\nA;9M729;20,5;54,7\n",
    "tabs": "name\tsystem\tlon\tlat\nA\t9M729\t20.5\t54.7\n",
    "no rows": "name,system,lon,lat\n",
    "nothing": "",
    "no heads": "A,9M729,20.5,54.7\n",
    "one head twice": "name,system,lon,lat,lat\nA,9M729,20.5,54.7,54.8\n",
    "units below": "name,system,lon,lat,range\n,,deg,deg,km\nA,9M729,20.5,54.7,1200\n",
    "a source below": "name,system,lon,lat\nA,9M729,20.5,54.7\nSource: own,,,\n",
    "turned": "name,A,B\nsystem,9M729,9M729\nlon,20.5,21\nlat,54.7,54\n",
    "one name, two places": "name,system,lon,lat\nA,9M729,20.5,54.7\nA,9M729,25,46\n",
    "one place, two systems": "name,system,lon,lat\nA,9M729,20.5,54.7\nA,iskander-m,20.5,54.7\n",
    "the same twice": "name,system,lon,lat\nA,9M729,20.5,54.7\nA,9M729,20.5,54.7\n",
    "two ranges": "name,lon,lat,system,range_km\nA,20.5,54.7,X,500\nB,25,46,X,600\n",
    "many faults": "name,system,lon,lat\n" + "A,9M729,far,54.7\n" * 9,
    "many notes": "name,system,lon,lat\n" + "".join(f"A{k},SSC-8,20.{k},54.7\n" for k in range(30)),
    "metres": "name,system,x,y\nA,9M729,453000,6062000\n",
    "swapped": "name,system,country,lon,lat\nA,9M729,Russia,54.7,120.5\n",
    "quotes": 'name,system,lon,lat\n"A, the camp",9M729,20.5,54.7\n"B "" x",9M729,21,54\n',
    "an open quote": 'name,system,lon,lat\n"A,9M729,20.5,54.7\n',
    "publications": "id,title,date\na,A paper,2019\n",
    "dittos": "name,system,lon,lat\nA,9M729,20,54\nB,do.,21,54\nC,SSC-8,26,47\nD,idem,27,48\n",
    "two tables": "name,system,lon,lat\nA,9M729,20.5,54.7\n\nsystem,range\n9M729,480\n",
    "axes below": "name,system,position,\n,,lat,lon\nA,9M729,54.7,20.5\n",
    "a heading": "name,system,lon,lat\nRussia,,,\nA,9M729,20.5,54.7\n",
    "blanks": ",,,\n,,,\n",
    "two heads alike": "name,system,lon,lat,x2,x2,Menzil\nA,9M729,20.5,54.7,1,2,500\n",
    "years": "name,system,lon,lat,x1\nA,9M729,20,54,1990\nB,9M729,21,55,1991\nC,9M729,22,56,1992\n",
    "many titles": "A title\n" * 19 + "name,system,lon,lat\nA,9M729,20.5,54.7\n",
    "too many titles": "A title\n" * 20 + "name,system,lon,lat\nA,9M729,20.5,54.7\n",
    "figures": "system,account,claimant,range_km\n9M729,operator,M,480\n",
}


def test_a_file_is_read_or_refused_as_was_read_before(tmp_path, reads_as):
    said = []
    for name, text in SHEETS.items():
        path = tmp_path / "t.csv"
        path.write_text(text, "utf-8")
        said += [f"{name}:", *(f"  {line}" for line in outcome("deployments", path))]
    reads_as("\n".join(said), "sheets.txt")


def test_what_a_file_holds_is_told_or_refused_as_was_read_before(tmp_path, monkeypatch, reads_as):
    monkeypatch.chdir(tmp_path)
    path, said = Path("t.csv"), []
    for line in asked("tables"):
        path.write_text(line.replace(" / ", "\n"), "utf-8")
        result = CliRunner().invoke(app, ["check", "t.csv"])
        said += [line, *(f"  {one}" for one in result.output.splitlines())]
    reads_as("\n".join(said), "checked-tables.txt")
