// What a holder has on a day: one system at one place, as far as it reaches on every account and on
// some. Never two holders, nor two days, in one sum.

import { counts, isHeard } from "./counts.ts";
import { strikesAt } from "./coverage.ts";
import type { Claim, PageData, Report, Site, State } from "./data.ts";
import { lastDay } from "./days.ts";
import { reports, statusOn, systemsAt } from "./reports.ts";
import { isStrikeSystem } from "./striking.ts";

// One system at one place: as far as every figure says yes, and as far as one does. That is a
// figure's lower end, or its only one, as everywhere on the page: what lies between the ends of a
// figure, or beyond a lower bound, is left open and not counted.
export interface Deployment {
  site: Site;
  system: string;
  low: number;
  high: number;
  // Whether a figure leaves more open.
  orMore: boolean;
  figures: Claim[];
}

export interface Standing {
  site: Site;
  system: string;
  rows: Report[];
}

export type Reading = "every" | "some" | "none";

export const READING_WORDS: Record<Reading, string> = {
  every: "every account",
  some: "some",
  none: "no account",
};

// All sites have always a day, every account, every system and every part of the story.
export function overviewState(data: PageData, state: State): State {
  return {
    ...state,
    theme: "all",
    account: "all",
    system: null,
    date: state.date ?? lastDay(data),
  };
}

// What strikes the ground and stands there on the day: what is planned is not yet there.
export function standing(data: PageData, state: State): Standing[] {
  return data.sites.flatMap((site) => {
    const there = reports(site, state);
    return systemsAt(site, state)
      .filter((system) => isStrikeSystem(data, system))
      .map((system) => ({
        site,
        system,
        rows: there.filter(
          (row) => row.system_id === system && statusOn(row, state.date) !== "planned",
        ),
      }))
      .filter(({ rows }) => rows.length);
  });
}

export function holdersOf({ rows }: Standing): string[] {
  return rows.flatMap(({ holders }) => (holders.length ? holders : [""]));
}

// Those who have something that day, the most first.
export function holdersOn(data: PageData, state: State): { value: string; words: string }[] {
  const numbers = new Map<string, number>();
  for (const one of standing(data, overviewState(data, state))) {
    for (const holder of new Set(holdersOf(one))) {
      numbers.set(holder, (numbers.get(holder) ?? 0) + 1);
    }
  }
  return [...numbers]
    .toSorted(([, one], [, other]) => other - one)
    .map(([value]) => ({ value, words: value || "Not named" }));
}

// Whose missiles are counted: who is asked for, or else the holder at the site in focus.
export function holderOf(data: PageData, state: State): string {
  if (state.holder) return state.holder;
  const all = holdersOn(data, state).map(({ value }) => value);
  const focus = data.sites.find(({ id }) => id === state.site);
  const on = overviewState(data, state);
  const its = [on, { ...on, date: null }].flatMap((cut) =>
    focus ? reports(focus, cut).flatMap(({ holders }) => holders) : [],
  );
  return its.find((holder) => all.includes(holder)) ?? all[0] ?? its[0] ?? "";
}

// Null where no figure that was read names a number.
export function deploymentOf(
  data: PageData,
  { site, system }: Standing,
  state: State,
): Deployment | null {
  const figures = strikesAt(data, site, state)
    .map(([, claim]) => claim)
    .filter((claim) => claim.system_id === system && isHeard(data, claim));
  if (!figures.some((claim) => counts(data, claim))) return null;
  // One that denies any reach says so with its upper end.
  const ends = figures.map(({ at_least_km: low, up_to_km: high }) =>
    high === 0 ? 0 : (low ?? high ?? 0),
  );
  const high = Math.max(...ends);
  return {
    site,
    system,
    low: Math.min(...ends),
    high,
    orMore: figures.some((claim) => claim.up_to_km === null || claim.up_to_km > high),
    figures,
  };
}

// A figure of 0 denies any reach.
export function readingAt(km: number, low: number, high: number): Reading {
  if (low > 0 && km <= low) return "every";
  return high > 0 && km <= high ? "some" : "none";
}
