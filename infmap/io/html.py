"""HTML from templates with every text escaped, and hashes for a Content-Security-Policy."""

import base64
import hashlib
from typing import Any

import jinja2


def templates(package: str, **options: Any) -> jinja2.Environment:
    """Return the template environment of a package: texts are escaped, unknown names are errors.

    The package has them in its folder ``templates``; options are those of `jinja2.Environment`.

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
    """Return the CSP source expression (sha256-...) of an inline script or style.

    It is of the whole text between the tags, line breaks included.

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
