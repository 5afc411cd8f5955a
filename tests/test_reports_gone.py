"""What has ended or was cancelled says when: it stands on no later day, wherever it is read."""

import json
from datetime import date

import pytest
from every_format import FORMATS, LAYERS, csv_of, written
from typer.testing import CliRunner

import infmap
from infmap.catalogue.rows import Deployment
from infmap.catalogue.values.dates import latest_day
from infmap.cli import app
from infmap.errors import DataError

HEADS = ["name", "lat", "lon", "range_km", "status", "until"]
GONE = ["ended", "cancelled", "Ended", " CANCELLED "]
NOTHING = [None, "", "  ", "-", "n/a", "unknown"]
STANDING = ["confirmed", "reported", "alleged", "planned", None]


def sites(*rows):
    return HEADS, [[f"Camp {k}", 54.0 + k, 25.0, 500, *row] for k, row in enumerate(rows)]


def faults_of(given):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=given)
    return {(fault.row, fault.field): fault for fault in caught.value.faults}


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


@pytest.mark.parametrize("name", [*FORMATS, *LAYERS, "frame"])
def test_a_row_that_is_gone_without_its_day_is_refused_in_every_format(tmp_path, name):
    rows = [("ended", None), ("reported", None), ("cancelled", None), ("ended", "2018")]
    faults = faults_of(written(sites(*rows), name, tmp_path))
    first = 1 if name in {"frame", "t.json", "t.parquet", *LAYERS} else 2
    assert {*faults} == {(first, "until"), (first + 2, "until")}
    ended, cancelled = faults[first, "until"], faults[first + 2, "until"]
    assert ended.problem == "is missing, and the status is ended"
    assert ended.remedy.startswith("write the last day, month or year there")
    assert cancelled.problem == "is missing, and the status is cancelled"
    assert cancelled.remedy == "write the day, month or year when it was dropped"


@pytest.mark.parametrize("status", GONE)
@pytest.mark.parametrize("until", NOTHING, ids=repr)
def test_no_word_for_nothing_is_the_day_of_what_is_gone(tmp_path, status, until):
    (fault,) = faults_of(written(sites((status, until)), "t.csv", tmp_path)).values()
    assert (fault.row, fault.field) == (2, "until")
    assert fault.problem == f"is missing, and the status is {status.strip().lower()}"


def test_a_table_without_the_column_is_refused_too_and_under_any_head(tmp_path):
    (tmp_path / "s.csv").write_text("name,lat,lon,range_km,Status\nF,54.7,25.5,500,ended\n")
    assert [*faults_of(tmp_path / "s.csv")] == [(2, "until")]
    (tmp_path / "s.csv").write_text("name,lat,lon,range_km,Status,Bis\nF,54.7,25.5,500,ended,\n")
    assert [*faults_of(tmp_path / "s.csv")] == [(2, "Bis")]


def test_the_fault_is_told_beside_the_others_of_its_row(tmp_path):
    (tmp_path / "s.csv").write_text("name,lat,lon,range_km,status,until\nF,95,25.5,500,ended,\n")
    assert {*faults_of(tmp_path / "s.csv")} == {(2, "lat"), (2, "until")}


@pytest.mark.parametrize("status", STANDING)
def test_what_is_not_gone_keeps_an_open_end(tmp_path, status):
    cat = infmap.load(deployments=written(sites((status, None)), "t.csv", tmp_path))
    (row,) = cat.select(site="camp-0", as_of="2030-01-01").deployment_rows
    assert row.status == (status or "reported")


@pytest.mark.parametrize("command", [
    ["check"], ["list", "sites", "--deployments"], ["reach", "Vilnius", "--deployments"],
    ["coverage", "--site", "camp-0", "--deployments"],
], ids=lambda words: words[0])  # fmt: skip
@pytest.mark.parametrize("day", [(), ("--as-of", "2026-01-01")], ids=["no day", "a day"])
def test_every_command_says_the_same_line(tmp_path, command, day):
    (tmp_path / "s.csv").write_bytes(csv_of(sites(("ended", ""))))
    day = () if command == ["check"] else day
    result = run(*command, tmp_path / "s.csv", *day)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith(
        f"{tmp_path / 's.csv'}:2: until: is missing, and the status is ended; write the last day"
    )


@pytest.mark.parametrize("until", ["2018", "2018-03", "2018-03-04"])
@pytest.mark.parametrize(("status", "before"), [("ended", "reported"), ("cancelled", "planned")])
def test_a_row_with_its_day_stands_until_it_and_on_no_later_one(tmp_path, status, before, until):
    (tmp_path / "s.csv").write_bytes(csv_of(sites((status, until), ("reported", ""))))
    last = latest_day(until)
    for day, said in ((last, before), (date.fromordinal(last.toordinal() + 1), None)):
        result = run("list", "sites", "--deployments", tmp_path / "s.csv", "--only-own",
                     "--as-of", day, "--json")  # fmt: skip
        listed = {row["name"]: row for row in json.loads(result.stdout)}
        assert "Camp 1" in listed
        assert ("Camp 0" in listed) == (said is not None)
        if said:
            assert listed["Camp 0"]["statuses"] == [said]


def test_no_row_of_infmaps_that_is_gone_stands_on_a_day_after_it():
    cat = infmap.load()
    gone = [row for row in cat.deployment_rows if row.status in ("ended", "cancelled")]
    assert len(gone) > 70
    assert not any(row.stands_on(date(2100, 1, 1)) for row in gone)


@pytest.mark.parametrize("status", ["ended", "cancelled"])
def test_no_such_row_can_be_made_in_python(status):
    named = {"id": "a", "site_id": "a", "site": "A", "system_id": "b", "lon": 10, "lat": 50}
    with pytest.raises(ValueError, match=f"is missing, and the status is {status}"):
        Deployment(**named, status=status)
    assert Deployment(**named, status=status, until="1990").until == "1990"


DRAWN = ["mutlangen", "laoag", "shuya"]
DAYS = ["1985-06-01", "1990-11-30", "1990-12-01", "2024-06-01", "2025-01-23", "2030-01-01"]


def standing(cat, day):
    rows = [row for row in cat.deployment_rows if row.site_id in DRAWN]
    return {row.site_id for row in rows if row.stands_on(date.fromisoformat(day))}


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml", "parquet"])
def test_a_layer_of_rings_tells_when_it_was_gone(tmp_path, suffix):
    cat = infmap.load().select(site=DRAWN)
    path = tmp_path / f"rings.{suffix}"
    infmap.save_rings(cat, path)
    back = infmap.load(deployments=path, claims=path, only_own=True)
    assert [standing(back, day) for day in DAYS] == [standing(cat, day) for day in DAYS]


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
def test_a_list_of_sites_tells_when_it_was_gone(tmp_path, suffix):
    cat = infmap.load().select(site=DRAWN)
    path = tmp_path / f"sites.{suffix}"
    filters = [word for site in DRAWN for word in ("--site", site)]
    assert run("list", "sites", *filters, "-o", path).exit_code == 0
    back = infmap.load(deployments=path, only_own=False)
    assert [standing(back, day) for day in DAYS] == [standing(cat, day) for day in DAYS]
    assert standing(cat, "2030-01-01") == {"shuya"}
