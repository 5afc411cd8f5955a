// Data for tests: what Python says of small catalogues, and a page small enough to count by hand.

import edgesFile from "../../tests/data/page/edges.json";
import hostileFile from "../../tests/data/page/hostile.json";
import storyFile from "../../tests/data/page/story.json";
import wordsFile from "../../tests/data/page/words.json";
import type {
  CapitalData,
  Claim,
  End,
  Look,
  PageData,
  Report,
  Site,
  State,
  SystemData,
} from "./data.ts";
import { HYPOTHETICAL, OWN_MISSILE } from "./launcher.ts";

type Strokes = [look: Look, end: End, unread: boolean, claims: number[]][];

interface SaidOfSite {
  statuses: Record<string, string[]>;
  csv: string;
  answers: string[];
  claims: number[];
  verdicts: Record<string, string>[];
  rings: [km: number, drawn: Strokes, more: Strokes][];
  intervals: [look: Look, low: number, high: number][];
}

export interface Said {
  data: PageData;
  cases: {
    state: Pick<State, "theme" | "account" | "date">;
    places: string[];
    sites: Record<string, SaidOfSite>;
  }[];
}

function said(file: unknown): Said {
  const { data, cases } = file as Said;
  return { data: { ...data, systems: { ...data.systems, [HYPOTHETICAL]: OWN_MISSILE } }, cases };
}

export const story = said(storyFile);
export const edges = said(edgesFile);
export const hostile = said(hostileFile);
export const catalogues = { story, edges, hostile };

export function stateOf(changes: Partial<State> = {}): State {
  return {
    site: "camp",
    theme: "all",
    account: "all",
    date: null,
    capital: null,
    mode: "focus",
    projection: "true-distance",
    fit: "rings",
    units: "km",
    pin: null,
    view: null,
    system: null,
    left: null,
    right: null,
    doubt: null,
    holder: null,
    count: "both",
    at: null,
    ...changes,
  };
}

export function siteCalled(data: PageData, id: string): Site {
  const site = data.sites.find((one) => one.id === id);
  if (!site) throw new Error(`no site ${id}`);
  return site;
}

export function claimOf(changes: Partial<Claim> = {}): Claim {
  return {
    system_id: "arrow",
    account: "operator",
    claimant: "Ministry",
    who: "Ministry",
    at_least_km: null,
    up_to_km: null,
    measure: null,
    as_of: null,
    source_id: "",
    note: "",
    figure: "",
    verdicts: {},
    // The operator's figures are its state's own.
    state: (changes.account ?? "operator") === "operator" ? "Alfaland" : "",
    ...changes,
  };
}

export function reportOf(changes: Partial<Report> = {}): Report {
  return {
    status: "reported",
    system_id: "arrow",
    operator: "",
    theme: null,
    first_reported: null,
    until: null,
    reported_by: "a paper",
    source_ids: [],
    note: "",
    holders: ["Alfaland"],
    from_day: null,
    to_day: null,
    ...changes,
  };
}

export function capitalOf(name: string, changes: Partial<CapitalData> = {}): CapitalData {
  return {
    id: name.toLowerCase(),
    name,
    country: `${name}land`,
    lon: 0,
    lat: 0,
    role: "capital",
    state: name.slice(0, 3).toUpperCase(),
    later_state: "",
    nato_known: true,
    nato_since: null,
    pact_until: null,
    note: "",
    from_day: null,
    to_day: null,
    people: null,
    ...changes,
  };
}

function systemOf(name: string, changes: Partial<SystemData> = {}): SystemData {
  return {
    name,
    label: name.split(" (")[0],
    designations: [],
    operator: ["Alfaland"],
    kind: "ballistic missile",
    strike: true,
    note: "",
    ...changes,
  };
}

// One camp of Alfaland's, on the land of Bravo: a missile by two accounts, and an interceptor.
export function tiny(changes: Partial<PageData> = {}): PageData {
  const member = { nato_since: "1999-03-12" };
  return {
    version: "0",
    data_version: "2026.01.31",
    first_site: "camp",
    fragment: "theme=debate",
    projection: "true-distance",
    cases: [],
    limits_km: [500, 1000, 5500],
    band_km: [500, 5500],
    bands: ["below-500", "shorter-range", "intermediate-range", "beyond-5500"],
    band_words: wordsFile.band_words,
    answers: ["yes", "no", "open"],
    range_km: [0.1, 19900],
    edge_allowance_km: 5,
    view_bounds: [
      [0, 9],
      [-90, 90],
      [-540, 540],
    ],
    drawn_doubt_km: 20,
    doubted_km: 25,
    strokes: {
      looks: ["operator", "opponent", "independent", "user", "not-strike"],
      ends: ["most", "lower", "far", "open"],
      most: 5,
      pitch_px: 3.3,
    },
    formula_starts: story.data.formula_starts,
    place: "capital",
    themes: ["debate", "after-inf", "all"],
    accounts: ["all", "operator", "opponent"],
    verdict_days: ["0001-01-01", "1987-12-08", "2019-08-02"],
    systems: {
      arrow: systemOf("Arrow (X-1 missile)", { designations: ["Dart"], note: "Old." }),
      shield: systemOf("Shield", { strike: false, kind: null }),
      [HYPOTHETICAL]: OWN_MISSILE,
    },
    claims: [
      claimOf({ up_to_km: 480, figure: "up to 480 km", verdicts: { Alfaland: [0, 1, 0, 1] } }),
      claimOf({
        account: "opponent",
        claimant: "Rival",
        who: "Rival",
        at_least_km: 500,
        figure: "at least 500 km",
        verdicts: { Alfaland: [2, 1, 2, 1] },
      }),
      claimOf({ system_id: "shield", up_to_km: 1000, figure: "up to 1000 km" }),
    ],
    verdicts: [
      verdictOf("not banned", "Art. II", "Below the band."),
      verdictOf("not in force", "", "No treaty."),
      verdictOf("banned", "Art. II", "Within the band."),
    ],
    holders: { Alfaland: { states: ["ALF"], nato_since: null, pact_until: null } },
    past: {},
    sites: [
      {
        id: "camp",
        name: "Camp",
        country: "Bravoland",
        lon: 10,
        lat: 50,
        position_precision_km: 2,
        deployments: [
          reportOf({ theme: "debate", from_day: "1985-01-01", first_reported: "1985" }),
          reportOf({ system_id: "shield", status: "confirmed", theme: "after-inf" }),
        ],
        host: ["BRA", "", ""],
        claims: [0, 1, 2],
        distance_km: [100, 400, 490, 503, 995, 300, 6000],
        band: "0001103",
        near_edge: [[], [3], [4]],
        near_band_edge: [3, 4],
        in_range: ["0011101", "0002202", "0000001"],
      },
    ],
    capitals: [
      capitalOf("Alfa"),
      capitalOf("Bravo", member),
      capitalOf("Charlie", { nato_since: "1949-08-24" }),
      capitalOf("Delta", { nato_known: false }),
      capitalOf("Echo", { role: "seat-of-government", ...member }),
      capitalOf("Foxtrot", { to_day: "1990-10-02", pact_until: "1990-09-24" }),
      capitalOf("Golf"),
    ],
    allegations: [],
    events: [
      { date: "1987-12-08", title: "Signed", day: "1987-12-08", systems: [] },
      { date: "2019-08", title: "Ended", day: "2019-08-01", systems: ["arrow"] },
    ],
    sources: {
      paper: { citation: "A paper", url: "https://example.org/a", note: "Read in 2020.", read: "" },
      book: { citation: "Book", url: "", note: "", read: "" },
    },
    sources_reach: "The sources reach to 2020.",
    corrections: "",
    countries: null,
    ...changes,
  };
}

function verdictOf(outcome: string, article: string, reason: string): PageData["verdicts"][number] {
  return { outcome, range_class: null, article, reason, positions: [["Rival", "It flew."]] };
}

// What no finding is made of is left out of the files.
export function filled(lean: unknown): PageData {
  const data = lean as PageData;
  return {
    ...data,
    systems: { ...data.systems, [HYPOTHETICAL]: OWN_MISSILE },
    claims: data.claims.map((claim) => claimOf({ ...claim, verdicts: {} })),
    capitals: data.capitals.map((place) => capitalOf(place.name, place)),
    sites: data.sites.map((site) => ({
      ...site,
      near_edge: site.claims.map(() => []),
      near_band_edge: [],
      deployments: site.deployments.map((row) => reportOf(row)),
    })),
  };
}
