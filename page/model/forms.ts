// The finding in one sentence, as infmap/analysis/headline.py has it: of all its forms the first
// that is short enough. Names are left out, never cut.

import { claimantOn } from "./claimants.ts";
import {
  type AccountCount,
  countByAccount,
  countOf,
  forSure,
  type Ground,
  most,
  reachedBy,
} from "./counts.ts";
import { coverage, figuresAt, strikesAt } from "./coverage.ts";
import type { Account, Figure, PageData, Report, Site, State, Status } from "./data.ts";
import { isForeign } from "./relations.ts";
import { chargesBy, isOver, surest, toldStatus } from "./reports.ts";
import { article, countText, fitting, possessive, titleName } from "./sentences.ts";
import { isUnread } from "./sources.ts";
import { shownRange } from "./units.ts";

const MOST_NAMES = 4;

// What reaches, they reach; what holds; and what is in range, or they are.
const HELD_NOW = ["reaches", "reach", "holds", "is", "are"];
const NEVER_HELD = ["would reach", "would reach", "was to hold", "is", "are"];
const HELD_ONCE = ["reached", "reached", "held", "was", "were"];
const VERBS: Record<Status, string[]> = {
  hypothetical: NEVER_HELD,
  confirmed: HELD_NOW,
  reported: HELD_NOW,
  alleged: HELD_NOW,
  planned: NEVER_HELD,
  ended: HELD_ONCE,
  cancelled: NEVER_HELD,
};
// What strikes nothing on the ground.
const HARMLESS: Record<string, string> = {
  interceptor: "interceptors",
  launcher: "launchers",
  UAV: "unarmed drones",
  target: "target missiles",
};
// What would, were its figures not against targets in the air, in space or at sea alone.
const ENGAGING = "missiles with engagement figures alone";
// Whose figures they are, but for the operator's: one, and several.
const WHOSE: Record<Exclude<Account, "operator">, [string, string]> = {
  opponent: ["the opponent's figure", "the opponents' figures"],
  independent: ["the independent figure", "the independent figures"],
  user: ["your own figure", "your own figures"],
};

// A figure of an account that gives none.
const NO_FIGURE: Record<State["account"], string> = {
  all: "figure",
  operator: "operator's figure",
  opponent: "opponent's figure",
  independent: "independent figure",
  user: "figure of your own",
};

// What a site's range that is no system's is called.
const OWN_RANGE = "Own range ";

type Told = Report & { strike: boolean };

// What is found, before it is put in words.
export interface Counted {
  ground: Ground;
  state: State;
  // Those that are shown; and those of them that make numbers.
  figures: Figure[];
  counted: Figure[];
  // By account, with the places in the order in which they are told; and all accounts together: on
  // the figures of every system.
  byAccount: Map<Account, AccountCount>;
  every: AccountCount;
  // With the day's status.
  reports: Told[];
  // Whether any place is the holder's or the host's own.
  hasOwn: boolean;
  // In which places are told.
  order: (one: number, other: number) => number;
}

export interface Found extends Counted {
  // The one strike system that makes what every account has in reach.
  lead: string | null;
  // The same; what lies beyond is told of the leading system.
  counts: Map<Account, AccountCount>;
  together: AccountCount;
  // Those of accounts that give figures of what a headline is of.
  compared: Map<Account, AccountCount>;
  // Who gives figures; what the operator's are called, in ever fewer words; and the one holder, if
  // those of every system are its own.
  claimants: (figures: Figure[]) => string[];
  operators: string[];
  speakers: string[];
  // "foreign capital", or "place" where none is anybody's own.
  noun: string;
  verbs: string[];
  isPast: boolean;
  // Whether every account says the same, and so do all of them together.
  agrees: boolean;
  // The reports of what strikes nothing, where no strike system is more than alleged.
  harmless: Told[];
  // The figures that make an account's numbers: those of the leading system, if it has any.
  told: (account: "all" | Account) => Figure[];
  surestOf: (of: (row: Told) => boolean) => Told | undefined;
}

function verbsOf(row: Told | undefined, date: string | null): string[] {
  return VERBS[row ? toldStatus(row, date) : "reported"];
}

export function subjectOf(found: Counted): Omit<Found, keyof Counted> {
  const { ground, reports, counted, hasOwn, byAccount, every } = found;
  const lead = leadOf(found);
  const alone = lead === null ? byAccount : aloneOf(found, lead);
  const counts = new Map([...byAccount].map(([of, count]) => [of, endingAs(count, alone.get(of))]));
  const compared = new Map([...counts].filter(([of]) => alone.has(of)));
  const isLead = (id: string) => lead === null || id === lead;
  const isTold = (row: Told) => row.strike && isLead(row.system_id);
  const { date } = found.state;
  const surestOf = (of: (row: Told) => boolean) => surest(reports.filter(of), date);
  const verbs = verbsOf(surestOf(isTold), date);
  const isAlleged = reports.every((row) => !row.strike || row.status === "alleged");
  const told = (account: "all" | Account) => {
    const own = counted.filter(([, claim]) => account === "all" || claim.account === account);
    const led = own.filter(([, claim]) => isLead(claim.system_id));
    return led.length ? led : own;
  };
  const holders = new Set(reports.filter(isTold).flatMap((row) => row.holders));
  const stateOf = ([, { state }]: Figure) => (holders.has(state) ? state : "");
  const theirs = told("operator");
  // The holder itself stands first.
  const names = [...new Set(theirs.map((one) => stateOf(one) || one[1].who))].toSorted(
    (one, other) => Number(holders.has(other)) - Number(holders.has(one)),
  );
  const all = counted.filter(([, claim]) => claim.account === "operator");
  const speakers = holders.size === 1 && all.every(stateOf) ? [...holders] : [];
  const together = endingAs(every, lead === null ? every : countOf(ground, ofSystem(found, lead)));
  return {
    lead,
    counts,
    compared,
    together,
    claimants: (figures) => [
      ...new Set(
        figures.map((one) => claimantOn(one[1], found.state.date, stateOf(one) || one[1].who)),
      ),
    ],
    operators: operatorsOf(names, holders, theirs.length),
    speakers,
    noun: hasOwn ? `foreign ${ground.data.place}` : ground.data.place,
    verbs,
    isPast: reports.some(isTold) && isOver(surestOf(isTold) as Told, date),
    agrees: agree([...compared.values(), together]),
    harmless: isAlleged ? reports.filter((row) => !row.strike) : [],
    told,
    surestOf,
  };
}

// Of one claimant they are called after it; several stand beside them.
function operatorsOf(names: string[], holders: Set<string>, number: number): string[] {
  const noun = number === 1 ? "figure" : "figures";
  const theirs = `the operator's ${noun}`;
  const [first, ...more] = names;
  if (more.length) {
    const rest = more.length > 1 ? `, ${more[0]} and ${more.length - 1} more` : `, ${more[0]}`;
    const some = [first + rest, `${first} and ${more.length} more`];
    return [...some.map((said) => `${theirs} (${said})`), theirs];
  }
  const the = !holders.has(first) && / [a-z]/.test(first) ? "the " : "";
  return first ? [`${possessive(the + first)} ${noun}`, theirs] : [theirs];
}

// A count that leaves open what another does.
function endingAs(count: AccountCount, { orMore, open }: AccountCount = count): AccountCount {
  return { ...count, orMore, open };
}

function ofSystem({ figures }: Counted, system: string): Figure[] {
  return figures.filter(([, claim]) => claim.system_id === system);
}

function aloneOf(found: Counted, system: string): Map<Account, AccountCount> {
  return countByAccount(found.ground, ofSystem(found, system));
}

function leadOf(found: Counted): string | null {
  const ofFigures = new Set(found.counted.map(([, claim]) => claim.system_id));
  const strikes = found.reports.filter(({ strike }) => strike).map((row) => row.system_id);
  const systems = [...(ofFigures.size ? ofFigures : new Set(strikes))];
  const fits = systems.length === 1 ? systems : systems.filter((system) => makesAll(found, system));
  return fits.length === 1 ? fits[0] : null;
}

function makesAll(found: Counted, system: string): boolean {
  const alone = aloneOf(found, system);
  return [...found.byAccount].every(([account, count]) => {
    const other = alone.get(account);
    return other ? isSame(count.sure, other.sure) && isSame(count.some, other.some) : !most(count);
  });
}

// A site's names for a headline; infmap's own have the region behind a comma.
function siteNames({ sources_reach: tellsStory }: PageData, { name }: Site): string[] {
  const short = titleName(name);
  return tellsStory || short === name ? [short] : [name, short];
}

function isSame(one: number[], other: number[]): boolean {
  return one.length === other.length && one.every((place) => other.includes(place));
}

// A headline, and the places in it.
export interface Form {
  title: string;
  named: number[];
}

export function headline(found: Found): Form {
  return fitting([...formsOf(found)], ({ title }) => title);
}

interface Subject {
  words: string;
  verb: string;
}

function* formsOf(found: Found): Generator<Form> {
  if (!found.reports.length) yield* nothing(found);
  else if (found.harmless.length) yield* harmless(found);
  else if (!found.counts.size) {
    for (const one of subjects(found)) yield { title: silent(found, one), named: [] };
  } else {
    const all = subjects(found);
    // A shorter subject is better than a single name, that than figures of nobody, and these than a
    // site without its name.
    const [some, last] = [all.slice(0, -1), all.slice(-1)];
    const steps: [Subject[], number[][]][] = [
      [
        some,
        [
          [4, 3, 2],
          [1, 0],
        ],
      ],
      [last, [[4, 3, 2, 1, 0]]],
    ];
    for (const [subjects, lengths] of steps) {
      for (const operator of found.operators) {
        for (const numbers of lengths) {
          for (const subject of subjects) {
            for (const number of numbers) yield reaches(found, subject, operator, number);
          }
        }
      }
    }
  }
}

// Where no figure makes a number: by what figures there are.
function silent({ ground: { data, site }, state }: Found, { words, verb }: Subject): string {
  const strikes = strikesAt(data, site, state);
  if (!strikes.length) {
    const others = figuresAt(data, site, state).some(
      ([, { system_id: id }]) => data.systems[id].strike,
    );
    const which = NO_FIGURE[state.account].replace("figure", others ? "strike figure" : "figure");
    return `No ${which} is on file for ${words}`;
  }
  const read = strikes.some(([, claim]) => isUnread(data, claim)) ? "that was read" : "on file";
  return `No figure ${read} says how far ${words} ${verb}`;
}

function* nothing({ ground: { data, site }, state }: Found): Generator<Form> {
  const part = state.theme !== "all" && data.themes.length > 1 ? " in this part of the story" : "";
  const day = state.date ? ` on ${state.date}` : "";
  const what = state.system ? `No ${data.systems[state.system].label}` : "Nothing";
  for (const where of [...siteNames(data, site).map((name) => `at ${name}`), "here"]) {
    yield { title: `${what} is reported ${where}${part}${day}`, named: [] };
  }
}

// What reaches something, in ever fewer words.
function subjects(found: Found): Subject[] {
  const { ground, verbs } = found;
  const [one, many] = verbs;
  return [...names(found), "what is reported here"].map((words) => ({
    words,
    verb: words.startsWith("the missiles ") ? many : one,
  }));

  function names({ lead }: Found): string[] {
    const { data, site } = ground;
    if (site.hypothetical) {
      const at = `${degrees(site.lat, "NS")}, ${degrees(site.lon, "EW")}`;
      return [`${launched(found)} at ${at}`, `a missile at ${at}`];
    }
    const places = siteNames(data, site);
    if (!lead) return places.map((at) => `the missiles at ${at}`);
    const { label } = data.systems[lead];
    // A range of the reader's own has no missile's name.
    const name = label.startsWith(OWN_RANGE) ? "missile" : label;
    return [...places.map((at) => `the ${name} at ${at}`), `the missile at ${places.at(-1)}`];
  }
}

function launched({ ground: { data }, reports, told, state }: Found): string {
  const figures = told("all");
  const [claim] = figures.map(([, one]) => one);
  if (figures.length === 1 && claim.account === "user") {
    return `a missile of ${shownRange(claim, state.units)}`;
  }
  const { label } = data.systems[reports[0].system_id];
  return `${article(label)} ${label}`;
}

function degrees(value: number, sides: string): string {
  return `${Math.abs(value).toFixed(2)}° ${sides[value < 0 ? 1 : 0]}`;
}

// What one account has in reach, against another that says otherwise.
function reaches(found: Found, { words, verb }: Subject, operator: string, number: number): Form {
  const [[first, count], ...others] = [...found.compared];
  const say = (of: AccountCount) => named(found, of, number);
  if (others.length && found.agrees) {
    const { title, named } = say(count);
    return {
      title: `${onEvery(found)} ${words} ${verb} ${span(count, found.noun)}${title}`,
      named,
    };
  }
  const who = whose(found, first, operator);
  const said = `By ${who} ${words} ${verb} ${span(count, found.noun)}`;
  const other = farthestFrom(count, others);
  if (!other) {
    const { title, named } = say(count);
    return { title: said + title, named };
  }
  const [account, counter] = other;
  const isFirst = isMore(count, counter);
  const { title, named: places } = say(isFirst ? count : counter);
  const theirs = `; by ${whose(found, account, operator)} ${span(counter)}`;
  return { title: isFirst ? said + title + theirs : said + theirs + title, named: places };
}

function farthestFrom(
  count: AccountCount,
  others: [Account, AccountCount][],
): [Account, AccountCount] | undefined {
  const away = (other: AccountCount) =>
    Math.abs(count.sure.length - other.sure.length) + Math.abs(most(count) - most(other));
  // Of those equally far the first.
  return others.toSorted(([, one], [, other]) => away(other) - away(one))[0];
}

// How what all accounts together have in reach begins: it is called what the marks call it only where
// figures that nobody read change nothing.
export function onEvery({ ground, state, together: { sure, some } }: Found): string {
  const { data, site, places, relation } = ground;
  const { reach } = coverage(data, site, state);
  const isWhole = places
    .filter((place) => isForeign(relation[place]))
    .every(
      (k) =>
        (reach[k] === "all") === sure.includes(k) && (reach[k] === "some") === some.includes(k),
    );
  return `On every account${isWhole ? "" : " that was read"}`;
}

function agree([first, ...others]: AccountCount[]): boolean {
  return others.every((one) => isSameCount(first, one));
}

function isSameCount(one: AccountCount, other: AccountCount): boolean {
  return (
    one.orMore === other.orMore &&
    one.sure.join() === other.sure.join() &&
    one.some.join() === other.some.join()
  );
}

// Whether one has more in reach than another: in all, or for sure, or perhaps.
function isMore(one: AccountCount, other: AccountCount): boolean {
  return (
    (most(one) - most(other) ||
      one.sure.length - other.sure.length ||
      Number(one.orMore) - Number(other.orMore)) > 0
  );
}

export function whose(found: Found, account: Account, operator = found.operators[0]): string {
  const systems = found.told(account).map(([, claim]) => claim.system_id);
  const isOne = !found.counts.get(account)?.some.length;
  // Of two systems with one figure each neither reaches what both do.
  const isPair = systems.length === 2 && systems[0] === systems[1] && isOne;
  if (account === "independent" && isPair) return "both independent figures";
  if (account === "operator") return operator;
  return WHOSE[account][systems.length === 1 ? 0 : 1];
}

// How many places, with their noun or, where that was said, without.
function span(count: AccountCount, noun = ""): string {
  const [low, high] = [count.sure.length, most(count)];
  if (!high) return (noun ? `no ${noun}` : "none") + forSure(count);
  const more = count.orMore ? " or more" : "";
  if (low === high) return (noun ? countText(high, noun) : String(high)) + more;
  return `${low} to ${high}${noun ? ` ${noun}s` : ""}${more}`;
}

// The words that name some places: those surely in reach come first.
function named({ ground: { data } }: Found, count: AccountCount, number: number): Form {
  const places = reachedBy(count).slice(0, number);
  if (!places.length) return { title: "", named: [] };
  const before = places.length === most(count) ? ": " : ", among them ";
  const words = places.map((k) => data.capitals[k].name).join(", ");
  return { title: before + words, named: places };
}

// Of a site that holds no strike system, or an alleged one alone.
function* harmless(found: Found): Generator<Form> {
  const rows = found.harmless;
  const holds = verbsOf(
    found.surestOf((row) => !row.strike),
    found.state.date,
  )[2];
  const what = kindOf(found, rows[0].system_id);
  const { data, site: place } = found.ground;
  for (const site of [...siteNames(data, place), "This site"]) {
    yield* withCharge(
      found,
      what
        ? `${site} ${holds} ${what}; they are not counted as reach`
        : `${site} ${holds} no strike system; nothing is counted as reach`,
    );
  }
}

// With what somebody alleges or charges, if that is on file.
function* withCharge(found: Found, text: string): Generator<Form> {
  const ids = (rows: Told[]) => new Set(rows.map((row) => row.system_id));
  const charge = chargeOf(found, ids(found.harmless));
  const [farthest] = [...found.counts.values()].sort((one, other) => (isMore(one, other) ? -1 : 1));
  if (farthest && most(farthest)) {
    const alleged = chargeOf(found, ids(found.reports.filter(({ strike }) => strike)));
    const claim = alleged ? `On ${possessive(alleged.accuser)} claim` : "As is alleged";
    for (let number = MOST_NAMES; number >= 0; number -= 1) {
      const { title, named: places } = named(found, farthest, number);
      const reach = `${claim} a missile there would reach ${span(farthest, found.noun)}`;
      yield { title: `${text}. ${reach}${title}`, named: places };
    }
  } else if (charge) {
    const such = found.harmless.find((row) => charge.system_id.includes(row.system_id));
    const kind = (such && kindOf(found, such.system_id)) || "systems";
    const last = kind === ENGAGING ? "missiles" : kind.split(" ").at(-1);
    const words = `${charge.accuser} charges a breach over such ${last}`;
    yield { title: `${text}. ${words}`, named: [] };
  }
  yield { title: text, named: [] };
}

function kindOf({ ground: { data } }: Found, system: string): string | undefined {
  const { kind, strike } = data.systems[system];
  if (strike) return ENGAGING;
  return kind && Object.hasOwn(HARMLESS, kind) ? HARMLESS[kind] : undefined;
}

// The first charge about some systems.
function chargeOf({ ground: { data }, state }: Found, systems: Set<string>) {
  return chargesBy(data, state).find((row) => row.system_id.some((system) => systems.has(system)));
}
