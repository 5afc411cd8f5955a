import { expect, test } from "vitest";
import { seeded } from "../earth/drawn.ts";
import { rounds } from "../sample.ts";
import { paint, type Rings, type Tint, tintOf } from "./tints.ts";

const [NONE, ONE, MORE, LINE] = [0, 10, 20, 99].map((n): Tint => [n, n, n, 255]);

function box(left: number, top: number, right: number, bottom: number): Rings[0] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function painted(width: number, height: number, discs: Rings[], steps: number[]): number[] {
  const pixels = new Uint8ClampedArray(4 * width * height);
  paint(pixels, width, discs, steps, [NONE, ONE, MORE], LINE);
  return [...pixels].filter((_, k) => k % 4 === 0);
}

test("pixels have the tint of their step, and a line where the next begins", () => {
  const discs = [[box(2, 0, 9, 1)], ...Array(3).fill([box(2, 1, 9, 2)])];
  expect(painted(4, 2, discs, [1, 2])).toEqual([0, 99, 99, 99, 0, 99, 20, 20]);
  // The last of a row has no neighbour to the right.
  expect(painted(4, 1, [[box(2, 0, 9, 1)]], [1, 2])).toEqual([0, 99, 10, 10]);
});

test("no line is drawn from the end of a row to the beginning of the next", () => {
  expect(painted(2, 2, [[box(1, -5, 7, 5)]], [1])).toEqual([99, 10, 99, 10]);
});

test("a pixel is in what holds its middle", () => {
  const slope: Rings[0] = [
    [0.4, 0],
    [4.4, 0],
    [3.4, 4],
    [-0.6, 4],
  ];
  // By the middle of a row, the slope has gone on by an eighth, then by a quarter of a pixel more each.
  const held = [0, 1, 2, 3].map((row) => [0.275, 0.025, -0.225, -0.475][row]);
  const rows = held.map((left) =>
    [0, 1, 2, 3, 4, 5].map((k) => k + 0.5 > left && k + 0.5 < left + 4),
  );
  const some = painted(6, 4, [[slope]], [1]);
  const [ins, outs] = [true, false].map((isIn) =>
    some.filter((ink, k) => rows.flat()[k] === isIn && ink !== 99),
  );
  expect(new Set(ins)).toEqual(new Set([10]));
  expect(new Set(outs)).toEqual(new Set([0]));
  expect(ins.length).toBeGreaterThan(8);
});

test("a ring in a ring is a hole, and a ring's end is its beginning", () => {
  const hole = box(1, 1, 3, 3);
  const disc = [box(0, 0, 5, 5), [...hole, hole[0]]];
  const some = painted(5, 5, [disc], [1]);
  expect([some[0], some[6], some[12], some[18], some[24]]).toEqual([10, 0, 99, 10, 10]);
});

test("a disc of which two parts touch has no line between them", () => {
  const halves = [box(-3, -1, 2, 9), box(2, -1, 9, 9)];
  expect(new Set(painted(4, 3, [halves], [1]))).toEqual(new Set([10]));
  // What is nowhere as wide as a pixel holds none.
  expect(new Set(painted(4, 3, [[box(1.6, -1, 2.2, 9)]], [1]))).toEqual(new Set([0]));
});

test("what holds all of the map, or lies beside it, draws no line", () => {
  const discs = [
    [box(-9, -9, 20, 20)],
    [box(-9, -9, -2, 20)],
    [box(6, 0, 9, 9)],
    [box(0, 8, 9, 9)],
  ];
  expect(new Set(painted(4, 3, discs, [1, 2]))).toEqual(new Set([10]));
});

function isIn(rings: Rings, x: number, y: number): boolean {
  let crossed = 0;
  for (const ring of rings) {
    ring.forEach(([x2, y2], k) => {
      const [x1, y1] = ring[(k || ring.length) - 1];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) crossed += 1;
    });
  }
  return crossed % 2 === 1;
}

test("what is painted is what each pixel by itself would be", () => {
  const random = seeded(7);
  const [width, height, steps, inks] = [17, 13, [2, 4], [0, 10, 20]];
  for (let round = 0; round < rounds(60); round += 1) {
    const place = () => [30 * random() - 6, 24 * random() - 6] as const;
    const discs = Array.from({ length: 6 }, () =>
      Array.from({ length: 1 + Math.floor(2 * random()) }, () => Array.from({ length: 5 }, place)),
    );
    const step = (k: number) => {
      const [x, y] = [(k % width) + 0.5, Math.floor(k / width) + 0.5];
      const sum = discs.filter((rings) => isIn(rings, x, y)).length;
      return steps.filter((from) => from <= sum).length;
    };
    const expected = Array.from({ length: width * height }, (_, k) => {
      const right = (k + 1) % width ? step(k + 1) : step(k);
      const below = k + width < width * height ? step(k + width) : step(k);
      return right === step(k) && below === step(k) ? inks[step(k)] : 99;
    });
    expect(painted(width, height, discs, steps), `round ${round}`).toEqual(expected);
  }
});

test("a colour of the style sheet is read with its opacity", () => {
  expect(tintOf("#c9b8e0", 0.5)).toEqual([201, 184, 224, 128]);
});
