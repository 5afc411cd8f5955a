"""Which capitals of a map are named before others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from infmap.analysis.counts import is_foreign
from infmap.analysis.reach import Reach
from infmap.catalogue.names.cities import people_at
from infmap.catalogue.names.states import in_nato
from infmap.catalogue.rows import Capital
from infmap.figures.discs import Marks
from infmap.figures.faces import Weight
from infmap.geodesy.arrays import Floats
from infmap.looks.rows import CoverageRow

# Of places within nobody's reach NATO's are named first, then where most people live: so many, or
# more to make so many names in all, and not much farther than those within reach; where there are
# none, more.
_MOST_OTHERS, _LEAST_NAMED, _JUST_OUTSIDE, _MOST_ALONE = 3, 10, 1.25, 40
#: What it costs to leave a name out: in question, within reach, or a place beside.
ASKED, REACHED, OTHER = 10.0, 4.0, 1.0


class PlacedCapital(NamedTuple):
    """A capital, its row of coverage and its position on paper, points from the lower left."""

    capital: Capital
    row: CoverageRow
    x: float
    y: float


def circles_of(places: Iterable[PlacedCapital], radius: float) -> Floats:
    """Return the marks of places as rows of middle and radius."""
    return np.array([(place.x, place.y, radius) for place in places]).reshape(-1, 3)


def face_of(place: PlacedCapital, day: date | None) -> Weight:
    """Return the weight of a place's name: NATO's are heavier."""
    return "semibold" if in_nato(place.capital, day) else "normal"


def name_weights(
    places: Sequence[PlacedCapital],
    marks: Marks,
    asked: Collection[str] | None,
    day: date | None,
) -> dict[str, float]:
    """Return by id what it costs to leave each name out; nothing, if it is to be unnamed.

    First come the places `asked` for, without it those in dispute.
    """
    people = people_at((place.capital.lon, place.capital.lat) for place in places)
    numbers = [number or 0 for number in people]
    # Places of NATO first: beside those within reach they are what a reader looks for.
    order = sorted(
        range(len(places)), key=lambda k: (not in_nato(places[k].capital, day), -numbers[k], k)
    )
    told_km = [place.row["distance_km"] for place in places if marks.is_told(place.row)]
    most, farthest_km = _MOST_ALONE, np.inf
    if told_km:
        most = max(_MOST_OTHERS, _LEAST_NAMED - len(told_km))
        farthest_km = _JUST_OUTSIDE * max(told_km) if most == _MOST_OTHERS else np.inf
    weights, others = {}, 0
    for nth, k in enumerate(order):
        ident, row = places[k].capital.id, places[k].row
        told = marks.is_told(row)
        disputed = told and row["reach"] == Reach.SOME and is_foreign(row)
        weight = 0.0
        if disputed if asked is None else ident in asked:
            weight = ASKED
        elif told:
            weight = REACHED
        elif others < most and row["distance_km"] <= farthest_km:
            others += 1
            weight = OTHER
        # Of two for one place, that which a reader looks for.
        weights[ident] = weight * (1.4 - 0.4 * nth / len(order))
    return weights


def alike(weights: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return what names cost on maps of one window: what is asked of one is asked of all.

    A place that matters on none of them is named only if each would.

    Examples
    --------
    >>> alike([{"oslo": 4.0, "rome": 1.0}, {"oslo": 0.0, "rome": 0.0}])
    {'oslo': 4.0, 'rome': 0.0}
    """
    each = {ident: [one[ident] for one in weights] for ident in weights[0]}
    return {ident: max(its) if max(its) >= REACHED else min(its) for ident, its in each.items()}
