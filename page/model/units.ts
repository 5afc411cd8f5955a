// Kilometres in the reader's unit: the only place that turns them into words or numbers.

import type { Claim, PageData, Units } from "./data.ts";

// As in infmap/catalogue/values/units.py.
const KM: Record<Units, number> = { km: 1, mi: 1.609344, nmi: 1.852 };

export const UNIT_WORDS: Record<Units, string> = {
  km: "kilometres",
  mi: "miles",
  nmi: "nautical miles",
};

export function inUnit(km: number, units: Units): number {
  return km / KM[units];
}

export function inKm(number: number, units: Units): number {
  return number * KM[units];
}

// A distance between two places, "1853 km", on its side of where the words beside it turn.
export function kmText(km: number, units: Units, turns: number[]): string {
  return `${cutNumber(km, units, turns)} ${units}${besideIt(km, units, turns)}`;
}

// The same without the unit, for a column that has it in its head.
export function kmNumber(km: number, units: Units, turns: number[], decimals = 0): string {
  return cutNumber(km, units, turns, decimals) + besideIt(km, units, turns);
}

// The kilometres, where what it is compared with is rounded to another side of it.
function besideIt(km: number, units: Units, turns: number[]): string {
  const isTold = turns.every(
    (turn) =>
      Math.sign(inUnit(km, units) - Number(rangeNumber(turn, units))) === Math.sign(km - turn),
  );
  return units === "km" || isTold ? "" : ` (${cutNumber(km, "km", turns)} km)`;
}

function cutNumber(km: number, units: Units, turns: number[], decimals = 0): string {
  const text = distanceText(
    inUnit(km, units),
    decimals,
    turns.map((turn) => inUnit(turn, units)),
  );
  // Four digits stand together, as those of ranges do.
  const [whole, ...rest] = text.split(".");
  const parted = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  return [parted, ...rest].join(".");
}

// How far a figure reaches beyond a place, or falls short.
export function marginText(km: number, units: Units): string {
  return `${distanceText(inUnit(km, units), 0, [0])} ${units}`;
}

// A range, as figures have it: with up to six digits, and converted with three. It has more, or its
// kilometres beside it, where it would be read on another side of a limit of the treaty.
export function rangeText(km: number, units: Units): string {
  return spanText([km], units);
}

export function spanText(ends: number[], units: Units): string {
  const text = (of: Units) => `${ends.map((km) => rangeNumber(km, of)).join(" to ")} ${of}`;
  const isTold = ends.every((km) => isApart(Number(rangeNumber(km, units)), km, units));
  return isTold ? text(units) : `${text(units)} (${text("km")})`;
}

export function rangeNumber(km: number, units: Units): string {
  const first = short(km, units);
  for (let more = 0, number = first; more < 12; more += 1) {
    if (isApart(number, km, units)) return String(number);
    const length = inUnit(km, units);
    number = Number(units === "km" ? length.toPrecision(7 + more) : length.toFixed(1 + more));
  }
  return String(first);
}

function short(km: number, units: Units): number {
  const number = inUnit(km, units);
  if (units === "km") return Number(number.toPrecision(6));
  return number >= 100 ? Math.round(number) : Number(number.toPrecision(3));
}

// As infmap/looks/limits.py has them.
const LIMITS = [500, 1000, 5500];

function isApart(number: number, km: number, units: Units): boolean {
  return LIMITS.every(
    (limit) =>
      Math.abs(km - limit) >= 2 ||
      Math.sign(number - short(limit, units)) === Math.sign(km - limit),
  );
}

type Ends = Pick<Claim, "at_least_km" | "up_to_km">;

// A figure in words, as infmap/looks/words.py has it: "at least 500 km".
export function figureText({ at_least_km: low, up_to_km: high }: Ends, units: Units): string {
  if (low === null && high === null) return "no figure";
  if (high === 0) return `none (0 ${units})`;
  const text = shownRange({ at_least_km: low, up_to_km: high }, units);
  return high !== null && (low === null || low === high) ? `up to ${text}` : text;
}

// As it stands behind the name of who gives it: "480 km".
export function shownRange({ at_least_km: low, up_to_km: high }: Ends, units: Units): string {
  if (high === null) return low === null ? "" : `at least ${rangeText(low, units)}`;
  if (low === null || low === high) return rangeText(high, units);
  return spanText([low, high], units);
}

// The band's edges: "500 to 5500 km".
export function bandSpan({ band_km: [low, high] }: PageData, units: Units): string {
  return spanText([low, high], units);
}

// A text of the page's own, whose kilometres stand as "500 to 5500 km" or "480 km".
export function inUnits(text: string, units: Units): string {
  if (units === "km") return text;
  const number = "(\\d+(?:\\.\\d+)?)";
  return text
    .replace(
      new RegExp(`${number} to ${number} km\\b`, "g"),
      (_, low, high) => `${rangeNumber(Number(low), units)} to ${rangeText(Number(high), units)}`,
    )
    .replace(new RegExp(`${number} km\\b`, "g"), (_, km) => rangeText(Number(km), units));
}

// With so many decimals, or with as many as keep a distance on its side of where the words beside
// it turn: a limit of the band, an end of a figure.
export function distanceText(distance: number, decimals: number, turns: number[]): string {
  const text = distance.toFixed(decimals);
  const isTrue = turns.every(
    (turn) => Math.sign(Number(text) - turn) === Math.sign(distance - turn),
  );
  return isTrue ? text : distanceText(distance, decimals + 1, turns);
}
