"""The title of a page in a state; the page's script has the same words."""

from infmap.looks.sentences import title_name
from infmap.maps.addressed import site_asked
from infmap.maps.data import PageData
from infmap.maps.state import Mode, read_fragment

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


def title_of(data: PageData, fragment: str) -> str:
    """Return the title of a page in a state that it has; the fragment is as an address has it.

    Examples
    --------
    >>> import infmap
    >>> data = infmap.make_map(infmap.load()).page.opened.data
    >>> title_of(data, "mode=compare&left=operator&right=opponent")
    'Operator and Opponent compared - infmap'
    >>> title_of(data, "mode=overview&holder=Russia")
    'All sites - infmap'
    """
    sites = {row["id"]: row["name"] for row in data["sites"]}
    state = read_fragment(fragment)
    here = sites.get(site_asked(data, state), "a hypothetical launcher")
    if state.get("mode") == Mode.OVERVIEW:
        return "All sites - infmap"
    if state.get("mode") == Mode.COMPARE:
        sides = [_side(data, sites, state[name]) for name in ("left", "right") if name in state]
        both = " and ".join(sides) if sides else f"Two accounts of {title_name(here)}"
        return f"{both} compared - infmap"
    return page_title(here)


def _side(data: PageData, sites: dict[str, str], word: str) -> str:
    """Return one side of a comparison in words: an account, a day, a system or a site."""
    if word in data["accounts"]:
        return _ACCOUNTS.get(word, word.capitalize())
    if word in data["systems"]:
        return data["systems"][word]["label"]
    return title_name(sites[word]) if word in sites else word
