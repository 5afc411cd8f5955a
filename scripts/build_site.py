"""Build the documentation as a site that needs no network: ``build/site/site/index.html``.

Run with ``python scripts/build_site.py``; needs the ``docs`` extra. The pages are those of the
repository and keep their places, so that a link leads to the same page there and here; one that
leads nowhere stops it. The search runs in a worker, which a browser refuses to a page from disk:
the shim that stands in for one is put beside the pages, and not asked of its author's server.
"""

import subprocess
import sys
from os.path import relpath
from pathlib import Path
from shutil import copyfile, rmtree

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "site"
CONFIG = "mkdocs.yml"
#: Of the npm package iframe-worker (MIT), and where a page would ask for it.
SHIM = ROOT / "page" / "node_modules" / "iframe-worker" / "shim" / "index.js"
SHIM_ADDRESS = "https://unpkg.com/iframe-worker/shim"
#: What pages are, and what they link to.
SHOWN = ("*.md", "docs/**/*", "data/*", "notebooks/*.ipynb", "scripts/README.md", "CITATION.cff",
         "LICENSE", "pyproject.toml")  # fmt: skip


def shown() -> list[str]:
    """Return the files of the repository that the site holds."""
    files = (path for pattern in SHOWN for path in ROOT.glob(pattern) if path.is_file())
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


def build(folder: Path) -> Path:
    """Make the site in a folder, and return where it begins: ``index.html`` is its front page."""
    if not SHIM.exists():
        sys.exit("the search's shim is missing; run npm ci --prefix page")
    pages, site = folder / "pages", folder / "site"
    for name in shown():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        copyfile(ROOT / name, pages / name)
    copyfile(ROOT / CONFIG, folder / CONFIG)
    made = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "-f", CONFIG],
        cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        # What it says of the pages; behind it stands where in its own code it gave up.
        sys.exit(made.stdout + made.stderr.partition("Traceback")[0])
    shim = site / "assets" / "iframe-worker.js"
    copyfile(SHIM, shim)
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        page.write_text(text.replace(SHIM_ADDRESS, relpath(shim, page.parent)), "utf-8")
    return site


if __name__ == "__main__":
    rmtree(BUILT, ignore_errors=True)
    print(build(BUILT) / "index.html")
