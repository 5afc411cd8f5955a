// The Mercator world drawn three times side by side, so that it has no edge.

import type { Point } from "./wgs84.ts";

/** As Leaflet has it. */
export type LatLon = [lat: number, lon: number];
type Polygons = readonly (readonly (readonly Point[])[])[];

export const COPIES = [-360, 0, 360];
// 0.02 degrees, under a pixel at every zoom of a world map and over one at the closest.
const LAP = 1 + 0.02 / 180;

/**
 * Polygons once for each copy of the world. Where the world was cut open each copy reaches a little
 * into its neighbour, so that no seam shows: a pane's paint is opaque, and the pane as a whole is
 * what lets the map shine through.
 */
export function landCopies(polygons: Polygons): LatLon[][][][] {
  return copiesOf(polygons, (lon) => (Math.abs(lon) === 180 ? lon * LAP : lon));
}

/** Polygons that lap over already, once for each copy of the world. */
export function areaCopies(polygons: Polygons): LatLon[][][][] {
  return copiesOf(polygons, (lon) => lon);
}

function copiesOf(polygons: Polygons, lapped: (lon: number) => number): LatLon[][][][] {
  return COPIES.map((shift) =>
    polygons.map((rings) =>
      rings.map((ring) => ring.map(([lon, lat]): LatLon => [lat, lapped(lon) + shift])),
    ),
  );
}

export function lineCopies(lines: readonly (readonly Point[])[]): LatLon[][] {
  return COPIES.flatMap((shift) =>
    lines.map((line) => line.map(([lon, lat]): LatLon => [lat, lon + shift])),
  );
}

/**
 * Outlines of polygons without the edges along which the world was cut open: a border leaves its
 * land only on the antimeridian and at the poles, and those edges are no part of it.
 */
export function outlines(polygons: Polygons): Point[][] {
  const lines: Point[][] = [];
  for (const ring of polygons.flat()) {
    let line: Point[] = [];
    for (let k = 0; k + 1 < ring.length; k += 1) {
      if (isCut(ring[k], ring[k + 1])) {
        if (line.length) lines.push(line);
        line = [];
      } else {
        if (!line.length) line.push(ring[k]);
        line.push(ring[k + 1]);
      }
    }
    if (line.length) lines.push(line);
  }
  return lines;
}

function isCut(from: Point, to: Point): boolean {
  const onMeridian = Math.abs(from[0]) === 180 && from[0] === to[0];
  const onPole = Math.abs(from[1]) === 90 && from[1] === to[1];
  return onMeridian || onPole;
}

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
