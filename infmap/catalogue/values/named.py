"""Several values in one: by their names where they have names, else in their order.

A row of a table has its columns in any order: read by position, a latitude would be a longitude.
"""

from collections.abc import Iterable, Set
from typing import Any

from infmap.io.pieces import is_missing


def fields_of(given: Any) -> dict[str, object] | None:
    """Return the values of what names them, without those that are none; None if it has no names.

    A mapping, a row of a DataFrame, a named tuple, a record of numpy, a row of a database.

    Examples
    --------
    >>> import pandas as pd
    >>> [*fields_of(pd.Series({"lat": 54.71, "lon": 20.51, "note": None}))]
    ['lat', 'lon']
    >>> fields_of((20.51, 54.71)), fields_of(pd.Series([20.51, 54.71]))
    (None, None)
    """
    named: Iterable[tuple[Any, Any]]
    names: Any = getattr(given, "_fields", None)
    if isinstance(given, tuple) and names:
        named = zip(names, given, strict=True)
    elif names := getattr(getattr(given, "dtype", None), "names", None):
        named = ((name, given[name]) for name in names)
    elif callable(getattr(given, "keys", None)) and getattr(given, "ndim", 1) == 1:
        # Numbers for labels are an order: a Series made of a list has them.
        labels = [*given.keys()]
        if labels and not isinstance(given, dict) and not any(isinstance(k, str) for k in labels):
            return None
        named = ((label, given[label]) for label in labels)
    else:
        return None
    return {str(name): value for name, value in named if not is_missing(value)}


def in_order(given: Any, *names: str) -> tuple[Any, ...]:
    """Return values in the order of these names, or in their own where they have none.

    Raises `TypeError` where a name is missing, and where there is neither: a set has no order.

    Examples
    --------
    >>> in_order({"lat": 54.71, "lon": 20.51}, "lon", "lat"), in_order([20.51, 54.71], "lon", "lat")
    ((20.51, 54.71), (20.51, 54.71))
    """
    fields = fields_of(given)
    if fields is not None:
        if missing := [name for name in names if name not in fields]:
            raise TypeError(f"no {missing[0]}")
        return tuple(fields[name] for name in names)
    if isinstance(given, Set | bytes):
        raise TypeError("no order")
    return tuple(given)
