"""How far a publication was read, wherever it stands; and filters by holder, kind and country."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.asked import KIND_WORDS, kinds_asked
from infmap.catalogue.bundled import SOURCES_REACH
from infmap.catalogue.publications import HowRead
from infmap.cli import app
from infmap.errors import NothingLeftError, UnknownIdError
from infmap.figures.content import Content
from infmap.figures.discs import MarkKind, Marks, accounts_asked, disc_looks, parts_of
from infmap.figures.marks import STYLES, stroke_look
from infmap.looks.lines import UNREAD_OPACITY
from infmap.looks.words import READ_WORDS, read_text
from infmap.maps.content import page_data
from infmap.report.brief import write_brief
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown
from infmap.treaty import Kind

#: A site with figures that were read and one that was not.
SITE = "mutlangen"


def says(*words):
    answer = CliRunner().invoke(app, [*words], env={"COLUMNS": "400"})
    assert answer.exit_code == 0, answer.output
    return answer.output


# --- How far a source was read --------------------------------------------------------------


def test_every_way_of_reading_has_words_of_its_own():
    words = [read_text(how) for how in (*READ_WORDS, "quoted by a", "")]
    assert {*READ_WORDS} == {how for how in HowRead if how is not HowRead.QUOTED}
    assert len({*words}) == len(HowRead) + 1


def test_a_card_says_of_each_source_how_far_it_was_read(cat):
    (card,) = infmap.show(cat, "pershing-ii")
    read = {source["id"]: source["read"] for source in card["sources"]}
    assert read == {ident: cat.source(ident).read for ident in read}
    assert read["whence-the-threat-1984"] == "not"
    text = says("show", "pershing-ii")
    for source in card["sources"]:
        assert f"{source['citation']} ({read_text(source['read'])})" in text
    assert json.loads(says("show", "nasic-2017", "--json"))[0]["read"] == "not"


def test_a_brief_says_of_each_source_how_far_it_was_read(cat):
    brief = write_brief([site_answer(cat, cat.site(SITE))])
    ids = [source.id for source in brief.sources]
    for source, read in zip(brief.sources, brief.read, strict=True):
        # One that is cited too is named by its number.
        quoter = source.quoted_by
        words = f"not read; quoted by {ids.index(quoter) + 1}" if quoter in ids else None
        assert read == (words or cat.read_text(source))
    assert "not read" in brief.read
    (chapter,) = brief.chapters
    rows = [row for table in chapter.figures for row in table.rows]
    assert sum(row[0].endswith("(source not read)") for row in rows) == sum(
        cat.is_unread(claim) for claim in cat.claims_at(cat.site(SITE))
    )
    for text in (as_html(brief), as_markdown(brief, [])):
        assert text.count("(the passage read)") == brief.read.count("the passage read")
        assert text.count("(not read)") == brief.read.count("not read")


def test_a_source_known_by_anothers_words_names_that_one(cat):
    quoted = [source for source in cat.source_rows if source.quoted_by]
    assert quoted
    for source in quoted:
        quoter = cat.source_by_id[source.quoted_by].citation
        assert cat.read_text(source) == f"not read; quoted by {quoter}"
    sources = page_data(cat, SITE, "", online_basemap=False)["sources"]
    assert {sources[ident]["read"] for ident in sources} >= {*READ_WORDS}
    for source in quoted:
        assert source.id not in sources or source.quoted_by in sources


def test_a_stroke_is_lighter_only_if_nobody_read_any_of_its_figures(cat):
    content = Content(site_answer(cat, cat.site(SITE)), STYLES["light"])
    for stroke in content.strokes:
        unread = {cat.source(spec.claim.source_id).read == "not" for spec in stroke.specs}
        assert stroke.unread == (unread == {True})
        assert stroke_look(stroke, content.palette)["alpha"] == (
            UNREAD_OPACITY if stroke.unread else 1
        )
    assert {stroke.unread for stroke in content.strokes} == {True, False}
    # One more figure of the same account and range, which was read, and the line is a full one.
    unread = next(claim for claim in cat.claims_at(cat.site(SITE)) if cat.is_unread(claim))
    read = unread.model_copy(update={"source_id": "inf-treaty"})
    both = replace(cat, claim_rows=(*cat.claim_rows, read))
    (stroke,) = [
        stroke
        for stroke in Content(site_answer(both, both.site(SITE)), STYLES["light"]).strokes
        if unread in [spec.claim for spec in stroke.specs]
    ]
    assert read in [spec.claim for spec in stroke.specs]
    assert not stroke.unread


def test_what_nobody_read_makes_no_count_of_an_account(cat):
    site = next(
        site
        for site in cat.sites
        if {claim.account for claim in cat.claims_at(site) if cat.is_unread(claim)}
        & {claim.account for claim in cat.claims_at(site) if not cat.is_unread(claim)}
    )
    whole = site_answer(cat, site)
    read = replace(cat, claim_rows=tuple(row for row in cat.claim_rows if not cat.is_unread(row)))
    counts = {name: replace(one, unread=0) for name, one in whole.by_account.items()}
    assert counts == site_answer(read, read.site(site.id)).by_account
    for name, one in whole.by_account.items():
        figures = [figure.claim for figure in whole.figures if figure.strikes]
        assert one.unread == sum(cat.is_unread(claim) for claim in figures if claim.account == name)
    assert any(one.unread for one in whole.by_account.values())
    # The contract's reach stays that of every figure.
    assert {row["target_id"]: len(row["accounts"]) for row in whole.rows} == {
        row["target_id"]: len(whole.figures) for row in whole.rows
    }


def test_a_figure_s_key_says_which_source_nobody_read_where_there_is_one(cat):
    def words(site):
        figure = infmap.plot_map(cat, focus=site).figure
        texts = [*figure.texts, *(text for ax in figure.axes for text in ax.texts)]
        return [text.get_text() for text in texts if text.get_gid() not in ("deck", "sources")]

    assert any("source not read" in text for text in words(SITE))
    assert any("Lighter: source not read; marks follow it" in text for text in words(SITE))
    assert not any("read" in text for text in words("shuya"))


def test_marks_in_print_follow_coverage_and_say_nothing_where_no_figure_does(cat):
    for site in cat.sites:
        answer = site_answer(cat, site)
        asked = accounts_asked(answer)
        for row in answer.rows[::7]:
            parts = parts_of(row, asked)
            reached = row["reach"] in ("all", "some")
            assert ("in" in parts.values()) is reached, (site.id, row["target"])
            # Its key says "in range on all accounts".
            assert "all" not in parts or row["reach"] == "all", (site.id, row["target"])
    silent = site_answer(cat.select(site="sulayyil", account="operator"), cat.site("sulayyil"))
    marks = Marks(Content(silent, STYLES["light"]), MarkKind.ZONES)
    assert marks.looks(silent.rows[0], 8) == disc_looks({}, STYLES["light"], 8)
    for only, words in (({"account": "operator"}, "no figure"), ({}, "in range on all accounts")):
        figure = infmap.plot_map(
            cat.select(site="sulayyil", **only), focus="sulayyil", band=(300, 3000)
        )
        told = [text.get_text() for text in figure.figure.texts]
        told += [text.get_text() for axes in figure.figure.axes for text in axes.texts]
        assert (words in told, "no figure" in told) == (True, words == "no figure")


def test_the_terminal_says_which_source_nobody_read(cat):
    said = says("coverage", "--site", "landsberg", "--as-of", "1989-06-01")
    assert "up to 740 km (CSIS Missile Threat, source not read)" in said
    assert "source not read" not in says("coverage", "--site", "shuya")


def test_the_page_says_how_far_the_sources_reach_where_it_shows_infmaps(cat):
    def said(some):
        return page_data(some, some.first_site.id, "", online_basemap=False)["sources_reach"]

    own = infmap.load(deployments=[{"site": "A", "system": "9m729", "lon": 20, "lat": 50}])
    assert (said(cat), said(own)) == (SOURCES_REACH, "")


# --- Filters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Germany", "Deutschland", "DE", "germany", "Allemagne"])
def test_a_country_by_any_name_keeps_the_sites_in_it(cat, name):
    assert {site.country for site in cat.select(country=name).sites} == {"Germany"}


@pytest.mark.parametrize("name", ["BRD", "FRG"])
def test_the_name_of_germany_before_and_today_is_told_as_todays(cat, name):
    told = f"^country '{name}' read as Germany: a country is that of today$"
    with pytest.warns(infmap.ReadingNote, match=told):
        assert cat.select(country=name).deployment_rows == (
            cat.select(country="Germany").deployment_rows
        )


def test_a_holder_is_the_report_s_and_else_the_system_s(cat):
    for name, state in {"USA": "United States", "UdSSR": "Soviet Union"}.items():
        kept = cat.select(operator=name).deployment_rows
        assert kept == tuple(r for r in cat.deployment_rows if state in cat.holders_by(r))
    # The Pershing IA was the Germans', whoever made it.
    assert "pershing-ia" in {row.system_id for row in cat.select(operator="BRD").deployment_rows}


def test_a_kind_is_a_word_of_the_tables_or_of_people(cat):
    kinds = {row.id: row.kind for row in cat.system_rows}
    for word in (*Kind, *KIND_WORDS):
        wanted = kinds_asked(word)
        rows = [row for row in cat.deployment_rows if kinds[row.system_id] in wanted]
        if rows:
            assert cat.select(kind=word).deployment_rows == tuple(rows)
        else:
            with pytest.raises(NothingLeftError):
                cat.select(kind=word)
    assert kinds_asked("Cruise missiles") == kinds_asked("cruise") == kinds_asked("cruise missile")
    assert kinds_asked("drones") == (Kind.UAV,)


def test_filters_of_one_kind_add_and_those_of_several_cut(cat):
    both = cat.select(operator=["USA", "USSR"], country="Germany")
    parts = [cat.select(operator=one, country="Germany") for one in ("USA", "USSR")]
    assert {*both.deployment_rows} == {row for part in parts for row in part.deployment_rows}
    assert both.filters == (
        ("operator", ("United States", "Soviet Union")), ("country", ("Germany",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"operator": "Frence"}, "no operator 'Frence'; did you mean France?"),
        ({"country": "Polland"}, "no country 'Polland'; did you mean Poland?"),
        ({"country": "DDR"}, "no country 'DDR': a country is that of today; write Germany"),
        (
            {"country": "ČSSR"},
            "no country 'ČSSR': a country is that of today; write Czechia or Slovakia",
        ),
        ({"kind": "hypersonic"}, "no kind 'hypersonic'; did you mean hypersonic glide?"),
    ],
)
def test_what_is_no_state_or_kind_is_refused_with_the_nearest(cat, asked, message):
    with pytest.raises(UnknownIdError) as refused:
        cat.select(**asked)
    assert str(refused.value) == message


def test_the_command_line_takes_the_filters_and_sees_every_theme():
    words = ["--operator", "BRD", "--operator", "ГДР", "--kind", "ballistic"]
    rows = json.loads(says("list", "sites", *words, "--json"))
    sites = infmap.load().select(operator=["West Germany", "East Germany"], kind="ballistic").sites
    assert [row["id"] for row in rows] == [site.id for site in sites]
    rows = json.loads(says("coverage", "--country", "GB", "--json"))
    assert {row["site_id"] for row in rows} == {"greenham-common", "molesworth"}
