// Made from infmap/maps/data.py; see scripts/build_page_contract.py.

/**
 * Everything that the page shows.
 */
export interface Contract {
  version: string;
  data_version: string;
  first_site: string;
  fragment: string;
  projection: string;
  cases: CaseData[];
  limits_km: number[];
  /**
   * @minItems 2
   * @maxItems 2
   */
  band_km: [number, number];
  bands: string[];
  band_words: BandWords;
  answers: string[];
  /**
   * @minItems 2
   * @maxItems 2
   */
  range_km: [number, number];
  edge_allowance_km: number;
  /**
   * @minItems 3
   * @maxItems 3
   */
  view_bounds: [[number, number], [number, number], [number, number]];
  drawn_doubt_km: number;
  doubted_km: number;
  strokes: StrokesData;
  formula_starts: string[];
  place: string;
  themes: string[];
  accounts: string[];
  verdict_days: string[];
  systems: {
    [k: string]: SystemData;
  };
  claims: ClaimData[];
  verdicts: VerdictRecord[];
  holders: {
    [k: string]: HolderData;
  };
  past: {
    [k: string]: PastData;
  };
  sites: SiteData[];
  capitals: CapitalData[];
  allegations: ChargeRecord[];
  events: EventData[];
  sources: {
    [k: string]: SourceData;
  };
  sources_reach: string;
  corrections: string;
  countries: CountriesData | null;
}
/**
 * A view that is one click away.
 */
export interface CaseData {
  name: string;
  site: string;
  fragment: string;
  named: string[];
}
/**
 * What the page says of the band: the treaty's, or another.
 */
export interface BandWords {
  zones: string[];
  short: string[];
  span: string;
  kicker: string;
  limits: string[];
  caption: string;
  shaded: string;
  shaded_means: string;
  table: string;
}
/**
 * How rings are drawn beside each other.
 */
export interface StrokesData {
  looks: string[];
  ends: string[];
  most: number;
  pitch_px: number;
}
/**
 * A system that is reported somewhere, or that a hypothetical launcher may have.
 */
export interface SystemData {
  name: string;
  label: string;
  designations: string[];
  operator: string[];
  kind: string | null;
  strike: boolean;
  note: string;
}
/**
 * One party's figure for one system.
 */
export interface ClaimData {
  system_id: string;
  account: string;
  claimant: string;
  at_least_km: number | null;
  up_to_km: number | null;
  measure: string | null;
  as_of: string | null;
  source_id: string;
  note: string;
  state: string;
  who: string;
  figure: string;
  verdicts: {
    [k: string]: number[];
  };
}
/**
 * The treaty's verdict on a figure.
 */
export interface VerdictRecord {
  outcome: string;
  range_class: string | null;
  article: string;
  reason: string;
  positions: string[][];
}
/**
 * A state or alliance that holds a system somewhere.
 */
export interface HolderData {
  states: string[];
  nato_since: string | null;
  pact_until: string | null;
}
/**
 * The state that had the land of a present one before.
 */
export interface PastData {
  state: string;
  until: string;
  pact_until: string | null;
}
/**
 * A site, with what is reported there and the answer for every capital.
 */
export interface SiteData {
  id: string;
  name: string;
  country: string;
  lon: number;
  lat: number;
  position_precision_km: number;
  deployments: ReportData[];
  /**
   * @minItems 3
   * @maxItems 3
   */
  host: [string, string, string];
  claims: number[];
  band: string;
  near_edge: number[][];
  near_band_edge: number[];
  in_range: string[];
}
/**
 * One system reported at a site.
 */
export interface ReportData {
  status: string;
  system_id: string;
  operator: string;
  theme: string | null;
  first_reported: string | null;
  until: string | null;
  reported_by: string;
  source_ids: string[];
  note: string;
  holders: string[];
  from_day: string | null;
  to_day: string | null;
}
/**
 * A capital of any day, or a caller's own place.
 */
export interface CapitalData {
  id: string;
  name: string;
  country: string;
  lon: number;
  lat: number;
  role: string | null;
  state: string;
  later_state: string;
  nato_known: boolean;
  nato_since: string | null;
  pact_until: string | null;
  note: string;
  from_day: string | null;
  to_day: string | null;
  people: number | null;
}
/**
 * One side's charge against another, and the answer: a row of the table of allegations.
 */
export interface ChargeRecord {
  id: string;
  accuser: string;
  accused: string;
  system_id: string[];
  charge: string;
  answer: string;
  article: string;
  date: string;
  source_ids: string[];
  note: string;
}
/**
 * A day to step to.
 */
export interface EventData {
  date: string;
  title: string;
  day: string;
  systems: string[];
}
/**
 * A publication that the page cites.
 */
export interface SourceData {
  citation: string;
  url: string;
  note: string;
  read: string;
}
/**
 * The outlines of the countries, as GeoJSON (RFC 7946).
 */
export interface CountriesData {
  type: "FeatureCollection";
  features: CountryData[];
}
/**
 * The outline of a country, a feature of GeoJSON.
 */
export interface CountryData {
  type: "Feature";
  properties: CountryNames;
  geometry: PolygonData | MultiPolygonData;
}
/**
 * Which country an outline is of.
 */
export interface CountryNames {
  name: string;
  iso_a3: string;
  note: string;
}
/**
 * An outline in one piece.
 */
export interface PolygonData {
  type: "Polygon";
  coordinates: number[][][];
}
/**
 * An outline in several pieces.
 */
export interface MultiPolygonData {
  type: "MultiPolygon";
  coordinates: number[][][][];
}
