"""What sentences are made of: numbers with their nouns, whose a thing is, short names.

``page/model/sentences.ts`` has the same for the page.
"""

import re

from infmap.looks.distances import Units, ends_words, length_words

#: States that are called with the article; and those that have letters in place of a name.
_WITH_THE = re.compile(r"United |Soviet |(Philippines|Netherlands|Maldives|Bahamas)$")
_LETTERS = {"United States": "the US", "United Kingdom": "the UK"}


def count_text(number: int, noun: str) -> str:
    """Return a number of things.

    Examples
    --------
    >>> count_text(1, "foreign capital"), count_text(22, "capital")
    ('1 foreign capital', '22 capitals')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def number_text(number: int, noun: str) -> str:
    """Return a number of things that may be none.

    Examples
    --------
    >>> number_text(0, "capital"), number_text(2, "capital")
    ('no capital', '2 capitals')
    """
    return count_text(number, noun) if number else f"no {noun}"


def capitalised(words: str) -> str:
    """Return words that begin with a capital letter.

    Examples
    --------
    >>> capitalised("the US figures")
    'The US figures'
    """
    return words[:1].upper() + words[1:]


def article(words: str) -> str:
    """Return the indefinite article before some words, as they are spoken.

    Examples
    --------
    >>> article("Iskander-M"), article("9M729"), article("SM-6"), article("Unha-3"), article("UAV")
    ('an', 'a', 'an', 'an', 'a')
    """
    # Letters that are spelt have articles of their own: an SM-6, a UAV.
    is_spelt = re.match(r"[A-Z](?=\d)|[A-Z]+(?![a-z])", words)
    return "an" if words[:1].upper() in {*("AEFHILMNORSX8" if is_spelt else "AEIOU8")} else "a"


def possessive(state: str) -> str:
    """Return whose a state's thing is.

    Examples
    --------
    >>> possessive("Russia"), possessive("United States"), possessive("Soviet Union")
    ("Russia's", 'the US', "the Soviet Union's")
    """
    if state in _LETTERS:
        return _LETTERS[state]
    name = f"the {state}" if _WITH_THE.match(state) else state
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def site_name(name: str) -> str:
    """Return a site's name without the note that reports do not name it.

    Examples
    --------
    >>> site_name("Kaliningrad Oblast (site not named)"), site_name("Kapustin Yar test range")
    ('Kaliningrad Oblast', 'Kapustin Yar test range')
    """
    return re.sub(r" \([^()]* not named\)$", "", name)


def title_name(name: str) -> str:
    """Return a site's name for a headline: without what stands in brackets or after a comma.

    Examples
    --------
    >>> title_name("Shuya, Ivanovo Oblast"), title_name("Waldheide (Camp Redleg), Heilbronn")
    ('Shuya', 'Waldheide')
    """
    return re.split(r" \(|, ", name)[0] or name


def shown_range(at_least_km: float | None, up_to_km: float | None, units: Units = Units.KM) -> str:
    """Return a figure as it stands behind the name of who gives it.

    Examples
    --------
    >>> shown_range(None, 480), shown_range(2000, 2350), shown_range(500, None)
    ('480 km', '2000 to 2350 km', 'at least 500 km')
    >>> shown_range(2000, 2350, Units.MI)
    '1243 to 1460 mi'
    """
    if up_to_km is None:
        assert at_least_km is not None
        return f"at least {length_words(at_least_km, units)}"
    if at_least_km is None or at_least_km == up_to_km:
        return length_words(up_to_km, units)
    return ends_words([at_least_km, up_to_km], units)
