"""What a map of one site shows, whatever its scale: rings with their claimants, capitals."""

from dataclasses import dataclass

from infmap.analysis.coverage import site_coverage
from infmap.analysis.reach import Reach
from infmap.analysis.rings import ring_specs
from infmap.analysis.strokes import Ring, Stroke, intervals_of, rings_of
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Capital
from infmap.looks.lines import End
from infmap.looks.records import CoverageRow
from infmap.looks.words import range_text, stroke_text, system_label, whose_text
from infmap.treaty import (
    INF_BAND_TO_KM,
    INTERMEDIATE_RANGE_ABOVE_KM,
    SHORTER_RANGE_FROM_KM,
    RangeBand,
)

ZONES = (
    ("shorter-range", SHORTER_RANGE_FROM_KM, INTERMEDIATE_RANGE_ABOVE_KM, 0.19),
    ("intermediate-range", INTERMEDIATE_RANGE_ABOVE_KM, INF_BAND_TO_KM, 0.12),
)


@dataclass(frozen=True)
class Content:
    """All that a map of one site shows, whatever its scale."""

    cat: Catalogue
    site: Site
    palette: dict[str, str]
    rings: tuple[Ring, ...]
    #: Whose figure leaves it open, from how far to how far.
    intervals: tuple[tuple[str, float, float], ...]
    #: Each capital with its row of the coverage table, in the order in which labels find room.
    capitals: tuple[tuple[Capital, CoverageRow], ...]

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The lines of all rings, from the inside out."""
        return tuple(stroke for ring in self.rings for stroke in ring.strokes)

    def stroke_name(self, stroke: Stroke) -> str:
        """Return what stands at a stroke: systems and kilometres."""
        systems = [self.short_name(spec.claim.system_id) for spec in stroke.specs]
        return stroke_text(systems, stroke.end, stroke.km)

    def ring_names(self, ring: Ring) -> list[tuple[str, str]]:
        """Return what stands at a ring: its strokes' names, each once, and in whose colour."""
        looks: dict[str, str] = {}
        for stroke in (*ring.strokes, *ring.more):
            name = self.stroke_name(stroke)
            looks[name] = "ink" if looks.get(name, stroke.look) != stroke.look else stroke.look
        return list(looks.items())

    def short_name(self, system_id: str) -> str:
        """Return a system's name without what stands in brackets and what it is a kind of."""
        return system_label(self.cat.system_by_id[system_id].short_name)

    def claimants(self, stroke: Stroke) -> str:
        """Return everyone for whose figure a stroke stands, by system."""
        groups: dict[str, list[str]] = {}
        for spec in stroke.specs:
            claim, text = spec.claim, self.short_name(spec.claim.system_id)
            if spec.end in (End.LOWER, End.FAR):
                text += f" ({range_text(claim.at_least_km, claim.up_to_km)})"
            who = whose_text(claim.claimant, claim.account)
            group = groups.setdefault(text, [])
            if who not in group:
                group.append(who)
        return "; ".join(f"{system}: {', '.join(who)}" for system, who in groups.items())


def content_of(cat: Catalogue, site: Site, palette: dict[str, str]) -> Content:
    """Return what a map of a site shows, in the colours of a palette."""
    specs = list(ring_specs(cat, site))
    places = cat.capital_rows
    pairs = list(zip(places, site_coverage(cat, site, places), strict=True))
    order = [Reach.ALL, Reach.SOME, Reach.UNKNOWN, Reach.NONE]
    pairs.sort(
        key=lambda pair: (
            pair[1]["band"] == RangeBand.BEYOND,
            order.index(Reach(pair[1]["reach"])),
            not pair[0].in_nato(cat.as_of),
            pair[1]["distance_km"],
        )
    )
    rings, intervals = tuple(rings_of(specs)), tuple(intervals_of(specs))
    return Content(cat, site, palette, rings, intervals, tuple(pairs))
