// What the treaty said of a figure.

import type { Claim, PageData, Site, State, VerdictRecord } from "./data.ts";
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
    const verdict = data.verdicts[claim.verdicts[holder][slot]];
    const key = `${verdict.outcome} · ${verdict.article}`;
    const one = found.get(key) ?? { key, verdict, holders: [], reasons: [] };
    found.set(key, one);
    one.holders.push(holder);
    if (!one.reasons.includes(verdict.reason)) one.reasons.push(verdict.reason);
  }
  return [...found.values()];
}

// The verdict without a day stands first, then one for each day on which verdicts change.
function dayIndex(data: PageData, date: string): number {
  return data.verdict_days.filter((day) => day <= date).length;
}
