// Undoes what infmap/maps/packed.py does so that the page's file is small.

import type { CountryData, CountryNames } from "../contract.d.ts";
import type {
  CapitalData,
  ChargeRecord,
  Claim,
  EventData,
  HolderData,
  PageData,
  Report,
  Site,
  SourceData,
  SystemData,
  VerdictRecord,
} from "./data.ts";
import { outlines } from "./outlines.ts";
import { figureText } from "./units.ts";

// Records as rows, their values in the order of the fields, without zeros at the end; where a field
// has a list of values, a number in a row is one in that list.
interface Columns<Record> {
  fields: (keyof Record & string)[];
  values: { [field in keyof Record]?: unknown[] };
}

interface Table<Record> extends Columns<Record> {
  rows: unknown[][];
}

interface TableById<Record> extends Columns<Record> {
  rows: { [id: string]: unknown[] };
}

// The deployments are numbers of rows of `reports`; `near_edge` and `in_range` stand by figure.
type PackedSite = Omit<Site, "claims" | "deployments"> & { deployments: number[] };

// The number of a row of `sources`, or words where it has none.
type Cited = number | string;

type Citing<Record> = Omit<Record, "source_ids"> & { source_ids: Cited[] };

// The first words of another text, by their number, or other words.
type Words = number | string;

// A figure's words are made of its ends, `who` is of the claimant; by holder stands the number of a
// row of `histories`.
type PackedClaim = Omit<Claim, "figure" | "source_id" | "verdicts" | "who"> & {
  source_id: Cited;
  verdicts: { [holder: string]: number };
  who: Words;
};

// Numbers of rows of `stances`.
type PackedVerdict = Omit<VerdictRecord, "positions"> & { positions: number[] };

// Without a day where it is the first that the date may be.
type PackedEvent = Omit<EventData, "day"> & { day: string | null };

interface PackedCountry extends CountryNames {
  type: "Polygon" | "MultiPolygon";
  coordinates: string;
}

type Changed =
  | "systems"
  | "claims"
  | "verdicts"
  | "holders"
  | "sites"
  | "capitals"
  | "allegations"
  | "events"
  | "sources"
  | "countries";

export interface Packed extends Omit<PageData, Changed> {
  // In words, for who opens the file.
  packing: string;
  systems: TableById<Omit<SystemData, "label"> & { label: Words }>;
  claims: Table<PackedClaim>;
  verdicts: Table<PackedVerdict>;
  holders: TableById<HolderData>;
  sites: Table<PackedSite>;
  capitals: Table<CapitalData>;
  allegations: Table<Citing<ChargeRecord>>;
  events: Table<PackedEvent>;
  // In rows, as a language may sort ids that are numbers.
  sources: Table<SourceData & { id: string }>;
  countries: Table<PackedCountry> | null;
  // The numbers of the capitals, in the order of the digits.
  order: number[];
  reports: Table<Citing<Report>>;
  sentences: string[];
  stances: VerdictRecord["positions"];
  histories: Claim["verdicts"][string][];
}

export function unpacked(block: Packed): PageData {
  const { packing: _, order, reports, sentences, stances, histories, ...packed } = block;
  const records = <Record>(table: Table<Record>): Record[] =>
    table.rows.map((row) => record(table, row, sentences));
  // An id may be any text, "__proto__" too.
  const byId = <Record>(table: TableById<Record>): [id: string, Record][] =>
    Object.entries(table.rows).map(([id, row]) => [id, record(table, row, sentences)]);
  const sources = records(packed.sources);
  const idOf = sourceIds(sources.map(({ id }) => id));
  const claims = records(packed.claims).map((claim) => claimOf(claim, idOf, histories));
  const reported = records(reports).map((report) => reportOf(citing(report, idOf)));
  return {
    ...packed,
    systems: Object.fromEntries(
      byId(packed.systems).map(([id, system]) => [
        id,
        { ...system, label: words(system.name, system.label) },
      ]),
    ),
    claims,
    verdicts: records(packed.verdicts).map((verdict) => ({
      ...verdict,
      positions: verdict.positions.map((number) => stances[number]),
    })),
    holders: Object.fromEntries(byId(packed.holders)),
    sites: records(packed.sites).map((site) => siteOf(site, claims, reported, order)),
    capitals: records(packed.capitals),
    allegations: records(packed.allegations).map((charge) => citing(charge, idOf)),
    events: records(packed.events).map((event) => ({
      ...event,
      day: event.day ?? firstDay(event.date),
    })),
    sources: Object.fromEntries(
      sources.map(({ id, ...source }) => [
        id,
        { ...source, citation: dated(source.citation, id), url: address(source.url) },
      ]),
    ),
    countries: packed.countries && {
      type: "FeatureCollection",
      features: countries(records(packed.countries)),
    },
  };
}

function sourceIds(ids: readonly string[]): (cited: Cited) => string {
  return (cited) => (typeof cited === "number" ? ids[cited] : cited);
}

function citing<Row extends { source_ids: Cited[] }>(row: Row, idOf: (cited: Cited) => string) {
  return { ...row, source_ids: row.source_ids.map(idOf) };
}

function words(text: string, told: Words): string {
  return typeof told === "string" ? told : text.split(" ").slice(0, told).join(" ");
}

// A citation that ends in a blank lacks the first date in its source's id.
function dated(citation: string, id: string): string {
  return citation.replace(/, $/, `, ${/\d{4}(?:-\d\d)*/.exec(id) ?? ""}`);
}

// An address stands without https://, any other behind a blank.
function address(told: string): string {
  return told.startsWith(" ") ? told.slice(1) : told && `https://${told}`;
}

// Of a date to the year, the month or the day.
function firstDay(date: string): string {
  return `${date}-01-01`.slice(0, 10);
}

function reportOf(report: Report): Report {
  const { first_reported: first, until } = report;
  return {
    ...report,
    from_day: report.from_day ?? (first && firstDay(first)),
    to_day: report.to_day ?? (until && firstDay(until)),
  };
}

function claimOf(
  { who, verdicts, ...claim }: PackedClaim,
  idOf: (cited: Cited) => string,
  histories: Packed["histories"],
): Claim {
  const byHolder = Object.entries(verdicts).map(([holder, number]) => [holder, histories[number]]);
  return {
    ...claim,
    source_id: idOf(claim.source_id),
    who: words(claim.claimant, who),
    figure: figureText(claim, "km"),
    verdicts: Object.fromEntries(byHolder),
  };
}

// The claims are those for the systems reported there; what stands once for each of their figures
// stands for each claim.
function siteOf(
  { band, near_edge, near_band_edge, in_range, ...site }: PackedSite,
  claims: readonly Claim[],
  reported: readonly Report[],
  order: readonly number[],
): Site {
  const deployments = site.deployments.map((number) => reported[number]);
  const systems = new Set(deployments.map(({ system_id }) => system_id));
  const numbers = [...systems].flatMap((id) =>
    claims.flatMap(({ system_id }, k) => (system_id === id ? [k] : [])),
  );
  const figures = numbers.map((k) => `${claims[k].at_least_km} ${claims[k].up_to_km}`);
  const known = [...new Set(figures)];
  const rows = figures.map((figure) => known.indexOf(figure));
  const answers = in_range.map((text) => inOrder(text, order));
  return {
    ...site,
    deployments,
    claims: numbers,
    band: inOrder(band, order),
    near_edge: rows.map((row) => near_edge[row]),
    near_band_edge,
    in_range: rows.map((row) => answers[row]),
  };
}

// Digits by capital, from runs of them along the order.
function inOrder(text: string, order: readonly number[]): string {
  const digits: string[] = [];
  const along = digitsOf(text);
  for (let k = 0; k < order.length; k += 1) digits[order[k]] = along[k];
  return digits.join("");
}

function record<Record>(
  { fields, values }: Columns<Record>,
  row: unknown[],
  sentences: readonly string[],
): Record {
  const found: Partial<{ [field in keyof Record]: unknown }> = {};
  for (let k = 0; k < fields.length; k += 1) {
    const known = values[fields[k]];
    const told = k < row.length ? row[k] : 0;
    const value = known && typeof told === "number" ? known[told] : told;
    const isText = fields[k] === "note" || fields[k] === "reason";
    found[fields[k]] = isText ? said(value as Parts, sentences) : value;
  }
  return found as Record;
}

// A text, or its parts: words, and numbers of sentences.
type Parts = string | (number | string)[];

function said(parts: Parts, sentences: readonly string[]): string {
  if (typeof parts === "string") return parts;
  return parts.map((part) => (typeof part === "number" ? sentences[part] : part)).join(" ");
}

// A letter for a digit, and how often it stands there if not once.
export function digitsOf(text: string): string {
  return text.replace(/([a-j])(\d*)/g, (_, letter: string, times: string) =>
    String(letter.charCodeAt(0) - 97).repeat(Number(times || 1)),
  );
}

function countries(rows: readonly PackedCountry[]): CountryData[] {
  const coordinates = outlines();
  return rows.map(({ type, coordinates: text, ...properties }) => {
    const polygons = coordinates(text);
    const geometry: CountryData["geometry"] =
      type === "MultiPolygon"
        ? { type, coordinates: polygons }
        : { type, coordinates: polygons[0] };
    return { type: "Feature", properties, geometry };
  });
}
