import { describe, expect, test } from "vitest";
import { arcRoom, CLEAR_PX, crowding, piecesOf, ROW_PX, type Strip } from "./arcs.ts";
import { seeded } from "./layouts.ts";
import { areApart, type Dot, Field, squareAt } from "./placing.ts";

const HEIGHT = 13;
const SIZE = { x: 780, y: 566 };
const CENTRE = { x: 390, y: 283 };
const HALF = 1;
// The middle of the first row lies so far off its stroke.
const FIRST = HALF + CLEAR_PX + HEIGHT / 2;

// Anticlockwise on the screen, squeezed as Mercator squeezes.
function ring(radius: number, { x, y } = CENTRE, squeeze = 1): Dot[] {
  return Array.from({ length: 145 }, (_, k) => ({
    x: x + radius * Math.cos((k * Math.PI) / 72),
    y: y - squeeze * radius * Math.sin((k * Math.PI) / 72),
  }));
}

function stripsOn(run: Dot[], widths: number[], field: Field, centre: Dot, crowd: number[]) {
  const bundle = { outer: [run], inner: [run], half: HALF };
  return arcRoom(bundle, field, centre, crowd)({ widths, height: HEIGHT });
}

const calm = crowding([], CENTRE);
const field = () => new Field(SIZE);

// How far a point lies off the line of a ring.
function offRing({ x, y }: Dot, run: Dot[]): number {
  return Math.min(
    ...run.slice(1).map((to, k) => {
      const from = run[k];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const share = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy);
      const held = Math.max(0, Math.min(1, share));
      return Math.hypot(from.x + held * dx - x, from.y + held * dy - y);
    }),
  );
}

function lengthOf({ points }: Strip): number {
  return points
    .slice(1)
    .reduce((sum, { x, y }, k) => sum + Math.hypot(x - points[k].x, y - points[k].y), 0);
}

function isUpright({ points }: Strip): boolean {
  return points.slice(1).every(({ x }, k) => x > points[k].x);
}

describe("the words of a ring", () => {
  test("lie beside it, in rows from the inside out, as long as they need to be", () => {
    for (const radius of [80, 150, 260]) {
      const strips = stripsOn(ring(radius), [120, 60], field(), CENTRE, calm);
      expect(strips).toHaveLength(2);
      strips?.forEach((strip, k) => {
        for (const { x, y } of strip.points) {
          const far = Math.hypot(x - CENTRE.x, y - CENTRE.y) - radius;
          expect(Math.abs(far - FIRST - k * ROW_PX)).toBeLessThan(0.6);
        }
        expect(strip.off).toBe(FIRST + k * ROW_PX);
        expect(lengthOf(strip)).toBeGreaterThanOrEqual([120, 60][k]);
        expect(isUpright(strip)).toBe(true);
      });
    }
  });

  test("stand level where nothing else asks for another place, above rather than below", () => {
    const [strip] = stripsOn(ring(200), [100], field(), CENTRE, calm) ?? [];
    const middle = strip.points[Math.floor(strip.points.length / 2)];
    expect(middle.y).toBeLessThan(CENTRE.y - 195);
    expect(middle.x).toBeGreaterThanOrEqual(CENTRE.x - 1);
  });

  test("go where the fewest marks are", () => {
    const marks = Array.from({ length: 60 }, (_, k) => ({ x: 10 * k, y: 100 + (k % 7) }));
    const [strip] = stripsOn(ring(200), [100], field(), CENTRE, crowding(marks, CENTRE)) ?? [];
    expect(strip.points[0].y).toBeGreaterThan(CENTRE.y);
  });

  test("lie inside where there is no room outside, and in the lower half read against the way", () => {
    const low = { x: 390, y: 60 };
    // Its upper half is off the map, and outside its lower half there is another line.
    const drawn = field();
    drawn.draw(ring(212, low));
    const [strip] = stripsOn(ring(200, low), [100], drawn, low, calm) ?? [];
    for (const { x, y } of strip.points) {
      expect(Math.hypot(x - low.x, y - low.y)).toBeCloseTo(200 - FIRST, 0);
      expect(y).toBeGreaterThan(low.y);
    }
    expect(isUpright(strip)).toBe(true);
  });

  test("find no room on a ring that would turn them over, or that another line follows", () => {
    expect(stripsOn(ring(25), [150], field(), CENTRE, calm)).toBeUndefined();
    const drawn = field();
    for (const radius of [190, 210]) drawn.draw(ring(radius));
    expect(stripsOn(ring(200), [100], drawn, CENTRE, calm)).toBeUndefined();
  });

  test("find the part of a ring that is on the map", () => {
    for (const far of [
      { x: -4000, y: 283 },
      { x: 390, y: 4500 },
    ]) {
      const [strip] = stripsOn(ring(4300, far), [90], field(), far, calm) ?? [];
      expect(strip.points.every((dot) => new Field(SIZE).holds(squareAt(dot, 0)))).toBe(true);
      expect(isUpright(strip)).toBe(true);
    }
  });
});

test("words on rings at random lie on their rings, upright, on the map, apart from all else", () => {
  const chance = seeded(7);
  let placed = 0;
  for (let round = 0; round < 40; round += 1) {
    const size = { x: 360 + chance() * 600, y: 280 + chance() * 320 };
    const centre = { x: size.x * (0.3 + 0.4 * chance()), y: size.y * (0.3 + 0.4 * chance()) };
    const squeeze = 0.8 + 0.4 * chance();
    const marks = Array.from({ length: Math.floor(chance() * 60) }, () => ({
      x: chance() * size.x,
      y: chance() * size.y,
    }));
    const taken = [squareAt(centre, 12), ...marks.map((mark) => squareAt(mark, 6))];
    const map = new Field(size);
    for (const box of taken) map.take(box);
    const runs = Array.from({ length: 1 + Math.floor(chance() * 6) }, () =>
      ring(40 + chance() * 400, centre, squeeze),
    );
    for (const run of runs) map.draw(run);
    for (const run of runs) {
      const widths = Array.from(
        { length: 1 + Math.floor(chance() * 3) },
        () => 40 + chance() * 140,
      );
      const strips = stripsOn(run, widths, map, centre, crowding(marks, centre));
      if (!strips) continue;
      placed += 1;
      for (const [k, strip] of strips.entries()) {
        expect(isUpright(strip)).toBe(true);
        expect(lengthOf(strip)).toBeGreaterThanOrEqual(widths[k]);
        const offs = strip.points.map((dot) => offRing(dot, run));
        expect(Math.max(...offs.map((off) => Math.abs(off - strip.off)))).toBeLessThan(1.5);
        const boxes = piecesOf(strip, HEIGHT);
        expect(boxes.every((box) => new Field(size).holds(box))).toBe(true);
        expect(boxes.every((box) => taken.every((other) => areApart(box, other)))).toBe(true);
      }
      for (const strip of strips) {
        for (const box of piecesOf(strip, HEIGHT)) {
          taken.push(box);
          map.take(box);
        }
      }
    }
  }
  expect(placed).toBeGreaterThan(90);
});
