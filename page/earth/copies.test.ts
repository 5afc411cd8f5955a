import { expect, test } from "vitest";
import { areaCopies, landCopies, lineCopies, nearestCopy, outlines, polygonsOf } from "./copies.ts";
import type { Point } from "./wgs84.ts";

const SQUARE: Point[] = [
  [0, 1],
  [2, 1],
  [2, 3],
  [0, 1],
];

test("there are three worlds, and Leaflet is told latitudes first", () => {
  expect(lineCopies([[[10, 50]]])).toEqual([[[50, -350]], [[50, 10]], [[50, 370]]]);
  expect(areaCopies([[SQUARE]])[2][0][0][1]).toEqual([1, 362]);
});

test("land that was cut at the antimeridian reaches a little over it, and no other land does", () => {
  const [, [[ring]]] = landCopies([
    [
      [
        [-180, 65],
        [-170, 65],
        [180, 66],
      ],
    ],
  ]);
  expect(ring.map(([lat]) => lat)).toEqual([65, 65, 66]);
  expect(ring.map(([, lon]) => lon)).toEqual([
    expect.closeTo(-180.02, 9),
    -170,
    expect.closeTo(180.02, 9),
  ]);
});

test("no border is drawn where the world was cut open", () => {
  const ring: Point[] = [
    [-180, 65],
    [-170, 65],
    [-170, 70],
    [-180, 70],
    [-180, 65],
  ];
  expect(outlines([[ring]])).toEqual([ring.slice(0, 4)]);
  const polar: Point[] = [
    [-10, -90],
    [10, -90],
    [10, -80],
    [-10, -90],
  ];
  expect(outlines([[polar]])).toEqual([polar.slice(1)]);
  expect(outlines([[SQUARE]])).toEqual([SQUARE]);
});

test("an outline has one polygon or several", () => {
  expect(polygonsOf({ type: "Polygon", coordinates: [SQUARE] })).toEqual([[SQUARE]]);
  expect(polygonsOf({ type: "MultiPolygon", coordinates: [[SQUARE], [SQUARE]] })).toHaveLength(2);
});

test("a place is in the copy of the world that lies nearest", () => {
  expect(nearestCopy(170, -170)).toBe(-190);
  expect(nearestCopy(-170, 170)).toBe(190);
  expect(nearestCopy(20, 35)).toBe(20);
  expect(nearestCopy(20, 380)).toBe(380);
});
