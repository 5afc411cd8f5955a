"""What the page *Method* says of the Earth's rotation, beside a flight followed step by step."""

import build_rotation as rotation
import numpy as np
import pytest


def flown(speed: float, lat: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Follow a missile over the turning Earth as its passengers would: with Coriolis's force."""
    phi, aim, steep = np.radians([lat, azimuth, elevation])
    turn = np.array([0, 0, rotation.TURN])
    up = np.array([np.cos(phi), 0, np.sin(phi)])
    east, north = np.array([0, 1, 0]), np.array([-np.sin(phi), 0, np.cos(phi)])
    level = np.sin(aim) * east + np.cos(aim) * north
    now = np.concatenate(
        [rotation.RADIUS_KM * up, speed * (np.sin(steep) * up + np.cos(steep) * level)]
    )

    def change(state: np.ndarray) -> np.ndarray:
        place, pace = state[:3], state[3:]
        pull = -rotation.PULL * place / np.linalg.norm(place) ** 3
        felt = pull - 2 * np.cross(turn, pace) - np.cross(turn, np.cross(turn, place))
        return np.concatenate([pace, felt])

    step = 10.0
    while step > 1e-6:
        first = change(now)
        second = change(now + step / 2 * first)
        third = change(now + step / 2 * second)
        fourth = change(now + step * third)
        after = now + step / 6 * (first + 2 * second + 2 * third + fourth)
        if np.linalg.norm(after[:3]) < rotation.RADIUS_KM:
            step /= 2
        else:
            now = after
    there = now[:3] / np.linalg.norm(now[:3])
    away = rotation.RADIUS_KM * np.arccos(there @ up)
    return away, np.degrees(np.arctan2(there @ east, there @ north)) % 360


@pytest.mark.parametrize("azimuth", [10, 90, 170, 270])
@pytest.mark.parametrize(("range_km", "lat"), [(500, 55), (5000, 55), (5500, 0), (2000, -33)])
def test_a_shot_lands_where_one_that_is_followed_lands(range_km, lat, azimuth):
    speed = rotation.speed_for(range_km)
    away, direction = rotation.impact(speed, lat, np.array([azimuth]), np.array([36.0]))
    followed, towards = flown(speed, lat, azimuth, 36.0)
    assert away[0] == pytest.approx(followed, abs=0.01)
    assert direction[0] == pytest.approx(towards, abs=1e-3)


def test_the_page_has_what_the_model_says():
    text = rotation.PAGE.read_text("utf-8")
    assert rotation.page(text) == text, "run python scripts/build_rotation.py"
    assert text.count("| 5000 km | -23 km | +244 km | +34 km | -197 km | 25 km |") == 1
