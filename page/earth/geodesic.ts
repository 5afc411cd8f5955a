// Geodesics on WGS 84, after T. Vincenty, "Direct and inverse solutions of geodesics on the
// ellipsoid with application of nested equations", Survey Review 23 (176), 1975: to under a
// millimetre, but for points almost opposite each other, where the iteration does not settle.

import { EQUATOR_KM, FLATTENING, RADIANS } from "./earth.js";

const A = 1000 * EQUATOR_KM;
const F = FLATTENING;
const B = A * (1 - F);
const SETTLED = 1e-12;
const MOST_ROUNDS = 100;

// The series in the geodesic's own obliquity.
function series(cosSqAlpha) {
  const u = (cosSqAlpha * (A * A - B * B)) / (B * B);
  return {
    big: 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u))),
    small: (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u))),
  };
}

function deltaSigma(small, sinSigma, cosSigma, cos2m) {
  const inner = cosSigma * (2 * cos2m * cos2m - 1)
    - (small / 6) * cos2m * (4 * sinSigma * sinSigma - 3) * (4 * cos2m * cos2m - 3);
  return small * sinSigma * (cos2m + (small / 4) * inner);
}

function longitudeTerm(cosSqAlpha, sinAlpha, sigma, sinSigma, cosSigma, cos2m) {
  const c = (F / 16) * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
  return (1 - c) * F * sinAlpha
    * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m * cos2m - 1)));
}

const reduced = (lat) => Math.atan((1 - F) * Math.tan(lat * RADIANS));

// Longitudes in [-180, 180).
export function wrap(lon) {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

// Distance in km and azimuth at the first point, degrees clockwise from true north.
export function inverse([lon1, lat1], [lon2, lat2]) {
  const [u1, u2] = [reduced(lat1), reduced(lat2)];
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const gap = wrap(lon2 - lon1) * RADIANS;
  let lambda = gap;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinSigma === 0) return { km: 0, azimuth: 0 };
    const cosSigma = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * sl) / sinSigma;
    const cosSqAlpha = 1 - sinAlpha * sinAlpha;
    const cos2m = cosSqAlpha > 1e-15 ? cosSigma - (2 * s1 * s2) / cosSqAlpha : 0;
    const before = lambda;
    lambda = gap + longitudeTerm(cosSqAlpha, sinAlpha, sigma, sinSigma, cosSigma, cos2m);
    if (Math.abs(lambda - before) < SETTLED) {
      const { big, small } = series(cosSqAlpha);
      const metres = B * big * (sigma - deltaSigma(small, sinSigma, cosSigma, cos2m));
      const azimuth = Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl) / RADIANS;
      return { km: metres / 1000, azimuth: (azimuth + 360) % 360 };
    }
  }
  return opposite(s1, c1, s2, c2, gap);
}

// Within half a degree of the antipode the great circle has to do: right to 0.3 %.
function opposite(s1, c1, s2, c2, gap) {
  const sigma = Math.acos(Math.max(-1, Math.min(1, s1 * s2 + c1 * c2 * Math.cos(gap))));
  const azimuth = Math.atan2(c2 * Math.sin(gap), c1 * s2 - s1 * c2 * Math.cos(gap)) / RADIANS;
  return { km: (sigma * (2 * A + B)) / 3000, azimuth: (azimuth + 360) % 360 };
}

// The point at a distance and azimuth, as [lon, lat]; the longitude is not wrapped.
export function direct([lon, lat], azimuth, km) {
  const [sinA, cosA] = [Math.sin(azimuth * RADIANS), Math.cos(azimuth * RADIANS)];
  const u1 = reduced(lat);
  const [s1, c1] = [Math.sin(u1), Math.cos(u1)];
  const sigma1 = Math.atan2(s1, c1 * cosA);
  const sinAlpha = c1 * sinA;
  const cosSqAlpha = 1 - sinAlpha * sinAlpha;
  const { big, small } = series(cosSqAlpha);
  const start = (km * 1000) / (B * big);
  let sigma = start;
  let cos2m = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    cos2m = Math.cos(2 * sigma1 + sigma);
    const before = sigma;
    sigma = start + deltaSigma(small, Math.sin(sigma), Math.cos(sigma), cos2m);
    if (Math.abs(sigma - before) < SETTLED) break;
  }
  const [ss, cs] = [Math.sin(sigma), Math.cos(sigma)];
  const north = s1 * cs + c1 * ss * cosA;
  const lat2 = Math.atan2(north, (1 - F) * Math.hypot(sinAlpha, s1 * ss - c1 * cs * cosA));
  const lambda = Math.atan2(ss * sinA, c1 * cs - s1 * ss * cosA);
  const shift = lambda - longitudeTerm(cosSqAlpha, sinAlpha, sigma, ss, cs, cos2m);
  return [lon + shift / RADIANS, lat2 / RADIANS];
}

// The geodesic between two points, as [lon, lat] without a jump at the antimeridian.
export function geodesic(from, to, steps = 64) {
  const { km, azimuth } = inverse(from, to);
  const points = [];
  for (let k = 0; k <= steps; k += 1) {
    const [lon, lat] = direct(from, azimuth, (km * k) / steps);
    const last = k ? points[k - 1][0] : lon;
    points.push([last + wrap(lon - last), lat]);
  }
  return points;
}
