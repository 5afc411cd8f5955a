"""The figure of a step, for paper and for the article: what its map shows, drawn for print."""

from dataclasses import replace

from matplotlib.figure import Figure

from infmap.analysis.compare import Compared
from infmap.analysis.finding import finding_of
from infmap.analysis.overlap import tallies
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Account
from infmap.figures.content import Content
from infmap.figures.inline import page_svg
from infmap.figures.marks import STYLES
from infmap.figures.overview import compose_overview
from infmap.figures.papers import MM, SIZES
from infmap.figures.several import compose_several
from infmap.figures.sheet import compose
from infmap.figures.texts import reports_text
from infmap.figures.versus import compose_versus
from infmap.figures.view import view_maker
from infmap.figures.written import describe, own_look
from infmap.looks.sentences import site_name, title_name
from infmap.looks.words import OWNERS, system_label, where_text
from infmap.maps.state import Mode
from infmap.story.answers import answer_in
from infmap.story.states import State
from infmap.treaty import TREATY_BANDS

#: As wide as A4 between a story's margins, and as the column of an article, where it is also read
#: on a screen: its type is a little larger than a sheet's.
PAPER = replace(
    SIZES["page"], width=176 * MM, map_height=100 * MM, is_told=True,
    title=14, deck=9.5, key=7.4, sources=6.8, lists=7.8, names=7.6, ring_labels=7,
)  # fmt: skip
PALETTE = STYLES["light"]
PROJECTION = "equidistant"


def step_figure(cat: Catalogue, state: State, title: str, prefix: str) -> str:
    """Return the figure of a step as an ``<svg>``, its looks not yet as classes.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> from infmap.story.states import read_state
    >>> cat = infmap.load()
    >>> state = read_state(cat, [("site", "shuya"), ("date", "2019-02-10")], Units.KM, [])
    >>> step_figure(cat, state, "0 to 40", "f1-")[:5]
    '<svg '
    """
    draw = {Mode.FOCUS: _focus, Mode.COMPARE: _compare, Mode.OVERVIEW: _overview}[state.mode]
    with own_look():
        figure = draw(cat, state, title)
    return page_svg(figure, prefix)


def _focus(cat: Catalogue, state: State, title: str) -> Figure:
    answer = answer_in(cat, state)
    found = finding_of(answer)
    made = view_maker(answer.site, PROJECTION)
    figure = compose(Content(answer, PALETTE), found, made, PAPER, title=title)
    describe(figure, title, f"{reports_text(answer)} {found.deck}")
    return figure


def _compare(cat: Catalogue, state: State, title: str) -> Figure:
    sides = state.sides
    assert sides is not None
    both = (sides.left, sides.right)
    if sides.what is Compared.ACCOUNT and {*both} <= {*Account}:
        words = state.words
        cut = cat.select(theme=words.get("theme"), system=words.get("system"), as_of=state.day)
        site, bands = cut.site(state.words["site"]), TREATY_BANDS.in_units(state.units)
        return compose_versus(cut, site, *both, bands, PALETTE, PROJECTION, PAPER, title=title)
    answers = [answer_in(cat, state, **{state.compared: side}) for side in both]
    founds = [finding_of(answer) for answer in answers]
    contents = [Content(answer, PALETTE) for answer in answers]
    heads = [
        f"{letter} {_head(cat, sides.what, side)}" for letter, side in zip("AB", both, strict=True)
    ]
    return compose_several(contents, founds, PROJECTION, PAPER, title=title, heads=heads)


def _head(cat: Catalogue, what: Compared, side: str) -> str:
    """Return what stands over the map of one side of a comparison."""
    if what is Compared.SITE:
        site = cat.site(side)
        return where_text(title_name(site_name(site.name)), site.country)
    if what is Compared.SYSTEM:
        return system_label(cat.system_by_id[side].short_name)
    return side if what is Compared.DAY else OWNERS.get(side, "Every account")


def _overview(cat: Catalogue, state: State, title: str) -> Figure:
    found = tallies(cat, holder=state.words["holder"], as_of=state.day)
    return compose_overview(cat, found, PALETTE, PAPER, state.units, title=title)
