"""How long the main command takes from a cold start, beside the bare import of its libraries.

Run with ``python benchmarks/cold_start.py``. Each command runs in turn, in a process of its own;
medians and their ratio are printed.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
#: Without a format the output is the table for terminals.
QUESTIONS = [
    f"infmap {question}{form}"
    for question in ("coverage", "reach warsaw")
    for form in ("", " --format csv", " --json")
]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder, "map.html"))
        commands = {
            "import geopandas, folium": ["-c", "import geopandas, folium"],
            "infmap map": ["-m", "infmap", "map", "-o", page],
            "import geopandas": ["-c", "import geopandas"],
            **{job: ["-m", *job.split()] for job in QUESTIONS},
            "import typer": ["-c", "import typer"],
            "infmap --help": ["-m", "infmap", "--help"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(RUNS + 1):
            for name, arguments in commands.items():
                took = seconds([sys.executable, *arguments])
                if run:  # the first round only warms the disk
                    times[name].append(took)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, taken in times.items():
        print(f"{name:32} median {medians[name]:.2f} s, {min(taken):.2f} to {max(taken):.2f}")
    for job, bare in (
        ("infmap map", "import geopandas, folium"),
        *((job, "import geopandas") for job in QUESTIONS),
        ("infmap --help", "import typer"),
    ):
        print(f"{job} / {bare}: {medians[job] / medians[bare]:.2f}")


if __name__ == "__main__":
    main()
