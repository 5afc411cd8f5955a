"""A story made by hand, as reading a file would give it: four steps of all kinds."""

from dataclasses import replace
from datetime import date

from markupsafe import Markup

import infmap
from infmap.story.data import story_data
from infmap.story.record import Count, Section, Shown, Story, Table

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 300" role="img">'
    '<title>{title}</title><rect width="480" height="300" style="fill: #dfe9f0"/>'
    '<text style="font: 400 10px \'Source Sans Pro\'" x="9" y="20">Riga</text></svg>'
)
STATES = (
    "site=shuya&theme=debate&account=operator&date=2019-02-10",
    "site=shuya&theme=debate&date=2019-02-10",
    "mode=compare&left=mutlangen&right=postavy&theme=eliminated&date=1987-12-08",
    "mode=overview&date=2014-07-28",
)
TITLES = ("The answer", "Whose number?", "The ban", "All sites")


def shown(fragment: str, title: str) -> Shown:
    """What the map shows in a state, with counts that say nothing of it."""
    day = fragment.partition("date=")[2][:10]
    return Shown(
        fragment=fragment,
        day=date.fromisoformat(day) if day else None,
        title=title,
        counts=(
            Count(
                "0", "Russia's figures", "operator", "up to 480 km; Moscow, its own, is in range"
            ),
            Count("22", "The opponents' figures", "opponent", "at least 2000 km"),
        ),
        table=Table(
            f"{title}: capitals in range",
            ("Whose", "Figure", "Capitals in range"),
            (
                ("Russia", "up to 480 km", "none"),
                ("Opponents", "at least 2000 km", "Minsk, Kyiv, Tallinn, Helsinki, Vilnius, Riga"),
            ),
            ("Nearest out of range: London, 2730 km.",),
        ),
        draw=lambda: FIGURE.format(title=title),
    )


def section(number: int, title: str, state: str | None) -> Section:
    """A section with a paragraph, a list and links."""
    return Section(
        ident=f"part-{number}" if state is None else f"step-{number}",
        line=10 * number,
        heading=Markup(title),
        words=Markup(
            "<p>On 23 January 2019 the ministry showed a canister and declared a range of 480 km."
            '<sup><a href="#source-1">1</a></sup> The other side stayed away; '
            'the display, it said, proves nothing.<sup><a href="#note-1">i</a></sup></p>'
            '<ul><li>One thing.</li></ul><p>See <a href="https://example.org/">it</a>, '
            '<a href="#step-4">all</a>.</p>'
        ),
        shown=None if state is None else shown(state, title),
    )


def made_story(cat: infmap.Catalogue) -> Story:
    """The story, with all sites; its last section has no state."""
    sections = [section(k, *both) for k, both in enumerate(zip(TITLES, STATES, strict=True), 1)]
    sources = [cat.source_by_id[ident] for ident in ("ap-2019-01-23-9m729", "crs-r43832")]
    return Story(
        title="Whose number?",
        lead=Markup("<p>Each step turns the map to a place and a day.</p>"),
        sections=(*sections, section(1, "What is left", None)),
        notes=(Markup("A note of its own."),),
        sources=tuple((source, "the passage") for source in sources),
        data=story_data(cat),
        colophon="infmap; tables; Natural Earth, GeoNames",
    )


def named(story: Story, **changes: object) -> Story:
    """The same story but for some of its fields."""
    return replace(story, **changes)  # type: ignore[arg-type]
