"""The brief as one HTML file: drawings and type inside, no script, no request, set for A4."""

from importlib.resources import files

from markupsafe import Markup

from infmap.io.escaping import is_web_address
from infmap.io.html import policy_hash, templates
from infmap.looks.palette import LIGHT, css_variables
from infmap.report.record import HEADINGS, OVERVIEW, Brief

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
    >>> page = as_html(write_brief([site_answer(cat, cat.site("shuya"))]))
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    from infmap.figures.inline import Looks

    looks = Looks()
    overview, *drawings = (
        Markup(looks.classed(picture.svg(f"map-{k}-"))) if picture else ""
        for k, picture in enumerate((brief.overview, *(one.picture for one in brief.chapters)))
    )
    body = ENV.get_template("brief.html.j2").render(
        brief=brief, headings=HEADINGS, overview=overview, drawings=drawings, about=OVERVIEW
    )
    style = "\n".join(
        (
            "",
            _faces(Markup(body).striptags() + brief.colophon),
            f":root{{{css_variables(LIGHT)}}}",
            (TEMPLATES / "brief.css").read_text("utf-8"),
            looks.css(),
        )
    )
    text = ENV.get_template("page.html.j2").render(
        brief=brief,
        style=Markup(style),
        policy=f"default-src 'none'; font-src data:; style-src {policy_hash(style)}",
        body=Markup(body),
    )
    return f"{text}\n"


def _faces(text: str) -> str:
    """Return the faces of the page and its drawings, with the letters that they need."""
    from infmap.figures.faces import SANS, SERIF, Face, css, face_of

    letters: dict[Face, str] = {}
    for families, weight in ((SANS, 400), (SANS, 600), (SANS, 700), (SERIF, 600)):
        for letter in sorted({*text, *"0123456789,"} - {"\n"}):
            if face := face_of(letter, families, weight):
                letters[face] = letters.get(face, "") + letter
    return css(letters)
