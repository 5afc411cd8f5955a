// Hatching, for what is left open: by a figure between its ends, by reports that name no place.

import type { Look } from "../model/data.ts";
import { svg } from "./dom.ts";

const STEP_PX = 6;

// Patterns for `fill:url(#hatch-<name>)` in the style sheet; doubt about the place falls the other way.
export function addHatches(looks: Look[]): void {
  const patterns = [...looks.map((look) => pattern(look, 45)), pattern("doubt", -45)];
  document.body.append(
    svg("svg", { class: "hatches", "aria-hidden": "true" }, svg("defs", {}, patterns)),
  );
}

function pattern(name: Look | "doubt", turn: number): SVGPatternElement {
  return svg(
    "pattern",
    {
      id: `hatch-${name}`,
      width: STEP_PX,
      height: STEP_PX,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${turn})`,
    },
    svg("path", { d: `M0 0V${STEP_PX}`, class: `hatch hatch-${name}` }),
  );
}

// A sample of hatching for the key.
export function hatchMark(className: string): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" },
    svg("rect", { width: 34, height: 10, class: className }),
  );
}
