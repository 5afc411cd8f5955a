"""Land on both sides of the antimeridian, where tables cut it and a map need not."""

from typing import Any

import numpy as np
import shapely


def joined(parts: Any) -> Any:
    """Return an array of polygons with those in one that meet at the antimeridian.

    Their eastern part goes on beyond 180 degrees. What goes round a pole stays as it is.

    Examples
    --------
    >>> east, west = shapely.box(170, 0, 180, 9), shapely.box(-180, 0, -175, 9)
    >>> [part.bounds for part in joined(np.array([east, west]))]
    [(170.0, 0.0, 185.0, 9.0)]
    """
    west, _, east, _ = shapely.bounds(parts).T
    begins, ends = west < -179.999, east > 179.999
    turn = np.array([360.0, 0.0])
    beyond = shapely.transform(parts[begins & ~ends], lambda points: points + turn)
    whole = shapely.union_all([*parts[ends & ~begins], *beyond])
    return np.append(parts[begins == ends], shapely.get_parts(whole))
