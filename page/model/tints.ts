// Areas by how many reach there, painted: sums of discs in, colours of their steps out.

import { stepOf } from "./overlap.ts";

/** Of a pixel: red, green, blue, opacity. */
export type Tint = readonly [number, number, number, number];

/**
 * Paints pixels, whose first byte is how many discs hold them, with the tint of the step (the first
 * is that of none) and a line where another step begins.
 */
export function paint(
  pixels: Uint8ClampedArray,
  width: number,
  steps: number[],
  tints: Tint[],
  line: Tint,
): void {
  const lookup = Uint8Array.from({ length: 256 }, (_, sum) => stepOf(steps, sum));
  const whole = new Uint32Array(pixels.buffer);
  const inks = new Uint32Array(Uint8Array.from([...tints, line].flat()).buffer);
  const edge = inks[tints.length];
  const places = new Uint8Array(whole.length);
  for (let k = 0; k < places.length; k += 1) places[k] = lookup[pixels[4 * k]];
  for (let end = width; end <= places.length; end += width) {
    for (let k = end - width; k < end; k += 1) {
      const step = places[k];
      // Below the last row is none.
      const isEdge =
        (k + 1 < end && places[k + 1] !== step) || (places[k + width] ?? step) !== step;
      whole[k] = isEdge ? edge : inks[step];
    }
  }
}

/** A colour of the style sheet, "#rrggbb". */
export function tintOf(hex: string, opacity = 1): Tint {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue, Math.round(255 * opacity)];
}
