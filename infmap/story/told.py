"""What a step's map shows, in words: its finding, a count for each account, and a table.

Everything is counted by the code of `infmap.finding`, of figures with two accounts, and of
`infmap.overlap`; here it is put in words alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.compare import Compared
from infmap.analysis.counts import is_foreign
from infmap.analysis.coverage import row_distance_words
from infmap.analysis.finding import AccountFinding, answer_about, finding_of
from infmap.analysis.headline import ALL, Found
from infmap.analysis.overlap import Tallies, tallies
from infmap.analysis.reach import Reach
from infmap.analysis.versus import Side, Versus, whose_figures
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Account, place_word
from infmap.looks.rows import CoverageRow
from infmap.looks.sentences import count_text, number_text, possessive, title_name
from infmap.looks.words import (
    NOT_STRIKE,
    OWNERS,
    RELATION_WORDS,
    UNREAD,
    claimant_text,
    range_text,
    system_label,
)
from infmap.maps.state import Mode
from infmap.story.record import Count, Shown, Table
from infmap.story.states import State
from infmap.treaty import TREATY_BANDS

#: So many capitals of all sites stand in a table.
MOST_TALLIES = 12
#: So many names stand in a line below a table.
MOST_NAMES = 6
#: A title has at most so many letters.
MOST_LETTERS = 145


def shown(cat: Catalogue, state: State) -> Shown:
    """Return what the map shows in a state.

    Parameters
    ----------
    cat : Catalogue
        Uncut.
    state : State
        One that shows something.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> from infmap.story.states import read_state, split_state
    >>> cat = infmap.load()
    >>> words = split_state("site=shuya account=operator date=2019-02-10")
    >>> step = shown(cat, read_state(cat, words, Units.KM, []))
    >>> step.counts[0].number, step.counts[0].who
    ('0', "Russia's figures")
    """
    tell = {Mode.FOCUS: _focus, Mode.COMPARE: _compare, Mode.OVERVIEW: _overview}[state.mode]
    title, counts, table = tell(cat, state)
    return Shown(state.fragment, state.day, title, tuple(counts), table, lambda: "")


# --- One site ----------------------------------------------------------------------------------


def _focus(cat: Catalogue, state: State) -> tuple[str, list[Count], Table]:
    answer = answer_in(cat, state)
    found = finding_of(answer)
    told = Found(answer, answer.by_account)
    counts = [
        _count(told, one, whose_figures(one.account, told.holders), one.account)
        for one in found.accounts
        if one.account != ALL
    ]
    heads = ("Whose", "Figure", f"{_capital(told.noun)}s in range")
    notes = filter(None, (found.deck, *_beyond(answer)))
    return found.title, counts, Table(found.title, heads, tuple(_figure_rows(told)), tuple(notes))


def answer_in(cat: Catalogue, state: State, **side: str) -> SiteAnswer:
    """Return the answer about the site of a state, or of one side of what it compares.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> from infmap.story.states import read_state
    >>> cat = infmap.load()
    >>> state = read_state(cat, [("site", "shuya")], Units.KM, [])
    >>> len(answer_in(cat, state).figures), len(answer_in(cat, state, system="9m729").figures)
    (12, 8)
    """
    words = {**state.words, **side}
    site = cat.site(words["site"])
    rows = [row for row in site.deployments if words.get("system") in (None, row.system_id)]
    cut = replace(cat, deployment_rows=tuple(rows) or site.deployments)
    answer = answer_about(
        cut,
        site.id,
        theme=words.get("theme"),
        account=words.get("account"),
        as_of=words.get("date"),
    )
    return replace(answer, bands=TREATY_BANDS.in_units(state.units))


def _count(told: Found, one: AccountFinding, whose: str, look: str) -> Count:
    """Return what stands over the map of one account, or of all of them."""
    figures = told.figures(one.account)
    said = dict.fromkeys(_range(told.answer, figure) for figure in figures)
    own = [
        row["target"]
        for row in told.answer.rows
        if not is_foreign(row) and _has(told.answer, row, figures)
    ]
    aside = f"; not counted: {', '.join(own)}" if own else ""
    words = one.longest or ", ".join(said)
    return Count(
        one.span, _capital(whose), look, f"{words}. {_capital(told.noun)}s in range{aside}"
    )


def _figure_rows(told: Found) -> Iterator[tuple[str, ...]]:
    """Yield a row for each group of an account's figures that put the same places in range."""
    answer = told.answer
    groups: dict[tuple[object, ...], tuple[list[Figure], list[CoverageRow]]] = {}
    for figure in answer.figures:
        rows = [row for row in answer.rows if is_foreign(row) and _has(answer, row, [figure])]
        of = (figure.claim.account, _standing(figure), *(row["target_id"] for row in rows))
        groups.setdefault(of, ([], rows))[0].append(figure)
    order = [*OWNERS]
    for figures, rows in sorted(
        groups.values(), key=lambda group: order.index(group[0][0].claim.account)
    ):
        claimants = dict.fromkeys(claimant_text(figure.claim.claimant) for figure in figures)
        whose = f"{OWNERS[figures[0].claim.account]}: {', '.join(claimants)}"
        yield whose, _figures(answer, figures), _reached(figures[0], rows)
    if not groups:
        yield "Nobody", "No figure is on file", "none"


def _standing(figure: Figure) -> tuple[bool, bool, bool, bool]:
    """Return what tells figures apart that have the same places in range."""
    return figure.system.strike, figure.is_unread, figure.names_no_maximum, figure.has_number


def _figures(answer: SiteAnswer, figures: Sequence[Figure]) -> str:
    """Return what figures say, by system."""
    said: dict[str, dict[str, None]] = {}
    for figure in figures:
        label = system_label(figure.system.short_name)
        said.setdefault(label, {})[_range(answer, figure)] = None
    return "; ".join(f"{label}: {', '.join(ranges)}" for label, ranges in said.items())


def _reached(figure: Figure, rows: Sequence[CoverageRow]) -> str:
    """Return the places that a figure puts in range, nearest first."""
    if not figure.system.strike:
        return NOT_STRIKE
    number = f"{len(rows)} or more" if figure.names_no_maximum and rows else str(len(rows))
    if not rows:
        number = "none for sure" if figure.names_no_maximum else "none"
    if not figure.has_number:
        number = "no number"
    names = _names(rows, len(rows))
    why = f", not counted: {UNREAD}" if figure.is_unread else ""
    return f"{number}{why}{f': {names}' if names else ''}"


def _beyond(answer: SiteAnswer) -> Iterator[str]:
    """Yield what is near, and left open."""
    out = answer.foreign(Reach.NONE)
    if out:
        away = row_distance_words(out[0], 0, answer.bands)
        yield f"Nearest out of range: {out[0]['target']}, {away}."
    if left_open := answer.foreign(Reach.UNKNOWN):
        yield f"Left open: {len(left_open)}, nearest {_names(left_open)}."
    if near := [row for row in answer.rows if row["near_edge"]]:
        yield f"So near a figure's edge that the position decides: {_names(near, len(near))}."


def _has(answer: SiteAnswer, row: CoverageRow, figures: Sequence[Figure]) -> bool:
    """Return whether one of some figures puts a place in range."""
    entries = zip(answer.figures, row["accounts"], strict=True)
    return any(
        entry["in_range"] for figure, entry in entries if any(figure is one for one in figures)
    )


def _range(answer: SiteAnswer, figure: Figure) -> str:
    claim = figure.claim
    return range_text(claim.at_least_km, claim.up_to_km, answer.bands.units)


# --- Two sides ---------------------------------------------------------------------------------


def _compare(cat: Catalogue, state: State) -> tuple[str, list[Count], Table]:
    versus = beside(cat, state)
    words = [_side_words(cat, state, versus, side) for side in versus.sides]
    rows = [
        (f"{said} alone", str(len(only)), _names(only, len(only)) or "none")
        for said, only in zip(words, map(versus.only, versus.sides), strict=True)
    ]
    both = versus.shared
    rows.append(("Both", str(len(both)), _names(both, len(both)) or "none"))
    title = _versus_title(state, versus, words)
    heads = ("In range on", f"{_capital(versus.noun)}s", "Which, nearest first")
    table = Table(title, heads, tuple(rows), tuple(_versus_notes(state, versus)))
    counts = [
        _side_count(side, f"{letter}, {said}")
        for side, letter, said in zip(versus.sides, "AB", words, strict=True)
    ]
    return title, counts, table


def beside(cat: Catalogue, state: State) -> Versus:
    """Return the two sides of a state that compares.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> from infmap.story.states import read_state, split_state
    >>> cat = infmap.load()
    >>> words = split_state("mode=compare left=mutlangen right=postavy theme=all date=1987-12-08")
    >>> found = beside(cat, read_state(cat, words, Units.KM, []))
    >>> len(found.only(found.right)) > 20
    True
    """
    sides = state.sides
    assert sides is not None
    name = {Compared.DAY: "date"}.get(sides.what, str(sides.what))
    left, right = (
        Side(
            side if sides.what is Compared.ACCOUNT else state.words.get("account", ALL),
            answer_in(cat, state, **{name: side}),
        )
        for side in (sides.left, sides.right)
    )
    return Versus(left, right, left.answer)


def _side_words(cat: Catalogue, state: State, versus: Versus, side: Side) -> str:
    """Return what a side is called."""
    sides = state.sides
    assert sides is not None
    ident = sides.left if side is versus.left else sides.right
    if sides.what is Compared.ACCOUNT:
        return versus.whose(side)
    if sides.what is Compared.SYSTEM:
        return system_label(cat.system_by_id[ident].short_name)
    return title_name(cat.site(ident).name) if sides.what is Compared.SITE else ident


def _side_count(side: Side, who: str) -> Count:
    """Return what stands over a side's map: all that its figures have in reach."""
    one = side.finding.accounts[-1] if side.finding.accounts else None
    look = side.account if side.account in [*Account] else ALL
    if one is None:
        return Count("\N{EN DASH}", who, look, "no figure makes a number")
    return _count(side.found, one, who, look)


def _versus_title(state: State, versus: Versus, words: Sequence[str]) -> str:
    """Return what is found between two sides; ``page/model/compared.ts`` has the same words."""
    sides = state.sides
    assert sides is not None
    if sides.what is Compared.ACCOUNT or not versus.any_strikes:
        return versus.title
    noun = versus.noun if versus.left.found.has_own else versus.right.found.noun
    gone, come = (len(versus.only(side)) for side in versus.sides)
    if sides.what is Compared.DAY:
        name = title_name(versus.left.answer.site.name)
        start = f"Between {sides.left} and {sides.right}, {number_text(come, noun)}"
        into, from_ = "come" if come > 1 else "comes", "leave" if gone > 1 else "leaves"
        forms = [
            f"{start} {into} into range{of} and {gone or 'none'} {from_} it"
            for of in (f" of {name}", "")
        ]
    else:
        the = "the " if sides.what is Compared.SYSTEM else ""
        many = f"{_capital(number_text(gone, noun))} {'are' if gone > 1 else 'is'} in range of"
        forms = [
            f"{many} {one} alone, {come or 'none'} of {other} alone"
            for one, other in ((f"{the}{words[0]}", f"{the}{words[1]}"), ("A", "B"))
        ]
    return next((form for form in forms if len(form) <= MOST_LETTERS), forms[-1])


def _versus_notes(state: State, versus: Versus) -> Iterator[str]:
    if versus.unread:
        word = versus.left.answer.place_word
        yield (
            f"{count_text(versus.unread, f'more {word}')} would change hands, on figures alone "
            "whose source nobody read."
        )
    for side in versus.sides if state.sides and state.sides.what is Compared.ACCOUNT else ():
        for one in versus.left_open(side):
            yield f"{', '.join(one.who)}, {one.says}: {one.number} of these left open."
    own = {
        f"{row['target']}, {RELATION_WORDS[row['relation']]}": None
        for side in versus.sides
        for row in side.answer.own_in_reach
    }
    if own:
        yield f"Not counted: {'; '.join(own)}."
    if state.day is not None:
        yield f"As it stood on {state.day}."


# --- All sites ---------------------------------------------------------------------------------


def _overview(cat: Catalogue, state: State) -> tuple[str, list[Count], Table]:
    found = tallies(cat, holder=state.words["holder"], as_of=state.day)
    every = [row for row in found.rows if row.every]
    some = [row for row in found.rows if row.some]
    whose, word = _deployments(found), place_word(cat.capital_rows)
    noun = f"foreign {word}" if word == "capital" else word
    on_some = "" if len(every) == len(some) else f", {len(some)} on some"
    one = f"At least one of {whose}" if found.of > 1 else _capital(whose)
    title = f"{one} reaches {number_text(len(every), noun)} on every account{on_some}"
    rows = tuple((row.place.name, str(row.every), str(row.some)) for row in some[:MOST_TALLIES])
    more, none = len(some) - len(rows), len(found.rows) - len(some)
    notes = [
        f"{more} more are reached by one at least." if more > 1 else "",
        f"{none} others are reached by none." if none > 1 else "",
        "A deployment is one system at one place, as reported; what is only planned, and what "
        f"strikes nothing, is left out. {count_text(found.of, 'deployment')} at "
        f"{count_text(found.sites, 'site')}, as it stood on {found.day}.",
    ]
    number = str(len(some)) if len(every) == len(some) else f"{len(every)}\N{EN DASH}{len(some)}"
    count = Count(number, _capital(whose), ALL, f"{noun}s that one at least reaches")
    heads = (_capital(word), "On every account", "On some")
    return title, [count], Table(title, heads, rows, tuple(filter(None, notes)))


def _deployments(found: Tallies) -> str:
    """Return whose deployments they are: ``Russia's 8 deployments``, ``the 8 US deployments``."""
    whose = possessive(found.holder) if found.holder else "the"
    if whose.endswith(("'s", "'")):
        return f"{whose} {count_text(found.of, 'deployment')}"
    return f"the {found.of} {whose[4:]} deployment{'' if found.of == 1 else 's'}"


def _names(rows: Sequence[CoverageRow], most: int = MOST_NAMES) -> str:
    """Return the first names, and how many more there are."""
    more = len(rows) - most
    return ", ".join(row["target"] for row in rows[:most]) + (
        f" and {more} more" if more > 0 else ""
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
