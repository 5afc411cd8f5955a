"""Catalogues full of hostile text: each payload once in every text field of every table.

The fields come from the row models, so that a new field is tried automatically.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from infmap.catalogue import Catalogue
from infmap.catalogue.names.holders import names_in
from infmap.catalogue.publications import Source
from infmap.catalogue.rows import (
    Account,
    Allegation,
    Capital,
    Claim,
    Deployment,
    Event,
    Row,
    System,
)
from infmap.treaty import Basing, Kind

CORPUS = Path(__file__).parents[1] / "tests" / "data" / "payloads.json"
#: A text that a text field accepts, but an id, a date, a number or a word from a list does not.
PROBE = "Any text, (1)"
#: The kind of the payloads that test the layout, not escaping; they get their own pages.
LONG = "long"


@dataclass(frozen=True)
class Payload:
    """A text that would do harm if it were not treated as text."""

    name: str
    kind: str
    text: str


@cache
def payloads() -> tuple[Payload, ...]:
    """Return the corpus; it stores a long text as a short one with a number of repetitions."""
    return tuple(
        Payload(row["name"], row["kind"], row["text"] * row.get("times", 1))
        for row in json.loads(CORPUS.read_text("utf-8"))
    )


def short_payloads(size: float = 1.0) -> list[Payload]:
    """Return a share of the payloads that are not long, taken evenly from the whole corpus."""
    every = [payload for payload in payloads() if payload.kind != LONG]
    return every[:: max(1, round(1 / size))]


@cache
def tables() -> dict[str, type[Row]]:
    """Return the catalogue's tables: each field of rows by name, with the model of its rows."""
    hints = get_type_hints(Catalogue)
    rows = {name: get_args(hint)[0] for name, hint in hints.items() if name.endswith("_rows")}
    missing = [name for name, model in rows.items() if model not in _ROWS]
    assert not missing, f"say in payload_tables what a sound row of {missing} holds"
    return rows


@cache
def text_fields(model: type[Row]) -> tuple[str, ...]:
    """Return a model's fields that accept any text."""
    return tuple(name for name in model.model_fields if accepted(model, name, PROBE) is not None)


@cache
def _reader(model: type[Row], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    annotated: Any = Annotated[info.annotation, info.description, *info.metadata]
    return TypeAdapter(annotated)


def accepted(model: type[Row], name: str, text: str) -> Any:
    """Return a text as a model stores it in a field, or None if the model refuses it."""
    several = get_args(model.model_fields[name].annotation)[-1:] == (...,)
    try:
        return _reader(model, name).validate_python((text,) if several else text) or None
    except ValidationError:
        return None


@dataclass(frozen=True)
class Cell:
    """A payload in a field of a row, followed by a tag by which it is found again."""

    table: str
    name: str
    payload: str
    tag: str
    value: str


@dataclass
class Hostile:
    """A catalogue with payloads, and the cell of each payload."""

    cat: Catalogue
    cells: list[Cell] = field(default_factory=list)
    #: Payloads that a model refuses, as table, field and name.
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def by_tag(self) -> dict[str, Cell]:
        """The cells by tag."""
        return {cell.tag: cell for cell in self.cells}


#: The pattern of a tag; no payload contains a tag.
TAG = r"zq\d\dx\d\d\d"


def hostile_catalogue(chosen: Sequence[Payload], *, forced: bool = False) -> Hostile:
    """Return a catalogue with as many rows in each table as payloads, each in every field once.

    Parameters
    ----------
    chosen : sequence of Payload
    forced : bool
        Also put in what the models refuse, as a caller's own Python code could.
    """
    return _filled(chosen, lambda payload: payload.text, forced=forced)


def harmless_catalogue(chosen: Sequence[Payload]) -> Hostile:
    """Return the same catalogue with a plain word instead of every payload.

    Where the payload has a semicolon this has one too: of one holder more is said than of two.
    """
    return _filled(
        chosen, lambda payload: "plain; plain" if ";" in payload.text else "plain", forced=False
    )


def _filled(
    chosen: Sequence[Payload], text_of: Callable[[Payload], str], *, forced: bool
) -> Hostile:
    hostile = Hostile(Catalogue((), (), (), (), ()))
    rows: dict[str, tuple[Row, ...]] = {}
    number = 0
    for table, model in tables().items():
        made = [_ROWS[model](k) for k in range(len(chosen))]
        for name in text_fields(model):
            for k, row in enumerate(made):
                # Neighbouring fields of a row have different payloads.
                payload = chosen[(k + number) % len(chosen)]
                tag = f"zq{number:02d}x{k:03d}"
                text = f"{text_of(payload)} {tag}"
                value = accepted(model, name, text)
                if value is None:
                    hostile.refused.append((table, name, payload.name))
                    payload = Payload("plain", "", "plain")
                    text = text if forced else f"plain {tag}"
                    value = accepted(model, name, f"plain {tag}")
                    value = (text,) if isinstance(value, tuple) else text
                shown = value if isinstance(value, str) else value[0]
                if (model, name) == (Deployment, "operator"):
                    # Semicolons separate its holders: the one with the tag is the last.
                    shown = names_in(shown)[-1]
                hostile.cells.append(Cell(table, name, payload.name, tag, shown))
                if isinstance(value, tuple):
                    value = (*value, *getattr(row, name))
                made[k] = row.model_copy(update={name: value})
            number += 1
        rows[table] = tuple(made)
    claims = rows["claim_rows"]
    # A figure cites a source of the table, so that this source is shown.
    cited = [row.model_copy(update={"source_id": f"source-{k}"}) for k, row in enumerate(claims)]
    rows["claim_rows"] = (*claims, *cited)
    rows["source_rows"] = (*rows["source_rows"], LINKED)
    hostile.cat = Catalogue(**rows)  # type: ignore[arg-type]
    return hostile


def _day(k: int) -> str:
    return (date(1980, 1, 1) + timedelta(days=60 * k)).isoformat()


def _account(k: int) -> Account:
    return (Account.OPERATOR, Account.OPPONENT, Account.INDEPENDENT)[k % 3]


#: A publication with an address, so that a page of harmless text has a link too.
LINKED = Source(id="linked", type="report", title="Linked", URL="https://plain.example/")
#: A valid row of each table, by its number; its texts are replaced.
_ROWS: dict[type[Row], Callable[[int], Row]] = {
    System: lambda k: System(
        id=f"system-{k}",
        name="x",
        kind=Kind.GLBM,
        basing=(Basing.GROUND_MOBILE,),
        source_ids=(_source(k),),
    ),
    Claim: lambda k: Claim(
        system_id=f"system-{k}",
        account=_account(k),
        claimant="x",
        at_least_km=None if k % 2 else 400.0 + 20 * k,
        up_to_km=500.0 + 20 * k,
        as_of="1988",
    ),
    Deployment: lambda k: Deployment(
        id=f"report-{k}",
        site_id=f"site-{k}",
        site="x",
        system_id=f"system-{k}",
        first_reported="1984",
        position_precision_km=25.0 if k % 5 == 0 else 1.0,
        source_ids=(_source(k), LINKED.id),
        lon=-20.0 + 9 * (k % 15),
        lat=35.0 + 3 * (k // 15),
    ),
    Capital: lambda k: Capital(
        id=f"capital-{k}",
        name="x",
        lon=-15.0 + 9 * (k % 15),
        lat=36.5 + 3 * (k // 15),
        nato_since="1949" if k % 2 else None,
        source_ids=(_source(k),),
    ),
    Allegation: lambda k: Allegation(
        id=f"charge-{k}",
        accuser="x",
        accused="x",
        system_id=(f"system-{k}",),
        charge="x",
        answer="x",
        date="2014-07-28",
        source_ids=(_source(k),),
    ),
    Event: lambda k: Event(id=f"event-{k}", date=_day(k), title="x", source_ids=(LINKED.id,)),
    Source: lambda k: Source(
        id=f"source-{k}", type="report", title="x", issued={"date-parts": [[1988, 6, 1]]}
    ),
}


def _source(k: int) -> str:
    return f"source-{k}"
