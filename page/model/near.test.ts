import { expect, test } from "vitest";
import { marksWithin, nextMark } from "./near.ts";

const marks = [
  { id: "a", x: 100, y: 100 },
  { id: "b", x: 110, y: 100 },
  { id: "c", x: 100, y: 124 },
  { id: "d", x: 60, y: 90 },
  { id: "e", x: 170, y: 102 },
];
const ids = (found: { id: string }[]) => found.map(({ id }) => id).join("");

test("a finger means what lies within its reach, the nearest first", () => {
  expect(ids(marksWithin(marks, { x: 100, y: 100 }, 24))).toBe("abc");
  expect(ids(marksWithin(marks, { x: 109, y: 100 }, 7))).toBe("b");
  expect(marksWithin(marks, { x: 300, y: 100 }, 24)).toEqual([]);
});

test("an arrow goes to the nearest mark in its direction, and to none behind", () => {
  const from = marks[0];
  expect(nextMark(marks, from, [1, 0])?.id).toBe("b");
  expect(nextMark(marks, from, [0, 1])?.id).toBe("c");
  expect(nextMark(marks, from, [-1, 0])?.id).toBe("d");
  expect(nextMark(marks, from, [0, -1])).toBeUndefined();
});
