"""Looks up ids by id or name, and suggests similar ones if nothing matches.

Systems, sites and places all use these rules. A name with several meanings is refused, and the
message lists them all.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import TypeAlias

from infmap.catalogue.names.beside import bare, beside
from infmap.catalogue.names.spelling import (
    folded,
    in_either_number,
    in_latin,
    keys_asked,
    keys_to_find,
)
from infmap.errors import UnknownIdError, shorten, tell_reading

#: A longer text is no name.
LONGEST = 200
#: The most choices that a message lists.
_MOST_CHOICES = 6
#: A code without the letter or two that tell its variants apart: MGM-31C, Hwasong-11Ka.
_CODE = re.compile(r"(.*\d)[^\W\d_]{1,2}")
_KeysOf: TypeAlias = Callable[[str], Iterable[str]]

# --- Looking up ------------------------------------------------------------------------------

#: Words that tell one of a family from the others, as its number or letters do.
_QUALIFYING = re.compile("early|extended|improved|long|short|upgraded")
#: Generic words: if the first words of a name are all generic, they do not stand for it.
_DESCRIBING = re.compile(
    "air|airport|and|army|base|ballistic|block|camp|carrier|container|cruise|deep|first|flight|"
    "global|ground|hypersonic|indigenous|intermediate|joint|land|launched|launcher|medium|mid|"
    "missiles?|mk|mod|nato|of|pacific|precision|project|prototype|range|rocket|sea|site|standard|"
    f"strategic|system|tactical|target|test|the|us|vertical|{_QUALIFYING.pattern}"
)
_VARIANT = re.compile(rf".*\d.*|[ivx]+\w?|\w{{1,2}}|{_QUALIFYING.pattern}")
#: First words of fewer letters and digits mean nothing.
_SHORTEST = 3


class Known:
    """Ids and their other names, for look-up.

    Parameters
    ----------
    *tables : mapping of str to iterable of str
        The other names of each id. A table is searched only if no table before it has the name.
    words : mapping of str to collection of str
        Words that may stand beside the names of an id, by id.
    holders : collection of str
        States: a name that ends with one tells its missile from those of others.

    Examples
    --------
    >>> known = Known({"9m729": ["SSC-8 Screwdriver"], "iskander-m": [], "iskander-k": []})
    >>> known.find("ssc-8 screwdriver"), known.find("SSC 8"), known.find("Iskander")
    (('9m729',), ('9m729',), ('iskander-k', 'iskander-m'))
    """

    def __init__(
        self,
        *tables: "Mapping[str, Iterable[str]] | _Table",
        words: Mapping[str, Collection[str]] | None = None,
        holders: Collection[str] = (),
    ) -> None:
        self._words = words or {}
        self._holders = frozenset(word for name in holders for word in in_latin(name).split())
        self._tables = [
            table if isinstance(table, _Table) else _Table(table, self._holders) for table in tables
        ]

    def with_more(self, table: Mapping[str, Iterable[str]]) -> "Known":
        """Return the same names with another table, which is searched last."""
        return Known(*self._tables, table, words=self._words, holders=self._holders)

    def __bool__(self) -> bool:
        return any(table.names for table in self._tables)

    def __contains__(self, text: object) -> bool:
        """Return whether a text is an id or a name, as `spelled` compares them."""
        return bool(self.spelled(text))

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return sorted({ident for table in self._tables for ident in table.names})

    @property
    def names(self) -> dict[str, list[str]]:
        """All other names of each id."""
        all_names: dict[str, list[str]] = defaultdict(list)
        for table in self._tables:
            for ident, names in table.names.items():
                all_names[ident] += names
        return all_names

    def exact(self, text: object) -> tuple[str, ...]:
        """Return the id that equals a text, or else the ids with that name, in any case."""
        name = folded(text)
        for table in self._tables:
            if text in table.names:
                return (str(text),)
            if name in table.exact:
                return table.exact[name]
        return ()

    def spelled(self, text: object) -> tuple[str, ...]:
        """Return the ids as `exact` does, or else regardless of accents, hyphens and alphabet."""
        name = str(text)
        if (ids := self.exact(name)) or len(name) > LONGEST:
            return ids
        return _first((table.spelled for table in self._tables), name)

    def find(self, text: object) -> tuple[str, ...]:
        """Return the ids as `spelled` does, or else those with a name that begins so.

        The name of a family of which one is known means none of them: another may be meant. Two
        names of one system side by side mean it, and so does a name beside a word of its kind.
        """
        name = str(text)
        return self._begun(name) or self.beside(name)

    def beside(self, text: str) -> tuple[str, ...]:
        """Return the ids of a name beside another of it, or a word of its kind, as `find` does."""
        if len(text) > LONGEST:
            return ()
        return beside(text, self._begun, self._family, self._words)

    def _begun(self, name: str) -> tuple[str, ...]:
        if (ids := self.spelled(name)) or len(name) > LONGEST:
            return ids
        return _first((table.begun for table in self._tables), name)

    def _family(self, name: str) -> tuple[str, ...]:
        return _first((table.families for table in self._tables), name)

    def family(self, text: object) -> tuple[str, ...]:
        """Return the one id of the family that a text names, which `find` does not take for it."""
        name = str(text)
        if self.find(name) or len(name) > LONGEST:
            return ()
        return self._family(name)


class _Table:
    """Ids with their other names, and look-up tables from each form of a name to its ids."""

    def __init__(self, names: Mapping[str, Iterable[str]], holders: Collection[str] = ()) -> None:
        self._holders = holders
        self.names = {ident: tuple(of_id) for ident, of_id in names.items()}

    @cached_property
    def exact(self) -> dict[str, tuple[str, ...]]:
        """Ids by folded name. An id wins over others' names, unless it is a name of its own too."""
        by_name: dict[str, dict[str, None]] = defaultdict(dict)
        for ident, names in self.names.items():
            for name in names:
                by_name[folded(name)][ident] = None
        for ident in self.names:
            if ident not in by_name[folded(ident)]:
                by_name[folded(ident)] = {ident: None}
        return {name: tuple(sorted(ids)) for name, ids in by_name.items()}

    @cached_property
    def spelled(self) -> dict[str, tuple[str, ...]]:
        return self._by(lambda name: chain(*map(keys_to_find, in_either_number(name))))

    @cached_property
    def begun(self) -> dict[str, tuple[str, ...]]:
        """Ids by the first words of names: several, or the one that these words mean."""
        return {key: ids for key, ids in self._begun.items() if key not in self.families}

    @cached_property
    def families(self) -> dict[str, tuple[str, ...]]:
        """The one id of a family, by the family's name, which may as well mean another member."""
        meant = self._by(
            lambda name: chain(
                *map(
                    keys_to_find,
                    filter(partial(_means, name, holders=self._holders), _first_words(name)),
                )
            )
        )
        return {key: ids for key, ids in self._begun.items() if len(ids) == 1 and key not in meant}

    @cached_property
    def _begun(self) -> dict[str, tuple[str, ...]]:
        begun = self._by(lambda name: chain(*map(keys_to_find, _beginnings(name))))
        return {
            key: ids for key, ids in begun.items() if len(key) >= _SHORTEST and not key.isdecimal()
        }

    def _by(self, keys_of: _KeysOf) -> dict[str, tuple[str, ...]]:
        by_key: dict[str, set[str]] = defaultdict(set)
        for ident, names in self.names.items():
            for name in (ident, *names):
                for key in keys_of(name):
                    by_key[key].add(ident)
        return {key: tuple(sorted(ids)) for key, ids in by_key.items() if key}


def _first(tables: Iterable[dict[str, tuple[str, ...]]], text: str) -> tuple[str, ...]:
    """Return the ids in the first table that has a key of the text."""
    keys = keys_asked(text)
    return next((table[key] for table in tables for key in keys if key in table), ())


def _first_words(name: str) -> Iterable[str]:
    """Yield the first word of a name, the first two and so on, unless all are generic."""
    words = in_latin(name).split()
    for end in range(1, len(words)):
        if not all(map(_DESCRIBING.fullmatch, words[:end])):
            yield " ".join(words[:end])


def _beginnings(name: str) -> Iterable[str]:
    """Yield the first words of a name, and its code without the letters of a variant."""
    yield from _first_words(name)
    if code := _CODE.fullmatch(name):
        yield code[1]


def _means(name: str, first_words: str, holders: Collection[str] = ()) -> bool:
    """Return whether the first words of a name mean what it names, and not a whole family.

    Examples
    --------
    >>> _means("SSC-8 Screwdriver", "ssc 8"), _means("Zircon (from a ship)", "zircon")
    (True, True)
    >>> _means("Shahab-3", "shahab"), _means("Type 12 (upgraded)", "type 12")
    (False, False)
    >>> _means("Scud-D (Syria)", "scud d"), _means("Scud-D (Syria)", "scud d", {"syria"})
    (True, False)
    """
    # What follows in brackets or after a comma is another name of it, or a remark.
    whole, *others = (
        in_latin(part).split() for part in re.split("[(/,]| and ", name) if in_latin(part)
    )
    more = len(whole) - len(first_words.split())
    if more < 0:
        return True
    rest = whole[-more:] if more else (others or [[]])[0]
    if rest and all(word in holders for word in rest):
        return False
    if more:
        return not any(map(_VARIANT.fullmatch, rest))
    return not (rest and _QUALIFYING.fullmatch(rest[0]))


def match_id(text: str, known: Known, what: str) -> str:
    """Return the id that a person means by an id or a name.

    Raises `UnknownIdError` with the nearest ids, if there is no such id or name; with all matches,
    if there are several.

    Examples
    --------
    >>> match_id("redzikowo", Known({"redzikowo": ["Redzikowo (NSF)"]}), "site")
    'redzikowo'
    >>> match_id("redzikow", Known({"redzikowo": []}), "site")
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no site 'redzikow'; did you mean redzikowo?
    """
    ids, text = known.find(text), str(text)
    if not ids:
        raise UnknownIdError(f"no {what} {shorten(text)!r}; {suggestion(text, known)}")
    if len(ids) > 1:
        raise UnknownIdError(f"{what} {text!r} may be {listed(ids)}; write one of these")
    if text not in known:
        tell_reading(f"{text!r} read as {ids[0]}")
    return ids[0]


def one_of(text: str, words: Iterable[str], what: str) -> str:
    """Return the word of a list that a text means, regardless of case, hyphens and spaces.

    Raises `UnknownIdError` if the list has no such word; the message names the nearest.

    Examples
    --------
    >>> one_of("Debate", ["debate", "all"], "theme")
    'debate'
    """
    known = Known({word: () for word in words})
    matches, text = known.spelled(text), str(text)
    if not matches:
        raise UnknownIdError(f"no {what} {shorten(text)!r}; {suggestion(text, known)}")
    return matches[0]


def listed(choices: Iterable[str], word: str = "or") -> str:
    """Return choices joined by commas and "or" or another word, for a message.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    choices = list(choices)
    if len(choices) > _MOST_CHOICES:
        return f"{', '.join(choices[:_MOST_CHOICES])}, ... ({len(choices)} in all)"
    return f" {word} ".join([", ".join(choices[:-1]), choices[-1]] if len(choices) > 1 else choices)


def suggestion(text: str, known: Known) -> str:
    """Return the end of a message on an unknown id: the nearest ids, or else the known ones.

    Examples
    --------
    >>> suggestion("iskandr", Known({"iskander-m": [], "9m729": ["SSC-8 Screwdriver"]}))
    'did you mean iskander-m?'
    >>> suggestion("Screwdriver", Known({"9m729": ["SSC-8 Screwdriver"]}))
    'did you mean 9m729?'
    >>> suggestion("Bora/Oka", Known({"bora": [], "ss-23": ["Oka"]}))
    'it names bora and ss-23: write one of them'
    """
    from infmap.catalogue.names.several import ids_in

    if several := ids_in(text, known):
        return f"it names {listed(several, 'and')}: write one of them"
    near = near_ids(text, known) or near_ids(bare(text), known)
    if near:
        return f"did you mean {', '.join(near[:3])}?"
    ids = known.ids
    return f"known: {', '.join(ids[:12])}" + (", ..." if len(ids) > 12 else "")


def near_ids(text: str, known: Known) -> list[str]:
    """Return the ids with a name that contains a text, or else with one similar to it."""
    from infmap.catalogue.names.near import nearest

    asked = in_latin(text)
    if not asked or len(text) > LONGEST:
        return []
    by_name: dict[str, dict[str, None]] = defaultdict(dict)
    for ident, names in known.names.items():
        for name in (ident, *names):
            by_name[in_latin(name)][ident] = None
    # NATO's code of a missile has an X until it is in service.
    if " x " in asked and (in_service := known.find(asked.replace(" x ", " "))):
        return [*in_service]
    near = [name for name in by_name if f" {asked} " in f" {name} "]
    # A name within what is written: 9M729 (alleged), Tomahawk Block V.
    near = near or _longest(name for name in by_name if _holds(asked, name))
    if not near:
        # Ids alone, unless another name is nearer.
        of_ids = [in_latin(ident) for ident in known.ids]
        near = nearest(asked, list(dict.fromkeys([*of_ids, *by_name])))
        if near and near[0] in of_ids:
            near = nearest(asked, of_ids)
    if not near:
        for name, ids in list(by_name.items()):
            for first_words in _first_words(name):
                by_name[first_words] |= ids
        near = nearest(asked, list(by_name))
    return list(dict.fromkeys(ident for name in near for ident in by_name[name]))


def _holds(text: str, name: str) -> bool:
    """Return whether a text holds a name, be it a code, which no number or letter goes on."""
    _, found, rest = f" {text} ".partition(f" {name} ")
    if not found or any(map(str.isdigit, name)):
        return bool(found)
    return not _VARIANT.fullmatch((rest.split() or ["."])[0])


def _longest(names: Iterable[str]) -> list[str]:
    """Return names without those that stand within a longer one."""
    names = [*names]
    within = {
        one for one in names for other in names if one != other and f" {one} " in f" {other} "
    }
    return [name for name in names if name not in within]
