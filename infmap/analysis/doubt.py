"""What is sure though nobody knows where exactly the launcher stands, nor whose figure is right.

"Surely" is said only where every figure that counts agrees, from every place within the precision
of the site's position. A figure counts if it names a number and its publication was read.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from infmap.analysis.coverage import BEYOND_EVERY_PLACE_KM
from infmap.analysis.overlap import counting, reaches_km
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue
from infmap.catalogue.names.given import one_asked
from infmap.errors import InfmapError
from infmap.geodesy import distance_km
from infmap.looks.sentences import count_text

#: Where a site is known to no better than this, its doubt is shown unless a reader says otherwise.
DOUBTED_KM = 25.0


class Certainty(StrEnum):
    """Whether a place is in range wherever the launcher stands, and whoever is right."""

    IN = "in"
    DEPENDS = "depends"
    OUT = "out"


@dataclass(frozen=True)
class DoubtRow:
    """One place, and how sure its answer is.

    Attributes
    ----------
    target_id, target : str
        The place.
    certainty : Certainty
        ``in`` or ``out`` on every figure from every place; else ``depends``.
    distance_km, nearest_km, farthest_km : float
        From the position given, and from the nearest and the farthest where the launcher may stand.
    """

    target_id: str
    target: str
    certainty: Certainty
    distance_km: float
    nearest_km: float
    farthest_km: float


@dataclass(frozen=True)
class Doubt:
    """What is sure of a site.

    Attributes
    ----------
    site_id : str
    precision_km : float
        How far the true position may lie from the given one.
    low_km : float
        As far as some system reaches on every figure of it.
    high_km : float or None
        The highest end of all figures; None where one names no maximum.
    rows : tuple of DoubtRow
        The capitals of the day, the nearest first.
    """

    site_id: str
    precision_km: float
    low_km: float
    high_km: float | None
    rows: tuple[DoubtRow, ...]

    def __repr__(self) -> str:
        """Return one line: a notebook and a log show it."""
        held = Counter(row.certainty for row in self.rows)
        counts = f"{held[Certainty.IN]} surely in range, {held[Certainty.DEPENDS]} depend on who "
        counts += f"is right or where it stands, {held[Certainty.OUT]} surely out of range"
        return f"<Doubt about {self.site_id}: of {count_text(len(self.rows), 'place')} {counts}>"

    @property
    def inner_km(self) -> float | None:
        """Within, all is surely in range; None where nothing is.

        Examples
        --------
        >>> Doubt("a", 110, 480, 500, ()).inner_km, Doubt("a", 500, 480, 500, ()).inner_km
        (370, None)
        """
        return self.low_km - self.precision_km if self.low_km > self.precision_km else None

    @property
    def outer_km(self) -> float | None:
        """Beyond, all is surely out of range; None where a figure names no maximum.

        Examples
        --------
        >>> Doubt("a", 110, 480, 500, ()).outer_km, Doubt("a", 110, 480, None, ()).outer_km
        (610, None)
        """
        return None if self.high_km is None else self.high_km + self.precision_km

    def certainty(self, km: float) -> Certainty:
        """Return how sure the answer is for a place at a distance from the position given.

        Examples
        --------
        >>> import infmap
        >>> doubt = infmap.Doubt("a", 110, 480, 500, ())
        >>> [str(doubt.certainty(km)) for km in (370, 371, 610, 611)]
        ['in', 'depends', 'depends', 'out']
        """
        if self.low_km > 0 and km + self.precision_km <= self.low_km:
            return Certainty.IN
        # A figure of 0 denies any reach, at the launcher's own place too.
        is_out = self.high_km == 0 or (
            self.high_km is not None and km - self.precision_km > self.high_km
        )
        return Certainty.OUT if is_out else Certainty.DEPENDS


@checks_kinds
def doubt(
    cat: Catalogue,
    site: str | Collection[str],
    *,
    account: str | Collection[str] | None = None,
    as_of: date | str | None = None,
) -> Doubt:
    """Return which capitals are surely in range of a site, surely out of it, or neither.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    site : str
        Id or name of one site.
    account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    Doubt
        With ``inner_km``, ``outer_km`` and ``rows``.

    Raises
    ------
    InfmapError
        If there is no such site, nothing is reported there on the day, or no figure that was read
        names a number.

    Examples
    --------
    >>> import infmap
    >>> found = infmap.doubt(infmap.load(), "kaliningrad", account="operator")
    >>> found.inner_km, found.outer_km
    (370.0, 610.0)
    >>> [row.target for row in found.rows if row.certainty == "in"]
    ['Vilnius', 'Warsaw', 'Riga']
    """
    name = one_asked(site, "site", "write a site's id or name, and ask of each alone")
    cut = cat.select(site=name, account=account, as_of=as_of)
    (there,) = cut.sites
    by_system = [figures for system_id in there.system_ids if (figures := counting(cut, system_id))]
    if not by_system:
        raise InfmapError(
            f"no figure that was read says how far what is at {there.id} reaches; name another "
            "site, account or day"
        )
    ends = [claim.up_to_km for figures in by_system for claim in figures]
    known = [end for end in ends if end is not None]
    found = Doubt(
        there.id,
        there.position_precision_km,
        max(reaches_km(figures)[0] for figures in by_system),
        max(known) if len(known) == len(ends) else None,
        (),
    )
    places = cut.capital_rows
    kms = distance_km(
        there.lon, there.lat, [row.lon for row in places], [row.lat for row in places]
    )
    rows = [
        DoubtRow(
            place.id,
            place.name,
            found.certainty(km),
            km,
            max(0.0, km - found.precision_km),
            min(BEYOND_EVERY_PLACE_KM, km + found.precision_km),
        )
        for place, km in sorted(zip(places, kms.tolist(), strict=True), key=lambda pair: pair[1])
    ]
    return replace(found, rows=tuple(rows))
