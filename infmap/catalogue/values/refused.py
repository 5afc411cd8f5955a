"""A text that is not read: what is wrong with it, and what to write; and words for no value."""

ANY_NUMBER = "write a number such as 500"
#: Words for an empty cell.
NO_VALUE = frozenset(
    {
        *("-", "--", "\u2013", "\u2014", "?", "??", ".", "...", "\u2026"),
        *("n/a", "na", "n.a.", "#n/a", "null", "none", "nil", "tbd", "unknown"),
        *("k.a.", "unbekannt", "н/д", "нет", "неизвестно"),
    }
)


class RefusedError(ValueError):
    """Raised by whatever reads a cell, where it has no meaning, or two.

    Attributes
    ----------
    problem : str
        What is wrong: ``not a number``.
    remedy : str
        What to write: ``write 2500 or 2.5``.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy
