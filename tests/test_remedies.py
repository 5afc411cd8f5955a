"""What a refusal says to do is done: nobody is led from one refusal to the next and back.

Each remedy is followed to the letter, in every way that it names, until the table is read.
"""

import csv
import re
import shlex

import pytest
from conftest import asked
from sample import sampled
from test_seen_cells import outcome, row
from typer.testing import CliRunner

from infmap.catalogue.values.bands import read_band
from infmap.catalogue.values.launchers import read_launcher
from infmap.catalogue.values.refused import RefusedError
from infmap.cli import app

#: What is written where a remedy leaves it to whoever knows.
KNOWN = {
    **{"name": "North camp", "system": "9M729", "system_id": "9M729", "lon": "20.5", "lat": "54.7"},
    **{"account": "operator", "claimant": "Ministry A", "status": "planned", "position": "54, 20"},
    **{"up_to_km": "480", "at_least_km": "480", "range_km": "480", "until": "2020"},
    **{"first_reported": "2019"},
}
#: Cases beside those whose refusals are seen.
MORE = {
    "deployments": [
        "lat = 54.71, 20.51",
        "lon = 120 N",
        "lon = 10130",
        "lat = 9000",
        "lat = 100 & lon = 20",
        "Period = 2018-2019",
        "first_reported = 2015 & Period = 2018-2019",
        "first_reported = 2015 & until = 2016 & Date = 2018",
        "Start = 2015 & Retired = 2018",
        "lon > & lat > Position (DMS) = 54.00, 20.50",
        "lon > & lat > Position (DMS) = -54.4236, 20.3036",
        "lon > & lat > lon_lat (DM) = 20.3036, 54.4236",
        "lon > & lat > MGRS = 33UXP",
    ],
    "systems": [
        "range_km = 5\u00d710² km",
        "range_km = 5 x 10³",
        "range_km = 1.5·10³",
        "range_km = 10²",
    ],
    "claims": ["Source = nato-2018-12-04-inx", "as_of = 1999-2001"],
    "targets": ["lat = 4.14 & lon = 51.95 N", "lat = 100 & lon = 20"],
}
#: What only another look or another program can mend.
ELSEWHERE = re.compile(
    "look it up|check its letters|EPSG:4326|ST_Point|formula|paste|known: |write where it is"
    "|degrees (?:north|east)|digits alone|name the reference|write a system$|write the publication"
)
PAIRS = [("first_reported", "until"), ("Start", "End"), ("at_least_km", "up_to_km")]


def swapped(cells, _, what):
    pairs = [("lon", "lat")] if "lat" in what else PAIRS
    one, other = next(pair for pair in pairs if {*pair} <= cells.keys())
    return [{**cells, one: cells[other], other: cells[one]}]


def added(cells, _, *names):
    return [{**cells, name: KNOWN[name]} for name in names]


def renamed(cells, head, *names):
    assert not {*names} & cells.keys(), f"{names} would stand twice"
    return [{new if one == head else one: cells[one] for one in cells} for new in names]


def renamed_from(cells, _, old, new):
    return renamed(cells, old, new)


def moved(cells, head, *names):
    rest = {one: cell for one, cell in cells.items() if one != head}
    return [{**rest, **{name: KNOWN[name] for name in names}}]


def written(cells, head, *texts):
    return [{**cells, head: text} for text in texts]


def each(cells, head, texts):
    return written(cells, head, *re.split(r", (?:or )?| or ", texts))


def known(cells, head):
    return written(cells, head, KNOWN[head])


def a_day(cells, head):
    return written(cells, head, "2019-02-10", "2019-02", "2019")


def in_the_other(cells, head, other, *texts):
    """Return tables with the number of a coordinate in the other's column, and that one's here."""
    here = re.sub(r"[^-.\d]", "", cells[other])
    return [{**cells, other: text, head: here} for text in texts]


def alone(cells, head):
    return [{**cells, head: re.findall(r"[\d.]+", cells[head])[0]}]


#: What does to the cells what a remedy says, given the head and what the remedy names. The first
#: that fits holds; what it may name in several places stands in several groups.
RULES = {
    r"add a column (\w+)(?:, or (\w+))?": added,
    r"rename '(.*?)' to (\w+)": renamed_from,
    r"rename it to (\w+)(?: or (\w+))?": renamed,
    r"write .* under (?:the head )?(\w+)(?: and .* under (\w+))?, or delete": moved,
    r"swap (the two|lon and lat)": swapped,
    r"write it in (\w+) as (-?[\d.]+)(?: if .*?, (-?[\d.]+) if)?": in_the_other,
    r"write the \w+ alone, and the \w+ in its own column": alone,
    r"it names (\S+) and (\S+): write": written,
    r"did you mean (.*?)\?": each,
    r"YYYY": a_day,
    r"write (?:a value|the (?:last )?day, month)": known,
    r"write (\d{4}[-\d]*) \(.*?\) or (\d{4}[-\d]*) \(": written,
    r"write (\S+) or (\S+) if .*?, (\S+) if": written,
    r"write (\S+) if .*?, (\S+) or (\S+) if": written,
    r"write (\S+?),? if [^;]*?(?:, (-?[\d.]+) if.*)?(?:$|;)": written,
    r"write (\S+° ?\S* \S+°\S*) or (\S+° \S+°)$": written,
    r"write (\S+ km) or more": written,
    r"or its centre, (\S+ [NS], \S+ [EW])": written,
    r"write (\S+ [NS], \S+ [EW]) or (\S+ [NS], \S+ [EW])": written,
    r"write (?:it as|one of them,|one of|at most)? ?((?:[^ ,]+(?: km| mi)?(?:, | or |$))+)$": each,
    r"write (\S+) or (\S+):": written,
    r"write \S+ as (\d+) or as (\d+)": written,
    r"write its number as (\d+)": written,
    r"write \D*?(?:such as|as in) ([^,]+)(?:, or leave.*)?$": written,
    r"write latitude and longitude, as in (.*)": written,
    r"write (\S+), or leave it empty": written,
}


def tables_of(cells, line):
    """Return the tables that a refusal asks for, one for each way that it names."""
    said = re.sub(r"^refused: t\.csv(:\d+)?: ", "", line)
    remedy = said[said.rindex("'); ") + 4 :] if "'); " in said else said.partition("; ")[2]
    head = next((one for one in sorted(cells, key=len)[::-1] if said.startswith(f"{one}: ")), "")
    head = head or said.partition(":")[0]
    tables = []
    for pattern, apply in RULES.items():
        if found := re.search(pattern, remedy):
            tables += apply(cells, head, *filter(None, found.groups()))
            break
    if re.search(r"leave (?:it|the cell) empty", remedy):
        tables += written(cells, head, "")
    if re.search(r"delete (?:it|the column|one of the columns)", remedy) and head in cells:
        tables += moved(cells, head)
    return tables


def follow(said_of, cells, above=(), before=None):
    """Follow each refusal, down every way; return how many there were."""
    lines = [line for line in said_of(cells) if line.startswith("refused: ")]
    for head in before or ():
        if head in cells and cells[head] != before[head]:
            again = [line for line in lines if f": {head}: " in line]
            assert not again, f"{above[-1]} leads to {again[0]}"
    if not lines or ELSEWHERE.search(lines[0]):
        return bool(lines)
    assert lines[0] not in above, f"a circle: {[*above, lines[0]]}"
    assert len(above) < 4, f"no end: {[*above, lines[0]]}"
    tables = tables_of(cells, lines[0])
    assert tables, f"nothing to do: {lines[0]}"
    return 1 + sum(follow(said_of, table, (*above, lines[0]), cells) for table in tables)


@pytest.mark.parametrize("argument", MORE)
def test_what_a_refusal_of_a_table_says_is_done_and_the_table_is_read(argument, tmp_path):
    path = tmp_path / "t.csv"

    def said_of(cells):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([cells.keys(), cells.values()])
        return outcome(argument, path)

    cases = [*asked(argument), *MORE[argument]]
    count = sum(follow(said_of, row(argument, case)) for case in sampled(cases, 20, MORE[argument]))
    assert count >= len(MORE[argument])


BANDS = ["far", "500", ">500", "600-500", "500 km - far", "500?", "-5", "n/a", "2.500-5.500 km"]
LAUNCHERS = [
    *("95,20,500", "54.71,200.51,500", "Kaliningrad,500", "54.71,20.51", "54.71,20.51,500 with"),
    *("54.71,20.51,-5", "54.71,20.51,2,500", "54.71,20.51,>500", "54.71,20.51,500?"),
]


@pytest.mark.parametrize(("read", "texts"), [(read_band, BANDS), (read_launcher, LAUNCHERS)])
def test_what_is_to_be_written_for_a_band_or_launcher_is_taken(read, texts):
    for text in texts:
        with pytest.raises(RefusedError) as caught:
            read(text)
        part = re.match(r"(?:position|range) '(.*?)': ", caught.value.problem)
        named = re.search(
            r"(?:such as|as in|^write) ((?:(?!such as|as in).)+)$", caught.value.remedy
        )
        for one in re.sub(r" if it .*", "", named[1]).split(" or "):
            read(text.replace(part[1], one) if part else one)


#: A command line, what its refusal names, and the command line that this is.
LINES = {
    "coverage shuya": ("infmap coverage --help lists", "coverage --help"),
    "coverage --site": ("write --site ID", "coverage --site shuya"),
    "list capitals --account operator": ("write country or as_of", "list capitals --country Italy"),
    "screen places.csv out": ("write infmap screen PLACES -o FOLDER", "screen places.csv -o out"),
    "screen my places.csv -o out": ("put several words in quotes", "screen 'my places.csv' -o out"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_refused_command_line_leads_to_one_that_is_taken(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("places.csv", "my places.csv"):
        (tmp_path / name).write_text("name,lon,lat\nA,20.5,54.7\n", "utf-8")
    named, next_line = LINES[line]
    refused = CliRunner().invoke(app, shlex.split(line), prog_name="infmap")
    assert refused.exit_code
    assert named in refused.stderr
    taken = CliRunner().invoke(app, shlex.split(next_line), prog_name="infmap")
    assert taken.exit_code == 0, taken.output
