// What holds under the state chosen: the figures of the account at a site, and what they add up to
// for each capital. Python decided every answer by distance; here they are put together.

import { distanceKm } from "../earth/geodesic.ts";
import type { AnswerWord, Claim, Coverage, Figure, PageData, Reach, Site, State } from "./data.ts";
import { grouped } from "./groups.ts";
import { HYPOTHETICAL } from "./launcher.ts";
import { relations } from "./relations.ts";
import { systemsAt } from "./reports.ts";
import { strikes } from "./striking.ts";

// The surer, the earlier.
export const REACH_ORDER: Reach[] = ["all", "some", "unknown", "none"];

// The figures that count.
export function figuresAt(data: PageData, site: Site, state: State): Figure[] {
  const systems = new Set(systemsAt(site, state));
  const counts = ({ system_id: system, account }: Claim) =>
    systems.has(system) &&
    (state.account === "all" || account === state.account || system === HYPOTHETICAL);
  return claimsAt(data, site)
    .map((claim, k): Figure => [k, claim])
    .filter(([, claim]) => counts(claim));
}

function claimsAt(data: PageData, site: Site): Claim[] {
  return site.hypothetical?.claims ?? site.claims.map((index) => data.claims[index]);
}

// Those of a strike on the ground.
export function strikesAt(data: PageData, site: Site, state: State): Figure[] {
  return figuresAt(data, site, state).filter(([, claim]) => strikes(data, claim));
}

// What the k-th figure of a site says of a capital.
export function answerOf(data: PageData, site: Site, k: number, capital: number): AnswerWord {
  return data.answers[Number(site.in_range[k][capital])];
}

const known = new WeakMap<Site, Map<string, Coverage>>();

// Worked out once for each theme, day and account: the same object tells that nothing has changed.
export function coverage(data: PageData, site: Site, state: State): Coverage {
  const ofSite = known.get(site) ?? new Map<string, Coverage>();
  known.set(site, ofSite);
  const key = [state.theme, state.date, state.account, state.system].join("|");
  const found = ofSite.get(key) ?? compute(data, site, state);
  ofSite.set(key, found);
  return found;
}

function compute(data: PageData, site: Site, state: State): Coverage {
  const figures = figuresAt(data, site, state);
  const reachAt = reachesOf(data, site, strikesAt(data, site, state));
  const near = new Set(figures.flatMap(([k]) => site.near_edge[k]));
  const nearLimit = new Set(site.near_band_edge);
  return {
    figures,
    get distance() {
      return distancesFrom(data, site);
    },
    band: [...site.band].map((digit) => data.bands[Number(digit)]),
    reach: data.capitals.map((_, capital) => reachAt(capital)),
    near: data.capitals.map((_, index) => near.has(index)),
    nearLimit: data.capitals.map((_, index) => nearLimit.has(index)),
    relation: relations(data, site, state),
    turns: [...data.limits_km, ...figures.flatMap(([, claim]) => endsIn(claim))],
  };
}

// What some figures add up to at each place. Few patterns of answers recur, so that each of them is
// worked out once.
export function reachesOf(
  data: PageData,
  site: Site,
  figures: Figure[],
): (capital: number) => Reach {
  const systems = [...grouped(figures, ([, claim]) => claim.system_id).values()];
  const known = new Map<string, Reach>();
  return (capital) => {
    let pattern = "";
    for (const [k] of figures) pattern += site.in_range[k][capital];
    const found =
      known.get(pattern) ??
      overallReach(systems.map((rows) => rows.map(([k]) => answerOf(data, site, k, capital))));
    known.set(pattern, found);
    return found;
  };
}

const measured = new WeakMap<Site, number[]>();

// To each capital, measured when a site is first looked at: of all sites it would take a while.
function distancesFrom({ capitals }: PageData, site: Site): number[] {
  const kms =
    site.distance_km ??
    measured.get(site) ??
    capitals.map(({ lon, lat }) => distanceKm([site.lon, site.lat], [lon, lat]));
  measured.set(site, kms);
  return kms;
}

function endsIn({ at_least_km: low, up_to_km: high }: Claim): number[] {
  return [low, high].filter((end) => end !== null);
}

// Some system in range on every account of it; else on one; else left open by one; else none.
export function overallReach(systems: AnswerWord[][]): Reach {
  const answers = systems.flat();
  if (systems.some((words) => words.every((word) => word === "yes"))) return "all";
  if (answers.includes("yes")) return "some";
  return answers.includes("open") ? "unknown" : "none";
}

type Ends = Pick<Claim, "at_least_km" | "up_to_km">;

// The farther end of a figure, which margins are measured from; null where it has none.
export function farEnd({ at_least_km: low, up_to_km: high }: Ends): number | null {
  return high ?? low;
}

// How far a figure reaches beyond a distance; negative falls short.
export function marginKm(claim: Ends, distance: number): number | null {
  const end = farEnd(claim);
  return end === null ? null : end - distance;
}

// How far the farthest strike figure reaches; 0 where there is none.
export function farthestKm(data: PageData, site: Site, state: State): number {
  return Math.max(0, ...strikesAt(data, site, state).map(([, claim]) => farEnd(claim) ?? 0));
}

export function isReached(reach: Reach): boolean {
  return reach === "all" || reach === "some";
}
