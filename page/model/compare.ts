// Two accounts, days, systems or sites set against each other: what changes, and for whom.

import { type Block, blocksOf, restOf } from "./blocks.ts";
import { type Change, changesOf, handsOf, notCounted, type Told } from "./changes.ts";
import { deckOf, kickerOf, titleOf } from "./compared.ts";
import type { PageData, State } from "./data.ts";
import { pairOf, type Side, sides } from "./pairs.ts";
import type { What } from "./sides.ts";

export type { Block, BlockRow } from "./blocks.ts";
export { type Change, changesOf } from "./changes.ts";
export { firstPair, optionsOf, pairOf, type Side, sides } from "./pairs.ts";
export { WHATS, type What } from "./sides.ts";

export interface Comparison {
  what: What;
  sides: [Side, Side];
  kicker: string;
  title: string;
  deck: string;
  // As infmap.compare has them, the nearest first.
  changes: Change[];
  // The numbers of the foreign capitals that come into reach or leave it.
  changing: number[];
  blocks: Block[];
  rest: string;
}

const known = new WeakMap<PageData, { key: string; found: Comparison }>();

// The last one is kept: what draws it asks for it several times.
export function comparison(data: PageData, state: State): Comparison {
  const { site, theme, account, date, system, units, left, right, pin } = state;
  const key = JSON.stringify([site, theme, account, date, system, units, left, right, pin]);
  const before = known.get(data);
  if (before?.key === key) return before.found;
  const found = make(data, state);
  known.set(data, { key, found });
  return found;
}

function make(data: PageData, state: State): Comparison {
  const { what } = pairOf(data, state);
  const both = sides(data, state);
  const changes = changesOf(data, both);
  const aside = new Map(
    changes.flatMap((change) => {
      const why = notCounted(data, both, change);
      return why ? [[change, why] as const] : [];
    }),
  );
  const counted = changes.filter((change) => !aside.has(change));
  const facts: Told = { data, state, what, sides: both, changes, counted, aside };
  const changing = handsOf(facts);
  return {
    what,
    sides: both,
    kicker: kickerOf(facts),
    title: titleOf(facts, changing),
    deck: deckOf(facts, changing),
    changes,
    changing: changing.map(({ index }) => index),
    blocks: blocksOf(facts),
    rest: restOf(facts),
  };
}
