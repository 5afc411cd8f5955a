// Many lines packed for drawing in any projection: longitudes and latitudes for Mercator, vectors
// for the others. The vectors are of the auxiliary sphere, whose latitudes are the reduced ones, so
// that a geodesic is all but a great circle.

import { FLATTENING, type Point, RADIANS } from "./wgs84.ts";

export interface Traces {
  /** Longitude and latitude by turns. */
  points: Float64Array;
  /** Three numbers for each point: towards 0 E on the equator, 90 E, and the north pole. */
  vectors: Float64Array;
  /** Where each line ends: the number of the point after its last. */
  ends: Uint32Array;
  /** Whether the way from a point to the next is a cut through the land, and no line. */
  cuts: Uint8Array;
}

export type Vector = [x: number, y: number, z: number];

export function vector([lon, lat]: Point): Vector {
  const beta = Math.atan((1 - FLATTENING) * Math.tan(lat * RADIANS));
  const around = Math.abs(lat) === 90 ? 0 : Math.cos(beta);
  const [east, up] = [lon * RADIANS, Math.abs(lat) === 90 ? Math.sign(lat) : Math.sin(beta)];
  return [around * Math.cos(east), around * Math.sin(east), up];
}

export function placeOf([x, y, z]: Vector): Point {
  const lat = Math.atan2(z, (1 - FLATTENING) * Math.hypot(x, y)) / RADIANS;
  return [Math.atan2(y, x) / RADIANS, lat];
}

export function traced(lines: readonly (readonly Point[])[]): Traces {
  const count = lines.reduce((sum, line) => sum + line.length, 0);
  const points = new Float64Array(2 * count);
  const vectors = new Float64Array(3 * count);
  const cuts = new Uint8Array(count);
  const ends = new Uint32Array(lines.length);
  let at = 0;
  lines.forEach((line, number) => {
    line.forEach((point, k) => {
      points.set(point, 2 * at);
      vectors.set(vector(point), 3 * at);
      cuts[at] = k + 1 < line.length && isCut(point, line[k + 1]) ? 1 : 0;
      at += 1;
    });
    ends[number] = at;
  });
  return { points, vectors, ends, cuts };
}

/** Of a border it leaves its land only on the antimeridian and at the poles. */
function isCut(from: Point, to: Point): boolean {
  const onMeridian = Math.abs(from[0]) === 180 && from[0] === to[0];
  const onPole = Math.abs(from[1]) === 90 && from[1] === to[1];
  return onMeridian || onPole;
}

/** The same lines on a grid: neighbours share their points there too, so that no gap opens. */
export function thinned(lines: readonly (readonly Point[])[], gridDeg: number): Point[][] {
  const onGrid = (value: number) => Math.round(value / gridDeg) * gridDeg;
  return lines.flatMap((line) => {
    const kept: Point[] = [];
    for (const [lon, lat] of line) {
      const last = kept.at(-1);
      // What lies on a cut stays on it.
      const point: Point = [
        Math.abs(lon) === 180 ? lon : onGrid(lon),
        Math.abs(lat) === 90 ? lat : onGrid(lat),
      ];
      if (last?.[0] !== point[0] || last[1] !== point[1]) kept.push(point);
    }
    return kept.length > 3 ? [kept] : [];
  });
}

/** Whether areas hold a place, by a ray to the south in the plane of longitude and latitude. */
export function areasHold({ points, ends }: Traces, [lon, lat]: Point): boolean {
  // At the pole itself a ray would run along the edge by which land is closed there.
  const north = Math.max(-89.99, Math.min(89.99, lat));
  let isIn = false;
  let from = 0;
  for (const end of ends) {
    for (let k = from; k < end; k += 1) {
      const next = k + 1 < end ? k + 1 : from;
      const [x1, x2] = [points[2 * k], points[2 * next]];
      if (x1 > lon === x2 > lon) continue;
      const [y1, y2] = [points[2 * k + 1], points[2 * next + 1]];
      if (y1 + ((lon - x1) / (x2 - x1)) * (y2 - y1) < north) isIn = !isIn;
    }
    from = end;
  }
  return isIn;
}
