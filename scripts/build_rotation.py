"""Write the table of what the Earth's rotation does to a ring into the page *Method*.

Run with ``python scripts/build_rotation.py``. A test fails while the page is out of date.

The model is the plainest that shows the size: no air, a round Earth, the speed gained at once. The
speed is that which carries a missile just so far over an Earth that stands still; over the turning
one it is shot in every direction at the angle that carries it farthest.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import made_parts
import numpy as np

from infmap.geodesy import distance_km
from infmap.geodesy.arrays import Floats

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method.md"

#: Of the Earth: its mean radius, its pull (km³/s²) and its turn (radians a second), of WGS 84.
RADIUS_KM, PULL, TURN = 6371.0088, 398_600.4418, 7.292115e-5
#: The latitude of Shuya, nearly that of Kaliningrad, Redzikowo and Kapustin Yar's north.
LAT = 55.0
RANGES_KM = (500, 1000, 2000, 2500, 5000, 5500)
DIRECTIONS = {"north": 0, "east": 90, "south": 180, "west": 270}


def impact(
    speed: float, lat: float, azimuth: Floats, elevation: Floats, turn: float = TURN
) -> tuple[Floats, Floats]:
    """Return how far away, and in which direction, a missile comes down.

    Parameters
    ----------
    speed : float
        Over the ground, in kilometres a second.
    lat : float
        Of the launcher, in degrees.
    azimuth, elevation : array
        In degrees: where it is aimed, as seen from the ground.
    turn : float
        Of the Earth, in radians a second.

    Returns
    -------
    distance_km, direction : array
        Over the ground; degrees clockwise from north.

    Examples
    --------
    A shot over a standing Earth lands where it is aimed:

    >>> km, direction = impact(2.0, 0.0, np.array([90.0]), np.array([45.0]), turn=0)
    >>> km.round(), direction.round()
    (array([421.]), array([90.]))
    """
    phi, aim, steep = np.radians(lat), np.radians(azimuth), np.radians(elevation)
    up = np.array([np.cos(phi), 0, np.sin(phi)])
    east, north = np.array([0, 1, 0]), np.array([-np.sin(phi), 0, np.cos(phi)])
    level = np.sin(aim)[..., None] * east + np.cos(aim)[..., None] * north
    along = speed * np.cos(steep)[..., None] * level + turn * RADIUS_KM * np.cos(phi) * east
    rising, crossing = speed * np.sin(steep), np.linalg.norm(along, axis=-1)
    # The orbit: its long half axis, its flatness, and the angles from its lowest point.
    axis = 1 / (2 / RADIUS_KM - (rising**2 + crossing**2) / PULL)
    width = (RADIUS_KM * crossing) ** 2 / PULL
    flatness = np.sqrt(1 - width / axis)
    true = np.arccos((width / RADIUS_KM - 1) / flatness)
    middle = 2 * np.arctan2(
        np.sqrt(1 - flatness) * np.sin(true / 2), np.sqrt(1 + flatness) * np.cos(true / 2)
    )
    seconds = 2 * (np.pi - middle + flatness * np.sin(middle)) * np.sqrt(axis**3 / PULL)
    angle = 2 * (np.pi - true)
    there = np.cos(angle)[..., None] * up + np.sin(angle)[..., None] * along / crossing[..., None]
    # Meanwhile the ground has turned on.
    turned = turn * seconds
    x = there[..., 0] * np.cos(turned) + there[..., 1] * np.sin(turned)
    y = there[..., 1] * np.cos(turned) - there[..., 0] * np.sin(turned)
    landed = np.stack([x, y, there[..., 2]], axis=-1)
    away = RADIUS_KM * np.arccos(np.clip(landed @ up, -1, 1))
    return away, np.degrees(np.arctan2(landed @ east, landed @ north)) % 360


def speed_for(range_km: float) -> float:
    """Return the speed that carries just so far over an Earth that stands still, in km/s.

    Examples
    --------
    >>> f"{speed_for(5000):.2f}"
    '5.88'
    """
    # The least that does: the well-known arc between two points of a circle.
    half = np.sin(range_km / RADIUS_KM / 2)
    return float(np.sqrt(2 * PULL / RADIUS_KM * half / (1 + half)))


def shifts_km(range_km: float, lat: float = LAT) -> list[float]:
    """Return how much farther a missile goes to the north, east, south and west.

    Examples
    --------
    >>> [round(km) for km in shifts_km(5000)]
    [-23, 244, 34, -197]
    """
    aims, angles = np.arange(0, 360, 0.5), np.arange(15, 55, 0.1)
    away, direction = impact(speed_for(range_km), lat, aims[:, None], angles[None, :])
    farthest = away.argmax(axis=1)[:, None]
    away, direction = (np.take_along_axis(each, farthest, 1)[:, 0] for each in (away, direction))
    shifts: list[float] = (
        np.interp(list(DIRECTIONS.values()), direction, away, period=360) - range_km
    ).tolist()
    return shifts


def sphere_km(range_km: float) -> float:
    """Return by how much a sphere is wrong at most at this distance.

    Examples
    --------
    >>> round(sphere_km(5000))
    25
    """
    lats, azimuths = np.meshgrid(np.arange(-90, 90.5, 0.5), np.arange(0, 181, 5.0))
    phi, aim, angle = np.radians(lats), np.radians(azimuths), range_km / RADIUS_KM
    there = np.arcsin(np.sin(phi) * np.cos(angle) + np.cos(phi) * np.sin(angle) * np.cos(aim))
    around = np.arctan2(
        np.sin(aim) * np.sin(angle) * np.cos(phi), np.cos(angle) - np.sin(phi) * np.sin(there)
    )
    true = distance_km(np.zeros(lats.size), lats.ravel(), np.degrees(around).ravel(),
                       np.degrees(there).ravel())  # fmt: skip
    return float(np.abs(true - range_km).max())


def table() -> Iterator[Sequence[str]]:
    """Yield the rows: heads first."""
    yield "nominal range", *(f"to the {name}" for name in DIRECTIONS), "a sphere's error, at most"
    for range_km in RANGES_KM:
        shifts = (f"{round(km):+d} km" for km in shifts_km(range_km))
        yield f"{range_km} km", *shifts, f"{sphere_km(range_km):.0f} km"


def page(text: str) -> str:
    """Return the page with the table made anew."""
    return made_parts.with_parts(
        text, __file__, {"rotation": made_parts.table(table(), numbers=True)}
    )


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
