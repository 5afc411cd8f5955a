"""The content of a map of one site: the answer about it, and the colours of a palette."""

from dataclasses import dataclass

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.reach import Reach
from infmap.analysis.strokes import Stroke
from infmap.catalogue.names.states import in_nato
from infmap.catalogue.rows import Capital
from infmap.looks.distances import Units
from infmap.looks.lines import End
from infmap.looks.rows import CoverageRow
from infmap.looks.words import range_text, stroke_text, system_label, whose_text
from infmap.treaty import Bands, RangeBand

#: How strongly a zone of the band is shaded, by its look.
SHADES = {RangeBand.SHORTER: 0.19, RangeBand.INTERMEDIATE: 0.12}
_ORDER = [Reach.ALL, Reach.SOME, Reach.UNKNOWN, Reach.NONE]


@dataclass(frozen=True)
class Content:
    """The content of a map of one site, the same at every scale."""

    answer: SiteAnswer
    palette: dict[str, str]
    #: Whether marks tell the answer alone, also where the band is shown.
    discs: bool = False

    @property
    def bands(self) -> Bands:
        """What distances are told by."""
        return self.answer.bands

    @property
    def units(self) -> Units:
        """What its distances are written in."""
        return self.bands.units

    @property
    def zones(self) -> list[tuple[str, str, float, float, float]]:
        """The zones that are shaded: name, look, both limits, and how strongly."""
        return [
            (zone.name, zone.look, *self.bands.ends_of(zone), SHADES[RangeBand(zone.look)])
            for zone in self.bands.inside
        ]

    @property
    def capitals(self) -> list[tuple[Capital, CoverageRow]]:
        """Each capital with its row of coverage, in the order in which labels are placed."""
        day = self.answer.cat.as_of

        def urgency(pair: tuple[Capital, CoverageRow]) -> tuple[bool, int, bool, float]:
            place, row = pair
            beyond = self.answer.zone_of(row).is_beyond
            order = _ORDER.index(Reach(row["reach"]))
            return beyond, order, not in_nato(place, day), row["distance_km"]

        return sorted(self.answer.places, key=urgency)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes of all rings, from the smallest ring."""
        return tuple(stroke for ring in self.answer.rings for stroke in ring.strokes)

    def stroke_name(self, stroke: Stroke) -> str:
        """Return the label of a stroke: its systems, and how far they reach."""
        systems = [self.short_name(spec.claim.system_id) for spec in stroke.specs]
        return stroke_text(systems, stroke.end, stroke.km, self.units)

    def short_name(self, system_id: str) -> str:
        """Return a system's name without brackets and without its kind."""
        return system_label(self.answer.cat.system_by_id[system_id].short_name)

    def claimants(self, stroke: Stroke) -> str:
        """Return everyone whose figure a stroke shows, grouped by system."""
        groups: dict[str, list[str]] = {}
        for spec in stroke.specs:
            claim, text = spec.claim, self.short_name(spec.claim.system_id)
            if spec.end in (End.LOWER, End.FAR):
                text += f" ({range_text(claim.at_least_km, claim.up_to_km, self.units)})"
            who = whose_text(claim.claimant, claim.account)
            group = groups.setdefault(text, [])
            if who not in group:
                group.append(who)
        return "; ".join(f"{system}: {', '.join(who)}" for system, who in groups.items())
