"""The systems of a user's own file: each may carry one range, which becomes a figure."""

from collections.abc import Iterable

from pydantic import Field

from infmap.catalogue.cells import OptionalPositiveRangeKm
from infmap.catalogue.rows import Account, Claim, System


class OwnSystem(System):
    """A system of a user's own file, which may carry one range of its own."""

    range_km: OptionalPositiveRangeKm = Field(
        None, description="Short for one claim of account user."
    )


def own_claims(systems: Iterable[System]) -> list[Claim]:
    """Return the one figure of each system that carries a range of its own."""
    return [
        Claim(system_id=row.id, account=Account.USER, claimant="user", up_to_km=row.range_km)
        for row in systems
        if isinstance(row, OwnSystem) and row.range_km is not None
    ]
