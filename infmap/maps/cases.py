"""The four views that are one click away: what infmap's reports are best known for."""

from infmap.analysis.cases import CASES
from infmap.catalogue import Catalogue
from infmap.maps.data import CaseData
from infmap.maps.state import write_fragment


def case_data(cat: Catalogue) -> list[CaseData]:
    """Return the views for a page; in a caller's own tables there are none.

    Examples
    --------
    >>> import infmap
    >>> [case["name"] for case in case_data(infmap.load())]
    ['Kaliningrad', 'Shuya', 'Deveselu', '1987']
    """
    sites = {site.id for site in cat.sites} if cat.tells_the_story else set()
    return [
        {
            "name": case.name,
            "site": case.site,
            "fragment": write_fragment({"site": case.site, "theme": case.theme, "date": case.date}),
            "named": list(case.named),
        }
        for case in CASES
        if case.site in sites
    ]
