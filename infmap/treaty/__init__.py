"""What the INF Treaty said of a missile: range classes, and a verdict for each figure.

The Treaty between the United States and the Soviet Union on the Elimination of
Their Intermediate-Range and Shorter-Range Missiles was signed on 8 December 1987,
entered into force on 1 June 1988 and ended on 2 August 2019. The rules here are
those of its Articles II, III and VII (United Nations Treaty Series, vol. 1657,
no. 28521). They judge one figure at a time: parties that disagree about a range get
verdicts that disagree, and none is averaged. Pure functions; nothing is read.
"""

from infmap.treaty.terms import (
    BAND_ENDS,
    END_OF_TREATY,
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
    SUSPENSION,
    Basing,
    Kind,
    Purpose,
    RangeBand,
    band_of,
    in_inf_band,
    is_strike,
)
from infmap.treaty.verdicts import Outcome, Verdict, not_stated, verdict

__all__ = [
    "BAND_ENDS",
    "END_OF_TREATY",
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
    "SUSPENSION",
    "Basing",
    "Kind",
    "Outcome",
    "Purpose",
    "RangeBand",
    "Verdict",
    "band_of",
    "in_inf_band",
    "is_strike",
    "not_stated",
    "verdict",
]
