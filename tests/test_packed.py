"""What a page's file holds of its data: small, the same when unpacked, and read by a person."""

import html
import json
import re
from dataclasses import replace

import pytest
from sample import sampled

import infmap
from infmap.catalogue.values.bands import drawn_bands
from infmap.errors import InfmapError
from infmap.io.escaping import script_json
from infmap.maps.content import page_data
from infmap.maps.embed import embed_snippet
from infmap.maps.outlines import Outlines, number_in, number_text
from infmap.maps.packed import (
    DATA_START,
    block_in,
    digits_of,
    packed,
    runs,
    unpacked,
)
from infmap.maps.rows import BETWEEN, Sentences, records, said, table
from reliability import page_module

CAT = infmap.load()
OWN = [
    {"name": "Camp", "system": "A", "range_km": 700, "lon": 20, "lat": 54, "from": "2019"},
    {"name": "Camp", "system": "B", "range_km": 900, "lon": 20, "lat": 54},
    {"name": "Post", "system": "A", "range_km": 700, "lon": -70.5, "lat": -33},
]
HOSTILE_OWN = [
    {
        "name": '{"fields":["a"],"rows":[]}',
        "system": "__proto__",
        "range_km": 1,
        "lon": 1,
        "lat": 2,
    },
    {"name": "a3bc12", "system": "constructor", "range_km": 7, "lon": 1, "lat": 3},
]
#: Pages of many kinds, each by a function that makes its data.
PAGES = {
    "all": lambda: page_data(CAT, "kaliningrad", "theme=all"),
    "a part": lambda: page_data(CAT.select(site="shuya"), "shuya", ""),
    "a day": lambda: page_data(CAT.select(as_of="1987-12-08"), "mutlangen", ""),
    "another band": lambda: page_data(CAT, "shuya", "", bands=drawn_bands((300, 3000))),
    "tiles": lambda: page_data(CAT, "shuya", "", online_basemap=True),
    "a launcher": lambda: page_data(infmap.load(deployments=OWN), "camp", "", launcher="9m729"),
    "own beside": lambda: page_data(infmap.load(deployments=OWN), "camp", ""),
    "own only": lambda: page_data(infmap.load(deployments=OWN, only_own=True), "camp", ""),
    "own words": lambda: own_words(),
    "no sites": lambda: page_data(replace(CAT, deployment_rows=()), "", ""),
    "no places": lambda: page_data(replace(CAT, capital_rows=(), other_capital_rows=()), "x", ""),
}


def own_words():
    cat = infmap.load(deployments=HOSTILE_OWN, only_own=True)
    return page_data(cat, cat.first_site.id, "")


def plain(data):
    """Return data as a page of infmap 0.1 holds it, each number as the page's script sees it."""
    return json.loads(script_json(data), parse_int=float)


def written(data):
    """Return what comes out of the text that a page's file holds."""
    text = f"<p>{DATA_START}{script_json(packed(data))}</script><p>"
    return json.loads(json.dumps(unpacked(block_in(text))), parse_int=float)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", sampled(PAGES, 3, {"all", "own words", "no sites", "no places"}))
def test_what_is_packed_comes_back_in_full_and_in_order(kind):
    data = PAGES[kind]()
    assert json.dumps(written(data)) == json.dumps(plain(data))


@pytest.mark.skipif(not page_module.ESBUILD.exists(), reason="needs npm ci --prefix page")
def test_the_pages_script_sees_what_python_wrote(browser):
    page = browser.new_page()
    module = page_module.expression("model/packed")
    unpack = f"text => JSON.stringify({module}.unpacked(JSON.parse(text)))"
    for kind in sampled(PAGES, 2, always=["all", "own words", "no sites", "no places"]):
        data = PAGES[kind]()
        seen = page.evaluate(unpack, script_json(packed(data)))
        assert json.dumps(json.loads(seen, parse_int=float)) == json.dumps(plain(data))
    page.close()


def test_the_data_is_about_a_third_of_what_it_was():
    data = PAGES["all"]()
    before, after = (len(script_json(one).encode()) for one in (data, packed(data)))
    assert after < 0.36 * before
    for site in records(packed(data)["sites"]):
        for text in (site["band"], *site["in_range"]):
            assert re.fullmatch(r"(?:([a-j])\d*(?!\1))*", text)


def test_who_searches_a_page_for_a_report_finds_its_words(page_html):
    block = block_in(page_html)
    assert next(iter(block)) == "packing"
    for word in ("row", "fields", "values", "letter", "border", "hundredths of a degree"):
        assert word in block["packing"]
    data = unpacked(block)
    text = page_html.partition(DATA_START)[2]
    reports = [report for site in data["sites"] for report in site["deployments"]]
    assert len(reports) == len(block["reports"]["rows"])
    for record in (*reports, *data["claims"], *data["systems"].values(), *data["verdicts"]):
        for sentence in BETWEEN.split(record.get("note", record.get("reason"))):
            assert script_json(sentence)[1:-1] in text
    for name in (
        *{one["reported_by"] for one in reports},
        *{c["claimant"] for c in data["claims"]},
    ):
        assert script_json(name) in text
    for ident, source in data["sources"].items():
        address = source["url"].removeprefix("https://")
        # A date that ends it may stand in its id alone.
        words, _, date = source["citation"].rpartition(", ")
        told = [source["citation"], *[f"{words}, "] * (date in ident)]
        assert f"[{script_json(ident)}," in text
        assert any(script_json(said) in text for said in told)
        assert script_json(address)[1:-1] in text
    names = {row["properties"]["name"] for row in data["countries"]["features"]}
    assert {"Fiji", "Lesotho"} <= names
    assert all(script_json(name) in text for name in names)


def test_a_record_that_lacks_a_field_is_not_packed_without_it():
    data = PAGES["tiles"]()
    del data["claims"][7]["note"]
    with pytest.raises(KeyError, match="note"):
        packed(data)
    data["claims"][7] |= {"note": "", "more": 1}
    with pytest.raises(KeyError, match="more"):
        packed(data)


@pytest.mark.parametrize("number", [0, 1, 78, 79, 86, 87, 710, 711, 5_767, 36_000, 10**9])
def test_a_number_is_read_as_it_was_written(number):
    text = number_text(number)
    assert number_in(f"!{text}!", 1) == (number, 1 + len(text))
    assert script_json(text) == f'"{text}"'
    assert not set(text) & set(" ;=")


def test_every_hundredth_of_a_degree_comes_back_as_it_was_written():
    line = [[k / 100, -k / 200 if k % 2 == 0 else 0.0] for k in range(-18_000, 18_001)]
    rings = [[*line, line[0]]]
    assert Outlines().coordinates("Polygon", Outlines().text("Polygon", rings)) == rings


def square(west, south, *, clockwise=False):
    ring = [[west, south], [west + 3, south], [west + 3, south + 3], [west, south + 3]]
    between = [[west + 1, south + 3], [west + 1, south + 2], [west + 2, south + 3]]
    ring[3:3] = between[::-1]
    ring.append(ring[0])
    return [ring[::-1] if clockwise else ring]


# An enclave, a neighbour, one drawn again and a ring that turns back on itself.
@pytest.mark.parametrize(
    "shapes",
    [
        [square(0, 0), square(0, 0, clockwise=True)],
        [square(0, 0), square(0, 0), square(3, 0), square(0, 3, clockwise=True)],
        [square(0, 0), [*square(9, 9), *square(0, 0, clockwise=True)]],
        [[[[0, 0], [1, 1], [2, 2], [1, 1], [0, 0], [0, 0]]]] * 2,
        [[[[5, 5], [5, 5]]], [[[5, 5], [6, 6], [5, 5]]], [[[6, 6], [5, 5], [6, 6]]]],
    ],
)
def test_a_border_that_was_drawn_before_comes_back(shapes):
    there, back = Outlines(), Outlines()
    texts = [there.text("Polygon", rings) for rings in shapes]
    found = [back.coordinates("Polygon", text) for text in texts]
    assert json.dumps(found, sort_keys=True) == json.dumps(
        json.loads(json.dumps(shapes), parse_int=float)
    )


def test_a_border_between_two_countries_stands_once():
    outlines = Outlines()
    first, again = (outlines.text("Polygon", square(0, 0, clockwise=k)) for k in (False, True))
    assert "=" not in first
    assert len(again) < 10 < len(first)
    data = PAGES["all"]()
    text = "".join(row[-1] for row in packed(data)["countries"]["rows"])
    assert text.count("=") > 300


@pytest.mark.parametrize("digits", ["", "0", "9", "00", "0120", "1" * 227, "0" * 9 + "12" * 40])
def test_runs_of_digits_are_never_longer_than_the_digits(digits):
    assert digits_of(runs(digits)) == digits
    assert len(runs(digits)) <= len(digits)


# Pages that infmap 0.1 wrote hold the data as it is.


@pytest.fixture
def old_page(tmp_path, page_html):
    old = script_json(unpacked(block_in(page_html)))
    before, start, rest = page_html.partition(DATA_START)
    path = tmp_path / "old.html"
    path.write_text(f"{before}{start}{old}</script>{rest.partition('</script>')[2]}", "utf-8")
    assert path.stat().st_size > 1_500_000
    return path


def test_a_page_of_infmap_0_1_is_embedded(old_page):
    snippet = embed_snippet(f"{old_page}#site=shuya")
    assert 'title="Within range of Shuya, Ivanovo Oblast - infmap"' in snippet
    with pytest.raises(InfmapError, match=r"'shuja'; did you mean shuya\?$"):
        embed_snippet(f"{old_page}#site=shuja")


@pytest.mark.parametrize("age", ["old", "new"])
def test_an_inline_page_holds_its_data_in_the_form_that_its_script_reads(
    age, old_page, tmp_path, page_html
):
    path = old_page
    if age == "new":
        path = tmp_path / "new.html"
        path.write_text(page_html, "utf-8")
    text = path.read_text("utf-8")
    snippet = embed_snippet(f"{path}#site=shuya", inline=True)
    (inside,) = re.findall(r'srcdoc="([^"]*)"', snippet)
    shown = block_in(html.unescape(inside))
    # A page without an address keeps the part of the story that it was made for.
    assert shown == block_in(text) | {"fragment": "site=shuya&theme=debate"}
    assert ("packing" in shown) is (age == "new")


def test_a_source_has_the_number_of_its_row_whatever_its_id():
    data = PAGES["a part"]()
    some, other, *_ = data["sources"].values()
    data["sources"] |= {"2019": some, "__proto__": other, "1": some}
    data["claims"][0] |= {"source_id": "2019"}
    data["claims"][1] |= {"source_id": "no such source"}
    block = packed(data)
    at = block["claims"]["fields"].index("source_id")
    told = [row[at] for row in block["claims"]["rows"]]
    if known := block["claims"]["values"].get("source_id"):
        told = [known[number] for number in told]
    assert block["sources"]["rows"][told[0]][0] == "2019"
    assert told[1] == "no such source"
    assert json.dumps(written(data)) == json.dumps(plain(data))


def test_a_claimant_is_told_by_its_words_only_where_they_are_its_first():
    data = PAGES["a part"]()
    names = {
        "TASS (agency)": "TASS",
        "US State Department": "US State Dept",
        "A  B": "A ",
        "\U0001f680 Watch, by A": "\U0001f680 Watch",
        "": "",
    }
    for claim, (claimant, who) in zip(data["claims"], names.items(), strict=False):
        claim |= {"claimant": claimant, "who": who}
    assert len(data["claims"]) >= len(names)
    assert json.dumps(written(data)) == json.dumps(plain(data))


def test_values_stand_once_only_where_that_is_shorter():
    many = table([{"by": "Soviet Union", "id": f"{k}", "on": k % 2 == 0} for k in range(20)])
    assert many["values"] == {"by": ["Soviet Union"], "on": [True, False]}
    assert many["rows"][:2] == [[0, "0"], [0, "1", 1]]
    assert records(many)[3] == {"by": "Soviet Union", "id": "3", "on": False}
    # 1, true and 1.0 are three values.
    mixed = [{"a field": value} for value in (True, 1, 1.0, "1", None, [1], {"1": 1}) * 40]
    assert [str(row) for row in records(table(mixed))] == [str(row) for row in mixed]
    assert table([]) == {"fields": [], "values": {}, "rows": []}


def test_a_number_in_a_row_is_never_the_value_itself_where_values_are_told_by_numbers():
    once = [*("a long word", "another long word") * 9, "once", [7], None, True]
    rows = table([{"by": value} for value in (*once, 7, 2.0)])
    assert rows["values"] == {"by": ["a long word", "another long word", 7, 2.0]}
    assert rows["rows"][-6:] == [["once"], [[7]], [None], [True], [2], [3]]
    assert [row["by"] for row in records(rows)] == [*once, 7, 2.0]


def test_zeros_at_the_end_of_a_row_are_left_out_and_nothing_else():
    rows = [(0, 0), (0, False), (0, 0.0), (0, None), (0, ""), (0, [])]
    told = table([{"a": a, "b": b} for a, b in rows])
    assert [len(row) for row in told["rows"]] == [0, 2, 2, 2, 2, 2]
    assert str([(row["a"], row["b"]) for row in records(told)]) == str(rows)


@pytest.mark.parametrize(
    "texts",
    [
        ["", ""],
        ["Read. Read.", "Read.  Read.", " Read. "],
        ["No figure; then none.", "No figure; no figure;", "then none."],
        ["[0]", "0", "0. 0. 0."],
    ],
)
def test_a_text_in_parts_is_the_text(texts):
    sentences = Sentences(texts)
    told = [sentences.told(text) for text in texts]
    assert [said(one, sentences.rows) for one in told] == texts
    assert all(isinstance(one, str) or any(type(part) is int for part in one) for one in told)
    assert len(set(sentences.rows)) == len(sentences.rows)


def test_an_address_comes_back_whatever_it_begins_with():
    urls = "", "https://a.org/b", "http://a.org", "https://", "https:// a", " https://a", "//a", "a"
    data = PAGES["all"]()
    for source, url in zip(data["sources"].values(), urls, strict=False):
        source["url"] = url
    assert len(data["sources"]) > len(urls)
    assert json.dumps(written(data)) == json.dumps(plain(data))


def test_a_day_stands_only_where_it_is_not_the_first_of_its_date():
    dates = [
        ("2019", "2019-01-01"), ("2019-02", "2019-02-01"), ("2019-02-03", "2019-02-03"),
        ("2019", "2019-12-31"), ("2019-02", "2019-02-28"),
    ]  # fmt: skip
    data = PAGES["a part"]()
    for event, (date, day) in zip(data["events"], dates, strict=False):
        event |= {"date": date, "day": day}
    days = [row["day"] for row in records(packed(data)["events"])]
    assert days[: len(dates)] == [None, None, None, "2019-12-31", "2019-02-28"]
    assert json.dumps(written(data)) == json.dumps(plain(data))


def test_a_label_is_told_by_its_words_only_where_they_are_the_first_of_the_name():
    data = PAGES["a part"]()
    one, other, *_ = data["systems"].values()
    one |= {"name": "SS-20 Saber (RSD-10 Pioner)", "label": "SS-20 Saber"}
    other |= {"name": "SS-20 Saber", "label": "RSD-10"}
    labels = [row[1] for row in packed(data)["systems"]["rows"].values()]
    assert labels[1] == "RSD-10"
    assert json.dumps(written(data)) == json.dumps(plain(data))


def with_band(text, block):
    block["sites"]["rows"][0][block["sites"]["fields"].index("band")] = text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda block: block.pop("reports"),
        lambda block: block["reports"]["rows"].pop(),
        lambda block: block["sites"]["rows"][0].append(0),
        lambda block: block["sites"].pop("fields"),
        lambda block: block.update(sites=[]),
        lambda block: block.update(systems={"fields": [], "rows": []}),
        lambda block: block["countries"]["rows"][0].__setitem__(-1, [None]),
        lambda block: block["countries"]["fields"].__setitem__(-1, "else"),
    ],
)
def test_a_page_whose_data_was_spoilt_is_refused_in_one_line(spoil, tmp_path, page_html):
    block = block_in(page_html)
    spoil(block)
    path = tmp_path / "map.html"
    path.write_text(f"<title>A</title>{DATA_START}{json.dumps(block)}</script>", "utf-8")
    with pytest.raises(InfmapError, match=r"map\.html: not a page of infmap's; write infmap map"):
        embed_snippet(f"{path}#site=shuya")
