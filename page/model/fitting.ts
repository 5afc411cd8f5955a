// Where a view of a site stands: what it shows to its edge, and which side gets the room.

import { farEnd, figuresAt } from "./coverage.ts";
import type { PageData, Site, State } from "./data.ts";

// What is shown has so much air around it.
const AIR = 1.03;

/** How far from the site a view reaches: over its rings, or over the whole band. */
export function reachOfView(data: PageData, site: Site, state: State): number {
  const [, band] = data.band_km;
  const ends = figuresAt(data, site, state).map(([, claim]) => farEnd(claim) ?? 0);
  // Who says no more than that it lies in the band has drawn the band, which has its own view.
  const farthest = Math.max(0, ...ends.filter((km) => km !== band));
  const isRings = state.fit === "rings" && farthest >= data.range_km[0];
  // A view of short rings alone would not tell that the band begins beyond them.
  return AIR * (isRings ? Math.max(farthest, data.band_km[0]) : band);
}

/**
 * How far the middle is moved, of the room there is, so that the side with more places gets more of
 * it; `places` are their coordinates from the site.
 */
export function leaning(places: number[]): number {
  const [before, after] = [
    places.filter((at) => at < 0).length,
    places.filter((at) => at > 0).length,
  ];
  return before + after ? (after - before) / (before + after) : 0;
}

// Where more than half of them lie so much closer together, the others may lie outside a view of all: a
// few far off would make all others small.
const CLOSE = 0.65;

/** From where to where numbers lie, but for a few far off, with some air around. */
export function span(numbers: number[], air: number): [number, number] {
  const inOrder = numbers.toSorted((one, other) => one - other);
  const count = Math.floor(inOrder.length / 2) + 1;
  const whole: [number, number] = [inOrder[0] - air, inOrder[inOrder.length - 1] + air];
  let [from, to] = [inOrder[0], inOrder[inOrder.length - 1]];
  for (let k = 0; k + count <= inOrder.length; k += 1) {
    const [first, last] = [inOrder[k], inOrder[k + count - 1]];
    if (last - first < to - from) [from, to] = [first, last];
  }
  // What lies near to them is seen too.
  const near = to - from + air;
  const seen = inOrder.filter((at) => at >= from - near && at <= to + near);
  const [least, most] = [seen[0] - air, seen[seen.length - 1] + air];
  return most - least < CLOSE * (whole[1] - whole[0]) ? [least, most] : whole;
}
