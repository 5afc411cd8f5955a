"""The sheet of two accounts: their maps under one camera, and what changes hands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from matplotlib.figure import Figure

from infmap.analysis.versus import Versus, versus_of
from infmap.catalogue import Catalogue, Site
from infmap.errors import CombinationError
from infmap.figures.content import Content
from infmap.figures.crop import Frame, frame_of
from infmap.figures.discs import mark_samples
from infmap.figures.key import Group, Item, note_items, ring_items, set_key
from infmap.figures.lettering import wrapped
from infmap.figures.map import SiteMap
from infmap.figures.papers import MM, Paper
from infmap.figures.parts import (
    NOTHING,
    Head,
    Part,
    check_height,
    draw_ruled,
    foot_of,
    ruled_height,
    set_head,
)
from infmap.figures.sheet import map_axes, map_look, new_sheet
from infmap.figures.texts import reports_text, sources_text
from infmap.figures.versus_heads import account_head, under_map
from infmap.figures.versus_list import MOST_IN_COLUMN, TYPE, HandsList, SheetType
from infmap.figures.view import Projection, View, view_maker
from infmap.figures.written import describe
from infmap.treaty import Bands

#: A map is at most so high for the list beside it, in widths; a longer list stands below the maps.
HIGHEST = 1.3
LEAST_MAP = 30 * MM


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

    The bands are the treaty's, in the units of the sheet. Raises `InfmapError` if they are not two
    accounts, a band of one's own is asked for, or the height leaves no room for the maps.

    Examples
    --------
    >>> import infmap
    >>> ax = infmap.plot_map(infmap.load(), focus="shuya", versus=("operator", "opponent"))
    >>> [axes.get_label() for axes in ax.figure.axes]
    ['map', 'map-2']
    """
    if not bands.is_treatys:
        raise CombinationError("a band is of a figure of one account; leave out band, or versus")
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

    @property
    def type(self) -> SheetType:
        return TYPE[self.paper.name]

    @cached_property
    def frame(self) -> Frame:
        return frame_of(self.found.both, self.projection)

    @cached_property
    def hands(self) -> HandsList:
        """The list of what changes hands."""
        return HandsList(self.found, self.palette, self.paper, self.contents[0].units)

    # --- Parts

    @cached_property
    def head(self) -> Head:
        """Title and deck."""
        day = self.found.both.cat.as_of
        words = [reports_text(self.found.both), f"On {day.isoformat()}." if day else ""]
        return set_head(self.title or self.found.title, " ".join(filter(None, words)), self.paper)

    def ruled(self, view: View) -> list[Part]:
        """Return the key, if there is one, and the line of sources."""
        paper = self.paper
        words = sources_text([self.found.both], view.name, short=paper.name != "page")
        foot = foot_of(wrapped(words, paper.inner, paper.sources), paper, self.palette)
        return [*self.key_part(view), foot]

    def key_part(self, view: View) -> list[Part]:
        """Return the key; what a mark means is told once, with the mark of each account."""
        if not self.key:
            return []
        paper, views = self.paper, [view, view]
        groups = [
            Group("", [*self._marks(view)]),
            Group("", [*ring_items(self.contents, views, paper)]),
            Group("", [*note_items(self.contents, views, short=paper.is_narrow)]),
        ]
        block = set_key(groups, paper.inner, paper.key, leading=paper.leading + 0.12)
        return [Part(block.height, partial(block.draw, palette=self.palette))]

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

    # --- The sheet

    def drawn(self) -> Figure:
        """Return the sheet, drawn."""
        if self.paper.is_told:
            return self._over_list(self.paper.lists * 1.9)
        return self.stacked() if self.paper.is_narrow else self.beside()

    def beside(self) -> Figure:
        """Return the sheet with the list between the maps; a list too long stands below them."""
        paper = self.paper
        gap = paper.lists * 1.9
        for middle, across in self._middles():
            wide = (paper.inner - middle - 2 * gap) / 2
            around, heads, foot = self._around(wide), *self._words_heights(wide)
            least = self._shaped(wide, 0.9, HIGHEST) + heads + foot
            if paper.height is not None:
                room = paper.height - around
                listed = self.hands.between(middle, room, across)
            else:
                # As high as the list needs, where that is not too much.
                most = wide * HIGHEST + heads + foot
                listed = self.hands.between(middle, least, across)
                listed = listed or self.hands.between(middle, most, across)
                room = max(least, listed.height if listed else 0.0)
            if listed is not None:
                break
        else:
            if paper.height is None:
                return self._over_list(gap)
            listed = self.hands.cut(middle, room, across)
        high = room - heads - foot
        self._check(high, around + heads + foot)
        assert listed is not None
        figure, top = self._begun(around + room)
        left, right = paper.margin, paper.margin + wide + middle + 2 * gap
        self._draw_maps(figure, (left, right), top, wide, high)
        listed.draw(figure, left + wide + gap, top)
        return self._ended(figure, top + room, wide, high)

    def _middles(self) -> list[tuple[float, int]]:
        """Return how wide a list of how many columns is, while the maps beside it have room."""
        hands, inner = self.hands, self.paper.inner
        least = hands.least_columns
        tried = [(max(inner * 0.2, hands.width(n)), n) for n in range(least, least + 4)]
        # Where the sheet has no height of its own, a longer list stands below the maps.
        most = 1 if self.paper.height is None else len(tried)
        return [one for one in tried[:most] if one[0] < inner * 0.4] or tried[:1]

    def _over_list(self, gap: float) -> Figure:
        """Return the sheet with the maps side by side over the list, if it has one."""
        paper = self.paper
        wide = (paper.inner - gap) / 2
        below = NOTHING if paper.is_told else self.hands.below(paper.inner)
        around, heads, foot = self._around(wide), *self._words_heights(wide)
        apart = gap if below.height else 0.0
        rest = around + heads + foot + apart + below.height
        high = self._shaped(wide, 0.6, 0.9) if paper.height is None else paper.height - rest
        self._check(high, rest)
        figure, top = self._begun(rest + high)
        self._draw_maps(figure, (paper.margin, paper.margin + wide + gap), top, wide, high)
        top += heads + high + foot + apart
        below.draw(figure, paper.margin, top)
        return self._ended(figure, top + below.height, wide, high)

    def stacked(self) -> Figure:
        """Return the sheet with everything below each other."""
        paper, gap = self.paper, self.paper.lists * 1.3
        wide, below = paper.inner, self.hands.below(paper.inner)
        around, words = self._around(wide), [*zip(self._over(wide), self._under(wide), strict=True)]
        texts = sum(over.height + under.height + gap for over, under in words)
        rest = around + below.height + texts
        high = self._shaped(wide, 0.45, 0.56) if paper.height is None else (paper.height - rest) / 2
        self._check(high, rest, 2)
        figure, top = self._begun(rest + 2 * high)
        maps = list[SiteMap]()
        for over, under in words:
            over.draw(figure, paper.margin, top)
            top += over.height
            maps.append(self._map(figure, paper.margin, top, wide, high))
            under.draw(figure, paper.margin, top + high + gap * 0.3)
            top += high + under.height + gap
        _draw_alike(maps)
        below.draw(figure, paper.margin, top)
        return self._ended(figure, top + below.height, wide, high)

    def _over(self, width: float) -> list[Part]:
        pairs = zip(self.contents, self.found.sides, strict=True)
        return [account_head(content, side, width, self.paper) for content, side in pairs]

    def _under(self, width: float) -> list[Part]:
        if self.paper.is_told:
            return [NOTHING, NOTHING]
        ink = self.palette["ink"]
        return [under_map(self.found, side, width, self.paper, ink) for side in self.found.sides]

    def _words_heights(self, width: float) -> tuple[float, float]:
        """Return the heights of what stands over and under maps beside each other."""
        over, under = (
            max(part.height for part in parts) for parts in (self._over(width), self._under(width))
        )
        return over, under + self.paper.lists * 0.6 if under else 0.0

    def _shaped(self, wide: float, least: float, most: float) -> float:
        """Return the height of a map that has its frame's shape, within shares of its width."""
        shape = self.frame.height / self.frame.width
        return wide * min(max(shape, least), most)

    def _around(self, wide: float) -> float:
        """Return the height of title, deck, key, sources and margins."""
        ruled = self.ruled(self.projection(self.frame, wide, wide))
        return 2 * self.paper.margin + self.head.height + ruled_height(ruled, self.paper)

    def _check(self, high: float, rest: float, maps: int = 1) -> None:
        """Refuse a height that leaves no room for the maps."""
        check_height(self.paper, high, rest + LEAST_MAP * maps, LEAST_MAP)

    def _begun(self, height: float) -> tuple[Figure, float]:
        """Return a sheet, and where what follows its title and deck begins."""
        figure = new_sheet(self.paper, height, self.palette)
        return figure, self.paper.margin + self.head.height

    def _draw_maps(
        self, figure: Figure, lefts: Sequence[float], top: float, wide: float, high: float
    ) -> None:
        """Draw both maps with what stands over and under them."""
        on_map = top + self._words_heights(wide)[0]
        maps = [self._map(figure, left, on_map, wide, high) for left in lefts]
        for left, over, under in zip(lefts, self._over(wide), self._under(wide), strict=True):
            over.draw(figure, left, on_map - over.height)
            under.draw(figure, left, on_map + high + self.paper.lists * 0.6)
        _draw_alike(maps)

    def _map(self, figure: Figure, left: float, top: float, wide: float, high: float) -> SiteMap:
        """Return the next of both maps, not drawn yet."""
        nth = len(figure.axes)
        ax = map_axes(figure, left, top, wide, high, "map-2" if nth else "map")
        named = {row["target_id"] for row in self.found.hands or self.found.shared}
        # Among very many marks a line to a name only crosses other names.
        leaders = len(named) <= MOST_IN_COLUMN
        look = map_look(self.paper, named=named, whose=False, leaders=leaders)
        return SiteMap(ax, self.projection(self.frame, wide, high), self.contents[nth], look)

    def _ended(self, figure: Figure, top: float, wide: float, high: float) -> Figure:
        """Draw key and sources from a height on, and the title over all."""
        view = self.projection(self.frame, wide, high)
        draw_ruled(figure, self.ruled(view), top, self.paper, self.palette)
        self.head.write(figure.axes[0], self.paper.margin, self.palette)
        return figure


def _draw_alike(maps: Sequence[SiteMap]) -> None:
    """Draw maps of one window, with the same names in the same places."""
    for one in maps:
        one.draw_ground()
    maps[0].draw_names(maps[1:])
