"""Every notebook is committed bare, runs as it stands and shows a table and a map.

A cell that is to show an error carries the tag ``raises-exception``.
"""

import shutil
from pathlib import Path

import nbclient
import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))

# The kernel's own machinery may warn; what a notebook itself shows is checked below.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem),
]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_a_notebook_is_committed_without_output(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_a_notebook_runs_and_shows_a_table_and_a_map(path, tmp_path):
    copy = shutil.copy(path, tmp_path)
    notebook = nbformat.read(copy, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    # A warning in a notebook is a fault of it: it comes out on stderr.
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    shown = [output.data for output in outputs if "data" in output]
    pages = [data.get("text/html", "") for data in shown]
    assert any("<iframe" in html for html in pages) or any("image/png" in data for data in shown)
    assert any('class="dataframe' in html for html in pages)
    for cell in code_cells(notebook):
        errors = [output for output in cell.outputs if output.output_type == "error"]
        assert len(errors) == ("raises-exception" in cell.metadata.get("tags", []))
        assert [error for error in errors if "Traceback" in "".join(error.traceback)] == []


def test_a_notebook_uses_public_names_only(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in code_cells(notebook):
        assert "from infmap" not in cell.source
        assert "import infmap." not in cell.source
