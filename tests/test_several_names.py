"""Cells that name several systems, shortened names, and names of families: in every medium."""

import json
import re
import warnings
from itertools import combinations, permutations

import pandas as pd
import pytest
from typer.testing import CliRunner

import infmap
from infmap.catalogue.names.ids import Known, suggestion
from infmap.catalogue.names.several import parts_of
from infmap.cli import app
from infmap.errors import DataError, ReadingNote, UnknownIdError

#: What parts names in a list.
MARKS = ["/", " / ", ",", ", ", ";", "; ", "&", " & ", "+", " + ", " and "]
#: Beginnings of names of several systems, and the ends that tell these apart.
SERIES = {
    "Agni-": ["I", "II", "III", "IV", "V", "P"],
    "Agni ": ["1", "2", "3", "4", "5"],
    "Shaheen-": ["I", "IA", "II", "III"],
    "Jericho ": ["II", "III"],
    "Prithvi-": ["I", "II"],
    "Fatah-": ["I", "II", "IV"],
    "Iskander-": ["M", "K", "E"],
    "Искандер-": ["М", "К"],
    "DF-21": ["A", "D"],
    "DF-": ["11", "15", "16", "17", "21", "26", "27"],
    "SS-": ["4", "5", "12", "20", "23"],
    "Hyunmoo-2": ["A", "B", "C"],
    "KN-": ["23", "24", "25"],
    "SM-3 Block ": ["IA", "IB", "IIA"],
    "9M": ["728", "729"],
}


def one(known, name):
    (ident,) = known.spelled(name)
    return ident


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


# --- What parts names never joins them ---


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("mark", [*(mark for mark in MARKS if mark != " and "), "|", "、", "·"])
def test_no_name_is_made_by_joining_across_what_parts_names(known, mark):
    tried = 0
    for ident, names in known.names.items():
        for name in {ident, *names}:
            for place in range(1, len(name)):
                before, after = name[:place].rstrip(), name[place:].lstrip()
                if before[-1] in "/,(" or not re.match(r"\w", after):
                    continue
                assert known.find(before + mark + after) == (), before + mark + after
                tried += 1
    assert tried > 2000


@pytest.mark.parametrize("gap", [" ", "-", " - ", "–", ".", "_", " (", "\n"])
def test_no_number_is_made_of_two(known, gap):
    for text, ends in (
        ("Agni", "I II"),
        ("SS", "2 0"),
        ("DF", "2 6"),
        ("Shaheen", "I I I"),
        ("DF", "2 1A"),
    ):
        assert known.find(f"{text}-{ends.replace(' ', gap)}") == ()
    for text, ident in (
        ("SS-X-31", "rs-26"),
        ("CSS X 24", "df-27"),
        ("SSCX4 Slingshot", "ssc-x-4"),
    ):
        assert known.find(text) == (ident,)
    assert known.find("SSC-X-4 Slingshot") == ("ssc-x-4",)
    assert Known({"a": ["Camp 1 / 2"]}).find("camp-1/2") == ("a",)
    for name, joined in (
        ("Camp 1 / 2", "Camp 12"),
        ("Agni-I/II", "Agni III"),
        ("Camp 1 2", "Camp12"),
    ):
        assert Known({"a": [name]}).find(joined) == ()
    assert Known({"a": ["CJ-10 / DF-10"]}).find("CJ 10 DF 10") == ("a",)


# --- Lists, with shortened names ---


@pytest.mark.parametrize("mark", MARKS)
def test_a_list_is_read_as_what_it_names_shortened_or_not(known, mark):
    for start, ends in SERIES.items():
        for first, second in permutations(ends, 2):
            ids = [one(known, start + first), one(known, start + second)]
            full = parts_of(f"{start}{first}{mark}{start}{second}", known)
            assert [one(known, part) for part in full] == ids
            for end in (second, f"-{second}"):
                text = f"{start}{first}{mark}{end}"
                parts = parts_of(text, known)
                if mark.strip() == "," and end.isdecimal():  # it may be a count
                    assert [known.find(part) for part in parts[1:]] == [()] * (len(parts) - 1)
                    continue
                assert [one(known, part) for part in parts] == ids, text
        for three in combinations(ends, 3):
            ids = [one(known, start + end) for end in three]
            text = f"{start}{three[0]}/{three[1]}{mark if mark.strip() != ',' else '/'}{three[2]}"
            assert [one(known, part) for part in parts_of(text, known)] == ids, text


def test_an_end_that_two_names_may_have_is_not_completed():
    known = Known({"x-2a": [], "x-2d": [], "x-d": []})
    assert parts_of("X-2A/D", known) == ["X-2A", "D"]
    assert parts_of("X-2A/D", Known({"x-2a": [], "x-2d": []})) == ["X-2A", "X-2D"]


# --- In every medium ---

LISTS = {
    "Shaheen-I/II": ["shaheen-i", "shaheen-ii"],
    "Agni I, II": ["agni-i", "agni-ii"],
    "Agni-I, -II": ["agni-i", "agni-ii"],
    "Agni I; II": ["agni-i", "agni-ii"],
    "Agni-I/V": ["agni-i", "agni-v"],
    "Agni I, II and III": ["agni-i", "agni-ii", "agni-iii"],
    "Iskander-M/K": ["iskander-m", "iskander-k"],
    "Iskander-M +K": ["iskander-m", "iskander-k"],
    "SS-20/SS-4": ["ss-20", "ss-4"],
    "SSC-8 / SS-26": ["9m729", "iskander-m"],
    "CJ-10 & DF-26": ["cj-10", "df-26"],
    "Agni I, II, and V": ["agni-i", "agni-ii", "agni-v"],
    "Agni-I, Shaheen-I/II": ["agni-i", "shaheen-i", "shaheen-ii"],
    "9M729; Novator 9M729; DF-26": ["9m729", "df-26"],
}
WRITE_FULL = "write each name in full, separated by semicolons"
#: Cells that are refused, and what is told.
REFUSED = {
    "Jericho I/II": (
        "no system of this id or name ('Jericho I'); did you mean jericho-ii, jericho-iii?"
    ),
    "Jericho I and II": (
        "no system of this id or name ('Jericho I'); did you mean jericho-ii, jericho-iii?"
    ),
    "Agni I-II": (
        "no system of this id or name ('Agni I-II'); did you mean agni-iii, agni-ii, agni-i?"
    ),
    "Agni-I/X": f"shortens a name to none that is known ('Agni-I/X'); {WRITE_FULL}",
    "DF-26, 16": f"shortens a name to none that is known ('DF-26, 16'); {WRITE_FULL}",
    "K": "no system of this id or name ('K'); did you mean iskander-k, bastion-oniks?",
    "Neptune": "no system of this id or name ('Neptune'); did you mean long-neptune?",
    "R-360": "no system of this id or name ('R-360'); did you mean long-neptune?",
    "Shahab": "no system of this id or name ('Shahab'); did you mean shahab-3?",
    "Quds": "no system of this id or name ('Quds'); did you mean quds-2?",
    "SSC-X-8": "no system of this id or name ('SSC-X-8'); did you mean 9m729?",
}
KINDS = ("csv", "xlsx", "json", "geojson", "parquet")


def _written(folder, kind, cells):
    frame = pd.DataFrame(
        {
            "name": [f"S{k}" for k in range(len(cells))],
            "lon": [10.0 + k for k in range(len(cells))],
            "lat": 50.0,
            "system": cells,
        }
    )
    path = folder / f"sites.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    elif kind == "json":
        frame.to_json(path, orient="records")
    elif kind == "parquet":
        frame.to_parquet(path)
    else:
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
                "properties": {"name": row.name, "system": row.system},
            }
            for row in frame.itertuples(index=False)
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_with_several_systems_is_read_as_these_and_says_so(tmp_path, kind):
    path = _written(tmp_path, kind, [*LISTS])
    checked = run("check", path)
    assert checked.exit_code == 0, checked.stderr
    for text, ids in LISTS.items():
        assert f"{text!r} read as {len(ids)} systems: {', '.join(ids)}\n" in checked.stderr
    wanted = {(f"s{k}", ident) for k, ids in enumerate(LISTS.values()) for ident in ids}
    for command in (
        ["reach", "Berlin", "--deployments", path],
        ["coverage", "--deployments", path],
    ):
        told = run(*command, "--json")
        assert told.exit_code == 0, told.stderr
        assert checked.stderr.splitlines()[-1] in told.stderr
        if command[0] == "reach":
            rows = json.loads(told.stdout)
            found = {(row["site_id"], own["system_id"]) for row in rows for own in row["accounts"]}
            assert found == wanted
    sites = json.loads(run("list", "sites", "--deployments", path, "--json").stdout)
    assert {(row["id"], ident) for row in sites for ident in row["systems"]} == wanted
    page = tmp_path / "map.html"
    assert run("map", "--deployments", path, "-o", page).exit_code == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = infmap.load(deployments=path)
    assert {(site.id, ident) for site in loaded.sites for ident in site.system_ids} == wanted


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("some", [slice(4), slice(4, 8), slice(8, None)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_that_means_no_known_system_is_one_line_everywhere(tmp_path, kind, some):
    path = _written(tmp_path, kind, [*REFUSED][some])
    wanted = [*REFUSED.values()][some]
    with pytest.raises(DataError) as error:
        infmap.load(deployments=path)
    told = [str(error.value)]
    for command in (
        ["check", path],
        ["reach", "Berlin", "--deployments", path],
        ["coverage", "--deployments", path],
        ["list", "sites", "--deployments", path],
        ["map", "-o", tmp_path / "map.html", "--deployments", path],
    ):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (1, "")
        told.append(result.stderr)
    for text in told:
        assert [line.partition(": system: ")[2] for line in text.splitlines()] == wanted


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("text", LISTS)
def test_a_frame_is_read_as_a_file_and_one_range_for_several_is_refused(text):
    site = {"name": ["A"], "lon": [10.0], "lat": [50.0], "system": [text]}
    with pytest.warns(ReadingNote, match=re.escape(f"{text!r} read as {len(LISTS[text])} systems")):
        loaded = infmap.load(deployments=pd.DataFrame(site))
    assert [*loaded.sites[0].system_ids] == LISTS[text]
    line = rf"system: names several systems and gives one range \({re.escape(repr(text))}\)"
    with pytest.raises(DataError, match=line):
        infmap.load(deployments=pd.DataFrame({**site, "range_km": [700]}))


@pytest.mark.parametrize("text", ["SSC-8 (9M729)", "9M729/SSC-8", "CJ-10 / DF-10"])
def test_two_names_of_one_system_are_that_system_with_the_rows_own_range(text):
    site = {"name": ["A"], "lon": [10.0], "lat": [50.0], "system": [text], "range_km": [700]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = infmap.load(deployments=pd.DataFrame(site))
    assert loaded.sites[0].system_ids in {("9m729",), ("cj-10",)}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("text", ["Agni-I/II", "Agni I, II", "Agni I & II", "Agni I; II"])
def test_several_systems_where_one_is_asked_for_are_named(tmp_path, cat, text):
    claims = tmp_path / "claims.csv"
    claims.write_text(f'system_id,account,claimant,range_km\n"{text}",user,X,"700-2,000"\n')
    line = f"({text!r}); it names agni-i and agni-ii: write one of them\n"
    for command in (["check"], ["reach", "Delhi", "--claims"]):
        told = run(*command, claims)
        assert (told.exit_code, told.stderr.endswith(line)) == (1, True), told.stderr
    for command in (
        ["show", text],
        ["list", "sites", "--system", text],
        ["reach", "Delhi", "--system", text],
        ["coverage", "--system", text],
    ):
        told = run(*command)
        assert told.exit_code != 0
        assert "it names agni-i and agni-ii: write one of them\n" in told.stderr, command
    with pytest.raises(UnknownIdError, match="it names agni-i and agni-ii: write one of them"):
        cat.select(system=text)


# --- Families and fragments ---


def test_letters_and_numbers_alone_begin_no_name(known):
    for text in [*map(chr, range(ord("a"), ord("z") + 1)), *map(str, range(1000)), "No", "FP"]:
        assert known.find(text) in {(), known.spelled(text)}, text
    own = Known({"a": ["600 Rocket launcher"], "b": ["K Rocket"], "c": ["AB Rocket"]})
    assert [own.find(text) for text in ("600", "K", "AB")] == [(), (), ()]
    assert own.find("600 Rocket") == ("a",)


def test_a_name_without_the_end_that_tells_it_from_others_means_no_one_of_them(known):
    tried = 0
    for ident, names in known.names.items():
        for name in (ident, *names):
            match = " and " not in name and re.fullmatch(
                r"(.+?)[ -]([A-Z]{0,2}\d+\w*|[IVX]+\w?|[A-Z]{1,2})", name
            )
            # Babur Cruise Missile IA: a Babur is a cruise missile.
            if match and not known.spelled(match[1]) and not known.beside(match[1]):
                found = known.find(match[1])
                assert len(found) != 1, name
                tried += 1
    assert tried > 40


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("text", "near"),
    {
        "Minuteman": "minuteman-iii",
        "Trident": "trident-ii",
        "Polaris": "pukguksong-2",
        "Predator": "mq-9",
        "Avangard": "rs-26",
        "SS-27": "yars",
        "Type 12": "type-12-upgraded",
        "Badr": "condor-ii",
        "Raad": "raad-500",
        "Novator": "9m729",
    }.items(),
)
def test_a_familys_name_is_refused_and_its_member_suggested(cat, text, near):
    with pytest.raises(UnknownIdError, match=f"no system '{text}'; did you mean {near}"):
        cat.select(system=text)
    told = run("show", text)
    assert (told.exit_code, told.stderr.startswith(f"no id '{text}'; ")) == (1, True)
    assert near in told.stderr


def test_a_country_is_shown_though_a_missile_is_called_after_it(cat):
    with pytest.warns(ReadingNote, match="its capital, East Jerusalem"):
        (card,) = infmap.show(cat, "Palestine")
    assert card["id"] == "east-jerusalem"


@pytest.mark.parametrize(
    ("text", "ident"),
    {
        "SSC-8": "9m729",
        "SS-26": "iskander-m",
        "R-12": "ss-4",
        "Bastion-P": "bastion-oniks",
        "MBT": "mbt-france",
        "Zircon": "zircon-ground",
        "Hyunmoo-3A": "hyunmoo-3",
        "Deep Precision Strike": "dps-uk-germany",
        "SS-20 Saber": "ss-20",
    }.items(),
)
def test_a_code_without_its_byname_and_a_name_without_its_remark_are_read_and_said(
    cat, text, ident
):
    with pytest.warns(ReadingNote, match=f"'{text}' read as {ident}"):
        (card,) = infmap.show(cat, text)
    assert card["id"] == ident


# --- A name of several states' missiles, and whose a missile is ---


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("text", "near"),
    {
        "Scud-B": "hwasong-5",
        "SCUD C": "hwasong-6",
        "Scud-D": "scud-d-syria",
        "Scud-B missiles": "hwasong-5",
        "DF-3A": "df-3a-saudi",
        "CSS-2": "df-3a-saudi",
        "Dongfeng-3": "df-3a-saudi",
    }.items(),
)
def test_a_missile_of_several_states_is_asked_about(text, near):
    row = {"name": "Base", "system": text, "lon": 36.3, "lat": 33.5, "country": "Syria"}
    with pytest.raises(DataError, match=f"no system of this id or name.*did you mean {near}"):
        infmap.load(deployments=[row])
    with pytest.warns(ReadingNote, match="taken as your own"):
        own = infmap.load(deployments=[row | {"range_km": 300}])
    assert {report.system_id for report in own.deployment_rows} != {near}
    told = run("map", "--what-if", f"33.5,36.3,{text}", "-o", "none.html")
    assert (told.exit_code, told.stdout) == (1, "")
    assert near in told.stderr


def test_a_text_of_200_letters_is_still_a_name_or_several_and_a_longer_one_is_not(known):
    for letters, ids in ((200, ("9m729",)), (201, ())):
        assert known.find("SSC-8".rjust(letters)) == ids
        assert known.find("9M729 missile".rjust(letters)) == ids
        told = suggestion(f"9M729,{'Iskander-M'.rjust(letters - 6)}", known)
        assert told.startswith("it names 9m729 and iskander-m: ") == bool(ids)


def test_words_that_say_what_any_missile_is_and_letters_of_many_codes_mean_none(known):
    said = [
        *("US prototype", "US prototype ballistic missile", "US ground launched", "global", "long"),
        *("long range", "long range air launched", "long range hypersonic", "medium range", "NATO"),
        *("mid range", "ground", "precision", "standard missile", "vertical"),
    ]
    for text in [*said, "SM", "KN", "DF", "CJ", "SS"]:
        assert known.find(text) == (), text


def test_a_name_in_cyrillic_letters_that_look_like_its_own_means_the_same(known):
    looks = str.maketrans("ABEKMHOPCTXISJY", "АВЕКМНОРСТХІЅЈУ")
    told = {name: known.spelled(name) for ident in known.ids for name in known.names[ident]}
    # A Chinese name written out is no code, which keyboards mix.
    told = {name: ids for name, ids in told.items() if not re.match("Dongfeng|Changjian", name)}
    assert len(told) > 300
    for name, ids in told.items():
        assert known.spelled(name.upper().translate(looks)) == ids, name


def test_a_remark_that_tells_one_of_a_family_from_the_others_leaves_the_family_open():
    for remark in ("early", "extended range", "improved", "long", "short", "upgraded"):
        own = Known({"own": [f"Thunder ({remark})"]})
        assert own.find("Thunder") == (), remark
        assert suggestion("Thunder", own) == "did you mean own?"
    assert Known({"own": ["Thunder (on a ship)"]}).find("Thunder") == ("own",)


def test_of_names_that_are_like_none_up_to_twelve_are_listed():
    ids = [f"own-{letter}" for letter in "abcdefghijklm"]
    twelve = ", ".join(ids[:12])
    assert suggestion("Thunder", Known({one: () for one in ids[:12]})) == f"known: {twelve}"
    assert suggestion("Thunder", Known({one: () for one in ids})) == f"known: {twelve}, ..."


def test_an_own_missile_is_found_by_a_chinese_name_written_out(known):
    assert known.with_more({"own": ["YJ-99"]}).find("Yingji-99") == ("own",)


def test_a_name_with_its_state_means_that_states_missile(known):
    for text in ("Scud-B (North Korea)", "Scud-B North Korea", "Hwasong-5 Scud-B"):
        assert known.find(text) == ("hwasong-5",)
    assert known.find("DF-3A (Saudi Arabia)") == ("df-3a-saudi",)
    assert known.find("Scud-D Syria") == ("scud-d-syria",)


#: System, country and operator of a row, and who is taken for the holder without its saying so.
HELD = [
    ("hwasong-5", "Syria", "", "North Korea"),
    ("Iskander-M", "Weißrussland", "", "Russia"),
    ("SM-3 Block IIA", "Poland", "", "United States and Japan"),
    ("Iskander-M", "Ukraine", "", "Russia"),
    ("Iskander-M", "Belarus", "Belarus", None),
    ("Iskander-M", "Россия", "", None),
    ("SM-3 Block IIA", "JP", "", None),
    ("SS-20", "Ukraine", "", None),
    ("Iskander-M", "", "", None),
    ("Iskander-M", "Narnia", "", None),
]


@pytest.mark.parametrize(("system", "country", "operator", "holder"), HELD)
def test_who_is_taken_for_the_holder_is_said(tmp_path, system, country, operator, holder):
    path = tmp_path / "sites.csv"
    path.write_text(
        f"name,missile,lat,lon,country,operator\nA,{system},53.9,27.5,{country},{operator}\n",
        encoding="utf-8",
    )
    told = run("list", "sites", "--deployments", path).stderr
    lines = [line for line in told.splitlines() if "is taken as held by" in line]
    if holder is None:
        assert lines == []
    else:
        (line,) = lines
        assert line.startswith(f"{path}:2: operator: blank: ")
        assert line.endswith(
            f" in {country} is taken as held by {holder}; write who holds it there, if another"
        )
