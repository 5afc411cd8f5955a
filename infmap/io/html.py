"""HTML from templates: every text escaped, every page closed to what it does not hold itself."""

import base64
import hashlib
from typing import Any

import jinja2


def templates(package: str, **options: Any) -> jinja2.Environment:
    """Return a way to the templates of a package; what they show is escaped, a slip is an error.

    Parameters
    ----------
    package : str
        Its folder ``templates`` holds them.
    **options
        More of `jinja2.Environment`'s.

    Examples
    --------
    >>> templates("infmap.report").get_template("brief.html.j2").name
    'brief.html.j2'
    """
    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


def policy_hash(inside: str) -> str:
    """Return by what a Content-Security-Policy knows a script or a style: the hash of its text.

    Parameters
    ----------
    inside : str
        All that stands between the element's tags, line breaks too.

    References
    ----------
    Content Security Policy Level 3, https://www.w3.org/TR/CSP3/#match-element-to-source-list.

    Examples
    --------
    >>> policy_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(inside.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
