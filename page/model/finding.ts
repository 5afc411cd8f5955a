// The finding about a site: what is found, with names, and what each account has in reach. The rule
// is Python's, in infmap/analysis/finding.py; both are held to tests/data/page/findings.json.

import {
  type AccountCount,
  countByAccount,
  countOf,
  counts,
  forSure,
  type Ground,
  isEndless,
  isHeard,
  isSilent,
  most,
  reachedBy,
} from "./counts.ts";
import { coverage, figuresAt, isReached } from "./coverage.ts";
import type { Account, Claim, Figure, PageData, Site, State, Status, Units } from "./data.ts";
import { type Found, headline, onEvery, subjectOf } from "./forms.ts";
import { inNato, isForeign, isSeat, tellsOfNato } from "./relations.ts";
import { reports, standingWords, stands, statusOn } from "./reports.ts";
import { countText } from "./sentences.ts";
import { isUnread } from "./sources.ts";
import { isStrikeSystem, strikes } from "./striking.ts";
import { bandSpan, figureText, shownRange } from "./units.ts";
import { capitalised, ENGAGEMENT, isInside, RELATION_WORDS } from "./words.ts";

// So many names stand in an account's sentence.
const MOST_NAMES = 4;
// More figures than these are counted and not told.
const MOST_SAID = 2;

export interface AccountFinding {
  account: "all" | Account;
  // Who gives its figures, and what they say where there is one: "Russia: 480 km".
  who: string;
  low: number;
  high: number;
  orMore: boolean;
  // "0–22 or more".
  span: string;
  // The numbers of the places in reach on every figure, and of the others, most people first.
  sure: number[];
  some: number[];
  // The names of all of them.
  names: string[];
  sentence: string;
  unread: number;
}

export interface Finding {
  // Which site, what is reported there, and when.
  kicker: string;
  title: string;
  deck: string;
  // The numbers of the places that the title names.
  named: number[];
  // Of every account, whichever is shown; then of all of them if there are several. Empty where no
  // figure makes a number.
  accounts: AccountFinding[];
}

// What is told of a site in a state, before it is put in words.
export function told(data: PageData, site: Site, state: State): Found {
  return remembered(data, site, state).found;
}

export function finding(data: PageData, site: Site, state: State): Finding {
  return remembered(data, site, state).finding;
}

interface Made {
  found: Found;
  finding: Finding;
}

const known = new WeakMap<Site, Map<string, Made>>();

// Worked out once for each theme, day, account and unit.
function remembered(data: PageData, site: Site, state: State): Made {
  const ofSite = known.get(site) ?? new Map<string, Made>();
  known.set(site, ofSite);
  const key = [state.theme, state.date, state.account, state.units, state.system].join("|");
  const made = ofSite.get(key) ?? make(data, site, state);
  ofSite.set(key, made);
  return made;
}

function make(data: PageData, site: Site, state: State): Made {
  const found = foundOf(data, site, state);
  const { title, named } = headline(found);
  const accounts =
    state.account === "all"
      ? accountsOf(found)
      : finding(data, site, { ...state, account: "all" }).accounts;
  const words = { kicker: kickerOf(found), title, deck: deckParts(found).join(" ") };
  return { found, finding: { ...words, named, accounts } };
}

function foundOf(data: PageData, site: Site, state: State): Found {
  const { relation, distance } = coverage(data, site, state);
  const places = countedPlaces(data, state);
  const ground: Ground = { data, site, places, relation };
  const figures = figuresAt(data, site, state);
  const order = orderOf(data, site, distance);
  const sorted = (count: AccountCount): AccountCount => ({
    ...count,
    sure: count.sure.toSorted(order),
    some: count.some.toSorted(order),
  });
  const byAccount = countByAccount(ground, figures);
  const told = {
    ground,
    order,
    state,
    figures,
    counted: figures.filter(([, claim]) => counts(data, claim)),
    byAccount: new Map([...byAccount].map(([account, count]) => [account, sorted(count)])),
    every: sorted(countOf(ground, figures, isHeard)),
    reports: reports(site, state).map((row) => ({
      ...row,
      status: statusOn(row, state.date) as Status,
      strike: isStrikeSystem(data, row.system_id),
    })),
    hasOwn: places.some((place) => !isForeign(relation[place])),
  };
  return { ...told, ...subjectOf(told) };
}

// The places of the day; a state's seat of government is counted by its capital.
export function countedPlaces(data: PageData, { date }: State): number[] {
  return [...data.capitals.keys()].filter(
    (k) => stands(data.capitals[k], date) && !isSeat(data, data.capitals[k]),
  );
}

// The written order of a case, then most people, then the nearest.
function orderOf(data: PageData, site: Site, distance: number[]) {
  const named = data.cases.find((one) => one.site === site.id)?.named ?? [];
  const rank = (k: number) => {
    const at = named.indexOf(data.capitals[k].id);
    return at < 0 ? named.length : at;
  };
  const people = (k: number) => data.capitals[k].people ?? 0;
  return (one: number, other: number) =>
    rank(one) - rank(other) || people(other) - people(one) || distance[one] - distance[other];
}

function accountsOf(found: Found): AccountFinding[] {
  const columns = [...found.counts].map(([account, count]) => accountOf(found, account, count));
  const isOne = columns.length < 2 && (!columns.length || found.agrees);
  return isOne ? columns : [...columns, accountOf(found, "all", found.together)];
}

function accountOf(found: Found, account: "all" | Account, count: AccountCount): AccountFinding {
  const figures = found.told(account);
  const [low, high] = [count.sure.length, most(count)];
  return {
    account,
    who: whoOf(found, account, figures),
    low,
    high,
    orMore: count.orMore,
    span: `${low === high ? "" : `${low}–`}${high}${count.orMore ? " or more" : ""}`,
    sure: count.sure,
    some: count.some,
    names: reachedBy(count).map((k) => found.ground.data.capitals[k].name),
    sentence: sentenceOf(found, count, figures),
    unread: count.unread,
  };
}

function whoOf(found: Found, account: "all" | Account, figures: Figure[]): string {
  if (account === "all") return countText(figures.length, "figure");
  const names = namesOfAccount(found, account, figures);
  const { state } = found;
  const said = new Set(figures.map(([, claim]) => shownRange(claim, state.units)));
  if (names.length > 2) return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
  return names.length === 1 && said.size === 1 ? `${names[0]}: ${[...said][0]}` : names.join(", ");
}

function namesOfAccount({ claimants, ground }: Found, account: Account, figures: Figure[]) {
  const names = claimants(figures);
  const isOwn = ground.site.hypothetical || names.join() === "user";
  return account === "user" && isOwn ? ["Your own"] : names;
}

// In the place of an account's number, where it has none.
export function absence(data: PageData, site: Site, state: State, account: Account): string {
  const every = figuresAt(data, site, { ...state, account: "all" });
  const own = every.map(([, claim]) => claim).filter((claim) => claim.account === account);
  const counted = own.filter((claim) => strikes(data, claim));
  const none = own.length ? "of a strike system" : "is on file";
  if (!counted.length) {
    const isOther = own.some((claim) => data.systems[claim.system_id].strike);
    return isOther ? `${capitalised(ENGAGEMENT)}.` : `No figure ${none}.`;
  }
  const unread = counted.filter((claim) => isUnread(data, claim));
  if (!unread.length) return "It names no number.";
  return notRead(data, unread, every, state.units);
}

function sentenceOf(found: Found, count: AccountCount, figures: Figure[]): string {
  const { sure, some } = count;
  const listed = (places: number[]) => namesOf(found.ground.data, places);
  const none = `None${found.hasOwn ? " abroad" : ""}${forSure(count)}.`;
  const noMaximum = figures.every(isEndless) ? "No maximum is named." : "Some name no maximum.";
  const several = figures.length > 1;
  return [
    most(count) ? "" : none,
    sure.length ? `${several ? `On every figure${ofOne(figures)}: ` : ""}${listed(sure)}.` : "",
    some.length ? `${several ? "On some: " : ""}${listed(some)}.` : "",
    count.orMore ? noMaximum : "",
    count.unread ? `${countText(count.unread, "figure")} that nobody read not counted.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

// The first names, and how many more there are.
function namesOf({ capitals }: PageData, places: number[]): string {
  const more = places.length - MOST_NAMES;
  const first = places.slice(0, MOST_NAMES).map((k) => capitals[k].name);
  return first.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function deckParts(found: Found): string[] {
  const { figures, harmless, state, ground } = found;
  const isOfReach = found.counts.size > 0 && !harmless.length;
  const unread = figures
    .map(([, claim]) => claim)
    .filter((claim) => strikes(ground.data, claim))
    .filter((claim) => isUnread(ground.data, claim));
  return [
    isOfReach && !found.agrees ? onEveryAccount(found) : "",
    isOfReach ? bandText(found) : "",
    notRead(ground.data, unread, figures, state.units),
    harmless.length ? "" : ownText(found),
    dayText(found),
  ].filter(Boolean);
}

// Of several systems one is enough: all its figures agree, not those of the others.
function ofOne(figures: Figure[]): string {
  const systems = new Set(figures.map(([, claim]) => claim.system_id));
  return systems.size > 1 ? " of one system" : "";
}

function onEveryAccount(found: Found): string {
  const { together, noun, figures, ground, verbs } = found;
  const { sure, some } = together;
  const number = sure.length ? countText(sure.length, noun) : `no ${noun}`;
  const others = some.length ? `, ${some.length} ${sure.length ? "more " : ""}on some` : "";
  const every = `${onEvery(found)}${ofOne(found.told("all"))}`;
  const silent = figures.filter(([, claim]) => isSilent(ground.data, claim)).length;
  const names = `; ${countText(silent, "figure")} ${silent === 1 ? "names" : "name"} no number`;
  return `${every} ${number} ${verbs[sure.length <= 1 ? 3 : 4]} in range${others}${silent ? names : ""}.`;
}

function bandText({ ground: { data, site, places }, state }: Found): string {
  const { band } = coverage(data, site, state);
  const within = places.filter((k) => isInside(band[k])).length;
  const verb = within === 1 ? "lies" : "lie";
  const away = within ? `away${unknownText(data, places, state)}` : "away";
  return `${countText(within, data.place)} ${verb} ${bandSpan(data, state.units)} ${away}.`;
}

function unknownText(data: PageData, places: number[], { date }: State): string {
  const unknown = places.filter((k) => inNato(data, data.capitals[k], date) === null).length;
  return unknown && tellsOfNato(data) ? ` (of ${unknown} the state is not known)` : "";
}

// Who says what, if they are few: of which missile, where there are several.
function notRead(data: PageData, claims: Claim[], all: Figure[], units: Units): string {
  const counted = all.filter(([, claim]) => strikes(data, claim));
  const systems = new Set(counted.map(([, claim]) => claim.system_id));
  const what = ({ system_id: id }: Claim) =>
    systems.size > 1 ? ` on the ${data.systems[id].label}` : "";
  const texts = new Set(
    claims.map((claim) => `${claim.who}${what(claim)}, ${figureText(claim, units)}`),
  );
  const said = texts.size <= MOST_SAID ? [...texts].join("; ") : countText(claims.length, "figure");
  return claims.length ? `Not counted, as nobody read the source: ${said}.` : "";
}

function ownText({ ground: { data, site, places, relation }, state }: Found): string {
  const { reach, distance } = coverage(data, site, state);
  const own = places
    .filter((k) => isReached(reach[k]) && !isForeign(relation[k]))
    .sort((one, other) => distance[one] - distance[other])
    .map((k) => `${data.capitals[k].name}, ${RELATION_WORDS[relation[k]]}`);
  return own.length ? `Not counted: ${own.join("; ")}.` : "";
}

function dayText({ reports: rows, state: { date }, counts, isPast, ground: { data } }: Found) {
  if (rows.length && date) return `As it stood on ${date}.`;
  const isOfToday = counts.size > 0 && isPast && data.place === "capital";
  return isOfToday && !date ? "Counted are the capitals of today." : "";
}

// "Shuya, Ivanovo Oblast, Russia · 9M729 alleged, Iskander-M reported · any date".
function kickerOf({ ground: { data, site }, reports: rows, state }: Found): string {
  const systems = [...new Set(rows.map((row) => row.system_id))];
  const what = systems.map((id) => {
    const its = rows.filter((row) => row.system_id === id);
    return `${data.systems[id].label} ${standingWords(its, state.date)}`.trim();
  });
  const where = site.name.endsWith(site.country) ? site.name : `${site.name}, ${site.country}`;
  if (site.hypothetical) return `${site.name} · nobody reports it`;
  return [site.country ? where : site.name, what.join(", "), state.date ?? "any date"]
    .filter(Boolean)
    .join(" · ");
}
