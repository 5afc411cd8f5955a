// What changes between two accounts, days, systems or sites, and for whom. The rows are those of
// infmap.compare (infmap/analysis/compare.py); both are held to tests/data/page/compare.json.

import { ACCOUNT_ORDER, counts, most } from "./counts.ts";
import { answerOf, coverage, isReached, reachesOf, strikesAt } from "./coverage.ts";
import type { Account, Band, Figure, Look, PageData, Pin, Reach, Site, State } from "./data.ts";
import { isDay, lastDay } from "./days.ts";
import { finding, told } from "./finding.ts";
import { launcherAt, WHAT_IF } from "./launcher.ts";
import { isForeign } from "./relations.ts";
import { reports, stands } from "./reports.ts";
import { countText, possessive, titleName } from "./sentences.ts";
import { type What, whatOf } from "./sides.ts";
import { kmText, rangeText } from "./units.ts";
import { ACCOUNT_SWITCH, capitalised, LOOK_WORDS, listed, nameList, oneLine } from "./words.ts";

export { WHATS, type What } from "./sides.ts";

const MOST_LETTERS = 145;
const MOST_NAMED = 4;
// So many blocks of what is in range on some figures alone; else they are one.
const MOST_PARTS = 4;
const MOST_CLAIMANTS = 2;
const EVENT_LETTERS = 48;

export interface Side {
  // An account, a day, or the id of a system or site.
  id: string;
  letter: "A" | "B";
  words: string;
  // Whose colour it has.
  look: Look | null;
  // "A Operator: 0 in range".
  tag: string;
  // What one site shows: all the rest of the model understands it.
  site: Site;
  state: State;
}

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

// A place whose answer differs.
export interface Change {
  index: number;
  km: number;
  left: Reach;
  right: Reach;
}

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

const launchers = new WeakMap<Pin, Site>();

function siteIn(data: PageData, { site: id, pin }: State): Site {
  if (id === WHAT_IF && pin) {
    const made = launchers.get(pin) ?? launcherAt(data, pin);
    launchers.set(pin, made);
    return made;
  }
  return data.sites.find((site) => site.id === id) ?? data.sites[0];
}

// What the page shows in compare: what the state asks for, or the two accounts that differ most.
export function pairOf(data: PageData, state: State): { what: What; left: string; right: string } {
  const { left, right } = state;
  const what = left && right ? whatOf(data, left, right) : null;
  if (left && right && what) return { what, left, right };
  return { what: "account", ...farthestAccounts(data, state) };
}

// What stands first where the reader turns to another kind; null where there are no two of it.
export function firstPair(data: PageData, state: State, what: What): Pick<State, "left" | "right"> {
  const none = { left: null, right: null };
  if (what === "account") return farthestAccounts(data, state);
  const values = optionsOf(data, state, what).map(({ value }) => value);
  const [first, last] = [values[0], values[values.length - 1]];
  if (what === "day") return first === last ? none : { left: first, right: last };
  const left = values.includes(state.site) ? state.site : first;
  const right = values.find((value) => value !== left);
  return left && right ? { left, right } : none;
}

// The first two, in the order of accounts, of those whose counts differ most.
function farthestAccounts(data: PageData, state: State): { left: Account; right: Account } {
  const found = told(data, siteIn(data, state), { ...state, account: "all", system: null });
  const all = [...found.counts];
  const pairs = all.flatMap(([left, one], k) =>
    all.slice(k + 1).map(([right, other]) => ({
      left,
      right,
      far: Math.abs(one.sure.length - other.sure.length) + Math.abs(most(one) - most(other)),
    })),
  );
  const [pair] = pairs.toSorted((one, other) => other.far - one.far);
  if (pair) return { left: pair.left, right: pair.right };
  const given = [...found.counts.keys()];
  const [left, right] = ACCOUNT_ORDER.filter(
    (account) => given.includes(account) || data.accounts.includes(account),
  ).toSorted((one, other) => Number(given.includes(other)) - Number(given.includes(one)));
  return {
    left: left ?? "operator",
    right: right ?? (left === "opponent" ? "operator" : "opponent"),
  };
}

export function optionsOf(
  data: PageData,
  state: State,
  what: What,
): { value: string; words: string }[] {
  const site = siteIn(data, state);
  if (what === "account") {
    const all = [...ACCOUNT_ORDER.filter((word) => data.accounts.includes(word)), "all" as const];
    return all.map((value) => ({ value, words: ACCOUNT_SWITCH[value] }));
  }
  if (what === "site") {
    return data.sites
      .filter((one) => reports(one, { ...state, date: null, system: null }).length)
      .map((one) => ({ value: one.id, words: one.name }));
  }
  const rows = reports(site, { ...state, date: null, system: null });
  if (what === "system") {
    const ids = [...new Set(rows.map((row) => row.system_id))];
    return ids
      .filter((id) => Object.hasOwn(data.systems, id))
      .toSorted(
        (one, other) => Number(data.systems[other].strike) - Number(data.systems[one].strike),
      )
      .map((value) => ({ value, words: data.systems[value].label }));
  }
  return days(data, site, rows, state);
}

// The days on which something at the site begins or ends, those of events, and the last on file.
function days(data: PageData, { name }: Site, rows: ReturnType<typeof reports>, state: State) {
  const named = new Map<string, string>();
  const add = (day: string | null, words: string) => {
    if (day && !named.has(day)) named.set(day, words);
  };
  for (const { system_id: id, from_day: from, to_day: to } of rows) {
    add(from, `${data.systems[id].label} at ${titleName(name)}`);
    add(to, `last of ${data.systems[id].label}`);
  }
  const own = new Set(rows.map((row) => row.system_id));
  for (const { day, title, systems } of data.events) {
    if (!systems.length || systems.some((id) => own.has(id))) add(day, title);
  }
  add(lastDay(data), "the last day on file");
  for (const side of [state.left, state.right]) add(side && isDay(side) ? side : null, "");
  return [...named]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([value, words]) => ({ value, words: oneLine(listed([value, words]), EVENT_LETTERS) }));
}

// Each side as a site and a state of its own. What is compared is no filter as well.
export function sides(data: PageData, state: State): [Side, Side] {
  const { what, left, right } = pairOf(data, state);
  return [side(data, state, what, left, "A"), side(data, state, what, right, "B")];
}

function side(data: PageData, whole: State, what: What, id: string, letter: "A" | "B"): Side {
  const asked: Record<What, Partial<State>> = {
    account: { account: id as State["account"] },
    day: { date: id },
    system: { system: id },
    site: { site: id },
  };
  const state: State = { ...whole, mode: "focus", left: null, right: null, ...asked[what] };
  const site = siteIn(data, state);
  const words: Record<What, () => string> = {
    account: () => ACCOUNT_SWITCH[id as State["account"]],
    day: () => id,
    system: () => data.systems[id].label,
    site: () => titleName(site.name),
  };
  const said = words[what]();
  return {
    id,
    letter,
    words: said,
    look: state.account === "all" ? null : state.account,
    tag: `${letter} ${said}: ${tagCount(data, site, state)}`,
    site,
    state,
  };
}

function tagCount(data: PageData, site: Site, state: State): string {
  const { together, figures } = told(data, site, state);
  const [sure, some] = [together.sure.length, together.some.length];
  if (!figures.some(([, claim]) => counts(data, claim))) return "no figure";
  const more = together.orMore ? " or more" : "";
  return some ? `${sure}, and ${some} on some${more}` : `${sure}${more} in range`;
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

interface Told {
  data: PageData;
  state: State;
  what: What;
  sides: [Side, Side];
  changes: Change[];
  // Those that count, and why the others do not.
  counted: Change[];
  aside: Map<Change, string>;
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

// Why a place is not in the number: it is no capital on one of the days, or its side's own.
function notCounted(data: PageData, both: [Side, Side], { index }: Change): string {
  const place = data.capitals[index];
  const missing = both.find(({ state }) => !stands(place, state.date));
  if (missing) return `no ${data.place} on ${missing.state.date ?? "any date"}`;
  const own = both.some(
    ({ site, state }) => !isForeign(coverage(data, site, state).relation[index]),
  );
  if (own) return "its side's own";
  return data.place === "capital" && place.role === "seat-of-government"
    ? "a seat of government"
    : "";
}

// Those in reach on one side alone, by figures that somebody read.
function handsOf({ data, sides: both, counted }: Told): Change[] {
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

function kickerOf({ data, state, what, sides: [{ site, words }, other] }: Told): string {
  const systems = [
    ...new Set(reports(site, { ...state, system: null }).map((row) => row.system_id)),
  ].map((id) => data.systems[id]?.label ?? id);
  const where = what === "site" ? `${words} and ${other.words}` : site.name;
  return listed(
    [
      "Compare",
      where,
      what === "system" || what === "site" ? "" : nameList(systems.slice(0, MOST_NAMED)),
      what === "account" || state.account === "all" ? "" : `${LOOK_WORDS[state.account]} figures`,
      what === "day" ? "" : (state.date ?? "any date"),
    ],
    " · ",
  );
}

function titleOf(facts: Told, changing: Change[]): string {
  const { data, what, sides: both } = facts;
  const [left, right] = both;
  const figures = both.flatMap(({ site, state }) => strikesAt(data, site, state));
  if (!figures.length) return finding(data, left.site, left.state).title;
  const { noun, holders } = told(data, left.site, left.state);
  const into = changing.filter((row) => isReached(row.right)).length;
  const from = changing.length - into;
  const many = (number: number) => (number ? countText(number, noun) : `no ${noun}`);
  const be = (number: number) => (number > 1 ? "are" : "is");
  const alone = (one: string, other: string) =>
    `${capitalised(many(from))} ${be(from)} in range of ${one} alone, ${into || "none"} of ${other} alone`;
  const forms: Record<What, () => string[]> = {
    account: () => {
      const verb = changing.length > 1 ? "change" : "changes";
      const [one, other] = both.map((one) => whose(one, holders));
      return [
        `Between ${one} and ${other}, ${many(changing.length)} ${verb} hands`,
        `Between A and B, ${many(changing.length)} ${verb} hands`,
      ];
    },
    day: () => [
      `Between ${left.id} and ${right.id}, ${many(into)} ${into > 1 ? "come" : "comes"} into range of ${titleName(left.site.name)} and ${from || "none"} ${from > 1 ? "leave" : "leaves"} it`,
      `Between ${left.id} and ${right.id}, ${many(into)} ${into > 1 ? "come" : "comes"} into range and ${from || "none"} ${from > 1 ? "leave" : "leaves"} it`,
    ],
    system: () => [alone(`the ${left.words}`, `the ${right.words}`), alone("A", "B")],
    site: () => [alone(left.words, right.words), alone("A", "B")],
  };
  const texts = forms[what]();
  return texts.find((text) => [...text].length <= MOST_LETTERS) ?? texts[texts.length - 1];
}

function whose({ state }: Side, holders: string[]): string {
  const words: Record<State["account"], string> = {
    all: "all accounts",
    operator: `${holders.length === 1 ? possessive(holders[0]) : "the operator's"} figures`,
    opponent: "the opponents' figures",
    independent: "the independent figures",
    user: "your own figures",
  };
  return words[state.account];
}

function deckOf(facts: Told, changing: Change[]): string {
  const { data, counted } = facts;
  const into = changing.filter((row) => isReached(row.right));
  const from = changing.filter((row) => !isReached(row.right));
  const hands = counted.filter((row) => isReached(row.left) !== isReached(row.right)).length;
  const unread = hands - changing.length;
  return [
    direction(facts, into, "out of range in A and in range in B"),
    direction(facts, from, "in range in A and out of range in B"),
    unread
      ? `${countText(unread, `more ${data.place}`)} would, on figures alone whose source nobody read.`
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}

// The first of them by the written order, then by people.
function direction(
  { data, sides: [{ site, state }] }: Told,
  rows: Change[],
  words: string,
): string {
  if (!rows.length) return "";
  const { order } = told(data, site, state);
  const first = rows
    .map(({ index }) => index)
    .toSorted(order)
    .slice(0, MOST_NAMED);
  const more = rows.length - first.length;
  const names = first.map((index) => data.capitals[index].name);
  const all = more ? [...names, `${more} more`] : names;
  return `${nameList(all)} ${rows.length === 1 ? "is" : "are"} ${words}.`;
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

function blocksOf(facts: Told): Block[] {
  return KINDS.flatMap(([lefts, rights]) => {
    const isOfKind = ({ left, right }: Change) => lefts.includes(left) && rights.includes(right);
    return partsOf(facts, facts.changes.filter(isOfKind));
  });
}

// What is in range on some figures is parted by the figures that say so: the side's that has it.
function partsOf(facts: Told, rows: Change[]): Block[] {
  const parts = new Map<string, Change[]>();
  for (const row of rows) {
    const key = decidingSides(row)
      .map((k) =>
        yesOf(facts, k, row)
          .map(([n]) => n)
          .join(),
      )
      .join("|");
    parts.set(key, [...(parts.get(key) ?? []), row]);
  }
  const counted = [...parts.values()].filter((part) => part.some((row) => !facts.aside.has(row)));
  const isMany = counted.length > MOST_PARTS;
  const found = isMany ? [rows] : [...parts.values()];
  return found.flatMap((part) => blockOf(facts, part, isMany) ?? []);
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
function blockOf(facts: Told, rows: Change[], isMany: boolean): Block | null {
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

function asideWords(facts: Told, rows: Change[]): string {
  const { data, aside, state } = facts;
  const others = rows.filter((row) => aside.has(row));
  if (!others.length) return "";
  const said = others.map(
    (row) =>
      `${data.capitals[row.index].name}, ${aside.get(row)}, ${kmText(row.km, state.units, [])}`,
  );
  return `Not counted: ${said.join("; ")}.`;
}

// "out in A", "in B on both figures", "in B on CSIS alone".
function sideWords(facts: Told, k: 0 | 1, row: Change, isMany: boolean): string {
  const { data, sides: both } = facts;
  const { letter, site, state } = both[k];
  const reach = [row.left, row.right][k];
  if (reach === "none") return `out in ${letter}`;
  if (reach === "unknown") return `left open in ${letter}`;
  if (reach === "all") {
    const figures = strikesAt(data, site, state);
    const systems = new Set(figures.map(([, claim]) => claim.system_id)).size;
    if (figures.length === 1) return `in range in ${letter}`;
    if (systems > 1) return `in range in ${letter} on every figure of a system`;
    return `in range in ${letter} on ${figures.length === 2 ? "both figures" : "every figure"}`;
  }
  return `in range in ${letter} on ${isMany ? "some figures" : someWords(facts, k, row)}`;
}

function someWords(facts: Told, k: 0 | 1, row: Change): string {
  const { data, sides: both } = facts;
  const yes = yesOf(facts, k, row);
  const names = [...new Set(yes.map(([, claim]) => claim.who))];
  const isUnread = yes.every(([, claim]) => !counts(data, claim));
  const all = strikesAt(data, both[k].site, both[k].state).length;
  const who = names.length === 1 ? `${names[0]} alone` : nameList(names);
  return names.length > MOST_CLAIMANTS
    ? `${yes.length} of ${all} figures`
    : who + (isUnread ? ", which nobody read" : "");
}

// As far as those figures say yes; else from where distances are measured.
function noteOf(facts: Told, row: Change, isMany: boolean): string {
  const { sides: both, state } = facts;
  const [k] = decidingSides(row);
  if (k === undefined || isMany) return `${state.units} from ${titleName(both[0].site.name)}`;
  const ends = yesOf(facts, k, row).map(
    ([, { at_least_km: low, up_to_km: high }]) => low ?? high ?? 0,
  );
  return `to ${rangeText(Math.min(...ends), state.units)}`;
}

// What no block has: the directions in which nothing changes, and what is the same on both sides.
function restOf(facts: Told): string {
  const { data, sides: both, counted, changes } = facts;
  const inBoth = (index: number) =>
    both.every(({ site, state }) => isReached(coverage(data, site, state).reach[index]));
  const changed = new Set(changes.map(({ index }) => index));
  const same = data.capitals.flatMap((place, index) =>
    !changed.has(index) && both.every(({ state }) => stands(place, state.date)) ? [index] : [],
  );
  const inReach = same.filter(inBoth).length;
  const told = new Set(blocksOf(facts).flatMap(({ rows }) => rows.map(({ index }) => index)));
  const lone = KINDS.flatMap(([lefts, rights]) => {
    const rows = changes.filter(
      ({ left, right }) => lefts.includes(left) && rights.includes(right),
    );
    const some = rows.some(({ index }) => told.has(index));
    return some || !rows.length
      ? []
      : [
          `${capitalised(sideWords(facts, 0, rows[0], true))}, ${sideWords(facts, 1, rows[0], true)}. ${asideWords(facts, rows)}`,
        ];
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
