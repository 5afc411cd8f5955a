// Lines cut to what is seen of them.

import type { Box, Dot } from "./placing.ts";

// The parts of a line that lie in a box or lead into it: far outside, dashes would be worked out for
// nothing, and a file would hold what nobody sees.
export function pieces(line: Dot[], { left, top, right, bottom }: Box): Dot[][] {
  const found: Dot[][] = [];
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
