"""Marks of footnotes behind a text, as pages have them: ``[a]``, ``[note 2]``, daggers and others.

Some marks may be more than that in some texts, such as ``[E]`` behind a longitude; there they stay.
"""

import re

#: A footnote with its kind before its number, in several languages.
OF_A_KIND = (
    r"\[\s?(?:notes?|nb|fn|ref|réf|anm|nota|прим|lower-alpha|upper-alpha|alpha|[ankк])"
    r"\.?\s?\d{1,3}\s?\]"
)
#: What the editors of Wikipedia ask for.
ASKED = (
    r"\[\s?(?:[a-z -]{3,40} needed|when\?|who\?|where\?|belege? fehl(?:t|en)|cita requerida"
    r"|réf\.? (?:nécessaire|souhaitée)|источник не указан[^\]]{0,20}|уточнить)\s?\]"
)
_NUMBERED = r"\[\s?\d{1,3}(?:\s?[,;\u2013]\s?\d{1,2})*\s?\]"
_RAISED = r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+"
_SIGNS = r"[*\u2020\u2021\u00a7]+"
#: Letters that are no side of the earth, no unit, and no thousands; others behind a letter alone.
_LETTER = r"\[\s?[abcf-jlp-rt-vx-z]\s?\]|(?:(?<=[^\W\d_])|(?<=[^\W\d_]\s))\[\s?[a-z]\s?\]"
_ANY_LETTER = r"\[\s?[a-z]\s?\]"


def _at_end(*marks: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(marks)})+\s*$", re.IGNORECASE)


_BEHIND_NAME = _at_end(rf"\s*(?:{OF_A_KIND}|{ASKED}|{_NUMBERED}|{_ANY_LETTER}|{_SIGNS}|{_RAISED})")
_BEHIND_DEGREES = _at_end(rf"\s*(?:{OF_A_KIND}|{ASKED}|{_NUMBERED}|{_LETTER}|{_SIGNS}|{_RAISED})")
#: A number in brackets behind a blank may be the same in another unit.
_BEHIND_NUMBER = _at_end(r"\[\d{1,3}\]", rf"\s*(?:{OF_A_KIND}|{ASKED}|{_LETTER}|{_SIGNS})")
#: Between two coordinates, directly behind the first. A star and a raised zero may mean degrees.
_BETWEEN = re.compile(
    rf"(?<=[^\s,;(\[])(?:{OF_A_KIND}|{ASKED}|{_NUMBERED}|{_LETTER}|[\u2020\u2021]+"
    r"|[\u00b9\u00b2\u00b3\u2074-\u2079]+)+(?=\s|[,;/])",
    re.IGNORECASE,
)
_LETTER_OF_HEAD = re.compile(r"(?<=\S)\[[a-jl-z]\]")
#: A whole number: a bracket behind a blank may hold its minutes.
_BRACKET_APART = re.compile(r"\s+\[\s?\d")
_WHOLE_AT_END = re.compile(r"(?:^|[^\d.,])\d+$")
#: In a head x, y, z and capitals may name a coordinate too; a raised digit behind m an area.
_IN_HEAD = re.compile(
    rf"(?i:{OF_A_KIND}|{ASKED})|\[\s?(?:\d{{1,3}}(?:,\s?\d{{1,2}})*|[abcf-jlp-rt-v])\s?\]"
    r"|[\u00b9\u00b2\u00b3\u2070-\u2079*\u2020\u2021]+$|[\u2020\u2021]+"
    r"|(?<=[^\W\d_m])[\u00b9\u00b2\u00b3]+(?=\s)"
)


def without_marks(text: str) -> str:
    """Return a name, a word or a date without the marks of footnotes at its end.

    Examples
    --------
    >>> without_marks("DF-26[2]"), without_marks("Camp [note 3]†"), without_marks("Base [north]")
    ('DF-26', 'Camp', 'Base [north]')
    """
    return _BEHIND_NAME.sub("", text)


def without_marks_of_head(head: str) -> str:
    """Return a head without the marks of footnotes; a letter that may be a unit or a side stays.

    Examples
    --------
    >>> [without_marks_of_head(head) for head in ("Site[a]", "Range[nb 1] (mi)", "Range [m]")]
    ['Site', 'Range (mi)', 'Range [m]']
    """
    return _IN_HEAD.sub("", head)


def without_letter(head: str) -> str:
    """Return a head without any letter of a footnote, for one that means nothing with it.

    Examples
    --------
    >>> without_letter("Site[d]"), without_letter("Population[k]")
    ('Site', 'Population[k]')
    """
    return _LETTER_OF_HEAD.sub("", head)


def without_marks_of_position(text: str) -> str:
    """Return a coordinate, or a pair, without the marks of footnotes behind each.

    Examples
    --------
    >>> without_marks_of_position("54.7 N[b] 20.5 E[3]"), without_marks_of_position("20.5[E]")
    ('54.7 N 20.5 E', '20.5[E]')
    """
    bare = _BEHIND_DEGREES.sub("", text)
    if _BRACKET_APART.match(text, len(bare)) and _WHOLE_AT_END.search(bare):
        return text
    return _BETWEEN.sub("", bare)


def without_marks_of_number(text: str) -> str:
    """Return a number without the marks of footnotes behind it; raised digits may be a power.

    Examples
    --------
    >>> without_marks_of_number("5,200[1]"), without_marks_of_number("10²")
    ('5,200', '10²')
    """
    return _BEHIND_NUMBER.sub("", text)
