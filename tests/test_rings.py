import pytest
import shapely

import infmap
from infmap.analysis.rings import Bound, ring_specs


def test_a_ring_says_whose_figure_it_is(cat):
    rings = infmap.range_rings(cat, site="shuya", system="9m729")
    assert rings.crs.to_epsg() == 4326
    promised = ["site_id", "site", "system_id", "system", "account", "claimant", "bound"]
    assert list(rings.columns[:10]) == [*promised, "range_km", "lon", "lat"]
    assert rings["claimant"].notna().all()


def test_a_lower_bound_alone_draws_no_outer_ring(cat):
    rings = infmap.range_rings(cat, site="shuya", system="9m729", account="opponent")
    alone = rings[rings["claimant"] == "US DNI (D. Coats)"]
    assert list(zip(alone["bound"], alone["range_km"], strict=True)) == [("at_least", 500.0)]


def test_an_interval_draws_both_its_ends(cat):
    rings = infmap.range_rings(cat, site="shuya", system="9m729", account="opponent")
    faz = rings[rings["claimant"].str.endswith("FAZ")]
    assert sorted(zip(faz["bound"], faz["range_km"], strict=True)) == [
        ("at_least", 2000.0),
        ("up_to", 2350.0),
    ]


def test_a_denied_reach_draws_nothing(cat):
    site = cat.site("deveselu")
    denied = [row for row in cat.claims_by_system["aegis-ashore-tomahawk"] if row.up_to_km == 0]
    assert denied
    assert not [spec for spec in ring_specs(cat, site) if spec.claim in denied]


def test_every_ring_of_the_catalogue_is_valid_and_holds_its_site(cat):
    rings = infmap.range_rings(cat)
    assert len(rings) > 50
    assert rings.geometry.is_valid.all()
    centres = shapely.points(rings["lon"], rings["lat"])
    assert shapely.covers(rings.geometry.to_numpy(), centres).all()


def test_parties_that_agree_share_a_shape(cat):
    rings = infmap.range_rings(cat, site="kaliningrad")
    at_500 = rings[(rings["range_km"] == 500) & (rings["bound"] == Bound.UP_TO)]
    assert at_500["account"].nunique() > 1
    assert at_500.geometry.map(lambda area: area.wkb).nunique() == 1


def test_the_5500_km_ring_of_kaliningrad_holds_the_pole_but_not_beijing(cat):
    from infmap.geodesy import range_ring

    site = cat.site("kaliningrad")
    ring = range_ring(site.lon, site.lat, 5500)
    for name, inside in (("warsaw", True), ("reykjavik", True), ("beijing", False)):
        capital = cat.capital(name)
        assert shapely.contains_xy(ring, capital.lon, capital.lat) == inside
    assert ring.bounds[3] == pytest.approx(90)
    assert shapely.intersects_xy(ring, 0, 90)


def test_the_verdict_of_a_ring_hangs_on_what_its_sites_card_says(cat):
    """Of every figure at every site, of several holders too: the same words in both."""
    rings = infmap.range_rings(cat)
    hanging = set()
    for site in cat.sites:
        (card,) = infmap.show(cat, site.id)
        said = {}
        for claim in card["claims"]:
            held = claim["verdicts"]
            words = [
                f"{one['proviso']} ({', '.join(one['holders'])})" for one in held if one["proviso"]
            ]
            alone = held[0]["proviso"] if len(held) == 1 else "; ".join(words)
            said[claim["system_id"], claim["claimant"], claim["as_of"]] = alone
        of_site = rings[rings["site_id"] == site.id]
        for ring in of_site.itertuples():
            assert ring.proviso == said[ring.system_id, ring.claimant, ring.as_of], ring
            hanging.add(ring.proviso)
    assert {"", "were the treaty in force", "had it stayed"} <= hanging
    crimea = infmap.range_rings(cat, site="crimea", system="zircon-ground").iloc[0]
    assert (crimea["verdict"], crimea["proviso"]) == ("banned", "were the treaty in force")
    dated = infmap.range_rings(cat, site="crimea", as_of="2024-06-01")
    assert not dated["proviso"].any()
