"""The page's data as its file holds it: the same as `PageData`, in about half of the bytes.

`packed` and `unpacked` undo each other, and ``page/model/packed.ts`` unpacks in the page before
anything else reads. What is packed can still be read and searched with a text editor: a record is
a row, and only digits and outlines are written in another way.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import Any, cast

from infmap.looks.words import range_text
from infmap.maps.data import CountriesData, PageData

#: What the data stands behind in a page.
DATA_START = '<script type="application/json" id="infmap-data">'
#: For who opens the file, and the mark of what is packed.
PACKING = (
    "A record is a row, its values in the order of the fields. The deployments of a site are "
    "numbers of rows of reports, from 0; the reason of a verdict is numbers of rows of sentences, "
    "its positions are those of stances, and the verdicts of a claim, by holder, the number of a "
    "row of histories. In band and in_range a letter is a digit (a is 0), and the number behind "
    "it how often the digit stands there. Coordinates are lines in the Encoded Polyline Algorithm "
    "Format: longitude, then latitude, in hundredths of a degree."
)
#: Records that stand as rows, in lists and by id; the others have values packed as well.
LISTS = ("capitals", "allegations", "events")
BY_ID = ("systems", "holders", "sources")
#: What stands once and is told by its number.
TOLD_ONCE = ("reports", "sentences", "stances", "histories")
#: Between two sentences of a reason.
BETWEEN = re.compile(r"(?<=\.) ")
#: Steps in a degree: Natural Earth's outlines are given to the hundredth.
STEPS = 100

#: An object of JSON: the data in a page's file, a table or a row of it.
Json = dict[str, Any]


def block_in(page: str) -> Json:
    """Return the data in a page's HTML as it stands there, packed or not."""
    block: Json = json.loads(page.partition(DATA_START)[2].partition("</script>")[0])
    return block


def packed(data: PageData) -> Json:
    """Return the page's data as its file holds it.

    Parameters
    ----------
    data : PageData
        What `infmap.maps.content.page_data` returns.

    Returns
    -------
    dict
        As JSON has it: `PACKING`, the same fields in the same order, and `TOLD_ONCE`.
    """
    block: Json = {"packing": PACKING, **data}
    block |= {name: _table(block[name]) for name in LISTS}
    block |= {name: _table_by_id(block[name]) for name in BY_ID}
    reports = [report for site in data["sites"] for report in site["deployments"]]
    numbers = iter(range(len(reports)))
    sites = [
        {
            **site,
            "deployments": [*islice(numbers, len(site["deployments"]))],
            "band": runs(site["band"]),
            "in_range": [runs(digits) for digits in site["in_range"]],
        }
        for site in data["sites"]
    ]
    sentences, stances, histories = Once(), Once(), Once()
    verdicts = [
        {
            **verdict,
            "reason": [sentences.number(one) for one in BETWEEN.split(verdict["reason"])],
            "positions": [stances.number(one) for one in verdict["positions"]],
        }
        for verdict in data["verdicts"]
    ]
    claims = [
        {
            **{name: value for name, value in claim.items() if name != "figure"},
            "verdicts": {
                holder: histories.number(days) for holder, days in claim["verdicts"].items()
            },
        }
        for claim in data["claims"]
    ]
    return block | {
        "claims": _table(claims),
        "verdicts": _table(verdicts),
        "sites": _table(sites),
        "countries": data["countries"] and _table(_countries(data["countries"])),
        "reports": _table(reports),
        "sentences": sentences.rows,
        "stances": stances.rows,
        "histories": histories.rows,
    }


def unpacked(block: Json) -> PageData:
    """Return the page's data from what its file holds.

    Parameters
    ----------
    block : dict
        What `packed` returns; pages of infmap 0.1 hold the data as it is, which is returned so.
    """
    if "packing" not in block:
        return cast(PageData, block)
    data = {name: value for name, value in block.items() if name not in ("packing", *TOLD_ONCE)}
    data |= {name: _records(block[name]) for name in LISTS}
    data |= {
        name: {ident: _record(block[name], row) for ident, row in block[name]["rows"].items()}
        for name in BY_ID
    }
    data["claims"] = [_claim(block["histories"], **row) for row in _records(block["claims"])]
    data["verdicts"] = [
        {
            **verdict,
            "reason": " ".join(block["sentences"][number] for number in verdict["reason"]),
            "positions": [block["stances"][number] for number in verdict["positions"]],
        }
        for verdict in _records(block["verdicts"])
    ]
    reports = _records(block["reports"])
    data["sites"] = [
        {
            **site,
            "deployments": [reports[number] for number in site["deployments"]],
            "band": digits_of(site["band"]),
            "in_range": [digits_of(text) for text in site["in_range"]],
        }
        for site in _records(block["sites"])
    ]
    if block["countries"] is not None:
        features = [_feature(**row) for row in _records(block["countries"])]
        data["countries"] = {"type": "FeatureCollection", "features": features}
    return cast(PageData, data)


class Once:
    """Values that stand once, each in the row of its number."""

    def __init__(self) -> None:
        self.rows: list[object] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: object) -> int:
        """Return the number of a value's row."""
        number = self._numbers.setdefault(json.dumps(value), len(self.rows))
        if number == len(self.rows):
            self.rows.append(value)
        return number


def _claim(histories: Sequence[object], *, verdicts: Mapping[str, int], **claim: Any) -> Json:
    """Return a claim with its figure in words, which its ends give."""
    figure = range_text(claim["at_least_km"], claim["up_to_km"])
    by_holder = {holder: histories[number] for holder, number in verdicts.items()}
    return {**claim, "figure": figure, "verdicts": by_holder}


def _table(records: Sequence[Mapping[str, object]]) -> Json:
    """Return records as rows; one that lacks a field of another's is an error."""
    fields = [*dict.fromkeys(chain.from_iterable(records))]
    return {"fields": fields, "rows": [[row[name] for name in fields] for row in records]}


def _table_by_id(records: Mapping[str, Mapping[str, object]]) -> Json:
    table = _table([*records.values()])
    return table | {"rows": dict(zip(records, table["rows"], strict=True))}


def _records(table: Json) -> list[Json]:
    return [_record(table, row) for row in table["rows"]]


def _record(table: Json, row: Sequence[object]) -> Json:
    return dict(zip(table["fields"], row, strict=True))


def runs(digits: str) -> str:
    """Return digits as runs: a letter for the digit, and how often it stands there if not once.

    Examples
    --------
    >>> runs("0001222222222222"), digits_of("a3bc12")
    ('a3bc12', '0001222222222222')
    """
    lengths = ((digit, len([*run])) for digit, run in groupby(digits))
    return "".join(
        chr(ord("a") + int(digit)) + (str(length) if length > 1 else "")
        for digit, length in lengths
    )


def digits_of(text: str) -> str:
    """Return the digits of their `runs`."""
    return re.sub(
        r"([a-j])(\d*)",
        lambda run: str(ord(run[1]) - ord("a")) * int(run[2] or 1),
        text,
    )


def _countries(countries: CountriesData) -> list[Json]:
    return [
        {
            **country["properties"],
            "type": country["geometry"]["type"],
            "coordinates": _lines(country["geometry"]["coordinates"]),
        }
        for country in countries["features"]
    ]


def _feature(type: str, coordinates: Any, **properties: str) -> Json:
    geometry = {"type": type, "coordinates": _positions(coordinates)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _lines(coordinates: Any) -> Any:
    """Return coordinates of GeoJSON with each ring as a text."""
    if isinstance(coordinates[0][0], list):
        return [_lines(inside) for inside in coordinates]
    return polyline(coordinates)


def _positions(lines: Any) -> Any:
    return positions_of(lines) if isinstance(lines, str) else [_positions(one) for one in lines]


def polyline(positions: Iterable[Sequence[float]]) -> str:
    """Return a line in the Encoded Polyline Algorithm Format: each position less the one before.

    Parameters
    ----------
    positions : iterable of (float, float)
        Longitude and latitude, to the hundredth of a degree.

    Examples
    --------
    >>> polyline([(-1.5, 50), (-1.49, 49.98)])
    'jHowHAB'
    >>> positions_of('jHowHAB')
    [[-1.5, 50.0], [-1.49, 49.98]]
    """
    text, before = "", (0, 0)
    for lon, lat in positions:
        here = (round(lon * STEPS), round(lat * STEPS))
        text += "".join(_number(now - then) for now, then in zip(here, before, strict=True))
        before = here
    return text


def _number(value: int) -> str:
    """Return a number in five bits a character, the lowest first; its first bit is the sign."""
    bits = ~(value << 1) if value < 0 else value << 1
    text = ""
    while bits >= 32:
        text += chr((bits & 31 | 32) + 63)
        bits >>= 5
    return text + chr(bits + 63)


def positions_of(text: str) -> list[list[float]]:
    """Return the longitudes and latitudes of a `polyline`."""
    positions = []
    lon = lat = 0
    steps = _numbers(text)
    for east, north in zip(steps, steps, strict=True):
        lon, lat = lon + east, lat + north
        positions.append([lon / STEPS, lat / STEPS])
    return positions


def _numbers(text: str) -> Iterator[int]:
    bits = shift = 0
    for character in text:
        code = ord(character) - 63
        bits |= (code & 31) << shift
        shift += 5
        if code < 32:
            yield ~(bits >> 1) if bits & 1 else bits >> 1
            bits = shift = 0
