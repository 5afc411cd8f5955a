"""The error for a text that cannot be read, and the words that stand for no value."""

ANY_NUMBER = "write a number such as 500"
#: What is wrong with a date where a number belongs, and what to do beside writing the number.
A_DATE = "is a date and no number"
NO_DATE = "in a cell of the format Number or Text: the spreadsheet made a date of it"
#: Words that people write in place of an empty cell.
NO_VALUE = frozenset(
    {
        *("-", "--", "\u2013", "\u2014", "?", "??", ".", "...", "\u2026"),
        *("n/a", "na", "n.a.", "#n/a", "null", "none", "nil", "tbd", "unknown"),
        *("k.a.", "unbekannt", "н/д", "нет", "неизвестно"),
    }
)


class RefusedError(ValueError):
    """Raised by the parsers of cells for a text without a meaning, or with two.

    Attributes
    ----------
    problem : str
        What is wrong, such as ``not a number``.
    remedy : str
        What to do instead, such as ``write 2500 or 2.5``.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy
