"""The bands that distances are told by: the treaty's, or one that the caller asked for.

Verdicts know nothing of a caller's band: they are the treaty's.
"""

from dataclasses import dataclass
from enum import StrEnum

from infmap.looks.words import BAND_CLASSES, BAND_WORDS
from infmap.treaty.terms import INF_BAND_KM, LIMITS_KM, RangeBand


class OwnBand(StrEnum):
    """Where a distance lies of a band that the caller asked for."""

    BELOW = "below-band"
    WITHIN = "in-band"
    BEYOND = "beyond-band"


#: The zone of the treaty whose colour and mark one of a caller's band has.
LOOKS = {
    OwnBand.BELOW: RangeBand.BELOW,
    OwnBand.WITHIN: RangeBand.INTERMEDIATE,
    OwnBand.BEYOND: RangeBand.BEYOND,
}


@dataclass(frozen=True)
class Zone:
    """Distances that are told by one name.

    Attributes
    ----------
    name : str
        A value of `RangeBand` or `OwnBand`.
    words, long, short : str
        Its distances; the same with what they are; the same in a key whose heading says km.
    """

    name: str
    words: str
    long: str
    short: str

    @property
    def look(self) -> str:
        """The name of its colour and its mark: a value of `RangeBand`."""
        return str(LOOKS[OwnBand(self.name)]) if self.name in {*OwnBand} else self.name

    @property
    def is_inside(self) -> bool:
        """Whether it is of the band: neither nearer than it nor beyond."""
        return self.look in (RangeBand.SHORTER, RangeBand.INTERMEDIATE)

    @property
    def is_beyond(self) -> bool:
        """Whether it is farther than the band."""
        return self.look == RangeBand.BEYOND


@dataclass(frozen=True)
class Bands:
    """The limits that distances are told by, and the zones between them, from the nearest out.

    Attributes
    ----------
    edges_km : (float, float)
        The nearest and the farthest distance of the band; both belong to it.
    limits_km : tuple of float
        What parts the zones, ascending.
    zones : tuple of Zone
        One more than there are limits.

    Examples
    --------
    >>> TREATY_BANDS.zone_of(1000).name, own_bands(300, 3000).zone_of(3000).long
    ('shorter-range', '300 to 3000 km (your band)')
    """

    edges_km: tuple[float, float]
    limits_km: tuple[float, ...]
    zones: tuple[Zone, ...]

    @property
    def is_treatys(self) -> bool:
        """Whether the band is the one that the treaty's ban covered."""
        return self.edges_km == INF_BAND_KM

    @property
    def whose(self) -> str:
        """Whose band it is, in words."""
        return "the treaty's band" if self.is_treatys else "your band"

    @property
    def span(self) -> str:
        """Its edges in words.

        Examples
        --------
        >>> TREATY_BANDS.span
        '500 to 5500 km'
        """
        return span_text(*self.edges_km)

    @property
    def inside(self) -> tuple[Zone, ...]:
        """The zones of the band itself."""
        return tuple(zone for zone in self.zones if zone.is_inside)

    def included(self, limit_km: float) -> bool:
        """Return whether a place exactly at a limit lies in the zone within it."""
        return limit_km != self.edges_km[0]

    def ends_of(self, zone: Zone) -> tuple[float, float]:
        """Return the limits between which a zone lies, from 0 to infinity."""
        ends, at = (0.0, *self.limits_km, float("inf")), self.zones.index(zone)
        return ends[at], ends[at + 1]

    def zone_of(self, distance_km: float) -> Zone:
        """Return the zone of a distance; the limits of the band belong to it.

        Examples
        --------
        >>> [str(own_bands(300, 3000).zone_of(km).name) for km in (299.9, 300, 3000, 3000.1)]
        ['below-band', 'in-band', 'in-band', 'beyond-band']
        """
        nearest = self.edges_km[0]
        passed = (
            distance_km >= limit if k == 0 and limit == nearest else distance_km > limit
            for k, limit in enumerate(self.limits_km)
        )
        return self.zones[sum(passed)]

    def holds(self, distance_km: float) -> bool:
        """Return whether a distance lies in the band, with both its edges."""
        nearest, farthest = self.edges_km
        return nearest <= distance_km <= farthest


def span_text(nearest_km: float, farthest_km: float) -> str:
    """Return two distances in words, with as many digits as they have.

    Examples
    --------
    >>> span_text(300, 3000), span_text(482.8032, 12345.67)
    ('300 to 3000 km', '482.8032 to 12345.67 km')
    """
    return f"{nearest_km:.12g} to {farthest_km:.12g} km"


_SHORT = {
    RangeBand.BELOW: "below 500",
    RangeBand.SHORTER: "500 to 1000",
    RangeBand.INTERMEDIATE: "1000 to 5500",
    RangeBand.BEYOND: "beyond",
}
TREATY_BANDS = Bands(
    INF_BAND_KM,
    LIMITS_KM,
    tuple(
        Zone(str(band), BAND_WORDS[band], BAND_CLASSES[band], _SHORT[band]) for band in RangeBand
    ),
)


def own_bands(nearest_km: float, farthest_km: float) -> Bands:
    """Return a band of a caller's own, and what lies nearer and beyond; the treaty's is its own.

    Examples
    --------
    >>> own_bands(500, 5500) is TREATY_BANDS, own_bands(0, 800).limits_km
    (True, (800,))
    """
    if (nearest_km, farthest_km) == INF_BAND_KM:
        return TREATY_BANDS
    span = span_text(nearest_km, farthest_km)
    within = Zone(OwnBand.WITHIN, span, f"{span} (your band)", span.removesuffix(" km"))
    beyond = f"beyond {farthest_km:.12g} km"
    outer = (within, Zone(OwnBand.BEYOND, beyond, beyond, "beyond"))
    if not nearest_km:
        return Bands((0.0, farthest_km), (farthest_km,), outer)
    below = f"below {nearest_km:.12g} km"
    inner = Zone(OwnBand.BELOW, below, below, below.removesuffix(" km"))
    return Bands((nearest_km, farthest_km), (nearest_km, farthest_km), (inner, *outer))
