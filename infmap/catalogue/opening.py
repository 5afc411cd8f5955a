"""What is shown where no part of the story is named, and what is said where that leaves nothing."""

from collections.abc import Collection
from datetime import date

from infmap.catalogue.asked import ALL_THEMES
from infmap.catalogue.names.given import Asked, names_asked
from infmap.catalogue.names.ids import listed
from infmap.catalogue.rows import Theme
from infmap.catalogue.selection import Catalogue
from infmap.catalogue.sites import reported_text
from infmap.errors import NothingLeftError, shorten


def select_opening(
    cat: Catalogue,
    usual: str,
    *,
    theme: str | None = None,
    focus: str | None = None,
    account: Asked = None,
    as_of: date | None = None,
) -> Catalogue:
    """Return the catalogue cut to a theme, the usual one where none is named, and to a day.

    Raises `NothingLeftError` if nothing is left, or nothing of the site in focus. If that is the
    doing of the usual theme, which nobody wrote, the message names it and the themes that have what
    is asked for.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> len(select_opening(cat, "debate", theme="eliminated", as_of=date(1988, 6, 1)).sites)
    32
    >>> select_opening(cat, "debate", as_of=date(1988, 6, 1))
    Traceback (most recent call last):
    infmap.errors.NothingLeftError: no deployment is left on 1988-06-01 of debate, the theme shown \
where none is named (reported since 2013-12-14); write the theme eliminated, third-parties or all, \
or another day
    """
    is_usual = not theme and usual != ALL_THEMES and as_of is not None
    # Without a note on how the name was read: whoever shows the site says that.
    site = cat.known_sites.find(focus)[:1] if focus and is_usual else ()
    try:
        cut = cat.select(theme=theme or usual, account=account, as_of=as_of)
    except NothingLeftError:
        if not is_usual or as_of is None:
            raise
        raise nothing_of_usual(cat, usual, [as_of], site=site) from None
    if site and as_of and site[0] not in {one.id for one in cut.sites}:
        raise nothing_of_usual(cat, usual, [as_of], site=site)
    return cut


def nothing_of_usual(
    cat: Catalogue, usual: str, days: Collection[date], *, site: Asked = None
) -> NothingLeftError:
    """Return what is said where the theme that nobody wrote leaves nothing on any of some days.

    Examples
    --------
    >>> import infmap
    >>> print(nothing_of_usual(infmap.load(), "debate", [date(1960, 1, 1)]))
    no deployment is left on 1960-01-01: what is asked for is reported since 1971; ask for another \
day
    """
    themes = (usual, *(str(other) for other in Theme if other != usual))
    having = [theme for theme in themes if any(_has(cat, theme, site, day) for day in days)]
    # Where no theme has anything, the days of all are told: those of one would send astray.
    told = usual if having else ALL_THEMES
    reported = reported_text(cat.select(site=site, theme=told).deployment_rows)
    names = [one.name for one in cat.sites if one.id in names_asked(site, "site")]
    on = f"{f'at {shorten(names[0])} ' if names else ''}on {' or '.join(map(str, days))}"
    if not having:
        return NothingLeftError(
            f"no deployment is left {on}: what is asked for is {reported}; ask for another day"
        )
    return NothingLeftError(
        f"no deployment is left {on} of {usual}, the theme shown where none is named "
        f"({reported}); write the theme {listed([*having, ALL_THEMES])}, or another day"
    )


def _has(cat: Catalogue, theme: str, site: Asked, day: date) -> bool:
    try:
        return bool(cat.select(site=site, theme=theme, as_of=day).sites)
    except NothingLeftError:
        return False
