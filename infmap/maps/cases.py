"""The four views that are one click away: what infmap's reports are best known for."""

from infmap.analysis.cases import CASES
from infmap.catalogue import Catalogue, Site
from infmap.maps.data import CaseData
from infmap.maps.state import write_fragment

#: The site that a page opens on.
FIRST = "shuya"


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


def opening_site(cat: Catalogue) -> Site:
    """Return the site that a page opens on where none is named: where accounts differ the most.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> opening_site(cat).id, opening_site(cat.select(country="Romania")).id
    ('shuya', 'deveselu')
    """
    return next((site for site in cat.sites if site.id == FIRST), cat.first_site)
