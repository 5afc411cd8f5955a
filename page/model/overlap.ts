// All sites at once: how many of a holder's deployments reach a place on a day, on every account and
// on some. A deployment is one system at one place. Never two holders, nor two days, in one sum; the
// rule is Python's too, in infmap/analysis/overlap.py.

import { distanceKm } from "../earth/geodesic.ts";
import { counts } from "./counts.ts";
import { coverage, farEnd, strikesAt } from "./coverage.ts";
import type { Band, Claim, PageData, Report, Site, State } from "./data.ts";
import { lastDay } from "./days.ts";
import { countedPlaces } from "./finding.ts";
import { bandOf } from "./launcher.ts";
import { isForeign } from "./relations.ts";
import { reports, surest, systemsAt } from "./reports.ts";
import { countText, possessive, titleName } from "./sentences.ts";
import { figureText, marginText } from "./units.ts";
import { listed, nameList } from "./words.ts";

// At most so many steps of one colour.
const MOST_STEPS = 5;
const MOST_TOLD = 2;
const MOST_LETTERS = 145;
// A place that is asked for is a capital where it lies as near, in degrees: an address has four
// digits.
const SAME_PLACE = 0.0001;

// One system at one place: how far on the lowest figure and on the highest. A lower bound counts to
// its figure.
export interface Deployment {
  site: Site;
  system: string;
  low: number;
  high: number;
  // Whether a figure names no maximum.
  orMore: boolean;
  figures: Claim[];
}

export type Reading = "every" | "some" | "none";

export const READING_WORDS: Record<Reading, string> = {
  every: "every account",
  some: "some",
  none: "no account",
};

export interface PlaceCounts {
  every: number;
  some: number;
  of: number;
  // Those that reach the place, the surest and then the nearest first.
  rows: {
    site: Site;
    system: string;
    km: number;
    band: Band;
    reading: Reading;
    marginKm: number;
    margin: string;
  }[];
  // Of those that do not, in words.
  rest: string;
}

export interface Tally {
  index: number;
  every: number;
  some: number;
}

export interface Overlap {
  holder: string;
  day: string | null;
  isLastDay: boolean;
  deployments: Deployment[];
  of: number;
  places: number;
  kicker: string;
  title: string;
  deck: string;
  // The least count of each step.
  steps: number[];
  // Of every capital of the day that is not the holder's own, the most first.
  tallies: Tally[];
}

// All sites have always a day, every account and every system.
export function overviewState(data: PageData, state: State): State {
  return { ...state, account: "all", system: null, date: state.date ?? lastDay(data) };
}

interface Standing {
  site: Site;
  system: string;
  rows: Report[];
}

// What strikes the ground and stands there on the day: what is planned is not yet there.
function standing(data: PageData, state: State): Standing[] {
  return data.sites.flatMap((site) => {
    const there = reports(site, state);
    return systemsAt(site, state)
      .filter((system) => data.systems[system].strike)
      .map((system) => ({
        site,
        system,
        rows: there.filter(
          (row) => row.system_id === system && surest([row], state.date) !== "planned",
        ),
      }))
      .filter(({ rows }) => rows.length);
  });
}

function holdersOf({ rows }: Standing): string[] {
  return rows.flatMap(({ holders }) => (holders.length ? holders : [""]));
}

// Those who have something that day, the most first.
export function holdersOn(data: PageData, state: State): { value: string; words: string }[] {
  const numbers = new Map<string, number>();
  for (const one of standing(data, overviewState(data, state))) {
    for (const holder of new Set(holdersOf(one))) {
      numbers.set(holder, (numbers.get(holder) ?? 0) + 1);
    }
  }
  return [...numbers]
    .toSorted(([, one], [, other]) => other - one)
    .map(([value]) => ({ value, words: value || "Not named" }));
}

// Whose missiles are counted: who is asked for, or else the holder at the site in focus.
function holderOf(data: PageData, state: State): string {
  if (state.holder) return state.holder;
  const all = holdersOn(data, state).map(({ value }) => value);
  const focus = data.sites.find(({ id }) => id === state.site);
  const its = [state, { ...state, date: null }].flatMap((on) =>
    focus ? reports(focus, { ...on, system: null }).flatMap(({ holders }) => holders) : [],
  );
  return its.find((holder) => all.includes(holder)) ?? all[0] ?? its[0] ?? "";
}

const known = new WeakMap<PageData, Map<string, Overlap>>();

// Worked out once for each holder, day, part of the story and unit.
export function overlap(data: PageData, state: State): Overlap {
  const holder = holderOf(data, state);
  const made = known.get(data) ?? new Map<string, Overlap>();
  known.set(data, made);
  const key = [holder, state.theme, state.date, state.units].join("|");
  const found = made.get(key) ?? make(data, overviewState(data, state), holder, !state.date);
  made.set(key, found);
  return found;
}

// Which step of the colour a count has, from 1; 0 has none.
export function stepOf(steps: number[], count: number): number {
  return steps.filter((from) => from <= count).length;
}

// At most five steps as wide as each other, the last with all that is more.
export function stepsTo(most: number): number[] {
  const width = Math.ceil(most / MOST_STEPS);
  const froms = Array.from({ length: MOST_STEPS }, (_, k) =>
    width === 1 ? k + 1 : k * width || 1,
  );
  return froms.filter((from) => from <= most);
}

function make(data: PageData, state: State, holder: string, isLastDay: boolean): Overlap {
  const ours = standing(data, state).filter((one) => holdersOf(one).includes(holder));
  const deployments = ours.flatMap((one) => deploymentOf(data, one, state) ?? []);
  const tallies = talliesOf(data, state, deployments);
  const most = Math.max(0, ...tallies.map(({ some }) => some), ...depths(deployments));
  const told: Told = { data, state, holder, ours, deployments, tallies };
  const places = new Set(deployments.map(({ site }) => site)).size;
  return {
    holder,
    day: state.date,
    isLastDay,
    deployments,
    of: deployments.length,
    places,
    kicker: listed(
      [
        "All sites",
        `${countText(deployments.length, "deployment")} at ${countText(places, "place")}`,
        "strike systems only",
        state.date ?? "",
      ],
      " · ",
    ),
    title: titleOf(told),
    deck: deckOf(told, isLastDay),
    steps: stepsTo(most),
    tallies,
  };
}

// Null where no figure that was read names a number.
function deploymentOf(data: PageData, { site, system }: Standing, state: State): Deployment | null {
  const figures = strikesAt(data, site, state)
    .map(([, claim]) => claim)
    .filter((claim) => claim.system_id === system && counts(data, claim));
  if (!figures.length) return null;
  return {
    site,
    system,
    low: Math.min(...figures.map(({ at_least_km: low, up_to_km: high }) => low ?? high ?? 0)),
    high: Math.max(...figures.map((claim) => farEnd(claim) ?? 0)),
    orMore: figures.some(({ up_to_km: high }) => high === null),
    figures,
  };
}

// At the sites themselves, where many stand close together.
function depths(deployments: Deployment[]): number[] {
  return deployments.map(
    ({ site: at }) =>
      deployments.filter(
        ({ site, high }) =>
          readingAt(distanceKm([site.lon, site.lat], [at.lon, at.lat]), 0, high) !== "none",
      ).length,
  );
}

// A figure of 0 denies any reach.
export function readingAt(km: number, low: number, high: number): Reading {
  if (low > 0 && km <= low) return "every";
  return high > 0 && km <= high ? "some" : "none";
}

// A capital is not reached by what stands in its own state, nor by its holder's missiles.
function talliesOf(data: PageData, state: State, deployments: Deployment[]): Tally[] {
  const found = deployments.map((one) => ({
    one,
    ...coverage(data, one.site, { ...state, system: one.system }),
  }));
  return countedPlaces(data, state)
    .flatMap((index) => {
      const readings = found
        .filter(({ relation }) => isForeign(relation[index]))
        .map(({ one, distance }) => readingAt(distance[index], one.low, one.high));
      if (!readings.length) return [];
      const some = readings.filter((word) => word !== "none").length;
      return [{ index, every: readings.filter((word) => word === "every").length, some }];
    })
    .toSorted(
      (one, other) =>
        other.every - one.every ||
        other.some - one.some ||
        data.capitals[one.index].name.localeCompare(data.capitals[other.index].name, "en"),
    );
}

// The place that is asked for: any, or the capital chosen.
export function askedPlace(
  data: PageData,
  state: State,
): { lon: number; lat: number; index: number | null } | null {
  const chosen = data.capitals.find(({ id }) => id === state.capital);
  const [lon, lat] = state.at ?? (chosen ? [chosen.lon, chosen.lat] : []);
  if (lon === undefined || lat === undefined) return null;
  return { lon, lat, index: capitalAt(data, state, lon, lat) };
}

function capitalAt(data: PageData, state: State, lon: number, lat: number): number | null {
  const index = countedPlaces(data, overviewState(data, state)).find((k) => {
    const place = data.capitals[k];
    return Math.abs(place.lon - lon) <= SAME_PLACE && Math.abs(place.lat - lat) <= SAME_PLACE;
  });
  return index ?? null;
}

// What reaches any place of the Earth; of a capital what stands in its own state is left out. One
// distance is measured for each site.
export function countsAt(data: PageData, state: State, lon: number, lat: number): PlaceCounts {
  const { deployments, day } = overlap(data, state);
  const index = capitalAt(data, state, lon, lat);
  const kms = new Map<Site, number>();
  const rows = deployments.map((one) => {
    const { site, system, low, high, orMore } = one;
    const km = kms.get(site) ?? distanceKm([site.lon, site.lat], [lon, lat]);
    kms.set(site, km);
    const reading = readingAt(km, low, high);
    const marginKm = (reading === "every" ? low : high) - km;
    const margin = marginWords(reading, marginText(Math.abs(marginKm), state.units), orMore);
    const on = { ...overviewState(data, state), date: day, system };
    const isOwn = index !== null && !isForeign(coverage(data, site, on).relation[index]);
    return { site, system, km, band: bandOf(data, km), reading, marginKm, margin, isOwn };
  });
  const foreign = rows.filter(({ isOwn }) => !isOwn);
  const order: Reading[] = ["every", "some"];
  const reaching = foreign
    .filter(({ reading }) => reading !== "none")
    .map(({ isOwn, ...row }) => row)
    .toSorted(
      (one, other) =>
        order.indexOf(one.reading) - order.indexOf(other.reading) || one.km - other.km,
    );
  const out = foreign
    .filter(({ reading }) => reading === "none")
    .toSorted((one, other) => other.marginKm - one.marginKm);
  return {
    every: reaching.filter(({ reading }) => reading === "every").length,
    some: reaching.length,
    of: deployments.length,
    rows: reaching,
    rest: restWords(
      out,
      rows.filter(({ isOwn }) => isOwn),
    ),
  };
}

function marginWords(reading: Reading, margin: string, orMore: boolean): string {
  if (reading === "none") return `outside by ${margin}`;
  const end = orMore ? "or more" : "at most";
  return `inside by ${margin} ${reading === "every" ? "at least" : end}`;
}

function restWords(out: { site: Site; margin: string }[], own: { site: Site }[]): string {
  const [nearest] = out;
  const places = [...new Set(own.map(({ site }) => titleName(site.name)))];
  const others = `${out.length} ${out.length === 1 ? "is" : "are"} out of reach on every account`;
  return [
    nearest
      ? `${others}, the nearest ${titleName(nearest.site.name)}, ${nearest.margin.replace("outside ", "")}.`
      : "",
    places.length ? `Not counted, as it is the place's own side: ${places.join(", ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

interface Told {
  data: PageData;
  state: State;
  holder: string;
  ours: Standing[];
  deployments: Deployment[];
  tallies: Tally[];
}

function titleOf(facts: Told): string {
  const { data, state, holder, deployments, tallies } = facts;
  const whose = holder ? possessive(holder) : "the";
  if (!deployments.length) {
    const day = state.date ? ` on ${state.date}` : "";
    return `None of ${whose} systems with a figure that was read stands at a site${day}`;
  }
  const number = `${whose} ${countText(deployments.length, "deployment")}`;
  const [first] = tallies;
  if (!first?.some) return `None of ${number} reaches a foreign ${data.place}`;
  const name = ({ index }: Tally) => data.capitals[index].name;
  const reach = first.every > 1 ? "reach" : "reaches";
  const all = `Of ${number} ${first.every || "none"} ${reach} ${name(first)} on every account`;
  const said = first.every === first.some ? all : `${all}, ${first.some} on some`;
  const more = others(facts).map((one) => `${name(one)} ${one.every} and ${one.some}`);
  const forms = [2, 1].map((most) => [said, ...more.slice(0, most)].join("; "));
  return forms.find((text) => [...text].length <= MOST_LETTERS) ?? said;
}

// Two more capitals that are reached: by the written order, then those with most people.
function others({ data: { capitals, cases }, deployments, tallies }: Told): Tally[] {
  const sites = new Set(deployments.map(({ site }) => site.id));
  const named = cases.filter(({ site }) => sites.has(site)).flatMap((one) => one.named);
  const rank = ({ index }: Tally) => {
    const at = named.indexOf(capitals[index].id);
    return at < 0 ? named.length : at;
  };
  return tallies
    .slice(1)
    .filter(({ some }) => some)
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) ||
        (capitals[other.index].people ?? 0) - (capitals[one.index].people ?? 0),
    )
    .slice(0, MOST_TOLD);
}

function deckOf(told: Told, isLastDay: boolean): string {
  const { data, state, deployments, tallies } = told;
  const every = tallies.filter((one) => one.every);
  const some = tallies.filter((one) => one.some);
  const on = `${countText(every.length, `foreign ${data.place}`)} on every account that names a figure`;
  return [
    deployments.length ? `At least one reaches ${on}, ${some.length} on some.` : "",
    peopleWords(data, every, some),
    restsOn(told),
    uncounted(told),
    state.date ? `As it stood on ${state.date}${isLastDay ? ", the last day on file" : ""}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

// Of the cities themselves, where the data has them.
function peopleWords({ capitals }: PageData, every: Tally[], some: Tally[]): string {
  const million = (of: Tally[]) =>
    Math.round(of.reduce((sum, { index }) => sum + (capitals[index].people ?? 0), 0) / 1000);
  return million(some) ? `In them live ${million(every)} and ${million(some)} million people.` : "";
}

// Systems whose count rests on one figure.
function restsOn({ data, state, deployments }: Told): string {
  const alone = new Map(
    deployments
      .filter(({ figures }) => figures.length === 1)
      .map(({ system, figures }) => [system, figures[0]]),
  );
  const label = (id: string) => data.systems[id].label;
  if (!alone.size) return "";
  const said = [...alone].map(
    ([id, claim]) => `${label(id)} (${claim.who}, ${figureText(claim, state.units)})`,
  );
  if (said.length > MOST_TOLD) return `${said.length} systems rest on one figure each.`;
  return `On one figure rest${said.length === 1 ? "s" : ""} ${nameList(said)}.`;
}

// What stands there and has no figure that makes a number.
function uncounted({ data, ours, deployments }: Told): string {
  const counted = new Set(deployments.map(({ system }) => system));
  const labels = [...new Set(ours.map(({ system }) => system))]
    .filter((system) => !counted.has(system))
    .map((system) => data.systems[system].label);
  return labels.length ? `Not counted, without a figure that was read: ${labels.join(", ")}.` : "";
}
