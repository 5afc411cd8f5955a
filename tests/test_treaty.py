from datetime import date

import pytest

from infmap.treaty import (
    LISTED_TYPES,
    Basing,
    Kind,
    Outcome,
    Purpose,
    RangeBand,
    band_of,
    in_inf_band,
    is_strike,
    verdict,
)

GROUND = [Basing.GROUND_MOBILE]


@pytest.mark.parametrize(
    ("km", "band", "inside"),
    [
        (499.9, RangeBand.BELOW, False),
        (500, RangeBand.SHORTER, True),
        (1000, RangeBand.SHORTER, True),
        (1000.1, RangeBand.INTERMEDIATE, True),
        (5500, RangeBand.INTERMEDIATE, True),
        (5500.1, RangeBand.BEYOND, False),
    ],
)
def test_both_edges_of_the_band_are_inside(km, band, inside):
    assert band_of(km) is band
    assert in_inf_band(km) is inside


@pytest.mark.parametrize(
    ("km", "outcome", "article"),
    [
        (499.9, Outcome.BELOW, "II(6)"),
        (500, Outcome.BANNED, "II(6)"),
        (1000, Outcome.BANNED, "II(6)"),
        (1000.1, Outcome.BANNED, "II(5)"),
        (5500, Outcome.BANNED, "II(5)"),
        (5500.1, Outcome.ABOVE, "II(5)"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.GLBM, Kind.GLCM])
def test_a_figure_alone_decides_for_a_ground_launched_missile(kind, km, outcome, article):
    judged = verdict(kind=kind, basing=GROUND, operators=["Russia"], up_to_km=km)
    assert (judged.outcome, judged.article) == (outcome, article)
    assert f"{km:g} km" in judged.reason


@pytest.mark.parametrize("name", sorted(LISTED_TYPES))
def test_a_listed_type_is_covered_whatever_range_is_claimed(name):
    for claimed in (1, 400, 9000, None):
        judged = verdict(kind=Kind.GLBM, treaty_listing=name, up_to_km=claimed)
        assert judged.outcome is Outcome.BANNED
        assert name in judged.reason


def test_listed_types_keep_the_class_that_the_treaty_gave_them():
    assert verdict(kind=Kind.GLBM, treaty_listing="SS-23").range_class is RangeBand.SHORTER
    assert verdict(kind=Kind.GLBM, treaty_listing="SS-20").range_class is RangeBand.INTERMEDIATE
    assert verdict(kind=Kind.GLBM, treaty_listing="Pershing IB").range_class is RangeBand.SHORTER
    assert verdict(kind=Kind.GLBM, treaty_listing="SS-23").article == "III(2)"
    assert verdict(kind=Kind.GLBM, treaty_listing="SS-20").article == "III(1)"


@pytest.mark.parametrize(
    ("given", "outcome", "article"),
    [
        ({"kind": Kind.INTERCEPTOR, "purpose": Purpose.INTERCEPTION}, Outcome.EXEMPT, "VII(3)"),
        ({"kind": Kind.LAUNCHER}, Outcome.DISPUTED, "VII(7), VII(8)"),
        ({"kind": Kind.TARGET, "purpose": Purpose.RESEARCH}, Outcome.DISPUTED, "VII(12)"),
        ({"kind": Kind.UAV, "basing": [Basing.AIR]}, Outcome.DISPUTED, "II(2)"),
        ({"kind": Kind.UAV, "purpose": Purpose.RECONNAISSANCE}, Outcome.OUTSIDE, "II(1), II(2)"),
        ({"kind": Kind.SLCM, "basing": [Basing.SHIP]}, Outcome.OUTSIDE, "II(1), II(2)"),
        ({"kind": Kind.ALCM, "basing": [Basing.AIR]}, Outcome.OUTSIDE, "II(1), II(2)"),
        ({"kind": Kind.GLBM, "basing": [Basing.SUBMARINE]}, Outcome.OUTSIDE, "II(1), II(2)"),
        ({"kind": Kind.SLBM, "basing": [Basing.SUBMARINE]}, Outcome.OUTSIDE, "II(1), II(2)"),
        (
            {"kind": Kind.TARGET, "purpose": Purpose.RESEARCH, "basing": [Basing.AIR]},
            Outcome.OUTSIDE,
            "II(1), II(2)",
        ),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else None,
)
def test_what_is_no_ground_launched_missile_is_judged_by_its_kind(given, outcome, article):
    judged = verdict(**given, operators=["United States"], up_to_km=1600)
    assert (judged.outcome, judged.article) == (outcome, article)


def test_an_icbm_is_strategic_unless_a_figure_puts_it_inside_the_band():
    assert verdict(kind=Kind.ICBM, up_to_km=5800).outcome is Outcome.OUTSIDE
    assert verdict(kind=Kind.ICBM).outcome is Outcome.OUTSIDE
    flown = verdict(kind=Kind.ICBM, at_least_km=2000)
    assert (flown.outcome, flown.article) == (Outcome.DISPUTED, "VII(4)")
    assert "SALT" in verdict(kind=Kind.SLBM, up_to_km=12000).reason


def test_the_suspension_of_2019_is_said():
    judged = verdict(kind=Kind.GLCM, up_to_km=2500, on=date(2019, 3, 1))
    assert judged.outcome is Outcome.BANNED
    assert "suspended" in judged.reason
    assert "suspended" not in verdict(kind=Kind.GLCM, up_to_km=2500, on=date(2019, 2, 1)).reason


def test_a_listed_type_in_other_hands_is_not_bound():
    judged = verdict(kind=Kind.GLBM, treaty_listing="SS-23", operators=["Bulgaria"])
    assert judged.outcome is Outcome.NOT_BOUND


@pytest.mark.parametrize("kind", [Kind.LAUNCHER, Kind.UAV, Kind.TARGET])
def test_a_dispute_shows_both_sides(kind):
    sides = {who for who, _ in verdict(kind=kind, up_to_km=1600).positions}
    assert sides == {"Russia", "United States"}


def test_a_state_that_never_joined_is_not_bound_but_its_class_is_known():
    judged = verdict(kind=Kind.GLBM, operators=["China"], up_to_km=4000)
    assert judged.outcome is Outcome.NOT_BOUND
    assert judged.range_class is RangeBand.INTERMEDIATE


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(1988, 5, 31), Outcome.NOT_YET_IN_FORCE),
        (date(1988, 6, 1), Outcome.BANNED),
        (date(2019, 8, 1), Outcome.BANNED),
        (date(2019, 8, 2), Outcome.NO_LONGER_IN_FORCE),
        (date(2019, 8, 3), Outcome.NO_LONGER_IN_FORCE),
    ],
)
def test_the_ban_holds_from_entry_into_force_to_the_end(day, outcome):
    judged = verdict(kind=Kind.GLCM, operators=["Russia"], up_to_km=2500, on=day)
    assert judged.outcome is outcome
    assert judged.range_class is RangeBand.INTERMEDIATE


def test_parties_that_disagree_get_verdicts_that_disagree():
    russia = verdict(kind=Kind.GLCM, basing=GROUND, up_to_km=480)
    united_states = verdict(kind=Kind.GLCM, basing=GROUND, at_least_km=500)
    analysts = verdict(kind=Kind.GLCM, basing=GROUND, at_least_km=2000, up_to_km=2350)
    assert russia.outcome is Outcome.BELOW
    assert united_states.outcome is Outcome.BANNED
    assert united_states.range_class is None
    assert analysts.range_class is RangeBand.INTERMEDIATE


@pytest.mark.parametrize(
    "figure",
    [
        {"at_least_km": 400, "up_to_km": 500},
        {"at_least_km": 4800, "up_to_km": 6500},
        {"at_least_km": 300},
        {},
    ],
    ids=["across-500", "across-5500", "lower-bound-below-500", "no-figure"],
)
def test_a_figure_on_both_sides_of_a_limit_settles_nothing(figure):
    judged = verdict(kind=Kind.GLBM, basing=GROUND, **figure)
    assert judged.outcome is Outcome.UNDETERMINED
    assert judged.range_class is None


def test_only_weapons_strike():
    assert is_strike(Kind.UAV, Purpose.WEAPON_DELIVERY)
    assert is_strike(None, Purpose.WEAPON_DELIVERY)
    assert not is_strike(Kind.UAV, Purpose.RECONNAISSANCE)
    assert not is_strike(Kind.INTERCEPTOR, Purpose.INTERCEPTION)
    assert not is_strike(Kind.LAUNCHER, Purpose.WEAPON_DELIVERY)
    assert not is_strike(Kind.TARGET, Purpose.RESEARCH)


def test_an_interval_over_both_classes_is_banned_and_of_neither():
    found = verdict(kind=Kind.GLCM, basing=GROUND, at_least_km=500, up_to_km=2000)
    assert (found.outcome, found.range_class, found.article) == (
        Outcome.BANNED,
        None,
        "II(5), II(6)",
    )
    assert found.reason == "500 to 2000 km lies inside the band, in both classes."


def test_two_states_that_were_no_party_are_spoken_of_as_two():
    found = verdict(kind=Kind.GLBM, operators=["China", "Pakistan"], up_to_km=2000)
    assert found.reason == ("China and Pakistan were never parties; only parties were bound.")


@pytest.mark.parametrize(
    ("listing", "band"),
    [("SSC-X-4", RangeBand.INTERMEDIATE), ("Pershing IB", RangeBand.SHORTER)],
)
def test_what_was_only_tested_has_its_class_from_the_memorandum(listing, band):
    found = verdict(kind=Kind.GLBM, treaty_listing=listing)
    assert (found.range_class, found.article) == (band, "Memorandum of Understanding")
