"""What of a catalogue a person means by a name: its systems, its sites, and any place."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from infmap.catalogue.names import Known, match_id
from infmap.catalogue.places import find_place, refuse_within
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

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The places of the deployments, each with what is reported there."""
        return sites_of(self.deployment_rows)

    @property
    def is_of_geonames(self) -> bool:
        """Whether its capitals are infmap's own, which derive from GeoNames."""
        return any("geonames" in row.source_ids for row in self.capital_rows)

    @cached_property
    def site_names(self) -> Known:
        """The sites by any name, which may stand in the brackets of another."""
        return Known({one.id: [one.name, *_in_brackets(one.name)] for one in self.sites})

    @cached_property
    def system_names(self) -> Known:
        """The systems by any name: a caller's own before infmap's."""
        names = {row.id: [row.name, *row.designations] for row in self.system_rows}
        own = {row.id for row in self.system_rows if isinstance(row, OwnSystem)}
        mine = {ident: several for ident, several in names.items() if ident in own}
        return Known(mine, {ident: names[ident] for ident in names if ident not in own})

    @cached_property
    def capital_names(self) -> Known:
        """The capitals by the names that the catalogue has for them."""
        return Known({row.id: [row.name] for row in self.capital_rows})

    def site(self, text: str) -> Site:
        """Return a site by its id or name.

        Parameters
        ----------
        text : str
            Capitals and spaces do not matter.

        Returns
        -------
        Site
            Its place, and every report of a system there.

        Raises
        ------
        UnknownIdError
            If there is none; the message names the nearest ids.

        Examples
        --------
        >>> import infmap
        >>> infmap.load().site("Kaliningrad").system_ids
        ('iskander-m',)
        """
        site_id = self.site_id(text)
        return next(site for site in self.sites if site.id == site_id)

    def site_id(self, text: str) -> str:
        """Return the id of the site that a person means; errors as those of `site`.

        Examples
        --------
        >>> import infmap
        >>> infmap.load().site_id("NSF Deveselu")
        'deveselu'
        """
        if not self.site_names.find(text):
            refuse_within(str(text), self.sites)
        return match_id(text, self.site_names, "site")

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
            target, self.capital_rows, self.capital_names, bundled=self.is_of_geonames
        )


def _in_brackets(name: str) -> list[str]:
    return re.findall(r"\(([^()]+)\)", name)
