// A range ring for the screen: its line, and its area as polygons that the map fills. The world
// is drawn in copies side by side, so a ring need not be cut at the antimeridian, only closed
// over the pole or poles that it holds; which ones is decided by distance, never by winding.

import { EQUATOR_KM, LAST_LAT, RADIANS } from "./earth.js";
import { direct, inverse, wrap } from "./geodesic.js";

// How far a chord may stray from the ring as drawn. Away from the poles a ring needs few vertices;
// where it passes near one, Mercator stretches it and a chord must be short.
const TOLERANCE_KM = 0.4;
const FIRST_AZIMUTHS = 72;
const LEAST_STEP_DEG = 1e-6;
// Leaflet draws what lies beyond the first on that parallel; up to the second a chord is measured
// as if it did not, so that areas hold what lies there too.
const LAST_PARALLELS = [LAST_LAT, 88.5];
// Copies lap over their neighbours by this, so that no seam shows.
const LAP_DEG = 0.02;
// A ring through a pole has no longitude there.
const NEAREST_TO_POLE = 89.9999;

export function circle(centre, km) {
  const north = inverse(centre, [centre[0], 90]).km <= km;
  const south = inverse(centre, [centre[0], -90]).km <= km;
  // Begun beyond the pole that it holds, a ring runs from one side of the centre to the other.
  const start = south && !north ? 180 : 360;
  const points = [];
  for (const [lon, lat] of vertices(centre, start, km)) {
    const last = points.length ? points.at(-1)[0] : lon;
    points.push([last + wrap(lon - last), Math.max(-NEAREST_TO_POLE, Math.min(NEAREST_TO_POLE, lat))]);
  }
  const middle = (points[0][0] + points.at(-1)[0]) / 2;
  const shift = 360 * Math.round((centre[0] - middle) / 360);
  for (const point of points) point[0] += shift;
  const lines = [points];
  if (!north && !south) return { lines, areas: [[points]] };
  if (north && south) return { lines, areas: [[frame(points), points]] };
  return { lines, areas: [[overPole(points, north ? 90 : -90)]] };
}

// Points of the ring from an azimuth down to the one a full turn before it.
function vertices(centre, start, km) {
  const at = (azimuth) => ({ azimuth, point: direct(centre, azimuth, km) });
  const found = [at(start)];
  for (let k = 1; k <= FIRST_AZIMUTHS; k += 1) {
    const ahead = [at(start - (360 * k) / FIRST_AZIMUTHS)];
    while (ahead.length) {
      const [one, other] = [found.at(-1), ahead.at(-1)];
      const turn = one.azimuth - other.azimuth;
      // At two places: an arc that bends both ways crosses its chord in the middle.
      const strays = [1 / 3, 2 / 3].some((share) => TOLERANCE_KM
        < straysKm(one.point, other.point, direct(centre, one.azimuth - share * turn, km)));
      if (strays && turn > LEAST_STEP_DEG) ahead.push(at(one.azimuth - turn / 2));
      else found.push(ahead.pop());
    }
  }
  return found.map(({ point }) => point);
}

// How far a point of an arc lies from its chord in Web Mercator, at the scale of the point.
function straysKm(one, other, point) {
  return Math.max(...LAST_PARALLELS.map((last) => {
    const clipped = (lat) => Math.max(-last, Math.min(last, lat)) * RADIANS;
    const height = (lat) => Math.asinh(Math.tan(clipped(lat)));
    const [x1, x2] = [one, other].map(([lon]) => wrap(lon - point[0]) * RADIANS);
    const [y1, y2] = [one, other].map(([, lat]) => height(lat) - height(point[1]));
    // A quarter turn of longitude at once may be more: near a pole nobody can tell which way round.
    if (Math.abs(x1) > 1.6 || Math.abs(x2) > 1.6) return Infinity;
    const away = Math.abs((x2 - x1) * y1 - (y2 - y1) * x1) / (Math.hypot(x2 - x1, y2 - y1) || 1);
    return away * EQUATOR_KM * Math.cos(clipped(point[1]));
  }));
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
