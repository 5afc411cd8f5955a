"""The page's Content-Security-Policy, which allows only the page's own parts."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from infmap.io.html import policy_hash

#: A host as a policy names it: in ASCII, with ``*`` for its first parts.
HOST = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d+)?")


def page_policy(
    *, scripts: Iterable[str], styles: Iterable[str], pictures: Iterable[str], any_style: bool
) -> str:
    """Return a Content-Security-Policy that allows a page's own parts and nothing else.

    Hosts of `pictures`, from `picture_host`, are allowed for images only. `any_style` allows every
    style: the HTML of an addition has style attributes.
    """
    allowed = ["'unsafe-inline'"] if any_style else [policy_hash(text) for text in styles]
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(dict.fromkeys(policy_hash(text) for text in scripts))}",
            f"style-src {' '.join(dict.fromkeys(allowed))}",
            f"img-src {' '.join(['data:', *sorted(set(pictures))])}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def picture_host(address: str) -> str | None:
    """Return the host of a picture as a policy names it; None if the address holds the picture.

    Raises `ValueError` with what is wrong, if a page in another place could not show the picture.

    Examples
    --------
    >>> picture_host("https://tiles-{s}.example.org/{z}/{x}/{y}.png")
    'https://*.example.org'
    >>> picture_host("data:image/png;base64,AAAA")
    """
    text = address.strip()
    if text.lower().startswith("data:"):
        return None
    try:
        parts = urlsplit(text)
        host = _named(parts.netloc)
    except ValueError:
        raise ValueError("has an address that cannot be read") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError("is asked for by an address of its own folder or disk")
    if not HOST.fullmatch(host):
        raise ValueError("has a host that a policy cannot name")
    return f"{parts.scheme}://{host}"


def _named(netloc: str) -> str:
    """Return a host as a policy names it, with ``*`` for ``{s}``."""
    host = re.sub(r"^.*\{s\}[^.:]*\.", "*.", netloc.rpartition("@")[2].lower())
    return host if host.isascii() else host.encode("idna").decode()
