"""The coverage table: a DataFrame like any other that a notebook shows in words."""

from typing import Any

import pandas as pd

#: Where none of these is left, a table is no coverage any more and pandas shows it.
MARKS = frozenset(
    {"distance_km", "azimuth_deg", "band", "in_inf_band", "reach", "near_edge", "accounts"}
)


class CoverageTable(pd.DataFrame):  # type: ignore[misc]
    """A DataFrame from `infmap.coverage` or `infmap.reach`, or a part of one.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.coverage(infmap.load(), site="shuya")
    >>> near = table[table["distance_km"] < 500]
    >>> isinstance(near, pd.DataFrame), "all accounts" in near._repr_html_()
    (True, True)
    """

    @property
    def _constructor(self) -> Any:
        return CoverageTable

    def _repr_html_(self) -> str | None:
        from infmap.notebook import coverage_html

        columns = self.columns
        fits = len(columns) <= (pd.get_option("display.max_columns") or len(columns))
        in_words = columns.nlevels == 1 and columns.is_unique and not MARKS.isdisjoint(columns)
        if not (fits and in_words and pd.get_option("display.notebook_repr_html")):
            html: str | None = super()._repr_html_()
            return html
        return coverage_html(self, max_rows=pd.get_option("display.max_rows"))
