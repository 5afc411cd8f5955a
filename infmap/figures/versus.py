"""The sheet of two accounts: their maps under one camera, and what changes hands between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from infmap.analysis.finding import finding_of
from infmap.analysis.versus import Side, Versus, versus_of
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Account
from infmap.errors import InfmapError
from infmap.figures.columns import HEADS, account_columns
from infmap.figures.content import Content
from infmap.figures.crop import Frame, frame_of
from infmap.figures.discs import mark_samples
from infmap.figures.key import Block as Key
from infmap.figures.key import Group, Item, key_groups, set_key
from infmap.figures.lettering import text_width, wrapped
from infmap.figures.map import SiteMap
from infmap.figures.marks import LineLook
from infmap.figures.papers import MM, Paper, on_sheet
from infmap.figures.paragraphs import Run, set_runs, write_runs
from infmap.figures.sheet import (
    LEADING,
    RULE,
    TITLE_LEADING,
    map_axes,
    map_look,
    new_sheet,
    rule,
    write_title,
)
from infmap.figures.texts import balanced, reports_text, sources_text, without_text
from infmap.figures.view import Projection, View, view_maker
from infmap.figures.written import describe
from infmap.looks.distances import in_units
from infmap.looks.records import CoverageRow
from infmap.looks.sentences import count_text
from infmap.treaty import Bands

#: Where an account makes no number.
DASH = "\N{EN DASH}"
#: A longer list stands in two columns.
MOST_IN_COLUMN = 26
#: A sheet is at most so high for its list; a longer one stands below the maps.
MOST_BESIDE = 130 * MM
LEAST_MAP = 30 * MM


class _Type(NamedTuple):
    """Sizes of type, points: of heads, of numerals, and of a list in one column and in several."""

    head: float
    numeral: float
    list: float
    dense: float


_TYPE = {
    "column": _Type(7, 11, 6.6, 6.4),
    "page": _Type(8, 15, 7.3, 6.6),
    "slide": _Type(12, 24, 11, 9.5),
}


class Part(NamedTuple):
    """A part of a sheet: its height, and what draws it from a point's right and below."""

    height: float
    draw: Callable[[Figure, float, float], None]


@dataclass(frozen=True)
class _Group:
    """Places of the list under one head."""

    head: str
    color: str
    rows: Sequence[CoverageRow]
    #: What stands in place of places.
    words: str = ""


def compose_versus(
    cat: Catalogue,
    site: Site,
    left: str,
    right: str,
    bands: Bands,
    palette: dict[str, str],
    projection: str,
    paper: Paper,
    *,
    title: str | None = None,
    key: bool = True,
) -> Figure:
    """Return the sheet of two accounts of one site.

    Parameters
    ----------
    cat : Catalogue
        With the figures of both.
    site : Site
        One of its sites.
    left, right : str
        The accounts.
    bands : Bands
        The treaty's, in the units of the sheet.
    palette : dict of str to str
        Its colours.
    projection : str
        As in `infmap.plot_map`.
    paper : Paper
        Its format.
    title : str, optional
        In place of the finding.
    key : bool, default True
        Whether it has a key.

    Raises
    ------
    InfmapError
        If they are not two accounts, a band of one's own is asked for, or the height leaves no room
        for the maps.

    Examples
    --------
    >>> import infmap
    >>> ax = infmap.plot_map(infmap.load(), focus="shuya", versus=("operator", "opponent"))
    >>> [axes.get_label() for axes in ax.figure.axes]
    ['map', 'map-2']
    """
    if not bands.is_treatys:
        raise InfmapError("a band is of a figure of one account; leave out band, or versus")
    found = versus_of(cat, site, left, right, bands)
    sheet = _Sheet(found, palette, view_maker(site, projection), _smaller(paper), title, key)
    figure = sheet.drawn()
    describe(figure, title or found.title, f"{reports_text(found.both)} {found.told}")
    return figure


def _smaller(paper: Paper) -> Paper:
    """Return the format with the type and strokes of smaller maps."""
    if paper.name == "slide":
        return replace(
            paper, names=9.5, ring_labels=9.5, stroke=0.5 * MM, mark=1.3 * MM, key=9.5, title=26,
            deck=13, margin=22, lists=10.5, map_width=None,
        )  # fmt: skip
    if paper.name == "page":
        return replace(
            paper, names=6.4, ring_labels=6.2, stroke=0.36 * MM, mark=0.9 * MM, lists=6.8, key=6.5
        )
    return paper


@dataclass(frozen=True)
class _Sheet:
    found: Versus
    palette: dict[str, str]
    projection: Projection
    paper: Paper
    title: str | None
    key: bool

    # --- What it tells

    @cached_property
    def contents(self) -> list[Content]:
        return [Content(side.answer, self.palette, discs=True) for side in self.found.sides]

    @cached_property
    def nato(self) -> frozenset[str]:
        """The ids of the places in bold."""
        return frozenset(self.found.both.nato.members)

    @property
    def type(self) -> _Type:
        return _TYPE[self.paper.name]

    @cached_property
    def frame(self) -> Frame:
        return frame_of(self.found.both, self.projection)

    @cached_property
    def groups(self) -> list[_Group]:
        """What changes hands, by who has it in range; where nothing does, what both have."""
        found, ink = self.found, self.palette["ink"]
        speaking = [side for side in found.sides if side.count]
        groups = [
            _Group(
                f"{'Only on' if len(speaking) > 1 else 'In range on'} {found.whose(side)}",
                self.palette[side.account],
                rows,
            )
            for side in found.sides
            if (rows := found.only(side))
        ]
        if groups:
            return groups
        shared = found.shared
        if shared:
            return [_Group("Nothing changes hands: in range on both", ink, shared)]
        words = "None in range on either." if len(speaking) > 1 else "None in range."
        return [_Group("Nothing changes hands", ink, (), words if speaking else "")]

    # --- Parts

    def head(self) -> tuple[list[str], float, list[list[Run]], float]:
        """Return title and deck in lines, the title's size, and the height of both."""
        paper, size = self.paper, self.paper.title
        text = self.title or self.found.title
        title = wrapped(text, paper.inner, size, "semibold", serif=True)
        while len(title) > (3 if paper.is_narrow else 2) and size > paper.title * 0.82:
            size *= 0.98
            title = wrapped(text, paper.inner, size, "semibold", serif=True)
        title = balanced(title, paper.inner, size)
        day = self.found.both.cat.as_of
        words = [reports_text(self.found.both), f"On {day.isoformat()}." if day else ""]
        deck = set_runs([Run(" ".join(filter(None, words)))], paper.inner, paper.deck)
        high = len(title) * size * TITLE_LEADING + paper.deck * (0.35 + 0.6)
        return title, size, deck, high + len(deck) * paper.deck * LEADING

    def account_head(self, content: Content, side: Side, width: float) -> Part:
        """Return what stands over a map: whose figures, under their line, and their count."""
        sort, account = self.type, side.account
        found = finding_of(content.answer)
        columns = account_columns(content, found, self.paper.stroke)
        color = self.palette[account]
        if columns:
            (column,) = columns
            head, count, line = column.head, column.count, column.line
            words = ", ".join(filter(None, (column.noun, column.most)))
        else:
            head, count, line = HEADS[Account(account)] or "Your own", DASH, None
            words = without_text(content.answer, Account(account))
        lines = set_runs([Run(head, "bold", color)], width, sort.head)
        gutter = text_width(count, sort.numeral, "semibold", serif=True) + sort.head * 0.6
        size = self.paper.lists
        counted = set_runs([Run(words, color=color)], width - gutter, size)
        below = sort.head * 0.5 + len(lines) * sort.head * 1.2
        high = max(sort.numeral * 1.05, len(counted) * size * 1.2)

        def draw(figure: Figure, left: float, top: float) -> None:
            _line(figure, left, left + width, top, line, color)
            write_runs(
                figure, lines, left, top + sort.head * 0.5, sort.head,
                leading=1.2, color=color, gid=f"account-{account}",
            )  # fmt: skip
            y = top + below
            write_runs(
                figure, [[Run(count, "semibold", color)]], left, y + (high - sort.numeral * 1.05) / 2,
                sort.numeral, leading=1.05, color=color, serif=True, gid=f"count-{account}",
            )  # fmt: skip
            write_runs(
                figure, counted, left + gutter, y + (high - len(counted) * size * 1.2) / 2, size,
                leading=1.2, color=color, gid=f"noun-{account}",
            )  # fmt: skip

        return Part(below + high + size * 0.5, draw)

    def left_open(self, side: Side, width: float) -> Part:
        """Return what stands under a map: what other figures of the account leave open."""
        size = self.paper.lists
        runs = [*_open_runs(self.found, side)]
        lines = set_runs(runs, width, size) if runs else []

        def draw(figure: Figure, left: float, top: float) -> None:
            write_runs(
                figure, lines, left, top, size,
                leading=self.paper.leading, color=self.palette["ink"], gid=f"open-{side.account}",
            )  # fmt: skip

        return Part(len(lines) * size * self.paper.leading, draw)

    def sources(self, view: View) -> Part:
        paper, size = self.paper, self.paper.sources
        words = sources_text([self.found.both], view.name, short=paper.name != "page")
        lines = set_runs([Run(words)], paper.inner, size)

        def draw(figure: Figure, left: float, top: float) -> None:
            write_runs(
                figure, lines, left, top, size,
                leading=paper.leading, color=self.palette["quiet"], gid="sources",
            )  # fmt: skip

        return Part(len(lines) * size * paper.leading, draw)

    def key_block(self, view: View) -> Key:
        """Return the key; what a mark means is told once, with the mark of each account."""
        paper = self.paper
        if not self.key:
            return Key([], 0.0, paper.key)
        groups = key_groups(self.contents, [view, view], paper)
        marks = Group("", [*self._marks(view)])
        groups = [marks if group.head.startswith(("Capital", "Place")) else group for group in groups]
        return set_key(groups, paper.inner, paper.key, leading=paper.leading + 0.12)

    def _marks(self, view: View) -> Iterator[Item]:
        alike: dict[str, list[Item]] = {}
        for content in self.contents:
            for words, looks in mark_samples(content, view, self.paper.mark):
                items = alike.setdefault(words, [])
                if all(item.looks != looks for item in items):
                    items.append(Item("", looks))
        for words, items in alike.items():
            yield from items[:-1]
            yield replace(items[-1], text=words)

    def list_part(self, width: float, height: float) -> Part | None:
        """Return the list set in a width; None if it needs more height than there is."""
        many = sum(len(group.rows) for group in self.groups)
        least = 1 if many <= MOST_IN_COLUMN else 2
        widest = self._columns(width, self.type.dense)
        for across in range(least, max(least, widest) + 1):
            size = self.type.list if across == 1 else self.type.dense
            part = self._set_list(width, across, size, height)
            if part.height <= height:
                return part
        return None

    def list_below(self, width: float) -> Part:
        """Return the list set below the maps, in as many columns as a width has."""
        size = self.type.dense
        return self._set_list(width, self._columns(width, size), size, 0.0)

    def _columns(self, width: float, size: float) -> int:
        """Return how many columns of names a width has."""
        return max(1, int((width + size * 1.2) / (self._entry(size) + size * 1.2)))

    def _entry(self, size: float) -> float:
        """Return the width of an entry: kilometres and name."""
        rows = [row for group in self.groups for row in group.rows]
        return self._gutter(size) + max(
            (text_width(row["target"], size, "bold") for row in rows), default=0.0
        )

    def _gutter(self, size: float) -> float:
        rows = [row for group in self.groups for row in group.rows]
        kms = (text_width(self._km(row), size) for row in rows)
        return max(kms, default=0.0) + size * 0.6

    def _km(self, row: CoverageRow) -> str:
        return f"{in_units(row['distance_km'], self.contents[0].units):.0f}"

    def _set_list(self, width: float, across: int, size: float, room: float) -> Part:
        """Return the groups one below the other, each in so many columns.

        Rows stand apart as far as the room lets them.
        """
        sort = self.type
        heads = [self._list_head(group, width) for group in self.groups]
        notes = set_runs([Run(self._note())], width, self.paper.lists) if self._note() else []
        fixed = sum(map(len, heads)) * sort.head * 1.2 + sort.head * 0.5 * len(heads)
        fixed += size * 0.8 * len(heads) + len(notes) * self.paper.lists * 1.2
        deep = [-(-len(group.rows) // across) for group in self.groups]
        least, most = size * 1.2, size * 1.5
        pitch = min(max((room - fixed) / max(sum(deep), 1), least), most)
        gap = size * 1.2
        wide = (width - gap * (across - 1)) / across
        gutter = self._gutter(size)

        def draw(figure: Figure, left: float, top: float) -> None:
            y = top
            for group, head, rows in zip(self.groups, heads, deep, strict=True):
                _line(figure, left, left + width, y, None, group.color)
                y = write_runs(
                    figure, head, left, y + sort.head * 0.5, sort.head,
                    leading=1.2, color=self.palette["ink"], gid="list-head",
                )  # fmt: skip
                y += size * 0.3
                for nth, row in enumerate(group.rows):
                    x = left + nth // rows * (wide + gap)
                    self._draw_row(figure, row, x, y + nth % rows * pitch, gutter, size, pitch)
                    if nth % rows < rows - 1:
                        _hair(figure, x, x + wide, y + (nth % rows + 1) * pitch, self.palette["line"])
                y += rows * pitch + size * 0.5
            write_runs(
                figure, notes, left, y, self.paper.lists,
                leading=1.2, color=self.palette["quiet"], gid="list-note",
            )  # fmt: skip

        return Part(fixed + sum(deep) * pitch, draw)

    def _list_head(self, group: _Group, width: float) -> list[list[Run]]:
        """Return the lines over a group: who has it in range, and what is bold."""
        size, quiet = self.type.head, self.palette["quiet"]
        lines = set_runs([Run(group.head, "bold", group.color)], width, size)
        units = self.contents[0].units
        inside = sum(row["target_id"] in self.nato for row in group.rows)
        if not group.rows:
            return lines + set_runs([Run(group.words, color=quiet)], width, size)
        runs = [Run(f"{units}", color=quiet)]
        if inside:
            told = f": NATO ({inside} of {len(group.rows)})"
            runs = [Run(f"{units}; ", color=quiet), Run("bold", "bold", quiet), Run(told, color=quiet)]
        return lines + set_runs(runs, width, size)

    def _draw_row(
        self, figure: Figure, row: CoverageRow, x: float, y: float,
        gutter: float, size: float, pitch: float,
    ) -> None:  # fmt: skip
        km = self._km(row)
        at = x + gutter - size * 0.6 - text_width(km, size)
        write = partial(write_runs, figure, leading=pitch / size, color=self.palette["quiet"])
        ident = row["target_id"]
        write([[Run(km)]], at, y, size, gid=f"km-{ident}")
        name = Run(row["target"], "bold" if ident in self.nato else "normal", self.palette["ink"])
        write([[name]], x + gutter, y, size, gid=f"hand-{ident}")

    def _note(self) -> str:
        """Return what is told below the list: what both have, and what nobody read would add."""
        found, told = self.found, []
        if found.hands and found.shared:
            told.append(f"{count_text(len(found.shared), 'more')[:-1]} in range on both.")
        if found.unread:
            place = found.both.place_word
            told.append(
                f"{count_text(found.unread, f'more {place}')} would change hands, on figures alone "
                "whose source nobody read."
            )
        return " ".join(told)

    # --- The sheet

    def drawn(self) -> Figure:
        """Return the sheet, drawn."""
        return self.stacked() if self.paper.is_narrow else self.beside()

    def beside(self) -> Figure:
        """Return the sheet with the list between the maps; a list too long stands below them."""
        paper = self.paper
        gap = paper.lists * 1.9
        many = sum(len(group.rows) for group in self.groups)
        columns = 1 if many <= MOST_IN_COLUMN else 2
        usual = paper.inner * 0.2
        entries = columns * self._entry(self.type.dense) + self.type.dense * 1.4 * (columns - 1)
        middle = max(usual, entries)
        wide = (paper.inner - middle - 2 * gap) / 2
        shape = self.frame.height / self.frame.width
        usual_high = min(max(wide * shape, wide * 0.9), wide * 1.25)
        around = self._around(wide)
        heads = max(part.height for part in self._heads(wide))
        foot = max(part.height for part in self._feet(wide)) + paper.lists * 0.6
        high = usual_high if paper.height is None else paper.height - around - heads - foot
        room = high + heads + foot
        most = room if paper.height is not None else max(room, MOST_BESIDE)
        between = self.list_part(middle, most)
        if between is None:
            return self._over_list(gap)
        if between.height > room:
            high += between.height - room
        elif paper.height is None or True:
            between = self.list_part(middle, room) or between
        self._check(high, around + heads + foot)
        figure, top = self._begun(around + heads + high + foot)
        xs = paper.margin, paper.margin + wide + middle + 2 * gap
        self._draw_maps(figure, [(x, top) for x in xs], wide, high, heads)
        between.draw(figure, paper.margin + wide + gap, top)
        self._end(figure, top + heads + high + foot, wide, high)
        return figure

    def _over_list(self, gap: float) -> Figure:
        """Return the sheet with the maps side by side over the list."""
        paper = self.paper
        wide = (paper.inner - gap) / 2
        shape = self.frame.height / self.frame.width
        around = self._around(wide)
        heads = max(part.height for part in self._heads(wide))
        foot = max(part.height for part in self._feet(wide)) + paper.lists * 1.2
        below = self.list_below(paper.inner)
        rest = around + heads + foot + below.height
        high = min(max(wide * shape, wide * 0.6), wide * 0.9)
        high = high if paper.height is None else paper.height - rest
        self._check(high, rest)
        figure, top = self._begun(rest + high)
        xs = paper.margin, paper.margin + wide + gap
        self._draw_maps(figure, [(x, top) for x in xs], wide, high, heads)
        top += heads + high + foot
        below.draw(figure, paper.margin, top)
        self._end(figure, top + below.height, wide, high)
        return figure

    def stacked(self) -> Figure:
        """Return the sheet with everything below each other."""
        paper = self.paper
        wide, gap = paper.inner, paper.lists * 1.1
        shape = self.frame.height / self.frame.width
        around = self._around(wide)
        heads = self._heads(wide)
        feet = self._feet(wide)
        below = self.list_below(wide)
        rest = around + below.height + sum(part.height + gap for part in (*heads, *feet))
        high = min(max(wide * shape, wide * 0.5), wide * 0.62)
        high = high if paper.height is None else (paper.height - rest) / 2
        self._check(high, rest, 2)
        figure, top = self._begun(rest + 2 * high)
        maps = list[SiteMap]()
        for nth, (head, foot) in enumerate(zip(heads, feet, strict=True)):
            head.draw(figure, paper.margin, top)
            maps.append(self._map(figure, nth, paper.margin, top + head.height, wide, high))
            top += head.height + high + gap * 0.5
            foot.draw(figure, paper.margin, top)
            top += foot.height + gap * 1.5
        _draw_alike(maps)
        below.draw(figure, paper.margin, top)
        self._end(figure, top + below.height, wide, high)
        return figure

    def _heads(self, width: float) -> list[Part]:
        pairs = zip(self.contents, self.found.sides, strict=True)
        return [self.account_head(content, side, width) for content, side in pairs]

    def _feet(self, width: float) -> list[Part]:
        return [self.left_open(side, width) for side in self.found.sides]

    def _view(self, wide: float, high: float) -> View:
        return self.projection(self.frame, wide, high)

    def _around(self, wide: float) -> float:
        """Return the height of title, deck, key, sources and margins."""
        view = self._view(wide, wide)
        head = self.head()[3]
        ruled = self.paper.gap * 1.8 * (2 if self.key else 1)
        below = self.key_block(view).height + self.sources(view).height
        return 2 * self.paper.margin + head + below + ruled

    def _check(self, high: float, rest: float, maps: int = 1) -> None:
        """Refuse a height that leaves no room for the maps."""
        if high < LEAST_MAP - 1e-6:
            raise InfmapError(
                f"height_mm {(self.paper.height or 0) / MM:.0f} leaves no room for the maps; write "
                f"at least {(rest + LEAST_MAP * maps) / MM + 1:.0f}"
            )

    def _begun(self, height: float) -> tuple[Figure, float]:
        """Return a sheet, and where what follows its title and deck begins."""
        figure = new_sheet(self.paper, height, self.palette)
        return figure, self.paper.margin + self.head()[3]

    def _draw_maps(
        self, figure: Figure, corners: Iterable[tuple[float, float]], wide: float, high: float,
        heads: float,
    ) -> None:  # fmt: skip
        """Draw both maps with what stands over and under them."""
        parts, maps = zip(corners, self._heads(wide), self._feet(wide), strict=True), list[SiteMap]()
        for nth, ((left, top), head, foot) in enumerate(parts):
            head.draw(figure, left, top)
            maps.append(self._map(figure, nth, left, top + heads, wide, high))
            foot.draw(figure, left, top + heads + high + self.paper.lists * 0.6)
        _draw_alike(maps)

    def _map(
        self, figure: Figure, nth: int, left: float, top: float, wide: float, high: float
    ) -> SiteMap:
        label = "map" if nth == 0 else "map-2"
        ax = map_axes(figure, left, top, wide, high, label)
        named = {row["target_id"] for row in self.found.hands or self.found.shared}
        look = map_look(self.paper, named=named, whose=False)
        return SiteMap(ax, self._view(wide, high), self.contents[nth], look)

    def _end(self, figure: Figure, top: float, wide: float, high: float) -> None:
        """Draw key and sources from a height on, and the title over all."""
        paper, view = self.paper, self._view(wide, high)
        right = paper.width - paper.margin
        parts = [self.sources(view)]
        if self.key:
            block = self.key_block(view)
            drawn = Part(block.height, lambda fig, x, y: block.draw(fig, x, y, self.palette))
            parts.insert(0, drawn)
        for part in parts:
            top += paper.gap
            rule(figure, paper.margin, right, top, self.palette["line"])
            top += paper.gap * 0.8
            part.draw(figure, paper.margin, top)
            top += part.height
        title, size, deck, head = self.head()
        first = figure.axes[0]
        above = figure.get_figheight() * 72 * (1 - first.get_position().y1) - paper.margin
        write_title(first, title, size, above, self.palette["ink"])
        down = paper.margin + len(title) * size * TITLE_LEADING + paper.deck * 0.35
        write_runs(
            figure, deck, paper.margin, down, paper.deck, color=self.palette["quiet"], gid="deck"
        )


def _draw_alike(maps: Sequence[SiteMap]) -> None:
    """Draw maps of one window, with the same names in the same places."""
    for one in maps:
        one.draw_ground()
    maps[0].draw_names(maps[1:])


def _open_runs(found: Versus, side: Side) -> Iterator[Run]:
    """Yield what an account's figures leave open of the places that change hands."""
    total, by_number = len(found.hands), dict[int, list[str]]()
    for who, says, number in found.left_open(side):
        names = f"{', '.join(who[:-1])} and {who[-1]}" if len(who) > 1 else who[0]
        by_number.setdefault(number, []).append(f"{names} ({says})")
    if by_number:
        parts = (
            f"{f'all {total}' if number == total else number} by {', '.join(who)}"
            for number, who in by_number.items()
        )
        yield Run("Left open: ", "bold")
        yield Run(f"{'; '.join(parts)}.")


def _line(
    figure: Figure, left: float, right: float, top: float, look: LineLook | None, color: str
) -> None:
    """Draw the line over a head: that of the account's ring, or a plain one."""
    plain: Mapping[str, object] = {"color": color, "linewidth": 1.0}
    line = Line2D([left, right], [top, top], transform=on_sheet(figure), gid="rule")
    line.set(**(look or plain))
    figure.add_artist(line)


def _hair(figure: Figure, left: float, right: float, top: float, color: str) -> None:
    line = Line2D([left, right], [top, top], transform=on_sheet(figure), linewidth=RULE)
    line.set(color=color, gid="hair")
    figure.add_artist(line)
