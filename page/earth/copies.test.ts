import { expect, test } from "vitest";
import { copyOf, nearestCopy, polygonsOf } from "./copies.ts";
import type { Point } from "./wgs84.ts";

const SQUARE: Point[] = [
  [0, 1],
  [2, 1],
  [2, 3],
  [0, 1],
];

test("an outline has one polygon or several", () => {
  expect(polygonsOf({ type: "Polygon", coordinates: [SQUARE] })).toEqual([[SQUARE]]);
  expect(polygonsOf({ type: "MultiPolygon", coordinates: [[SQUARE], [SQUARE]] })).toHaveLength(2);
});

test("a place is in the copy of the world that lies nearest", () => {
  expect(nearestCopy(170, -170)).toBe(-190);
  expect(nearestCopy(-170, 170)).toBe(190);
  expect(nearestCopy(20, 35)).toBe(20);
  expect(nearestCopy(20, 380)).toBe(380);
  expect(copyOf(190)).toBe(360);
  expect(Math.abs(copyOf(-170))).toBe(0);
});
