"""What the C library does with memory that a block of places leaves for the next."""

import ctypes
import sys

#: From malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
#: Above what a block takes, and all that is kept at the most.
_PIECE_BYTES, _KEPT_BYTES = 16 << 20, 64 << 20


def keep_freed_memory() -> None:
    """Let the process keep some megabytes of freed memory, where it runs on glibc.

    Blocks of places take and free the same pieces over and over. Given back to the system each
    time, as Dask's workers are set to do, they cost more than the measuring (mallopt(3)).
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _PIECE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
