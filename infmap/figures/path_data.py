"""Paths as SVG writes them, in few letters: circles as arcs, lines as steps from point to point."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from matplotlib.path import Path

from infmap.geodesy.arrays import Floats

#: So many points at least make a circle, which they leave by less than this, in points of paper.
_LEAST_POINTS, _OFF_CIRCLE = 12, 0.02
#: An arc is at most so much of a turn: half of one says not on which side its middle lies.
_MOST_TURN = 2 * np.pi / 3
_NAMES = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


def number(value: float, digits: int = 2) -> str:
    """Return a number without what it need not have.

    Examples
    --------
    >>> number(0.5), number(-12.3456), number(3.0), number(-0.001)
    ('.5', '-12.35', '3', '0')
    """
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    whole = text.replace("-0.", "-.") if text.startswith("-") else text.removeprefix("0") or "0"
    return "0" if whole == "-0" else whole


def numbers(values: Iterable[str]) -> str:
    """Return numbers with a space where one is needed between them.

    Examples
    --------
    >>> numbers(["1", "-2", ".5", ".3", "4"])
    '1-2 .5.3 4'
    """
    text, last = "", ""
    for value in values:
        joins = not text or value[0] == "-" or (value[0] == "." and "." in last)
        text += value if joins else f" {value}"
        last = value
    return text


def path_data(path: Path) -> str:
    """Return a path in points of paper, downwards from the upper left, as SVG's ``d``.

    Numbers are cut to a hundredth of a point; arcs stand for runs of points on a circle.

    Examples
    --------
    >>> path_data(Path([(1, 2.5), (10, 2.5)]))
    'M1 2.5L10 2.5'
    >>> turn = np.linspace(0, 2 * np.pi, 73)
    >>> path_data(Path(np.column_stack([np.cos(turn), np.sin(turn)]) * 100, closed=True))
    'M100 0A100 100 0 0 1-50 86.6A100 100 0 0 1-50-86.6A100 100 0 0 1 100 0z'
    """
    if path.codes is not None and np.isin(path.codes, [Path.CURVE3, Path.CURVE4]).any():
        return "".join(
            "z" if code == Path.CLOSEPOLY else _NAMES[code] + numbers(map(number, vertices))
            for vertices, code in path.iter_segments(simplify=False, curves=True)
        )
    return "".join(_run(*run) for run in runs(path))


def steps_data(path: Path) -> str:
    """Return a path of lines as steps in tenths of a point, from the origin.

    Examples
    --------
    >>> steps_data(Path([(1, 2.5), (10, 2.52), (10, 2.53), (0, 0)], closed=True))
    'm10 25 90 0z'
    """
    text, here = "", np.zeros(2, int)
    for points, is_closed in runs(path):
        tenths = np.rint(points * 10).astype(int)
        steps = np.diff(tenths, axis=0, prepend=here[None])
        steps = steps[np.append(True, steps[1:].any(axis=1))]
        text += "m" + numbers(map(str, steps.ravel().tolist())) + "z" * is_closed
        here = tenths[0] if is_closed else tenths[-1]
    return text


def runs(path: Path) -> Iterator[tuple[Floats, bool]]:
    """Yield the lines of a path: their points, and whether they are closed."""
    points = np.asarray(path.vertices, float)
    if path.codes is None:
        yield points, False
        return
    codes = np.asarray(path.codes)
    starts = np.append(np.flatnonzero(codes == Path.MOVETO), len(points))
    for start, end in pairwise(starts.tolist()):
        is_closed = codes[end - 1] == Path.CLOSEPOLY
        yield points[start : end - 1 if is_closed else end], bool(is_closed)


def is_round(path: Path) -> bool:
    """Return whether some part of a path is of a circle."""
    return any(_circle(points) is not None for points, _ in runs(path))


def _run(points: Floats, is_closed: bool) -> str:
    circle = _circle(points)
    if circle is None:
        return "M" + "L".join(_at(point) for point in points) + "z" * is_closed
    radius, turn = circle
    whole = np.vstack([points, points[:1]]) if is_closed else points
    total = (len(whole) - 1) * abs(turn)
    count = int(np.ceil(total / _MOST_TURN - 1e-6))
    at = np.rint(np.linspace(0, len(whole) - 1, count + 1)).astype(int)
    size = number(radius)
    arcs = (
        "A" + numbers((size, size, "0", "0", "1" if turn > 0 else "0", *map(number, whole[k])))
        for k in at[1:]
    )
    return f"M{_at(whole[0])}{''.join(arcs)}{'z' * is_closed}"


def _at(point: Floats) -> str:
    return numbers(map(number, point))


def _circle(points: Floats) -> tuple[float, float] | None:
    """Return the radius of a circle that points go round evenly, and their turn from each to each.

    None where they do not.
    """
    if len(points) < _LEAST_POINTS:
        return None
    around = points - points.mean(axis=0)
    system = np.column_stack([2 * around, np.ones(len(around))])
    (x, y, rest), *_ = np.linalg.lstsq(system, (around**2).sum(axis=1))
    radius = float(np.sqrt(rest + x * x + y * y))
    spokes = (around - (x, y)) @ (1, 1j)
    if not (np.abs(np.abs(spokes) - radius) < _OFF_CIRCLE).all():
        return None
    turns = np.angle(spokes[1:] / spokes[:-1])
    turn = float(turns.mean())
    return (radius, turn) if (np.abs(turns - turn) < 0.01).all() and turn else None
