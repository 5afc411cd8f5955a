// Which places have another answer on two sides, as infmap.compare has them
// (infmap/analysis/compare.py); both are held to tests/data/page/compare.json.

import { counts } from "./counts.ts";
import { coverage, isReached, reachesOf, strikesAt } from "./coverage.ts";
import type { PageData, Reach, State } from "./data.ts";
import type { Side } from "./pairs.ts";
import { isForeign, isSeat } from "./relations.ts";
import { reports, stands } from "./reports.ts";
import type { What } from "./sides.ts";
import { RELATION_WORDS, SEAT } from "./words.ts";

// A place whose answer differs.
export interface Change {
  index: number;
  km: number;
  left: Reach;
  right: Reach;
}

export interface Told {
  data: PageData;
  state: State;
  what: What;
  sides: [Side, Side];
  changes: Change[];
  // Those that count, and why the others do not.
  counted: Change[];
  aside: Map<Change, string>;
}

// Every place whose answer differs. A place that is a capital on one of two days alone is reached by
// nothing on the other; where nothing is reported, nothing reaches.
export function changesOf(data: PageData, [left, right]: [Side, Side]): Change[] {
  const [one, other] = [left, right].map(({ site, state }) => coverage(data, site, state));
  const isThere = [left, right].map(({ site, state }) => reports(site, state).length > 0);
  const found = data.capitals.map((place, index): Change => {
    const [inLeft, inRight] = [left, right].map(
      ({ state }, k) => isThere[k] && stands(place, state.date),
    );
    return {
      index,
      km: (inLeft ? one : other).distance[index],
      left: inLeft ? one.reach[index] : "none",
      right: inRight ? other.reach[index] : "none",
    };
  });
  return found.filter((row) => row.left !== row.right).toSorted((row, next) => row.km - next.km);
}

// Why a place is not in the number: it is no capital on one of the days, or its side's own.
export function notCounted(data: PageData, both: [Side, Side], { index }: Change): string {
  const place = data.capitals[index];
  const missing = both.find(({ state }) => !stands(place, state.date));
  if (missing) return `no ${data.place} on ${missing.state.date ?? "any date"}`;
  const own = both
    .map(({ site, state }) => coverage(data, site, state).relation[index])
    .find((relation) => !isForeign(relation));
  if (own) return RELATION_WORDS[own];
  return isSeat(data, place) ? SEAT : "";
}

// Those in reach on one side alone, by figures that somebody read.
export function handsOf({ data, sides: both, counted }: Told): Change[] {
  const read = both.map(({ site, state }) => {
    const figures = strikesAt(data, site, state).filter(([, claim]) => counts(data, claim));
    return reachesOf(data, site, figures);
  });
  return counted.filter(({ index, left, right }) => {
    const [one, other] = [left, right].map(
      (reach, k) => isReached(reach) && isReached(read[k](index)),
    );
    return one !== other && isReached(left) !== isReached(right);
  });
}
