"""The key of a map: whose figure each ring is, and what the marks mean."""

from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from infmap.analysis.reach import Reach
from infmap.analysis.rings import DRAWN_DOUBT_KM
from infmap.figures.content import Content
from infmap.figures.lettering import runs_through, text_width, wrapped
from infmap.figures.marks import (
    FONT,
    AreaLook,
    LineLook,
    MarkLook,
    hatch_look,
    mark_looks,
    site_look,
    stroke_look,
)
from infmap.figures.view import View
from infmap.looks.distances import length_words
from infmap.looks.lines import End
from infmap.looks.words import END_WORDS, NOT_STRIKE, UNREAD, range_text
from infmap.treaty import TREATY_BANDS, RangeBand

#: How strongly samples of the band are shaded, by look; on the map it is less.
_WASHES: dict[str, float] = {RangeBand.SHORTER: 0.3, RangeBand.INTERMEDIATE: 0.25}
SIDE_BY_SIDE = "Strokes side by side: figures of one radius; the middle of them is exact."


@dataclass(frozen=True)
class Item:
    """An entry of the key: a sample and its text."""

    text: str
    looks: tuple[LineLook | MarkLook, ...] = ()
    #: Whether the sample is a line, not a mark.
    is_line: bool = False
    #: The sample of an area.
    wash: AreaLook = field(default_factory=AreaLook)
    bold: bool = False

    @property
    def weight(self) -> str:
        """The weight of the font."""
        return "bold" if self.bold else "normal"

    def indent(self, size: float) -> float:
        """Return the width kept for the sample before the text, points."""
        if not (self.looks or self.wash):
            return 0.0
        return size * (3.4 if self.is_line else 1.9)


def key_rows(content: Content, view: View, size: float) -> list[list[Item]]:
    """Return the key's paragraphs: lists of entries, which share a line where they fit."""
    palette = content.palette

    def mark(text: str, band: str, reach: Reach) -> Item:
        return Item(text, tuple(mark_looks(band, reach, palette, size * 0.72)))

    rows = [[Item("Rings: whose figure", bold=True)]]
    for ring in content.answer.rings:
        on_map = runs_through(view.circle(ring.km), view.window)
        beyond = "" if on_map else ", beyond this map"
        for stroke in (*ring.strokes, *ring.more):
            drone = "" if stroke.look != "not-strike" else f", {NOT_STRIKE}"
            unseen = ", not drawn" if stroke in ring.more else ""
            unread = f", {UNREAD}" if stroke.unread else ""
            reach = length_words(ring.km, content.units)
            text = f"{END_WORDS[stroke.end]}{reach}{beyond}{drone}{unseen}{unread}. "
            text = text[0].upper() + text[1:] + content.claimants(stroke)
            rows.append([Item(text, (stroke_look(stroke, palette),), is_line=True)])
    if not content.answer.rings:
        rows.append([Item("No figure is on file for what is reported here.")])
    if any(len(ring.strokes) > 1 for ring in content.answer.rings):
        rows.append([Item(SIDE_BY_SIDE)])
    if any(stroke.end is End.OPEN for stroke in content.strokes):
        rows.append([Item("Dotted: a lower bound; no maximum is given.")])
    if any(stroke.unread for stroke in content.strokes):
        rows.append([Item("Lighter: nobody read the source of the figure.")])
    rows += [
        [
            Item(
                f"{range_text(low, high, content.units)}: left open by its figure",
                wash=hatch_look(palette[look]),
            )
        ]
        for look, low, high in content.answer.intervals
    ]
    bands = content.bands
    rows.append([Item(f"Shaded: {bands.whose}, not the reach of what is here", bold=True)])
    rows.append(
        [
            # The second of the treaty's zones begins where the first ends.
            Item(
                zone.long.removeprefix("1000 ") if bands is TREATY_BANDS else zone.long,
                wash=_washed(palette[zone.look], _WASHES[zone.look]),
            )
            for zone in bands.inside
        ]
    )
    if not bands.is_treatys:
        treatys = TREATY_BANDS.in_units(content.units)
        rows.append([Item(f"Verdicts stay the treaty's, on {treatys.span}.")])
    what = f"{content.answer.place_word.capitalize()}s: {content.units} from the site"
    if content.answer.nato.members:
        what += " (names in bold: NATO)"
    rows.append([Item(what, bold=True)])
    rows.append(
        [
            mark(zone.short, zone.look, Reach.NONE if zone.is_beyond else Reach.ALL)
            for zone in bands.zones
        ]
    )
    rows.append([Item("Within reach of what is reported here, on", bold=True)])
    rows.append(
        [
            mark("all accounts", RangeBand.INTERMEDIATE, Reach.ALL),
            mark("some", RangeBand.INTERMEDIATE, Reach.SOME),
            mark("left open", RangeBand.INTERMEDIATE, Reach.UNKNOWN),
            mark("none", RangeBand.INTERMEDIATE, Reach.NONE),
        ]
    )
    doubt = content.answer.site.position_precision_km
    site = Item("the site", (site_look(palette, size * 0.9),))
    place = [site]
    if doubt >= DRAWN_DOUBT_KM:
        look: AreaLook = {**hatch_look(palette["ink"], falling=True), "alpha": 0.6}
        place.append(Item(f"it may be up to {length_words(doubt, content.units)} off", wash=look))
    rows.append(place)
    return rows


def count_rings(rows: list[list[Item]]) -> int:
    """Return how many rows of a key are of rings."""
    return sum(row[0].is_line for row in rows)


def with_rings(rows: list[list[Item]], most: int) -> list[list[Item]]:
    """Return a key's rows with only the nearest rings, and how many more there are."""
    of_rings = [k for k, row in enumerate(rows) if row[0].is_line]
    cut = of_rings[most:]
    more = [Item(f"And {len(cut)} farther, for which this sheet has no room.")]
    return [*rows[: cut[0]], more, *rows[cut[-1] + 1 :]]


def _washed(color: str, alpha: float) -> AreaLook:
    return {"facecolor": color, "alpha": alpha, "linewidth": 0}


@dataclass(frozen=True)
class Placed:
    """A line of the key and its position, in points from the upper left."""

    x: float
    y: float
    text: str
    item: Item
    first: bool


def set_key(rows: list[list[Item]], width: float, size: float) -> tuple[list[Placed], float]:
    """Return the key's lines with their positions, and the key's height in points."""
    placed: list[Placed] = []
    step, y = size * 1.4, size * 0.8
    for row in rows:
        x = 0.0
        if row[0].bold and placed:
            y += size * 0.45
        for item in row:
            indent = item.indent(size)
            lines = wrapped(item.text, width - indent, size, item.weight)
            wide = indent + max(text_width(line, size, item.weight) for line in lines)
            if x and x + wide > width:
                x, y = 0.0, y + step
            for nth, line in enumerate(lines):
                placed.append(Placed(x, y + nth * step, line, item, nth == 0))
            y += (len(lines) - 1) * step
            x += wide + size * 1.3
        y += step
    return placed, y - step + size


def draw_key(ax: Axes, placed: list[Placed], size: float, palette: dict[str, str]) -> None:
    """Draw the key's lines, with the samples of their entries."""
    for entry in placed:
        item = entry.item
        ax.text(
            entry.x + item.indent(size),
            entry.y,
            entry.text,
            fontsize=size,
            family=FONT,
            parse_math=False,
            va="center_baseline",
            weight=item.weight,
            color=palette["ink"],
        )
        if not entry.first:
            continue
        if item.wash:
            corner = (entry.x, entry.y - size * 0.45)
            ax.add_patch(Rectangle(corner, size * 1.4, size * 0.9, **item.wash))
        for look in item.looks:
            xs = [entry.x, entry.x + size * 2.8] if item.is_line else [entry.x + size * 0.7]
            ax.add_line(Line2D(xs, [entry.y] * len(xs), **look))
