// The table of places: its rows, their order, and the same for a spreadsheet.

import { coverage, REACH_ORDER } from "./coverage.ts";
import type { Band, Named, PageData, Reach, Relation, Site, State } from "./data.ts";
import { inNato, tellsOfNato } from "./relations.ts";
import { stands } from "./reports.ts";
import {
  BAND_LOOKS,
  capitalised,
  count,
  distanceText,
  EDGE_WORDS,
  listed,
  REACH_WORDS,
  RELATION_WORDS,
} from "./words.ts";

export type Row = Named & {
  distance: number;
  band: Band;
  reach: Reach;
  near: boolean;
  nearLimit: boolean;
  relation: Relation;
  // null where it is not known.
  nato: boolean | null;
};

export type Column = "name" | "distance" | "band" | "reach";
export type Direction = "ascending" | "descending";

export const COLUMNS: Column[] = ["name", "distance", "band", "reach"];

export function columnName(data: PageData, column: Column): string {
  return {
    name: capitalised(data.place),
    distance: "Distance",
    band: "Band",
    reach: "In reach on",
  }[column];
}

export function tableCaption(data: PageData): string {
  return `${capitalised(data.place)}s by distance, ${data.band_words.table} and reach; choose one to see it on the map`;
}

// The places of the day, in the data's order.
export function tableRows(data: PageData, site: Site, state: State): Row[] {
  const found = coverage(data, site, state);
  return data.capitals
    .map((capital, index) => ({
      ...capital,
      index,
      distance: found.distance[index],
      band: found.band[index],
      reach: found.reach[index],
      near: found.near[index],
      nearLimit: found.nearLimit[index],
      relation: found.relation[index],
      nato: inNato(capital, state.date),
    }))
    .filter((row) => stands(row, state.date));
}

// Those whose name or country holds what is typed.
export function matchingRows(rows: Row[], typed: string, natoOnly: boolean): Row[] {
  const wanted = typed.trim().toLowerCase();
  return rows.filter(
    (row) => (!natoOnly || row.nato) && `${row.name} ${row.country}`.toLowerCase().includes(wanted),
  );
}

// The zones of one page, from the nearest out.
const BAND_ORDER = Object.keys(BAND_LOOKS);

const COMPARED: Record<Column, (one: Row, other: Row) => number> = {
  name: (one, other) => one.name.localeCompare(other.name, "en"),
  distance: (one, other) => one.distance - other.distance,
  band: (one, other) => BAND_ORDER.indexOf(one.band) - BAND_ORDER.indexOf(other.band),
  reach: (one, other) => REACH_ORDER.indexOf(one.reach) - REACH_ORDER.indexOf(other.reach),
};

// What is alike stands by distance, the nearest first.
export function sortRows(rows: Row[], column: Column, direction: Direction): Row[] {
  const sign = direction === "ascending" ? 1 : -1;
  return rows.toSorted(
    (one, other) => sign * COMPARED[column](one, other) || COMPARED.distance(one, other),
  );
}

// Which way a column is sorted when its head is pressed.
export function nextDirection(sorted: [Column, Direction], column: Column): Direction {
  const [last, direction] = sorted;
  return last === column && direction === "ascending" ? "descending" : "ascending";
}

export function tableSummary(shown: Row[], all: Row[]): string {
  return `${count(shown.length, "place", "places")} of ${all.length}`;
}

// Beside a name: its country, whether it is in NATO, whose it is.
export function placeOf({ country, nato, relation }: Row): string {
  return listed([country, nato ? "NATO" : "", RELATION_WORDS[relation]], " · ");
}

// What the doubt about the place could turn.
export function edgesOf({ near, nearLimit }: Row): string[] {
  return [near ? EDGE_WORDS.near_edge : "", nearLimit ? EDGE_WORDS.near_band_edge : ""].filter(
    Boolean,
  );
}

const HEAD = [
  "country",
  "distance_km",
  "band",
  "in_reach_on",
  "near_edge",
  "near_band_edge",
  "relation",
];

// Rows for a spreadsheet; of NATO only where the page tells of it.
export function asCsv(data: PageData, rows: Row[], turns: number[]): string {
  const nato = tellsOfNato(data);
  const cells = (row: Row) => [
    row.name,
    row.country,
    distanceText(row.distance, 1, turns),
    row.band,
    REACH_WORDS[row.reach],
    yesNo(row.near),
    yesNo(row.nearLimit),
    row.relation,
    ...(nato ? [yesNo(row.nato)] : []),
  ];
  return [[data.place, ...HEAD, ...(nato ? ["nato"] : [])], ...rows.map(cells)]
    .map((line) => line.map((text) => cell(data, text)).join(","))
    .join("\n");
}

function yesNo(value: boolean | null): string {
  if (value === null) return "";
  return value ? "yes" : "no";
}

function cell({ formula_starts: starts }: PageData, text: string): string {
  // A spreadsheet takes these for the beginning of a formula, behind blanks too.
  const isFormula = starts.some(
    (mark) => text.startsWith(mark) || text.trimStart().startsWith(mark),
  );
  const inert = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
