"""The key of a sheet: whose figure each ring is, what the marks mean, what holds for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from infmap.analysis.reach import Reach
from infmap.analysis.rings import DRAWN_DOUBT_KM
from infmap.analysis.strokes import Stroke
from infmap.figures.content import Content
from infmap.figures.discs import (
    MarkKind,
    accounts_asked,
    disc_looks,
    mark_kind,
    mark_samples,
)
from infmap.figures.lettering import text_width
from infmap.figures.marks import (
    AreaLook,
    LineLook,
    MarkLook,
    hatch_look,
    mark_looks,
    site_look,
    stroke_look,
)
from infmap.figures.papers import Paper, on_sheet
from infmap.figures.paragraphs import Run, set_runs, write_runs
from infmap.figures.strokes import hatched
from infmap.figures.view import View
from infmap.looks.distances import length_words
from infmap.looks.lines import End
from infmap.looks.sentences import capitalised, site_name, title_name
from infmap.looks.words import NOT_STRIKE, UNREAD, claimant_text, range_text
from infmap.treaty import TREATY_BANDS, RangeBand

#: How strongly samples of the band are shaded, by look; on the map it is less.
_WASHES: dict[str, float] = {RangeBand.SHORTER: 0.3, RangeBand.INTERMEDIATE: 0.25}
SIDE_BY_SIDE = "Strokes side by side: one radius, the middle exact."
#: Whose figures rings are, by palette name.
WHOSE = {
    "operator": "operator",
    "opponent": "opponents",
    "independent": "independent",
    "user": "your own",
    "not-strike": NOT_STRIKE,
}


@dataclass(frozen=True)
class Item:
    """An entry of the key: a sample and its text."""

    text: str
    looks: tuple[LineLook | MarkLook, ...] = ()
    #: Whether the sample is a line, not a mark.
    is_line: bool = False
    #: The sample of an area.
    wash: AreaLook = field(default_factory=AreaLook)
    #: A word before the text, in bold.
    bold: str = ""

    @property
    def runs(self) -> list[Run]:
        """Its text in weights."""
        return [*([Run(self.bold, "bold")] if self.bold else []), Run(self.text)]

    def indent(self, size: float) -> float:
        """Return the width kept for the sample before the text, points."""
        if self.is_line or self.wash:
            return size * 3.3
        return size * 1.6 if self.looks else 0.0


class Group(NamedTuple):
    """Entries under one head."""

    head: str
    items: list[Item]


def key_groups(contents: Sequence[Content], views: Sequence[View], paper: Paper) -> list[Group]:
    """Return what a key tells of one map, or of several that share it: what occurs on them."""
    first = contents[0]
    word = first.answer.place_word.capitalize()
    marks = {
        words: Item(words, tuple(looks))
        for content, view in zip(contents, views, strict=True)
        for words, looks in mark_samples(content, view, paper.mark)
    }
    if not paper.is_narrow:
        marks["site"] = Item("the site", (site_look(first.palette, paper.key * 0.7),))
    shaded = [*filter(None, (_zones(*pair, paper) for pair in zip(contents, views, strict=True)))]
    told = (
        f"{word}s: distance from the site, and reach"
        if shaded
        else f"{word}s: in range on whose figures"
    )
    groups = [
        Group("Rings: whose figure", [*ring_items(contents, views, paper)]),
        Group(told, [*(shaded[0] if shaded else ()), *marks.values()]),
        Group("", [*note_items(contents, views, short=paper.is_narrow)]),
    ]
    return [group for group in groups if group.items]


def _zones(content: Content, view: View, paper: Paper) -> list[Item]:
    """Return the entries of marks whose shape tells the zone and whose filling the reach."""
    if mark_kind(content, view) is not MarkKind.ZONES:
        return []
    if not accounts_asked(content.answer):
        return [Item("no figure", tuple(disc_looks({}, content.palette, 2 * paper.mark)))]

    def mark(text: str, look: str, reach: Reach) -> Item:
        return Item(text, tuple(mark_looks(look, reach, content.palette, 2 * paper.mark)))

    zones = [
        mark(
            f"{zone.short}{'' if zone.is_beyond else f' {content.units}'}",
            zone.look,
            Reach.NONE if zone.is_beyond else Reach.ALL,
        )
        for zone in content.bands.zones
    ]
    middle = RangeBand.INTERMEDIATE
    words = ("in range on all accounts", "on some", "left open", "none")
    reaches = (Reach.ALL, Reach.SOME, Reach.UNKNOWN, Reach.NONE)
    return zones + [mark(*pair) for pair in zip(words, [middle] * 4, reaches, strict=True)]


def _who_left_open(content: Content, low: float, high: float) -> str:
    """Return who gives a figure of two ends."""
    return next(
        figure.claim.claimant
        for figure in content.answer.figures
        if (figure.claim.at_least_km, figure.claim.up_to_km) == (low, high)
    )


def ring_items(contents: Sequence[Content], views: Sequence[View], paper: Paper) -> Iterable[Item]:
    """Yield the entries of the rings of some maps: each line once, and what is hatched."""
    palette = contents[0].palette
    strokes = [stroke for content in contents for stroke in content.strokes]
    samples: dict[tuple[str, bool], Stroke] = {}
    for one in sorted(strokes, key=lambda one: (one.unread, one.end is not End.MOST)):
        samples.setdefault((one.look, one.end is End.OPEN), one)
    for look, text in WHOSE.items():
        for is_open in (False, True):
            if stroke := samples.get((look, is_open)):
                text = _whys(strokes, stroke) or text
                words = f"{text}, at least" if is_open else text
                yield Item(words, (stroke_look(stroke, palette, paper.stroke),), is_line=True)
    pairs = [*zip(contents, views, strict=True)]
    drawn = {interval for content, view in pairs for interval in hatched(content, view)}
    for look in WHOSE:
        if look in {one for one, _, _ in drawn}:
            yield Item("between a figure's two ends", wash=hatch_look(palette[look]))
    others = {
        f"{range_text(low, high, content.units)}, "
        f"{claimant_text(_who_left_open(content, low, high))}: open, not hatched.": None
        for content in contents
        for look, low, high in content.answer.intervals
        if (look, low, high) not in drawn
    }
    yield from map(Item, others)
    if unread := [stroke.look for stroke in strokes if stroke.unread]:
        marked = "" if {*unread} <= {"not-strike"} else "; marks follow it, counts do not"
        yield Item(f"Lighter: {UNREAD}{marked}.")
    if not strokes:
        yield Item("No figure that is shown makes a ring.")


def _whys(strokes: Iterable[Stroke], like: Stroke) -> str:
    """Return why figures of a look are of no strike on the ground; empty where they are."""
    alike = (
        one
        for one in strokes
        if (one.look, one.end is End.OPEN) == (like.look, like.end is End.OPEN)
    )
    return " or ".join(dict.fromkeys(spec.why_not for one in alike for spec in one.specs))


def note_items(
    contents: Sequence[Content], views: Sequence[View], *, short: bool
) -> Iterable[Item]:
    """Yield the entries of what holds for all; in short, without what stands elsewhere."""
    first = contents[0]
    days = dict.fromkeys(str(day) for one in contents if (day := one.answer.cat.as_of))
    if any(content.answer.nato.members for content in contents):
        when = f" on {' and '.join(days)}" if days else ""
        yield Item(f": NATO{when}.", bold="Bold")
    is_open = any(stroke.end is End.OPEN for content in contents for stroke in content.strokes)
    if is_open and not short:
        yield Item("At least: no maximum is given.")
    beside = any(len(ring.strokes) > 1 for content in contents for ring in content.answer.rings)
    if beside and not short:
        yield Item(SIDE_BY_SIDE)
    look: AreaLook = {**hatch_look(first.palette["ink"], falling=True), "alpha": 0.6}
    for site in {content.answer.site.id: content.answer.site for content in contents}.values():
        if site.position_precision_km >= DRAWN_DOUBT_KM:
            which = "the site" if len(contents) == 1 else title_name(site_name(site.name))
            off = length_words(site.position_precision_km, first.units)
            yield Item(f"{which} may be up to {off} off", wash=look)
    bands = first.bands
    pairs = zip(contents, views, strict=True)
    if any(mark_kind(content, view) is MarkKind.ZONES for content, view in pairs):
        for zone in bands.inside:
            name = zone.long.removeprefix("1000 ") if bands is TREATY_BANDS else zone.long
            wash: AreaLook = {
                "facecolor": first.palette[zone.look],
                "alpha": _WASHES[zone.look],
                "linewidth": 0,
            }
            yield Item(name, wash=wash)
        yield Item(f"Shaded: {bands.whose}, not the reach of what is here.")
    elif not short:
        yield Item(f"{capitalised(bands.whose)}, {bands.span}, is not drawn.")
    if not bands.is_treatys:
        treatys = TREATY_BANDS.in_units(first.units)
        yield Item(f"Verdicts stay the treaty's, on {treatys.span}.")


class Placed(NamedTuple):
    """An entry and its position, in points from the upper left of its block."""

    x: float
    y: float
    item: Item
    lines: list[list[Run]]


@dataclass(frozen=True)
class Block:
    """A key that is set: its entries, its height and its type, points."""

    placed: list[Placed]
    height: float
    size: float
    leading: float = 1.4

    def draw(self, figure: Figure, left: float, top: float, palette: dict[str, str]) -> None:
        """Draw it on a sheet, from a point's right and below."""
        size, at = self.size, on_sheet(figure)
        for x, y, item, lines in self.placed:
            x, y = left + x, top + y
            middle = y + size * self.leading / 2
            if item.wash:
                corner = (x, middle - size * 0.42)
                wash = Rectangle(corner, size * 2.7, size * 0.84, transform=at, **item.wash)
                figure.add_artist(wash)
            for look in item.looks:
                xs = [x, x + size * 2.7] if item.is_line else [x + size * 0.6]
                figure.add_artist(Line2D(xs, [middle] * len(xs), transform=at, **look))
            write_runs(
                figure, lines, x + item.indent(size), y, size,
                leading=self.leading, color=palette["ink"],
            )  # fmt: skip


def set_key(
    groups: Sequence[Group],
    width: float,
    size: float,
    *,
    columns: bool = False,
    leading: float = 1.4,
) -> Block:
    """Return a key set in a width: groups side by side under their heads, or one after another.

    Lengths are points, `leading` sizes. Without columns entries share lines, without heads.
    """
    if not columns:
        items = [item for group in groups for item in group.items]
        placed, height = _flow(items, width, size * leading, size)
        return Block(placed, height, size, leading)
    gap = size * 2.5
    wide = (width - gap * (len(groups) - 1)) / max(len(groups), 1)
    placed, height = [], 0.0
    for nth, group in enumerate(groups):
        left = nth * (wide + gap)
        head = [Item("", bold=group.head)] if group.head else []
        y = 0.0
        for items in (head, group.items):
            entries, high = _flow(items, wide, size * leading, size)
            placed += [one._replace(x=left + one.x, y=y + one.y) for one in entries]
            y += high
        height = max(height, y)
    return Block(placed, height, size, leading)


def _flow(
    items: Iterable[Item], width: float, step: float, size: float
) -> tuple[list[Placed], float]:
    """Return entries on lines that they share where they fit, and the height of these."""
    placed: list[Placed] = []
    x, y, deep = 0.0, 0.0, 0.0
    for item in items:
        indent = item.indent(size)
        lines = set_runs(item.runs, width - indent, size)
        wide = indent + max(
            sum(text_width(run.text, size, run.weight) for run in line) for line in lines
        )
        if x and x + wide > width:
            x, y = 0.0, y + deep
            deep = 0.0
        placed.append(Placed(x, y, item, lines))
        deep = max(deep, step * len(lines))
        x += wide + size * 1.1
    return placed, y + deep
