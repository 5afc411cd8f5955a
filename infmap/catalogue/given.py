"""A row that a caller gives: one of the catalogue's own, or the same row of one of its tables."""

from typing import Any, TypeVar

from pydantic import ValidationError

from infmap.catalogue.cells import fault_words, is_empty
from infmap.catalogue.rows import Row
from infmap.catalogue.values.named import fields_of
from infmap.errors import DataError, Fault, InfmapError, shorten

R = TypeVar("R", bound=Row)


def row_given(given: Any, model: type[R], what: str) -> R:
    """Return a caller's row; one of a table is checked anew, and its blanks are None.

    `what` names the argument in messages. Raises `DataError` with every fault of a table's row, and
    `InfmapError` if the value is no row.

    Examples
    --------
    >>> import infmap
    >>> from infmap.catalogue.rows import Claim
    >>> cat = infmap.load()
    >>> row_given(cat.claims.iloc[0], Claim, "claim") == cat.claim_rows[0]
    True
    """
    if isinstance(given, model):
        return given
    fields = None if isinstance(given, Row) else fields_of(given)
    if fields is None:
        table = f"{model.__name__.lower()}s"
        raise InfmapError(
            f"{what} is no {model.__name__} ({shorten(repr(given))}); give one of "
            f"{table[:-1]}_rows, or a row of {table}"
        )
    known = {name: fields[name] for name in model.model_fields if name in fields}
    try:
        return model.model_validate(
            {name: value for name, value in known.items() if not is_empty(value)}
        )
    except ValidationError as error:
        raise DataError(_fault(what, known, detail) for detail in error.errors()) from None


def _fault(what: str, known: dict[str, object], detail: Any) -> Fault:
    field = str(detail["loc"][0]) if detail["loc"] else None
    problem, remedy = fault_words(detail)
    value = str(known[field]) if field in known else None
    return Fault(what, None, field, problem, value, remedy)
