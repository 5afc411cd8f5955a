"""What of a catalogue a person means by a name: its systems, its sites, and any place."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from infmap.catalogue.names.ids import Known, match_id
from infmap.catalogue.names.places import find_place, refuse_within
from infmap.catalogue.rows import Capital, Deployment, OwnSystem, System
from infmap.catalogue.sites import Site, sites_of
from infmap.errors import UnknownIdError, shorten

if TYPE_CHECKING:
    from shapely import Point


class ByName:
    """For a class with tables of rows: what answers to a name."""

    system_rows: tuple[System, ...]
    deployment_rows: tuple[Deployment, ...]
    capital_rows: tuple[Capital, ...]
    other_capital_rows: tuple[Capital, ...]

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The places of the deployments, each with what is reported there."""
        return sites_of(self.deployment_rows)

    @property
    def is_of_geonames(self) -> bool:
        """Whether its capitals are infmap's own, which derive from GeoNames."""
        return any("geonames" in row.source_ids for row in self.capital_rows)

    @cached_property
    def site_names(self) -> dict[str, list[str]]:
        """Each site's id, with the names it also answers to."""
        return {site.id: [site.name] for site in self.sites}

    @cached_property
    def system_names(self) -> dict[str, list[str]]:
        """Each system's id, with the names it also answers to."""
        return {row.id: [row.name, *row.designations] for row in self.system_rows}

    @cached_property
    def capital_names(self) -> dict[str, list[str]]:
        """Each capital's id, with the names it also answers to."""
        return {row.id: [row.name] for row in self.capital_rows}

    @cached_property
    def known_sites(self) -> Known:
        """The sites by any name, also what stands in the brackets of one."""
        names = self.site_names
        return Known({ident: [*names[ident], *_in_brackets(names[ident])] for ident in names})

    @cached_property
    def known_systems(self) -> Known:
        """The systems by any name: a caller's own before infmap's."""
        own = {row.id for row in self.system_rows if isinstance(row, OwnSystem)}
        mine = {ident: names for ident, names in self.system_names.items() if ident in own}
        others = {ident: names for ident, names in self.system_names.items() if ident not in own}
        return Known(mine, others)

    @cached_property
    def known_capitals(self) -> Known:
        """The capitals by the names that the catalogue has for them."""
        return Known(self.capital_names)

    def site(self, text: str) -> Site:
        """Return a site by its id or name.

        Parameters
        ----------
        text : str
            Capitals, accents, hyphens and spaces do not matter. The first words of a name will do
            where no other site's begins so.

        Returns
        -------
        Site
            Its place, and every report of a system there.

        Raises
        ------
        UnknownIdError
            If there is none, or several of the name; the message names the nearest ids, or all.

        Examples
        --------
        >>> import infmap
        >>> infmap.load().site("Kaliningrad").system_ids
        ('iskander-m',)
        >>> infmap.load().site("NSF Deveselu").id
        'deveselu'
        """
        if not self.known_sites.find(text):
            refuse_within(str(text), self.sites)
        site_id = match_id(text, self.known_sites, "site")
        return next(site for site in self.sites if site.id == site_id)

    def capital(self, text: str) -> Capital:
        """Return a capital or seat of government by its id, or by any name of it.

        Parameters
        ----------
        text : str
            Capitals and spaces do not matter. Other spellings and languages will do, and a
            country for its capital.

        Returns
        -------
        Capital

        Raises
        ------
        UnknownIdError
            If there is none; the message names the nearest ids.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.capital("warsaw").country, cat.capital("Kiev").name
        ('Poland', 'Kyiv')
        """
        found = self.place(text)
        if found not in self.capital_rows:
            raise UnknownIdError(
                f"no capital {shorten(text)!r}, which is {found.name}; take it by .place"
            )
        return found

    def place(self, target: "str | Sequence[float] | Point") -> Capital:
        """Return the place that a person means, be it in the catalogue or not.

        Parameters
        ----------
        target : str, (lon, lat) or Point
            A position in any form that a table may have it in, a text of two numbers being
            ``lat,lon``; or a capital, a city or a country, which stands for its capital, by any
            name, in other languages too and with its country or state (``London, Canada``).

        Returns
        -------
        Capital
            A row of the catalogue, where it has the place. What it does not itself call so is
            said in an `infmap.ReadingNote`.

        Raises
        ------
        UnknownIdError
            If there is none; or several, which the message names.

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


def _in_brackets(names: Iterable[str]) -> list[str]:
    return [found for name in names for found in re.findall(r"\(([^()]+)\)", name)]
