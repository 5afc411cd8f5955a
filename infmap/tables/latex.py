"""A table in LaTeX that fits its page: it turns, gets smaller and wraps as it needs to."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from infmap.io.escaping import latex_text

#: The packages that the table needs, beside two for letters that are not English.
PACKAGES = ("booktabs", "longtable", "array")
TURNING = "pdflscape"
#: What `inputenc` and the T1 fonts know ends here; pdflatex stops at other letters.
LATIN = "\u024f"


class Layout(NamedTuple):
    """A size of type on a page of an `article`, upright or turned."""

    size: str
    is_turned: bool
    #: How many letters a line of text as wide as the page holds.
    letters: int
    #: Points between columns, half on either side.
    gap: float
    #: How many letters such a gap is worth.
    gap_letters: float


#: The first that fits is taken. Measured with Latin Modern on US letter, the narrower of the two
#: when turned; digits and capitals are wider than the mean letter.
LAYOUTS = (
    Layout("normalsize", False, 66, 8, 1.6),
    Layout("footnotesize", False, 78, 6, 1.4),
    Layout("footnotesize", True, 124, 6, 1.4),
    Layout("scriptsize", True, 140, 5, 1.3),
    Layout("tiny", True, 172, 4, 1.3),
)
#: Letters are of many widths; a column of few needs this much more.
SLACK = 1.0
#: A piece that cannot be broken ends at a blank, a hyphen or an underscore.
PIECES = re.compile(r"[^\s_-]+[_-]?")


def latex_table(
    columns: Sequence[str], lines: Iterable[Sequence[str | int | Decimal | None]]
) -> str:
    r"""Return a `longtable` that fits the page of an `article`.

    A comment before it names the packages of its preamble. Columns of numbers are aligned right.

    Examples
    --------
    >>> text = latex_table(["name", "km"], [["A & B", 5]])
    >>> print(text[text.index("\\begin{longtable}") :].splitlines()[0])
    \begin{longtable}{@{}lr@{}}
    """
    rows = [[*line] for line in lines]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    numeric = [_is_numeric(row[k] for row in rows) for k in range(len(columns))]
    layout, widths = _fitted(columns, texts)
    form = "".join(
        _column(width, layout.gap * (len(columns) - 1), is_number=is_number)
        for width, is_number in zip(widths, numeric, strict=True)
    )
    head, *body = (" & ".join(map(latex_text, line)) + r" \\" for line in [columns, *texts])
    table = [
        f"\\begin{{longtable}}{{@{{}}{form}@{{}}}}",
        *(r"\toprule", head, r"\midrule", r"\endfirsthead"),
        *(r"\toprule", head, r"\midrule", r"\endhead"),
        rf"\midrule \multicolumn{{{len(columns)}}}{{r@{{}}}}{{Continued on next page}} \\",
        *(r"\endfoot", r"\bottomrule", r"\endlastfoot"),
        *body,
        r"\end{longtable}",
    ]
    if layout.size != "normalsize" or layout.is_turned:
        table = [
            *([r"\begin{landscape}"] if layout.is_turned else []),
            rf"\begingroup\{layout.size}\setlength{{\tabcolsep}}{{{layout.gap / 2:g}pt}}",
            r"\renewcommand{\_}{\textunderscore\allowbreak}",
            *table,
            r"\endgroup",
            *([r"\end{landscape}"] if layout.is_turned else []),
        ]
    return "\n".join([*_preamble(columns, texts, layout), *table]) + "\n"


def _preamble(columns: Sequence[str], texts: list[list[str]], layout: Layout) -> list[str]:
    """Return comments that say what the document needs."""
    packages = [*PACKAGES, *([TURNING] if layout.is_turned else [])]
    needs = ["% Needs in the preamble:"]
    every = "".join([*columns, *map("".join, texts)])
    if all(letter <= LATIN or not unicodedata.category(letter).startswith("L") for letter in every):
        needs.append(r"% \usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage{textcomp}")
    else:
        needs.append("% lualatex or xelatex, and a font with these letters: \\usepackage{fontspec}")
    return [*needs, f"% \\usepackage{{{','.join(packages)}}}"]


def _is_numeric(cells: Iterable[str | int | Decimal | None]) -> bool:
    filled = [cell for cell in cells if cell is not None and cell != ""]
    return bool(filled) and not any(isinstance(cell, str) for cell in filled)


def _fitted(columns: Sequence[str], texts: list[list[str]]) -> tuple[Layout, list[float | None]]:
    """Return the largest layout that fits, and each column's share of the line, if it wraps."""
    lines = [columns, *texts]
    longest = [max(len(line[k]) for line in lines) for k in range(len(columns))]
    piece = [
        max((len(part) for line in lines for part in PIECES.findall(line[k])), default=0) + SLACK
        for k in range(len(columns))
    ]
    for layout in LAYOUTS:
        room = layout.letters - layout.gap_letters * (len(columns) - 1)
        if sum(longest) <= room:
            return layout, [None] * len(columns)
        if layout.is_turned and sum(piece) <= room:
            break
    # Each column gets what cannot be broken, and of the rest what its mean cell asks for.
    spare = max(0.0, room - sum(piece))
    mean = [sum(len(line[k]) for line in texts) / len(texts) for k in range(len(columns))]
    wish = [max(0.0, length - least) for length, least in zip(mean, piece, strict=True)]
    part = spare / (sum(wish) or 1)
    return layout, [
        (least + asked * part) / max(room, sum(piece))
        for least, asked in zip(piece, wish, strict=True)
    ]


def _column(share: float | None, gaps: float, *, is_number: bool) -> str:
    """Return a column's form: as wide as its cells, or a share of the line without its gaps."""
    if share is None:
        return "r" if is_number else "l"
    side = r"\raggedleft" if is_number else r"\raggedright"
    share = int(share * 1e4) / 1e4  # rounded down, or together they may be wider than the line
    width = rf"\dimexpr{share:g}\linewidth-{share * gaps + 0.005:.2f}pt\relax"
    # Behind a blank of no width, TeX may hyphenate a word that is wider than its column.
    return rf">{{{side}\arraybackslash\hspace{{0pt}}}}p{{{width}}}"
