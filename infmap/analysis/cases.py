"""The sites that infmap's reports are best known for."""

from typing import NamedTuple


class Case(NamedTuple):
    """A site on a day, and what its headline names first."""

    name: str
    site: str
    theme: str
    date: str | None
    #: Ids of capitals, the best known first.
    named: tuple[str, ...]


CASES = (
    Case("Kaliningrad", "kaliningrad", "debate", None, ("vilnius", "warsaw", "riga", "minsk")),
    Case("Shuya", "shuya", "debate", None, ("kyiv", "vilnius", "warsaw", "berlin")),
    Case("Deveselu", "deveselu", "debate", None, ("moscow", "kyiv", "minsk", "ankara")),
    Case(
        "1987",
        "mutlangen",
        "eliminated",
        "1987-12-08",
        ("warsaw", "prague-czechoslovakia", "east-berlin", "budapest"),
    ),
)
