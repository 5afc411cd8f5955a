// Hatching, for what is left open: by a figure between its ends, by reports that name no place.

import type { Look } from "../model/data.ts";
import { HIDDEN, svg } from "./dom.ts";

const STEP_PX = 6;
const OUTSIDE_PX = 7;

// Patterns for `fill:url(#hatch-<name>)` in the style sheet; doubt about the place falls the other
// way, and what lies outside the band is washed as well, so that no reader takes it for land.
export function addHatches(looks: Look[]): void {
  const patterns = [
    ...looks.map((look) => pattern(look, 45)),
    pattern("doubt", -45),
    pattern("depends", 45, OUTSIDE_PX),
    pattern("outside", 45, OUTSIDE_PX),
  ];
  document.body.append(svg("svg", { class: "hatches", ...HIDDEN }, svg("defs", {}, patterns)));
}

function pattern(
  name: Look | "doubt" | "depends" | "outside",
  turn: number,
  step = STEP_PX,
): SVGPatternElement {
  return svg(
    "pattern",
    {
      id: `hatch-${name}`,
      width: step,
      height: step,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${turn})`,
    },
    name === "outside"
      ? svg("rect", { width: step, height: step, class: "hatch-outside-wash" })
      : null,
    svg("path", { d: `M0 0V${step}`, class: `hatch hatch-${name}` }),
  );
}

// A sample of hatching for the key.
export function hatchMark(className: string): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 34 10", width: 34, height: 10, ...HIDDEN },
    svg("rect", { width: 34, height: 10, class: className }),
  );
}
