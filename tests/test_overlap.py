"""How many deployments reach a place, counted once more from the tables' rows alone."""

import dataclasses
from datetime import date

import numpy as np
import pytest
from pyproj import Geod

import infmap
from infmap.analysis.overlap import last_day

GEOD = Geod(ellps="WGS84")
DAYS = ["1987-12-08", "1990-06-01", "2019-08-02", "2026-05-24"]


def has_number(claim):
    return claim.at_least_km is not None or claim.up_to_km is not None


def says_yes(claim, km):
    """Return whether a figure puts a distance in range, by its words; one without a number none."""
    if claim.up_to_km == 0 or not has_number(claim):
        return False
    return km <= (claim.up_to_km if claim.at_least_km is None else claim.at_least_km)


def counted(cat, holder, day, lon, lat):
    """Return every, some, of: from rows, figures and pyproj."""
    unread = {row.id for row in cat.source_rows if row.read == "not"}
    there = {}
    for row in cat.deployment_rows:
        if row.stands_on(day) and holder in cat.holders_by(row):
            there.setdefault((row.site_id, row.system_id), []).append(row)
    every = some = of = 0
    for (_, system), rows in there.items():
        figures = [
            claim
            for claim in cat.claim_rows
            if claim.system_id == system
            and claim.source_id not in unread
            and claim.measure != "engagement"
        ]
        if all(row.status in ("planned", "cancelled") for row in rows):
            continue
        if not any(map(has_number, figures)):
            continue
        if not cat.system_by_id[system].strike:
            continue
        _, _, metres = GEOD.inv(rows[0].lon, rows[0].lat, lon, lat)
        answers = [says_yes(claim, metres / 1000) for claim in figures]
        of += 1
        every += all(answers)
        some += any(answers)
    return every, some, of


def test_counts_are_those_of_the_rows_at_random_points(cat):
    chance = np.random.default_rng(2023)
    reached = 0
    for text in DAYS:
        day = date.fromisoformat(text)
        rows = [row for row in cat.deployment_rows if row.stands_on(day)]
        for _ in range(12):
            row = rows[chance.integers(len(rows))]
            holder = cat.holders_by(row)[0]
            lon, lat, _ = GEOD.fwd(
                row.lon, row.lat, chance.uniform(0, 360), chance.uniform(0, 4_000_000)
            )
            found = infmap.overlap(cat, (lon, lat), holder=holder, as_of=text)
            want = counted(cat, holder, day, lon, lat)
            assert (found.every, found.some, found.of) == want, (holder, text, lon, lat)
            assert found.every <= found.some <= found.of
            assert found.some == sum(row.margin_km >= 0 for row in found.rows)
            reached += found.some
    assert reached > 50


def test_two_eras_and_two_holders_are_never_in_one_sum(cat):
    found = infmap.overlap(cat, "Vilnius", holder="Russia")
    systems = {row.system_id for row in found.rows}
    assert not systems & {"ss-20", "ss-12", "pershing-ii"}
    assert found.day == last_day(cat)
    then = infmap.overlap(cat, "Vilnius", holder="Soviet Union", as_of="1987-12-08")
    assert {row.system_id for row in then.rows} <= {"ss-20", "ss-12", "ss-23", "ss-4"}
    with pytest.raises(infmap.InfmapError, match="nothing of Soviet Union is on file"):
        infmap.overlap(cat, "Warsaw", holder="Soviet Union", as_of="2019-08-02")


def test_a_place_is_not_reached_by_its_own_side(cat):
    moscow = infmap.overlap(cat, "Moscow", holder="Russia")
    assert (moscow.every, moscow.some, moscow.rows) == (0, 0, ())
    minsk = infmap.overlap(cat, "Minsk", holder="Russia")
    assert minsk.of == moscow.of
    assert "krichev" not in {row.site_id for row in minsk.rows}
    beside = infmap.overlap(cat, (27.57, 53.9), holder="Russia")
    assert "krichev" in {row.site_id for row in beside.rows}


def test_what_is_planned_is_not_counted(cat):
    sites = {row.site_id for row in infmap.overlap(cat, (30, 60), holder="Russia").rows}
    assert "shuya" in sites
    assert "luga" not in sites


def test_what_has_no_figure_with_a_number_is_no_deployment_that_is_counted(cat):
    silenced = tuple(
        row.model_copy(update={"at_least_km": None, "up_to_km": None})
        if row.system_id == "9m729"
        else row
        for row in cat.claim_rows
    )
    before = infmap.overlap(cat, "Kyiv", holder="Russia")
    after = infmap.overlap(dataclasses.replace(cat, claim_rows=silenced), "Kyiv", holder="Russia")
    counted = {(row.site_id, row.system_id) for row in before.rows}
    assert any(system == "9m729" for _, system in counted)
    assert {(row.site_id, row.system_id) for row in after.rows} == {
        (site, system) for site, system in counted if system != "9m729"
    }
    assert before.of - after.of == sum(system == "9m729" for _, system in counted)
