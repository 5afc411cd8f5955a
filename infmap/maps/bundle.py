"""The page's ES modules as one script: a file opened from disk cannot import modules."""

import re
from functools import cache
from importlib.resources import files

TEMPLATES = files("infmap.maps") / "templates"


@cache
def program(entry: str) -> str:
    """Return an ES module of the page, and all that it imports, as one expression.

    Each module has a scope of its own and comes after those that it imports; the expression's
    value holds what the entry exports.

    Examples
    --------
    >>> program("geodesic").startswith("(() => {")
    True
    """
    scopes: dict[str, str] = {}

    def write(name: str) -> None:
        if name in scopes:
            return
        source = (TEMPLATES / f"{name}.js").read_text("utf-8")
        for imported in re.findall(r'^import .* from "\./(\w+)\.js";$', source, re.MULTILINE):
            write(imported)
        exported = re.findall(r"^export (?:const|function) (\w+)", source, re.MULTILINE)
        source = re.sub(
            r'^import (\{.*\}) from "\./(\w+)\.js";$',
            r"const \1 = $\2;",
            source,
            flags=re.MULTILINE,
        )
        source = re.sub(r"^export ", "", source, flags=re.MULTILINE)
        scopes[name] = (
            f"const ${name} = (() => {{\n{source}return {{ {', '.join(exported)} }};\n}})();"
        )

    write(entry)
    return "\n".join(['(() => {\n"use strict";', *scopes.values(), f"return ${entry};\n}})();"])
