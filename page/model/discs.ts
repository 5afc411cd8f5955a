// How far an account reaches for sure and in doubt, as discs: what its little map shows.

import { farEnd, strikesAt } from "./coverage.ts";
import type { Claim, PageData, Site, State } from "./data.ts";
import { grouped } from "./groups.ts";

export interface Discs {
  /** Within, some system is in range on every figure. */
  sure: number;
  /** Beyond, none is on any that names a maximum. */
  far: number;
  /** Figures that name none. */
  open: number[];
}

export function discsOf(data: PageData, site: Site, state: State): Discs {
  return discsOfClaims(strikesAt(data, site, state).map(([, claim]) => claim));
}

export function discsOfClaims(claims: Claim[]): Discs {
  const bySystem = [...grouped(claims, (claim) => claim.system_id).values()];
  // A figure says yes as far as its lower end, or its only one.
  const surely = bySystem.map((rows) =>
    Math.min(...rows.map(({ at_least_km: low, up_to_km: high }) => low ?? high ?? 0)),
  );
  return {
    sure: Math.max(0, ...surely),
    far: Math.max(0, ...claims.map((claim) => farEnd(claim) ?? 0)),
    open: [
      ...new Set(
        claims.flatMap(({ at_least_km: low, up_to_km: high }) =>
          high === null && low ? [low] : [],
        ),
      ),
    ],
  };
}
