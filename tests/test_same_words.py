"""Whatever the medium, it says the same of a site: of what is there, whose figure, who is in reach.

The campaign `reliability.same_words` asks about more sites.
"""

import pytest

from reliability.same_words import FIGURES, case_lost, cases, figure_lost


def test_every_medium_says_the_same_of_a_site(cat):
    asked = cases(cat, 8)
    assert len({case.site for case in asked}) == 8
    assert [line for case in asked for line in case_lost(cat, case)] == []


@pytest.mark.parametrize("asked", FIGURES, ids=lambda asked: asked[0])
def test_a_figure_says_the_same_of_a_site(cat, asked):
    assert list(figure_lost(cat, *asked)) == []
