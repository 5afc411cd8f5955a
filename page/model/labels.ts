// The words at rings and at the limits of the band.

import { claimantOn } from "./claimants.ts";
import type { Claim, Look, PageData, Ring, State, Stroke, Units } from "./data.ts";
import type { Doubt } from "./doubt.ts";
import { whyNot } from "./striking.ts";
import { inUnits, rangeNumber, rangeText, spanText } from "./units.ts";
import { count, END_WORDS, listed, oneLine, shortName, UNREAD } from "./words.ts";

// One row of a label; what is said of several accounts, or of a limit, has no account's look.
export interface Row {
  look: Look | "several" | "limit" | "doubt";
  text: string;
}

// What stands at strokes that are drawn together: from the fullest form to the shortest, each in
// rows from the inside out.
export interface RingLabel {
  strokes: Stroke[];
  forms: Row[][];
}

// Rings beyond these have their words where one points at them.
export const MOST_LABELS = 6;
const MOST_ROWS = 4;
const MOST_NAMES = 2;

// `bundles` are strokes that are drawn together, `distance` that of the chosen place.
export function ringLabels(
  data: PageData,
  bundles: Stroke[][],
  rings: Ring[],
  { units, date }: Pick<State, "units" | "date">,
  distance: number | null,
): RingLabel[] {
  const strokes = bundles.flat();
  const ranks = new Map(
    bundles.map((bundle) => [bundle, rankOf(bundle, strokes, distance)] as const),
  );
  const rank = (bundle: Stroke[]) => ranks.get(bundle) ?? 0;
  const systems = new Set(strokes.flatMap(({ claims }) => claims.map((claim) => claim.system_id)));
  const wish = { units, date, areSeveral: systems.size > 1 };
  return bundles
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, MOST_LABELS)
    .map((bundle) => ({
      strokes: bundle,
      forms: formsOf(data, together(bundle, rings), wish),
    }))
    .filter(({ forms }) => forms.length > 0);
}

// The operator's come first, then what decides for the chosen place, then each account's ends.
function rankOf(bundle: Stroke[], strokes: Stroke[], distance: number | null): number {
  if (bundle.some(({ look }) => look === "operator" || look === "user")) return 0;
  if (distance !== null && bundle.some((stroke) => decides(stroke, strokes, distance))) return 1;
  const isEnd = (stroke: Stroke) => {
    const kms = strokes.filter(({ look }) => look === stroke.look).map(({ km }) => km);
    return stroke.km === Math.min(...kms) || stroke.km === Math.max(...kms);
  };
  return bundle.some(isEnd) ? 2 : 3;
}

// The last ring before the place, and the first behind it.
function decides({ km }: Stroke, strokes: Stroke[], distance: number): boolean {
  const kms = strokes.map((stroke) => stroke.km);
  const before = Math.max(...kms.filter((one) => one < distance));
  const behind = Math.min(...kms.filter((one) => one >= distance));
  return km === before || km === behind;
}

// With those that found no room beside them. What a figure is at its far end says its near one.
function together(bundle: Stroke[], rings: Ring[]): Stroke[] {
  const radii = new Set(bundle.map(({ km }) => km));
  const more = rings.filter(({ km }) => radii.has(km)).flatMap((ring) => ring.more);
  return [...bundle, ...more].sort((one, other) => one.km - other.km);
}

interface Wish extends Pick<State, "units" | "date"> {
  areSeveral: boolean;
}

function formsOf(data: PageData, all: Stroke[], wish: Wish): Row[][] {
  const { units } = wish;
  const said = all.filter(({ end }) => end !== "lower");
  if (!said.length) return [];
  const rows = said.map((stroke) => rowOf(data, stroke, wish));
  const [first, last] = [said[0], said[said.length - 1]];
  const figures = said.reduce((sum, { claims }) => sum + claims.length, 0);
  const isOne = said.length === 1;
  const shortest: Row = {
    look: lookOf(said),
    text: isOne
      ? figureOf(first, units)
      : `${spanOf(first.km, last.km, units)}, ${count(figures, "figure", "figures")}`,
  };
  const forms = [rows, joined(said, wish), [shortest]];
  return forms.filter(
    (form, k) =>
      form.length <= MOST_ROWS && forms.findIndex((other) => textOf(other) === textOf(form)) === k,
  );
}

function textOf(rows: Row[]): string {
  return rows.map(({ text }) => text).join("\n");
}

function lookOf(strokes: Stroke[]): Row["look"] {
  const [first] = strokes;
  return strokes.every(({ look }) => look === first.look) ? first.look : "several";
}

function rowOf(data: PageData, stroke: Stroke, { units, date, areSeveral }: Wish): Row {
  const { look, claims, unread } = stroke;
  const labels = [...new Set(claims.map(({ system_id: id }) => shortName(data.systems[id].label)))];
  const what = areSeveral || look === "not-strike" ? namesOf(labels, " / ") : "";
  return {
    look,
    text: oneLine(
      listed([
        what,
        figureOf(stroke, units),
        whoseOf(claims, date),
        [...new Set(claims.map((claim) => whyNot(data, claim)))].join(" or "),
        unread ? UNREAD : "",
      ]),
    ),
  };
}

// A row for each account, without the systems.
function joined(strokes: Stroke[], { units, date }: Wish): Row[] {
  const looks = [...new Set(strokes.map(({ look }) => look))];
  return looks.map((look) => {
    const own = strokes.filter((stroke) => stroke.look === look);
    const figures = figuresOf(own, units);
    const whose = whoseOf(
      own.flatMap(({ claims }) => claims),
      date,
    );
    return { look, text: oneLine(listed([...figures, whose])) };
  });
}

// "480 and 500 km, at least 500 km".
function figuresOf(strokes: Stroke[], units: Units): string[] {
  const plain = strokes.filter(({ end }) => end === "most").map(({ km }) => km);
  const numbers = [...new Set(plain)].map((km) => rangeNumber(km, units));
  const last = plain.length ? rangeText(Math.max(...plain), units) : "";
  return [
    [...numbers.slice(0, -1), last].filter(Boolean).join(" and "),
    ...new Set(strokes.filter(({ end }) => end !== "most").map((one) => figureOf(one, units))),
  ].filter(Boolean);
}

function figureOf({ km, end, claims }: Stroke, units: Units): string {
  const lows = [...new Set(claims.map((claim) => claim.at_least_km))];
  const [low] = lows;
  if (end === "far" && lows.length === 1 && low !== null) return spanOf(low, km, units);
  return `${END_WORDS[end]}${rangeText(km, units)}`;
}

function spanOf(low: number, high: number, units: Units): string {
  const [from, to] = [low, high].map((km) => rangeNumber(km, units));
  return spanText(from === to ? [high] : [low, high], units);
}

function whoseOf(claims: Claim[], date: State["date"]): string {
  return namesOf([...new Set(claims.map((claim) => claimantOn(claim, date)))], ", ");
}

function namesOf(names: string[], between: string): string {
  return names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES - 1).join(between)} and ${names.length - MOST_NAMES + 1} more`
    : names.join(between);
}

// In the order of the data's limits; what a limit is stands in the longer form.
export function limitLabels(data: PageData, units: Units): { limit: number; forms: string[] }[] {
  return data.limits_km.map((limit, k) => {
    const text = rangeText(limit, units);
    const isEdge = data.band_km.includes(limit);
    return {
      limit,
      forms: isEdge ? [`${text}: ${inUnits(data.band_words.limits[k], units)}`, text] : [text],
    };
  });
}

// Along the outlines of doubt: the fullest form first.
export function doubtLabels(
  { innerKm, outerKm, precisionKm }: Pick<Doubt, "innerKm" | "outerKm" | "precisionKm">,
  units: Units,
): { km: number; forms: string[] }[] {
  const label = (km: number | null, ...words: string[]) =>
    km ? [{ km, forms: words.map((word) => `${word} ${rangeText(km, units)}`) }] : [];
  return [
    ...label(precisionKm, "somewhere within", "within"),
    ...label(innerKm, "surely inside: to", "inside to"),
    ...label(outerKm, "surely outside: beyond", "outside beyond"),
  ];
}
