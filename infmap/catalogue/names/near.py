"""Finds names similar to an unknown one, by spelling and by sound.

Names whose first sounds differ are never similar.
"""

import re
from collections.abc import Sequence

from infmap.catalogue.names.spelling import in_latin

#: The least similarity of two names; lower if they sound the same, or are codes with digits.
_ALIKE = 0.75
_SOUNDS_ALIKE = 0.5
_CODES_ALIKE = 0.6
#: Spellings of sounds in several languages, the longest first, and the letter for each.
_SOUNDS = (
    *(("tsch", "c"), ("tch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("cz", "c")),
    *(("zh", "s"), ("dsch", "c"), ("dzh", "c"), ("dj", "c"), ("ph", "f"), ("th", "t")),
    *(("kh", "h"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("ts", "s"), ("tz", "s")),
    *(("x", "ks"), ("w", "v"), ("z", "s"), ("q", "k"), ("y", "i"), ("j", "i")),
)
_SOFT_C = re.compile("c(?=[eiy])")
#: A longer text is no misspelt name.
_LONGEST = 60


def sound(text: str) -> str:
    """Return a rough phonetic key: the first sound, then the consonants, none twice in a row.

    Examples
    --------
    >>> sound("Kiev"), sound("Kyiw"), sound("Moskau"), sound("Roseau")
    ('kv', 'kv', 'msk', 'rs')
    """
    letters = in_latin(text).replace(" ", "")
    letters = _SOFT_C.sub("s", letters)
    for written, sounded in _SOUNDS:
        letters = letters.replace(written, sounded)
    # A hard c within a name sounds like k. At the start, c also stands for ch.
    letters = letters.replace("c", "k") if not letters.startswith("c") else letters
    first = "a" if letters[:1] in set("aeiou") else letters[:1]
    rest = re.sub("[aeiouh]", "", letters[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def nearest(text: str, names: Sequence[str], most: int = 3) -> list[str]:
    """Return the names most similar to a misspelt one, the nearest first, in order if as near.

    `names` are as `infmap.catalogue.names.spelling.plain` returns them.

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
    asked_sound = sound(asked)
    cutoff = _CODES_ALIKE if any(map(str.isdigit, asked)) else _ALIKE
    candidates = process.extract(
        asked,
        names,
        scorer=OSA.normalized_similarity,
        score_cutoff=_SOUNDS_ALIKE,
        limit=200,
    )
    near = []
    for name, similarity, at in candidates:
        name_sound = sound(name)
        if asked_sound[:1] == name_sound[:1] and (
            similarity >= cutoff or asked_sound == name_sound
        ):
            near.append((-similarity, -Prefix.similarity(asked, name), at, name))
    return [name for *_, name in sorted(near)[:most]]
