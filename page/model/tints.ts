// Areas by how many reach there, painted: discs in, colours of their steps out.

import { stepOf } from "./overlap.ts";

/** Of a pixel: red, green, blue, opacity. */
export type Tint = readonly [number, number, number, number];

/** A disc as closed rings in pixels: it holds what lies in an odd number of them. */
export type Rings = readonly (readonly (readonly [x: number, y: number])[])[];

/** Of a row's pixels: from which on it has which step, from left to right; the first is from 0. */
type Runs = { from: number; step: number }[];

/**
 * Paints empty pixels, each with the tint of the step of how many discs hold its middle (the first is
 * that of none), and with a line where another step begins to its right or below it.
 */
export function paint(
  pixels: Uint8ClampedArray,
  width: number,
  discs: readonly Rings[],
  steps: number[],
  tints: Tint[],
  line: Tint,
): void {
  const whole = new Uint32Array(pixels.buffer);
  const inks = new Uint32Array(Uint8Array.from([...tints, line].flat()).buffer);
  const edge = inks[tints.length];
  const height = whole.length / width;
  const rows = runsOf(discs, steps, width, height);
  rows.forEach((runs, row) => {
    const start = row * width;
    runs.forEach(({ from, step }, k) => {
      const to = runs[k + 1]?.from ?? width;
      whole.fill(inks[step], start + from, start + to);
      if (to < width) whole[start + to - 1] = edge;
    });
    // Below the last row is none.
    for (const [from, to] of differing(runs, rows[row + 1] ?? runs, width)) {
      whole.fill(edge, start + from, start + to);
    }
  });
}

function runsOf(discs: readonly Rings[], steps: number[], width: number, height: number): Runs[] {
  const stepAt = Array.from({ length: discs.length + 1 }, (_, sum) => stepOf(steps, sum));
  const changes = changesOf(discs, width, height);
  let at = 0;
  return Array.from({ length: height }, (_, row): Runs => {
    const end = 2 * (row + 1) * (width + 1);
    const runs: Runs = [{ from: 0, step: stepAt[0] }];
    let sum = 0;
    while (changes[at] < end) {
      const place = Math.floor(changes[at] / 2);
      // All that changes at one place, as discs that touch there do.
      for (; Math.floor(changes[at] / 2) === place; at += 1) sum += changes[at] % 2 ? -1 : 1;
      const [from, step] = [place % (width + 1), stepAt[sum]];
      if (from === 0) runs[0].step = step;
      else if (from < width && runs[runs.length - 1].step !== step) runs.push({ from, step });
    }
    return runs;
  });
}

/**
 * Where discs begin and end in the rows, in their order: twice the row times one more than the width
 * and the column, and one more where a disc ends.
 */
function changesOf(discs: readonly Rings[], width: number, height: number): Float64Array {
  const changes = discs.flatMap((rings) =>
    // Into the disc and out of it by turns, in each row.
    Array.from(
      Float64Array.from(crossingsOf(rings, width, height)).sort(),
      (at, k) => 2 * at + (k % 2),
    ),
  );
  return Float64Array.from(changes).sort();
}

/** From where to where two rows have other steps. */
function differing(runs: Runs, others: Runs, width: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  let [k, j] = [0, 0];
  for (let from = 0; from < width; ) {
    const [end, otherEnd] = [runs[k + 1]?.from ?? width, others[j + 1]?.from ?? width];
    const to = Math.min(end, otherEnd);
    if (runs[k].step !== others[j].step) found.push([from, to]);
    if (end === to) k += 1;
    if (otherEnd === to) j += 1;
    from = to;
  }
  return found;
}

/** Where rings cross the middles of rows: the row times one more than the width, and the column. */
function crossingsOf(rings: Rings, width: number, height: number): number[] {
  const crossings: number[] = [];
  for (const ring of rings) {
    let [x1, y1] = ring[ring.length - 1];
    for (const [x2, y2] of ring) {
      const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1];
      const last = Math.min(height, Math.ceil(bottom - 0.5));
      for (let row = Math.max(0, Math.ceil(top - 0.5)); row < last; row += 1) {
        const x = x1 + ((row + 0.5 - y1) / (y2 - y1)) * (x2 - x1);
        const column = Math.max(0, Math.min(width, Math.ceil(x - 0.5)));
        crossings.push(row * (width + 1) + column);
      }
      [x1, y1] = [x2, y2];
    }
  }
  return crossings;
}

/** A colour of the style sheet, "#rrggbb". */
export function tintOf(hex: string, opacity = 1): Tint {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue, Math.round(255 * opacity)];
}
