// Cases too many for every run: a third of them, the same in every run; all with WHOLE=1 in the
// environment.

import { seeded } from "./earth/drawn.ts";

const IS_WHOLE = Boolean(process.env.WHOLE);

/** A third of the cases, in their order. */
export function sampled<T>(cases: readonly T[]): T[] {
  if (IS_WHOLE) return [...cases];
  const random = seeded(24);
  return cases.filter(() => random() < 1 / 3);
}

/** How many rounds of so many are drawn. */
export function rounds(count: number): number {
  return IS_WHOLE ? count : Math.ceil(count / 3);
}
