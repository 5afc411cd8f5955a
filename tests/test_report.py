import io
import os
import re
import shutil
import subprocess
import zipfile

import pytest
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.rows import Deployment
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.report.brief import write_brief
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown


@pytest.fixture(scope="module")
def brief(debate):
    return infmap.make_report(debate, focus="shuya")


def test_the_counts_are_those_of_the_coverage_table(cat, brief):
    table = infmap.coverage(cat, site="shuya", theme="debate")
    seats = {row.id for row in cat.capital_rows if row.role == "seat-of-government"}
    table = table[~table["target_id"].isin(seats)]
    nato = table["target_id"].isin({row.id for row in cat.capital_rows if row.in_nato(None)})
    for row, band in zip(
        brief.bands.rows,
        ("below-500", "shorter-range", "intermediate-range", "beyond-5500"),
        strict=True,
    ):
        inside = table["band"] == band
        for start, members in ((1, nato), (5, ~nato)):
            group = table[inside & members]
            counts = [len(group), *((group["reach"] == word).sum() for word in ("all", "some"))]
            assert [int(cell) for cell in row[start : start + 3]] == counts, band


def test_every_capital_in_reach_is_named_once_on_its_side(cat, brief):
    seats = {row.id for row in cat.capital_rows if row.role == "seat-of-government"}
    table = infmap.coverage(cat, site="shuya", theme="debate")
    reached = table[table["reach"].isin(["all", "some"]) & ~table["target_id"].isin(seats)][
        "target"
    ]
    named = [
        name
        for *_, members, others in brief.reached.rows
        for cell in (members, others)
        for name in re.findall(r"(?:^|, )([^,()]+) \(\d", cell)
    ]
    assert sorted(named) == sorted(reached)


def test_parties_that_disagree_get_verdicts_that_disagree(brief):
    verdicts = {
        (row[1], row[-2], row[-1]) for row in brief.claims.rows if row[0].startswith("9M729")
    }
    assert ("up to 480 km", "below", "II(6)") in verdicts
    assert any(outcome == "banned" for _, outcome, _ in verdicts)


def test_people_in_cities_are_those_of_the_exposure_table(debate, brief):
    table = infmap.exposure(debate, site="shuya")
    bands = table[table["area"] == "band"]
    assert [row[-1] for row in brief.bands.rows] == [
        f"{people / 1e6:.1f} million" for people in bands["people"]
    ]
    ring = table.query("max_km == 2500 and system_id == '9m729'")["people"].item()
    assert any(
        row[1:6:4] == ("up to 2500 km", f"{ring / 1e6:.1f} million") for row in brief.claims.rows
    )


def test_every_citation_has_its_source_and_every_source_is_cited(brief):
    cited = [
        number
        for notes in (
            *brief.claims.notes,
            *(point.notes for point in (*brief.reports, *brief.charges)),
        )
        for number in notes
    ]
    assert set(cited) == set(range(1, len(brief.sources) + 1))


def test_the_same_catalogue_gives_the_same_bytes(debate, brief):
    again = infmap.make_report(debate, focus="shuya")
    assert as_html(again) == as_html(brief)
    assert as_markdown(again, "map.png") == as_markdown(brief, "map.png")


def test_the_command_names_the_site_and_writes_one_file(tmp_path):
    path = tmp_path / "brief.html"
    result = CliRunner().invoke(app, ["report", "-o", str(path), "--site", "Deveselu"])
    assert result.exit_code == 0, result.output
    assert "Deveselu" in result.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["brief.html"]


def test_a_suffix_of_no_format_is_refused_and_nothing_written(tmp_path, brief):
    with pytest.raises(InfmapError, match=r"no format for the suffix '.docx'; write .html or .md"):
        infmap.save_report(brief, tmp_path / "brief.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_brief_that_cannot_be_written_leaves_no_picture_behind(tmp_path, brief):
    (tmp_path / "brief.md").mkdir()
    with pytest.raises(InfmapError, match="is a folder"):
        infmap.save_report(brief, tmp_path / "brief.md")
    assert [file.name for file in tmp_path.iterdir()] == ["brief.md"]
    with pytest.raises(InfmapError, match="folder does not exist"):
        infmap.save_report(brief, tmp_path / "none" / "brief.md")
    (tmp_path / "file_files").write_text("mine")
    with pytest.raises(InfmapError):
        infmap.save_report(brief, tmp_path / "file.md")
    assert (tmp_path / "file_files").read_text() == "mine"


def test_pandoc_makes_a_word_file_with_the_picture_and_the_tables(tmp_path, brief):
    if shutil.which("pandoc") is None:
        if os.environ.get("CI"):
            pytest.fail("pandoc is missing; install Debian's pandoc")
        pytest.skip("no pandoc; install Debian's pandoc")
    infmap.save_report(brief, tmp_path / "brief.md")
    run = subprocess.run(
        ["pandoc", "brief.md", "-o", "brief.docx"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "brief.docx").read_bytes())) as docx:
        pictures = [name for name in docx.namelist() if name.startswith("word/media/")]
        text = docx.read("word/document.xml").decode()
    assert len(pictures) == 1
    assert text.count("<w:tbl>") == 3
    plain = re.sub(r"<[^>]+>", "", text)
    assert "US State Department (opponent)" in plain
    assert "\\" not in plain


@pytest.fixture(scope="module")
def hostile_brief(debate, hostile):
    text = " ".join(hostile)
    deployment = Deployment(
        id="h", site_id="h", site=text, country=text, system_id="9m729", reported_by=text,
        note=f"{text} =1+1 $x$ @cite {{{{< include x >}}}}", source_ids=["h"], lon=30, lat=50,
    )  # fmt: skip
    source = debate.source_rows[0].model_copy(
        update={"id": "h", "title": text, "URL": "javascript:alert(1)"}
    )
    changed = {
        "system_rows": [row.model_copy(update={"name": text}) for row in debate.system_rows],
        "claim_rows": [row.model_copy(update={"claimant": text}) for row in debate.claim_rows],
        "allegation_rows": [
            row.model_copy(update={"charge": text, "answer": text})
            for row in debate.allegation_rows
        ],
    }
    return infmap.make_report(
        infmap.Catalogue(
            **{name: tuple(rows) for name, rows in changed.items()},
            deployment_rows=(deployment,),
            capital_rows=debate.capital_rows,
            source_rows=(*debate.source_rows, source),
        )
    ), text


@pytest.mark.browser
def test_text_from_the_data_shows_as_itself_in_the_page(browser, tmp_path, hostile_brief):
    brief, text = hostile_brief
    path = tmp_path / "brief.html"
    infmap.save_report(brief, path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    complaints, requests = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    assert text in page.locator("h1").inner_text()
    assert page.locator("script").count() == 0
    assert page.locator("img").count() == 1
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.evaluate("document.querySelector('img').naturalWidth") > 100
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_text_from_the_data_shows_as_itself_in_markdown(hostile_brief, tmp_path):
    if shutil.which("pandoc") is None:
        if os.environ.get("CI"):
            pytest.fail("pandoc is missing; install Debian's pandoc")
        pytest.skip("no pandoc; install Debian's pandoc")
    brief, _ = hostile_brief
    run = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", "html", "--wrap=none", "--no-highlight"],
        input=as_markdown(brief, "map.png"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    html = run.stdout
    assert "<script" not in html
    assert "<img src=x" not in html
    assert html.count("<img") == 1
    assert "<b>" not in html
    assert 'class="math' not in html
    assert 'class="citation' not in html


@pytest.mark.browser
def test_it_prints_on_a4_within_four_pages_and_no_table_runs_over(browser, tmp_path, brief):
    path = tmp_path / "brief.html"
    infmap.save_report(brief, path)
    context = browser.new_context(offline=True, viewport={"width": 680, "height": 960})
    page = context.new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    pdf = page.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf
    context.close()


def test_what_an_interval_leaves_open_is_not_laid_to_a_missing_maximum(cat):
    brief = write_brief(site_answer(cat, cat.site("kapustin-yar")), figure=b"", picture=b"")
    assert "without a maximum" not in " ".join([*brief.summary, *brief.method])
    # Beside figures without a maximum stand intervals; of the former alone that is said.
    endless = [
        claim
        for claim in cat.claims_at(cat.site("kapustin-yar"))
        if claim.at_least_km and claim.up_to_km is None
    ]
    assert (
        f"{len(endless)} figures name no maximum: beyond their lower bound nothing is decided."
        in (brief.summary)
    )
