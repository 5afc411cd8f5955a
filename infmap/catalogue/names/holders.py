"""Looks up the state, or other holder, that holds a system, by the name that a table has for it."""

from functools import cache, lru_cache

from infmap.catalogue.names.spelling import plain
from infmap.treaty import PARTIES

#: States without a present ISO code, NATO, and holders that are no state, by their names.
WITHOUT_CODE = {
    plain(called): name
    for name, words in {
        "Soviet Union": "USSR; Union of Soviet Socialist Republics; UdSSR; Sowjetunion; URSS; "
        "Union soviétique; Unión Soviética; СССР; Советский Союз; SSSR; ZSRR",
        "East Germany": "GDR; DDR; German Democratic Republic; RDA; ГДР",
        "West Germany": "FRG; BRD; RFA; ФРГ",
        "Czechoslovakia": "Tschechoslowakei; ČSSR; Tchécoslovaquie; Checoslovaquia; Чехословакия",
        "Yugoslavia": "Jugoslawien; Yougoslavie; Югославия",
        "NATO": "OTAN; НАТО; North Atlantic Treaty Organization",
        "Houthi movement": "Houthis; Houthi; Ansar Allah; Ansarallah; Huthi; Хуситы",
    }.items()
    for called in (name, *words.split("; "))
}


@lru_cache(maxsize=1024)
def state_called(text: str) -> str | None:
    """Return the state that a text names; a party to the treaty by its name in `PARTIES`.

    The text is a name in one of many languages, a short or former name, or an ISO code. It is
    returned itself for a state that is no party; None if it names no state.

    Examples
    --------
    >>> [state_called(text) for text in ("USA", "USSR", "Россия", "GDR", "China")]
    ['United States', 'Soviet Union', 'Russia', 'East Germany', 'China']
    >>> state_called("56th Field Artillery Command") is None
    True
    """
    if text in PARTIES:
        return text
    from infmap.catalogue.names.countries import country_code, meant

    if name := meant(text, WITHOUT_CODE):
        return name
    code = country_code(text)
    return None if code is None else _party_of().get(code, text)


@cache
def _party_of() -> dict[str, str]:
    """Return the parties to the treaty by the code of their country."""
    from infmap.catalogue.names.countries import country_code

    return {code: name for name in PARTIES if (code := country_code(name))}


def names_in(cell: str) -> tuple[str, ...]:
    """Return the holders that a cell names, separated by semicolons.

    Examples
    --------
    >>> names_in("Russia; Belarus"), names_in("")
    (('Russia', 'Belarus'), ())
    """
    return tuple(filter(None, (part.strip() for part in cell.split(";"))))
