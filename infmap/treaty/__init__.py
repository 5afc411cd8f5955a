"""What the INF Treaty said of a missile: range classes, and a verdict for each figure.

The Treaty between the United States and the Soviet Union on the Elimination of
Their Intermediate-Range and Shorter-Range Missiles was signed on 8 December 1987,
entered into force on 1 June 1988 and ended on 2 August 2019. The rules here are
those of its Articles I to VII, XV and XVII (United Nations Treaty Series, vol. 1657,
no. 28521). They judge one figure for one holder on one day: parties that disagree about a
range get different verdicts, and figures are never averaged. All functions are pure and read
no files.
"""

from infmap.treaty.bands import TREATY_BANDS, Bands, Zone, own_bands
from infmap.treaty.judging import verdict, verdicts
from infmap.treaty.terms import (
    BAND_ENDS,
    ENTRY_INTO_FORCE,
    INF_BAND_KM,
    INF_BAND_TO_KM,
    INTERMEDIATE_RANGE_ABOVE_KM,
    LIMITS_KM,
    LISTED_INTERMEDIATE_RANGE,
    LISTED_SHORTER_RANGE,
    LISTED_TESTED_ONLY,
    LISTED_TYPES,
    PARTIES,
    SHORTER_RANGE_FROM_KM,
    TURNING_DAYS,
    Basing,
    Kind,
    Measure,
    Purpose,
    RangeBand,
    band_of,
    in_inf_band,
    is_strike,
)
from infmap.treaty.verdicts import (
    WITHOUT_TREATY,
    Held,
    Outcome,
    Verdict,
    articles_text,
    outcomes_text,
    proviso,
    provisos_text,
    said_text,
)

__all__ = [
    "BAND_ENDS",
    "ENTRY_INTO_FORCE",
    "INF_BAND_KM",
    "INF_BAND_TO_KM",
    "INTERMEDIATE_RANGE_ABOVE_KM",
    "LIMITS_KM",
    "LISTED_INTERMEDIATE_RANGE",
    "LISTED_SHORTER_RANGE",
    "LISTED_TESTED_ONLY",
    "LISTED_TYPES",
    "PARTIES",
    "SHORTER_RANGE_FROM_KM",
    "TREATY_BANDS",
    "TURNING_DAYS",
    "WITHOUT_TREATY",
    "Bands",
    "Basing",
    "Held",
    "Kind",
    "Measure",
    "Outcome",
    "Purpose",
    "RangeBand",
    "Verdict",
    "Zone",
    "articles_text",
    "band_of",
    "in_inf_band",
    "is_strike",
    "outcomes_text",
    "own_bands",
    "proviso",
    "provisos_text",
    "said_text",
    "verdict",
    "verdicts",
]
