"""Normal forms of names, in which different spellings of one name are equal."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from infmap.catalogue.values.letters import WHOLE_LETTERS


def folded(text: object) -> str:
    """Return a name in lower case with single spaces, for comparison.

    Examples
    --------
    >>> folded(" SSC-8  Screwdriver ")
    'ssc-8 screwdriver'
    """
    return " ".join(str(text).casefold().split())


#: Letters that have no accent to take away, and marks within words.
_PLAIN = WHOLE_LETTERS | str.maketrans("", "", ".'`´ʹʻʼʽʾʿ‘’‛′\u200b\u200c\u200d\u00ad")


def plain(text: object) -> str:
    """Return a name in lower case without accents and punctuation, with single spaces.

    Examples
    --------
    >>> plain("Côte d’Ivoire"), plain("Nur-Sultan"), plain("Washington, D.C.")
    ('cote divoire', 'nur sultan', 'washington dc')
    >>> plain("Київ") == plain("КИЇВ"), plain("Łódź")
    (True, 'lodz')
    """
    letters = str(text).casefold()
    if letters.isascii():
        kept = letters.translate(_ASCII)
    else:
        letters = unicodedata.normalize("NFKD", letters).casefold().translate(_PLAIN)
        kept = _without_marks(letters)
    return " ".join(kept.split())


def _without_marks(letters: str) -> str:
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # Category M keeps the vowel signs of Indian scripts, which Unicode counts as marks.
    return "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in bare)


#: The same letter by letter, which is all that most names have.
_ASCII = {code: _without_marks(chr(code).translate(_PLAIN)) for code in range(128)}


_CYRILLIC = str.maketrans(
    dict(zip("абвгдезиіклмнопрстуфыэґ", "abvgdeziiklmnoprstufyeg", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"є": "ye", "ъ": "", "ь": ""}
)
#: Cyrillic letters that look like Latin ones.
_LOOK_ALIKES = str.maketrans("авекмнорстухіѕј", "abekmhopctyxisj")


def in_latin(text: object) -> str:
    """Return a name as `plain` does, with Cyrillic letters transliterated into Latin ones.

    Examples
    --------
    >>> in_latin("9М729"), in_latin("Искандер-М")
    ('9m729', 'iskander m')
    """
    return plain(text).translate(_CYRILLIC)


def keys_of(text: str) -> tuple[str, ...]:
    """Return a name's keys: without spaces, its Cyrillic letters read by sound and by look.

    What parts the names of a list stays, and so does the gap between two numbers, so that no name
    is made by joining what they part.

    Examples
    --------
    >>> keys_of("Agni-II"), keys_of("Agni I/II"), keys_of("Agni I-II")
    (('agniii',), ('agnii/ii',), ('agnii ii',))
    """
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    pieces = _PARTING.split(_BETWEEN_NUMBERS.sub("\\1\0", text.replace("_", " ")))
    name = "/".join(filter(None, map(_without_spaces, pieces)))
    keys = [name.translate(letters) for letters in (_CYRILLIC, _LOOK_ALIKES)]
    for written_out, code in _WRITTEN_OUT.items():
        keys = [key.replace(written_out, code) for key in keys]
    return tuple(dict.fromkeys(keys))


def keys_to_find(name: str) -> Iterator[str]:
    """Yield the keys by which a name is found, with what parts it and without."""
    yield from keys_of(name)
    yield from keys_of(_PARTING.sub(" ", name))


@lru_cache(maxsize=4096)  # for a table asks the same names several times
def keys_asked(text: str) -> tuple[str, ...]:
    """Return the keys by which a text is looked up, also with its Roman number in digits.

    Examples
    --------
    >>> keys_asked("Agni-II"), keys_asked("Agni-2")
    (('agniii', 'agni2'), ('agni2',))
    """
    return tuple(key for name in in_either_number(text) for key in keys_of(name))


def in_either_number(name: str) -> tuple[str, ...]:
    """Return a name, and the same in digits if it ends with a Roman number."""
    digits = in_digits(name)
    return (name,) if digits == name else (name, digits)


def in_digits(name: str) -> str:
    """Return a name with the Roman number at its end in digits; a lone X is a letter.

    Examples
    --------
    >>> in_digits("Shahab-III"), in_digits("SM-3 Block IIA"), in_digits("Hwasong-X")
    ('Shahab-3', 'SM-3 Block 2A', 'Hwasong-X')
    """
    return _ROMAN_END.sub(lambda match: str(_ROMAN.index(match[1].casefold()) + 1), name)


def _without_spaces(text: str) -> str:
    return " ".join(plain(part).replace(" ", "") for part in text.split("\0"))


#: What may part the names of a list, as in a class of letters.
MARKS = r"/,;&+|·•،؛、⁄∕"
_PARTING = re.compile(f"[{MARKS}]")
_GAP = rf"[^\w{MARKS}]+"
_BETWEEN_NUMBERS = re.compile(
    rf"(?<=\d){_GAP}(?=\d)|\b([ivx]+){_GAP}(?=[ivx]+\w?\b)", re.IGNORECASE
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN_END = re.compile(
    rf"(?<=[\s\-_‐-―])({'|'.join(sorted(_ROMAN, key=len, reverse=True))})(?=[a-z]?\s*$)",
    re.IGNORECASE | re.ASCII,
)
#: What China's missiles are called in full, and the letters of their codes.
_WRITTEN_OUT = {"dongfeng": "df", "julang": "jl", "changjian": "cj", "yingji": "yj"}
