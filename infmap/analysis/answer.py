"""The answer about one site, worked out once; every output only renders it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from infmap.analysis.claimants import charges_about
from infmap.analysis.counts import AccountCount, Counted, count_by_account, is_foreign, is_reached
from infmap.analysis.coverage import refuse_too_many, site_coverage
from infmap.analysis.nato import Nato
from infmap.analysis.reach import Reach
from infmap.analysis.rings import RingSpec, figure_rings
from infmap.analysis.strokes import Ring, intervals_of, rings_of
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.states import in_nato
from infmap.catalogue.rows import Allegation, Capital, Claim, Deployment, System
from infmap.catalogue.striking import is_strike_system, strikes, why_not
from infmap.looks.rows import CoverageRow
from infmap.looks.words import status_text, system_label
from infmap.treaty import TREATY_BANDS, Bands, Held, Zone


@dataclass(frozen=True)
class Report:
    """One report of one system at the site, with the status that it had on the day asked for."""

    row: Deployment
    system: System
    #: Whether the system strikes targets on the ground.
    strike: bool

    @property
    def status(self) -> str:
        """The status in words, with the dates of the report."""
        return status_text(self.row.status, self.row.first_reported, self.row.until)


@dataclass(frozen=True)
class Figure:
    """One party's figure for one system at the site."""

    cat: Catalogue = field(repr=False)
    site: Site = field(repr=False)
    claim: Claim

    @property
    def system(self) -> System:
        """The system that it is of."""
        return self.cat.system_by_id[self.claim.system_id]

    @cached_property
    def verdicts(self) -> tuple[Held, ...]:
        """One for each group of holders at the site, those bound by the treaty first."""
        return self.cat.verdicts(self.claim, at=self.site)

    @cached_property
    def rings(self) -> tuple[RingSpec, ...]:
        """Its rings; none where it denies a reach."""
        return tuple(figure_rings(self.cat, self.site, self.claim))

    @property
    def strikes(self) -> bool:
        """Whether it says how far the system strikes targets on the ground."""
        return strikes(self.cat, self.claim)

    @property
    def why_not(self) -> str:
        """In words why it does not; empty where it does."""
        return why_not(self.cat, self.claim)

    @property
    def is_unread(self) -> bool:
        """Whether nobody read the publication that it stands in."""
        return self.cat.is_unread(self.claim)

    @property
    def has_number(self) -> bool:
        """Whether it gives any number."""
        return (self.claim.at_least_km, self.claim.up_to_km) != (None, None)

    @property
    def names_no_maximum(self) -> bool:
        """Whether it gives a lower bound and no maximum."""
        return self.claim.up_to_km is None and self.claim.at_least_km is not None


@dataclass(frozen=True)
class SiteAnswer:
    """Everything that is said of one site, on the catalogue's day and for its accounts.

    Each part is worked out when it is first asked for: a table of many sites needs few of them.
    """

    cat: Catalogue = field(repr=False)
    site: Site
    #: The capitals, or the caller's places.
    counted: Counted = field(repr=False)
    #: A row for each of these, or for those within a band.
    coverage: tuple[CoverageRow, ...] = field(repr=False)
    #: What distances are told by.
    bands: Bands = field(default=TREATY_BANDS, repr=False)

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """What is reported there."""
        cat = self.cat
        return tuple(
            Report(row, cat.system_by_id[row.system_id], is_strike_system(cat, row.system_id))
            for row in self.site.deployments
        )

    @property
    def left_out_text(self) -> str:
        """What is reported there in other parts of the story alone, in a sentence.

        Empty where nothing is, and where more than a site, a theme, an account or a day is asked.
        """
        cat = self.cat
        if {what for what, _ in cat.filters} - {"site", "theme", "account"}:
            return ""
        rows = (
            row if cat.as_of is None else row.while_it_held()
            for row in cat.left_out_rows
            if row.site_id == self.site.id
            and row.system_id not in self.site.system_ids
            and (cat.as_of is None or row.stands_on(cat.as_of))
        )
        systems = "; ".join(
            f"{system_label(cat.system_by_id[system].short_name)} ({', '.join(words)})"
            for system, words in replace(self.site, deployments=tuple(rows))
            .statuses(cat.as_of)
            .items()
        )
        return f"Left out, as of other parts of the story: {systems}." if systems else ""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every party's figure for every system there."""
        return figures_at(self.cat, self.site)

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """The rings to draw, with the strokes of each."""
        return tuple(rings_of(spec for figure in self.figures for spec in figure.rings))

    @cached_property
    def intervals(self) -> tuple[tuple[str, float, float], ...]:
        """The intervals to hatch: palette name, lower end and far end in kilometres."""
        return tuple(intervals_of(spec for figure in self.figures for spec in figure.rings))

    @property
    def places(self) -> tuple[tuple[Capital, CoverageRow], ...]:
        """Each place asked for with its row, in the order of their table."""
        return tuple(zip(self.counted.places, self.coverage, strict=True))

    @cached_property
    def rows(self) -> tuple[CoverageRow, ...]:
        """The places that count, nearest first: a state counts once, by its capital."""
        rows = (row for row in self.coverage if row["target_id"] not in self.counted.second_seats)
        return tuple(sorted(rows, key=lambda row: row["distance_km"]))

    @property
    def nato(self) -> Nato:
        """Which of the places that count lie in NATO."""
        return self.counted.nato

    @cached_property
    def nato_names(self) -> frozenset[str]:
        """The names of all places that lie in NATO on the answer's day, for print in bold.

        A name that several places share is one of them only if all of these are members.
        """
        day = self.cat.as_of
        inside, outside = (
            {place.name for place, _ in self.places if bool(in_nato(place, day)) is member}
            for member in (True, False)
        )
        return frozenset(inside - outside)

    @cached_property
    def charges(self) -> tuple[Allegation, ...]:
        """Allegations about a system there, made by the catalogue's day."""
        return tuple(charges_about(self.cat, self.site.system_ids))

    @property
    def has_own(self) -> bool:
        """Whether any place is the holder's or the host's own, so that others are foreign."""
        return any(not is_foreign(row) for row in self.rows)

    @property
    def place_word(self) -> str:
        """What its places are called: ``capital`` or ``place``."""
        return self.counted.word

    @property
    def by_band(self) -> Counter[str]:
        """How many places lie in each zone, by its name."""
        return Counter(self.zone_of(row).name for row in self.rows)

    def zone_of(self, row: CoverageRow) -> Zone:
        """Return the zone in which a place lies."""
        return self.bands.zone_of(row["distance_km"])

    @property
    def by_account(self) -> dict[str, AccountCount]:
        """How many places each account has in reach, as a span over its figures."""
        return count_by_account(self.rows, self.unread_sources)

    @cached_property
    def unread_sources(self) -> frozenset[str]:
        """The ids of the sources that nobody read: what stands in them makes no number."""
        return frozenset(figure.claim.source_id for figure in self.figures if figure.is_unread)

    def foreign(self, *reaches: Reach) -> list[CoverageRow]:
        """Return the places with such a reach that are neither the holder's nor the host's."""
        return [row for row in self.rows if row["reach"] in reaches and is_foreign(row)]

    @property
    def own_in_reach(self) -> list[CoverageRow]:
        """The holder's and the host's own places within reach, which are not counted."""
        return [row for row in self.rows if is_reached(row) and not is_foreign(row)]

    @property
    def open_ended(self) -> list[Figure]:
        """The figures of strike systems that name no maximum."""
        return [figure for figure in self.figures if figure.strikes and figure.names_no_maximum]

    @property
    def silent(self) -> list[Figure]:
        """The figures of strike systems that were read and name no number."""
        strikes = (figure for figure in self.figures if figure.strikes)
        return [figure for figure in strikes if not (figure.has_number or figure.is_unread)]


def figures_at(cat: Catalogue, site: Site) -> tuple[Figure, ...]:
    """Return every party's figure for every system at a site.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> figure = figures_at(cat, cat.site("shuya"))[4]
    >>> figure.claim.claimant, str(figure.verdicts[0].verdict.outcome)
    ('Russian MoD', 'below')
    """
    return tuple(Figure(cat, site, claim) for claim in cat.claims_at(site))


def site_answer(cat: Catalogue, site: Site, bands: Bands = TREATY_BANDS) -> SiteAnswer:
    """Return everything that is said of one site.

    The catalogue is cut down to the theme, account and day asked for.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("shuya"))
    >>> len(answer.foreign(Reach.SOME)), [row["target"] for row in answer.own_in_reach]
    (40, ['Moscow'])
    """
    counted = Counted(cat.capital_rows, cat.as_of)
    refuse_too_many(cat, [(site, len(cat.capital_rows))], "name a system")
    rows = site_coverage(cat, site, cat.capital_rows, bands)
    return SiteAnswer(cat, site, counted, tuple(rows), bands)


def site_answers(
    rows: Iterable[CoverageRow],
    cat: Catalogue,
    targets: Sequence[Capital] | None = None,
    bands: Bands = TREATY_BANDS,
) -> list[SiteAnswer]:
    """Return the answer about each site of a catalogue, from the rows of its coverage.

    Rows within a band will do. Without `targets` the places are the catalogue's capitals.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load().select(site="kaliningrad")
    >>> (answer,) = site_answers(infmap.coverage_rows(cat), cat)
    >>> answer.by_band["shorter-range"]
    11
    """
    of_site: dict[str, list[CoverageRow]] = {site.id: [] for site in cat.sites}
    for row in rows:
        of_site[row["site_id"]].append(row)
    counted = Counted(cat.capital_rows if targets is None else targets, cat.as_of)
    return [SiteAnswer(cat, site, counted, tuple(of_site[site.id]), bands) for site in cat.sites]
