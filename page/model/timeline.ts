// The clock of the map: a day on a slider, with the treaty's events on it.

import type { EventData, PageData } from "./data.ts";

const DAY_MS = 86400000;
// Where there is no event, the slider begins with the first talks.
const FIRST_DAY = "1972-01-01";

export function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

export function isoDay(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

// The first and the last day of the slider, as numbers.
export function daySpan({ events, data_version: version }: PageData): {
  first: number;
  last: number;
} {
  const days = events.map(({ day }) => dayNumber(day));
  return {
    first: days[0] ?? dayNumber(FIRST_DAY),
    last: Math.max(
      dayNumber(version.replaceAll(".", "-")),
      days.at(-1) ?? Number.NEGATIVE_INFINITY,
    ),
  };
}

// The event after a day or before it; of any date, the first or the last of all.
export function stepFrom(
  events: EventData[],
  date: string | null,
  direction: 1 | -1,
): EventData | undefined {
  return direction > 0
    ? events.find(({ day }) => !date || day > date)
    : events.findLast(({ day }) => !date || day < date);
}

// The day, and what happened last; of any date, what that means.
export function wordsOf(events: EventData[], date: string | null): { day: string; rest: string } {
  if (!date) return { day: "Any date", rest: " Every report, whatever its date" };
  const latest = events.findLast(({ day }) => day <= date);
  if (!latest) return { day: date, rest: "" };
  const after = latest.day === date ? "" : `, after ${latest.date}`;
  return { day: date, rest: `${after}: ${latest.title}` };
}
