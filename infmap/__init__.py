"""infmap: which capitals lie within reach, inside the INF Treaty's band, and on whose account."""

from infmap.catalogue import Catalogue, load, load_places
from infmap.errors import InfmapError
from infmap.reach import coverage, reach

__all__ = ["Catalogue", "InfmapError", "coverage", "load", "load_places", "reach"]
