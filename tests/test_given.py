"""What Python is handed as a row, a pair or a set: read by its names, or refused in one line."""

import sqlite3
from collections import namedtuple

import numpy as np
import pandas as pd
import pytest

import infmap
from infmap.catalogue.values.bands import edges_of
from infmap.catalogue.values.launchers import launcher_of
from infmap.errors import InfmapError
from infmap.maps.state import view_text
from infmap.treaty import band_of, verdict

# --- Rows of a table --------------------------------------------------------------------------


def database_row(fields):
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    return connection.execute(
        "select " + ", ".join(f"? as {name}" for name in fields), [*fields.values()]
    ).fetchone()


#: Everything in which a row has names, made of its fields.
NAMED = {
    "a dict": dict,
    "a row of a frame": lambda fields: pd.Series(fields, dtype=object),
    "a row of NA": lambda fields: pd.DataFrame([fields]).convert_dtypes().iloc[0],
    "a named tuple": lambda fields: namedtuple("Row", fields)(**fields),
    "a record": lambda fields: pd.DataFrame([fields]).to_records(index=False)[0],
    "a row of a database": database_row,
}


def rows_of(table):
    """Return the rows of a table in each of the ways in which pandas hands them out."""
    return {
        "rows": [row for _, row in table.iterrows()],
        "NA": [row for _, row in table.convert_dtypes().iterrows()],
        "tuples": [*table.itertuples()],
        "records": [*table.to_records()],
        "dicts": table.to_dict("records"),
    }


def test_a_row_of_the_claims_gets_the_verdict_of_its_figure(cat):
    typed = [cat.verdicts(claim) for claim in cat.claim_rows]
    unread = [cat.is_unread(claim) for claim in cat.claim_rows]
    for way, rows in rows_of(cat.claims).items():
        assert [cat.verdicts(row) for row in rows] == typed, way
        assert [cat.is_unread(row) for row in rows] == unread, way
    assert cat.claims.apply(cat.verdict, axis=1).tolist() == [held[0].verdict for held in typed]


def test_a_row_of_the_reports_is_its_report(cat):
    claims = [cat.claims_by_system[report.system_id][0] for report in cat.deployment_rows]
    typed = [*map(cat.holders_by, cat.deployment_rows)]
    pairs = [*zip(claims, cat.deployment_rows, strict=True)]
    judged = [cat.verdict(claim, holder=report) for claim, report in pairs]
    assert [cat.verdicts(claim, holder=report)[0].verdict for claim, report in pairs] == judged
    for way, rows in rows_of(cat.deployments).items():
        assert [*map(cat.holders_by, rows)] == typed, way
        found = [cat.verdict(c, holder=row) for c, row in zip(claims, rows, strict=True)]
        assert found == judged, way


NO_CLAIMS = {
    "none": (lambda cat: None, "claim is no Claim (None); give one of claim_rows, or a row"),
    "a name": (lambda cat: "9m729", "claim is no Claim ('9m729'); give"),
    "a column": (lambda cat: cat.claims["claimant"], "claim is no Claim (0 "),
    "the table": (lambda cat: cat.claims, "claim is no Claim ("),
    "a report": (lambda cat: cat.deployment_rows[0], "claim is no Claim (Deployment("),
    "words for a number": (
        lambda cat: {**cat.claims.iloc[0], "up_to_km": "2,500"},
        "claim: up_to_km: may be either of two numbers ('2,500'); write 2500 or 2.5",
    ),
    "another system": (
        lambda cat: {**cat.claims.iloc[0], "system_id": "9m72"},
        "no system '9m72'; did you mean 9m729?",
    ),
    "no account": (
        lambda cat: {**cat.claims.iloc[0], "account": None},
        "claim: account: is missing; write a value",
    ),
}


@pytest.mark.parametrize("case", NO_CLAIMS)
def test_what_is_no_claim_is_refused_in_one_line(cat, case):
    make, told = NO_CLAIMS[case]
    with pytest.raises(InfmapError) as refused:
        cat.verdict(make(cat))
    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)


def test_every_fault_of_a_row_is_told_at_once(cat):
    row = {**cat.claims.iloc[0], "account": "ours", "measure": "guessed"}
    with pytest.raises(InfmapError) as refused:
        cat.verdict(row)
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == [
        " account",
        " measure",
    ]


def test_the_law_takes_no_nan_for_a_number():
    told = r"^no distance \(nan\); write a number of kilometres$"
    with pytest.raises(InfmapError, match=told):
        band_of(float("nan"))
    for ends in ({"up_to_km": np.nan}, {"at_least_km": np.nan, "up_to_km": 500}):
        with pytest.raises(InfmapError, match=told):
            verdict(holder="Russia", kind="GLBM", **ends)


def test_holders_in_a_set_are_told_in_one_order(cat):
    figure = cat.claims_by_system["ss-23"][0]
    states = ["Bulgaria", "Slovakia", "Czechoslovakia", "East Germany"]
    ((names, _),) = cat.verdicts(figure, holder={*states})
    assert names == tuple(sorted(states))


# --- Names instead of positions ---------------------------------------------------------------


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("way", NAMED)
@pytest.mark.parametrize("names", [("lat", "lon"), ("lon", "lat")])
def test_what_names_lat_and_lon_is_read_by_the_names(cat, way, names):
    at = {"lat": 54.71, "lon": 20.51}
    fields = {name: at[name] for name in names}
    place = cat.place(NAMED[way](fields))
    assert (place.lat, place.lon) == (54.71, 20.51)
    assert infmap.reach(cat, NAMED[way](fields)).equals(infmap.reach(cat, (20.51, 54.71)))
    assert launcher_of(NAMED[way](fields | {"range_km": 500.0})) == (20.51, 54.71, 500.0)
    assert launcher_of(NAMED[way]({"system": "9m729"} | fields)) == (20.51, 54.71, "9m729")
    assert view_text(NAMED[way](fields | {"zoom": 4})) == "4/54.71/20.51"


@pytest.mark.parametrize("way", NAMED)
def test_a_band_with_names_is_read_by_them(way):
    assert edges_of(NAMED[way]({"max_km": 3000.0, "min_km": 300.0})) == (300, 3000)


def test_a_row_with_a_blank_beside_what_it_says_is_a_launcher():
    row = pd.Series({"lat": 54.71, "lon": 20.51, "range_km": np.nan, "system": "9m729"})
    assert launcher_of(row) == (20.51, 54.71, "9m729")


@pytest.mark.parametrize("make", [tuple, list, np.array, pd.Series], ids=lambda make: make.__name__)
def test_what_has_no_names_is_read_in_its_order(cat, make):
    assert cat.place(make([20.51, 54.71])).lat == 54.71
    assert launcher_of(make([20.51, 54.71, 500])) == (20.51, 54.71, 500.0)
    assert edges_of(make([300, 3000])) == (300, 3000)
    assert view_text(make([4, 54.71, 20.51])) == "4/54.71/20.51"


#: What has neither names that are known nor an order.
UNORDERED = {
    "a set": lambda *values: {*values},
    "a frozen set": lambda *values: frozenset(values),
    "keys": lambda *values: dict.fromkeys(values).keys(),
    "a dict of numbers": lambda *values: dict.fromkeys(values, 1),
    "other names": lambda *values: pd.Series([*values], index=[*"abc"[: len(values)]]),
    "a named tuple": lambda *values: namedtuple("Row", [*"abc"[: len(values)]])(*values),
}
TAKERS = {
    "place": lambda cat, make: cat.place(make(20.51, 54.71)),
    "reach": lambda cat, make: infmap.reach(cat, make(20.51, 54.71)),
    "show": lambda cat, make: infmap.show(cat, make(20.51, 54.71)),
    "pin": lambda cat, make: infmap.make_map(cat, pin=make(20.51, 54.71, 500)),
    "band": lambda cat, make: infmap.coverage(cat, band=make(500, 5500)),
    "view": lambda cat, make: infmap.make_map(cat, view=make(4, 54.71, 20.51)),
    "versus": lambda cat, make: infmap.plot_map(cat, versus=make("operator", "opponent")),
}


@pytest.mark.parametrize("taker", TAKERS)
@pytest.mark.parametrize("kind", UNORDERED)
def test_what_has_no_order_is_refused_in_one_line(cat, taker, kind):
    if taker == "versus" and kind in {"a named tuple", "other names"}:
        return  # two accounts have no names that tell left from right
    with pytest.raises(InfmapError) as refused:
        TAKERS[taker](cat, UNORDERED[kind])
    assert "\n" not in str(refused.value)


def test_a_card_of_a_position_is_that_of_the_place_that_reach_reads(cat):
    for given in ((20.51, 54.71), {"lat": 54.71, "lon": 20.51}, "54.71,20.51"):
        (card,) = infmap.show(cat, given)
        assert (card["lat"], card["lon"]) == (54.71, 20.51)
        assert card["name"] == cat.place(given).name == "54.71N 20.51E"


# --- What infmap gave ---------------------------------------------------------------------------

#: Calls with what infmap gave, and with its name.
GIVEN = {
    "reach": (infmap.reach_rows, lambda cat: (cat.place("Warsaw"),), ("Warsaw",)),
    "reach a city": (infmap.reach_rows, lambda cat: (cat.place("Danzig"),), ("Danzig",)),
    "reach a site": (infmap.reach_rows, lambda cat: (cat.site("shuya"),), ((41.387, 56.849),)),
    "place": (lambda cat, it: cat.place(it), lambda cat: (cat.place("Danzig"),), ("Danzig",)),
    "capital": (lambda cat, it: cat.capital(it), lambda cat: (cat.capital("oslo"),), ("oslo",)),
    "site": (lambda cat, it: cat.site(it), lambda cat: (cat.site("shuya"),), ("shuya",)),
    "finding": (infmap.finding, lambda cat: (cat.site("shuya"),), ("shuya",)),
    "doubt": (infmap.doubt, lambda cat: (cat.site("shuya"),), ("shuya",)),
    "show a site": (infmap.show, lambda cat: (cat.site("shuya"),), ("shuya",)),
    "show a system": (infmap.show, lambda cat: (cat.system_by_id["9m729"],), ("9m729",)),
    "show a place": (infmap.show, lambda cat: (cat.place("Danzig"),), ("Danzig",)),
    "compare sites": (
        infmap.compare_rows,
        lambda cat: (cat.site("deveselu"), cat.site("redzikowo")),
        ("deveselu", "redzikowo"),
    ),
    "compare systems": (
        infmap.compare_rows,
        lambda cat: (cat.system_by_id["9m729"], cat.system_by_id["iskander-m"]),
        ("9m729", "iskander-m"),
    ),
    "overlap": (
        lambda cat, it: infmap.overlap(cat, it, holder="Russia"),
        lambda cat: (cat.place("Warsaw"),),
        ("Warsaw",),
    ),
    "a brief": (
        lambda cat, site, place: infmap.make_report(cat, focus=site, target=place).title,
        lambda cat: (cat.site("shuya"), cat.place("Warsaw")),
        ("shuya", "Warsaw"),
    ),
    "a page": (
        lambda cat, site, place: repr(
            infmap.make_map(cat.select(site="shuya"), focus=site, capital=place)
        ),
        lambda cat: (cat.site("shuya"), cat.place("Warsaw")),
        ("shuya", "Warsaw"),
    ),
}


@pytest.mark.filterwarnings("ignore::infmap.ReadingNote")
@pytest.mark.parametrize("what", GIVEN)
def test_what_infmap_gave_is_taken_for_what_it_is(cat, what):
    call, given, named = GIVEN[what]
    assert call(cat, *given(cat)) == call(cat, *named)
