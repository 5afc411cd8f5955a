"""The versions of infmap, of its tables and of what it stands on."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

#: Packages whose version may explain a result, and the libraries inside them.
PACKAGES = (
    *("numpy", "pandas", "shapely", "pyproj", "geopandas", "pyogrio", "pyarrow", "folium"),
    *("matplotlib", "pydantic", "typer", "distributed", "anywidget"),
)


def versions() -> dict[str, str]:
    """Return what is installed: each name with its version.

    Examples
    --------
    >>> "PROJ" in versions(), list(versions())[:2]
    (True, ['infmap', "infmap's tables"])
    """
    import pyogrio
    import pyproj
    import shapely

    from infmap.catalogue.bundled import DATA_VERSION

    found = {
        "infmap": version("infmap"),
        "infmap's tables": DATA_VERSION,
        "Python": platform.python_version(),
        "system": platform.platform(),
        "PROJ": pyproj.proj_version_str,
        "GEOS": shapely.geos_version_string,
        "GDAL": pyogrio.__gdal_version_string__,
    }
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def show_versions() -> None:
    """Print the versions of infmap and of what it stands on, for a report of a fault.

    Examples
    --------
    >>> import infmap
    >>> infmap.show_versions()  # doctest: +ELLIPSIS
    infmap           ...
    infmap's tables  ...
    """
    for name, number in versions().items():
        sys.stdout.write(f"{name:<17}{number}\n")
