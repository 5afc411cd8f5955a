"""Markdown as stories are written in it: CommonMark with tables, footnotes and citations.

Raw HTML is found, so that it can be refused; all text is escaped by markdown-it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from markupsafe import escape
from mdit_py_plugins.footnote import footnote_plugin

from infmap.io.escaping import is_web_address
from infmap.report.citations import Citations

#: Blocks nested more deeply are refused: markdown-it leaves out what lies beyond its own limit.
MOST_NESTED = 16
#: What stands raised behind a word.
MARKS = ("cite", "footnote_ref")
#: An ``@`` within a word is of an address.
_CITE = re.compile(r"\[((?:[^\[\]]{0,500}(?<![\w.]))?@[^\[\]]{1,500})\](?!\(|\[\w)")
_BARE = re.compile(r"(?<![\w./@])@([^\W_]+(?:-[^\W_]+)*)(?![\w@/])")
_CITED = re.compile(r"\s*@([^\s,;]+)\s*(,.*)?", re.DOTALL)
_ROMAN = {"m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90, "l": 50, "xl": 40} | {
    "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1
}  # fmt: skip
_STATE = re.compile(r"(?<!\\)\{([^{}]*)\}\s*$")

#: What markdown-it keeps beside a document's tokens.
Env: TypeAlias = EnvType


def parsed(text: str, sources: Collection[str] = ()) -> tuple[list[Token], Env]:
    r"""Return the tokens of a text, and what markdown-it knows beside them.

    A heading has the state between the braces at its end as ``meta["state"]``, a citation its ids
    and what follows each as ``meta["cites"]``: without an id where it has another form. One without
    brackets is known by the ids of `sources`: others may be names of people.

    Examples
    --------
    >>> tokens, _ = parsed("## Shuya {site=shuya}\n\nA town [@geonames, p. 5].")
    >>> tokens[0].meta["state"], tokens[1].content
    ('site=shuya', 'Shuya')
    >>> tokens[4].children[1].meta["cites"]
    [('geonames', ', p. 5')]
    """
    env: Env = {"ids": sources}
    tokens = _PARSER.parse(text, env)
    for picture in (one for token in tokens for one in token.children or () if one.type == "image"):
        for word in picture.children or ():
            # A sign written with a backslash, which some versions leave out of a picture's words.
            if word.type == "text_special":
                word.type = "text"
    return tokens, env


def rendered(tokens: Sequence[Token], env: Env, citations: Citations) -> str:
    """Return tokens as HTML; what is cited gets its number.

    Examples
    --------
    >>> import infmap
    >>> tokens, env = parsed("A *town* <shuya@example.org> [@geonames].")
    >>> print(rendered(tokens, env, Citations(infmap.load())).strip())
    <p>A <em>town</em> <a href="mailto:shuya@example.org">shuya@example.org</a><sup class="cite">\
<a href="#source-1" aria-label="Source 1">1</a></sup>.</p>
    """
    for token in tokens:
        if token.children:
            token.children = [*_closed_up(token.children)]
    env["citations"] = citations
    return str(_PARSER.renderer.render(tokens, _PARSER.options, env))


def plain_words(inline: Token) -> str:
    """Return the words of a heading, without their emphasis."""
    return "".join(
        " " if child.type == "softbreak" else child.content for child in inline.children or ()
    ).strip()


def with_lines(inline: Token, line: int) -> Iterator[tuple[int, Token]]:
    """Yield the parts of a block's text, each with its line in the file."""
    for child in inline.children or ():
        yield line, child
        line += child.type in ("softbreak", "hardbreak")


def roman(number: int) -> str:
    """Return a footnote's number in small Roman letters.

    Examples
    --------
    >>> roman(4), roman(29), roman(444), roman(999)
    ('iv', 'xxix', 'cdxliv', 'cmxcix')
    """
    letters = ""
    for said, value in _ROMAN.items():
        count, number = divmod(number, value)
        letters += said * count
    return letters


def _closed_up(children: Iterable[Token]) -> Iterator[Token]:
    """Yield the parts of a text: no blank before what is raised, citations side by side as one."""
    kept: list[Token] = []
    for child in children:
        if child.type in MARKS:
            while kept and kept[-1].type in ("text", "softbreak") and not kept[-1].content.strip():
                kept.pop()
            if kept and kept[-1].type == "text":
                kept[-1].content = kept[-1].content.rstrip()
            if kept and kept[-1].type == child.type == "cite":
                kept[-1].meta = {"cites": kept[-1].meta["cites"] + child.meta["cites"]}
                continue
            if kept and kept[-1].type in MARKS:
                kept.append(Token("sup_comma", "", 0))
        kept.append(child)
    yield from kept


def _state_rule(state: StateCore) -> None:
    """Take the state from the end of each heading, before its text is read."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (found := _STATE.search(inline.content)):
            opening.meta["state"] = found[1]
            inline.content = inline.content[: found.start()].rstrip()


def _cite_rule(state: StateInline, silent: bool) -> bool:
    """Read a citation: ``[@id]``, ``[@id, p. 5; @id2]``."""
    if state.src[state.pos] != "[":
        return False
    found = _CITE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    parts = [_CITED.fullmatch(part) for part in found[1].split(";")]
    if not silent:
        token = state.push("cite", "", 0)
        token.content = found[0]
        token.meta["cites"] = [(part[1], part[2] or "") if part else ("", "") for part in parts]
    state.pos = found.end()
    return True


def _bare_cite_rule(state: StateInline, silent: bool) -> bool:
    """Read a citation without brackets, ``@id``, which is none here."""
    found = _BARE.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel or found[1].lower() not in state.env["ids"]:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.content = found[0]
        token.meta["cites"] = [("", "")]
    state.pos = found.end()
    return True


def _cite(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    links: dict[int, str] = {}
    for ident, where in tokens[at].meta["cites"]:
        (number,) = env["citations"].numbers([ident])
        link = f'<a href="#source-{number}" aria-label="Source {number}">{number}</a>'
        links[number] = f"{links.get(number, link)}{escape(where)}"
    raised = ", ".join(links[number] for number in sorted(links))
    return f'<sup class="cite">{raised}</sup>'


def _comma(*_: Any) -> str:
    return "<sup>,</sup>"


def _note(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: Env) -> str:
    number = tokens[at].meta["id"] + 1
    return (
        f'<sup class="note"><a href="#note-{number}" aria-label="Note {number}">{roman(number)}'
        "</a></sup>"
    )


def _cell(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    """Return a cell with its side as a class: the page's policy allows no style attribute."""
    style = str(tokens[at].attrs.pop("style", ""))
    if style:
        tokens[at].attrs["class"] = style.replace("text-align:", "to-")
    return str(renderer.renderToken(tokens, at, options, env))


def _link(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    if is_web_address(str(tokens[at].attrs["href"])):
        tokens[at].attrs |= {"target": "_blank", "rel": "noreferrer"}
    return str(renderer.renderToken(tokens, at, options, env))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    # Every address makes a link, so that a wrong one is told and not left as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.inline.ruler.before("link", "cite", _cite_rule)
    parser.inline.ruler.before("link", "bare_cite", _bare_cite_rule)
    parser.core.ruler.before("inline", "state", _state_rule)
    rules: dict[str, Callable[..., str]] = {
        "cite": _cite,
        "footnote_ref": _note,
        "sup_comma": _comma,
        "link_open": _link,
        "th_open": _cell,
        "td_open": _cell,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


_PARSER = _parser()
