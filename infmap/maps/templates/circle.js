// A range ring for the screen: its line, and its area as polygons that the map fills. The world
// is drawn in copies side by side, so a ring need not be cut at the antimeridian, only closed
// over the pole or poles that it holds; which ones is decided by distance, never by winding.

import { direct, inverse, wrap } from "./geodesic.js";

// Chords of a 5500 km ring then stay within a kilometre of it as drawn.
const AZIMUTHS = 480;
// Copies lap over their neighbours by this, so that no seam shows.
const LAP_DEG = 0.02;
// A ring through a pole has no longitude there.
const LAST_LAT = 89.9999;

export function circle(centre, km) {
  const north = inverse(centre, [centre[0], 90]).km <= km;
  const south = inverse(centre, [centre[0], -90]).km <= km;
  // Begun beyond the pole that it holds, a ring runs from one side of the centre to the other.
  const start = south && !north ? 180 : 360;
  const points = [];
  for (let k = 0; k <= AZIMUTHS; k += 1) {
    const [lon, lat] = direct(centre, start - (360 * k) / AZIMUTHS, km);
    const last = k ? points[k - 1][0] : lon;
    points.push([last + wrap(lon - last), Math.max(-LAST_LAT, Math.min(LAST_LAT, lat))]);
  }
  const middle = (points[0][0] + points.at(-1)[0]) / 2;
  const shift = 360 * Math.round((centre[0] - middle) / 360);
  for (const point of points) point[0] += shift;
  const lines = [points];
  if (!north && !south) return { lines, areas: [[points]] };
  if (north && south) return { lines, areas: [[frame(points), points]] };
  return { lines, areas: [[overPole(points, north ? 90 : -90)]] };
}

// The ring runs once round the world: it is closed along the map's edge at the pole.
function overPole(points, lat) {
  const [first, last] = [points[0], points.at(-1)];
  const east = first[0] < last[0] ? 1 : -1;
  const lap = LAP_DEG * east;
  return [[first[0] - lap, lat], [first[0] - lap, first[1]], ...points,
    [last[0] + lap, last[1]], [last[0] + lap, lat]];
}

// The whole world, of which a ring that holds both poles leaves out a hole at the antipode.
function frame(points) {
  const lons = points.map(([lon]) => lon);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const [west, east] = [middle - 180 - LAP_DEG, middle + 180 + LAP_DEG];
  return [[west, -90], [east, -90], [east, 90], [west, 90], [west, -90]];
}
