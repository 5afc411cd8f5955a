"""Write the codebook and the data package from the models that check the tables.

Run with ``python scripts/build_codebook.py``. A test fails while either is out of date.
"""

import json
from pathlib import Path

import infmap
from infmap.catalogue.codebook import codebook, data_package

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ROOT / "scripts" / "left_out.md"


def texts() -> dict[str, str]:
    """Return the text of each file made here, by its name in ``data/``."""
    package = json.dumps(data_package(), ensure_ascii=False, indent=2)
    return {
        "README.md": codebook(infmap.check(), LEFT_OUT.read_text("utf-8")),
        "datapackage.json": package + "\n",
    }


if __name__ == "__main__":
    for name, text in texts().items():
        (ROOT / "data" / name).write_text(text, encoding="utf-8")
