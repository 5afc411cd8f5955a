// Which places are named on the map, and in which order names look for room.

import { REACH_ORDER } from "./coverage.ts";
import type { PageData, Reach, Site, State } from "./data.ts";
import type { Dot } from "./placing.ts";
import { chosenIndex, stands } from "./reports.ts";
import { oneLine, twoLines } from "./words.ts";

// Not a part of a name.
const NO_NAME = / \([^()]*not named\)$/;
// So many pixels of map have one name, and a small map no fewer names than this.
const PX_A_NAME = 14_500;
const LEAST_NAMES = 12;
// Of marks nearer to each other only the larger city is named.
const NEAR_PX = 28;
// As many letters as a short line has, where no word is longer.
const NARROW = 16;
// More names than this find no room on any map.
const MOST_TRIED = 300;

// The places of the day: the chosen one, the headline's, then the surer reach, and of one reach the
// larger city.
export function namingOrder(
  data: PageData,
  reaches: Reach[],
  state: State,
  headlines: number[],
): number[] {
  const musts = mustsOf(data, state, headlines);
  const reach = (index: number) => REACH_ORDER.indexOf(reaches[index]);
  const rest = [...data.capitals.keys()]
    .filter((index) => stands(data.capitals[index], state.date) && !musts.includes(index))
    .sort(
      (one, other) =>
        reach(one) - reach(other) ||
        (data.capitals[other].people ?? 0) - (data.capitals[one].people ?? 0) ||
        one - other,
    );
  return [...musts, ...rest];
}

export function mustsOf(data: PageData, state: State, headlines: number[]): number[] {
  const chosen = chosenIndex(data, state);
  return [...new Set([...(chosen === null ? [] : [chosen]), ...headlines])];
}

export interface Marked extends Dot {
  index: number;
  people: number | null;
  isMust: boolean;
}

// Of the marks on the map, in their order, those that have a name if there is room for it.
export function nameable(marks: Marked[]): Marked[] {
  return marks.slice(0, MOST_TRIED).filter((mark) => mark.isMust || !isOutshone(mark, marks));
}

// As many names as a map of a size bears, beside those that must be on it.
export function mostNames({ x, y }: Dot): number {
  return Math.max(LEAST_NAMES, Math.round((x * y) / PX_A_NAME));
}

function isOutshone(mark: Marked, marks: Marked[]): boolean {
  return marks.some(
    (other) =>
      (other.people ?? 0) > (mark.people ?? 0) &&
      Math.hypot(other.x - mark.x, other.y - mark.y) < NEAR_PX,
  );
}

const linesOf = new WeakMap<Site, string[]>();

// A site's name in the lines that it has on the map: "Shuya, Ivanovo Oblast" is Shuya, if no other
// site is called so, and "Deveselu (NSF Deveselu)" Deveselu.
export function siteLines(data: PageData, site: Site): string[] {
  const lines = linesOf.get(site) ?? shortened(data, site);
  linesOf.set(site, lines);
  return lines;
}

function shortened({ sites }: PageData, { name, hypothetical }: Site): string[] {
  const [place] = name.split(", ");
  const isShort =
    // A launcher that nobody reports is called by its position, which has a comma of its own.
    !hypothetical &&
    !name.includes("(") &&
    sites.every((one) => one.name === name || !isAt(one, place));
  const [first, ...more] = twoLines(name.replace(NO_NAME, ""));
  const lines = isShort ? [place] : [first, ...more.filter((line) => !line.includes(first))];
  return lines.map((line) => oneLine(line));
}

// The same in short lines, for a map that has no room for long ones.
export function narrowed(lines: string[]): string[] {
  return lines.flatMap((line) => {
    const narrow: string[] = [];
    for (const word of line.split(" ")) {
      const last = narrow.at(-1);
      if (last && last.length + word.length < NARROW) narrow.splice(-1, 1, `${last} ${word}`);
      else narrow.push(word);
    }
    return narrow;
  });
}

function isAt({ name }: Site, place: string): boolean {
  return name === place || name.startsWith(`${place}, `);
}
