"""Which of millions of places lie within a distance of many sites: exact on WGS 84, and fast.

Every answer is that of the geodesic, ``min_km <= WGS84.inv(site, place) / 1000 <= max_km`` in
float64, edges included. Few geodesics are computed: proved bounds (`infmap.proximity.bounds`)
decide all but a few pairs in a million, and only those are measured.

A site here is a position with a band. A site with several bands is given as several sites.
Places are handled in blocks, so memory does not grow with the number of pairs unless the pairs
themselves are asked for. If numba is installed, large work runs in compiled loops on all cores,
with the same answers.

How it is made: `bounds` and `series` prove bounds on distances. `blocks` (with numba, `compiled`)
marks pairs, `nearest_site` finds the nearest site, and `origins` handles a few sites that have
many edges each. `pairs` has the public functions.
"""

from infmap.proximity.pairs import Tally, count_within, nearest, pairs_within, within

__all__ = ["Tally", "count_within", "nearest", "pairs_within", "within"]
