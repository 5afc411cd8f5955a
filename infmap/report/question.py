"""Who would have to be right for one place to be in range."""

from collections.abc import Iterator, Sequence

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.claimants import said_later
from infmap.analysis.coverage import row_distance_words, site_coverage
from infmap.analysis.finding import Finding
from infmap.analysis.relations import relation_words
from infmap.catalogue.over import is_over
from infmap.catalogue.rows import Capital
from infmap.looks.lists import listed
from infmap.looks.rows import CoverageRow
from infmap.looks.sentences import site_name
from infmap.looks.words import UNREAD, claimant_text, range_text, system_label
from infmap.report.citations import Citations
from infmap.report.record import Line, Question, Run, joined, line


def question_of(
    answer: SiteAnswer, found: Finding, citations: Citations, target: Capital | None
) -> Question | None:
    """Return who would have to be right for a place to be in range.

    Without a place it is the first that the finding has in dispute, if there is any.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.analysis.finding import finding_of
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("shuya"))
    >>> question_of(answer, finding_of(answer), Citations(cat), cat.capital("berlin")).title
    'Who would have to be right for Berlin to be in range'
    """
    row = _row(answer, found, target)
    if row is None:
        return None
    lines = [_distance(answer, row)]
    systems = dict.fromkeys(fig.claim.system_id for fig in answer.figures if fig.strikes)
    if not systems:
        lines.append(line("No figure is given of a strike system there, so that none decides it."))
    of_system = {system: _by_answer(answer, row, system) for system in systems}
    reaching = [system for system, said in of_system.items() if said[True]]
    for system in reaching or of_system:
        lines.append(_of_system(answer, of_system[system], system, citations))
    others = [system for system in of_system if reaching and system not in reaching]
    for is_open, end in (
        (False, "has it in range."),
        (True, "has it in range; some leave it open."),
    ):
        some = [one for one in others if bool(of_system[one][None]) is is_open]
        if some:
            names = listed([_label(answer, system) for system in some], "or the")
            lines.append(line(f"No figure of the {names} {end}"))
    return Question(f"Who would have to be right for {row['target']} to be in range", tuple(lines))


def _row(answer: SiteAnswer, found: Finding, target: Capital | None) -> CoverageRow | None:
    if target is not None:
        return site_coverage(answer.cat, answer.site, [target], answer.bands)[0]
    disputed = found.accounts[-1].some if found.accounts else ()
    return next((row for row in answer.rows if row["target"] in disputed[:1]), None)


def _distance(answer: SiteAnswer, row: CoverageRow) -> Line:
    whose = relation_words(answer.cat, answer.site, row["relation"])
    distance = row_distance_words(row, 0, answer.bands)
    where = site_name(answer.site.name)
    own = f", {whose}," if whose else ""
    return line(Run(row["target"], strong=True), f"{own} is {distance} from {where}.")


def _of_system(
    answer: SiteAnswer, said: dict[bool | None, list[Figure]], system_id: str, citations: Citations
) -> Line:
    """Return what the figures of one system say of a place, with who says it."""
    name = _label(answer, system_id)
    sides = {False: "out of range", None: "left open"}
    told = [(some, words) for side, words in sides.items() if (some := said[side])]
    if not said[True]:
        if len(told) == 1:
            return line(f"By every figure of the {name} it is {told[0][1]}.")
        others = (_side(answer, some, words, citations) for some, words in told)
        return line(f"No figure of the {name} has it in range: ", *joined(others, "; "), ".")
    reports = [report for report in answer.reports if report.system.id == system_id]
    there = "; ".join(dict.fromkeys(report.status for report in reports))
    day = answer.cat.as_of
    is_past = all(is_over(report.row, day) for report in reports)
    stand = "have stood" if is_past else "stand"
    notes = citations.numbers(ident for report in reports for ident in report.row.source_ids)
    others = (
        line(" ", *_side(answer, some, words.capitalize(), citations), ".") for some, words in told
    )
    return line(
        "For that ",
        Run(f"the {name} must {stand} there", strong=True),
        Run(f", which is {there}", notes=notes),
        ", and its range be that of ",
        *_claimants(answer, said[True], citations, "or"),
        ".",
        *joined(others, ""),
    )


def _label(answer: SiteAnswer, system_id: str) -> str:
    return system_label(answer.cat.system_by_id[system_id].short_name)


def _by_answer(
    answer: SiteAnswer, row: CoverageRow, system_id: str
) -> dict[bool | None, list[Figure]]:
    """Return the figures of a system by what they say of a place."""
    said: dict[bool | None, list[Figure]] = {True: [], False: [], None: []}
    for figure, entry in zip(answer.figures, row["accounts"], strict=True):
        if figure.claim.system_id == system_id and figure.strikes:
            said[entry["in_range"]].append(figure)
    return said


def _side(answer: SiteAnswer, figures: Sequence[Figure], words: str, citations: Citations) -> Line:
    return line(f"{words} by ", *_claimants(answer, figures, citations, "and"))


def _claimants(
    answer: SiteAnswer, figures: Sequence[Figure], citations: Citations, joint: str
) -> Line:
    """Return who gives some figures, with each figure."""
    *most, last = (tuple(_claimant(answer, figure, citations)) for figure in figures)
    return line(*joined(most), f" {joint} ", *last) if most else last


def _claimant(answer: SiteAnswer, figure: Figure, citations: Citations) -> Iterator[Run]:
    claim = figure.claim
    words = range_text(claim.at_least_km, claim.up_to_km, answer.bands.units, with_km=True)
    unread = f", {UNREAD}" if figure.is_unread else ""
    name = claimant_text(claim.claimant) + said_later(claim.as_of, answer.cat.as_of)
    yield Run(name, strong=True, account=str(claim.account))
    yield Run(f" ({words}{unread})", notes=citations.numbers([claim.source_id]))
