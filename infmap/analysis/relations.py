"""How a place relates to a site: it is the holder's of the systems there, the host's or another's.

A missile does not threaten its holder's own capital, nor its host's: they are counted apart.
"""

from collections.abc import Sequence
from enum import StrEnum

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.holders import state_called
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.names.states import state_of
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.dates import is_by, latest_day


class Relation(StrEnum):
    """How the state of a place relates to a site."""

    HOLDER = "holder"
    HOST = "host"
    ALLY = "ally"
    OTHER = "other"


#: Former states and their successors.
SUCCESSORS = {
    "Soviet Union": "Russia",
    "West Germany": "Germany",
    "East Germany": "Germany",
    "Czechoslovakia": "Czechia",
}
#: Occupied states and their occupiers: Crimea is Ukraine's (UN General Assembly 68/262).
OCCUPIED = {"UKR": "RUS"}
#: NATO may be a holder itself, with its members as allies; and the day of its founding.
NATO, NATO_SINCE = "NATO", "1949-04-04"
#: The day of the protocol that ended the Warsaw Pact.
PACT_UNTIL = "1991-07-01"


class States:
    """Keys of states by name, and their dates in NATO and the Warsaw Pact.

    Examples
    --------
    >>> import infmap
    >>> states = States(infmap.load())
    >>> states.key("Germany"), states.keys("Soviet Union"), states.nato_since("West Germany")
    ('DEU', ('soviet union', 'RUS'), '1955-05-06')
    """

    def __init__(self, cat: Catalogue) -> None:
        self._known = {row.country: row for row in cat.capital_rows if row.un_status is not None}

    def key(self, name: str, code: str = "") -> str:
        """Return a state's ISO code, or the folded name of a former state; empty for no name."""
        if name in SUCCESSORS:
            return folded(name)
        if code or not name:
            return code
        row = self._row(name)
        return row.iso_a3 if row and row.iso_a3 else folded(name)

    def later(self, name: str) -> str:
        """Return the key of a former state's successor; empty for any other state."""
        return self.key(SUCCESSORS[name]) if name in SUCCESSORS else ""

    def keys(self, holder: str) -> tuple[str, ...]:
        """Return the keys of a holder and, if it is a former state, of its successor."""
        name = self._called(holder)
        names = [name, SUCCESSORS[name]] if name in SUCCESSORS else [name]
        return tuple(map(self.key, names))

    def nato_since(self, holder: str) -> str | None:
        """Return the day that a holder joined NATO, or None."""
        name = self._called(holder)
        if name == NATO:
            return NATO_SINCE
        row = self._row(SUCCESSORS.get(name, name))
        return row.nato_since if row else None

    def pact_until(self, holder: str) -> str | None:
        """Return the last day of a holder in the Warsaw Pact, or None."""
        name = self._called(holder)
        if name == "Soviet Union":
            return PACT_UNTIL
        row = self._row(name)
        return row.warsaw_pact_until if row else None

    def _called(self, holder: str) -> str:
        """Return a holder's name as this module has it: the USSR is the Soviet Union."""
        is_known = holder in self._known or holder in SUCCESSORS or holder == NATO
        return holder if is_known else state_called(holder) or holder

    def _row(self, name: str) -> Capital | None:
        return self._known.get(name) or state_of(name)


def host_key(states: States, site: Site) -> tuple[str, str]:
    """Return the key of a site's host, and of its occupier; empty where there is none."""
    host = states.key(site.country)
    return host, OCCUPIED.get(host, "")


def relations(cat: Catalogue, site: Site, places: Sequence[Capital]) -> list[Relation]:
    """Return how each place's state relates to a site, on the catalogue's day or by latest data.

    A former state counts as itself and as its successor. Allies are those in NATO and in the Warsaw
    Pact; of a place without a state none are known.

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
    held = {key for name in holders for key in states.keys(name)}
    host, occupier = host_key(states, site)
    joined = [since for since in map(states.nato_since, holders) if since]
    is_of_nato = any(is_by(day, cat.as_of) for day in joined)
    left = [until for until in map(states.pact_until, holders) if until]
    is_of_pact = any(cat.as_of is not None and cat.as_of <= latest_day(day) for day in left)

    def relation(place: Capital) -> Relation:
        state = states.key(place.country, place.iso_a3)
        if state and state in held:
            return Relation.HOLDER
        in_nato, in_pact = place.in_nato(cat.as_of), place.in_warsaw_pact(cat.as_of)
        is_ally = (is_of_nato and in_nato) or (is_of_pact and in_pact)
        is_opposed = (is_of_nato and in_pact) or (is_of_pact and in_nato)
        # Of the two states of a divided country, the ally is the host.
        is_host = state == host or (is_ally and states.later(place.country) == host)
        if host and is_host and not is_opposed and occupier not in held:
            return Relation.HOST
        return Relation.ALLY if is_ally else Relation.OTHER

    return [relation(place) for place in places]
