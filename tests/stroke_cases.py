"""Figures of one radius, of every look, and how to find their strokes in a picture."""

import io
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

import matplotlib.image
import numpy as np
import pytest

from infmap.analysis.rings import ring_specs
from infmap.analysis.strokes import Stroke, rings_of
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Account
from infmap.looks.lines import End

KM = 800.0
#: Whose figure, whether of a missile that strikes, and which end of it lies at the radius.
Look: TypeAlias = tuple[Account, bool, End]
#: What a figure may say of a radius, by which end of it lies there.
BOUNDS = {
    End.MOST: (None, KM),
    End.LOWER: (KM, 1400.0),
    End.FAR: (300.0, KM),
    End.OPEN: (KM, None),
}
#: Every look of a stroke: whose figure, of a missile or of an interceptor, and what it says.
LOOKS = [
    *itertools.product(Account, [True], End),
    *itertools.product([Account.INDEPENDENT], [False], End),
]
PAIRS = [
    pytest.param(
        pair,
        id="-".join(f"{account}{'' if strike else '*'}-{end}" for account, strike, end in pair),
    )
    for pair in itertools.combinations(LOOKS, 2)
]
#: Pairs enough that each look meets each kind of neighbour in the slower media.
SOME_PAIRS = PAIRS[::7]


def made_of(cat: Catalogue, kinds: Iterable[Look]) -> Catalogue:
    """Return a catalogue of one site, with a figure of one radius for each of some kinds."""
    model_claim = cat.claim_rows[0]
    systems, claims, reports = [], [], []
    for k, (account, strike, end) in enumerate(kinds):
        system = f"s-{k}"
        at_least_km, up_to_km = BOUNDS[end]
        model_system = cat.system_by_id["9m729" if strike else "sm-3-iia"]
        systems.append(model_system.model_copy(update={"id": system, "name": f"M{k}"}))
        claims.append(
            model_claim.model_copy(
                update={
                    "system_id": system, "account": account, "claimant": f"Claimant {k}",
                    "at_least_km": at_least_km, "up_to_km": up_to_km,
                }
            )
        )  # fmt: skip
        reports.append(
            cat.site("shuya")
            .deployments[0]
            .model_copy(update={"id": f"r-{k}", "system_id": system})
        )
    return replace(
        cat,
        system_rows=tuple(systems),
        claim_rows=tuple(claims),
        deployment_rows=tuple(reports),
        capital_rows=cat.capital_rows[:2],
    )


def strokes_of(cat: Catalogue, site: str = "shuya", km: float = KM) -> tuple[Stroke, ...]:
    (ring,) = [ring for ring in rings_of(ring_specs(cat, cat.site(site))) if ring.km == km]
    return ring.strokes


def lit(data: bytes, middle: Sequence[float], radius: float, width: float, colour: str) -> float:
    """Return the share of a circle's way round that has a colour within a width about a radius."""
    pixels = matplotlib.image.imread(io.BytesIO(data))[..., :3]
    wanted = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    turns = np.linspace(0, 2 * np.pi, 1440, endpoint=False)
    found = np.zeros(turns.size, bool)
    for at in np.linspace(radius - width / 2, radius + width / 2, 5):
        x = np.round(middle[0] + at * np.cos(turns) - 0.5).astype(int)
        y = np.round(middle[1] + at * np.sin(turns) - 0.5).astype(int)
        found |= np.abs(pixels[y, x] - wanted).max(axis=1) < 0.2
    return float(found.mean())
