"""infmap's tables: what a row may hold, how files are read, and how the whole is filtered."""

from infmap.catalogue.loading import load, load_places
from infmap.catalogue.selection import Catalogue
from infmap.catalogue.sites import Site

__all__ = ["Catalogue", "Site", "load", "load_places"]
