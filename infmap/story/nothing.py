"""Whether a state shows anything, and if not, what would."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from infmap.analysis.compare import Compared
from infmap.analysis.overlap import holders_on
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import ALL_ACCOUNTS, ALL_THEMES
from infmap.catalogue.names.ids import listed
from infmap.catalogue.rows import Account, Deployment
from infmap.looks.sentences import title_name
from infmap.looks.words import period_text
from infmap.maps.state import Mode
from infmap.story.states import Faults, State


def why_nothing(cat: Catalogue, state: State) -> Faults:
    """Return why a state, or a side of what it compares, shows nothing, and what to write.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> from infmap.story.states import read_state
    >>> cat = infmap.load()
    >>> words = [("site", "shuya"), ("date", "1987-12-08")]
    >>> why_nothing(cat, read_state(cat, words, Units.KM, []))
    [('date', 'nothing is reported at Shuya on 1987-12-08; first reported 2015, write a later day')]
    """
    if state.mode is Mode.OVERVIEW:
        return [*_in_overview(cat, state)]
    sides = state.sides
    if sides is None:
        return [*_at(cat, state.words, {})]
    name = state.compared
    both = []
    for place, side in (("left", sides.left), ("right", sides.right)):
        # Of a site everything is its own side's; of others what is compared alone.
        keys = ("system", "date", "account") if sides.what is Compared.SITE else (name,)
        both.append([*_at(cat, {**state.words, name: side}, dict.fromkeys(keys, place))])
    if sides.what is Compared.DAY and not all(both):
        return []  # what came between two days is what they show
    return list(dict.fromkeys(fault for faults in both for fault in faults))


def _at(
    cat: Catalogue, words: Mapping[str, str], named: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield why nothing is shown at one site; `named` has the sides that keys stand for."""
    site = cat.site(words["site"])
    name, there = title_name(site.name), site.deployments
    system, theme, day = (words.get(key) for key in ("system", "theme", "date"))
    if system and system not in site.system_ids:
        yield (
            named.get("system", "system"),
            f"no {system} is reported at {name}; write {listed(site.system_ids)}",
        )
        return
    there = tuple(row for row in there if system in (None, row.system_id))
    of_theme = [row for row in there if theme in (None, ALL_THEMES) or row.theme in (None, theme)]
    if not of_theme:
        themes = dict.fromkeys(str(row.theme) for row in there)
        yield "theme", f"nothing of {theme} is reported at {name}; write {listed([*themes, 'all'])}"
        return
    on_day = [row for row in of_theme if day is None or row.stands_on(date.fromisoformat(day))]
    if not on_day:
        then = [row for row in there if row.stands_on(date.fromisoformat(day or ""))]
        if themes := dict.fromkeys(str(row.theme) for row in then):
            # The theme may be the usual one, which nobody wrote.
            told = f"nothing of {theme} is reported at {name} on {day}"
            yield "theme", f"{told}; write theme={' or theme='.join([*themes, ALL_THEMES])}"
        else:
            yield named.get("date", "date"), _not_on(name, day or "", there)
        return
    account = words.get("account")
    systems = {row.system_id for row in on_day}
    given = {claim.account for claim in cat.claims_at(site) if claim.system_id in systems}
    if account not in (None, ALL_ACCOUNTS) and account not in given:
        others = [one for one in Account if one in given]
        remedy = f"write {listed(others)}" if others else "leave account out"
        yield (
            named.get("account", "account"),
            f"no {account} figure is on file for {name}; {remedy}",
        )


def _not_on(name: str, day: str, rows: Sequence[Deployment]) -> str:
    problem = f"nothing is reported at {name} on {day}"
    first = min(row.first_reported or "" for row in rows)
    if first > day:
        return f"{problem}; first reported {first}, write a later day"
    periods = dict.fromkeys(period_text(row.first_reported, row.until) for row in rows)
    return f"{problem}; reported {listed(periods)}, write such a day"


def _in_overview(cat: Catalogue, state: State) -> Iterator[tuple[str, str]]:
    there = holders_on(cat, state.day)
    holder = state.words.get("holder")
    if not there:
        begun = (row.first_reported for row in cat.deployment_rows if row.first_reported)
        first = min(begun, default="")
        if state.day and first > state.day.isoformat():
            yield "date", f"no deployment is on file on {state.day}; the first is of {first}"
        else:
            problem = "no deployment with a figure that was read has an operator named"
            yield "mode", f"{problem}; show one site, or compare two"
    elif holder not in there:
        day = f"on {state.day}" if state.day else "today"
        yield "holder", f"{holder} has no deployment {day}; write {listed(there)}"
