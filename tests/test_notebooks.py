"""Every notebook is committed with what it shows, which is small and what a run shows again.

A cell that is to show an error carries the tag ``raises-exception``.
"""

from pathlib import Path

import nbclient
import nbformat
import pytest
from jupyter_client import KernelManager

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))

# The kernel's own machinery may warn; what a notebook itself shows is checked below.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem),
]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


#: Of a notebook: a code host shows no larger one.
MOST_BYTES = 700_000


def texts(cell):
    """Return what a cell shows in words; a page in a frame is committed as a picture of it."""
    shown = []
    for output in cell.outputs:
        if output.output_type == "stream":
            shown.append(output.text)
        elif output.output_type == "error":
            shown.append(output.evalue)
        else:
            data = {kind: text for kind, text in output.data.items() if kind.startswith("text/")}
            if "<iframe" in data.get("text/html", ""):
                del data["text/html"]
            shown.append(data)
    return shown


def check_outputs(notebook):
    """Hold that there are a table and a picture, no warning, and no error but the one meant."""
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


def test_a_notebook_is_committed_with_small_outputs_that_a_code_host_shows(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    check_outputs(notebook)
    text = path.read_text("utf-8")
    assert len(text) < MOST_BYTES
    assert "<iframe" not in text
    assert "/tmp/" not in text
    assert [cell.execution_count for cell in code_cells(notebook)] == [
        *range(1, len(code_cells(notebook)) + 1)
    ]


#: Each begins in an empty folder, without the names and settings of those before it.
BEGIN = """%reset -f
%cd -q {}
import pandas
pandas.reset_option("^display")
del pandas"""


@pytest.fixture(scope="module")
def kernel():
    """Keep a kernel for all notebooks: what it has imported, none waits for again."""
    manager = KernelManager(client_class="jupyter_client.asynchronous.AsyncKernelClient")
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.thorough
def test_a_notebook_shows_again_what_is_committed(path, tmp_path, kernel):
    notebook = nbformat.read(path, as_version=4)
    committed = [texts(cell) for cell in code_cells(notebook)]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(BEGIN.format(tmp_path)))
    client = nbclient.NotebookClient(notebook, km=kernel, timeout=60)
    client.execute()
    client.kc.stop_channels()
    assert notebook.cells.pop(0).outputs == []
    check_outputs(notebook)
    assert [texts(cell) for cell in code_cells(notebook)] == committed, "run make notebooks"


def test_a_notebook_uses_public_names_only(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in code_cells(notebook):
        assert "from infmap" not in cell.source
        assert "import infmap." not in cell.source
