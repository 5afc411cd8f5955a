"""Write what others cite and package infmap by, from ``pyproject.toml`` and the data's version.

Run with ``python scripts/build_citation.py``: ``CITATION.cff``, ``.zenodo.json`` and
``conda/recipe.yaml``. A test fails while one is out of date. Addresses stand in ``[project.urls]``
alone; one that is not set there is in none of the files. ``DOI`` is the address of the archived
release (https://doi.org/...), ``Repository`` that of the sources.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infmap.catalogue.bundled import DATA_VERSION

ROOT = Path(__file__).resolve().parents[1]
TITLE = "infmap: missile range rings, capitals in reach and INF Treaty verdicts"
DATA_TITLE = "infmap data: systems, range figures, reported deployments and charges"
DATA_LICENCE = "CC-BY-4.0"
#: What has another name among conda-forge's packages, and what is not among them: small packages of
#: files, which the recipe takes along.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "typing-extensions": "typing_extensions"}
NOT_ON_CONDA = ("django-js-lib-leaflet", "font-source-sans-pro", "font-source-serif-pro")


def project() -> dict[str, Any]:
    """Return what ``pyproject.toml`` says of the project."""
    told: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return told


def released() -> str:
    """Return the day of the version, as the changelog has it."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    day = re.search(rf"^## {re.escape(project()['version'])} \((.+)\)$", text, re.MULTILINE)
    assert day, "the changelog gives this version no day"
    return day[1]


def doi(urls: Mapping[str, str]) -> str | None:
    """Return the DOI of its address.

    Examples
    --------
    >>> doi({"DOI": "https://doi.org/10.5281/zenodo.123"}), doi({})
    ('10.5281/zenodo.123', None)
    """
    return urls["DOI"].removeprefix("https://doi.org/") if "DOI" in urls else None


def citation(told: Mapping[str, Any]) -> str:
    """Return ``CITATION.cff``, https://citation-file-format.github.io/ 1.2.0."""
    urls = told.get("urls", {})
    lines = [
        "cff-version: 1.2.0",
        "message: Cite infmap for a map, a distance or a table; cite a range figure by its own "
        "source.",
        f'title: "{TITLE}"',
        "type: software",
        "authors:",
        *(f"  - name: {one['name']}" for one in told["authors"]),
        f"version: {told['version']}",
        f"date-released: {released()}",
        "license: MIT",
        f"keywords: [{', '.join(told['keywords'])}]",
    ]
    if number := doi(urls):
        lines.append(f"doi: {number}")
    if "Repository" in urls:
        lines.append(f"repository-code: {urls['Repository']}")
    lines += [
        "references:",
        f'  - title: "{DATA_TITLE}"',
        "    type: data",
        "    authors:",
        *(f"      - name: {one['name']}" for one in told["authors"]),
        f"    version: {DATA_VERSION}",
        f"    license: {DATA_LICENCE}",
    ]
    return "\n".join(lines) + "\n"


def zenodo(told: Mapping[str, Any]) -> str:
    """Return ``.zenodo.json``, which an archive of a release is described by."""
    urls = told.get("urls", {})
    about: dict[str, Any] = {
        "upload_type": "software",
        "title": TITLE,
        "description": f"{told['description']} With its tables, version {DATA_VERSION}, under "
        "CC BY 4.0.",
        "creators": [{"name": one["name"]} for one in told["authors"]],
        "version": told["version"],
        "license": "MIT",
        "keywords": told["keywords"],
        "language": "eng",
        "access_right": "open",
    }
    if "Repository" in urls:
        about["related_identifiers"] = [
            {"identifier": urls["Repository"], "relation": "isSupplementTo", "scheme": "url"}
        ]
    return json.dumps(about, indent=2, ensure_ascii=False) + "\n"


def recipe(told: Mapping[str, Any]) -> str:
    """Return the recipe of the conda package, for rattler-build or conda-build.

    Examples
    --------
    >>> "  - matplotlib-base >=3" in recipe(project())
    True
    """
    needs = []
    for one in told["dependencies"]:
        name, version = re.fullmatch(r"([\w-]+)(.*)", one).groups()  # type: ignore[union-attr]
        if name not in NOT_ON_CONDA:
            needs.append(f"    - {CONDA_NAMES.get(name, name)} {version}".rstrip())
    python = told["requires-python"]
    urls = told.get("urls", {})
    lines = [
        "# Made by scripts/build_citation.py of pyproject.toml.",
        "schema_version: 1",
        "",
        "package:",
        "  name: infmap",
        f'  version: "{told["version"]}"',
        "",
        "source:",
        "  path: ..",
        "",
        "build:",
        "  number: 0",
        "  noarch: python",
        "  script:",
        "    - python -m pip install . --no-deps --no-build-isolation -vv",
        "    # Files of other packages that conda-forge does not have: Leaflet and two typefaces.",
        f"    - python -m pip install --no-deps {' '.join(NOT_ON_CONDA)}",
        "  python:",
        "    entry_points:",
        f"      - infmap = {told['scripts']['infmap']}",
        "",
        "requirements:",
        "  host:",
        f"    - python {python}",
        "    - pip",
        "    - hatchling",
        "  run:",
        f"    - python {python}",
        *needs,
        "",
        "tests:",
        "  - python:",
        "      imports: [infmap]",
        "  - script:",
        "      - infmap check",
        "      - infmap map -o map.html",
        "",
        "about:",
        f'  summary: "{told["description"]}"',
        "  license: MIT AND CC-BY-4.0 AND Unicode-3.0",
        "  license_file:",
        *(f"    - {name}" for name in told["license-files"]),
        *([f"  repository: {urls['Repository']}"] if "Repository" in urls else []),
    ]
    return "\n".join(lines) + "\n"


def files(told: Mapping[str, Any]) -> dict[str, str]:
    """Return every file made here, by its path in the repository."""
    return {
        "CITATION.cff": citation(told),
        ".zenodo.json": zenodo(told),
        "conda/recipe.yaml": recipe(told),
    }


if __name__ == "__main__":
    for name, text in files(project()).items():
        (ROOT / name).write_text(text, "utf-8")
