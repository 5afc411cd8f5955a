"""Every medium must say the same of a site: page, tables, layers, figure, brief, card, notebook."""

import io
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console, RenderableType

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.coverage import coverage_rows, site_coverage
from infmap.analysis.reach import edges_km
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Role
from infmap.catalogue.striking import strikes
from infmap.errors import InfmapError
from infmap.geodesy import destination
from infmap.io.formats import TableFormat
from infmap.looks.lines import ring_look
from infmap.maps.content import page_data
from infmap.report.brief import write_brief
from infmap.report.markdown import as_markdown
from infmap.tables.coverage_view import coverage_view
from infmap.tables.text import format_table
from infmap.treaty import LIMITS_KM
from reliability import same_readers as read
from reliability.outcome import Outcome
from reliability.same_facts import (
    ANSWERS,
    NOT_STRIKE,
    Facts,
    Gathered,
    Medium,
    contradictions,
    outcomes,
    pair_of,
    reach_shown,
)
from reliability.same_page import page_facts

SITES = 100
SEED = 1987
#: Sites with several systems, holders or accounts, with places near the band's limits, and with a
#: missile that the Memorandum of Understanding names.
ALWAYS = ("shuya", "kapustin-yar", "weissenfels", "bischofswerda", "deveselu", "jelgava")
ACCOUNTS = ("all", "operator", "opponent", "independent")
DAYS = (None, "1987-12-08", "1989-06-01", "2018-10-20")
#: Sites for figures, which take seconds each; their rings do not go far beyond the band.
FIGURES = (("shuya", "all", None), ("bischofswerda", "all", "1987-12-08"))

OF_FIGURES = ("figure", "figure by claimant", "ring")
OF_VERDICTS = ("verdict", "ring's verdict")
OF_PLACES = read.PLACE_KINDS
OF_TABLES = (*OF_PLACES, *OF_FIGURES, "azimuth", "in_inf_band", "answer")
OF_SHORT_TABLES = (*OF_PLACES, "azimuth", "in_inf_band", "account's reach", "answers counted")
OF_LONG_TABLES = (*read.LONG_HEADS, *OF_FIGURES, "answer")
OF_RINGS = ("ring", "ring's verdict", "bound", "status")
OF_BRIEFS = ("status", "figure", "figure by claimant", "verdict", "distance", "near_edge", "own")


@dataclass(frozen=True)
class Case:
    """The site, account and day asked of every medium."""

    site: str
    account: str
    day: str | None

    def __str__(self) -> str:
        return f"{self.site}, {self.account}, {self.day or 'any day'}"


def run(size: float) -> list[Outcome]:
    """Return the outcome of asking every medium about many sites, on each account and day."""
    cat = infmap.load()
    asked = cases(cat, max(8, round(SITES * size)))
    data = page_of(cat)
    lost = [line for case in asked for line in case_lost(cat, case, data)]
    lost += [line for figure in FIGURES for line in figure_lost(cat, *figure)]
    sites = len({case.site for case in asked})
    extent = f"{sites} sites, each account, {len(DAYS)} days, 14 media"
    return [Outcome("every medium says the same of a site", extent, len(asked), tuple(lost))]


def cases(cat: Catalogue, count: int) -> list[Case]:
    """Return the cases of some sites, on the days on which they are reported."""
    others = [site.id for site in cat.sites if site.id not in ALWAYS]
    chosen = [*ALWAYS, *random.Random(SEED).sample(others, min(count - len(ALWAYS), len(others)))]
    asked = [Case(site, account, day) for site in chosen for account in ACCOUNTS for day in DAYS]
    return [case for case in asked if cut(cat, case) is not None]


def cut(cat: Catalogue, case: Case) -> Catalogue | None:
    """Return the catalogue selected for a case; None if the site is not reported then."""
    try:
        return cat.select(site=case.site, account=case.account, as_of=case.day)
    except InfmapError:
        return None


def page_of(cat: Catalogue) -> dict[str, Any]:
    """Return the data of a catalogue's page, as its script reads them."""
    site = cat.first_site.id
    page: dict[str, Any] = json.loads(json.dumps(page_data(cat, site, "", online_basemap=True)))
    return page


def at_the_limits(cat: Catalogue, site_id: str) -> Catalogue:
    """Return a catalogue with capitals 20 m on either side of each limit of the band and figure."""
    site = cat.site(site_id)
    ends = {end for claim in cat.claims_at(site) for end in edges_km(claim)}
    places = [
        (limit + side, 25.0 * k)
        for k, limit in enumerate(sorted({*LIMITS_KM, *ends}))
        for side in (-0.02, 0.02)
    ]
    far, azimuths = (np.array(column) for column in zip(*places, strict=True))
    lons, lats = destination(site.lon, site.lat, azimuths, far)
    moved = [
        row.model_copy(update={"lon": lon, "lat": lat})
        for row, lon, lat in zip(cat.capital_rows, lons.tolist(), lats.tolist(), strict=False)
    ]
    return replace(cat, capital_rows=(*moved, *cat.capital_rows[len(moved) :]))


def case_lost(cat: Catalogue, case: Case, page: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each difference between a medium and the catalogue."""
    selected = cut(cat, case)
    assert selected is not None
    true = catalogue_facts(selected, selected.site(case.site))
    for medium in media(selected, case, true, page):
        yield from (f"{case}: {line}" for line in contradictions(true, medium))


def catalogue_facts(cat: Catalogue, site: Site) -> Facts:
    """Return the true facts, from the catalogue and the answers computed from it."""
    said = Gathered()
    for system, status in dict.fromkeys(
        (row.system_id, str(row.status)) for row in site.deployments
    ):
        said.say("status", system, word=status)
    for claim in cat.claims_at(site):
        whose = (claim.system_id, claim.claimant, str(claim.account))
        pair = pair_of(claim.at_least_km, claim.up_to_km)
        said.figure(*whose, pair)
        said.say("words", *whose, word=pair)
        held = cat.verdicts(claim, at=site)
        said.verdict(
            *whose,
            pair,
            outcomes((name, verdict.said) for names, verdict in held for name in names or [""]),
        )
        look = ring_look(claim.account, strike=strikes(cat, claim))
        said.say("look", *whose, word=look)
    strokes = set()
    rings = said.facts().get("ring", {})
    looks = said.facts().get("look", {})
    for (*named, km), ends in rings.items():
        for end in ends:
            bound = "at_least" if end in ("lower", "open") else "up_to"
            said.say("bound", *named, km, end, word=bound)
            said.say("ring's owner", *named, km, end, word=True)
            strokes.add((km, looks[tuple(named)][0], end))
    for km, look, end in strokes:
        said.say("stroke", km, look, word=end)
    _say_places(said, cat, site)
    return said.facts()


def _say_places(said: Gathered, cat: Catalogue, site: Site) -> None:
    counts: dict[tuple[str, str, str], int] = {}
    seats = {row.id for row in cat.capital_rows if row.role is Role.SEAT_OF_GOVERNMENT}
    for row in site_coverage(cat, site, cat.capital_rows):
        name = row["target"]
        said.say("distance", name, word=row["distance_km"])
        said.say("azimuth", name, word=row["azimuth_deg"])
        words = dict(row)
        for kind in (*OF_PLACES[1:], "in_inf_band"):
            said.say(kind, name, word=words[kind])
        by_system: dict[str, list[str]] = {}
        by_account: dict[str, dict[str, list[str]]] = {}
        for account in row["accounts"]:
            whose = (account["system_id"], account["claimant"], account["account"])
            pair = pair_of(account["at_least_km"], account["up_to_km"])
            answer = ANSWERS[account["in_range"]] if account["strike"] else NOT_STRIKE
            said.say("answer", name, *whose, pair, word=answer)
            if account["strike"]:
                of_account = by_account.setdefault(str(account["account"]), {})
                of_account.setdefault(account["system_id"], []).append(answer)
            if answer == "in range":
                by_system.setdefault(account["system_id"], []).append(account["claimant"])
        _say_counted(said, name, by_account)
        relation = row["relation"]
        said.say("own", name, word=relation if relation in ("holder", "host") else "")
        by = tuple(
            sorted((system, ", ".join(dict.fromkeys(who))) for system, who in by_system.items())
        )
        said.say("reached by", name, word=by)
        keys = [("count", row["band"], row["reach"])]
        if row["target_id"] not in seats:
            keys += [("state count", row["band"], word) for word in ("every", row["reach"])]
            if row["reach"] in ("all", "some"):
                said.say("in reach", name, word=True)
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
    for band in ("below-500", "shorter-range", "intermediate-range", "beyond-5500"):
        for reach in ("every", "all", "some", "unknown"):
            said.say("state count", band, reach, word=counts.get(("state count", band, reach), 0))
    for (kind, band, reach), number in counts.items():
        if kind == "count" and band != "beyond-5500":
            said.say("count", band, reach, word=number)


def _say_counted(said: Gathered, name: str, by_account: dict[str, dict[str, list[str]]]) -> None:
    for account, answers in by_account.items():
        said.say("account's reach", name, account, word=reach_shown(answers))
    words = [word for of in by_account.values() for some in of.values() for word in some]
    counts = (len(words), words.count("in range"), words.count("left open"))
    said.say("answers counted", name, word=counts)


def media(selected: Catalogue, case: Case, true: Facts, page: dict[str, Any]) -> Iterator[Medium]:
    """Yield each medium with its facts."""
    site = selected.site(case.site)
    facts = page_facts(page, case.site, case.account, case.day)
    # Its distances are worked out by its script, and judged with it.
    kinds = ("status", "words", *OF_FIGURES, *OF_VERDICTS, *OF_PLACES[1:], "answer")
    yield Medium("page", kinds, facts, 0.05)
    rows = coverage_rows(selected)
    text = str(format_table(rows, TableFormat.JSON))
    yield Medium("coverage JSON", OF_TABLES, read.json_facts(text), 0.0005)
    text = str(format_table(rows, TableFormat.CSV))
    yield Medium("coverage CSV", OF_SHORT_TABLES, read.csv_facts(text), 0.0005)
    text = str(format_table(infmap.answer_rows(rows, selected), TableFormat.CSV))
    yield Medium("coverage CSV in long form", OF_LONG_TABLES, read.long_csv_facts(text), 0.0005)
    with pd.option_context("display.max_rows", None, "display.max_columns", None):
        html = infmap.coverage(selected)._repr_html_()
    yield Medium("notebook", OF_TABLES, read.notebook_facts(str(html)), 0.05)
    yield from _layers(selected, true)
    yield from _briefs(selected, site, true)
    (card,) = (shown for shown in infmap.show(selected, case.site) if shown["card"] == "site")
    yield Medium("card", ("status", *OF_FIGURES, *OF_VERDICTS), read.card_facts(card))
    facts = read.terminal_facts(_unwrapped(coverage_view(rows, selected)), selected, site)
    of_terminal = ("status", "figure by claimant", *OF_PLACES, "azimuth")
    yield Medium("terminal", of_terminal, facts, 0.05)


def _unwrapped(view: RenderableType) -> str:
    """Return what `infmap.tables.terminal.show` prints in a window wider than any line."""
    file = io.StringIO()
    Console(file=file, highlight=False, width=2000, no_color=True).print(view)
    return file.getvalue()


def _layers(cat: Catalogue, true: Facts) -> Iterator[Medium]:
    import geopandas as gpd
    import pyogrio

    with tempfile.TemporaryDirectory() as folder:
        paths = {end: Path(folder, f"rings.{end}") for end in ("geojson", "gpkg", "kml", "parquet")}
        for path in paths.values():
            infmap.save_rings(cat, path)
        features = json.loads(paths["geojson"].read_text("utf-8"))["features"]
        rows = {
            "GeoJSON": [feature["properties"] for feature in features],
            "GeoPackage": _records(
                pyogrio.read_dataframe(paths["gpkg"], layer="rings", read_geometry=False)
            ),
            "KML": list(read.kml_rows(paths["kml"].read_bytes())),
            "GeoParquet": _records(gpd.read_parquet(paths["parquet"]).drop(columns="geometry")),
        }
        layer = pyogrio.read_dataframe(paths["gpkg"], layer="coverage", read_geometry=False)
    ringed = {"status": {(whose[0],) for whose in true.get("ring", {})}}
    for name, some in rows.items():
        yield Medium(name, OF_RINGS, read.ring_facts(some), narrowed=ringed)
    facts = read.row_facts(_records(layer))
    yield Medium("GeoPackage's coverage", OF_TABLES, facts, 1e-6)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _briefs(cat: Catalogue, site: Site, true: Facts) -> Iterator[Medium]:
    brief = write_brief([site_answer(cat, site)])
    parts = {
        "brief": read.brief_parts(brief.chapters[0]),
        "brief in Markdown": read.markdown_parts(as_markdown(brief, [])),
    }
    reached = set(true.get("in reach", {}))
    narrowed: dict[str, Any] = dict.fromkeys(("distance", "near_edge", "own"), reached)
    names = {name for (name,) in reached}
    narrowed["answer"] = {about for about in true.get("answer", {}) if about[0] in names}
    for name, part in parts.items():
        yield Medium(name, (*OF_BRIEFS, "answer"), read.brief_facts(*part, cat), 0.5, narrowed)


def figure_lost(cat: Catalogue, site: str, account: str, day: str | None) -> Iterator[str]:
    """Yield a line for each difference between a figure and the catalogue."""
    selected = cat.select(site=site, account=account, as_of=day)
    true = catalogue_facts(selected, selected.site(site))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "map.svg")
        infmap.save_figure(infmap.plot_map(selected, focus=site), path)
        facts = read.svg_facts(path.read_text("utf-8"), selected)
    medium = Medium("figure", ("stroke",), facts)
    yield from (f"{Case(site, account, day)}: {line}" for line in contradictions(true, medium))
