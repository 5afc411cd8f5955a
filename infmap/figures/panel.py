"""What stands beside the map of a slide: each account with its count, and the key."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from infmap.figures.columns import AccountColumn
from infmap.figures.key import Block, Group, Item, set_key
from infmap.figures.papers import LEAST_TYPE, Paper
from infmap.figures.paragraphs import Run, numeral_width, set_runs, tied, write_numeral, write_runs
from infmap.figures.parts import rule
from infmap.looks.lists import first_of

#: From line to line of the sentences, and the height of a count with its rule, in sizes.
_LEADING, _COUNT, _RULE = 1.22, 1.05, 0.12
_APART = 0.75


class _Panel(NamedTuple):
    """Its texts in lines, at a size."""

    texts: list[list[list[Run]]]
    key: Block
    size: float
    numeral: float

    @property
    def height(self) -> float:
        lines = sum(map(len, self.texts))
        counts = len(self.texts) * (self.numeral * (_COUNT + _RULE) + self.size * _APART)
        return counts + lines * self.size * _LEADING + self.key.height


def draw_panel(
    figure: Figure,
    left: float,
    top: float,
    high: float,
    columns: Sequence[AccountColumn],
    sentences: Mapping[str, str],
    unnamed: Sequence[str],
    groups: Sequence[Group],
    paper: Paper,
    palette: dict[str, str],
) -> None:
    """Draw accounts and key beside a map, in type as large as there is room for.

    Lengths are points. The sentences have the first names of each account, the map the others;
    those `unnamed` found no room there, and are told while there is room beside it.
    """
    width = paper.width - paper.margin - left

    def made_of(scale: float, most: int) -> _Panel:
        key = [*groups, *_unnamed(unnamed, most)]
        return _set(columns, sentences, key, paper, width, scale)

    scale, most = 1.0, len(unnamed)
    made = made_of(scale, most)
    while made.height > high and paper.sources * scale > LEAST_TYPE:
        scale *= 0.96
        made = made_of(scale, most)
    while made.height > high and most > 0:
        most = max(most - 4, 0)
        made = made_of(scale, most)
    size, numeral, y = made.size, made.numeral, top
    for column, lines in zip(columns, made.texts, strict=True):
        rule(figure, left, left + width, y, None, **column.line)
        y += numeral * _RULE
        gid = f"count-{column.account}"
        write_numeral(figure, column.count, left, y, numeral, color=column.color, gid=gid)
        beside = numeral_width(column.count, numeral) + size * 0.5
        noun = set_runs([Run(column.noun, "semibold")], width - beside, size)
        write_runs(
            figure, noun, left + beside, y + numeral * 0.62 - size * (len(noun) - 0.5), size,
            leading=1.0, color=column.color, gid=f"noun-{column.account}",
        )  # fmt: skip
        y = write_runs(
            figure, lines, left, y + numeral * _COUNT, size,
            leading=_LEADING, color=palette["ink"], gid=f"names-{column.account}",
        )  # fmt: skip
        y += size * _APART
    made.key.draw(figure, left, y, palette)


def _unnamed(names: Sequence[str], most: int) -> list[Group]:
    """Return the entry of the names without room on the map, the first of them."""
    if not most:
        return []
    told = first_of([*map(tied, names)], most)
    return [Group("", [Item(f"Without a name on the map: {told}.")])]


def _set(
    columns: Sequence[AccountColumn],
    sentences: Mapping[str, str],
    groups: Sequence[Group],
    paper: Paper,
    width: float,
    scale: float,
) -> _Panel:
    size = paper.lists * scale
    texts = []
    for column in columns:
        head = "; ".join(filter(None, [column.head, column.most]))
        runs = [Run(f"{head}. ", "semibold", column.color), Run(sentences[column.account])]
        texts.append(set_runs(runs, width, size))
    key = set_key(groups, width, max(paper.key * scale, LEAST_TYPE))
    return _Panel(texts, key, size, paper.numeral * scale)
