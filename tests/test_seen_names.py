"""Which holder, system or place a name means, or what is said of it, in the words a user reads."""

import warnings

import pytest
from conftest import asked

import infmap
from infmap.catalogue.names.holders import state_called
from infmap.catalogue.names.ids import match_id
from infmap.catalogue.names.systems import known_systems
from infmap.errors import InfmapError


def system(cat, name):
    return match_id(name, known_systems(cat.system_rows), "system")


def place(cat, name):
    found = cat.place(name)
    return f"{found.name}, {found.country} ({found.lat:.2f}, {found.lon:.2f}), {found.id}"


FINDS = {"holder": lambda _, name: state_called(name), "system": system, "place": place}


def meant(cat, line):
    """Return what a line asks for, what it means, and what is said of that."""
    kind, name = line.split(": ", 1)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            answer = FINDS[kind](cat, name)
        except InfmapError as refused:
            answer = f"refused: {refused}"
    return "\n".join([f"{line} = {answer}", *(f"  {one.message}" for one in told)])


@pytest.fixture(scope="module")
def cat():
    return infmap.load()


def test_names_mean_what_was_read_before(reads_as, cat):
    reads_as("\n".join(meant(cat, line) for line in asked("names")), "names.txt")
