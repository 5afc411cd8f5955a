"""The stories that come with infmap say what its tables say: sources, numbers, days, both sides."""

import calendar
import csv
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import infmap
from infmap.analysis.counts import is_foreign
from infmap.analysis.coverage import coverage_rows
from infmap.catalogue.bundled import data_path
from infmap.catalogue.rows import Account, Role
from infmap.story.reading import read_story

ROOT = Path(__file__).parents[1]
STORIES = {path.stem: path for path in sorted((ROOT / "docs" / "stories").glob("*.md"))}
CAT = infmap.load()
SOURCES = CAT.source_by_id

#: What is said of the map and of the tables, not of the world, and what asks something of a class.
UNSOURCED = {
    "inf-treaty": {
        "Each step turns the map to a place and a day.",
        "A ring is a distance that somebody gave, drawn round a place that somebody reported.",
        "It does not show that a missile flies so far, nor that one stands there.",
        "A figure keeps its own date, also where the map shows an earlier day.",
        "Where accounts differ, each has its own ring; none is averaged.",
        "What is counted is foreign capitals.",
        "Of the state that holds the missile and of the state where it is reported, the capital "
        "does not count.",
        "The capitals are those of the day shown.",
        "In range is what lies no farther from the place reported than the figure says, along the "
        "ellipsoid WGS 84; the drawn line decides nothing.",
        "Neither owner's own figure is on file.",
        "No figure of China's own is on file.",
        "No such missile is reported there.",
        "This story follows the record where the essay, a short paper by Simon Herteleer, says "
        "otherwise.",
        "That other states dismissed the proposal in 2007: no refusal of that year is on file.",
    },
    "lesson": {
        "A lesson in four steps: a treaty, a charge, a counter-charge, and a question of your own.",
        "A ring on the map is a distance that somebody gave.",
        "The small numbers in the text lead to the sources; the list says how much of each was "
        "read.",
        "Nobody reports such a missile there.",
        "Some rings on the map stand in no sentence above.",
        "In the step before, the sides disagree about a distance.",
        "Make a table for both charges: who accuses, who answers, what both agree on, what only "
        "one side says, what would settle it.",
        "The limit was 500 km.",
        "The map shows both places of this lesson on 10 February 2019.",
        "Find your capital, or the one nearest to you.",
        "Now ask your own question.",
        "In the whole map, which `infmap map --theme debate` writes, press a capital and read its "
        "card.",
        "In a terminal `infmap reach Warsaw --as-of 2019-02-10` says the same of Warsaw: put your "
        "city there.",
        "For each number write down who gave it, in which year, and whether its source was read.",
        "Choose a capital on the other side of the dispute.",
        "Write a headline of at most 15 words about your capital that a Russian and an American "
        "reader could both call fair.",
    },
}


@dataclass(frozen=True)
class Step:
    """A section: its heading, its state, its text on one line, and that without notes and tasks."""

    heading: str
    state: dict[str, str]
    words: str
    text: str

    @property
    def day(self):
        return date.fromisoformat(self.state["date"])

    @property
    def sentences(self):
        return sentences(self.words)


def sentences(text):
    """Return the sentences of a text, each with its citations."""
    plain = re.sub(r"\[\^[\w-]+\]", "", text)
    return [one for one in re.split(r"(?<=[.?!]) (?=[^a-z@])", plain) if one.strip()]


def cited(sentence):
    return re.findall(r"@([\w-]+)", " ".join(re.findall(r"\[(@[^\]]*)\]", sentence)))


def bare(sentence):
    return re.sub(r" ?\[@[^\]]*\]", "", sentence)


def steps(text):
    """Return the lead as a step without a heading, then the sections."""
    found = []
    for part in re.split(r"^## ", "\n" + text.partition("\n")[2], flags=re.M):
        head, _, body = part.partition("\n")
        heading, _, state = head.rstrip("}").partition(" {")
        words = " ".join(re.sub(r"^\[\^[\w-]+\]: |^#{3} .*$|^- ", "", body, flags=re.M).split())
        fields = dict(one.split("=") for one in state.split())
        text = re.sub(r"^\[\^[\w-]+\]: .*\n(?: .*\n)*", "", body.partition("\n### ")[0], flags=re.M)
        found.append(Step(heading, fields, words, bare(" ".join(text.split()))))
    return found


@cache
def told(name):
    return steps(STORIES[name].read_text("utf-8"))


TOLD = [step for name in STORIES for step in told(name)]


def shown(name):
    """Return the steps that turn the map."""
    return [step for step in told(name) if step.state]


def uncited(name, found):
    every = [one for step in found for one in step.sentences]
    return [one for one in every if not cited(one) and not is_for_the_reader(one, name)]


def is_for_the_reader(sentence, name="lesson"):
    """Whether a sentence asks something, or tells nothing that happened."""
    return sentence.endswith("?") or sentence in UNSOURCED[name]


@pytest.mark.parametrize("name", STORIES)
def test_every_sentence_names_its_source(name):
    assert uncited(name, told(name)) == []
    every = {one for step in told(name) for one in step.sentences}
    assert UNSOURCED[name] - every == set(), "says nothing any more"


@pytest.mark.parametrize("name", STORIES)
def test_a_citation_that_is_dropped_is_missed(name):
    text = STORIES[name].read_text("utf-8")
    for one in re.finditer(r" ?\[@[^\]]*\]|\n\[@[^\]]*\]", text):
        assert uncited(name, steps(text[: one.start()] + text[one.end() :])), one[0]


READ = ("whole", "the passage")
NOT_READ = ("not read here", "nobody here has read it", "has not been read")


def unfit_sources(found):
    for sentence in (one for step in found for one in step.sentences):
        for ident in cited(sentence):
            if ident not in SOURCES:
                yield f"no source {ident}"
            elif not (SOURCES[ident].read in READ or any(one in sentence for one in NOT_READ)):
                yield f"{ident} was not read: {sentence}"


@pytest.mark.parametrize("name", STORIES)
def test_what_is_cited_was_read_or_the_sentence_says_that_it_was_not(name):
    assert [*unfit_sources(told(name))] == []


def test_a_source_that_was_not_read_is_missed_where_nothing_says_so():
    silent = [replace(step, words=re.sub("|".join(NOT_READ), "", step.words)) for step in TOLD]
    assert len([*unfit_sources(silent)]) == len(NOT_READ)


@cache
def rows_of(site, theme, day):
    """Return the rows of a site as the map has them on a day, of the capitals that it counts."""
    second = {row.id for row in CAT.capital_rows if row.role is Role.SEAT_OF_GOVERNMENT}
    rows = coverage_rows(CAT.select(site=site, theme=theme, as_of=day))
    return [row for row in rows if is_foreign(row) and row["target_id"] not in second]


def rows(step, site=None):
    return rows_of(site or step.state["site"], step.state["theme"], step.state["date"])


def on(step, source, site=None):
    """Return the capitals in range of a step's site on the figure that a source gives."""
    assert any(one["source_id"] == source for one in rows(step, site)[0]["accounts"]), source
    return {
        row["target"]
        for row in rows(step, site)
        if any(one["source_id"] == source and one["in_range"] for one in row["accounts"])
    }


def on_every(step, site=None):
    return {row["target"] for row in rows(step, site) if row["reach"] == "all"}


def by(step, account, site=None):
    """Return the capitals in range on every figure of an account or of all, and on some."""
    one = found_at(site or step.state["site"], step.state["theme"], step.state["date"], account)
    return {*one.sure}, {*one.names}


@cache
def found_at(site, theme, day, account):
    return infmap.finding(CAT, site, theme=theme, as_of=day, account=account).accounts[-1]


def wherever_it_stands(step):
    cut = CAT.select(theme=step.state["theme"], as_of=step.day)
    return {
        one.target for one in infmap.doubt(cut, step.state["site"]).rows if one.certainty == "in"
    }


#: By the day of the step: what its text says in numbers, with a blank for each, and the capitals
#: that are counted there. Those that it names are among the first of them, if they are any.
COUNTS = {
    "1987-12-08": {
        "1931 km: {} foreign capitals, without Moscow": lambda step: [
            on(step, "orlando-1987-03-25-pershing", "mutlangen")
        ],
        "{} to {} capitals": lambda step: [
            on(step, "hansard-1976-08-05-ss-20", "postavy"),
            on(step, "state-inf-narrative", "postavy"),
        ],
    },
    "2007-10-25": {
        "{} foreign capitals or more, New Delhi among them": lambda step: [
            on(step, "indianexpress-2008-05-delingha")
        ]
    },
    "2017-02-14": {
        "{} foreign capital is in range of Kapustin Yar": lambda step: [
            on(step, "ap-2019-01-23-9m729")
        ],
        "puts {} there for sure": lambda step: [on(step, "crs-r43832")],
        "puts {} or more in range, among them Kyiv, Ankara and Tehran": lambda step: [
            on(step, "aca-2019-02-21-inf")
        ],
    },
    "2018-02-05": {
        "{} foreign capitals are in range on every figure": lambda step: [on_every(step)],
        "{}, Vilnius, Warsaw and Riga, wherever the launchers stand": lambda step: [
            wherever_it_stands(step)
        ],
    },
    "2017-03-12": {
        "{} foreign capital, Chisinau, is in range at 500 km and {} at 480 km": lambda step: [
            on(step, "tass-2023-06-28-iskander", "crimea"),
            on(step, "tass-2017-10-19-iskander", "crimea"),
        ],
        "{} are in range of Hmeimim on every figure, among them Beirut, Nicosia and Amman": (
            lambda step: [on_every(step, "hmeimim")]
        ),
    },
    "2016-05-27": {
        "would have {} foreign capitals in range, among them Moscow, Kyiv and Minsk": (
            lambda step: [on(step, "vaticanradio-2016-05-28-athens")]
        ),
        "which denies any such capability, there are {}": lambda step: [
            on(step, "eadaily-2019-02-09-inf")
        ],
    },
    "2019-02-07": {
        "Within it lie {} foreign capitals, among them Moscow, London and Berlin": lambda step: [
            on(step, "cbs-2023-03-mq-9")
        ]
    },
    "2018-10-20": {
        "On the owner's figure {} foreign capital is in range of either; on some figure, {} of the "
        "first and {} or more of the second": lambda step: [
            on(step, "ap-2019-01-23-9m729", "kapustin-yar")
            | on(step, "eadaily-2019-02-09-inf", "deveselu"),
            by(step, None, "deveselu")[1],
            by(step, None, "kapustin-yar")[1],
        ]
    },
    "2019-02-10": {
        "{} foreign capital is in range of Shuya": lambda step: [on(step, "ap-2019-01-23-9m729")],
        "put from {} to {} there, or more, as some name no maximum: Kyiv, Vilnius, Warsaw and "
        "Berlin are among the {}": lambda step: [*by(step, "opponent"), by(step, "opponent")[1]],
        "puts {} there": lambda step: [on(step, "tovima-2025-10-31-9m729")],
    },
    "2019-08-18": {
        "so {} foreign capital is in range for sure": lambda step: [on(step, "upi-2019-08-19-glcm")]
    },
    "2025-12-26": {
        "would put {} to {} foreign capitals in range, Moscow among them; Russia's, 500 to "
        "5500 km, {} for sure": lambda step: [
            *by(step, "operator", "mainz-kastel"),
            by(step, "opponent", "mainz-kastel")[1],
        ],
        "puts {} in range, London among them": lambda step: [by(step, "independent", "krichev")[1]],
    },
}
IN_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NUMBERS = {word: number for number, word in enumerate(IN_WORDS)} | {"none": 0}
#: A number beside capitals, or beside what is in range.
BESIDE = rf"\b(?:\d+|dozens|{'|'.join(NUMBERS)})\b[^.;:]*?\b(?:capitals?|in range)\b"
CAPITALS = "|".join(sorted({row.name for row in CAT.capital_rows}))


def pattern_of(phrase):
    return re.escape(phrase).replace(r"\{\}", r"(\w+)")


def wrong_counts(found):
    """Yield what a story says in numbers that is not what infmap answers for its step."""
    for step in found:
        rest = bare(step.words)
        for phrase, counted in COUNTS.get(step.state["date"], {}).items():
            said = re.search(pattern_of(phrase), rest)
            if not said:
                yield f"{step.heading}: no longer says: {phrase}"
                continue
            right = counted(step)
            numbers = [NUMBERS.get(one.lower(), one) for one in said.groups()]
            if [*map(str, numbers)] != [str(len(one)) for one in right]:
                yield f"{step.heading}: {said[0]!r}, but {[len(one) for one in right]}"
            reached = next(filter(None, right), set())
            for without, name in re.findall(rf"(without )?\b({CAPITALS})\b", phrase):
                if (name in reached) is bool(without):
                    yield f"{step.heading}: {name} is {'in' if without else 'out of'} range"
            rest = rest.replace(said[0], "")
        claims = [one for one in sentences(rest) if not is_for_the_reader(one)]
        yield from (
            f"{step.heading}: not tried: {one}" for one in claims if re.search(BESIDE, one, re.I)
        )


def test_every_number_of_capitals_is_infmaps_own_answer_for_the_step():
    assert [*wrong_counts(shown("inf-treaty"))] == []
    assert {step.state["date"] for step in shown("inf-treaty")} >= {*COUNTS}


def test_a_number_of_capitals_that_is_wrong_is_seen():
    for step in shown("inf-treaty"):
        for phrase in COUNTS.get(step.state["date"], ()):
            said = re.search(pattern_of(phrase), bare(step.words))
            for nth in range(1, len(said.groups()) + 1):
                start, end = (place - said.start() for place in said.span(nth))
                wrong = f"{said[0][:start]}41{said[0][end:]}"
                swapped = replace(step, words=bare(step.words).replace(said[0], wrong))
                assert len([*wrong_counts([swapped])]) == 1, wrong
    more = replace(step, words=f"{step.words} It puts 12 capitals in range.")
    assert len([*wrong_counts([more])]) == 1


def test_the_lesson_gives_no_number_away():
    assert [*wrong_counts([replace(step, state={"date": ""}) for step in shown("lesson")])] == []


#: Between these the stories tell distances, which anybody can measure.
BETWEEN = {"mutlangen": {"Moscow"}, "shuya": {"Moscow", "Kyiv", "Warsaw", "Berlin", "London"}}


@cache
def distances():
    rows = [row for site in BETWEEN for row in coverage_rows(CAT.select(site=site))]
    return {round(row["distance_km"]) for row in rows if row["target"] in BETWEEN[row["site_id"]]}


@cache
def kilometres_known(idents):
    """Return the distances that sources give, as figures or in the words of a charge."""
    figures = [claim for claim in CAT.claim_rows if claim.source_id in idents]
    known = {km for claim in figures for km in (claim.at_least_km, claim.up_to_km)}
    rows = [row for row in written() if idents & sources_of(row)]
    said = " ".join(" ".join(row.values()) for row in rows)
    known |= {float(one) for one in re.findall(r"\b(\d{3,4})\b(?: km)?", said)}
    if "inf-treaty" in idents or figures:
        known |= {500, 5500}
    return known | (distances() if "geonames" in idents else set())


@cache
def written():
    """Return the rows of the tables that tell what happened, as they are written."""
    found = []
    for name in ("events.csv", "allegations.csv", "range_claims.csv"):
        found += csv.DictReader(data_path(name).read_text("utf-8").splitlines())
    features = json.loads(data_path("deployments.geojson").read_text("utf-8"))["features"]
    for one in features:
        texts = {name: str(value or "") for name, value in one["properties"].items()}
        found.append(texts | {"source_ids": "; ".join(one["properties"]["source_ids"])})
    return found


def sources_of(row):
    return {*(row.get("source_ids") or row["source_id"]).split("; ")}


def unknown_kilometres(found):
    for step in found:
        for sentence in step.sentences:
            if is_for_the_reader(sentence):
                continue
            known = kilometres_known(frozenset(cited(sentence)))
            for said in re.findall(r"((?:\d+(?:,| and| to| or) )*\d+) km", bare(sentence)):
                wrong = {float(one) for one in re.findall(r"\d+", said)} - known
                if wrong:
                    yield f"{wrong} km: {sentence}"


def test_every_distance_is_one_that_its_source_gives():
    assert [*unknown_kilometres(TOLD)] == []


def test_a_distance_that_is_wrong_is_seen():
    for step in TOLD:
        for one in re.finditer(r"\d+(?= km)", step.words):
            words = f"{step.words[: one.start()]}{int(one[0]) + 7}{step.words[one.end() :]}"
            (changed,) = {*sentences(words)} - {*step.sentences}
            seen = [*unknown_kilometres([replace(step, words=words)])]
            assert seen or changed.endswith("?"), changed


MONTHS = "|".join(calendar.month_name[1:])
DATE = rf"(?:\b(\d{{1,2}}) )?\b({MONTHS})\b(?: (\d{{4}}))?"


def days_told(step):
    """Yield each day or month told, as ISO text, with its sentence; of the last year told."""
    year = ""
    for sentence in step.sentences:
        for one in re.finditer(rf"{DATE}|\b((?:19|20)\d\d)\b(?! km)", bare(sentence)):
            year = one[3] or one[4] or year
            if one[2]:
                month = [*calendar.month_name].index(one[2])
                yield f"{year}-{month:02}" + (f"-{int(one[1]):02}" if one[1] else ""), sentence


@cache
def days_known(idents):
    """Return the days that tables give to what sources tell, and those that their words name."""
    texts = [" ".join(row.values()) for row in written() if idents & sources_of(row)]
    issued = [SOURCES[one].issued.get("date-parts", [[]])[0] for one in idents]
    found = {"-".join(f"{part:02}" for part in one) for one in issued}
    for text in texts:
        found |= {*re.findall(r"\d{4}-\d\d(?:-\d\d)?", text)}
        words = replace(TOLD[0], words=text)
        found |= {day for day, _ in days_told(words)}
    return found


def unknown_days(found):
    for step in found:
        for day, sentence in days_told(step):
            known = days_known(frozenset(cited(sentence))) | {step.state.get("date", "")}
            if not any(one.startswith(day) for one in known):
                yield f"{day}: {sentence}"


def test_every_day_is_one_that_the_tables_give_to_its_source():
    assert [*unknown_days(TOLD)] == []


def test_a_day_that_is_wrong_is_seen():
    for step in TOLD:
        for one in re.finditer(rf"\b(\d{{1,2}}) (?={MONTHS})", step.words):
            other = (int(one[1]) + 13) % 28 + 1
            words = f"{step.words[: one.start()]}{other}{step.words[one.end(1) :]}"
            assert [*unknown_days([replace(step, words=words)])], words[one.start() :][:60]


@pytest.mark.parametrize("name", STORIES)
def test_the_day_of_the_map_is_told_in_the_text(name):
    for step in shown(name):
        assert step.state["date"] in {day for day, _ in days_told(step)}, step.heading


#: By the step: the charges told there, by their ids in the table, with a source of the accuser's
#: side and one of the answer.
CHARGES = {
    "1987-12-08": [
        ("soviet-pershing-ia", "csmonitor-1987-06-05-pershing-ia", "latimes-1987-08-26-pershing-ia")
    ],
    "2014-07-28": [("us-9m729", "arkansas-2014-07-29-inf", "rian-2014-07-30-inf")],
    "2017-02-14": [("us-9m729", "crs-r43832", "podvig-2018-11-ryabkov")],
    "2018-02-05": [
        (
            "press-iskander-m",
            "dziennik-2016-10-08-kaliningrad",
            "moscowtimes-2018-12-06-iskander",
        )
    ],
    # What is disputed there is where it stands, not how far it flies.
    "2017-03-12": [],
    "2016-05-27": [
        ("russia-mk41", "tass-2018-04-25-aegis", "argumenti-2019-02-08-inf"),
        ("russia-mk41-software", "rg-2016-05-29-athens", "argumenti-2019-02-08-inf"),
    ],
    "2019-02-07": [
        ("russia-uav", "tass-2015-06-11-inf", "argumenti-2019-02-08-inf"),
        ("russia-note", "tass-2019-02-07-note", "argumenti-2019-02-08-inf"),
    ],
    "2018-10-20": [
        ("us-test-method", "rferl-2018-12-09-inf", "sputnik-2018-12-07-lavrov"),
        ("nato-9m729", "nato-2018-12-04-inf", "sputnik-2018-12-05-inf"),
    ],
    "2019-02-10": [("us-display", "tass-2019-01-24-9m729", "ap-2019-01-23-9m729")],
    "2019-08-18": [
        ("russia-2019-test", "sputnik-2019-08-23-putin", "insidedefense-2019-08-19-glcm")
    ],
    "2025-12-26": [
        ("russia-typhon", "ap-2025-08-06-moratorium", "kuna-2024-07-10-fires"),
        ("ukraine-9m729", "tovima-2025-10-31-9m729", "tovima-2025-10-31-9m729"),
    ],
}


def between(charge):
    """Return the sources of what the two sides of a charge say of each other."""
    sides = {charge.accuser, charge.accused}
    rows = [row for row in CAT.allegation_rows if {row.accuser, row.accused} == sides]
    return {ident for row in rows for ident in row.source_ids}


def one_sided(found):
    table = {row.id: row for row in CAT.allegation_rows}
    for step in found:
        idents = cited(step.words)
        systems = {claim.system_id for claim in CAT.claim_rows if claim.source_id in idents}
        told_here = CHARGES.get(step.state["date"])
        for ident, accuser, answer in told_here or ():
            assert {accuser, answer} <= between(table[ident]), ident
            if not {accuser, answer} <= {*idents}:
                yield f"{step.heading}: one side of {ident}"
        charged = {one for row in table.values() for one in row.system_id} & systems
        if charged and told_here is None:
            yield f"{step.heading}: {charged} are disputed, and no charge is told"


def test_a_charge_stands_beside_its_answer():
    assert [*one_sided(shown("inf-treaty"))] == []
    assert [*one_sided(step for step in shown("lesson") if "site" in step.state)] == []


def test_a_side_that_is_missing_is_missed():
    for step in shown("inf-treaty"):
        for _, *sides in CHARGES.get(step.state["date"], ()):
            for side in sides:
                assert [*one_sided([replace(step, words=step.words.replace(f"@{side}", ""))])]


#: Words that judge, or that one side alone would use.
JUDGING = re.compile(
    r"\b(aggress|alarm|annex|blatant|brazen|claim|clearly|cynical|danger|dubious|evil|fortunately"
    r"|flagrant|illegal|infamous|legitimate|mere|notorious|obvious|of course|only claims|propaganda"
    r"|provo[ck]|puppet|reckless|regime|rightly|rogue|sabre|scandal|shameful|sinister|so-called"
    r"|special military|supposed|threat|unfortunately|unprovoked|wrongly)\w*",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", STORIES)
def test_no_word_judges(name):
    assert [one[0] for step in told(name) for one in JUDGING.finditer(bare(step.words))] == []


@pytest.mark.parametrize(("name", "many"), [("inf-treaty", 12), ("lesson", 4)])
def test_each_step_is_read_in_a_minute(name, many):
    assert len(shown(name)) == many
    for step in shown(name):
        assert 60 <= len(step.text.split()) <= 130, step.heading


def test_the_story_ends_with_what_differs_from_the_essay():
    assert [step.heading for step in told("inf-treaty") if not step.state] == [
        "",
        "Where this differs from the essay it illustrates",
    ]
    assert told("inf-treaty")[-1].heading.startswith("Where this differs")


def test_what_is_said_to_be_missing_is_missing():
    owners = {claim.system_id for claim in CAT.claim_rows if claim.account is Account.OPERATOR}
    assert not owners & {"pershing-ii", "ss-20", "df-21"}
    (tomahawk,) = (
        row for row in CAT.deployment_rows if row.id == "deveselu-aegis-ashore-tomahawk-2016"
    )
    assert tomahawk.status == "alleged"
    assert "no such missile was reported there" in tomahawk.note


def test_crimea_is_ukraine():
    (step,) = (one for one in shown("inf-treaty") if one.state.get("left") == "crimea")
    assert "Russian forces occupied Crimea, Ukraine," in step.words


@pytest.mark.parametrize("name", STORIES)
def test_infmap_reads_each_story_as_its_reader_does(name):
    story = read_story(STORIES[name], CAT)
    assert [step.shown.day for step in story.steps] == [step.day for step in shown(name)]
    every = [ident for step in told(name) for ident in cited(step.words)]
    assert {source.id for source, _ in story.sources} == {*every}


def test_over_the_map_stands_the_greatest_number_that_the_text_tells():
    story = read_story(STORIES["inf-treaty"], CAT)
    for step, read in zip(shown("inf-treaty"), story.steps, strict=True):
        counted = COUNTS.get(step.state["date"], {}).values()
        numbers = [len(reached) for by_phrase in counted for reached in by_phrase(step)]
        over = re.findall(r"\d+", " ".join(count.number for count in read.shown.counts))
        assert not numbers or str(max(numbers)) in over, step.heading


def test_the_capitals_that_the_lesson_names_are_in_range():
    (step,) = (one for one in shown("lesson") if one.state.get("site") == "deveselu")
    said = re.search(r"So (\w+) and (\w+) would be in range on the Russian account", step.words)
    assert {*said.groups()} <= on(step, "vaticanradio-2016-05-28-athens")
    assert on(step, "eadaily-2019-02-09-inf") == set()


def test_the_missiles_destroyed_are_those_of_the_record():
    (event,) = (row for row in CAT.event_rows if row.id == "1991-06-01-eliminations-complete")
    words = " ".join(step.words for step in told("inf-treaty"))
    said = re.findall(r"(\d+) (Soviet|US)\b", event.title)
    assert re.findall(r"\b(\d{3,4}) (Soviet|US)\b", words) == said
    total = str(sum(int(number) for number, _ in said))
    assert re.findall(r"\b26\d\d\b", words) == [total, "2600", total]
