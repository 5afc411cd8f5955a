"""The content of a brief as plain data, in no format: sentences, tables, numbered citations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.counts import is_foreign, is_reached
from infmap.analysis.coverage import row_distance_words
from infmap.analysis.nato import Nato
from infmap.analysis.people import Limit, limits_of, people_within
from infmap.analysis.reach import Reach, doubt_km
from infmap.analysis.relations import Relation
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.bundled import DATA_VERSION
from infmap.catalogue.population import load_population
from infmap.catalogue.rows import Allegation, Source
from infmap.errors import shorten
from infmap.looks.distances import Units, length_words, limits_words
from infmap.looks.records import Answer, CoverageRow
from infmap.looks.sentences import count_text
from infmap.looks.words import (
    RELATION_WORDS,
    UNREAD,
    range_text,
    where_text,
)
from infmap.report.citations import Citations
from infmap.treaty import TREATY_BANDS, Bands, Zone, articles_text, outcomes_text

#: ``{what}`` is a capital or a place.
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

#: Of a title in one line.
TITLE_LETTERS = 120


#: Said where the brief tells distances by another band than the treaty's.
OWN_BAND = (
    "Distances are told by a band of your own, {span}. Verdicts stay the treaty's, which "
    "covered {treatys}."
)
#: Said where distances are not in kilometres.
OTHER_UNITS = (
    "Distances are in {units.plural}, of {units.km} km each, and rounded; what is in range is "
    "decided in kilometres. Verdicts and their reasons are in kilometres, as the treaty is, and "
    "what others wrote stands in their units."
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


#: The headings of a brief's parts, in every format.
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
        The headline, and the question that the brief answers.
    summary : tuple of str
        The answer in a few sentences.
    figure : bytes
        The map as SVG; `picture` is the same as PNG.
    caption : str
        What the map shows, for those who do not see it.
    bands, reached, claims : Table
        Capitals (or places) by distance; those in reach; every party's figure with the treaty's
        verdict.
    reports, reasons, charges : tuple of Point
        What is reported at the site, the reason for each verdict, allegations with their answers.
    method : tuple of str
        How it was worked out and what it does not say.
    sources : tuple of Source
        Cited by their number in this order, from 1.
    read : tuple of str
        How far each of them was read, in words; empty where nobody says.
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
    read: tuple[str, ...]
    colophon: str

    def __repr__(self) -> str:
        return f"<Brief: {shorten(self.title, TITLE_LETTERS)}>"

    def _repr_html_(self) -> str:
        """Return the brief's own page in a frame, whose style leaves the notebook's alone."""
        from infmap.maps.embed import frame
        from infmap.report.html import as_html

        return frame(f'srcdoc="{escape(as_html(self))}"', self.title)


def write_brief(answer: SiteAnswer, *, figure: bytes, picture: bytes) -> Brief:
    """Return the brief on one site.

    Parameters
    ----------
    answer : SiteAnswer
        For the theme, account and day asked for.
    figure, picture : bytes
        The map as SVG and as PNG.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> brief = write_brief(site_answer(cat, cat.site("shuya")), figure=b"", picture=b"")
    >>> brief.question[:38], brief.claims.columns[-2:]
    ('Which capitals lie within reach of Shu', ('Verdict', 'Article'))
    """
    citations, people = Citations(answer.cat), _People(answer)
    what, site, units = answer.place_word, answer.site, answer.bands.units
    where = where_text(site.name, site.country)
    reports = tuple(_reports(answer, citations))
    return Brief(
        title=f"{where}: who is in range, and on whose account",
        question=f"Which {what}s lie within reach of {where}, inside or outside the "
        f"{answer.bands.span} {_asked_for(answer)}, and whose number is that?",
        summary=tuple(_summary(answer)),
        figure=figure,
        picture=picture,
        caption=f"Map centred on {where}: {answer.bands.whose} from {answer.bands.span}, a ring "
        f"for each party's figure, and {what}s by distance and reach. The table of {what}s says "
        "the same in words.",
        bands=_bands(answer, people),
        reached=_reached(answer),
        claims=_claims(answer, citations, people),
        reports=reports,
        reasons=tuple(_reasons(answer)),
        charges=tuple(_charge(row, citations) for row in answer.charges),
        method=(
            *(line.format(what=what) for line in METHOD),
            _position_note(site, what, units),
            *([] if answer.bands.is_treatys else [_own_band(answer.bands)]),
            *([] if units is Units.KM else [OTHER_UNITS.format(units=units)]),
        ),
        sources=citations.sources,
        read=citations.read,
        colophon=_colophon(answer.cat),
    )


def _asked_for(answer: SiteAnswer) -> str:
    return "that the INF Treaty banned" if answer.bands.is_treatys else "of your band"


def _reports(answer: SiteAnswer, citations: Citations) -> Iterable[Point]:
    for report in answer.reports:
        row = report.row
        by = f" Reported by {row.reported_by}." if row.reported_by else ""
        note = f" {row.note}" if row.note else ""
        yield Point(
            report.system.name, f"{report.status}.{by}{note}", citations.numbers(row.source_ids)
        )


def _summary(answer: SiteAnswer) -> Iterable[str]:
    what, rows, nato = answer.place_word, answer.rows, answer.nato
    systems = "; ".join(
        f"{answer.cat.system_by_id[system].short_name} ({', '.join(words)})"
        for system, words in answer.site.statuses.items()
    )
    yield f"Reported there: {systems}."
    left_open = [row for row in rows if row["reach"] == Reach.UNKNOWN]
    if not left_open and not any(map(is_reached, rows)):
        yield f"No {what} is in reach of a strike system there, on any account."
    else:
        which = "In" if all(map(is_foreign, rows)) else f"Foreign {what}s in"
        yield (
            f"{which} reach on all accounts of a system there: "
            f"{_named(answer.foreign(Reach.ALL), nato)}. "
            f"On some accounts: {_named(answer.foreign(Reach.SOME), nato)}."
        )
        if own := answer.own_in_reach:
            places = (f"{row['target']}, {RELATION_WORDS[row['relation']]}" for row in own)
            yield f"Not counted: {', '.join(places)}."
        if unread := sum(figure.system.strike and figure.is_unread for figure in answer.figures):
            yield (
                f"{unread} of the figures {'rests' if unread == 1 else 'rest'} on what nobody read "
                "at its source; such rings are lighter."
            )
        if open_ended := len(answer.open_ended):
            name, whose = ("figure names", "its") if open_ended == 1 else ("figures name", "their")
            yield (
                f"{open_ended} {name} no maximum: beyond {whose} lower bound nothing is decided."
            )
        elif left_open:
            yield f"Left open by the figures: {len(left_open)}."
    inside = [row for row in rows if row["in_band"]]
    count = count_text(len(inside), what)
    if nato.is_known:
        unknown = nato.unknown_text
        of_nato = f"{nato.count(inside)} of NATO members{f' ({unknown})' if unknown else ''}"
        count = f"{count}, {of_nato},"
    lies, bands = "lies" if len(inside) == 1 else "lie", answer.bands
    if bands.is_treatys:
        at = f"at the distances that the treaty's ban covered, {bands.span}"
    else:
        at = f"at the distances of your band, {bands.span}"
    yield f"{count} {lies} {at}; that is geography, not reach."
    if not bands.is_treatys:
        yield f"Verdicts stay the treaty's, on {TREATY_BANDS.in_units(bands.units).span}."
    near = [row["target"] for row in rows if row["near_edge"]]
    if near:
        yield f"So near a figure's edge that the position decides: {', '.join(near)}."
    limits = [row["target"] for row in rows if row["near_band_edge"]]
    if limits:
        yield (
            f"So near {limits_words(bands.limits_km, bands.units, 'or')} that the position decides "
            f"on which side of the limit: {', '.join(limits)}."
        )


def _own_band(bands: Bands) -> str:
    return OWN_BAND.format(span=bands.span, treatys=TREATY_BANDS.in_units(bands.units).span)


def _named(rows: Sequence[CoverageRow], nato: Nato) -> str:
    if not rows:
        return "none"
    few = len(rows) <= 6
    names = f" ({', '.join(row['target'] for row in rows)})" if few else ""
    allies = sum(row["relation"] == Relation.ALLY for row in rows)
    of_nato = f", of NATO members {nato.count(rows)}" if nato.is_known else ""
    return f"{len(rows)}{names}" + (f", allies of the holder {allies}" if allies else of_nato)


def _groups(nato: Nato, what: str) -> dict[str, frozenset[str]]:
    """Return the ids of places in the groups that tables keep apart, by the group's name."""
    groups = {"NATO members": nato.members, "Others": nato.others, "State not known": nato.unknown}
    if not nato.is_known:
        return {f"{what.capitalize()}s": nato.unknown}
    return {name: ids for name, ids in groups.items() if ids or ids is not nato.unknown}


class _People:
    """How many people live in cities within a band or a party's figure, in millions, as text."""

    def __init__(self, answer: SiteAnswer) -> None:
        site = answer.site
        self._zones = limits_of(answer.bands)
        limits = {limit for zone in self._zones.values() for limit in (zone.inner, zone.outer)}
        limits |= {Limit(ring.range_km) for figure in answer.figures for ring in figure.rings}
        self._counts = people_within(site.lon, site.lat, load_population(), limits)

    def in_zone(self, name: str) -> str:
        zone = self._zones[name]
        inner = 0.0 if zone.inner is None else self._counts[zone.inner][1]
        return _millions(round(self._counts[zone.outer][1] - inner))

    def within(self, figure: Figure) -> str:
        """Return the people within the farther end of a figure; empty where it has no ring."""
        if not figure.rings:
            return ""
        return _millions(self._counts[Limit(max(ring.range_km for ring in figure.rings))][1])


def _millions(people: float) -> str:
    return f"{people / 1e6:.1f} million"


def _bands(answer: SiteAnswer, people: _People) -> Table:
    """Return the count of places in each band, NATO members' and others apart."""
    what, nato = answer.place_word, answer.nato
    reaches = (None, Reach.ALL, Reach.SOME, Reach.UNKNOWN)
    words = (f"{what}s", "in reach, all accounts", "some accounts", "left open")
    groups = _groups(nato, what)
    of_zone: dict[Zone, list[CoverageRow]] = {zone: [] for zone in answer.bands.zones}
    for row in answer.rows:
        of_zone[answer.zone_of(row)].append(row)
    cells = []
    for zone in answer.bands.zones:
        line = [zone.long]
        for ids in groups.values():
            group = [row for row in of_zone[zone] if row["target_id"] in ids]
            line += [
                str(sum(reach is None or row["reach"] == reach for row in group))
                for reach in reaches
            ]
        cells.append((*line, people.in_zone(zone.name)))
    columns = [f"{name.removesuffix(' members')}: {word}" for name in groups for word in words]
    if not nato.is_known:
        columns = [word[:1].upper() + word[1:] for word in words]
    return Table(
        f"{what.capitalize()}s by distance from the site, and people in cities",
        ("Distance", *columns, "People in cities"),
        tuple(cells),
    )


def _reached(answer: SiteAnswer) -> Table:
    """Return the places in reach of a strike system, in one row if they share an answer."""
    what = answer.place_word
    groups = _groups(answer.nato, what)
    answers: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for row in answer.rows:
        if is_reached(row):
            band = answer.zone_of(row).words
            key = (band, f"{row['reach']} accounts", _whose(answer.cat, row["accounts"]))
            named = answers.setdefault(key, {name: [] for name in groups})
            marks = [", near an edge"] if row["near_edge"] else []
            marks += [] if is_foreign(row) else [f", {RELATION_WORDS[row['relation']]}"]
            edge = "".join(marks)
            name = next(name for name, ids in groups.items() if row["target_id"] in ids)
            distance = row_distance_words(row, 0, answer.bands)
            named[name].append(f"{row['target']} ({distance}{edge})")
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


def _claims(answer: SiteAnswer, citations: Citations, people: _People) -> Table:
    cells, notes = [], []
    for figure in answer.figures:
        claim, units = figure.claim, answer.bands.units
        ends_km = (claim.at_least_km, claim.up_to_km)
        cells.append(
            (
                figure.system.short_name,
                range_text(*ends_km, units, with_km=True)
                + (f" ({UNREAD})" if answer.cat.is_unread(claim) else ""),
                f"{claim.claimant} ({claim.account})",
                str(claim.measure or ""),
                claim.as_of or "",
                people.within(figure),
                outcomes_text(figure.verdicts),
                articles_text(figure.verdicts),
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


def _reasons(answer: SiteAnswer) -> Iterable[Point]:
    """Return the reason for each verdict and both sides' positions, each once."""
    said: set[Point] = set()
    for figure in answer.figures:
        claim = figure.claim
        ends_km = (claim.at_least_km, claim.up_to_km)
        words = range_text(*ends_km, answer.bands.units, with_km=True)
        lead = f"{figure.system.short_name}, {words}"
        for _, verdict in figure.verdicts:
            points = [
                Point(f"{lead}: {verdict.outcome}, {verdict.article}.", verdict.reason),
                *(Point(f"{who}:", what) for who, what in verdict.positions),
            ]
            yield from (point for point in points if point not in said)
            said.update(points)


def _charge(row: Allegation, citations: Citations) -> Point:
    articles = f" ({row.article})" if row.article else ""
    return Point(
        f"{row.accuser} against {row.accused}, {row.date}{articles}.",
        f"Charge: {row.charge} Answer: {row.answer}",
        citations.numbers(row.source_ids),
    )


def _position_note(site: Site, what: str, units: Units) -> str:
    precision = length_words(site.position_precision_km, units)
    return (
        f"The site's position is known to about {precision}; a {what} whose distance is within "
        f"{length_words(doubt_km(site), units)} of a figure is said to be near an edge."
    )


def _colophon(cat: Catalogue) -> str:
    when = f"as of {cat.as_of}" if cat.as_of else "reports of every date, treaty as in force"
    what = "Capitals and cities" if cat.is_of_geonames else "Cities"
    origin = f" {what}: GeoNames (CC BY 4.0)."
    return f"Made with infmap, data {DATA_VERSION}, {when}.{origin} Outlines: Natural Earth."
