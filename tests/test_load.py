"""Heavy work, small: the campaign's own checks, and that it notices what is lost."""

import pytest

from infmap.errors import InfmapError
from infmap.maps import MOST_SITES, make_map
from reliability import load


@pytest.mark.parametrize("name", load.WORKS)
def test_work_is_done_or_refused_with_a_remedy(name, tmp_path):
    load.WORKS[name](200, 4_000, tmp_path)


def test_work_that_is_not_refused_is_noticed():
    with pytest.raises(AssertionError, match="not refused"):
        load.refused(lambda: None, "screen")


def test_a_page_of_too_many_sites_is_refused_in_one_line():
    with pytest.raises(InfmapError) as refusal:
        make_map(load.own_sites(MOST_SITES + 1), theme="all")
    assert str(refusal.value) == (
        "a page holds up to 2,500 sites (got 2,501); choose some by site, system or theme, or "
        "write all their rings for a GIS with infmap rings"
    )
