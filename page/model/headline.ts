// The words at the head of the page: of one site, or of all that are shown.

import { coverage, isReached, reachCounts, strikesAt } from "./coverage.ts";
import type { Coverage, Named, PageData, Site, State } from "./data.ts";
import { inNato, isForeign, tellsOfNato } from "./relations.ts";
import { stands, systemsAt } from "./reports.ts";
import { count, isInside, RELATION_WORDS } from "./words.ts";

export function siteDeck(data: PageData, site: Site, state: State): string {
  const found = coverage(data, site, state);
  const places = countedPlaces(data, state);
  return [
    `${bandText(data, places, found)}.`,
    `${reachText(data, site, places, found, state)}.`,
    ownText(places, found),
    dayText(state),
  ]
    .filter(Boolean)
    .join(" ");
}

// The places of the day; a state's seat of government is counted by its capital.
function countedPlaces(data: PageData, { date }: State): Named[] {
  return data.capitals
    .map((place, index) => ({ ...place, index }))
    .filter((place) => stands(place, date))
    .filter((place) => data.place === "place" || place.role !== "seat-of-government");
}

function bandText(data: PageData, places: Named[], { band }: Coverage): string {
  const within = places.filter(({ index }) => isInside(band[index]));
  const what = count(within.length, `${data.place} lies`, `${data.place}s lie`);
  return `${what} ${data.band_words.span} away${within.length ? unknownText(data, places) : ""}`;
}

function unknownText(data: PageData, places: Named[]): string {
  const unknown = places.filter((place) => !place.nato_known).length;
  return unknown && tellsOfNato(data) ? ` (of ${unknown} the state is not known)` : "";
}

function reachText(
  data: PageData,
  site: Site,
  places: Named[],
  found: Coverage,
  state: State,
): string {
  if (!systemsAt(site, state).length) {
    const part = data.themes.length > 1 ? " in this part of the story" : "";
    return `Nothing is reported here${part}${state.date ? " on that day" : ""}`;
  }
  if (!strikesAt(data, site, state).length) {
    return "No strike figure is on file for what is reported here";
  }
  const what = site.hypothetical ? "A launcher here" : "What is reported here";
  return `${what} reaches ${reachedText(data, site, places, found, state)}`;
}

// How many places are reached: on all accounts and on some; else how many are left open.
function reachedText(
  data: PageData,
  site: Site,
  places: Named[],
  { reach, relation }: Coverage,
  state: State,
): string {
  const foreign = places.filter(({ index }) => isForeign(relation[index]));
  const [all, some, open] = (["all", "some", "unknown"] as const).map((word) =>
    foreign.filter(({ index }) => reach[index] === word),
  );
  const place = foreign.length < places.length ? `foreign ${data.place}` : data.place;
  const allied = (rows: Named[]) => alliesText(data, rows, relation, state);
  const counted = (rows: Named[]) => count(rows.length, place, `${place}s`) + allied(rows);
  const [every, only, any] = accountWords(data, state);
  if (all.length && some.length) {
    return `${counted(all)} ${every}, and ${some.length} more ${only}${allied(some)}`;
  }
  if (all.length) return `${counted(all)} ${every}`;
  if (some.length) return `${counted(some)} ${only}`;
  if (!open.length) return `no ${place} ${any}`;
  return `no ${place} for sure ${any}; ${doubtText(data, site, state)}`;
}

function alliesText(
  data: PageData,
  rows: Named[],
  relation: Coverage["relation"],
  { date }: State,
): string {
  if (!rows.length || !tellsOfNato(data)) return "";
  const allies = rows.filter(({ index }) => relation[index] === "ally").length;
  return allies
    ? ` (${allies} of them its holder's allies)`
    : ` (${rows.filter((row) => inNato(row, date)).length} of them NATO members')`;
}

// On every account, on some only, on any; all are one where only one gives figures.
function accountWords(data: PageData, state: State): [every: string, only: string, any: string] {
  const [, ...accounts] = data.accounts;
  const account = state.account === "all" && accounts.length === 1 ? accounts[0] : state.account;
  if (account === "all") return ["on every account", "on some accounts only", "on any account"];
  if (account === "user") {
    return [
      "by every one of your own figures",
      "by some of your own figures only",
      "by any of your own figures",
    ];
  }
  return [
    `by every ${account} figure`,
    `by some ${account} figures only`,
    `by any ${account} figure`,
  ];
}

// Said once of the figure, and not of every place on the Earth.
function doubtText(data: PageData, site: Site, state: State): string {
  return strikesAt(data, site, state).some(
    ([, claim]) => claim.up_to_km === null && claim.at_least_km !== null,
  )
    ? "a figure names no maximum"
    : "a figure leaves it open";
}

function ownText(places: Named[], { reach, relation }: Coverage): string {
  const own = places
    .filter(({ index }) => isReached(reach[index]) && !isForeign(relation[index]))
    .map(({ name, index }) => `${name}, ${RELATION_WORDS[relation[index]]}`);
  return own.length ? `Not counted: ${own.join("; ")}.` : "";
}

function dayText({ date }: State): string {
  return date ? `As it stood on ${date}.` : "";
}

export function overviewHead(
  data: PageData,
  sites: Site[],
  state: State,
): { title: string; deck: string } {
  const counts = reachCounts(data, sites, state);
  const standing = data.capitals.flatMap(({ name }, index) => {
    const from = counts[index];
    return from === null ? [] : [{ name, from }];
  });
  // The first of those from which the most sites are counted.
  const [most] = standing.toSorted((one, other) => other.from - one.from);
  const places = data.place === "capital" ? "capitals and seats of government" : "places";
  const reached = standing.filter(({ from }) => from > 0).length;
  return {
    title: count(sites.length, "site", "sites"),
    deck: [
      `${reached} of ${standing.length} ${places} are in reach of at least one of them, on some account.`,
      most?.from ? `The most, ${most.from}, reach ${most.name}.` : "",
      dayText(state),
    ]
      .filter(Boolean)
      .join(" "),
  };
}

// Under the map: what the numbers or the shading are.
export function caption(data: PageData, site: Site, state: State): string {
  return state.mode === "overview"
    ? `Numbers: from how many of the sites shown a ${data.place} is in reach, on some account at least`
    : `Shaded: ${data.band_words.span} from ${site.name}, ${data.band_words.caption}`;
}
