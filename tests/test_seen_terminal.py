"""What a terminal shows of a few made-up sites, to the last word and number."""

import pytest

COMMANDS = {
    "coverage": ["coverage"],
    "coverage-of-a-site": ["coverage", "--site", "north-camp"],
    "coverage-in-a-band": ["coverage", "--band", "600", "700"],
    "coverage-on-a-day": ["coverage", "--as-of", "2018-12-31"],
    "reach": ["reach", "copenhagen"],
    "people": ["coverage", "--targets", "cities", "--site", "west-camp"],
    "show-system": ["show", "heron"],
    "show-site": ["show", "north-camp"],
    "list-sites": ["list", "sites"],
    "list-systems": ["list", "systems", "--site", "north-camp"],
    "list-claims": ["list", "claims"],
    "list-capitals": ["list", "capitals"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_shows_what_was_read_before(infmap_says, reads_as, name):
    reads_as(infmap_says(*COMMANDS[name]), f"{name}.txt")
