"""The answer about one site, worked out once; figure and brief only render it."""

from dataclasses import dataclass, field

from infmap.analysis.counts import is_foreign, is_reached, second_seats
from infmap.analysis.coverage import site_coverage
from infmap.analysis.nato import Nato, nato_of
from infmap.analysis.reach import Reach
from infmap.analysis.rings import RingSpec, figure_rings
from infmap.analysis.strokes import Ring, intervals_of, rings_of
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Allegation, Capital, Claim, Deployment, System, place_word
from infmap.looks.records import CoverageRow
from infmap.treaty import Held


@dataclass(frozen=True)
class Report:
    """One report of one system at the site, with the status that it had on the day asked for."""

    row: Deployment
    system: System


@dataclass(frozen=True)
class Figure:
    """One party's figure for one system at the site, with the treaty's verdicts on it."""

    claim: Claim
    system: System
    #: One for each group of holders at the site, those bound by the treaty first.
    verdicts: tuple[Held, ...]
    #: Its rings; none where it denies a reach.
    rings: tuple[RingSpec, ...]

    @property
    def names_no_maximum(self) -> bool:
        """Whether it gives a lower bound and no maximum."""
        return self.claim.up_to_km is None and self.claim.at_least_km is not None


@dataclass(frozen=True)
class SiteAnswer:
    """Everything that is said of one site, on the catalogue's day and for its accounts.

    Attributes
    ----------
    reports : tuple of Report
        What is reported there.
    figures : tuple of Figure
        Every party's figure for every system there.
    rings, intervals
        What to draw, from `infmap.analysis.strokes`.
    places : tuple of (Capital, CoverageRow)
        All capitals, or the caller's places, in the order of their table.
    rows : tuple of CoverageRow
        The places that count, nearest first: a state counts once, by its capital.
    charges : tuple of Allegation
        Allegations about a system there.
    """

    cat: Catalogue = field(repr=False)
    site: Site
    reports: tuple[Report, ...]
    figures: tuple[Figure, ...]
    rings: tuple[Ring, ...]
    intervals: tuple[tuple[str, float, float], ...]
    places: tuple[tuple[Capital, CoverageRow], ...] = field(repr=False)
    rows: tuple[CoverageRow, ...] = field(repr=False)
    nato: Nato
    charges: tuple[Allegation, ...]

    @property
    def place_word(self) -> str:
        """What its places are called: ``capital`` or ``place``."""
        return place_word(self.cat.capital_rows)

    def foreign(self, reach: Reach) -> list[CoverageRow]:
        """Return the places with this reach that are neither the holder's nor the host's."""
        return [row for row in self.rows if row["reach"] == reach and is_foreign(row)]

    @property
    def own_in_reach(self) -> list[CoverageRow]:
        """The holder's and the host's own places within reach, which are not counted."""
        return [row for row in self.rows if is_reached(row) and not is_foreign(row)]

    @property
    def open_ended(self) -> list[Figure]:
        """The figures of strike systems that name no maximum."""
        return [
            figure for figure in self.figures if figure.system.strike and figure.names_no_maximum
        ]


def site_answer(cat: Catalogue, site: Site) -> SiteAnswer:
    """Return everything that is said of one site.

    Parameters
    ----------
    cat : Catalogue
        Cut down to the theme, account and day asked for.
    site : Site
        One of its sites.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("shuya"))
    >>> len(answer.foreign(Reach.SOME)), [row["target"] for row in answer.own_in_reach]
    (40, ['Moscow'])
    >>> figure = answer.figures[4]
    >>> figure.claim.claimant, str(figure.verdicts[0].verdict.outcome)
    ('Russian MoD', 'below')
    """
    places = cat.capital_rows
    rows = site_coverage(cat, site, places)
    seats = second_seats(places)
    counted = sorted(
        (row for row in rows if row["target_id"] not in seats), key=lambda row: row["distance_km"]
    )
    figures = tuple(
        Figure(
            claim,
            cat.system_by_id[claim.system_id],
            cat.verdicts(claim, at=site),
            tuple(figure_rings(cat, site, claim)),
        )
        for claim in cat.claims_at(site)
    )
    specs = [spec for figure in figures for spec in figure.rings]
    systems = set(site.system_ids)
    return SiteAnswer(
        cat=cat,
        site=site,
        reports=tuple(Report(row, cat.system_by_id[row.system_id]) for row in site.deployments),
        figures=figures,
        rings=tuple(rings_of(specs)),
        intervals=tuple(intervals_of(specs)),
        places=tuple(zip(places, rows, strict=True)),
        rows=tuple(counted),
        nato=nato_of([row for row in places if row.id not in seats], cat.as_of),
        charges=tuple(row for row in cat.allegation_rows if systems.intersection(row.system_id)),
    )
