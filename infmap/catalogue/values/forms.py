"""Decides whether several forms of a position in one text, as in Wikipedia, are one position."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from infmap.catalogue.values.degrees import Position, position_text
from infmap.catalogue.values.refused import RefusedError

_BETWEEN = re.compile(r" ?[/|(\[] ?|[)\]]$")
_NUMBER = re.compile(r"\d+(?:[.,](\d+))?")


@dataclass(frozen=True)
class Form:
    """One of several forms of a position."""

    position: Position
    #: Degrees of one step of the last place that it gives.
    step: float


def forms_of(written: str, read: Callable[[str], Position]) -> list[Form]:
    """Return the forms of which a text has several, or an empty list for any other text.

    Forms stand beside a stroke, or one in brackets; each is a position as `read` reads it.
    """
    parts = [part for part in _BETWEEN.split(written) if part]
    try:
        return [Form(read(part), _step(part)) for part in parts] if len(parts) > 1 else []
    except RefusedError:
        return []


def _step(form: str) -> float:
    """Return the degrees of one step of the last place in a form.

    Examples
    --------
    >>> _step("54.5N 10.25E"), _step("54 30 N 10 15 E") == 1 / 60
    (0.1, True)
    """
    decimals = [match[1] or "" for match in _NUMBER.finditer(form)]
    half = len(decimals) // 2  # degrees, or minutes and seconds too, of each coordinate
    if half not in {1, 2, 3} or len(decimals) != 2 * half:
        return 0.0
    places = min(len(decimals[half - 1]), len(decimals[-1]))
    return float(10.0**-places / 60.0 ** (half - 1))


def same_position(forms: list[Form]) -> Position:
    """Return the most precise of several forms; refuse them if they are not one position.

    Two agree if they differ by less than a step of the coarser one: some round, others cut off.

    Examples
    --------
    >>> same_position([Form((10.25, 54.5), 1 / 3600), Form((10.25001, 54.50001), 1e-5)])
    (10.25001, 54.50001)
    """
    best = min(forms, key=lambda form: form.step)
    for form in forms:
        east, north = (abs(a - b) for a, b in zip(form.position, best.position, strict=True))
        if max(min(east, 360 - east), north) > max(form.step * (1 - 1e-6), 1e-9):
            either = " or ".join(position_text(*one.position) for one in (form, best))
            raise RefusedError("its forms are two places", f"write {either}")
    return best.position
