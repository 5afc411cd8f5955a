// The Mercator world drawn three times side by side, so that it has no edge.

import type { Point } from "./wgs84.ts";

/** How far east each is shifted. */
export const COPIES = [-360, 0, 360];

interface Outline {
  type: "Polygon" | "MultiPolygon";
  coordinates: number[][][] | number[][][][];
}

/** The polygons of an outline in GeoJSON, which has one or several. */
export function polygonsOf({ type, coordinates }: Outline): Point[][][] {
  return (type === "Polygon" ? [coordinates] : coordinates) as Point[][][];
}

/** A longitude in the copy of the world nearest to a meridian. */
export function nearestCopy(lon: number, middle: number): number {
  return lon + copyOf(middle - lon);
}

/** How far east the copy of the world is shifted that a longitude lies in. */
export function copyOf(lon: number): number {
  return 360 * Math.round(lon / 360);
}
