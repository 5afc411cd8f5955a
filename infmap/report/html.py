"""The brief as one HTML file: figure inside, no script, no request, set for A4."""

import base64
from importlib.resources import files

from markupsafe import Markup

from infmap.markup import policy_hash, templates
from infmap.report.brief import Brief

TEMPLATES = files("infmap.report") / "templates"
ENV = templates("infmap.report")


def as_html(brief: Brief) -> str:
    """Return the brief as one HTML page; the same brief gives the same page.

    Examples
    --------
    >>> import infmap
    >>> page = as_html(infmap.make_report(infmap.load(), focus="shuya"))
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    style = "\n" + (TEMPLATES / "brief.css").read_text("utf-8")
    return ENV.get_template("brief.html.j2").render(
        brief=brief,
        style=Markup(style),
        policy=f"default-src 'none'; img-src data:; style-src {policy_hash(style)}",
        figure=base64.b64encode(brief.figure).decode(),
    )
