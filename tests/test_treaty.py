from datetime import date

import pytest

from infmap.treaty import (
    LISTED_TYPES,
    Basing,
    Kind,
    Measure,
    Outcome,
    Purpose,
    RangeBand,
    band_of,
    in_inf_band,
    is_strike,
    verdict,
    verdicts,
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
@pytest.mark.parametrize(
    ("kind", "measure"), [(Kind.GLBM, Measure.TESTED), (Kind.GLCM, Measure.ASSESSED)]
)
def test_a_figure_of_the_right_basis_decides_for_a_ground_launched_missile(
    kind, measure, km, outcome, article
):
    judged = verdict(holder="Russia", kind=kind, basing=GROUND, up_to_km=km, measure=measure)
    by_test = ", VII(4)" if kind is Kind.GLBM else ""
    assert (judged.outcome, judged.article) == (outcome, article + by_test)
    assert f"{km:g} km" in judged.reason


@pytest.mark.parametrize("name", sorted(LISTED_TYPES))
def test_a_listed_type_is_covered_whatever_range_is_claimed(name):
    for claimed in (1, 400, 9000, None):
        judged = verdict(holder="Russia", kind=Kind.GLBM, treaty_listing=name, up_to_km=claimed)
        assert judged.outcome is Outcome.BANNED
        assert name in judged.reason


def test_listed_types_keep_the_class_that_the_treaty_gave_them():
    def of(name):
        found = verdict(holder="Russia", kind=Kind.GLBM, treaty_listing=name)
        return found.range_class, found.article

    assert of("SS-23") == (RangeBand.SHORTER, "III(2), V(1)")
    assert of("SS-20") == (RangeBand.INTERMEDIATE, "III(1), IV(1)")
    assert of("Pershing IB") == (RangeBand.SHORTER, "MoU, V(1)")
    assert of("SSC-X-4") == (RangeBand.INTERMEDIATE, "MoU, IV(1)")


def test_a_strategic_missile_is_said_to_be_so():
    for kind in (Kind.SLBM, Kind.ICBM):
        assert "SALT" in verdict(holder="Russia", kind=kind, up_to_km=12000).reason


def test_a_listed_type_in_other_hands_is_not_bound():
    judged = verdict(holder="Bulgaria", kind=Kind.GLBM, treaty_listing="SS-23")
    assert judged.outcome is Outcome.NOT_BOUND


@pytest.mark.parametrize("kind", [Kind.LAUNCHER, Kind.UAV, Kind.TARGET])
def test_a_dispute_shows_both_sides(kind):
    judged = verdict(holder="United States", kind=kind, basing=GROUND, up_to_km=1600)
    sides = {who for who, _ in judged.positions}
    assert sides == {"Russia", "United States"}


def test_a_state_that_never_joined_is_not_bound_but_its_class_is_known():
    judged = verdict(holder="China", kind=Kind.GLBM, up_to_km=4000)
    assert judged.outcome is Outcome.NOT_BOUND
    assert judged.range_class is RangeBand.INTERMEDIATE


def test_of_the_soviet_unions_republics_all_are_bound_but_the_baltic_ones():
    republics = [
        "Armenia",
        "Azerbaijan",
        "Belarus",
        "Estonia",
        "Georgia",
        "Kazakhstan",
        "Kyrgyzstan",
        "Latvia",
        "Lithuania",
        "Moldova",
        "Russia",
        "Tajikistan",
        "Turkmenistan",
        "Ukraine",
        "Uzbekistan",
    ]
    judged = {name: verdict(holder=name, kind=Kind.GLCM, up_to_km=4000) for name in republics}
    others = [name for name in republics if judged[name].outcome is not Outcome.BANNED]
    assert others == ["Estonia", "Latvia", "Lithuania"]


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(1987, 12, 7), Outcome.NO_TREATY_YET),
        (date(1987, 12, 8), Outcome.SIGNED),
        (date(1988, 5, 31), Outcome.SIGNED),
        (date(1988, 6, 1), Outcome.BANNED),
        (date(2019, 8, 1), Outcome.BANNED),
        (date(2019, 8, 2), Outcome.NO_LONGER_IN_FORCE),
        (date(2019, 8, 3), Outcome.NO_LONGER_IN_FORCE),
    ],
)
def test_the_ban_holds_from_entry_into_force_to_the_end(day, outcome):
    judged = verdict(holder="Russia", kind=Kind.GLCM, up_to_km=2500, on=day)
    assert judged.outcome is outcome
    assert judged.range_class is RangeBand.INTERMEDIATE


def test_parties_that_disagree_get_verdicts_that_disagree():
    missile = {"holder": "Russia", "kind": Kind.GLCM, "basing": GROUND}
    russia = verdict(**missile, up_to_km=480)
    united_states = verdict(**missile, at_least_km=500)
    analysts = verdict(**missile, at_least_km=2000, up_to_km=2350)
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
    judged = verdict(
        holder="Russia", kind=Kind.GLBM, basing=GROUND, measure=Measure.TESTED, **figure
    )
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
    found = verdict(holder="Russia", kind=Kind.GLCM, at_least_km=500, up_to_km=2000)
    assert (found.outcome, found.range_class, found.article) == (
        Outcome.BANNED,
        None,
        "II(5), II(6)",
    )
    assert "in both classes" in found.reason


def test_two_states_that_were_no_party_are_spoken_of_as_two():
    (found,) = verdicts(holders=["China", "Pakistan"], kind=Kind.GLBM, up_to_km=2000)
    reason = "China and Pakistan were never parties; only parties were bound."
    assert found.verdict.reason == reason
