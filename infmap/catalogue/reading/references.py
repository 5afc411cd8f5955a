"""What rows refer to: systems by id or name, publications by id."""

import re
from collections.abc import Iterable, Mapping
from functools import partial

from infmap.catalogue.cells import SLUG
from infmap.catalogue.names import folded, suggestion
from infmap.catalogue.reading.inputs import Numbered, R, Reading
from infmap.catalogue.rows import Allegation, Claim

#: What rows cite, in words.
SOURCE = "source of this id"
SYSTEM = "system of this id or name"


def resolve(
    reading: Reading,
    number: int,
    column: str,
    text: str,
    known: Mapping[str, str],
    what: str = SYSTEM,
) -> str | None:
    """Return the id that a cell means, or note that there is none; blanks are the models' matter.

    `known` maps every folded name to its id.
    """
    name = folded(text)
    if not name:
        return None
    found = known.get(name)
    if found is None:
        reading.fault(number, column, f"no {what}", text, lambda: suggestion(text, known))
    return found


def resolve_several(
    reading: Reading, number: int, column: str, given: object, known: Mapping[str, str]
) -> list[str | None]:
    """Return the ids of the systems that a cell names, None for each that there is not.

    Between them stand semicolons, slashes or line breaks; or commas, ``and`` or plus signs, where
    the whole cell is no name itself. Each part that is unknown is told.
    """
    if isinstance(given, list | tuple):
        parts = [str(part) for part in given]
    elif folded(given) in known:
        parts = [str(given)]
    else:
        parts = parts_of(str(given), known)
    return [resolve(reading, number, column, part.strip(), known) for part in parts if part.strip()]


def parts_of(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the names in a cell, the fewest pieces of it that are known first.

    Examples
    --------
    >>> parts_of("9M729 / Iskander-M, x", {"9m729": "9m729", "iskander-m": "iskander-m"})
    ['9M729 ', ' Iskander-M', ' x']
    """
    found = []
    for piece in re.split(r"[;\n\r|]|(?<=\s)/(?=\s)", text):
        if folded(piece) in known:
            found.append(piece)
            continue
        smaller = re.split(r"[/,]", piece)
        if len(smaller) == 1:
            smaller = re.split(r"\s+(?:and|und|et|y|и|&|\+)\s+|\s*[&+]\s*", piece)
            # A name may hold such a word, unless all that it joins are names.
            if not all(folded(one) in known for one in smaller):
                smaller = [piece]
        found += smaller
    return found


def check_systems(
    reading: Reading, allegations: Numbered[Allegation], names: Mapping[str, str] | None
) -> None:
    """Check the systems that charges speak of."""
    for number, row in allegations if names is not None else []:
        for system in row.system_id:
            resolve(reading, number, "system_id", system, names or {})


def check_sources(reading: Reading, rows: Numbered[R], cited: Mapping[str, str]) -> None:
    """Check the sources that rows name: ids that are on file, or in a caller's table any text.

    A text in the form of an id that is on no file is refused in either: nobody could look it up.
    """
    for number, row in rows:
        column = "source_id" if isinstance(row, Claim) else "source_ids"
        named: str | Iterable[str] = getattr(row, column)
        for source in [named] if isinstance(named, str) else named:
            if not reading.own:
                resolve(reading, number, column, source, cited, SOURCE)
            elif source not in cited and "-" in source and SLUG.fullmatch(source):
                remedy = partial(_own_source, source, cited)
                reading.fault(number, column, f"no {SOURCE}", source, remedy)


def _own_source(text: str, cited: Mapping[str, str]) -> str:
    near = suggestion(text, cited)
    if near.startswith("did you mean"):
        return f"{near} Or write the publication out"
    return "write the publication out, as in 'Institute C, Rockets of the world, 2025'"
