// A range ring for the screen: its line, and its area as polygons that the map fills. The world
// is drawn in copies side by side, so a ring need not be cut at the antimeridian, only closed
// over the pole or poles that it holds; which ones is decided by distance, never by winding. Copies
// meet edge to edge: in one path no seam shows.

import { direct, inverse } from "./geodesic.ts";
import { EQUATOR_KM, LAST_LAT, type Point, RADIANS, wrap } from "./wgs84.ts";

/** A polygon as GeoJSON has it: its outline, then holes. */
export type Polygon = Point[][];

export interface Circle {
  /** Anticlockwise about the centre, without a jump at the antimeridian. */
  lines: Point[][];
  areas: Polygon[];
}

// A point of the ring, with its heights as Mercator draws it, by either of the last parallels.
interface Vertex {
  lon: number;
  lat: number;
  heights: [number, number];
}

// How far a chord may stray from the ring as drawn: half a pixel at 60 degrees north on the closest
// zoom. Away from the poles a ring needs few vertices; where it passes near one, Mercator stretches
// it and a chord must be short.
const TOLERANCE_KM = 0.08;
const MOST_TURN_DEG = 5;
const LEAST_TURN_DEG = 1e-6;
// Of the turn that would stray by just as much as it may: the next is seldom refused.
const SPARED = 0.9;
// Leaflet draws what lies beyond the first on that parallel; up to the second a chord is measured
// as if it did not, so that areas hold what lies there too.
const LAST_PARALLELS = [LAST_LAT, 88.5];
// A ring through a pole has no longitude there.
const NEAREST_TO_POLE = 89.9999;

/** The range ring about a centre; a chord strays from it by no more than told. */
export function circle(centre: Point, km: number, withinKm = TOLERANCE_KM): Circle {
  const north = inverse(centre, [centre[0], 90]).km <= km;
  const south = inverse(centre, [centre[0], -90]).km <= km;
  // Begun beyond the pole that it holds, a ring runs from one side of the centre to the other.
  const start = south && !north ? 180 : 360;
  const points: Point[] = [];
  for (const { lon, lat } of vertices(centre, start, km, withinKm)) {
    const last = points.at(-1)?.[0] ?? lon;
    points.push([
      last + wrap(lon - last),
      Math.max(-NEAREST_TO_POLE, Math.min(NEAREST_TO_POLE, lat)),
    ]);
  }
  const middle = (points[0][0] + points[points.length - 1][0]) / 2;
  const shift = 360 * Math.round((centre[0] - middle) / 360);
  for (const point of points) point[0] += shift;
  const lines = [points];
  if (!north && !south) return { lines, areas: [[points]] };
  if (north && south) return { lines, areas: [[frame(points), points]] };
  return { lines, areas: [[overPole(points, north ? 90 : -90)]] };
}

/** Points of the ring from an azimuth down to the one a full turn before it. */
function vertices(centre: Point, start: number, km: number, withinKm: number): Vertex[] {
  const at = (turned: number) => vertex(direct(centre, start - turned, km));
  const found = [at(0)];
  let turned = 0;
  let turn = MOST_TURN_DEG;
  while (turned < 360) {
    const step = Math.min(turn, 360 - turned);
    const [from, to] = [found[found.length - 1], at(turned + step)];
    // At two places: an arc that bends both ways crosses its chord in the middle.
    const strays = Math.max(
      straysKm(from, to, at(turned + step / 3)),
      straysKm(from, to, at(turned + (2 * step) / 3)),
    );
    // A chord strays with the square of its turn.
    const fitting = step * SPARED * Math.sqrt(withinKm / strays);
    const isFar = strays > withinKm && step > LEAST_TURN_DEG;
    if (!isFar) {
      found.push(to);
      turned += step;
    }
    turn = Math.min(isFar ? step / 2 : MOST_TURN_DEG, Math.max(fitting, step / 8, LEAST_TURN_DEG));
  }
  return found;
}

function vertex([lon, lat]: Point): Vertex {
  const first = height(lat, LAST_PARALLELS[0]);
  const isNearPole = Math.abs(lat) > LAST_PARALLELS[0];
  return { lon, lat, heights: [first, isNearPole ? height(lat, LAST_PARALLELS[1]) : first] };
}

function clipped(lat: number, last: number): number {
  return Math.max(-last, Math.min(last, lat)) * RADIANS;
}

function height(lat: number, last: number): number {
  return Math.asinh(Math.tan(clipped(lat, last)));
}

/** How far a point of an arc lies from its chord in Web Mercator, at the scale of the point. */
function straysKm(from: Vertex, to: Vertex, point: Vertex): number {
  const x1 = wrap(from.lon - point.lon) * RADIANS;
  const x2 = wrap(to.lon - point.lon) * RADIANS;
  // A quarter turn of longitude at once may be more: near a pole nobody can tell which way round.
  if (Math.abs(x1) > 1.6 || Math.abs(x2) > 1.6) return Number.POSITIVE_INFINITY;
  const far = [0, 1].map((k) => {
    const [y1, y2] = [from.heights[k] - point.heights[k], to.heights[k] - point.heights[k]];
    const away = Math.abs((x2 - x1) * y1 - (y2 - y1) * x1) / (Math.hypot(x2 - x1, y2 - y1) || 1);
    return away * EQUATOR_KM * Math.cos(clipped(point.lat, LAST_PARALLELS[k]));
  });
  return Math.max(...far);
}

/** A ring that runs once round the world, closed along the map's edge at the pole. */
function overPole(points: Point[], lat: number): Point[] {
  const [first, last] = [points[0], points[points.length - 1]];
  return [[first[0], lat], ...points, [last[0], lat]];
}

/** The whole world, of which a ring that holds both poles leaves out a hole at the antipode. */
function frame(points: Point[]): Point[] {
  const lons = points.map(([lon]) => lon);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const [west, east] = [middle - 180, middle + 180];
  return [
    [west, -90],
    [east, -90],
    [east, 90],
    [west, 90],
    [west, -90],
  ];
}
