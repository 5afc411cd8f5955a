"""Tells which words of a number format say nothing: signs of money, per cent, "of" in a date.

Whatever is not known here may change what a cell means, and is read as a text would be.
"""

import re
import unicodedata

#: Marks beside a number that say nothing of it as a figure, apart from signs of money.
_MARKS = {"%", "\N{PER MILLE SIGN}"}
#: Currencies that are written as words.
_CURRENCIES = {"eur", "usd", "gbp", "chf", "rub", "jpy", "cny", "руб", "р", "zł", "kč"}  # noqa: RUF001
#: What stands between the parts of a date, or behind them, in any language.
_IN_DATES = {
    *("of", "the", "at", "st", "nd", "rd", "th"),
    *("den", "der", "dem", "am", "pm", "um", "uhr", "kl", "klo", "d", "m"),
    *("de", "del", "le", "du", "er", "à"),
    *("г", "год", "года", "р", "року", "gada"),  # noqa: RUF001
    *("t", "z", "h", "utc", "gmt"),
    *("年", "月", "日", "時", "分", "秒", "时", "년", "월", "일"),
}  # fmt: skip
#: Marks beside a date, or within it, that say nothing.
_BETWEEN = re.compile(r"[\s.,:;/'\u2019()\[\]_@\u2010-\u2015\u2212-]")
#: Words that stand where the name of a month may, and are none.
_NO_MONTHS = re.compile(
    r"""(?ix) q | qtr | quarter | quartal | trim(estre)? | tri | кв(артал)? | h | half | halbjahr
    | halbj | hj | semestre | sem | полугодие | fy | gj | week | kw | woche | semaine | semana
    | spring | summer | autumn | fall | winter | frühjahr | frühling | sommer | herbst
    | printemps | été | automne | hiver | primavera | verano | otoño | invierno
    | весна | весной | лето | летом | осень | осенью | зима | зимой
    | early | mid | late | end | begin(ning)? | start | anfang | mitte | ende | début | fin
    | before | by | until | till | since | from | after | about | around | circa | ca | c | approx
    | vor | bis | seit | ab | nach | etwa | rund | avant | jusqu | depuis | après | vers | env
    | antes | hasta | desde | después | до | по | с | после | около | ок | начало | конец
    | середина
    | or | earlier | later | est | estimated | unknown | planned | ongoing | present | tbc | tbd"""  # noqa: RUF001
)


def says_nothing(words: str) -> bool:
    """Return whether words beside a number are dressing alone.

    Examples
    --------
    >>> says_nothing(" €"), says_nothing("% "), says_nothing(" USD"), says_nothing(" mi")
    (True, True, True, False)
    """
    rest = "".join(
        letter for letter in words if letter not in _MARKS and unicodedata.category(letter) != "Sc"
    )
    rest = rest.strip().strip(".").casefold()
    return not rest or rest in _CURRENCIES


def says_nothing_of_day(words: str) -> bool:
    """Return whether words within the format of a date are dressing alone.

    Examples
    --------
    >>> says_nothing_of_day(" de "), says_nothing_of_day(" of "), says_nothing_of_day("before ")
    (True, True, False)
    """
    rest = " ".join(_BETWEEN.sub(" ", words).casefold().split())
    return not rest or all(word in _IN_DATES for word in rest.split())


def words_beside_day(text: str) -> list[str]:
    """Return the words of a text that are none of a date: neither dressing, a month nor a weekday.

    A single word that is not known is taken for the name of a month, in any language.

    Examples
    --------
    >>> words_beside_day("lokakuu 2019"), words_beside_day("Q3 2019"), words_beside_day("2019?")
    ([], ['Q'], ['?'])
    """
    # The marks on letters of some scripts are none of their own.
    letters = "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")
    bare = re.sub(r"\d+", " ", _BETWEEN.sub(" ", letters))
    pieces = [
        piece
        for piece in re.findall(r"[^\W_]+|[^\w\s]|_", bare)
        if piece.casefold() not in _IN_DATES
    ]
    # A weekday stands beside the number of a day, and has two letters in some languages.
    has_day = len(re.findall(r"\d+", text)) > 1
    named = [
        piece
        for piece in pieces
        if piece.isalpha() and (has_day or len(piece) > 2) and not _NO_MONTHS.fullmatch(piece)
    ]
    known = named if len(named) <= 1 + has_day else []
    return [piece for piece in pieces if piece not in known]
