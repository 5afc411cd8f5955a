"""What changes hands at one site between two accounts: the places that only one has in range.

`infmap.compare` tells of every place whose answer differs. Here count, as in a finding, foreign
places in reach on a figure that somebody read. ``page/model/compared.ts`` has the same title.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from infmap.analysis.answer import SiteAnswer, site_answer
from infmap.analysis.counts import REACHED, AccountCount, is_foreign, is_reached
from infmap.analysis.finding import Finding, finding_of
from infmap.analysis.headline import ALL, Found
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.rows import Account
from infmap.errors import CombinationError, InfmapError, shorten
from infmap.looks.rows import Answer, CoverageRow
from infmap.looks.sentences import number_text, possessive
from infmap.looks.words import claimant_text, range_text
from infmap.treaty import TREATY_BANDS, Bands

#: A title of two accounts has at most so many letters.
MOST_LETTERS = 145
OPERATORS = "the operator's"
#: Whose figures they are, but for the operator's.
_WHOSE = {
    Account.OPPONENT: "the opponents' figures",
    Account.INDEPENDENT: "the independent figures",
    Account.USER: "your own figures",
    ALL: "all accounts",
}


class OpenFigure(NamedTuple):
    """Figures of one range that leave places open: who gives them, what they say, how many."""

    who: tuple[str, ...]
    says: str
    number: int


@dataclass(frozen=True)
class Side:
    """One of the two accounts."""

    #: The account.
    account: str
    #: The answer on its figures alone.
    answer: SiteAnswer

    @cached_property
    def found(self) -> Found:
        """What a headline tells of it."""
        return Found(self.answer, self.answer.by_account)

    @cached_property
    def finding(self) -> Finding:
        """What is found by it."""
        return finding_of(self.answer)

    @property
    def count(self) -> AccountCount | None:
        """What it has in reach; None where no figure of it makes a number."""
        return self.found.together if self.found.counts else None

    @cached_property
    def reached(self) -> frozenset[str]:
        """The ids of the foreign places in reach on a figure of it that was read."""
        return frozenset((*self.count.sure, *self.count.some)) if self.count else frozenset()

    @property
    def unread(self) -> tuple[CoverageRow, ...]:
        """The foreign places in reach on figures of it alone that nobody read."""
        rows = (row for row in self.answer.foreign(*REACHED))
        return tuple(row for row in rows if row["target_id"] not in self.reached)


@dataclass(frozen=True)
class Versus:
    """Two accounts of one site, and what changes hands between them."""

    #: The accounts.
    left: Side
    right: Side
    #: The answer on the figures of both.
    both: SiteAnswer

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, in the order asked for."""
        return self.left, self.right

    def only(self, side: Side) -> tuple[CoverageRow, ...]:
        """Return the places that only one side has in range, the nearest first.

        A place that is a side's own, or none on its day, changes no hands.
        """
        other = self.right if side is self.left else self.left
        out = {
            ident for ident, row in _by_id(other).items() if is_foreign(row) and not is_reached(row)
        }
        return tuple(row for row in side.answer.rows if row["target_id"] in side.reached & out)

    @cached_property
    def hands(self) -> tuple[CoverageRow, ...]:
        """The places that change hands, the nearest first."""
        rows = (*self.only(self.left), *self.only(self.right))
        return tuple(sorted(rows, key=lambda row: row["distance_km"]))

    @property
    def shared(self) -> tuple[CoverageRow, ...]:
        """The places that both have in range, the nearest first."""
        both = self.left.reached & self.right.reached
        return tuple(row for row in self.left.answer.rows if row["target_id"] in both)

    @cached_property
    def seats(self) -> tuple[str, ...]:
        """The names of seats of government whose answer changes with them, the nearest first."""
        left, right = (
            {row["target_id"]: row for row in side.answer.coverage} for side in self.sides
        )
        counted = self.both.counted.second_seats
        rows = [
            row
            for ident, row in left.items()
            if ident in counted & {*right} and is_reached(row) != is_reached(right[ident])
        ]
        return tuple(row["target"] for row in sorted(rows, key=lambda row: row["distance_km"]))

    @property
    def told(self) -> str:
        """What changes hands, by name.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> versus_of(cat, cat.site("shuya"), "operator", "opponent").told[:58]
        "In range only on the opponents' figures: Minsk, Kyiv, Tall"
        """
        return " ".join(
            f"In range only on {self.whose(side)}: {', '.join(row['target'] for row in rows)}."
            for side in self.sides
            if (rows := self.only(side))
        )

    @cached_property
    def unread(self) -> int:
        """How many more would, on figures alone whose source nobody read."""
        left, right = map(_by_id, self.sides)
        every = (
            is_foreign(row) and is_foreign(other) and is_reached(row) != is_reached(other)
            for ident, row in left.items()
            if (other := right.get(ident))
        )
        return sum(every) - len(self.hands)

    @property
    def noun(self) -> str:
        """What is counted, such as ``foreign capital``."""
        return self.left.found.noun

    @property
    def title(self) -> str:
        """What is found between them, in a sentence.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> versus_of(cat, cat.site("shuya"), "operator", "opponent").title[:58]
        "Between the operator's figures and the opponents' figures,"
        """
        forms = [*self._forms()]
        return next((form for form in forms if len(form) <= MOST_LETTERS), forms[-1])

    def _forms(self) -> Iterator[str]:
        speaking = [side for side in self.sides if side.count]
        number = len(self.hands)
        if not self.any_strikes:
            yield finding_of(self.both).title
        elif not speaking:
            yield "No figure of either side makes a number"
        elif len(speaking) == 1:
            (silent,) = (side for side in self.sides if not side.count)
            figure = f"{silent.account} figure"
            figure = "figure of your own" if silent.account == Account.USER else figure
            reached = len(speaking[0].reached)
            yield (
                f"No {figure} makes a number; on {self.whose(speaking[0])} "
                f"{number_text(reached, self.noun)} {'are' if reached > 1 else 'is'} in range"
            )
        else:
            verb = "change" if number > 1 else "changes"
            many = number_text(number, self.noun)
            yield (
                f"Between {self.whose(self.left)} and {self.whose(self.right)}, {many} {verb} hands"
            )
            yield f"Between {self.left.account} and {self.right.account}, {many} {verb} hands"

    @property
    def any_strikes(self) -> bool:
        """Whether a figure of either side is of a strike on the ground."""
        return any(figure.strikes for side in self.sides for figure in side.answer.figures)

    def whose(self, side: Side) -> str:
        """Return whose figures they are: ``the opponents' figures``."""
        return whose_figures(side.account, side.found.speakers)

    def left_open(self, side: Side) -> tuple[OpenFigure, ...]:
        """Return the figures of a side that leave open some of the places that change hands.

        Those that leave most open come first; of one range, together.
        """
        hands = {row["target_id"] for row in self.hands}
        rows = [row for row in side.answer.rows if row["target_id"] in hands]
        who: dict[tuple[str, frozenset[str]], dict[str, None]] = {}
        # Every row of a site has the same figures.
        for nth, first in enumerate(rows[0]["accounts"] if rows else ()):
            open_ids = frozenset(row["target_id"] for row in rows if _is_open(row["accounts"][nth]))
            if open_ids:
                units = side.answer.bands.units
                said = range_text(first["at_least_km"], first["up_to_km"], units)
                who.setdefault((said, open_ids), {})[claimant_text(first["claimant"])] = None
        found = [OpenFigure((*names,), said, len(ids)) for (said, ids), names in who.items()]
        return tuple(sorted(found, key=lambda one: -one.number))


def whose_figures(account: str, holders: Sequence[str]) -> str:
    """Return whose an account's figures are, at a site of some holders.

    Examples
    --------
    >>> whose_figures("operator", ["Russia"]), whose_figures("opponent", [])
    ("Russia's figures", "the opponents' figures")
    """
    if account != Account.OPERATOR:
        return _WHOSE[account]
    return f"{possessive(holders[0]) if len(holders) == 1 else OPERATORS} figures"


def versus_of(
    cat: Catalogue, site: Site, left: str, right: str, bands: Bands = TREATY_BANDS
) -> Versus:
    """Return what changes hands at a site between two accounts.

    Raises `InfmapError` if they are not two accounts, or the catalogue is cut down to one already.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> found = versus_of(cat, cat.site("shuya"), "operator", "opponent")
    >>> [row["target"] for row in found.hands[:3]], len(found.only(found.left))
    (['Minsk', 'Kyiv', 'Tallinn'], 0)
    >>> found.left_open(found.right)[-1].says, found.left_open(found.right)[-1].number
    ('at least 1200 km', 16)
    """
    named = folded(left), folded(right)
    if not {*named} <= {*Account}:
        raise InfmapError(
            f"a figure has two accounts beside each other (got {shorten(repr(left))} and "
            f"{shorten(repr(right))}); write two of {', '.join(Account)}; infmap compare takes "
            "days, systems and sites too"
        )
    if named[0] == named[1]:
        raise InfmapError(f"{left!r} and {right!r} are one account; compare it with another")
    if "account" in dict(cat.filters):
        raise CombinationError("two accounts are compared already; leave out the filter by account")

    def answer(*accounts: str) -> SiteAnswer:
        cut = cat.select(account=accounts)
        return site_answer(cut, cut.site(site.id), bands)

    left_side, right_side = (Side(name, answer(name)) for name in named)
    return Versus(left_side, right_side, answer(*named))


def _by_id(side: Side) -> Mapping[str, CoverageRow]:
    return {row["target_id"]: row for row in side.answer.rows}


def _is_open(entry: Answer) -> bool:
    """Return whether a figure leaves a place open; one that names no number says nothing of it."""
    has_number = (entry["at_least_km"], entry["up_to_km"]) != (None, None)
    return entry["strike"] and has_number and entry["in_range"] is None
