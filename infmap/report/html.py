"""The brief as one HTML file: drawings and type inside, no script, no request, set for A4."""

import re
from importlib.resources import files

from markupsafe import Markup

from infmap.io.escaping import is_web_address
from infmap.io.html import policy_hash, templates
from infmap.looks.palette import LIGHT, css_variables
from infmap.report.record import HEADINGS, OVERVIEW, Brief

TEMPLATES = files("infmap.report") / "templates"
ENV = templates("infmap.report")
ENV.tests["web_address"] = is_web_address
#: A tag of a drawing, a style and an id in it: texts have their angle brackets escaped.
TAG = re.compile(r"<[a-z][^<>]*>")
STYLE = re.compile(r' style="([^"]*)"')
ID = re.compile(r' id="([^"]*)"')


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
    looks = _Looks()
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
    return ENV.get_template("page.html.j2").render(
        brief=brief,
        style=Markup(style),
        policy=f"default-src 'none'; font-src data:; style-src {policy_hash(style)}",
        body=Markup(body),
    )


class _Looks:
    r"""The styles of drawings as classes: the page's policy allows no style within a tag.

    An id stands once in a page; what shares one with something before loses it.

    >>> looks = _Looks()
    >>> looks.classed('<g id="a" style="fill: #fff"><g id="a">'), looks.css()
    ('<g id="a" class="d1"><g>', '.d1{fill: #fff}\n')
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._ids: set[str] = set()

    def classed(self, drawing: str) -> str:
        """Return a drawing with a class in place of every style."""
        return TAG.sub(lambda tag: ID.sub(self._once, STYLE.sub(self._named, tag[0])), drawing)

    def _named(self, style: re.Match[str]) -> str:
        name = self._names.setdefault(style[1], f"d{len(self._names) + 1}")
        return f' class="{name}"'

    def _once(self, ident: re.Match[str]) -> str:
        if ident[1] in self._ids:
            return ""
        self._ids.add(ident[1])
        return ident[0]

    def css(self) -> str:
        """Return the rules of the classes."""
        return "".join(f".{name}{{{style}}}\n" for style, name in self._names.items())


def _faces(text: str) -> str:
    """Return the faces of the page and its drawings, with the letters that they need."""
    from infmap.figures.faces import SANS, SERIF, Face, css, face_of

    letters: dict[Face, str] = {}
    for families, weight in ((SANS, 400), (SANS, 600), (SANS, 700), (SERIF, 600)):
        for letter in sorted({*text, *"0123456789,"} - {"\n"}):
            if face := face_of(letter, families, weight):
                letters[face] = letters.get(face, "") + letter
    return css(letters)
