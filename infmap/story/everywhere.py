"""What the map of all sites shows, in words: how many of a holder's deployments reach whom."""

from infmap.analysis.headline import ALL
from infmap.analysis.overlap import Tallies, tallies
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import place_word
from infmap.looks.sentences import capitalised, count_text, number_text, possessive
from infmap.story.record import Count, Table
from infmap.story.states import State

#: So many capitals stand in the table.
MOST_TALLIES = 12


def told_of_all(cat: Catalogue, state: State) -> tuple[str, list[Count], Table]:
    """Return how many capitals are reached, as one count, and a table of those reached most."""
    found = tallies(cat, holder=state.words["holder"], as_of=state.day)
    every = [row for row in found.rows if row.every]
    some = [row for row in found.rows if row.some]
    whose, word = _deployments(found), place_word(cat.capital_rows)
    noun = f"foreign {word}" if word == "capital" else word
    on_some = "" if len(every) == len(some) else f", {len(some)} on some"
    one = f"At least one of {whose}" if found.of > 1 else capitalised(whose)
    title = f"{one} reaches {number_text(len(every), noun)} on every account{on_some}"
    rows = tuple((row.place.name, str(row.every), str(row.some)) for row in some[:MOST_TALLIES])
    more, none = len(some) - len(rows), len(found.rows) - len(some)
    notes = [
        f"Reached by one at least: {more} more." if more else "",
        f"Reached by none: {none}." if none else "",
        "A deployment is one system at one place, as reported; what is only planned, what "
        "strikes nothing, and figures that nobody read are left out. "
        f"{count_text(found.of, 'deployment')} at "
        f"{count_text(found.sites, 'site')}, as it stood on {found.day}.",
    ]
    number = str(len(some)) if len(every) == len(some) else f"{len(every)}\N{EN DASH}{len(some)}"
    count = Count(number, capitalised(whose), ALL, f"{noun}s that one at least reaches")
    heads = (capitalised(word), "On every account", "On some")
    return title, [count], Table(title, heads, rows, tuple(filter(None, notes)))


def _deployments(found: Tallies) -> str:
    """Return whose deployments they are: ``Russia's 8 deployments``, ``the 8 US deployments``."""
    whose = possessive(found.holder) if found.holder else "the"
    if whose.endswith(("'s", "'")):
        return f"{whose} {count_text(found.of, 'deployment')}"
    return f"the {found.of} {whose[4:]} deployment{'' if found.of == 1 else 's'}"
