"""The sheet of several sites: their maps on one scale, what each account has in reach, one key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from matplotlib.figure import Figure

from infmap.analysis.finding import Finding
from infmap.analysis.titles import several_deck, several_title
from infmap.catalogue.rows import Account
from infmap.errors import InfmapError
from infmap.figures.columns import DASH, account_columns, first_names
from infmap.figures.content import Content
from infmap.figures.crop import frame_of, one_scale, union
from infmap.figures.key import key_groups, set_key
from infmap.figures.lettering import wrapped
from infmap.figures.map import SiteMap
from infmap.figures.papers import MM, Paper
from infmap.figures.paragraphs import Run, numeral_width, set_runs, write_numeral, write_runs
from infmap.figures.parts import (
    LEADING,
    TITLE_LEADING,
    Part,
    check_height,
    draw_ruled,
    foot_of,
    ruled_height,
    set_head,
)
from infmap.figures.sheet import map_axes, map_look, new_sheet
from infmap.figures.texts import sources_text, statuses_text, without_text
from infmap.figures.view import View, view_maker
from infmap.figures.written import describe
from infmap.looks.sentences import capitalised, site_name, title_name
from infmap.looks.words import OWNERS, where_text

#: More names than the first are told by so many of them and the number of the others.
MOST_NAMES, FIRST_NAMES = 40, 12
#: On a slide.
SLIDE_NAMES = 4
#: The least height of a map.
LEAST_MAP = 26 * MM


class _Type(NamedTuple):
    """Sizes of type in a panel, points."""

    title: float
    deck: float
    numeral: float
    lists: float


_TYPE = {
    "column": _Type(9, 6.6, 10, 6.4),
    "page": _Type(11, 7.6, 13, 7),
    "slide": _Type(16, 10, 19, 9.5),
}
#: So many sites a sheet has room for; more are refused.
_MOST = {"column": 3, "page": 6, "slide": 4}


@dataclass(frozen=True)
class _Count:
    """What one account has in reach: its numeral, and its words in lines."""

    account: str
    numeral: str
    color: str
    lines: list[list[Run]]


@dataclass(frozen=True)
class _Panel:
    """One site: its name and what is reported there in lines, its view, its counts."""

    content: Content
    head: list[str]
    deck: list[list[Run]]
    view: View
    counts: list[_Count]
    gutter: float


def compose_several(
    contents: Sequence[Content],
    founds: Sequence[Finding],
    projection: str,
    paper: Paper,
    *,
    title: str | None = None,
    key: bool = True,
    heads: Sequence[str] = (),
) -> Figure:
    """Return the sheet of several sites, or of one on several days or with several systems.

    Each map is centred on its own site. What stands over the maps is by default where their sites
    are. Raises `InfmapError` if the format has no room for so many sites, or the height none for
    the maps.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> ax = infmap.plot_map(cat, site=["kaliningrad", "shuya"], size="page")
    >>> [axes.get_label() for axes in ax.figure.axes]
    ['map', 'map-2']
    """
    most = _MOST[paper.name]
    if len(contents) > most:
        roomier = "" if paper.name == "page" else ", or size page, which has room for 6"
        raise InfmapError(
            f"a {paper.name} has room for {most} sites (got {len(contents)}); name fewer{roomier}"
        )
    # Marks of one kind, whether a map shows the whole band or not.
    alike = [replace(one, discs=one.bands.is_treatys) for one in contents]
    sheet = _Sheet(alike, founds, projection, _smaller(paper), title, key, heads)
    return sheet.drawn()


def _smaller(paper: Paper) -> Paper:
    """Return the format with the type and strokes of small maps."""
    if paper.name == "slide":
        return replace(
            paper, names=9, ring_labels=8.5, stroke=0.45 * MM, mark=1.2 * MM, key=9.5, title=26,
            deck=13, margin=22, map_width=None,
        )  # fmt: skip
    mark = paper.mark if paper.is_narrow else 0.8 * MM
    return replace(paper, names=6.2, ring_labels=6, stroke=0.3 * MM, mark=mark)


@dataclass(frozen=True)
class _Sheet:
    contents: Sequence[Content]
    founds: Sequence[Finding]
    projection: str
    paper: Paper
    title: str | None
    key: bool
    heads: Sequence[str]

    @property
    def palette(self) -> dict[str, str]:
        return self.contents[0].palette

    @property
    def type(self) -> _Type:
        return _TYPE[self.paper.name]

    @property
    def is_slide(self) -> bool:
        return self.paper.name == "slide"

    @property
    def across(self) -> int:
        """How many maps stand side by side."""
        n = len(self.contents)
        if self.paper.is_narrow:
            return 1
        return n if self.is_slide else {2: 2, 4: 2}.get(n, 3)

    @property
    def gap(self) -> float:
        """Between maps side by side, points."""
        return self.type.lists * 1.6

    @property
    def wide(self) -> float:
        """The width of a map, points."""
        return (self.paper.inner - (self.across - 1) * self.gap) / self.across

    def drawn(self) -> Figure:
        """Return the sheet, drawn."""
        paper = self.paper
        answers = [content.answer for content in self.contents]
        title = self.title or several_title(answers, self.founds)
        days = {answer.cat.as_of for answer in answers}
        # What the numbers are is told beside it.
        told = f"On {day}." if len(days) == 1 and (day := answers[0].cat.as_of) else ""
        deck = told if paper.is_told else several_deck(answers)
        head = set_head(title, deck, paper, most_lines=2)
        rows = self._rows(self._usual_height())
        ruled = self._ruled(rows)
        words = sum(self._words_height(row) for row in rows)
        around = 2 * paper.margin + head.height + words + ruled_height(ruled, paper)
        high = rows[0][0].view.height
        if paper.height is not None:
            high = (paper.height - around) / len(rows)
            needed = around + LEAST_MAP * len(rows)
            check_height(paper, high, needed, LEAST_MAP, remedy=", or name fewer sites")
            rows = self._rows(high)
        figure = new_sheet(paper, around + high * len(rows), self.palette)
        top = paper.margin + head.height
        for row in rows:
            top = self._draw_row(figure, row, top)
        head.write(figure.axes[0], paper.margin, self.palette)
        draw_ruled(figure, ruled, top, paper, self.palette)
        describe(figure, title, " ".join(f"{found.title}." for found in self.founds))
        return figure

    def _ruled(self, rows: list[list[_Panel]]) -> list[Part]:
        """Return the key, if there is one, and the line of sources."""
        paper, is_short = self.paper, self.paper.is_narrow or self.is_slide
        answers = [content.answer for content in self.contents]
        words = sources_text(answers, self._words(rows), short=is_short)
        foot = foot_of(wrapped(words, paper.inner, paper.sources), paper, self.palette)
        if not self.key:
            return [foot]
        views = [panel.view for row in rows for panel in row]
        block = set_key(
            key_groups(self.contents, views, paper), paper.inner, paper.key,
            columns=not is_short, leading=paper.leading + 0.1,
        )  # fmt: skip
        return [Part(block.height, partial(block.draw, palette=self.palette)), foot]

    def _usual_height(self) -> float:
        """Return the height of a map, where the sheet has none of its own."""
        return min(self.wide * (0.62 if self.paper.is_narrow else 1.0), 92 * MM)

    def _rows(self, high: float) -> list[list[_Panel]]:
        """Return the panels in rows, each with a map of a height."""
        made = [view_maker(content.answer.site, self.projection) for content in self.contents]
        frames = [
            frame_of(content.answer, projection)
            for content, projection in zip(self.contents, made, strict=True)
        ]
        if len({content.answer.site.id for content in self.contents}) == 1:
            frames = [union(frames)] * len(frames)
        views = [
            projection(frame, self.wide, high)
            for projection, frame in zip(made, one_scale(frames, self.wide, high), strict=True)
        ]
        sites = [content.answer.site for content in self.contents]
        heads = self.heads or [
            where_text(title_name(site_name(site.name)), site.country) for site in sites
        ]
        panels = [*map(self._panel, heads, self.contents, self.founds, views)]
        return [panels[k : k + self.across] for k in range(0, len(panels), self.across)]

    def _words(self, rows: list[list[_Panel]]) -> str:
        """Return the projection in words."""
        name = rows[0][0].view.name
        return f"each map: {name}".replace(" on the site", " on its site")

    def _panel(self, name: str, content: Content, found: Finding, view: View) -> _Panel:
        sort, answer = self.type, content.answer
        reports = statuses_text(answer)
        counts = self._counts(content, found)
        return _Panel(
            content,
            wrapped(name, self.wide, sort.title, "semibold", serif=True),
            set_runs(
                [Run(f"{capitalised(reports)}." if reports else "")],
                self.wide,
                sort.deck,
            ),
            view,
            counts,
            self._gutter(count.numeral for count in counts),
        )

    def _gutter(self, numerals: Iterable[str]) -> float:
        """Return the room that numerals take before their words, points."""
        wide = max(numeral_width(text, self.type.numeral) for text in numerals)
        return wide + self.type.lists * 0.7

    def _counts(self, content: Content, found: Finding) -> list[_Count]:
        """Return each account's count; where one has no figure, that it has none."""
        columns = {
            column.account: column
            for column in account_columns(content, found, self.paper.stroke, short=True)
        }
        numerals = [column.count for column in columns.values()] or [DASH]
        wide = self.wide - self._gutter(numerals)
        most = (SLIDE_NAMES, SLIDE_NAMES) if self.is_slide else (MOST_NAMES, FIRST_NAMES)
        counts: list[_Count] = []
        for account in Account:
            column = columns.get(account)
            if column is None:
                if account is Account.USER:
                    continue
                color = content.palette[account]
                runs = [
                    Run(f"{OWNERS[account]}: ", "bold", color),
                    Run(without_text(content.answer, account)),
                ]
                counts.append(_Count(account, DASH, color, set_runs(runs, wide, self.type.lists)))
                continue
            more = "or more. " if column.noun.startswith("or more") else ""
            names = [] if self.paper.is_told else first_names(column.told, *most)
            runs = [Run(f"{more}{column.head}. ", "bold", column.color), *names]
            lines = set_runs(runs, wide, self.type.lists)
            counts.append(_Count(account, column.count, column.color, lines))
        return counts

    def _heights(self, row: list[_Panel]) -> tuple[float, float, float]:
        """Return the heights of names, of what is reported, and of the counts of a row."""
        sort = self.type
        names = max(len(panel.head) for panel in row) * sort.title * TITLE_LEADING
        decks = max(len(panel.deck) for panel in row) * sort.deck * LEADING
        counts = max(map(self._counts_height, row))
        return names, decks, counts

    def _counts_height(self, panel: _Panel) -> float:
        sort = self.type
        return sum(
            max(len(count.lines) * sort.lists * self.paper.leading, sort.numeral * 0.95)
            + sort.lists * 0.45
            for count in panel.counts
        )

    def _words_height(self, row: list[_Panel]) -> float:
        """Return how high the words of a row are, with the room about them."""
        return sum(self._heights(row)) + self.type.lists * 2.2

    def _draw_row(self, figure: Figure, row: list[_Panel], top: float) -> float:
        """Draw panels side by side; return where the next row begins."""
        sort, paper = self.type, self.paper
        names, decks, counts = self._heights(row)
        top += sort.lists * 0.6
        on_map = top + names + decks + sort.lists * 0.6
        for nth, panel in enumerate(row):
            left = paper.margin + nth * (self.wide + self.gap)
            site = panel.content.answer.site.id
            down = names - len(panel.head) * sort.title * TITLE_LEADING
            write_runs(
                figure, [[Run(line, "semibold")] for line in panel.head],
                left, top + down, sort.title,
                leading=TITLE_LEADING, color=self.palette["ink"], serif=True, gid=f"site-{site}",
            )  # fmt: skip
            write_runs(
                figure, panel.deck, left, top + names, sort.deck,
                color=self.palette["quiet"], gid=f"reports-{site}",
            )  # fmt: skip
            label = f"map-{len(figure.axes) + 1}" if figure.axes else "map"
            high = panel.view.height
            ax = map_axes(figure, left, on_map, self.wide, high, label)
            SiteMap(ax, panel.view, panel.content, map_look(paper)).draw()
            self._draw_counts(figure, panel, left, on_map + high + sort.lists * 0.8)
        return on_map + row[0].view.height + counts + sort.lists * 1.0

    def _draw_counts(self, figure: Figure, panel: _Panel, left: float, top: float) -> None:
        sort, paper, site = self.type, self.paper, panel.content.answer.site.id
        for count in panel.counts:
            wide = numeral_width(count.numeral, sort.numeral)
            x = left + panel.gutter - sort.lists * 0.7 - wide
            lift = (sort.numeral - sort.lists) * 0.62
            gid, color = f"count-{site}-{count.account}", count.color
            write_numeral(figure, count.numeral, x, top - lift, sort.numeral, color=color, gid=gid)
            bottom = write_runs(
                figure, count.lines, left + panel.gutter, top, sort.lists,
                leading=paper.leading, color=self.palette["ink"],
                gid=f"names-{site}-{count.account}",
            )  # fmt: skip
            top = max(bottom, top + sort.numeral * 0.95) + sort.lists * 0.45
