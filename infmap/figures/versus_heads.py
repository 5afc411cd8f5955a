"""What stands over and under a map of one account: its count, and what its figures leave open."""

from collections.abc import Iterator
from functools import partial

from matplotlib.figure import Figure

from infmap.analysis.versus import Side, Versus
from infmap.catalogue.rows import Account
from infmap.figures.columns import DASH, account_columns
from infmap.figures.content import Content
from infmap.figures.papers import Paper
from infmap.figures.paragraphs import Run, numeral_width, set_runs, write_numeral, write_runs
from infmap.figures.parts import NOTHING, Part, rule, text_part
from infmap.figures.texts import without_text
from infmap.figures.versus_list import HEAD_LINE, TYPE
from infmap.looks.lists import listed
from infmap.looks.words import OWNERS, RELATION_WORDS


def account_head(content: Content, side: Side, width: float, paper: Paper) -> Part:
    """Return what stands over a map: whose figures, under their line, and their count."""
    sort, account, size = TYPE[paper.name], side.account, paper.lists
    color = content.palette[account]
    over = partial(rule, color=color, linewidth=HEAD_LINE)
    columns = account_columns(content, side.finding, paper.stroke)
    if columns:
        (column,) = columns
        head, count, over = column.head, column.count, partial(rule, **column.line)
        words = ", ".join(filter(None, (column.noun, column.most)))
    else:
        head, count = OWNERS[account], DASH
        words = without_text(content.answer, Account(account))
    lines = set_runs([Run(head, "bold", color)], width, sort.head)
    gutter = numeral_width(count, sort.numeral) + sort.head * 0.6
    counted = set_runs([Run(words, color=color)], width - gutter, size)
    below = sort.head * 0.5 + len(lines) * sort.head * 1.2
    deep = len(counted) * size * 1.2
    high = max(sort.numeral * 1.05, deep)

    def draw(figure: Figure, left: float, top: float) -> None:
        over(figure, left, left + width, top)
        write_runs(
            figure, lines, left, top + sort.head * 0.5, sort.head,
            leading=1.2, color=color, gid=f"account-{account}",
        )  # fmt: skip
        y = top + below
        middle = y + (high - sort.numeral * 1.05) / 2
        gid = f"count-{account}"
        write_numeral(figure, count, left, middle, sort.numeral, color=color, gid=gid)
        write_runs(
            figure, counted, left + gutter, y + (high - deep) / 2, size,
            leading=1.2, color=color, gid=f"noun-{account}",
        )  # fmt: skip

    return Part(below + high + size * 0.5, draw)


def under_map(found: Versus, side: Side, width: float, paper: Paper, ink: str) -> Part:
    """Return what stands under a map: what its figures leave open, and what is not counted."""
    lines = set_runs(_under_runs(found, side), width, paper.lists)
    if not lines[0]:
        return NOTHING
    gid = f"under-{side.account}"
    return text_part(lines, paper.lists, paper.leading, color=ink, gid=gid)


def _under_runs(found: Versus, side: Side) -> Iterator[Run]:
    """Yield what an account's figures leave open of what changes hands, and what is not counted."""
    total, by_number = len(found.hands), dict[int, list[str]]()
    for who, says, number in found.left_open(side):
        by_number.setdefault(number, []).append(f"{listed(who)} ({says})")
    if by_number:
        parts = (
            f"{f'all {total}' if number == total else number} by {', '.join(who)}"
            for number, who in by_number.items()
        )
        yield Run("Left open: ", "bold")
        yield Run(f"{'; '.join(parts)}. ")
    if own := side.answer.own_in_reach:
        names = "; ".join(f"{row['target']}, {RELATION_WORDS[row['relation']]}" for row in own)
        yield Run("In range, not counted: ", "bold")
        yield Run(f"{names}.")
