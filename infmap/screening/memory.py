"""Setting the C library to keep freed memory for the next block of places."""

import ctypes
import sys

#: From malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
#: A limit above the pieces that a block takes, and the most memory kept.
_PIECE_BYTES, _KEPT_BYTES = 16 << 20, 64 << 20


def keep_freed_memory() -> None:
    """Let the process keep some megabytes of freed memory, where it runs on glibc.

    Blocks of places allocate and free the same pieces again and again. Returning them to the system
    each time, as Dask's workers do, costs more than the measuring (mallopt(3)).
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _PIECE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
