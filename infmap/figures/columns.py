"""What each account has in reach, as columns of a sheet: its ring's line, its count, the names."""

from collections.abc import Collection, Iterable

from infmap.analysis.answer import SiteAnswer
from infmap.figures.paragraphs import Run, tied


def nato_names(answer: SiteAnswer) -> frozenset[str]:
    """Return the names of the places that lie in NATO on the answer's day; print has them bold.

    A name that several places share is one of them only if all of these are members.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> names = nato_names(site_answer(cat, cat.site("shuya")))
    >>> "Warsaw" in names, "Minsk" in names
    (True, False)
    """
    day = answer.cat.as_of
    inside, outside = (
        {place.name for place, _ in answer.places if bool(place.in_nato(day)) is member}
        for member in (True, False)
    )
    return frozenset(inside - outside)


def named_runs(names: Iterable[str], nato: Collection[str] = (), *, end: str = "") -> list[Run]:
    """Return a list of names as text: NATO's in bold, with commas, none broken inside.

    Parameters
    ----------
    names : iterable of str
        As they are told.
    nato : collection of str
        Those in bold, from `nato_names`.
    end : str
        What follows the last of them, such as a full stop.

    Examples
    --------
    >>> [(run.text, run.weight) for run in named_runs(["Warsaw", "Minsk"], {"Warsaw"}, end=".")]
    [('Warsaw', 'bold'), (', ', 'normal'), ('Minsk', 'normal'), ('.', 'normal')]
    """
    runs: list[Run] = []
    for name in names:
        if runs:
            runs.append(Run(", "))
        runs.append(Run(tied(name), "bold" if name in nato else "normal"))
    return [*runs, Run(end)] if runs and end else runs
