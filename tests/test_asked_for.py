"""What is asked for: options are heeded or refused, defaults nobody wrote named, exit 1 or 2."""

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import typer.main
from each import each
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.analysis.left import FITTING
from infmap.catalogue.rows import Theme
from infmap.cli import COMMANDS, app
from infmap.errors import CombinationError, InfmapError, NothingLeftError, UnknownIdError
from infmap.looks.listings import Listing
from infmap.maps.opening import opened

CAT = infmap.load()
PARAMS = {name: typer.main.get_command(app).commands[name].params for name in COMMANDS}


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


def refused(code, *arguments):
    """Return the last line of a refusal, which is alone but for how words were read."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), (arguments, result.output)
    return result.stderr.splitlines()[-1]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- An option that is given is heeded or refused -------------------------------------------------

FILES = {
    "sites.csv": "name,lon,lat,system\nDeveselu Two,24,55,iskander-m\nShuya,41,57,9m729\n",
    "systems.csv": "id,name,range_km\n9m729,9M729,4321\nnew-one,New one,900\n",
    "claims.csv": "system_id,account,claimant,up_to_km\n9m729,user,me,4777\niskander-m,user,me,"
    "4777\nsm-3-iia,user,me,4777\n",
    "capitals.csv": "name,lon,lat\nOffice,25,54\nWarsaw,21,52\n",
    "sources.csv": "id,title,URL\nmine,Mine,https://example.org\n",
    "places.csv": "name,lon,lat,people\nA,25,54,10\nB,30,50,20\n",
    "story.md": "# T\n\n## S {site=shuya}\n\nText.\n",
}
#: What is given to each option, chosen so that it would change an answer that it bears on.
GIVEN = {
    "site": ["shuya"],
    "system": ["iskander-m"],
    "operator": ["United States"],
    "kind": ["ballistic"],
    "country": ["Romania"],
    "theme": ["after-inf"],
    "account": ["operator"],
    "as_of": ["2014-01-01"],
    **{name: [f"{name}.csv"] for name in ("systems", "claims", "capitals", "sources")},
    "deployments": ["sites.csv"],
    "only_own": ["--claims", "claims.csv"],
    "band": ["300", "3000"],
    "units": ["mi"],
    "focus": ["deveselu"],
    "capital": ["Berlin"],
    "mode": ["overview"],
    "projection": ["globe"],
    "what_if": ["54.7,20.5,500"],
    "view": ["4", "50", "20"],
    "tiles": ["OpenTopoMap"],
    "preview": ["https://example.org/map.html"],
    "targets": ["places.csv"],
    "in_long": [],
    "form": ["csv"],
    "as_json": [],
    "versus": ["operator", "opponent"],
    "title": ["A title"],
    "size": ["column"],
    "height": ["250"],
    "style": ["grey"],
    "close_up": [],
    "no_key": [],
    "sources_out": ["out.csv"],
    "dpi": ["100"],
    "target": ["Berlin"],
    "weight": ["people"],
    "workers": ["0"],
    "scheduler": ["tcp://127.0.0.1:1"],
    "compact": [],
    "inline": [],
    "script": [],
    "day": ["2026-01-01"],
}
SHOWN = {
    "site": "shuya",
    "system": "9m729",
    "capital": "warsaw",
    "city": "gdansk",
    "position": "54,20",
    "allegation": "soviet-pershing-ia",
    "event": "2019-08-02-treaty-ends",
    "source": "geonames",
}
#: A call of each command, short where that takes seconds, and the file that it writes.
CALLS = {
    "map": (["map"], "map.html"),
    "coverage": (["coverage"], None),
    "reach": (["reach", "Warsaw"], None),
    "compare": (["compare", "operator", "opponent", "--site", "shuya"], None),
    "rings": (["rings"], "rings.geojson"),
    "figure": (["figure"], "figure.svg"),
    "report": (["report"], "brief.md"),
    "story": (["story", "story.md"], "story.html"),
    "screen": (["screen", "places.csv"], "screened"),
    "embed": (["embed", "page.html"], None),
    "check": (["check", "claims.csv"], None),
    "diff": (["diff", "old", "new"], None),
    **{f"list {what}": (["list", str(what)], None) for what in Listing},
    **{f"show {what}": (["show", ident], None) for what, ident in SHOWN.items()},
}
#: Not tried: they open a browser, print the help, or say where the answer goes.
ASIDE = {"help", "open_page", "output"}
TRIED = [
    (call, param.name)
    for call, ((command, *_), _) in CALLS.items()
    for param in PARAMS[command]
    if param.param_type_name == "option" and param.name not in ASIDE
]
OWN = {"deployments", "systems", "claims", "capitals", "sources"}
FILTERS = {*FITTING[Listing.CLAIMS]}


def is_heeded_in_silence(call, option):
    """Return whether an option may leave an answer as it is, since that meets it already."""
    what, _, which = call.partition(" ")
    if option == "capitals" and what in ("rings", "screen"):
        return True  # own tables make the catalogue, and these tell of no capital
    if option == "sources":
        return True  # rows cite a source of one's own only where they name it
    if option == "units":
        # Counts, names and rows of a table have no distance.
        has_none = {"event", "source", "allegation", "capital", "city", "position"}
        return call == "coverage" or what == "list" or which in has_none
    if option == "only_own" and which not in ("claims", "site", "system"):
        return what in ("list", "show")  # it is of figures
    if what == "list":
        rests_on = {
            "sites": {"deployments"},
            "systems": {"systems"},
            "claims": {"systems", "claims"},
            "capitals": {"capitals"},
            "sources": {"sources"},
        }
        return option in OWN - rests_on.get(which, set())
    if what == "show":
        # Of the day and the country it is, or none of one's own tables is of it.
        return option in OWN | FILTERS
    return {
        "reach": option in {"capitals"},
        "compare": option in {"claims", "systems", "site", "country"},
        "figure": option in {"operator", "claims", "systems"},  # the site drawn is not theirs
        "report": option in {"operator", "claims", "systems"},
    }.get(what, False)


def made(arguments, file):
    """Return all that a call gives: its status, its words and what it wrote."""
    if file is not None:
        arguments = [*arguments, "-o", file]
    result = run(*arguments)
    path = Path(file or "none")
    written = []
    for part in sorted(path.rglob("*")) if path.is_dir() else [path, *Path().glob("out.csv")]:
        if part.is_file() and not part.name.endswith(".png"):
            written.append(part.read_bytes())
            part.unlink()
    if path.is_dir():
        shutil.rmtree(path)
    return result.exit_code, result.stdout.partition(" MB;")[0], result.stderr, written


@cache
def plain(call):
    """Return what a call gives without the option."""
    return made(*CALLS[call])


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    for name in ("old", "new"):
        shutil.copytree(Path(__file__).parents[1] / "data", folder / name)
    events = folder / "new" / "events.csv"
    events.write_text(events.read_text().replace("SALT II signed", "SALT II was signed"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run("map", "--site", "deveselu", "-o", "page.html").exit_code == 0
        yield folder


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize(("call", "option"), TRIED, ids=lambda one: one.replace(" ", "-"))
def test_an_option_changes_the_answer_or_is_refused(desk, monkeypatch, call, option):
    monkeypatch.chdir(desk)
    arguments, file = CALLS[call]
    (flag,) = (max(param.opts, key=len) for param in PARAMS[arguments[0]] if param.name == option)
    values = {"figure": {"projection": ["equal-area"]}}.get(call, {}).get(option, GIVEN[option])
    base = plain(call)
    assert base[0] == 0, base
    code, *answer = made([*arguments, flag, *values], file)
    if code:
        # One line for the fault, and before it how words were read.
        told = [line for line in answer[1].splitlines() if " read as " not in line]
        assert len(told) == 1, answer[1]
        assert (answer[0], answer[2]) == ("", [])
        assert code == 2 or not re.search("leave out|says? nothing of|write one of them", told[0])
    elif answer == [*base[1:]]:
        assert is_heeded_in_silence(call, option)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("what", Listing)
def test_a_list_refuses_each_filter_that_says_nothing_of_it_and_takes_the_others(what):
    for name in FILTERS:
        flag = f"--{name.replace('_', '-')}"
        if name in FITTING[what]:
            assert run("list", what, flag, *GIVEN[name], "--json").exit_code == 0
            continue
        word = {"as_of": "day"}.get(name, name)
        told = refused(2, "list", what, flag, *GIVEN[name])
        assert told.startswith(f"{word} says nothing of {what}; write ")
        with pytest.raises(CombinationError, match=f"^{word} says nothing of {what}; write "):
            infmap.list_table(CAT, what, **{name: GIVEN[name][0]})
    # It is told before anything else is wrong, and of all at once.
    if what is Listing.CAPITALS:
        told = refused(2, "list", what, "--site", "shuya", "--theme", "eliminated")
        remedy = "write country or as_of, or no filter"
        assert told == f"site and theme say nothing of capitals; {remedy}"


def test_a_filter_for_all_there_is_is_none():
    for what in (Listing.CAPITALS, Listing.EVENTS):
        whole = infmap.list_table(CAT, what)
        assert infmap.list_table(CAT, what, account="all", site=[], kind=()) == whole
    assert infmap.list_table(CAT, "capitals", theme="all") == infmap.list_table(CAT, "capitals")


@pytest.mark.parametrize(
    ("country", "day", "names"),
    [
        ("Germany", None, ["Berlin"]),
        ("Deutschland", None, ["Berlin"]),
        ("NL", None, ["Amsterdam", "The Hague"]),
        ("West Germany", "1988-06-01", ["Bonn"]),
        ("BRD", "1988-06-01", ["Bonn"]),
        ("Germany", "1988-06-01", ["Bonn", "East Berlin"]),
        ("Yemen", "1988-06-01", ["Aden", "Sana'a"]),
        ("DE", "1990-10-03", ["Berlin", "Bonn"]),
        ("East Germany", "1988-06-01", ["East Berlin"]),
        ("Soviet Union", "1988", ["Moscow"]),
        ("Iceland", None, ["Reykjavik"]),
        (["Poland", "Latvia"], None, ["Riga", "Warsaw"]),
    ],
)
def test_capitals_and_cities_are_those_of_a_country(country, day, names):
    rows = infmap.list_table(CAT, "capitals", country=country, as_of=day)
    assert sorted(row["name"] for row in rows) == names
    if day is None:
        cities = infmap.list_table(CAT, "cities", country=country)
        assert {row["country"] for row in cities} == {row["country"] for row in rows}
        assert len(cities) > 2


def test_a_country_without_a_capital_that_day_says_so():
    told = refused(1, "list", "capitals", "--country", "Soviet Union")
    assert told == (
        "no place of Soviet Union is on file at present; ask for a day on which it stood"
    )
    assert refused(1, "list", "cities", "--country", "Narnia").startswith("no country 'Narnia'")
    assert "Armenia" in refused(1, "list", "capitals", "--country", "Armenai")


@pytest.mark.parametrize("site", ["shuya", "deveselu", "waldheide"])
def test_events_and_sources_of_a_site_are_of_what_is_there(site):
    cut = CAT.select(site=site)
    ids = {*cut.sites[0].system_ids}
    whole = infmap.list_table(CAT, "events")
    rows = infmap.list_table(CAT, "events", site=site)
    assert 0 < len(rows) < len(whole) / 4
    words = {
        "shuya": ("9M729", "SSC-8", "Iskander-M", "Iskander", "Shuya"),
        "deveselu": ("Mk 41", "Aegis Ashore", "SM-3", "Deveselu"),
        "waldheide": ("Pershing II", "Waldheide"),
    }[site]
    assert all(any(word in row["title"] for word in words) for row in rows), rows
    missed = [row["title"] for row in whole if row not in rows]
    assert not [title for title in missed if any(word in title for word in (words[0], words[-1]))]
    sources = {row["id"] for row in infmap.list_table(CAT, "sources", site=site)}
    claims = infmap.list_table(CAT, "claims", site=site)
    assert {row["system_id"] for row in claims} <= ids
    assert {row["source_id"] for row in claims} - {""} <= sources
    assert {one for row in cut.deployment_rows for one in row.source_ids} <= sources
    assert {one for row in rows for one in row["source_ids"]} <= sources
    assert len(sources) < len(CAT.source_rows) / 4
    assert "geonames" not in sources
    # Of an account they are those of its figures.
    of_account = infmap.list_table(CAT, "sources", site=site, account="opponent")
    figures = infmap.list_table(CAT, "claims", site=site, account="opponent")
    assert {row["id"] for row in of_account} == {row["source_id"] for row in figures} - {""}


@pytest.mark.parametrize(
    ("words", "kinds"),
    {
        "ballistic missiles": ["GLBM", "ICBM", "SLBM"],
        "cruise": ["GLCM", "SLCM", "ALCM"],
        "hypersonic glide": ["boost-glide"],
        "Drones": ["UAV"],
        "missile defence": ["interceptor"],
    }.items(),
)
def test_a_kind_may_be_asked_for_in_peoples_words(words, kinds):
    assert CAT.select(kind=words) == CAT.select(kind=kinds)
    assert {*CAT.select(kind=words).filters} == {("kind", tuple(kinds))}


@pytest.mark.parametrize(
    "word", ["missiles", "Missile", "rocket missiles", "cruises missiles", "s"]
)
def test_a_kind_that_there_is_not_is_told_as_it_was_asked_for(word):
    with pytest.raises(UnknownIdError, match=f"^no kind '{word}'; "):
        CAT.select(kind=word)


def test_systems_are_listed_by_what_they_are_also_where_none_is_reported():
    pakistani = {row.id for row in CAT.system_rows if "Pakistan" in row.operator}
    rows = infmap.list_table(CAT, "systems", operator="Pakistan")
    assert {row["id"] for row in rows} == pakistani
    assert "babur" in pakistani - {row.system_id for row in CAT.deployment_rows}
    cruise = {row.id for row in CAT.system_rows if str(row.kind) in {"GLCM", "SLCM", "ALCM"}}
    rows = infmap.list_table(CAT, "systems", kind="cruise")
    assert {row["id"] for row in rows} == cruise
    rows = infmap.list_table(CAT, "systems", kind="cruise", operator="Pakistan")
    assert {row["id"] for row in rows} == cruise & pakistani
    assert [row["id"] for row in infmap.list_table(CAT, "systems", system="babur")] == ["babur"]
    claims = infmap.list_table(CAT, "claims", operator="Pakistan", account="operator")
    assert len(claims) == sum(
        row.system_id in pakistani and row.account == "operator" for row in CAT.claim_rows
    )
    assert {row["system_id"] for row in claims} <= pakistani
    assert {row["account"] for row in claims} == {"operator"}
    # What is the report's, not the system's, asks for reports: a site, a theme, a day.
    there = {row["id"] for row in infmap.list_table(CAT, "systems", theme="third-parties")}
    assert "babur" not in there
    assert there == {row.system_id for row in CAT.deployment_rows if row.theme == "third-parties"}
    # A holder by a report alone has it too.
    held = {"site": "A", "system": "9m729", "lon": 20, "lat": 50, "operator": "Ruritania"}
    own = infmap.load(deployments=[held])
    (row,) = infmap.list_table(own, "systems", operator="Ruritania")
    assert row["id"] == "9m729"
    with pytest.raises(NothingLeftError):
        infmap.list_table(CAT, "systems", kind="glide", operator="Pakistan")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "only",
    [
        {"site": "shuya"},
        {"operator": "Pakistan"},
        {"theme": "debate"},
        {"kind": "cruise", "account": "operator"},
        {"country": "Romania", "as_of": "2019"},
    ],
    ids=str,
)
def test_a_catalogue_cut_before_is_listed_as_one_that_is_asked(only):
    for what in (Listing.CLAIMS, Listing.SOURCES):
        assert infmap.list_table(CAT.select(**only), what) == infmap.list_table(CAT, what, **only)
    only = {name: asked for name, asked in only.items() if name != "account"}
    for what in set(Listing) - {Listing.CAPITALS, Listing.CITIES}:
        assert infmap.list_table(CAT.select(**only), what) == infmap.list_table(CAT, what, **only)


# --- What is asked for is looked up before it is filtered -----------------------------------------

CUTS = [
    *(("theme", str(theme)) for theme in Theme),
    *(("operator", "Israel"), ("kind", "glide"), ("country", "Latvia")),
    *(("system", "shaheen-ii"), ("site", "shuya")),
]
#: Each site, with a filter that leaves it out.
SITE_CUTS = [
    (site.id, name, value)
    for name, value in CUTS
    for left in [{one.id for one in CAT.select(**{name: value}).sites}]
    for site in CAT.sites
    if site.id not in left
]


@each(sampled(SITE_CUTS, 60), [" ".join(cut) for cut in sampled(SITE_CUTS, 60)])
def test_a_site_that_a_filter_leaves_out_is_never_denied_nor_another_place(cut):
    site, name, value = cut
    told = rf"^nothing is left at {re.escape(CAT.site(site).name)} after the filter by {name} \("
    left = CAT.select(**{name: value})
    for ask in (
        lambda: infmap.show(left, site),
        lambda: infmap.show(CAT, site, **{name: value}),
        lambda: left.site(site),
        lambda: left.site(CAT.site(site).name),
    ):
        with pytest.raises(NothingLeftError, match=told):
            ask()


@pytest.mark.parametrize("ident", ["shuya", "sarny", "novosibirsk", "kaliningrad", "deveselu"])
def test_show_refuses_a_site_of_another_theme_as_coverage_does(ident):
    theme = "debate" if ident in ("sarny", "novosibirsk") else "after-inf"
    told = refused(1, "show", ident, "--theme", theme)
    assert told.startswith(f"nothing is left at {CAT.site(ident).name} after the filter by theme")
    refused(1, "coverage", "--site", ident, "--theme", theme)
    # What it says to do shows it.
    assert run("show", ident).exit_code == 0


def test_a_system_is_shown_only_where_filters_leave_it_but_on_any_day():
    with pytest.raises(NothingLeftError, match=r"^nothing is left of 9M729 .* theme \(eliminated"):
        infmap.show(CAT, "9m729", theme="eliminated")
    with pytest.raises(NothingLeftError, match=r"^nothing is left of 9M729 .* operator \(Germany"):
        infmap.show(CAT, "9m729", operator="Germany")
    with pytest.raises(NothingLeftError, match=r"^nothing is left of Babur .* theme"):
        infmap.show(CAT.select(theme="debate"), "babur")
    assert infmap.show(CAT, "babur", operator="Pakistan", kind="cruise")[0]["id"] == "babur"
    (card,) = infmap.show(CAT, "9m729", as_of="1988-01-01", account="operator")
    assert card["deployments"] == []
    assert {claim["account"] for claim in card["claims"]} == {"operator"}
    (card,) = infmap.show(CAT, "iskander-m", site="shuya")
    assert {row["site_id"] for row in card["deployments"]} == {"shuya"}


@pytest.mark.parametrize(
    ("ident", "only", "told"),
    [
        ("warsaw", {"site": "shuya"}, "site says nothing of capitals; write country or as_of"),
        ("gdansk", {"theme": "debate"}, "theme says nothing of places; write country or as_of"),
        ("warsaw", {"country": "Germany"}, "nothing is left of warsaw after the filter by country"),
        ("gdansk", {"country": "DE"}, "nothing is left of Gdańsk after the filter by country (DE)"),
        ("54,20", {"country": "PL"}, "nothing is left of 54N 20E after the filter by country"),
        ("geonames", {"site": "shuya"}, "nothing is left of geonames after the filter by site"),
        ("soviet-pershing-ia", {"account": "operator"}, "account says nothing of allegations; "),
        ("soviet-pershing-ia", {"system": "9m729"}, "nothing is left of soviet-pershing-ia after"),
        ("2019-08-02-treaty-ends", {"site": "shuya"}, "nothing is left of 2019-08-02-treaty-ends"),
        ("2019-08-02-treaty-ends", {"as_of": "1988"}, "nothing is left of 2019-08-02-treaty-ends"),
    ],
)
@pytest.mark.filterwarnings("ignore::infmap.ReadingNote")
def test_what_is_no_site_is_shown_if_its_list_has_it(ident, only, told):
    with pytest.raises(InfmapError, match=f"^{re.escape(told)}"):
        infmap.show(CAT, ident, **only)
    (name,), (value,) = only.keys(), only.values()
    code = 2 if "says nothing" in told else 1
    assert refused(code, "show", ident, f"--{name.replace('_', '-')}", value).startswith(told)


@pytest.mark.filterwarnings("ignore::infmap.ReadingNote")
def test_a_filter_that_holds_leaves_the_card_as_it_is():
    for ident, only in (
        ("warsaw", {"country": "Polska"}),
        ("gdansk", {"country": "PL"}),
        ("2019-08-02-treaty-ends", {"as_of": "2020"}),
    ):
        assert infmap.show(CAT, ident, **only) == infmap.show(CAT, ident)
    (event,) = (row for row in CAT.event_rows if row.id == "2016-05-12-deveselu-operational")
    assert infmap.show(CAT, event.id, site="deveselu")[0]["id"] == event.id


# --- A default that nobody wrote is named ---------------------------------------------------------

DAYS = ["1972-01-01", "1983-12-31", "1988-06-01", "1991-06-01", "2005-01-01", "2013-12-13"]
USUAL = re.compile(
    r"no deployment is left on (?P<day>\S+) of debate, the theme shown where none is named "
    r"\(reported since 2013-12-14\); write the theme (?P<themes>.+) or all, or another day"
)


def having(day):
    """Return the themes of the reports that hold on a day, in order."""
    there = {str(row.theme) for row in CAT.deployment_rows if row.stands_on(day)}
    return [str(theme) for theme in Theme if theme in there]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("text", DAYS)
def test_the_theme_that_nobody_wrote_is_named_with_those_that_have_the_day(folder, text):
    day = date.fromisoformat(text)
    (folder / "p.csv").write_text(FILES["places.csv"])
    calls = [
        ["coverage"],
        ["map", "-o", "m.html"],
        ["report", "-o", "r.md"],
        ["figure", "-o", "f.svg"],
        ["rings", "-o", "r.kml"],
        ["screen", "p.csv", "-o", "out"],
        ["compare", "operator", "opponent"],
    ]
    told = {refused(1, *call, "--as-of", text) for call in calls}
    assert len(told) == 1
    found = USUAL.fullmatch(*told)
    assert found["day"] == text
    assert found["themes"].split(", ") == having(day)
    for theme in (*having(day), "all"):
        assert run("coverage", "--as-of", text, "--theme", theme, "--json").exit_code == 0
    with pytest.raises(NothingLeftError) as caught:
        opened(CAT, as_of=text)
    assert {str(caught.value)} == told
    assert sorted(folder.iterdir()) == [folder / "p.csv"]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("command", ["figure -o f.svg", "report -o r.md", "map -o m.html"])
def test_of_a_site_in_focus_the_themes_are_its_own(folder, command):
    focus = ("--focus", "kapustin-yar", "--as-of")
    for day in ("1989-06-01", "1991-05-01"):
        assert refused(1, *command.split(), *focus, day) == (
            f"no deployment is left at Kapustin Yar test range on {day} of debate, the theme shown "
            "where none is named (reported since 2017-02-14); write the theme eliminated or all, "
            "or another day"
        )
        arguments = [*command.split(), *focus, day, "--theme", "eliminated"]
        assert command.startswith("r") or run(*arguments).exit_code == 0
    # It has no report on that day, though the theme has others.
    told = refused(1, *command.split(), *focus, "2014-06-01")
    assert told.startswith("no deployment is left at Kapustin Yar test range on 2014-06-01: what")
    assert told.endswith("; ask for another day")


def test_a_day_that_no_theme_has_is_told_the_days_of_all():
    for call in (["coverage"], ["compare", "operator", "opponent"]):
        told = refused(1, *call, "--as-of", "1950-01-01")
        assert told == (
            "no deployment is left on 1950-01-01: what is asked for is reported since 1971; ask "
            "for another day"
        )


def test_a_theme_that_was_written_is_not_called_a_default():
    told = refused(1, "coverage", "--as-of", "1988-06-01", "--theme", "debate")
    assert told.startswith("no deployment is left on 1988-06-01: what is asked for is reported s")
    # With a site or system named every theme is shown, as before.
    told = refused(1, "coverage", "--site", "shuya", "--as-of", "1988-06-01")
    assert told.endswith("what is asked for is reported since 2015; ask for another day")


def test_two_days_that_the_usual_theme_lacks_name_it():
    told = refused(1, "compare", "1988-06-01", "1987-12-08")
    assert told.startswith("no deployment is left on 1988-06-01 or 1987-12-08 of debate, the theme")
    assert " write the theme eliminated, third-parties or all" in told
    arguments = ("compare", "1988-06-01", "1987-12-08", "--theme", "eliminated", "--json")
    assert run(*arguments).exit_code == 0


def test_the_day_that_nobody_wrote_is_named_where_a_holder_has_nothing_then():
    with pytest.raises(InfmapError) as caught:
        infmap.overlap(CAT, "Warsaw", holder="Soviet Union")
    told = str(caught.value)
    assert ", the last day on file, which is taken where none is named: it is reported " in told
    assert infmap.overlap(CAT, "Warsaw", holder="Soviet Union", as_of="1988-06-01").rows
    with pytest.raises(InfmapError, match=r"^nothing of Soviet Union is on file on 2020-01-01: it"):
        infmap.overlap(CAT, "Warsaw", holder="Soviet Union", as_of="2020-01-01")


@pytest.mark.thorough
def test_a_story_names_the_theme_that_has_the_day(folder):
    Path("s.md").write_text("# T\n\n## S {site=kapustin-yar date=1989-01-01}\n\nText.\n")
    told = refused(1, "story", "s.md", "-o", "s.html")
    assert told == (
        "s.md:3: theme: nothing of debate is reported at Kapustin Yar test range on 1989-01-01; "
        "write theme=eliminated or theme=all"
    )
    for theme in ("eliminated", "all"):
        Path("s.md").write_text(
            f"# T\n\n## S {{site=kapustin-yar date=1989-01-01 theme={theme}}}\n\nText.\n"
        )
        assert run("story", "s.md", "-o", "s.html").exit_code == 0


# --- Exit 2 for how options are combined, 1 for what they name ------------------------------------

TOGETHER = {
    "compare 2019-08-01 2019-08-03 --as-of 2019-08-02": "two days are compared already; leave out",
    "compare operator opponent --account independent": "two accounts are compared already; leave",
    "compare shuya kaliningrad --site deveselu": "two sites are compared already; leave out",
    "compare 9m729 iskander-m --system ss-20": "two systems are compared already; leave out",
    "figure -o f.svg --versus operator opponent --account operator": "two accounts are compared al",
    "figure -o f.svg --versus operator opponent --band 300 3000": "a band is of a figure of one",
    "figure -o f.svg --versus operator opponent --close-up": "close_up is of a figure of one site",
    "figure -o f.svg --versus operator opponent --site shuya --site luga": "a figure is of one si",
    "figure -o f.svg --site shuya --site luga --close-up": "close_up is of a figure of one site",
    "figure -o f.svg --dpi 600": "dpi is of a PNG, and svg has no dots; write .png, or no dpi",
    "map -o m.html --account operator --account opponent": "a page opens on one account (got oper",
    "coverage --json -o x.csv": "json is asked for, and x.csv is another format; write x.json",
    "coverage --format md -o x.csv": "md is asked for, and x.csv is another format; write x.md",
    "coverage --json --format csv": "--json and --format csv are two formats; write one of them",
    "coverage --json --units mi": "--units mi: json stays in km; leave --units out",
    "coverage --targets cities --long --site shuya": "--long is of figures, one by one; leave it",
    "show shuya --json -o x.txt": "json is asked for, and x.txt is another format; write x.json",
    "list sites --account operator": "account says nothing of sites; write site, system, operator",
    "diff . . --day 2026-01-01": "--day: a table tells no day; leave it out, or write json, feed",
    "diff . . --json -o x.csv": "json is asked for, and x.csv is another format; write x.json",
    "screen p.csv -o out --workers 1 --scheduler tcp://x:1": "workers and scheduler are two ways t",
}


@pytest.mark.parametrize("line", TOGETHER)
def test_options_that_exclude_each_other_are_exit_2(folder, line):
    (folder / "p.csv").write_text(FILES["places.csv"])
    told = refused(2, *line.split())
    assert told.startswith(TOGETHER[line])
    assert re.search("; (write|leave|name|choose|give|infmap)|, or ", told)
    assert sorted(folder.iterdir()) == [folder / "p.csv"]


@pytest.mark.parametrize(
    "line",
    [
        "coverage --site nowhere",
        "coverage --theme war",
        "coverage --site shuya --theme eliminated",
        "coverage -o x.gif",
        "figure -o f.svg --versus operator operator",
        "figure -o f.png --dpi 5",
        "show deveselu --theme after-inf",
        "list capitals --country Narnia",
        "screen none.csv -o out",
    ],
)
def test_what_options_name_is_exit_1(folder, line):
    refused(1, *line.split())


def test_arguments_that_exclude_each_other_are_one_error_in_python(tmp_path):
    ax = infmap.plot_map(CAT, focus="shuya", size="column")
    for call in (
        lambda: infmap.compare(CAT, "operator", "opponent", account="operator"),
        lambda: infmap.plot_map(CAT, versus=("operator", "opponent"), account="operator"),
        lambda: infmap.answers(CAT, "Berlin", band=(300, 3000)),
        lambda: infmap.make_map(CAT, account=["operator", "opponent"]),
        lambda: infmap.save_figure(ax, tmp_path / "a.svg", dpi=300),
        lambda: infmap.list_table(CAT, "cities", site="shuya"),
        lambda: infmap.show(CAT, "warsaw", site="shuya"),
    ):
        with pytest.raises(CombinationError):
            call()
    infmap.save_figure(ax, tmp_path / "a.png", dpi=50)
