"""Checks the references of rows: to systems by id or name, to publications by id."""

import re
from collections.abc import Iterable
from functools import partial

from infmap.catalogue.cells import SLUG
from infmap.catalogue.names.ids import Known, listed, suggestion
from infmap.catalogue.names.several import is_short, parts_of
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.publications import Source
from infmap.catalogue.reading.faults import Numbered, R, Reading
from infmap.catalogue.rows import Allegation, Claim
from infmap.errors import shorten

#: What a reference means, for messages.
SOURCE = "source of this id"
SYSTEM = "system of this id or name"
_TWO_NAMES = re.compile(r"([^/=]+?)\s*[/=]\s*([^/=]+)")


def resolve(
    reading: Reading,
    number: int,
    column: str,
    text: str,
    known: Known,
) -> str | None:
    """Return the id of the system that a cell means, or None after a fault.

    A blank cell gives None without a fault: the row models check it.
    """
    if not folded(text):
        return None
    ids = known.find(text) or of_both_names(text, known)
    if len(ids) > 1:
        reading.fault(number, column, f"may be any of {len(ids)}", text, f"write {listed(ids)}")
    elif not ids:
        reading.fault(number, column, f"no {SYSTEM}", text, lambda: suggestion(text, known))
    elif text not in known:
        reading.note(number, column, f"{shorten(text)!r} read as {ids[0]}", kind="system")
    elif "?" in text:
        note = f"{shorten(text)!r} read as {ids[0]}; its question mark is not kept"
        reading.note(number, column, note, kind="question mark")
    return ids[0] if len(ids) == 1 else None


def of_both_names(text: str, known: Known) -> tuple[str, ...]:
    """Return the systems that two names in a cell both mean: SSC-8 (9M729), 9M729/SSC-8."""
    match = _TWO_NAMES.fullmatch(text.strip())
    if not match:
        return known.beside(text)
    first, second = map(known.find, match.groups())
    return first if first == second and len(first) == 1 else ()


def resolve_several(
    reading: Reading, number: int, column: str, cell: object, known: Known
) -> list[str | None]:
    """Return the ids of the systems that a cell names, with None and a fault for an unknown one.

    Names are separated by semicolons, slashes or line breaks; also by commas, ``and`` or plus
    signs, unless the whole cell is a name. A later name may be shortened, as in Agni-I/II.
    """
    if isinstance(cell, list | tuple):
        parts = [str(part) for part in cell if str(part).strip()]
    elif known.find(str(cell)) or of_both_names(str(cell), known):
        parts = [str(cell)]
    else:
        parts = parts_of(str(cell), known)
        if len(parts) > 1 and any(is_short(part, known) for part in parts):
            remedy = "write each name in full, separated by semicolons"
            reading.fault(number, column, "shortens a name to none that is known", cell, remedy)
            return [None]
    ids = [resolve(reading, number, column, part.strip(), known) for part in parts]
    return [*dict.fromkeys(ids)]


def check_systems(reading: Reading, allegations: Numbered[Allegation], names: Known | None) -> None:
    """Check the systems that allegations refer to."""
    for number, row in allegations if names is not None else []:
        for system in row.system_id:
            resolve(reading, number, "system_id", system, names or Known())


def check_sources(reading: Reading, rows: Numbered[R], cited: Known) -> None:
    """Refuse unknown ids of sources; a caller's table may also have a citation as text.

    In a caller's table, a text with hyphens in the form of an id counts as an id, and one that
    names known ids beside other things is refused: it would be shown as it stands.
    """
    for number, row in rows:
        column = "source_id" if isinstance(row, Claim) else "source_ids"
        named: str | Iterable[str] = getattr(row, column)
        for source in [named] if isinstance(named, str) else named:
            if not source or cited.exact(source) == (source,):
                continue
            if not reading.own:
                remedy = partial(suggestion, source, cited)
                reading.fault(number, column, f"no {SOURCE}", source, remedy)
                continue
            shown = reading.called.get(column, column)
            if "-" in source and SLUG.fullmatch(source):
                own_remedy = partial(_own_source, source, cited)
                reading.fault(number, shown, f"no {SOURCE}", source, own_remedy)
            elif ids := ids_within(source, cited):
                several = "one of " * (len(ids) > 1 and isinstance(row, Claim))
                text = f"write {several}{'; '.join(ids)}, and what else is to be said in a note"
                reading.fault(number, shown, "is not the id of a source alone", source, text)


def ids_within(text: str, cited: Known) -> list[str]:
    """Return the ids of sources in a text of ids and pages, whatever case and marks they have.

    Examples
    --------
    >>> cited = Known({"iiss-2024": (), "act-2024": (), "geonames": ()})
    >>> ids_within("[@IISS-2024, p. 12]", cited), ids_within("iiss-2024; act-2024", cited)
    (['iiss-2024'], ['iiss-2024', 'act-2024'])
    >>> ids_within("GeoNames, 2024", cited), ids_within("Post-war act-2024 hearing", cited)
    ([], [])
    """
    words = re.split(r"[,;:]|\s+(?=\(|\[|pp?\b)", text)
    ids = dict.fromkeys(word.strip("[]()@'\" ").lower() for word in words)
    return [ident for ident in ids if "-" in ident and cited.exact(ident)]


def check_quoted(reading: Reading, rows: Numbered[Source], cited: Known) -> None:
    """Refuse a source that is quoted by itself, or by one that is not there."""
    for number, row in rows:
        if row.quoted_by == row.id:
            remedy = "write the id of the source that quotes it"
            reading.fault(number, "read", "quoted by itself", row.read, remedy)
        elif row.quoted_by and not cited.exact(row.quoted_by):
            remedy_of = partial(suggestion, row.quoted_by, cited)
            reading.fault(number, "read", f"no {SOURCE}", row.quoted_by, remedy_of)


def _own_source(text: str, cited: Known) -> str:
    near = suggestion(text, cited)
    if near.startswith("did you mean"):
        return f"{near} Or write the publication out"
    return "write the publication out, as in 'Institute C, Rockets of the world, 2025'"
