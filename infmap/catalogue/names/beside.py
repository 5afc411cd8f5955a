"""Reads a name that stands beside another of the same system, or beside a word for what it is.

Tables call a missile by its designation and its name at once, or add its class: "RSD-10 Pioneer",
"DF-26 IRBM". A word that says what the system is not leaves the text unread.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from infmap.catalogue.names.spelling import MARKS, in_latin
from infmap.treaty.terms import Kind

_Find: TypeAlias = Callable[[str], tuple[str, ...]]

#: Words for any system, and for what holds it, as `in_latin` writes them.
_ANY = frozenset(
    {
        *("missile", "missiles", "rocket", "rockets", "system", "systems", "weapon", "weapons"),
        *("launcher", "launchers", "tel", "tels", "battery", "batteries", "battalion"),
        *("battalions", "brigade", "brigades", "regiment", "regiments", "unit", "units"),
        *("rakete", "raketen", "systeme", "misil", "misiles", "sistema", "rakieta", "rakiety"),
        *("missil", "missili", "de", "da"),
        *("pocisk", "raketa", "rakety", "raket", "raketnyi", "kompleks", "complex"),
    }
)
_BALLISTIC = frozenset(
    {
        *("ballistic", "srbm", "mrbm", "irbm", "lrbm", "srbms", "mrbms", "irbms"),
        *("ballistische", "ballistischer", "balistique", "balistico", "balistyczny"),
        "ballisticheskaya",
    }
)
_CRUISE = frozenset(
    {
        *("cruise", "lacm", "lacms", "crucero", "croisiere", "crociera", "cruzeiro"),
        *("manewrujacy", "krylataya", "marschflugkorper"),
    }
)
_OF_KIND: Mapping[Kind | None, frozenset[str]] = {
    Kind.GLBM: _BALLISTIC | {"glbm", "asbm"},
    Kind.ICBM: _BALLISTIC | {"icbm", "icbms"},
    Kind.SLBM: _BALLISTIC | {"slbm", "slbms"},
    Kind.GLCM: _CRUISE | {"glcm", "glcms"},
    Kind.SLCM: _CRUISE | {"slcm", "slcms"},
    Kind.ALCM: _CRUISE | {"alcm", "alcms"},
    Kind.UAV: frozenset({"uav", "uavs", "drone", "drones"}),
    Kind.INTERCEPTOR: frozenset({"interceptor", "interceptors"}),
    Kind.LAUNCHER: frozenset({"vls", "launching"}),
    Kind.TARGET: frozenset({"target", "targets"}),
    Kind.BOOST_GLIDE: frozenset({"hypersonic", "glide", "boost", "hgv"}),
}
_ALL = _ANY.union(*_OF_KIND.values())
_APART = re.compile(r"[\s()\[\]]+")
#: Lists are left to those who read lists.
_LISTED = re.compile(rf"[{MARKS}=\n\r]")
#: More words than this are no name.
_MOST_WORDS = 12


def words_of(kind: Kind | None) -> frozenset[str]:
    """Return the words that may stand beside the name of a system of this kind.

    Examples
    --------
    >>> "irbm" in words_of(Kind.GLBM), "irbm" in words_of(Kind.GLCM), "missile" in words_of(None)
    (True, False, True)
    """
    return _ANY | _OF_KIND.get(kind, frozenset())


def beside(
    text: str, find: _Find, family: _Find, words: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Return the ids that every name in a text can mean, if nothing else stands in it.

    Parameters
    ----------
    text : str
        Names and words, without marks that part a list.
    find, family : callable
        Return the ids of a name, and the one id that the name of a family hints at.
    words : mapping of str to collection of str
        The words that may stand beside the names of each id, as `words_of` gives them.

    Examples
    --------
    >>> names = {"RSD-10": ("ss-20",), "Pioneer": ("ss-20",), "R-12": ("ss-4",)}
    >>> kinds = dict.fromkeys(["ss-20", "ss-4"], words_of(Kind.GLBM))
    >>> [beside(text, lambda name: names.get(name, ()), lambda name: (), kinds) for text in (
    ...     "RSD-10 Pioneer", "R-12 MRBM", "R-12 Pioneer", "R-12 cruise missile")]
    [('ss-20',), ('ss-4',), (), ()]
    """
    parts = [part for part in _APART.split(text) if part]
    if _LISTED.search(text.strip()) or not 2 <= len(parts) <= _MOST_WORDS:
        return ()
    named = [at for at, part in enumerate(parts) if not _describes(part)]
    # GLCM is a name too.
    first_name, last_name = (named[0], named[-1]) if named else (len(parts) - 1, 0)
    for first in range(first_name + 1):
        for last in range(len(parts), max(first, last_name), -1):
            core, around = parts[first:last], [*parts[:first], *parts[last:]]
            said = {word for part in around for word in in_latin(part).split()}
            ids = _of_names(core, find, family)
            if of_kind := tuple(ident for ident in ids if said.issubset(words.get(ident, ()))):
                return of_kind
    return ()


def bare(text: str) -> str:
    """Return a text without the words at its ends that may say what a system is.

    Examples
    --------
    >>> bare("Shahab missile"), bare("missile")
    ('Shahab', 'missile')
    """
    parts = text.split()
    named = [at for at, part in enumerate(parts) if not _describes(part)]
    return " ".join(parts[named[0] : named[-1] + 1]) if named else text


def _describes(part: str) -> bool:
    words = in_latin(part).split()
    return bool(words) and _ALL.issuperset(words)


def _of_names(parts: list[str], find: _Find, family: _Find) -> tuple[str, ...]:
    """Return the ids of a name, or those that both of two names can mean."""
    if ids := find(" ".join(parts)):
        return ids
    for at in range(1, len(parts)):
        name, other = " ".join(parts[:at]), " ".join(parts[at:])
        first, second = find(name), find(other)
        if not first and not second:
            continue  # the names of two families
        both = {*(first or family(name))} & {*(second or family(other))}
        if both:
            return tuple(sorted(both))
    return ()
