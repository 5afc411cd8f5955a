"""Marks of capitals: a shape for the zone of distance, or a disc for the answer on each account.

Where the whole band is shown, or an own one, a mark's shape tells the zone and its filling the
answer. Else it is a disc: of thirds, each the answer on one account; or, where only one account
gives figures, filled, pale or open.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from matplotlib.path import Path

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.counts import is_reached
from infmap.analysis.headline import ALL
from infmap.analysis.reach import Reach
from infmap.figures.content import Content
from infmap.figures.marks import MarkLook, mark_looks
from infmap.figures.view import View
from infmap.looks.rows import CoverageRow


class MarkKind(StrEnum):
    """What a capital's mark tells, and how."""

    #: Shape for the zone of distance, filling for the answer on all accounts together.
    ZONES = "zones"
    #: A third of a disc for the answer on each account; quarters if the caller has own figures.
    THIRDS = "thirds"
    #: A disc for the answer of the only account.
    DISC = "disc"


class Part(StrEnum):
    """An account's answer, as a part of a disc is filled."""

    IN = "in"
    OPEN = "open"
    OUT = "out"


#: How strongly the colour of an account is mixed into the paper where it leaves a place open.
_PALE = 0.25
# Where the parts of a disc lie, in degrees from the east, counter-clockwise.
_THIRDS = {"operator": (-30, 90), "opponent": (210, 330), "independent": (90, 210)}
_QUARTERS = {
    "operator": (0, 90),
    "independent": (90, 180),
    "opponent": (180, 270),
    "user": (270, 360),
}


def accounts_asked(answer: SiteAnswer) -> tuple[str, ...]:
    """Return the accounts that give figures of strike systems at a site, in their order.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> accounts_asked(site_answer(cat, cat.site("shuya")))
    ('operator', 'opponent', 'independent')
    """
    given = {
        str(figure.claim.account)
        for figure in answer.figures
        if figure.strikes and figure.has_number
    }
    return tuple(
        account for account in ("operator", "opponent", "independent", "user") if account in given
    )


def parts_of(row: CoverageRow, accounts: Collection[str]) -> dict[str, Part]:
    """Return the answer of each account for a place, as coverage has it: of unread figures too.

    An account has it in range if one of its figures does. Where each of several does, and coverage
    says in reach on all accounts, that is the one answer.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.coverage_rows(infmap.load(), site="shuya")
    >>> warsaw = next(row for row in rows if row["target_id"] == "warsaw")
    >>> [str(part) for part in parts_of(warsaw, ["operator", "opponent"]).values()]
    ['out', 'in']
    """
    parts = dict.fromkeys(accounts, Part.OUT)
    for entry in row["accounts"]:
        account = entry["account"]
        if not entry["strike"] or entry["in_range"] is False or account not in parts:
            continue
        if entry["in_range"] is None and (entry["at_least_km"], entry["up_to_km"]) == (None, None):
            continue  # it names no number
        if entry["in_range"]:
            parts[account] = Part.IN
        elif parts[account] is Part.OUT:
            parts[account] = Part.OPEN
    is_all = row["reach"] == Reach.ALL and {*parts.values()} == {Part.IN} and len(parts) > 1
    return {ALL: Part.IN} if is_all else parts


def disc_looks(
    parts: Mapping[str, Part], palette: Mapping[str, str], size: float
) -> list[MarkLook]:
    """Return the looks of a disc of thirds, quarters or, of a single account, of one piece.

    Out everywhere it is a small open circle; in reach on all of several accounts it is black; where
    no account gives a figure, a dot.
    """
    answers = set(parts.values())
    if not parts:
        return [_disc(size * 0.35, palette["quiet"], palette["quiet"])]
    if answers <= {Part.OUT}:
        return [_disc(size * 0.62, palette["paper"], palette["quiet"])]
    if len(parts) == 1:
        (account, part), *_ = parts.items()
        return [_disc(size, _filling(account, part, palette), palette["ink"])]
    sectors = _QUARTERS if "user" in parts else _THIRDS
    looks = [_disc(size, palette["paper"], palette["paper"])]
    for account, (start, end) in sectors.items():
        if parts.get(account, Part.OUT) is not Part.OUT:
            color = _filling(account, parts[account], palette)
            looks.append({"marker": Path.wedge(start, end), "markerfacecolor": color})
    for look in looks[1:]:
        look |= {"linestyle": "none", "markersize": size, "markeredgewidth": 0, "snap": False}
    return [*looks, _disc(size, "none", palette["ink"])]


def _disc(size: float, color: str, edge: str) -> MarkLook:
    return {
        "linestyle": "none",
        "marker": "o",
        "markersize": size,
        "markeredgecolor": edge,
        "markeredgewidth": min(0.7, size * 0.13),
        "snap": False,
        "markerfacecolor": color,
    }


def _filling(account: str, part: Part, palette: Mapping[str, str]) -> str:
    if part is Part.OUT or account == ALL:
        return palette["paper" if part is Part.OUT else "ink"]
    return palette[account] if part is Part.IN else mixed(palette[account], palette["paper"])


def mixed(color: str, paper: str, share: float = _PALE) -> str:
    """Return a colour mixed into the paper's, opaque, so that nothing shines through.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.25)
    '#bfbfbf'
    """
    pairs = zip(
        *(np.frombuffer(bytes.fromhex(text[1:]), np.uint8) for text in (color, paper)), strict=True
    )
    return "#" + "".join(f"{round(share * int(a) + (1 - share) * int(b)):02x}" for a, b in pairs)


@dataclass(frozen=True)
class Marks:
    """How the capitals of one map are marked."""

    content: Content
    kind: MarkKind

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that give figures."""
        return accounts_asked(self.content.answer)

    def parts(self, row: CoverageRow) -> dict[str, Part]:
        """Return the answer of each account for a place, or the one of all of them."""
        return parts_of(row, self.accounts)

    def is_told(self, row: CoverageRow) -> bool:
        """Return whether a place is within reach on some account, or lies in the band shown."""
        if is_reached(row):
            return True
        return self.kind is MarkKind.ZONES and not self.content.answer.zone_of(row).is_beyond

    def key(self, row: CoverageRow) -> tuple[int, str, str]:
        """Return what places of one look share, the most prominent look last in order."""
        zone = self.content.answer.zone_of(row)
        if self.kind is MarkKind.ZONES:
            return zone.is_beyond, zone.name, row["reach"]
        parts = self.parts(row)
        within = sum(part is Part.IN for part in parts.values())
        within = len(self.accounts) + 1 if ALL in parts else within
        return -within, zone.name + row["reach"], str([*parts.values()])

    def gid(self, row: CoverageRow) -> str:
        """Return the name of a mark in a file: its zone and its reach."""
        return f"capitals-{self.content.answer.zone_of(row).name}-{row['reach']}"

    def looks(self, row: CoverageRow, size: float) -> list[MarkLook]:
        """Return the looks of a place's mark."""
        if self.kind is MarkKind.ZONES and self.accounts:
            zone = self.content.answer.zone_of(row)
            return mark_looks(zone.look, row["reach"], self.content.palette, size)
        return disc_looks(self.parts(row), self.content.palette, size)


def mark_kind(content: Content, view: View) -> MarkKind:
    """Return what a map's marks tell; of one that shows the zones of a band, zones."""
    return marks_of(content, view).kind


def marks_of(content: Content, view: View) -> Marks:
    """Return how the capitals of a map are marked."""
    bands = content.bands
    edge = view.on_paper(view.circle(bands.edges_km[1]))
    with np.errstate(invalid="ignore"):
        whole = bool(((edge >= 0) & (edge <= (view.width, view.height))).all())
    if not content.discs and (whole or not bands.is_treatys):
        return Marks(content, MarkKind.ZONES)
    several = len(accounts_asked(content.answer)) > 1
    return Marks(content, MarkKind.THIRDS if several else MarkKind.DISC)


_WHOSE = {
    "operator": "operator's",
    "opponent": "opponents'",
    "independent": "independent",
    "user": "your own",
}


def mark_samples(
    content: Content, view: View, radius: float
) -> list[tuple[str, tuple[MarkLook, ...]]]:
    """Return the looks of discs that occur on a map, for its key: words, and what is drawn.

    `radius` is in points. Those in range of most accounts come first. Empty where shape tells the
    zone of distance.
    """
    marks = marks_of(content, view)
    if marks.kind is MarkKind.ZONES:
        return []
    pairs = content.capitals
    lons, lats = np.array([[place.lon, place.lat] for place, _ in pairs]).reshape(-1, 2).T
    paper = view.on_paper(view.project(lons, lats))
    with np.errstate(invalid="ignore"):
        inside = (paper > 0) & (paper < (view.width, view.height))
    seen = [bool(row.all()) for row in np.asarray(inside)]
    rows = [row for (_, row), is_seen in zip(pairs, seen, strict=True) if is_seen]
    alike = {tuple(marks.parts(row).items()): row for row in rows}

    def rank(pair: tuple[str, Part]) -> int:
        return [Part.IN, Part.OPEN, Part.OUT].index(pair[1])

    ranked = sorted(alike, key=lambda parts: (ALL not in dict(parts), *sorted(map(rank, parts))))
    return [
        (_part_words(dict(parts)), tuple(marks.looks(alike[parts], 2 * radius))) for parts in ranked
    ]


def _part_words(parts: Mapping[str, Part]) -> str:
    """Return what a disc says, in a key.

    Examples
    --------
    >>> _part_words({"operator": Part.OUT, "opponent": Part.OPEN, "independent": Part.IN})
    "on independent; opponents' open"
    """
    if ALL in parts:
        return "in range on all accounts"
    within = [_WHOSE[account] for account, part in parts.items() if part is Part.IN]
    unsure = [_WHOSE[account] for account, part in parts.items() if part is Part.OPEN]
    if not parts:
        return "no figure"
    if len(parts) == 1:
        return "in range" if within else "left open" if unsure else "out of range"
    if not within:
        return f"left open on {', '.join(unsure)}" if unsure else "out of range on all"
    return f"on {', '.join(within)}" + (f"; {', '.join(unsure)} open" if unsure else "")
