"""How fast range rings are drawn and how right they are, beside the usual ways to draw them.

Run with ``python benchmarks/rings.py`` (needs ``antimeridian``). Everyone draws the same rings
around random sites: half of them hold no pole and stay off the antimeridian, half are where
drawings go wrong. All are judged by exact geodesics alone: how far vertices and edges lie from the
true ring, edges drawn in longitude and latitude and in Web Mercator, and whether the area is valid
and holds what it should. Rings made to be worse still are judged by ``python -m reliability``.
"""

import argparse
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from measuring import here, medians, number, print_table
from ring_peers import USUAL, Areas, RingPeer, infmap_ways, usual_ways

from infmap.geodesy import WGS84
from reliability.ring_judge import Ring, distances_km, km_to_antimeridian, stray_km

ROUNDS = 5
SEED = 1987

PLAIN, SEAM, POLE, POLES = "plain", "over 180°", "round a pole", "round both"
#: The number of rings of each kind, by what they contain or cross.
COUNTS = {PLAIN: 500, SEAM: 200, POLE: 200, POLES: 100}
RANGES_KM = (500.0, 1000.0, 2500.0, 5500.0)
#: Intercontinental ranges; from 10,002 km on a ring may contain both poles.
LONG_RANGES_KM = (11_000.0, 13_000.0, 16_000.0)

#: A place nearer to the ring than this share of its radius is not tested.
DOUBT = 0.01


def kind_of(ring: Ring) -> str:
    """Return what a ring contains or crosses."""
    lon, lat, range_km = ring
    poles = int((distances_km(ring, np.zeros(2), np.array([-90.0, 90.0])) <= range_km).sum())
    crosses = km_to_antimeridian(lon, lat) <= range_km
    return (SEAM if crosses else PLAIN, POLE, POLES)[poles]


def random_rings(share: float) -> dict[str, list[Ring]]:
    """Return a share of the rings of each kind, around sites spread evenly over the globe."""
    rng = np.random.default_rng(SEED)
    rings: dict[str, list[Ring]] = {kind: [] for kind in COUNTS}
    wanted = {kind: int(count * share) for kind, count in COUNTS.items()}
    while any(len(rings[kind]) < wanted[kind] for kind in COUNTS):
        long_range = len(rings[POLES]) < wanted[POLES]
        lon, lat = rng.uniform(-180, 180), np.degrees(np.arcsin(rng.uniform(-1, 1)))
        range_km = rng.choice(LONG_RANGES_KM if long_range else RANGES_KM)
        ring = float(lon), float(lat), float(range_km)
        kind = kind_of(ring)
        if (kind == POLES) == long_range and len(rings[kind]) < wanted[kind]:
            rings[kind].append(ring)
    return rings


@dataclass
class Verdict:
    """The errors of plain rings, and the number of wrong rings by kind."""

    vertices: float
    vertex_km: float
    edge_km: float
    worst_edge_km: float
    wrong: dict[str, int]


def judge(peer: RingPeer, rings: dict[str, list[Ring]]) -> Verdict:
    """Return the errors of a peer's rings."""
    areas = {kind: peer.draw(some) for kind, some in rings.items()}
    edges = peer.edges(rings[PLAIN], areas[PLAIN])
    drawn = [(ring, lines) for ring, lines in zip(rings[PLAIN], edges, strict=True) if lines.size]
    off_km = [distances_km(ring, *lines.reshape(-1, 2).T) - ring[2] for ring, lines in drawn]
    strays_km = [stray_km(ring, lines) for ring, lines in drawn]
    return Verdict(
        vertices=statistics.mean(len(lines) for _, lines in drawn),
        vertex_km=max(float(np.abs(ring_off_km).max()) for ring_off_km in off_km),
        edge_km=statistics.median(strays_km),
        worst_edge_km=max(strays_km),
        wrong={kind: count_wrong(some, areas[kind]) for kind, some in rings.items()},
    )


def count_wrong(rings: Sequence[Ring], areas: Areas) -> int:
    return sum(
        is_wrong(ring, area, seed)
        for seed, (ring, area) in enumerate(zip(rings, areas, strict=True))
    )


def is_wrong(ring: Ring, area: shapely.Geometry | None, seed: int) -> bool:
    """Return whether an area is missing, invalid, or has a place on the wrong side of the ring.

    The places are the centre, some beside both poles, some near the ring, and some anywhere.
    If a peer draws beyond 180 degrees, the copies of the world that a map shows are tested too.
    """
    if area is None or not area.is_valid:
        return True
    lon, lat, range_km = ring
    rng = np.random.default_rng(seed)
    beside_km = range_km * (1 + rng.uniform(DOUBT, 5 * DOUBT, 50) * rng.choice([-1, 1], 50))
    centre = np.full(50, lon), np.full(50, lat)
    beside = WGS84.fwd(*centre, rng.uniform(-180, 180, 50), 1000 * beside_km)
    lons = np.concatenate([[lon], [-135, -45, 45, 135] * 2, beside[0], rng.uniform(-180, 180, 50)])
    anywhere = np.degrees(np.arcsin(rng.uniform(-1, 1, 50)))
    lats = np.concatenate([[lat], [-89.999] * 4, [89.999] * 4, beside[1], anywhere])
    away_km = distances_km(ring, lons, lats)
    clear = np.abs(away_km - range_km) > DOUBT * range_km
    held = np.any([shapely.intersects_xy(area, lons + d, lats) for d in (-360, 0, 360)], axis=0)
    return bool((clear & (held != (away_km <= range_km))).any())


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the rings, two rounds")
    options = parser.parse_args(argv)
    if not here("antimeridian"):
        return
    rings = random_rings(0.1 if options.quick else 1.0)
    usual = {peer: judge(peer, rings) for peer in usual_ways()}
    # infmap draws at 1 km and, to compare at equal accuracy, at the usual median edge error.
    equal_km = next(iter(usual.values())).edge_km
    verdicts = {peer: judge(peer, rings) for peer in infmap_ways(equal_km)} | usual
    every = [ring for some in rings.values() for ring in some]
    # Rings at regular steps, so that each kind has its share.
    timed = {peer: every[:: -(-len(every) // peer.most)] for peer in verdicts}
    taken = medians(
        {peer.name: partial(peer.take, timed[peer]) for peer in verdicts},
        2 if options.quick else ROUNDS,
    )
    # Per ring, since peers draw different numbers of rings in a turn.
    each = {
        peer.name: [whole / len(timed[peer]) for whole in taken[peer.name]] for peer in verdicts
    }
    columns = ["rings by", "rings a second", "ratio", "by processor time", "vertices"]
    columns += ["vertex error km", "edge error km, median", "worst"]
    columns += [f"of {len(some)} {kind}" for kind, some in rings.items()]
    columns[-len(rings)] = f"wrong {columns[-len(rings)]}"
    print_table(
        columns,
        [
            [
                peer.name,
                number(1 / each[peer.name][0]),
                *(
                    number(usual / own)
                    for usual, own in zip(each[USUAL], each[peer.name], strict=True)
                ),
                number(verdict.vertices),
                number(verdict.vertex_km, 2),
                number(verdict.edge_km, 2),
                number(verdict.worst_edge_km, 2),
                *(f"{count}" for count in verdict.wrong.values()),
            ]
            for peer, verdict in verdicts.items()
        ],
    )
    print(
        f"{len(every):,} rings of {RANGES_KM[0]:.0f} to {RANGES_KM[-1]:,.0f} km, those round both "
        f"poles of {LONG_RANGES_KM[0]:,.0f} to {LONG_RANGES_KM[-1]:,.0f} km. Errors are of the "
        f"{len(rings[PLAIN])} plain ones, which hold no pole and do not cross the antimeridian."
    )


if __name__ == "__main__":
    main()
