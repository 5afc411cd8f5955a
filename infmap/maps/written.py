"""The pieces of a page as folium renders them, each a text, without random ids."""

import re
from collections.abc import Iterable

import folium
from branca.element import Figure

from infmap.maps.added_scripts import lent_words, numbered, script_text
from infmap.maps.additions import elements_of, needs_of
from infmap.maps.document import Pieces
from infmap.maps.pins import pins_script


def written(page: Figure) -> Pieces:
    """Return the pieces of a page without changing it; the same page gives the same pieces.

    Raises `InfmapError` if something was added that a sealed page cannot show.
    """
    elements = elements_of(page)
    needs = needs_of(elements)
    with lent_words(elements):
        by_hand = page.script._children.copy()
        page.script._children.clear()
        for child in page._children.values():
            child.render()
        # A caller's own script may use the added elements, so it comes after them.
        page.script._children |= by_hand
        names = {element.get_name(): element for element in elements_of(page)}
        pieces = [
            (place, names.get(name, child), child.render())
            for place in (page.header, page.html, page.script)
            for name, child in place._children.items()
        ]
    texts = [text for _, _, text in pieces]
    texts = numbered(texts, _ids([*names, *page.script._children], texts))
    parts: dict[str, list[str]] = {"head": [], "body": [], "scripts": [], "closing": []}
    for (place, owner, _), text in zip(pieces, texts, strict=True):
        if place is page.script:
            when = "closing" if isinstance(owner, folium.FitBounds) else "scripts"
            parts[when] += [script] if (script := script_text(text)) else []
        else:
            needs.add_html(text, owner)
            parts["head" if place is page.header else "body"].append(text)
    return Pieces(
        head="\n".join(parts["head"]),
        body="\n".join(parts["body"]),
        scripts=(*([pins_script()] if needs.pins else []), *parts["scripts"]),
        closing=(*parts["closing"],),
        styles=(*needs.styles,),
        any_style=needs.any_style,
        pictures=(*needs.pictures,),
    )


def _ids(names: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Return the random ids of elements, and of those that were rendered before they were added."""
    inside = re.findall(r'\bid="[a-z_]+_([0-9a-f]{32})"', "\n".join(texts))
    return {name[-32:] for name in names} | {*inside}
