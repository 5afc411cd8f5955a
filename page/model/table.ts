// The table of places: its rows, their order, and the same for a spreadsheet.

import { ACCOUNT_ORDER } from "./counts.ts";
import { answerOf, coverage } from "./coverage.ts";
import { cell } from "./csv.ts";
import type {
  Account,
  AnswerWord,
  Band,
  Figure,
  Named,
  PageData,
  Reach,
  Relation,
  Site,
  State,
} from "./data.ts";
import { told } from "./finding.ts";
import { inNato, isSeat, tellsOfNato, whose } from "./relations.ts";
import { stands } from "./reports.ts";
import { byAccountAndEnd } from "./ruler.ts";
import { distanceText } from "./units.ts";
import { capitalised, count, EDGE_WORDS, listed, REACH_WORDS, SEAT } from "./words.ts";

export type Row = Named & {
  distance: number;
  band: Band;
  reach: Reach;
  near: boolean;
  nearLimit: boolean;
  relation: Relation;
  // The same in words.
  whose: string;
  seat: boolean;
  // null where it is not known.
  nato: boolean | null;
  // What the figures of each account say, in the order of accounts.
  dots: AccountDots[];
};

// The figures that make an account's numbers, the lowest first: of the leading system, or of all
// where none leads.
export interface AccountDots {
  account: Account;
  answers: AnswerWord[];
  // "in", or "in on 2 of 4".
  words: string;
}

export type Column = "name" | "distance" | "reach";
export type Direction = "ascending" | "descending";

export const COLUMNS: Column[] = ["name", "distance", "reach"];

export function columnName(data: PageData, column: Column): string {
  return {
    name: capitalised(data.place),
    distance: "Distance",
    reach: "In doubt first",
  }[column];
}

export function tableCaption(data: PageData): string {
  return `${capitalised(data.place)}s by distance, and what each figure says of them; choose one to see it on the map`;
}

// The places of the day, in the data's order.
export function tableRows(data: PageData, site: Site, state: State): Row[] {
  const found = coverage(data, site, state);
  const accounts = figuresOf(data, site, state);
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
      whose: whose(found.relation[index], site, state),
      seat: isSeat(data, capital),
      nato: inNato(data, capital, state.date),
      dots: accounts.map(([account, figures]) => dotsOf(data, site, index, account, figures)),
    }))
    .filter((row) => stands(row, state.date));
}

function figuresOf(data: PageData, site: Site, state: State): [Account, Figure[]][] {
  const found = told(data, site, state);
  return ACCOUNT_ORDER.map((account): [Account, Figure[]] => [
    account,
    found.told(account).toSorted(byAccountAndEnd),
  ]).filter(([, figures]) => figures.length);
}

function dotsOf(
  data: PageData,
  site: Site,
  index: number,
  account: Account,
  figures: Figure[],
): AccountDots {
  const answers = figures.map(([k]) => answerOf(data, site, k, index));
  return { account, answers, words: wordsOf(answers) };
}

function wordsOf(answers: AnswerWord[]): string {
  const within = answers.filter((answer) => answer === "yes").length;
  if (within === answers.length) return "in";
  if (within) return `in on ${within} of ${answers.length}`;
  return answers.includes("open") ? "left open" : "out";
}

// Those whose name or country holds what is typed.
export function matchingRows(rows: Row[], typed: string, natoOnly: boolean): Row[] {
  const wanted = typed.trim().toLowerCase();
  return rows.filter(
    (row) => (!natoOnly || row.nato) && `${row.name} ${row.country}`.toLowerCase().includes(wanted),
  );
}

// Where accounts disagree, then where one leaves it open.
const DOUBT_ORDER: Reach[] = ["some", "unknown", "all", "none"];

const COMPARED: Record<Column, (one: Row, other: Row) => number> = {
  name: (one, other) => one.name.localeCompare(other.name, "en"),
  distance: (one, other) => one.distance - other.distance,
  reach: (one, other) => DOUBT_ORDER.indexOf(one.reach) - DOUBT_ORDER.indexOf(other.reach),
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

// Beside a name: its country, whether it is no capital of it, and whether it is in NATO.
export function placeOf({ country, seat, nato }: Row): string {
  return listed([country, seat ? SEAT : "", nato ? "NATO" : ""], " · ");
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
