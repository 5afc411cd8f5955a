"""Which of millions of places lie within a distance of many sites: exact on WGS 84, and fast.

Every answer is that of the geodesic, ``min_km <= WGS84.inv(site, place) / 1000 <= max_km`` in
float64, edges included. Few geodesics are computed: proved bounds (`infmap.proximity.bounds`)
decide all but a few pairs in a million, and only those are measured.

A site here is a position with a band. A site with several bands is given as several sites.
Places are taken in blocks, so memory does not grow with the number of pairs unless they are asked
for one by one. Where numba is installed, large work runs in compiled loops on all cores, with the
same answers.

How it is made: `bounds` and `series` hold what is proved of distances. `blocks` (with numba,
`compiled`) marks pairs, `nearest_site` finds the nearest, and `origins` has many edges round few
sites in place of one band round many. `pairs` is the front.
"""

from infmap.proximity.pairs import Tally, count_within, nearest, pairs_within, within

__all__ = ["Tally", "count_within", "nearest", "pairs_within", "within"]
