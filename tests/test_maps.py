"""The page as a text: sealed, reproducible, and inert whatever its data says."""

import re
import subprocess
import sys

import folium
import pytest
import xyzservices.providers
from sample import sampled

import infmap
from infmap.errors import InfmapError, ReadingNote
from infmap.maps import page_text
from infmap.maps.opening import _why_not, opened
from infmap.maps.packed import block_in, unpacked
from infmap.maps.policy import picture_host
from infmap.maps.titles import title_of
from infmap.maps.unscripted import unscripted


def policy_of(html):
    return re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")


def data_of(html):
    return unpacked(block_in(html))


def test_the_page_links_to_nothing(page_html):
    tags = re.sub(r"<script.*?</script>", "", page_html, flags=re.S)
    assert not re.findall(r'(?:src|href)\s*=\s*"(?!#)[^"]*"', tags)
    assert not re.findall(r"url\((?!data:|#)", tags)
    assert "@import" not in tags


def test_the_policy_names_every_script_and_style_by_its_hash_and_forbids_requests(page_html):
    policy = policy_of(page_html)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    scripts, styles = (re.findall(f"<{tag}>", page_html) for tag in ("script", "style"))
    # The second style is for where scripts are switched off.
    assert (len(scripts), len(styles)) == (3, 2)
    assert policy.count("'sha256-") == 5
    assert "http" not in policy
    assert "unsafe" not in policy


def test_a_legend_of_the_callers_may_bring_its_own_style(cat):
    legend = infmap.make_map(cat, theme="debate")
    legend.get_root().html.add_child(folium.Element('<p style="color:red">Mine</p>'))
    assert "style-src 'unsafe-inline'" in policy_of(legend.get_root().render())


def test_two_maps_have_the_same_bytes(cat, page_html):
    assert infmap.make_map(cat, theme="debate").get_root().render() == page_html


def test_a_map_can_be_rendered_twice(cat):
    m = infmap.make_map(cat, theme="debate")
    assert m.get_root().render() == m.get_root().render()


def test_the_page_is_at_most_nine_tenths_of_a_megabyte(page_html):
    assert len(page_html.encode()) <= 900_000


ASKED = [
    {},
    {"focus": "deveselu", "mode": "overview", "units": "mi", "band": (300, 3000)},
    {"pin": (20.5, 54.7, 500), "view": (4, 50, 20), "as_of": "2019-02-10"},
    {"tiles": "OpenStreetMap Mapnik"},
]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("asked", sampled(ASKED, 1, ASKED[1:2]))
def test_a_page_is_what_its_map_saves(cat, asked):
    assert page_text(opened(cat, **asked)) == infmap.make_map(cat, **asked).get_root().render()


def test_a_page_without_additions_is_written_without_folium_and_rings_without_geopandas(tmp_path):
    code = (
        "import sys, infmap.cli\n"
        "for name in ('map.html', 'rings.geojson'):\n"
        "    infmap.cli.app([name.split('.')[0], '-o', name], standalone_mode=False)\n"
        "print({'folium', 'branca', 'pandas', 'geopandas', 'matplotlib'} & {*sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


def test_leaflets_images_are_in_a_page_only_where_something_was_added(cat, page_html):
    m = infmap.make_map(cat)
    folium.Marker([50, 10]).add_to(m)
    html = m.get_root().render()
    assert "L.Icon.Default.mergeOptions({" in html
    assert html.count("data:image/png") == 6
    assert "data:image/png" not in page_html
    assert "url(images/" not in page_html


def test_the_page_is_a_document_with_a_language_and_a_title(page_html):
    assert page_html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page_html.count("<!DOCTYPE") == 1
    assert "<title>Within range of Shuya" in page_html


def test_the_page_opens_on_the_focus_asked_for(cat):
    html = infmap.make_map(cat, focus="Redzikowo").get_root().render()
    assert data_of(html)["first_site"] == "redzikowo"
    assert "site=redzikowo" in data_of(html)["fragment"]


def test_the_sealed_map_leaves_foliums_own_maps_alone(cat):
    infmap.make_map(cat, theme="debate")
    assert "leaflet" in folium.Map().get_root().render()


def test_a_notebook_shows_the_page_in_a_frame(cat):
    shown = infmap.make_map(cat, theme="debate")._repr_html_()
    assert shown.startswith("<iframe srcdoc=")


def test_tiles_name_their_host_and_no_other(cat):
    html = infmap.make_map(cat, theme="debate", tiles="OpenStreetMap Mapnik").get_root().render()
    policy = policy_of(html)
    assert {host for host in re.findall(r"https://[^\s;]+", policy)} == {
        "https://tile.openstreetmap.org"
    }
    named = [part.split()[0] for part in policy.split(";") if "https://" in part]
    assert named == ["img-src"]
    assert data_of(html)["countries"] is None
    with pytest.raises(InfmapError, match=r"^no online basemap 'Atlantis'; write a name such as"):
        infmap.make_map(cat, tiles="Atlantis")
    with pytest.raises(InfmapError, match="asks for a key"):
        infmap.make_map(cat, tiles="MapBox")


@pytest.mark.parametrize(
    ("tiles", "fault"),
    [
        ("MapBox", "asks for a key of its provider's"),
        ("JusticeMap.income", "is no longer served"),
        ("Esri.ArcticImagery", "is in another projection than Mercator, the page's"),
        ("Esri.AntarcticBasemap", "is in another projection than Mercator, the page's"),
        (
            "GeoportailFrance.Orthoimagery_Orthophotos_Low_res_Crs84",
            "is in another projection than Mercator, ",
        ),
        ("MtbMap", "comes over http, which browsers do not show in a page of the web"),
    ],
)
def test_a_basemap_that_no_page_shows_is_refused_in_one_line(cat, tiles, fault):
    with pytest.raises(InfmapError) as refused:
        infmap.make_map(cat, tiles=tiles)
    assert str(refused.value).startswith(f"the basemap {tiles} {fault}")
    assert str(refused.value).endswith("; choose another, such as 'OpenStreetMap Mapnik'")


def test_every_basemap_is_refused_or_named_in_the_policy_of_the_page(cat):
    """All of them by the rules alone, one by its page."""
    every = xyzservices.providers.flatten().values()
    shown = [one for one in every if _why_not(one) is None]
    assert len(shown) > 500
    hosts = {picture_host(one.build_url(fill_subdomain=False)) for one in shown}
    assert all(re.fullmatch(r"https://(\*\.)?[a-z0-9.-]+", host) for host in hosts)
    html = infmap.make_map(cat, tiles="OneMapSG.Grey").get_root().render()
    assert "img-src data: https://*.onemap.sg " in html


@pytest.fixture
def one_camp():
    """Return a function that makes tables of own sites at a latitude, with one place."""

    def make(lat, *names):
        camp = {"range_km": 500, "lat": lat, "lon": 20}
        rows = [{"name": name, **camp, "lon": 20 + k} for k, name in enumerate(names or "A")]
        place = [{"name": "Place", "lat": 1, "lon": 1}]
        return infmap.load(deployments=rows, capitals=place, only_own=True)

    return make


@pytest.mark.parametrize("view", [(99, 52, 20), (4, 100, 20), (4, 52, float("nan")), (4, 52)])
def test_a_view_that_the_page_would_drop_is_refused(cat, view):
    with pytest.raises(
        InfmapError, match="view must be a zoom of 0 to 9, a latitude and a longitude"
    ):
        infmap.make_map(cat, view=view)


@pytest.mark.parametrize("view", [(0, -90, -540), (9, 90, 540)])
def test_a_view_at_the_ends_is_taken(one_camp, view):
    assert (
        opened(one_camp(54), view=view)
        .data["fragment"]
        .endswith(f"&view={'/'.join(map(str, view))}")
    )


@pytest.mark.parametrize("name", ["OpenTopoMap", "NASAGIBS.ViirsEarthAtNight2012"])
def test_a_basemap_in_mercator_is_taken_whatever_its_set_of_tiles_is_called(one_camp, name):
    assert opened(one_camp(54), tiles=name).tiles.name == name


@pytest.mark.parametrize("km", [0.1, 19900])
def test_a_launcher_of_the_least_and_the_most_range_is_taken(one_camp, km):
    assert f"&pin=20,54,{km}" in opened(one_camp(54), pin=(20, 54, km)).data["fragment"]


def test_the_figure_of_a_launcher_that_nobody_reported_says_so_without_a_script(one_camp):
    shown = opened(one_camp(54), pin=(20, 54, 500))
    told = unscripted(shown.answer, is_launcher=shown.is_launcher)
    assert told.figures == ("Hypothetical missile, up to 500 km, hypothetical (user)",)


@pytest.mark.parametrize(("lat", "polar"), [(-70.1, True), (-70, False), (80, False), (80.1, True)])
def test_a_page_opens_on_true_distances_near_a_pole(one_camp, lat, polar):
    fragment = opened(one_camp(lat)).data["fragment"]
    assert fragment.endswith("&projection=true-distance") == polar


@pytest.mark.parametrize(("letters", "shown"), [(200, "A" * 200), (201, "A" * 199 + "…")])
def test_the_title_of_a_page_holds_200_letters_of_a_name(one_camp, letters, shown):
    assert opened(one_camp(54, "A" * letters)).title == f"Within range of {shown} - infmap"


def test_a_callers_own_figures_are_called_so_where_they_are_compared(one_camp):
    data = opened(one_camp(54)).data
    told = title_of(data, "mode=compare&left=user&right=all")
    assert told == "My own and All compared - infmap"
    told = title_of(data, "mode=compare&site=what-if")
    assert told == "Two accounts of a hypothetical launcher compared - infmap"


def test_a_page_steps_through_the_first_and_the_last_day_of_own_reports():
    camp = {"name": "A", "lat": 54, "lon": 20, "range_km": 500}
    days = {"first_reported": "2023", "until": "2024-06"}
    data = opened(infmap.load(deployments=[camp | days], only_own=True)).data
    assert [(event["date"], event["day"], event["title"]) for event in data["events"]] == [
        ("2023", "2023-01-01", "A, Own range 500 km: first reported"),
        ("2024-06", "2024-06-30", "A, Own range 500 km: last there"),
    ]


@pytest.mark.parametrize(
    ("limit", "told"),
    {
        "MOST_SITES": "sites (got 1); choose some by site, system or theme, or write all",
        "MOST_RINGS": "figures, each counted at each of its sites (got 1); choose some by site",
        "MOST_ANSWERS": "answers, one for each figure of a site and each place (got 1); choose",
    }.items(),
)
def test_what_is_too_much_for_a_page_is_told_with_what_to_do(one_camp, monkeypatch, limit, told):
    monkeypatch.setattr(f"infmap.maps.opening.{limit}", 0)
    with pytest.raises(InfmapError) as refused:
        opened(one_camp(54))
    assert str(refused.value).startswith(f"a page holds up to 0 {told}")


def test_of_more_places_than_open_fast_a_note_says_so(one_camp, monkeypatch):
    monkeypatch.setattr("infmap.maps.opening.MANY_PLACES", 0)
    with pytest.warns(ReadingNote) as told:
        opened(one_camp(54))
    assert [str(one.message) for one in told if "places" in str(one.message)] == [
        "1 places: up to 0 a page opens as fast as with the capitals; infmap screen measures "
        "tables of any length"
    ]


@pytest.mark.parametrize(
    ("more", "others"), [(0, ""), (1, " and 1 other site"), (2, " and 2 other sites")]
)
def test_a_page_is_described_with_the_number_of_its_other_sites(one_camp, more, others):
    told = opened(one_camp(54, *"ABC"[: more + 1])).description
    assert f"500 to 5500 km of A{others}, and within reach" in told


@pytest.mark.parametrize("system", ["aegis-ashore-mk41", "sm-3-iia"])
def test_a_launcher_of_what_strikes_nothing_is_refused(cat, system):
    with pytest.raises(InfmapError, match=f"no launcher of {system}, which strikes nothing"):
        infmap.make_map(cat, pin=(21.0, 52.2, system))


def test_a_page_needs_no_theme_to_open_on_a_site_outside_the_debate(cat):
    data = data_of(infmap.make_map(cat, focus="greenham-common").get_root().render())
    assert "theme=all" in data["fragment"]
    data = data_of(infmap.make_map(cat.select(theme="eliminated")).get_root().render())
    assert "theme=all" in data["fragment"]


def test_hostile_text_reaches_the_data_unchanged_and_nothing_else(hostile_html, hostile):
    data = data_of(hostile_html)
    assert [site["name"] for site in data["sites"]] == hostile
    outside = re.sub(r'<script type="application/json".*?</script>', "", hostile_html, flags=re.S)
    assert "onerror=alert(1)>" not in outside.replace("&lt;", "")
    assert "<b>bold" not in outside


def test_the_data_block_says_whose_every_figure_is(page_html):
    data = data_of(page_html)
    for site in data["sites"]:
        assert len(site["band"]) == len(data["capitals"])
        assert len(site["in_range"]) == len(site["claims"])
        for index in site["claims"]:
            claim = data["claims"][index]
            assert claim["claimant"]
            assert claim["source_id"] in data["sources"]


def test_the_page_agrees_with_the_table(cat, page_html):
    data = data_of(page_html)
    undated = {"since": None, "until": None}
    places = [row.model_copy(update=undated) for row in cat.capitals_of_any_day]
    table = infmap.coverage(cat, site="deveselu", targets=places)
    table = table.set_index("target_id")
    (site,) = [site for site in data["sites"] if site["id"] == "deveselu"]
    for k, capital in enumerate(data["capitals"]):
        row = table.loc[capital["id"]]
        assert data["bands"][int(site["band"][k])] == row["band"]
        words = {True: "yes", False: "no", None: "open"}
        answers = [data["answers"][int(digits[k])] for digits in site["in_range"]]
        assert answers == [words[entry["in_range"]] for entry in row["accounts"]]


def test_a_claim_has_its_verdict_for_every_time_of_the_treatys_life(page_html):
    data = data_of(page_html)
    assert data["verdict_days"][1:] == [
        *("1987-12-08", "1988-06-01", "1989-12-01", "1991-06-01", "2019-02-02", "2019-08-02"),
    ]

    def outcomes(system, claimant, holder):
        claim = next(
            row
            for row in data["claims"]
            if (row["system_id"], row["claimant"]) == (system, claimant)
        )
        return [data["verdicts"][index]["outcome"] for index in claim["verdicts"][holder]]

    before, after = ["no treaty yet", "signed, not in force"], ["no longer in force"]
    assert outcomes("9m729", "US State Department", "Russia") == [
        *("banned", *before, *["banned"] * 4, *after)
    ]
    assert outcomes("pershing-ia", "CSIS Missile Threat", "United States") == [
        *("banned", *before, "to be eliminated", *["banned"] * 3, *after)
    ]
    assert outcomes("pershing-ii", "Soviet Union", "United States") == [
        *("banned", *before, *["to be eliminated"] * 2, *["banned"] * 2, *after)
    ]
    assert {*outcomes("pershing-ia", "CSIS Missile Threat", "West Germany")} == {"not bound"}


def test_options_that_lead_nowhere_are_refused(cat):
    with pytest.raises(InfmapError, match="no account 'x'"):
        infmap.make_map(cat, account="x")
    few = cat.select(site="shuya", account=("operator", "opponent"))
    with pytest.raises(InfmapError, match="independent is on this page; write one of all, oper"):
        infmap.make_map(few, account="independent")
    with pytest.raises(InfmapError, match="no place 'Warsow'; did you mean warsaw"):
        infmap.make_map(cat, capital="Warsow")
    with pytest.raises(InfmapError, match="no mode 'x'; known: compare, focus"):
        infmap.make_map(cat, mode="x")
    with pytest.raises(InfmapError, match=r"no such position \(lat 210, lon 52\)"):
        infmap.make_map(cat, pin=(52, 210, 1000))
    with pytest.raises(InfmapError, match=r"range is 0\.1 to 19900 km"):
        infmap.make_map(cat, pin=(21, 52, 20000))
    with pytest.raises(InfmapError, match="no system '9m72'; did you mean 9m729"):
        infmap.make_map(cat, pin=(21, 52, "9m72"))
    with pytest.raises(InfmapError, match="nothing is left at RAF Greenham Common after"):
        infmap.make_map(cat, focus="greenham-common", theme="debate")


def test_the_page_opens_on_the_state_asked_for(cat):
    html = (
        infmap.make_map(
            cat,
            account="operator",
            as_of="10 Feb 2019",
            capital="Berlin",
            pin=(21, 52.5, "9m729"),
            view=(4, 50, 20),
        )
        .get_root()
        .render()
    )
    assert data_of(html)["fragment"] == (
        "site=what-if&theme=debate&account=operator&date=2019-02-10&capital=berlin&mode=focus"
        "&pin=21,52.5,9m729&view=4/50/20"
    )


def test_a_page_of_own_sites_has_the_system_of_the_launcher_that_it_opens_on(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("name,lon,lat,range_km\nA,20,54,300\n")
    own = infmap.load(deployments=path)
    assert "9m729" not in opened(own).data["systems"]
    assert "9m729" in opened(own, pin=(21, 52.5, "9m729")).data["systems"]
