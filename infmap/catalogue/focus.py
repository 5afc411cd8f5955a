"""Which site a product of one site is about."""

from infmap.catalogue.selection import Catalogue
from infmap.catalogue.sites import Site
from infmap.errors import InfmapError, shorten


def focus_of(cat: Catalogue, focus: str | None, product: str) -> Site:
    """Return the site named, or else the only one asked for, or the first.

    Parameters
    ----------
    cat : Catalogue
        Cut down to what is asked for.
    focus : str, optional
        The site's id or name.
    product : str
        What is made, for the message.

    Raises
    ------
    InfmapError
        If several sites were asked for and none is named: but one of them would be seen.

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
