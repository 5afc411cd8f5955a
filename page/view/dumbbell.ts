// A place's distance as a bar: from the nearest to the farthest of where the launcher may stand, with
// the distance from the middle as a dot, against the strip of the figures.

import type { Axis } from "../model/axis.ts";
import type { Units } from "../model/data.ts";
import type { Doubt, PlaceDoubt } from "../model/doubt.ts";
import { kmNumber, rangeNumber, rangeText } from "../model/units.ts";
import { HIDDEN, h } from "./dom.ts";

const VERDICT_WORDS = { in: "surely in", depends: "depends on the place", out: "surely out" };

export function dumbbell(
  { verdict, km, nearest, farthest }: PlaceDoubt,
  { end }: Axis,
  units: Units,
): HTMLElement {
  const words = `${VERDICT_WORDS[verdict]}, ${kmNumber(nearest, units, [])} to ${kmNumber(farthest, units, [])} ${units}`;
  const isSeen = nearest < end;
  return h(
    "td",
    { role: "cell", class: `dumbbell is-${verdict}`, title: words },
    h("span", { class: "unseen" }, words),
    isSeen ? at("reach-bar", nearest, end, farthest) : null,
    isSeen && km < end ? at("reach-middle", km, end) : null,
    isSeen ? null : h("span", { class: "reach-beyond", ...HIDDEN }, "›"),
  );
}

function at(name: string, km: number, end: number, to: number | null = null): HTMLElement {
  const made = h("span", { class: name, ...HIDDEN });
  made.style.left = `${share(km, end)}%`;
  if (to !== null) made.style.width = `${share(to, end) - share(km, end)}%`;
  return made;
}

// The head of the column: the axis, and what its strip is.
export function axisHead([low, high]: Doubt["range"], axis: Axis, units: Units): HTMLElement {
  const ticks = Array.from({ length: Math.round(axis.end / axis.step) }, (_, k) => k * axis.step);
  const far = high === null ? "" : ` to ${rangeNumber(high, units)}`;
  return h(
    "th",
    { scope: "col", role: "columnheader", class: "axis" },
    h(
      "span",
      { class: "axis-range" },
      low === high
        ? `range ${rangeText(low, units)}`
        : `range ${rangeNumber(low, units)}${far} ${units}`,
    ),
    ticks.map((km) => {
      const tick = h("span", { class: "axis-tick", ...HIDDEN }, rangeNumber(km, units));
      tick.style.left = `${share(km, axis.end)}%`;
      return tick;
    }),
  );
}

// What the cells of the column have behind them: the grid, and the strip of the figures.
export function setAxis(table: HTMLElement, [low, high]: Doubt["range"], axis: Axis): void {
  const set = (name: string, value: number) =>
    table.style.setProperty(name, `${value.toFixed(3)}%`);
  set("--from", share(low, axis.end));
  // A strip is seen where the figures agree.
  set("--to", Math.max(share(high ?? axis.end, axis.end), share(low, axis.end) + LEAST_STRIP));
  set("--tick", share(axis.step, axis.end));
}

// In percent of the axis.
const LEAST_STRIP = 0.7;

function share(km: number, end: number): number {
  return Math.max(0, Math.min(100, (100 * km) / end));
}
