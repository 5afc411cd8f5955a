// What can be set against what: two accounts, two days, two systems or two sites, as
// infmap/analysis/compare.py has it.

import type { PageData } from "./data.ts";
import { isDay } from "./days.ts";

export type What = "account" | "day" | "system" | "site";

export const WHATS: What[] = ["account", "day", "system", "site"];

// What a text may be; an id may be a system's and a site's.
function kindsOf(data: PageData, text: string): What[] {
  if (data.accounts.some((account) => account === text)) return ["account"];
  if (isDay(text)) return ["day"];
  return [
    ...(Object.hasOwn(data.systems, text) ? (["system"] as const) : []),
    ...(data.sites.some((site) => site.id === text) ? (["site"] as const) : []),
  ];
}

// What two texts are both; null where they name nothing of one kind, or the same.
export function whatOf(data: PageData, left: string, right: string): What | null {
  if (left === right) return null;
  const rights = kindsOf(data, right);
  return kindsOf(data, left).find((what) => rights.includes(what)) ?? null;
}
