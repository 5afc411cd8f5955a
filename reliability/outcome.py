"""The outcome of a campaign."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """A row of the table in ``docs/reliability.md``.

    Attributes
    ----------
    what : str
        What was tried, in a few words: ``"kill -9 of a command that writes"``.
    extent : str
        The number of trials in words: ``"4 commands x 200 random moments"``.
    tried : int
        The number of single trials.
    lost : tuple of str
        A line for each trial that went wrong, with all that is needed to repeat it.
    """

    what: str
    extent: str
    tried: int
    lost: tuple[str, ...]
