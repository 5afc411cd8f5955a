// True distances and courses from one place. Single places are worked out with the geodesic itself;
// outlines, of many thousand points, to the first order of the flattening, which is half a kilometre
// at most as far as 15,000 km.

import { azimuthal, frameAt } from "./azimuthal.ts";
import type { Flat, Projection } from "./flat.ts";
import { direct, inverse } from "./geodesic.ts";
import { EQUATOR_KM, FLATTENING, type Point, RADIANS, wrap } from "./wgs84.ts";

const POLAR = 1 - FLATTENING;
const SECOND_ECCENTRICITY_SQUARED = (FLATTENING * (2 - FLATTENING)) / POLAR ** 2;
// A little nearer than any antipode.
const RIM_KM = 20000;
// Where the plane stretches what lies across the course to twice its width and more.
const STRAIGHT_KM = 12000;

let last: { middle: string; projection: Projection } | null = null;

// The map and the little ones beside it are about the same site.
export function equidistant(middle: Point): Projection {
  if (last?.middle !== `${middle}`) last = { middle: `${middle}`, projection: about(middle) };
  return last.projection;
}

function about(middle: Point): Projection {
  const [e1, e2, e3, n1, n2, n3, u1, u2, u3] = frameAt(middle);
  const rim = RIM_KM / EQUATOR_KM;
  const around = n3;

  // After C. F. F. Karney (2013), as geodesic.ts, (8) and (15), on vectors of the auxiliary sphere.
  function place(x: number, y: number, z: number, at: { x: number; y: number }): number {
    let e = e1 * x + e2 * y + e3 * z;
    let n = n1 * x + n2 * y + n3 * z;
    let u = u1 * x + u2 * y + u3 * z;
    let across = Math.sqrt(e * e + n * n);
    if (across < 1e-12) {
      at.x = 0;
      at.y = 0;
      return u > 0 ? rim : -1;
    }
    let sigma = Math.atan2(across, u);
    // The ellipsoid's longitudes fall behind the sphere's: what is meant lies so much farther.
    const ahead = FLATTENING * ((around * e) / across) * sigma;
    const [sin, cos] = [Math.sin(ahead), Math.cos(ahead)];
    const [x1, y1] = [x * cos - y * sin, x * sin + y * cos];
    e = e1 * x1 + e2 * y1 + e3 * z;
    n = n1 * x1 + n2 * y1 + n3 * z;
    u = u1 * x1 + u2 * y1 + u3 * z;
    across = Math.sqrt(e * e + n * n);
    sigma = Math.atan2(across, u);
    const sinAlpha0 = (around * e) / across;
    const steep = 1 - sinAlpha0 * sinAlpha0;
    const quarter = SECOND_ECCENTRICITY_SQUARED / 4;
    const far =
      POLAR * (sigma * (1 + quarter * steep) - quarter * across * (steep * u - 2 * u3 * z));
    at.x = (far * e) / across;
    at.y = (far * n) / across;
    return rim - far;
  }

  const known = new Map<string, Flat>();

  function flatOf(place: Point): Flat {
    const { km, azimuth } = inverse(middle, place);
    const far = km / EQUATOR_KM;
    return [far * Math.sin(azimuth * RADIANS), far * Math.cos(azimuth * RADIANS)];
  }

  return azimuthal({
    middle,
    rim,
    straight: STRAIGHT_KM / EQUATOR_KM,
    place,
    // Of the same places again and again, as the map moves.
    project(place) {
      const key = `${place}`;
      const flat = known.get(key) ?? flatOf(place);
      known.set(key, flat);
      return flat;
    },
    unproject([x, y]) {
      const km = Math.min(RIM_KM, Math.hypot(x, y) * EQUATOR_KM);
      const [lon, lat] = direct(middle, Math.atan2(x, y) / RADIANS, km);
      return [wrap(lon), lat];
    },
    radius: (km) => km / EQUATOR_KM,
  });
}
