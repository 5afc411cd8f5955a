"""The catalogue: all tables in one object, which can be filtered."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

from infmap.arguments import checks_kinds
from infmap.catalogue.asked import (
    ALL_THEMES,
    accounts_asked,
    ids_asked,
    kinds_asked,
    states_asked,
)
from infmap.catalogue.cited import Cited
from infmap.catalogue.frames import AsFrames
from infmap.catalogue.judged import Judged
from infmap.catalogue.names.given import names_asked
from infmap.catalogue.names.ids import match_id, one_of
from infmap.catalogue.names.states import tell_divided
from infmap.catalogue.publications import Source
from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Deployment,
    Event,
    System,
    Theme,
    are_capitals,
)
from infmap.catalogue.sites import Site, reported_text
from infmap.catalogue.values.date_texts import as_day
from infmap.errors import InfmapError, NothingLeftError, shorten
from infmap.looks.sentences import count_text

NO_SITES = "no site uses these systems; give sites of your own (--deployments)"
#: The site to open on, where the catalogue has it.
FIRST_SITE = "kaliningrad"


@dataclass(frozen=True)
class Catalogue(AsFrames, Cited, Judged):
    """Systems, figures, reports, capitals, charges, events and sources that belong together.

    Made by :func:`infmap.load`. The ``*_rows`` fields hold checked rows; the tables of the
    same name without ``_rows`` are DataFrames made from them. ``origin`` says in words whose
    tables they are; ``filters`` holds the filters of `select`, each with its ids.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> cat.select(site=["deveselu"]).sites[0].country
    'Romania'
    """

    system_rows: tuple[System, ...]
    claim_rows: tuple[Claim, ...]
    deployment_rows: tuple[Deployment, ...]
    capital_rows: tuple[Capital, ...]
    source_rows: tuple[Source, ...]
    allegation_rows: tuple[Allegation, ...] = ()
    event_rows: tuple[Event, ...] = ()
    #: Reports of other days than the catalogue's; not part of `deployments`.
    other_deployment_rows: tuple[Deployment, ...] = field(default=(), compare=False, repr=False)
    #: Reports that other filters than the day left out; not part of `deployments` either.
    left_out_rows: tuple[Deployment, ...] = field(default=(), compare=False, repr=False)
    #: Figures of other accounts than those asked for; not part of `claims`.
    other_claim_rows: tuple[Claim, ...] = field(default=(), compare=False, repr=False)
    #: Capitals of other days than the catalogue's; not part of `capitals`.
    other_capital_rows: tuple[Capital, ...] = field(default=(), compare=False)
    as_of: date | None = None
    origin: str = field(default="", compare=False)
    filters: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        place = "capital" if are_capitals(self.capital_rows) else "place"
        counts = {
            **{"site": self.sites, "system": self.system_rows},
            **{"figure": self.claim_rows, place: self.capital_rows},
        }
        held = ", ".join(count_text(len(rows), noun) for noun, rows in counts.items())
        return f"<Catalogue: {'; '.join([held, *self.about])}>"

    def _repr_html_(self) -> str:
        from infmap.notebook import catalogue_html

        return catalogue_html(self)

    @property
    def about(self) -> tuple[str, ...]:
        """Short texts on whose tables these are, and how they were filtered."""
        day = "" if self.as_of is None else f"on {self.as_of.isoformat()}"
        asked = (shorten(f"{what} {', '.join(which)}") for what, which in self.filters)
        return tuple(part for part in (self.origin, *asked, day) if part)

    @property
    def first_site(self) -> Site:
        """The site to show first where none is named."""
        if not self.sites:
            raise InfmapError(NO_SITES)
        return next((site for site in self.sites if site.id == FIRST_SITE), self.sites[0])

    @cached_property
    def claims_by_system(self) -> dict[str, tuple[Claim, ...]]:
        """Each system's figures, in the order of the table."""
        figures: dict[str, list[Claim]] = {system.id: [] for system in self.system_rows}
        for row in self.claim_rows:
            if row.system_id in figures:
                figures[row.system_id].append(row)
        return {system_id: tuple(rows) for system_id, rows in figures.items()}

    @property
    def capitals_of_any_day(self) -> tuple[Capital, ...]:
        """The capitals of the catalogue's day, then those of other days."""
        return (*self.capital_rows, *self.other_capital_rows)

    def with_capitals_of(self, day: date | str | None) -> "Catalogue":
        """Return the catalogue with the capitals of a day, or the present ones.

        Parameters
        ----------
        day : date, str or None
            The day, as in `select`; None for the present capitals.

        Returns
        -------
        Catalogue
            With all further capitals in `other_capital_rows`.

        Examples
        --------
        >>> import infmap
        >>> from datetime import date
        >>> infmap.load().with_capitals_of(date(1987, 12, 8)).capital("Moscow").country
        'Soviet Union'
        """
        day = as_day(day, "day")
        rows = self.capitals_of_any_day
        return replace(
            self,
            capital_rows=tuple(row for row in rows if row.stands_on(day)),
            other_capital_rows=tuple(row for row in rows if not row.stands_on(day)),
        )

    @checks_kinds
    def select(
        self,
        *,
        site: str | Collection[str] | None = None,
        system: str | Collection[str] | None = None,
        operator: str | Collection[str] | None = None,
        kind: str | Collection[str] | None = None,
        country: str | Collection[str] | None = None,
        theme: str | None = None,
        account: str | Collection[str] | None = None,
        as_of: date | str | None = None,
    ) -> "Catalogue":
        """Return the catalogue with only the rows that pass every filter.

        Parameters
        ----------
        site, system : str or collection of str, optional
            Ids or names to keep. None, or an empty collection, keeps all.
        operator, country : str or collection of str, optional
            States, by any name: keep the reports of what they hold, and those of sites in them.
        kind : str or collection of str, optional
            Keep the reports of systems of these kinds: words of the tables (``GLCM``) or people's
            (``ballistic``, ``cruise``, ``glide``).
        theme : str, optional
            Keep only the reports of this theme, and those without a theme. ``all`` keeps all.
        account : str or collection of str, optional
            Keep only the figures of these accounts. ``all`` keeps all.
        as_of : date or str, optional
            Keep only the reports that hold on this day; verdicts and capitals become that day's.
            A text may be any date that a table may hold; a month or year means its last day.

        Returns
        -------
        Catalogue

        Raises
        ------
        UnknownIdError
            If an id or state is not in the catalogue; the message names the nearest ones.
        InfmapError
            If nothing is left, the date cannot be read, or another day was selected before.

        Examples
        --------
        >>> import infmap
        >>> cut = infmap.load().select(theme="debate", as_of="2018-02-10")
        >>> cut.site("kaliningrad").deployments[0].first_reported
        '2013-12-14'
        >>> infmap.load().select(operator="USA", country="Deutschland").about[1:]
        ('operator United States', 'country Germany')
        """
        as_of = as_day(as_of)
        if as_of and self.as_of and as_of != self.as_of:
            raise InfmapError(
                f"cut down to {self.as_of} already (got {as_of}); select the day from the whole"
            )
        if not self.deployment_rows:
            raise InfmapError(NO_SITES)
        site_ids = ids_asked(site, lambda name: self.site(name).id, "site")
        system_ids = ids_asked(
            system, lambda name: match_id(name, self.known_systems, "system"), "system"
        )
        rows = self.deployment_rows
        held_by = map(self.holders_by, rows)
        operators = states_asked(operator, chain.from_iterable(held_by), "operator")
        countries = states_asked(country, filter(None, (row.country for row in rows)), "country")
        kinds = kinds_asked(kind)
        theme = one_of(theme or ALL_THEMES, [*Theme, ALL_THEMES], "theme")
        asked = [
            row
            for row in rows
            if (not site_ids or row.site_id in site_ids)
            and (not system_ids or row.system_id in system_ids)
            and (not operators or set(operators) & {*self.holders_by(row)})
            and (not kinds or self.system_by_id[row.system_id].kind in kinds)
            and (not countries or row.country in countries)
            and (theme == ALL_THEMES or row.theme in (None, theme))
        ]
        if system_ids and not any(row.system_id in system_ids for row in self.deployment_rows):
            raise InfmapError(NO_SITES)
        if not asked:
            raise NothingLeftError
        passed = {*map(id, asked)}
        kept = asked if as_of is None else [r.while_it_held() for r in asked if r.stands_on(as_of)]
        if not kept:
            raise NothingLeftError(
                f"no deployment is left on {as_of}: what is asked for is {reported_text(asked)}; "
                "ask for another day"
            )
        of_day = self if as_of is None else self.with_capitals_of(as_of)
        if not self.as_of:
            tell_divided(of_day.capital_rows, as_of)
        accounts = accounts_asked(account)
        filters = {
            "site": site_ids,
            "system": system_ids,
            "operator": operators,
            "kind": tuple(map(str, kinds)),
            "country": countries,
            "theme": () if theme == ALL_THEMES else (theme,),
            "account": accounts,
        }
        return replace(
            of_accounts(of_day, accounts),
            deployment_rows=tuple(kept),
            other_deployment_rows=(
                *self.other_deployment_rows,
                *(row for row in asked if as_of and not row.stands_on(as_of)),
            ),
            left_out_rows=(*self.left_out_rows, *(row for row in rows if id(row) not in passed)),
            as_of=as_of or self.as_of,
            filters=(*self.filters, *((what, ids) for what, ids in filters.items() if ids)),
        )

    @cached_property
    def tells_the_story(self) -> bool:
        """Whether any report belongs to a theme of the treaty's story."""
        return any(row.theme for row in self.deployment_rows)

    @checks_kinds
    def opening_theme(
        self,
        focus: str | Site | None = None,
        *,
        theme: str | None = None,
        **given: str | Collection[str] | None,
    ) -> str:
        """Return the theme to show first: the given one, or the debate, or all.

        Parameters
        ----------
        focus : str or Site, optional
            Id or name of a site that the theme must have a report of.
        theme : str, optional
            A theme to return as it is.
        given : str or collection of str, optional
            The caller's filters by site, system, operator, kind and country. With any of them, the
            theme is ``all``.

        Returns
        -------
        str
            The debate, or ``all`` where the debate has no report of the site, or no report of the
            tables belongs to it.

        Raises
        ------
        UnknownIdError
            If there is no such site.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> print(cat.opening_theme("shuya"), cat.opening_theme("greenham-common"))
        debate all
        """
        if theme:
            return theme
        if any(names_asked(asked, what) for what, asked in given.items()):
            return ALL_THEMES
        rows = self.deployment_rows if focus is None else self.site(focus).deployments
        has_debate = any(row.theme in (None, Theme.DEBATE) for row in rows)
        is_told = any(row.theme == Theme.DEBATE for row in self.deployment_rows)
        return Theme.DEBATE if is_told and has_debate else ALL_THEMES

    @checks_kinds
    def claims_at(self, site: Site) -> list[Claim]:
        """Return every party's figure for every system reported at a site.

        Parameters
        ----------
        site : Site
            One of `sites`.

        Returns
        -------
        list of Claim
            In the order of its systems, then of the table.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> [claim.claimant for claim in cat.claims_at(cat.site("redzikowo"))][0]
        'US State Department'
        """
        return [claim for system in site.system_ids for claim in self.claims_by_system[system]]


def of_accounts(cat: Catalogue, accounts: Collection[str]) -> Catalogue:
    """Return a catalogue with the figures of some accounts, or of all where none is named.

    Examples
    --------
    >>> import infmap
    >>> cut = of_accounts(infmap.load(), ["user"])
    >>> len(cut.claim_rows), len(cut.other_claim_rows) > 400
    (0, True)
    """
    if not accounts:
        return cat
    kept = tuple(row for row in cat.claim_rows if row.account in accounts)
    others = (row for row in cat.claim_rows if row.account not in accounts)
    return replace(cat, claim_rows=kept, other_claim_rows=(*cat.other_claim_rows, *others))
