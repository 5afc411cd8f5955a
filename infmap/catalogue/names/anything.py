"""Looks up a catalogue's systems and sites, and any place, by name."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from infmap.arguments import checks_kinds
from infmap.catalogue.names.ids import Known, match_id
from infmap.catalogue.names.places import Target, find_place, refuse_within
from infmap.catalogue.names.systems import known_systems
from infmap.catalogue.rows import Capital, Deployment, System
from infmap.catalogue.sites import Site, reported_text, sites_of
from infmap.errors import NothingLeftError, UnknownIdError, shorten


class ByName:
    """Base for a class with tables of rows: looks up systems, sites and places by name."""

    as_of: date | None
    system_rows: tuple[System, ...]
    deployment_rows: tuple[Deployment, ...]
    other_deployment_rows: tuple[Deployment, ...]
    left_out_rows: tuple[Deployment, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    capital_rows: tuple[Capital, ...]
    other_capital_rows: tuple[Capital, ...]

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The places of the deployments, each with all reports from there."""
        return sites_of(self.deployment_rows)

    @property
    def is_of_geonames(self) -> bool:
        """Whether its capitals are infmap's own, which derive from GeoNames."""
        return any("geonames" in row.source_ids for row in self.capital_rows)

    @cached_property
    def site_names(self) -> dict[str, list[str]]:
        """Other names of each site, by its id."""
        return {site.id: [site.name] for site in self.sites}

    @cached_property
    def system_names(self) -> dict[str, list[str]]:
        """Other names of each system, by its id."""
        return {row.id: [row.name, *row.designations] for row in self.system_rows}

    @cached_property
    def capital_names(self) -> dict[str, list[str]]:
        """Other names of each capital, by its id."""
        return {row.id: [row.name] for row in self.capital_rows}

    @cached_property
    def known_sites(self) -> Known:
        """The sites by id, name, or the part of a name in brackets."""
        return _known(self.sites)

    @cached_property
    def known_uncut_sites(self) -> Known:
        """The sites as in `known_sites`, with those that the day or a filter leaves out."""
        if not (self.other_deployment_rows or self.left_out_rows):
            return self.known_sites
        rows = (self.deployment_rows, self.other_deployment_rows, self.left_out_rows)
        return _known(sites_of(row for some in rows for row in some))

    @cached_property
    def known_systems(self) -> Known:
        """The systems by any name; a name in both means the caller's own before infmap's."""
        return known_systems(self.system_rows)

    @cached_property
    def known_capitals(self) -> Known:
        """The capitals by id or by the catalogue's name."""
        return Known(self.capital_names)

    def site(self, text: str | Site) -> Site:
        """Return a site by its id or name.

        Parameters
        ----------
        text : str or Site
            An id or name, or a site, for its id. Case, accents, hyphens and spaces do not matter.
            The first words of a name are enough if no other site's name begins with them, and no
            number or letter that tells it from others follows them.

        Returns
        -------
        Site

        Raises
        ------
        UnknownIdError
            If no site has the name, or several do; the message names the nearest ids, or all.
        NothingLeftError
            If what is reported at the site does not hold on the catalogue's day, or a filter
            leaves nothing of it.

        Examples
        --------
        >>> import infmap
        >>> infmap.load().site("Kaliningrad").system_ids
        ('iskander-m', 'bastion-oniks')
        >>> infmap.load().site("NSF Deveselu").id
        'deveselu'
        """
        text = text.id if isinstance(text, Site) else text
        self.refuse_left_out(text)
        if not self.known_sites.find(text):
            refuse_within(str(text), self.sites)
        site_id = match_id(text, self.known_sites, "site")
        return next(site for site in self.sites if site.id == site_id)

    @checks_kinds
    def refuse_left_out(self, text: str) -> None:
        """Raise `NothingLeftError` for the name of a site that the day or a filter leaves out."""
        if any(site.id == text for site in self.sites):
            return
        ids = self.known_uncut_sites.find(text)
        if not ids or {*ids} & {site.id for site in self.sites}:
            return
        out = [row for row in self.left_out_rows if row.site_id in ids]
        is_then = self.as_of is None or any(row.stands_on(self.as_of) for row in out)
        others = [row for row in self.other_deployment_rows if row.site_id in ids]
        if out and (is_then or not others):
            raise nothing_of(self.filters, f"at {out[0].site}", "site")
        (site, *_) = sites_of(others)
        raise NothingLeftError(
            f"nothing is reported at {site.name} on {self.as_of}; it is "
            f"{reported_text(site.deployments)}; ask for another day"
        )

    def capital(self, text: str) -> Capital:
        """Return a capital or seat of government by its id, or by any name of it.

        Parameters
        ----------
        text : str
            An id or name, in any case. Other spellings and languages are read too, and a country
            stands for its capital.

        Returns
        -------
        Capital

        Raises
        ------
        UnknownIdError
            If no capital has the name; the message names the nearest ids.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.capital("warsaw").country, cat.capital("Kiev").name
        ('Poland', 'Kyiv')
        """
        place = self.place(text)
        if place not in self.capital_rows:
            raise UnknownIdError(
                f"no capital {shorten(str(text))!r}, which is {place.name}; take it by .place"
            )
        return place

    def place(self, target: Target) -> Capital:
        """Return a place by its name or position, whether it is in the catalogue or not.

        Parameters
        ----------
        target : str, (lon, lat), mapping, Point, Capital or Site
            A place that infmap gave, which is returned; of a site its position.
            A position in any form that a table may have; a text of two numbers is ``lat,lon``. A
            mapping, or a row of a table, has ``lat`` and ``lon``, in any order.
            Or the name of a capital, a city or a country, which stands for its capital: in any
            language, and with a country or US state if needed (``London, Canada``).

        Returns
        -------
        Capital
            The catalogue's row, where it has the place. An `infmap.ReadingNote` says how a name
            was read that is not the catalogue's.

        Raises
        ------
        UnknownIdError
            If the name means no place, or several, which the message names.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.place("Germany").id, cat.place("Danzig").name, cat.place("52°13'N 21°E").lon
        ('berlin', 'Gdańsk', 21.0)
        """
        return find_place(
            target,
            self.capital_rows,
            self.known_capitals,
            bundled=self.is_of_geonames,
            taken=[row.id for row in self.other_capital_rows],
        )


def _known(sites: Iterable[Site]) -> Known:
    return Known({site.id: [site.name, *re.findall(r"\(([^()]+)\)", site.name)] for site in sites})


def nothing_of(
    filters: Iterable[tuple[str, tuple[str, ...]]], which: str, what: str
) -> NothingLeftError:
    """Return what is said of a site or system of which the filters leave nothing.

    Examples
    --------
    >>> print(nothing_of([("theme", ("after-inf",))], "at Shuya", "site"))
    nothing is left at Shuya after the filter by theme (after-inf); leave it out, or ask for \
another site
    """
    asked = [f"{by} ({shorten(', '.join(ids))})" for by, ids in filters]
    which_one = "it" if len(asked) == 1 else "one of these"
    return NothingLeftError(
        f"nothing is left {shorten(which)} after the filter by {' and '.join(asked)}; leave "
        f"{which_one} out, or ask for another {what}"
    )
