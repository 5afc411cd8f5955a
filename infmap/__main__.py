"""The command ``infmap``, also run as ``python -m infmap``.

It handles what can happen to any command at any moment, even during imports: Ctrl-C, memory that is
used up, and standard streams that are closed, full or unable to encode a name.
"""

import atexit
import codecs
import gc
import io
import logging
import os
import signal
import sys
from types import FrameType
from typing import Any

#: The message when a signal ends the run; the exit status is 128 plus the signal's number.
MESSAGES = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
#: How long a run may clean up after a signal. A longer one is stuck: a signal that arrives while a
#: lock is held can leave it locked.
CLEANING_UP_S = 10.0
#: What libraries say that find no memory to be loaded, or for another thread.
NO_MEMORY = (
    *("failed to map segment", "cannot allocate memory", "failed to launch worker thread"),
    "can't start new thread",
)
ESCAPED = "infmap.escaped"
#: The signal that ends the run, once there is one.
_received: list[int] = []


def main() -> None:
    """Run the command that the arguments name, and exit."""
    for number in MESSAGES:
        # A signal that the shell ignores, as for a background command, stays ignored.
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
            signal.signal(number, _stop)
    _settle_streams()
    # Looking for garbage among modules and rows as often as by default takes longer than some
    # answers do.
    gc.set_threshold(50_000)
    # Matplotlib tells at length of a home that it cannot write to, which changes no figure.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        from infmap.cli import app

        app(prog_name="infmap")
    except Exception as error:
        if not _is_of_memory(error):
            raise
        print(
            "out of memory; ask for fewer sites or places, or run it where there is more",
            file=sys.stderr,
        )
        raise SystemExit(1) from None
    finally:
        sys.stdout.flush()
        gc.freeze()  # nor is any looked for at the end, when the system takes all back
        for number in MESSAGES:
            # Only Python's shutdown is left, which a signal must not disturb.
            signal.signal(number, signal.SIG_IGN)
        if _received:
            # A library interrupted during its imports may have turned the exit into another error.
            raise SystemExit(128 + _received[0])


def _is_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(mark in str(error).lower() for mark in NO_MEMORY)


def _stop(number: int, _: FrameType | None) -> None:
    """End the run with its clean-up; the same signal again ends it at once."""
    signal.signal(number, signal.SIG_DFL)
    _received.append(number)
    # Printed last, after a progress bar has cleared its line.
    atexit.register(print, MESSAGES[signal.Signals(number)], file=sys.stderr)
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.signal(signal.SIGALRM, lambda *_: _leave(number))
        signal.setitimer(signal.ITIMER_REAL, CLEANING_UP_S)
    # Unlike KeyboardInterrupt, libraries neither catch this nor print a traceback for it.
    raise SystemExit(128 + number)


def _leave(number: int) -> None:
    """Print the message and end the run at once."""
    os.write(2, f"{MESSAGES[signal.Signals(number)]}\n".encode())
    os._exit(128 + number)


def _settle_streams() -> None:
    """Open closed standard streams, and make a failing standard output report it in one line.

    Otherwise the next file opened would get a closed stream's number and receive the output.
    """
    if sys.stderr is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    if sys.stdout is None:
        # Opened for reading only, so that writing to it still fails.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    given = sys.stdout
    if not isinstance(given, io.TextIOWrapper):
        return  # a notebook's own stream
    if given.errors in {"strict", "surrogateescape"}:
        codecs.register_error(ESCAPED, _escaped)
        given.reconfigure(errors=ESCAPED)
    # A Windows console is no file, and cannot fill up.
    if isinstance(getattr(given.buffer, "raw", given.buffer), io.FileIO):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_StandardOutput(1, "wb", closefd=False)),
            encoding=given.encoding,
            errors=given.errors,
            line_buffering=given.line_buffering or given.write_through,
        )


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return characters that a stream cannot encode as JSON escapes, which JSON readers restore."""
    import json

    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


class _StandardOutput(io.FileIO):
    """Standard output that ends the run when it cannot be written."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            # Discard the rest, so that Python does not report the error again as it shuts down.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            if isinstance(error, BrokenPipeError):
                # The reader has seen enough.
                raise SystemExit(0) from None
            print(f"standard output: cannot be written ({error.strerror})", file=sys.stderr)
            raise SystemExit(1) from None


if __name__ == "__main__":
    main()
