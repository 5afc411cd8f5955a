"""What holds of the words and colours of every output."""

import importlib
import pkgutil
import re

import pytest
from matplotlib.figure import Figure
from stroke_cases import LOOKS, made_of

import infmap
from infmap.analysis.coverage import COVERAGE_COLUMNS
from infmap.maps.content import page_data

MODULES = [
    one.name
    for one in pkgutil.walk_packages(infmap.__path__, "infmap.")
    if not one.name.endswith("__main__")
]


@pytest.mark.parametrize("name", ["infmap", *MODULES])
def test_every_name_that_a_module_offers_is_there(name):
    module = importlib.import_module(name)
    assert [one for one in getattr(module, "__all__", ()) if not hasattr(module, one)] == []


def test_every_colour_that_a_page_names_it_has_for_light_and_for_dark(page_html):
    light, dark = re.findall(r":root\{[^}]*?(--paper:[^}]*)\}", page_html)
    for colours in (light, dark):
        roles = re.findall(r"--([\w-]+):#[0-9a-f]{6};", colours)
        assert {"paper", "ink", "wash", "accent"} <= {*roles}
        # Others are lengths and roles by another name, which style or script sets.
        others = {*re.findall(r"var\(--([\w-]+)", page_html)} - {*roles}
        set_to = dict(re.findall(r"[\"'{; ]--([\w-]+)(?:[\"']|: *([^;}]+))", page_html))
        assert others <= {*set_to}
        assert [name for name in others if re.match(r"#|rgb|hsl", set_to[name])] == []


@pytest.mark.parametrize(
    "column", [name for name in COVERAGE_COLUMNS if name not in ("site_id", "target_id")]
)
def test_a_notebook_shows_a_column_of_the_coverage_table_in_words(made_up, column):
    table = infmap.coverage(made_up, site="west-camp")
    alone, whole = table[["site_id", column]]._repr_html_(), table._repr_html_()
    style = whole[: whole.index("<table")]
    assert (alone[: alone.index("<table")] == style) == (column not in ("target", "country"))


def test_a_legend_in_axes_of_ones_own_says_whose_each_line_is(cat, reads_as):
    axes = Figure(figsize=(6, 6)).add_axes((0, 0, 1, 1))
    infmap.plot_map(made_of(cat, LOOKS), focus="shuya", ax=axes)
    reads_as("\n".join(text.get_text() for text in axes.get_legend().texts), "legend.txt")


def test_a_page_leaves_open_what_lies_within_five_kilometres_and_the_sites_own_doubt(made_up):
    page = page_data(made_up, "west-camp", "", online_basemap=False)
    assert page["edge_allowance_km"] == 5
    ids = [row.id for row in made_up.capital_rows]
    near = {(site["id"], ids[k]) for site in page["sites"] for of in site["near_edge"] for k in of}
    table = infmap.coverage(made_up)
    assert near == {*table[table["near_edge"]][["site_id", "target_id"]].itertuples(index=False)}
    assert near
