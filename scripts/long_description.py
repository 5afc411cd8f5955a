"""Print the text that a package index shows; ``hatch_build.py`` asks for it as a package is built.

It is the README but for how to run the tests, which an installed package does not have. An index
shows neither the repository's pictures nor its pages. Where ``[project.urls]`` names the
``Repository``, pictures and links lead to it, at the version's tag, as GitHub and GitLab spell
addresses; where it does not, there are no pictures, and links are words.
"""

import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: A picture or a link to a file of the repository; the words may go on over a line's end.
LOCAL = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#)([^)]+)\)")


def long_description(readme: str, told: Mapping[str, Any]) -> str:
    r"""Return the README as an index shows it, by what ``pyproject.toml`` says of the project.

    Examples
    --------
    >>> readme = "![A map](a.png)\n\nSee [how](docs/how.md). pip install .\n"
    >>> project = {"name": "infmap", "version": "1.0"}
    >>> long_description(readme, project)
    'See how. pip install infmap\n'
    >>> urls = {"Repository": "https://code.example.org/infmap"}
    >>> long_description(readme, project | {"urls": urls}).splitlines()[0]
    '![A map](https://code.example.org/infmap/raw/v1.0/a.png)'
    """
    repository = told.get("urls", {}).get("Repository", "").rstrip("/")

    def elsewhere(found: re.Match[str]) -> str:
        mark, words, path = found.groups()
        if not repository:
            return "" if mark else words
        kind = "raw" if mark else "blob"
        return f"{mark}[{words}]({repository}/{kind}/v{told['version']}/{path})"

    text = LOCAL.sub(elsewhere, readme.partition("\n## Tests\n")[0] + "\n")
    # From an index it is installed by its name.
    text = re.sub(r"pip install \.(?=\s)", f"pip install {told['name']}", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


if __name__ == "__main__":
    root = Path(__file__).parents[1]
    told = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    sys.stdout.write(long_description((root / "README.md").read_text("utf-8"), told))
