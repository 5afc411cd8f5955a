"""Countries by any name: in many languages, by short and former names, by code."""

import csv
import json
from pathlib import Path

import pytest

from infmap.catalogue.names.countries import country_code
from infmap.catalogue.names.ids import plain

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
    ],
)
def test_a_country_answers_to_what_people_call_it(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["", " ", "Germny", "Congo", "Korea", "Berlin", "Kongo", "G", "DE U", "x" * 10**6, "\x00", "?"],
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
