// The types of the page's data. The contract is made from Python's; what it gives as a text of a
// closed list is narrowed here.

import type { CapitalData, ClaimData, Contract, ReportData, SiteData } from "../contract.d.ts";

export type {
  CapitalData,
  CaseData,
  ChargeRecord,
  CountriesData,
  EventData,
  HolderData,
  MultiPolygonData,
  PastData,
  PolygonData,
  SourceData,
  SystemData,
  VerdictRecord,
} from "../contract.d.ts";

// Zones of distance: the treaty's, or those of a band that the page was made for.
export type TreatyBand = "below-500" | "shorter-range" | "intermediate-range" | "beyond-5500";
export type Band = TreatyBand | "below-band" | "in-band" | "beyond-band";
export type Reach = "all" | "some" | "unknown" | "none";
export type AnswerWord = "yes" | "no" | "open";
export type Account = "operator" | "opponent" | "independent" | "user";
export type Look = Account | "not-strike";
export type End = "most" | "lower" | "far" | "open";
export type Relation = "holder" | "host" | "ally" | "other";
export type Status =
  | "hypothetical"
  | "confirmed"
  | "reported"
  | "alleged"
  | "planned"
  | "ended"
  | "cancelled";
export type Mode = "focus" | "overview" | "compare";
// Whose figures the counts of all sites are drawn on: the lowest, the highest, or each by itself.
export type Counting = "every" | "some" | "both";
export type ProjectionName = "mercator" | "true-distance" | "globe";
// What the map is fitted to: the rings in question, or the whole band.
export type Fit = "rings" | "band";
export type Units = "km" | "mi" | "nmi";
export type Place = "capital" | "place";

export interface Claim extends ClaimData {
  account: Account;
}

export interface Report extends ReportData {
  status: Status;
}

export interface Site extends SiteData {
  // To each capital, where they are worked out already.
  distance_km?: number[];
  deployments: Report[];
  // A launcher that nobody reported has its figures with it.
  hypothetical?: { claims: Claim[] };
}

export interface PageData extends Contract {
  bands: Band[];
  answers: AnswerWord[];
  place: Place;
  accounts: ("all" | Account)[];
  // What one site opens in where nothing else is asked for.
  projection: ProjectionName;
  claims: Claim[];
  sites: Site[];
  strokes: Contract["strokes"] & { looks: Look[]; ends: End[] };
}

// A hypothetical launcher, with a range of the reader's own or with the figures for a system.
export type Pin = { lon: number; lat: number } & (
  | { km: number; system: null }
  | { km: null; system: string }
);

// Zoom, latitude and longitude of the map's middle.
export type View = [zoom: number, lat: number, lon: number];

export interface State {
  site: string;
  theme: string;
  account: "all" | Account;
  date: string | null;
  capital: string | null;
  mode: Mode;
  projection: ProjectionName;
  fit: Fit;
  units: Units;
  pin: Pin | null;
  view: View | null;
  // Of the site in focus only what is reported of this system.
  system: string | null;
  // What is set against what: two accounts, days, systems or sites, in compare alone.
  left: string | null;
  right: string | null;
  // Whether the doubt is drawn; without a word where the place is known to no better than 25 km.
  doubt: boolean | null;
  // Of all sites: whose missiles are counted (else the holder's of the site in focus), how, and at
  // which place of the reader's.
  holder: string | null;
  count: Counting;
  at: [lon: number, lat: number] | null;
}

// A figure at a site: its place in the site's list, and the claim.
export type Figure = [k: number, claim: Claim];

// One value for each capital; `turns` are the distances at which what is said of a place changes.
export interface Coverage {
  figures: Figure[];
  distance: number[];
  band: Band[];
  reach: Reach[];
  near: boolean[];
  nearLimit: boolean[];
  relation: Relation[];
  turns: number[];
}

// The stroke of a ring: whose figures it draws, and which end of them.
export interface Stroke {
  km: number;
  look: Look;
  end: End;
  claims: Claim[];
  // Whether nobody read the source of any of them.
  unread: boolean;
}

// A radius with its strokes from the inside out, and those that find no room beside them.
export interface Ring {
  km: number;
  strokes: Stroke[];
  more: Stroke[];
}

// A place of the page, and its number.
export type Named = CapitalData & { index: number };
