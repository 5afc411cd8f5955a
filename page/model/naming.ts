// Which places are named on the map, and in which order names look for room.

import { REACH_ORDER } from "./coverage.ts";
import type { CapitalData, Coverage, PageData, State } from "./data.ts";
import { inNato } from "./relations.ts";
import { chosenIndex, stands } from "./reports.ts";
import { isBeyond } from "./words.ts";

// Nearer than this, the capitals beyond the band are named too.
const FAR_NAMES_ZOOM = 4;
// More names than this find no room on any map.
const MOST_NAMES = 300;

// The surer the reach and the nearer, the sooner a place is named; NATO's before others.
export function rankOf(data: PageData, found: Coverage, index: number, state: State): number {
  return (
    10 +
    10 * REACH_ORDER.indexOf(found.reach[index]) +
    found.distance[index] / 2000 +
    (inNato(data.capitals[index], state.date) ? 0 : 3)
  );
}

// The numbers of the places that a name may be written to, the chosen one first.
export function namedPlaces(
  data: PageData,
  found: Coverage,
  state: State,
  zoom: number,
  isSeen: (place: CapitalData) => boolean,
): number[] {
  const chosen = chosenIndex(data, state);
  const rank = (index: number) =>
    index === chosen ? Number.NEGATIVE_INFINITY : rankOf(data, found, index, state);
  const isNamed = (index: number) =>
    index === chosen ||
    zoom >= FAR_NAMES_ZOOM ||
    (state.mode !== "overview" && !isBeyond(found.band[index]));
  return [...data.capitals.keys()]
    .filter((index) => stands(data.capitals[index], state.date) && isNamed(index))
    .filter((index) => isSeen(data.capitals[index]))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MOST_NAMES);
}
