r"""Proved bounds on the WGS 84 geodesic distance, cheap enough for hundreds of millions of pairs.

A position of longitude :math:`\lambda` and reduced (parametric) latitude :math:`\beta`, with
:math:`\tan\beta = (b/a)\tan\varphi`, is the unit vector
:math:`u = (\cos\beta\cos\lambda, \cos\beta\sin\lambda, \sin\beta)` of the auxiliary sphere; the
ellipsoid is that sphere stretched, :math:`(a u_x, a u_y, b u_z)`. So a step :math:`du` on the
sphere is a step on the ellipsoid of

.. math:: ds^2 = a^2 (|du|^2 - e^2\,dz^2), \qquad z = u_z, \quad e^2 = 1 - b^2/a^2. \tag{1}

Let :math:`\sigma` be the central angle between two such vectors and :math:`s` the length of the
shortest geodesic between the positions.

**First bounds.** :math:`0 \le dz^2 \le |du|^2`, so every path of length :math:`\ell` on the sphere
is one of :math:`b\ell` to :math:`a\ell` on the ellipsoid. The shortest path on the sphere is
:math:`\sigma` long, hence for every pair, antipodal ones included,

.. math:: b\,\sigma \le s \le a\,\sigma. \tag{2}

The two are 0.34 % apart.

**Second upper bound.** The great-circle arc is a path too. By (1) and
:math:`\sqrt{1-x} \le 1 - x/2`,

.. math:: s \le \varphi = a\left(\sigma - \tfrac{e^2}{2} J\right), \qquad
          J = \int_0^\sigma \dot z^2\,dt
            = \frac{(z_1+z_2)^2(\sigma-\sin\sigma)}{4(1+\cos\sigma)}
            + \frac{(z_1-z_2)^2(\sigma+\sin\sigma)}{4(1-\cos\sigma)}, \tag{3}

along :math:`z(t) = (z_1\sin(\sigma-t) + z_2\sin t)/\sin\sigma`. This is the formula of Andoyer and
Lambert, with :math:`e^2/2` instead of the flattening, so that it is never too short.

**Second lower bound.** Fix the first position and move the second. A function whose gradient in the
metric (1) is at most :math:`1+\varepsilon` along a path differs by at most :math:`1+\varepsilon`
times its length between the ends, so :math:`s \ge \varphi/(1+\varepsilon)`. For the gradient let
the great circle be :math:`z = \kappa\cos\theta`, from :math:`\theta_0` to
:math:`\theta_1 = \theta_0 + \sigma`, and :math:`\eta^2 = 1 - \kappa^2`. Along the great circle
:math:`J` grows by :math:`\kappa^2\sin^2\theta_1`, across it by
:math:`\eta\kappa(w\sin\theta_0+\sin\theta_1)` up to sign, where :math:`w = \sigma/\sin\sigma`.
With (1) inverted on the tangent plane the terms of order :math:`e^2` cancel, and

.. math:: a^{-2}|\nabla\varphi|^2 - 1
          = \tfrac{e^4}{4}\left[\kappa^4\sin^4\theta_1
          + \eta^2\kappa^2(w\sin\theta_0-\sin\theta_1)^2\right] + R,
          \qquad |R| \le \tfrac{5}{16}\,\tfrac{e^6}{1-e^2}\,W, \quad W = (1+w)^2. \tag{4}

The bracket is at most :math:`\kappa^4 + \kappa^2(1-\kappa^2)W \le W^2/(4(W-1)) \le W/3`, since
:math:`W \ge 4`. Half the sum, rounded up, is

.. math:: \varepsilon = e^4 W / 23. \tag{5}

:math:`W` grows with :math:`\sigma`, and the geodesic may stray further than its end: a point of it
at :math:`\sigma'` has :math:`a\sigma \ge s \ge b(\sigma' + \sigma' - \sigma)` by (2), so
:math:`\sigma' \le \sigma(a+b)/(2b)`, and there :math:`w` is taken. The width of the bracket is 8e-6
of the distance at 500 km, 9e-6 at 5,500 km, 1.3e-5 at 10,000 km and 2e-4 at 18,000 km.

**Blocks.** Let all places of a block lie within the angle :math:`r` of a vector :math:`m`, and
let :math:`\theta` be the angle between a site and :math:`m`. By the triangle inequality on the
sphere every :math:`\sigma` lies between :math:`\theta - r` and :math:`\theta + r`. Hence by (2),
for every place of the block,

.. math:: b\,(\theta - r) \le s \le a\,(\theta + r). \tag{6}

**Discs.** Which places lie within :math:`D` of a position? Let :math:`\sigma_0 = D/a`,
:math:`h = e^2/2`, and let :math:`J_0` be (3) at :math:`\sigma_0` for any two :math:`z_1, z_2`. Then

.. math:: g = \cos\sigma - \cos\sigma_0 + h\sin\sigma_0\,J_0 \tag{7}

is, for a given position, a weighted sum of the other's :math:`x, y, z, z^2` and 1, since
:math:`\cos\sigma` is the dot product. For all pairs with
:math:`|\sigma-\sigma_0| \le 1.01\,h\sigma_0`,

.. math:: |g - \sin\sigma_0\,(\sigma_0 - \varphi/a)| \le 1.7\,h^2\sigma_0^2. \tag{8}

With :math:`\nu = \sigma-\sigma_0` the left side is
:math:`|h\sin\sigma_0\,(J_0 - J) - \tfrac12\nu^2\cos\xi|` for a :math:`\xi` between. Half the sum of
two unit vectors is :math:`\cos\tfrac\sigma2` long, half the difference :math:`\sin\tfrac\sigma2`;
hence :math:`A = (z_1+z_2)^2/4 \le (1+\cos\sigma)/2` and
:math:`B = (z_1-z_2)^2/4 \le (1-\cos\sigma)/2`. At a :math:`\xi` between they exceed the same bounds
by 13 % and 0.7 % at most, so that

.. math:: \frac{dJ}{d\xi} = \xi\sin\xi\left[\frac{A}{(1+\cos\xi)^2}
          - \frac{B}{(1-\cos\xi)^2}\right]

is at most :math:`1.13\cdot\tfrac\xi2\tan\tfrac\xi2`, and at least
:math:`-1.007\cdot\tfrac\xi2\cot\tfrac\xi2 \ge -1.007`. Times :math:`\sin\sigma_0` both are less
than :math:`1.15\,\sigma_0` in size, as
:math:`\sin\sigma_0\tan\tfrac{\sigma_0}2 = 1-\cos\sigma_0 \le 2`. That makes :math:`1.17` of the
:math:`1.7`, and :math:`\tfrac12\nu^2` the rest.

So by (8) and (5) a place is within :math:`D` if :math:`g \ge 1.7 h^2\sigma_0^2`, and is not if
:math:`-g > 1.7 h^2\sigma_0^2 + \varepsilon\sigma_0\sin\sigma_0`. All other pairs (2) decides, by
more than 16 mm from 1 km up, and :math:`g` does not contradict it: nearer pairs have
:math:`g \ge \cos\sigma - \cos\sigma_0 > 0`. For farther ones let
:math:`\Delta = \cos\sigma_0 - \cos\sigma`. With the bounds of :math:`A` and :math:`B`,
:math:`\sin\sigma_0\,J_0 \le \sigma_0\sin\sigma_0 + 2\Delta`, and
:math:`\Delta \ge 1.01\,h\sigma_0\sin\sigma_0 - 0.52\,h^2\sigma_0^2`; hence
:math:`g \le h\sigma_0\sin\sigma_0 - (1-2h)\Delta \le 0.52\,h^2\sigma_0^2`. This leaves 0.5 km open
around an edge of 5,500 km. Beyond `_FARTHEST_M`, (2) gives the edges, with :math:`h = 0`.

**Rounding in float64.** numpy's tangents are off by at most 4 units in the last place, each
``2**-52`` of it. A tangent's arc is off by at most half of that, so an angle by less than 1e-15
and a component of a vector by less than 2e-15. Up to `LONGEST_ARC`, beyond which (3) is not used,
all of this is right to 1e-6 m; Geod.inv is right to 1e-7 m. `SLACK_M` keeps both errors from
changing a decision. An arccosine makes of an error :math:`\delta` of its argument one of at most
:math:`\pi\sqrt{\delta/2}`. A dot product of two unit vectors is off by less than 1e-14, so an
angle in (6) by less than 3e-7, and two angles together by less than `_ARC_SLACK`.

**Rounding in float32.** Let ``u = 2**-24``. Each weight and each coordinate rounded to float32 is
multiplied by a factor within ``1 - u`` and ``1 + u``; so is each of the five products, and each of
at most four sums that a product goes through, in any order; a fused multiplication and addition
rounds less often. So a term of the computed sum is the true one times seven such factors, and off
by at most ``(1 + u)**7 - 1 < 7.00001 u`` of itself. The terms of a dot product come to at most 1 in
size (Cauchy and Schwarz), those of :math:`J_0` in (7) to less than 0.13, and the constant to less
than 1.05: together less than 2.2, so the sum is off by less than ``15.5 u``. What is too small for
a factor, below ``2**-126``, adds less than ``1e-37``, and the errors of the vectors themselves add
less than ``1e-6 u``. `_DOT_SLACK` is ``16 u``. In :math:`g` it is 8 km around the centre itself: of
a disc of less than 1 km no place is sure, and what is surely outside is farther than 8 km.

References
----------
Andoyer, H. (1932). Formule donnant la longueur de la géodésique joignant deux points de
l'ellipsoïde donnés par leurs coordonnées géographiques. Bulletin Géodésique 34, 77-81.

Lambert, W. D. (1942). The distance between two widely separated points on the surface of the
earth. Journal of the Washington Academy of Sciences 32, 125-130.

Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from infmap.geodesy import WGS84
from infmap.geodesy.arrays import Floats, Ints, SingleFloats

__all__ = [
    "LONGEST_ARC",
    "LONGEST_CHORD_SQ",
    "SLACK_M",
    "arc_bounds_m",
    "cap_bounds_m",
    "coordinates",
    "half_spaces",
    "nearest_dot",
    "only_nearest",
    "unit_vectors",
    "vector_bounds_m",
]


_Dots = TypeVar("_Dots", Floats, SingleFloats)

# The rounding of the two angles in (6), and of a weighted sum in float32.
_ARC_SLACK = 1e-6
_DOT_SLACK = 2.0**-20

#: Distance from an edge within which rounding might decide: a thousand times the rounding error.
SLACK_M = 1e-3

#: Central angle up to which the second bounds are used, radians: 19,100 km.
LONGEST_ARC = 3.0

#: The same limit as the square of the chord between the unit vectors.
LONGEST_CHORD_SQ = float(4.0 * np.sin(LONGEST_ARC / 2.0) ** 2)

_A = float(WGS84.a)
_B = float(WGS84.b)
_E2 = 1.0 - (_B / _A) ** 2
_STRAY = (_A + _B) / (2.0 * _B)
_RIVAL = (_A / _B) ** 2

# How much farther than its edge (8) tells of a disc's places.
_NEAR = 1.0 + 1.01 * 0.5 * _E2

# Discs that `half_spaces` takes by bounds (3); larger ones by (2).
_FARTHEST_M = 19_000e3

# These avoid 0/0: where two positions coincide, 1e-14 m; in a disc of nothing, 6 mm.
_LEAST_CHORD_SQ = 1e-40
_LEAST_ARC = 1e-9


def unit_vectors(lons: npt.ArrayLike, lats: npt.ArrayLike) -> Floats:
    """Return positions as unit vectors of longitude and reduced latitude, in columns.

    Examples
    --------
    >>> print(unit_vectors([0.0, 90.0], [0.0, 45.0]).round(4).T)
    [[1.     0.     0.    ]
     [0.     0.7083 0.7059]]
    """
    climb = np.tan(np.radians(lats)) * (_B / _A)
    turn = np.tan(np.radians(lons) * 0.5)
    along = 1.0 / np.sqrt(1.0 + climb * climb)
    turn_sq = turn * turn
    east = along / (1.0 + turn_sq)
    return np.stack([(1.0 - turn_sq) * east, 2.0 * turn * east, climb * along])


def arc_bounds_m(here: Floats, places: Floats, starts: Ints) -> tuple[Floats, Floats]:
    """Return bounds (6) on the distances of each position to blocks of places.

    Parameters
    ----------
    here : ndarray, shape (m, 3)
        Positions, one a row.
    places : ndarray, shape (3, n)
        The places of all blocks.
    starts : ndarray of int, shape (n_blocks,)
        The first place of each block, ascending from 0.

    Returns
    -------
    shortest_m, longest_m : ndarray, shape (n_blocks, m)
        No place of the block is nearer, and none farther, except for rounding (`SLACK_M`).

    Examples
    --------
    >>> kaliningrad = unit_vectors([20.51], [54.71]).T
    >>> bounds = arc_bounds_m(kaliningrad, unit_vectors([20, 21, 23], [51, 51, 52]), [0, 2])
    >>> print(np.concatenate(bounds, axis=1).round(-3) / 1000)
    [[377. 448.]
     [343. 344.]]
    """
    # Any unit vector would do. A block without a middle gets the pole.
    middles = np.add.reduceat(places, starts, axis=1)
    middles[2] += 1e-30
    middles /= np.sqrt(np.einsum("ij,ij->j", middles, middles))
    sizes = np.diff(starts, append=places.shape[1])
    cosines = np.einsum("ij,ij->j", places, np.repeat(middles, sizes, axis=1))
    return cap_bounds_m(here, middles, np.minimum.reduceat(cosines, starts))


def cap_bounds_m(here: Floats, middles: Floats, cosines: Floats) -> tuple[Floats, Floats]:
    """Return bounds (6) on the distances of each position to the places of caps.

    Parameters
    ----------
    here : ndarray, shape (m, 3)
        Positions, one a row.
    middles : ndarray, shape (3, n)
        Unit vectors, in columns.
    cosines : ndarray, shape (n,)
        Of the greatest angle between the middle of each cap and its places.

    Returns
    -------
    shortest_m, longest_m : ndarray, shape (n, m)
        As of `arc_bounds_m`.

    Examples
    --------
    >>> kaliningrad, warsaw = unit_vectors([20.51], [54.71]), unit_vectors([21.01], [52.23])
    >>> bounds = cap_bounds_m(kaliningrad.T, warsaw, np.cos([0.01]))  # 64 km around Warsaw
    >>> print(np.concatenate(bounds, axis=1).round(-3) / 1000)
    [[214. 342.]]
    """
    radius = _angle(cosines)[:, np.newaxis] + _ARC_SLACK
    arc = _angle(middles.T @ here.T)
    return np.maximum(_B * (arc - radius), 0.0), _A * (arc + radius)


def half_spaces(centres: Floats, max_m: Floats) -> SingleFloats:
    """Return discs by bounds (3) and (5), as weights of the `coordinates` of places.

    Parameters
    ----------
    centres : ndarray, shape (3, n)
        Unit vectors, in columns.
    max_m : ndarray, shape (n,)
        Distances in metres; below 0 for a disc that holds nothing.

    Returns
    -------
    weights : ndarray, shape (n, 5)
        A weighted sum of 1 or more means that the place is surely in the disc, one below 0 that it
        is surely not.

    Examples
    --------
    >>> weights = half_spaces(unit_vectors([20.51], [54.71]), np.array([1421000.0]))
    >>> london_warsaw = coordinates(unit_vectors([-0.1257, 21.01], [51.5085, 52.23]))
    >>> for london, warsaw in weights @ london_warsaw:
    ...     print(f"{london:.1f} {warsaw:.0f}")
    -2.5 5679
    """
    x, y, z = centres
    far = max_m > _FARTHEST_M
    arc, sine, level, steep = _great_circle(
        np.sin(np.clip(max_m / _A, _LEAST_ARC, LONGEST_ARC) / 2.0)
    )
    cosine = np.where(far, -1.0, np.cos(arc))
    bend = np.where(far, 0.0, 0.5 * _E2 * sine)
    off = 0.425 * (_E2 * arc) ** 2 + _DOT_SLACK
    slack = SLACK_M / _A
    sure = np.where(
        far,
        np.maximum(1.0 + _cosine(max_m / _A - slack), -0.05) + _DOT_SLACK,
        off + sine * slack,
    )
    possible = np.where(far, -0.1, -off - sine * (slack + (arc + slack) * _excess(arc * _NEAR)))
    square = bend * (level + steep)
    weights = np.stack(
        [x, y, z * (1.0 + 2.0 * bend * (level - steep)), square, square * z * z - cosine - possible]
    )
    weights /= sure - possible
    return np.ascontiguousarray(weights.T, dtype=np.float32)


def coordinates(places: Floats) -> SingleFloats:
    """Return what `half_spaces` weighs: unit vectors, the square of the last part, and 1."""
    return np.stack([*places, places[2] ** 2, np.ones(places.shape[1])]).astype(np.float32)


def _angle(cosine: Floats) -> Floats:
    angle: Floats = np.arccos(np.clip(cosine, -1.0, 1.0))
    return angle


def nearest_dot(best_dot: _Dots) -> _Dots:
    r"""Return the least dot product of a site that may be as near as the best so far.

    By (2) a site may be the nearest only if its central angle is at most a/b times the least. Of
    two halves :math:`x \le x' \le \tfrac ab x` of such angles :math:`\sin x' \le \tfrac ab\sin x`,
    since :math:`\sin x/x` falls; so :math:`1-\cos` grows at most by the square of a/b. Both dot
    products are rounded, and so is this.
    """
    return best_dot * np.float32(_RIVAL) + np.float32(
        1.0 - _RIVAL - (_RIVAL + 2.0) * _DOT_SLACK - SLACK_M / _B
    )


def only_nearest(sites: Floats, middles: Floats, cosines: Floats) -> Ints:
    r"""Return for each cap the site that is nearest to all of its places, or -1 if several may be.

    By `nearest_dot` a site :math:`q` is not nearest to a place :math:`u` if for another, :math:`p`,
    :math:`u(cp - q) > c - 1` with :math:`c = (a/b)^2`. All places of a cap of angle :math:`r` lie
    within :math:`r` of its middle :math:`m` in space too, so the left side is never less than
    :math:`m(cp - q) - r|cp - q|`.

    Parameters
    ----------
    sites : ndarray, shape (3, n_sites)
        Unit vectors, in columns.
    middles, cosines
        As of `cap_bounds_m`.

    Examples
    --------
    >>> sites = unit_vectors([20.51, 116.4], [54.71, 39.9])
    >>> warsaw_omsk = unit_vectors([21.01, 73.4], [52.23, 55.0])
    >>> only_nearest(sites, warsaw_omsk, np.cos([0.1, 0.1])).tolist()
    [0, -1]
    """
    dots = middles.T @ sites
    best = dots.argmax(axis=1)
    # Of the nearest sites alone: of every two sites it would take their square for each block.
    apart = np.sqrt(_RIVAL**2 + 1.0 - 2.0 * _RIVAL * (sites.take(best, axis=1).T @ sites))
    radius = _angle(cosines)[:, np.newaxis] + _ARC_SLACK
    enough = nearest_dot(dots.max(axis=1, keepdims=True)) - radius * apart
    return np.where(np.count_nonzero(dots >= enough, axis=1) == 1, best, -1)


def _cosine(arc: Floats) -> Floats:
    """Return the cosine of an arc, or -2, less than any cosine, for more than half a circle."""
    return np.where(arc > np.pi, -2.0, np.cos(np.clip(arc, 0.0, np.pi)))


def vector_bounds_m(here: Floats, there: Floats) -> tuple[Floats, Floats]:
    """Return bounds (3) and (5) on geodesic distances, metres.

    Parameters
    ----------
    here, there : ndarray, shape (3, n)
        Unit vectors, in columns.

    Returns
    -------
    shortest_m, longest_m : ndarray, shape (n,)
        The geodesic is no shorter and no longer, except for rounding (`SLACK_M`). Infinite beyond
        `LONGEST_ARC`.

    Examples
    --------
    >>> u, v = unit_vectors([20.51], [54.71]), unit_vectors([-0.1257], [51.5085])
    >>> (shortest,), (longest,) = vector_bounds_m(u, v)  # Kaliningrad to London
    >>> print(f"{shortest:.1f} {longest:.1f} {WGS84.inv(20.51, 54.71, -0.1257, 51.5085)[2]:.1f}")
    1421357.5 1421368.7 1421368.7
    """
    apart = here - there
    chord_sq = np.einsum("ij,ij->j", apart, apart)
    far = chord_sq > LONGEST_CHORD_SQ
    half_sq = np.clip(chord_sq, _LEAST_CHORD_SQ, LONGEST_CHORD_SQ) * 0.25
    arc, _, level, steep = _great_circle(np.sqrt(half_sq))
    climb = (here[2] + there[2]) ** 2 * level + (here[2] - there[2]) ** 2 * steep
    longest_m = _A * (arc - 0.5 * _E2 * climb)
    shortest_m = longest_m / (1.0 + _excess(arc))
    return np.where(far, -np.inf, shortest_m), np.where(far, np.inf, longest_m)


def _great_circle(half: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what (3) needs of a central angle, from the sine of its half.

    Returns
    -------
    arc, sine, level, steep : ndarray
        The angle and its sine, and the factors of both squares in (3).
    """
    half_sq = half * half
    arc, sine = 2.0 * np.arcsin(half), 2.0 * half * np.sqrt(1.0 - half_sq)
    level, steep = (arc - sine) / (8.0 * (1.0 - half_sq)), (arc + sine) / (8.0 * half_sq)
    return arc, sine, level, steep


def _excess(arc: Floats) -> Floats:
    """Return epsilon of (5)."""
    stray = arc * _STRAY
    return _E2 * _E2 / 23.0 * (1.0 + stray / np.sin(stray)) ** 2
