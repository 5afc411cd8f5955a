"""Which id a person means by an id or a name, and what is near where there is none."""

import unicodedata
from collections.abc import Iterable, Mapping

from infmap.errors import UnknownIdError


def match_id(text: str, names: dict[str, list[str]], what: str) -> str:
    """Return the id that a person means by an id or a name.

    Parameters
    ----------
    text : str
        What was asked for.
    names : dict of str to list of str
        The known ids, each with the names it also answers to.
    what : str
        What is looked for, for the message.

    Raises
    ------
    UnknownIdError
        With the nearest ids, if there is no such id or name.

    Examples
    --------
    >>> match_id("Redzikowo", {"redzikowo": ["Redzikowo (NSF)"]}, "site")
    'redzikowo'
    >>> match_id("redzikow", {"redzikowo": []}, "site")
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no site 'redzikow'; did you mean redzikowo?
    """
    meant = by_name(names)
    if folded(text) in meant:
        return meant[folded(text)]
    raise UnknownIdError(f"no {what} {text!r}; {suggestion(text, meant)}")


def one_of(text: str, words: Iterable[str], what: str) -> str:
    """Return the word out of a few that a person means; errors as those of `match_id`.

    Examples
    --------
    >>> one_of("Debate", ["debate", "all"], "theme")
    'debate'
    """
    return match_id(text, {word: [] for word in words}, what)


def by_name(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the id that each folded id or name means: an id before a name, then the first.

    Examples
    --------
    >>> by_name({"9m729": ["SSC-8", "9M729"], "ssc-x-4": ["SSC-8"]})
    {'ssc-8': '9m729', '9m729': '9m729', 'ssc-x-4': 'ssc-x-4'}
    """
    meant: dict[str, str] = {}
    for ident, others in names.items():
        for other in others:
            meant.setdefault(folded(other), ident)
    return meant | {folded(ident): ident for ident in names}


def folded(text: object) -> str:
    """Return a name as it is compared: without capitals, and with single spaces.

    Examples
    --------
    >>> folded(" SSC-8  Screwdriver ")
    'ssc-8 screwdriver'
    """
    return " ".join(str(text).casefold().split())


#: Letters that do not come apart into a plain one and its mark, and marks within words.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | dict.fromkeys(".'`´ʹʻʼʽʾʿ‘’‛′\u200b\u200c\u200d\u00ad", None)
)


def plain(text: object) -> str:
    """Return a name as people type it: small letters without their marks, single spaces.

    Examples
    --------
    >>> plain("Côte d’Ivoire"), plain("Nur-Sultan"), plain("Washington, D.C.")
    ('cote divoire', 'nur sultan', 'washington dc')
    >>> plain("Київ") == plain("КИЇВ"), plain("Łódź")
    (True, 'lodz')
    """
    letters = unicodedata.normalize("NFKD", str(text).casefold()).casefold().translate(_PLAIN)
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    # Vowels of Indian scripts are marks of their own, and no letters to Python.
    kept = (one if unicodedata.category(one)[0] in "LNM" else " " for one in bare)
    return " ".join("".join(kept).split())


def suggestion(text: str, meant: Mapping[str, str]) -> str:
    """Return the half sentence that helps after a miss: the nearest ids, or all of a few.

    Examples
    --------
    >>> suggestion("iskander", {"iskander-m": "iskander-m", "9m729": "9m729"})
    'did you mean iskander-m?'
    >>> suggestion("SSC-8", {"ssc-8 screwdriver": "9m729", "ssc-x-4": "ssc-x-4"})
    'did you mean 9m729?'
    """
    from difflib import get_close_matches

    ids = sorted(set(meant.values()))
    asked = folded(text)
    begun = dict.fromkeys(meant[name] for name in meant if name.startswith(f"{asked} "))
    near = list(begun) or get_close_matches(asked, ids, n=3, cutoff=0.6)
    if not near:
        names = get_close_matches(asked, meant, n=3, cutoff=0.6)
        near = list(dict.fromkeys(meant[name] for name in names))
    if near:
        return f"did you mean {', '.join(near[:3])}?"
    return f"known: {', '.join(ids[:12])}" + (", ..." if len(ids) > 12 else "")
