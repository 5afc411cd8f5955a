"""Reads a story from its Markdown file; every fault in it is told at once, by line."""

import re
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.token import Token
from markupsafe import Markup

from infmap.catalogue import Catalogue
from infmap.catalogue.cells import stray_problem
from infmap.catalogue.names.ids import Known, near_ids
from infmap.catalogue.shorten import with_short_texts
from infmap.errors import DataError, Fault, InfmapError, line_of, shorten, tell_reading, unread
from infmap.io.alone import ALONE
from infmap.io.escaping import is_web_address
from infmap.looks.distances import Units
from infmap.report.brief import made_with
from infmap.report.citations import Citations
from infmap.story.data import story_data
from infmap.story.markup import MOST_NESTED, Env, parsed, plain_words, rendered, with_lines
from infmap.story.nothing import why_nothing
from infmap.story.pictures import Pictures
from infmap.story.record import Section, Story
from infmap.story.states import HOW, Faults, State, read_state, split_state, stray_state
from infmap.story.told import shown

#: More text than this is no story: it is about 50,000 words.
MOST_BYTES = 300_000
MOST_SECTIONS = 60
BEGIN = "begin with # and the title"
STRAY = (
    "is not closed, or not at its heading's end",
    r"end the ## heading with {site=shuya date=2019-02-10}, or write \{, \} and \= for the signs",
)
#: So many faults are told; the others are counted.
MOST_FAULTS = 100
#: Control characters, and those that turn around the text behind them.
_UNSEEN = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
#: What a title, a heading and a picture's words may be made of: they stand in lists of links too.
_WORDS = {"text", "softbreak", "code_inline", "em_open", "em_close", "strong_open", "strong_close"}


def read_story(source: str | Path, cat: Catalogue, units: Units = Units.KM) -> Story:
    """Return the story of a Markdown file.

    Pictures lie beside the file, or in folders below. The units are those of states that do not
    say. Raises `DataError` with every fault, by line.
    """
    path = Path(source)
    draft = _Draft(str(source), cat, units, Pictures(path.parent))
    text = draft.text_of(path)
    draft.take_in(text)
    return draft.story()


@dataclass(eq=False)
class _Part:
    """What stands below a heading: of the first or second level."""

    line: int
    level: int = 0
    is_step: bool = False
    state: State | None = None
    #: A heading has the first three of them.
    tokens: list[Token] = field(default_factory=list)

    @property
    def heading(self) -> Token:
        """The words of the heading."""
        return self.tokens[1]

    @property
    def body(self) -> list[Token]:
        """The blocks below the heading."""
        return self.tokens[3:]


@dataclass
class _Draft:
    """A story as far as it is read, and what is wrong with it."""

    path: str
    cat: Catalogue
    units: Units
    pictures: Pictures
    faults: list[Fault] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    titles: list[_Part] = field(default_factory=list)
    notes: dict[str, _Part] = field(default_factory=dict)
    env: Env = field(default_factory=dict)

    def fault(
        self,
        line: int | None,
        name: str | None,
        problem: str,
        remedy: str,
        value: str | None = None,
    ) -> None:
        """Add a fault."""
        self.faults.append(Fault(self.path, line, name, problem, value, remedy))

    def refuse(self) -> None:
        """Raise an error of all faults, if there are any."""
        if not self.faults:
            return
        self.faults.sort(key=lambda fault: fault.row or 0)
        more = len(self.faults) - MOST_FAULTS
        if more > 0:
            del self.faults[MOST_FAULTS:]
            self.fault(None, None, f"has {more} more faults", "mend these first")
        raise DataError(self.faults)

    def text_of(self, path: Path) -> str:
        """Return a file's text."""
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise DataError([unread(self.path, error)]) from None
        text = ""
        if len(data) > MOST_BYTES:
            self.fault(None, None, f"is larger than {MOST_BYTES // 1000} kB", "make it two stories")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                self.fault(line, None, "is not UTF-8", "save it in that encoding")
        if not self.faults and not text.strip():
            self.fault(None, None, "is empty", BEGIN)
        elif text.startswith("---"):
            self.fault(1, None, "begins with metadata, or with a rule", BEGIN)
        self.refuse()
        return text

    # --- What stands where -------------------------------------------------------------------

    def take_in(self, text: str) -> None:
        """Part the text by its headings, and look at everything in it."""
        for number, words in enumerate(re.split(r"\r\n?|\n", text), 1):
            found = _UNSEEN.search(words)
            if found and (unseen := stray_problem(found[0])):
                self.fault(number, None, *unseen)
        tokens, self.env = parsed(text, self.cat.source_by_id)
        self.parts = [_Part(1)]
        level, note, line = 0, None, 1
        for token, following in zip(tokens, [*tokens[1:], Token("", "", 0)], strict=True):
            line = token.map[0] + 1 if token.map else line
            if token.type == "footnote_reference_open":
                note = self._note(token.meta["label"], line)
                continue
            if token.type == "footnote_reference_close":
                note = None
                continue
            if token.type == "heading_open":
                level = self._heading(token, following, line, level, in_note=note is not None)
            (self.parts[-1] if note is None else note).tokens.append(token)
        self._look(tokens)
        self._count()
        self.refuse()

    def _note(self, label: str, line: int) -> _Part:
        if label in self.notes:
            first = self.notes[label].line
            self.fault(line, f"[^{label}]", f"has a text in line {first}", "take another name")
        return self.notes.setdefault(label, _Part(line))

    def _heading(
        self, token: Token, inline: Token, line: int, before: int, *, in_note: bool
    ) -> int:
        level = int(token.tag[1])
        if token.level or in_note:
            where = "a heading within a list, a quote or a footnote"
            self.fault(line, None, where, "set it in bold")
            return before
        if level > max(before, 1) + 1:
            most = "#" * (max(before, 1) + 1)
            self.fault(line, None, f"a heading of {'#' * level} skips a level", f"write {most}")
        if "state" in token.meta and level != 2:
            self.fault(line, "state", "stands at another heading than ##", "put it there")
        if level > 2:
            return level
        if not plain_words(inline):
            self.fault(line, None, "a heading without words", "write some")
        elif any(child.type not in _WORDS for child in inline.children or ()):
            rest = "put links, notes and pictures into the text below"
            self.fault(line, None, "a heading has words alone", rest)
        if level == 1 and self.titles:
            first = self.titles[0].line
            self.fault(line, None, f"a second title, after line {first}", "write ##")
        elif level == 1 and any(part.tokens for part in self.parts):
            self.fault(line, None, "something stands before the title", BEGIN)
        has_state = level == 2 and "state" in token.meta
        # Of more sections than there may be, none is looked at any further.
        is_read = has_state and len(self.parts) <= MOST_SECTIONS + len(self.titles)
        state = self._state(token.meta["state"], line) if is_read else None
        part = _Part(line, level, has_state, state)
        self.parts.append(part)
        if level == 1:
            self.titles.append(part)
        return level

    def _state(self, text: str, line: int) -> State | None:
        faults: Faults = []
        state = None
        with ALONE, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                state = read_state(self.cat, split_state(text), self.units, faults)
            except InfmapError as error:
                faults.append(("state", str(error)))
            if state is not None:
                faults += why_nothing(self.cat, state)
        for warning in caught:
            note = line_of(self.path, line, None, None, str(warning.message))
            tell_reading(note)
        for name, message in faults:
            problem, _, remedy = message.partition("; ")
            self.fault(line, name, problem, remedy)
        return state

    # --- What it is made of ------------------------------------------------------------------

    def _look(self, tokens: Sequence[Token]) -> None:
        """Find what is wrong in the text."""
        line, is_deep, is_heading = 1, False, False
        places = {"#sources", *(f"#step-{k}" for k in range(1, len(self._steps) + 1))}
        known = Known({ident: () for ident in self.cat.source_by_id})
        for token in tokens:
            line = token.map[0] + 1 if token.map else line
            if token.level >= MOST_NESTED and not is_deep:
                is_deep = True
                self.fault(
                    line, None, "lists or quotes too deep within each other", "write it flat"
                )
            if token.type == "html_block":
                self._refuse_html(token, line)
            if token.type == "inline":
                self._refuse_stray(token.content, line, in_heading=is_heading)
            is_heading = token.type == "heading_open"
            for at, child in with_lines(token, line):
                match child.type:
                    case "html_inline":
                        self._refuse_html(child, at)
                    case "link_open":
                        self._look_at_link(str(child.attrs.get("href", "")), at, places)
                    case "image":
                        self._look_at_picture(child, at)
                    case "cite":
                        self._look_at_citation(child, at, known)
                    case "footnote_ref" if child.meta["label"] not in self.notes:
                        label = f"[^{child.meta['label']}]"
                        self.fault(at, label, "has no text", f"write {label}: and the text below")

    def _refuse_html(self, token: Token, line: int) -> None:
        (first, *_) = token.content.strip().splitlines() or [""]
        self.fault(line, None, "HTML", r"write Markdown, or \< for the sign", first)

    def _refuse_stray(self, text: str, line: int, *, in_heading: bool) -> None:
        at = stray_state(text, in_heading=in_heading)
        if at is not None:
            # What shows it in a heading may be the last of it.
            (words, *_) = text[0 if in_heading else at :].splitlines()
            self.fault(line + text.count("\n", 0, at), "state", *STRAY, words)

    def _look_at_link(self, address: str, line: int, places: Collection[str]) -> None:
        is_out = is_web_address(address) or address.lower().startswith("mailto:")
        if is_out or address in places:
            return
        inside = f"#step-1 to #step-{len(places) - 1} or #sources"
        self.fault(line, "link", "leads nowhere", f"write https://, mailto:, {inside}", address)

    def _look_at_picture(self, token: Token, line: int) -> None:
        source = str(token.attrs["src"])
        if not token.content.strip():
            words = f"write them, as in ![words]({shorten(source)})"
            self.fault(line, "picture", "has no words for those who do not see it", words)
        elif any(child.type not in _WORDS for child in token.children or ()):
            self.fault(line, "picture", "has more than words in its brackets", "write words alone")
        try:
            token.attrs["src"] = self.pictures.address(source)
        except InfmapError as error:
            problem, _, remedy = str(error).partition("; ")
            self.fault(line, "picture", problem, remedy, source)

    def _look_at_citation(self, token: Token, line: int, known: Known) -> None:
        for ident, _ in token.meta["cites"]:
            if not ident:
                form = "write [@id], [@id, p. 5] or [@id; @id2]"
                self.fault(line, "citation", "cannot be read", form, token.content)
            elif ident not in self.cat.source_by_id:
                # A look for what is near takes long, and no more faults are told.
                near = near_ids(ident, known)[:3] if len(self.faults) < MOST_FAULTS else []
                did = f"did you mean {', '.join(near)}?" if near else "infmap list sources has them"
                self.fault(line, "citation", "no such source", did, ident)

    def _count(self) -> None:
        """Find what is missing, or too much, in the whole."""
        if not self.titles:
            self.fault(1, None, "has no title", BEGIN)
        number = len(self._sections)
        if not number:
            self.fault(None, None, "has no section", f"begin one with ##, and {HOW}")
        elif number > MOST_SECTIONS:
            most = f"write {MOST_SECTIONS} at most, with ### within"
            self.fault(self._sections[MOST_SECTIONS].line, None, f"{number} sections", most)
        elif not self._steps:
            self.fault(self._sections[0].line, "state", "no heading has one", HOW)
        used = self.env.get("footnotes", {}).get("refs", {})
        for label, note in self.notes.items():
            if used.get(f":{label}", -1) < 0:
                self.fault(note.line, f"[^{label}]", "is never used", "cite it in the text")
            elif not note.tokens:
                self.fault(note.line, f"[^{label}]", "has no text", "write it behind the colon")

    @property
    def _sections(self) -> list[_Part]:
        return [part for part in self.parts if part.level == 2]

    @property
    def _steps(self) -> list[_Part]:
        return [part for part in self._sections if part.is_step]

    def _ident(self, part: _Part) -> str:
        """Return where a section stands in the page."""
        alike = [one for one in self._sections if one.is_step is part.is_step]
        return f"{'step' if part.is_step else 'part'}-{alike.index(part) + 1}"

    # --- What becomes of it ------------------------------------------------------------------

    def story(self) -> Story:
        """Return the story, where nothing is wrong."""
        citations = Citations(self.cat)

        def html(tokens: Sequence[Token]) -> Markup:
            return Markup(rendered(tokens, self.env, citations))

        (title,) = self.titles
        lead = html(title.body)
        cat = with_short_texts(self.cat)
        sections = tuple(
            Section(
                ident := self._ident(part),
                part.line,
                html([part.heading]),
                html(part.body),
                shown(cat, part.state, f"{ident}-") if part.state else None,
            )
            for part in self._sections
        )
        labels = [one["label"] for one in self.env.get("footnotes", {}).get("list", {}).values()]
        notes = tuple(html(self.notes[label].tokens) for label in labels)
        sites = [part.state.site_ids for part in self._steps if part.state]
        shows_all = not all(sites)
        return Story(
            title=plain_words(title.heading),
            lead=lead,
            sections=sections,
            notes=notes,
            sources=tuple(zip(citations.sources, citations.read, strict=True)),
            data=story_data(self.cat, None if shows_all else sorted({*sum(sites, ())})),
            colophon=made_with(self.cat),
        )
