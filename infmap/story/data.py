"""What the map of a story reads: the page's data without what only a panel tells."""

from collections.abc import Collection

from infmap.catalogue import Catalogue
from infmap.catalogue.publications import HowRead
from infmap.maps.cases import opening_site
from infmap.maps.content import page_data
from infmap.maps.data import PageData

#: Of these publications the map tells something, beside those that nobody read: it credits them.
CREDITED = "geonames"


def story_data(cat: Catalogue, site_ids: Collection[str] | None = None) -> PageData:
    """Return what a story's map is drawn from.

    With the sites that steps show, or all as a step that shows all wants them. Publications, notes,
    charges, events and verdicts, which no map tells, are left out.

    Examples
    --------
    >>> import infmap
    >>> data = story_data(infmap.load(), ["deveselu"])
    >>> [site["id"] for site in data["sites"]], data["events"]
    (['deveselu'], [])
    """
    data = page_data(cat, opening_site(cat).id, "")
    sites = [site for site in data["sites"] if site_ids is None or site["id"] in site_ids]
    used = {report["system_id"] for site in sites for report in site["deployments"]}
    kept = [k for k, claim in enumerate(data["claims"]) if claim["system_id"] in used]
    numbers = {old: new for new, old in enumerate(kept)}
    ids = [site["id"] for site in sites]
    return {
        **data,
        "first_site": data["first_site"] if data["first_site"] in ids else ids[0],
        "cases": [],
        "verdict_days": [],
        "systems": {
            ident: {**system, "designations": (), "note": ""}
            for ident, system in data["systems"].items()
            if ident in used
        },
        "claims": [{**data["claims"][k], "verdicts": {}, "note": ""} for k in kept],
        "verdicts": [],
        "sites": [
            {
                **site,
                "claims": [numbers[k] for k in site["claims"]],
                "deployments": [
                    {**report, "reported_by": "", "source_ids": (), "note": ""}
                    for report in site["deployments"]
                ],
            }
            for site in sites
        ],
        "capitals": [{**capital, "note": ""} for capital in data["capitals"]],
        "allegations": [],
        "events": [],
        "sources": {
            ident: {**source, "citation": "", "url": "", "note": ""}
            for ident, source in data["sources"].items()
            if source["read"] == HowRead.NOT or ident == CREDITED
        },
        "sources_reach": "",
        "corrections": "",
    }
