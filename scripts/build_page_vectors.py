"""Writes what infmap says of small catalogues, for the tests of the page's rules in page/model.

python scripts/build_page_vectors.py

The page has the rules of Python once more, in TypeScript. Both read these files in their tests.
"""

import csv
import hashlib
import io
import itertools
import json
import random
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.compare import compare_rows
from infmap.analysis.coverage import answer_rows, coverage_rows, row_distance_text, site_coverage
from infmap.analysis.doubt import doubt
from infmap.analysis.finding import Finding, finding_of
from infmap.analysis.overlap import Overlap, overlap
from infmap.analysis.reach import (
    EDGE_ALLOWANCE_KM,
    edges_km,
    in_range,
    margin_km,
    overall_reach,
)
from infmap.analysis.relations import Relation, relations
from infmap.analysis.rings import RingSpec, figure_rings, ring_specs
from infmap.analysis.strokes import intervals_of, rings_of
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import KIND_WORDS
from infmap.catalogue.over import name_with_end, standing_words, surest, told_status
from infmap.catalogue.publications import HowRead
from infmap.catalogue.rows import Account, Capital, Claim, Deployment, Status
from infmap.catalogue.striking import strike_claims
from infmap.errors import InfmapError, NothingLeftError, ReadingNote
from infmap.figures.overview import steps_to
from infmap.geodesy import WGS84, inverse
from infmap.io.escaping import inert_cell, is_web_address
from infmap.looks.corrections import FIGURE_NAMES, figure_name
from infmap.looks.distances import distance_text
from infmap.looks.lines import PITCH, offsets, ring_look
from infmap.looks.rows import Answer, CoverageRow
from infmap.looks.sentences import article
from infmap.looks.words import (
    ALLY_STILL,
    ANSWERS,
    EDGE_WORDS,
    END_WORDS,
    LOOK_WORDS,
    REACH_WORDS,
    RELATION_WORDS,
    UNREAD,
    YES_NO,
    period_text,
    range_text,
    read_text,
    stroke_text,
)
from infmap.maps import make_map
from infmap.maps.addressed import refuse_unknown, site_asked
from infmap.maps.content import ANSWERS as ANSWER_WORDS
from infmap.maps.content import page_data
from infmap.maps.data import PageData
from infmap.maps.launched import launched
from infmap.maps.packed import packed
from infmap.maps.page import Page
from infmap.maps.state import WHAT_IF, Mode, Projection, read_fragment
from infmap.maps.words import band_words
from infmap.treaty import LIMITS_KM, TREATY_BANDS, Kind, Measure, RangeBand, band_of, own_bands

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "page"
BANDS = list(RangeBand)
OWN_BANDS = ((300.0, 3000.0), (482.8032, 12000.0), (0.0, 800.0))

#: Figures that six digits put on a limit, and that twelve do.
_NEAR_LIMITS = [
    limit + off for limit in LIMITS_KM for size in (1e-3, 1e-5, 1e-9) for off in (size, 0, -size)
]
#: Figures of every form: (lower end, upper end).
FIGURES = [
    (None, None), (None, 0), (0, 0), (None, 480), (500, None), (500, 500), (0, 500), (480, 1000),
    (2000, 2350), (None, 5500), (1000, None), (None, 12345.67), (0.1, 500), (None, 499.5),
]  # fmt: skip
#: Steps to either side of each end.
STEPS = (-5.001, -5, -4.999, -0.04, 0, 0.04, 4.999, 5, 5.001)
SITES = [
    "kaliningrad", "crimea", "hmeimim", "shuya", "kapustin-yar", "deveselu", "redzikowo",
    "mutlangen", "bischofswerda", "hranice", "woensdrecht", "slovakia", "sulayyil",
]  # fmt: skip
#: With a hole, with islands on both sides of the antimeridian, and in each quarter of the globe.
OUTLINES = ["ZAF", "LSO", "FJI", "PAN", "BRN"]
PLACES = [
    "moscow", "kyiv", "warsaw", "berlin", "prague", "bucharest", "washington", "damascus", "ankara",
    "minsk", "tokyo", "riyadh", "bratislava", "the-hague", "sofia", "helsinki", "bonn", "bonn-seat",
    "east-berlin", "prague-czechoslovakia", "moscow-soviet-union", "belgrade-yugoslavia", "lisbon",
]  # fmt: skip
#: Theme, account and day.
STORY: list[tuple[str, str, str | None]] = [
    ("all", "all", None), ("debate", "operator", None), ("all", "opponent", "2018-10-20"),
    ("eliminated", "all", "1987-12-08"), ("all", "all", "1989-06-01"),
    ("third-parties", "independent", None), ("after-inf", "all", "2024-11-21"),
    ("all", "all", "1990-10-02"),
]  # fmt: skip
#: Whose missiles they are and where they stand, in the vectors of relations; and ends of reports.
HOLDERS = [
    "USSR", "East Germany", "West Germany", "Czechoslovakia", "Yugoslavia", "South Yemen",
    "South Vietnam", "Russia", "Germany", "Ukraine", "NATO", "France; GDR", "",
]  # fmt: skip
HOSTS = ["Germany", "East Germany", "West Germany", "Ukraine", "Czechoslovakia"]
#: The capitals of their states, and of some allies.
THEIRS = [
    "moscow", "moscow-soviet-union", "berlin", "bonn", "bonn-seat", "east-berlin", "prague",
    "prague-czechoslovakia", "belgrade-yugoslavia", "saigon", "aden-south-yemen", "kyiv", "warsaw",
    "sofia", "london", "madrid", "stockholm",
]  # fmt: skip
ENDS = ["1988-03", "1990-11", "2000-10-27", "2014-01-31", "2014-02", "2016"]
#: The last days of the states and alliances of the tables, and of Crimea before its occupation.
LAST_DAYS = [
    date(1975, 4, 30), date(1990, 5, 21), date(1990, 9, 24), date(1990, 10, 2), date(1991, 7, 1),
    date(1991, 12, 25), date(1992, 12, 31), date(1999, 3, 11), date(2006, 6, 4), date(2014, 1, 31),
]  # fmt: skip
BUNDLED_DAYS = [
    "1987-12-08", "1990-09-01", "1990-09-25", "1990-10-02", "1990-11-15", "1999-01-01",
]  # fmt: skip
HOSTILE = [
    "=1+1", " -2", "@SUM(A1)", "\uff0btwo", 'a "quoted", name', "<b>bold</b>", "constructor",
    "__proto__", "'=x", "a;b", "one, two",
    "Zürich\u00a0=", "+49 30", "\uff41\uff1d", "O'Brien, \"Jr\"",
]  # fmt: skip


def vectors() -> dict[str, dict[str, Any]]:
    """Return the content of each file by its name."""
    story, edges, hostile = story_catalogue(), edge_catalogue(), hostile_catalogue()
    return {
        "rules.json": rules(),
        "words.json": words(),
        "story.json": said_of(story, STORY),
        "edges.json": said_of(edges, [("all", "all", None), ("all", "operator", None)]),
        "hostile.json": said_of(hostile, [("all", "all", None), ("all", "user", "2020-02-29")]),
        "launchers.json": {"rows": list(launchers(edges))},
        "states.json": states(story),
        "findings.json": findings(),
        "own-findings.json": own_findings(),
        "views.json": views(story),
        "packed.json": packing(hostile),
        "relations.json": relation_vectors(),
    }


def texts() -> dict[str, str]:
    """Return the text of each file: a line for each of its fields."""
    return {name: _text(content) for name, content in vectors().items()}


def _text(content: dict[str, Any]) -> str:
    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = ",\n".join(f"{compact(key)}:{compact(value)}" for key, value in content.items())
    return f"{{\n{lines}\n}}\n"


def _own_band(edges_km: tuple[float, float]) -> dict[str, Any]:
    """Return a band of a caller's own as the page has it, and the zones of distances about it."""
    bands = own_bands(*edges_km)
    about = sorted(km + step for km in bands.limits_km for step in STEPS if km + step >= 0)
    return {
        "limits_km": bands.limits_km, "band_km": bands.edges_km,
        "bands": [str(zone.name) for zone in bands.zones], "band_words": band_words(bands),
        "distances": about, "zones": [str(bands.zone_of(km).name) for km in about],
    }  # fmt: skip


def rules() -> dict[str, Any]:
    """Return what each figure says of distances about every end, and what answers add up to."""
    ends = {end for pair in FIGURES for end in pair if end} | {*LIMITS_KM}
    steps = {round(end + step, 3) for end in ends for step in STEPS}
    distances = sorted(km for km in steps if 0 <= km <= 20000)
    claims = [_claim(low, high) for low, high in FIGURES]
    return {
        "own_bands": [*map(_own_band, OWN_BANDS)],
        "distances": distances,
        "bands": "".join(str(BANDS.index(band_of(km))) for km in distances),
        "near_limit": list(_near(LIMITS_KM, distances)),
        "claims": [
            {
                "at_least_km": claim.at_least_km,
                "up_to_km": claim.up_to_km,
                "figure": range_text(claim.at_least_km, claim.up_to_km),
                "in_range": "".join(_digit(in_range(claim, km)) for km in distances),
                "near": list(_near(edges_km(claim), distances)),
                "margins": [_rounded(margin_km(claim, km)) for km in distances[::9]],
                "rings": [[str(spec.end), spec.range_km] for spec in _rings(claim)],
            }
            for claim in claims
        ],
        "looks": [
            [account, strike, ring_look(account, strike=strike)]
            for account in Account
            for strike in (True, False)
        ],
        "reaches": list(_reaches()),
        "offsets": [
            [radii, pitch, offsets(radii, pitch)]
            for pitch in (PITCH * 2.2, 4)
            for radii in ([], [7], [7, 7], [7, 8, 8, 30], [1, 5, 5, 5, 6, 30], [3, 3, 3, 3, 3])
        ],
    }


def _claim(low: float | None, high: float | None, system_id: str = "9m729") -> Claim:
    return Claim(
        system_id=system_id, account=Account.USER, claimant="X", at_least_km=low, up_to_km=high
    )


def _rings(claim: Claim) -> Iterator[RingSpec]:
    """Yield the rings of a figure from the inside out."""
    cat = infmap.load()
    yield from reversed([*figure_rings(cat, cat.site("shuya"), claim)])


def _digit(answer: bool | None) -> str:
    return str(list(ANSWER_WORDS).index(answer))


def _near(ends: Iterable[float], distances: Sequence[float]) -> Iterator[int]:
    for k, km in enumerate(distances):
        if any(abs(end - km) < EDGE_ALLOWANCE_KM for end in ends):
            yield k


def _rounded(km: float | None) -> float | None:
    return None if km is None else round(km, 6)


def _reaches() -> Iterator[list[Any]]:
    """Yield the answers of up to two systems, and the overall reach."""
    some = [
        answers
        for number in range(3)
        for answers in itertools.combinations_with_replacement((True, False, None), number)
    ]
    for systems in itertools.product(some, repeat=2):
        entries = [
            _answer(f"s-{k}", answer) for k, system in enumerate(systems) for answer in system
        ]
        shown = [[ANSWER_WORDS[answer] for answer in system] for system in systems if system]
        yield [shown, str(overall_reach(entries))]


def _answer(system_id: str, answer: bool | None) -> Answer:
    return {
        "system_id": system_id, "account": "user", "claimant": "X", "at_least_km": None,
        "up_to_km": None, "strike": True, "in_range": answer, "margin_km": None, "source_id": "",
    }  # fmt: skip


def words() -> dict[str, Any]:
    """Return the words of every kind, and texts made of numbers and dates."""
    near = [(km + side, 1, [km]) for km in (*LIMITS_KM, 480) for side in (-0.02, 0, 0.004, 3)]
    margins = [(km, 0, [0]) for km in (-0.3, 0.0, 0.04, 12.4, -12.6, -0.004)]
    distances: list[tuple[float, int, Sequence[float]]] = [
        *near, *margins, (19954.44, 1, LIMITS_KM), (999.96, 1, LIMITS_KM), (7, 1, ()),
    ]  # fmt: skip
    dates = (None, "1983", "1983-11", "1991-03-05")
    strokes: list[tuple[list[str], str, float]] = [
        (["9M729"], "open", 2000), (["9M729", "Iskander-M"], "most", 480), (["A", "A"], "far", 0.5),
        (["A", "B", "C"], "far", 2350), (["A", "B", "B", "C", "D"], "lower", 1234.5678),
    ]  # fmt: skip
    return {
        "bands": [*RangeBand],
        "band_words": band_words(TREATY_BANDS),
        "reach": REACH_WORDS,
        "answers": {ANSWER_WORDS[answer]: text for answer, text in ANSWERS.items()},
        "looks": LOOK_WORDS,
        "relations": RELATION_WORDS,
        "ally_still": ALLY_STILL,
        "edges": EDGE_WORDS,
        "ends": END_WORDS,
        "modes": list(Mode),
        "projections": list(Projection),
        "distances": [[*cut, distance_text(*cut)] for cut in distances],
        "ranges": [[km, range_text(None, km)] for km in (
            480, 1234.5678, 12345.67, 0.05, 19999.99, *_NEAR_LIMITS)],
        "strokes": [[*stroke, stroke_text(*stroke)] for stroke in strokes],
        "reads": [[*read, read_text(*read)] for read in (
            *([how] for how in ("", *HowRead)), ["quoted by a-1"], ["quoted by a-1", "A, 2017"])],
        "unread": UNREAD,
        "kinds": {kind: [word for word, kinds in KIND_WORDS.items() if kind in kinds]
                  for kind in Kind},
        "articles": [[text, article(text)] for text in (
            "Iskander-M", "9M729", "SM-6", "SS-20 Saber", "MQ-9", "UAV", "Unha-3",
            "LRHW Dark Eagle", "Hyunmoo-3", "US missile", "8K14", "A4", "agni", "", "Own")],
        "periods": [[one, other, period_text(one, other)] for one in dates for other in dates],
        "standing": [*_standing()],
        "statuses": [
            [status, str(_report(status).while_it_held().status)] for status in Status
        ],
        "figure_names": [{**row, "name": figure_name(row)} for row in (
            dict(zip(FIGURE_NAMES, ("ss-4", "opponent", said, day), strict=True))
            for said in ("CIA", "Türkiye's MoD", *HOSTILE) for day in (None, "1962-10"))],
        "cells": [[text, inert_cell(text)] for text in [*HOSTILE, *"=+-@\t\r", "", " ", "x="]],
        "addresses": [[text, is_web_address(text)] for text in (
            "https://example.org/a?b=c#d", "HTTP://EXAMPLE.ORG", "javascript:alert(1)", "//a.org",
            "https://", "https://a.org/<b>", "https://a.org/ x", " https://a.org",
            "data:text/html,x", 'https://a.org/"onclick="x', "ftp://a.org", "")],
    }  # fmt: skip


def _report(status: Status, until: str | None = None) -> Deployment:
    row = infmap.load().deployment_rows[0]
    return row.model_copy(update={"status": status, "until": until})


def _standing() -> Iterator[dict[str, Any]]:
    """Yield what is told of one report and of pairs, with and without an end."""
    reports = [_report(status, until) for status in Status for until in (None, "1990")]
    for rows in [*([row] for row in reports), *itertools.product(reports, repeat=2)]:
        row = surest(rows, None)
        yield {
            "rows": [[row.status, row.until and f"{row.until}-12-31"] for row in rows],
            "told": told_status(row, None),
            "words": standing_words(row, None),
            "name": name_with_end("Camp", rows, None),
        }


def story_catalogue() -> Catalogue:
    """Return infmap's catalogue with some of its sites and places."""
    cat = infmap.load()
    reports = [row for row in cat.deployment_rows if row.site_id in SITES]
    systems = {row.system_id for row in reports} | {"us-glbm-test-2019"}
    return replace(
        cat,
        deployment_rows=tuple(reports),
        system_rows=tuple(row for row in cat.system_rows if row.id in systems),
        claim_rows=tuple(row for row in cat.claim_rows if row.system_id in systems),
        capital_rows=tuple(row for row in cat.capital_rows if row.id in PLACES),
        other_capital_rows=tuple(row for row in cat.other_capital_rows if row.id in PLACES),
    )


def edge_catalogue() -> Catalogue:
    """Return a site with figures of every form, and places about each of their ends."""
    cat = infmap.load()
    missile, interceptor = cat.system_by_id["9m729"], cat.system_by_id["sm-3-iia"]
    accounts = [account for account in Account if account is not Account.USER]
    figures = [
        *enumerate(FIGURES), (20, (None, 800)), (20, (None, None)), (21, (700, 900)),
        (24, (None, 5500)), (24, (480, 1000)), (24, (None, 480)), (27, (None, 5500)),
        (27, (500, None)),
    ]  # fmt: skip
    # Of one system some figures, of another all are engagement reaches.
    engaging = {18, 19, 20, 21}
    claims = [
        _claim(low, high, f"s-{k // 3}").model_copy(
            update={
                "account": accounts[n % 3],
                "claimant": f"C{n}",
                "measure": Measure.ENGAGEMENT if n in engaging else None,
            }
        )
        for n, (k, (low, high)) in enumerate(figures)
    ]
    report = (
        cat.site("shuya")
        .deployments[0]
        .model_copy(update={"lon": 179.5, "lat": 50.0, "position_precision_km": 12.0})
    )
    ids = ["s-none", *dict.fromkeys(claim.system_id for claim in claims)]
    ends = sorted({end for pair in FIGURES for end in pair if end and end > 1} | {*LIMITS_KM})
    steps = (-17.001, -16.999, -5.001, -4.999, -0.04, 0.04, 4.999, 16.999)
    far = [end + step for end in ends for step in steps]
    return replace(
        cat,
        deployment_rows=tuple(
            report.model_copy(update={"id": f"r-{name}", "system_id": name}) for name in ids
        ),
        system_rows=tuple(
            (interceptor if name in ("s-2", "s-7") else missile).model_copy(
                update={"id": name, "name": f"M {name} (type)", "note": ""}
            )
            for name in ids
        ),
        claim_rows=tuple(claims),
        capital_rows=tuple(_place(k, km, report) for k, km in enumerate(far)),
        other_capital_rows=(),
        allegation_rows=(),
        event_rows=(),
    )


def _place(k: int, km: float, report: Deployment) -> Capital:
    """Return a place at a distance of a site, each in another direction."""
    lon, lat, _ = WGS84.fwd(report.lon, report.lat, 37 * k % 360, 1000 * km)
    return Capital(id=f"p-{k}", name=f"Place {k}", country="", lon=lon, lat=lat)


def hostile_catalogue() -> Catalogue:
    """Return tables of a caller's own, whose names are formulas, markup and words of scripts."""
    return infmap.load(
        systems=[
            {"name": name, "range_km": 900 + 50 * k} for k, name in enumerate(("=S", "toString"))
        ],
        deployments=[
            {"name": name, "system": ("=S", "toString")[k % 2], "lon": 20 + k, "lat": 50 - 3 * k,
             "first_reported": f"2020-{k + 1:02}"}
            for k, name in enumerate(HOSTILE[:3])
        ],
        capitals=[
            {"name": name, "lon": 15 + 2 * k, "lat": 55 - 4 * k, "note": name[::-1]}
            for k, name in enumerate(HOSTILE)
        ],
        only_own=True,
    )  # fmt: skip


def engaging_catalogue() -> Catalogue:
    """Return sites of missiles with engagement figures, alone and beside others."""
    said: dict[str, list[tuple[str, float | None, float | None, str]]] = {
        "ships": [("operator", None, 1500, "engagement"), ("opponent", 1450, None, "engagement")],
        "both": [("independent", 200, None, "engagement"), ("independent", None, 500, "assessed"),
                 ("opponent", None, 900, "engagement")],
        "mute": [("operator", None, 800, "engagement"), ("operator", None, None, "declared")],
        "land": [("operator", None, 400, "declared"), ("opponent", None, 700, "assessed")],
        "shield": [("operator", None, 300, "engagement")],
        "bare": [],
    }  # fmt: skip
    kinds = {"shield": "interceptor"}
    sites = ["ships", "both", "mute", "ships both", "ships shield", "ships land", "ships bare"]
    near = {*PLACES, "taipei", "manila", "hanoi"}
    cat = infmap.load(
        systems=[
            {"id": name, "name": name.title(), "kind": kinds.get(name, "GLBM"),
             "operator": "Iran" if name == "land" else "China",
             "purpose": "interception" if name in kinds else "weapon-delivery"}
            for name in said
        ],
        claims=[
            {"system_id": name, "account": account, "claimant": f"{account} {k}",
             "at_least_km": low, "up_to_km": high, "measure": measure, "as_of": "2020"}
            for name, figures in said.items()
            for k, (account, low, high, measure) in enumerate(figures)
        ],
        deployments=[
            {"site_id": f"at-{k}", "site": f"Camp {k}", "system_id": system, "lon": 117 + k,
             "lat": 25, "first_reported": "2019",
             "status": "alleged" if system == "land" else "reported"}
            for k, systems in enumerate(sites)
            for system in systems.split()
        ],
        only_own=True,
    )  # fmt: skip
    return replace(
        cat,
        capital_rows=tuple(row for row in cat.capital_rows if row.id in near),
        other_capital_rows=(),
    )


def said_of(cat: Catalogue, states: Iterable[tuple[str, str, str | None]]) -> dict[str, Any]:
    """Return a catalogue as the page has it, and what infmap says of it in each state."""
    data = page_data(cat, cat.first_site.id, "theme=all", online_basemap=True)
    # A new version changes no rule; charges follow none, and of publications only unread ones do.
    sources = {
        ident: {"citation": ident, "url": "", "note": "", "read": source["read"]}
        for ident, source in data["sources"].items()
        if source["read"] == HowRead.NOT
    }
    short = {**data, "version": "0", "data_version": "2026.01.31", "sources": sources,
             "allegations": []}  # fmt: skip
    return {"data": short, "cases": [_case(cat, short, *state) for state in states]}


def _case(
    cat: Catalogue, data: dict[str, Any], theme: str, account: str, day: str | None
) -> dict[str, Any]:
    cut = cat.select(theme=theme, account=account, as_of=day)
    covered = {site.id: site_coverage(cut, site, cut.capital_rows) for site in cut.sites}
    return {
        "state": {"theme": theme, "account": account, "date": day},
        "places": [row.id for row in cut.capital_rows],
        "sites": {
            site.id: {
                "statuses": site.statuses(cut.as_of),
                "csv": _csv(cut, data, covered[site.id]),
                "answers": [
                    "".join(_digit(entry["in_range"]) for entry in row["accounts"])
                    for row in covered[site.id]
                ],
                "claims": [_number(cat, data, claim) for claim in cut.claims_at(site)],
                "verdicts": [_verdicts(cut, site, claim) for claim in cut.claims_at(site)],
                **_strokes(cat, data, cut, site),
            }
            for site in cut.sites
        },
    }


def relation_vectors() -> dict[str, Any]:
    """Return what places are to infmap's sites and to own ones of former states, on some days.

    ``bundled`` has sums, of the data of findings.json. The own sites are those of each holder in
    each country, without an end and with one, on days about every end of a state and an alliance.
    """
    bundled = infmap.load()
    own = _of_former_states()
    own_days = sorted({
        str(day) for last in LAST_DAYS for day in (last, last + timedelta(days=1))
    })  # fmt: skip
    lean = _lean(own)
    kept = [k for k, row in enumerate(lean["capitals"]) if row["id"] in THEIRS]
    small = {name: lean[name] for name in ("holders", "past", "place")} | {
        "capitals": [lean["capitals"][k] for k in kept],
        "sites": [
            {
                "id": site["id"],
                "host": site["host"],
                "deployments": [
                    {
                        name: row[name]
                        for name in ("system_id", "theme", "holders", "from_day", "to_day")
                    }
                    for row in site["deployments"]
                ],
            }
            for site in lean["sites"]
        ],
    }
    return {
        "data": small,
        "own": {day or "": " ".join(_relations(own, day, kept)) for day in (None, *own_days)},
        "bundled": {
            day or "": _sum_of(_relations(bundled, day, _of_day(bundled, day)))
            for day in (None, *BUNDLED_DAYS)
        },
    }


def _of_former_states() -> Catalogue:
    """Return own sites of each holder in each country, without an end and with one."""
    whose = [
        *itertools.product(HOLDERS, HOSTS, [None]),
        *zip(HOLDERS, itertools.cycle(HOSTS), itertools.cycle(ENDS), strict=False),
        *itertools.product(["Russia"], ["Ukraine"], ENDS),
    ]
    with warnings.catch_warnings():
        # None of them lies in the country that it is said to.
        warnings.simplefilter("ignore", ReadingNote)
        cat = infmap.load(
            systems=[{"name": "Arrow", "range_km": 500}],
            deployments=[
                {"site_id": f"s-{k}", "site": f"S-{k}", "country": country, "operator": holder,
                 "system": "Arrow", "lon": 20 + k / 8, "lat": 50, "until": until}
                for k, (holder, country, until) in enumerate(whose)
            ],
        )  # fmt: skip
    # As places that stand always, so that those of a new state have the state before it.
    always = [row.model_copy(update={"since": None}) for row in cat.capitals_of_any_day]
    return replace(cat, capital_rows=tuple(always), other_capital_rows=())


def _of_day(cat: Catalogue, day: str | None) -> list[int]:
    """Return the numbers of the capitals of a day among those of any day."""
    then = day and date.fromisoformat(day)
    return [k for k, row in enumerate(cat.capitals_of_any_day) if row.stands_on(then or None)]


def _relations(cat: Catalogue, day: str | None, kept: Iterable[int]) -> Iterator[str]:
    """Yield for each site of a day the numbers in `Relation` of what the places are to it."""
    with warnings.catch_warnings():
        # In which of two states Berlin lay.
        warnings.simplefilter("ignore", ReadingNote)
        cut = cat.select(theme="all", as_of=day)
    places = [cat.capitals_of_any_day[k] for k in kept]
    for site in cut.sites:
        yield "".join(str([*Relation].index(one)) for one in relations(cut, site, places))


def findings() -> dict[str, Any]:
    """Return what is found at every site of infmap's, on each account and on some days.

    Of each finding stand the title, the counts by account and the sum of all its other words.
    """
    cat = infmap.load()
    return {"data": _lean(cat), "cases": [*_found(cat, (None, "1987-12-08", "2019-08-02"))]}


def views(story: Catalogue) -> dict[str, Any]:
    """Return samples of what is compared, counted and in doubt, of the data of findings.json.

    Of long lists stand the number of rows and a sum. ``long`` is of the data of story.json,
    ``steps`` those of colour by the greatest count.
    """
    cat, chance = infmap.load(), random.Random(23)
    return {
        "compare": [*_compared(cat, chance)],
        "overlap": [*_overlapped(cat, chance)],
        "doubt": [*_doubted(cat)],
        "long": [*_long(story)],
        "steps": [steps_to(most) for most in range(61)],
    }


def _compared(cat: Catalogue, chance: random.Random) -> Iterator[list[Any]]:
    """Yield the focus, the other filters, the two sides, and the rows that differ."""
    sites, accounts = [*cat.sites], [*Account][:3]
    days = ["1987-12-08", "1990-06-01", "2019-08-02", "2024-11-21"]
    many = [site for site in sites if len(site.system_ids) > 1]
    for k in range(90):
        site = chance.choice(many if k % 6 == 5 else sites)
        day, account = chance.choice([None, *days]), chance.choice(accounts)
        only: dict[str, Any] = {"site": site.id, "as_of": day, "account": account}
        if k % 6 < 3:
            pair, left_out = chance.sample([*accounts, "all"], 2), "account"
        elif k % 6 == 3:
            pair, left_out = chance.sample(days, 2), "as_of"
        elif k % 6 == 4:
            pair, left_out = (
                [site.id, chance.choice([one for one in sites if one is not site]).id],
                "site",
            )
        else:
            pair, left_out = chance.sample(site.system_ids, 2), "system"
        only.pop(left_out, None)
        try:
            rows = compare_rows(cat, *pair, theme="all", **only)
        except NothingLeftError:
            rows = []
        lines = [f"{row['target_id']} {row['left']} {row['right']}" for row in rows]
        asked = [only.get("account", "all"), only.get("as_of")]
        yield [site.id, *asked, *pair, len(rows), _sum_of(lines)]


def _overlapped(cat: Catalogue, chance: random.Random) -> Iterator[list[Any]]:
    """Yield day, holder and number of deployments, then places with their counts."""
    for day, holders in (
        ("1987-12-08", ["Soviet Union", "United States"]),
        (None, ["Russia", "United States", "China", "Belarus"]),
    ):
        for holder in holders:
            cut = cat.select(operator=holder, as_of=day)
            places: list[Any] = [
                *((row.lon, row.lat, row.id) for row in chance.sample(cut.capital_rows, 5)),
                *((round(chance.uniform(-180, 180), 4), round(chance.uniform(-80, 80), 4), None)
                  for _ in range(2)),
                *((round(site.lon + chance.uniform(-20, 20), 4) % 180, site.lat / 2, None)
                  for site in chance.sample(cut.sites, 1)),
            ]  # fmt: skip
            found = [
                overlap(cat, ident or (lon, lat), holder=holder, as_of=day)
                for lon, lat, ident in places
            ]
            counts = [
                [
                    lon,
                    lat,
                    one.every,
                    one.some,
                    sum(row.left_open for row in one.rows),
                    round(sum(_margins(one))),
                ]
                for (lon, lat, _), one in zip(places, found, strict=True)
            ]
            yield [day, holder, found[0].of, counts]


def _margins(found: Overlap) -> Iterator[float]:
    return (row.margin_km for row in found.rows if row.reading != "none")


def _doubted(cat: Catalogue) -> Iterator[list[Any]]:
    """Yield site, account, the two outlines, and how many places are in, depend and are out."""
    for k, site in enumerate(cat.sites):
        account = [None, *Account][k % 4]
        try:
            found = doubt(cat, site.id, account=account)
        except InfmapError:
            continue
        words = [f"{row.target_id} {row.certainty}" for row in found.rows]
        yield [site.id, account or "all", found.inner_km, found.outer_km, _sum_of(words)]


def _long(story: Catalogue) -> Iterator[list[Any]]:
    """Yield theme, account, day and site with a sum of its rows in long form, as CSV has them."""
    for theme, account, day in (*STORY[:4], ("debate", "user", None)):
        cut = story.select(theme=theme, account=account, as_of=day)
        for site in cut.sites:
            rows = answer_rows(coverage_rows(cut, site=site.id), cut)
            text = str(infmap.format_table(rows, "csv")).replace("\r\n", "\n")
            yield [theme, account, day, site.id, len(rows), _sum_of(text.splitlines())]


def _sum_of(lines: Iterable[str]) -> str:
    """Return a sum of lines in any order."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:12]


def own_findings() -> dict[str, Any]:
    """Return what is found in tables of a caller's own, and of hypothetical launchers."""
    hostile, engaging = hostile_catalogue(), engaging_catalogue()
    pins: list[tuple[float, float, float | str]] = [
        (20.5, 54.7, 500), (20.5, 54.7, 0.1), (-70.25, -33.5, 5500), (20.5, 54.7, "9m729"),
        (121.5, 16.5, "typhon-sm-6"),
    ]  # fmt: skip
    story = infmap.load()
    return {
        "hostile": {"data": _lean(hostile), "cases": [*_found(hostile, (None, "2020-02-29"))]},
        "engaging": {"data": _lean(engaging), "cases": [*_found(engaging, (None, "2020-02-29"))]},
        "launchers": [[*pin, *_words_of(_launched(story, pin))] for pin in pins],
    }


def _launched(cat: Catalogue, pin: tuple[float, float, float | str]) -> Finding:
    lon, lat, reach = pin
    kind = "system" if isinstance(reach, str) else "range_km"
    alone = launched(cat, {"lon": lon, "lat": lat, kind: reach})
    return finding_of(site_answer(alone, alone.sites[0]), is_launcher=True)


def _found(cat: Catalogue, days: Iterable[str | None]) -> Iterator[list[Any]]:
    """Yield site, day, the title by account, then counts and all other words on every account."""
    for site, day in itertools.product(cat.sites, days):
        whole = infmap.finding(cat, site.id, as_of=day)
        accounts = [one.account for one in whole.accounts if one.account != "all"]
        alone = {
            account: infmap.finding(cat, site.id, account=account, as_of=day)
            for account in (accounts if len(accounts) > 1 else ())
        }
        titles = {"all": whole.title} | {name: found.title for name, found in alone.items()}
        yield [site.id, day, titles, *_words_of(whole)[1:]]


def _words_of(found: Finding) -> list[Any]:
    """Return title, counts by account, and the sum of all other words."""
    words = [found.deck, *found.named]
    for one in found.accounts:
        words += [one.who, one.sentence, *one.names]
    counts = [[one.account, one.span, one.unread] for one in found.accounts]
    return [found.title, counts, hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]]


def _lean(cat: Catalogue) -> dict[str, Any]:
    """Return the page's data without what no finding is made of."""
    data: dict[str, Any] = {**page_data(cat, cat.first_site.id, "theme=all", online_basemap=True)}
    sources = {
        ident: {"citation": "", "url": "", "note": "", "read": source["read"]}
        for ident, source in data["sources"].items()
        if source["read"] == HowRead.NOT
    }
    blank: dict[str, Any] = {
             "note": "", "source_ids": [], "designations": [], "verdicts": {}, "near_edge": [],
             "near_band_edge": [], "claimant": "", "charge": "", "answer": "", "reported_by": "",
             "measure": None, "figure": ""}  # fmt: skip

    def lean(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: lean(part)
                for name, part in value.items()
                if name not in blank or part == Measure.ENGAGEMENT
            }
        return [lean(part) for part in value] if isinstance(value, list) else value

    made: dict[str, Any] = lean(data)
    return made | {"version": "0", "data_version": "2026.01.31", "sources": sources, "events": [],
                   "verdicts": [], "verdict_days": []}  # fmt: skip


def _number(cat: Catalogue, data: dict[str, Any], claim: Claim) -> int:
    """Return the place of a claim in the page's list."""
    claims = [one for one in cat.claim_rows if one.system_id in data["systems"]]
    return next(k for k, one in enumerate(claims) if one is claim)


def _verdicts(cut: Catalogue, site: Site, claim: Claim) -> dict[str, str]:
    return {
        name: f"{verdict.said} · {verdict.article}"
        for holders, verdict in cut.verdicts(claim, at=site)
        for name in holders or [""]
    }


def _strokes(cat: Catalogue, data: dict[str, Any], cut: Catalogue, site: Site) -> dict[str, Any]:
    specs = [*ring_specs(cut, site)]
    return {
        "rings": [
            [ring.km, *(
                [
                    [stroke.look, stroke.end, stroke.unread, [
                        _number(cat, data, spec.claim) for spec in stroke.specs]]
                    for stroke in some
                ]
                for some in (ring.strokes, ring.more)
            )]
            for ring in rings_of(specs)
        ],
        "intervals": intervals_of(specs),
    }  # fmt: skip


def _csv(cut: Catalogue, data: dict[str, Any], rows: Iterable[CoverageRow]) -> str:
    """Return the rows of a site as the page's table gives them to a spreadsheet."""
    told = any(place.in_nato(None) is not None for place in cut.capitals_of_any_day)
    lines = [
        [data["place"], "country", "distance_km", "band", "in_reach_on", "near_edge",
         "near_band_edge", "relation", *(["nato"] if told else [])]
    ]  # fmt: skip
    for place, row in zip(cut.capital_rows, rows, strict=True):
        nato = place.in_nato(cut.as_of)
        line = [
            row["target"], row["country"], row_distance_text(row, 1), row["band"],
            REACH_WORDS[row["reach"]], YES_NO[row["near_edge"]], YES_NO[row["near_band_edge"]],
            row["relation"], *([] if not told else [""] if nato is None else [YES_NO[nato]]),
        ]  # fmt: skip
        lines.append([inert_cell(text) for text in line])
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(lines)
    return file.getvalue().removesuffix("\n")


def launchers(cat: Catalogue) -> Iterator[dict[str, Any]]:
    """Yield hypothetical launchers, and what infmap says of a site with the same figures."""
    at = cat.sites[0]
    pins: list[tuple[float, float, float | str]] = [
        (at.lon, at.lat, 500), (at.lon, at.lat, 1234.5678), (at.lon, at.lat, 0.1),
        *((at.lon, at.lat, system) for system in cat.system_by_id),
        (-70.25, -33.5, 5500), (20.5, 54.7, "s-2"), (20.5, 54.7, "s-3"),
    ]  # fmt: skip
    for lon, lat, reach in pins:
        is_own = not isinstance(reach, str)
        if isinstance(reach, str):
            system, claims = reach, cat.claims_by_system[reach]
            if not strike_claims(cat, system):
                yield {"lon": lon, "lat": lat, "km": None, "system": system, "can_launch": False}
                continue
        else:
            system, claims = "s-0", (_claim(None, reach, "s-0"),)
        report = at.deployments[0].model_copy(update={"system_id": system, "country": ""})
        site = Site("x", "X", "", lon, lat, 0.0, (report,))
        rows = site_coverage(replace(cat, claim_rows=claims), site, cat.capital_rows)
        km, _ = inverse(
            lon, lat, [p.lon for p in cat.capital_rows], [p.lat for p in cat.capital_rows]
        )
        yield {
            "lon": lon, "lat": lat, "km": reach if is_own else None,
            "system": None if is_own else system, "can_launch": True,
            "figures": [range_text(claim.at_least_km, claim.up_to_km) for claim in claims],
            "distance": [round(one, 6) for one in km.tolist()],
            "band": "".join(str(BANDS.index(RangeBand(row["band"]))) for row in rows),
            "in_range": ["".join(_digit(row["accounts"][k]["in_range"]) for row in rows)
                         for k in range(len(claims))],
            "reach": [row["reach"] for row in rows],
            "near": [k for k, row in enumerate(rows) if row["near_edge"]],
            "near_limit": [k for k, row in enumerate(rows) if row["near_band_edge"]],
        }  # fmt: skip


#: What an address may ask for, and what it may not.
ADDRESSES = (
    "site=shuya&site=shuya", "site=shuya&site=kaliningrad", "SITE=shuya", "site=shuya&foo=bar",
    "site=shuya&capital=warsaw&fit=band&units=mi&doubt=off&projection=globe&view=3/50/20",
    "site=shuya&date=2019-02-30", "date=2019-02-10", "date=10+Feb+2019", "view=x", "at=200,5",
    "at=1", "mode=overview&holder=Russia&count=some&at=20.5,5", "mode=overview&holder=russia",
    "mode=x", "site=what-if", "site=what-if&pin=20,54.7,300", "pin=200,54.7,300",
    "pin=20,54.7,9m729", "pin=20,54.7,sm-3-iia", "site=deveselu&system=9m729", "system=9m729",
    "system=v-2", "site=shuya&system=9m729&date=1987-12-08", "theme=eliminated",
    "date=1987-12-08", "theme=eliminated&system=9m729", "mode=compare&left=operator",
    "mode=compare&right=opponent", "mode=compare&left=operator&right=opponent",
    "mode=compare&left=shuya&right=kaliningrad",
    "mode=compare&left=2014-01-01&right=2019-02-10", "mode=compare&left=9m729&right=shuya",
    "mode=compare&left=operator&right=operator", "mode=compare&left=operator&right=nobody",
    "left=operator&right=opponent", "mode=compare", "mode=true-distance&site=shuya",
)  # fmt: skip


def states(cat: Catalogue) -> dict[str, Any]:
    """Return fragments as `infmap.make_map` writes them, with what was asked for."""
    pins: list[tuple[float, float, float | str]] = [
        (20.5, 54.7, 500), (-180, -90, 0.1), (179.99999, 0.00001, 1234.5678), (0, 0, 19900),
        (20.123456, 54.7, "9m729"), (-1.5, 2.25, "us-glbm-test-2019"),
    ]  # fmt: skip
    views = [(3.25, 64.0, 41.39), (0, -90, -540), (9, 90, 540), (4, 51.123456, -0.00001)]
    asked: list[dict[str, Any]] = [
        {}, {"theme": "all", "account": "opponent", "as_of": "1987-12-08", "focus": "mutlangen"},
        {"mode": "overview", "capital": "berlin"}, {"mode": "true-distance", "focus": "shuya"},
        {"projection": "globe", "focus": "shuya"}, {"projection": "mercator", "mode": "overview"},
        {"as_of": "1987-12-08", "capital": "bonn", "focus": "hranice"},
    ]  # fmt: skip
    data = page_data(cat, cat.first_site.id, "theme=all")
    return {
        "pins": [[_fragment(cat, pin=pin), [*pin[:2], pin[2]]] for pin in pins],
        "views": [[_fragment(cat, view=view), list(view)] for view in views],
        "asked": [[_fragment(cat, **some), some] for some in asked],
        "no_pins": [
            ",".join(map(str, pin))
            for pin in [(181, 0, 500), (0, -90.5, 500), (0, 0, 0), (0, 0, 19900.5), (0, 0, "x"),
                        (0, 0, "sm-3-iia"), (0, 0, -5)]
            if _is_refused(cat, pin=pin)
        ],
        "no_views": [
            "/".join(map(str, view))
            for view in [(10, 0, 0), (-1, 0, 0), (3, 91, 0), (3, 0, 541)]
            if _is_refused(cat, view=view)
        ],
        "addresses": [_answered(data, fragment) for fragment in ADDRESSES],
        "what_if": WHAT_IF,
    }  # fmt: skip


def _answered(data: PageData, fragment: str) -> tuple[str, str | None]:
    """Return an address with the site that it shows, or None where it is refused."""
    try:
        refuse_unknown("", data, fragment)
    except InfmapError:
        return fragment, None
    return fragment, site_asked(data, read_fragment(fragment))


def _fragment(cat: Catalogue, **asked: Any) -> str:
    page = make_map(cat, **asked).get_root()
    assert isinstance(page, Page)
    return page.opened.data["fragment"]


def _is_refused(cat: Catalogue, **asked: Any) -> bool:
    try:
        make_map(cat, **asked)
    except InfmapError:
        return True
    return False


def packing(cat: Catalogue) -> dict[str, Any]:
    """Return a page's data and what is written of it, with several reports at the first site."""
    first = cat.deployment_rows[0]
    more = [
        first.model_copy(update={"id": f"more-{k}", "note": f"{k}", "system_id": row.system_id})
        for k, row in enumerate(cat.deployment_rows)
    ]
    cat = replace(cat, deployment_rows=(*cat.deployment_rows, *more))
    data = page_data(cat, first.site_id, "theme=all")
    countries = data["countries"]
    assert countries is not None
    some = [row for row in countries["features"] if row["properties"]["iso_a3"] in OUTLINES]
    # A new version packs nothing otherwise.
    data |= {
        "version": "0",
        "data_version": "2026.01.31",
        "countries": {**countries, "features": some},
    }
    return {"data": data, "packed": packed(data)}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, "utf-8")
