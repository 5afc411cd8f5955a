"""Which systems and sites an event is of, as its title names them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from infmap.catalogue.rows import System
from infmap.catalogue.sites import Site
from infmap.looks.sentences import title_name
from infmap.looks.words import system_label

#: A type number: so many letters tell one system from all others.
_LEAST_LETTERS = 4


def systems_named(systems: Iterable[System]) -> Callable[[str], list[str]]:
    """Return a function from a title to the ids of those systems that it names.

    Examples
    --------
    >>> import infmap
    >>> named = systems_named(infmap.load().system_rows)
    >>> named("New York Times: Russia has deployed two battalions of SSC-8")
    ['9m729']
    """
    names = _names(list(systems))

    def named(title: str) -> list[str]:
        return [
            ident for ident, some in names.items() if any(_names_it(one, title) for one in some)
        ]

    return named


def sites_named(title: str, sites: Iterable[Site]) -> list[str]:
    """Return the ids of those sites that a title names.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> sites_named("Aegis Ashore at Deveselu, Romania, declared operational", cat.sites)
    ['deveselu']
    """
    return [site.id for site in sites if _names_it(title_name(site.name), title)]


def _names(systems: list[System]) -> dict[str, set[str]]:
    """Return what each system is called in a title: its names, or a part that is its alone."""
    whole = {row.id: {system_label(row.short_name), *row.designations} for row in systems}
    parts = {
        ident: {part for name in names for part in _parts(name)} for ident, names in whole.items()
    }
    known = Counter(part for some in parts.values() for part in some)
    return {
        ident: names | {part for part in parts[ident] if known[part] == 1}
        for ident, names in whole.items()
    }


def _names_it(name: str, title: str) -> bool:
    """Return whether a title has a name as a word of its own."""
    # Most titles do not have it at all, which costs nothing to see.
    return name in title and bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", title))


def _parts(name: str) -> set[str]:
    """Return the parts of a name that may stand alone: numbers of types, such as SS-20."""
    return {
        part
        for part in name.split()
        if len(part) >= _LEAST_LETTERS and any(letter.isdigit() for letter in part)
    }
