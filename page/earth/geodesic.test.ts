import geographiclib from "geographiclib-geodesic";
import { describe, expect, test } from "vitest";
import { anywhere, hardPair, type Random, seeded } from "./drawn.ts";
import { direct, geodesic, inverse } from "./geodesic.ts";
import type { Point } from "./wgs84.ts";

const YARDSTICK = geographiclib.Geodesic.WGS84;
// `npm run judge` asks for more.
const PAIRS = Number(process.env.PAIRS ?? 3000);
const MILLIMETRE = 1e-6;

function metresApart([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  return YARDSTICK.Inverse(lat1, lon1, lat2, lon2).s12;
}

const KINDS: Record<string, (random: Random) => [Point, Point]> = {
  "all over the Earth": (random) => [anywhere(random), anywhere(random)],
  "where geodesics are hard": hardPair,
};

describe.each(Object.entries(KINDS))("of pairs %s", (_, draw) => {
  const random = seeded(7);
  const pairs = Array.from({ length: PAIRS }, () => draw(random));

  test("the distance is right to a millimetre", () => {
    const off = pairs.map(([from, to]) =>
      Math.abs(inverse(from, to).km - metresApart(from, to) / 1000),
    );
    expect(Math.max(...off)).toBeLessThan(MILLIMETRE);
  });

  test("the azimuth leads there", () => {
    const missed = pairs.map(([from, to]) => {
      const { km, azimuth } = inverse(from, to);
      const { lat2, lon2 } = YARDSTICK.Direct(from[1], from[0], azimuth, 1000 * km);
      return metresApart(to, [lon2, lat2]);
    });
    expect(Math.max(...missed)).toBeLessThan(0.001);
  });

  test("so does the direct problem, to less than the sixth term of any series", () => {
    const missed = pairs.map(([from, to]) => {
      const { km, azimuth } = inverse(from, to);
      return metresApart(to, direct(from, azimuth, km));
    });
    expect(Math.max(...missed)).toBeLessThan(0.00002);
  });
});

test("the azimuth is the yardstick's where one geodesic is the shortest", () => {
  const random = seeded(8);
  for (let k = 0; k < PAIRS; k += 1) {
    const [from, to] = [anywhere(random), anywhere(random)];
    const { azi1 } = YARDSTICK.Inverse(from[1], from[0], to[1], to[0]);
    const off = Math.abs(((inverse(from, to).azimuth - azi1 + 540) % 360) - 180);
    expect(off).toBeLessThan(1e-7);
  }
});

test("known distances and courses", () => {
  // From Shuya to Berlin by pyproj; a quarter of the meridian; half of it; a degree of the equator.
  const shuya = inverse([41.3886, 56.8469], [13.405, 52.52]);
  expect(shuya.km).toBeCloseTo(1853.519807, 6);
  expect(shuya.azimuth).toBeCloseTo(266.847324, 6);
  expect(inverse([0, 0], [0, 90])).toEqual({ km: expect.closeTo(10001.965729, 6), azimuth: 0 });
  expect(inverse([0, 0], [180, 0]).km).toBeCloseTo(20003.931459, 6);
  expect(inverse([0, 0], [-1, 0])).toEqual({ km: expect.closeTo(111.319491, 6), azimuth: 270 });
  expect(inverse([5, 5], [5, 5]).km).toBe(0);
});

test("a point of the geodesic stays beside the one before, over the antimeridian too", () => {
  const line = geodesic([170, 50], [-150, 60], 10);
  expect(line).toHaveLength(11);
  expect(line[10][0]).toBeCloseTo(210, 9);
  expect(line[10][1]).toBeCloseTo(60, 9);
  expect(Math.max(...line.slice(1).map(([lon], k) => lon - line[k][0]))).toBeLessThan(6);
});
