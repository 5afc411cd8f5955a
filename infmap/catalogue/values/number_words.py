"""The tokenizer for numbers and ranges: splits a cell into words, signs and numbers.

Each token has a letter for its role: ``N`` for a number, ``U`` for a unit, ``G`` for "more than",
and so on (`_ROLES`, `_SIGNS`). `infmap.catalogue.values.range_figures` matches the string of the
letters against patterns.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from infmap.catalogue.values.footnote_marks import ASKED, OF_A_KIND
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit, plain_spelling, unit_of

_LONGEST = 80
#: Bounds that leave their own number out, and such as hold it.
_MORE_THAN = """more than, greater than, over, above, beyond, exceeding, exceeds, in excess of,
    longer than, farther than, mehr als, über, größer als, свыше, более, более чем, больше,
    больше чем, plus de, supérieur à, au-delà de, más de, superior a"""
_AT_LEAST = """at least, not less than, no less than, upwards of, mindestens, wenigstens,
    nicht weniger als, не менее, не меньше, au moins, au minimum, al menos, por lo menos,
    como mínimo"""
_LESS_THAN = """less than, below, under, shorter than, lower than, unter, weniger als, kleiner als,
    менее, менее чем, меньше, меньше чем, moins de, inférieur à, menos de, inferior a"""
_AT_MOST = """no more than, not more than, at most, not exceeding, within, höchstens,
    nicht mehr als, не более, не больше, не свыше, в пределах, au plus, au maximum, pas plus de,
    no más de, como máximo, como mucho"""
_ROLES = {
    "A": """about, around, approx, approximately, est, estimated, estimate, nominal, nominally,
        roughly, some, ca, c, circa, zirka, etwa, rund, ungefähr, geschätzt, около, примерно,
        приблизительно, прибл, ок, порядка, environ, env, approximativement, à peu près, aprox,
        aproximadamente, alrededor de, cerca de, unos, well, just, slightly, deutlich, knapp,
        range, range of, radius, radius of, reach, reichweite, portée, rayon, alcance, radio,
        дальность, радиус""",
    "G": f"{_MORE_THAN}, {_AT_LEAST}",
    "L": f"{_LESS_THAN}, {_AT_MOST}",
    "E": "up to, bis, bis zu, bis zu etwa, до, jusqu'à, jusqu'a, hasta",
    "n": "min, minimum, minimal, minimum of, min of, минимум, мин, mínimo, mín",
    "x": "max, maximum, maximal, maximum of, max of, максимум, макс, максимально, máximo, máx",
    "F": "from, ab, от, desde, à partir de",
    "D": "de, von",
    "B": "between, zwischen, между, entre",
    "T": "to, à",
    "&": "and, und, et, y, и, but, aber, mais, pero, но",
    "O": "or, oder, или, ou, o",
    "m": """or more, or greater, or above, or over, or beyond, or longer, or farther, or further,
        and more, and above, and over, and beyond, and up, plus, oder mehr, und mehr, и более,
        или более, и больше, или больше, и выше, ou plus, et plus, o más, y más""",
    "l": """or less, or below, or under, and less, and below, and under, oder weniger, und weniger,
        и менее, или менее, ou moins, et moins, o menos, y menos""",
    "K": "thousand, tausend, tsd, тыс, тысяч, тысячи, тысяча",
    "W": "kg, kgs, kilogram, kilograms, kilogramm, kilogramme, kilogrammes, кг",
    "w": "with, w, mit, avec, con, с, at, for, carrying",  # noqa: RUF001
    "y": """warhead, payload, gefechtskopf, sprengkopf, nutzlast, ogive, charge utile, ojiva,
        carga útil, боеголовка, боевая часть, бч""",
}
_WORDS = {
    plain_spelling(phrase): role for role, words in _ROLES.items() for phrase in words.split(",")
}
_PHRASE_WORDS = max(len(phrase.split()) for phrase in _WORDS)
#: What stands between a number and a power of ten.
_TIMES = {"\u00d7", "\u00b7", "\u22c5", "x"}
_SIGNS = {
    **{"~": "S", "\u223c": "S", "\u301c": "S", "≈": "A", "≅": "A", "≃": "A", ":": "A"},
    **{"±": "M", "+": "P"},
    **{"&": "&", "(": "(", ")": ")", "[": "(", "]": ")", "/": "/", ",": ",", ";": ";", "=": "="},
    **{">": "G", "≥": "G", "⩾": "G", "≧": "G", "<": "L", "≤": "L", "⩽": "L", "≦": "L"},
}
_STRICT = {"<", ">", *map(plain_spelling, f"{_MORE_THAN}, {_LESS_THAN}".split(","))}
#: A payload in kilograms, which is no length: behind a figure, or alone in brackets.
_PAYLOAD = re.compile(
    r"(?<=[UP)])[,;]?(?:w?/|w)?T?y?[ASELGnx]*N(?:-N)?-?Wy*|\([^()NU]*N(?:-N)?-?W[^()NU]*\)"
)
#: Words that change the figure: a bracket with one of them is not ignored as a remark.
_CHANGES = {
    *("nautical", "naut", "sea", "statute", "nautique", "nautiques", "nautische", "морских"),
    *("diameter", "durchmesser", "diametre", "diametro", "диаметр", "return", "round", "half"),
    *("twice", "double", "hundred", "million", "not", "no"),
}
#: Dashes, apostrophes and spaces of all kinds, and full-width characters, with a plain one each.
_ALIKE = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032`"), "'"),
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x339E: "km",
}
#: A number as programs write it, and such a number whose point may separate thousands.
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
#: Superscripts mark footnotes, and are no digits of the number.
_RAISED = "¹²³\u2070-\u207f\u1d2c-\u1d6a"
_LETTER = rf"[^\W\d_{_RAISED}]"
NUMBER = (
    r"(?:\d+(?:[.,'\u066b\u066c]\d+|[ ]\d{3}(?!\d))*|(?<![\w)\]])[.,\u066b]\d+)"
    r"(?:[eE][+-]?\d+(?!\w))?"
)
_TOKEN = re.compile(
    rf"""(?P<blank>\s+)
    |(?P<mark>[*†‡§]+|[{_RAISED}]+|(?<!\s)\[\d{{1,3}}\]
        |\[\s?(?:[a-ln-zA-LN-Z]|(?:(?:note|nb|fn|ref|anm)\.?\s?)?\d{{1,2}}(?:[,;-]\s?\d{{1,2}})*)\s?\]
        |(?i-x:{OF_A_KIND}|{ASKED}))
    |(?P<dots>\.{{2,3}}|[\u2025\u2026])
    |(?P<number>{NUMBER})
    |(?P<word>{_LETTER}+(?:['.-]{_LETTER}+)*)
    |(?P<more>\+/?-|[>≥⩾≧]=?|=>|[<≤⩽≦]=?|=<|-{{1,3}}|.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a cell: the letter of its role, and its text."""

    letter: str
    text: str
    #: The value of a number with commas between thousands, and with points between thousands.
    readings: tuple[float | None, float | None] = (None, None)
    unit: Unit | None = None


def check_length(text: str) -> None:
    """Refuse a text that is too long for a number.

    Examples
    --------
    >>> try:
    ...     check_length("7" * 81)
    ... except RefusedError as error:
    ...     print(error)
    is too long for a number; write the number alone, such as 500
    """
    if len(text.strip()) > _LONGEST:
        raise RefusedError("is too long for a number", "write the number alone, such as 500")


def plain_number(text: str) -> float | None:
    """Return a number that is written as programs do and not ambiguous, or None.

    Examples
    --------
    >>> plain_number("2500.5"), plain_number("2,500"), plain_number("2.500")
    (2500.5, None, None)
    """
    bare = text.strip()
    if not PLAIN.fullmatch(bare) or EITHER.fullmatch(bare):
        return None
    number = float(bare)
    return number if math.isfinite(number) else None


def in_plain_signs(text: str) -> str:
    """Return a text with ASCII digits, spaces, dashes and apostrophes.

    Examples
    --------
    >>> in_plain_signs("2`500—3`000")
    "2'500-3'000"
    """
    text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cf"} and not char.isspace():
            name = unicodedata.name(char, "a control character")
            raise RefusedError(f"holds an unseen character ({name})", "remove it")
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def readings_of(text: str) -> tuple[float | None, float | None]:
    """Return the value of a number with commas between thousands, and with points there.

    Examples
    --------
    >>> readings_of("2,500"), readings_of("1,234.5")
    ((2500.0, 2.5), (1234.5, None))
    """
    return _reading(text, ",", "."), _reading(text, ".", ",")


def _reading(text: str, thousands: str, point: str) -> float | None:
    groups, points = rf"[{thousands}' \u066c]", rf"[{point}\u066b]"
    if re.fullmatch(rf"[1-9]\d{{0,2}}({groups})\d{{3}}(\1\d{{3}})*({points}\d+)?", text):
        text = re.sub(groups, "", text)
    elif not re.fullmatch(rf"\d*({points}\d+)?(e[+-]?\d+)?", text, re.IGNORECASE):
        return None
    return float(re.sub(points, ".", text))


def values_of(number: Token) -> set[float]:
    """Return the values that a number can have: none, one or two.

    Examples
    --------
    >>> sorted(values_of(tokens_of("2,500")[0]))
    [2.5, 2500.0]
    """
    return {value for value in number.readings if value is not None}


def digits(number: float) -> str:
    """Return a number in digits that are not ambiguous: 2.3450, as 2.345 may mean 2345.

    Examples
    --------
    >>> digits(2500.0), digits(2.345)
    ('2500', '2.3450')
    """
    text = repr(float(f"{number:.12g}")).removesuffix(".0")
    return text + "0" if EITHER.fullmatch(text) else text


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, without blanks and footnote marks.

    Examples
    --------
    >>> [(token.letter, token.text) for token in tokens_of("up to 500 km*")]
    [('E', 'up to'), ('N', '500'), ('U', 'km')]
    """
    tokens: list[Token] = []
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match[0]
        if kind == "word":
            words += piece.split("-")
            continue
        if kind == "blank" or piece == ".":
            continue
        tokens += _phrases(words)
        words = []
        if kind == "mark":
            _check_raised(piece, tokens)
        elif kind == "number":
            tokens.append(Token("N", piece, readings_of(piece)))
        else:
            tokens.append(Token("T" if kind == "dots" else _sign(piece), piece))
    return tokens + _phrases(words)


def _sign(piece: str) -> str:
    if piece in {"+/-", "+-"}:
        return "M"
    if piece[0] == "-":
        return "-"
    return _SIGNS.get(piece.strip("=") or "=", "?")


def _phrases(words: Sequence[str]) -> list[Token]:
    """Return the tokens of a run of words: at each word the longest known phrase."""
    tokens, start = [], 0
    while start < len(words):
        for stop in range(min(len(words), start + _PHRASE_WORDS), start, -1):
            text = " ".join(words[start:stop])
            unit, role = unit_of(text), _WORDS.get(plain_spelling(text), "?")
            if unit or role != "?" or stop == start + 1:
                break
        tokens.append(Token("U" if unit else role, text, unit=unit))
        start = stop
    return tokens


def _check_raised(mark: str, tokens: Sequence[Token]) -> None:
    """Refuse a footnote mark that may be an exponent, of ten or of a unit."""
    before = tokens[-1] if tokens else Token("", "")
    if before.text == "10" and mark[0] in "²³\u2074\u2075\u2076":
        power = 10 ** int(unicodedata.digit(mark[0]))
        if len(tokens) > 2 and tokens[-2].text in _TIMES and len(values_of(tokens[-3])) == 1:
            [factor] = values_of(tokens[-3])
            remedy = f"write its number as {digits(factor * power)}"
            raise RefusedError("has a power of ten", remedy)
        remedy = f"write {before.text}{mark[0]} as {power} or as 10"
        raise RefusedError("may be a power or have a footnote", remedy)
    if before.letter == "U" and mark[0] in "²³":
        raise RefusedError("may be an area or have a footnote", f"remove the {mark[0]}")


def without_remarks(tokens: list[Token]) -> list[Token]:
    """Return tokens without payloads and remarks; words in brackets that belong to the figure stay.

    Examples
    --------
    >>> letters_of(without_remarks(tokens_of("500 km (declared)")))
    'NU'
    >>> letters_of(without_remarks(tokens_of("2,000 km with a 500 kg warhead")))
    'NU'
    """
    while payload := _PAYLOAD.search(letters_of(tokens)):
        _refuse_changes(tokens[payload.start() : payload.end()])
        tokens = tokens[: payload.start()] + tokens[payload.end() :]
    kept: list[Token] = []
    start = 0
    for match in re.finditer(r"\(([^()N]*)\)", letters_of(tokens)):
        inner = tokens[match.start(1) : match.end(1)]
        kept += tokens[start : match.start()]
        start = match.end()
        if re.fullmatch(r"[ASGLEnxmlP]*|K?U", match[1]):
            kept += inner
        elif {*match[1]} & {*"UKGLEnxmlP"}:
            _refuse_brackets()
        else:
            _refuse_changes(inner)
    return kept + tokens[start:]


def _refuse_changes(remark: Sequence[Token]) -> None:
    """Refuse a remark with words that change the figure."""
    if any(_CHANGES & {*plain_spelling(token.text).split()} for token in remark):
        _refuse_brackets()


def _refuse_brackets() -> NoReturn:
    raise RefusedError(
        "may be changed by what stands in brackets",
        "write the number and its unit alone, such as 500 km",
    )


def letters_of(tokens: Sequence[Token]) -> str:
    """Return the letters of tokens as one string.

    Examples
    --------
    >>> letters_of(tokens_of("500-600 km"))
    'N-NU'
    """
    return "".join(token.letter for token in tokens)


def is_strict(tokens: Sequence[Token]) -> bool:
    """Return whether a bound leaves its own number out.

    Examples
    --------
    >>> is_strict(tokens_of("< 500 km")), is_strict(tokens_of("not more than 500 km"))
    (True, False)
    """
    return any(token.letter in "LG" and plain_spelling(token.text) in _STRICT for token in tokens)
