"""Hard faults: kills, signals, full disks, odd places, two runs at once, broken streams.

Each trial runs ``python -m infmap`` in its own process. Its output must then be complete or absent,
older files must be unchanged, and a refusal must be a single line. Linux only: the trials read
``/proc`` and mount small disks.
"""

import tempfile
from pathlib import Path

from reliability.faults_commands import all_commands
from reliability.faults_places import full_disks, odd_places, two_at_once, two_screenings
from reliability.faults_stops import kills, signals
from reliability.faults_streams import inputs, streams
from reliability.outcome import Outcome

#: Trials for each command, at full size.
KILLS, SIGNALS, PAIRS = 64, 16, 20
#: The commands that signals are sent to: one of each kind.
SIGNALLED = ("map.html", "rings.gpkg", "brief.md", "figure.svg", "out/rings.csv")


def run(size: float) -> list[Outcome]:
    """Return the outcomes of all trials, at a share of the full size.

    Parameters
    ----------
    size : float
        1 for ten minutes on two free cores; less for fewer moments and pairs.
    """
    with tempfile.TemporaryDirectory(prefix="faults-") as shelf:
        commands = all_commands(Path(shelf))
        by_main = {command.main: command for command in commands}
        return [
            kills(commands, _share(KILLS, size)),
            signals([by_main[main] for main in SIGNALLED], _share(SIGNALS, size)),
            full_disks(commands),
            odd_places(),
            two_at_once(_share(PAIRS, size)),
            two_screenings(by_main["out/rings.csv"], _share(PAIRS, size)),
            streams(),
            inputs(),
        ]


def _share(number: int, size: float) -> int:
    return max(1, round(number * size))
