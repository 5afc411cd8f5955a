// Undoes what infmap/maps/packed.py does so that the page's file is small.

import type { CountryNames } from "../contract.d.ts";
import type {
  CapitalData,
  ChargeRecord,
  Claim,
  EventData,
  HolderData,
  MultiPolygonData,
  PageData,
  PolygonData,
  Report,
  Site,
  SourceData,
  SystemData,
  VerdictRecord,
} from "./data.ts";
import { figureText } from "./units.ts";

// Records as rows, their values in the order of the fields; where a field has a list of values, a
// row holds a number in that list.
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
type PackedSite = Omit<Site, "deployments"> & { deployments: number[] };

// The number of a row of `sources`, or words where it has none.
type Cited = number | string;

type Citing<Record> = Omit<Record, "source_ids"> & { source_ids: Cited[] };

// A figure's words are made of its ends. `who` is how many words of the claimant; by holder stands
// the number of a row of `histories`.
type PackedClaim = Omit<Claim, "figure" | "source_id" | "verdicts" | "who"> & {
  source_id: Cited;
  verdicts: { [holder: string]: number };
  who: number | string;
};

// Numbers of rows of `sentences` and of `stances`.
type PackedVerdict = Omit<VerdictRecord, "reason" | "positions"> & {
  reason: number[];
  positions: number[];
};

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
  systems: TableById<SystemData>;
  claims: Table<PackedClaim>;
  verdicts: Table<PackedVerdict>;
  holders: TableById<HolderData>;
  sites: Table<PackedSite>;
  capitals: Table<CapitalData>;
  allegations: Table<Citing<ChargeRecord>>;
  events: Table<EventData>;
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
  const sources = records(packed.sources);
  const idOf = sourceIds(sources.map(({ id }) => id));
  const claims = records(packed.claims).map((claim) => claimOf(claim, idOf, histories));
  const reported = records(reports).map((report) => citing(report, idOf));
  return {
    ...packed,
    systems: byId(packed.systems),
    claims,
    verdicts: records(packed.verdicts).map((verdict) => ({
      ...verdict,
      reason: verdict.reason.map((number) => sentences[number]).join(" "),
      positions: verdict.positions.map((number) => stances[number]),
    })),
    holders: byId(packed.holders),
    sites: records(packed.sites).map((site) => ({
      ...site,
      deployments: site.deployments.map((number) => reported[number]),
      band: inOrder(site.band, order),
      ...byClaim(site, claims, order),
    })),
    capitals: records(packed.capitals),
    allegations: records(packed.allegations).map((charge) => citing(charge, idOf)),
    events: records(packed.events),
    sources: Object.fromEntries(sources.map(({ id, ...source }) => [id, source])),
    countries: packed.countries && {
      type: "FeatureCollection",
      features: records(packed.countries).map(({ type, coordinates, ...properties }) => ({
        type: "Feature",
        properties,
        geometry: geometry(type, coordinates),
      })),
    },
  };
}

function sourceIds(ids: readonly string[]): (cited: Cited) => string {
  return (cited) => (typeof cited === "number" ? ids[cited] : cited);
}

function citing<Row extends { source_ids: Cited[] }>(row: Row, idOf: (cited: Cited) => string) {
  return { ...row, source_ids: row.source_ids.map(idOf) };
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
    who: typeof who === "string" ? who : claim.claimant.split(" ").slice(0, who).join(" "),
    figure: figureText(claim, "km"),
    verdicts: Object.fromEntries(byHolder),
  };
}

// What stands once for each figure of a site's claims, for each claim.
function byClaim(site: PackedSite, claims: readonly Claim[], order: readonly number[]) {
  const figures = site.claims.map((k) => `${claims[k].at_least_km} ${claims[k].up_to_km}`);
  const numbers = new Map([...new Set(figures)].map((figure, number) => [figure, number]));
  const answers = site.in_range.map((text) => inOrder(text, order));
  const rows = figures.map((figure) => numbers.get(figure) ?? 0);
  return {
    near_edge: rows.map((row) => site.near_edge[row]),
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

function records<Record>(table: Table<Record>): Record[] {
  return table.rows.map((row) => record(table, row));
}

// An id may be any text, "__proto__" too.
function byId<Record>(table: TableById<Record>): { [id: string]: Record } {
  return Object.fromEntries(
    Object.entries(table.rows).map(([id, row]) => [id, record(table, row)]),
  );
}

function record<Record>({ fields, values }: Columns<Record>, row: unknown[]): Record {
  const found: Partial<{ [field in keyof Record]: unknown }> = {};
  for (let k = 0; k < fields.length; k += 1) {
    const known = values[fields[k]];
    found[fields[k]] = known ? known[row[k] as number] : row[k];
  }
  return found as Record;
}

// A letter for a digit, and how often it stands there if not once.
export function digitsOf(text: string): string {
  return text.replace(/([a-j])(\d*)/g, (_, letter: string, times: string) =>
    String(letter.charCodeAt(0) - 97).repeat(Number(times || 1)),
  );
}

function geometry(type: PackedCountry["type"], lines: string): PolygonData | MultiPolygonData {
  const polygons = lines.split(";").map((rings) => rings.split(" ").map(closed));
  return type === "MultiPolygon"
    ? { type, coordinates: polygons }
    : { type, coordinates: polygons[0] };
}

// A ring, its first position the last as well.
function closed(line: string): [lon: number, lat: number][] {
  const ring = positionsOf(line);
  return [...ring, [...ring[0]]];
}

// Of the Encoded Polyline Algorithm Format: five bits a character, the lowest first, and in a
// number's first bit its sign; each position less the one before, in hundredths of a degree.
export function positionsOf(text: string): [lon: number, lat: number][] {
  const line: [number, number][] = [];
  let lon = 0;
  let lat = 0;
  let at = 0;
  const step = (): number => {
    let bits = 0;
    let shift = 0;
    let code = 0;
    do {
      code = text.charCodeAt(at) - 63;
      bits |= (code & 31) << shift;
      shift += 5;
      at += 1;
    } while (code >= 32);
    return bits & 1 ? ~(bits >> 1) : bits >> 1;
  };
  while (at < text.length) {
    lon += step();
    lat += step();
    line.push([lon / 100, lat / 100]);
  }
  return line;
}
