// A launcher that nobody reported: a site like the others, with its answers worked out here.

import { distanceKm } from "../earth/geodesic.ts";
import type { AnswerWord, Band, Claim, PageData, Pin, Report, Site, SystemData } from "./data.ts";
import { strikes } from "./striking.ts";
import { rangeText } from "./units.ts";

// The system of a launcher of the reader's own: no id of the data's, for these hold no brackets.
export const HYPOTHETICAL = "(hypothetical)";
// The id of the site that it is.
export const WHAT_IF = "what-if";

// What a launcher with a range of the reader's own launches.
export const OWN_MISSILE: SystemData = {
  name: "Hypothetical missile",
  label: "Hypothetical missile",
  designations: [],
  operator: [],
  kind: null,
  strike: true,
  note: "",
};

// Whether a launcher may have a system's figures: one at least is of a strike on the ground.
export function canLaunch(data: PageData, id: string): boolean {
  return (
    Object.hasOwn(data.systems, id) &&
    data.claims.some((claim) => claim.system_id === id && strikes(data, claim))
  );
}

export function launcherAt(data: PageData, pin: Pin): Site {
  const claims =
    pin.system === null
      ? [ownClaim(pin.km)]
      : data.claims.filter((row) => row.system_id === pin.system);
  const distances = data.capitals.map((row) => distanceKm([pin.lon, pin.lat], [row.lon, row.lat]));
  const isNear = (ends: readonly number[]) => (km: number) =>
    ends.some((end) => Math.abs(end - km) < data.edge_allowance_km);
  return {
    id: WHAT_IF,
    hypothetical: { claims },
    name: `Hypothetical launcher at ${position(pin)}`,
    country: "",
    lon: pin.lon,
    lat: pin.lat,
    position_precision_km: 0,
    deployments: [reportOf(data, pin)],
    host: ["", "", ""],
    claims: [],
    distance_km: distances,
    band: digits(
      distances.map((km) => bandOf(data, km)),
      data.bands,
    ),
    near_edge: claims.map((row) => indicesOf(distances, isNear(edgesKm(row)))),
    near_band_edge: indicesOf(distances, isNear(data.limits_km)),
    in_range: claims.map((row) =>
      digits(
        distances.map((km) => inRange(row, km)),
        data.answers,
      ),
    ),
  };
}

function ownClaim(km: number): Claim {
  return {
    system_id: HYPOTHETICAL,
    account: "user",
    claimant: "hypothetical",
    who: "hypothetical",
    at_least_km: null,
    up_to_km: km,
    measure: null,
    as_of: null,
    source_id: "",
    note: "",
    figure: `up to ${rangeText(km, "km")}`,
    verdicts: {},
    state: "",
  };
}

function reportOf(data: PageData, { system }: Pin): Report {
  return {
    status: "hypothetical",
    system_id: system ?? HYPOTHETICAL,
    operator: "",
    theme: null,
    first_reported: null,
    until: null,
    reported_by: "nobody",
    source_ids: [],
    note: "",
    holders: system === null ? [] : data.systems[system].operator,
    from_day: null,
    to_day: null,
  };
}

// Both edges belong to the band, and a limit within it to the nearer zone.
export function bandOf(
  { limits_km: limits, band_km: [nearest], bands }: PageData,
  km: number,
): Band {
  return bands[limits.filter((limit) => (limit === nearest ? km >= limit : km > limit)).length];
}

type Ends = Pick<Claim, "at_least_km" | "up_to_km">;

// Where a figure's answer changes: never at 0 km, which is no reach.
export function edgesKm({ at_least_km: low, up_to_km: high }: Ends): number[] {
  return [low, high].flatMap((end) => end || []);
}

export function inRange({ at_least_km: low, up_to_km: high }: Ends, km: number): AnswerWord {
  if (high === 0) return "no"; // it denies any reach
  const sure = low ?? high;
  if (sure && km <= sure) return "yes";
  return high !== null && km > high ? "no" : "open";
}

function digits<Word>(words: Word[], known: Word[]): string {
  return words.map((word) => known.indexOf(word)).join("");
}

function indicesOf(distances: number[], is: (km: number) => boolean): number[] {
  return [...distances.keys()].filter((k) => is(distances[k]));
}

function position({ lon, lat }: Pin): string {
  const part = (value: number, plus: string, minus: string) =>
    `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
  return `${part(lat, "N", "S")}, ${part(lon, "E", "W")}`;
}
