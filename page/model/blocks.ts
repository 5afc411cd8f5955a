// What changes between two sides, in blocks by kind of change: out to in on every figure, on some, and
// back. Between them they have every row of infmap.compare.

import type { Change, Told } from "./changes.ts";
import { counts } from "./counts.ts";
import { answerOf, coverage, isReached, strikesAt } from "./coverage.ts";
import type { Band, Figure, Reach } from "./data.ts";
import { grouped } from "./groups.ts";
import { stands } from "./reports.ts";
import { titleName } from "./sentences.ts";
import { kmNumber, rangeText } from "./units.ts";
import { capitalised, nameList } from "./words.ts";

// So many blocks of what is in range on some figures alone; else they are one.
const MOST_PARTS = 4;

const MOST_CLAIMANTS = 2;

export interface BlockRow {
  index: number;
  km: number;
  band: Band;
  // What its mark says: of B, or of A where B does not reach it.
  reach: Reach;
}

export interface Block {
  number: string;
  // "out in A, in on both figures of B".
  words: string;
  note: string;
  rows: BlockRow[];
  // Those that change with them and are not counted: seats of government, the holder's own.
  seats: string;
}

// In which order kinds of change are told: into reach for sure and on some, then out of it, then
// those in reach on both sides, or on none.
const KINDS: [Reach[], Reach[]][] = [
  [["none", "unknown"], ["all"]],
  [["none", "unknown"], ["some"]],
  [["all"], ["none", "unknown"]],
  [["some"], ["none", "unknown"]],
  [["some"], ["all"]],
  [["all"], ["some"]],
  [["none"], ["unknown"]],
  [["unknown"], ["none"]],
];

export function blocksOf(facts: Told): Block[] {
  return partsOf(facts).flatMap((part) => blockOf(facts, part) ?? []);
}

// Places that change alike, and whether they stand for several figures' parts.
interface Part {
  rows: Change[];
  isMany: boolean;
}

function partsOf(facts: Told): Part[] {
  return KINDS.flatMap(([lefts, rights]): Part[] => {
    const isOfKind = ({ left, right }: Change) => lefts.includes(left) && rights.includes(right);
    const rows = facts.changes.filter(isOfKind);
    const parts = [...grouped(rows, (row) => figuresKey(facts, row)).values()];
    const counted = parts.filter((part) => part.some((row) => !facts.aside.has(row)));
    if (counted.length > MOST_PARTS) return [{ rows, isMany: true }];
    return parts.map((part) => ({ rows: part, isMany: false }));
  });
}

// What is in range is parted by the figures that say so, or by the system all of whose figures do.
function figuresKey(facts: Told, row: Change): string {
  return JSON.stringify(
    ([0, 1] as const).map((k) => {
      const reach = [row.left, row.right][k];
      if (reach === "all") return sureSystems(facts, k, row).map(([id]) => id);
      return reach === "some" ? yesOf(facts, k, row).map(([n]) => n) : reach;
    }),
  );
}

// On which sides some figures say yes and others do not.
function decidingSides({ left, right }: Change): (0 | 1)[] {
  return ([0, 1] as const).filter((k) => [left, right][k] === "some");
}

function yesOf({ data, sides: both }: Told, k: 0 | 1, { index }: Change): Figure[] {
  const { site, state } = both[k];
  return strikesAt(data, site, state).filter(([n]) => answerOf(data, site, n, index) === "yes");
}

// Null where all of its places stand aside: these are told at the end.
function blockOf(facts: Told, { rows, isMany }: Part): Block | null {
  const { data, aside } = facts;
  const [first] = rows;
  const counted = rows.filter((row) => !aside.has(row));
  if (!first || !counted.length) return null;
  const [left, right] = [sideWords(facts, 0, first, isMany), sideWords(facts, 1, first, isMany)];
  const { band } = coverage(data, facts.sides[0].site, facts.sides[0].state);
  return {
    number: `${counted.length}`,
    words: `${left}, ${right}`,
    note: noteOf(facts, first, isMany),
    rows: counted.map(({ index, km, left: one, right: other }) => ({
      index,
      km,
      band: band[index],
      reach: isReached(other) || !isReached(one) ? other : one,
    })),
    seats: asideWords(facts, rows),
  };
}

// By why they are not counted: "The Hague 2431 km (seat of government)".
function asideWords({ data, aside, state }: Told, rows: Change[]): string {
  const others = grouped(
    rows.filter((row) => aside.has(row)),
    (row) => aside.get(row) ?? "",
  );
  const said = [...others].map(([why, some]) => {
    const places = some.map(
      ({ index, km }) => `${data.capitals[index].name} ${kmNumber(km, state.units, [])}`,
    );
    return `${places.join(", ")} ${state.units} (${why})`;
  });
  return said.length ? `Not counted: ${said.join("; ")}.` : "";
}

// "out in A", "in on both figures of B", "in on CSIS alone in B".
function sideWords(facts: Told, k: 0 | 1, row: Change, isMany: boolean): string {
  const { letter } = facts.sides[k];
  const reach = [row.left, row.right][k];
  if (reach === "none") return `out in ${letter}`;
  if (reach === "unknown") return `left open in ${letter}`;
  if (reach === "some") {
    return isMany ? `in on some figures of ${letter}` : `in on ${someWords(facts, k, row)}`;
  }
  const sure = sureSystems(facts, k, row);
  const [first] = sure;
  if (isMany || sure.length !== 1 || !first) return `in on every figure of ${letter}`;
  const [system, number] = first;
  const which = ["", "the one figure", "both figures"][number] ?? "every figure";
  const isOnly = strikesAt(facts.data, facts.sides[k].site, facts.sides[k].state).length === number;
  return `in on ${which} of ${letter}${isOnly ? "" : ` for the ${facts.data.systems[system].label}`}`;
}

// Those systems all of whose figures put a place in range, with how many these are.
function sureSystems({ data, sides: both }: Told, k: 0 | 1, { index }: Change): [string, number][] {
  const { site, state } = both[k];
  const bySystem = grouped(strikesAt(data, site, state), ([, claim]) => claim.system_id);
  return [...bySystem]
    .filter(([, figures]) => figures.every(([n]) => answerOf(data, site, n, index) === "yes"))
    .map(([id, figures]) => [id, figures.length]);
}

function someWords(facts: Told, k: 0 | 1, row: Change): string {
  const { data, sides: both } = facts;
  const { letter, site, state } = both[k];
  const yes = yesOf(facts, k, row);
  const names = [...new Set(yes.map(([, claim]) => claim.who))];
  if (names.length > MOST_CLAIMANTS) {
    return `${yes.length} of ${strikesAt(data, site, state).length} figures of ${letter}`;
  }
  const who = names.length === 1 ? `${names[0]} alone` : nameList(names);
  const isUnread = yes.every(([, claim]) => !counts(data, claim));
  return `${who} in ${letter}${isUnread ? ", which nobody read" : ""}`;
}

// As far as those figures say yes; else from where distances are measured.
function noteOf(facts: Told, row: Change, isMany: boolean): string {
  const { sides: both, state } = facts;
  const [k] = decidingSides(row);
  // Of two sites distances are the first one's, whichever decides.
  if (k === undefined || isMany || both[0].site !== both[1].site)
    return `${state.units} from ${titleName(both[0].site.name)}`;
  const ends = yesOf(facts, k, row).map(
    ([, { at_least_km: low, up_to_km: high }]) => low ?? high ?? 0,
  );
  return `to ${rangeText(Math.min(...ends), state.units)}`;
}

// What no block has: the directions in which nothing changes, and what is the same on both sides.
export function restOf(facts: Told): string {
  const { data, sides: both, counted, changes } = facts;
  const inBoth = (index: number) =>
    both.every(({ site, state }) => isReached(coverage(data, site, state).reach[index]));
  const changed = new Set(changes.map(({ index }) => index));
  const same = data.capitals.flatMap((place, index) =>
    !changed.has(index) && both.every(({ state }) => stands(place, state.date)) ? [index] : [],
  );
  const inReach = same.filter(inBoth).length;
  const lone = partsOf(facts)
    .filter(({ rows }) => rows.every((row) => facts.aside.has(row)))
    .map(({ rows, isMany }) => {
      const [left, right] = [0, 1].map((k) => sideWords(facts, k ? 1 : 0, rows[0], isMany));
      return `${capitalised(left)}, ${right}. ${asideWords(facts, rows)}`;
    });
  return [
    ...lone,
    counted.some((row) => !isReached(row.left) && isReached(row.right))
      ? ""
      : "Out in A and in B: none.",
    counted.some((row) => isReached(row.left) && !isReached(row.right))
      ? ""
      : "In A and out in B: none.",
    `The same in both: ${inReach} in, ${same.length - inReach} out or left open.`,
  ]
    .filter(Boolean)
    .join(" ");
}
