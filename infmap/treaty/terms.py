"""The treaty's terms: limits, dates, parties, listed types, kinds and range classes."""

from datetime import date
from enum import StrEnum

from infmap.errors import InfmapError
from infmap.looks import limits

#: The limits of the two range classes, ascending.
LIMITS_KM = limits.LIMITS_KM
SHORTER_RANGE_FROM_KM, INTERMEDIATE_RANGE_ABOVE_KM, INF_BAND_TO_KM = LIMITS_KM
INF_BAND_KM = (SHORTER_RANGE_FROM_KM, INF_BAND_TO_KM)

SIGNATURE = date(1987, 12, 8)
ENTRY_INTO_FORCE = date(1988, 6, 1)
#: From these days on no party may hold the missiles that Articles V(1) and IV(1) eliminate.
SHORTER_RANGE_GONE = date(1989, 12, 1)
INTERMEDIATE_RANGE_GONE = date(1991, 6, 1)
#: From this day the United States had suspended its obligations; Russia said that it did so too.
SUSPENSION = date(2019, 2, 2)
END_OF_TREATY = date(2019, 8, 2)
#: The days on which a verdict can change, in order.
TURNING_DAYS = (
    SIGNATURE,
    ENTRY_INTO_FORCE,
    SHORTER_RANGE_GONE,
    INTERMEDIATE_RANGE_GONE,
    SUSPENSION,
    END_OF_TREATY,
)

#: The United States, the Soviet Union, and the twelve states that the United States regarded as
#: bound as Soviet successors.
PARTIES = frozenset(
    {
        "United States",
        "Soviet Union",
        "Russia",
        "Armenia",
        "Azerbaijan",
        "Belarus",
        "Georgia",
        "Kazakhstan",
        "Kyrgyzstan",
        "Moldova",
        "Tajikistan",
        "Turkmenistan",
        "Ukraine",
        "Uzbekistan",
    }
)


class Kind(StrEnum):
    """What a system is, in the words of the treaty and of its dispute."""

    GLBM = "GLBM"
    GLCM = "GLCM"
    SLBM = "SLBM"
    ICBM = "ICBM"
    SLCM = "SLCM"
    ALCM = "ALCM"
    INTERCEPTOR = "interceptor"
    UAV = "UAV"
    LAUNCHER = "launcher"
    TARGET = "target"
    BOOST_GLIDE = "boost-glide"


class Measure(StrEnum):
    """How a figure was obtained."""

    DECLARED = "declared"
    TESTED = "tested"
    ASSESSED = "assessed"
    ENGAGEMENT = "engagement"


class Basing(StrEnum):
    """Where a system is launched from."""

    GROUND_FIXED = "ground-fixed"
    GROUND_MOBILE = "ground-mobile"
    SHIP = "ship"
    SUBMARINE = "submarine"
    AIR = "air"


class Purpose(StrEnum):
    """What a system is for; only weapon delivery makes it a missile in the treaty's sense."""

    WEAPON_DELIVERY = "weapon-delivery"
    INTERCEPTION = "interception"
    RECONNAISSANCE = "reconnaissance"
    RESEARCH = "research"


class RangeBand(StrEnum):
    """The band between the treaty's limits in which a distance or a range lies."""

    BELOW = "below-500"
    SHORTER = "shorter-range"
    INTERMEDIATE = "intermediate-range"
    BEYOND = "beyond-5500"


#: Existing types named in Article III, by the paragraph that names them.
LISTED_INTERMEDIATE_RANGE = frozenset({"Pershing II", "BGM-109G", "SS-20", "SS-4", "SS-5"})
LISTED_SHORTER_RANGE = frozenset({"Pershing IA", "SS-12", "SS-23"})
#: Named in the Memorandum of Understanding as tested but not deployed, with their class.
LISTED_TESTED_ONLY = {
    "SSC-X-4": RangeBand.INTERMEDIATE,
    "Pershing IB": RangeBand.SHORTER,
}
LISTED_TYPES = LISTED_INTERMEDIATE_RANGE | LISTED_SHORTER_RANGE | LISTED_TESTED_ONLY.keys()


#: The upper limit of each band, and whether the limit belongs to the band; ascending.
BAND_ENDS: dict[RangeBand, tuple[float, bool]] = {
    RangeBand.BELOW: (SHORTER_RANGE_FROM_KM, False),
    RangeBand.SHORTER: (INTERMEDIATE_RANGE_ABOVE_KM, True),
    RangeBand.INTERMEDIATE: (INF_BAND_TO_KM, True),
    RangeBand.BEYOND: (float("inf"), True),
}


def band_of(distance_km: float) -> RangeBand:
    """Return the band of a distance, with limits included as the treaty has them.

    Parameters
    ----------
    distance_km : float
        A range or a geodesic distance in kilometres.

    Returns
    -------
    RangeBand
        Shorter-range is 500 to 1000 km, intermediate-range above 1000 up to 5500 km.

    References
    ----------
    INF Treaty, Article II(5) and II(6).

    Examples
    --------
    >>> [str(band_of(km)) for km in (499.9, 500, 1000, 1000.1, 5500, 5500.1)]
    ['below-500', 'shorter-range', 'shorter-range', 'intermediate-range', 'intermediate-range', \
'beyond-5500']
    """
    for band, (end_km, included) in BAND_ENDS.items():
        if distance_km < end_km or (included and distance_km == end_km):
            return band
    raise InfmapError(f"no distance ({distance_km!r}); write a number of kilometres")


def in_inf_band(distance_km: float) -> bool:
    """Return whether a distance is within 500 to 5500 km, both limits included.

    Examples
    --------
    >>> in_inf_band(500), in_inf_band(5500.1)
    (True, False)
    """
    return band_of(distance_km) in {RangeBand.SHORTER, RangeBand.INTERMEDIATE}


def is_strike(kind: Kind | None, purpose: Purpose) -> bool:
    """Return whether a system is a weapon that strikes targets on the ground.

    Interceptors, launchers without a missile, targets and unarmed drones are not.

    Examples
    --------
    >>> is_strike(Kind.GLCM, Purpose.WEAPON_DELIVERY)
    True
    >>> is_strike(Kind.LAUNCHER, Purpose.WEAPON_DELIVERY)
    False
    """
    unarmed = {Kind.INTERCEPTOR, Kind.LAUNCHER, Kind.TARGET}
    return purpose is Purpose.WEAPON_DELIVERY and kind not in unarmed
