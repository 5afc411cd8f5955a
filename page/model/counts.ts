// How many places an account has in reach of a site: a span over its own figures. What nobody read
// makes no number, nor does what names none; see infmap/analysis/counts.py.

import { reachesOf } from "./coverage.ts";
import type { Account, Claim, Figure, PageData, Reach, Relation, Site } from "./data.ts";
import { grouped } from "./groups.ts";
import { isForeign } from "./relations.ts";
import { isUnread } from "./sources.ts";
import { strikes } from "./striking.ts";

export const ACCOUNT_ORDER: Account[] = ["operator", "opponent", "independent", "user"];

export interface AccountCount {
  // The numbers of foreign places in reach on every figure, and of those on one at least.
  sure: number[];
  some: number[];
  // Whether a figure names no maximum.
  orMore: boolean;
  // Whether one leaves open a foreign place that none puts in reach.
  open: boolean;
  unread: number;
}

// Where it is asked for a site: its places that count, and whose each place is.
export interface Ground {
  data: PageData;
  site: Site;
  places: number[];
  relation: Relation[];
}

// Whether a figure makes a number.
export function counts(data: PageData, claim: Claim): boolean {
  return isHeard(data, claim) && (claim.at_least_km !== null || claim.up_to_km !== null);
}

// Whether it has a say in what all accounts together have in reach: one that names no number leaves
// every place open.
export function isHeard(data: PageData, claim: Claim): boolean {
  return strikes(data, claim) && !isUnread(data, claim);
}

// Whether it is heard and names no number.
export function isSilent(data: PageData, claim: Claim): boolean {
  return isHeard(data, claim) && !counts(data, claim);
}

// Each account that gives figures.
export function countByAccount(ground: Ground, figures: Figure[]): Map<Account, AccountCount> {
  const byAccount = grouped(figures, ([, { account }]) => account);
  const found = new Map<Account, AccountCount>();
  for (const account of ACCOUNT_ORDER) {
    const its = byAccount.get(account) ?? [];
    if (its.some(([, claim]) => counts(ground.data, claim))) {
      found.set(account, countOf(ground, its));
    }
  }
  return found;
}

// What some of a site's figures have in reach: those that make numbers, or all that are heard.
export function countOf(
  { data, site, places, relation }: Ground,
  every: Figure[],
  isAsked = counts,
): AccountCount {
  const figures = every.filter(([, claim]) => isAsked(data, claim));
  const reachAt = reachesOf(data, site, figures);
  const foreign = places
    .filter((place) => isForeign(relation[place]))
    .map((place) => ({ place, reach: reachAt(place) }));
  const where = (wanted: Reach) =>
    foreign.filter(({ reach }) => reach === wanted).map(({ place }) => place);
  return {
    sure: where("all"),
    some: where("some"),
    orMore: figures.some(isEndless),
    open: where("unknown").length > 0,
    unread: every.filter(([, claim]) => strikes(data, claim) && isUnread(data, claim)).length,
  };
}

export function most({ sure, some }: AccountCount): number {
  return sure.length + some.length;
}

export function isEndless([, claim]: Figure): boolean {
  return claim.up_to_km === null && claim.at_least_km !== null;
}

// Behind "none", where figures leave a place open.
export function forSure({ orMore, open }: AccountCount): string {
  return orMore || open ? " for sure" : "";
}

// The places of a count, those surely in reach first.
export function reachedBy({ sure, some }: AccountCount): number[] {
  return [...sure, ...some];
}
