import { expect, test } from "vitest";
import { outlines } from "./outlines.ts";

// What Python writes of a country, of an island and a neighbour, and of a country around the first.
test("a ring is read from its steps, a border from what was drawn before", () => {
  const read = outlines();
  const shore = [
    [0, 0],
    [3, 0],
    [3, 1],
    [2, 2],
    [3, 3],
    [0, 3],
    [0, 0],
  ];
  const island = [
    [8, 9],
    [9.5, 9.25],
    [9.5, 9.5],
    [8, 9],
  ];
  const beside = [
    [3, 0],
    [3.01, -160.25],
    [4, 3],
    [3, 3],
    [2, 2],
    [3, 1],
    [3, 0],
  ];
  expect(read("!!xi!!x2w2x2x2x2wi!")).toEqual([[shore]]);
  expect(read("x~0x|*|BY!Y;{x,{{5$y|yZ~1zw{[=+%")).toEqual([[island], [beside]]);
  expect(read("wiw2=.(")).toEqual([[[...shore].reverse()]]);
});
