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

/** Where a line lies at most: about a middle, so many radians far. */
interface Cap {
  middle: Vector;
  radius: number;
}

const capsOf = new WeakMap<Traces, Cap[]>();
// What lies between two points strays from the circle through them by less.
const STRAY = 0.02;

/** Those lines that may come so near to a place, in radians. */
export function nearby(traces: Traces, place: Point, reach: number): Traces {
  const { points, vectors, ends, cuts } = traces;
  const caps =
    capsOf.get(traces) ?? [...ends].map((end, k) => capOf(vectors, ends[k - 1] ?? 0, end));
  capsOf.set(traces, caps);
  const from = vector(place);
  const kept = caps.flatMap(({ middle, radius }, k) =>
    Math.acos(Math.max(-1, Math.min(1, dot(middle, ...from)))) - radius <= reach + STRAY ? [k] : [],
  );
  const spans = kept.map((k) => [ends[k - 1] ?? 0, ends[k]]);
  const count = spans.reduce((sum, [first, end]) => sum + end - first, 0);
  const near: Traces = {
    points: new Float64Array(2 * count),
    vectors: new Float64Array(3 * count),
    cuts: new Uint8Array(count),
    ends: new Uint32Array(kept.length),
  };
  let at = 0;
  spans.forEach(([first, end], k) => {
    near.points.set(points.subarray(2 * first, 2 * end), 2 * at);
    near.vectors.set(vectors.subarray(3 * first, 3 * end), 3 * at);
    near.cuts.set(cuts.subarray(first, end), at);
    at += end - first;
    near.ends[k] = at;
  });
  return near;
}

function capOf(vectors: Float64Array, first: number, end: number): Cap {
  const sum: Vector = [0, 0, 0];
  for (let k = 3 * first; k < 3 * end; k += 1) sum[(k - 3 * first) % 3] += vectors[k];
  const size = Math.hypot(...sum);
  const middle: Vector = size ? [sum[0] / size, sum[1] / size, sum[2] / size] : [0, 0, 1];
  let least = 1;
  for (let k = 3 * first; k < 3 * end; k += 3) {
    least = Math.min(least, dot(middle, vectors[k], vectors[k + 1], vectors[k + 2]));
  }
  return { middle, radius: Math.acos(Math.max(-1, least)) };
}

function dot([x, y, z]: Vector, x2: number, y2: number, z2: number): number {
  return x * x2 + y * y2 + z * z2;
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
    if (ringHolds(points, from, end, lon, north)) isIn = !isIn;
    from = end;
  }
  return isIn;
}

// Of its own, for an inner loop is compiled anew for each ring that it ends.
function ringHolds(
  points: Float64Array,
  from: number,
  end: number,
  lon: number,
  lat: number,
): boolean {
  let isIn = false;
  for (let k = from; k < end; k += 1) {
    const next = k + 1 < end ? k + 1 : from;
    const [x1, x2] = [points[2 * k], points[2 * next]];
    if (x1 > lon === x2 > lon) continue;
    const [y1, y2] = [points[2 * k + 1], points[2 * next + 1]];
    if (y1 + ((lon - x1) / (x2 - x1)) * (y2 - y1) < lat) isIn = !isIn;
  }
  return isIn;
}
