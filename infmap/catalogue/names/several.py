"""Splits a text with several names, of which later ones may be shortened: Agni-I/II."""

import re

from infmap.catalogue.names.ids import LONGEST, Known

_APART = re.compile(r"[;\n\r|]|(?<=\s)/(?=\s)")
_MARKED = re.compile(r"([/,]|^)([^/,]*)")
_AND = r"(?:and|und|et|y|и|&|\+)\s+"
_WORDS = re.compile(rf"\s+{_AND}|\s*[&+]\s*")
_WORD_FIRST = re.compile(rf"^\s*{_AND}")
#: A number or a letter or two, which stand for a name whose beginning is written before.
_SHORT = re.compile(r"[\s\-‐-―]*(\d{1,4}[^\W\d_]{0,2}|[ivx]+\w?|[^\W\d_]{1,2})\s*", re.IGNORECASE)
#: The last word of a name, and its last letters or digits.
_ENDS = re.compile(r"\w+$"), re.compile(r"(?<=\d)[^\W\d_]+$|(?<=[^\W\d_])\d+$")


def parts_of(text: str, known: Known) -> list[str]:
    """Return the names in a text, split no further than into known names, shortened ones in full.

    Examples
    --------
    >>> parts_of("9M729 / Iskander-M, x", Known({"9m729": [], "iskander-m": []}))
    ['9M729', 'Iskander-M', 'x']
    >>> parts_of("Agni-I/II & V", Known({"agni-i": [], "agni-ii": [], "agni-v": []}))
    ['Agni-I', 'Agni-II', 'Agni-V']
    """
    parts: list[str] = []
    for piece in _APART.split(text):
        marked = [("", piece)] if known.find(piece) else _MARKED.findall(piece)
        for mark, part in marked:
            part = _WORD_FIRST.sub("", part).strip() if parts else part.strip()
            # A number after a comma may count what the name before it names.
            if part and not (mark == "," and part.isdecimal()):
                parts += _of_words(part, parts[-1:], known)
            elif part:
                parts.append(part)
    return parts


def is_short(text: str, known: Known) -> bool:
    """Return whether a text is no known name, but looks like the end of one.

    Examples
    --------
    >>> [is_short(text, Known({"s3": []})) for text in ("-II", "21D", "S3", "Nasr")]
    [True, True, False, False]
    """
    return bool(_SHORT.fullmatch(text)) and not known.find(text)


def ids_in(text: str, known: Known) -> list[str]:
    """Return the ids of the names in a text, each once; none if it holds one, or an unknown one.

    Examples
    --------
    >>> ids_in("9M729, Oka", Known({"9m729": [], "ss-23": ["Oka"]}))
    ['9m729', 'ss-23']
    >>> ids_in("9M729, Oka, x", Known({"9m729": [], "ss-23": ["Oka"]}))
    []
    """
    parts = parts_of(text, known) if len(text) <= LONGEST else []
    found = [known.find(part) for part in parts]
    ids = dict.fromkeys(ids[0] for ids in found if len(ids) == 1)
    return [*ids] if len(ids) > 1 and all(len(one) == 1 for one in found) else []


def _of_words(part: str, before: list[str], known: Known) -> list[str]:
    """Return the names in a part of a list, itself unless words part it into known ones."""
    whole = _in_full(part, before, known)
    if known.find(whole):
        return [whole]
    names: list[str] = []
    completed = False
    for piece in filter(None, map(str.strip, _WORDS.split(part))):
        names.append(_in_full(piece, [*before, *names][-1:], known))
        completed = completed or names[-1] != piece
    return names if completed or all(map(known.find, names)) else [whole]


def _in_full(short: str, before: list[str], known: Known) -> str:
    """Return a shortened name in full if exactly one known name begins as the one before it."""
    match = _SHORT.fullmatch(short)
    if not match or not before or known.find(short):
        return short
    ends = (end.search(before[0]) for end in _ENDS)
    names = [before[0][: end.start()] + match[1] for end in ends if end]
    by_ids = {known.spelled(name): name for name in names if len(known.spelled(name)) == 1}
    return by_ids.popitem()[1] if len(by_ids) == 1 else short
