import { describe, expect, test } from "vitest";
import {
  areApart,
  type Box,
  type Dot,
  isSeen,
  leadEnd,
  outside,
  roomFor,
  squareAt,
} from "./placing.ts";

const MAP = { x: 400, y: 300 };
const label = { width: 60, height: 20, points: [{ x: 200, y: 150 }] };

describe("a label", () => {
  test("stands over its point without an offset", () => {
    expect(roomFor(label, [], MAP)).toEqual({ left: 170, top: 140, right: 230, bottom: 160 });
  });

  test("stands to the right of its mark, or else to the left, above, below, or at a corner", () => {
    // In turn: what lies where the label would stand, and where it then stands.
    const steps: [Dot, [number, number]][] = [
      [{ x: 200, y: 150 }, [212, 140]],
      [{ x: 270, y: 150 }, [128, 140]],
      [{ x: 130, y: 150 }, [170, 118]],
      [{ x: 200, y: 119 }, [170, 162]],
      [{ x: 200, y: 181 }, [208.4, 121.6]],
      [{ x: 250, y: 123 }, [208.4, 158.4]],
      [{ x: 250, y: 177 }, [131.6, 121.6]],
      [{ x: 150, y: 123 }, [131.6, 158.4]],
    ];
    const taken: Box[] = [];
    for (const [obstacle, [left, top]] of steps) {
      taken.push(squareAt(obstacle, 1));
      const room = roomFor({ ...label, offset: 12 }, taken, MAP);
      expect(room?.left).toBeCloseTo(left, 9);
      expect(room?.top).toBeCloseTo(top, 9);
    }
    taken.push(squareAt({ x: 150, y: 177 }, 1));
    expect(roomFor({ ...label, offset: 12 }, taken, MAP)).toBeUndefined();
  });

  test("has no room off the map or within six pixels of its edge", () => {
    const at = (x: number, y: number) => roomFor({ ...label, points: [{ x, y }] }, [], MAP);
    expect(at(36, 150)).toBeDefined();
    expect(at(35.9, 150)).toBeUndefined();
    expect(at(364, 284)).toBeDefined();
    expect(at(364.1, 284)).toBeUndefined();
    expect(at(364, 284.1)).toBeUndefined();
    expect(at(200, 15.9)).toBeUndefined();
  });

  test("keeps three pixels from what is taken, on each side", () => {
    const box = { left: 100, top: 100, right: 200, bottom: 150 };
    const beside = (left: number, top: number) => ({
      left,
      top,
      right: left + 20,
      bottom: top + 10,
    });
    for (const [left, top] of [
      [203, 120],
      [77, 120],
      [150, 153],
      [150, 87],
    ]) {
      expect(areApart(box, beside(left, top))).toBe(true);
    }
    for (const [left, top] of [
      [202.9, 120],
      [77.1, 120],
      [150, 152.9],
      [150, 87.1],
    ]) {
      expect(areApart(box, beside(left, top))).toBe(false);
    }
  });

  test("is led out of a crowd to the nearest free place, by a line from its point", () => {
    const crowd = [squareAt({ x: 200, y: 150 }, 40)];
    expect(roomFor({ ...label, offset: 12 }, crowd, MAP)).toBeUndefined();
    const room = roomFor({ ...label, offset: 12, leads: true }, crowd, MAP);
    expect(room?.from).toEqual({ x: 200, y: 150 });
    expect(room && areApart(room, crowd[0])).toBe(true);
    // 50 pixels eastward: 28 would touch the crowd.
    expect(room?.left).toBe(250);
  });

  test("of a ring stands outside it, away from the centre", () => {
    const ring = { ...label, points: [{ x: 250, y: 150 }], around: { x: 200, y: 150 } };
    expect(roomFor(ring, [], MAP)).toEqual({
      ...{ left: 262, top: 140, right: 322, bottom: 160 },
      from: { x: 250, y: 150 },
    });
  });
});

test("a line to a label ends at the nearest point of its edge", () => {
  const box = { left: 10, top: 20, right: 50, bottom: 40 };
  expect(leadEnd({ ...box, from: { x: 0, y: 0 } })).toEqual({ x: 10, y: 20 });
  expect(leadEnd({ ...box, from: { x: 30, y: 90 } })).toEqual({ x: 30, y: 40 });
  expect(leadEnd({ ...box, from: { x: 90, y: 25 } })).toEqual({ x: 50, y: 25 });
});

test("a mark off the map takes no room", () => {
  expect(isSeen(squareAt({ x: -5, y: 10 }, 6), MAP)).toBe(true);
  expect(isSeen(squareAt({ x: -7, y: 10 }, 6), MAP)).toBe(false);
  expect(isSeen(squareAt({ x: 10, y: 307 }, 6), MAP)).toBe(false);
  expect(isSeen(squareAt({ x: 407, y: 10 }, 6), MAP)).toBe(false);
});

// Anticlockwise on the Earth is anticlockwise on the screen, whose y runs down.
const circle = (radius: number) =>
  Array.from({ length: 361 }, (_, k) => ({
    x: radius * Math.cos((k * Math.PI) / 180),
    y: -radius * Math.sin((k * Math.PI) / 180),
  }));

test("a stroke beside a circle is a circle so much larger, closed, to a tenth of a pixel", () => {
  for (const px of [-4.4, 0, 2.2]) {
    const points = outside(circle(100), px);
    for (const { x, y } of points) {
      expect(Math.abs(Math.hypot(x, y) - 100 - px)).toBeLessThan(0.12);
      expect(10 * x).toBeCloseTo(Math.round(10 * x), 9);
    }
    expect(points[0].x).toBe(points[360].x);
    expect(points[0].y).toBeCloseTo(points[360].y, 9);
  }
});

test("a line that is not closed keeps its ends beside its own ends", () => {
  const line = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 20, y: 0 },
  ];
  expect(outside(line, 3)).toEqual([
    { x: 0, y: 3 },
    { x: 10, y: 3 },
    { x: 20, y: 3 },
  ]);
});
