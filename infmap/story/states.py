"""The state at the end of a heading: its words, and what the map shows by them.

The keys are those of the page's address, which may stand there as it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import combinations
from typing import TypeVar
from urllib.parse import parse_qsl

from infmap.analysis.compare import Compared, Sides, sides_of
from infmap.analysis.finding import answer_about
from infmap.analysis.overlap import holders_on
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import ALL_ACCOUNTS, ALL_THEMES, states_asked
from infmap.catalogue.names.ids import match_id, one_of
from infmap.catalogue.rows import Account, Theme
from infmap.catalogue.values.date_texts import as_day
from infmap.catalogue.values.units import read_units
from infmap.errors import InfmapError, shorten
from infmap.looks.distances import Units
from infmap.maps.cases import opening_site
from infmap.maps.state import KEYS, PIN, WORDS, Mode, look_of, view_text, write_fragment

PAIR = "write left=operator right=opponent, or two days, two systems or two sites"
HOW = "write {site=shuya date=2019-02-10}, or what the page's address has from # on"
#: What editors make of quotes.
_QUOTES = str.maketrans({mark: '"' for mark in "“”„‟«»″"} | {mark: "'" for mark in "‘’‚‛′"})  # noqa: RUF001
_PAIR = re.compile(r"""\s*([^\s=,;"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))(?:[\s,;]+|$)""")
_PASTED = re.compile(r"(?:https?://\S*)?#(\S+=\S*)")
_KEY = rf"\b(?:{'|'.join((*KEYS, PIN))})\s*"
#: What shows that a state was meant: in text, and in a heading, where hardly anything else has =.
_MEANT = re.compile(rf"\{{\s*[^{{}}\s]*?{_KEY}=", re.I)
_MEANT_IN_HEADING = re.compile(rf"{_KEY}=|\{{\s*{_KEY}:|\{{[^{{}}]*=|=[^{{}}=]*\}}", re.I)
#: In Markdown a sign behind a backslash, and code.
_PLAIN = re.compile(r"\\.|(?<!`)(`+)(?!`).{,999}?(?<!`)\1(?!`)", re.DOTALL)

T = TypeVar("T")
#: What is wrong with a field, and what to write.
Faults = list[tuple[str, str]]


@dataclass(frozen=True)
class State:
    """What the map shows beside a section."""

    #: Each key with its value, as the page's address has them; what is as usual is left out.
    words: Mapping[str, str]
    #: None for every report, whatever its date.
    day: date | None
    #: What is compared.
    sides: Sides | None

    @property
    def mode(self) -> Mode:
        """How the map looks at the sites."""
        return Mode(self.words["mode"])

    @property
    def units(self) -> Units:
        """What distances are told in."""
        return read_units(self.words.get("units", "km"))

    @property
    def compared(self) -> str:
        """The key of the page's address that each side of a comparison stands for."""
        assert self.sides is not None
        return "date" if self.sides.what is Compared.DAY else str(self.sides.what)

    @property
    def fragment(self) -> str:
        """The state as the page's address has it behind ``#``."""
        return write_fragment(self.words)

    @property
    def site_ids(self) -> tuple[str, ...]:
        """The sites that it shows; none of them is named where it shows all."""
        if self.sides is not None and self.sides.what == "site":
            return self.sides.left, self.sides.right
        return () if self.mode is Mode.OVERVIEW else (self.words["site"],)


def split_state(text: str) -> list[tuple[str, str]]:
    """Return the keys and values of a state, as they stand between its braces.

    Raises `InfmapError` if it is not made of keys and values.

    Examples
    --------
    >>> split_state('site = shuya, date="10 Feb 2019"')
    [('site', 'shuya'), ('date', '10 Feb 2019')]
    >>> split_state("#site=shuya&date=2019-02-10")
    [('site', 'shuya'), ('date', '2019-02-10')]
    """
    if pasted := _PASTED.fullmatch(text.strip()):
        return parse_qsl(pasted[1])
    text, at = text.translate(_QUOTES).strip(), 0
    pairs = []
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None:
            raise InfmapError(f"not a key with its value ({shorten(text[at:])!r}); {HOW}")
        key, *values = pair.groups()
        value = next(value for value in values if value is not None)
        pairs.append((key.casefold(), value.rstrip(",;") if values[2] else value.strip()))
        at = pair.end()
    if not pairs:
        raise InfmapError(f"is empty; {HOW}")
    return pairs


def stray_state(text: str, *, in_heading: bool) -> int | None:
    r"""Return where in Markdown a state is meant that is none, or None.

    The text of a heading is what stands before its state.

    Examples
    --------
    >>> stray_state("The charge {site=shuya} (2019)", in_heading=True)
    11
    >>> stray_state(r"A \{set\}, and `{site=shuya}`", in_heading=True)
    """
    words = _PLAIN.sub(lambda found: "-" * len(found[0]), text)
    found = (_MEANT_IN_HEADING if in_heading else _MEANT).search(words)
    return found.start() if found else None


def read_state(
    cat: Catalogue, pairs: list[tuple[str, str]], units: Units, faults: Faults
) -> State | None:
    """Return the state of some keys and values, or None if `faults` got any.

    `faults` gets the field and the message of each.

    Examples
    --------
    >>> import infmap
    >>> faults = []
    >>> state = read_state(infmap.load(), [("site", "Shuya")], Units.KM, faults)
    >>> state.fragment
    'site=shuya&theme=debate&mode=focus'
    >>> read_state(infmap.load(), [("site", "shuja")], Units.KM, faults)
    >>> faults
    [('site', "no site 'shuja'; did you mean shuya?")]
    """
    return _Reading(cat, faults).state(pairs, units)


@dataclass
class _Reading:
    cat: Catalogue
    faults: Faults
    given: dict[str, str] = field(default_factory=dict)

    def state(self, pairs: list[tuple[str, str]], units: Units) -> State | None:
        before = len(self.faults)
        self._take_in(pairs)
        words: dict[str, str | None] = {
            name: self._read(name, partial(_word, name)) for name in WORDS
        }
        mode = words["mode"] or Mode.FOCUS
        day = self._read("date", lambda text: as_day(text, "date"))
        sides = self._sides(mode)
        site = self._site(mode, sides)
        both = (sides.left, sides.right) if sides and sides.what == "site" else ()
        shown = both or tuple(filter(None, (site,)))
        shown_in = self._read("units", lambda text: read_units(text, "units")) or units
        words |= {
            "site": site,
            "theme": self._read("theme", self._theme) or self._usual_theme(shown, mode),
            "account": self._read("account", self._account),
            "date": day.isoformat() if day else None,
            "capital": self._read("capital", lambda text: self._capital(text, day)),
            "mode": mode,
            "units": None if shown_in is Units.KM else str(shown_in),
            "view": self._read("view", _view),
            "system": self._read(
                "system", lambda text: match_id(text, self.cat.known_systems, "system")
            ),
            "left": sides.left if sides else None,
            "right": sides.right if sides else None,
            "holder": self._read("holder", self._holder) or self._usual_holder(site, day, mode),
            "at": self._read("at", _place),
        }
        if mode == Mode.COMPARE and not {"left", "right"} & {*self.given} and site:
            sides = self._usual_pair(site, words["theme"], words["account"], day)
            words["account"] = None
            words |= {"left": sides.left, "right": sides.right} if sides else {}
        self._refuse_idle(mode, sides, words)
        if len(self.faults) > before:
            return None
        told = {name: value for name in KEYS if (value := words[name])}
        return State(told, day, sides)

    def _fault(self, name: str, message: str) -> None:
        self.faults.append((name, message.removeprefix(f"{name}: ")))

    def _take_in(self, pairs: list[tuple[str, str]]) -> None:
        for name, value in pairs:
            if name == PIN:
                self._fault(name, "no step shows what nobody reports; name a site")
            elif name not in KEYS:
                try:
                    one_of(name, KEYS, "key")
                    self._fault("state", f"no key {shorten(name)!r}; write it in small letters")
                except InfmapError as error:
                    self._fault("state", str(error))
            elif name in self.given:
                both = f"{shorten(self.given[name])!r} and {shorten(value)!r}"
                self._fault(name, f"is given twice ({both}); write it once")
            else:
                self.given[name] = value
        mode, projection = look_of(self.given.get("mode"), self.given.get("projection"))
        looks = {"mode": mode, "projection": projection}
        self.given |= {name: word for name, word in looks.items() if word is not None}

    def _read(self, name: str, read: Callable[[str], T]) -> T | None:
        text = self.given.get(name)
        if text is None:
            return None
        try:
            return read(text)
        except InfmapError as error:
            self._fault(name, str(error))
            return None

    def _sides(self, mode: str) -> Sides | None:
        left, right = self.given.get("left"), self.given.get("right")
        if mode != Mode.COMPARE:
            if left or right:
                self._fault("left" if left else "right", "is compared with nothing; write "
                            "mode=compare, or leave it out")  # fmt: skip
            return None
        if left is None and right is None:
            return None
        if left is None or right is None:
            self._fault("right" if left else "left", f"nothing to compare; {PAIR}")
            return None
        try:
            return sides_of(self.cat, left, right)
        except InfmapError as error:
            self._fault("left and right", str(error))
            return None

    def _site(self, mode: str, sides: Sides | None) -> str | None:
        if sides is not None and sides.what == "site":
            return sides.left  # what is compared is what is shown
        site = self._read("site", lambda text: self.cat.site(text).id)
        is_faulty = mode == Mode.COMPARE and not sides and {"left", "right"} & {*self.given}
        if "site" not in self.given and mode != Mode.OVERVIEW and not is_faulty:
            self._fault("site", "is missing; write site=ID, as infmap list sites has it")
        return site

    def _theme(self, text: str) -> str:
        there = {row.theme for row in self.cat.deployment_rows}
        return one_of(text, [*(theme for theme in Theme if theme in there), ALL_THEMES], "theme")

    def _usual_theme(self, shown: Sequence[str], mode: str) -> str | None:
        """Return the part of the story that sites belong to: all of it where they differ."""
        if mode == Mode.OVERVIEW:
            return None
        themes = {str(self.cat.opening_theme(site)) for site in shown}
        return themes.pop() if len(themes) == 1 else ALL_THEMES if themes else None

    def _account(self, text: str) -> str | None:
        account = one_of(text, [*Account, ALL_ACCOUNTS], "account")
        return None if account == ALL_ACCOUNTS else account

    def _capital(self, text: str, day: date | None) -> str:
        there = self.cat.with_capitals_of(day)
        place = there.place(text)
        if place not in there.capital_rows:
            raise InfmapError(
                f"no capital {shorten(text)!r}; write one that infmap list capitals has"
            )
        return place.id

    def _holder(self, text: str) -> str:
        held = (name for row in self.cat.deployment_rows for name in self.cat.holders_by(row))
        return states_asked(text, held, "holder")[0]

    def _usual_pair(
        self, site: str, theme: str | None, account: str | None, day: date | None
    ) -> Sides | None:
        """Return the two accounts whose counts differ most, as ``page/model/pairs.ts`` does.

        An account that is asked for is one of them, beside the first other.
        """
        answer = answer_about(self.cat, site, theme=theme, as_of=day)
        counts = answer.by_account
        pairs = [pair for pair in combinations(counts, 2) if account is None or account in pair]
        if answer.reports and not pairs:
            self._fault("left and right", f"no two accounts give a number here; {PAIR}")
            return None

        def difference(pair: tuple[str, str]) -> int:
            one, other = (counts[side] for side in pair)
            return one.difference(other)

        # Where nothing is reported, that is what is wrong.
        usual = (Account.OPERATOR, Account.OPPONENT)
        left, right = max(pairs[: 1 if account else None], key=difference, default=usual)
        return Sides(Compared.ACCOUNT, str(left), str(right))

    def _usual_holder(self, site: str | None, day: date | None, mode: str) -> str | None:
        """Return whose missiles all sites are counted of: the holder's at the site in focus."""
        if mode != Mode.OVERVIEW:
            return None
        there = holders_on(self.cat, day)
        focus = self.cat.site(site) if site else opening_site(self.cat)
        its = (name for row in focus.deployments for name in self.cat.holders_by(row))
        return next((name for name in its if name in there), there[0] if there else None)

    def _refuse_idle(self, mode: str, sides: Sides | None, words: Mapping[str, str | None]) -> None:
        """Refuse what would seem to narrow what the map shows, and does not."""
        for name in ("account", "system"):
            if words[name] and mode == Mode.OVERVIEW:
                self._fault(name, f"all sites are counted on every {name}; leave {name} out")
        for name in ("holder", "count", "at"):
            # A page's address, which always has a mode, keeps what was chosen in another.
            if words[name] and "mode" not in self.given:
                self._fault(name, "is of all sites; write mode=overview, or leave it out")
        if sides is not None:
            name = "date" if sides.what == "day" else str(sides.what)
            if words[name] and sides.what != "site":
                self._fault(name, f"two {sides.what}s are compared already; leave {name} out")


def _word(name: str, text: str) -> str:
    return one_of(text, WORDS[name], name)


def _view(text: str) -> str:
    try:
        return view_text([*map(float, text.split("/"))])
    except (InfmapError, ValueError):
        raise InfmapError(f"no view {shorten(text)!r}; write ZOOM/LAT/LON, as in 4/55/20") from None


def _place(text: str) -> str:
    try:
        lon, lat = map(float, text.split(","))
    except ValueError:
        raise InfmapError(f"no place {shorten(text)!r}; write LON,LAT in degrees") from None
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise InfmapError(f"no such place {shorten(text)!r}; write LON,LAT in degrees")
    return f"{lon:g},{lat:g}"
