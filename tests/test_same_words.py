"""Whatever the medium, it says the same of a site: of what is there, whose figure, who is in reach.

The campaign `reliability.same_words` asks about more sites.
"""

import pytest

from reliability.same_words import (
    ACCOUNTS,
    DAYS,
    FIGURES,
    Case,
    at_the_limits,
    case_lost,
    cases,
    figure_lost,
    page_of,
)


def test_every_medium_says_the_same_of_a_site(cat):
    # A seventh of the cases of six sites has every account and every day.
    asked, page = cases(cat, 6)[::7], page_of(cat)
    assert len({case.site for case in asked}) == 6
    assert {case.account for case in asked} == {*ACCOUNTS}
    assert {case.day for case in asked} == {*DAYS}
    assert [line for case in asked for line in case_lost(cat, case, page)] == []


@pytest.mark.parametrize(
    "case", [Case("laoag", "independent", None), Case("mutlangen", "all", None)], ids=str
)
def test_every_medium_says_what_reaches_no_land_and_who_was_an_ally(cat, case):
    assert list(case_lost(cat, case, page_of(cat))) == []


@pytest.mark.parametrize("asked", FIGURES, ids=lambda asked: asked[0])
def test_a_figure_says_the_same_of_a_site(cat, asked):
    assert list(figure_lost(cat, *asked)) == []


def test_no_distance_is_shown_beside_a_word_that_is_not_true_of_it_as_shown(cat):
    near = at_the_limits(cat, "kapustin-yar")
    case = Case("kapustin-yar", "all", None)
    assert list(case_lost(near, case, page_of(near))) == []
