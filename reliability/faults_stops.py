"""Commands stopped at any moment by kill -9, Ctrl-C or SIGTERM."""

import os
import pty
import random
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reliability.faults_commands import (
    PATIENCE_S,
    Command,
    Trial,
    files_in,
    in_parallel,
    too_many,
    trial,
    what_is_broken,
)
from reliability.outcome import Outcome

#: A command that has not ended this long after a signal hangs.
ENDS_WITHIN_S = 30.0
#: Longest time from the first sign of writing until a command is killed.
WRITING_S = 0.03
LOOK_S = 0.0005
#: The bit in /proc which says that infmap handles SIGTERM, signal 15.
SIGTERM_BIT = 1 << 14


@dataclass(frozen=True)
class Stop:
    """A command to stop, and when: at a share of its time, or after it began to write."""

    command: Command
    number: int
    moment: float
    at_writing: bool
    had_older: bool

    @property
    def name(self) -> str:
        """The trial in words, with all that is needed to repeat it."""
        when = (
            f"{self.moment * 1000:.1f} ms after it began to write"
            if self.at_writing
            else f"at {self.moment:.3f} of its time"
        )
        return f"{self.command.name} {when}{', over an older one' if self.had_older else ''}"


def stops(commands: Sequence[Command], moments: int, seed: str) -> list[Stop]:
    """Return the trials: half are timed to hit the writing, half have an older output."""
    drawn = random.Random(seed)
    return [
        Stop(
            command,
            number,
            drawn.uniform(0, WRITING_S) if number % 2 else drawn.uniform(0, 1),
            at_writing=bool(number % 2),
            had_older=number % 4 < 2,
        )
        for command in commands
        for number in range(moments)
    ]


@dataclass(frozen=True)
class Left:
    """What a killed run left: what is broken, and how many stray files there are."""

    broken: str | None
    hidden: int
    useless: int
    temporary: int


def kills(commands: Sequence[Command], moments: int) -> Outcome:
    """Kill each command at this many moments, and run again what can continue."""
    cases = stops(commands, moments, "kill")
    remains = in_parallel(_killed, cases)
    names = "; ".join(command.name for command in commands)
    screens = [case.command.arguments[0] == "screen" for case in cases]
    hidden = sum(
        left.hidden for left, is_screen in zip(remains, screens, strict=True) if not is_screen
    )
    parts = sum(left.hidden for left, is_screen in zip(remains, screens, strict=True) if is_screen)
    return Outcome(
        "kill -9 of a command that writes",
        f"{len(commands)} commands ({names}) x {moments} random moments, half of them aimed at the "
        "writing, half over an older output. Left lying: "
        f"{hidden} hidden files, {parts} hidden parts of a screening and "
        f"{sum(left.useless for left in remains)} pictures without a text (both cleared by the "
        f"next run), {sum(left.temporary for left in remains)} folders in the temporary one",
        len(cases),
        tuple(
            f"{case.name}: {left.broken}"
            for case, left in zip(cases, remains, strict=True)
            if left.broken
        ),
    )


def _killed(stop: Stop) -> Left:
    command = stop.command
    with trial() as made:
        if stop.had_older:
            made.put(command.older)
        process = made.start(*command.arguments)
        _wait(process, stop, made)
        process.kill()
        process.wait()
        files = files_in(made.folder)
        broken = what_is_broken(command, files, had_older=stop.had_older)
        hidden, useless = too_many(command, files, had_older=stop.had_older)
        temporary = made.left_temporary()
        if broken is None and (command.arguments[0] == "screen" or useless):
            done = made.run(*command.arguments)
            if done.returncode or files_in(made.folder) != command.new:
                broken = f"does not complete when it is run again: {done.stderr.decode()[-200:]}"
        return Left(broken, hidden, useless, temporary)


def _wait(process: "subprocess.Popen[bytes]", stop: Stop, made: Trial) -> None:
    """Wait until the moment to stop the process, or until it has ended."""
    end = time.monotonic() + PATIENCE_S
    if stop.at_writing:
        while process.poll() is None and not _is_writing(process.pid, made.folder):
            if time.monotonic() > end:
                return
            time.sleep(LOOK_S)
        time.sleep(stop.moment)
        return
    _wait_s(process, stop.moment * stop.command.seconds)


def _wait_s(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _is_writing(pid: int, folder: Path) -> bool:
    """Return whether a process has a file open in a folder."""
    try:
        with os.scandir(f"/proc/{pid}/fd") as handles:
            return any(os.readlink(handle.path).startswith(f"{folder}/") for handle in handles)
    except OSError:
        return False


def signals(commands: Sequence[Command], moments: int) -> Outcome:
    """Send each command Ctrl-C or SIGTERM at random moments, once infmap is running."""
    # In the background of a shell this process, and so its children, would ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    cases = [
        (stop, number)
        for number in (signal.SIGINT, signal.SIGTERM)
        for stop in stops(commands, moments, f"signal {number}")
    ]
    lost = in_parallel(lambda case: _signalled(*case), cases)
    names = "; ".join(command.name for command in commands)
    return Outcome(
        "Ctrl-C and SIGTERM",
        f"{len(commands)} commands ({names}; screen with its progress bar) x 2 signals x {moments} "
        "random moments from infmap's first line on, half of them aimed at the writing: one line, "
        "exit 130 or 143, old or new and whole, nothing hidden or temporary left",
        len(cases),
        tuple(line for line in lost if line),
    )


def _signalled(stop: Stop, number: signal.Signals) -> str | None:
    command = stop.command
    with trial() as made:
        if stop.had_older:
            made.put(command.older)
        terminal, inner = pty.openpty()
        process = made.start(*command.arguments, stderr=inner)
        os.close(inner)
        wait_for_handler(process)
        _wait(process, stop, made)
        process.send_signal(number)
        hanging = threading.Timer(ENDS_WITHIN_S, process.kill)
        hanging.start()
        said = _read(terminal)
        status = process.wait()
        hanging.cancel()
        files = files_in(made.folder)
        broken = what_is_broken(command, files, had_older=stop.had_older)
        hidden = [path for path in files if path.rpartition("/")[2].startswith(".")]
        word = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}[number]
        if broken is None and (hidden or made.left_temporary()):
            broken = f"leaves {hidden or 'a temporary folder'}"
        if broken is None and not _is_answer(said, status, word, 128 + number):
            broken = f"exit {status}, says {said[-300:]!r}"
        return broken and f"{command.name}, {number.name}, {stop.name}: {broken}"


def _is_answer(said: str, status: int, word: str, expected: int) -> bool:
    """Return whether a run ended as it should: with a line, or before the signal came."""
    if said.count("\x1b[?25l") != said.count("\x1b[?25h"):
        return False  # the cursor is still hidden
    if status == 0:
        return word not in said and "Traceback" not in said
    last = said.rpartition("\x1b")[2]
    return status == expected and last.endswith(f"{word}\n") and said.count("\n") <= 3


def wait_for_handler(process: "subprocess.Popen[bytes]") -> None:
    """Wait until infmap handles signals; before that, Python is still starting."""
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            return
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) & SIGTERM_BIT:
            return
        time.sleep(LOOK_S)


def _read(terminal: int) -> str:
    """Return everything written to a terminal until its last writer has closed it."""
    parts = []
    try:
        while part := os.read(terminal, 4096):
            parts.append(part)
    except OSError:
        pass  # Linux raises this when the last writer has closed the terminal
    finally:
        os.close(terminal)
    return b"".join(parts).decode("utf-8", "replace").replace("\r\n", "\n")
