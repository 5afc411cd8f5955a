"""How a place relates to a site: it is the holder's of the systems there, the host's or another's.

A missile does not threaten its holder's own capital, nor its host's: they are counted apart.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.holders import state_called
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.names.states import former_states, past_on, state_of
from infmap.catalogue.rows import Capital
from infmap.catalogue.sites import period_of
from infmap.catalogue.values.dates import is_by, latest_day
from infmap.looks.words import ALLY_STILL, RELATION_WORDS


class Relation(StrEnum):
    """How the state of a place relates to a site."""

    HOLDER = "holder"
    HOST = "host"
    ALLY = "ally"
    OTHER = "other"


#: Former states and their successors. The successor's alliances were never theirs.
SUCCESSORS = {
    "Soviet Union": "Russia",
    "West Germany": "Germany",
    "East Germany": "Germany",
    "Czechoslovakia": "Czechia",
}
#: Occupied states and their occupiers: Crimea is Ukraine's (UN General Assembly 68/262).
OCCUPIED = {"UKR": "RUS"}
#: The month of "2014-02-crimea-occupied" in the table of events.
OCCUPIED_SINCE = "2014-02"
#: NATO may be a holder itself, with its members as allies; and the day of its founding.
NATO, NATO_SINCE = "NATO", "1949-04-04"


class States:
    """Keys of states by name, and their dates in NATO and the Warsaw Pact.

    Those of a former state are its own, whatever day is asked and whatever capitals are loaded.

    Examples
    --------
    >>> import infmap
    >>> states = States(infmap.load())
    >>> states.key("Germany"), states.keys("Soviet Union"), states.nato_since("West Germany")
    ('DEU', ('soviet union', 'RUS'), '1955-05-06')
    >>> states.nato_since("East Germany"), states.pact_until("East Germany")
    (None, '1990-09-24')
    """

    def __init__(self, cat: Catalogue) -> None:
        self._known = {row.country: row for row in cat.capital_rows if row.un_status is not None}

    def key(self, name: str, code: str = "") -> str:
        """Return a state's ISO code, or the folded name of a former state; empty for no name."""
        called = self._called(name)
        if called in former_states():
            return folded(called)
        if code or not name:
            return code
        row = self._row(called)
        return row.iso_a3 if row and row.iso_a3 else folded(called)

    def later(self, name: str) -> str:
        """Return the key of a former state's successor; empty for any other state."""
        successor = SUCCESSORS.get(self._called(name))
        return self.key(successor) if successor else ""

    def keys(self, holder: str) -> tuple[str, ...]:
        """Return the key of a holder and, if it is a former state, that of its successor."""
        return (self.key(holder), *filter(None, [self.later(holder)]))

    def nato_since(self, holder: str) -> str | None:
        """Return the day that a holder joined NATO, or None."""
        name = self._called(holder)
        if name == NATO:
            return NATO_SINCE
        row = self._row(name)
        return row.nato_since if row else None

    def pact_until(self, holder: str) -> str | None:
        """Return the last day of a holder in the Warsaw Pact, or None."""
        row = self._row(self._called(holder))
        return row.warsaw_pact_until if row else None

    def _called(self, name: str) -> str:
        """Return a state's name as this module has it: the USSR is the Soviet Union."""
        called = state_called(name) or name
        return name if name in self._known and called not in former_states() else called

    def _row(self, name: str) -> Capital | None:
        return former_states().get(name) or self._known.get(name) or state_of(name)


def host_keys(states: States, site: Site) -> tuple[str, str, str]:
    """Return the keys of a site's host, its occupier and its successor; empty where none is.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> host_keys(States(cat), cat.site("crimea"))
    ('UKR', 'RUS', '')
    """
    host = states.key(site.country)
    return host, OCCUPIED.get(host, ""), states.later(site.country)


def key_on(key: str, day: date | None) -> str:
    """Return the key of the state that had the land of another on a day; empty if one of two had.

    Examples
    --------
    >>> key_on("UKR", date(1987, 12, 8)), key_on("UKR", None), key_on("DEU", date(1987, 12, 8))
    ('soviet union', 'UKR', '')
    """
    past = past_on(key, day)
    return folded(past.state) if past else key


def day_of_alliances(cat: Catalogue, site: Site) -> date | None:
    """Return the day whose alliances count at a site; None is today.

    It is the catalogue's day. Without one it is the last day of what has ended there: who joined
    later was no ally of its holder while it stood.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [str(day_of_alliances(cat, cat.site(site))) for site in ("mutlangen", "deveselu")]
    ['1990-11-30', 'None']
    """
    if cat.as_of is not None:
        return cat.as_of
    _, last = period_of(site.deployments)
    return None if last is None else latest_day(last)


def relation_words(cat: Catalogue, site: Site, relation: str) -> str:
    """Return in words what a place is to a site; empty where nothing need be said.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [relation_words(cat, cat.site(site), "ally") for site in ("deveselu", "mutlangen")]
    ["ally's", "ally's, then and today"]
    """
    is_over = cat.as_of is None and day_of_alliances(cat, site) is not None
    return ALLY_STILL if is_over and relation == Relation.ALLY else RELATION_WORDS.get(relation, "")


def relations(cat: Catalogue, site: Site, places: Sequence[Capital]) -> list[Relation]:
    """Return how each place's state relates to a site, on the catalogue's day or by latest data.

    A former state counts as itself and as its successor, and while it stood what is on its land
    counts as its own. Allies are those in NATO and in the Warsaw Pact; without a day, of what has
    ended, those who were so on its last day and are today. Of a place without a state none are
    known.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> places = [cat.capital(name) for name in ("Moscow", "Damascus", "Warsaw")]
    >>> print(*relations(cat, cat.site("hmeimim"), places))
    holder host other
    """
    states = States(cat)
    holders = {name for system_id in site.system_ids for name in cat.holders(system_id, site)}
    held = {states.key(name) for name in holders}
    held_later = {states.later(name) for name in holders}
    host, occupier, later_host = host_keys(states, site)
    day = day_of_alliances(cat, site)
    # By what it holds itself: what the Soviet Union held in Ukraine was no occupier's.
    is_occupied = occupier in held and is_by(OCCUPIED_SINCE, day)
    joined = [since for since in map(states.nato_since, holders) if since]
    is_of_nato = any(is_by(since, day) for since in joined)
    left = [until for until in map(states.pact_until, holders) if until]
    # The Pact has had no member since 1991, and so none today.
    is_of_pact = any(cat.as_of is not None and cat.as_of <= latest_day(until) for until in left)

    was = partial(key_on, day=cat.as_of)
    held |= {*map(was, held)} - {""}

    def relation(place: Capital) -> Relation:
        state = states.key(place.country, place.iso_a3)
        past = past_on(state, cat.as_of)
        if past and not past.state:
            # In which of two states it lay, its country of today does not say.
            return Relation.HOLDER if state in held else Relation.OTHER
        in_nato, in_pact = place.in_nato(day), (past or place).in_warsaw_pact(cat.as_of)
        is_ally = (is_of_nato and in_nato) or (is_of_pact and in_pact)
        is_opposed = (is_of_nato and in_pact) or (is_of_pact and in_nato)
        is_held = state in held or state in held_later
        if state and (is_held or (was(state) in held and state != host)):
            return Relation.HOLDER
        # Of the two states of a divided country, the ally is the host.
        is_same = state in (host, later_host) or was(state) == was(host)
        is_host = is_same or (is_ally and states.later(place.country) == host)
        if host and state and is_host and not is_opposed and not is_occupied:
            return Relation.HOST
        return Relation.ALLY if is_ally else Relation.OTHER

    return [relation(place) for place in places]
