"""One thread at a time while a setting of the whole process is another."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import RLock

#: Held while matplotlib's settings, the filters of warnings, GDAL's options or fontTools are others
#: for a while. Two threads that each put back what they found would leave one's settings behind,
#: and draw or read with the other's.
ALONE = RLock()


@contextmanager
def gdal_options(options: Mapping[str, str | bool | None]) -> Iterator[None]:
    """Set options of GDAL's for a while."""
    import pyogrio

    with ALONE:
        before = {name: pyogrio.get_gdal_config_option(name) for name in options}
        pyogrio.set_gdal_config_options(options)
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options(before)
