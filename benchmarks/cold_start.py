"""How long commands take from a cold start, beside the least that their work needs.

Run with ``python benchmarks/cold_start.py``. The least is the import of the libraries, or an empty
figure of matplotlib saved in the same format; of a brief, the figure that it shows. All take turns,
each in a process of its own; medians are printed, by the clock and by the processor's time, and
the ratio of the latter.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from measuring import Taken, medians, number, print_table, process_taken

ROUNDS = 9
SITE = "shuya"
EMPTY_FIGURE = (
    "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as plt; "
    "plt.subplots()[0].savefig({!r})"
)
#: Each command, and what it stands beside; {} is a folder of its own.
BESIDE = {
    "infmap map -o {}/map.html": "import geopandas, folium",
    **{
        f"infmap {question}{form}": "import geopandas"
        for question in ("coverage", f"coverage --site {SITE}", "reach warsaw")
        for form in ("", " --format csv")
    },
    "infmap rings -o {}/rings.geojson": "import geopandas",
    **{
        f"infmap figure --site {SITE} -o {{}}/figure.{suffix}": f"empty figure.{suffix}"
        for suffix in ("svg", "png", "pdf")
    },
    **{
        f"infmap report --site {SITE} -o {{}}/brief.{suffix}": (
            f"infmap figure --site {SITE} -o {{}}/figure.{drawn}"
        )
        for suffix, drawn in (("html", "svg"), ("md", "png"))
    },
    "infmap --help": "import typer",
}


def command(job: str, folder: str) -> list[str]:
    """Return the arguments for the interpreter that do a job.

    >>> command("import typer", "/tmp")
    ['-c', 'import typer']
    >>> command("infmap map -o {}/map.html", "/tmp")
    ['-m', 'infmap', 'map', '-o', '/tmp/map.html']
    """
    if job.startswith("import "):
        return ["-c", job]
    if job.startswith("empty "):
        return ["-c", EMPTY_FIGURE.format(str(Path(folder, job.removeprefix("empty "))))]
    return ["-m", *job.format(folder).split()]


def run(job: str) -> Taken:
    """Return how long a job takes in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return process_taken(command(job, folder))[0]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="three rounds")
    options = parser.parse_args(argv)
    jobs = {*BESIDE, *BESIDE.values()}
    for job in jobs:
        run(job)  # the first round only warms the disk
    takers: dict[str, Callable[[], Taken]] = {job: partial(run, job) for job in sorted(jobs)}
    taken = medians(takers, 3 if options.quick else ROUNDS)
    print_table(
        ["command", "s", "processor s", "beside it", "s", "processor s", "ratio"],
        [
            [
                f"`{job.replace('{}/', '')}`",
                *(number(seconds) for seconds in taken[job]),
                f"`{least.replace('{}/', '')}`",
                *(number(seconds) for seconds in taken[least]),
                number(taken[job].processor_s / taken[least].processor_s),
            ]
            for job, least in BESIDE.items()
        ],
    )


if __name__ == "__main__":
    main()
