import html as html_text
import io
import os
import re
import shutil
import subprocess
import zipfile

import pytest
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.coverage import row_distance_text
from infmap.catalogue.rows import Deployment
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.looks.words import range_text, system_label
from infmap.report import docx
from infmap.report.brief import write_brief
from infmap.report.figures import reasons
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown
from infmap.report.record import plain


@pytest.fixture(scope="module")
def brief(debate):
    return infmap.make_report(debate, focus="shuya")


SEVERAL = ["shuya", "kaliningrad", "deveselu"]


@pytest.fixture(scope="module")
def several(debate):
    return infmap.make_report(debate, site=SEVERAL)


@pytest.fixture(scope="module")
def chapter(brief):
    (chapter,) = brief.chapters
    return chapter


@pytest.fixture
def pandoc():
    if shutil.which("pandoc") is None:
        if os.environ.get("CI"):
            pytest.fail("pandoc is missing; install Debian's pandoc")
        pytest.skip("no pandoc; install Debian's pandoc")


def counted(cat, site):
    """Return a site's rows of coverage without seats of government."""
    seats = {row.id for row in cat.capital_rows if row.role == "seat-of-government"}
    return [
        row
        for row in infmap.coverage_rows(cat, site=site, theme="debate")
        if row["target_id"] not in seats
    ]


def test_the_brief_says_what_the_finding_says(debate, brief, chapter):
    found = infmap.finding(debate, "shuya")
    assert chapter.found == found
    assert brief.title == chapter.title == found.title
    assert found.deck in plain(chapter.summary[0])
    told = [one for one in found.accounts if one.account != "all"]
    for one, said in zip(told, chapter.summary[1:], strict=False):
        assert f" ({one.who}): {one.span}." in plain(said)


def test_every_place_in_reach_is_named_in_the_first_lines_with_its_account(debate, chapter):
    said: dict[str, set[str]] = {}
    for one, line in zip(chapter.found.accounts, chapter.summary[1:], strict=False):
        if one.account == "all":
            break
        names = {run.text for run in line[1:]}
        if "All 22 of the opponents" in plain(line):
            names |= said["opponent"]
        said[one.account] = names
        assert set(one.names) <= names, one.account
        strangers = names & ({row["target"] for row in counted(debate, "shuya")} - set(one.names))
        assert strangers == set()
    assert len(said) == 3


def test_names_in_bold_are_natos_on_the_day(cat):
    nato = {row.name: row.in_nato(None) for row in cat.capital_rows}
    (chapter,) = write_brief([site_answer(cat, cat.site("shuya"))]).chapters
    names = [run for line in chapter.summary[1:] for run in line if run.text in nato]
    assert len(names) == 40
    for run in names:
        assert run.strong == nato[run.text], run.text


def figure_in(entry, cat):
    """Return a figure as its row has it."""
    name = system_label(cat.system_by_id[entry["system_id"]].short_name)
    return f"{name}, {range_text(entry['at_least_km'], entry['up_to_km'])}"


def test_the_groups_are_of_places_that_every_figure_treats_alike(debate, chapter):
    rows = counted(debate, "shuya")
    (table,) = chapter.figures
    *parts, counts = table.parts
    claims = [row for part in parts for row in part.rows]
    signs = {True: "\N{BLACK CIRCLE}", False: "\N{EN DASH}", None: "?"}
    n_groups = len(table.columns) - 4
    assert n_groups == len({tuple(e["in_range"] for e in row["accounts"]) for row in rows})
    columns = []
    for k in range(n_groups):
        near, *far = map(float, table.columns[2 + k][-1].text.split("\N{EN DASH}"))
        inside = [row for row in rows if near <= round(row["distance_km"]) <= (far or [near])[0]]
        assert plain(counts.rows[0][2 + k]).split()[0] == str(len(inside))
        columns.append(inside)
    assert sum(map(len, columns)) == len(rows)
    for cells in claims:
        whose = plain(cells[1]).rsplit(", ", 2)[0]
        for k, inside in enumerate(columns):
            for row in inside:
                said = [
                    signs[entry["in_range"]]
                    for entry in row["accounts"]
                    if entry["claimant"] == whose and figure_in(entry, debate) == plain(cells[0])
                ]
                assert said == [plain(cells[2 + k])], (whose, row["target"])


def test_every_place_in_reach_has_its_distance_once(debate, chapter):
    told = re.findall(r"(?:^|, |: )([^,():]+) \((\d+) km", "\n".join(map(plain, chapter.groups)))
    reached = {
        row["target"]: f"{row['distance_km']:.0f}"
        for row in counted(debate, "shuya")
        if row["reach"] in ("all", "some")
    }
    assert dict(told) == reached
    assert len(told) == len(reached)


def test_parties_that_disagree_get_verdicts_that_disagree(chapter):
    rows = [row for table in chapter.figures for row in table.rows]
    assert ("9M729, up to 480 km", "below, II(6)") in {(row[0], row[-1]) for row in rows}
    assert any(row[0].startswith("9M729") and "banned" in row[-1] for row in rows)


def test_people_in_cities_are_those_of_the_exposure_table(debate, chapter):
    table = infmap.exposure(debate, site="shuya")
    inside = table[table["band"].isin(["shorter-range", "intermediate-range"])]["people"].sum()
    assert f"and {inside / 1e6:.1f} million people in cities" in plain(chapter.reports[-1])
    ring = table.query("max_km == 2500 and system_id == '9m729'")["people"].item()
    assert any(
        row[0] == "9M729, up to 2500 km" and row[-2] == f"{ring / 1e6:.1f}"
        for table in chapter.figures
        for row in table.rows
    )


def test_charges_stand_beside_their_answers_by_those_who_made_them(debate, chapter):
    every = {
        (f"{row.date} {row.article}".strip(), f"{row.accuser}: {row.charge}"): row
        for row in debate.allegation_rows
    }
    for when, charge, answer in chapter.charges.rows:
        row = every[when, charge]
        assert answer == f"{row.accused}: {row.answer}"


def notes_of(brief):
    for chapter in brief.chapters:
        tables = [*chapter.figures, *([chapter.charges] if chapter.charges else [])]
        cells = [
            cell for table in tables for part in table.parts for row in part.rows for cell in row
        ]
        asked = chapter.question.lines if chapter.question else ()
        for line in (*chapter.reports, *asked, *cells):
            yield from (number for run in line for number in run.notes)


def test_every_citation_has_its_source_and_every_source_is_cited(brief, several):
    for made in (brief, several):
        assert set(notes_of(made)) == set(range(1, len(made.sources) + 1))


def test_a_source_quoted_by_another_names_its_number(brief):
    quoted = [
        (source.quoted_by, read)
        for source, read in zip(brief.sources, brief.read, strict=True)
        if re.search(r"quoted by \d+$", read)
    ]
    assert len(quoted) > 3
    for quoter, read in quoted:
        assert brief.sources[int(read.rsplit(" ", 1)[1]) - 1].id == quoter


def test_what_is_left_open_is_told_once(chapter):
    said = [plain(line) for line in (*chapter.summary, *chapter.reports)]
    assert sum("lower bound nothing is decided" in line for line in said) == 1
    assert not any("left open" in line.lower() for line in said)


def test_a_place_may_be_asked_about_and_the_answer_is_its_rows(debate, brief):
    berlin = infmap.make_report(debate, focus="shuya", target="Berlin").chapters[0].question
    assert berlin.title == "Who would have to be right for Berlin to be in range"
    text = " ".join(map(plain, berlin.lines))
    right, _, others = text.partition("Out of range by ")
    assert "the 9M729 must stand there, which is alleged, since 2019-02-10" in right
    assert "US intelligence (at least 2000 km), FAZ (2000 to 2350 km) or CSIS (up to 25" in right
    assert others.startswith("Russian MoD (up to 480 km). Left open by US State Dept (500 to 55")
    assert brief.chapters[0].question.title != berlin.title
    (row,) = (row for row in counted(debate, "shuya") if row["target"] == "Berlin")
    answers = [entry["in_range"] for entry in row["accounts"] if entry["system_id"] == "9m729"]
    assert [answers.count(word) for word in (True, False, None)] == [3, 1, 4]
    assert text.count(" km)") == 8
    assert text.endswith("No figure of the Iskander-M has it in range.")


def test_a_place_that_none_has_in_range_is_told_as_such(cat):
    (chapter,) = infmap.make_report(cat, focus="kaliningrad", target="paris").chapters
    text = " ".join(map(plain, chapter.question.lines))
    assert "By every figure of the Iskander-M it is out of range." in text
    assert "must stand" not in text
    with pytest.raises(InfmapError, match="Xanadoria"):
        infmap.make_report(cat, focus="kaliningrad", target="Xanadoria")


@pytest.mark.thorough
def test_several_sites_have_a_summary_first_and_one_list_of_sources(debate, several):
    brief = several
    assert [chapter.found.site_id for chapter in brief.chapters] == SEVERAL
    for row, site in zip(brief.sites.rows, SEVERAL, strict=True):
        found = infmap.finding(debate, site)
        spans = {one.account: one.span for one in found.accounts}
        assert row[1] == found.title
        assert row[2:] == tuple(
            spans.get(account, "-") for account in ("operator", "opponent", "independent")
        )
    for text in (as_html(brief), as_markdown(brief, ["all.png", "a.png", "b.png", "c.png"])):
        heads = re.findall(r"(?:<h2>|^## )([^<\n]+)", text, re.MULTILINE)
        assert [html_text.unescape(head).replace("\\", "") for head in heads] == [
            "The sites in brief",
            *(chapter.title for chapter in brief.chapters),
            "Method, and what this does not say",
            "Sources",
        ]
        assert text.count("Method, and what this does not say") == 1
    # Charges about one system are told once.
    said = [row[1] for chapter in brief.chapters if chapter.charges for row in chapter.charges.rows]
    assert len(said) == len(set(said))
    assert brief.chapters[1].told


@pytest.mark.parametrize("asked", ["Berlin", "Gdansk", "54,20", (20.0, 54.0), "Moskau"])
def test_whatever_place_reach_answers_a_brief_answers(cat, asked):
    """A capital, a city, a position: with the distance and the answers that reach has."""
    for site in ("shuya", "kaliningrad"):
        (row,) = infmap.reach_rows(cat, asked, site=site)
        (chapter,) = infmap.make_report(cat, focus=site, target=asked, site=site).chapters
        assert f"right for {row['target']} to be in range" in chapter.question.title
        said = " ".join(plain(line) for line in chapter.question.lines)
        assert f"is {row_distance_text(row, 0)} km from" in said
        within = {one["system_id"] for one in row["accounts"] if one["in_range"] and one["strike"]}
        must_stand = {
            ident
            for ident in cat.site(site).system_ids
            if f"the {system_label(cat.system_by_id[ident].short_name)} must stand there" in said
        }
        assert must_stand == within
        own = "the holder's own" in said
        assert own == (row["relation"] == "holder")


@pytest.mark.thorough
def test_several_drawings_of_a_page_share_no_id(debate):
    page = as_html(infmap.make_report(debate, site=["shuya", "deveselu"]))
    ids = re.findall(r'<[a-z][^<>]*? id="([^"]+)"', page)
    assert len(ids) > 100
    assert len(ids) == len(set(ids))
    for used in re.findall(r'(?:href="#|url\(#)([^")]+)', page):
        assert used in ids, used
    # The overview and the two chapters.
    drawings = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    for k, drawing in enumerate(drawings):
        used = re.findall(r'(?: id="|href="#|url\(#)([^")]+)', drawing)
        assert len(used) > 50
        assert all(name.startswith(f"map-{k}-") for name in used)
    assert len(drawings) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("site", ["shuya", "deveselu", "kaliningrad"])
def test_a_page_holds_its_drawing_and_is_small(debate, site):
    page = as_html(infmap.make_report(debate, focus=site))
    (drawing,) = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    assert len(drawing.encode()) <= 60_000
    assert len(page.encode()) <= 200_000
    assert "base64" not in drawing
    assert " style=" not in page


def test_the_same_catalogue_gives_the_same_bytes(debate, brief):
    again = infmap.make_report(debate, focus="shuya")
    assert as_html(again) == as_html(brief)
    assert as_markdown(again, ["map.png"]) == as_markdown(brief, ["map.png"])


def test_the_command_names_the_site_and_writes_one_file(tmp_path):
    path = tmp_path / "brief.html"
    result = CliRunner().invoke(app, ["report", "-o", str(path), "--site", "Deveselu"])
    assert result.exit_code == 0, result.output
    assert "Deveselu" in result.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["brief.html"]


def test_a_suffix_of_no_format_is_refused_and_nothing_written(tmp_path, brief):
    with pytest.raises(InfmapError, match=r"suffix '.odt'; write .html, .md or .docx"):
        infmap.save_report(brief, tmp_path / "brief.odt")
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


@pytest.mark.usefixtures("pandoc")
def test_pandoc_makes_a_word_file_of_the_markdown_with_the_picture_and_the_tables(tmp_path, brief):
    infmap.save_report(brief, tmp_path / "brief.md")
    run = subprocess.run(
        ["pandoc", "brief.md", "-o", "brief.docx"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "brief.docx").read_bytes())) as file:
        pictures = [name for name in file.namelist() if name.startswith("word/media/")]
        text = file.read("word/document.xml").decode()
    assert len(pictures) == 1
    assert text.count("<w:tbl>") == 2
    plain_text = re.sub(r"<[^>]+>", "", text)
    assert "US State Department, 2014, assessed" in plain_text
    assert "\\" not in plain_text


@pytest.mark.usefixtures("pandoc")
def test_a_word_file_has_the_words_the_picture_and_the_tables(tmp_path, brief, chapter):
    from docx import Document

    infmap.save_report(brief, tmp_path / "brief.docx")
    again = tmp_path / "again.docx"
    infmap.save_report(brief, again)
    assert again.read_bytes() == (tmp_path / "brief.docx").read_bytes()
    file = Document(str(again))
    paragraphs = [paragraph.text for paragraph in file.paragraphs]
    assert paragraphs[0] == brief.title
    assert file.paragraphs[0].style.name == "Heading 1"
    (picture,) = file.inline_shapes
    assert abs(picture.width.mm - 176) < 1
    figures, charges = file.tables
    words = [tuple(cell.text for cell in row.cells) for row in figures.rows]
    (table,) = chapter.figures
    for row, cells in zip(table.rows, (row for row in words[1:] if len(set(row)) > 1), strict=True):
        assert [cell[: len(text)] for cell, text in zip(cells, row, strict=True)] == [*row]
    assert len(charges.rows) == 1 + len(chapter.charges.rows)
    for source in brief.sources:
        assert any(source.citation in text for text in paragraphs), source.citation
    assert (file.sections[0].page_width.mm, file.sections[0].left_margin.mm) == pytest.approx(
        (210, 17), abs=0.5
    )


def test_without_pandoc_a_word_file_is_refused_in_one_line(tmp_path, brief, monkeypatch):
    monkeypatch.setattr(docx.shutil, "which", lambda _: None)
    with pytest.raises(InfmapError, match=r"pandoc, which is not there; install it") as caught:
        infmap.save_report(brief, tmp_path / "brief.docx")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


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
    assert text in page.locator(".kicker").inner_text()
    assert page.locator("script").count() == 0
    assert page.locator("img").count() == 0
    assert page.locator("figure > svg").count() == 1
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.evaluate("document.querySelector('figure > svg').clientWidth") > 100
    assert page.evaluate("document.fonts.check('600 20px \"Source Serif Pro\"')")
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    context.close()


@pytest.mark.usefixtures("pandoc")
def test_text_from_the_data_shows_as_itself_in_markdown(hostile_brief):
    brief, _ = hostile_brief
    run = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", "html", "--wrap=none", "--no-highlight"],
        input=as_markdown(brief, ["map.png"]), capture_output=True, text=True, check=True,
    )  # fmt: skip
    html = run.stdout
    assert "<script" not in html
    assert "<img src=x" not in html
    assert html.count("<img") == 1
    assert "<b>" not in html
    assert 'class="math' not in html
    assert 'class="citation' not in html
    seen = " ".join(html_text.unescape(re.sub(r"<[^>]+>", "", html)).split())
    assert "{{< include x >}}" in seen
    assert "{{ 7 * 7 }}" in seen


@pytest.mark.usefixtures("pandoc")
def test_text_from_the_data_shows_as_itself_in_word(hostile_brief, tmp_path):
    from docx import Document

    brief, text = hostile_brief
    infmap.save_report(brief, tmp_path / "brief.docx")
    file = Document(str(tmp_path / "brief.docx"))
    seen = " ".join(paragraph.text for paragraph in file.paragraphs)
    seen += " ".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    assert " ".join(text.split()) in " ".join(seen.split())
    assert len(file.inline_shapes) == 1
    links = [one.target_ref for one in file.part.rels.values() if one.is_external]
    assert not any(link.startswith("javascript") for link in links)


#: Words of a figures' table that touch those in the cell to their right, or run into them.
TOUCHING = """() => [...document.querySelectorAll(".figures tr")].flatMap((row) => {
  const words = [...row.cells].map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const boxes = [...range.getClientRects()].filter((box) => box.width);
    return { text: cell.textContent, boxes };
  });
  return words.slice(1).flatMap((cell, k) => words[k].boxes.flatMap((one) =>
    cell.boxes.some((other) => other.left - one.right < 2 && one.top < other.bottom
      && other.top < one.bottom) ? [`${words[k].text}|${cell.text}`] : []));
})"""
#: Most sheets of a site: two where few say something.
SHEETS = {"shuya": 2, "kaliningrad": 2, "deveselu": 2, "palmachim": 2}


@pytest.mark.parametrize("site", sampled(SHEETS, 1, always=["kaliningrad"]))
def test_it_prints_on_a4_and_nothing_runs_over(browser, tmp_path, cat, site):
    path = tmp_path / "brief.html"
    infmap.save_report(infmap.make_report(cat, focus=site), path)
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(TOUCHING) == []
    page.set_viewport_size({"width": 666, "height": 960})
    page.emulate_media(media="print")
    assert page.evaluate(TOUCHING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 666
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= SHEETS[site]
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf
    context.close()


def test_what_an_interval_leaves_open_is_not_laid_to_a_missing_maximum(cat):
    brief = write_brief([site_answer(cat, cat.site("kapustin-yar"))])
    said = [*map(plain, brief.chapters[0].summary), *brief.method]
    assert "without a maximum" not in " ".join(said)
    # Beside figures without a maximum stand intervals; of the former alone that is said.
    endless = [
        claim
        for claim in cat.claims_at(cat.site("kapustin-yar"))
        if claim.at_least_km and claim.up_to_km is None
    ]
    words = f"{len(endless)} figures name no maximum: beyond their lower bound nothing is decided."
    assert words in " ".join(said)


def test_a_site_of_many_groups_has_no_names_at_the_heads_and_every_group(cat):
    (chapter,) = write_brief([site_answer(cat, cat.site("abdul-kalam"))]).chapters
    heads = [head for table in chapter.figures for head in table.columns[2:-2]]
    assert [head[0].text for head in heads] == [*"ABCDEFGHIJK"]
    assert all(len(head) == 2 for head in heads)


def lines_of(cat, focus, **asked):
    chapter = infmap.make_report(cat, focus=focus, **asked).chapters[0]
    return " ".join(map(plain, chapter.summary)), [*map(plain, chapter.reasons)]


def test_what_is_reported_in_another_part_of_the_story_is_said_to_be_left_out(cat):
    day = cat.select(as_of="2026-04-01")
    debate = day.select(theme="debate")
    told, _ = lines_of(debate, "crimea")
    assert "Left out, as of other parts of the story: Zircon (alleged)." in told
    told, _ = lines_of(day, "crimea")
    assert "Zircon (alleged)" in told
    assert "Left out" not in told
    # Before it was reported nothing was left out, nor is what somebody asked to leave out.
    told, _ = lines_of(cat.select(theme="debate", as_of="2023-12-31"), "crimea")
    assert "Left out" not in told
    told, _ = lines_of(day.select(theme="debate", system="iskander-m"), "crimea")
    assert re.match(r"Reported there: Iskander-M \([a-z, ]+\)\. On every account ", told)
    # Without a day what is over is told as such; one reported in several parts is not left out.
    told, _ = lines_of(cat.select(theme="debate"), "kapustin-yar")
    assert "of other parts of the story: SS-20 Saber (ended); Oreshnik (reported)." in told
    told, _ = lines_of(cat.select(theme="after-inf"), "redzikowo")
    assert "of other parts of the story: Tomahawk in the Aegis Ashore launcher (alleged)." in told


@pytest.mark.parametrize(
    ("site", "day", "words"),
    [
        ("slovakia", None, "1 foreign capital was surely in range; for 12 it depended on"),
        ("slovakia", "1995-06-01", "1 foreign capital is surely in range; for 10 it depends on"),
        ("bulgaria", None, "no foreign capital was surely in range; for 11 it depended on"),
        # One figure of the Zircon names no number, by which nothing is in range on every account.
        ("crimea", "2026-04-01", "by every number given 4 foreign capitals are surely in range"),
    ],
)
def test_what_is_sure_is_told_in_the_tense_and_on_the_figures_of_the_finding(cat, site, day, words):
    told, _ = lines_of(cat.select(site=site, as_of=day), site)
    assert words in told


def test_a_verdict_of_a_day_without_the_treaty_says_of_which_figures_it_is(cat):
    for day in ("2026-04-01", "1987-12-31", "1986-12-31"):
        cut = cat.select(as_of=day)
        for site in cut.sites:
            answer = site_answer(cut, site)
            told = [*map(plain, reasons(answer))]
            heads = [line.partition(": ")[0] for line in told]
            assert len({*heads}) == len(heads), (day, site.id)
    crimea = lines_of(cat.select(site="crimea", system="iskander-m", as_of="2026-04-01"), "crimea")
    assert [line.partition(":")[0] for line in crimea[1]] == [
        "Iskander-M (up to 500 km), no longer in force, XV",
        "Iskander-M (up to 480 km), no longer in force, XV",
    ]


@pytest.mark.parametrize(
    ("site", "target", "end"),
    [
        ("kapustin-yar", "London", "No figure of the 9M729 has it in range; some leave it open."),
        ("crimea", "Kyiv", "No figure of the Iskander-M or the Bastion-P has it in range."),
    ],
)
def test_of_missiles_that_do_not_reach_it_is_said_whether_one_may(cat, site, target, end):
    question = (
        infmap.make_report(cat.select(site=site), theme="all", target=target).chapters[0].question
    )
    assert plain(question.lines[-1]) == end
    rows = infmap.reach_rows(cat, target, site=site)
    figures = [entry for row in rows for entry in row["accounts"] if entry["strike"]]
    named = [
        entry["in_range"]
        for entry in figures
        if system_label(cat.system_by_id[entry["system_id"]].short_name) in end
    ]
    assert True not in named
    assert (None in named) == ("leave it open" in end)
