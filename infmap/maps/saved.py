"""What a notebook keeps of a widget: a copy of its page, and a note of the state that it had."""

from html import escape
from importlib.resources import files

from infmap.maps.embed import frame


def still_html(page: str, title: str, widget: str) -> str:
    """Return the copy: the whole page in a frame, and the script that turns it to the note.

    Examples
    --------
    >>> still_html("<p>", "Map", "a1").count("<iframe srcdoc=")
    1
    """
    script = (files("infmap.maps") / "static" / "still.js").read_text("utf-8")
    copy = frame(f'srcdoc="{escape(page)}"', title)
    return (
        f'<div data-infmap-still="{escape(widget)}">'
        f'<script>(()=>{{{script}infmapStill.restore("{escape(widget)}");}})();</script>\n'
        f"{copy}</div>"
    )


def note_html(widget: str, fragment: str) -> str:
    """Return the note of a state, which nobody sees.

    Examples
    --------
    >>> note_html("a1", "site=shuya&date=2019-02-10")
    '<span hidden data-infmap-state="a1" data-fragment="site=shuya&amp;date=2019-02-10"></span>'
    """
    return (
        f'<span hidden data-infmap-state="{escape(widget)}" '
        f'data-fragment="{escape(fragment)}"></span>'
    )
