"""The columns of a DataFrame have their kinds, whatever its rows hold, and without any."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import infmap
from infmap.catalogue import Catalogue
from infmap.catalogue.bundled import data_path
from infmap.catalogue.frames import frame_of
from infmap.looks.rows import AnswerRow, CompareRow, CoverageRow, ExposureRow, ScreenedRing

FULL: dict[str, Callable[[Catalogue], pd.DataFrame]] = {
    "coverage": lambda cat: infmap.coverage(cat, site="shuya"),
    "reach": lambda cat: infmap.reach(cat, "Berlin", site="shuya"),
    "answers": lambda cat: infmap.answers(cat, site="shuya"),
    "compare": lambda cat: infmap.compare(cat, "operator", "opponent", site="shuya"),
}
EMPTY: dict[str, Callable[[Catalogue], pd.DataFrame]] = {
    "coverage": lambda cat: infmap.coverage(cat, site="shuya", band=(0, 1)),
    "answers": lambda cat: infmap.answers(cat, site="shuya", band=(0, 1)),
    "compare": lambda cat: infmap.compare(cat, "2019-02-10", "2019-02-11", site="shuya"),
}
SUMS = {"coverage": ["distance_km"], "answers": ["margin_km"], "compare": ["distance_km"]}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_table_has_the_kinds_of_a_full_one(name: str, cat: Catalogue) -> None:
    full, empty = FULL[name](cat), EMPTY[name](cat)
    assert len(full) > 0 == len(empty)
    assert type(full) is type(empty)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert [*empty.columns] == [*full.columns]
    # As after a filter of the caller's own.
    assert full[:0].dtypes.to_dict() == empty.dtypes.to_dict()
    assert empty[SUMS[name]].mean().isna().all()
    assert len(pd.concat([full, empty])) == len(full)
    assert pd.concat([full, empty]).dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("kind", [CoverageRow, AnswerRow, CompareRow, ExposureRow, ScreenedRing])
def test_every_column_of_numbers_or_answers_has_its_kind(kind: type) -> None:
    table = frame_of([], kind)
    assert [*table.columns] == [*kind.__annotations__]
    text = pd.Series(["a"]).dtype
    for column, hint in kind.__annotations__.items():
        told = str(hint)
        expected = {
            "<class 'str'>": text,
            "<class 'bool'>": bool,
            "<class 'int'>": int,
            "<class 'float'>": float,
            "float | None": float,
        }.get(told, object)
        assert table[column].dtype == expected, column


def test_a_column_that_lacks_every_number_is_one_of_numbers(cat: Catalogue) -> None:
    table = infmap.answers(cat, site="shuya", system="9m729")
    open_ = frame_of(table[table["up_to_km"].isna()].to_dict("records"), AnswerRow)
    assert len(open_)
    assert open_["up_to_km"].dtype == float
    rows = [{**dict.fromkeys(AnswerRow.__annotations__), "strike": True}]
    assert frame_of(rows, AnswerRow)["margin_km"].dtype == float


def test_the_tables_of_a_catalogue_keep_their_kinds_when_none_is_left(cat: Catalogue) -> None:
    from dataclasses import replace

    none = replace(
        cat,
        **{f"{name}_rows": () for name in ("system", "claim", "capital", "allegation", "event")},
    )
    for name in ("systems", "claims", "capitals", "allegations", "events"):
        full, empty = getattr(cat, name), getattr(none, name)
        numbers = [column for column in full.columns if full[column].dtype.kind in "fib"]
        assert [empty[column].dtype for column in numbers] == [
            full[column].dtype for column in numbers
        ]


def test_nothing_changed_is_an_empty_table_of_texts() -> None:
    folder: Path = data_path("systems.csv").parent
    diff = infmap.diff(folder, folder)
    assert {*map(str, diff.rows_table.dtypes)} == {str(pd.Series(["a"]).dtype)}
    assert {*map(str, diff.answers_table.dtypes)} == {str(pd.Series(["a"]).dtype)}
