"""Run infmap as ``python -m infmap``."""

from infmap.cli import app

if __name__ == "__main__":
    app(prog_name="infmap")
