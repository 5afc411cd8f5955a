"""Letters without their accents, also those of which Unicode has no accent to take away."""

import unicodedata

#: Small letters that Unicode does not decompose into base letter and accent.
WHOLE_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
    }
)


def without_accents(text: str) -> str:
    """Return a text in lower case without accents.

    Examples
    --------
    >>> without_accents("Ørland"), without_accents("Łódź"), without_accents("Große Straße")
    ('orland', 'lodz', 'grosse strasse')
    """
    letters = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(WHOLE_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
