"""Verdicts: an outcome, its article and reason, and both sides' positions in a dispute."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from infmap.treaty.positions import Positions
from infmap.treaty.terms import RangeBand


class Outcome(StrEnum):
    """The verdict in a few words."""

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


#: The verdicts of days on which there was no treaty in force.
WITHOUT_TREATY = (Outcome.NO_TREATY_YET, Outcome.SIGNED, Outcome.NO_LONGER_IN_FORCE)


@dataclass(frozen=True)
class Verdict:
    """The judgement of a system in a holder's hands, on one figure.

    Attributes
    ----------
    outcome : Outcome
        The verdict in a few words.
    range_class : RangeBand or None
        The band of the figure; None if the figure does not settle it.
    article : str
        The article and paragraph relied on, such as ``II(6)``.
    reason : str
        The reason, in one line.
    positions : tuple of (str, str)
        The position of each side, if the parties to the treaty disagreed.
    proviso : str
        What the outcome hangs on, if it held on no day on which the system is reported.
    """

    outcome: Outcome
    range_class: RangeBand | None
    article: str
    reason: str
    positions: Positions = ()
    proviso: str = ""

    @property
    def said(self) -> str:
        """The outcome, with what it hangs on where it never held."""
        return f"{self.outcome}, {self.proviso}" if self.proviso else str(self.outcome)

    def _repr_html_(self) -> str:
        from infmap.notebook import verdict_html

        return verdict_html(self)


def proviso(outcome: Outcome, dated: Iterable[Outcome]) -> str:
    """Return what a verdict without a day hangs on, in words; empty where it held on some day.

    Without a day the treaty counts as in force and its eliminations as complete: that is never so
    of what stood only before or after it, or was gone before the ban's first day.

    Parameters
    ----------
    outcome : Outcome
        The verdict without a day.
    dated : iterable of Outcome
        The verdicts of the days on which the system is reported; read no further than needed.

    Examples
    --------
    >>> proviso(Outcome.BANNED, [Outcome.NO_LONGER_IN_FORCE])
    'were the treaty in force'
    >>> proviso(Outcome.BANNED, [Outcome.SIGNED, Outcome.TO_BE_ELIMINATED])
    'had it stayed'
    >>> proviso(Outcome.BANNED, [Outcome.NO_LONGER_IN_FORCE, Outcome.BANNED])
    ''
    """
    others = set()
    for then in dated:
        if then is outcome:
            return ""
        others.add(then)
    if Outcome.TO_BE_ELIMINATED in others:
        return "had it stayed"
    return "were the treaty in force" if others else ""


class Held(NamedTuple):
    """A verdict, and the holders for whom it is given."""

    holders: tuple[str, ...]
    verdict: Verdict


def outcomes_text(verdicts: tuple[Held, ...]) -> str:
    """Return the outcome, or each outcome with its holders if they differ.

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


def said_text(verdicts: tuple[Held, ...]) -> str:
    """Return the outcomes as `outcomes_text` does, each with what it hangs on."""
    return _each(verdicts, [verdict.said for _, verdict in verdicts])


def provisos_text(verdicts: tuple[Held, ...]) -> str:
    """Return what the outcomes hang on, with the holders if they differ; empty where on nothing.

    Examples
    --------
    >>> outside = Verdict(Outcome.OUTSIDE, None, "I", "no missile")
    >>> banned = Verdict(Outcome.BANNED, None, "IV(1)", "it is listed", proviso="had it stayed")
    >>> provisos_text((Held(("Russia",), outside), Held(("USA", "Poland"), banned)))
    'had it stayed (USA, Poland)'
    """
    return _each(verdicts, [verdict.proviso for _, verdict in verdicts])


def articles_text(verdicts: tuple[Held, ...]) -> str:
    """Return the article, or each article with its holders if the verdicts differ."""
    return _each(verdicts, [verdict.article for _, verdict in verdicts])


def _each(verdicts: tuple[Held, ...], words: list[str]) -> str:
    if len(verdicts) == 1:
        return words[0]
    return "; ".join(
        f"{word} ({', '.join(holders)})"
        for word, (holders, _) in zip(words, verdicts, strict=True)
        if word
    )
