"""The long form of coverage: a row for each site, place and figure."""

import csv

import pytest

import infmap
from infmap.errors import InfmapError
from infmap.tables.coverage_view import answers_view, reach_view


def test_every_answer_of_coverage_is_a_row_of_the_long_form(cat):
    wide = infmap.coverage(cat, theme="debate", account="opponent")
    long = infmap.answers(cat, theme="debate", account="opponent")
    expected = [
        (row.site_id, row.target_id, row.distance_km, row.reach, entry["system_id"],
         entry["claimant"], entry["up_to_km"], entry["in_range"], entry["margin_km"])
        for row in wide.itertuples()
        for entry in row.accounts
    ]  # fmt: skip
    kept = long[long["account"] != ""]
    columns = ["site_id", "target_id", "distance_km", "reach", "system_id", "claimant", "up_to_km"]
    found = kept[[*columns, "in_range", "margin_km"]].astype(object)
    found = found.where(found.notna(), None)
    assert [tuple(row) for row in found.to_numpy()] == expected
    pairs = {(row.site_id, row.target_id) for row in wide.itertuples()}
    assert {(row.site_id, row.target_id) for row in long.itertuples()} == pairs


def test_one_target_gives_what_reaches_it_figure_by_figure(cat):
    table = infmap.answers(cat, "Berlin", site="shuya", system="9m729")
    by_claimant = table.set_index("claimant")
    assert by_claimant.loc["Russian MoD", "in_range"] is False
    assert by_claimant.loc["CSIS Missile Threat", "in_range"] is True
    assert by_claimant.loc["US DNI (D. Coats)", "in_range"] is None
    assert by_claimant.loc["Russian MoD", "margin_km"] < 0
    assert set(table["reach"]) == {"some"}


def test_a_site_without_a_figure_keeps_its_places(cat):
    table = infmap.answers(cat, "Warsaw", site="shuya", account="user")
    told = [(row.target, row.system_id, row.strike, row.in_range) for row in table.itertuples()]
    systems = cat.select(site="shuya").sites[0].system_ids
    assert told == [("Warsaw", system, None, None) for system in systems]


def test_every_long_row_of_every_site_names_a_system_of_the_site(cat):
    for account in ("user", "operator", None):
        table = infmap.answers(cat, "Warsaw", account=account)
        there = {(site.id, system) for site in cat.sites for system in site.system_ids}
        assert {*zip(table["site_id"], table["system_id"], strict=True)} <= there
        assert {*table["site_id"]} == {site.id for site in cat.sites}
        blank = table["account"] == ""
        assert (table["claimant"] == "").equals(blank)
        assert blank.any() == (account is not None)
    bare = infmap.answer_rows(infmap.reach_rows(cat, "Warsaw", site="shuya", account="user"))
    assert [row["system_id"] for row in bare] == [""]


def test_a_target_and_a_list_of_targets_are_not_asked_for_together(cat):
    with pytest.raises(InfmapError, match="one place"):
        infmap.answers(cat, "Berlin", band=(0, 500))


def _told(view):
    """Return the lines of a view of answers where there is no room for a table."""
    parts = [view] if hasattr(view, "blocks") else view.renderables
    (blocks,) = [part.blocks for part in parts if hasattr(part, "blocks")]
    return [line for _, lines in blocks for line in lines]


def test_a_figure_that_nobody_read_says_so_beside_its_answer(cat):
    """Of every site, in both views; and no other figure says so."""
    rows = infmap.reach_rows(cat, "Berlin")
    figures = [claim for row in rows for claim in cat.claims_at(cat.site(row["site_id"]))]
    unread = [cat.is_unread(claim) for claim in figures]
    assert 10 < sum(unread) < len(unread)
    for view in (reach_view(rows, cat), answers_view(infmap.answer_rows(rows, cat), cat)):
        told = _told(view)
        assert ["source not read" in line for line in told] == unread
        assert all(claim.claimant in line for line, claim in zip(told, figures, strict=True))
    whose = "CSIS Missile Threat (independent), source not read: in range"
    assert any(line.startswith("Jericho III") and whose in line for line in told)


def test_a_system_without_a_figure_is_named_with_its_site(cat):
    systems = {"id": ["silent", "known"], "name": ["Silent", "Known"], "kind": ["GLBM", "GLBM"]}
    reports = {
        "site": ["One", "One", "Two"],
        "system_id": ["silent", "known", "silent"],
        **{"lon": [20.0, 20.0, 21.0], "lat": [54.0, 54.0, 54.0]},
    }
    claims = {"system_id": ["known"], "up_to_km": [600], "claimant": ["A"], "account": ["operator"]}
    own = infmap.load(deployments=reports, systems=systems, claims=claims)
    rows = infmap.reach_rows(own, "Berlin")
    assert sorted(_told(reach_view(rows, own))) == [
        "Known, up to 600 km, A (operator): in range, margin +131 km",
        "Silent, no figure",
        "Silent, no figure",
    ]
    long = infmap.answer_rows(rows, own)
    assert sorted(_told(answers_view(long, own)))[1:] == ["Silent, no figure"]
    assert [row["system_id"] for row in long if row["site_id"] == "two"] == ["silent"]


def test_the_commands_name_it_too(infmap_says):
    for command in (["reach", "copenhagen"], ["coverage", "--site", "north-camp"]):
        text = infmap_says(*command, "--account", "user", "--long", "--format", "csv")
        rows = [*csv.DictReader(text.splitlines())]
        assert rows
        assert all(row["system_id"] and not row["account"] for row in rows), command
