// Hatching, for what is left open: by a figure between its ends, by reports that name no place.

import { svg } from "./dom.js";

const STEP_PX = 6;

// Patterns for `fill:url(#hatch-<name>)` in the style sheet; doubt about the place falls the other way.
export function addHatches(looks) {
  const pattern = (name, turn) => svg("pattern", {
    id: `hatch-${name}`, width: STEP_PX, height: STEP_PX, patternUnits: "userSpaceOnUse",
    patternTransform: `rotate(${turn})`,
  }, svg("path", { d: `M0 0V${STEP_PX}`, class: `hatch hatch-${name}` }));
  document.body.append(svg("svg", { class: "hatches", "aria-hidden": "true" },
    svg("defs", {}, [...looks.map((look) => pattern(look, 45)), pattern("doubt", -45)])));
}

// A sample of hatching for the key.
export function hatchMark(className) {
  return svg("svg", { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" },
    svg("rect", { width: 34, height: 10, class: className }));
}
