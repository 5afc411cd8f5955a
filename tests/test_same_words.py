"""Whatever the medium, it says the same of a site: of what is there, whose figure, who is in reach.

The campaign `reliability.same_words` asks about more sites.
"""

import pytest

from reliability.same_words import (
    FIGURES,
    Case,
    at_the_limits,
    case_lost,
    cases,
    figure_lost,
    page_of,
)


def test_every_medium_says_the_same_of_a_site(cat):
    asked, page = cases(cat, 8), page_of(cat)
    assert len({case.site for case in asked}) == 8
    assert [line for case in asked for line in case_lost(cat, case, page)] == []


@pytest.mark.parametrize("asked", FIGURES, ids=lambda asked: asked[0])
def test_a_figure_says_the_same_of_a_site(cat, asked):
    assert list(figure_lost(cat, *asked)) == []


def test_no_distance_is_shown_beside_a_band_in_which_it_does_not_lie_as_shown(cat):
    near = at_the_limits(cat, "kapustin-yar")
    lost = list(case_lost(near, Case("kapustin-yar", "all", None), page_of(near)))
    # The page rounds to a tenth of a kilometre in any case, and so do its scripts.
    assert [line for line in lost if "page shows" not in line] == []
