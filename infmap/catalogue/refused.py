"""A text that is not read: what is wrong with it, and what to write."""


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
