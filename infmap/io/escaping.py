"""Text from data, made harmless where a program would take it for more than text."""

import json
import re
from functools import lru_cache
from typing import Any

#: A spreadsheet reads a cell that begins with one of these as a formula; only some East Asian
#: versions do so with the last four, which are of full width.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: What may become a link; anything else in the data stays text.
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
#: Characters that could end a script element or a string in it.
SCRIPT_MARKS = "<>&\u2028\u2029"
MARKDOWN_MARKS = re.compile(r"[\\`*_{}\[\]<>#$^~@|!&]|:(?=[\w+-]+:)")
#: What TeX obeys, and what it shows otherwise without a font for it, with what shows the same.
LATEX_MARKS = {
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    '"': "\\textquotedbl{}",
}


@lru_cache(1024)  # for the cells of a table are few, each many times
def inert_cell(text: str) -> str:
    """Return a CSV cell that no spreadsheet reads as a formula, even after leading blanks.

    Examples
    --------
    >>> inert_cell("=1+1"), inert_cell(" -2"), inert_cell("Mk 41")
    ("'=1+1", "' -2", 'Mk 41')
    """
    begins = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if begins else text


def markdown_text(text: str) -> str:
    r"""Return a text escaped for Markdown, also in a cell of a pipe table.

    The marks are those of CommonMark and those that pandoc and Quarto add: mathematics,
    citations, sub- and superscripts, attributes and shortcodes; and GitHub's ``:emoji:``.

    Examples
    --------
    >>> markdown_text("a|b  $c$\n[d](e)")
    'a\\|b \\$c\\$ \\[d\\](e)'
    """
    return MARKDOWN_MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def is_web_address(text: str) -> bool:
    """Return whether the whole text is a web address.

    Examples
    --------
    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    return WEB_ADDRESS.fullmatch(text) is not None


def script_json(value: Any) -> str:
    r"""Return JSON that cannot close the script element around it, whatever its texts.

    Examples
    --------
    >>> print(script_json({"a": "</script>"}))
    {"a":"\u003c/script\u003e"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in SCRIPT_MARKS:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def latex_text(text: str) -> str:
    r"""Return a text escaped for a cell of a LaTeX table.

    Blanks become one space; a star or bracket that begins a cell would be an option of the line
    before it.

    Examples
    --------
    >>> print(latex_text("50 % & $x_1$"), latex_text("[5]"))
    50 \% \& \$x\_1\$ {[}5]
    """
    text = " ".join(text.split())
    escaped = "".join(LATEX_MARKS.get(mark, mark) for mark in text)
    return f"{{{escaped[0]}}}{escaped[1:]}" if text.startswith(("[", "*")) else escaped
