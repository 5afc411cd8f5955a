"""The connection to a PostGIS server, for comparison."""

import os
from functools import cache
from importlib.util import find_spec
from typing import Any

VARIABLE = "INFMAP_BENCH_POSTGIS"


@cache
def connection() -> Any:
    """Return a connection to the server that the environment names, or print why there is none.

    ``INFMAP_BENCH_POSTGIS`` holds a connection string, as in ``host=localhost dbname=bench``. The
    database must have the postgis extension; only temporary tables are made in it.
    """
    where = os.environ.get(VARIABLE)
    if where is None:
        print(f"PostGIS is left out: {VARIABLE} names no server.\n")
        return None
    if find_spec("psycopg") is None:
        print("PostGIS is left out: psycopg is not here.\n")
        return None
    import psycopg

    try:
        server = psycopg.connect(where, autocommit=True)
        found = server.execute("SELECT 'PostGIS ' || postgis_lib_version() || '.'").fetchone()
        print(*found or (), "\n")
    except psycopg.Error as error:
        print(f"PostGIS is left out: {str(error).splitlines()[0]}\n")
        return None
    return server
