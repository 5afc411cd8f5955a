// All sites at once: how many of a holder's deployments reach a place on a day, on every account and
// on some. The rule is Python's too, in infmap/analysis/overlap.py.

import { distanceKm } from "../earth/geodesic.ts";
import { coverage } from "./coverage.ts";
import type { Band, PageData, Site, State } from "./data.ts";
import {
  type Deployment,
  deploymentOf,
  holderOf,
  holdersOf,
  overviewState,
  type Reading,
  readingAt,
  standing,
} from "./deployments.ts";
import { countedPlaces } from "./finding.ts";
import { bandOf } from "./launcher.ts";
import { deckOf, type Tally, type Told, titleOf } from "./overlapped.ts";
import { isForeign } from "./relations.ts";
import { stands } from "./reports.ts";
import { countText, titleName } from "./sentences.ts";
import { marginText } from "./units.ts";
import { listed } from "./words.ts";

export {
  type Deployment,
  holdersOn,
  overviewState,
  READING_WORDS,
  type Reading,
  readingAt,
} from "./deployments.ts";
export type { Tally } from "./overlapped.ts";

// At most so many steps of one colour.
const MOST_STEPS = 5;

// A place that is asked for is a capital where it lies as near, in degrees: an address has four
// digits.
const SAME_PLACE = 0.0001;

export interface PlaceCounts {
  every: number;
  some: number;
  // How many leave it open whether they do.
  open: number;
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

const known = new WeakMap<PageData, Map<string, Overlap>>();

// Worked out once for each holder, day and unit.
export function overlap(data: PageData, state: State): Overlap {
  const holder = holderOf(data, state);
  const made = known.get(data) ?? new Map<string, Overlap>();
  known.set(data, made);
  const key = [holder, state.date, state.units].join("|");
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
  return { lon, lat, index: capitalAt(data, overviewState(data, state).date, lon, lat) };
}

function capitalAt({ capitals }: PageData, day: string | null, lon: number, lat: number) {
  const index = capitals.findIndex(
    (place) =>
      stands(place, day) &&
      Math.abs(place.lon - lon) <= SAME_PLACE &&
      Math.abs(place.lat - lat) <= SAME_PLACE,
  );
  return index < 0 ? null : index;
}

// What reaches any place of the Earth; of a capital what stands in its own state is left out. One
// distance is measured for each site.
export function countsAt(data: PageData, state: State, lon: number, lat: number): PlaceCounts {
  const { deployments, day } = overlap(data, state);
  const index = capitalAt(data, day, lon, lat);
  const kms = new Map<Site, number>();
  const rows = deployments.map((one) => {
    const { site, system, low, high, orMore } = one;
    const km = kms.get(site) ?? distanceKm([site.lon, site.lat], [lon, lat]);
    kms.set(site, km);
    const reading = readingAt(km, low, high);
    const marginKm = (reading === "every" ? low : high) - km;
    const margin = marginWords(reading, marginText(Math.abs(marginKm), state.units), orMore);
    const on = { ...overviewState(data, state), date: day, system };
    // Beyond what a figure surely reaches, and not beyond its maximum.
    const isOpen = one.figures.some(({ up_to_km: most }) => most === null || (most && km <= most));
    const isOwn = index !== null && !isForeign(coverage(data, site, on).relation[index]);
    return { site, system, km, band: bandOf(data, km), reading, marginKm, margin, isOwn, isOpen };
  });
  const foreign = rows.filter(({ isOwn }) => !isOwn);
  const order: Reading[] = ["every", "some"];
  const reaching = foreign
    .filter(({ reading }) => reading !== "none")
    .map(({ isOwn, isOpen, ...row }) => row)
    .toSorted(
      (one, other) =>
        order.indexOf(one.reading) - order.indexOf(other.reading) || one.km - other.km,
    );
  const none = foreign
    .filter(({ reading }) => reading === "none")
    .toSorted((one, other) => other.marginKm - one.marginKm);
  const open = none.filter(({ isOpen }) => isOpen).length;
  return {
    open,
    every: reaching.filter(({ reading }) => reading === "every").length,
    some: reaching.length,
    of: deployments.length,
    rows: reaching,
    rest: restWords(
      none.filter(({ isOpen }) => !isOpen),
      open,
      rows.filter(({ isOwn }) => isOwn),
    ),
  };
}

function marginWords(reading: Reading, margin: string, orMore: boolean): string {
  if (reading === "none") return `outside by ${margin}`;
  if (reading === "every") return `inside by ${margin} at least`;
  return `inside by ${margin} ${orMore ? "or more" : "at most"}`;
}

function restWords(
  out: { site: Site; margin: string }[],
  open: number,
  own: { site: Site }[],
): string {
  const [nearest] = out;
  const places = [...new Set(own.map(({ site }) => titleName(site.name)))];
  const others = `${out.length} ${out.length === 1 ? "is" : "are"} out of reach on every account`;
  const left = `${open} ${open === 1 ? "is" : "are"} in reach on no account and left open.`;
  return [
    open ? left : "",
    nearest
      ? `${others}, the nearest ${titleName(nearest.site.name)}, ${nearest.margin.replace("outside ", "")}.`
      : "",
    places.length ? `Not counted, as it is the place's own side: ${places.join(", ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
