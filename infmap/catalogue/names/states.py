"""The state of a place, filled in from infmap's table of capitals; and the states of the past."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from infmap.catalogue.names.holders import state_called
from infmap.catalogue.names.territories import land_codes
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.dates import earliest_day, latest_day
from infmap.errors import shorten, tell_reading


class Past(NamedTuple):
    """The state that had the land of a present one before it.

    Attributes
    ----------
    state : str
        Its name; empty where two had the land, so that the present name does not tell which.
    until : date
        Its last day there.
    pact_until : str, optional
        Its last day in the Warsaw Pact.
    """

    state: str
    until: date
    pact_until: str | None

    def in_warsaw_pact(self, day: date | None) -> bool:
        """Return whether it was in the Warsaw Pact on a day; nobody is at present."""
        until = self.pact_until and latest_day(self.pact_until)
        return bool(day and until and day <= until)


def with_state(row: Capital) -> Capital:
    """Return a place, with the columns on its state filled in where blank.

    Examples
    --------
    >>> base = Capital(id="ramstein", name="Ramstein", country="DE", lon=7.6, lat=49.4)
    >>> base.in_nato(None), with_state(base).in_nato(None)
    (None, True)
    >>> dresden = Capital(id="dresden", name="Dresden", country="DDR", lon=13.7, lat=51.05)
    >>> with_state(dresden).nato_since, with_state(dresden).warsaw_pact_until
    ('1990-10-03', '1990-09-24')
    """
    if former := _former(row.country):
        return row.model_copy(update=_known_of(row, former))
    # Files write -99 for a code that they do not have.
    state = state_of(row.iso_a3) or state_of(row.country)
    if state is None:
        return row
    known = {
        "iso_a3": state.iso_a3,
        "country": row.country or state.country,
        "un_status": row.un_status or state.un_status,
        "nato_since": row.nato_since or state.nato_since,
        "warsaw_pact_until": row.warsaw_pact_until or state.warsaw_pact_until,
    }
    return row.model_copy(update=known)


def state_of(name: str) -> Capital | None:
    """Return the present capital of a state, given by any name or code; None if unknown.

    Examples
    --------
    >>> state_of("PL").name, state_of("Atlantis")
    ('Warsaw', None)
    """
    from infmap.catalogue.names.countries import country_code

    return _states().get(country_code(name) or "")


def in_nato(place: Capital, day: date | None) -> bool | None:
    """Return whether a place lies in NATO on a day, or at present; None where that is not known.

    "Germany" of a day before its unification does not say in which of two states the place lay.

    Examples
    --------
    >>> base = with_state(Capital(id="ramstein", name="Ramstein", country="DE", lon=7.6, lat=49.4))
    >>> in_nato(base, None), in_nato(base, date(1987, 12, 8))
    (True, None)
    """
    return None if _is_divided(place, day) else place.in_nato(day)


def tell_divided(places: Iterable[Capital], day: date | None) -> None:
    """Say which places count as no state's on a day, as their country was two states then.

    Examples
    --------
    >>> base = with_state(Capital(id="ramstein", name="Ramstein", country="DE", lon=7.6, lat=49.4))
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     tell_divided([base], date(1987, 12, 8))
    >>> print(str(told[0].message).partition(";")[0])
    Ramstein: Germany was two states on 1987-12-08, and such a place is counted as neither's
    """
    divided = [place for place in places if _is_divided(place, day)]
    if divided:
        name = shorten(divided[0].name)
        more = f" and {len(divided) - 1} more" if len(divided) > 1 else ""
        tell_reading(
            f"{name}{more}: Germany was two states on {day}, and such a place is counted as "
            f"neither's; write {name}, East Germany or {name}, West Germany (in a table in the "
            "column country)"
        )


def _is_divided(place: Capital, day: date | None) -> bool:
    past = None if _former(place.country) else past_on(place.iso_a3, day)
    return past is not None and not past.state


def past_on(code: str, day: date | None) -> Past | None:
    """Return the state that had the land of a present one on a day; None if it was its own.

    Examples
    --------
    >>> past_on("UKR", date(1987, 12, 8)).state, past_on("UKR", date(1991, 8, 24))
    ('Soviet Union', None)
    """
    past = past_of(code)
    return past if past and day is not None and day <= past.until else None


@cache
def past_of(code: str) -> Past | None:
    """Return the state that had the land of a present one before it; None if none had.

    Examples
    --------
    >>> past_of("DEU").state, str(past_of("DEU").until), past_of("POL")
    ('', '1990-10-02', None)
    """
    before = [row for row in former_states().values() if code in land_codes(row.country)]
    rows = [r for r in _capitals() if r.iso_a3 == code and r.country not in former_states()]
    begun = [row.since for row in rows]
    if not before or not all(begun):
        return None
    until = min(earliest_day(since) for since in begun if since) - timedelta(days=1)
    if len(before) > 1:
        return Past("", until, None)
    return Past(before[0].country, until, before[0].warsaw_pact_until)


def _former(name: str) -> Capital | None:
    """Return the last capital of a state that is no more, by any name of it."""
    return former_states().get(state_called(name) or "") if name else None


def _known_of(row: Capital, former: Capital) -> dict[str, object]:
    """Return the columns on a state that is no more, as far as its land tells its later ones.

    What was East Germany's is in NATO from the day on that it is Germany's.
    """
    pact_until = row.warsaw_pact_until or former.warsaw_pact_until
    known: dict[str, object] = {"warsaw_pact_until": pact_until}
    if len(codes := land_codes(former.country)) > 1:
        return known
    later = _states()[codes[0]]
    joins = later.nato_since and row.until is None
    return known | {
        "un_status": row.un_status or former.un_status,
        "nato_since": row.nato_since or former.nato_since or (later.since if joins else None),
    }


@cache
def former_states() -> Mapping[str, Capital]:
    """Return the last capitals of the states that are no more, by the name of the state.

    Examples
    --------
    >>> sorted(former_states())[:3], former_states()["East Germany"].warsaw_pact_until
    (['Czechoslovakia', 'East Germany', 'South Vietnam'], '1990-09-24')
    """
    present = {row.country for row in _capitals() if row.stands_on(None)}
    return {row.country: row for row in _capitals() if row.country not in present}


@cache
def _states() -> dict[str, Capital]:
    """Return the present capitals by the code of their state."""
    return {row.iso_a3: row for row in _capitals() if row.stands_on(None)}


@cache
def _capitals() -> tuple[Capital, ...]:
    """Return infmap's own capitals of any day."""
    from infmap.catalogue.names.cities import capitals_by_id

    return tuple(
        Capital.model_validate({column: cell for column, cell in row.items() if cell})
        for row in capitals_by_id().values()
    )
