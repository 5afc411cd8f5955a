import { expect, test } from "vitest";
import { areasIn, linesIn, linesOf, paintOf, quoted } from "./picture.ts";

const BOX = { left: 0, top: 0, right: 10, bottom: 10 };

test("a colour is written as every program reads it", () => {
  expect(paintOf("rgb(1, 86, 163)")).toEqual({ colour: "#0156a3", opacity: 1 });
  expect(paintOf("rgba(255, 0, 10, 0.5)")).toEqual({ colour: "#ff000a", opacity: 0.5 });
  expect(paintOf("color(srgb 1 0.5 0.002 / 0.25)")).toEqual({ colour: "#ff8001", opacity: 0.25 });
});

test("what paints nothing has no colour", () => {
  for (const none of ["none", "rgba(0, 0, 0, 0)", "transparent", "", 'url("#hatch-doubt")']) {
    expect(paintOf(none), none).toBeNull();
  }
});

test("an outline of whole units is put where it is drawn", () => {
  expect(linesOf("M10 20l5 -5 -5 0 M0 0l1 1 ", 2, 100, 50)).toEqual([
    [
      { x: 120, y: 90 },
      { x: 130, y: 80 },
      { x: 120, y: 80 },
    ],
    [
      { x: 100, y: 50 },
      { x: 102, y: 52 },
    ],
  ]);
  expect(linesOf("", 1, 0, 0)).toEqual([]);
});

function square(left: number, top: number, size: number) {
  return [
    { x: left, y: top },
    { x: left + size, y: top },
    { x: left + size, y: top + size },
    { x: left, y: top + size },
  ];
}

test("an area is cut at all four sides of what is seen", () => {
  expect(areasIn([square(2, 2, 4)], BOX)).toBe("M2 2L6 2L6 6L2 6z");
  expect(
    areasIn([square(-5, -5, 30)], BOX)
      .match(/-?[\d.]+/g)
      ?.map(Number),
  ).toEqual(expect.arrayContaining([0, 10]));
  expect(areaOf(areasIn([square(-5, -5, 30)], BOX))).toBe(100);
  for (const [x, y] of [
    [-2, 3],
    [8, 3],
    [3, -2],
    [3, 8],
  ]) {
    expect(areaOf(areasIn([square(x, y, 4)], BOX)), `${x} ${y}`).toBe(8);
  }
  expect(areasIn([square(20, 2, 4)], BOX)).toBe("");
});

function areaOf(path: string): number {
  const numbers = (path.match(/-?[\d.]+/g) ?? []).map(Number);
  const spots = numbers.flatMap((x, k) => (k % 2 ? [] : [[x, numbers[k + 1]]]));
  const sum = spots.reduce((total, [x, y], k) => {
    const [nextX, nextY] = spots[(k + 1) % spots.length];
    return total + x * nextY - nextX * y;
  }, 0);
  return Math.abs(sum) / 2;
}

test("of a line only what is seen is drawn, with the steps that lead in and out", () => {
  const line = [-20, -9, 1, 5, 12, 30].map((x) => ({ x, y: 5 }));
  expect(linesIn([line], BOX)).toBe("M-9 5L1 5L5 5L12 5");
  const around = [-5, 5, 15].map((x) => ({ x, y: x < 0 ? 20 : 5 }));
  expect(linesIn([around], BOX)).toBe("M-5 20L5 5L15 5");
  expect(
    linesIn(
      [
        [
          { x: 2, y: 20 },
          { x: 8, y: 11 },
        ],
      ],
      BOX,
    ),
  ).toBe("");
});

test("a line that leaves and comes back is drawn in two pieces", () => {
  const spots = [5, 15, 16, 17, 5].map((x, k) => ({ x, y: k }));
  expect(linesIn([spots], BOX)).toBe("M5 0L15 1M17 3L5 4");
});

test("steps that nobody sees are left out, the last is kept", () => {
  const spots = [1, 1.1, 1.2, 3, 3.1].map((x) => ({ x, y: 1 }));
  expect(linesIn([spots], BOX)).toBe("M1 1L3 1L3.1 1");
});

test("a shell reads a quoted text as it is", () => {
  expect(quoted("map.html#site=shuya&account=all")).toBe("'map.html#site=shuya&account=all'");
  expect(quoted("it's.html")).toBe("'it'\\''s.html'");
});
