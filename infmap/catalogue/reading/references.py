"""What rows refer to: systems by id or name, publications by id."""

import re
from collections.abc import Iterable
from functools import partial

from infmap.catalogue.cells import SLUG
from infmap.catalogue.names.ids import Known, folded, listed, suggestion
from infmap.catalogue.reading.faults import Numbered, R, Reading
from infmap.catalogue.rows import Allegation, Claim
from infmap.errors import shorten

#: What rows cite, in words.
SOURCE = "source of this id"
SYSTEM = "system of this id or name"


def resolve(
    reading: Reading,
    number: int,
    column: str,
    text: str,
    known: Known,
) -> str | None:
    """Return the id of the system that a cell means, or note that it means none or several.

    Blanks are the models' matter.
    """
    if not folded(text):
        return None
    found = known.find(text)
    if len(found) > 1:
        reading.fault(number, column, f"may be any of {len(found)}", text, f"write {listed(found)}")
    elif not found:
        reading.fault(number, column, f"no {SYSTEM}", text, lambda: suggestion(text, known))
    elif text not in known:
        reading.note(number, column, f"{shorten(text)!r} read as {found[0]}", kind="system")
    return found[0] if len(found) == 1 else None


def resolve_several(
    reading: Reading, number: int, column: str, given: object, known: Known
) -> list[str | None]:
    """Return the ids of the systems that a cell names, None for each that there is not.

    Between them stand semicolons, slashes or line breaks; or commas, ``and`` or plus signs, where
    the whole cell is no name itself. Each part that is unknown is told.
    """
    if isinstance(given, list | tuple):
        parts = [str(part) for part in given]
    elif known.find(str(given)):
        parts = [str(given)]
    else:
        parts = parts_of(str(given), known)
    return [resolve(reading, number, column, part.strip(), known) for part in parts if part.strip()]


def parts_of(text: str, known: Known) -> list[str]:
    """Return the names in a cell, the fewest pieces of it that are known first.

    Examples
    --------
    >>> parts_of("9M729 / Iskander-M, x", Known({"9m729": [], "iskander-m": []}))
    ['9M729 ', ' Iskander-M', ' x']
    """
    found = []
    for piece in re.split(r"[;\n\r|]|(?<=\s)/(?=\s)", text):
        if known.find(piece):
            found.append(piece)
            continue
        smaller = re.split(r"[/,]", piece)
        if len(smaller) == 1:
            smaller = re.split(r"\s+(?:and|und|et|y|и|&|\+)\s+|\s*[&+]\s*", piece)
            # A name may hold such a word, unless all that it joins are names.
            if not all(map(known.find, smaller)):
                smaller = [piece]
        found += smaller
    return found


def check_systems(reading: Reading, allegations: Numbered[Allegation], names: Known | None) -> None:
    """Check the systems that charges speak of."""
    for number, row in allegations if names is not None else []:
        for system in row.system_id:
            resolve(reading, number, "system_id", system, names or Known())


def check_sources(reading: Reading, rows: Numbered[R], cited: Known) -> None:
    """Check the sources that rows name: ids that are on file, or in a caller's table any text.

    A text in the form of an id that is on no file is refused in either: nobody could look it up.
    """
    for number, row in rows:
        column = "source_id" if isinstance(row, Claim) else "source_ids"
        named: str | Iterable[str] = getattr(row, column)
        for source in [named] if isinstance(named, str) else named:
            if not reading.own:
                if source and not cited.exact(source):
                    remedy = partial(suggestion, source, cited)
                    reading.fault(number, column, f"no {SOURCE}", source, remedy)
            elif not cited.exact(source) and "-" in source and SLUG.fullmatch(source):
                remedy = partial(_own_source, source, cited)
                reading.fault(number, column, f"no {SOURCE}", source, remedy)


def _own_source(text: str, cited: Known) -> str:
    near = suggestion(text, cited)
    if near.startswith("did you mean"):
        return f"{near} Or write the publication out"
    return "write the publication out, as in 'Institute C, Rockets of the world, 2025'"
