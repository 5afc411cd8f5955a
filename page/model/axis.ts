// The axis on which a place's distance is told from wherever the launcher may stand.

import type { Units } from "./data.ts";
import { inKm, inUnit } from "./units.ts";

export interface Axis {
  // In kilometres.
  end: number;
  step: number;
}

// What lies beyond the outermost place of doubt is out all the same: so much of it is shown.
const BEYOND = 1.6;
const MOST_TICKS = 7;
const STEPS = [50, 100, 200, 500, 1000, 2000, 5000];

/** An axis to beyond what is surely out, in round numbers of the reader's unit. */
export function axisTo(farthest: number, units: Units): Axis {
  const wanted = inUnit(Math.max(1, BEYOND * farthest), units);
  const step = STEPS.find((one) => wanted / one <= MOST_TICKS) ?? STEPS[STEPS.length - 1];
  return { end: inKm(step * Math.ceil(wanted / step), units), step: inKm(step, units) };
}
