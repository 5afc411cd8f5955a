// What a drawing needs that leaves the page: outlines cut to what is seen of them, colours that every
// program reads, and a name for the file.

export interface Spot {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

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
export function linesOf(path: string, scale: number, left: number, top: number): Spot[][] {
  return path
    .split("M")
    .slice(1)
    .map((line) => {
      const numbers = (line.match(/-?\d+/g) ?? []).map(Number);
      let [x, y] = [0, 0];
      const spots: Spot[] = [];
      for (let k = 0; k + 1 < numbers.length; k += 2) {
        x += numbers[k];
        y += numbers[k + 1];
        spots.push({ x: left + x * scale, y: top + y * scale });
      }
      return spots;
    });
}

// What of areas lies in a box, as a path.
export function areasIn(lines: Spot[][], box: Box): string {
  return lines
    .map((line) => written(cut(line, box)))
    .filter(Boolean)
    .map((path) => `${path}z`)
    .join("");
}

// What of lines lies in a box or leads into it, as a path. An outline ends where it began.
export function linesIn(lines: Spot[][], box: Box): string {
  return lines.flatMap((line) => pieces(line, box).map(written)).join("");
}

// Sutherland and Hodgman: a side of the box at a time.
function cut(line: Spot[], box: Box): Spot[] {
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

function within({ x, y }: Spot, side: Side, bound: number): boolean {
  if (side === "left") return x >= bound;
  if (side === "right") return x <= bound;
  return side === "top" ? y >= bound : y <= bound;
}

function crossing(from: Spot, to: Spot, side: Side, bound: number): Spot {
  const isAcross = side === "left" || side === "right";
  const share = isAcross ? (bound - from.x) / (to.x - from.x) : (bound - from.y) / (to.y - from.y);
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

function pieces(line: Spot[], { left, top, right, bottom }: Box): Spot[][] {
  const found: Spot[][] = [];
  for (let k = 1; k < line.length; k += 1) {
    const [from, to] = [line[k - 1], line[k]];
    if (Math.max(from.x, to.x) < left || Math.min(from.x, to.x) > right) continue;
    if (Math.max(from.y, to.y) < top || Math.min(from.y, to.y) > bottom) continue;
    const last = found.at(-1);
    if (last?.at(-1) === from) last.push(to);
    else found.push([from, to]);
  }
  return found;
}

// To a tenth of a pixel, without the steps that nobody sees.
function written(line: Spot[]): string {
  let path = "";
  let last: Spot | null = null;
  line.forEach((spot, k) => {
    const isNear =
      last !== null && Math.abs(spot.x - last.x) < LEAST_PX && Math.abs(spot.y - last.y) < LEAST_PX;
    if (isNear && k < line.length - 1) return;
    path += `${last ? "L" : "M"}${tenth(spot.x)} ${tenth(spot.y)}`;
    last = spot;
  });
  return path;
}

export function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}

// For a shell: the file of the page in the state that it is in, or its address.
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
