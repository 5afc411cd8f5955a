"""What a step's map shows, in words: its finding, a count for each account, and a table.

Everything is counted by the code of `infmap.finding`, of figures with two accounts, and of
`infmap.overlap`; the modules of this folder put it in words alone.
"""

from infmap.catalogue import Catalogue
from infmap.maps.state import Mode
from infmap.story.everywhere import told_of_all
from infmap.story.record import Shown
from infmap.story.sides import told_of_sides
from infmap.story.site import told_of_site
from infmap.story.states import State

TELL = {Mode.FOCUS: told_of_site, Mode.COMPARE: told_of_sides, Mode.OVERVIEW: told_of_all}


def shown(cat: Catalogue, state: State, prefix: str) -> Shown:
    """Return what the map shows in a state.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> from infmap.story.states import read_state, split_state
    >>> cat = infmap.load()
    >>> words = split_state("site=shuya account=operator date=2019-02-10")
    >>> step = shown(cat, read_state(cat, words, Units.KM, []), "fig-1-")
    >>> step.counts[0].number, step.counts[0].who
    ('0', "The operator's figures")
    """
    title, counts, table = TELL[state.mode](cat, state)

    def draw() -> str:
        from infmap.story.figures import step_figure

        return step_figure(cat, state, title, prefix)

    return Shown(state.fragment, state.day, title, tuple(counts), table, draw)
