// Days of the calendar, as YYYY-MM-DD.

import type { PageData } from "./data.ts";

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

// The last day on which something on file begins or happens: by the data, never by the clock. Null
// where nothing has a date. The rule is Python's too, in infmap/analysis/overlap.py.
export function lastDay(data: PageData): string | null {
  const begun = data.sites.flatMap((site) => site.deployments.map((row) => row.from_day ?? ""));
  // Those of a caller's own tables are the dates of its reports.
  const events = data.sources_reach ? data.events.map(({ day }) => day) : [];
  return [...begun, ...events].toSorted().at(-1) || null;
}
