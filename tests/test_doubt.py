"""What is surely in range holds from everywhere that the launcher may stand, on every figure."""

import numpy as np
import pytest
from pyproj import Geod

import infmap

GEOD = Geod(ellps="WGS84")
#: Places in a site's circle: on its edge all around, and within.
ON_EDGE, WITHIN = 12, 12


def answers(claim, km):
    """Return where a figure says yes, and where it says no."""
    if claim.up_to_km == 0:
        return np.zeros(km.shape, bool), np.ones(km.shape, bool)
    low = claim.up_to_km if claim.at_least_km is None else claim.at_least_km
    return km <= low, (km > claim.up_to_km) if claim.up_to_km is not None else km < 0


def figures_at(cat, site, account):
    unread = {row.id for row in cat.source_rows if row.read == "not"}
    systems = [system for system in site.system_ids if cat.system_by_id[system].strike]
    found = [
        [
            claim
            for claim in cat.claim_rows
            if claim.system_id == system
            and account in (None, claim.account)
            and claim.lower_end_km is not None
            and claim.measure != "engagement"
            and claim.source_id not in unread
        ]
        for system in systems
    ]
    return [figures for figures in found if figures]


def test_no_promise_is_broken_from_any_place_within_the_precision(cat):
    chance = np.random.default_rng(110)
    promises = {"in": 0, "out": 0, "depends": 0}
    sites = [cat.sites[k] for k in chance.choice(len(cat.sites), 40, replace=False)]
    for site in [*sites, cat.site("kaliningrad"), cat.site("slovakia")]:
        account = [None, "operator", "independent"][chance.integers(3)]
        by_system = figures_at(cat, site, account)
        if not by_system:
            continue
        found = infmap.doubt(cat, site.id, account=account)
        metres = 1000 * site.position_precision_km
        azimuths = [*np.arange(0, 360, 360 / ON_EDGE), *chance.uniform(0, 360, WITHIN)]
        away = [metres] * ON_EDGE + [*(metres * np.sqrt(chance.uniform(0, 1, WITHIN)))]
        n = ON_EDGE + WITHIN
        lons, lats, _ = GEOD.fwd([site.lon] * n, [site.lat] * n, azimuths, away)
        for row in found.rows:
            place = cat.capital(row.target_id)
            _, _, far = GEOD.inv(lons, lats, [place.lon] * n, [place.lat] * n)
            km = np.array(far) / 1000
            assert km.min() >= row.nearest_km - 1e-6
            assert km.max() <= row.farthest_km + 1e-6
            said = [[answers(claim, km) for claim in figures] for figures in by_system]
            if row.certainty == "in":
                assert np.any([np.all([yes for yes, _ in one], 0) for one in said], 0).all()
            if row.certainty == "out":
                assert np.all([no for one in said for _, no in one])
            promises[str(row.certainty)] += 1
    assert min(promises.values()) > 100


def test_the_outlines_are_where_the_answer_turns(cat):
    found = infmap.doubt(cat, "kaliningrad")
    assert (found.low_km, found.high_km) == (480, 500)
    assert (found.inner_km, found.outer_km) == (370, 610)
    by_name = {row.target: row for row in found.rows}
    assert by_name["Riga"].certainty == "in"
    assert by_name["Minsk"].certainty == "depends"
    assert by_name["Helsinki"].certainty == "out"


def test_a_lower_bound_has_no_outside_and_a_vague_place_no_inside(cat):
    shuya = infmap.doubt(cat, "shuya")
    assert shuya.outer_km is None
    assert "out" not in {row.certainty for row in shuya.rows}
    assert infmap.doubt(cat, "northern-territory").inner_km is None


def test_without_a_figure_that_was_read_there_is_nothing_to_doubt(cat):
    with pytest.raises(infmap.InfmapError, match="no figure that was read says how far"):
        infmap.doubt(cat, "krichev", account="operator")
