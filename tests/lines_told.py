"""What is told of a file: the lines of its refusal, and the notes on how it was read."""

import tempfile
import warnings
from pathlib import Path
from typing import Any

import infmap
from infmap.errors import DataError, ReadingNote


def lines_told(cat: infmap.Catalogue, path: Path, by: str) -> list[str]:
    """Return what is told of a file that is given by this argument of `load`, or screened."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        try:
            if by == "screen":
                with tempfile.TemporaryDirectory(dir=path.parent) as folder:
                    infmap.screen(cat, path, Path(folder) / "out", site="shuya")
            else:
                given: dict[str, Any] = {by: path}
                infmap.load(**given)
            lines = []
        except DataError as error:
            lines = [str(fault) for fault in error.faults]
    return [*lines, *(str(note.message) for note in caught)]
