"""GeoDataFrames whose ``explore`` works with what infmap brings."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import geopandas as gpd

from infmap.errors import InfmapError


class Layer(gpd.GeoDataFrame):  # type: ignore[misc]
    """A GeoDataFrame of infmap's, or a part of one.

    Examples
    --------
    >>> import infmap
    >>> rings = infmap.range_rings(infmap.load(), system="9m729")
    >>> type(rings[rings["account"] == "operator"].explore("claimant")).__name__
    'Map'
    """

    def explore(self, *args: Any, **kwargs: Any) -> Any:
        """Return geopandas's map of the layer, which loads its tiles and scripts from the network.

        Raises `InfmapError` if a ``scheme`` of classes is asked for without mapclassify.
        """
        with _without_mapclassify():
            return super().explore(*args, **kwargs)


@contextmanager
def _without_mapclassify() -> Iterator[None]:
    """Lend geopandas a stand-in: it imports mapclassify for any map, and needs it for schemes.

    mapclassify brings scipy, scikit-learn and networkx, more than all of infmap's own reading.
    """
    name = "mapclassify"
    if name in sys.modules or find_spec(name):
        yield
        return
    stand_in = ModuleType(name)
    stand_in.classify = _no_classes  # type: ignore[attr-defined]
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        sys.modules.pop(name, None)


def _no_classes(*_: Any, **__: Any) -> Any:
    raise InfmapError(
        "a scheme of classes needs mapclassify, which is not installed; pip install mapclassify, "
        "or leave scheme out"
    )
