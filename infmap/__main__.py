"""The command ``infmap``, also run as ``python -m infmap``.

What may befall any command at any moment, the imports included, is met here: Ctrl-C, and standard
streams that are closed, full or without the letters of a name.
"""

import atexit
import codecs
import io
import os
import signal
import sys
from types import FrameType
from typing import Any

#: What is said as a signal ends the run; its exit status is 128 and the signal's number.
SAID = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
#: So long a run may clean up after a signal. One that takes longer waits for what never comes: a
#: signal that strikes in the middle of a lock leaves it locked.
CLEANING_UP_S = 10.0
ESCAPED = "infmap.escaped"
#: The signal that ends the run, once there is one.
_struck: list[int] = []


def main() -> None:
    """Run the command that the arguments name, and exit."""
    for number in SAID:
        # What a shell has set to be ignored, as for a command in the background, stays so.
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
            signal.signal(number, _stop)
    _settle_streams()
    try:
        from infmap.cli import app

        app(prog_name="infmap")
    finally:
        sys.stdout.flush()
        for number in SAID:
            # All is done but to leave, which Python does not like to be disturbed in.
            signal.signal(number, signal.SIG_IGN)
        if _struck:
            # A library struck in the middle of its imports may have made another error of it.
            raise SystemExit(128 + _struck[0])


def _stop(number: int, _: FrameType | None) -> None:
    """End the run by way of all that cleans up; the same signal once more ends it at once."""
    signal.signal(number, signal.SIG_DFL)
    _struck.append(number)
    # Said last: until then a progress bar may still clear its line.
    atexit.register(print, SAID[signal.Signals(number)], file=sys.stderr)
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.signal(signal.SIGALRM, lambda *_: _leave(number))
        signal.setitimer(signal.ITIMER_REAL, CLEANING_UP_S)
    # Unlike KeyboardInterrupt, no library takes this for its own or shows where it struck.
    raise SystemExit(128 + number)


def _leave(number: int) -> None:
    """End the run at once, with what is still to be said."""
    os.write(2, f"{SAID[signal.Signals(number)]}\n".encode())
    os._exit(128 + number)


def _settle_streams() -> None:
    """Open the streams that are closed, and let standard output fail in one line only.

    What is opened next would take a closed stream's number, and what is printed would go there.
    """
    if sys.stderr is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    if sys.stdout is None:
        # For reading only: to write to it is an error, as it was.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    given = sys.stdout
    if not isinstance(given, io.TextIOWrapper):
        return  # what a notebook puts in its place
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
    """Return letters that a stream lacks as JSON escapes them: what reads JSON reads them back."""
    import json

    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


class _StandardOutput(io.FileIO):
    """Standard output that ends the run where it cannot be written."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            # What is left goes nowhere, so that Python does not complain again as it shuts down.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            if isinstance(error, BrokenPipeError):
                # The reader has seen enough.
                raise SystemExit(0) from None
            print(f"standard output: cannot be written ({error.strerror})", file=sys.stderr)
            raise SystemExit(1) from None


if __name__ == "__main__":
    main()
