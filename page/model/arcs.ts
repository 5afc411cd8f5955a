// Where the words of a ring find room: on an arc of the ring itself, beside its line. All numbers
// are pixels of the map.

import { alongside, type Box, type Dot, type Field, GAP_PX } from "./placing.ts";

// Rows of words at a ring, the first of them nearest to it.
export interface Rows {
  widths: number[];
  height: number;
}

// A ring or rings that stand together: the outermost and the innermost of the strokes as they are
// drawn, in runs of points anticlockwise about the site, and half the width of a stroke.
export interface Bundle {
  outer: Dot[][];
  inner: Dot[][];
  half: number;
}

// The middle line of a row, from its left end to its right one; `off` is how far it lies off the
// stroke that it stands beside.
export interface Strip {
  points: Dot[];
  off: number;
}

// Between a stroke and the words beside it, and between rows of words.
export const CLEAR_PX = 2.5;
export const ROW_PX = 12;
const STEP_PX = 4;
// Words may begin at every so many pixels of a ring, and at so many places of it at most.
const START_PX = 10;
const MOST_STARTS = 96;
// From the middle of the words letters turn by so much at most: by three quarters of a step to the
// right where they stand level; and none stands on its head.
const MOST_TURN = 0.75;
const SECTORS = 24;
// What a place costs: words that stand steeply, in a crowd, on the side that is not usual.
const STEEP = 0.8;
const CROWDED = 1;
const UNUSUAL = 0.35;
const LOW = 0.25;

// How crowded each direction from the site is, from 0 to 1: by marks that words would lie among.
export function crowding(marks: Dot[], centre: Dot): number[] {
  const counts = new Array<number>(SECTORS).fill(0);
  for (const { x, y } of marks) {
    const sector = sectorOf(x - centre.x, y - centre.y);
    // A mark is felt in the sectors beside its own too.
    for (const [beside, weight] of [
      [-2, 0.3],
      [-1, 0.7],
      [0, 1],
      [1, 0.7],
      [2, 0.3],
    ]) {
      counts[(sector + beside + SECTORS) % SECTORS] += weight;
    }
  }
  const most = Math.max(1, ...counts);
  return counts.map((count) => count / most);
}

function sectorOf(dx: number, dy: number): number {
  const turn = Math.atan2(dy, dx) / (2 * Math.PI);
  return Math.floor((turn + 1) * SECTORS) % SECTORS;
}

// A side of a ring, ready to be written along: points evenly apart, and which way is outward.
interface Side {
  dots: Dot[];
  outward: Dot[];
  isClosed: boolean;
  isOutside: boolean;
}

interface Start {
  side: Side;
  at: number;
  cost: number;
}

// Looks for the best place where all rows lie beside the ring, on the map, clear of labels, marks
// and other lines, and where no letter stands on its head.
export function arcRoom(
  { outer, inner, half }: Bundle,
  field: Field,
  centre: Dot,
  crowd: number[],
): (rows: Rows) => Strip[] | undefined {
  const sides = [
    ...outer.flatMap((run) => sidesOf(run, field.size, true)),
    ...inner.flatMap((run) => sidesOf(run, field.size, false)),
  ];
  const starts = sides.flatMap((side) => startsOn(side, centre, crowd));
  starts.sort((one, other) => one.cost - other.cost);
  return (rows) => {
    for (const { side, at } of starts) {
      const strips = stripsAt(rows, half, side, at, field);
      if (strips) return strips;
    }
    return undefined;
  };
}

// A run that leaves the map and comes back has several parts on it.
function sidesOf(run: Dot[], size: Dot, isOutside: boolean): Side[] {
  const parts: Dot[][] = [];
  let last: Dot | undefined;
  for (const dot of alongside(run, size, STEP_PX)) {
    const gap = last ? Math.hypot(dot.x - last.x, dot.y - last.y) : Number.POSITIVE_INFINITY;
    if (gap > 2 * STEP_PX) parts.push([dot]);
    else if (gap > 0.01) parts[parts.length - 1].push(dot);
    if (gap > 0.01) last = dot;
  }
  return parts.filter((dots) => dots.length > 4).map((dots) => sideOf(even(dots), isOutside));
}

function sideOf(dots: Dot[], isOutside: boolean): Side {
  const [first, last] = [dots[0], dots[dots.length - 1]];
  const isClosed = Math.hypot(first.x - last.x, first.y - last.y) < 1.5 * STEP_PX;
  const at = (k: number) =>
    isClosed
      ? dots[(k + dots.length) % dots.length]
      : dots[Math.max(0, Math.min(dots.length - 1, k))];
  const outward = dots.map((_, k) => {
    const [before, after] = [at(k - 2), at(k + 2)];
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const length = Math.hypot(dx, dy) || 1;
    return { x: -dy / length, y: dx / length };
  });
  return { dots, outward, isClosed, isOutside };
}

// The dots of a line, evenly apart: short chords are joined.
function even(dots: Dot[]): Dot[] {
  const found = [dots[0]];
  for (const dot of dots) {
    const last = found[found.length - 1];
    if (Math.hypot(dot.x - last.x, dot.y - last.y) >= 0.75 * STEP_PX) found.push(dot);
  }
  return found;
}

function startsOn(side: Side, centre: Dot, crowd: number[]): Start[] {
  const step = Math.max(Math.round(START_PX / STEP_PX), Math.ceil(side.dots.length / MOST_STARTS));
  const starts: Start[] = [];
  for (let at = 0; at < side.dots.length; at += step) {
    starts.push({ side, at, cost: costOf(side, at, centre, crowd) });
  }
  return starts;
}

function costOf({ dots, outward, isOutside }: Side, at: number, centre: Dot, crowd: number[]) {
  const { x, y } = outward[at];
  const isLow = y > 0;
  const sector = sectorOf(dots[at].x - centre.x, dots[at].y - centre.y);
  return (
    CROWDED * crowd[sector] +
    STEEP * x * x +
    (isLow ? LOW : 0) +
    // Words stand outside; in the lower half, where they read against the ring's way, inside too.
    (isOutside ? 0 : isLow ? 0.1 : UNUSUAL) +
    // Of two places alike the one on the right.
    (x < 0 ? 0.08 : 0)
  );
}

function stripsAt(
  { widths, height }: Rows,
  half: number,
  side: Side,
  at: number,
  field: Field,
): Strip[] | undefined {
  const strips: Strip[] = [];
  for (const [k, width] of widths.entries()) {
    const off = half + CLEAR_PX + height / 2 + k * ROW_PX;
    const strip = stripAt(side, at, side.isOutside ? off : -off, width, height, field);
    if (!strip) return undefined;
    strips.push({ points: strip, off });
  }
  return strips;
}

// Goes both ways from the middle until there is room for the words.
function stripAt(
  side: Side,
  middle: number,
  off: number,
  width: number,
  height: number,
  field: Field,
): Dot[] | undefined {
  const { dots, outward, isClosed } = side;
  // Anticlockwise is to the left where outward is up.
  const right = outward[middle].y < 0 ? -1 : 1;
  const least = Math.max(0, Math.abs(outward[middle].y) - MOST_TURN);
  const placed = (k: number): Dot | undefined => {
    const j = isClosed ? (k + 2 * dots.length) % dots.length : k;
    const dot = dots[j];
    return dot && { x: dot.x + off * outward[j].x, y: dot.y + off * outward[j].y };
  };
  const first = placed(middle);
  if (!first || !isFree(first, first, height, field)) return undefined;
  const found = [first];
  let isLong = 0;
  for (const way of [-1, 1]) {
    let last = first;
    let length = 0;
    for (let k = 1; length < width / 2; k += 1) {
      const next = k < dots.length / 2 ? placed(middle + way * right * k) : undefined;
      if (!next) return undefined;
      const far = Math.hypot(next.x - last.x, next.y - last.y);
      if ((way * (next.x - last.x)) / (far || 1) < least) return undefined;
      if (!isFree(last, next, height, field)) return undefined;
      if (way < 0) found.unshift(next);
      else found.push(next);
      length += far;
      last = next;
    }
    isLong += length;
  }
  return isLong >= width ? found : undefined;
}

function isFree(from: Dot, to: Dot, height: number, field: Field): boolean {
  const box = pieceOf(from, to, height);
  return field.holds(box) && field.isFree(box, GAP_PX) && !field.isNearLine(to, height / 2 + 1);
}

// The box about a piece of a strip, as high as its words.
function pieceOf(from: Dot, to: Dot, height: number): Box {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [
    Math.abs((to.y - from.y) / far) * (height / 2),
    Math.abs((to.x - from.x) / far) * (height / 2),
  ];
  return {
    left: Math.min(from.x, to.x) - dx,
    right: Math.max(from.x, to.x) + dx,
    top: Math.min(from.y, to.y) - dy,
    bottom: Math.max(from.y, to.y) + dy,
  };
}

// What the words of a row cover, as boxes along it.
export function piecesOf({ points }: Strip, height: number): Box[] {
  return points.slice(1).map((dot, k) => pieceOf(points[k], dot, height));
}
