"""What a map of one site shows, whatever its scale: rings with their claimants, capitals."""

from dataclasses import dataclass
from typing import Any

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Capital
from infmap.membership import Reach, site_coverage
from infmap.ring_looks import line_of, ring_look
from infmap.rings import Bound, End, RingSpec, ring_specs
from infmap.treaty import (
    INF_BAND_TO_KM,
    INTERMEDIATE_RANGE_ABOVE_KM,
    SHORTER_RANGE_FROM_KM,
    RangeBand,
)
from infmap.words import range_text, whose_text

#: Of a ring, in points.
LINE_WIDTH = 1.2
ZONES = (
    ("shorter-range", SHORTER_RANGE_FROM_KM, INTERMEDIATE_RANGE_ABOVE_KM, 0.19),
    ("intermediate-range", INTERMEDIATE_RANGE_ABOVE_KM, INF_BAND_TO_KM, 0.12),
)


@dataclass(frozen=True)
class Ring:
    """One radius, with every figure that it stands for."""

    km: float
    specs: tuple[RingSpec, ...]
    strike: bool

    @property
    def look(self) -> str:
        """Whose ring it is: a key of the palette."""
        return ring_look([spec.claim.account for spec in self.specs], strike=self.strike)

    @property
    def end(self) -> End:
        """What it says of the figures; a maximum where it is one of any of them."""
        ends = {spec.end for spec in self.specs}
        return next(end for end in (End.MOST, End.LOWER, End.OPEN) if end in ends)

    def line_style(self, palette: dict[str, str]) -> dict[str, Any]:
        """Return the look of its line, the same on the map and in the key."""
        line = line_of(self.look, self.end)
        return {
            "color": palette[self.look],
            "linestyle": (0, line.dash) if line.dash else "-",
            "linewidth": LINE_WIDTH * line.width,
            "dash_capstyle": "round" if line.is_dotted else "butt",
        }


@dataclass(frozen=True)
class Content:
    """All that a map of one site shows, whatever its scale."""

    cat: Catalogue
    site: Site
    palette: dict[str, str]
    rings: tuple[Ring, ...]
    #: Each capital with its row of the coverage table, in the order in which labels find room.
    capitals: tuple[tuple[Capital, dict[str, Any]], ...]

    def ring_name(self, ring: Ring) -> str:
        """Return what stands at a ring: system and kilometres."""
        names = list(dict.fromkeys(self.short_name(spec.claim.system_id) for spec in ring.specs))
        names = names[:2] if len(names) <= 2 else [names[0], f"{len(names) - 1} more"]
        least = "at least " if ring.end is End.OPEN else ""
        return f"{' / '.join(names)}, {least}{ring.km:g} km"

    def short_name(self, system_id: str) -> str:
        """Return a system's name without what stands in brackets and what it is a kind of."""
        name = self.cat.system_by_id[system_id].short_name
        return name.removesuffix(" cruise missile").removesuffix(" ballistic missile")

    def claimants(self, ring: Ring) -> str:
        """Return everyone who gives this radius, by system and account."""
        groups: dict[str, list[str]] = {}
        for spec in ring.specs:
            claim, text = spec.claim, self.short_name(spec.claim.system_id)
            if spec.bound is Bound.AT_LEAST:
                figure = range_text(claim.at_least_km, claim.up_to_km)
                text += " at least" if claim.up_to_km is None else f" ({figure})"
            who = whose_text(claim.claimant, claim.account)
            group = groups.setdefault(text, [])
            if who not in group:
                group.append(who)
        return "; ".join(f"{system}: {', '.join(who)}" for system, who in groups.items())


def content_of(cat: Catalogue, site: Site, palette: dict[str, str]) -> Content:
    """Return what a map of a site shows, in the colours of a palette."""
    by_km: dict[float, list[RingSpec]] = {}
    for spec in ring_specs(cat, site):
        by_km.setdefault(spec.range_km, []).append(spec)
    rings = []
    for km, specs in sorted(by_km.items()):
        # At one radius a missile's figure says more than an interceptor's.
        strike = any(spec.strike for spec in specs)
        rings.append(Ring(km, tuple(specs), strike))
    places = cat.capital_rows
    pairs = list(zip(places, site_coverage(cat, site, places), strict=True))
    order = [Reach.ALL, Reach.SOME, Reach.UNKNOWN, Reach.NONE]
    pairs.sort(
        key=lambda pair: (
            pair[1]["band"] == RangeBand.BEYOND,
            order.index(pair[1]["reach"]),
            not pair[0].in_nato(cat.as_of),
            pair[1]["distance_km"],
        )
    )
    return Content(cat, site, palette, tuple(rings), tuple(pairs))
