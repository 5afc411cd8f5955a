"""Modules of the page's script by themselves, for what is tried of them without a page."""

import subprocess
from pathlib import Path

PAGE = Path(__file__).parents[1] / "page"
ESBUILD = PAGE / "node_modules" / ".bin" / "esbuild"


def expression(module: str) -> str:
    """Return a module, such as ``model/state``, as an expression whose value holds its exports."""
    if not ESBUILD.exists():
        raise RuntimeError(f"{ESBUILD} is missing: run npm ci --prefix page")
    options = ["--bundle", "--format=iife", "--global-name=module", "--target=es2022"]
    made = subprocess.run(
        [ESBUILD, PAGE / f"{module}.ts", *options], capture_output=True, text=True, check=True
    )
    return f"(() => {{ {made.stdout}\nreturn module; }})()"
