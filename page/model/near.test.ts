import { expect, test } from "vitest";
import { marksWithin, nextMark, tipBeside } from "./near.ts";

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

test.each([
  ["top", 400, 300],
  ["right", 59, 300],
  ["top", 60, 300],
  ["left", 741, 300],
  ["top", 740, 300],
  ["bottom", 400, 64],
  ["top", 400, 65],
])("a tip stands where all of it is on the map: %s", (direction, x, y) => {
  const tip = tipBeside({ x, y }, [120, 50], { x: 800, y: 600 });
  expect(tip.direction).toBe(direction);
  const [dx, dy] = tip.offset;
  expect([Math.sign(dx), Math.sign(dy)]).toEqual(
    { top: [0, -1], right: [1, 0], left: [-1, 0], bottom: [0, 1] }[direction],
  );
});
