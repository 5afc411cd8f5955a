"""infmap: which capitals lie within reach, inside the INF Treaty's band, and on whose account.

Only these names are public. Each loads what it needs when it is first used, so that
``infmap --help`` does not wait for the geographic libraries. Tables are pandas DataFrames, or
geopandas GeoDataFrames (EPSG:4326) where a row has a place. Distances are kilometres on WGS 84.

Examples
--------
>>> import infmap
>>> cat = infmap.load()
>>> infmap.coverage(cat, site="kaliningrad").head(1)["target"].item()
'Vilnius'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from infmap.errors import InfmapError, ReadingNote

if TYPE_CHECKING:
    from infmap.analysis.cards import show
    from infmap.analysis.compare import compare_rows
    from infmap.analysis.coverage import answer_rows, coverage_rows, reach_rows
    from infmap.analysis.coverage_table import answers, compare, coverage, reach
    from infmap.analysis.doubt import Doubt, doubt
    from infmap.analysis.exposure import exposure
    from infmap.analysis.finding import Finding, finding
    from infmap.analysis.listing import list_table
    from infmap.analysis.overlap import Overlap, overlap
    from infmap.analysis.rings import range_rings
    from infmap.catalogue import Catalogue, load, load_places
    from infmap.catalogue.checking import check
    from infmap.catalogue.population import load_population
    from infmap.changes import diff
    from infmap.changes.record import Diff
    from infmap.export import save_rings
    from infmap.figures import plot_map, save_figure
    from infmap.figures.map import map_crs
    from infmap.looks.rows import AnswerRow, CompareRow, CoverageRow
    from infmap.maps import make_map
    from infmap.maps.embed import embed_snippet
    from infmap.maps.live import Widget
    from infmap.report import make_report, save_report
    from infmap.screening import screen
    from infmap.story import save_story
    from infmap.tables.text import format_table
    from infmap.versions import show_versions

    __version__: str

__all__ = [
    "AnswerRow",
    "Catalogue",
    "CompareRow",
    "CoverageRow",
    "Diff",
    "Doubt",
    "Finding",
    "InfmapError",
    "Overlap",
    "ReadingNote",
    "Widget",
    "answer_rows",
    "answers",
    "check",
    "compare",
    "compare_rows",
    "coverage",
    "coverage_rows",
    "diff",
    "doubt",
    "embed_snippet",
    "exposure",
    "finding",
    "format_table",
    "list_table",
    "load",
    "load_places",
    "load_population",
    "make_map",
    "make_report",
    "map_crs",
    "overlap",
    "plot_map",
    "range_rings",
    "reach",
    "reach_rows",
    "save_figure",
    "save_report",
    "save_rings",
    "save_story",
    "screen",
    "show",
    "show_versions",
]

_ROOMS = {
    "AnswerRow": "looks.rows",
    "Catalogue": "catalogue",
    "CompareRow": "looks.rows",
    "CoverageRow": "looks.rows",
    "Diff": "changes.record",
    "Doubt": "analysis.doubt",
    "Finding": "analysis.finding",
    "Overlap": "analysis.overlap",
    "Widget": "maps.widget",
    "answer_rows": "analysis.coverage",
    "answers": "analysis.coverage_table",
    "check": "catalogue.checking",
    "compare": "analysis.coverage_table",
    "compare_rows": "analysis.compare",
    "coverage": "analysis.coverage_table",
    "coverage_rows": "analysis.coverage",
    "diff": "changes",
    "doubt": "analysis.doubt",
    "embed_snippet": "maps.embed",
    "exposure": "analysis.exposure",
    "finding": "analysis.finding",
    "format_table": "tables.text",
    "list_table": "analysis.listing",
    "load": "catalogue",
    "load_places": "catalogue",
    "load_population": "catalogue.population",
    "make_map": "maps",
    "make_report": "report",
    "map_crs": "figures.map",
    "overlap": "analysis.overlap",
    "plot_map": "figures",
    "range_rings": "analysis.rings",
    "reach": "analysis.coverage_table",
    "reach_rows": "analysis.coverage",
    "save_figure": "figures",
    "save_report": "report",
    "save_rings": "export",
    "save_story": "story",
    "screen": "screening",
    "show": "analysis.cards",
    "show_versions": "versions",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("infmap")
    if name not in _ROOMS:
        raise AttributeError(f"module 'infmap' has no attribute {name!r}")
    value = getattr(import_module(f"infmap.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
