"""The treaty's verdicts on figures, for the holders that the tables name."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from infmap.arguments import checks_kinds
from infmap.catalogue.given import row_given
from infmap.catalogue.names.anything import ByName
from infmap.catalogue.names.given import names_asked
from infmap.catalogue.names.holders import names_in, state_called
from infmap.catalogue.names.ids import match_id
from infmap.catalogue.rows import Claim, Deployment, System
from infmap.catalogue.sites import Site
from infmap.catalogue.values.date_texts import as_day
from infmap.catalogue.values.dates import earliest_day
from infmap.catalogue.values.named import fields_of
from infmap.treaty import TURNING_DAYS, Held, Outcome, Verdict, proviso, verdicts


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
    def holders_by(self, report: Deployment | Mapping[str, object]) -> tuple[str, ...]:
        """Return who holds the system of a report: by the report, or else by the system's row.

        Examples
        --------
        >>> import infmap
        >>> cat = infmap.load()
        >>> cat.holders_by(cat.site("slovakia").deployments[0])
        ('Slovakia',)
        """
        report = row_given(report, Deployment, "report")
        return names_in(report.operator) or self.holders(report.system_id)

    @checks_kinds
    def verdicts(
        self,
        claim: Claim | Mapping[str, object],
        *,
        holder: str | Collection[str] | Deployment | None = None,
        at: Site | None = None,
        on: date | str | None = None,
    ) -> tuple[Held, ...]:
        """Return the treaty's verdicts on a system if this figure is right, by groups of holders.

        Parameters
        ----------
        claim : Claim or row of claims
            One party's figure, of `claim_rows`, or the same row of the table.
        holder : str, collection of str or Deployment, optional
            Who holds the system, or a report of it. Default: the holders by the reports at the
            site, or the system's operators.
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
        claim = row_given(claim, Claim, "claim")
        system = self._system(claim.system_id)
        given = _named(holder)
        names = self.holders(claim.system_id, at) if given is None else given
        day = as_day(on, "on") or self.as_of
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
        )
        known = [state for state in states.values() if state]
        unknown = tuple(name for name, state in states.items() if not state)
        judged = judge(holders=known, on=day) if known or not unknown else ()
        if at and not day:
            days = [*_days_of(at, claim.system_id)]
            judged = tuple(
                Held(who, replace(one, proviso=proviso(one.outcome, _dated(judge, who, days))))
                for who, one in judged
            )
        if unknown:
            ((_, nobody),) = judge(holders=())
            named = f"{'; '.join(unknown)} {'is' if len(unknown) == 1 else 'are'}"
            reason = f"{named} no state known here, so no verdict is given."
            judged = (*judged, Held(unknown, replace(nobody, reason=reason)))
        return judged

    @checks_kinds
    def verdict(
        self,
        claim: Claim | Mapping[str, object],
        *,
        holder: str | Collection[str] | Deployment | None = None,
        on: date | str | None = None,
    ) -> Verdict:
        """Return the treaty's verdict on a system that a state holds, if this figure is right.

        Parameters
        ----------
        claim : Claim or row of claims
            One party's figure, of `claim_rows`, or the same row of the table.
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
        >>> [str(found.outcome) for found in cat.claims.query("system_id == '9m729'").apply(
        ...     cat.verdict, axis=1)][:2]
        ['below', 'banned']
        """
        return self.verdicts(claim, holder=holder, on=on)[0].verdict

    def _system(self, text: str) -> System:
        """Return a system by its id, or by any name of it."""
        if row := self.system_by_id.get(text):
            return row
        return self.system_by_id[match_id(text, self.known_systems, "system")]


def _named(holder: Any) -> list[str] | None:
    """Return the holders that are given, or None where the tables are to say."""
    if holder is None:
        return None
    if isinstance(holder, Deployment) or fields_of(holder) is not None:
        return [*names_in(row_given(holder, Deployment, "holder").operator)] or None
    names = [*filter(None, names_asked(holder, "holder"))]
    return sorted(names) if isinstance(holder, Set) else names


def _days_of(site: Site, system_id: str) -> Iterator[date]:
    """Yield days of the reports of a system, one for each verdict that it had while they held."""
    for row in site.deployments:
        if row.system_id == system_id:
            yield from (day for day in reversed(TURNING_DAYS) if row.stands_on(day))
            yield earliest_day(row.first_reported) if row.first_reported else date.min


def _dated(
    judge: Callable[..., tuple[Held, ...]], holders: tuple[str, ...], days: Iterable[date]
) -> Iterator[Outcome]:
    return (judge(holders=holders, on=day)[0].verdict.outcome for day in days)
