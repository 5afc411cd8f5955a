"""Names of a system beside another of it, beside a word of its kind, and numbers in two scripts."""

import csv
import re
import warnings
from itertools import permutations

import pytest
from typer.testing import CliRunner

import infmap
from infmap.catalogue.names.ids import Known, suggestion
from infmap.cli import app
from infmap.errors import DataError
from infmap.treaty.terms import Kind

#: Kinds, with words that say so and words that say another.
SAID = {
    Kind.GLBM: (["IRBM", "SRBM", "ballistic missile", "missiles"], ["cruise missile", "GLCM"]),
    Kind.GLCM: (["GLCM", "cruise missile", "LACM", "battalion"], ["IRBM", "SLCM", "drone"]),
    Kind.ICBM: (["ICBM", "missile brigade"], ["SLBM", "cruise missile"]),
    Kind.SLBM: (["SLBM", "ballistic missiles"], ["GLBM", "ICBM"]),
    Kind.UAV: (["drone", "UAV"], ["cruise missile", "interceptor"]),
    Kind.INTERCEPTOR: (["interceptor", "launcher"], ["ballistic missile", "target"]),
    Kind.TARGET: (["target", "target missile"], ["interceptor"]),
}


def names_of(known, ident):
    """Return the names of a system that stand for it alone, without marks of a list."""
    names = dict.fromkeys((ident, *known.names[ident]))
    return [
        name
        for name in names
        if known.spelled(name) == (ident,) and not re.search(r"[/,;&+()]| and ", name)
    ]


def test_two_names_of_one_system_side_by_side_mean_it(known):
    tried = 0
    for ident in known.ids:
        for first, second in permutations(names_of(known, ident), 2):
            for text in (f"{first} {second}", f"{first} ({second})", f"({first}) {second}"):
                assert ident in known.find(text), text
                assert len(known.find(text)) == 1, text
                tried += 1
    assert tried > 1200


@pytest.mark.thorough
def test_names_of_two_systems_side_by_side_mean_neither(known):
    tried = 0
    names = {ident: names_of(known, ident)[:2] for ident in known.ids}
    for first, second in permutations(known.ids, 2):
        for a in names[first]:
            for b in names[second]:
                # GLCM and MRT say what a system is.
                if not known.spelled(f"{a} {b}") and "GLCM" not in (a, b):
                    found = known.find(f"{a} {b}")
                    assert not found, (a, b, found)
                    tried += 1
    assert tried > 50_000


#: What tables write of many of a kind, also in other languages, beside the name.
OF_MANY = {
    "Iskander-M": [
        *("rockets", "weapon systems", "launchers", "TELs", "batteries", "battalions", "brigades"),
        *("regiments", "units", "Systeme", "Raketen", "misiles", "rakiety", "ракеты", "ракет"),
        *("SRBMs", "MRBMs", "IRBMs", "LRBM"),
    ],
    "9M729": ["GLCMs", "LACMs", "cruise missiles", "misiles crucero"],
    "Minuteman III": ["ICBMs"],
    "Trident II": ["SLBMs"],
    "MQ-9": ["drones", "UAVs"],
    "SM-3 Block IIA": ["interceptors"],
    "Hera": ["targets"],
}


def test_a_word_for_many_of_its_kind_beside_a_name_means_the_system(known):
    for name, words in OF_MANY.items():
        for word in words:
            assert known.find(f"{name} {word}") == known.find(name), word
            assert known.find(f"{word} {name}") == known.find(name), word


def test_names_of_two_systems_side_by_side_are_told(known):
    for text in ("9M729 Iskander-M", "Iskander-M 9M729", "SS-20 SS-4", "Pioneer R-12 Dvina"):
        assert known.find(text) == (), text
    assert suggestion("SS-26 Iskander-K", known) == "did you mean iskander-k?"
    assert suggestion("Tomahawk Block V", known) == "did you mean tomahawk?"
    assert suggestion("Shahab missile", known) == "did you mean shahab-3?"
    assert suggestion("SM-3 Block IB at sea", known) == "did you mean sm-3-ib?"


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("kind", SAID)
def test_a_word_of_its_kind_beside_a_name_means_the_system_and_another_kind_none(cat, known, kind):
    said, not_said = SAID[kind]
    tried = 0
    for row in cat.system_rows:
        if row.kind is kind:
            for name in names_of(known, row.id):
                for word in said:
                    for text in (f"{name} {word}", f"{name} ({word})", f"{word} {name}"):
                        if not known.spelled(text):
                            assert known.find(text) == (row.id,), text
                            tried += 1
                for word in not_said:
                    assert row.id not in known.find(f"{name} {word}"), (name, word)
    assert tried > 2


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("text", "ident"),
    {
        "9K720 Iskander-M": "iskander-m",
        "SS-26 Iskander-M": "iskander-m",
        "RSD-10 Pioneer": "ss-20",
        "MGM-31 Pershing II": "pershing-ii",
        "LGM-30 Minuteman III": "minuteman-iii",
        "K-300P Bastion-P": "bastion-oniks",
        "9M729 Novator": "9m729",
        "Hatf-VI Shaheen-II": "shaheen-ii",
        "OTR-23 Oka SRBM": "ss-23",
        "ракетный комплекс Искандер-М": "iskander-m",
        "крылатая ракета 9М729": "9m729",
        "SM-3 Block 1B": "sm-3-ib",
        "Shahab-III": "shahab-3",
        "Shaheen 3": "shaheen-iii",
    }.items(),
)
def test_what_tables_write_is_read_and_said_in_files_and_options(cat, known, tmp_path, text, ident):
    path = tmp_path / "sites.csv"
    for more in ({}, {"range_km": 700}):
        row = {"name": "A", "system": text, "lon": 20.5, "lat": 54.7} | more
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            loaded = infmap.load(deployments=path)
        # Another spelling of a name needs no word.
        assert text in known or any(f"'{text}' read as {ident}" in str(one) for one in told)
        (report,) = (one for one in loaded.deployment_rows if one.site == "A")
        assert report.system_id == ident
        own = [claim.up_to_km for claim in loaded.claim_rows if claim.account == "user"]
        assert own == list(more.values())
        if any(ident in site.system_ids for site in cat.sites):
            assert cat.select(system=text) == cat.select(system=ident)
    shown = CliRunner().invoke(app, ["show", text])
    assert shown.stdout == CliRunner().invoke(app, ["show", ident]).stdout


@pytest.mark.parametrize(
    ("text", "all_of_them"),
    {
        "Iskander missile brigade": "iskander-e, iskander-k or iskander-m",
        "Pershing missiles": "pershing-ia or pershing-ii",
        "MGM-31": "pershing-ia or pershing-ii",
        "Hwasong-11": "hwasong-11ma, hwasong-11ra, kn-23 or kn-24",
        "Typhon MRC": "typhon-sm-6 or typhon-tomahawk",
    }.items(),
)
def test_a_familys_name_beside_such_a_word_lists_its_members(text, all_of_them):
    row = {"name": "A", "system": text, "lon": 20.5, "lat": 54.7}
    with pytest.raises(DataError, match=f"may be any of .*write {all_of_them}"):
        infmap.load(deployments=[row])


@pytest.mark.parametrize(
    "text", ["Iskander-M cruise missile", "Tomahawk GLCM", "Tomahawk Block V", "LGM-30", "HF-2"]
)
def test_a_word_that_says_more_than_the_name_is_not_passed_over(text):
    row = {"name": "A", "system": text, "lon": 20.5, "lat": 54.7}
    with pytest.raises(DataError, match="no system of this id or name"):
        infmap.load(deployments=[row])


@pytest.mark.parametrize(
    ("digit", "roman"), [*enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"], 1)]
)
def test_each_number_of_a_digit_may_be_roman(digit, roman):
    known = Known({"own": [f"Thunder-{digit}"], "other": [f"Storm {roman}"]})
    assert known.find(f"Thunder-{roman}") == ("own",)
    assert known.find(f"Storm-{digit}") == ("other",)


def test_numbers_in_digits_and_in_roman_are_one(known):
    tried = 0
    for ident in known.ids:
        for name in names_of(known, ident):
            for roman, digit in (("III", "3"), ("II", "2"), ("IV", "4"), ("I", "1"), ("V", "5")):
                for end in ("", "A", "B"):
                    for mark in (" ", "-"):
                        for old, new in ((roman, digit), (digit, roman)):
                            if name.endswith(f"{mark}{old}{end}"):
                                other = name.removesuffix(f"{old}{end}") + f"{new}{end}"
                                assert known.find(other) == (ident,), other
                                tried += 1
    assert tried > 40
