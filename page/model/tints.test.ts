import { expect, test } from "vitest";
import { paint, type Tint, tintOf } from "./tints.ts";

test("pixels have the tint of their step, and a line where the next begins", () => {
  const sums = [0, 0, 1, 1, 0, 0, 3, 3];
  const pixels = new Uint8ClampedArray(sums.flatMap((sum) => [sum, 9, 9, 255]));
  const [none, one, more, line] = [0, 10, 20, 99].map((n): Tint => [n, n, n, 255]);
  paint(pixels, 4, [1, 2], [none, one, more], line);
  const painted = sums.map((_, k) => pixels[4 * k]);
  // The last of a row has no neighbour to the right.
  expect(painted).toEqual([0, 99, 99, 99, 0, 99, 20, 20]);
});

test("no line is drawn from the end of a row to the beginning of the next", () => {
  const pixels = new Uint8ClampedArray([0, 1, 0, 1].flatMap((sum) => [sum, 0, 0, 255]));
  const [none, one, line] = [0, 10, 99].map((n): Tint => [n, n, n, 255]);
  paint(pixels, 2, [1], [none, one], line);
  expect([0, 1, 2, 3].map((k) => pixels[4 * k])).toEqual([99, 10, 99, 10]);
});

test("a colour of the style sheet is read with its opacity", () => {
  expect(tintOf("#c9b8e0", 0.5)).toEqual([201, 184, 224, 128]);
});
