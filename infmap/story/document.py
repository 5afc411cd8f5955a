"""A story's text: one sealed file with its map, its figures and its sources, and no request."""

from collections.abc import Sequence

from markupsafe import Markup

from infmap.io.escaping import is_web_address
from infmap.io.html import templates
from infmap.maps.document import data_text, leaflet_js, made, style_of
from infmap.maps.policy import page_policy
from infmap.story.record import Story

ENV = templates("infmap.story")
ENV.tests["web_address"] = is_web_address
#: Before anything is painted: without scripts a story is an article.
OPENING = 'document.body.dataset.layout="story"'


def story_text(story: Story) -> str:
    """Return a story as one HTML text; the same story gives the same text.

    Its Content-Security-Policy names each script and the style by its hash and forbids every other,
    and every request: pictures and type stand in the file.
    """
    figures, figure_style = _figures(
        [one.shown.draw() if one.shown else "" for one in story.sections]
    )
    style = "\n".join((style_of("story"), figure_style))
    leaflet, program = leaflet_js(), made("story.js")
    policy = page_policy(
        scripts=[OPENING, leaflet, program], styles=[style], pictures=(), any_style=False
    )
    text = ENV.get_template("story.html.j2").render(
        story=story,
        figures=figures,
        policy=f"{policy}; font-src data:",
        style=Markup(style),
        opening=Markup(OPENING),
        leaflet=Markup(leaflet),
        data=Markup(data_text(story.data)),
        program=Markup(program),
    )
    return f"{text}\n"


def _figures(drawings: Sequence[str]) -> tuple[list[Markup], str]:
    """Return figures without style attributes, and their style: faces and classes, once for all."""
    # It brings matplotlib, which nothing else here needs.
    from infmap.figures.inline import Looks
    from infmap.figures.written import font_css

    looks = Looks()
    figures = [Markup(looks.classed(drawing)) for drawing in drawings]
    return figures, "\n".join((font_css(drawings), looks.css()))
