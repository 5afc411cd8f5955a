// The zones of the band: what is shaded, and the lines at its limits.

import type { PageData, TreatyBand } from "./data.ts";
import { BAND_LOOKS, isInside } from "./words.ts";

export interface ShadedZone {
  look: TreatyBand;
  from: number;
  to: number;
}

// From the nearest out.
export function shadedZones({ bands, limits_km: limits }: PageData): ShadedZone[] {
  const ends = [0, ...limits];
  // Without a zone nearer than the band there is none but the band to begin at 0.
  return bands.flatMap((band, k) =>
    isInside(band) ? [{ look: BAND_LOOKS[band], from: ends[k], to: ends[k + 1] }] : [],
  );
}

// The outer edge has the colour of what lies within it, and so have the treaty's inner limits.
export function limitClass({ bands, limits_km: limits }: PageData, limit: number): string {
  const place = bands.includes("in-band") || limit === limits.at(-1) ? "outer" : "inner";
  return `limit limit-${limit} limit-${place}`;
}
