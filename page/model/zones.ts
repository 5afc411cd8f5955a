// The lines at the limits of the band.

import type { PageData } from "./data.ts";

// The outer edge has the colour of what lies within it, and so have the treaty's inner limits.
export function limitClass({ bands, limits_km: limits }: PageData, limit: number): string {
  const place = bands.includes("in-band") || limit === limits.at(-1) ? "outer" : "inner";
  return `limit limit-${limit} limit-${place}`;
}
