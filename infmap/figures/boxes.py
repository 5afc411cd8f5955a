"""Boxes, points and lines on paper: which meet, and how far apart they are."""

from collections.abc import Collection, Mapping

import numpy as np
import shapely

from infmap.geodesy.arrays import Floats

#: So many points of a line lie together in a tree.
_RUN = 16


def meet(boxes: Floats, others: Floats, x: float = 0.0, y: float = 0.0) -> np.ndarray:
    """Return which boxes overlap which others, or come nearer than a distance.

    Examples
    --------
    >>> meet(np.array([[0, 0, 2, 2]]), np.array([[1, 1, 3, 3], [2, 0, 4, 2]])).tolist()
    [[True, False]]
    """
    one, two = boxes[:, None, :], others[None, :, :]
    return np.asarray(
        (one[..., 0] < two[..., 2] + x)
        & (two[..., 0] < one[..., 2] + x)
        & (one[..., 1] < two[..., 3] + y)
        & (two[..., 1] < one[..., 3] + y)
    )


def box_distance(boxes: Floats, points: Floats) -> Floats:
    """Return the distance from each box to each point, 0 within.

    Examples
    --------
    >>> box_distance(np.array([[0, 0, 2, 2]]), np.array([[5, 6], [1, 1]])).tolist()
    [[5.0, 0.0]]
    """
    return np.asarray(np.sqrt(_squares(boxes, points)))


def line_distance(boxes: Floats, line: Floats) -> Floats:
    """Return the distance from each box to the nearest of a line's points; infinity without one."""
    points = _drawn(line)
    if not len(points):
        return np.full(len(boxes), np.inf)
    return np.asarray(np.sqrt(_squares(boxes, points).min(axis=1)))


class NearLines:
    """Lines, each by a number, to be asked which of them are near some boxes.

    Runs of neighbouring points stand in a tree: the work does not grow with the lines that are far.

    Examples
    --------
    >>> lines = NearLines({1: np.array([[0.0, 5.0], [9.0, 5.0]]), 2: np.array([[90.0, 0.0]])})
    >>> box, reach = np.array([[0.0, 0.0, 2.0, 2.0]]), np.array([4.0])
    >>> lines.distances(box, reach, but=()), lines.distances(box, reach, but=[1])
    (array([[ 3., inf]]), array([[inf]]))
    """

    def __init__(self, lines: Mapping[float, Floats]) -> None:
        self._numbers = [*lines]
        runs, owners = [np.empty((0, _RUN, 2))], []
        for nth, line in enumerate(lines.values()):
            points = _drawn(line)
            if len(points):
                whole = np.pad(points, ((0, -len(points) % _RUN), (0, 0)), mode="edge")
                runs.append(whole.reshape(-1, _RUN, 2))
                owners += [nth] * len(runs[-1])
        self._runs, self._owners = np.concatenate(runs), np.array(owners, int)
        self._tree = shapely.STRtree(
            shapely.box(*self._runs.min(axis=1).T, *self._runs.max(axis=1).T)
        )

    def distances(self, boxes: Floats, reach: Floats, but: Collection[float]) -> Floats:
        """Return how far each line is from each box: infinity beyond the box's reach.

        A row for each box, a column for each line but those named.
        """
        far = np.maximum(reach, 0.0)
        box, run = self._tree.query(
            shapely.box(*(boxes[:, :2] - far[:, None]).T, *(boxes[:, 2:] + far[:, None]).T)
        )
        squares = _squares_each(boxes[box].T[:, :, None], *self._runs[run].transpose(2, 0, 1))
        found = np.full((len(boxes), len(self._numbers)), np.inf)
        np.minimum.at(found, (box, self._owners[run]), np.sqrt(squares.min(axis=1)))
        return found[:, [nth for nth, number in enumerate(self._numbers) if number not in but]]


def _drawn(line: Floats) -> Floats:
    """Return the points of a line that a projection shows."""
    return line[np.isfinite(line).all(axis=1)]


def _squares(boxes: Floats, points: Floats) -> Floats:
    return _squares_each(boxes.T[:, :, None], *points.T)


def _squares_each(boxes: Floats, x: Floats, y: Floats) -> Floats:
    left, bottom, right, top = boxes
    across = np.maximum(np.maximum(left - x, x - right), 0.0)
    up = np.maximum(np.maximum(bottom - y, y - top), 0.0)
    return np.asarray(across * across + up * up)


def crossings(boxes: Floats, points: Floats) -> Floats:
    """Return whether a line has a point in each box, as a number."""
    x, y = points.T
    left, bottom, right, top = boxes.T[:, :, None]
    inside = (x > left) & (x < right) & (y > bottom) & (y < top)
    return np.asarray(inside.any(axis=1), float)


def line_meets(lines: Floats, boxes: Floats, clear: float = 0.6) -> np.ndarray:
    """Return which lines run through which boxes."""
    start, along = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None, :]
    along = np.where(np.abs(along) < 1e-9, 1e-9, along)
    # Where each line enters and leaves the box's strip, in shares of the line.
    low = (boxes[None, :, :2] - clear - start) / along
    high = (boxes[None, :, 2:] + clear - start) / along
    enters = np.minimum(low, high).max(axis=2)
    leaves = np.maximum(low, high).min(axis=2)
    return np.asarray(np.maximum(enters, 0.0) < np.minimum(leaves, 1.0))


def lines_cross(lines: Floats) -> np.ndarray:
    """Return which lines cross which others."""
    x, y, end_x, end_y = lines.T

    def side() -> np.ndarray:
        """Return on which side of each line the starts and the ends of the others lie."""
        dx, dy = (end_x - x)[:, None], (end_y - y)[:, None]
        start = dx * (y[None, :] - y[:, None]) - dy * (x[None, :] - x[:, None])
        end = dx * (end_y[None, :] - y[:, None]) - dy * (end_x[None, :] - x[:, None])
        return np.asarray(start * end < 0)

    apart = side()
    return np.asarray(apart & apart.T)


def segment_distances(lines: Floats, points: Floats) -> Floats:
    """Return the distance from each line to each point."""
    start, along = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None, :]
    away = points[None, :, :] - start
    share = (away * along).sum(axis=2) / np.maximum((along**2).sum(axis=2), 1e-9)
    return np.asarray(np.linalg.norm(away - np.clip(share, 0, 1)[:, :, None] * along, axis=2))
