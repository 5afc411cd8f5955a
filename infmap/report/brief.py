"""What a brief says, as plain data: sentences, tables and numbered citations, in no format yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from infmap.analysis.counts import is_foreign
from infmap.analysis.coverage import site_coverage
from infmap.analysis.exposure import exposure
from infmap.analysis.nato import Nato, nato_of
from infmap.analysis.reach import EDGE_ALLOWANCE_KM, Reach
from infmap.analysis.relations import Relation
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.bundled import DATA_VERSION
from infmap.catalogue.rows import Allegation, Claim, Role, Source, place_word
from infmap.looks.records import Answer, CoverageRow
from infmap.looks.words import (
    BAND_CLASSES,
    BAND_WORDS,
    RELATION_WORDS,
    distance_text,
    period_text,
    range_text,
    turns_km,
    where_text,
)
from infmap.treaty import LIMITS_KM, RangeBand, articles_text, outcomes_text

#: Of capitals, or of places.
METHOD = (
    "Distances are geodesics on the WGS 84 ellipsoid, from the site's reported position to the "
    "{what}'s; whether a {what} is in range is decided by that distance, never by a drawn line.",
    "Every figure is one party's and is kept apart from the others': a {what} is in reach on all "
    "accounts, on some, or left open where a figure does not say. Nothing is averaged.",
    "Verdicts apply the treaty's articles to one figure at a time, for whoever holds the system at "
    "the site; where the parties disagree, both positions stand.",
    "People in cities are those of cities of 15,000 and more by GeoNames, not whole populations, "
    "and their years differ.",
    "A range is nominal, a figure somebody gave for one payload and one flight path. Reach is not "
    "capability or intent, and what is reported is not thereby confirmed.",
)


@dataclass(frozen=True)
class Table:
    """A table in words: `notes` holds the numbers of the sources of each row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Point:
    """A paragraph with a lead and the numbers of its sources."""

    lead: str
    text: str
    notes: tuple[int, ...] = ()


#: What stands over the parts of a brief, in whatever format.
HEADINGS = {
    "reports": "Reported at the site",
    "charges": "Allegations and answers",
    "method": "Method, and what this does not say",
    "sources": "Sources",
}


@dataclass(frozen=True)
class Brief:
    """A brief on one site, ready to be set in a format; made by `infmap.make_report`.

    Attributes
    ----------
    title, question : str
        The headline, and what the brief answers.
    summary : tuple of str
        The answer in a few sentences.
    figure : bytes
        The map as SVG; `picture` is the same as PNG.
    caption : str
        What the map shows, for those who do not see it.
    bands, reached, claims : Table
        Capitals, or places, by distance, those in reach, and who claims what with the treaty's
        verdict.
    reports, reasons, charges : tuple of Point
        What is reported at the site, why each verdict, and the allegations with their answers.
    method : tuple of str
        How it was worked out and what it does not say.
    sources : tuple of Source
        Cited by their place in this order, from 1.
    colophon : str
        Version of the data, the day, and licences.
    """

    title: str
    question: str
    summary: tuple[str, ...]
    figure: bytes = field(repr=False)
    picture: bytes = field(repr=False)
    caption: str
    bands: Table
    reached: Table
    claims: Table
    reports: tuple[Point, ...]
    reasons: tuple[Point, ...]
    charges: tuple[Point, ...]
    method: tuple[str, ...]
    sources: tuple[Source, ...]
    colophon: str


class _Citations:
    """Numbers for sources, in the order of first mention."""

    def __init__(self, cat: Catalogue) -> None:
        self._cat = cat
        self._cited: dict[str, Source] = {}

    def numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        for ident in filter(None, ids):
            self._cited.setdefault(ident, self._cat.source(ident))
        order = list(self._cited)
        return tuple(sorted({order.index(ident) + 1 for ident in filter(None, ids)}))

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(self._cited.values())


def write_brief(cat: Catalogue, site: Site, *, figure: bytes, picture: bytes) -> Brief:
    """Return the brief on one site of a catalogue.

    Parameters
    ----------
    cat : Catalogue
        Already cut down to the theme, account and day asked for.
    site : Site
        One of its sites.
    figure, picture : bytes
        The map as SVG and as PNG.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> brief = write_brief(cat, cat.site("shuya"), figure=b"", picture=b"")
    >>> brief.question[:38], brief.claims.columns[-2:]
    ('Which capitals lie within reach of Shu', ('Verdict', 'Article'))
    """
    citations = _Citations(cat)
    what = place_word(cat.capital_rows)
    # A state counts once, by its capital.
    is_second = {row.id for row in cat.capital_rows if row.role is Role.SEAT_OF_GOVERNMENT}
    places = [row for row in cat.capital_rows if what == "place" or row.id not in is_second]
    rows = site_coverage(cat, site, places)
    rows = sorted(rows, key=lambda row: row["distance_km"])
    nato = nato_of(places, cat.as_of)
    claims = cat.claims_at(site)
    where = where_text(site.name, site.country)
    reports = tuple(_reports(cat, site, citations))
    people = _People(cat, site)
    return Brief(
        title=f"{where}: who is in range, and on whose account",
        question=f"Which {what}s lie within reach of {where}, inside or outside the 500 to 5500 "
        "km that the INF Treaty banned, and whose number is that?",
        summary=tuple(_summary(cat, site, rows, nato, what)),
        figure=figure,
        picture=picture,
        caption=f"Map centred on {where}: the treaty's band from 500 to 5500 km, a ring for each "
        f"party's figure, and {what}s by distance and reach. The table of {what}s says the "
        "same in words.",
        bands=_bands(rows, nato, what, people),
        reached=_reached(cat, rows, nato, what),
        claims=_claims(cat, site, claims, citations, people),
        reports=reports,
        reasons=tuple(_reasons(cat, site, claims)),
        charges=tuple(_charges(cat, site, citations)),
        method=(*(line.format(what=what) for line in METHOD), _position_note(site, what)),
        sources=citations.sources,
        colophon=_colophon(cat),
    )


def _reports(cat: Catalogue, site: Site, citations: _Citations) -> Iterable[Point]:
    for row in site.deployments:
        when = period_text(row.first_reported, row.until)
        says = f"{row.status}{f', {when}' if when else ''}"
        by = f" Reported by {row.reported_by}." if row.reported_by else ""
        note = f" {row.note}" if row.note else ""
        yield Point(
            cat.system_by_id[row.system_id].name,
            f"{says}.{by}{note}",
            citations.numbers(row.source_ids),
        )


def _summary(
    cat: Catalogue, site: Site, rows: Sequence[CoverageRow], nato: Nato, what: str
) -> Iterable[str]:
    systems = "; ".join(
        f"{cat.system_by_id[system].short_name} ({', '.join(words)})"
        for system, words in site.statuses.items()
    )
    yield f"Reported there: {systems}."
    by_reach = {
        reach: [row for row in rows if row["reach"] == reach]
        for reach in (Reach.ALL, Reach.SOME, Reach.UNKNOWN)
    }
    if not any(by_reach.values()):
        yield f"No {what} is in reach of a strike system there, on any account."
    else:
        everyone, some = (
            [row for row in by_reach[reach] if is_foreign(row)] for reach in (Reach.ALL, Reach.SOME)
        )
        own = [row for row in (*by_reach[Reach.ALL], *by_reach[Reach.SOME]) if not is_foreign(row)]
        which = f"Foreign {what}s in" if _has_own(rows) else "In"
        yield (
            f"{which} reach on all accounts of a system there: {_named(everyone, nato)}. "
            f"On some accounts: {_named(some, nato)}."
        )
        if own:
            yield f"Not counted: {', '.join(map(_own_text, own))}."
        open_ended = [claim for claim in cat.claims_at(site) if _names_no_maximum(cat, claim)]
        if open_ended:
            one = len(open_ended) == 1
            yield (
                f"{len(open_ended)} {'figure names' if one else 'figures name'} no maximum: beyond "
                f"{'its' if one else 'their'} lower bound nothing is decided."
            )
        elif by_reach[Reach.UNKNOWN]:
            yield f"Left open by the figures: {len(by_reach[Reach.UNKNOWN])}."
    inside = [row for row in rows if row["in_inf_band"]]
    count = f"{len(inside)} {what}{'' if len(inside) == 1 else 's'}"
    if nato.is_known:
        unknown = nato.unknown_text
        of_nato = f"{_in_nato(inside, nato)} of NATO members{f' ({unknown})' if unknown else ''}"
        count = f"{count}, {of_nato},"
    yield (
        f"{count} {'lies' if len(inside) == 1 else 'lie'} at the distances that the treaty's ban "
        "covered, 500 to 5500 km; that is geography, not reach."
    )
    near = [row["target"] for row in rows if row["near_edge"]]
    if near:
        yield f"So near a figure's edge that the position decides: {', '.join(near)}."
    limits = [row["target"] for row in rows if row["near_band_edge"]]
    if limits:
        yield (
            "So near 500, 1000 or 5500 km that the position decides on which side of the limit: "
            f"{', '.join(limits)}."
        )


def _has_own(rows: Iterable[CoverageRow]) -> bool:
    return not all(map(is_foreign, rows))


def _own_text(row: CoverageRow) -> str:
    return f"{row['target']}, {RELATION_WORDS[row['relation']]}"


def _names_no_maximum(cat: Catalogue, claim: Claim) -> bool:
    strikes = cat.system_by_id[claim.system_id].strike
    return strikes and claim.up_to_km is None and claim.at_least_km is not None


def _named(rows: Sequence[CoverageRow], nato: Nato) -> str:
    if not rows:
        return "none"
    few = len(rows) <= 6
    names = f" ({', '.join(row['target'] for row in rows)})" if few else ""
    allies = sum(row["relation"] == Relation.ALLY for row in rows)
    of_nato = f", of NATO members {_in_nato(rows, nato)}" if nato.is_known else ""
    return f"{len(rows)}{names}" + (f", allies of the holder {allies}" if allies else of_nato)


def _in_nato(rows: Sequence[CoverageRow], nato: Nato) -> int:
    return sum(row["target_id"] in nato.members for row in rows)


def _groups(nato: Nato, what: str) -> dict[str, frozenset[str]]:
    """Return the ids of the groups that tables keep apart, by what they are called."""
    groups = {"NATO members": nato.members, "Others": nato.others, "State not known": nato.unknown}
    if not nato.is_known:
        return {f"{what.capitalize()}s": nato.unknown}
    return {name: ids for name, ids in groups.items() if ids or ids is not nato.unknown}


class _People:
    """How many live in cities within a band or a party's figure, in millions, as text."""

    def __init__(self, cat: Catalogue, site: Site) -> None:
        self._rows = exposure(cat, site=site.id).to_dict("records")

    def in_band(self, band: RangeBand) -> str:
        (row,) = (row for row in self._rows if row["band"] == band)
        return _millions(row["people"])

    def within(self, claim: Claim) -> str:
        """Return the people within the farther end of a figure; nothing where it draws no ring."""
        rings = [
            row
            for row in self._rows
            if row["area"] == "ring"
            and (row["system_id"], row["account"], row["claimant"])
            == (claim.system_id, claim.account, claim.claimant)
            and row["max_km"] in (claim.at_least_km, claim.up_to_km)
        ]
        return _millions(max(row["people"] for row in rings)) if rings else ""


def _millions(people: float) -> str:
    return f"{people / 1e6:.1f} million"


def _bands(rows: Sequence[CoverageRow], nato: Nato, what: str, people: _People) -> Table:
    """Return the count of places in each band, NATO members' and others apart."""
    reaches = (None, Reach.ALL, Reach.SOME, Reach.UNKNOWN)
    words = (f"{what}s", "in reach, all accounts", "some accounts", "left open")
    groups = _groups(nato, what)
    cells = []
    for band in RangeBand:
        line = [BAND_CLASSES[band]]
        for ids in groups.values():
            group = [row for row in rows if row["band"] == band and row["target_id"] in ids]
            line += [
                str(sum(reach is None or row["reach"] == reach for row in group))
                for reach in reaches
            ]
        cells.append((*line, people.in_band(band)))
    columns = [f"{name.removesuffix(' members')}: {word}" for name in groups for word in words]
    if not nato.is_known:
        columns = [word[:1].upper() + word[1:] for word in words]
    return Table(
        f"{what.capitalize()}s by distance from the site, and people in cities",
        ("Distance", *columns, "People in cities"),
        tuple(cells),
    )


def _reached(cat: Catalogue, rows: Sequence[CoverageRow], nato: Nato, what: str) -> Table:
    """Return the places in reach of a strike system, those with one answer in one row."""
    groups = _groups(nato, what)
    answers: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for row in rows:
        if row["reach"] in (Reach.ALL, Reach.SOME):
            band = BAND_WORDS[RangeBand(row["band"])]
            key = (band, f"{row['reach']} accounts", _whose(cat, row["accounts"]))
            named = answers.setdefault(key, {name: [] for name in groups})
            marks = [", near an edge"] if row["near_edge"] else []
            marks += [] if is_foreign(row) else [f", {RELATION_WORDS[row['relation']]}"]
            edge = "".join(marks)
            name = next(name for name, ids in groups.items() if row["target_id"] in ids)
            km = distance_text(row["distance_km"], 0, turns_km(row["accounts"], LIMITS_KM))
            named[name].append(f"{row['target']} ({km} km{edge})")
    cells = tuple(
        (*key, *(", ".join(places) or "none" for places in named.values()))
        for key, named in answers.items()
    )
    columns = ("Distance", "In reach on", "On whose figure", *groups)
    return Table(f"{what.capitalize()}s in reach of a strike system", columns, cells)


def _whose(cat: Catalogue, accounts: Iterable[Answer]) -> str:
    by_system: dict[str, list[str]] = {}
    for entry in accounts:
        if entry["strike"] and entry["in_range"]:
            name = cat.system_by_id[entry["system_id"]].short_name
            by_system.setdefault(name, []).append(entry["claimant"])
    return "; ".join(f"{name}: {', '.join(dict.fromkeys(who))}" for name, who in by_system.items())


def _claims(
    cat: Catalogue,
    site: Site,
    claims: Sequence[Claim],
    citations: _Citations,
    people: _People,
) -> Table:
    cells, notes = [], []
    for claim in claims:
        verdicts = cat.verdicts(claim, at=site)
        cells.append(
            (
                cat.system_by_id[claim.system_id].short_name,
                range_text(claim.at_least_km, claim.up_to_km),
                f"{claim.claimant} ({claim.account})",
                str(claim.measure or ""),
                claim.as_of or "",
                people.within(claim),
                outcomes_text(verdicts),
                articles_text(verdicts),
            )
        )
        notes.append(citations.numbers([claim.source_id]))
    columns = (
        *("System", "Figure", "Whose (account)", "How", "As of", "People in cities within"),
        *("Verdict", "Article"),
    )
    return Table(
        "Who claims what, and what the treaty said of it", columns, tuple(cells), tuple(notes)
    )


def _reasons(cat: Catalogue, site: Site, claims: Sequence[Claim]) -> Iterable[Point]:
    """Return why each verdict, and both sides' positions, each said once."""
    said: set[Point] = set()
    for claim in claims:
        name = cat.system_by_id[claim.system_id].short_name
        lead = f"{name}, {range_text(claim.at_least_km, claim.up_to_km)}"
        for _, verdict in cat.verdicts(claim, at=site):
            points = [
                Point(f"{lead}: {verdict.outcome}, {verdict.article}.", verdict.reason),
                *(Point(f"{who}:", what) for who, what in verdict.positions),
            ]
            yield from (point for point in points if point not in said)
            said.update(points)


def _charges(cat: Catalogue, site: Site, citations: _Citations) -> Iterable[Point]:
    systems = set(site.system_ids)
    for row in cat.allegation_rows:
        if systems.intersection(row.system_id):
            yield _charge(row, citations)


def _charge(row: Allegation, citations: _Citations) -> Point:
    articles = f" ({row.article})" if row.article else ""
    return Point(
        f"{row.accuser} against {row.accused}, {row.date}{articles}.",
        f"Charge: {row.charge} Answer: {row.answer}",
        citations.numbers(row.source_ids),
    )


def _position_note(site: Site, what: str) -> str:
    return (
        f"The site's position is known to about {site.position_precision_km:g} km; a {what} whose "
        f"distance is within {site.position_precision_km + EDGE_ALLOWANCE_KM:g} km of a figure is "
        "said to be near an edge."
    )


def _colophon(cat: Catalogue) -> str:
    when = (
        f"as of {cat.as_of.isoformat()}"
        if cat.as_of
        else "reports of every date, treaty as in force"
    )
    what = "Capitals and cities" if cat.is_of_geonames else "Cities"
    origin = f" {what}: GeoNames (CC BY 4.0)."
    return f"Made with infmap, data {DATA_VERSION}, {when}.{origin} Outlines: Natural Earth."
