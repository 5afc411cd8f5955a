// Geodesics on WGS 84, after C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87
// (2013), 43-55, https://doi.org/10.1007/s00190-012-0578-z; numbers in brackets are its equations.
// Series to the sixth order, so that the error is some nanometres at any distance.
//
// A geodesic is a great circle of the auxiliary sphere: beta is the reduced latitude, sigma the arc
// from where the circle crosses the equator northwards, alpha0 its azimuth there, omega the
// longitude on the sphere.

import { EQUATOR_KM, FLATTENING, type Point, RADIANS, wrap } from "./wgs84.ts";

const F = FLATTENING;
const POLAR_KM = EQUATOR_KM * (1 - F);
const N = F / (2 - F);
const SECOND_ECCENTRICITY_SQUARED = (F * (2 - F)) / (1 - F) ** 2;
// Stands for 0 at a pole and on the equator.
const TINY = 1e-100;
// In radians of longitude: some nanometres.
const SETTLED = 1e-15;
const NEWTON_ROUNDS = 12;
// Halving an interval so often ends it.
const MOST_ROUNDS = 80;

// Coefficients of powers of epsilon, from the first on, for each multiple of the arc.
const A1 = [0, 1 / 4, 0, 1 / 64, 0, 1 / 256]; // (17)
const C1 = [
  [-1 / 2, 0, 3 / 16, 0, -1 / 32, 0],
  [0, -1 / 16, 0, 1 / 32, 0, -9 / 2048],
  [0, 0, -1 / 48, 0, 3 / 256, 0],
  [0, 0, 0, -5 / 512, 0, 3 / 512],
  [0, 0, 0, 0, -7 / 1280, 0],
  [0, 0, 0, 0, 0, -7 / 2048],
]; // (18)
const C1_REVERTED = [
  [1 / 2, 0, -9 / 32, 0, 205 / 1536, 0],
  [0, 5 / 16, 0, -37 / 96, 0, 1335 / 4096],
  [0, 0, 29 / 96, 0, -75 / 128, 0],
  [0, 0, 0, 539 / 1536, 0, -2391 / 2560],
  [0, 0, 0, 0, 3467 / 7680, 0],
  [0, 0, 0, 0, 0, 38081 / 61440],
]; // (21)
const A3 = [
  -(1 / 2 - N / 2),
  -(1 / 4 + N / 8 - (3 * N ** 2) / 8),
  -(1 / 16 + (3 * N) / 16 + N ** 2 / 16),
  -(3 / 64 + N / 32),
  -3 / 128,
]; // (24)
const C3 = [
  [
    1 / 4 - N / 4,
    1 / 8 - N ** 2 / 8,
    3 / 64 + (3 * N) / 64 - N ** 2 / 64,
    5 / 128 + N / 64,
    3 / 128,
  ],
  [
    0,
    1 / 16 - (3 * N) / 32 + N ** 2 / 32,
    3 / 64 - N / 32 - (3 * N ** 2) / 64,
    3 / 128 + N / 128,
    5 / 256,
  ],
  [0, 0, 5 / 192 - (3 * N) / 64 + (5 * N ** 2) / 192, 3 / 128 - (5 * N) / 192, 7 / 512],
  [0, 0, 0, 7 / 512 - (7 * N) / 256, 7 / 512],
  [0, 0, 0, 0, 21 / 2560],
]; // (25)

/** A place on the great circle of the auxiliary sphere. */
interface Place {
  sigma: number;
  omega: number;
  sinSigma: number;
  cosSigma: number;
}

export interface Course {
  km: number;
  /** At the first point, degrees clockwise from true north, in [0, 360). */
  azimuth: number;
}

/** Karney's epsilon (16), of the azimuth at the equator. */
function epsilonOf(cosAlpha0: number): number {
  const kSquared = SECOND_ECCENTRICITY_SQUARED * cosAlpha0 ** 2; // (9)
  return kSquared / (Math.sqrt(1 + kSquared) + 1) ** 2;
}

/** A polynomial without its constant. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k -= 1) sum = (sum + coefficients[k]) * x;
  return sum;
}

/** The sum of c[l] sin(2 l angle), l from 1, by Clenshaw's recurrence. */
function sines(table: readonly (readonly number[])[], epsilon: number, sin: number, cos: number) {
  const twice = 2 * (cos - sin) * (cos + sin);
  let [last, sum] = [0, 0];
  for (let l = table.length - 1; l >= 0; l -= 1) {
    [last, sum] = [sum, polynomial(table[l], epsilon) + twice * sum - last];
  }
  return 2 * sin * cos * sum;
}

/** How long the sphere's arc is on the ellipsoid, but for what recurs, in polar radii (17). */
function lengthScale(epsilon: number): number {
  return (1 + polynomial(A1, epsilon)) / (1 - epsilon);
}

/** The distance from the equator, in polar radii (15). */
function lengthTo(epsilon: number, { sigma, sinSigma, cosSigma }: Place): number {
  return lengthScale(epsilon) * (sigma + sines(C1, epsilon, sinSigma, cosSigma));
}

/** The integral by which the ellipsoid's longitude falls behind the sphere's (23). */
function lag(epsilon: number, { sigma, sinSigma, cosSigma }: Place): number {
  return (1 + polynomial(A3, epsilon)) * (sigma + sines(C3, epsilon, sinSigma, cosSigma));
}

/** Where the great circle is at a reduced latitude, given its azimuths there and at the equator. */
function placeAt(sinBeta: number, cosBeta: number, cosAlpha: number, sinAlpha0: number): Place {
  const along = cosAlpha * cosBeta;
  const size = Math.hypot(sinBeta, along);
  return {
    sigma: Math.atan2(sinBeta, along), // (11)
    omega: Math.atan2(sinAlpha0 * sinBeta, along), // (12)
    sinSigma: sinBeta / size,
    cosSigma: along / size,
  };
}

/** Sine and cosine of a reduced latitude. */
type Sides = [sin: number, cos: number];

/** The reduced latitude (6); neither side is 0, so that every angle has a direction. */
function reduced(lat: number): Sides {
  const beta = Math.atan((1 - F) * Math.tan(lat * RADIANS));
  return [lat === 0 ? -TINY : Math.sin(beta), Math.abs(lat) === 90 ? TINY : Math.cos(beta)];
}

/** A geodesic that leaves the first point at an azimuth, as far as the second's latitude. */
interface Trial {
  km: () => number;
  lambda: number;
  /** How fast lambda grows with the azimuth (46), but for what the ellipsoid adds to it. */
  slope: number;
  sinAlpha2: number;
  cosAlpha2: number;
}

function tried(
  [sin1, cos1]: Sides,
  [sin2, cos2]: Sides,
  sinAlpha: number,
  cosAlpha: number,
): Trial {
  const sinAlpha0 = sinAlpha * cos1; // (5)
  const cosAlpha0 = Math.hypot(cosAlpha, sinAlpha * sin1);
  // Of two ways to write the same difference of squares, that which loses less (45).
  const wider = cos1 < -sin1 ? (cos2 - cos1) * (cos1 + cos2) : (sin1 - sin2) * (sin1 + sin2);
  const cosAlpha2 = Math.sqrt(Math.max(0, (cosAlpha * cos1) ** 2 + wider)) / cos2;
  const epsilon = epsilonOf(cosAlpha0);
  const from = placeAt(sin1, cos1, cosAlpha, sinAlpha0);
  const to = placeAt(sin2, cos2, cosAlpha2, sinAlpha0);
  const behind = F * sinAlpha0 * (lag(epsilon, to) - lag(epsilon, from));
  const reducedLength = to.sinSigma * from.cosSigma - to.cosSigma * from.sinSigma;
  return {
    km: () => POLAR_KM * (lengthTo(epsilon, to) - lengthTo(epsilon, from)),
    lambda: to.omega - from.omega - behind, // (8)
    slope: ((1 - F) * reducedLength) / (cosAlpha2 * cos2),
    sinAlpha2: sinAlpha0 / cos2,
    cosAlpha2,
  };
}

/** The course of the great circle, on the sphere whose longitudes are about the ellipsoid's. */
function firstGuess([sin1, cos1]: Sides, [sin2, cos2]: Sides, gap: number): number {
  const shrink = Math.sqrt(1 - F * (2 - F) * ((cos1 + cos2) / 2) ** 2); // (48)
  const omega = Math.min(Math.PI, gap / shrink);
  return Math.atan2(cos1 * sin2 - sin1 * cos2 * Math.cos(omega), cos2 * Math.sin(omega));
}

/**
 * The shortest geodesic over a gap in longitude. As it leaves from no nearer to the equator than it
 * arrives, the longitude grows with the azimuth from 0 to half a turn: one azimuth fits. It is
 * sought as the angle north of east, for along the equator a hair's breadth of it is miles.
 */
function shortest(from: Sides, to: Sides, gap: number): { northing: number; trial: Trial } {
  let [low, high] = [-Math.PI / 2, Math.PI / 2];
  if (gap === 0) return { northing: high, trial: tried(from, to, 0, 1) };
  if (gap === Math.PI) return { northing: low, trial: tried(from, to, 0, -1) };
  let northing = firstGuess(from, to, gap);
  for (let round = 0; ; round += 1) {
    const trial = tried(from, to, Math.cos(northing), Math.sin(northing));
    const excess = trial.lambda - gap;
    if (Math.abs(excess) < SETTLED || round === MOST_ROUNDS) return { northing, trial };
    if (excess > 0) low = northing;
    else high = northing;
    const next = northing + excess / trial.slope;
    const isNewton = round < NEWTON_ROUNDS && next > low && next < high;
    northing = isNewton ? next : (low + high) / 2;
  }
}

/** Distance and azimuth from one point to another. */
export function inverse([lon1, lat1]: Point, [lon2, lat2]: Point): Course {
  const gap = wrap(lon2 - lon1);
  const east = gap < 0 ? -1 : 1;
  // Farther round, the equator is no shortest way.
  if (lat1 === 0 && lat2 === 0 && Math.abs(gap) <= 180 * (1 - F)) {
    return { km: EQUATOR_KM * Math.abs(gap) * RADIANS, azimuth: gap < 0 ? 270 : 90 };
  }
  // From no nearer to the equator, in the south, to the east; then turned back.
  const isSwapped = Math.abs(lat1) < Math.abs(lat2);
  const [outer, inner] = isSwapped ? [lat2, lat1] : [lat1, lat2];
  const north = outer < 0 ? 1 : -1;
  const { northing, trial } = shortest(
    reduced(-Math.abs(outer)),
    reduced(north * inner),
    Math.abs(gap) * RADIANS,
  );
  const [sin, cos] = isSwapped
    ? [trial.sinAlpha2, -trial.cosAlpha2]
    : [Math.cos(northing), Math.sin(northing)];
  const turned = Math.atan2(east * sin, north * cos) / RADIANS;
  return { km: trial.km(), azimuth: (turned + 360) % 360 };
}

/** The distance to a millimetre, so that a place on the edge of a ring is on it. */
export function distanceKm(from: Point, to: Point): number {
  return Number(inverse(from, to).km.toFixed(6));
}

/** The point at a distance and azimuth; its longitude is not wrapped. */
export function direct([lon, lat]: Point, azimuth: number, km: number): Point {
  const [sin1, cos1] = reduced(lat);
  const [sinAlpha, cosAlpha] = [Math.sin(azimuth * RADIANS), Math.cos(azimuth * RADIANS)];
  const sinAlpha0 = sinAlpha * cos1;
  const cosAlpha0 = Math.hypot(cosAlpha, sinAlpha * sin1);
  const epsilon = epsilonOf(cosAlpha0);
  const from = placeAt(sin1, cos1, cosAlpha, sinAlpha0);
  const scale = lengthScale(epsilon);
  const tau = lengthTo(epsilon, from) / scale + km / (POLAR_KM * scale);
  const sigma = tau + sines(C1_REVERTED, epsilon, Math.sin(tau), Math.cos(tau)); // (20)
  const [sinSigma, cosSigma] = [Math.sin(sigma), Math.cos(sigma)];
  const omega = Math.atan2(sinAlpha0 * sinSigma, cosSigma);
  const to = { sigma, omega, sinSigma, cosSigma };
  const behind = F * sinAlpha0 * (lag(epsilon, to) - lag(epsilon, from));
  const sin2 = cosAlpha0 * sinSigma;
  const cos2 = Math.hypot(cosAlpha0 * cosSigma, sinAlpha0);
  return [
    lon + wrap((omega - from.omega - behind) / RADIANS),
    Math.atan2(sin2, (1 - F) * cos2) / RADIANS,
  ];
}

/** The geodesic between two points, without a jump at the antimeridian. */
export function geodesic(from: Point, to: Point, steps = 64): Point[] {
  const { km, azimuth } = inverse(from, to);
  const points: Point[] = [];
  for (let k = 0; k <= steps; k += 1) {
    const [lon, lat] = direct(from, azimuth, (km * k) / steps);
    const last = k ? points[k - 1][0] : lon;
    points.push([last + wrap(lon - last), lat]);
  }
  return points;
}
