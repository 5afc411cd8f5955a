"""What Python is told of a wrong value: in words that it can follow, and of what is wrong."""

import re
from typing import Any

import numpy as np
import pytest

import infmap
from infmap.catalogue import Catalogue
from infmap.catalogue.values.launchers import launcher_of
from infmap.errors import InfmapError, ReadingNote


@pytest.mark.parametrize(
    ("band", "told"),
    [
        ((600, 500), "a band runs from the nearer to the farther edge (got 600 500)"),
        ((-5, 10), "no edge of a band is below 0 km (got -5 10)"),
        ((5, -10), "no edge of a band is below 0 km (got 5 -10)"),
        ((True, 5500), "a band is two distances in km (got (True, 5500))"),
        ((500, np.bool_(True)), "a band is two distances in km (got "),
        ((float("nan"), 5500), "a band is two distances in km (got (nan, 5500))"),
        (np.array([[1, 2]]), "a band is two distances in km (got ndarray of 1 x 2)"),
    ],
    ids=str,
)
def test_a_band_is_refused_for_what_is_wrong_with_it(band: Any, told: str, cat: Catalogue) -> None:
    for call in (infmap.coverage, infmap.make_map, infmap.exposure, infmap.plot_map):
        with pytest.raises(InfmapError, match=re.escape(told)) as error:
            call(cat, band=band)
        # What it says to write is read, by Python and on the command line.
        written = str(error.value).rpartition("; write ")[2]
        assert len(infmap.coverage(cat, site="shuya", band=written))


def test_no_message_of_a_band_that_is_drawn_names_an_option(cat: Catalogue) -> None:
    for band in ((1, 1.01), (0.01, 500), (0, 0.01), (0, 20000)):
        with pytest.raises(InfmapError, match="a band that is drawn") as error:
            infmap.make_map(cat, band=band)
        assert "--" not in str(error.value)
        written = str(error.value).rpartition("; write ")[2]
        assert infmap.make_map(cat, band=written)


def test_a_launcher_in_numbers_has_its_range_in_any_unit() -> None:
    with pytest.warns(ReadingNote, match="pin: 300 mi read as 482.803 km"):
        told = launcher_of((20.5, 54.7, "300 mi"))
    with pytest.warns(ReadingNote, match="pin: 300 mi read as 482.803 km"):
        assert told == launcher_of("54.7,20.5,300 mi")
    with pytest.warns(ReadingNote, match="pin: 300 mi read as 482.803 km"):
        assert told == launcher_of({"lat": 54.7, "lon": 20.5, "range_km": "300 mi"})
    assert told == (20.5, 54.7, pytest.approx(482.8032))
    assert launcher_of((20.5, 54.7, "iskander-m")) == (20.5, 54.7, "iskander-m")
    assert launcher_of((20.5, 54.7, "500")) == (20.5, 54.7, 500)
    with pytest.raises(InfmapError, match="pin: range '1,000': may be either of two numbers"):
        launcher_of((20.5, 54.7, "1,000"))


@pytest.mark.parametrize("pin", [(True, 54.7, 500), (20.5, False, 500), (20.5, 54.7, True)])
def test_true_and_false_are_no_numbers_of_a_launcher(pin: Any, cat: Catalogue) -> None:
    with pytest.raises(InfmapError, match="a pin is longitude, latitude and a range"):
        infmap.make_map(cat, pin=pin)


@pytest.mark.parametrize("text", ["54.7,20.5,100", "54.7; 20.5; 1000", "(54.7, 20.5, 3.5)"])
def test_what_follows_a_position_is_told_as_a_height(text: str, cat: Catalogue) -> None:
    told = f"{text!r}: what follows latitude and longitude is read as a height"
    with pytest.warns(ReadingNote, match=f"^{re.escape(told)}$"):
        assert cat.place(text) == cat.place("54.7,20.5")


@pytest.mark.parametrize("target", [(True, False), (20.5, True), (np.bool_(True), 54.7)])
def test_true_and_false_are_no_position(target: Any, cat: Catalogue) -> None:
    with pytest.raises(InfmapError, match="a place is a name, 'lat,lon', ") as refused:
        infmap.reach(cat, target)
    assert f" (got {target!r}); " in str(refused.value)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("Korea", ["South Korea", "North Korea"]),
        ("congo", ["Democratic Republic of the Congo", "Republic of the Congo"]),
        ("Virgin Islands", ["British Virgin Islands", "United States Virgin Islands"]),
    ],
)
def test_a_name_of_several_states_is_answered_with_all_of_them(
    name: str, states: list[str], cat: Catalogue
) -> None:
    with pytest.raises(InfmapError) as error:
        infmap.reach(cat, name)
    assert str(error.value) == f"{name!r} may be {' or '.join(states)}; write one of these"
    for state in states[:2]:
        if "Virgin" not in state:
            assert cat.place(state).country


def test_a_state_is_suggested_before_towns_that_sound_alike(cat: Catalogue) -> None:
    with pytest.raises(InfmapError, match=r"did you mean Timor-Leste, Timon, Brazil or"):
        infmap.reach(cat, "Timor")


def test_what_python_says_names_no_option(cat: Catalogue) -> None:
    with pytest.raises(InfmapError, match=r"preview nowhere: not an address") as error:
        infmap.make_map(cat, preview="nowhere")
    assert "--" not in str(error.value)
