// What a drawing needs that leaves the page: outlines cut to what is seen of them, colours that every
// program reads, and a name for the file.

import { pieces } from "./cutting.ts";
import { type Box, type Dot, tenth } from "./placing.ts";

// Steps of less than this are left out of an outline.
const LEAST_PX = 0.3;

export interface Paint {
  colour: string;
  // From 0 to 1.
  opacity: number;
}

// A colour as a style sheet works it out: rgb(), rgba() or color(srgb). Null where nothing is painted.
export function paintOf(text: string): Paint | null {
  const [red, green, blue, opacity = 1] = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  if (!/^(rgb|color\(srgb)/.test(text) || blue === undefined || !opacity) return null;
  const most = text.startsWith("rgb") ? 1 : 255;
  const hex = [red, green, blue].map((part) =>
    Math.round(part * most)
      .toString(16)
      .padStart(2, "0"),
  );
  return { colour: `#${hex.join("")}`, opacity };
}

// The lines of a path of "M x y l dx dy ..." in whole units, put by scale and shift.
export function linesOf(path: string, scale: number, left: number, top: number): Dot[][] {
  return path
    .split("M")
    .slice(1)
    .map((line) => {
      const numbers = (line.match(/-?\d+/g) ?? []).map(Number);
      let [x, y] = [0, 0];
      const spots: Dot[] = [];
      for (let k = 0; k + 1 < numbers.length; k += 2) {
        x += numbers[k];
        y += numbers[k + 1];
        spots.push({ x: left + x * scale, y: top + y * scale });
      }
      return spots;
    });
}

// What of areas lies in a box, as a path.
export function areasIn(lines: Dot[][], box: Box): string {
  return lines
    .map((line) => written(cut(line, box)))
    .filter(Boolean)
    .map((path) => `${path}z`)
    .join("");
}

// What of lines lies in a box or leads into it, as a path. An outline ends where it began.
export function linesIn(lines: Dot[][], box: Box): string {
  return lines.flatMap((line) => pieces(line, box).map(written)).join("");
}

// Sutherland and Hodgman: a side of the box at a time.
function cut(line: Dot[], box: Box): Dot[] {
  return SIDES.reduce((left, side) => {
    const bound = box[side];
    return left.flatMap((to, k) => {
      const from = left[k === 0 ? left.length - 1 : k - 1];
      const isIn = within(to, side, bound);
      if (isIn === within(from, side, bound)) return isIn ? [to] : [];
      return isIn ? [crossing(from, to, side, bound), to] : [crossing(from, to, side, bound)];
    });
  }, line);
}

type Side = keyof Box;
const SIDES: Side[] = ["left", "top", "right", "bottom"];

function within({ x, y }: Dot, side: Side, bound: number): boolean {
  if (side === "left") return x >= bound;
  if (side === "right") return x <= bound;
  return side === "top" ? y >= bound : y <= bound;
}

function crossing(from: Dot, to: Dot, side: Side, bound: number): Dot {
  const isAcross = side === "left" || side === "right";
  const share = isAcross ? (bound - from.x) / (to.x - from.x) : (bound - from.y) / (to.y - from.y);
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

// To a tenth of a pixel, without the steps that nobody sees.
function written(line: Dot[]): string {
  let path = "";
  let last: Dot | null = null;
  line.forEach((spot, k) => {
    const isNear =
      last !== null && Math.abs(spot.x - last.x) < LEAST_PX && Math.abs(spot.y - last.y) < LEAST_PX;
    if (isNear && k < line.length - 1) return;
    path += `${last ? "L" : "M"}${tenth(spot.x)} ${tenth(spot.y)}`;
    last = spot;
  });
  return path;
}

// For a shell: the file of the page in the state that it is in, or its address.
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
