"""The content of a brief as plain data, in no format: a chapter a site, and what they share."""

from collections.abc import Iterable, Sequence

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.finding import finding_of
from infmap.analysis.reach import doubt_km
from infmap.analysis.titles import several_deck, several_title
from infmap.catalogue import Catalogue
from infmap.catalogue.bundled import DATA_VERSION
from infmap.catalogue.rows import Allegation, Capital
from infmap.looks.corrections import report_text
from infmap.looks.distances import Units, length_words
from infmap.looks.sentences import site_name
from infmap.looks.words import OWNERS, where_text
from infmap.report.citations import Citations
from infmap.report.figures import People, figure_tables, group_lines, key_line, reasons
from infmap.report.opening import geography, opening
from infmap.report.question import question_of
from infmap.report.record import Brief, Chapter, Line, Part, Picture, Run, Table, line
from infmap.treaty import TREATY_BANDS, Bands

#: ``{what}`` is a capital or a place.
METHOD = (
    "Distances are geodesics on the WGS 84 ellipsoid from the site's reported position to the "
    "{what}'s; they decide who is in range, never a drawn line. Each figure is one party's, "
    "nothing is averaged: an \u201cat least\u201d counts up to its number, an interval up to its "
    "nearer end. Verdicts apply the treaty's articles to one figure, for whoever holds the system "
    "there. People are those of cities of 15,000 and more. A range is nominal, for one payload and "
    "one flight path; reach is not capability or intent, and what is reported is not thereby "
    "confirmed."
)
#: Said where the brief tells distances by another band than the treaty's.
OWN_BAND = (
    "Distances are told by a band of your own, {span}. Verdicts stay the treaty's, which "
    "covered {treatys}."
)
#: Said where distances are not in kilometres.
OTHER_UNITS = (
    "Distances are in {units.plural}, of {units.km} km each, and rounded; what is in range is "
    "decided in kilometres. Verdicts and their reasons are in kilometres, as the treaty is, and "
    "what others wrote stands in their units."
)


def write_brief(
    answers: Sequence[SiteAnswer],
    pictures: Sequence[Picture] = (),
    *,
    target: Capital | None = None,
    overview: Picture | None = None,
) -> Brief:
    """Return the brief on one site or several.

    Without pictures the brief has none. `target` is the place that is asked about, by default
    the first that the accounts of a site dispute.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> brief = write_brief([site_answer(cat, cat.site("shuya"))])
    >>> brief.title[:40], brief.chapters[0].question.title[:31]
    ("By Russia's figure the 9M729 at Shuya re", 'Who would have to be right for ')
    """
    first = answers[0]
    citations = Citations(first.cat)
    chapters: list[Chapter] = []
    told: set[str] = set()
    for k, answer in enumerate(answers):
        picture = pictures[k] if pictures else None
        chapters.append(_chapter(answer, picture, citations, target, told))
    units = first.bands.units
    is_several = len(chapters) > 1
    founds = [chapter.found for chapter in chapters]
    return Brief(
        title=several_title(answers, founds) if is_several else chapters[0].title,
        chapters=tuple(chapters),
        deck=several_deck(answers) if is_several and overview is None else "",
        sites=_sites(chapters) if is_several else None,
        overview=overview,
        method=(
            " ".join((METHOD.format(what=first.place_word), *_position_notes(answers))),
            *([] if first.bands.is_treatys else [_own_band(first.bands)]),
            *([] if units is Units.KM else [OTHER_UNITS.format(units=units)]),
            *filter(None, [report_text("system, account, claimant and date as in the tables")]),
        ),
        sources=citations.sources,
        read=citations.read,
        colophon=_colophon(first.cat),
    )


def _chapter(
    answer: SiteAnswer,
    picture: Picture | None,
    citations: Citations,
    target: Capital | None,
    told: set[str],
) -> Chapter:
    """Return what is said of one site; `told` holds the charges that were told before."""
    found, people, what = finding_of(answer), People(answer), answer.place_word
    where = where_text(answer.site.name, answer.site.country)
    reports = (*_reports(answer, citations), geography(answer, people.in_band))
    question = question_of(answer, found, citations, target)
    tables = tuple(figure_tables(answer, found, citations, people))
    charges = [row for row in answer.charges if row.id not in told]
    again = [row for row in answer.charges if row.id in told]
    told.update(row.id for row in charges)
    return Chapter(
        where=where,
        found=found,
        place_word=what,
        summary=opening(answer, found),
        picture=picture,
        caption=f"Map centred on {where}: a ring for each party's figure, and the {what}s that "
        f"are in range by it. The tables of figures and {what}s say the same in words.",
        reports=reports,
        question=question,
        key=key_line(answer),
        figures=tables,
        groups=tuple(group_lines(answer)),
        reasons=tuple(reasons(answer)),
        charges=_charges(charges, citations) if charges else None,
        told=tuple(f"{row.accuser} against {row.accused}, {row.date}" for row in again),
    )


def _reports(answer: SiteAnswer, citations: Citations) -> Iterable[Line]:
    for report in answer.reports:
        row = report.row
        by = f" Reported by {row.reported_by}." if row.reported_by else ""
        note = f" {row.note}" if row.note else ""
        yield line(
            Run(report.system.name, strong=True),
            Run(f" {report.status}.{by}{note}", notes=citations.numbers(row.source_ids)),
        )


def _charges(rows: Iterable[Allegation], citations: Citations) -> Table:
    """Return charges against answers."""
    cells = tuple(
        (
            line(Run(row.date, strong=True), f" {row.article}" if row.article else ""),
            line(
                Run(f"{row.accuser}:", strong=True),
                Run(f" {row.charge}", notes=citations.numbers(row.source_ids)),
            ),
            line(Run(f"{row.accused}:", strong=True), f" {row.answer}"),
        )
        for row in rows
    )
    columns = (line("Date, articles"), line("Charge"), line("Answer"))
    return Table("charges", "Charges, and what was answered", columns, (Part(cells),))


def _sites(chapters: Sequence[Chapter]) -> Table:
    """Return what each chapter found: a row for a site, a column for an account that has any."""
    of_site = [{one.account: one.span for one in chapter.found.accounts} for chapter in chapters]
    accounts = [account for account in OWNERS if any(account in spans for spans in of_site)]
    rows = tuple(
        (
            line(Run(chapter.where, strong=True)),
            line(chapter.title),
            *(
                line(Run(spans[account], account=account) if account in spans else "-")
                for account in accounts
            ),
        )
        for chapter, spans in zip(chapters, of_site, strict=True)
    )
    heads = (line(Run(OWNERS[account], strong=True, account=account)) for account in accounts)
    columns = (line("Site"), line("What is found"), *heads)
    word = chapters[0].place_word
    return Table(
        "sites", f"How many {word}s abroad each account has in reach", columns, (Part(rows),)
    )


def _position_notes(answers: Sequence[SiteAnswer]) -> Iterable[str]:
    """Return how well each site's position is known, sites that are known alike together."""
    units, what = answers[0].bands.units, answers[0].place_word
    alike: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        site = answer.site
        within_km = site.position_precision_km
        # A blank is 0 too.
        precision = (
            f"known to about {length_words(within_km, units)}"
            if within_km
            else "taken as given, as nobody says how far off it may be"
        )
        doubt = length_words(doubt_km(site), units)
        alike.setdefault((precision, doubt), []).append(site_name(site.name))
    for (precision, doubt), names in alike.items():
        whose = "The site's position is" if len(answers) == 1 else f"{'; '.join(names)}: position"
        yield (
            f"{whose} {precision}; a {what} whose distance is within {doubt} of a "
            "figure is said to be near an edge."
        )


def _own_band(bands: Bands) -> str:
    return OWN_BAND.format(span=bands.span, treatys=TREATY_BANDS.in_units(bands.units).span)


def _colophon(cat: Catalogue) -> str:
    when = f"as of {cat.as_of}" if cat.as_of else "reports of every date, treaty as in force"
    return made_with(cat, when)


def made_with(cat: Catalogue, when: str = "") -> str:
    """Return what a text is made with, and whose data are in it.

    Examples
    --------
    >>> import infmap
    >>> made_with(infmap.load())[-67:]
    'Capitals and cities: GeoNames (CC BY 4.0). Outlines: Natural Earth.'
    """
    what = "Capitals and cities" if cat.is_of_geonames else "Cities"
    data = ", ".join(filter(None, (f"data {DATA_VERSION}", when)))
    return f"Made with infmap, {data}. {what}: GeoNames (CC BY 4.0). Outlines: Natural Earth."
