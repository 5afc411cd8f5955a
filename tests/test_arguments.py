"""Arguments of another kind: each public function refuses them in one line that names them."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import infmap
from infmap.catalogue import Catalogue
from infmap.catalogue.bundled import data_path
from infmap.errors import InfmapError, printable

WRONG: dict[str, Any] = {
    "None": None,
    "number": 5,
    "nan": float("nan"),
    "inf": float("inf"),
    "true": True,
    "bytes": b"shuya",
    "empty text": "",
    "text": "no such thing",
    "number as text": "300",
    "NA": pd.NA,
    "NaT": pd.NaT,
    "list": [None],
    "empty list": [],
    "list of lists": [[1, 2], [3]],
    "dict": {"a": 1},
    "array": np.array([[1.0, 2.0]]),
    "series": pd.Series(["a", "b"]),
    "frame": pd.DataFrame({"a": [1]}),
    "object": object(),
    "day": datetime(2019, 2, 10, 12),
    "iterator": iter([1, 2]),
    "function": len,
}


def calls(cat: Catalogue, folder: Path) -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    """Return each public function, with arguments that it takes."""
    filters = {"theme": None, "account": None, "as_of": None}
    named = {"site": "shuya", "system": None, "operator": None, "kind": None, "country": None}
    only: dict[str, Any] = {**named, **filters}
    small = cat.select(site="shuya")
    table = infmap.coverage(small)
    places = folder / "places.csv"
    places.write_text("lon,lat,people\n21.01,52.23,1860281\n")
    figure = infmap.plot_map(cat, focus="shuya")
    claim, site = cat.claim_rows[0], small.sites[0]
    data = data_path("systems.csv").parent
    story = folder / "story.md"
    story.write_text("# A story\n\n## One {site=shuya}\n\nText.\n")
    band = {"band": (500, 5500)}
    alone: dict[str, Any] = {"focus": None, "theme": None, "account": None, "as_of": None}
    looks = {"capital": None, "mode": None, "projection": None, "pin": None, "view": None}
    return {
        "answer_rows": (infmap.answer_rows, {"rows": infmap.coverage_rows(small)}),
        "answers": (
            infmap.answers,
            {"cat": small, "target": None, "targets": None, **band, **named},
        ),
        "check": (infmap.check, {"paths": ()}),
        "compare": (infmap.compare, {"cat": cat, "left": "operator", "right": "opponent", **named}),
        "compare_rows": (infmap.compare_rows, {"cat": cat, "left": "1987", "right": "2019"}),
        "coverage": (infmap.coverage, {"cat": cat, "targets": None, **band, **only}),
        "coverage_rows": (infmap.coverage_rows, {"cat": small, "targets": None, **band}),
        "diff": (infmap.diff, {"old": data, "new": data, "day": None}),
        "doubt": (infmap.doubt, {"cat": cat, "site": "shuya", "account": None, "as_of": None}),
        "embed_snippet": (
            infmap.embed_snippet,
            {"page": "https://a.org/p.html", "compact": True, "inline": False, "script": True},
        ),
        "exposure": (infmap.exposure, {"cat": small, "population": None, **band}),
        "finding": (infmap.finding, {"cat": cat, "site": "shuya", **filters}),
        "format_table": (
            infmap.format_table,
            {"table": table, "form": "md", "name": "table", "units": "km"},
        ),
        "list_table": (infmap.list_table, {"cat": cat, "what": "claims", **only}),
        "load": (
            infmap.load,
            {
                "deployments": None,
                "systems": None,
                "claims": None,
                "capitals": None,
                "sources": None,
                "only_own": False,
            },
        ),
        "load_places": (infmap.load_places, {"places": places}),
        "load_population": (infmap.load_population, {"path": None}),
        "make_map": (
            infmap.make_map,
            {"cat": small, **alone, **looks, **band, "tiles": None, "units": "km", "preview": None},
        ),
        "make_report": (
            infmap.make_report,
            {"cat": cat, "focus": None, "target": None, **band, "units": "km", **only},
        ),
        "map_crs": (infmap.map_crs, {"ax": figure}),
        "overlap": (
            infmap.overlap,
            {"cat": cat, "target": "Warsaw", "holder": "Russia", "theme": None, "as_of": None},
        ),
        "plot_map": (
            infmap.plot_map,
            {
                "cat": small,
                "focus": "shuya",
                "projection": "equidistant",
                "size": "page",
                "style": "light",
                "extent_km": None,
                **band,
                "units": "km",
                "ax": None,
                "title": "A title",
                "versus": None,
                "height_mm": 200,
                "close_up": False,
                "key": False,
            },
        ),
        "range_rings": (infmap.range_rings, {"cat": small, "tolerance_km": 1.0, **band}),
        "reach": (infmap.reach, {"cat": cat, "target": "Berlin", **only}),
        "reach_rows": (infmap.reach_rows, {"cat": small, "target": "Berlin"}),
        "save_figure": (
            infmap.save_figure,
            {"figure": figure, "path": folder / "a.png", "dpi": 50},
        ),
        "save_report": (
            infmap.save_report,
            {"brief": infmap.make_report(small), "path": folder / "a.html"},
        ),
        "save_rings": (infmap.save_rings, {"cat": small, "path": folder / "a.geojson", **band}),
        "save_story": (
            infmap.save_story,
            {"source": story, "path": folder / "s.html", "cat": cat, "units": "km"},
        ),
        "screen": (
            infmap.screen,
            {
                "cat": small,
                "places": places,
                "output": folder / "out",
                "weight": "people",
                "workers": None,
                "scheduler": None,
                "progress": None,
            },
        ),
        "show": (infmap.show, {"cat": cat, "text": "shuya", **only}),
        "show_versions": (infmap.show_versions, {}),
        "Catalogue.capital": (cat.capital, {"text": "Berlin"}),
        "Catalogue.claims_at": (cat.claims_at, {"site": site}),
        "Catalogue.holders": (cat.holders, {"system_id": "9m729", "site": None}),
        "Catalogue.holders_by": (cat.holders_by, {"report": site.deployments[0]}),
        "Catalogue.is_unread": (cat.is_unread, {"claim": claim}),
        "Catalogue.opening_theme": (cat.opening_theme, {"focus": None, "theme": None, **named}),
        "Catalogue.place": (cat.place, {"target": "Berlin"}),
        "Catalogue.read_text": (cat.read_text, {"source": cat.source_rows[0]}),
        "Catalogue.refuse_left_out": (cat.refuse_left_out, {"text": "nowhere"}),
        "Catalogue.select": (cat.select, only),
        "Catalogue.site": (cat.site, {"text": "shuya"}),
        "Catalogue.source": (cat.source, {"text": "geonames"}),
        "Catalogue.verdict": (cat.verdict, {"claim": claim, "holder": None, "on": None}),
        "Catalogue.verdicts": (
            cat.verdicts,
            {"claim": claim, "holder": None, "at": None, "on": None},
        ),
        "Catalogue.with_capitals_of": (cat.with_capitals_of, {"day": None}),
    }


#: What else an argument is called in what is said of it.
CALLED = {
    **{name: ["place"] for name in ("targets", "target", "text", "capital")},
    **{name: ["folder"] for name in ("old", "new")},
    **{"paths": ["file"], "weight": ["options"], "versus": ["accounts"], "holder": ["operator"]},
}
FUNCTIONS = sorted(
    [
        *(name for name in infmap.__all__ if inspect.isfunction(getattr(infmap, name))),
        *(
            f"Catalogue.{name}"
            for name, _ in inspect.getmembers(Catalogue, inspect.isfunction)
            if not name.startswith("_")
        ),
    ]
)


@pytest.fixture(scope="module")
def called(cat: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Return `calls` in a folder of their own."""
    return calls(cat, tmp_path_factory.mktemp("arguments"))


@pytest.mark.thorough(but=4)
@pytest.mark.filterwarnings("ignore::infmap.ReadingNote")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_argument_is_refused_in_lines_that_name_it(
    name: str,
    called: Mapping[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    function, arguments = called[name]
    function(**arguments)
    for argument in arguments:
        for kind, value in WRONG.items():
            if isinstance(value, str) and argument in ("path", "output"):
                continue  # a path that is written to
            try:
                function(**{**arguments, argument: value})
            except InfmapError as error:
                told = [argument, *CALLED.get(argument, []), printable(str(value))]
                for line in str(error).splitlines():
                    assert any(word in line for word in told), (argument, kind, line)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda cat: infmap.check(pd.DataFrame({"lon": [1], "lat": [2]})), "paths must be a path"),
        (lambda cat: infmap.check([pd.DataFrame({"lon": [1]})]), "(got DataFrame of 1 x 1)"),
        (lambda cat: infmap.plot_map(cat, extent_km="2000"), "extent_km must be a number"),
        (lambda cat: infmap.plot_map(cat, title=5), "title must be text (got 5)"),
        (lambda cat: infmap.screen(cat, "a.csv", "b", workers=1.5), "workers must be a whole"),
        (lambda cat: infmap.make_map(cat, view="4,50,10"), "in (4, 55, 20)"),
        (lambda cat: infmap.coverage("cat"), "must be of the kind Catalogue (got 'cat'); give"),
        (lambda cat: cat.holders("9M729 cruise misile"), "did you mean 9m729"),
        (lambda cat: cat.verdict(cat.claim_rows[0], on=2019), "on must be a day (got 2019)"),
    ],
)
def test_what_is_wanted_and_what_was_given_are_said(
    call: Callable[[Catalogue], object], told: str, cat: Catalogue
) -> None:
    with pytest.raises(InfmapError, match=re.escape(told)) as error:
        call(cat)
    assert len(str(error.value).splitlines()) == 1


@cache
def _collections() -> dict[str, Any]:
    names = ["shuya", "Deveselu"]
    return {
        "tuple": tuple(names),
        "set": {*names},
        "keys": dict.fromkeys(names).keys(),
        "array": np.array(names),
        "objects": np.array(names, dtype=object),
        "series": pd.Series(names, index=[5, 6]),
        "index": pd.Index(names),
        "strings": pd.array(names, dtype="string"),
        "categories": pd.Categorical(names),
    }


@pytest.mark.parametrize("kind", _collections())
def test_a_filter_takes_any_collection_of_names(kind: str, cat: Catalogue) -> None:
    cut = cat.select(site=_collections()[kind])
    assert {site.id for site in cut.sites} == {"shuya", "deveselu"}
    states = cat.select(operator=pd.Series(["Russia", "USA"]))
    assert dict(states.filters)["operator"] == ("Russia", "United States")
    told = infmap.coverage(cat, site=_collections()[kind], account=pd.Index(["operator"]))
    assert {*told["site_id"]} == {"shuya", "deveselu"}
    assert str(cat.opening_theme(site=_collections()[kind])) == "all"


@pytest.mark.parametrize("empty", [(), [], np.array([]), pd.Series(dtype=str), pd.Index([])])
def test_an_empty_collection_keeps_all(empty: Any, cat: Catalogue) -> None:
    assert cat.select(site=empty, country=empty, kind=empty, account=empty).sites == cat.sites


def test_a_row_stands_for_its_id(cat: Catalogue) -> None:
    cut = cat.select(site=cat.site("shuya"), system=[cat.system_by_id["9m729"]])
    assert cut.filters == (("site", ("shuya",)), ("system", ("9m729",)))


@pytest.mark.parametrize("filter_", ["site", "system", "operator", "kind", "country", "account"])
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (5, "5"),
        (b"shuya", "b'shuya'"),
        ([b"shuya"], "b'shuya'"),
        (pd.NA, "<NA>"),
        (["shuya", None], "None"),
        (pd.DataFrame({"shuya": [1]}), "DataFrame of 1 x 1"),
        (np.array([["shuya"]]), "ndarray of 1 x 1"),
        (iter(["shuya"]), "list_iterator"),
    ],
)
def test_a_filter_refuses_what_is_no_name(
    filter_: Any, given: Any, shown: str, cat: Catalogue
) -> None:
    with pytest.raises(InfmapError, match="write names as text, in quotes") as error:
        cat.select(**{filter_: given})
    line = str(error.value)
    assert f"{filter_} must be a name, or a collection of names (got " in line
    assert shown in line


@pytest.mark.parametrize("given", [None, [], ["shuya", "deveselu"], pd.Series(["a", "b"])])
def test_of_one_thing_exactly_one_is_asked(given: Any, cat: Catalogue) -> None:
    with pytest.raises(InfmapError, match="site must be exactly one"):
        infmap.doubt(cat, given)
    with pytest.raises(InfmapError, match="holder must be exactly one"):
        infmap.overlap(cat, "Warsaw", holder=given)
    assert infmap.doubt(cat, ["Shuya"]) == infmap.doubt(cat, cat.site("shuya"))
    one = infmap.overlap(cat, "Warsaw", holder=("Russia",), as_of="2019-02-10")
    assert one == infmap.overlap(cat, "Warsaw", holder="Russia", as_of="2019-02-10")


@pytest.mark.parametrize(
    "day", [date(1987, 12, 8), datetime(1987, 12, 8, 9), pd.Timestamp("1987-12-08"), "8 Dec 1987"]
)
def test_capitals_are_of_a_day_in_any_form(day: Any, cat: Catalogue) -> None:
    assert cat.with_capitals_of(day).capital("Moscow").country == "Soviet Union"


def test_holders_are_found_by_any_name(cat: Catalogue) -> None:
    with pytest.warns(infmap.ReadingNote):
        assert cat.holders("SSC-8") == cat.holders("9m729")
    slovakia = cat.site("slovakia")
    assert cat.holders("SS-23", slovakia) == cat.holders("ss-23", slovakia) == ("Slovakia",)


def test_a_verdict_is_of_the_holder_given_also_of_none(cat: Catalogue) -> None:
    claim = cat.claims_by_system["ss-23"][0]
    for nobody in ("", []):
        (held,) = cat.verdicts(claim, holder=nobody)
        assert cat.verdict(claim, holder=nobody) == held.verdict
        assert cat.verdict(claim, holder=nobody) != cat.verdict(claim)


def test_a_snippet_takes_a_path(cat: Catalogue, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    infmap.make_map(cat).save(page)
    assert infmap.embed_snippet(page) == infmap.embed_snippet(str(page))
