"""Figures of several sites: one scale, each site's own counts, one key, and what is refused."""

import random
import re

import pytest

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.finding import finding_of
from infmap.analysis.titles import several_title
from infmap.errors import InfmapError
from infmap.figures.faces import SERIF
from infmap.figures.lettering import overlap, text_width

CAT = infmap.load()
THREE = ["kaliningrad", "shuya", "deveselu"]


def words_of(figure) -> dict[str, str]:
    """Return a sheet's texts in words, by the id of their first line."""
    told: dict[str, str] = {}
    for text in figure.texts:
        ident = text.get_gid() or ""
        name = re.sub(r"-\d+$", "", ident)
        told[name] = f"{told.get(name, '')} {text.get_text()}".strip()
    return told


def spoken(text: str) -> str:
    return re.sub(r"\s+([,.])", r"\1", " ".join(text.split()))


@pytest.fixture(scope="module")
def sheet():
    return infmap.plot_map(CAT, site=THREE).figure


def test_maps_of_several_sites_have_one_scale(sheet):
    maps = [ax for ax in sheet.axes if ax.get_label().startswith("map")]
    assert len(maps) == 3
    per_point = {
        round((ax.get_xlim()[1] - ax.get_xlim()[0]) / ax.get_position().width) for ax in maps
    }
    assert len(per_point) == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", ["page", "column", "slide"])
def test_each_site_has_its_own_counts_and_names(size):
    figure = infmap.plot_map(CAT, site=THREE, size=size).figure
    told = words_of(figure)
    for ident in THREE:
        found = finding_of(site_answer(CAT.select(site=ident), CAT.site(ident)))
        for one in found.accounts[:-1]:
            lowest = "" if one.fewest == one.most else f"{one.fewest}\N{EN DASH}"
            assert told[f"count-{ident}-{one.account}"] == f"{lowest}{one.most}"
            words = spoken(told[f"names-{ident}-{one.account}"])
            assert words.startswith("or more. ") == one.or_more
            assert one.most == 0 or one.names[0] in words or "Those" in words
            if size != "slide" and one.most <= 40:
                # Those told in the column before are told as those.
                own = set(one.names) if "hose " not in words else set()
                assert own <= {name for name in own if name in words}


def test_many_names_are_told_by_the_first_and_the_number_of_the_others(sheet):
    words = spoken(words_of(sheet)["names-deveselu-opponent"])
    found = finding_of(site_answer(CAT.select(site="deveselu"), CAT.site("deveselu")))
    (one,) = (one for one in found.accounts if one.account == "opponent")
    assert [name for name in one.names if name in words] == [*one.names[:12]]
    assert words.endswith(f" and {one.most - 12} more.")


def test_the_key_tells_once_what_holds_for_all_and_names_the_site_that_is_in_doubt(sheet):
    told = [text.get_text() for text in sheet.texts]
    assert sum("500 to 5500 km, US State" in text for text in told) == 1
    assert "Kaliningrad Oblast may be up to 110 km off" in told
    figure = infmap.plot_map(CAT, site="kaliningrad").figure
    assert "the site may be up to 110 km off" in [text.get_text() for text in figure.texts]


def test_an_account_without_a_figure_has_a_dash_and_never_a_nought(sheet):
    told = words_of(sheet)
    assert told["count-deveselu-independent"] == "\N{EN DASH}"
    assert "no figure" in told["names-deveselu-independent"]
    assert told["count-deveselu-operator"] == "0"  # it says that nothing there flies at all


def test_a_figure_that_nobody_read_is_told_and_makes_no_number():
    figure = infmap.plot_map(CAT, site=["mutlangen", "lebedin"], as_of="1987-12-08").figure
    told = words_of(figure)
    assert told["count-mutlangen-opponent"] == "\N{EN DASH}"
    assert "1 figure that nobody read" in spoken(told["names-mutlangen-opponent"])
    assert "1987-12-08" in told["deck"]


def test_the_title_tells_what_python_finds_of_each():
    sites = [site.id for site in CAT.sites]
    for seed in range(12):
        some = random.Random(seed).sample(sites, 3)
        answers = [site_answer(CAT, CAT.site(ident)) for ident in some]
        founds = [*map(finding_of, answers)]
        title = several_title(answers, founds)
        counts = [found.accounts[-1] for found in founds if found.accounts]
        if "from" in title:
            assert f"from {min(one.fewest for one in counts)} to " in title
            assert f"to {max(one.most for one in counts)}" in title
        else:
            for one in counts:
                lowest = "" if one.fewest == one.most else f"{one.fewest} to "
                more = " or more" if one.or_more else ""
                assert re.search(rf"[:,] {lowest}{one.most}{more} at ", title)
            assert title.count("no figure") == 3 - len(counts)


def test_own_words_take_the_place_of_the_finding():
    ax = infmap.plot_map(CAT, site=["kaliningrad", "shuya"], title="Two sites, one scale")
    assert ax.get_title(loc="left") == "Two sites, one scale"


@pytest.mark.parametrize("count", [2, 5])
def test_words_and_maps_of_a_sheet_lie_over_nothing(count):
    some = random.Random(count).sample([site.id for site in CAT.sites], count)
    figure = infmap.plot_map(CAT, site=some).figure
    wide, high = figure.get_size_inches() * 72
    boxes = []
    for text in figure.texts:
        (x, y), size = text.get_position(), text.get_fontsize()
        is_serif = text.get_fontfamily() == list(SERIF)
        long = text_width(text.get_text(), size, text.get_fontweight(), serif=is_serif)
        boxes.append((x * wide, y * high, x * wide + long, y * high + size * 0.66))
    for k, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[2] <= wide + 0.5
        assert box[1] >= 0
        assert not any(overlap(box, other) for other in boxes[:k])
    for ax in figure.axes:
        at = ax.get_position()
        on_map = (at.x0 * wide, at.y0 * high, at.x1 * wide, at.y1 * high)
        assert not any(overlap(box, on_map) for box in boxes)


@pytest.mark.parametrize(("size", "most"), [("column", 3), ("page", 6), ("slide", 4)])
def test_a_sheet_refuses_more_sites_than_it_has_room_for(size, most):
    sites = [site.id for site in CAT.sites][: most + 1]
    with pytest.raises(InfmapError, match=f"a {size} has room for {most} sites"):
        infmap.plot_map(CAT, site=sites, size=size)


def test_a_height_without_room_for_maps_is_refused_with_one_that_has():
    with pytest.raises(InfmapError, match=r"height_mm 60 leaves no room .* write at least \d+"):
        infmap.plot_map(CAT, site=THREE, height_mm=60)
