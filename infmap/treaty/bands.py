"""The bands that distances are told by: the treaty's, or one that the caller asked for.

Verdicts know nothing of a caller's band: they are the treaty's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from infmap.looks.distances import Units, bracketed, limit_text, limits_words
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
    """Distances that are told by one name."""

    #: A value of `RangeBand` or `OwnBand`.
    name: str
    #: Its distances; the same with what they are; the same in a key whose heading has the unit.
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
    units : Units
        What their words are in, and the distances told by them; nothing else depends on it.

    Examples
    --------
    >>> TREATY_BANDS.zone_of(1000).name, own_bands(300, 3000).zone_of(3000).long
    ('shorter-range', '300 to 3000 km (your band)')
    """

    edges_km: tuple[float, float]
    limits_km: tuple[float, ...]
    zones: tuple[Zone, ...]
    units: Units = Units.KM

    def in_units(self, units: Units) -> "Bands":
        """Return the same bands in the words of another unit.

        Examples
        --------
        >>> [zone.long for zone in TREATY_BANDS.in_units(Units.MI).inside]
        ['311 to 621 mi (500 to 1000 km; shorter-range)', '621 to 3418 mi (1000 to 5500 km; \
intermediate-range)']
        """
        if units is self.units:
            return self
        names = [zone.name for zone in self.zones]
        return replace(self, zones=_zones(names, self.limits_km, units), units=units)

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
        return limits_words(self.edges_km, self.units)

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


#: What a zone is, said after its distances.
_NOTES: dict[str, str] = {
    RangeBand.SHORTER: str(RangeBand.SHORTER),
    RangeBand.INTERMEDIATE: str(RangeBand.INTERMEDIATE),
    OwnBand.WITHIN: "your band",
}


def _zones(names: Iterable[str], limits_km: Sequence[float], units: Units) -> tuple[Zone, ...]:
    """Return the zones that limits part, in the words of a unit."""
    nearest, farthest = (0.0, *limits_km), (*limits_km, float("inf"))
    return tuple(
        _zone(str(name), nearest_km, farthest_km, units)
        for name, nearest_km, farthest_km in zip(names, nearest, farthest, strict=True)
    )


def _zone(name: str, nearest_km: float, farthest_km: float, units: Units) -> Zone:
    if farthest_km == float("inf"):
        words, short = f"beyond {limits_words([nearest_km], units)}", "beyond"
    elif name in (RangeBand.BELOW, OwnBand.BELOW):
        words = f"below {limits_words([farthest_km], units)}"
        short = f"below {limit_text(farthest_km, units)}"
    else:
        words = limits_words([nearest_km, farthest_km], units)
        short = f"{limit_text(nearest_km, units)} to {limit_text(farthest_km, units)}"
    note = _NOTES.get(name)
    return Zone(name, words, bracketed(words, note) if note else words, short)


TREATY_BANDS = Bands(INF_BAND_KM, LIMITS_KM, _zones(RangeBand, LIMITS_KM, Units.KM))


def own_bands(nearest_km: float, farthest_km: float) -> Bands:
    """Return a band of a caller's own, and what lies nearer and beyond; the treaty's is its own.

    Examples
    --------
    >>> own_bands(500, 5500) is TREATY_BANDS, own_bands(0, 800).limits_km
    (True, (800,))
    """
    if (nearest_km, farthest_km) == INF_BAND_KM:
        return TREATY_BANDS
    begins_at_zero = not nearest_km
    names = [*OwnBand][begins_at_zero:]
    limits_km = (nearest_km, farthest_km)[begins_at_zero:]
    edges_km = (0.0 if begins_at_zero else nearest_km, farthest_km)
    return Bands(edges_km, limits_km, _zones(names, limits_km, Units.KM))
