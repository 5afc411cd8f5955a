"""Scripts in place of folium's own: texts are escaped, and nothing is loaded from elsewhere."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import tojavascript
from markupsafe import escape

from infmap.io.escaping import script_json


def popup_html(popup: folium.Popup) -> str:
    """Return what a popup shows, as HTML."""
    return "\n".join(_content(child) for child in popup.html._children.values())


def _content(child: Element) -> str:
    full = (100.0, "%")
    if type(child) is not folium.Html or (child.width, child.height) != (full, full):
        return str(child.render())
    # folium has escaped the backticks, as it writes a popup into a template literal.
    text = child.data.replace("\\`", "`")
    return text if child.script else str(escape(text))


def tooltip_html(tooltip: folium.Tooltip) -> str:
    """Return what a tooltip shows, as HTML."""
    style = getattr(tooltip, "style", None)
    return f'<div style="{escape(style)}">{tooltip.text}</div>' if style else tooltip.text


def _holder(element: Element) -> str:
    """Return the script name of an element's parent."""
    parent: Any = element._parent
    return str(parent.get_name())


def _popup_script(popup: folium.Popup) -> str:
    name, owner = popup.get_name(), _holder(popup)
    options = dict(popup.options)
    # Leaflet takes pixels only; without a number the width is the text's, up to 300 pixels.
    if isinstance(options.get("max_width"), str):
        del options["max_width"]
    show = ".openPopup()" if popup.show else ""
    return (
        f"var {name} = L.popup({tojavascript(options)})\n"
        f"  .setContent({script_json(popup_html(popup))});\n"
        f"{owner}.bindPopup({name}){show};"
    )


def _tooltip_script(tooltip: folium.Tooltip) -> str:
    return (
        f"{_holder(tooltip)}.bindTooltip("
        f"{script_json(tooltip_html(tooltip))}, {tojavascript(tooltip.options)});"
    )


def _fit_script(fit: folium.FitBounds) -> str:
    """Return a script that fits the map, unless the address or the page sets a view."""
    options = json.dumps({"animate": False, **fit.options})
    return (
        "if (!/(^|[#&])view=/.test(location.hash\n"
        '    || JSON.parse(document.getElementById("infmap-data").textContent).fragment)) {\n'
        f"  {_holder(fit)}.fitBounds({json.dumps(fit.bounds)}, {options});\n"
        "}"
    )


#: The scripts in place of folium's own, by class.
OWN_SCRIPTS: dict[type[MacroElement], Callable[[Any], str]] = {
    folium.Popup: _popup_script,
    folium.Tooltip: _tooltip_script,
    folium.FitBounds: _fit_script,
}


class _Template:
    """A template whose output does not change when folium renders it a second time."""

    def __init__(self, macros: dict[str, Callable[..., str]]) -> None:
        self.module = SimpleNamespace(
            **{name: partial(_rendered_once, macro) for name, macro in macros.items()}
        )

    def render(self, this: Element, kwargs: dict[str, object]) -> str:
        return str(self.module.script(this, kwargs))


def _rendered_once(macro: Callable[..., str], this: Element, kwargs: dict[str, object]) -> str:
    return re.sub(r"\{(?=[{%#])", "{{ '{' }}", macro(this, kwargs))


def _template_of(element: MacroElement) -> _Template:
    for kind, script in OWN_SCRIPTS.items():
        if element._template is kind._template:
            return _Template({"script": lambda this, _, script=script: script(this)})
    written = element._template.module.__dict__
    return _Template(
        {name: written[name] for name in ("header", "html", "script") if name in written}
    )


@contextmanager
def lent_words(elements: Iterable[Element]) -> Iterator[None]:
    """Let elements render with these scripts, and restore the elements afterwards.

    folium adds to elements as it renders them (a marker gets a new icon each time).
    """
    kept = [(element, element.__dict__.get("_template"), element._children) for element in elements]
    for element, _, children in kept:
        element._children = children.copy()
        if isinstance(element, MacroElement):
            element._template = _template_of(element)
    try:
        yield
    finally:
        for element, template, children in kept:
            element._children = children
            if template is None:
                element.__dict__.pop("_template", None)
            else:
                element._template = template


def script_text(text: str) -> str:
    r"""Return a script escaped for a page: nothing in it closes its element early.

    Examples
    --------
    >>> print(script_text('say("</script>");'))
    say("<\/script>");
    """
    text = re.sub(r"\r\n?", "\n", text).replace("\0", "\ufffd").strip()
    return re.sub(r"<(?=!--|/script)", r"<\\", text, flags=re.IGNORECASE)


def numbered(texts: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Replace random ids by numbers, in order of appearance.

    Examples
    --------
    >>> numbered(["marker_" + 32 * "a", "x_" + 32 * "b"], [32 * "a"])[0]
    'marker_1'
    """
    known = set(ids)
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        ident = match[0]
        return numbers.setdefault(ident, str(len(numbers) + 1)) if ident in known else ident

    return [re.sub(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])", number, text) for text in texts]
