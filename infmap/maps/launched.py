"""A catalogue of one hypothetical launcher, for the tables that answer for it."""

from collections.abc import Mapping
from dataclasses import replace

from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Account, Claim, Deployment, System
from infmap.maps.state import WHAT_IF

#: The system of a launcher with a range of the caller's own.
OWN_MISSILE = "hypothetical-missile"


def launched(cat: Catalogue, pin: Mapping[str, float | str]) -> Catalogue:
    """Return the catalogue with one site alone: a launcher that nobody reported.

    Examples
    --------
    >>> import infmap
    >>> cat = launched(infmap.load(), {"lat": 54.7, "lon": 20.5, "range_km": 310})
    >>> infmap.coverage(cat).query("reach == 'all'")["target"].tolist()
    ['Warsaw', 'Vilnius']
    """
    system = str(pin.get("system", OWN_MISSILE))
    site = Deployment(
        id=WHAT_IF,
        site_id=WHAT_IF,
        site="Hypothetical launcher",
        system_id=system,
        lon=float(pin["lon"]),
        lat=float(pin["lat"]),
    )
    if system != OWN_MISSILE:
        return replace(cat, deployment_rows=(site,))
    missile = System(id=OWN_MISSILE, name="Hypothetical missile")
    claim = Claim(
        system_id=OWN_MISSILE,
        account=Account.USER,
        claimant="hypothetical",
        up_to_km=float(pin["range_km"]),
    )
    return replace(cat, deployment_rows=(site,), system_rows=(missile,), claim_rows=(claim,))
