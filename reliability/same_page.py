"""A reader of the page's data, by the rules of ``page/model``."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from reliability.same_facts import NOT_STRIKE, Facts, Gathered, outcomes, pair_in, pair_of


def page_facts(data: Mapping[str, Any], site_id: str, account: str, day: str | None) -> Facts:
    """Read a page's data for a site, account and day, as its script does."""
    site = next(feature for feature in data["sites"] if feature["id"] == site_id)
    said = Gathered()
    reports = [
        row
        for row in site["deployments"]
        if not day or ((row["from_day"] or "") <= day and day <= (row["to_day"] or "9"))
    ]
    then = {"ended": "reported", "cancelled": "planned"} if day else {}
    for system, status in {
        (row["system_id"], then.get(row["status"], row["status"])): None for row in reports
    }:
        said.say("status", system, word=status)
    slot = sum(change <= day for change in data["verdict_days"]) if day else 0
    here = {row["system_id"] for row in reports}
    figures = []
    for k, index in enumerate(site["claims"]):
        claim = data["claims"][index]
        whose = (claim["system_id"], claim["claimant"], claim["account"])
        if claim["system_id"] in here and account in ("all", claim["account"]):
            pair = pair_of(claim["at_least_km"], claim["up_to_km"])
            said.say("words", *whose, word=pair_in(claim["figure"]))
            figures.append((k, whose, pair))
            said.figure(*whose, pair)
            holders = {
                name
                for row in reports
                if row["system_id"] == claim["system_id"]
                for name in row["holders"] or [""]
            }
            mine = [row for row in reports if row["system_id"] == claim["system_id"]]
            by_holder = (
                (name, _outcome(data, claim["verdicts"][name], None if day else mine, slot))
                for name in holders
            )
            said.verdict(*whose, pair, outcomes(by_holder))
    relation = _page_relations(data, site, reports, day)
    words = {"yes": "in range", "no": "out of range", "open": "left open"}
    answers = [words[answer] for answer in data["answers"]]
    for k, place in enumerate(data["capitals"]):
        if day and not ((place["from_day"] or "") <= day and day <= (place["to_day"] or "9")):
            continue
        if not day and place["to_day"]:
            continue
        name = place["name"]
        said.say("band", name, word=data["bands"][int(site["band"][k])])
        near = any(k in site["near_edge"][figure] for figure, *_ in figures)
        said.say("near_edge", name, word=near)
        said.say("near_band_edge", name, word=k in site["near_band_edge"])
        said.say("relation", name, word=relation[k])
        by_system: dict[str, list[str]] = {}
        for figure, whose, pair in figures:
            answer = answers[int(site["in_range"][figure][k])]
            measure = data["claims"][site["claims"][figure]]["measure"]
            if data["systems"][whose[0]]["strike"] and measure != "engagement":
                by_system.setdefault(whose[0], []).append(answer)
            else:
                answer = NOT_STRIKE
            said.say("answer", name, *whose, pair, word=answer)
        said.say("reach", name, word=_reach(by_system.values()))
    return said.facts()


def _reach(systems: Iterable[Sequence[str]]) -> str:
    systems = list(systems)
    words = {word for answers in systems for word in answers}
    if any(set(answers) == {"in range"} for answers in systems):
        return "all"
    return "some" if "in range" in words else "unknown" if "left open" in words else "none"


def _outcome(
    data: Mapping[str, Any],
    verdicts: Sequence[int],
    reports: Sequence[Mapping[str, Any]] | None,
    slot: int,
) -> str:
    """Return a verdict's words: without a day, what it hangs on where it held on none of theirs."""
    outcomes: list[str] = [data["verdicts"][number]["outcome"] for number in verdicts]
    changes = [*data["verdict_days"], "9999"]
    then = {
        outcome
        for row in reports or ()
        for outcome, (begins, ends) in zip(outcomes[1:], pairwise(changes), strict=True)
        if begins <= (row["to_day"] or "9") and (row["from_day"] or "") < ends
    }
    word = outcomes[slot]
    if not then or word in then:
        return word
    hangs_on = "had it stayed" if "to be eliminated" in then else "were the treaty in force"
    return f"{word}, {hangs_on}"


def _page_relations(
    data: Mapping[str, Any],
    site: Mapping[str, Any],
    reports: Iterable[Mapping[str, Any]],
    day: str | None,
) -> list[str]:
    """Return the relation of each place to the site's holders, as in ``page/model``."""
    rows = [*reports]
    names = {name for row in rows for name in row["holders"] or []}
    holders = [data["holders"][name] for name in names]
    held = {holder["states"][0] for holder in holders}
    held_later = {state for holder in holders for state in holder["states"][1:]}
    host, occupier, later_host = site["host"]
    ends = [row["to_day"] or "" for row in rows]
    then = day or ("" if "" in ends else max(ends, default=""))
    is_occupied = occupier in held and (not then or then >= "2014-02")

    def joined(since: str | None) -> bool:
        return since is not None and since != "" and (not then or since <= then)

    def in_pact(until: str | None) -> bool:
        return bool(until and day and day <= until)

    is_of_nato = any(joined(holder["nato_since"]) for holder in holders)
    is_of_pact = any(in_pact(holder["pact_until"]) for holder in holders)
    relations = []
    for place in data["capitals"]:
        nato, pact = joined(place["nato_since"]), in_pact(place["pact_until"])
        ally = (is_of_nato and nato) or (is_of_pact and pact)
        opposed = (is_of_nato and pact) or (is_of_pact and nato)
        state = place["state"]
        is_host = state in (host, later_host) or (ally and place["later_state"] == host)
        if state and (state in held or (state in held_later and not opposed)):
            relations.append("holder")
        elif host and state and is_host and not opposed and not is_occupied:
            relations.append("host")
        else:
            relations.append("ally" if ally else "other")
    return relations
