"""What a verdict is: an outcome, the article, why, and both sides' position on a dispute."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from infmap.treaty.positions import Positions
from infmap.treaty.terms import RangeBand


class Outcome(StrEnum):
    """The verdict in one word, or few."""

    BANNED = "banned"
    EXEMPT = "exempt"
    BELOW = "below"
    ABOVE = "above"
    OUTSIDE = "outside"
    DISPUTED = "disputed"
    UNDETERMINED = "undetermined"
    NOT_BOUND = "not bound"
    NO_TREATY_YET = "no treaty yet"
    SIGNED = "signed, not in force"
    TO_BE_ELIMINATED = "to be eliminated"
    NO_LONGER_IN_FORCE = "no longer in force"
    NOT_STATED = "not stated"


@dataclass(frozen=True)
class Verdict:
    """One judgement of one system in somebody's hands, on one figure.

    Attributes
    ----------
    outcome : Outcome
        The verdict in one word.
    range_class : RangeBand or None
        Where the figure lies; None where no figure settles it.
    article : str
        The article and paragraph relied on, such as ``II(6)``.
    reason : str
        Why, in one line.
    positions : tuple of (str, str)
        Who holds what, where the parties to the treaty disagreed.
    """

    outcome: Outcome
    range_class: RangeBand | None
    article: str
    reason: str
    positions: Positions = ()

    def _repr_html_(self) -> str:
        from infmap.notebook import verdict_html

        return verdict_html(self)


class Held(NamedTuple):
    """A verdict, and in whose hands the system is for which it holds."""

    holders: tuple[str, ...]
    verdict: Verdict


def outcomes_text(verdicts: tuple[Held, ...]) -> str:
    """Return the outcome, or each with its holders where they differ by holder.

    Examples
    --------
    >>> from infmap.treaty import Kind, verdicts
    >>> oka = {"kind": Kind.GLBM, "treaty_listing": "SS-23"}
    >>> outcomes_text(verdicts(holders=["Soviet Union"], **oka))
    'banned'
    >>> outcomes_text(verdicts(holders=["Soviet Union", "Slovakia", "Bulgaria"], **oka))
    'banned (Soviet Union); not bound (Slovakia, Bulgaria)'
    """
    return _each(verdicts, [str(verdict.outcome) for _, verdict in verdicts])


def articles_text(verdicts: tuple[Held, ...]) -> str:
    """Return the article, or each with its holders where the verdicts differ by holder."""
    return _each(verdicts, [verdict.article for _, verdict in verdicts])


def _each(verdicts: tuple[Held, ...], words: list[str]) -> str:
    if len(verdicts) == 1:
        return words[0]
    return "; ".join(
        f"{word} ({', '.join(holders)})" for word, (holders, _) in zip(words, verdicts, strict=True)
    )
