"""The two sides' positions where they disagreed about the treaty's text, in our own words."""

from typing import TypeAlias

#: Pairs of a side and its position.
Positions: TypeAlias = tuple[tuple[str, str], ...]

LAUNCHER_POSITIONS: Positions = (
    (
        "Russia",
        "Of Aegis Ashore: the Mk 41 launcher, made to fire Tomahawk as well as SM-3, can do so on "
        "land too, so putting it there is putting launchers of ground-launched cruise missiles "
        "there.",
    ),
    (
        "United States",
        "Of Aegis Ashore: it can fire only interceptors, which VII(3) exempts; its launcher is not "
        "the one used on ships, lacks the software, fire control and support equipment for other "
        "missiles, and has never contained or launched one.",
    ),
)
UAV_POSITIONS: Positions = (
    (
        "Russia",
        "An armed drone is unmanned, self-propelled and held up by aerodynamic lift, the words of "
        "II(2), and by the notes of May 1988 it is a weapon-delivery vehicle.",
    ),
    (
        "United States",
        "A missile flies one way; a drone that returns and is used again is not one, and the "
        "treaty does not limit armed drones.",
    ),
)
TARGET_POSITIONS: Positions = (
    (
        "Russia",
        "Target missiles have the traits of banned missiles, so testing with them keeps alive "
        "their making and use.",
    ),
    (
        "United States",
        "Targets are boosters used for research and development only, to test other things than "
        "themselves, which VII(12) allows.",
    ),
)
ICBM_POSITIONS: Positions = (
    (
        "Critics",
        "Flights inside the band make it an intermediate-range missile, or a way around the "
        "treaty.",
    ),
    (
        "Its defenders",
        "The longest test decides (VII(4)): one flight beyond 5500 km, as of the RS-26, makes it "
        "an ICBM, whatever its shorter ones.",
    ),
)
GLIDER_POSITIONS: Positions = (
    (
        "For a ballistic missile",
        "A rocket throws it, and no engine moves it afterwards: II(2) asks that it be "
        "self-propelled.",
    ),
    (
        "For neither",
        "It leaves the ballistic path early and glides, so most of its path is not ballistic, as "
        "II(1) asks, and it does not propel itself, as II(2) asks.",
    ),
)
