"""What a campaign comes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One row of the table in ``docs/reliability.md``.

    Attributes
    ----------
    what : str
        What was tried, in a few words: ``"kill -9 of a command that writes"``.
    extent : str
        How much of it, in words: ``"4 commands x 200 random moments"``.
    tried : int
        How many single trials that makes.
    lost : tuple of str
        A line for each trial that went wrong, enough to do it again.
    """

    what: str
    extent: str
    tried: int
    lost: tuple[str, ...]
