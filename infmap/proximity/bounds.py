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

The two are 0.34 % apart. A dot product and four thresholds decide all but about one pair in 900
for a band of 500 to 5,500 km.

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

**Rounding in float64.** A sine or cosine is off by a few units in the last place, ``2**-53`` of
it, so a component of a vector by less than 1e-15. Up to `LONGEST_ARC`, beyond which (3) is not
used, all of this is right to 1e-6 m; Geod.inv is right to 1e-7 m. `SLACK_M` keeps both errors from
changing a decision. An arccosine makes of an error :math:`\delta` of its argument one of at most
:math:`\pi\sqrt{\delta/2}`. A dot product of two unit vectors is off by less than 4e-15, so an angle
in (6) by less than 2e-7, and two angles together by less than `_ARC_SLACK`.

**Rounding in float32.** Let :math:`x, y` be two vectors, and ``u = 2**-24``. Each component rounded
to float32 is multiplied by a factor within ``1 - u`` and ``1 + u``; so is each of the three
products, and each of at most two sums that a product goes through, in any order; a fused
multiplication and addition rounds less often. So term :math:`i` of the computed dot product is
:math:`x_i y_i` times five such factors, hence off by at most
:math:`((1+u)^5 - 1)\,|x_i y_i|`. As :math:`\sum |x_i y_i| \le 1` (Cauchy and Schwarz), the sum is
off by at most ``(1 + u)**5 - 1 < 5.00001 u``. What is too small for a factor, below ``2**-126``,
adds less than ``1e-37``, and the errors of the vectors themselves, above, add ``4e-15``, less than
``1e-7 u``. `_DOT_SLACK` is ``6 u``, which leaves room for both.

References
----------
Andoyer, H. (1932). Formule donnant la longueur de la géodésique joignant deux points de
l'ellipsoïde donnés par leurs coordonnées géographiques. Bulletin Géodésique 34, 77-81.

Lambert, W. D. (1942). The distance between two widely separated points on the surface of the
earth. Journal of the Washington Academy of Sciences 32, 125-130.

Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.
"""

import numpy as np
import numpy.typing as npt

from infmap.geodesy import WGS84
from infmap.geodesy.arrays import Floats, SingleFloats

__all__ = [
    "LONGEST_ARC",
    "LONGEST_CHORD_SQ",
    "SLACK_M",
    "arc_bounds_m",
    "dot_edges",
    "nearest_dot",
    "unit_vectors",
    "vector_bounds_m",
]


# The rounding of the two angles in (6), and of a dot product in float32.
_ARC_SLACK = 1e-6
_DOT_SLACK = 6.0 * 2.0**-24

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

# Avoids 0/0 where two positions coincide; it is 1e-14 m.
_LEAST_CHORD_SQ = 1e-40


def unit_vectors(lons: npt.ArrayLike, lats: npt.ArrayLike) -> Floats:
    """Return positions as unit vectors of longitude and reduced latitude, in columns.

    Examples
    --------
    >>> print(unit_vectors([0.0, 90.0], [0.0, 45.0]).round(4).T)
    [[1.     0.     0.    ]
     [0.     0.7083 0.7059]]
    """
    lon, lat = np.radians(lons), np.radians(lats)
    along, up = np.cos(lat), (_B / _A) * np.sin(lat)
    size = np.sqrt(along * along + up * up)
    along /= size
    return np.stack([along * np.cos(lon), along * np.sin(lon), up / size])


def arc_bounds_m(here: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Return bounds (6) on the distances of each position to a block of places.

    Parameters
    ----------
    here : ndarray, shape (m, 3)
        Positions, one a row.
    places : ndarray, shape (3, n)
        The block.

    Returns
    -------
    shortest_m, longest_m : ndarray, shape (m,)
        No place of the block is nearer, and none farther, except for rounding (`SLACK_M`).

    Examples
    --------
    >>> kaliningrad = unit_vectors([20.51], [54.71]).T
    >>> (shortest,), (longest,) = arc_bounds_m(kaliningrad, unit_vectors([20, 21], [51, 51]))
    >>> print(f"{shortest / 1000:.0f} {longest / 1000:.0f}")
    377 448
    """
    # Any unit vector would do. A block without a middle gets the pole.
    middle = places.sum(axis=1) + np.array([0.0, 0.0, 1e-30])
    middle /= np.sqrt(middle @ middle)
    radius = np.arccos(np.clip((middle @ places).min(initial=1.0), -1.0, 1.0)) + _ARC_SLACK
    arc = np.arccos(np.clip(here @ middle, -1.0, 1.0))
    return np.maximum(_B * (arc - radius), 0.0), _A * (arc + radius)


def dot_edges(max_m: Floats) -> tuple[SingleFloats, SingleFloats]:
    """Return the edges of discs by bounds (2), as dot products of unit vectors in float32.

    Parameters
    ----------
    max_m : ndarray
        Distances in metres.

    Returns
    -------
    sure_from, possible_from : ndarray
        From which dot product on a place is surely, and possibly, in the disc.

    Examples
    --------
    >>> sure_from, possible_from = dot_edges(np.array([5500e3]))
    >>> print(f"{possible_from[0]:.4f} {sure_from[0]:.4f}")
    0.6485 0.6507
    """
    sure_from = np.where(max_m < SLACK_M, np.inf, _cosine((max_m - SLACK_M) / _A))
    return (
        np.nextafter((sure_from + _DOT_SLACK).astype(np.float32), np.float32(np.inf)),
        _below(_cosine((max_m + SLACK_M) / _B)),
    )


def nearest_dot(best_dot: SingleFloats) -> SingleFloats:
    """Return the least dot product of a site that may be as near as the best so far.

    By (2) a site may be the nearest only if its central angle is at most a/b times the least.
    """
    arc = np.arccos(np.clip(best_dot.astype(np.float64) - _DOT_SLACK, -1.0, 1.0))
    return _below(_cosine(arc * (_A / _B) + SLACK_M / _B))


def _cosine(arc: Floats) -> Floats:
    """Return the cosine of an arc, or -2, less than any cosine, for more than half a circle."""
    return np.where(arc > np.pi, -2.0, np.cos(np.clip(arc, 0.0, np.pi)))


def _below(cosine: Floats) -> SingleFloats:
    return np.nextafter((cosine - _DOT_SLACK).astype(np.float32), np.float32(-np.inf))


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
    half = np.sqrt(half_sq)
    arc = 2.0 * np.arcsin(half)
    sine = 2.0 * half * np.sqrt(1.0 - half_sq)
    climb = (here[2] + there[2]) ** 2 * (arc - sine) / (8.0 * (1.0 - half_sq))
    climb += (here[2] - there[2]) ** 2 * (arc + sine) / (8.0 * half_sq)
    longest_m = _A * (arc - 0.5 * _E2 * climb)
    stray = arc * _STRAY
    ratio = stray / np.sin(stray)
    shortest_m = longest_m / (1.0 + _E2 * _E2 / 23.0 * (1.0 + ratio) ** 2)
    return np.where(far, -np.inf, shortest_m), np.where(far, np.inf, longest_m)
