"""Countries by any name: in many languages, by short and former names, by code."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import infmap
from infmap.catalogue.names.countries import country_code
from infmap.catalogue.names.holders import state_called
from infmap.catalogue.names.spelling import plain
from infmap.cli import app

DATA = Path(__file__).resolve().parents[1] / "data"

with (DATA / "capitals.csv").open(encoding="utf-8", newline="") as file:
    CAPITALS = list(csv.DictReader(file))
with (DATA / "country_names.csv").open(encoding="utf-8", newline="") as file:
    COUNTRIES = list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Germany", "DEU"), ("Deutschland", "DEU"), ("Allemagne", "DEU"), ("Германия", "DEU")),
        *(("Niemcy", "DEU"), ("德国", "DEU"), ("ألمانيا", "DEU"), ("Almanya", "DEU")),
        *(("UK", "GBR"), ("U.K.", "GBR"), ("gb", "GBR"), ("United  Kingdom", "GBR")),
        *(("England", "GBR"), ("USA", "USA"), ("U.S.", "USA"), ("UAE", "ARE"), ("DPRK", "PRK")),
        *(("South Korea", "KOR"), ("Republic of Korea", "KOR"), ("Burma", "MMR")),
        *(("Holland", "NLD"), ("the Sudan", "SDN"), ("Persia", "IRN"), ("Persien", "IRN")),
        *(("Cote d'Ivoire", "CIV"), ("Côte d’Ivoire", "CIV"), ("Ivory Coast", "CIV")),
        *(("Bosnia and Herzegovina", "BIH"), ("Bosnia & Herzegovina", "BIH")),
        *(("Czech Republic", "CZE"), ("Turkey", "TUR"), ("TÜRKİYE", "TUR"), ("Україна", "UKR")),
        *(("Taiwan", "TWN"), ("Republic of China", "TWN"), ("Kosovo", "XKX"), ("XK", "XKX")),
        *(("Palestine", "PSE"), ("Western Sahara", "ESH"), ("Hong Kong", "HKG"), ("DEU", "DEU")),
        *(("DR Congo", "COD"), ("Republic of the Congo", "COG"), ("Congo - Kinshasa", "COD")),
        *(("RF", "RUS"), ("Russian Fed.", "RUS"), ("Czech Rep.", "CZE"), ("Rep. of Korea", "KOR")),
        *(("Republic of Poland", "POL"), ("the State of Israel", "ISR"), ("Korea, North", "PRK")),
        *(("Islamic Rep. of Iran", "IRN"), ("Bundesrepublik Deutschland", "DEU")),
        *(("United States (US)", "USA"), ("Korea (South)", "KOR"), ("Guinea (Bissau)", "GNB")),
        *(("\U0001f1f7\U0001f1fa", "RUS"), ("\U0001f1e9\U0001f1ea Germany", "DEU")),
        *(("Dem. Rep. of the Congo", "COD"), ("Plurinational State of Bolivia", "BOL")),
        *(("Islamic Emirate of Afghanistan", "AFG"), ("Principality of Monaco", "MCO")),
        *(("Sultanate of Oman", "OMN"), ("Commonwealth of Australia", "AUS")),
        *(("Arab Republic of Egypt", "EGY"), ("Bolivarian Republic of Venezuela", "VEN")),
        *(("Federative Republic of Brazil", "BRA"), ("Socialist Republic of Vietnam", "VNM")),
        *(("Sudan (South)", "SSD"), ("Ukraine (Russian-occupied)", "UKR"), ("Taiwan (ROC)", "TWN")),
    ],
)
def test_a_country_answers_to_what_people_call_it(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("Russia (Ukraine)", "Ukraine (Russia)", "China (Hong Kong)", "Korea (Japan)", "State of"),
        *("Republic of", "Republic of Crimea", "Poland, Germany", "Korea, Japan", "()", "", " "),
        *("Germny", "Congo", "Korea", "Berlin", "Kongo", "G", "DE U", "x" * 10**6, "\x00", "?"),
        *("\U0001f1f7\U0001f1fa\U0001f1e7\U0001f1fe", "\U0001f1f7", "\U0001f680"),
    ],
)
def test_what_is_no_country_or_either_of_two_is_none(text):
    assert country_code(text) is None


def test_every_country_of_the_other_tables_is_there_by_its_name_and_its_codes():
    features = json.loads((DATA / "countries.geojson").read_text("utf-8"))["features"]
    # States of the past are known by their names alone.
    named = {(row["country"], row["iso_a3"]) for row in CAPITALS if not row["until"]}
    named |= {(one["properties"]["name"], one["properties"]["iso_a3"]) for one in features}
    named = {(name, code) for name, code in named if code}
    assert len(named) > 230
    assert {(row["country"], row["iso_a3"]) for row in COUNTRIES} >= named
    for row in COUNTRIES:
        for text in (row["country"], row["iso_a3"], row["iso_a2"].lower()):
            assert country_code(text) == row["iso_a3"], text


def test_no_two_countries_bear_one_name():
    bearers = {}
    assert all(name.strip() for row in COUNTRIES for name in row["names"].split("; "))
    for row in COUNTRIES:
        for name in (row["country"], row["iso_a3"], row["iso_a2"], *row["names"].split("; ")):
            bearers.setdefault(plain(name), set()).add(row["iso_a3"])
    assert {name: codes for name, codes in bearers.items() if len(codes) > 1} == {}
    assert "" not in {
        name for row in COUNTRIES for name in row["names"].split("; ") if row["names"]
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Soviet Union (USSR)", "Soviet Union"), ("SSSR", "Soviet Union"), ("RF", "Russia")),
        *(("Russia (formerly USSR)", "Russia"), ("West Germany (FRG)", "West Germany")),
        *(("United States of America (USA)", "United States"), ("USSR (Russia)", "Soviet Union")),
        *(("US Army", None), ("Korea", None), ("Republic of Belarus", "Belarus")),
    ],
)
def test_a_holder_is_known_by_what_people_write(text, name):
    assert state_called(text) == name


SITES = "name,system,lat,lon,range,country,operator\n"


@pytest.mark.parametrize("state", ["RF", "Russia (formerly USSR)", "Russian Fed.", "Россия"])
def test_the_capital_of_a_sites_own_state_is_no_foreign_one_however_it_is_written(tmp_path, state):
    path = tmp_path / "sites.csv"
    path.write_text(f"{SITES}A,own,55.5,37.5,300,{state},{state}\n", "utf-8")
    told = CliRunner().invoke(app, ["check", str(path)])
    assert "no state known" not in told.stderr
    rows = infmap.coverage(infmap.load(deployments=path), site="a")
    moscow = rows[rows.target == "Moscow"].iloc[0]
    assert moscow.reach == "all"
    assert moscow.relation == "holder"


def test_a_state_that_is_not_known_is_told_of_sites_and_of_systems(tmp_path):
    sites = tmp_path / "sites.csv"
    sites.write_text(f'{SITES}A,own,55.5,37.5,300,Korea,"Rusia and Belarus"\n')
    systems = tmp_path / "systems.csv"
    systems.write_text('id,name,operator\na,A,US Army; Iran\nb,B,"Russia, Kazakhstan / China"\n')
    assert CliRunner().invoke(app, ["check", str(sites)]).stderr.splitlines()[1:] == [
        f"{sites}:2: country: 'Korea' is no state known here; no capital counts as its own",
        f"{sites}:2: operator: 'Rusia and Belarus' read as 2 holders",
        f"{sites}:2: system: 'own' is no system of infmap's; taken as your own",
    ]
    assert CliRunner().invoke(app, ["check", str(systems)]).stderr.splitlines() == [
        f"{systems}:2: operator: 'US Army' is no state known here; no capital counts as its own",
        f"{systems}:3: operator: 'Russia, Kazakhstan / China' read as 3 holders",
    ]
    (_, b) = infmap.load(systems=systems).system_rows[-2:]
    assert b.operator == ("Russia", "Kazakhstan", "China")
