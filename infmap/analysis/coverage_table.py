"""The coverage table: a DataFrame that notebooks show in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from infmap.analysis.compare import Comparable, compare_rows
from infmap.analysis.coverage import (
    answer_rows,
    coverage_rows,
    reach_rows,
)
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.frames import frame_of
from infmap.catalogue.names.places import Target
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.bands import Band
from infmap.errors import CombinationError
from infmap.looks.rows import AnswerRow, CompareRow, CoverageRow
from infmap.treaty import LIMITS_KM

if TYPE_CHECKING:
    from infmap.catalogue.loading import Given

#: A table that has none of these columns left is shown by pandas.
MARKS = frozenset(
    {"distance_km", "azimuth_deg", "band", "in_inf_band", "in_band", "reach", "near_edge"}
    | {"near_band_edge", "relation", "accounts"}
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
        return coverage_html(self, LIMITS_KM, max_rows=pd.get_option("display.max_rows"))


@checks_kinds
def coverage(
    cat: Catalogue,
    *,
    band: Band | None = None,
    targets: "Given | Sequence[Capital] | None" = None,
    **only: Unpack[Filters],
) -> pd.DataFrame:
    """Return which capitals, or which places, lie within reach of each site, on whose account.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    band : (float, float) or str, optional
        Keep only the places at this distance in kilometres, both edges included; as a text also
        in other units, such as ``300-3000 mi``.
    targets : path, DataFrame, GeoDataFrame, pyarrow Table or list of dict, optional
        Places to test in place of the capitals: what ``infmap.load(capitals=)`` takes, or what
        `infmap.load_places` has read. Of places with a ``since`` or ``until``, those that stand on
        the day asked about, or without one today.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    DataFrame
        One row a site and target, nearest first within a site: ``site_id, target_id, target,
        country, distance_km, azimuth_deg, band, in_inf_band, in_band, reach, near_edge,
        near_band_edge, relation`` and ``accounts``, a list with a dict for each party's figure
        for each system there. `relation` says whose the target is: the ``holder``'s of the systems,
        the ``host``'s, that of an ``ally`` of the holder, or ``other``; without a day, of what has
        ended, allies are those by its last day who are so today. `near_band_edge` says whether
        the site's position is too uncertain to tell the side of 500, 1000 or 5500 km, or of an edge
        of the band asked for. `band` and `in_inf_band` are the treaty's; `in_band` is of the band
        asked for, or else the treaty's. Distances are geodesic on WGS 84; azimuths are at the site,
        clockwise from true north.

    Raises
    ------
    InfmapError
        If an id is unknown, nothing is left after the filters, the band runs backwards, or the
        table would hold more than 2.5 million answers: a figure's, for a place.

    Notes
    -----
    With a band, distances are computed to few places outside it, so that many sites and many
    places may be asked for together. For tables too long for this, see `infmap.screen`.

    References
    ----------
    C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013), 43-55: distances
    by PROJ.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.coverage(infmap.load(), site="deveselu")
    >>> print(f"{table.set_index('target_id').loc['london', 'distance_km']:.0f} km to London")
    2003 km to London
    """
    rows = coverage_rows(cat, band=band, targets=targets, **only)
    return CoverageTable(frame_of(rows, CoverageRow))


@checks_kinds
def reach(
    cat: Catalogue,
    target: Target,
    **only: Unpack[Filters],
) -> pd.DataFrame:
    """Return what reaches one place: every site of the theme, nearest first.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    target : str, (lon, lat), mapping, Point, Capital or Site
        A capital, a city, or a country for its capital, by any name, also in other languages and
        with its country or state (``London, Canada``); or a position in any form that tables may
        have it in, a text of two numbers being ``lat,lon``, or with ``lat`` and ``lon`` by name, as
        a row of a table has it.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    DataFrame
        The columns of `coverage`, with the azimuth from the site to the place.

    Raises
    ------
    InfmapError
        If the target is no place, or may be several; the message names what to write.

    Warns
    -----
    ReadingNote
        If the target is not a name of the catalogue's own: which place was read.

    Examples
    --------
    >>> import infmap
    >>> infmap.reach(infmap.load(), "Warsaw", theme="debate").iloc[0]["site_id"]
    'chernyakhovsk'
    >>> len(infmap.reach(infmap.load(), (20.51, 54.71), site="kaliningrad"))
    1
    """
    return CoverageTable(frame_of(reach_rows(cat, target, **only), CoverageRow))


@checks_kinds
def answers(
    cat: Catalogue,
    target: "Target | None" = None,
    *,
    band: Band | None = None,
    targets: "Given | Sequence[Capital] | None" = None,
    **only: Unpack[Filters],
) -> pd.DataFrame:
    """Return every party's answer in long form: a row for each site, place and figure.

    Each entry of the column ``accounts`` in `coverage` and `reach` is a row here, to group, join
    and draw.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    target : str, (lon, lat), mapping, Point, Capital or Site, optional
        One place, as in `reach`; without it all of them, as in `coverage`.
    band, targets
        As in `coverage`; not with a `target`.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    DataFrame
        ``site_id, target_id, target, country, distance_km, azimuth_deg, band, reach, near_edge,
        system_id, account, claimant, at_least_km, up_to_km, strike, in_range, margin_km,
        source_id``. `reach` is of the place as a whole, all figures together; `in_range` is True,
        False, or None where the figure leaves it open, whatever `strike` says: figures that strike
        nothing on the ground make no `reach`. A site without a figure has one row for each
        place and system, without figure.

    Raises
    ------
    InfmapError
        If an id is unknown, nothing is left after the filters, the target is no place, or a
        `target` comes with a `band` or `targets`.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.answers(infmap.load(), "Berlin", site="shuya", system="9m729")
    >>> table["in_range"].value_counts(dropna=False).to_dict()
    {None: 4, True: 3, False: 1}
    """
    cat = cat.select(**only)
    if target is None:
        rows = coverage_rows(cat, band=band, targets=targets)
    elif band is not None or targets is not None:
        raise CombinationError("a target is one place; leave out band and targets, or the target")
    else:
        rows = reach_rows(cat, target)
    return frame_of(answer_rows(rows, cat), AnswerRow)


@checks_kinds
def compare(
    cat: Catalogue, left: Comparable, right: Comparable, **only: Unpack[Filters]
) -> pd.DataFrame:
    """Return the places whose answer differs between two accounts, days, systems or sites.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    left, right : str, date, Site or System
        Two of one kind: accounts (``operator``, ``all``), days (``2018-10-20``), systems or sites
        by any name.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`. What is compared is no filter as well.

    Returns
    -------
    DataFrame
        One row a site and place, in the order of the sites, the nearest first: ``site_id,
        target_id, target, country, distance_km, left, right``. `left` and `right` are values of
        ``reach`` in `coverage`: ``all``, ``some``, ``unknown``, ``none``; ``none`` also where
        nothing is reported on that side, or the place was no capital on that day. Of two sites,
        `site_id` and `distance_km` are the left one's.

    Raises
    ------
    UnknownIdError
        If `left` or `right` names nothing.
    InfmapError
        If they are not two of one kind, or nothing is left after the filters.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.compare(infmap.load(), "operator", "opponent", site="shuya")
    >>> table.set_index("target").loc["Berlin", ["left", "right"]].tolist()
    ['none', 'some']
    """
    return frame_of(compare_rows(cat, left, right, **only), CompareRow)
