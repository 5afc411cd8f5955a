"""Slips that people make, from Python and on the command line: one line each, no traceback."""

import datetime
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

import infmap
from infmap import proximity
from infmap.analysis.reach import edges_km
from infmap.catalogue.rows import Claim
from infmap.catalogue.values.dates import earliest_day
from infmap.cli import app
from infmap.errors import DataError, InfmapError
from infmap.geodesy import distance_km, range_ring
from infmap.io.formats import RingsFormat

FRAME = pd.DataFrame({"name": ["Camp"], "system": ["own"], "lon": [20.0], "lat": [54.0]})
OWN = pd.DataFrame({"id": ["own"], "name": ["Own"], "range_km": [900.0]})

SLIPS = {
    "places by their path": lambda cat: infmap.coverage(cat, targets="places.csv"),
    "places as a number": lambda cat: infmap.coverage(cat, targets=5),
    "people by their path": lambda cat: infmap.exposure(cat, population="people.parquet"),
    "people as a frame": lambda cat: infmap.load_population(FRAME),
    "a band of one number": lambda cat: infmap.coverage(cat, band=500),
    "a band of words": lambda cat: infmap.exposure(cat, band=("near", "far")),
    "three numbers for a position": lambda cat: infmap.reach(cat, (21, 52, 500)),
    "a number for a name": lambda cat: infmap.reach(cat, 21),
    "nothing to show": lambda cat: infmap.show(cat, None),
    "no day": lambda cat: cat.verdict(cat.claim_rows[0], on="some day in 2018"),
    "arrays of two lengths": lambda _: distance_km([1, 2], [1, 2, 3], 0, 0),
    "rows of two lengths": lambda _: range_ring([[1, 2], [3]], 0, 500),
    "weights past any sum": lambda _: proximity.count_within(
        [0], [0], [1, 2], [1, 2], 0, 500, weights=[1e308, 1e308]
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_one_line(cat, slip):
    with pytest.raises(InfmapError) as caught:
        slip(cat)
    assert "\n" not in str(caught.value)


@pytest.mark.thorough
def test_none_stands_for_every_site_system_and_account(cat):
    every = infmap.coverage(cat, theme="debate")
    assert infmap.coverage(cat, site=None, system=None, theme="debate").equals(every)
    assert infmap.coverage(cat, account="all", theme="debate").equals(every)
    page = infmap.make_map(cat, account=None).get_root().render()
    assert page == infmap.make_map(cat).get_root().render()


def test_a_moment_of_a_day_is_that_day(cat):
    claim = cat.claims_by_system["9m729"][1]
    moment = datetime.datetime(2020, 1, 1, 12)
    assert cat.verdict(claim, on=moment) == cat.verdict(claim, on=moment.date())


def test_a_catalogue_without_sites_says_so(cat):
    alone = infmap.load(systems=OWN)
    with pytest.raises(InfmapError, match="no site uses these systems"):
        _ = alone.select(system="own").first_site


def test_a_catalogue_of_one_day_is_not_turned_to_another(cat):
    day, other = datetime.date(2018, 1, 1), datetime.date(2020, 1, 1)
    cut = cat.select(as_of=day)
    assert cut.select(as_of=day).sites == cut.sites
    with pytest.raises(InfmapError, match=r"already .*; select the day from the whole$"):
        cut.select(as_of=other)


def test_one_file_is_checked_as_a_list_of_one(tmp_path):
    file = tmp_path / "sites.csv"
    FRAME.assign(system="9m729").to_csv(file, index=False)
    assert infmap.check(file) == infmap.check(str(file)) == infmap.check([file])


@pytest.mark.parametrize("form", RingsFormat)
def test_no_ring_is_an_empty_file_with_every_column(cat, tmp_path, form):
    file = tmp_path / f"rings{form}"
    arguments = ["rings", "-o", str(file), "--system", "aegis-ashore-mk41"]
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "0 rings of 0 sites" in result.stdout
    empty = infmap.range_rings(cat, system="aegis-ashore-mk41")
    assert list(empty) == list(infmap.range_rings(cat, site="shuya"))
    if form is not RingsFormat.KML:
        is_parquet = form is RingsFormat.GEOPARQUET
        layer = {"layer": "rings"} if form is RingsFormat.GEOPACKAGE else {}
        assert len(gpd.read_parquet(file) if is_parquet else gpd.read_file(file, **layer)) == 0


@pytest.mark.parametrize("text", ["52,2,21,0,1000", "52.2,21,1,000", "52.2,21"])
def test_a_launcher_is_three_things(tmp_path, text):
    result = CliRunner().invoke(app, ["map", "--what-if", text, "-o", str(tmp_path / "m.html")])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_column_that_comes_twice_is_refused_before_any_work(cat, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("lon,lat,a,a\n20,54,1,2\n")
    with pytest.raises(DataError, match=r"a: column appears twice .*; delete or rename one"):
        infmap.screen(cat, file, tmp_path / "out", site="shuya")
    file.write_text("lon,lat,a,b\n20,54,1,2\n")
    infmap.screen(cat, file, tmp_path / "out", site="shuya")
    [part] = (tmp_path / "out" / "places").glob("*.parquet")
    assert {"a", "b"} <= set(parquet.read_table(part).column_names)


def test_a_hidden_file_that_is_named_is_read(cat, tmp_path):
    file = tmp_path / "_places.csv"
    file.write_text("lon,lat\n20,54\n")
    assert len(infmap.screen(cat, file, tmp_path / "out", site="shuya"))


def said(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments]).stdout


def test_nothing_at_a_distance_is_not_said_to_be_out_of_reach(tmp_path):
    assert "No capital at this distance." in said("coverage", "--site", "deveselu", "--band", 0, 10)
    FRAME[["name", "lon", "lat"]].to_csv(tmp_path / "places.csv", index=False)
    sites = ("--site", "totskoye", "--site", "molkino")
    text = said("coverage", *sites, "--targets", tmp_path / "places.csv")
    assert "Places by distance" in text
    assert "No place in reach of a strike system on any account." in text
    assert "apital" not in text


@pytest.mark.thorough
def test_a_charge_is_told_from_the_day_on_which_it_was_made_wherever_charges_are(cat):
    """The cards and the briefs of a day tell those that its list has."""
    in_briefs = set()
    for charge in (row for row in cat.allegation_rows if row.system_id):
        made = earliest_day(charge.date)
        for day in (made - datetime.timedelta(days=1), made):
            that_day = cat.select(as_of=day)
            listed = {row["id"] for row in infmap.list_table(that_day, "allegations")}
            assert (charge.id in listed) == (day == made)
            for system in charge.system_id:
                about = {row.id for row in cat.allegation_rows if system in row.system_id}
                (card,) = infmap.show(that_day, system)
                assert {row["id"] for row in card["allegations"]} == about & listed
            sites = [site for site in that_day.sites if {*charge.system_id} & {*site.system_ids}]
            for site in sites[:1]:
                (chapter,) = infmap.make_report(that_day, focus=site.id).chapters
                told = [row[1] for row in chapter.charges.rows] if chapter.charges else []
                assert any(charge.charge in text for text in told) == (day == made), (site.id, day)
                in_briefs.add(day == made)
    assert in_briefs == {True, False}


def test_lists_hold_what_the_filters_leave(cat):
    def ids(*arguments, key="id"):
        return [row[key] for row in json.loads(said("list", *arguments, "--json"))]

    assert ids("systems", "--system", "9m729") == ["9m729"]
    assert set(ids("claims", "--system", "9m729", key="system_id")) == {"9m729"}
    assert 0 < len(ids("sources", "--system", "9m729")) < len(ids("sources"))
    charges = json.loads(said("list", "allegations", "--as-of", "2014-12-31", "--json"))
    assert charges
    assert max(row["date"] for row in charges) <= "2014-12-31"
    assert len(ids("events", "--as-of", "1990-01-01")) < len(ids("events"))
    assert ids("systems") == [row.id for row in cat.system_rows]


def test_a_site_of_ones_own_has_no_theme_called_none(tmp_path):
    FRAME.to_csv(tmp_path / "sites.csv", index=False)
    OWN.to_csv(tmp_path / "systems.csv", index=False)
    own = ["--deployments", tmp_path / "sites.csv", "--systems", tmp_path / "systems.csv"]
    assert json.loads(said("list", "sites", *own, "--json"))[0]["themes"] == []
    assert "None" not in said("list", "sites", *own)


def test_a_range_too_small_for_a_ring_is_refused():
    with pytest.raises(DataError, match="below the smallest ring that can be drawn"):
        infmap.load(systems=OWN.assign(range_km=[0.05]), deployments=FRAME)


def test_a_denied_reach_has_no_edge_to_be_near():
    denied = Claim(system_id="9m729", account="operator", claimant="x", up_to_km=0)
    assert edges_km(denied) == set()


def test_a_band_past_every_place_counts_everybody(cat):
    everybody = infmap.exposure(cat, site="shuya", band=(0, 20_004)).iloc[-1]
    assert everybody["people"] == round(infmap.load_population().people.sum())


def test_weights_of_next_to_nothing_come_to_a_number():
    tally = proximity.count_within([0], [0], [1, 2], [1, 2], 0, 500, weights=[5e-324, 5e-324])
    assert np.isfinite(tally.weight).all()


@pytest.mark.parametrize("command", ["rings", "figure", "report"])
def test_a_suffix_that_cannot_be_written_is_refused_before_the_work(tmp_path, monkeypatch, command):
    for name in ("export.ring_rows", "plot_map", "make_report"):
        monkeypatch.setattr(f"infmap.{name}", lambda *_, **__: pytest.fail("worked in vain"))
    result = CliRunner().invoke(app, [command, "-o", str(tmp_path / "out.xyz")])
    assert result.exit_code == 1
    assert result.stderr.startswith("no format for the suffix '.xyz'; write .")


def test_a_size_may_be_written_with_a_capital(cat):
    width = infmap.plot_map(cat, size="Column").figure.get_size_inches()[0]
    assert width == infmap.plot_map(cat, size="column").figure.get_size_inches()[0]
