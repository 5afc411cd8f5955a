"""Looks up the land of a state: its own, its territories', and that of the states that came after.

A state that is no more had the land of its successors. What is said here of disputed land decides
nothing but which outlines a point is compared with.
"""

from functools import cache

from infmap.catalogue.names.countries import codes_by_name, meant
from infmap.catalogue.names.holders import WITHOUT_CODE
from infmap.catalogue.names.spelling import plain

#: The territories of a state that have an ISO code of their own, by the state's.
_TERRITORIES = {
    "AUS": "CCK CXR HMD NFK",
    "CHN": "HKG MAC",
    "DNK": "FRO GRL",
    "FIN": "ALA",
    "FRA": "ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
    "GBR": "AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB",
    "NLD": "ABW BES CUW SXM",
    "NOR": "BVT SJM",
    "NZL": "COK NIU TKL",
    "USA": "ASM GUM MNP PRI UMI VIR",
    # Without a code, by their names in the outlines.
    "CYP": "northern-cyprus",
    "SOM": "somaliland",
}
#: The codes of the states that have the land of a former one, by its name as `WITHOUT_CODE` has it.
_FORMER = {
    "Soviet Union": "RUS ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA TJK TKM UKR UZB",
    "Yugoslavia": "SRB BIH HRV MKD MNE SVN XKX",
    "Serbia and Montenegro": "SRB MNE XKX",
    "Czechoslovakia": "CZE SVK",
    "East Germany": "DEU",
    "West Germany": "DEU",
}
#: The same of names and codes that are none of a present state, and of parts of states.
_NAMED = {
    plain(called): tuple(codes.split())
    for names, codes in (
        ("SU; SUN", _FORMER["Soviet Union"]),
        ("YU; YUG", _FORMER["Yugoslavia"]),
        ("Serbia and Montenegro; Serbia & Montenegro; SCG", _FORMER["Serbia and Montenegro"]),
        ("CSK; CSSR", _FORMER["Czechoslovakia"]),
        ("South Yemen; North Yemen; YMD", "YEM"),
        ("South Vietnam; North Vietnam; VDR", "VNM"),
        ("Svalbard; Spitsbergen; Spitzbergen; Jan Mayen", "NOR"),
        ("Crimea; Republic of Crimea; Krim; Crimée; Crimen; Крым; Крим", "UKR"),
        ("Abkhazia; South Ossetia", "GEO"),
        ("Transnistria", "MDA"),
    )
    for called in names.split("; ")
}
_NAME_OF_FORMER = {codes: name for name, codes in _FORMER.items() if " " in codes}
#: The states in whose outline a territory is drawn, by the territory's code.
_DRAWN_IN = dict.fromkeys(("GLP", "GUF", "MTQ", "MYT", "REU"), "FRA") | {"BES": "NLD", "SJM": "NOR"}


def land_codes(text: str) -> tuple[str, ...]:
    """Return the ISO codes of all land of the state or territory that a text names; () if unknown.

    Examples
    --------
    >>> land_codes("Polen"), land_codes("DNK"), land_codes("ČSSR"), land_codes("Atlantis")
    (('POL',), ('DNK', 'FRO', 'GRL'), ('CZE', 'SVK'), ())
    """
    return meant(text, _land_by_name()) or ()


@cache
def _land_by_name() -> dict[str, tuple[str, ...]]:
    """Return the codes of all land by every plain name and code, so that one look-up does."""
    former = {
        name: tuple(_FORMER[state].split())
        for name, state in WITHOUT_CODE.items()
        if state in _FORMER
    }
    present = {
        name: (code, *_TERRITORIES.get(code, "").split()) for name, code in codes_by_name().items()
    }
    return _NAMED | former | present


def former_name(codes: tuple[str, ...]) -> str:
    """Return the name of the former state that had the land of several; an empty text for none.

    Examples
    --------
    >>> former_name(land_codes("UdSSR")), former_name(land_codes("USA"))
    ('Soviet Union', '')
    """
    return _NAME_OF_FORMER.get(" ".join(codes), "")


def outline_of(code: str) -> str:
    """Return the code of the outline in which a state or territory is drawn.

    Examples
    --------
    >>> outline_of("REU"), outline_of("POL")
    ('FRA', 'POL')
    """
    return _DRAWN_IN.get(code, code)


def were_one(code: str, other: str) -> bool:
    """Return whether two states were one before: bases of one may have stayed in the other.

    Examples
    --------
    >>> were_one("RUS", "KAZ"), were_one("RUS", "POL")
    (True, False)
    """
    return any({code, other} <= {*codes.split()} for codes in _FORMER.values())
