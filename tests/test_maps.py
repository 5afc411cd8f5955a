"""The page as a text: sealed, reproducible, and inert whatever its data says."""

import json
import re

import folium
import pytest

import infmap
from infmap.errors import InfmapError


def policy_of(html):
    return re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")


def data_of(html):
    block = re.search(
        r'<script type="application/json" id="infmap-data">(.*?)</script>', html, re.S
    )
    return json.loads(block[1])


def test_the_page_links_to_nothing(page_html):
    tags = re.sub(r"<script.*?</script>", "", page_html, flags=re.S)
    assert not re.findall(r'(?:src|href)\s*=\s*"(?!#)[^"]*"', tags)
    assert not re.findall(r"url\((?!data:|#)", tags)
    assert "@import" not in tags


def test_the_policy_names_every_script_by_its_hash_and_forbids_requests(page_html):
    policy = policy_of(page_html)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    scripts = re.findall(r"<script>", page_html)
    assert policy.count("'sha256-") == len(scripts) == 3
    assert "http" not in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]


def test_two_maps_have_the_same_bytes(cat, page_html):
    assert infmap.make_map(cat, theme="debate").get_root().render() == page_html


def test_a_map_can_be_rendered_twice(cat):
    m = infmap.make_map(cat, theme="debate")
    assert m.get_root().render() == m.get_root().render()


def test_the_page_is_at_most_two_megabytes(page_html):
    assert len(page_html.encode()) <= 2_000_000


def test_the_page_is_a_document_with_a_language_and_a_title(page_html):
    assert page_html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page_html.count("<!DOCTYPE") == 1
    assert "<title>Within range of Kaliningrad Oblast" in page_html


def test_the_page_opens_on_the_focus_asked_for(cat):
    html = infmap.make_map(cat, focus="Redzikowo").get_root().render()
    assert data_of(html)["focus"] == "redzikowo"


def test_anything_of_foliums_can_be_added(cat):
    m = infmap.make_map(cat, theme="debate")
    folium.CircleMarker([50, 10], tooltip="mine").add_to(m)
    html = m.get_root().render()
    assert "L.circleMarker" in html
    assert policy_of(html).count("'sha256-") == 3
    assert isinstance(m, folium.Map)


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
    assert data_of(html)["countries"] is None
    with pytest.raises(InfmapError, match="no online basemap 'Atlantis'; write a name such as"):
        infmap.make_map(cat, tiles="Atlantis")
    with pytest.raises(InfmapError, match="asks for a key"):
        infmap.make_map(cat, tiles="MapBox")


def test_hostile_text_reaches_the_data_unchanged_and_nothing_else(hostile_html, hostile):
    data = data_of(hostile_html)
    assert [site["name"] for site in data["sites"]] == hostile
    outside = re.sub(r'<script type="application/json".*?</script>', "", hostile_html, flags=re.S)
    assert "onerror=alert(1)>" not in outside.replace("&lt;", "")
    assert "<b>bold" not in outside


def test_the_data_block_says_whose_every_figure_is(page_html):
    data = data_of(page_html)
    for site in data["sites"]:
        assert len(data["coverage"][site["id"]]["reach"]) == len(data["capitals"])
        for index in site["claims"]:
            claim = data["claims"][index]
            assert claim["claimant"]
            assert claim["source_id"] in data["sources"]
            for end in (claim["at_least_km"], claim["up_to_km"]):
                assert not end or f"{end:g}" in site["rings"]


def test_the_page_agrees_with_the_table(cat, page_html):
    data = data_of(page_html)
    table = infmap.coverage(cat, site="deveselu").set_index("target_id")
    answers = data["coverage"]["deveselu"]
    for k, capital in enumerate(data["capitals"]):
        row = table.loc[capital["id"]]
        assert answers["distance_km"][k] == round(row["distance_km"], 1)
        assert answers["band"][k] == row["band"]
        assert answers["reach"][k] == row["reach"][0]


@pytest.mark.parametrize("range_km", [0.1, 0.5, 19_900])
def test_the_smallest_and_the_largest_range_can_be_drawn(cat, range_km):
    system = cat.system_rows[0].model_copy(update={"id": "zeus"})
    claim = cat.claim_rows[0].model_copy(update={"system_id": "zeus", "up_to_km": range_km})
    row = cat.deployment_rows[0].model_copy(update={"system_id": "zeus"})
    own = infmap.Catalogue((system,), (claim,), (row,), cat.capital_rows, cat.source_rows)
    html = infmap.make_map(own).get_root().render()
    assert f"{range_km:g}" in data_of(html)["sites"][0]["rings"]
