"""The names of systems, with the words that may stand beside them."""

from collections.abc import Sequence

from infmap.catalogue.names.beside import words_of
from infmap.catalogue.names.ids import Known
from infmap.catalogue.rows import OwnSystem, System


def known_systems(rows: Sequence[System]) -> Known:
    """Return systems by any name; a name in both tables means the caller's own before infmap's.

    Examples
    --------
    >>> import infmap
    >>> known = known_systems(infmap.load().system_rows)
    >>> known.find("SSC-8"), known.find("RSD-10 Pioneer"), known.find("DF-26 IRBM")
    (('9m729',), ('ss-20',), ('df-26',))
    """
    own = {row.id: row for row in rows if isinstance(row, OwnSystem)}
    bundled = {row.id: row for row in rows if row.id not in own}
    return Known(
        *({row.id: [row.name, *row.designations] for row in of.values()} for of in (own, bundled)),
        words={row.id: words_of(row.kind) for row in (own | bundled).values()},
        holders={holder for row in bundled.values() for holder in row.operator},
    )
