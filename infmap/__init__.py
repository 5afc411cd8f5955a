"""infmap: which capitals lie within reach, inside the INF Treaty's band, and on whose account."""

from infmap.catalogue import Catalogue, load, load_places
from infmap.errors import InfmapError
from infmap.maps import make_map
from infmap.reach import coverage, reach
from infmap.rings import range_rings

__all__ = [
    "Catalogue",
    "InfmapError",
    "coverage",
    "load",
    "load_places",
    "make_map",
    "range_rings",
    "reach",
]
