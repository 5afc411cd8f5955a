"""Finds the number format of an ODS cell by its text, which stands beside its value."""

import re

from infmap.catalogue.reading.formats.workbooks.dressing import words_beside_day

#: A text of nothing but a number.
_BARE = re.compile(r"[+\u2212-]?[\d\s.,'\u2019]*")
_AROUND = re.compile(r"(\D*?)([\u2212-]?)(\d.*\d|\d)(\D*)", re.DOTALL)
_DEGREES = re.compile("[°'\u2032\u2033\"]")
_THOUSANDS = (0, 1, 2)
#: Above the number of letters that any number format shows.
_LONGEST = 400


def format_of_number(value: float, text: str) -> str | None:
    r"""Return a format that shows a number as a text does, or None if that is a number alone.

    Examples
    --------
    >>> format_of_number(1200, "1.200 mi"), format_of_number(500000, "500 km")
    ('0\\ \\m\\i', '0,\\ \\k\\m')
    >>> format_of_number(500000, "500"), format_of_number(500, "500") is None
    ('0,', True)
    >>> format_of_number(0.5, "50 %") is None
    True
    """
    match = _AROUND.fullmatch(text[:_LONGEST])
    if match is None:  # words alone, such as "unknown"
        return _escaped(text[:_LONGEST]) or None
    before, minus, digits, after = match.groups()
    if after.strip() == "%" and _shows(digits, 100 * value, 0):
        return None
    thousands = next((k for k in _THOUSANDS if _shows(digits, value, k)), None)
    has_own_minus = bool(minus) and value > 0
    if _BARE.fullmatch(text) and not (thousands or has_own_minus):
        return None
    if _DEGREES.search(digits):
        places = "".join("0" if mark.isdigit() else _escaped(mark) for mark in digits)
    elif thousands is not None or re.search("[/Ee]", digits):
        places = "0" + "," * (thousands or 0)
    else:  # beside the number the format has others, such as 300-500, or it shows others alone
        numbers = re.finditer(r"\d+(?:[.,]\d+)*", text)
        shown = [number for number in numbers if _shows(number[0], value, 0)]
        start, end = shown[-1].span() if shown else (len(text), len(text))
        before, places, after = text[:start], "0" if shown else "", text[end:]
    if has_own_minus and not before.endswith(minus):
        before += minus
    # A number below zero without its sign is shown by the second section.
    first = "0;" if value < 0 and not minus else ""
    return first + _escaped(before) + places + _escaped(after)


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" for letter in text)


def _shows(digits: str, value: float, thousands: int) -> bool:
    """Return whether digits are a number, divided by thousands and rounded."""
    bare = re.sub(r"[\s'\u2019]", "", digits)
    for group, point in (",.", ".,"):
        whole, _, fraction = bare.replace(group, "").partition(point)
        if f"{whole}{fraction}".isdecimal():
            off = abs(float(f"{whole}.{fraction or 0}") * 1000**thousands - abs(value))
            if off <= 0.5001 * 1000**thousands / 10 ** len(fraction):
                return True
    return False


def format_of_day(value: str, text: str) -> str | None:
    r"""Return the format of a day (``YYYY-MM-DD``) whose text is not that day alone.

    The text has no more than a month or year, or words that are none of a date.

    Examples
    --------
    >>> format_of_day("2019-02-01", "Feb 19"), format_of_day("2019-01-01", "2019")
    ('mmm yyyy', 'yyyy')
    >>> format_of_day("2019-02-01", "1 Feb 2019") is None
    True
    >>> format_of_day("2019-07-01", "Q3 2019")
    '\\Q\\3\\ \\2\\0\\1\\9'
    """
    text = text[:_LONGEST]
    if words_beside_day(text):
        return _escaped(text)
    numbers = re.findall(r"\d+", text)
    year = next((shown for shown in (value[:4], value[2:4]) if shown in numbers), None)
    if year is None:
        return None
    # A year of two digits is the last of such numbers: 19 Feb 19.
    del numbers[len(numbers) - 1 - numbers[::-1].index(year)]
    is_named = re.search(r"[^\W\d_]{3}", text) is not None
    if not numbers:
        return "mmm yyyy" if is_named else "yyyy"
    has_time = ":" in text
    if not has_time and not {*map(int, numbers)} <= {*map(int, re.findall(r"\d+", value))}:
        return _escaped(text)
    is_month = len(numbers) == 1 and int(numbers[0]) == int(value[5:7])
    return "mmm yyyy" if is_month and not is_named else None
