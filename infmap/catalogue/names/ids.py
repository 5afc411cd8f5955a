"""Which id a person means by an id or a name, and what is near where there is none.

The one rule for whatever has a name: systems, sites, places. What has several meanings is asked
about with all of them.
"""

import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from infmap.errors import ReadingNote, UnknownIdError, shorten

#: Longer texts are none.
LONGEST = 200
#: So many choices are written out.
_MOST_CHOICES = 6
_KeysOf: TypeAlias = Callable[[str], Iterable[str]]

# --- One spelling for what people write in many ----------------------------------------------


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


_CYRILLIC = str.maketrans(
    dict(zip("абвгдезиіклмнопрстуфыэґ", "abvgdeziiklmnoprstufyeg", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"є": "ye", "ъ": "", "ь": ""}
)
#: Cyrillic letters that stand for Latin ones by their looks.
_LOOK_ALIKES = str.maketrans("авекмнорстухіѕј", "abekmhopctyxisj")


def in_latin(text: object) -> str:
    """Return `plain` with Cyrillic letters as they are transliterated into English.

    Examples
    --------
    >>> in_latin("9М729"), in_latin("Искандер-М")
    ('9m729', 'iskander m')
    """
    return plain(text).translate(_CYRILLIC)


def _keys(text: str) -> tuple[str, ...]:
    """Return a name run together; where Cyrillic letters may stand for others, both ways."""
    name = plain(text)
    if name.isascii():
        return (name.replace(" ", ""),)
    both = (name.translate(letters).replace(" ", "") for letters in (_CYRILLIC, _LOOK_ALIKES))
    return tuple(dict.fromkeys(both))


# --- Looking up ------------------------------------------------------------------------------

#: Words that describe: a name's beginning of these alone is no name.
_DESCRIBING = {
    *(
        "air",
        "airport",
        "and",
        "base",
        "ballistic",
        "block",
        "camp",
        "container",
        "cruise",
        "first",
        "flight",
    ),
    *("global", "ground", "intermediate", "joint", "land", "launched", "launcher", "long"),
    *("medium", "mid", "missile", "missiles", "mk", "mod", "nato", "of", "pacific", "precision"),
    *("prototype", "range", "rocket", "sea", "short", "site", "standard", "strategic", "system"),
    *("tactical", "target", "test", "the", "us", "vertical"),
}


class Known:
    """Ids and the names that they also answer to.

    Parameters
    ----------
    *tables : mapping of str to iterable of str
        The other names of each id. A name is looked for in each table only where those before do
        not have it.

    Examples
    --------
    >>> known = Known({"9m729": ["SSC-8 Screwdriver"], "iskander-m": [], "iskander-k": []})
    >>> known.find("ssc-8 screwdriver"), known.find("SSC 8"), known.find("Iskander")
    (('9m729',), ('9m729',), ('iskander-k', 'iskander-m'))
    """

    def __init__(self, *tables: "Mapping[str, Iterable[str]] | _Table") -> None:
        self._tables = [one if isinstance(one, _Table) else _Table(one) for one in tables]

    def with_more(self, table: Mapping[str, Iterable[str]]) -> "Known":
        """Return these with another table behind them."""
        return Known(*self._tables, table)

    def __bool__(self) -> bool:
        return any(one.names for one in self._tables)

    def __contains__(self, text: object) -> bool:
        """Return whether a text is an id or a name, however its words are joined."""
        return bool(self.spelled(text))

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return sorted({ident for table in self._tables for ident in table.names})

    @property
    def names(self) -> dict[str, list[str]]:
        """By id every name that it also answers to."""
        together: dict[str, list[str]] = defaultdict(list)
        for table in self._tables:
            for ident, names in table.names.items():
                together[ident] += names
        return together

    def exact(self, text: object) -> tuple[str, ...]:
        """Return the ids that a text is, or else is a name of."""
        name = folded(text)
        for table in self._tables:
            if text in table.names:
                return (str(text),)
            if name in table.exact:
                return table.exact[name]
        return ()

    def spelled(self, text: object) -> tuple[str, ...]:
        """Return the same where accents, hyphens and spaces do not matter, nor the alphabet."""
        name = str(text)
        if len(name) > LONGEST:
            return ()
        return self.exact(name) or _first([one.spelled for one in self._tables], name)

    def find(self, text: object) -> tuple[str, ...]:
        """Return the ids that a text means: by a name, or by the words that a name begins with."""
        name = str(text)
        if len(name) > LONGEST:
            return ()
        return self.spelled(name) or _first([one.begun for one in self._tables], name)


class _Table:
    """Ids with their names, and by each way to write one the ids that it may mean."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.names = {ident: tuple(several) for ident, several in names.items()}

    @cached_property
    def exact(self) -> dict[str, tuple[str, ...]]:
        """An id goes before the names of others, unless it was made of a name that they share."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for ident, names in self.names.items():
            for name in names:
                found[folded(name)][ident] = None
        for ident in self.names:
            if ident not in found[folded(ident)]:
                found[folded(ident)] = {ident: None}
        return {name: tuple(sorted(several)) for name, several in found.items()}

    @cached_property
    def spelled(self) -> dict[str, tuple[str, ...]]:
        return self._by(_keys)

    @cached_property
    def begun(self) -> dict[str, tuple[str, ...]]:
        return self._by(lambda name: (words.replace(" ", "") for words in _first_words(name)))

    def _by(self, keys_of: _KeysOf) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for ident, names in self.names.items():
            for name in (ident, *names):
                for key in keys_of(name):
                    found[key].add(ident)
        return {key: tuple(sorted(ids)) for key, ids in found.items() if key}


def _first(levels: Iterable[dict[str, tuple[str, ...]]], text: str) -> tuple[str, ...]:
    keys = _keys(text)
    return next((one[key] for one in levels for key in keys if key in one), ())


def _first_words(name: str) -> Iterable[str]:
    """Yield the first words of a name, one, two and more; words that only describe are none."""
    words = in_latin(name).split()
    for end in range(1, len(words)):
        if not _DESCRIBING.issuperset(words[:end]):
            yield " ".join(words[:end])


def match_id(text: str, known: Known, what: str) -> str:
    """Return the id that a person means by an id or a name.

    Parameters
    ----------
    text : str
        What was asked for.
    known : Known
        The known ids, each with the names it also answers to.
    what : str
        What is looked for, for the message.

    Raises
    ------
    UnknownIdError
        With the nearest ids, if there is no such id or name; with all of them, if it means
        several.

    Examples
    --------
    >>> match_id("redzikowo", Known({"redzikowo": ["Redzikowo (NSF)"]}), "site")
    'redzikowo'
    >>> match_id("redzikow", Known({"redzikowo": []}), "site")
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no site 'redzikow'; did you mean redzikowo?
    """
    found, text = known.find(text), str(text)
    if not found:
        raise UnknownIdError(f"no {what} {shorten(text)!r}; {suggestion(text, known)}")
    if len(found) > 1:
        raise UnknownIdError(f"{what} {text!r} may be {listed(found)}; write one of these")
    if text not in known:
        warnings.warn(f"{text!r} read as {found[0]}", ReadingNote, stacklevel=3)
    return found[0]


def one_of(text: str, words: Iterable[str], what: str) -> str:
    """Return the word out of a few that a person means.

    Raises
    ------
    UnknownIdError
        If it is none of them; the message names the nearest.

    Examples
    --------
    >>> one_of("Debate", ["debate", "all"], "theme")
    'debate'
    """
    known = Known({word: () for word in words})
    found, text = known.spelled(text), str(text)
    if not found:
        raise UnknownIdError(f"no {what} {shorten(text)!r}; {suggestion(text, known)}")
    return found[0]


def listed(choices: Iterable[str]) -> str:
    """Return choices as a sentence has them.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    several = list(choices)
    if len(several) > _MOST_CHOICES:
        return f"{', '.join(several[:_MOST_CHOICES])}, ... ({len(several)} in all)"
    return " or ".join([", ".join(several[:-1]), several[-1]] if len(several) > 1 else several)


def suggestion(text: str, known: Known) -> str:
    """Return the half sentence that helps after a miss: the nearest ids, or all of a few.

    Examples
    --------
    >>> suggestion("iskandr", Known({"iskander-m": [], "9m729": ["SSC-8 Screwdriver"]}))
    'did you mean iskander-m?'
    >>> suggestion("Screwdriver", Known({"9m729": ["SSC-8 Screwdriver"]}))
    'did you mean 9m729?'
    """
    near = near_ids(text, known)
    if near:
        return f"did you mean {', '.join(near[:3])}?"
    ids = known.ids
    return f"known: {', '.join(ids[:12])}" + (", ..." if len(ids) > 12 else "")


def near_ids(text: str, known: Known) -> list[str]:
    """Return the ids that have the words of a text in a name, or else a name that is near it."""
    from infmap.catalogue.names.near import nearest

    asked = in_latin(text)
    if not asked or len(text) > LONGEST:
        return []
    by_name: dict[str, dict[str, None]] = defaultdict(dict)
    for ident, names in known.names.items():
        for name in (ident, *names):
            by_name[in_latin(name)][ident] = None
    near = [one for one in by_name if f" {asked} " in f" {one} "]
    if not near:
        ids = {in_latin(ident): ident for ident in known.ids}
        if found := nearest(asked, list(ids)):
            return [ids[name] for name in found]
        for name, several in list(by_name.items()):
            for begun in _first_words(name):
                by_name[begun] |= several
        near = nearest(asked, list(by_name))
    return list(dict.fromkeys(ident for name in near for ident in by_name[name]))
