import { expect, test } from "vitest";
import { countSeen, twinOf } from "./twins.ts";

const desk = { width: 1400, isNarrow: false, isLow: false, isPrinted: false };
const small = { width: 900, isNarrow: false, isLow: false, isPrinted: false };
const phone = { width: 390, isNarrow: true, isLow: false, isPrinted: false };
const story = { width: 390, isNarrow: true, isLow: true, isPrinted: false };
const paper = { ...phone, isPrinted: true };

test("what is compared is one map with a line, on a phone and on paper two below each other", () => {
  const asked = { mode: "compare", count: "both" } as const;
  expect([desk, small, phone, paper].map((room) => twinOf(asked, room))).toEqual([
    "",
    "",
    "down",
    "down",
  ]);
});

test("over the text of a story on a phone, two maps side by side", () => {
  expect(twinOf({ mode: "compare", count: "both" }, story)).toBe("across");
  expect(twinOf({ mode: "overview", count: "both" }, story)).toBe("");
});

test("both counts of all sites stand side by side where there is room, and on paper", () => {
  const asked = { mode: "overview", count: "both" } as const;
  expect([desk, small, phone, paper].map((room) => twinOf(asked, room))).toEqual([
    "across",
    "",
    "",
    "across",
  ]);
});

test("one count, and one site, have one map", () => {
  expect(twinOf({ mode: "overview", count: "some" }, desk)).toBe("");
  expect(twinOf({ mode: "focus", count: "both" }, paper)).toBe("");
});

test("where one map stands, both counts are none to choose: the one that is seen is", () => {
  const both = { count: "both" } as const;
  expect([desk, small, phone, paper].map((room) => countSeen(both, room))).toEqual([
    "both",
    "every",
    "every",
    "both",
  ]);
  expect(countSeen({ count: "some" }, phone)).toBe("some");
});
