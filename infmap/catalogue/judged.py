"""The treaty's verdicts on figures, for the holders that the tables name."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cached_property, partial

from infmap.arguments import checks_kinds
from infmap.catalogue.names.anything import ByName
from infmap.catalogue.names.given import names_asked
from infmap.catalogue.names.holders import names_in, state_called
from infmap.catalogue.names.ids import match_id
from infmap.catalogue.rows import Claim, Deployment, System
from infmap.catalogue.sites import Site
from infmap.catalogue.values.date_texts import as_day
from infmap.treaty import Held, Verdict, verdicts


class Judged(ByName):
    """Base for a class with tables of rows: who holds a system, and the verdicts on it."""

    as_of: date | None

    @cached_property
    def system_by_id(self) -> dict[str, System]:
        """The systems by id."""
        return {row.id: row for row in self.system_rows}

    @checks_kinds
    def holders(self, system_id: str, site: Site | None = None) -> tuple[str, ...]:
        """Return who holds a system: by the reports of a site, or else by the system's row.

        Parameters
        ----------
        system_id : str
            Id or name of the system.
        site : Site, optional
            One of `sites`. For a report without a holder the system's row counts.

        Returns
        -------
        tuple of str
            Names as in the tables, each once; empty where no holder is named.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.holders("ss-23", cat.site("slovakia")), cat.holders("ss-23")[0]
        (('Slovakia',), 'Soviet Union')
        """
        if site is None:
            return self._system(system_id).operator
        if system_id not in site.system_ids:
            system_id = self._system(system_id).id
        reports = (row for row in site.deployments if row.system_id == system_id)
        return tuple(dict.fromkeys(name for row in reports for name in self.holders_by(row)))

    @checks_kinds
    def holders_by(self, report: Deployment) -> tuple[str, ...]:
        """Return who holds the system of a report: by the report, or else by the system's row.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.holders_by(cat.site("slovakia").deployments[0])
        ('Slovakia',)
        """
        return names_in(report.operator) or self.holders(report.system_id)

    @checks_kinds
    def verdicts(
        self,
        claim: Claim,
        *,
        holder: str | Collection[str] | None = None,
        at: Site | None = None,
        on: date | str | None = None,
    ) -> tuple[Held, ...]:
        """Return the treaty's verdicts on a system if this figure is right, by groups of holders.

        Parameters
        ----------
        claim : Claim
            One party's figure, of `claim_rows`.
        holder : str or collection of str, optional
            Who holds the system. Default: the holders by the reports at the site, or the system's
            operators.
        at : Site, optional
            Where the system is reported.
        on : date or str, optional
            The day of the verdict. Default: the catalogue's day, if it has one.

        Returns
        -------
        tuple of Held
            Holders with the same verdict, and that verdict; holders bound by the treaty first.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> figure = cat.claims_by_system["ss-23"][0]
        >>> [str(verdict.outcome) for holders, verdict in cat.verdicts(figure)]
        ['banned', 'not bound']
        >>> [str(verdict.outcome) for _, verdict in cat.verdicts(figure, at=cat.site("demen"))]
        ['not bound']
        """
        system = self.system_by_id[claim.system_id]
        names = (
            self.holders(claim.system_id, at) if holder is None else names_asked(holder, "holder")
        )
        states = {name: state_called(name) for name in names}
        judge = partial(
            verdicts,
            kind=system.kind,
            basing=system.basing,
            purpose=system.purpose,
            treaty_listing=system.treaty_listing,
            at_least_km=claim.at_least_km,
            up_to_km=claim.up_to_km,
            measure=claim.measure,
            on=as_day(on, "on") or self.as_of,
        )
        known = [state for state in states.values() if state]
        unknown = tuple(name for name, state in states.items() if not state)
        judged = judge(holders=known) if known or not unknown else ()
        if unknown:
            ((_, nobody),) = judge(holders=())
            named = f"{'; '.join(unknown)} {'is' if len(unknown) == 1 else 'are'}"
            reason = f"{named} no state known here, so no verdict is given."
            judged = (*judged, Held(unknown, replace(nobody, reason=reason)))
        return judged

    @checks_kinds
    def verdict(
        self,
        claim: Claim,
        *,
        holder: str | Collection[str] | Deployment | None = None,
        on: date | str | None = None,
    ) -> Verdict:
        """Return the treaty's verdict on a system that a state holds, if this figure is right.

        Parameters
        ----------
        claim : Claim
            One party's figure, of `claim_rows`.
        holder : str, collection of str or Deployment, optional
            The state that holds the system, or several, or a report of it. Default: the system's
            operators. If several holders get different verdicts, the verdict is that of the holders
            bound by the treaty, and the reason says so; `verdicts` returns all.
        on : date or str, optional
            The day of the verdict. Default: the catalogue's day, if it has one.

        Returns
        -------
        Verdict
            Outcome, class, articles and reason, with both sides' positions where they disagree.

        References
        ----------
        The INF Treaty, 1987: UN Treaty Series, vol. 1657, no. 28521.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> [str(cat.verdict(claim).outcome) for claim in cat.claims_by_system["9m729"]][:2]
        ['below', 'banned']
        >>> figure = cat.claims_by_system["pershing-ia"][0]
        >>> print(cat.verdict(figure, holder="West Germany").outcome)
        not bound
        """
        if isinstance(holder, Deployment):
            holder = names_in(holder.operator) or None
        return self.verdicts(claim, holder=holder, on=on)[0].verdict

    def _system(self, text: str) -> System:
        """Return a system by its id, or by any name of it."""
        if row := self.system_by_id.get(text):
            return row
        return self.system_by_id[match_id(text, self.known_systems, "system")]
