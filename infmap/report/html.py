"""The brief as one HTML file: figure inside, no script, no request, set for A4."""

import base64
from importlib.resources import files

from markupsafe import Markup

from infmap.io.escaping import is_web_address
from infmap.io.html import policy_hash, templates
from infmap.looks.palette import LIGHT, css_variables
from infmap.report.brief import HEADINGS, Brief

TEMPLATES = files("infmap.report") / "templates"
ENV = templates("infmap.report")
ENV.tests["web_address"] = is_web_address


def as_html(brief: Brief) -> str:
    """Return the brief as one HTML page; the same brief gives the same page.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.report.brief import write_brief
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("shuya"))
    >>> page = as_html(write_brief(answer, figure=b"<svg/>", picture=b""))
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    colours = f":root{{{css_variables(LIGHT)}}}"
    style = f"\n{colours}\n{(TEMPLATES / 'brief.css').read_text('utf-8')}"
    return ENV.get_template("brief.html.j2").render(
        brief=brief,
        headings=HEADINGS,
        style=Markup(style),
        policy=f"default-src 'none'; img-src data:; style-src {policy_hash(style)}",
        figure=base64.b64encode(brief.figure).decode(),
    )
