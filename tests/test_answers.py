"""The long form of coverage: a row for each site, place and figure."""

import pytest

import infmap
from infmap.errors import InfmapError


def test_every_answer_of_coverage_is_a_row_of_the_long_form(cat):
    wide = infmap.coverage(cat, theme="debate", account="opponent")
    long = infmap.answers(cat, theme="debate", account="opponent")
    expected = [
        (row.site_id, row.target_id, row.distance_km, row.reach, entry["system_id"],
         entry["claimant"], entry["up_to_km"], entry["in_range"], entry["margin_km"])
        for row in wide.itertuples()
        for entry in row.accounts
    ]  # fmt: skip
    kept = long[long["system_id"] != ""]
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
    (row,) = table.to_dict("records")
    assert (row["target"], row["system_id"], row["strike"], row["in_range"]) == (
        *("Warsaw", "", None, None),
    )


def test_a_target_and_a_list_of_targets_are_not_asked_for_together(cat):
    with pytest.raises(InfmapError, match="one place"):
        infmap.answers(cat, "Berlin", band=(0, 500))
