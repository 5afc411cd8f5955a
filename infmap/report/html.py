"""The brief as one HTML file: figure inside, no script, no request, set for A4."""

import base64
import hashlib
from importlib.resources import files

import jinja2
from markupsafe import Markup

from infmap.report.brief import Brief

TEMPLATES = files("infmap.report") / "templates"
ENV = jinja2.Environment(
    loader=jinja2.PackageLoader("infmap.report"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_html(brief: Brief) -> str:
    """Return the brief as one HTML page; the same brief gives the same page.

    Examples
    --------
    >>> import infmap
    >>> page = as_html(infmap.make_report(infmap.load(), focus="shuya"))
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    style = (TEMPLATES / "brief.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(f"\n{style}".encode()).digest()).decode()
    return ENV.get_template("brief.html.j2").render(
        brief=brief,
        style=Markup(style),
        policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'",
        figure=base64.b64encode(brief.figure).decode(),
    )
