"""The page's Content-Security-Policy: what it may load and run, which is itself alone."""

import re
from urllib.parse import urlsplit

import folium
from branca.element import Element

from infmap.markup import policy_hash


def page_policy(text: str, *, tiles: list[str], plugins: list[str], any_style: bool) -> str:
    """Return a Content-Security-Policy that allows this page's own parts and nothing else.

    From hosts of tiles come images alone. With `any_style`, style may stand anywhere: what is
    added to a folium map brings its own.
    """
    styles = ["'unsafe-inline'"] if any_style else _hashes(text, "style")
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join([*_hashes(text, 'script'), *plugins])}",
            f"style-src {' '.join([*styles, *plugins])}",
            f"img-src {' '.join(['data:', *dict.fromkeys([*tiles, *plugins])])}",
            *([f"font-src {' '.join(plugins)}"] if plugins else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashes(text: str, tag: str) -> list[str]:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return [policy_hash(inside) for inside in found]


def plugin_hosts(header: str) -> list[str]:
    """Return the hosts that scripts and styles of what the caller added are loaded from."""
    return _hosts(re.findall(r'(?:src|href)="(https?://[^"]+)"', header))


def tile_hosts(root: Element) -> list[str]:
    """Return the hosts that tiles are loaded from."""
    addresses = []
    pending = list(root._children.values())
    while pending:
        element = pending.pop()
        pending += element._children.values()
        if isinstance(element, folium.TileLayer):
            addresses.append(element.tiles)
    return _hosts(addresses)


def _hosts(addresses: list[str]) -> list[str]:
    hosts = {urlsplit(address)._replace(path="", query="", fragment="") for address in addresses}
    return sorted({host.geturl().replace("{s}", "*") for host in hosts})
