"""What infmap is cited and packaged by says the same everywhere, and no address that is not set."""

import importlib.util
import json
import re
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import infmap
from infmap.looks import corrections
from infmap.maps.content import page_data

#: A site of a user's own.
OWN = [{"name": "Camp", "lon": 10, "lat": 50, "range_km": 900}]
ROOT = Path(__file__).parents[1]


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


build = script("build_citation")
URLS = {
    "Repository": "https://code.example.org/infmap",
    "DOI": "https://doi.org/10.5281/zenodo.123",
}


@pytest.mark.parametrize("name", build.files(build.project()))
def test_a_file_that_others_read_is_up_to_date(name):
    told = build.files(build.project())[name]
    assert (ROOT / name).read_text("utf-8") == told, "run python scripts/build_citation.py"


def test_an_address_is_set_in_one_place():
    told = build.project()
    urls = told.get("urls", {})
    set_there = build.files(told | {"urls": URLS})
    assert "doi: 10.5281/zenodo.123\n" in set_there["CITATION.cff"]
    assert f"repository-code: {URLS['Repository']}\n" in set_there["CITATION.cff"]
    archived = json.loads(set_there[".zenodo.json"])
    assert archived["related_identifiers"][0]["identifier"] == URLS["Repository"]
    assert f"  repository: {URLS['Repository']}\n" in set_there["conda/recipe.yaml"]
    for text in build.files(told).values():
        found = {*re.findall(r"https?://[^\s\"]+", text)}
        assert found <= {*urls.values()}


def test_corrections_go_where_the_installed_package_says(tmp_path, monkeypatch):
    assert corrections.address() == build.project().get("urls", {}).get("Corrections", "")
    (tmp_path / "METADATA").write_text(
        "Name: infmap\nProject-URL: DOI, https://doi.org/1\nProject-URL: Corrections, a@b.example\n"
    )
    monkeypatch.setattr(corrections, "metadata", lambda _: PathDistribution(tmp_path).metadata)
    monkeypatch.setattr(corrections, "address", corrections.address.__wrapped__)
    assert corrections.address() == "a@b.example"
    assert corrections.report_text("ss-4, CIA").endswith("at a@b.example, with its row: ss-4, CIA")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("address", "asking"),
    [
        ("https://a.example/new", "https://a.example/new?title="),
        ("http://a.example/new?of=data#top", "http://a.example/new?of=data&title="),
        ("a@b.example", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_row_is_named_behind_the_address_of_a_web_page(address, asking, monkeypatch):
    monkeypatch.setattr(corrections, "address", lambda: address)
    assert corrections.asking_address() == asking
    data = page_data(infmap.load(), "shuya", "")
    assert data["corrections"] == asking
    own = infmap.load(deployments=OWN)
    assert page_data(own, own.first_site.id, "")["corrections"] == ""


def addresses(text):
    """Return where the links of a Markdown text lead, and where its pictures lie."""
    parts = [part for token in MarkdownIt().parse(text) for part in token.children or ()]
    return [[part.attrs[name] for part in parts if name in part.attrs] for name in ("href", "src")]


def test_on_a_package_index_no_picture_is_broken_and_no_link_leads_nowhere():
    readme = (ROOT / "README.md").read_text("utf-8")
    told = {name: part for name, part in build.project().items() if name != "urls"}
    links, pictures = addresses(readme.partition("\n## Tests\n")[0])
    assert len(pictures) == 4
    long_description = script("long_description").long_description
    bare = long_description(readme, told)
    assert addresses(bare) == [[], []]
    assert "](" not in bare
    whole = long_description(readme, told | {"urls": URLS})
    start = URLS["Repository"]
    assert addresses(whole) == [
        [f"{start}/blob/v{told['version']}/{path}" for path in links],
        [f"{start}/raw/v{told['version']}/{path}" for path in pictures],
    ]
    for text in (bare, whole):
        assert "pip install infmap &&" in text
        assert "pip install ." not in text


def test_the_recipe_needs_what_the_package_needs():
    text = build.recipe(build.project())
    needs = re.findall(r"^    - ([\w-]+) ", text.partition("  run:\n")[2], re.MULTILINE)
    back = {conda: name for name, conda in build.CONDA_NAMES.items()}
    named = {back.get(name, name) for name in needs} - {"python"}
    wanted = {re.match(r"[\w-]+", one)[0] for one in build.project()["dependencies"]}
    assert named | {*build.NOT_ON_CONDA} == wanted
    assert all(f" {name}" in text for name in build.NOT_ON_CONDA)


def test_the_licences_are_those_of_code_and_data():
    told = build.project()
    assert told["license"] == "MIT AND CC-BY-4.0 AND Unicode-3.0"
    for name in told["license-files"]:
        assert (ROOT / name).stat().st_size > 500
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    assert [one["name"] for one in package["licenses"]] == [build.DATA_LICENCE]


def test_the_versions_of_python_are_told():
    told = build.project()
    least = int(told["requires-python"].removeprefix(">=3."))
    named = [one.rpartition(".")[2] for one in told["classifiers"] if " 3." in one]
    assert named == [str(version) for version in range(least, least + len(named))]
