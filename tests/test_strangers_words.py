"""Names, marks and totals as they stand in strangers' tables: read, told, or refused in a line."""

import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app

SITES = "name,system,lat,lon,country\n"


def check(tmp_path, text, name="sites.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["check", str(path)])
    return (
        result.exit_code,
        [line.removeprefix(f"{path}:") for line in result.stderr.splitlines()],
        path,
    )


@pytest.mark.parametrize(
    "mark", ["*", "†", "‡", "[1]", "[a]", " [note 3]", "²", " ¹", "[1][2]", "*†"]
)
def test_a_footnotes_mark_changes_no_name_and_is_told(tmp_path, mark):
    code, lines, path = check(tmp_path, f"{SITES}Camp{mark},9M729{mark},54,20,Russia{mark}\n")
    assert code == 0
    for head, name in (("name", "Camp"), ("system", "9M729"), ("country", "Russia")):
        told = f"2: {head}: {name + mark!r} read as {name!r}, without its footnote"
        assert told in lines
    (site,) = infmap.load(deployments=path).sites
    assert (site.name, site.id, site.system_ids, site.country) == (
        "Camp",
        "camp",
        ("9m729",),
        "Russia",
    )


@pytest.mark.parametrize("mark", ["*", "[1]", " [note 3]", "²"])
def test_a_footnotes_mark_changes_no_date_and_is_told(tmp_path, mark):
    heads = SITES.replace("\n", ",first_reported,until\n")
    code, lines, path = check(
        tmp_path, f"{heads}Camp,9M729,54,20,Russia,2019{mark},10 May 2021{mark}\n"
    )
    assert code == 0
    assert f"2: first_reported: {f'2019{mark}'!r} read as '2019', without its footnote" in lines
    assert (
        f"2: until: {f'10 May 2021{mark}'!r} read as '10 May 2021', without its footnote" in lines
    )
    (row,) = infmap.load(deployments=path).deployment_rows
    assert (row.first_reported, row.until) == ("2019", "2021-05-10")


@pytest.mark.parametrize("word", ["present", "ongoing", "bis heute", "по настоящее время"])
def test_an_end_that_is_no_date_may_be_left_empty(tmp_path, word):
    heads = SITES.replace("\n", ",first_reported,until\n")
    code, lines, _ = check(tmp_path, f"{heads}Camp,9M729,54,20,Russia,{word},{word}\n")
    assert code == 1
    assert lines == [
        f"2: first_reported: not a date ({word!r}); write YYYY-MM-DD, YYYY-MM or YYYY",
        f"2: until: not a date ({word!r}); write YYYY-MM-DD, YYYY-MM or YYYY, or leave it empty if "
        "it goes on",
    ]


@pytest.mark.parametrize("mark", ["*", "[2]", "²"])
def test_a_footnotes_mark_makes_no_other_system(tmp_path, mark):
    path = tmp_path / "systems.csv"
    path.write_text(f"name,range_km\nDF-26{mark},4321\n", "utf-8")
    claims = infmap.load(systems=path).claims_by_system["df-26"]
    assert 4321 in {claim.up_to_km for claim in claims}


@pytest.mark.parametrize("name", ["Base [north]", "S-400", "Camp (2)", "3M-54*M", "Area 51"])
def test_what_is_no_footnote_stays(tmp_path, name):
    _, lines, path = check(tmp_path, f"{SITES}{name},9M729,54,20,Russia\n")
    assert not any("footnote" in line for line in lines)
    assert infmap.load(deployments=path).sites[0].name == name


@pytest.mark.parametrize(
    ("cell", "ident"),
    [
        *(("SSC-8 (9M729)", "9m729"), ("9M729/SSC-8", "9m729"), ("9M729 = SSC-8", "9m729")),
        *(("Dongfeng 26", "df-26"), ("Dong Feng-26", "df-26"), ("DONGFENG-26", "df-26")),
    ],
)
def test_two_names_of_one_system_and_a_name_in_full_are_that_system(tmp_path, cell, ident):
    code, _, path = check(tmp_path, f'{SITES}Camp,"{cell}",54,20,\n')
    assert code == 0
    (site,) = infmap.load(deployments=path).sites
    assert site.system_ids == (ident,)
    assert len(site.deployments) == 1


def test_two_names_of_two_systems_are_not_one(tmp_path):
    code, lines, _ = check(tmp_path, f"{SITES}Camp,Iskander-M (9M729),54,20,\n")
    assert code == 1
    assert lines == [
        "2: system: no system of this id or name ('Iskander-M (9M729)'); did you mean 9m729?"
    ]


def test_a_doubtful_system_is_told(tmp_path):
    _, lines, _ = check(tmp_path, f"{SITES}Camp,9M729?,54,20,\n")
    assert "2: system: '9M729?' read as 9m729; its question mark is not kept" in lines


TOTALS = [
    *("Total", "TOTAL:", "Total UK", "Total (2 sites)", "Grand total", "Subtotal", "Sub-total"),
    *("Summe", "Gesamt", "Итого", "Razem", "Totale", "Toplam"),
]


@pytest.mark.parametrize("word", TOTALS)
def test_a_row_of_totals_is_no_site_and_no_system(tmp_path, word):
    for name, text in (
        ("sites.csv", f"name,system,lat,lon,launchers\nCamp,9M729,54,20,4\n{word},,,,4\n"),
        ("systems.csv", f"name,range_km,launchers\nAlpha,500,4\n{word},,4\n"),
    ):
        code, lines, _ = check(tmp_path, text, name)
        assert (code, lines) == (1, [f"3: looks like a total row ({word!r}); delete it"])


@pytest.mark.parametrize("name", ["Summit", "Grand Forks", "Totalförsvaret"])
def test_a_name_that_begins_like_a_total_is_none(tmp_path, name):
    code, _, path = check(tmp_path, f"name,range_km\n{name},500\n", "systems.csv")
    assert code == 0
    assert infmap.load(systems=path).system_rows[-1].name == name


def test_a_name_too_long_for_a_misspelt_one_is_found_by_itself(tmp_path):
    name = "Camp " + "z" * 250
    path = tmp_path / "sites.csv"
    path.write_text(f"{SITES}{name},9M729,54,20,\n")
    own = infmap.load(deployments=path)
    assert infmap.coverage(own, site=name).equals(infmap.coverage(own))
    page = infmap.make_map(own).get_root().render()
    assert name[:60] in page
