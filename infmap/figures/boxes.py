"""Boxes, points and lines on paper: which meet, and how far apart they are."""

import numpy as np

from infmap.geodesy.arrays import Floats


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


def line_distance(boxes: Floats, points: Floats) -> Floats:
    """Return the distance from each box to the nearest of the points of a line."""
    return np.asarray(np.sqrt(_squares(boxes, points).min(axis=1)))


def _squares(boxes: Floats, points: Floats) -> Floats:
    x, y = points.T
    left, bottom, right, top = boxes.T[:, :, None]
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
