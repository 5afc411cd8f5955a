"""Readers of infmap's media: each returns what a medium says, as plain facts."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.publications import HowRead
from infmap.looks.words import ENGAGEMENT, SEAT, UNREAD
from infmap.report.record import Chapter, joined, plain
from reliability.same_facts import (
    ANSWERS,
    BANDS,
    NOT_STRIKE,
    REACHES,
    RELATIONS,
    Facts,
    Gathered,
    claimant_in,
    outcomes,
    outcomes_in,
    pair_in,
    pair_of,
)

YES = {"yes": True, "no": False}
LONG_ANSWERS = {"yes": "in range", "no": "out of range", "": "left open"}
#: By kind of fact the column of the long form that has it.
LONG_HEADS = {
    "distance": "distance_km",
    "azimuth": "azimuth_deg",
    "band": "band",
    "reach": "reach",
    "near_edge": "near_edge",
}
PLACE_KINDS = ("distance", "band", "reach", "near_edge", "near_band_edge", "relation")
ENDS = {"": "most", "from ": "lower", "to ": "far", "at least ": "open"}


def json_facts(text: str) -> Facts:
    """Read a coverage table in JSON."""
    said = Gathered()
    for k, row in enumerate(json.loads(text)):
        accounts = [
            (
                (account["system_id"], account["claimant"], account["account"]),
                pair_of(account["at_least_km"], account["up_to_km"]),
                ANSWERS[account["in_range"]] if account["strike"] else NOT_STRIKE,
            )
            for account in row["accounts"]
        ]
        _coverage_row(said, row, accounts, first=k == 0)
    return said.facts()


def row_facts(rows: Iterable[Mapping[str, Any]]) -> Facts:
    """Read a coverage table whose accounts are in words."""
    said = Gathered()
    for k, row in enumerate(rows):
        _coverage_row(said, _with_bools(row), _accounts(row["accounts"]), first=k == 0)
    return said.facts()


def _with_bools(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("near_edge", "near_band_edge", "in_inf_band")
    return {**row, **{name: YES.get(row[name], row[name]) for name in names}}


def csv_facts(text: str) -> Facts:
    """Read a coverage table in CSV: of the answers a word for each account, and their counts."""
    said = Gathered()
    for row in csv.DictReader(io.StringIO(text)):
        _coverage_row(said, _with_bools(row), (), first=False)
        name = row["target"]
        for entry in filter(None, row["accounts"].split("; ")):
            account, _, reach = entry.partition(": ")
            said.say("account's reach", name, account, word=reach)
        counted = ("figures", "figures_in_range", "figures_left_open")
        said.say("answers counted", name, word=tuple(int(row[head]) for head in counted))
    return said.facts()


def long_csv_facts(text: str) -> Facts:
    """Read a coverage table in long form in CSV, which has a line for each figure at a place."""
    said = Gathered()
    rows = list(csv.DictReader(io.StringIO(text)))
    # What is said of a place stands in each of its lines, and is said once if it is the same.
    told = {(kind, row["target"], row[head]) for row in rows for kind, head in LONG_HEADS.items()}
    for kind, name, word in told:
        number = kind in ("distance", "azimuth")
        said.say(kind, name, word=float(word) if number else YES.get(word, word))
    for row in rows:
        if not row["account"]:
            continue
        whose = (row["system_id"], row["claimant"], row["account"])
        low, high = (float(row[end]) if row[end] else None for end in ("at_least_km", "up_to_km"))
        answer = LONG_ANSWERS[row["in_range"]] if row["strike"] == "yes" else NOT_STRIKE
        said.say("answer", row["target"], *whose, pair_of(low, high), word=answer)
        if row["target"] == rows[0]["target"]:
            said.figure(*whose, pair_of(low, high))
    return said.facts()


def notebook_facts(html: str) -> Facts:
    """Read what a notebook shows of a coverage table."""
    table = html[html.index("<table") : html.index("</table>") + len("</table>")]
    head, *lines = ElementTree.fromstring(table).iter("tr")
    columns = ["".join(cell.itertext()) for cell in head][1:]
    rows = []
    for line in lines:
        cells = [
            "; ".join("".join(item.itertext()) for item in cell.iter("li"))
            or "".join(cell.itertext())
            for cell in line
        ][1:]
        row: dict[str, Any] = dict(zip(columns, cells, strict=True))
        rows.append({**row, "band": BANDS[row["band"]], "reach": REACHES[row["reach"]]})
    return row_facts(rows)


def _accounts(text: str) -> list[tuple[tuple[str, str, str], Any, str]]:
    accounts = []
    for account in filter(None, text.split("; ")):
        said, _, answer = account.rpartition(": ")
        whose, _, figure = said.rpartition("), ")
        system, _, whose = whose.partition(", ")
        accounts.append(((system, *claimant_in(whose)), pair_in(figure), answer))
    return accounts


def _coverage_row(
    said: Gathered,
    row: Mapping[str, Any],
    accounts: Iterable[tuple[tuple[str, str, str], Any, str]],
    *,
    first: bool,
) -> None:
    name = row["target"]
    said.say("distance", name, word=float(row["distance_km"]))
    said.say("azimuth", name, word=float(row["azimuth_deg"]))
    for kind in ("band", "reach", "near_edge", "near_band_edge", "relation", "in_inf_band"):
        said.say(kind, name, word=row[kind])
    for whose, pair, answer in accounts:
        said.say("answer", name, *whose, pair, word=answer)
        if first:
            said.figure(*whose, pair)


def ring_facts(rows: Iterable[Mapping[str, Any]]) -> Facts:
    """Read a table of rings."""
    said = Gathered()
    statuses = set()
    for row in rows:
        km = float(row["range_km"])
        whose = (row["system_id"], row["claimant"], row["account"])
        end = row["ring_end"]
        said.say("ring", *whose, km, word=end)
        said.say("ring's verdict", *whose, km, end, word=outcomes_in(row["verdict"]))
        said.say("bound", *whose, km, end, word=row["bound"])
        statuses |= {(row["system_id"], _status(word)) for word in row["status"].split(", ")}
    for system, word in statuses:
        said.say("status", system, word=word)
    return said.facts()


def _status(words: str) -> str:
    """Return a status, without the words that what it is of is over."""
    return words.removeprefix("once ").removesuffix(" and ended")


def kml_rows(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the rings of a KML; raise an error if a placemark's name and data differ."""
    space = "{http://www.opengis.net/kml/2.2}"
    for mark in ElementTree.fromstring(data).iter(f"{space}Placemark"):
        row = {
            str(element.get("name")): element.findtext(f"{space}value") or ""
            for element in mark.iter(f"{space}Data")
        }
        lead = next(lead for lead, end in ENDS.items() if end == row["ring_end"]) or "up to "
        name = f"{row['system']}: {lead}{float(row['range_km']):g} km, {row['claimant']}"
        name += "" if row["strike"] == "True" else ", not a strike figure"
        name += f", {UNREAD}" if row["source_read"] == HowRead.NOT else ""
        if mark.findtext(f"{space}name") != name:
            row["claimant"] = f"{mark.findtext(f'{space}name')!r}, not {name!r}"
        yield row


def svg_facts(text: str, cat: Catalogue) -> Facts:
    """Read the strokes of a figure from their ids."""
    said = Gathered()
    for km, rest in {*re.findall(r'id="ring-([\d.]+)-([a-z-]+)"', text)}:
        look, _, end = rest.rpartition("-")
        plain = end not in ("lower", "far", "open")
        said.say("stroke", float(km), rest if plain else look, word="most" if plain else end)
    return said.facts()


def _label(short_name: str) -> str:
    return re.sub(" (cruise|ballistic) missile$", "", short_name)


#: What the rows of a brief's table stand under.
BRIEF_ACCOUNTS = {
    "Operator": "operator",
    "Opponents": "opponent",
    "Independent": "independent",
    "Your own": "user",
}
BRIEF_SIGNS = {
    "\N{BLACK CIRCLE}": "in range",
    "\N{EN DASH}": "out of range",
    "?": "left open",
    "": NOT_STRIKE,
}


def brief_facts(
    reports: Iterable[tuple[str, str]],
    figures: Sequence[Sequence[str]],
    groups: Iterable[str],
    cat: Catalogue,
) -> Facts:
    """Read a brief: its reports, its table of figures with its heads, the places of its groups."""
    said = Gathered()
    by_name = {row.name: row.id for row in cat.system_rows}
    by_label = {_label(row.short_name): row.id for row in cat.system_rows}
    for system, status in {
        (by_name[lead], re.split(r", |\.", text)[0]): None for lead, text in reports if lead
    }:
        said.say("status", system, word=status)
    places: dict[str, list[str]] = {}
    for line in groups:
        letter, _, told = line.partition(": ")
        for name, km, rest in re.findall(
            r"(.+?) \(([\d.]+) km(?:; ([^)]+))?\)(?:, |$)", told.removesuffix(".")
        ):
            marks = [mark for mark in rest.split("; ") if mark]
            places.setdefault(letter, []).append(name)
            said.say("distance", name, word=float(km))
            said.say("near_edge", name, word="near an edge" in marks)
            relation = RELATIONS["".join(mark for mark in marks if mark != "near an edge")]
            # A brief says of places only whether they belong to the holder or the host.
            said.say("own", name, word=relation if relation in ("holder", "host") else "")
    account = ""
    letters = [head.partition(",")[0] for head in figures[0]] if figures else []
    for row in figures[1:]:
        account = BRIEF_ACCOUNTS.get(row[0], account)
        if not row[-1]:
            continue
        label, figure = row[0].removesuffix(" (source not read)").rsplit(", ", 1)
        whose = re.sub(r"( \[[\d, ]+\])?$", "", row[1])
        whose = re.sub(r"(, \d{4})?(, [a-z]+)?$", "", whose)
        about = (by_label[label], whose, account, pair_in(figure))
        said.figure(*about)
        outcome = re.split(r", (?=MoU|[IVX]+\b)", row[-1])[0]
        said.verdict(*about, outcomes_in(outcome))
        for letter, cell in zip(letters, row, strict=True):
            for name in places.get(letter, []):
                said.say("answer", name, *about, word=BRIEF_SIGNS[cell])
    return said.facts()


#: Its reports, its table of figures with its heads, and the places of its groups.
BriefParts = tuple[list[tuple[str, str]], list[list[str]], list[str]]


def markdown_parts(text: str) -> BriefParts:
    """Return the parts of a brief in Markdown as `brief_facts` takes them."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(text)
    tree = ElementTree.fromstring(f"<div>{html}</div>")
    figures: list[list[str]] = []
    groups: list[str] = []
    reports: list[tuple[str, str]] = []
    heading = ""
    for part in tree:
        if part.tag == "h2":
            heading = "".join(part.itertext())
        if part.tag == "table" and heading.startswith("Whose number"):
            rows = [["".join(cell.itertext()) for cell in row] for row in part.iter("tr")]
            figures = rows if not figures else _beside(figures, rows)
        if part.tag == "ul" and heading.startswith("Whose number") and not groups:
            groups = ["".join(item.itertext()) for item in part.iter("li")]
        if part.tag == "ul" and heading.startswith("What is reported"):
            reports = [
                (item.findtext("strong") or "", (item[0].tail or "").strip())
                for item in part.iter("li")
                if len(item)
            ]
    return reports, figures, groups


def brief_parts(chapter: Chapter) -> BriefParts:
    """Return the parts of a brief's chapter as `brief_facts` takes them."""
    figures: list[list[str]] = []
    for table in chapter.figures:
        heads = [plain(joined((run,) for run in head)) for head in table.columns]
        rows = [heads]
        for part in table.parts:
            if part.head:
                rows.append([plain(part.head), *[""] * (len(heads) - 1)])
            rows += [[*map(plain, row)] for row in part.rows]
        figures = rows if not figures else _beside(figures, rows)
    reports = [(line[0].text, plain(line[1:]).strip()) for line in chapter.reports if line[1:]]
    return reports, figures, [*map(plain, chapter.groups)]


def _beside(figures: list[list[str]], rows: list[list[str]]) -> list[list[str]]:
    """Return a table with the groups of a second one of the same rows."""
    return [[*one[:-2], *other[2:]] for one, other in zip(figures, rows, strict=True)]


def card_facts(card: Mapping[str, Any]) -> Facts:
    """Read a site's card."""
    said = Gathered()
    for system, status in {
        (deployment["system_id"], deployment["status"]): None for deployment in card["deployments"]
    }:
        said.say("status", system, word=status)
    for claim in card["claims"]:
        whose = (claim["system_id"], claim["claimant"], claim["account"])
        pair = pair_in(claim["figure"])
        said.figure(*whose, pair)
        by_holder = [
            (name, _said(verdict)) for verdict in claim["verdicts"] for name in verdict["holders"]
        ]
        if not by_holder:
            by_holder = [("", _said(verdict)) for verdict in claim["verdicts"]]
        said.verdict(*whose, pair, outcomes(by_holder))
    return said.facts()


def _said(verdict: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (verdict["outcome"], verdict["proviso"])))


def terminal_facts(text: str, cat: Catalogue, site: Site) -> Facts:
    """Read the terminal's view of one site."""
    said = Gathered()
    lines = text.splitlines()
    head = next(k for k, line in enumerate(lines) if re.match(r"Capital\s+Country", line))
    where = lines.index(f"{site.name}, {site.country}")
    reported = " ".join(line.strip() for line in lines[where + 1 : head])
    names = [cat.system_by_id[system].name for system in site.system_ids]
    starts = [reported.index(f"{name} (") for name in names]
    for system, name, start, stop in zip(
        site.system_ids, names, starts, [*starts[1:], len(reported)], strict=True
    ):
        words, _, figures = reported[start + len(name) + 2 : stop].strip().partition("): ")
        for status in {word.partition(",")[0] for word in words.split("; ")}:
            said.say("status", system, word=status)
        for figure in figures.split("; "):
            # A claimant may have brackets of its own, and so has "none (0 km)".
            if match := re.fullmatch(r"(none \(0 km\)|no figure|.+? km) \((.+)\)", figure):
                who = match[2].removesuffix(f", {ENGAGEMENT}").removesuffix(f", {UNREAD}")
                said.say("figure by claimant", system, who, word=pair_in(match[1]))
    for line in filter(str.strip, lines[head + 1 :]):
        name, _, km, azimuth, band, reach, *remarks = re.split(r"\s{2,}", line.strip())
        marks = remarks[0].split("; ") if remarks else []
        said.say("distance", name, word=float(km))
        said.say("azimuth", name, word=float(azimuth))
        said.say("band", name, word=band)
        said.say("reach", name, word=REACHES[reach])
        said.say("near_edge", name, word="near the edge" in marks)
        said.say("near_band_edge", name, word="near a limit of the band" in marks)
        whose = [mark for mark in marks if not mark.startswith("near ") and mark != SEAT]
        said.say("relation", name, word=RELATIONS["".join(whose)])
    return said.facts()
