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
  const count = pixels.length / 4;
  const places = new Uint8Array(count);
  for (let k = 0; k < count; k += 1) places[k] = lookup[pixels[4 * k]];
  for (let k = 0; k < count; k += 1) {
    const step = places[k];
    const isEdge =
      ((k + 1) % width !== 0 && places[k + 1] !== step) ||
      (k + width < count && places[k + width] !== step);
    const tint = isEdge ? line : tints[step];
    pixels[4 * k] = tint[0];
    pixels[4 * k + 1] = tint[1];
    pixels[4 * k + 2] = tint[2];
    pixels[4 * k + 3] = tint[3];
  }
}

/** A colour of the style sheet, "#rrggbb". */
export function tintOf(hex: string, opacity = 1): Tint {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue, Math.round(255 * opacity)];
}
