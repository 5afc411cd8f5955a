"""Names as arguments hold them: one, or any collection of them."""

from collections.abc import Collection

from infmap.arguments import unfit
from infmap.catalogue.rows import Capital, System
from infmap.catalogue.sites import Site
from infmap.errors import InfmapError

#: The argument of a filter: a name, several names, or None to keep all.
Asked = str | Collection[str] | None


def names_asked(asked: Asked, what: str) -> list[str]:
    """Return the names that a filter holds: one, or those of any collection, or none for None.

    A site, system or capital stands for its id. Raises `InfmapError` for what else it holds; `what`
    names the filter in the message.

    Examples
    --------
    >>> import infmap
    >>> names_asked(infmap.load().sites[:2], "site")
    ['kaliningrad', 'chernyakhovsk']
    >>> names_asked(5, "site")
    Traceback (most recent call last):
    infmap.errors.InfmapError: site must be a name, or a collection of names (got 5); write \
names as text, in quotes
    """
    if asked is None:
        return []
    if _is_name(asked):
        return [name_of(asked)]
    # Bytes yield numbers, a table its heads; an iterator would be empty when it is read again.
    is_collection = isinstance(asked, Collection) and not isinstance(asked, bytes | bytearray)
    if not is_collection or getattr(asked, "ndim", 1) != 1:
        raise _no_name(asked, what)
    names = [*asked]
    for name in names:
        if not _is_name(name):
            raise _no_name(name, f"each {what}" if len(names) > 1 else what)
    return [*map(name_of, names)]


def one_asked(asked: Asked, what: str, remedy: str) -> str:
    """Return the one name that an argument holds; refuse none, and several.

    Examples
    --------
    >>> one_asked(["Shuya"], "site", "write a site")
    'Shuya'
    >>> one_asked(None, "site", "write a site")
    Traceback (most recent call last):
    infmap.errors.InfmapError: site must be exactly one (got None); write a site
    """
    names = names_asked(asked, what)
    if len(names) != 1:
        raise unfit(what, "exactly one", asked, remedy)
    return names[0]


def name_of(given: object) -> str:
    """Return the name that an argument is, or the id of a site, system or capital.

    Examples
    --------
    >>> import infmap
    >>> name_of("Shuya"), name_of(infmap.load().site("Shuya"))
    ('Shuya', 'shuya')
    """
    return given.id if isinstance(given, Site | System | Capital) else str(given)


def _is_name(given: object) -> bool:
    return isinstance(given, str | Site | System | Capital)


def _no_name(given: object, what: str) -> InfmapError:
    return unfit(what, "a name, or a collection of names", given, "write names as text, in quotes")
