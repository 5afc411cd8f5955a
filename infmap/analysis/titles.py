"""The titles of what tells of several sites at once: how many places each has in reach."""

from collections.abc import Iterator, Sequence

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.finding import AccountFinding, Finding
from infmap.analysis.headline import Found
from infmap.looks.sentences import capitalised, count_text, site_name, title_name

#: A title of several sites has at most so many letters.
MOST_LETTERS = 110


def together(found: Finding) -> AccountFinding | None:
    """Return what all accounts have in reach, or the one that there is; None without figures."""
    return found.accounts[-1] if found.accounts else None


def several_title(answers: Sequence[SiteAnswer], founds: Sequence[Finding]) -> str:
    """Return the finding about several sites in a line.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.analysis.finding import finding_of
    >>> cat = infmap.load()
    >>> answers = [site_answer(cat, cat.site(name)) for name in ("kaliningrad", "shuya")]
    >>> several_title(answers, [*map(finding_of, answers)])
    'Foreign capitals in range: 4 at Kaliningrad Oblast, 0 to 40 or more at Shuya'
    """
    return next(form for form in _forms(answers, founds) if len(form) <= MOST_LETTERS)


def several_deck(answers: Sequence[SiteAnswer]) -> str:
    """Return what belongs to such a title: what the two numbers of a site are, and of which day.

    Examples
    --------
    >>> several_deck([])
    'First what every figure of a system there puts in range, last what any figure does.'
    """
    day = answers[0].cat.as_of if answers else None
    when = f" On {day.isoformat()}." if day else ""
    return (
        f"First what every figure of a system there puts in range, last what any figure does.{when}"
    )


def _forms(answers: Sequence[SiteAnswer], founds: Sequence[Finding]) -> Iterator[str]:
    """Yield titles, the fullest first; the last is short."""
    what = _what(answers)
    # A comma within a name would part it.
    names = [title_name(site_name(answer.site.name)) for answer in answers]
    parts = (f"{count} at {name}" for count, name in zip(map(_count, founds), names, strict=True))
    yield f"{what} in range: {', '.join(parts)}"
    ends = [one for one in map(together, founds) if one]
    sites = count_text(len(answers), "site")
    if not ends:
        yield f"{what} in range of {sites}: no figure is on file"
    fewest, most = min(one.fewest for one in ends), max(one.most for one in ends)
    more = " or more" if any(one.or_more for one in ends) else ""
    yield f"{what} in range of {sites}: from {fewest} to {most}{more} a site"


def _what(answers: Sequence[SiteAnswer]) -> str:
    """Return what is counted, of which one answer may have its own and another none."""
    nouns = {Found(answer, {}).noun for answer in answers}
    noun = nouns.pop() if len(nouns) == 1 else "place"
    return f"{capitalised(noun)}s"


def _count(found: Finding) -> str:
    one = together(found)
    if one is None:
        return "no figure"
    lowest = "" if one.fewest == one.most else f"{one.fewest} to "
    return f"{lowest}{one.most}{' or more' if one.or_more else ''}"
