import { expect, test } from "vitest";
import { axisTo } from "./axis.ts";

test.each([
  [610, 1000, 200],
  [2600, 5000, 1000],
  [100, 200, 50],
  [12_000, 20_000, 5000],
])("an axis for %i km goes to %i in steps of %i", (farthest, end, step) => {
  expect(axisTo(farthest, "km")).toEqual({ end, step });
});

test("it is round in the reader's unit, and shows more than what is told of", () => {
  const { end, step } = axisTo(610, "mi");
  expect(end / 1.609344).toBeCloseTo(700, 6);
  expect(step / 1.609344).toBeCloseTo(100, 6);
  for (const farthest of [1, 30, 499, 5500, 20_000]) {
    expect(axisTo(farthest, "nmi").end).toBeGreaterThan(farthest);
  }
});
