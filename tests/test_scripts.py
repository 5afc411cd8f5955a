"""What stands beside the package: it is run seldom, so that a name that has moved shows here."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted(
    path
    for folder in ("benchmarks", "reliability", "scripts")
    for path in (ROOT / folder).glob("*.py")
)


@pytest.mark.parametrize("path", SCRIPTS, ids=[f"{p.parent.name}-{p.stem}" for p in SCRIPTS])
def test_a_script_asks_infmap_for_nothing_that_is_not_there(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "infmap":
            module = import_module(node.module)
            missing = [one.name for one in node.names if not hasattr(module, one.name)]
            # What is no name of the module may be a module in it.
            for name in missing:
                import_module(f"{node.module}.{name}")
