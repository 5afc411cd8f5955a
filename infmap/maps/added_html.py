"""What HTML added to a page needs: pictures, styles, and what a sealed page cannot show."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: These load something or run code, which the page's policy would block silently.
REFUSED_TAGS = {
    "script": "a script; add it with m.get_root().script.add_child(folium.Element(...))",
    "link": "a file of styles; write them into the HTML",
    **dict.fromkeys(
        ("iframe", "frame", "object", "embed", "portal"),
        "a frame; write its HTML itself, or a link to it",
    ),
    **dict.fromkeys(("video", "audio", "track"), "a film or sound; write a link to it"),
    "form": "a form; write a link to a page that holds it",
    "base": "an address base; write whole addresses",
}
#: Attributes that load a picture: in every element, and in these elements only.
PICTURES = {"src", "poster", "background"}
LINKED_PICTURES = {"image", "feimage", "use"}


@dataclass
class AddedHtml:
    """What a piece of HTML needs of the page that shows it."""

    pictures: list[str] = field(default_factory=list)
    #: The texts of its style elements, which a policy allows by hash.
    styles: list[str] = field(default_factory=list)
    #: Whether it has style attributes, which a policy can only allow all or none.
    has_style: bool = False
    refused: str | None = None


def read_html(text: str) -> AddedHtml:
    """Return what a piece of HTML needs.

    Examples
    --------
    >>> read_html('<p style="color:red"><img src="https://example.org/a.png">')
    AddedHtml(pictures=['https://example.org/a.png'], styles=[], has_style=True, refused=None)
    >>> read_html("<b onclick='go()'>Go</b>").refused.split(";")[0]
    'onclick='
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for css in reader.added.styles:
        reader.read_style(css)
    return reader.added


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.added = AddedHtml()
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in REFUSED_TAGS:
            self._refuse(REFUSED_TAGS[tag])
        self.in_style = tag == "style"
        if self.in_style:
            self.added.styles.append("")
        for name, value in attrs:
            self._attribute(tag, name.removeprefix("xlink:"), value or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.added.styles[-1] += data

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._refuse(f"{name}=; leave it out, or escape the text with html.escape")
        elif re.match(r"javascript:", re.sub(r"[\x00-\x20]", "", value), re.IGNORECASE):
            self._refuse("an address that is a script; leave it out")
        elif name in PICTURES or (name == "href" and tag in LINKED_PICTURES):
            if not (name == "href" and value.startswith("#")):
                self.added.pictures.append(value)
        elif name == "srcset":
            self.added.pictures += [part.split()[0] for part in value.split(", ") if part.strip()]
        elif name == "style":
            self.added.has_style = True
            self.read_style(value)

    def read_style(self, css: str) -> None:
        if re.search(r"@(import|font-face)", css, re.IGNORECASE):
            self._refuse("styles or fonts of elsewhere; name fonts that readers have")
        urls = re.findall(r"url\(\s*[\"']?([^\"')]*)", css, re.IGNORECASE)
        self.added.pictures += [url for url in urls if not url.startswith("#")]

    def _refuse(self, why: str) -> None:
        self.added.refused = self.added.refused or why
