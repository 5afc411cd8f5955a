"""Run infmap beside its peers, on the same work in one run: ``python benchmarks [NAME...]``.

Prints what the machine is, then tables in Markdown with medians, ratios and errors. Without names
everything runs but what takes longest. Each benchmark is a process of its own, so that none leaves
another a warm cache or a setting.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = Path(__file__).parent
#: The benchmarks in the order in which they run, with their headings.
HEADINGS = {
    "rings": "Rings",
    "membership": "Membership",
    "screening": "Screening",
    "page": "Page building",
    "cold_start": "Cold start",
    "page_speed": "The page in the browser",
    "story_speed": "A story in the browser",
    "widget": "The widget in JupyterLab",
    "growth": "Growth",
}
#: These run only if they are named.
NAMED_ONLY = ("page_speed", "story_speed", "widget", "growth")
#: These have a smaller version.
QUICK = ("rings", "membership", "screening", "page", "cold_start")
#: Packages on which the results depend, if installed.
PACKAGES = (
    "infmap",
    "numpy",
    "pyproj",
    "shapely",
    "folium",
    "antimeridian",
    "cartopy",
    "geopy",
    "scikit-learn",
    "scipy",
    "duckdb",
    "sedonadb",
    "spherely",
    "geodistpy",
)


def machine() -> str:
    """Return a description of the machine."""
    listed = Path("/proc/cpuinfo")
    models = (
        re.findall(r"^model name\s*: (.*)$", listed.read_text(), re.M) if listed.exists() else []
    )
    cpu = models[0] if models else platform.machine()
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.platform()
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory_gib:.0f} GiB; {system}, "
        f"Python {platform.python_version()}.\n"
        f"{', '.join(f'{name} {version_of(name)}' for name in PACKAGES)}."
    )


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(HEADINGS))
    parser.add_argument("--quick", action="store_true", help="smaller and rougher, to try it out")
    options = parser.parse_args()
    for name in options.names:
        if name not in HEADINGS:
            parser.error(f"no benchmark {name!r}; there are {', '.join(HEADINGS)}")
    usual = [name for name in HEADINGS if name not in NAMED_ONLY]
    print(machine())
    print(f"Load over 1, 5 and 15 minutes at the start: {load()}.", flush=True)
    # What judges rings lies beside this folder.
    paths = [str(FOLDER.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    failed = []
    for name in options.names or usual:
        print(f"\n## {HEADINGS[name]}\n", flush=True)
        flags = ["--quick"] if options.quick and name in QUICK else []
        command = [sys.executable, str(FOLDER / f"{name}.py"), *flags]
        if subprocess.run(command, env=environment, check=False).returncode != 0:
            failed.append(name)
    print(f"\nLoad at the end: {load()}.")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
