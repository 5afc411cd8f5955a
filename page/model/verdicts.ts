// What the treaty said of a figure.

import type { Claim, PageData, Report, Site, State, VerdictRecord } from "./data.ts";
import { reports } from "./reports.ts";

export interface HeldVerdict {
  key: string;
  verdict: VerdictRecord;
  holders: string[];
  reasons: string[];
}

// For those who hold the system at a site: a verdict for each outcome, with its holders.
export function verdictsAt(data: PageData, site: Site, claim: Claim, state: State): HeldVerdict[] {
  const rows = reports(site, state).filter((row) => row.system_id === claim.system_id);
  const holders = [...new Set(rows.flatMap((row) => row.holders))];
  const slot = state.date ? dayIndex(data, state.date) : 0;
  const found = new Map<string, HeldVerdict>();
  for (const holder of holders.length ? holders : [""]) {
    if (!Object.hasOwn(claim.verdicts, holder)) continue;
    const days = claim.verdicts[holder];
    const verdict = data.verdicts[days[slot]];
    const said = verdict.outcome + (state.date ? "" : proviso(data, days, rows));
    const key = `${said} · ${verdict.article}`;
    const one = found.get(key) ?? { key, verdict, holders: [], reasons: [] };
    found.set(key, one);
    one.holders.push(holder);
    if (!one.reasons.includes(verdict.reason)) one.reasons.push(verdict.reason);
  }
  return [...found.values()];
}

// What a verdict without a day hangs on where it held on no day of the reports.
function proviso(data: PageData, days: number[], rows: Report[]): string {
  const [undated, ...dated] = days.map((k) => data.verdicts[k].outcome);
  const stood = rows.flatMap(({ from_day: from, to_day: to }) =>
    dated.slice(from ? dayIndex(data, from) - 1 : 0, to ? dayIndex(data, to) : undefined),
  );
  if (!stood.length || stood.includes(undated)) return "";
  return stood.includes("to be eliminated") ? ", had it stayed" : ", were the treaty in force";
}

// The verdict without a day stands first, then one for each day on which verdicts change.
function dayIndex(data: PageData, date: string): number {
  return data.verdict_days.filter((day) => day <= date).length;
}
