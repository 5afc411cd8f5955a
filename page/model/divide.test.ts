import { expect, test } from "vitest";
import { firstShare, handleAt, shareAfter } from "./divide.ts";

test("a divided map has half of the places that change hands on each side", () => {
  expect(firstShare([300, 100, 200, 400], 1000)).toBe(0.25);
  expect(firstShare([100, 200, 400], 1000)).toBe(0.3);
  // What lies off the map is on neither side.
  expect(firstShare([-60, -50, 400, 600, 1200], 1000)).toBe(0.5);
});

test("a map is divided in the middle where nothing changes hands, and nowhere near its edge", () => {
  expect(firstShare([], 1000)).toBe(0.5);
  expect(firstShare([3], 1000)).toBe(0.19);
  expect(firstShare([990, 995], 1000)).toBe(0.81);
  expect(firstShare([10], 300)).toBe(0.5);
});

test("a line that would run through a site stands beside it", () => {
  expect(firstShare([400, 600], 1000, [520])).toBe(0.46);
  expect(firstShare([400, 600], 1000, [500])).toBe(0.56);
  expect(firstShare([400, 600], 1000, [700])).toBe(0.5);
});

test("a line between two accounts of one site cuts the rings of the smaller side", () => {
  expect(firstShare([100, 300], 1000, [600, 600], 80)).toBe(0.56);
  expect(firstShare([800, 900], 1000, [600, 600], 80)).toBe(0.64);
  expect(firstShare([580, 590], 1000, [600, 600], 400)).toBe(0.54);
});

test("arrows move the line by a fiftieth, pages by a tenth, Home and End to the edges", () => {
  expect(shareAfter("ArrowLeft", 0.5)).toBeCloseTo(0.48);
  expect(shareAfter("ArrowRight", 0.5)).toBeCloseTo(0.52);
  expect(shareAfter("PageUp", 0.5)).toBeCloseTo(0.6);
  expect(shareAfter("PageDown", 0.05)).toBe(0);
  expect(shareAfter("Home", 0.5)).toBe(0);
  expect(shareAfter("End", 0.5)).toBe(1);
  expect(shareAfter("Enter", 0.5)).toBeNull();
  expect(shareAfter("toString", 0.5)).toBeNull();
});

test("the handle lies low on the line, and elsewhere where a site is there", () => {
  expect(handleAt(500, 500, [{ x: 500, y: 100 }])).toBe(400);
  expect(handleAt(500, 500, [{ x: 510, y: 390 }])).toBe(325);
  expect(handleAt(500, 500, [{ x: 700, y: 390 }])).toBe(400);
});
