"""The words for what is worked out: bands, reach, answers, figures. One place for how they read.

The page has the same in ``words.js``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from infmap.treaty import LIMITS_KM, RangeBand

if TYPE_CHECKING:
    from infmap.catalogue.nato import Nato
    from infmap.catalogue.rows import Capital

BAND_WORDS = {
    RangeBand.BELOW: "below 500 km",
    RangeBand.SHORTER: "500 to 1000 km",
    RangeBand.INTERMEDIATE: "1000 to 5500 km",
    RangeBand.BEYOND: "beyond 5500 km",
}
#: The same with the treaty's word for it, where it has one.
BAND_CLASSES = BAND_WORDS | {
    band: f"{BAND_WORDS[band]} ({band})" for band in (RangeBand.SHORTER, RangeBand.INTERMEDIATE)
}
ANSWERS = {True: "in range", False: "out of range", None: "left open"}
#: What is said of a system that strikes nothing on the ground.
NOT_STRIKE = "not a strike system"
#: Whose a ring is, by the names of the palette.
LOOK_WORDS = {
    "operator": "operator",
    "opponent": "opponent",
    "independent": "independent",
    "user": "your own figure",
    "not-strike": NOT_STRIKE,
}
#: Which end of a figure a ring draws, by the words of `infmap.rings.Bound`.
BOUND_WORDS = {"up_to": "up to", "at_least": "at least"}
#: By the words of `infmap.relations.Relation`; of others nothing need be said.
RELATION_WORDS = {"holder": "the holder's own", "host": "the host's own", "ally": "ally's"}
#: What the doubt about a site's place could turn, by the columns that say so.
EDGE_WORDS = {"near_edge": "near the edge", "near_band_edge": "near a limit of the band"}
#: What a ring says of a figure, before its kilometres, by the words of `infmap.rings.End`.
END_WORDS = {"most": "", "lower": "from ", "far": "to ", "open": "at least "}
YES_NO = {True: "yes", False: "no"}
#: By the words of `infmap.membership.Reach`, which takes longer to load than these do.
REACH_WORDS = {
    "all": "all accounts",
    "some": "some accounts",
    "unknown": "left open",
    "none": "no account",
}
#: What is said of a place in place of its reach, where nobody gives a figure at the site, or only
#: for what strikes nothing.
NO_FIGURE, NO_STRIKE_FIGURE = "no figure", "no strike figure"


@cache
def range_text(at_least_km: float | None, up_to_km: float | None) -> str:
    """Return a party's figure in words.

    Examples
    --------
    >>> range_text(500, None), range_text(None, 480), range_text(2000, 2350)
    ('at least 500 km', 'up to 480 km', '2000 to 2350 km')
    >>> range_text(None, None), range_text(None, 0)
    ('no figure', 'none (0 km)')
    """
    if at_least_km is None and up_to_km is None:
        return "no figure"
    if up_to_km is None:
        return f"at least {at_least_km:g} km"
    if up_to_km == 0:
        return "none (0 km)"
    if at_least_km is None or at_least_km == up_to_km:
        return f"up to {up_to_km:g} km"
    return f"{at_least_km:g} to {up_to_km:g} km"


def distance_text(km: float, decimals: int, turns_km: Iterable[float] = LIMITS_KM) -> str:
    """Return a distance with so many decimals, or with as many as keep it on its side of a limit.

    Parameters
    ----------
    km : float
        A distance, or the margin of a figure over one.
    decimals : int
        The least.
    turns_km : iterable of float
        Where what is said beside the number turns: the limits of the band, the ends of figures.

    Examples
    --------
    >>> distance_text(1746.3, 0), distance_text(499.7, 0), distance_text(1000.02, 1)
    ('1746', '499.7', '1000.02')
    >>> distance_text(480.04, 1, [480]), distance_text(-0.2, 0, [0])
    ('480.04', '-0.2')
    """
    text = f"{km:.{decimals}f}"
    shown = float(text)
    is_true = all((shown < turn, shown > turn) == (km < turn, km > turn) for turn in turns_km)
    return text if is_true else distance_text(km, decimals + 1, turns_km)


def turns_km(entries: Iterable[Mapping[str, Any]]) -> set[float]:
    """Return the distances where what is said of a place turns: its band, each party's answer.

    Parameters
    ----------
    entries : iterable of mapping
        The ``accounts`` of a row of a coverage table.

    Examples
    --------
    >>> sorted(turns_km([{"at_least_km": None, "up_to_km": 480.0}]))
    [480.0, 500.0, 1000.0, 5500.0]
    """
    ends = {entry[end] for entry in entries for end in ("at_least_km", "up_to_km")}
    return {*LIMITS_KM, *ends} - {None}


def system_label(short_name: str) -> str:
    """Return what a system is called at a ring: without what it is a kind of.

    Examples
    --------
    >>> system_label("9M729 cruise missile"), system_label("Iskander-M")
    ('9M729', 'Iskander-M')
    """
    return short_name.removesuffix(" cruise missile").removesuffix(" ballistic missile")


def stroke_text(systems: Iterable[str], end: str, km: float) -> str:
    """Return what a stroke of a ring is called: of which systems, and how far.

    Examples
    --------
    >>> stroke_text(["9M729"], "open", 2000), stroke_text(["9M729", "Iskander-M"], "most", 480)
    ('9M729, at least 2000 km', '9M729 / Iskander-M, 480 km')
    >>> stroke_text(["A", "B", "C"], "far", 2350)
    'A / 2 more, to 2350 km'
    """
    first, *others = dict.fromkeys(systems)
    named = [first, *others] if len(others) < 2 else [first, f"{len(others)} more"]
    return f"{' / '.join(named)}, {END_WORDS[end]}{km:g} km"


def period_text(first_reported: str | None, until: str | None) -> str:
    """Return when a report holds, in words; nothing where it says neither day.

    Examples
    --------
    >>> period_text("1983-11", "1991-03"), period_text("2018", None), period_text(None, "1990")
    ('1983-11 to 1991-03', 'since 2018', 'until 1990')
    >>> period_text("2025-07-25", "2025-07-25")
    '2025-07-25'
    """
    if first_reported and until:
        return until if first_reported == until else f"{first_reported} to {until}"
    if first_reported:
        return f"since {first_reported}"
    return f"until {until}" if until else ""


def answer_text(entry: Mapping[str, Any]) -> str:
    """Return whether one party's figure puts a place in range, in words.

    Parameters
    ----------
    entry : mapping
        Of ``accounts`` in a coverage table.

    Examples
    --------
    >>> answer_text({"in_range": None, "strike": True})
    'left open'
    """
    return ANSWERS[entry["in_range"]] if entry["strike"] else NOT_STRIKE


def reach_text(reach: str, accounts: Collection[Mapping[str, Any]]) -> str:
    """Return whether a place is in reach, in words.

    Parameters
    ----------
    reach : str
        By the words of `infmap.membership.Reach`.
    accounts : collection of mapping
        The row's ``accounts``, of which a strike system's make the reach.

    Examples
    --------
    >>> reach_text("none", [{"strike": True}]), reach_text("none", [])
    ('no account', 'no figure')
    """
    if reach == "none" and not any(entry["strike"] for entry in accounts):
        return NO_STRIKE_FIGURE if accounts else NO_FIGURE
    return REACH_WORDS[reach]


def account_text(entry: Mapping[str, Any]) -> str:
    """Return one party's answer for one place, in words.

    Examples
    --------
    >>> entry = {"system_id": "9m729", "claimant": "USA", "account": "opponent",
    ...          "at_least_km": 500.0, "up_to_km": None, "in_range": None, "strike": True}
    >>> account_text(entry)
    '9m729, USA (opponent), at least 500 km: left open'
    """
    figure = range_text(entry["at_least_km"], entry["up_to_km"])
    whose = whose_text(entry["claimant"], entry["account"])
    return f"{entry['system_id']}, {whose}, {figure}: {answer_text(entry)}"


def whose_text(claimant: str, account: str) -> str:
    """Return who gives a figure, and on whose account.

    Examples
    --------
    >>> whose_text("Russian MoD", "operator")
    'Russian MoD (operator)'
    """
    return f"{claimant} ({account})"


def accounts_text(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return every party's answer for one place, in words."""
    return "; ".join(map(account_text, entries))


def place_word(places: "Sequence[Capital]") -> str:
    """Return what places are called: capitals only where every one of them is one.

    Examples
    --------
    >>> import infmap
    >>> place_word(infmap.load().capital_rows), place_word([])
    ('capital', 'place')
    """
    from infmap.catalogue.rows import are_capitals

    return "capital" if are_capitals(places) else "place"


def unknown_text(nato: "Nato") -> str:
    """Return of how many places it is not known whether they lie in NATO; nothing where of none.

    Examples
    --------
    >>> from infmap.catalogue.nato import Nato
    >>> none = frozenset()
    >>> unknown_text(Nato(frozenset({"a"}), none, frozenset({"b"})))
    'of 1 the state is not known'
    >>> unknown_text(Nato(none, none, frozenset({"b"})))
    ''
    """
    if not (nato.is_known and nato.unknown):
        return ""
    return f"of {len(nato.unknown)} the state is not known"


def where_text(name: str, country: str) -> str:
    """Return where a site lies: its name, and its country where that is said.

    Examples
    --------
    >>> where_text("Deveselu", "Romania"), where_text("North camp", "")
    ('Deveselu, Romania', 'North camp')
    """
    return ", ".join(filter(None, (name, country)))


def country_text(entry: Mapping[str, Any]) -> str:
    """Return a country and the share of its area that lies within, in words.

    100 % is said of a whole country only, and of what rounds to nothing that it is little.

    Examples
    --------
    >>> [country_text({"country": "Poland", "share": share}) for share in (1.0, 0.9999, 0.0001)]
    ['Poland 100 %', 'Poland 99 %', 'Poland <1 %']
    """
    share = entry["share"]
    percent = "<1" if share < 0.01 else f"{min(99, round(100 * share)) if share < 1 else 100}"
    return f"{entry['country']} {percent} %"
