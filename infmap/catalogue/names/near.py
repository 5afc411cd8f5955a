"""What is near a name that is none: by its letters and by its sound.

Names that begin with sounds that differ are not near, whatever else they share.
"""

import re
from collections.abc import Sequence

from infmap.catalogue.names.ids import in_latin

#: So much of two names must be alike; less where they sound the same, or are codes with digits.
_ALIKE = 0.75
_SOUNDS_ALIKE = 0.5
_CODES_ALIKE = 0.6
#: Spellings of one sound across languages, the longest first, by a letter that is kept.
_SOUNDS = (
    *(("tsch", "c"), ("tch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("cz", "c")),
    *(("zh", "s"), ("dsch", "c"), ("dzh", "c"), ("dj", "c"), ("ph", "f"), ("th", "t")),
    *(("kh", "h"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("ts", "s"), ("tz", "s")),
    *(("x", "ks"), ("w", "v"), ("z", "s"), ("q", "k"), ("y", "i"), ("j", "i")),
)
_SOFT_C = re.compile("c(?=[eiy])")
#: A name as long as this is a paste, and near to nothing.
_LONGEST = 60


def sound(text: str) -> str:
    """Return how a name sounds, roughly: the first sound, then consonants, none twice in a row.

    Examples
    --------
    >>> sound("Kiev"), sound("Kyiw"), sound("Moskau"), sound("Roseau")
    ('kv', 'kv', 'msk', 'rs')
    """
    letters = in_latin(text).replace(" ", "")
    letters = _SOFT_C.sub("s", letters)
    for written, sounded in _SOUNDS:
        letters = letters.replace(written, sounded)
    # Where no vowel follows, and in ch, c is c no more than k: one sound is enough.
    letters = letters.replace("c", "k") if not letters.startswith("c") else letters
    first = "a" if letters[:1] in set("aeiou") else letters[:1]
    rest = re.sub("[aeiouh]", "", letters[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def nearest(text: str, names: Sequence[str], most: int = 3) -> list[str]:
    """Return the names that a person may have meant by one with a slip in it, the nearest first.

    Parameters
    ----------
    text : str
        What was written.
    names : sequence of str
        Names as `infmap.catalogue.names.ids.plain` folds them.
    most : int
        No more than so many.

    Examples
    --------
    >>> nearest("Berln", ["berlin", "bern", "dublin"])
    ['berlin', 'bern']
    >>> nearest("Moskau", ["roseau", "macau"])
    []
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA, Prefix

    asked = in_latin(text)
    if not 3 <= len(asked) <= _LONGEST:
        return []
    heard = sound(asked)
    cutoff = _CODES_ALIKE if any(map(str.isdigit, asked)) else _ALIKE
    found = process.extract(
        asked,
        names,
        scorer=OSA.normalized_similarity,
        score_cutoff=_SOUNDS_ALIKE,
        limit=200,
    )
    near = []
    for name, alike, _ in found:
        other = sound(name)
        if heard[:1] == other[:1] and (alike >= cutoff or heard == other):
            near.append((-alike, -Prefix.similarity(asked, name), name))
    return [name for *_, name in sorted(near)[:most]]
