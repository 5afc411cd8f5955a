"""What is said of an argument of another kind than a function takes: one line that names it."""

import inspect
from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, ParamSpec, TypeGuard, TypeVar, Union, get_args, get_origin

from infmap.errors import InfmapError, shorten

Params = ParamSpec("Params")
Result = TypeVar("Result")
#: The classes of an annotation; one under `TYPE_CHECKING` by its name.
_Kinds = tuple[type | str, ...]

#: What people call a kind, and what to write; the first that is taken tells.
_TOLD: dict[type | str, tuple[str, str]] = {
    Path: ("a path", "give it as text or a pathlib.Path"),
    str: ("text", "write it as text, in quotes"),
    bool: ("True or False", "write one of these"),
    int: ("a whole number", "write it without quotes, as in 4"),
    float: ("a number", "write it without quotes, as in 300"),
}
#: What else is given, and from where.
_FROM = {
    "Axes": "give what infmap.plot_map or matplotlib's subplots returns",
    "Brief": "give what infmap.make_report returns",
    "Catalogue": "give what infmap.load returns",
    "Claim": "give one of Catalogue.claim_rows",
    "Population": "give what infmap.load_population returns",
    "Site": "give one of Catalogue.sites",
}


def unfit(what: str, wanted: str, given: object, remedy: str) -> InfmapError:
    """Return what is said of an argument that cannot be taken.

    Examples
    --------
    >>> print(unfit("dpi", "a number", "300", "write it without quotes"))
    dpi must be a number (got '300'); write it without quotes
    """
    return InfmapError(f"{what} must be {wanted} (got {shown(given)}); {remedy}")


def shown(given: object) -> str:
    """Return a value on one line, for a message; a table by its class and size alone.

    Examples
    --------
    >>> shown("300"), shown(("a", 1))
    ("'300'", "('a', 1)")
    """
    size = getattr(given, "shape", None)
    if isinstance(size, tuple) and size:
        return f"{type(given).__name__} of {' x '.join(map(str, size))}"
    return shorten(" ".join(repr(given).split()))


def checks_kinds(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Return a function that refuses an argument of another class than its annotation names.

    What is annotated with more than classes, or with a day, the function reads by itself.

    Examples
    --------
    >>> @checks_kinds
    ... def half(km: float) -> float:
    ...     return km / 2
    >>> half(5), half("5")
    Traceback (most recent call last):
    infmap.errors.InfmapError: km must be a number (got '5'); write it without quotes, as in 300
    """
    parameters = inspect.signature(function).parameters

    @cache
    def kinds_of(name: str) -> _Kinds | None:
        return _kinds(parameters[name].annotation) if name in parameters else None

    @wraps(function)
    def checked(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        # What is too much or lacks is told by Python's own call.
        for name, value in (*zip(parameters, args, strict=False), *kwargs.items()):
            kinds = kinds_of(name)
            if kinds and not any(_is_a(value, kind) for kind in kinds):
                raise unfit(name, *_wanted(kinds, value))
        return function(*args, **kwargs)

    return checked


def is_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a number: True and False are none.

    Examples
    --------
    >>> is_number(4), is_number(True), is_number("4")
    (True, False, False)
    """
    return isinstance(value, Real) and not is_truth(value)


def is_truth(value: object) -> bool:
    """Return whether a value is True or False, Python's or numpy's.

    Examples
    --------
    >>> is_truth(False), is_truth(0)
    (True, False)
    """
    return type(value).__name__ in {"bool", "bool_"}


def _kinds(annotation: Any) -> _Kinds | None:
    """Return the classes that an annotation names, or None if it says more than classes do."""
    is_union = get_origin(annotation) in (Union, UnionType)
    members = get_args(annotation) if is_union else (annotation,)
    if date in members or not all(map(_is_class, members)):
        return None
    return members


def _is_class(member: object) -> bool:
    if isinstance(member, str):
        return member.isidentifier()
    return isinstance(member, type) and member is not inspect.Parameter.empty


def _is_a(value: object, kind: type | str) -> bool:
    if isinstance(kind, str):
        return kind in {each.__name__ for each in type(value).__mro__}
    if getattr(kind, "_is_protocol", False):
        return all(hasattr(value, name) for name in vars(kind) if not name.startswith("_"))
    if kind is float:
        return is_number(value)
    if kind is int:
        return is_number(value) and isinstance(value, Integral)
    if kind is bool:
        return is_truth(value)
    return isinstance(value, PathLike if kind is Path else kind)


def _wanted(kinds: _Kinds, value: object) -> tuple[str, object, str]:
    """Return what an argument must be, what it is, and what to write."""
    for kind, (wanted, remedy) in _TOLD.items():
        if kind in kinds:
            return wanted, value, remedy
    classes = (kind for kind in kinds if kind is not NoneType)
    names = [kind if isinstance(kind, str) else kind.__name__ for kind in classes]
    return f"of the kind {' or '.join(names)}", value, _FROM.get(names[0], "give one")
