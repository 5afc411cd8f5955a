"""Writes the contract of the page's data as JSON Schema, from which the page's types are made.

python scripts/build_page_contract.py && npm --prefix page run made
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from infmap.maps.data import PageData

SCHEMA = Path(__file__).parents[1] / "page" / "contract.schema.json"


def contract() -> str:
    """Return the JSON Schema of the page's data, as a text."""
    schema: dict[str, Any] = TypeAdapter(PageData).json_schema(mode="serialization")
    # The page is given what is listed and nothing else.
    for definition in (schema, *schema["$defs"].values()):
        definition["additionalProperties"] = False
    return json.dumps(_draft_7(schema), indent=2, ensure_ascii=False) + "\n"


def _draft_7(node: Any) -> Any:
    """Return a schema with tuples as draft 7 has them, and without titles, which repeat names."""
    if isinstance(node, list):
        return [_draft_7(value) for value in node]
    if not isinstance(node, dict):
        return node
    return {
        "items" if key == "prefixItems" else key: _draft_7(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }


if __name__ == "__main__":
    SCHEMA.write_text(contract(), "utf-8")
