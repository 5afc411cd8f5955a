"""Why the treaty says what it says of each case of ``verdicts.csv``, in whole sentences."""

import pytest
from test_verdicts import judged, rows

from infmap.treaty import own_bands


@pytest.mark.parametrize("outcome", sorted({row["outcome"] for row in rows()}))
def test_a_verdict_is_given_for_the_reason_that_was_read_before(reads_as, outcome):
    lines = []
    for row in rows():
        if row["outcome"] == outcome:
            found = judged(row)
            case = ", ".join(word for key, word in list(row.items())[:-2] if word)
            lines.append(f"{case}: {found.outcome}, {found.article}, {found.range_class}")
            lines.append(f"  {found.reason}")
            lines += [f"  {who}: {what}" for who, what in found.positions]
    reads_as("\n".join(lines), f"verdicts-{outcome.replace(' ', '-').replace(',', '')}.txt")


def test_the_zones_of_a_band_are_named_in_full_and_in_short():
    assert [(zone.name, zone.words, zone.short) for zone in own_bands(300, 900).zones] == [
        ("below-band", "below 300 km", "below 300"),
        ("in-band", "300 to 900 km", "300 to 900"),
        ("beyond-band", "beyond 900 km", "beyond"),
    ]
