import { expect, test } from "vitest";
import { layoutOf, wantedHeight } from "./layout.ts";

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
  expect(layoutOf(width, height, "window")).toBe(layout);
});

test.each([
  [640, 400, "embed"],
  [639, 2000, "strip"],
  [1199, 900, "embed"],
  [1400, 500, "embed"],
  [1200, 700, "desk"],
])("a frame of %i by %i px is laid out as a %s", (width, height, layout) => {
  expect(layoutOf(width, height, "frame")).toBe(layout);
});

test("a frame that asks for the compact layout has it in any size", () => {
  expect(layoutOf(1400, 900, "compact")).toBe("embed");
  expect(layoutOf(640, 300, "compact")).toBe("embed");
  expect(layoutOf(639, 900, "compact")).toBe("strip");
});

test("a strip asks for its text and a map of 300 px, however high frame and map are", () => {
  expect(wantedHeight("strip", { page: 620, map: 400, text: 0 })).toBe(520);
  expect(wantedHeight("strip", { page: 1220, map: 1000, text: 0 })).toBe(520);
});

test("text beside a map asks for what it needs, between 500 px and what would be a desk", () => {
  const wanted = (text: number) => wantedHeight("embed", { page: 2000, map: 1900, text });
  expect([wanted(320), wanted(561), wanted(1800)]).toEqual([500, 561, 699]);
  expect(layoutOf(1200, wanted(1800) ?? 0, "frame")).toBe("embed");
});

test("where the page fills its window no height is asked for", () => {
  expect(wantedHeight("desk", { page: 900, map: 700, text: 300 })).toBeNull();
  expect(wantedHeight("phone", { page: 3000, map: 318, text: 300 })).toBeNull();
});

test("a strip with two maps has room for both", () => {
  expect(wantedHeight("strip", { page: 620, map: 400, text: 0 }, true)).toBe(690);
});
