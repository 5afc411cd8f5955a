"""The answers about what a state shows: of its site, or of two sides."""

from dataclasses import replace

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.compare import Compared
from infmap.analysis.finding import answer_about
from infmap.analysis.headline import ALL
from infmap.analysis.versus import Side, Versus
from infmap.catalogue import Catalogue
from infmap.story.states import State
from infmap.treaty import TREATY_BANDS


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
    left, right = (
        Side(
            side if sides.what is Compared.ACCOUNT else state.words.get("account", ALL),
            answer_in(cat, state, **{state.compared: side}),
        )
        for side in (sides.left, sides.right)
    )
    return Versus(left, right, left.answer)
