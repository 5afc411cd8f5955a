import { expect, test } from "vitest";
import { fragmentOf, stepAt, stepOf, storyHeight, storyLayout } from "./steps.ts";

const room = { top: 100, bottom: 1100 };

test("a step begins where its heading has passed 45 % of the free height", () => {
  expect(stepAt([551, 1500], room)).toBe(-1);
  expect(stepAt([550, 1500], room)).toBe(0);
  expect(stepAt([-900, 549, 1400], room)).toBe(1);
});

test("it is the last of those that have: a short step is passed", () => {
  expect(stepAt([-2000, -1000, -10], room)).toBe(2);
  expect(stepAt([], room)).toBe(-1);
});

test("what covers the window does not count as free", () => {
  expect(stepAt([500], { top: 0, bottom: 900 })).toBe(-1);
  expect(stepAt([500], { top: 460, bottom: 900 })).toBe(0);
});

test("an address names a step of those that there are, or none", () => {
  const fragments = [
    "#step-1",
    "step-4",
    "#step-5",
    "#step-0",
    "#step-",
    "#sources",
    "",
    "#step-1x",
  ];
  expect(fragments.map((one) => stepOf(one, 4))).toEqual([0, 3, -1, -1, -1, -1, -1, -1]);
});

test("a step has the address that leads to it", () => {
  expect([0, 3].map((step) => stepOf(fragmentOf(step), 4))).toEqual([0, 3]);
  expect(fragmentOf(-1)).toBe("");
});

test("on a narrow screen the map lies above the text, in a higher frame", () => {
  expect([390, 640, 641, 1400].map(storyLayout)).toEqual([
    "story-narrow",
    "story-narrow",
    "story",
    "story",
  ]);
  expect((["story", "story-narrow"] as const).map(storyHeight)).toEqual([600, 640]);
});
