import { describe, expect, test } from "vitest";
import { rounds } from "../sample.ts";
import { seeded } from "./layouts.ts";
import {
  alongside,
  areApart,
  type Dot,
  Field,
  isLed,
  isSeen,
  leadEnd,
  outside,
  type Room,
  roomFor,
  roomOff,
  squareAt,
} from "./placing.ts";

const MAP = { x: 400, y: 300 };
const label = { width: 60, height: 20, at: { x: 200, y: 150 } };
const empty = () => new Field(MAP);

describe("a label", () => {
  test("stands over its point without an offset", () => {
    const room = { left: 170, top: 140, right: 230, bottom: 160 };
    expect(roomFor(label, empty())).toEqual(room);
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
    const field = empty();
    for (const [obstacle, [left, top]] of steps) {
      field.take(squareAt(obstacle, 1));
      const room = roomFor({ ...label, offset: 12 }, field);
      expect(room?.left).toBeCloseTo(left, 9);
      expect(room?.top).toBeCloseTo(top, 9);
    }
    field.take(squareAt({ x: 150, y: 177 }, 1));
    expect(roomFor({ ...label, offset: 12 }, field)).toBeUndefined();
  });

  test("has no room off the map or within six pixels of its edge", () => {
    const at = (x: number, y: number) => roomFor({ ...label, at: { x, y } }, empty());
    expect(at(36, 150)).toBeDefined();
    expect(at(35.9, 150)).toBeUndefined();
    expect(at(364, 284)).toBeDefined();
    expect(at(364.1, 284)).toBeUndefined();
    expect(at(364, 284.1)).toBeUndefined();
    expect(at(200, 15.9)).toBeUndefined();
  });

  test("stands where no line crosses it, if it can; over a line it may, over a way not", () => {
    const upright = [
      { x: 250, y: 0 },
      { x: 250, y: 300 },
    ];
    const field = empty();
    field.draw(upright);
    expect(roomFor({ ...label, offset: 12 }, field)?.right).toBe(188);
    field.take(squareAt({ x: 130, y: 150 }, 1));
    field.draw([
      { x: 200, y: 0 },
      { x: 200, y: 130 },
    ]);
    field.draw([
      { x: 0, y: 170 },
      { x: 400, y: 170 },
    ]);
    expect(roomFor({ ...label, offset: 12 }, field)?.left).toBeCloseTo(131.6, 9);
    const barred = empty();
    barred.takeWay(upright);
    expect(roomFor({ ...label, offset: 12 }, barred)?.left).toBe(128);
  });

  test("covers no more of drawn lines than it may", () => {
    const field = empty();
    for (const y of [115, 130, 150, 170, 185]) {
      field.draw([
        { x: 0, y },
        { x: 400, y },
      ]);
    }
    expect(roomFor({ ...label, offset: 12 }, field)).toBeDefined();
    expect(roomFor({ ...label, offset: 12, covers: 5 }, field)).toBeUndefined();
    const small = { ...label, height: 8, width: 20, offset: 12, covers: 0 };
    expect(roomFor(small, field)?.top).toBeCloseTo(133.6, 9);
  });

  test("is led out of a crowd to the nearest free place, by a short line over nothing", () => {
    const field = empty();
    // Other marks on all sides but one.
    for (const [x, y] of [
      [245, 150],
      [155, 150],
      [200, 178],
      [170, 120],
      [230, 125],
    ]) {
      field.take(squareAt({ x, y }, 9));
    }
    expect(roomFor({ ...label, offset: 9 }, field)).toBeUndefined();
    const room = roomFor({ ...label, offset: 9, leads: 44 }, field);
    expect(room && areLed(room, field)).toBe(true);
    // A wall that the line would have to go through.
    const wall = squareAt({ x: 214, y: 166 }, 4);
    field.take(wall);
    const other = roomFor({ ...label, offset: 9, leads: 44 }, field);
    expect(other && areLed(other, field)).toBe(true);
    expect(other?.from).not.toEqual(room?.from);
  });
});

function areLed(room: Room, field: Field): boolean {
  return (
    field.isFree(room) && room.from !== undefined && isLed({ ...room, from: room.from }, field)
  );
}

test("what is taken is kept apart from, by three pixels on each side", () => {
  const box = { left: 100, top: 100, right: 200, bottom: 150 };
  const field = empty();
  field.take(box);
  const beside = (left: number, top: number) => ({ left, top, right: left + 20, bottom: top + 10 });
  for (const [left, top] of [
    [203, 120],
    [77, 120],
    [150, 153],
    [150, 87],
  ]) {
    expect(areApart(box, beside(left, top))).toBe(true);
    expect(field.isFree(beside(left, top))).toBe(true);
  }
  for (const [left, top] of [
    [202.9, 120],
    [77.1, 120],
    [150, 152.9],
    [150, 87.1],
  ]) {
    expect(areApart(box, beside(left, top))).toBe(false);
    expect(field.isFree(beside(left, top))).toBe(false);
  }
});

test("labels of a random crowd lie on the map, apart from each other and from all marks", () => {
  const chance = seeded(22);
  let named = 0;
  const crowds = rounds(30);
  for (let round = 0; round < crowds; round += 1) {
    const size = { x: 320 + chance() * 700, y: 250 + chance() * 400 };
    const field = new Field(size);
    const marks = Array.from({ length: 20 + Math.floor(chance() * 80) }, () => ({
      x: chance() * size.x,
      y: chance() * size.y,
    }));
    const squares = marks.map((mark) => squareAt(mark, 6));
    for (const square of squares) field.take(square);
    const rooms: Room[] = [];
    for (const at of marks) {
      const wish = {
        at,
        width: 30 + chance() * 60,
        height: 14,
        offset: 9,
        leads: chance() < 0.3 ? 44 : 0,
      };
      const room = roomFor(wish, field);
      if (!room) continue;
      named += 1;
      expect(field.holds(room) && field.isFree(room)).toBe(true);
      expect([...rooms, ...squares].every((other) => areApart(room, other))).toBe(true);
      if (room.from) {
        const to = leadEnd({ ...room, from: room.from });
        const far = Math.hypot(to.x - room.from.x, to.y - room.from.y);
        expect(far).toBeLessThanOrEqual(44);
        expect(Math.hypot(room.from.x - at.x, room.from.y - at.y)).toBeCloseTo(9, 9);
        expect(isLed({ ...room, from: room.from }, field)).toBe(true);
      }
      field.take(room);
      rooms.push(room);
    }
  }
  expect(named).toBeGreaterThan(40 * crowds);
});

test("the words of a ring too small for them stand off it, led to from the ring", () => {
  const ring = Array.from({ length: 73 }, (_, k) => ({
    x: 200 + 15 * Math.cos((k * Math.PI) / 36),
    y: 150 - 15 * Math.sin((k * Math.PI) / 36),
  }));
  const field = empty();
  field.take(squareAt({ x: 200, y: 150 }, 12));
  const room = roomOff([ring], { width: 120, height: 26 }, field, { x: 200, y: 150 });
  expect(room?.from && Math.hypot(room.from.x - 200, room.from.y - 150)).toBeCloseTo(15, 0);
  expect(room && field.isFree(room)).toBe(true);
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

test("of a line that comes from far away only what lies on the map is gone along", () => {
  const far = [
    { x: -1e6, y: 150 },
    { x: 1e6, y: 150 },
  ];
  const dots = alongside(far, MAP);
  expect(dots[0]).toEqual({ x: 0, y: 150 });
  expect(dots.at(-1)).toEqual({ x: 400, y: 150 });
  expect(dots).toHaveLength(101);
  expect(alongside([far[0], { x: -5, y: 0 }], MAP)).toEqual([]);
  expect(
    alongside(
      [
        { x: -5, y: -20 },
        { x: -5, y: 400 },
      ],
      MAP,
    ),
  ).toEqual([]);
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

test("on a divided map labels keep to the half that they belong to", () => {
  const field = empty();
  field.bounds = { left: 0, top: 0, right: 190, bottom: 300 };
  const room = roomFor({ ...label, at: { x: 180, y: 150 }, offset: 8 }, field);
  expect(room?.right).toBeLessThanOrEqual(184);
  expect(roomFor({ ...label, at: { x: 250, y: 150 }, offset: 8 }, field)).toBeUndefined();
});
