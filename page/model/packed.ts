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

// Records as rows, their values in the order of the fields.
interface Table<Record> {
  fields: (keyof Record & string)[];
  rows: unknown[][];
}

interface TableById<Record> {
  fields: (keyof Record & string)[];
  rows: { [id: string]: unknown[] };
}

// The deployments are numbers of rows of `reports`.
type PackedSite = Omit<Site, "deployments"> & { deployments: number[] };

// A figure's words are made of its ends. By holder, the number of a row of `histories`.
type PackedClaim = Omit<Claim, "figure" | "verdicts"> & { verdicts: { [holder: string]: number } };

// Numbers of rows of `sentences` and of `stances`.
type PackedVerdict = Omit<VerdictRecord, "reason" | "positions"> & {
  reason: number[];
  positions: number[];
};

interface PackedCountry extends CountryNames {
  type: "Polygon" | "MultiPolygon";
  coordinates: Lines[];
}

type Lines = string | Lines[];

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
  allegations: Table<ChargeRecord>;
  events: Table<EventData>;
  sources: TableById<SourceData>;
  countries: Table<PackedCountry> | null;
  reports: Table<Report>;
  sentences: string[];
  stances: VerdictRecord["positions"];
  histories: Claim["verdicts"][string][];
}

export function unpacked(block: Packed): PageData {
  const { packing: _, reports, sentences, stances, histories, ...packed } = block;
  const reported = records(reports);
  return {
    ...packed,
    systems: byId(packed.systems),
    claims: records(packed.claims).map(({ verdicts, ...claim }) => ({
      ...claim,
      figure: figureText(claim, "km"),
      verdicts: Object.fromEntries(
        Object.entries(verdicts).map(([holder, number]) => [holder, histories[number]]),
      ),
    })),
    verdicts: records(packed.verdicts).map((verdict) => ({
      ...verdict,
      reason: verdict.reason.map((number) => sentences[number]).join(" "),
      positions: verdict.positions.map((number) => stances[number]),
    })),
    holders: byId(packed.holders),
    sites: records(packed.sites).map((site) => ({
      ...site,
      deployments: site.deployments.map((number) => reported[number]),
      band: digitsOf(site.band),
      in_range: site.in_range.map(digitsOf),
    })),
    capitals: records(packed.capitals),
    allegations: records(packed.allegations),
    events: records(packed.events),
    sources: byId(packed.sources),
    countries: packed.countries && {
      type: "FeatureCollection",
      features: records(packed.countries).map(({ type, coordinates, ...properties }) => ({
        type: "Feature",
        properties,
        geometry: { type, coordinates: coordinates.map(positions) } as
          | PolygonData
          | MultiPolygonData,
      })),
    },
  };
}

function records<Record>({ fields, rows }: Table<Record>): Record[] {
  return rows.map((row) => record(fields, row));
}

// An id may be any text, "__proto__" too.
function byId<Record>({ fields, rows }: TableById<Record>): { [id: string]: Record } {
  return Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, record(fields, row)]));
}

function record<Record>(fields: (keyof Record & string)[], row: unknown[]): Record {
  const values: Partial<{ [field in keyof Record]: unknown }> = {};
  for (let k = 0; k < fields.length; k += 1) values[fields[k]] = row[k];
  return values as Record;
}

// A letter for a digit, and how often it stands there if not once.
export function digitsOf(text: string): string {
  return text.replace(/([a-j])(\d*)/g, (_, letter: string, times: string) =>
    String(letter.charCodeAt(0) - 97).repeat(Number(times || 1)),
  );
}

function positions(lines: Lines): unknown {
  return typeof lines === "string" ? positionsOf(lines) : lines.map(positions);
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
