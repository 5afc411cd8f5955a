import { describe, expect, test } from "vitest";
import { circle } from "./circle.ts";
import { anywhere, seeded } from "./drawn.ts";
import { inverse } from "./geodesic.ts";
import { LAST_LAT, type Point, RADIANS, wrap } from "./wgs84.ts";

const CENTRES: Record<string, Point> = {
  europe: [20.5, 54.7],
  antimeridian: [179.9, 51.4],
  fiji: [-179, -17],
  "north pole": [0, 89],
  "south pole": [0, -88],
  equator: [30, 0],
};
const RANGES_KM = [0.1, 480, 2500, 5500, 12000, 19900];
// A pixel of the closest zoom at the equator; shorter towards the poles.
const PIXEL_KM = 40075.017 / 256 / 2 ** 9;

function height(lat: number): number {
  return Math.asinh(Math.tan(Math.max(-89.99, Math.min(89.99, lat)) * RADIANS));
}

/** Whether an area as drawn in Web Mercator holds a point, by rays, in any copy of the world. */
function holds(rings: Point[][], [lon, lat]: Point): boolean {
  const y = height(lat);
  return [-360, 0, 360].some((shift) => {
    let isInside = false;
    for (const ring of rings) {
      ring.forEach(([x1, lat1], k) => {
        const [x2, lat2] = ring[(k + 1) % ring.length];
        const [y1, y2] = [height(lat1), height(lat2)];
        const crosses = y1 > y !== y2 > y;
        if (crosses && lon + shift < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
      });
    }
    return isInside;
  });
}

describe.each(Object.entries(CENTRES))("a circle about %s", (_, centre) => {
  test.each(RANGES_KM)("holds what lies within its %d km", (km) => {
    const random = seeded(3);
    const rings = circle(centre, km).areas.flat();
    let judged = 0;
    for (let k = 0; k < 90; k += 1) {
      const point: Point = [centre[0] + 360 * random() - 180, 170 * random() - 85];
      const distance = inverse(centre, [wrap(point[0]), point[1]]).km;
      if (Math.abs(distance - km) < Math.max(2, 0.002 * km)) continue;
      judged += 1;
      if (holds(rings, point) !== distance <= km) expect.fail(`${point}: ${distance}`);
    }
    expect(judged).toBeGreaterThan(78);
  });
});

/** By how many pixels of the closest zoom a chord is off its circle, at the worst. */
function strays(centre: Point, km: number, [lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const clipped = (lat: number) => height(Math.max(-LAST_LAT, Math.min(LAST_LAT, lat)));
  const off = [0.25, 0.5, 0.75].map((share) => {
    const y = clipped(lat1) + share * (clipped(lat2) - clipped(lat1));
    const lat = Math.atan(Math.sinh(y)) / RADIANS;
    const away = inverse(centre, [wrap(lon1 + share * (lon2 - lon1)), lat]).km;
    // What lies beyond the map's end is drawn along it.
    return Math.abs(lat) > 85.03 ? 0 : Math.abs(away - km) / (PIXEL_KM * Math.cos(lat * RADIANS));
  });
  return Math.max(...off);
}

test("a line is no pixel of the closest zoom off its circle, up to 70 degrees of latitude", () => {
  const random = seeded(5);
  for (let k = 0; k < 24; k += 1) {
    const centre: Point = [360 * random() - 180, 100 * random() - 50];
    const [line] = circle(centre, 2000 * random()).lines;
    const km = inverse(centre, line[0]).km;
    const worst = Math.max(...line.slice(1).map((to, at) => strays(centre, km, line[at], to)));
    expect(worst, `${centre} ${km}`).toBeLessThan(1);
  }
});

test("near a pole, which Mercator stretches, it is less than 100 m off", () => {
  const random = seeded(6);
  for (let k = 0; k < 12; k += 1) {
    const centre = anywhere(random);
    const km = inverse(centre, [0, 90]).km + 40 * random() - 20;
    const [line] = circle(centre, km).lines;
    line.slice(1).forEach((to, at) => {
      const [, lat] = line[at];
      const off =
        strays(centre, km, line[at], to) * PIXEL_KM * Math.cos(Math.min(85, lat) * RADIANS);
      if (off > 0.1) expect.fail(`${centre} ${km}: ${off} km at ${line[at]}`);
    });
  }
});

test("a line runs anticlockwise about its centre and does not jump", () => {
  for (const centre of [CENTRES.europe, CENTRES.antimeridian]) {
    const [line] = circle(centre, 1000).lines;
    const turn = line.slice(1).reduce((sum, [x2, y2], k) => {
      const [x1, y1] = line[k];
      return sum + (x1 - centre[0]) * (y2 - centre[1]) - (x2 - centre[0]) * (y1 - centre[1]);
    }, 0);
    expect(turn).toBeGreaterThan(0);
    for (let k = 1; k < line.length; k += 1) {
      expect(Math.abs(line[k][0] - line[k - 1][0])).toBeLessThan(10);
    }
    const lons = line.map(([lon]) => lon);
    expect(Math.min(...lons)).toBeLessThan(centre[0]);
    expect(Math.max(...lons)).toBeGreaterThan(centre[0]);
  }
});

test.each([
  ["north", [20, 80], 2000],
  ["north", [-170, 70], 3000],
  ["north", [179, 85], 5500],
  ["south", [20, -80], 2000],
  ["south", [170, -70], 3000],
] as [string, Point, number][])(
  "a ring that holds the %s pole runs once round its centre",
  (_, centre, km) => {
    const { lines, areas } = circle(centre, km);
    const lons = lines[0].map(([lon]) => lon);
    expect(Math.min(...lons)).toBeCloseTo(centre[0] - 180, 3);
    expect(Math.max(...lons)).toBeCloseTo(centre[0] + 180, 3);
    // Its area meets the next copies of the world edge to edge, so that no seam shows.
    const filled = areas[0][0].map(([lon]) => lon);
    expect(Math.min(...filled)).toBeCloseTo(centre[0] - 180, 3);
    expect(Math.max(...filled)).toBeCloseTo(centre[0] + 180, 3);
  },
);
