// The ruler of a capital's card: a bar for each figure against the distance, so that it is seen who
// would have to be right.

import { ACCOUNT_ORDER } from "./counts.ts";
import { answerOf, coverage, strikesAt } from "./coverage.ts";
import type { Account, AnswerWord, Claim, Figure, Look, PageData, Site, State } from "./data.ts";
import { told } from "./finding.ts";
import { grouped } from "./groups.ts";
import { isUnread } from "./sources.ts";
import { inKm, inUnit, rangeNumber } from "./units.ts";

// So many claimants are named in a row.
const MOST_NAMED = 2;
const MOST_TICKS = 7;
const TICK_STEPS = [500, 1000, 2000, 5000];

export interface RulerRow {
  // "at least 500, US State Department", without the unit.
  label: string;
  account: Account;
  look: Look;
  answer: AnswerWord;
  // In kilometres: in range for sure up to here, perhaps up to there.
  low: number;
  high: number;
  openEnded: boolean;
  // Whether it puts the place in range where others do not.
  deciding: boolean;
  unread: boolean;
  claims: Claim[];
}

export interface Ruler {
  // Of the leading system, or of all where none leads.
  rows: RulerRow[];
  // Of the others, each behind a line of words: "and 4 on Iskander-M".
  others: { words: string; rows: RulerRow[] }[];
  // In kilometres.
  end: number;
  ticks: number[];
  distance: number;
  band: [number, number];
}

export function rulerOf(data: PageData, site: Site, index: number, state: State): Ruler {
  const { lead } = told(data, site, state);
  const strikes = strikesAt(data, site, state);
  const distance = coverage(data, site, state).distance[index];
  const isMain = ([, claim]: Figure) => lead === null || claim.system_id === lead;
  const rowsOf = (figures: Figure[]) => rulerRows(data, site, index, figures, state);
  const others = grouped(
    strikes.filter((figure) => !isMain(figure)),
    ([, claim]) => claim.system_id,
  );
  const ends = strikes.flatMap(([, { at_least_km: low, up_to_km: high }]) => [low ?? 0, high ?? 0]);
  return {
    rows: rowsOf(strikes.filter(isMain)),
    others: [...others].map(([id, figures]) => ({
      words: `and ${figures.length} on ${data.systems[id].label}`,
      rows: rowsOf(figures),
    })),
    ...scaleTo(Math.max(distance, ...ends), state),
    distance,
    band: [data.band_km[0], data.band_km[1]],
  };
}

// To the next thousand of the reader's unit, with a few round numbers on the way.
function scaleTo(farthest: number, { units }: State): { end: number; ticks: number[] } {
  const end = Math.max(1, Math.ceil(inUnit(farthest, units) / 1000)) * 1000;
  const step = TICK_STEPS.find((one) => end / one < MOST_TICKS) ?? end;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, k) => inKm(k * step, units));
  return { end: inKm(end, units), ticks };
}

// Account by account, the lowest figure first; figures that are alike share a row.
function rulerRows(
  data: PageData,
  site: Site,
  index: number,
  figures: Figure[],
  { units }: State,
): RulerRow[] {
  const alike = grouped(
    figures.toSorted(byAccountAndEnd),
    ([, { account, at_least_km: low, up_to_km: high }]) => `${account}|${low}|${high}`,
  );
  const answers = new Set(figures.map(([k]) => answerOf(data, site, k, index)));
  return [...alike.values()].map((some) => {
    const claims = some.map(([, claim]) => claim);
    const [[k, { account, at_least_km: low, up_to_km: high }]] = some;
    const answer = answerOf(data, site, k, index);
    return {
      label: `${number(claims[0], units)}, ${claimants(claims)}`,
      account,
      look: account,
      answer,
      low: low ?? high ?? 0,
      high: high ?? low ?? 0,
      openEnded: high === null && low !== null,
      deciding: answer === "yes" && answers.size > 1,
      unread: claims.every((claim) => isUnread(data, claim)),
      claims,
    };
  });
}

function claimants(claims: Claim[]): string {
  const all = [...new Set(claims.map(({ who }) => who))];
  const more = all.length - MOST_NAMED;
  return all.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function number({ at_least_km: low, up_to_km: high }: Claim, units: State["units"]): string {
  if (high === null) return low === null ? "no figure" : `at least ${rangeNumber(low, units)}`;
  if (low === null || low === high) return rangeNumber(high, units);
  return `${rangeNumber(low, units)} to ${rangeNumber(high, units)}`;
}

// By account, the lowest figure first; what gives no number stands last.
export function byAccountAndEnd([, one]: Figure, [, other]: Figure): number {
  const end = (claim: Claim) => claim.at_least_km ?? claim.up_to_km ?? Number.MAX_VALUE;
  const far = (claim: Claim) => claim.up_to_km ?? Number.MAX_VALUE;
  return (
    ACCOUNT_ORDER.indexOf(one.account) - ACCOUNT_ORDER.indexOf(other.account) ||
    end(one) - end(other) ||
    far(one) - far(other)
  );
}
