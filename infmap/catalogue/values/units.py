"""Units of length that people write, and their spellings in several languages."""

import re
import unicodedata

from infmap.errors import InfmapError, shorten
from infmap.looks.distances import LengthUnit, Units


class Unit(LengthUnit):
    """A unit that people write.

    Examples
    --------
    >>> print(Unit.NMI, Unit.NMI.km, Unit.NMI.plural)
    nmi 1.852 nautical miles
    """

    KM = Units.KM, Units.KM.km, Units.KM.plural
    MI = Units.MI, Units.MI.km, Units.MI.plural
    NMI = Units.NMI, Units.NMI.km, Units.NMI.plural
    M = "m", 0.001, "metres"
    FT = "ft", 0.0003048, "feet"
    YD = "yd", 0.0009144, "yards"


#: Spellings in English, German, French, Russian, Spanish and related languages, without accents.
#: Ambiguous ones are left out: ``sm`` may be a statute mile or a Seemeile, ``mille`` either mile.
_SPELLINGS = {
    Unit.KM: """
        km, kms, kilometre, kilometres, kilometer, kilometers, kilometern, kilometro, kilometros,
        chilometro, chilometri, quilometro, quilometros, км, километр, километра, километры,
        километров, километрах, 公里, 千米""",
    Unit.MI: """
        mi, mile, miles, statute mi, statute mile, statute miles, stat mi, stat mile, stat miles,
        st mi, land mile, land miles, international mile, international miles, english mile,
        english miles, us mile, us miles, meile, meilen, englische meile, englische meilen,
        миля, мили, миль, сухопутная миля, сухопутные мили, сухопутных мили, сухопутных миль,
        milla, millas, milla terrestre, millas terrestres, mille terrestre, milles terrestres,
        miglio, miglia, milha, milhas""",
    Unit.NMI: """
        nmi, nm, n m, n mi, n mile, n miles, nmile, nmiles, naut mi, naut m, naut mile, naut miles,
        nautical mi, nautical mile, nautical miles, international nautical mile,
        international nautical miles, sea mile, sea miles, seemeile, seemeilen, nautische meile,
        nautische meilen, mille nautique, milles nautiques, mille marin, milles marins,
        мор миля, мор мили, мор миль, морская миля, морские мили, морских мили, морских миль,
        морской мили, milla nautica, millas nauticas, milla marina, millas marinas, miglia nautiche,
        miglia marine, milhas nauticas""",
    Unit.M: """
        m, metre, metres, meter, meters, metern, metro, metros, metri, м, метр, метра, метры,
        метров""",
    Unit.FT: """
        ft, foot, feet, fuss, pied, pieds, pie, pies, фут, фута, футы, футов""",
    Unit.YD: """
        yd, yds, yard, yards, yarda, yardas, ярд, ярда, ярды, ярдов""",
}
#: A single capital M is the symbol of the nautical mile, but some write it for metres.
_TWO_MEANINGS = {"M", "М"}  # noqa: RUF001


def plain_spelling(text: str) -> str:
    """Return a text in lower case without accents and points, with single spaces.

    Examples
    --------
    >>> plain_spelling("Kilomètres"), plain_spelling("n.mi.")
    ('kilometres', 'n mi')
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[.\-\u2010\u2011_]", " ", bare).split())


_UNITS = {
    plain_spelling(spelling): unit
    for unit, spellings in _SPELLINGS.items()
    for spelling in spellings.split(",")
}


def unit_of(text: str) -> Unit | None:
    """Return the unit that a text names, or None if it names no unit or may name two.

    Case does not matter, except for a single ``M``, which may be nautical miles or metres.

    Examples
    --------
    >>> unit_of("Kilomètres"), unit_of("naut. miles"), unit_of("NM"), unit_of("sm")
    (<Unit.KM: 'km'>, <Unit.NMI: 'nmi'>, <Unit.NMI: 'nmi'>, None)
    """
    if text.strip(" .") in _TWO_MEANINGS:
        return None
    return _UNITS.get(plain_spelling(text))


def read_units(text: str, what: str = "units") -> Units:
    """Return the unit to show distances in, by any of its spellings.

    `what` names the argument in the message. Raises `InfmapError` if it is another unit, or none.

    Examples
    --------
    >>> print(read_units("mi"), read_units("Nautical Miles"))
    mi nmi
    >>> read_units("leagues")
    Traceback (most recent call last):
    infmap.errors.InfmapError: units: distances are not shown in 'leagues'; write km, mi or nmi
    """
    unit = unit_of(str(text))
    shown = next((units for units in Units if unit is not None and str(unit) == units), None)
    if shown is None:
        told = shorten(repr(text))
        raise InfmapError(f"{what}: distances are not shown in {told}; write km, mi or nmi")
    return shown
