// The marks of the key, each as it is on the map.

import type { PageData } from "../model/data.ts";
import type { KeyMark } from "../model/key.ts";
import { HIDDEN, svg } from "./dom.ts";
import { hatchMark } from "./hatches.ts";
import { capitalMark, lineMark, linesMark, siteMark } from "./marks.ts";
import { MARKS } from "./tableline.ts";

const OUTLINES = { inside: "outline-in", outside: "outline-out", somewhere: "outline-place" };
const PLACE_PX = 14;
const SITE_PX = 18;

// A line as it is on the map.
function sample(className: string): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 34 10", width: 34, height: 10, ...HIDDEN },
    svg("path", { d: "M1 5H33", class: className }),
  );
}

// The colour of a step of the areas.
function swatch(step: number): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 26 12", width: 26, height: 12, ...HIDDEN },
    svg("rect", { width: 26, height: 12, class: `swatch step-${step}` }),
  );
}

export function keyMark(data: PageData, mark: KeyMark): SVGElement {
  switch (mark.kind) {
    case "reach":
      return capitalMark(mark.band, mark.reach, PLACE_PX);
    case "band":
      return capitalMark(mark.band, "all", PLACE_PX);
    case "line":
      return lineMark(mark.look, mark.end, mark.unread);
    case "lines":
      return linesMark(mark.looks, data.strokes.pitch_px);
    case "interval":
      return hatchMark(`interval interval-${mark.look}`);
    case "hatch":
      return hatchMark(mark.of);
    case "status":
      return siteMark(mark.status, SITE_PX);
    case "verdict":
      return capitalMark(mark.band, MARKS[mark.verdict], PLACE_PX);
    case "outline":
      return sample(`outline ${OUTLINES[mark.of]}`);
    case "other":
      return sample("hairline fade-independent");
    case "step":
      return swatch(mark.step);
  }
}
