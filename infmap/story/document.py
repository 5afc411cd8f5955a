"""A story's text: one sealed file with its map, its figures and its sources, and no request."""

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
    style, leaflet, program = style_of("story"), leaflet_js(), made("story.js")
    policy = page_policy(
        scripts=[OPENING, leaflet, program], styles=[style], pictures=(), any_style=False
    )
    return ENV.get_template("story.html.j2").render(
        story=story,
        figures=[Markup(one.shown.draw()) if one.shown else "" for one in story.sections],
        policy=f"{policy}; font-src data:",
        style=Markup(style),
        opening=Markup(OPENING),
        leaflet=Markup(leaflet),
        data=Markup(data_text(story.data)),
        program=Markup(program),
    )
