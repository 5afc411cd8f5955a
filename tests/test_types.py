"""What infmap gives is what its types say, field by field, and no more."""

import csv
import inspect
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Unpack, get_type_hints

import pandas as pd
import pytest
from pydantic import ConfigDict, TypeAdapter
from python_calamine import CalamineWorkbook
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.catalogue.asked import Filters
from infmap.catalogue.over import standing_words
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.io.formats import TableFormat
from infmap.looks.listings import Listing
from infmap.looks.records import (
    Card,
    ChargeRecord,
    CityRecord,
    ClaimRecord,
    EventRecord,
    PlaceRecord,
    SiteRow,
    SourceRecord,
    SystemRecord,
)
from infmap.looks.rows import CoverageRow, ExposureRow
from infmap.looks.words import country_text
from infmap.maps.content import page_data
from infmap.maps.data import PageData

CAT = infmap.load()
PACKAGE = Path(infmap.__file__).parent
EXACT = ConfigDict(extra="forbid", strict=True)
ROWS = {
    Listing.SITES: SiteRow,
    Listing.SYSTEMS: SystemRecord,
    Listing.CLAIMS: ClaimRecord,
    Listing.CAPITALS: PlaceRecord,
    Listing.CITIES: CityRecord,
    Listing.ALLEGATIONS: ChargeRecord,
    Listing.EVENTS: EventRecord,
    Listing.SOURCES: SourceRecord,
}


def check(rows, kind):
    TypeAdapter(list[kind], config=EXACT).validate_python(rows)


def run(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_the_page_holds_what_its_type_says_and_no_more():
    own = infmap.load(
        deployments=pd.DataFrame(
            {"name": ["My <site>"], "range_km": [700], "lon": [20], "lat": [54], "from": ["2019"]}
        )
    )
    pages = [page_data(CAT, "kaliningrad", ""), page_data(own, "my-site", "", online_basemap=True)]
    check(pages, PageData)
    # As the page's script reads it, too.
    TypeAdapter(list[PageData], config=EXACT).validate_json(json.dumps(pages))


def test_every_field_of_the_page_is_described():
    text = Path(inspect.getfile(PageData)).read_text("utf-8")
    plain = {"id", "name", "note", "country", "title", "type", "properties", "geometry", "features"}
    plain |= {"data_version", "to_day", "lat", "nato_since", "pact_until", "deployments"}
    plain |= {"claims", "verdicts", "sites", "capitals", "allegations", "events", "strokes"}
    fields = re.findall(r"^(.*)\n    (\w+): ", text, re.M)
    assert len(fields) > 70
    assert [name for above, name in fields if "#:" not in above and name not in plain] == []


def test_a_claim_is_numbered_by_its_row_not_by_what_holds_it():
    twice = next(claim for claim in CAT.claim_rows if claim.system_id == "9m729")
    cat = replace(CAT, claim_rows=(*CAT.claim_rows, twice))
    data = page_data(cat, "shuya", "")
    for site in data["sites"]:
        assert len({*site["claims"]}) == len(site["claims"]) == len(site["in_range"])
        shown = [data["claims"][number] for number in site["claims"]]
        expected = cat.claims_at(cat.site(site["id"]))
        assert [(one["system_id"], one["claimant"], one["up_to_km"]) for one in shown] == [
            (one.system_id, one.claimant, one.up_to_km) for one in expected
        ]


@pytest.mark.thorough
def test_every_card_is_what_its_type_says():
    tables = (CAT.system_rows, CAT.sites, CAT.capital_rows, CAT.allegation_rows, CAT.event_rows)
    ids = [row.id for rows in (*tables, CAT.source_rows) for row in rows]
    some = sampled([*ids, "London, Canada"], len(ids) // 4, {"9m729", "shuya", "London, Canada"})
    check([card for ident in some for card in infmap.show(CAT, ident)], Card)


@pytest.mark.parametrize("what", Listing)
def test_every_row_of_a_list_is_what_its_type_says(what):
    rows = infmap.list_table(CAT, what)
    assert rows
    check(rows, ROWS[what])


def test_a_site_is_listed_with_what_is_reported_there():
    rows = {row["id"]: row for row in infmap.list_table(CAT, "sites")}
    for site in CAT.sites:
        words = {
            "systems": dict.fromkeys(row.system_id for row in site.deployments),
            "themes": dict.fromkeys(str(row.theme) for row in site.deployments if row.theme),
            "statuses": dict.fromkeys(standing_words(row, None) for row in site.deployments),
        }
        assert {head: rows[site.id][head] for head in words} == {
            head: [*found] for head, found in words.items()
        }
        assert {type(word) for head in words for word in rows[site.id][head]} == {str}


def test_a_ring_is_the_same_in_the_tables_of_rings_and_of_people():
    only = {"site": ["shuya", "deveselu"], "theme": "debate"}
    rings = infmap.range_rings(CAT, **only)
    people = infmap.exposure(CAT, **only).query("area == 'ring'").reset_index()
    shared = ["site_id", "site", "system_id", "system", "account", "claimant", "bound", "strike"]
    assert people[shared].to_dict("records") == rings[shared].to_dict("records")
    assert people["max_km"].tolist() == rings["range_km"].tolist()


def test_rows_of_coverage_and_exposure_are_what_their_types_say():
    check(infmap.coverage(CAT, theme="debate").to_dict("records"), CoverageRow)
    check(infmap.exposure(CAT, site="shuya").to_dict("records"), ExposureRow)


# --- Tables ---------------------------------------------------------------------------------


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("form", [form for form in TableFormat if form not in ("table", "xlsx")])
def test_python_writes_a_table_as_the_command_does(form):
    cut = CAT.select(site="shuya")
    assert run("coverage", "--site", "shuya", "--format", form).stdout == infmap.format_table(
        infmap.coverage(cut), form
    )
    assert run("reach", "Warsaw", "--site", "shuya", "--format", form).stdout == (
        infmap.format_table(infmap.reach(cut, "Warsaw"), form)
    )
    people = run("coverage", "--targets", "cities", "--site", "shuya", "--format", form)
    assert people.stdout == infmap.format_table(infmap.exposure(cut), form)


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("what", Listing)
@pytest.mark.parametrize("form", [TableFormat.CSV, TableFormat.JSON])
def test_python_writes_a_list_as_the_command_does(what, form):
    told = infmap.format_table(infmap.list_table(CAT, what), form)
    assert run("list", what, "--format", form).stdout == told


def test_a_cell_says_what_the_row_holds_as_short_as_it_is_true():
    table = infmap.coverage(CAT, site="deveselu")
    row = table.iloc[0]
    cells = next(csv.DictReader(io.StringIO(infmap.format_table(table))))
    assert cells["distance_km"] == f"{row['distance_km']:.3f}" == "140.235"
    assert cells["azimuth_deg"] == f"{row['azimuth_deg']:.3f}"
    assert cells["in_inf_band"] == "no"
    assert cells["accounts"] == "operator: none; opponent: all"
    told = json.loads(infmap.format_table(table, "json"))[0]
    assert (told["distance_km"], told["in_inf_band"]) == (140.235, False)
    margins = [one["margin_km"] and round(one["margin_km"], 3) for one in row["accounts"]]
    assert any(margins)
    assert [one["margin_km"] for one in told["accounts"]] == margins
    people = infmap.exposure(CAT, site="deveselu", system="sm-3-ib")
    *_, last = csv.DictReader(io.StringIO(infmap.format_table(people)))
    assert (last["min_km"], last["max_km"], last["strike"]) == ("5500", "", "")
    miles = infmap.exposure(CAT, site="deveselu", band="300-3000 mi")
    *_, band = csv.DictReader(io.StringIO(infmap.format_table(miles)))
    assert (band["min_km"], band["max_km"]) == ("482.803", "4828.03")
    assert last["countries"].startswith(country_text(people.iloc[-1]["countries"][0]))
    assert json.loads(infmap.format_table(people, "json"))[-1]["max_km"] is None


def test_a_list_for_a_machine_waits_for_no_library_it_does_not_use():
    code = (
        "import sys; from typer.testing import CliRunner; from infmap.cli import app\n"
        "done = CliRunner().invoke(app, ['list', 'sites', '--format', 'csv'])\n"
        "print(done.exit_code, {'pandas', 'pyarrow', 'rich', 'folium'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "0 set()\n"


def test_a_part_of_a_table_is_written_in_the_words_of_the_whole():
    table = infmap.coverage(CAT, site="shuya")
    whole = pd.read_csv(io.StringIO(infmap.format_table(table)), dtype=str)
    for columns in (["target", "accounts"], ["near_edge", "azimuth_deg"]):
        part = pd.read_csv(io.StringIO(infmap.format_table(table[columns])), dtype=str)
        pd.testing.assert_frame_equal(part[columns], whole[columns])


def test_a_table_of_anything_is_written():
    rings = infmap.range_rings(CAT, site="shuya", system="9m729")
    told = json.loads(infmap.format_table(rings, "json"))
    assert [*told[0]] == [name for name in rings.columns if name != "geometry"]
    odd = pd.DataFrame({"a": [1.5, float("nan")], "b": [{"k": [1]}, None], "c": [True, False]})
    assert infmap.format_table(odd).splitlines() == ["a,b,c", '1.5,"{""k"": [1]}",yes', ",,no"]
    assert json.loads(infmap.format_table(odd, "json"))[1] == {"a": None, "b": None, "c": False}
    accounts = [{"accounts": "none of ours", "distance_km": None, "countries": [1, 2]}]
    assert infmap.format_table(accounts).splitlines()[1] == "none of ours,,1; 2"


def test_a_table_without_rows_keeps_its_columns():
    empty = infmap.coverage(CAT, site="shuya", band=(0, 1))
    counts = ["figures", "figures_in_range", "figures_left_open"]
    assert infmap.format_table(empty).strip().split(",") == [*empty.columns, *counts]
    assert infmap.format_table([], columns=["a", "b"]) == "a,b\n"


def test_columns_are_written_in_the_order_that_is_asked_for():
    rows = [{"a": 1, "b": 2, "c": 3}, {"a": 4}]
    assert infmap.format_table(rows, columns=["c", "a"]) == "c,a\n3,1\n,4\n"
    told = json.loads(infmap.format_table(rows, "json", columns=["c", "a"]))
    assert [[*row.items()] for row in told] == [[("c", 3), ("a", 1)], [("a", 4)]]


def test_plain_text_is_a_format_too_and_a_workbook_has_the_sheet_that_is_named():
    rows = [{"id": "a", "km": 2.5}]
    assert infmap.format_table(rows, "table").split() == ["id", "km", "a", "2.5"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(infmap.format_table(rows, "xlsx", name="x y")))
    assert book.sheet_names == ["x y"]


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "'a", "[b]"])
def test_a_sheet_that_cannot_be_called_so_is_refused_in_one_line(name):
    with pytest.raises(InfmapError, match=r"no name for a sheet of a workbook \(.*; write"):
        infmap.format_table([{"a": 1}], "xlsx", name=name)


def test_an_unknown_format_or_list_is_refused_with_those_there_are():
    with pytest.raises(InfmapError, match="no format 'doc'; write table, csv"):
        infmap.format_table([], "doc")
    with pytest.raises(InfmapError, match="no table 'missiles'"):
        infmap.list_table(CAT, "missiles")


# --- Filters --------------------------------------------------------------------------------

#: What works on a part of a catalogue, with what else it cannot do without.
FILTERED = {
    "answers": (),
    "coverage": (),
    "reach": ("Warsaw",),
    "compare": ("operator", "opponent"),
    "compare_rows": ("operator", "opponent"),
    "coverage_rows": (),
    "reach_rows": ("Warsaw",),
    "exposure": (),
    "range_rings": (),
    "screen": ("places.csv", "out"),
    "save_rings": ("rings.geojson",),
    "plot_map": (),
    "make_report": (),
    "list_table": ("sites",),
    "show": ("shuya",),
}


def test_the_filters_are_the_keywords_of_select():
    asked = dict(inspect.signature(infmap.Catalogue.select).parameters)
    del asked["self"]
    said = get_type_hints(Filters)
    assert {name: parameter.annotation for name, parameter in asked.items()} == said
    assert all(one.kind is one.KEYWORD_ONLY and one.default is None for one in asked.values())


def test_every_public_function_with_filters_is_known_here():
    taking = {
        name
        for name in infmap.__all__
        if inspect.isfunction(getattr(infmap, name))
        and takes_filters(inspect.signature(getattr(infmap, name)))
    }
    assert taking == {*FILTERED}


def takes_filters(signature):
    return any(one.annotation == Unpack[Filters] for one in signature.parameters.values())


@pytest.mark.parametrize("name", FILTERED)
def test_a_filter_that_is_none_is_a_type_error_with_its_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TypeError, match="unexpected keyword argument 'sit'"):
        getattr(infmap, name)(CAT, *FILTERED[name], sit="shuya")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", FILTERED)
def test_help_names_every_filter_and_where_it_is_told(name):
    told = inspect.getdoc(getattr(infmap, name))
    assert f"{', '.join(Filters.__annotations__)}\n    As in `Catalogue.select`." in told


@pytest.mark.parametrize("name", ["coverage", "range_rings"])
def test_filters_are_those_of_the_catalogue_they_select(name):
    only = {"site": "kaliningrad", "system": ["iskander-m"], "theme": "debate"}
    only |= {"account": ["operator", "independent"], "as_of": "2018-12-31"}
    do = getattr(infmap, name)
    pd.testing.assert_frame_equal(do(CAT, **only), do(CAT.select(**only)))
    for left_out in only:
        fewer = {key: value for key, value in only.items() if key != left_out}
        pd.testing.assert_frame_equal(do(CAT, **fewer), do(CAT.select(**fewer)))


def test_a_figure_and_a_brief_take_a_site_as_their_focus():
    title = infmap.plot_map(CAT, site="shuya").get_title(loc="left")
    assert title.replace("\n", " ") == infmap.finding(CAT, "shuya").title
    (chapter,) = infmap.make_report(CAT, site="shuya").chapters
    assert chapter.where.startswith("Shuya")
    maps = infmap.plot_map(CAT, site=["shuya", "deveselu"]).figure.axes
    assert [ax.get_label() for ax in maps] == ["map", "map-2"]
    with pytest.raises(InfmapError, match="close_up is of a figure of one site"):
        infmap.plot_map(CAT, site=["shuya", "deveselu"], close_up=True)


def test_one_rule_says_what_to_open_on():
    assert CAT.opening_theme() == "debate"
    assert CAT.opening_theme("greenham-common") == "all"
    assert CAT.opening_theme(theme="after-inf", site="shuya") == "after-inf"
    assert CAT.opening_theme(site=["shuya"]) == CAT.opening_theme(system="9m729") == "all"
    named = ({"operator": "USA"}, {"kind": "cruise"}, {"country": "Germany"})
    assert {CAT.opening_theme(**one) for one in named} == {"all"}
    assert CAT.opening_theme(site=[], system=(), operator=None, kind=[]) == "debate"
    sites = {row["site_id"] for row in json.loads(run("coverage", "--json").stdout)}
    assert sites == {site.id for site in CAT.select(theme=CAT.opening_theme()).sites}


# --- Types ----------------------------------------------------------------------------------


def test_records_of_anything_are_few_and_each_is_known():
    found = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"(dict|Mapping)\[str, Any\]", line)
    ]
    # A caller's own rows, a catalogue's tables by their names, a page's data before it is
    # unpacked, which page/model/packed.ts types, and a document as pandoc takes it.
    assert found == [
        *("catalogue/loading.py", "catalogue/shorten.py", "maps/rows.py", "report/docx.py"),
    ]


@pytest.mark.parametrize("given", ["a text", ["id"], 3, None, [{"id": 1}, "x"]])
def test_what_is_no_table_is_refused_in_one_line(given):
    with pytest.raises(InfmapError, match=r"no table \(.*\); give a DataFrame, or rows as dicts"):
        infmap.format_table(given)
