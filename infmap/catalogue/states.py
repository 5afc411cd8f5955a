"""The state of each of a caller's places, filled in from infmap's table of capitals."""

from functools import cache

from infmap.catalogue.bundled import Table, data_path
from infmap.catalogue.reading.faults import Numbered, Reading
from infmap.catalogue.reading.reader import read_table
from infmap.catalogue.rows import Capital


def with_states(reading: Reading, rows: Numbered[Capital]) -> Numbered[Capital]:
    """Return a caller's places, with the columns on their state filled in where blank.

    Parameters
    ----------
    reading : Reading
        Takes the fault of a row whose country and code name two states.
    rows : list of (int, Capital)
        Rows with their numbers.

    Returns
    -------
    list of (int, Capital)
        With code, country, UN status and alliances where the row leaves them blank. Nothing is
        filled in for a country that infmap does not know.
    """
    return [(number, _with_state(reading, number, row)) for number, row in rows]


def _with_state(reading: Reading, number: int, row: Capital) -> Capital:
    from infmap.catalogue.names.countries import country_code

    by_name = country_code(row.country) if row.country else None
    by_code = country_code(row.iso_a3) if row.iso_a3 else None
    if by_name and by_code and by_name != by_code:
        remedy = f"write {by_name} if the country is right, or correct the country"
        problem = f"is the code of another state than {row.country}"
        reading.fault(number, "iso_a3", problem, row.iso_a3, remedy)
        return row
    return with_state(row)


def with_state(row: Capital) -> Capital:
    """Return a place, with the columns on its state filled in where blank.

    Examples
    --------
    >>> base = Capital(id="ramstein", name="Ramstein", country="DE", lon=7.6, lat=49.4)
    >>> base.in_nato(None), with_state(base).in_nato(None)
    (None, True)
    """
    state = state_of(row.iso_a3 or row.country)
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
def _states() -> dict[str, Capital]:
    """Return the present capitals by the code of their state."""
    rows = read_table(Reading(data_path(Table.CAPITALS), own=False), Capital)
    return {row.iso_a3: row for _, row in rows if row.stands_on(None)}
