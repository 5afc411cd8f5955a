"""Whether a page has the state that an address asks for.

``page/model/state.ts`` has the same rules: the page opens on what it has, and tells the rest. Both
are held to tests/data/page/states.json.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from urllib.parse import parse_qsl

from infmap.catalogue.asked import ALL_THEMES
from infmap.catalogue.names.ids import listed, one_of
from infmap.catalogue.values.date_texts import as_day
from infmap.errors import InfmapError, UnknownIdError, shorten
from infmap.looks.distances import Units
from infmap.maps.data import PageData
from infmap.maps.state import KEYS, PIN, WHAT_IF, WORDS, Mode, read_fragment
from infmap.treaty import Measure

PAIR = "write two of one kind, such as left=operator&right=opponent"


def refuse_unknown(page: str, data: PageData, fragment: str) -> None:
    """Raise `UnknownIdError` if a page, which the error calls `page`, has no such state.

    Examples
    --------
    >>> import infmap
    >>> data = infmap.make_map(infmap.load()).page.opened.data
    >>> refuse_unknown("map.html", data, "site=shuya&date=2019-02-10")
    >>> refuse_unknown("map.html", data, "site=shuya&system=sm-3-ib")
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no system at shuya on map.html, 'sm-3-ib'; known: 9m729, \
iskander-m
    """
    pairs = parse_qsl(fragment.removeprefix("#"))
    if not pairs:
        raise UnknownIdError(
            f"no state {shorten(fragment)!r} on {page}; write what the page's address has from # "
            "on, as in site=shuya"
        )
    _refuse_keys(pairs)
    state = read_fragment(fragment)
    for name, choices in _choices(data, state).items():
        word = state.get(name.partition(" ")[0])
        if word is not None and word not in choices:
            nearest = one_of(word, choices, f"{name} on {page},")
            raise UnknownIdError(f"no {name} {shorten(word)!r} on {page}; write {nearest}")
    for name, (is_one, form) in _FORMS.items():
        if name in state and not is_one(data, state[name]):
            raise UnknownIdError(f"no {name} {shorten(state[name])!r} on {page}; write {form}")
    _refuse_sides(page, data, state)


def _refuse_keys(pairs: Sequence[tuple[str, str]]) -> None:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in (*KEYS, PIN):
            key = one_of(name, (*KEYS, PIN), "key")
            raise UnknownIdError(f"no key {shorten(name)!r}; write {key}")
        if given.setdefault(name, value) != value:
            both = f"{shorten(given[name])!r} and {shorten(value)!r}"
            raise UnknownIdError(f"{name} is given twice ({both}); write it once")


def site_asked(data: PageData, state: Mapping[str, str]) -> str:
    """Return the id of the site of a state: where it names none, the first that shows something.

    Examples
    --------
    >>> import infmap
    >>> data = infmap.make_map(infmap.load()).page.opened.data
    >>> site_asked(data, {}), site_asked(data, {"system": "sm-3-ib"})
    ('shuya', 'deveselu')
    """
    theme, day, system = (state.get(name) for name in ("theme", "date", "system"))
    having = [
        site["id"]
        for site in data["sites"]
        if any(
            system in (None, row["system_id"])
            and (theme in (None, ALL_THEMES) or row["theme"] in (None, theme))
            and (day is None or (row["from_day"] or "") <= day <= (row["to_day"] or day))
            for row in site["deployments"]
        )
    ]
    first = data["first_site"]
    return state.get("site") or (first if first in having else next(iter(having), first))


def _choices(data: PageData, state: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """Return the words of each key that has a few; the site is looked up before its systems."""
    sites = {site["id"]: site for site in data["sites"]}
    ident = site_asked(data, state)
    there = sites[ident]["deployments"] if ident in sites else []
    return {
        "site": [*sites, *([WHAT_IF] if PIN in state else [])],
        "capital": [row["id"] for row in data["capitals"]],
        "theme": data["themes"],
        "account": data["accounts"],
        "holder": [*data["holders"]],
        "units": [*Units],
        **WORDS,
        f"system at {ident}": [*dict.fromkeys(row["system_id"] for row in there)],
    }


def _is_day(_: PageData, text: str) -> bool:
    try:
        day = as_day(text)
    except InfmapError:
        return False
    return day is not None and day.isoformat() == text


def _are_within(texts: Sequence[str], *bounds: Sequence[float]) -> bool:
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return False
    return len(numbers) == len(bounds) and all(
        isfinite(number) and low <= number <= high
        for number, (low, high) in zip(numbers, bounds, strict=True)
    )


def _is_view(data: PageData, text: str) -> bool:
    return _are_within(text.split("/"), *data["view_bounds"])


def _is_place(_: PageData, text: str) -> bool:
    return _are_within(text.split(","), (-180, 180), (-90, 90))


def _is_pin(data: PageData, text: str) -> bool:
    place, _, reach = text.rpartition(",")
    launched = {
        claim["system_id"]
        for claim in data["claims"]
        if data["systems"][claim["system_id"]]["strike"] and claim["measure"] != Measure.ENGAGEMENT
    }
    is_reach = reach in launched or _are_within([reach], data["range_km"])
    return _is_place(data, place) and is_reach


#: The keys of a form of their own, and the form.
_FORMS: Mapping[str, tuple[Callable[[PageData, str], bool], str]] = {
    "date": (_is_day, "a day as in 2019-02-10"),
    "view": (_is_view, "ZOOM/LAT/LON, as in 4/55/20"),
    "at": (_is_place, "LON,LAT in degrees"),
    PIN: (_is_pin, "LON,LAT,RANGE with a range in km, or the id of a system that strikes"),
}


def kinds_of(data: PageData, side: str) -> list[str]:
    """Return what a side of a comparison may be; an id may be a system's and a site's."""
    if side in data["accounts"]:
        return ["account"]
    if _is_day(data, side):
        return ["day"]
    sites = [site["id"] for site in data["sites"]]
    return [
        *(["system"] if side in data["systems"] else []),
        *(["site"] if side in sites else []),
    ]


def _refuse_sides(page: str, data: PageData, state: Mapping[str, str]) -> None:
    sides = {name: state[name] for name in ("left", "right") if name in state}
    if not sides:
        return
    if state.get("mode") != Mode.COMPARE:
        raise UnknownIdError(
            f"{listed(sides, 'and')} without mode=compare: nothing is compared; write it too"
        )
    for side in sides.values():
        if not kinds_of(data, side):
            raise UnknownIdError(
                f"no account, system or site {shorten(side)!r} on {page}, and no day; {PAIR}"
            )
    left, right = (state.get(name, "") for name in ("left", "right"))
    if left == right or not {*kinds_of(data, left)} & {*kinds_of(data, right)}:
        told = " and ".join(f"{name} {shorten(side)!r}" for name, side in sides.items())
        raise UnknownIdError(f"{told} cannot be compared; {PAIR}")
