// Which marks a finger or a pointer means.

import type { Dot } from "./placing.ts";

export const FINGER_PX = 24;
export const POINTER_PX = 7;

// The marks within so many pixels of a point, the nearest first.
export function marksWithin<Mark extends Dot>(marks: Mark[], at: Dot, px: number): Mark[] {
  const far = ({ x, y }: Dot) => Math.hypot(x - at.x, y - at.y);
  return marks.filter((mark) => far(mark) <= px).sort((one, other) => far(one) - far(other));
}

// From a mark's middle to its tip, and the tip's pointer.
const TIP_PX = 9;
const POINT_PX = 6;

// Where a mark's tip stands, of its width and height: above it, but where it would leave the map.
export function tipBeside({ x, y }: Dot, [wide, high]: [number, number], size: Dot) {
  const half = wide / 2;
  if (x < half) return { direction: "right", offset: [TIP_PX, 0] };
  if (x > size.x - half) return { direction: "left", offset: [-TIP_PX, 0] };
  if (y < high + TIP_PX + POINT_PX) return { direction: "bottom", offset: [0, TIP_PX] };
  return { direction: "top", offset: [0, -TIP_PX] };
}

// The next mark in a direction: the nearest that lies within an eighth of a turn of it, or else
// within a quarter.
export function nextMark<Mark extends Dot>(
  marks: Mark[],
  from: Dot,
  [dx, dy]: [number, number],
): Mark | undefined {
  const found = marks
    .map((mark) => {
      const [x, y] = [mark.x - from.x, mark.y - from.y];
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy - y * dx);
      return { mark, ahead, aside, far: ahead + 2 * aside };
    })
    .filter(({ ahead, aside }) => ahead > 0.5 && aside <= 2.5 * ahead);
  return found.sort((one, other) => one.far - other.far)[0]?.mark;
}
