"""What each account has in reach, as columns of a sheet: its ring's line, its count, the names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from infmap.analysis.finding import NO_MAXIMUM, SOME_NO_MAXIMUM, AccountFinding, Finding
from infmap.analysis.headline import ALL, Found
from infmap.analysis.strokes import Stroke
from infmap.catalogue.rows import Account
from infmap.figures.content import Content
from infmap.figures.marks import LineLook, stroke_look
from infmap.figures.papers import Paper
from infmap.figures.paragraphs import Run, numeral_width, set_runs, tied, write_numeral, write_runs
from infmap.figures.parts import Part, rule
from infmap.looks.lines import End
from infmap.looks.words import OWNERS


def named_runs(names: Iterable[str], nato: Collection[str] = (), *, end: str = "") -> list[Run]:
    """Return a list of names as text: NATO's in bold, with commas, none broken inside.

    Examples
    --------
    >>> [(run.text, run.weight) for run in named_runs(["Warsaw", "Minsk"], {"Warsaw"}, end=".")]
    [('Warsaw', 'bold'), (', ', 'normal'), ('Minsk', 'normal'), ('.', 'normal')]
    """
    runs: list[Run] = []
    for name in names:
        if runs:
            runs.append(Run(", "))
        runs.append(Run(tied(name), "bold" if name in nato else "normal"))
    return [*runs, Run(end)] if runs and end else runs


#: Where an account makes no number.
DASH = "\N{EN DASH}"
#: So many names are told again as "those".
LEAST_THOSE = 6
#: Distances within a column, in sizes of its lists.
_BELOW_RULE, _BELOW_NUMERAL = 0.55, 0.25


@dataclass(frozen=True)
class AccountColumn:
    """What a sheet tells of one account: its words, and the line of its ring."""

    #: The account.
    account: str
    #: Whose figures; how many places they have in reach; what is counted.
    head: str
    count: str
    noun: str
    #: Where its figures differ, the one that gives the most.
    most: str
    #: The names, with the words before and after them.
    told: tuple[Run, ...]
    #: The account's.
    color: str
    #: That of its ring.
    line: LineLook


def account_columns(
    content: Content, found: Finding, stroke: float, *, short: bool = False
) -> list[AccountColumn]:
    """Return a column for each account that a finding tells of; none where nothing is counted.

    `stroke` is the width of a ring's line, points. In short, without what stands elsewhere on a
    sheet: names of the column before are told as "those", and that no maximum is named by "or
    more".
    """
    nato = content.answer.nato_names
    noun = Found(content.answer, {}).noun
    columns: list[AccountColumn] = []
    before: tuple[str, ...] = ()
    for one in found.accounts:
        if one.account == ALL:
            continue
        longest = "" if ": " in one.who else one.longest
        head = _head(one.account, longest if short and longest else one.who)
        more = "or more " if one.or_more else ""
        plural = noun if (one.most, one.or_more) == (1, False) else f"{noun}s"
        columns.append(
            AccountColumn(
                one.account,
                head,
                one.number,
                f"{more}{plural} in range",
                f"most by {longest}" if longest else "",
                tuple(told_runs(one, nato, before, short=short)),
                content.palette[one.account],
                _line_of(content, one, stroke),
            )
        )
        before = one.names or before
    return columns


def _head(account: str, who: str) -> str:
    """Return whose figures: "Operator, Russia: 480 km", "Opponents: NATO, Ukraine and 4 more"."""
    if account == Account.USER:
        return who
    return f"{OWNERS[account]}{', ' if ': ' in who else ': '}{who}"


def told_runs(
    one: AccountFinding,
    nato: Collection[str],
    before: Collection[str] = (),
    *,
    short: bool = False,
) -> list[Run]:
    """Return an account's sentence with all its names; in short, those of `before` as "those".

    Examples
    --------
    >>> parts = ("On some: ", ("Kyiv", "Warsaw")), ("No maximum is named.", ())
    >>> one = AccountFinding("opponent", "", 0, 2, True, (), ("Kyiv", "Warsaw"), "", 0, parts)
    >>> "".join(run.text for run in told_runs(one, {"Warsaw"}))
    'On some: Kyiv, Warsaw. No maximum is named.'
    """
    runs: list[Run] = []
    for words, names in one.parts:
        if short and one.most and words in (NO_MAXIMUM, SOME_NO_MAXIMUM):
            continue
        if runs:
            runs.append(Run(" "))
        runs.append(Run(words))
        if short and len(before) >= LEAST_THOSE and {*before} <= {*names}:
            those = "those" if words else "Those"
            names = tuple(name for name in names if name not in before)
            runs.append(Run(f"{those} {len(before)}{', ' if names else '.'}"))
        runs += named_runs(names, nato, end=".")
    return runs


def first_names(runs: Sequence[Run], most: int, first: int) -> list[Run]:
    """Return a list of names, of which only the first are told where there are too many.

    >>> runs = [Run("On some: "), *(Run(text) for text in ("A", ", ", "B", ", ", "C", "."))]
    >>> "".join(run.text for run in first_names(runs, 2, 1))
    'On some: A and 2 more.'
    """
    names = [
        k
        for k, run in enumerate(runs)
        if run.text not in ("", " ", ", ", ".") and not run.text.endswith((": ", ".", ", "))
    ]
    if len(names) <= most:
        return [*runs]
    return [*runs[: names[first - 1] + 1], Run(f" and {len(names) - first} more.")]


def _line_of(content: Content, one: AccountFinding, width: float) -> LineLook:
    """Return the line that stands for an account: of the farthest figure that gives its count."""
    end = End.OPEN if one.or_more else End.MOST
    own = [stroke for stroke in content.strokes if stroke.look == one.account]
    if not own:  # it denies a reach, and has no ring
        plain = Stroke(0, one.account, end, ())
        return {**stroke_look(plain, content.palette, width), "alpha": 1.0}
    best = max(own, key=lambda stroke: (not stroke.unread, stroke.end is end, stroke.km))
    return stroke_look(best, content.palette, width)


def set_columns(columns: Sequence[AccountColumn], paper: Paper, ink: str) -> Part:
    """Return the columns set for a stacked sheet: side by side, or as paragraphs in a column."""
    if paper.is_narrow:
        return _as_paragraphs(columns, paper, ink)
    return _side_by_side(columns, paper, ink)


def _side_by_side(columns: Sequence[AccountColumn], paper: Paper, ink: str) -> Part:
    size, gap = paper.lists, paper.lists * 2.2
    wide = (paper.inner - gap * (len(columns) - 1)) / len(columns)
    # A measure of more than so many points is hard to read: then names stand beside the count.
    beside = wide > paper.inner * 0.6
    list_left, list_wide = (wide * 0.36, wide * 0.64) if beside else (0.0, wide)
    top_left = wide * 0.32 if beside else wide
    set_up = []
    for column in columns:
        head = set_runs([Run(column.head, "bold", column.color)], top_left, size)
        gutter = numeral_width(column.count, paper.numeral) + size * 0.7
        counted = ", ".join(filter(None, [column.noun, column.most]))
        noun = set_runs([Run(counted, color=column.color)], top_left - gutter, size)
        told = set_runs(column.told, list_wide, size)
        set_up.append((column, head, gutter, noun, told))
    heads = max(len(head) for _, head, *_ in set_up) * size * paper.leading
    numeral = max(
        paper.numeral * 1.05, *(len(noun) * size * 1.15 + size * 0.4 for *_, noun, _ in set_up)
    )
    lists = max(len(told) for *_, told in set_up) * size * paper.leading
    below_rule = size * _BELOW_RULE
    down = below_rule + heads + numeral + size * _BELOW_NUMERAL
    height = below_rule + max(heads + numeral, lists) if beside else down + lists

    def draw(figure: Figure, left: float, top: float) -> None:
        for nth, (column, head, gutter, noun, told) in enumerate(set_up):
            x = left + nth * (wide + gap)
            rule(figure, x, x + wide, top, **column.line)
            y = top + below_rule
            write_runs(
                figure, head, x, y, size,
                leading=paper.leading, color=column.color, gid=f"account-{column.account}",
            )  # fmt: skip
            y += heads
            _numeral(figure, column, x, y + (numeral - paper.numeral * 1.05) / 2, paper.numeral)
            rise = numeral / 2 - len(noun) * size * 1.15 / 2
            write_runs(
                figure, noun, x + gutter, y + rise, size,
                leading=1.15, color=column.color, gid=f"noun-{column.account}",
            )  # fmt: skip
            y = top + below_rule if beside else top + down
            write_runs(
                figure, told, x + list_left, y, size,
                leading=paper.leading, color=ink, gid=f"names-{column.account}",
            )  # fmt: skip

    return Part(height, draw)


def _as_paragraphs(columns: Sequence[AccountColumn], paper: Paper, ink: str) -> Part:
    size, apart = paper.lists, paper.lists * 0.5
    gutter = size * 0.8 + max(numeral_width(column.count, paper.numeral) for column in columns)
    set_up: list[tuple[AccountColumn, list[list[Run]]]] = []
    for column in columns:
        # What is counted is told once.
        noun = column.noun.removesuffix(" in range")
        noun = noun if not set_up else "or more" if noun.startswith("or more") else ""
        lead = f"{noun}. {column.head}: " if noun else f"{column.head}: "
        runs = [Run(lead, "bold", column.color), *column.told]
        set_up.append((column, set_runs(runs, paper.inner - gutter, size)))
    height = sum(len(lines) * size * paper.leading + apart for _, lines in set_up) - apart

    def draw(figure: Figure, left: float, top: float) -> None:
        for column, lines in set_up:
            x = left + gutter - size * 0.8 - numeral_width(column.count, paper.numeral)
            _numeral(figure, column, x, top - paper.numeral * 0.17, paper.numeral)
            top = write_runs(
                figure, lines, left + gutter, top, size,
                leading=paper.leading, color=ink, gid=f"names-{column.account}",
            )  # fmt: skip
            top += apart

    return Part(height, draw)


def _numeral(figure: Figure, column: AccountColumn, left: float, top: float, size: float) -> None:
    gid = f"count-{column.account}"
    write_numeral(figure, column.count, left, top, size, color=column.color, gid=gid)
