"""What the maps of two sides show, in words: two accounts, days, systems or sites."""

from collections.abc import Iterator, Sequence

from infmap.analysis.compare import Compared
from infmap.analysis.headline import ALL
from infmap.analysis.versus import MOST_LETTERS, Side, Versus
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Account
from infmap.looks.sentences import capitalised, number_text, title_name
from infmap.looks.words import RELATION_WORDS, system_label
from infmap.story.answers import beside
from infmap.story.counts import count_of, names
from infmap.story.record import Count, Table
from infmap.story.states import State


def told_of_sides(cat: Catalogue, state: State) -> tuple[str, list[Count], Table]:
    """Return what is found between two sides, a count for each, and a table of who has what."""
    versus = beside(cat, state)
    words = [_side_words(cat, state, versus, side) for side in versus.sides]
    rows = [
        (f"{capitalised(said)} alone", str(len(only)), names(only) or "none")
        for said, only in zip(words, map(versus.only, versus.sides), strict=True)
    ]
    both = versus.shared
    rows.append(("Both", str(len(both)), names(both) or "none"))
    title = _versus_title(state, versus, words)
    are_things = state.sides is not None and state.sides.are_things
    heads = (
        f"In range {'of' if are_things else 'on'}",
        f"{capitalised(versus.noun)}s",
        "Which, nearest first",
    )
    table = Table(title, heads, tuple(rows), tuple(_versus_notes(state, versus, words)))
    counts = [
        _side_count(side, f"{letter}, {said}")
        for side, letter, said in zip(versus.sides, "AB", words, strict=True)
    ]
    return title, counts, table


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
    return count_of(side.found, one, who, look)


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
        many = f"{capitalised(number_text(gone, noun))} {'are' if gone > 1 else 'is'} in range of"
        forms = [
            f"{many} {one} alone, {come or 'none'} of {other} alone"
            for one, other in ((f"{the}{words[0]}", f"{the}{words[1]}"), ("A", "B"))
        ]
    return next((form for form in forms if len(form) <= MOST_LETTERS), forms[-1])


def _versus_notes(state: State, versus: Versus, words: Sequence[str]) -> Iterator[str]:
    for side, said in zip(versus.sides, words, strict=True):
        if side.unread:
            yield (
                f"{capitalised(said)}: {len(side.unread)} more in range on figures alone whose "
                f"source nobody read, {names(side.unread)}."
            )
    for side in versus.sides if state.sides and state.sides.what is Compared.ACCOUNT else ():
        for one in versus.left_open(side):
            yield f"{', '.join(one.who)}, {one.says}: {one.number} of these left open."
    ids = [{row["target_id"] for row in side.answer.rows} for side in versus.sides]
    lone = [
        row["target"]
        for side in versus.sides
        for row in side.answer.rows
        if row["target_id"] in side.reached - (ids[0] & ids[1])
    ]
    if lone:
        word = versus.left.answer.place_word
        yield f"Not counted, as no {word} on both days: {', '.join(lone)}."
    own = {
        f"{row['target']}, {RELATION_WORDS[row['relation']]}": None
        for side in versus.sides
        for row in side.answer.own_in_reach
    }
    if own:
        yield f"Not counted: {'; '.join(own)}."
    if state.day is not None:
        yield f"As it stood on {state.day}."
