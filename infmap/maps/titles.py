"""The title of a page in a state; the page's script has the same words."""

from infmap.catalogue.names.ids import one_of
from infmap.catalogue.values.date_texts import as_day
from infmap.errors import InfmapError, UnknownIdError, shorten
from infmap.looks.distances import Units
from infmap.looks.sentences import title_name
from infmap.maps.data import PageData
from infmap.maps.state import WHAT_IF, Mode, Projection, read_fragment

#: A side of a comparison by its account, where the account's own word does not say it.
_ACCOUNTS = {"user": "My own"}


def page_title(name: str) -> str:
    """Return the title of a page that opens on a site.

    Examples
    --------
    >>> page_title("Shuya")
    'Within range of Shuya - infmap'
    """
    return f"Within range of {name} - infmap"


def title_of(page: str, data: PageData, fragment: str) -> str:
    """Return the title of a page in a state.

    `page` is what an error calls it, the fragment the state as an address has it. Raises
    `UnknownIdError` if the page has no such state.

    Examples
    --------
    >>> import infmap
    >>> data = infmap.make_map(infmap.load()).page.opened.data
    >>> title_of("map.html", data, "mode=compare&left=operator&right=opponent")
    'Operator and Opponent compared - infmap'
    >>> title_of("map.html", data, "mode=overview&holder=Russia")
    'All sites - infmap'
    """
    sites = {row["id"]: row["name"] for row in data["sites"]}
    known = {
        "site": [*sites, WHAT_IF],
        "capital": [row["id"] for row in data["capitals"]],
        "theme": data["themes"],
        "account": data["accounts"],
        "mode": [*Mode],
        "projection": [*Projection],
        "units": [*Units],
        "system": [*data["systems"]],
        "holder": [*data["holders"]],
        "count": ["every", "some", "both"],
        "doubt": ["on", "off"],
    }
    state = read_fragment(fragment)
    for name, choices in known.items():
        word = state.get(name)
        if word is not None and word not in choices:
            nearest = one_of(word, choices, f"{name} on {page},")
            raise UnknownIdError(f"no {name} {shorten(word)!r} on {page}; write {nearest}")
    here = sites.get(state.get("site", data["first_site"]), "a hypothetical launcher")
    if state.get("mode") == Mode.OVERVIEW:
        return "All sites - infmap"
    if state.get("mode") == Mode.COMPARE:
        sides = [
            _side(page, data, sites, state[name]) for name in ("left", "right") if name in state
        ]
        both = " and ".join(sides) if len(sides) > 1 else f"Two accounts of {title_name(here)}"
        return f"{both} compared - infmap"
    return page_title(here)


def _side(page: str, data: PageData, sites: dict[str, str], word: str) -> str:
    """Return one side of a comparison in words: an account, a day, a system or a site."""
    if word in data["accounts"]:
        return _ACCOUNTS.get(word, word.capitalize())
    if word in data["systems"]:
        return data["systems"][word]["label"]
    if word in sites:
        return title_name(sites[word])
    try:
        day = as_day(word)
    except InfmapError:
        day = None
    if day is None or day.isoformat() != word:
        raise UnknownIdError(
            f"no account, system or site {shorten(word)!r} on {page}, and no day; write two of one "
            "kind, such as left=operator&right=opponent"
        )
    return word
