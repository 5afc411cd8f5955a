import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.io.escaping import inert_cell, markdown_text
from infmap.tables.text import table_pieces

runner = CliRunner()


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments], prog_name="infmap")


def test_coverage_as_json_is_the_promised_list_of_objects():
    result = run("coverage", "--site", "deveselu", "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert list(rows[0]) == [
        *("site_id", "target_id", "target", "country", "distance_km", "azimuth_deg", "band"),
        *("in_inf_band", "in_band", "reach", "near_edge", "near_band_edge", "relation", "accounts"),
    ]
    assert list(rows[0]["accounts"][0]) == [
        *("system_id", "account", "claimant", "at_least_km", "up_to_km", "strike", "in_range"),
        *("margin_km", "source_id"),
    ]
    london = next(row for row in rows if row["target_id"] == "london")
    assert london["distance_km"] == pytest.approx(2003.3, abs=0.2)
    assert run("coverage", "--site", "deveselu", "--json").stdout == result.stdout


def test_coverage_without_a_theme_is_the_debate():
    rows = json.loads(run("coverage", "--json").stdout)
    sites = {row["site_id"] for row in rows}
    assert "kaliningrad" in sites
    assert rows == json.loads(run("coverage", "--theme", "debate", "--json").stdout)


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("csv", "site_id,target_id,"),
        ("md", "| site_id"),
        ("html", "<table"),
        ("latex", r"\begin{longtable}"),
        ("table", "Capitals by distance"),
    ],
)
def test_every_format_is_written_to_a_file_as_to_the_screen(tmp_path, form, mark):
    file = tmp_path / "table"
    arguments = ["coverage", "--site", "redzikowo", "--format", form]
    shown = run(*arguments)
    assert shown.exit_code == 0
    assert mark in shown.stdout
    assert run(*arguments, "-o", file).exit_code == 0
    assert file.read_text() == shown.stdout


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_table_for_a_machine_waits_for_no_library_it_does_not_use(form):
    code = (
        "import sys; from typer.testing import CliRunner; from infmap.cli import app\n"
        f"done = CliRunner().invoke(app, ['coverage', '--format', '{form}'])\n"
        "unused = {'pandas', 'pyarrow', 'rich', 'folium'} & set(sys.modules)\n"
        "print(done.exit_code, len(done.stdout) > 100_000, unused)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "0 True set()\n"


def test_the_json_of_coverage_is_what_json_itself_writes(cat):
    text = run("coverage", "--theme", "debate", "--json").stdout
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_more_answers_than_a_table_holds_are_one_line_and_exit_1(cat, monkeypatch, tmp_path):
    held = 208 * len(cat.claims_at(cat.site("shuya")))
    monkeypatch.setattr("infmap.analysis.coverage.MOST_ANSWERS", held - 1)
    figure = ("figure", "--focus", "shuya", "-o", str(tmp_path / "figure.svg"))
    for command in ("coverage", "--site", "shuya"), figure:
        result = run(*command)
        assert result.exit_code == 1
        narrower = "narrow them by site, system or band"
        assert result.stderr == (
            f"a table of sites and places holds {held - 1:,} answers, one for each figure and "
            f"place (got {held:,}); {narrower if command[0] == 'coverage' else 'name a system'}, "
            "or take infmap screen for a long table of places\n"
        )
    monkeypatch.setattr("infmap.analysis.coverage.MOST_ANSWERS", held)
    assert run("coverage", "--site", "shuya").exit_code == 0


@pytest.mark.parametrize("form", [None, "table", "md", "html", "latex"])
def test_more_rows_than_people_read_are_refused_in_what_people_read(form, monkeypatch, tmp_path):
    monkeypatch.setattr("infmap.io.formats.MOST_READ_ROWS", 207)
    words = () if form is None else ("-o", str(tmp_path / "out"), "--format", form)
    result = run("coverage", "--site", "shuya", *words)
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert result.stderr == (
        f"{form or 'table'} is read by people, up to 207 rows (got 208); write .csv or .json, or "
        "ask for less\n"
    )
    for file in ("out.csv", "out.json", "out.xlsx"):
        assert run("coverage", "--site", "shuya", "-o", str(tmp_path / file)).exit_code == 0


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_long_table_is_written_in_pieces_of_the_same_bytes(cat, monkeypatch, form, tmp_path):
    rows = infmap.coverage_rows(cat, site="shuya")
    whole = infmap.format_table(rows, form)
    monkeypatch.setattr("infmap.io.pieces.ROWS_AT_ONCE", 50)
    assert infmap.format_table(rows, form) == whole
    pieces = list(table_pieces(rows, form))
    assert max(map(len, pieces)) < len(whole) / 3
    for words in (), ("-o", str(tmp_path / f"out.{form}")):
        result = run("coverage", "--site", "shuya", "--theme", "all", "--format", form, *words)
        assert result.exit_code == 0
    assert (tmp_path / f"out.{form}").read_text("utf-8") == whole == infmap.format_table(rows, form)
    assert infmap.format_table([], form, columns=["a"]) == {"csv": "a\n", "json": "[]\n"}[form]


def test_a_table_for_a_person_names_figures_and_claimants():
    text = run("coverage", "--site", "shuya").stdout
    assert "up to 480 km (Russian MoD)" in text
    assert "500 to 5500 km (US State Department)" in text
    assert "Moscow" in text


def test_reach_lists_sites_nearest_first():
    text = run("reach", "Warsaw").stdout
    assert "What reaches Warsaw, Poland" in text
    assert text.index("Kaliningrad") < text.index("Deveselu")
    rows = json.loads(run("reach", "warsaw", "--json").stdout)
    assert {row["target_id"] for row in rows} == {"warsaw"}


def test_map_writes_one_file_and_says_so(tmp_path):
    file = tmp_path / "map.html"
    result = run("map", "-o", file)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{file}: ")
    assert 200_000 < file.stat().st_size <= 2_000_000


def test_map_takes_the_state_of_the_page_as_options(tmp_path):
    file = tmp_path / "map.html"
    options = ["--account", "operator", "--as-of", "2018-10-20", "--theme", "debate"]
    options += ["--what-if", "52.2,21,1000", "--view", "4", "50", "20", "--capital", "berlin"]
    assert run("map", "-o", file, *options).exit_code == 0
    assert (
        "site=what-if\\u0026theme=debate\\u0026account=operator\\u0026date=2018-10-20"
        "\\u0026capital=berlin\\u0026mode=focus\\u0026pin=21,52.2,1000\\u0026view=4/50/20"
    ) in file.read_text()
    assert run("map", "--what-if", "here").exit_code == 2


def test_figure_writes_a_map_for_print(tmp_path):
    file = tmp_path / "map.svg"
    result = run("figure", "--site", "shuya", "--size", "column", "-o", file)
    assert result.exit_code == 0
    assert b"<svg" in file.read_bytes()[:1000]
    bad = run("figure", "--site", "shuya", "-o", tmp_path / "map.gif")
    assert bad.exit_code == 1
    assert bad.stderr.count("\n") == 1


@pytest.mark.thorough
def test_the_same_map_has_the_same_bytes_in_another_process(tmp_path):
    files = [tmp_path / "one.html", tmp_path / "two.html"]
    for seed, file in enumerate(files):
        command = [sys.executable, "-m", "infmap", "map", "-o", str(file)]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("sites", "Greenham"),
        ("systems", "SS-20"),
        ("claims", "at least 500 km"),
        ("capitals", "Ulaanbaatar"),
        ("allegations", "Mk 41"),
        ("events", "2018-10-20"),
        ("sources", "Congressional Research"),
    ],
)
def test_every_table_can_be_listed(what, word):
    assert word in run("list", what).stdout
    rows = json.loads(run("list", what, "--json").stdout)
    assert len(rows) > 10


def test_the_card_of_the_9m729_puts_the_accounts_side_by_side():
    text = run("show", "9m729").stdout
    lines = text.splitlines()
    (russia,) = [line for line in lines if line.startswith("up to 480 km ")]
    assert russia.split()[4:] == [
        *("Russian", "MoD", "operator", "declared", "2019-01-23", "below", "II(6)"),
        "ap-2019-01-23-9m729",
    ]
    (america,) = [line for line in lines if "US State Department" in line]
    assert america.startswith("500 to 5500 km")
    assert "banned" in america
    assert "II(5), II(6)" in america
    faz = next(line for line in lines if line.startswith("2000 to 2350 km "))
    assert "opponent" in faz
    assert "intermediate-range" in text
    assert "https://" in text


def test_a_card_is_json_on_request():
    (card,) = json.loads(run("show", "crimea", "--json").stdout)
    assert (card["card"], card["country"]) == ("site", "Ukraine")


def test_show_finds_by_name_and_designation():
    assert run("show", "Gryphon").stdout == run("show", "bgm-109g").stdout
    assert "(capital warsaw)" in run("show", "Warsaw").stdout


def test_check_counts_the_rows_of_sound_tables():
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.count("no fault") == 7


def test_check_tells_all_faults_of_all_files_at_once(tmp_path):
    claims = tmp_path / "figures.csv"
    claims.write_text(
        "system_id,account,claimant,up_to_km,source_id\n"
        "9m728x,operator,MoD,480,\n"
        "9m729,spy,MoD,far,tass-0\n"
    )
    systems = tmp_path / "systems.csv"
    systems.write_text("id,name,kind\nzeus,Zeus,GLCM\n9m729,9M729,GLCM\n")
    result = run("check", claims, systems)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0].rpartition("/")[2] for line in lines] == [
        *("figures.csv:2", "figures.csv:3", "figures.csv:3"),
    ]
    sound = run("check", systems)
    assert sound.stdout == f"{systems}: 2 rows, no fault; systems, by id, name, kind\n"
    assert sound.stderr == (
        f"{systems}:3: id: infmap's own figures are used for 9m729, and infmap's operator and "
        "basing\n"
    )


def test_check_names_a_source_that_is_not_on_file(tmp_path):
    claims = tmp_path / "figures.csv"
    claims.write_text(
        "system_id,account,claimant,up_to_km,source_id\n9m729,operator,MoD,480,nato-2018-12-04-inx\n"
    )
    assert run("check", claims).stderr.startswith(
        f"{claims}:2: source_id: no source of this id ('nato-2018-12-04-inx'); did you mean "
    )


BAD = {
    "missing-file": (["coverage", "--systems", "none.csv"], "none.csv: file not found; check"),
    "unknown-site": (["map", "--site", "kaliningrat"], "no site 'kaliningrat'; did you mean"),
    "unknown-focus": (["map", "--focus", "nowhere"], "no site 'nowhere'; "),
    "unknown-system": (["coverage", "--system", "9m72"], "no system '9m72'; did you mean 9m729"),
    "unknown-theme": (["coverage", "--theme", "war"], "no theme 'war'; known: "),
    "unknown-account": (["coverage", "--account", "x"], "no account 'x'; known: "),
    "unknown-capital": (["reach", "Warsow"], "no place 'Warsow'; did you mean warsaw"),
    "unknown-tiles": (["map", "--tiles", "Nowhere"], "no online basemap 'Nowhere'; write"),
    "nothing-left": (
        ["coverage", "--site", "shuya", "--theme", "eliminated"],
        "no deployment is left after the",
    ),
    "nothing-then": (
        ["coverage", "--site", "luga", "--as-of", "1900-01-01"],
        "no deployment is left on 1900-01-01: what is asked for is reported since 2",
    ),
    "no-suffix": (["map", "-o", "page"], "no suffix tells the format; write .html"),
    "no-folder": (["map", "-o", "none/map.html"], "none/map.html: its folder does not exist;"),
    "a-folder": (["map", "-o", "folder"], "folder: is a folder; give the path of a file"),
    "band": (["coverage", "--band", "9", "1"], "a band runs from the nearer to the farther edge"),
}


@pytest.mark.parametrize(("arguments", "line"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_line_and_exit_1(tmp_path, monkeypatch, arguments, line):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "arguments",
    [
        ["map", "-o", "page.html"],
        ["report", "-o", "brief.md"],
        ["figure", "--size", "column", "-o", "map.svg"],
    ],
    ids=" ".join,
)
def test_a_focus_outside_the_debate_needs_no_theme(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, "--focus", "mutlangen")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(("focus", "theme"), [("shuya", "debate"), ("mutlangen", "all")])
def test_a_page_opens_on_a_theme_that_has_its_focus(tmp_path, focus, theme):
    run("map", "--focus", focus, "-o", tmp_path / "page.html")
    assert f"site={focus}\\u0026theme={theme}" in (tmp_path / "page.html").read_text("utf-8")


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    file = tmp_path / "map.html"
    file.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("infmap.io.files.os.fsync", full)
    result = run("map", "-o", file)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{file}: cannot be written (No space left on device); choose another path\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    assert file.read_text() == "old"


@pytest.mark.parametrize(
    "arguments",
    [["coverage", "--format", "xml"], ["coverage", "--as-of", "soon"], ["fly"], ["reach"]],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2(arguments):
    assert run(*arguments).exit_code == 2


def test_an_error_of_ours_keeps_its_traceback(monkeypatch):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr("infmap.load", broken)
    assert isinstance(run("coverage").exception, ZeroDivisionError)


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m infmap coverage --format csv | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert result.stdout.startswith("site_id,")
    assert result.stderr == ""


def test_colour_is_only_for_terminals():
    assert "\x1b" not in run("coverage", "--site", "shuya").stdout


def test_help_does_not_load_the_heavy_libraries():
    heavy = ("pandas", "shapely", "folium")
    code = f"import sys, infmap.cli; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@pytest.mark.thorough
def test_a_figure_says_nothing_of_a_home_that_matplotlib_cannot_write_to(tmp_path):
    file = tmp_path / "figure.svg"
    result = subprocess.run(
        [sys.executable, "-m", "infmap", "figure", "--site", "shuya", "-o", str(file)],
        env={**os.environ, "MPLCONFIGDIR": "/dev/null/none"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout + result.stderr == f"{file}: written\n"


def test_the_version_is_told():
    assert run("--version").stdout.startswith("infmap 0.")
    assert ", data 20" in run("--version").stdout


def test_what_is_written_is_named_without_what_a_terminal_would_obey(tmp_path):
    name = tmp_path / "map\u200b\x9b2J.html"
    result = runner.invoke(app, ["map", "-o", str(name)])
    assert result.exit_code == 0
    assert name.exists()
    assert "map\\u200b\\x9b2J.html: " in result.stdout


def test_an_emoji_of_github_and_a_formula_of_full_width_are_text():
    assert markdown_text("10:30 :bell: at 9:15:00") == "10:30 \\:bell: at 9\\:15:00"
    assert inert_cell("\uff20SUM(1)") == "'\uff20SUM(1)"


def test_a_card_writes_the_day_of_a_publication_as_its_citation_does():
    assert "issued: 1987-12-08\n" in CliRunner().invoke(app, ["show", "inf-treaty"]).output


def test_what_has_ended_is_not_said_to_have_ended_when_it_was_first_reported():
    said = CliRunner().invoke(app, ["coverage", "--site", "greenham-common"]).output
    assert "(ended, 1983-11 to 1991-03)" in said


@pytest.mark.parametrize("cell", [" =1+1", "\n=1+1", "\u00a0@SUM(A1)", "\t1", "=1"])
def test_a_formula_behind_blanks_is_inert_too(cell):
    assert inert_cell(cell) == f"'{cell}"


# --- Tables of ones own -------------------------------------------------------------------------

KINDS = {
    "sites": "sites",
    "systems": "systems",
    "claims": "figures",
    "places": "places",
    "people": "people",
    "sources": "sources",
}
PLACED = {"sites", "places", "people"}


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tab", ".txt", ".json", ".geojson"])
@pytest.mark.parametrize("what", KINDS)
def test_a_new_table_passes_its_check_and_nothing_is_said_of_it(tmp_path, what, suffix):
    file = tmp_path / f"{what}{suffix}"
    made = run("new", file)
    if suffix == ".geojson" and what not in PLACED:
        assert (made.exit_code, file.exists()) == (1, False)
        assert made.stderr == (
            f"{file}: no format for the suffix '.geojson'; write .csv, .tsv, .json\n"
        )
        return
    assert (made.exit_code, made.stderr) == (0, "")
    assert made.stdout == f"{file}: {what} to write over; infmap check {file} reads it\n"
    assert ("\t" in file.read_text()) == (suffix in {".tsv", ".tab", ".txt"})
    checked = run("check", file)
    assert checked.exit_code == 0
    assert checked.stderr == ""
    assert ", no fault; " + KINDS[what] in checked.stdout


def test_a_new_table_may_have_any_name_that_says_what_it_is_to_hold(tmp_path):
    named = {
        **{"deployments": "sites", "my_sites": "sites", "missiles": "systems"},
        **{"figures": "claims", "range-claims": "claims", "capitals": "places"},
        **{"targets": "places", "population": "people", "publications": "sources"},
    }
    for name, what in named.items():
        made = run("new", tmp_path / f"{name}.csv")
        assert made.stdout.startswith(f"{tmp_path / name}.csv: {what} to write over; ")


def test_a_new_table_is_read_by_the_command_that_takes_it(tmp_path):
    for name in ("sites", "systems", "claims", "places", "sources"):
        run("new", tmp_path / f"{name}.csv")
    options = {"sites": "--deployments", "systems": "--systems", "claims": "--claims",
               "places": "--capitals", "sources": "--sources"}  # fmt: skip
    given = [one for name, option in options.items() for one in (option, tmp_path / f"{name}.csv")]
    result = run("coverage", *given, "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert {row["site_id"] for row in rows} == {"north-camp", "south-camp"}
    assert {row["target"] for row in rows} == {"Rotterdam harbour", "Ramstein"}
    assert "Ministry B" in {entry["claimant"] for row in rows for entry in row["accounts"]}


@pytest.mark.parametrize("name", ["sites.xlsx", "sites", "table.csv", "sites.shp"])
def test_a_new_table_that_cannot_be_written_is_one_line(tmp_path, name):
    result = run("new", tmp_path / name)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_new_table_never_takes_the_place_of_a_file(tmp_path):
    file = tmp_path / "sites.csv"
    file.write_text("mine")
    result = run("new", file)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{file}: is there already; ")
    assert file.read_text() == "mine"


@pytest.fixture
def own(tmp_path):
    """Sites and figures of ones own that cite a publication of ones own."""
    texts = {
        "sites": "name,system,lon,lat,source_ids\nA,9m729,20,54,mine-1\n",
        "claims": "system_id,account,claimant,up_to_km,source_id\n9m729,opponent,Me,900,mine-1\n",
        "sources": "id,title,publisher\nmine-1,My report,Me\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return {name: tmp_path / f"{name}.csv" for name in texts}


def test_check_reads_own_sources_by_the_option_of_the_other_commands(own):
    assert "no source of this id ('mine-1')" in run("check", own["sites"], own["claims"]).stderr
    result = run("check", own["sites"], own["claims"], "--sources", own["sources"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.rpartition("; ")[2] for line in result.stdout.splitlines()] == [
        "sites, by system, lon, lat",
        "figures, by claimant",
        "sources, by title, publisher",
    ]


def test_own_claims_stand_beside_infmaps_or_alone(own):
    def claimants(*more):
        result = run("coverage", "--deployments", own["sites"], "--claims", own["claims"],
                     "--sources", own["sources"], "--json", *more)  # fmt: skip
        assert (result.exit_code, result.stderr) == (0, "")
        return {one["claimant"] for one in json.loads(result.stdout)[0]["accounts"]}

    assert {"Me", "Russian MoD"} <= claimants()
    assert claimants("--only-own") == {"Me"}


def test_only_own_without_a_figure_is_one_line(own):
    result = run(
        "coverage", "--deployments", own["sites"], "--sources", own["sources"], "--only-own"
    )
    assert result.exit_code == 1
    assert result.stderr.startswith("only_own leaves infmap's figures out, and no table of yours ")
    assert result.stderr.count("\n") == 1


def test_how_a_table_was_read_is_said_on_stderr_and_never_in_what_is_written(tmp_path):
    file = tmp_path / "sites.csv"
    file.write_text("Name,Lng,Lat,Range (mi)\nA,2.35,48.85,300\n")
    result = run("reach", "Paris", "--deployments", file, "--json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert row["accounts"][0]["up_to_km"] == pytest.approx(482.8032)
    assert result.stderr.splitlines() == [
        f"{file}: Lng read as lon",
        f"{file}: Range (mi) read as miles: 300 mi is 482.8 km",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat,range_km\nA,20,54,1200\n",
        "name,missiles,lon,lat\nA,9M729; Iskander-M,20,54\n",
        "name,system,lon,lat,min range,max range\nA,9m729,20,54,50,900\n",
        "name,system,lon,lat\nA,9m729,20,54\nA,iskander-m,21,54\n",
        "name,system,lon,lat,distance_km\nA,9m729,20,54,900\n",
        "name,system,lon,lat\nA,nothing,20,54\n",
        'name,system,where\nA,9m729,"54.5,20.5"\n',
        "name,lon,lat,range\nA,20,54,2.500 km\n",
    ],
)
def test_check_and_coverage_never_disagree_on_a_table_of_sites(tmp_path, text):
    file = tmp_path / "table.csv"
    file.write_text(text)
    checked = run("check", file)
    covered = run("coverage", "--deployments", file, "--json")
    assert covered.exit_code == checked.exit_code
    assert covered.stderr == checked.stderr


def test_the_json_of_cards_keeps_each_card_in_its_own_order():
    cards = [{"card": "site", "id": "a"}, {"name": "b", "card": "system", "id": "b"}]
    told = json.loads(infmap.format_table(cards, "json"))
    assert [[*card.items()] for card in told] == [[*card.items()] for card in cards]
