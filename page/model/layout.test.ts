import { expect, test } from "vitest";
import { layoutOf } from "./layout.ts";

test.each([
  [1400, 900, "desk"],
  [1024, 768, "desk"],
  [800, 500, "embed"],
  [1400, 599, "embed"],
  [768, 1024, "phone"],
  [640, 599, "embed"],
  [639, 599, "phone"],
  [390, 844, "phone"],
])("a window of %i by %i px is laid out as a %s", (width, height, layout) => {
  expect(layoutOf(width, height, false)).toBe(layout);
});

test.each([
  [640, 400, "embed"],
  [639, 2000, "strip"],
  [1199, 900, "embed"],
  [1400, 500, "embed"],
  [1200, 700, "desk"],
])("a frame of %i by %i px is laid out as a %s", (width, height, layout) => {
  expect(layoutOf(width, height, true)).toBe(layout);
});
