"""Which of millions of places lie within a distance of many sites: exact on WGS 84, and fast.

Every answer is that of the geodesic, ``min_km <= WGS84.inv(site, place) / 1000 <= max_km`` in
float64, edges included. Few geodesics are computed: proved bounds (`infmap.proximity.bounds`)
decide all but a few pairs in a million, and only those are measured.

A site here is a position with a band. A site with several bands is given as several sites.
Places are handled in blocks, so memory does not grow with the number of pairs unless the pairs
themselves are asked for.

How it is made: `bounds` and `series` prove bounds on distances. `discs` says which discs hold which
places; of places by the million, `cells` decides most a whole cell at a time. `nearest_site` finds
the nearest site. `pairs` has the public functions.
"""

from infmap.proximity.pairs import Tally, count_within, pairs_within

__all__ = ["Tally", "count_within", "pairs_within"]
