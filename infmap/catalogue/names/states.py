"""The state of a place, filled in from infmap's table of capitals; and the states of the past."""

from collections.abc import Mapping
from functools import cache

from infmap.catalogue.rows import Capital


def with_state(row: Capital) -> Capital:
    """Return a place, with the columns on its state filled in where blank.

    Examples
    --------
    >>> base = Capital(id="ramstein", name="Ramstein", country="DE", lon=7.6, lat=49.4)
    >>> base.in_nato(None), with_state(base).in_nato(None)
    (None, True)
    """
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
