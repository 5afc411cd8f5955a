"""The words for results in every medium: bands, reach, answers and figures.

``page/model/words.ts`` has the same for the page.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from infmap.looks.distances import Units, ends_words, is_misplaced, length_words
from infmap.looks.rows import Answer, AnswerRow, CountryShare

#: Keyed by `infmap.treaty.RangeBand`.
BAND_WORDS = {
    "below-500": "below 500 km",
    "shorter-range": "500 to 1000 km",
    "intermediate-range": "1000 to 5500 km",
    "beyond-5500": "beyond 5500 km",
}
#: The same with the treaty's term, where it has one.
BAND_CLASSES = BAND_WORDS | {
    band: f"{BAND_WORDS[band]} ({band})" for band in ("shorter-range", "intermediate-range")
}
ANSWERS = {True: "in range", False: "out of range", None: "left open"}
#: For a system that strikes no targets on the ground.
NOT_STRIKE = "not a strike system"
#: For a figure against targets in the air, in space or at sea, of a system that strikes others too.
ENGAGEMENT = "engagement only"
#: For either, where no more is known of a figure than that.
NOT_STRIKE_FIGURE = "not a strike figure"
#: Whose figure a ring is, by its palette name.
LOOK_WORDS = {
    "operator": "operator",
    "opponent": "opponent",
    "independent": "independent",
    "user": "your own figure",
    "not-strike": NOT_STRIKE,
}
#: Whose figures they are, at the head of what an account says, in the order in which they are told.
OWNERS = {
    "operator": "Operator",
    "opponent": "Opponents",
    "independent": "Independent",
    "user": "Your own",
}
#: Which end of a figure a ring draws, keyed by `infmap.analysis.rings.Bound`.
BOUND_WORDS = {"up_to": "up to", "at_least": "at least"}
#: Keyed by `infmap.analysis.relations.Relation`; ``other`` needs no words.
RELATION_WORDS = {"holder": "the holder's own", "host": "the host's own", "ally": "ally's"}
#: The ally of a holder of what has ended, where no day is asked.
ALLY_STILL = "ally's, then and today"
#: Of a place that is no capital: its state is counted by another.
SEAT = "seat of government"
#: What an error in the site's position could change, by column.
EDGE_WORDS = {"near_edge": "near the edge", "near_band_edge": "near a limit of the band"}
#: The words before a ring's kilometres, keyed by `infmap.looks.lines.End`.
END_WORDS = {"most": "", "lower": "from ", "far": "to ", "open": "at least "}
YES_NO = {True: "yes", False: "no"}
#: Keyed by `infmap.analysis.reach.Reach`, which is slow to import.
REACH_WORDS = {
    "all": "all accounts",
    "some": "some accounts",
    "unknown": "left open",
    "none": "no account",
}
#: How far a publication was read, keyed by `infmap.catalogue.publications.HowRead`.
READ_WORDS = {"whole": "read whole", "the passage": "the passage read", "not": "not read"}
#: Of a place so near an edge that it may lie on either side: `near_edge`, and `near_band_edge`.
POSITIONS_DECIDE = "the exact positions of site and {what} decide"
#: Of a figure whose publication nobody read.
UNREAD = "source not read"
#: In place of a reach: the site has no figure, or none for a strike system.
NO_FIGURE, NO_STRIKE_FIGURE = "no figure", "no strike figure"
#: How many countries of an area are named; the others are counted.
COUNTRIES_NAMED = 5


#: Of a claimant who is not named.
_NAMELESS = re.compile(r"\b[Oo]fficials?\b|\b[Ss]ources?\b|\bexperts\b|^Experts\b|\banalysts\b")
#: Long words of claimants.
_SHORT = {
    "Department": "Dept",
    "Ministry of National Defense": "MoD",
    "Ministry of Defence": "MoD",
    "Ministry of Defense": "MoD",
    "Joint Chiefs of Staff": "JCS",
    "Federation of American Scientists": "FAS",
    "Congressional Research Service": "CRS",
    "CSIS Missile Threat": "CSIS",
}


@cache
def range_text(
    at_least_km: float | None,
    up_to_km: float | None,
    units: Units = Units.KM,
    *,
    with_km: bool = False,
    turns_km: tuple[float, ...] = (),
) -> str:
    """Return a party's figure in words, and if asked for in kilometres as well.

    It lies on its side of the treaty's limits, and of the distances `turns_km`.

    Examples
    --------
    >>> range_text(500, None), range_text(None, 480), range_text(2000, 2350)
    ('at least 500 km', 'up to 480 km', '2000 to 2350 km')
    >>> range_text(None, None), range_text(None, 0)
    ('no figure', 'none (0 km)')
    >>> range_text(None, 480, Units.MI), range_text(2000, 2350, Units.NMI, with_km=True)
    ('up to 298 mi', '1080 to 1269 nmi (2000 to 2350 km)')
    """
    if at_least_km is None and up_to_km is None:
        return "no figure"
    if up_to_km is None:
        assert at_least_km is not None
        least = length_words(at_least_km, units, with_km=with_km, turns_km=turns_km)
        return f"at least {least}"
    if up_to_km == 0:
        return f"none (0 {units})"
    if at_least_km is None or at_least_km == up_to_km:
        return f"up to {length_words(up_to_km, units, with_km=with_km, turns_km=turns_km)}"
    return ends_words([at_least_km, up_to_km], units, with_km=with_km, turns_km=turns_km)


def figure_text(
    at_least_km: float | None, up_to_km: float | None, units: Units, distances_km: Iterable[float]
) -> str:
    """Return a party's figure as it stands beside distances, in their unit.

    Where rounding puts an end of it on the wrong side of one, its kilometres follow, or in
    kilometres more digits.

    Examples
    --------
    >>> figure_text(None, 1234.5688, Units.KM, [1234.569])
    'up to 1234.5688 km'
    >>> figure_text(500, None, Units.MI, [501]), figure_text(500, None, Units.MI, [501, 500.2])
    ('at least 311 mi', 'at least 311 mi (500 km)')
    """
    ends_km = [end for end in (at_least_km, up_to_km) if end is not None]
    turns = tuple(km for km in distances_km if any(is_misplaced(km, end, units) for end in ends_km))
    return range_text(at_least_km, up_to_km, units, with_km=bool(turns), turns_km=turns)


def turns_km(entries: Iterable[Answer | AnswerRow], limits_km: Iterable[float]) -> set[float]:
    """Return the distances at which a place's band, or a party's answer for it, changes.

    Entries are the ``accounts`` of a row of coverage, or rows in long form.

    Examples
    --------
    >>> sorted(turns_km([{"at_least_km": None, "up_to_km": 480.0}], [500, 1000, 5500]))
    [480.0, 500, 1000, 5500]
    """
    ends = {end for entry in entries for end in (entry["at_least_km"], entry["up_to_km"])}
    return {*limits_km, *(end for end in ends if end is not None)}


def claimant_text(claimant: str) -> str:
    """Return a claimant in a word or two, for where there is little room.

    Without a person's name or who passed it on, but for a source that has no name of its own.

    Examples
    --------
    >>> claimant_text("Russia (V. Putin)"), claimant_text("US State Department")
    ('Russia', 'US State Dept')
    >>> claimant_text("US intelligence, by a newspaper"), claimant_text("Officials, by FAZ")
    ('US intelligence', 'FAZ')
    >>> claimant_text("Taiwanese Ministry of National Defense (Chen Chang-hwa)")
    'Taiwanese MoD'
    """
    by_whom = re.split(r", (?:by|from) ", claimant, maxsplit=1)
    is_nameless = len(by_whom) > 1 and _NAMELESS.search(by_whom[0]) and by_whom[1][0].isupper()
    name = re.split(r" \(|, (?=[A-Z]\. )", by_whom[1 if is_nameless else 0], maxsplit=1)[0]
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    return name


def system_label(short_name: str) -> str:
    """Return a system's label at a ring: its name without the kind of missile.

    Examples
    --------
    >>> system_label("9M729 cruise missile"), system_label("Iskander-M")
    ('9M729', 'Iskander-M')
    """
    return short_name.removesuffix(" cruise missile").removesuffix(" ballistic missile")


def stroke_text(systems: Iterable[str], end: str, km: float, units: Units = Units.KM) -> str:
    """Return the label of a ring's stroke: its systems, and how far they reach.

    Examples
    --------
    >>> stroke_text(["9M729"], "open", 2000), stroke_text(["9M729", "Iskander-M"], "most", 480)
    ('9M729, at least 2000 km', '9M729 / Iskander-M, 480 km')
    >>> stroke_text(["A", "B", "C"], "far", 2350)
    'A / 2 more, to 2350 km'
    """
    first, *others = dict.fromkeys(systems)
    named = [first, *others] if len(others) < 2 else [first, f"{len(others)} more"]
    return f"{' / '.join(named)}, {END_WORDS[end]}{length_words(km, units)}"


def period_text(first_reported: str | None, until: str | None) -> str:
    """Return the period of a report in words; empty where it has no dates.

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


def status_text(status: str, first_reported: str | None, until: str | None) -> str:
    """Return how sure a report is, and when it holds.

    Examples
    --------
    >>> status_text("alleged", "2019-02-10", None), status_text("planned", None, None)
    ('alleged, since 2019-02-10', 'planned')
    """
    return ", ".join(filter(None, (str(status), period_text(first_reported, until))))


def answer_text(entry: Answer | AnswerRow, why_not: str = NOT_STRIKE_FIGURE) -> str:
    """Return whether one party's figure puts a place in range, in words.

    `why_not` says why it is of no strike on the ground, if it is not. Of an engagement reach the
    answer is given with it.

    Examples
    --------
    >>> answer_text({"in_range": None, "strike": True})
    'left open'
    >>> answer_text({"in_range": True, "strike": False}, ENGAGEMENT)
    'in range (engagement only)'
    """
    said = ANSWERS[entry["in_range"]]
    if entry["strike"]:
        return said
    return f"{said} ({why_not})" if why_not == ENGAGEMENT else why_not


def reach_text(reach: str, accounts: Collection[Answer]) -> str:
    """Return whether a place is in reach, in words.

    Examples
    --------
    >>> reach_text("none", [{"strike": True}]), reach_text("none", [])
    ('no account', 'no figure')
    """
    if reach == "none" and not any(entry["strike"] for entry in accounts):
        return NO_STRIKE_FIGURE if accounts else NO_FIGURE
    return REACH_WORDS[reach]


def account_text(entry: Answer) -> str:
    """Return one party's answer for one place, in words and kilometres.

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


def read_text(read: str, quoter: str = "") -> str:
    """Return how far a publication was read; empty where nobody says.

    `quoter` is the publication that quotes it, in place of that one's id.

    Examples
    --------
    >>> read_text("whole"), read_text("not"), read_text("quoted by crs-r43832")
    ('read whole', 'not read', 'not read; quoted by crs-r43832')
    >>> read_text("quoted by crs-r43832", "The INF Treaty, CRS, 2019"), read_text("")
    ('not read; quoted by The INF Treaty, CRS, 2019', '')
    """
    if not read:
        return ""
    return (
        READ_WORDS.get(read) or f"{READ_WORDS['not']}; {f'quoted by {quoter}' if quoter else read}"
    )


def whose_text(claimant: str, account: str) -> str:
    """Return who gives a figure, and on whose account.

    Examples
    --------
    >>> whose_text("Russian MoD", "operator")
    'Russian MoD (operator)'
    """
    return f"{claimant} ({account})"


def accounts_text(entries: Iterable[Answer]) -> str:
    """Return every party's answer for one place, in words and kilometres."""
    return "; ".join(map(account_text, entries))


def where_text(name: str, country: str) -> str:
    """Return the name of a site, with its country if known.

    Examples
    --------
    >>> where_text("Deveselu", "Romania"), where_text("North camp", "")
    ('Deveselu, Romania', 'North camp')
    """
    return ", ".join(filter(None, (name, country)))


def country_text(entry: CountryShare) -> str:
    """Return a country and the share of its area that lies within, in words.

    Only a whole country gets 100 %; a share that would round to 0 % is written as <1 %.

    Examples
    --------
    >>> [country_text({"country": "Poland", "share": share}) for share in (1.0, 0.9999, 0.0001)]
    ['Poland 100 %', 'Poland 99 %', 'Poland <1 %']
    """
    share = entry["share"]
    percent = "<1" if share < 0.01 else f"{min(99, round(100 * share)) if share < 1 else 100}"
    return f"{entry['country']} {percent} %"


def countries_text(entries: Sequence[CountryShare]) -> str:
    """Return countries with the shares of their areas, those of the greatest and how many more.

    Examples
    --------
    >>> countries_text([{"country": "Poland", "share": 1.0}] * 8)[-24:]
    'Poland 100 %, and 3 more'
    """
    named = ", ".join(map(country_text, entries[:COUNTRIES_NAMED]))
    others = len(entries) - COUNTRIES_NAMED
    return f"{named}, and {others} more" if others > 0 else named
