"""What a notebook shows: objects in words, tables that stay DataFrames, errors as one line."""

import json
import pickle
import re
import subprocess
import sys
from datetime import date

import nbclient
import nbformat
import pandas as pd
import pytest
from markupsafe import escape

import infmap
from infmap.analysis.coverage_table import CoverageTable
from infmap.catalogue.bundled import data_path
from infmap.catalogue.rows import Deployment
from infmap.errors import DataError, Fault, InfmapError, OutputError, UnknownIdError
from infmap.treaty.positions import LAUNCHER_POSITIONS


def test_a_catalogue_is_one_short_line(cat):
    assert repr(cat) == (
        f"<Catalogue: {len(cat.sites)} sites, {len(cat.system_rows)} systems, "
        f"{len(cat.claim_rows)} figures, {len(cat.capital_rows)} capitals; {cat.origin}>"
    )


def test_a_catalogue_cut_down_says_to_what(cat):
    cut = cat.select(theme="debate").select(
        site="Shuya, Ivanovo Oblast", account="operator", as_of=date(2019, 2, 10)
    )
    words = "theme debate; site shuya; account operator; on 2019-02-10>"
    assert repr(cut).endswith(words)
    for word in words.rstrip(">").split("; "):
        assert word in cut._repr_html_()


def test_what_a_catalogue_says_of_itself_is_no_part_of_what_it_is(cat):
    assert cat.select(theme="debate") == cat.select(theme="debate", site=()).select()
    assert cat.select() == cat


def test_a_catalogue_of_every_site_stays_one_short_line(cat):
    every = cat.select(site=[site.id for site in cat.sites])
    assert len(repr(every)) < 200
    assert "\n" not in repr(every)


def test_a_catalogue_counts_its_tables_and_names_its_sites(cat):
    html = cat._repr_html_()
    for name in ("deployments", "systems", "claims", "capitals", "events", "sources"):
        assert f"<code>{name}</code></th>\n<td" in html
        assert f">{len(getattr(cat, name))}</td>" in html
    for site in cat.sites:
        assert f"<code>{site.id}</code> {escape(site.name)}" in html
    first, *rest = (site.id for site in cat.sites)
    assert f"{', '.join([first, *rest[:5]])} and {len(rest) - 5} more<" in html


def test_a_catalogue_says_how_many_figures_each_account_has(cat):
    html = cat.select(account="operator")._repr_html_()
    count = sum(row.account == "operator" for row in cat.claim_rows)
    assert f">{count} operator</td>" in html
    assert "opponent" not in html


def test_a_site_is_one_line_without_its_reports(cat):
    assert len(repr(cat.site("kaliningrad"))) < 200


def test_a_verdict_shows_both_positions(cat):
    claim = cat.claims_by_system["aegis-ashore-mk41"][0]
    verdict = cat.verdict(claim)
    html = verdict._repr_html_()
    assert f"<strong>{verdict.outcome}</strong>" in html
    assert f"Article {verdict.article}" in html
    assert str(escape(verdict.reason)) in html
    for who, what in LAUNCHER_POSITIONS:
        assert who in html
        assert str(escape(what)) in html


def test_a_verdict_without_positions_shows_none(cat):
    html = cat.verdict(cat.claims_by_system["9m729"][0])._repr_html_()
    assert "<table" not in html
    assert "below 500 km" in html


def test_a_map_is_one_short_line(cat):
    shown = repr(infmap.make_map(cat, focus="shuya"))
    assert shown == f"<SealedMap: Within range of Shuya, Ivanovo Oblast; {len(cat.sites)} sites>"


def test_a_brief_is_one_short_line_and_shows_its_page_in_a_frame(cat):
    brief = infmap.make_report(cat, focus="shuya")
    assert repr(brief) == f"<Brief: {brief.title}>"
    html = brief._repr_html_()
    assert html.count("<iframe srcdoc=") == 1
    assert "sandbox=" in html
    assert "<table" not in html
    assert str(escape(str(escape(brief.chapters[0].figures[0].rows[0][0])))) in html


LAYERS = {
    "rings": lambda cat: infmap.range_rings(cat, site="shuya"),
    "deployments": lambda cat: cat.deployments,
    "a part": lambda cat: cat.deployments.query("status == 'reported'")[["site", "geometry"]],
    "coverage": lambda cat: cat.capitals[["id", "geometry"]].merge(
        infmap.coverage(cat, site="shuya").drop(columns="accounts"),
        left_on="id",
        right_on="target_id",
    ),
}


@pytest.mark.parametrize("layer_of", LAYERS.values(), ids=LAYERS)
def test_a_layer_is_explored_with_what_infmap_brings(cat, layer_of, monkeypatch):
    layer = layer_of(cat)
    colour = next((name for name in ("account", "status", "reach") if name in layer), None)
    html = layer.explore(colour).get_root().render()
    assert html.count('"Feature"') >= len(layer)
    assert "mapclassify" not in sys.modules


def test_a_scheme_of_classes_says_what_it_needs(cat):
    with pytest.raises(InfmapError, match="pip install mapclassify, or leave scheme out"):
        infmap.range_rings(cat, site="shuya").explore("range_km", scheme="quantiles")


@pytest.fixture
def shuya(cat):
    return infmap.coverage(cat, site="shuya")


def test_coverage_is_shown_in_words(shuya):
    html = shuya._repr_html_()
    moscow = shuya.iloc[0]
    assert f">{moscow['distance_km']:.1f}<" in html
    assert f"{moscow['distance_km']}" not in html
    assert 'title="all">all accounts<' in html
    assert 'title="below-500">below 500 km<' in html
    assert "9m729, Russian MoD (operator), up to 480 km: in range" in html
    assert "system_id" not in html


def test_each_cell_of_a_row_stands_under_its_columns_name(shuya):
    row = shuya.assign(place=7).iloc[:1]
    html = row._repr_html_()
    assert re.findall(r'<th scope="col">(.*)</th>', html) == [*row.columns]
    cell = re.compile(r'<td(?: class="infmap-(\w+)")?(?: title="(.+?)")?>(.*?)</td>', re.DOTALL)
    cells = dict(zip(row.columns, cell.findall(html.partition("<tbody>")[2]), strict=True))
    no = ("", "False", "no")
    assert [cells[name] for name in ("in_inf_band", "in_band", "near_edge")] == [no, no, no]
    assert cells["place"] == ("n", "", "7")
    assert cells["target"] == ("", "", "Moscow")


def test_an_answer_in_words_may_run_over_several_lines(cat):
    table = infmap.coverage(cat, site="shuya", system="9m729", account="operator")
    html = table.head(2).assign(short="x" * 30, long="x" * 31)._repr_html_()
    (kind,) = {*re.findall(r'<td class="([\w-]+)">9m729, Russian MoD', html)}
    assert f".{kind}{{white-space:normal" in html
    assert f'<td>{"x" * 30}</td>\n<td class="{kind}">{"x" * 31}</td>' in html


def test_a_long_table_is_cut_and_pandas_own_option_shows_all(shuya):
    assert shuya._repr_html_().count("<tr>") == 1 + 20
    assert f"20 of {len(shuya)} rows" in shuya._repr_html_()
    with pd.option_context("display.max_rows", 3):
        assert shuya._repr_html_().count("<tr>") == 1 + 3
    for all_of_them in (None, len(shuya)):
        with pd.option_context("display.max_rows", all_of_them):
            assert shuya._repr_html_().count("<tr>") == 1 + len(shuya)
    assert "<p" in shuya.head(1)._repr_html_()
    assert ">1 row<" in shuya.head(1)._repr_html_()


def test_pandas_own_options_are_kept(shuya):
    with pd.option_context("display.notebook_repr_html", False):
        assert shuya._repr_html_() is None
    with pd.option_context("display.max_columns", 4):
        assert "all accounts" not in shuya._repr_html_()


PARTS = {
    "rows": lambda table: table[table["distance_km"] < 1000],
    "columns": lambda table: table[["target", "distance_km", "reach"]],
    "query": lambda table: table.query("reach == 'all'"),
    "sorted": lambda table: table.sort_values("target"),
    "head of groups": lambda table: table.groupby("band").head(2),
    "by target": lambda table: table.set_index("target_id"),
    "with a column": lambda table: table.assign(site="Shuya"),
    "copy": lambda table: table.copy(),
    "stacked": lambda table: pd.concat([table.head(2), table.tail(2)]),
    "none left": lambda table: table[table["distance_km"] < 0],
    "pickled": lambda table: pickle.loads(pickle.dumps(table)),
}


@pytest.mark.parametrize("part_of", PARTS.values(), ids=PARTS)
def test_a_part_of_a_table_is_shown_in_words_too(shuya, part_of):
    part = part_of(shuya)
    assert isinstance(part, CoverageTable)
    assert "infmap-cell" in part._repr_html_()


def test_what_is_no_coverage_any_more_is_shown_by_pandas(shuya):
    counts = shuya.pivot_table(index="band", columns="reach", aggfunc="size", fill_value=0)
    for other in (counts, shuya[["target", "country"]], shuya.T.head(3)):
        assert "infmap-cell" not in other._repr_html_()
        assert "<table" in other._repr_html_()


def test_a_table_is_a_dataframe_like_any_other(shuya, tmp_path):
    plain = pd.DataFrame(shuya)
    assert type(plain) is pd.DataFrame
    assert shuya.to_dict("records") == plain.to_dict("records")
    assert shuya.to_json() == plain.to_json()
    assert shuya.to_csv() == plain.to_csv()
    pd.testing.assert_frame_equal(
        shuya.groupby("band")[["distance_km"]].mean(),
        plain.groupby("band")[["distance_km"]].mean(),
        check_frame_type=False,
    )
    shuya.to_parquet(tmp_path / "table.parquet")
    back = pd.read_parquet(tmp_path / "table.parquet")
    pd.testing.assert_series_equal(back["distance_km"], plain["distance_km"])
    assert list(back["accounts"].iloc[0]) == plain["accounts"].iloc[0]
    assert shuya.merge(plain[["target_id"]], on="target_id").shape == plain.shape


def test_what_a_reader_puts_into_a_column_is_shown_as_it_is(shuya):
    table = shuya.head(4).assign(
        reach=["all", "mine", None, 7],
        distance_km=[1.25, None, "far", 3],
        accounts=[[], [{"odd": 1}], "text", [7, 8]],
    )
    html = table._repr_html_()
    for shown in ("mine", ">far<", "odd", ">text<", "<li>8</li>"):
        assert shown in html
    one_party = shuya.explode("accounts").head(2)._repr_html_()
    assert "Russian" in one_party or "TASS" in one_party


def test_text_from_data_is_only_text(cat, hostile):
    rows = [
        Deployment(
            id=f"h-{k}", site_id=f"h-{k}", site=text, country=text, system_id="9m729", lon=k, lat=50
        )
        for k, text in enumerate(hostile)
    ]
    claims = [row.model_copy(update={"claimant": hostile[0]}) for row in cat.claim_rows]
    capitals = [
        row.model_copy(update={"name": text, "country": text})
        for row, text in zip(cat.capital_rows, hostile, strict=False)
    ]
    own = infmap.Catalogue(cat.system_rows, tuple(claims), tuple(rows), tuple(capitals), ())
    table = infmap.coverage(own)
    named = table.rename(columns={"country": hostile[0]}).set_index("target")
    for html in (own._repr_html_(), table._repr_html_(), named._repr_html_()):
        assert "<img" not in html
        assert "<b>" not in html
        assert "<script" not in html
        assert "{{ 7 * 7 }}" in html
        # A dollar sign would begin a formula.
        assert "mathjax_ignore" in html


ERRORS = {
    "one": (UnknownIdError("no site 'x'; known: y"), ["no site 'x'; known: y"]),
    "several": (
        DataError(
            [Fault("a.csv", 2, "lon", "wrong", "x", "write 1"), Fault("a.csv", 3, *4 * [""])]
        ),
        ["a.csv:2: lon: wrong ('x'); write 1", "a.csv:3: :  (''); "],
    ),
    "of the system": (OutputError("x: cannot be written"), ["x: cannot be written"]),
    "silent": (InfmapError(), ["InfmapError"]),
}


@pytest.mark.parametrize(("error", "lines"), ERRORS.values(), ids=ERRORS)
def test_an_error_renders_as_its_lines(error, lines):
    assert error._render_traceback_() == lines


COMPLETE = """
import json
from IPython.core.completer import provisionalcompleter

def complete(text):
    with provisionalcompleter():
        found = get_ipython().Completer.completions(text, len(text))
        return sorted(one.text.strip(".") for one in found)

texts = ["infmap.cov", "cat.sel", "cat.dep", "infmap.load_pl"]
print(json.dumps([complete(text) for text in texts]))
"""


@pytest.mark.thorough
@pytest.mark.filterwarnings("default")  # of the kernel's own machinery
def test_a_notebook_says_an_error_in_one_line_and_completes_names(tmp_path):
    sources = [
        "import pandas as pd\nimport infmap\ncat = infmap.load()",
        "infmap.coverage(cat, site='kaliningrat')",
        "infmap.load(systems=pd.DataFrame({'id': ['a', 'B'], 'name': ['A', None]}))",
        "1 / 0",
        "cat",
        COMPLETE,
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    nbclient.NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": tmp_path}},
    ).execute()
    miss, faults, bug, shown, completed = (cell.outputs[0] for cell in notebook.cells[1:])
    assert miss.output_type == "error"
    assert miss.traceback == ["no site 'kaliningrat'; did you mean kaliningrad?"]
    assert faults.traceback == [
        "systems: row 2 (index 1): id: an id has lower-case letters, digits and hyphens only "
        "('B'); write b",
        "systems: row 2 (index 1): name: is missing; write a value",
    ]
    # What is not infmap's to explain keeps its traceback.
    assert "Traceback" in "".join(bug.traceback)
    assert shown.data["text/plain"].startswith("<Catalogue: ")
    assert "<code>deployments</code>" in shown.data["text/html"]
    assert json.loads(completed.text) == [
        ["coverage", "coverage_rows"],
        ["select"],
        ["deployment_rows", "deployments"],
        ["load_places"],
    ]


def test_questions_wait_for_pandas_until_they_are_asked():
    code = (
        "import sys, infmap.analysis.coverage;"
        "print('pandas' in sys.modules, 'jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


SHOWN = {
    "Catalogue": lambda cat: cat,
    "Doubt": lambda cat: infmap.doubt(cat, "kaliningrad"),
    "Overlap": lambda cat: infmap.overlap(cat, "Warsaw", holder="Russia", as_of="2019-02-10"),
    "Finding": lambda cat: infmap.finding(cat, "shuya"),
    "Brief": lambda cat: infmap.make_report(cat, site=["shuya", "deveselu"]),
    "Population": lambda _: infmap.load_population(),
    "SealedMap": infmap.make_map,
    "Diff": lambda _: infmap.diff(data_path("systems.csv").parent, data_path("systems.csv").parent),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_infmap_returns_is_one_line_and_can_be_kept(name, cat):
    given = SHOWN[name](cat)
    assert re.fullmatch(rf"<{name}\b[^\n]{{10,280}}>", repr(given))
    assert repr(pickle.loads(pickle.dumps(given))) == repr(given)


def test_a_line_says_what_is_found(cat):
    doubt = SHOWN["Doubt"](cat)
    counts = [sum(row.certainty == kind for row in doubt.rows) for kind in ("in", "depends", "out")]
    assert [*map(int, re.findall(r"\d+", repr(doubt)))] == [len(doubt.rows), *counts]
    assert repr(SHOWN["Overlap"](cat)) == (
        "<Overlap at Warsaw on 2019-02-10: of 14 deployments of Russia, 3 on every account, 6 on "
        "one at least>"
    )
    assert infmap.finding(cat, "shuya").title in repr(infmap.finding(cat, "shuya"))


@pytest.mark.thorough
def test_a_brief_is_kept_with_its_pictures(cat, tmp_path):
    brief = infmap.make_report(cat, site=["shuya", "deveselu"])
    kept = pickle.loads(pickle.dumps(brief))
    for each, path in ((brief, "a.html"), (kept, "b.html")):
        infmap.save_report(each, tmp_path / path)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
