"""What the page says of the band that distances are told by."""

from infmap.maps.data import BandWords
from infmap.treaty import TREATY_BANDS, Bands, RangeBand

_SHORT = {
    RangeBand.BELOW: "below 500",
    RangeBand.SHORTER: "shorter",
    RangeBand.INTERMEDIATE: "intermediate",
    RangeBand.BEYOND: "beyond",
}


def band_words(bands: Bands) -> BandWords:
    """Return what the page says of the treaty's band, or of another.

    Examples
    --------
    >>> from infmap.treaty import own_bands
    >>> band_words(own_bands(300, 3000))["limits"]
    ['your band begins', 'your band ends']
    """
    zones = [zone.long for zone in bands.zones]
    if bands.is_treatys:
        return {
            "zones": zones,
            "short": [_SHORT[RangeBand(zone.name)] for zone in bands.zones],
            "span": bands.span,
            "kicker": "The INF Treaty's band, site by site",
            "limits": [
                "the treaty's band begins",
                "shorter-range | intermediate-range",
                "the treaty's band ends",
            ],
            "caption": "the distances that the INF Treaty's ban covered",
            "shaded": "Shaded: the treaty's band",
            "shaded_means": "What a banned missile would reach from here, not the reach of what is "
            "reported.",
            "table": "band of the treaty",
        }
    return {
        "zones": zones,
        "short": ["in the band" if zone.is_inside else zone.short for zone in bands.zones],
        "span": bands.span,
        "kicker": f"Your band of {bands.span}, site by site",
        "limits": [
            "your band ends" if km == bands.edges_km[1] else "your band begins"
            for km in bands.limits_km
        ],
        "caption": f"your band; verdicts stay the treaty's, on {TREATY_BANDS.span}",
        "shaded": "Shaded: your band",
        "shaded_means": f"{bands.span} from here, not the reach of what is reported. Verdicts stay "
        f"the treaty's, on {TREATY_BANDS.span}.",
        "table": "your band",
    }
