"""Which site a figure, brief or other product of a single site shows."""

from collections.abc import Sequence

from infmap.catalogue.selection import Catalogue
from infmap.catalogue.sites import Site
from infmap.errors import CombinationError, shorten


def sites_asked(cat: Catalogue, focus: str | Site | None = None) -> Sequence[Site]:
    """Return the sites of a product that takes several: the named, or the filter's, or the first.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [site.id for site in sites_asked(cat.select(site=["shuya", "deveselu"]))]
    ['shuya', 'deveselu']
    >>> [site.id for site in sites_asked(cat)]
    ['kaliningrad']
    """
    if focus is not None:
        return [cat.site(focus)]
    return [cat.site(ident) for ident in _filtered(cat)] or [cat.first_site]


def focus_of(cat: Catalogue, focus: str | Site | None, product: str) -> Site:
    """Return the named site, or else the only one selected, or the catalogue's first.

    Raises `CombinationError` if several sites were selected and none is named: only one of them
    could be shown.

    Examples
    --------
    >>> import infmap
    >>> focus_of(infmap.load().select(site=["shuya"]), None, "a figure").id
    'shuya'
    >>> focus_of(infmap.load().select(site=["shuya", "deveselu"]), None, "a figure")
    Traceback (most recent call last):
    infmap.errors.CombinationError: a figure is of one site (got shuya, deveselu); name one with \
focus, and make one for each
    """
    if focus is not None:
        return cat.site(focus)
    named = _filtered(cat)
    if len(named) > 1:
        raise CombinationError(
            f"{product} is of one site (got {shorten(', '.join(named))}); name one with focus, "
            "and make one for each"
        )
    return cat.first_site


def _filtered(cat: Catalogue) -> Sequence[str]:
    """Return the ids of the sites that the last filter by site asks for, each once."""
    return [ids for what, ids in [("site", ()), *cat.filters] if what == "site"][-1]
