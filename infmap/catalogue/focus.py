"""Which site a figure, brief or other product of a single site shows."""

from infmap.catalogue.selection import Catalogue
from infmap.catalogue.sites import Site
from infmap.errors import InfmapError, shorten


def focus_of(cat: Catalogue, focus: str | None, product: str) -> Site:
    """Return the named site, or else the only one selected, or the catalogue's first.

    Parameters
    ----------
    cat : Catalogue
        Filtered as the caller wants it.
    focus : str, optional
        The site's id or name.
    product : str
        Name of the product, for the message.

    Raises
    ------
    InfmapError
        If several sites were selected and none is named: only one of them could be shown.

    Examples
    --------
    >>> import infmap
    >>> focus_of(infmap.load().select(site=["shuya"]), None, "a figure").id
    'shuya'
    >>> focus_of(infmap.load().select(site=["shuya", "deveselu"]), None, "a figure")
    Traceback (most recent call last):
    infmap.errors.InfmapError: a figure is of one site (got shuya, deveselu); name one with \
focus, and make one for each
    """
    if focus is not None:
        return cat.site(focus)
    named = [ids for what, ids in cat.filters if what == "site"]
    if named and len(named[-1]) > 1:
        raise InfmapError(
            f"{product} is of one site (got {shorten(', '.join(named[-1]))}); name one with focus, "
            "and make one for each"
        )
    return cat.first_site
