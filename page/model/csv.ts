// What is shown, as rows for a spreadsheet: a row for each figure and place with the columns of
// `infmap coverage --long`, then site, day and publication. Of all sites a row for each deployment
// that reaches a place. Lengths are kilometres, whatever the page shows.

import { inverse } from "../earth/geodesic.ts";
import { comparison } from "./compare.ts";
import { answerOf, coverage, figuresAt, marginKm } from "./coverage.ts";
import type { AnswerWord, CapitalData, PageData, Site, State } from "./data.ts";
import { countsAt, overlap, READING_WORDS } from "./overlap.ts";
import { stands, systemsAt } from "./reports.ts";
import type { Scene } from "./scene.ts";
import { sourceOf } from "./sources.ts";
import { strikes } from "./striking.ts";
import { distanceText } from "./units.ts";

const DECIMALS = 3;

const PLACE = ["target_id", "target", "country"];
const LONG = [
  "site_id",
  ...PLACE,
  "distance_km",
  "azimuth_deg",
  "band",
  "reach",
  "near_edge",
  "system_id",
  "account",
  "claimant",
  "at_least_km",
  "up_to_km",
  "strike",
  "in_range",
  "margin_km",
  "source_id",
  "site",
  "day",
  "source",
];
const COUNTED = [
  "holder",
  "day",
  ...PLACE,
  "every_account",
  "some_account",
  "of",
  "site_id",
  "site",
  "system_id",
  "distance_km",
  "azimuth_deg",
  "in_reach_on",
  "margin_km",
  "lowest_km",
  "highest_km",
  "source_id",
  "source",
];

// A number is no text: a spreadsheet reads it as one, below 0 too.
type Cell = string | number | { digits: string };
type Line = Cell[];

export function csvOf(data: PageData, scene: Scene): string {
  const lines = {
    focus: () => [LONG, ...focusLines(data, scene)],
    compare: () => [[...LONG, "side", "left", "right"], ...compareLines(data, scene.state)],
    overview: () => [COUNTED, ...countedLines(data, scene.state)],
  };
  return lines[scene.state.mode]()
    .map((line) => line.map((text) => cell(data, text)).join(","))
    .join("\n");
}

// The places of the day, the nearest first.
function focusLines(data: PageData, { focus, state }: Scene): Line[] {
  const { distance } = coverage(data, focus, state);
  return [...data.capitals.keys()]
    .filter((index) => stands(data.capitals[index], state.date))
    .toSorted((one, other) => distance[one] - distance[other])
    .flatMap((index) => linesOf(data, focus, state, index));
}

// Of both sides, and of the places alone that change.
function compareLines(data: PageData, state: State): Line[] {
  const { sides, changes } = comparison(data, state);
  return changes.flatMap(({ index, left, right }) =>
    sides.flatMap((side) =>
      linesOf(data, side.site, side.state, index).map((line) => [...line, side.id, left, right]),
    ),
  );
}

// A line for each figure; where there is none, one without for each system.
function linesOf(data: PageData, site: Site, state: State, index: number): Line[] {
  const place = data.capitals[index];
  const { distance, band, reach, near, turns } = coverage(data, site, state);
  const km = distance[index];
  const head = [
    site.id,
    ...placeOf(place),
    rounded(km, turns),
    azimuthOf(site, place),
    band[index],
    reach[index],
    near[index] ? "yes" : "no",
  ];
  const tail = (source: string) => [
    source,
    site.name,
    state.date ?? "",
    sourceOf(data, source)?.citation ?? "",
  ];
  const figures = figuresAt(data, site, state);
  if (!figures.length) {
    const systems = systemsAt(site, state);
    const blank = Array(7).fill("");
    return (systems.length ? systems : [""]).map((id) => [...head, id, ...blank, ...tail("")]);
  }
  return figures.map(([k, claim]) => {
    const margin = marginKm(claim, km);
    return [
      ...head,
      claim.system_id,
      claim.account,
      claim.claimant,
      claim.at_least_km ?? "",
      claim.up_to_km ?? "",
      strikes(data, claim) ? "yes" : "no",
      IN_RANGE[answerOf(data, site, k, index)],
      margin === null ? "" : rounded(margin, [0]),
      ...tail(claim.source_id),
    ];
  });
}

const IN_RANGE: Record<AnswerWord, string> = { yes: "yes", no: "no", open: "" };

// A line for each deployment that reaches a place; one without where none does.
function countedLines(data: PageData, state: State): Line[] {
  const { holder, day, of, tallies, deployments } = overlap(data, state);
  return tallies.flatMap(({ index, every, some }) => {
    const place = data.capitals[index];
    const head = [holder, day ?? "", ...placeOf(place), every, some, of];
    const { rows } = countsAt(data, state, place.lon, place.lat);
    if (!rows.length) return [[...head, ...COUNTED.slice(head.length).map(() => "")]];
    return rows.map(({ site, system, km, reading, marginKm: margin }) => {
      const one = deployments.find((row) => row.site === site && row.system === system);
      const sources = [...new Set((one?.figures ?? []).map(({ source_id }) => source_id))];
      return [
        ...head,
        site.id,
        site.name,
        system,
        rounded(km, [one?.low ?? 0, one?.high ?? 0]),
        azimuthOf(site, place),
        READING_WORDS[reading],
        rounded(margin, [0]),
        one?.low ?? "",
        one?.high ?? "",
        sources.join("; "),
        sources.flatMap((id) => sourceOf(data, id)?.citation ?? []).join("; "),
      ];
    });
  });
}

function placeOf({ id, name, country }: CapitalData): Line {
  return [id, name, country];
}

function azimuthOf({ lon, lat }: Site, place: CapitalData): Cell {
  return rounded(inverse([lon, lat], [place.lon, place.lat]).azimuth, []);
}

function rounded(number: number, turns: number[]): Cell {
  return { digits: distanceText(number, DECIMALS, turns) };
}

// A spreadsheet takes some marks for the beginning of a formula, behind blanks too.
export function cell({ formula_starts: starts }: PageData, content: Cell): string {
  if (typeof content === "number") return String(content);
  if (typeof content !== "string") return content.digits;
  const isFormula = starts.some(
    (mark) => content.startsWith(mark) || content.trimStart().startsWith(mark),
  );
  const inert = isFormula ? `'${content}` : content;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
