// Web Mercator, the world drawn three times side by side, so that it has no edge.

import { circle } from "./circle.ts";
import { COPIES } from "./copies.ts";
import { type Flat, type Pen, type Projection, remembered } from "./flat.ts";
import type { Traces } from "./traces.ts";
import { LAST_LAT, type Point, RADIANS } from "./wgs84.ts";

const WIDTH = 2 * Math.PI;

export function flatOf([lon, lat]: Point): Flat {
  const shown = Math.max(-LAST_LAT, Math.min(LAST_LAT, lat));
  return [lon * RADIANS, Math.asinh(Math.tan(shown * RADIANS))];
}

function copies(lines: Point[][]): Flat[][] {
  return COPIES.flatMap((shift) =>
    lines.map((line) => line.map(([lon, lat]) => flatOf([lon + shift, lat]))),
  );
}

const lines = remembered((centre, km) => copies(circle(centre, km).lines));
const areas = remembered((centre, km, withinKm) =>
  copies(circle(centre, km, withinKm).areas.flat()),
);

export const mercator: Projection = {
  project: flatOf,
  unproject: ([x, y]) => [x / RADIANS, Math.atan(Math.sinh(y)) / RADIANS],
  circle: lines,
  disc: areas,
  line: (places) => copies([places]),
  world: () => [
    [
      [-1.5 * WIDTH, -Math.PI],
      [1.5 * WIDTH, -Math.PI],
      [1.5 * WIDTH, Math.PI],
      [-1.5 * WIDTH, Math.PI],
    ],
  ],
  draw: (traces, pen) => lead(traces, pen, true),
  fill: (traces, pen) => lead(traces, pen, false),
};

/** One world only: its copies are the same path, shifted. */
function lead({ points, ends, cuts }: Traces, pen: Pen, isCut: boolean): void {
  let first = 0;
  for (const end of ends) {
    for (let k = first; k < end; k += 1) {
      const [x, y] = flatOf([points[2 * k], points[2 * k + 1]]);
      if (k === first || (isCut && cuts[k - 1])) pen.move(x, y);
      else pen.line(x, y);
    }
    first = end;
  }
}
