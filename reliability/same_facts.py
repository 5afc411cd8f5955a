"""The statements of all media in the same form: kind and subject of a fact, and its words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infmap.geodesy import MIN_RANGE_KM
from infmap.looks.words import UNREAD

#: A figure as a pair of kilometres: at least, and up to.
Pair = tuple[float | None, float | None]
#: The words said of each subject, by kind of fact; several in any order.
Facts = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]

KM = r"([\d.]+(?:e\+\d+)?)"
FIGURES: dict[str, Callable[..., Pair]] = {
    rf"at least {KM} km": lambda km: (float(km), None),
    rf"up to {KM} km": lambda km: (None, float(km)),
    rf"{KM} to {KM} km": lambda low, high: (float(low), float(high)),
    r"none \(0 km\)": lambda: (None, 0.0),
    "no figure": lambda: (None, None),
}
BANDS = {
    "below 500 km": "below-500",
    "500 to 1000 km": "shorter-range",
    "1000 to 5500 km": "intermediate-range",
    "beyond 5500 km": "beyond-5500",
}
REACHES = {
    "all accounts": "all",
    "some accounts": "some",
    "left open": "unknown",
    "no account": "none",
    "no figure": "none",
    "no strike figure": "none",
}
RELATIONS = {
    "the holder's own": "holder",
    "the host's own": "host",
    "ally's": "ally",
    "ally's, then and today": "ally",
    "": "other",
}
#: Kinds of facts whose numbers a medium may round.
NUMBERS = {"distance", "azimuth"}
NOT_STRIKE = "not a strike system"
#: The same in other words, at the end of an answer.
NO_STRIKE = ("engagement only", "(engagement only)", "not a strike figure")
ANSWERS = {True: "in range", False: "out of range", None: "left open"}


#: What a verdict without a day hangs on, where it never held.
_PROVISO = re.compile(", (had it stayed|were the treaty in force)$")


class Gathered:
    """Collects facts as they are read."""

    def __init__(self) -> None:
        self._said: dict[str, dict[tuple[Any, ...], list[Any]]] = defaultdict(
            lambda: defaultdict(list)
        )

    def say(self, kind: str, *subject: Any, word: Any) -> None:
        """Record what is said of a subject; of no strike on the ground is one answer."""
        is_none = kind == "answer" and str(word).endswith(NO_STRIKE)
        self._said[kind][subject].append(NOT_STRIKE if is_none else word)

    def figure(self, system: str, claimant: str, account: str, pair: Pair) -> None:
        """Record a party's figure, and the rings that it must have."""
        self.say("figure", system, claimant, account, word=pair)
        self.say("figure by claimant", system, claimant, word=pair)
        for km, end in ends_of(pair):
            self.say("ring", system, claimant, account, km, word=end)

    def verdict(self, system: str, claimant: str, account: str, pair: Pair, word: Any) -> None:
        """Record the treaty's verdict on a figure, and so on its rings, which have its outcome."""
        self.say("verdict", system, claimant, account, pair, word=word)
        outcome = outcomes((name, _PROVISO.sub("", words)) for name, words in word)
        for km, end in ends_of(pair):
            self.say("ring's verdict", system, claimant, account, km, end, word=outcome)

    def facts(self) -> Facts:
        """Return all facts recorded."""
        return {
            kind: {subject: tuple(sorted(words, key=repr)) for subject, words in said.items()}
            for kind, said in self._said.items()
        }


def ends_of(pair: Pair) -> Iterator[tuple[float, str]]:
    """Yield the rings of a figure: the distance, and which end of the figure it is."""
    low, high = pair
    if low is not None and high is not None:
        ends: list[tuple[float | None, str]] = [(low, "lower"), (high, "far")]
    else:
        ends = [(low, "open")] if low is not None else [(high, "most")]
    for km, end in ends:
        if km is not None and km >= MIN_RANGE_KM:
            yield km, end


def pair_of(low: float | None, high: float | None) -> Pair:
    """Return a figure as its words give it: equal ends are a maximum."""
    return (None if low == high else low), high


def pair_in(words: str) -> Pair:
    """Return the pair of a figure in words, behind which may stand that nobody read its source."""
    words = words.removesuffix(f" ({UNREAD})")
    for pattern, make in FIGURES.items():
        if match := re.fullmatch(pattern, words):
            return make(*match.groups())
    raise ValueError(f"no figure: {words!r}")


def outcomes(by_holder: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return outcomes by holder; an outcome for all holders has no holder's name."""
    pairs = sorted(set(by_holder))
    words = {outcome for _, outcome in pairs}
    return tuple(pairs) if len(words) > 1 else tuple(("", word) for word in words)


def outcomes_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return outcomes written as ``banned (A, B); not bound (C)``."""
    groups = re.findall(r"(?:^|; )([a-z, ]+?)(?: \((.+?)\))?(?=; |$)", text)
    return outcomes((name, word) for word, names in groups for name in names.split(", "))


def claimant_in(whose: str) -> tuple[str, str]:
    """Return the claimant and the account in ``US DNI (D. Coats) (opponent)``."""
    claimant, _, account = whose.rpartition(" (")
    return claimant, account.removesuffix(")")


@dataclass(frozen=True)
class Medium:
    """The facts of a medium, and the kinds of facts of which it must have all.

    Attributes
    ----------
    name : str
    kinds : tuple of str
    facts : Facts
    within : float
        Allowed error of its distances and azimuths, from the decimals that it shows.
    narrowed : mapping
        By kind the subjects that it has, if it leaves others out.
    """

    name: str
    kinds: tuple[str, ...]
    facts: Facts
    within: float = 0.0
    narrowed: Mapping[str, Any] | None = None


def contradictions(true: Facts, medium: Medium) -> Iterator[str]:
    """Yield a line for each fact that differs in a medium, is missing, or is only there."""
    for kind in medium.kinds:
        said, expected = medium.facts.get(kind, {}), true.get(kind, {})
        subjects = (medium.narrowed or {}).get(kind)
        if subjects is not None:
            expected = {subject: word for subject, word in expected.items() if subject in subjects}
        for subject in dict.fromkeys([*expected, *said]):
            words, others = said.get(subject), expected.get(subject)
            if kind in NUMBERS and words and others and len(words) == len(others):
                pairs = zip(words, others, strict=True)
                if all(abs(a - b) <= medium.within + 1e-9 for a, b in pairs):
                    continue
            if words != others:
                about = ", ".join(map(str, subject))
                yield f"{kind} of {about}: {medium.name} says {words}, the catalogue {others}"
        if kind == "distance":
            yield from _beside_its_band(medium)
            yield from _beside_its_answers(medium, true)


def _beside_its_band(medium: Medium) -> Iterator[str]:
    """Yield the distances that, as rounded, do not lie in the band shown beside them."""
    for place, distances in medium.facts.get("distance", {}).items():
        bands = medium.facts.get("band", {}).get(place, ())
        shown = tuple(sorted(band_shown(km) for km in distances))
        if bands and shown != bands:
            yield f"distance of {place[0]}: {medium.name} shows {distances} km beside {bands}"


def _beside_its_answers(medium: Medium, true: Facts) -> Iterator[str]:
    """Yield the distances that, as rounded, lie on the wrong side of a figure's end."""
    shown = {place: km for (place, *_), km in medium.facts.get("distance", {}).items()}
    for (place, *whose, pair), words in true.get("answer", {}).items():
        told = {answer_shown(pair, km) for km in shown.get(place, ())}
        if told and NOT_STRIKE not in words and not told <= {*words}:
            yield f"distance of {place}: {medium.name} shows {shown[place]} km; {whose}: {words}"


def answer_shown(pair: Pair, km: float) -> str:
    """Return whether a figure puts a distance in range, as a reader would judge it."""
    low, high = pair
    sure = high if low is None else low
    if high == 0:
        return "out of range"
    if sure is not None and km <= sure:
        return "in range"
    return "left open" if high is None or km <= high else "out of range"


def reach_shown(answers: Mapping[str, Iterable[str]]) -> str:
    """Return the word of reach for the answers of each strike system, as a reader would say it."""
    of_systems = [{*words} for words in answers.values()]
    if {"in range"} in of_systems:
        return "all"
    words = set().union(*of_systems)
    if "in range" in words:
        return "some"
    return "unknown" if "left open" in words else "none"


def band_shown(km: float) -> str:
    """Return the band of a distance, as a reader would judge it."""
    limits = {500: "below-500", 1000.0000001: "shorter-range", 5500.0000001: "intermediate-range"}
    return next((band for limit, band in limits.items() if km < limit), "beyond-5500")
