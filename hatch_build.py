"""What hatchling asks for as it builds a package: the text that a package index shows."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class LongDescription(MetadataHookInterface):
    """Makes ``readme``, which ``pyproject.toml`` leaves to it."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the text into what is built."""
        made = runpy.run_path(str(Path(self.root, "scripts", "long_description.py")))
        readme = Path(self.root, "README.md").read_text("utf-8")
        text = made["long_description"](readme, metadata)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
