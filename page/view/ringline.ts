// The strokes of rings: each is a line with its halo, stands outside its circle by as many pixels as
// is asked for at every zoom, and says whose figure it is to who points at it.

import type { Flat } from "../earth/flat.ts";
import type { PageData, Ring, Stroke, Units } from "../model/data.ts";
import { names, strokeName, UNREAD } from "../model/words.ts";
import { h } from "./dom.ts";
import { FlatPath } from "./flatpath.ts";
import { strokeClass } from "./marks.ts";
import type { Projected } from "./projection.ts";

const MOST_NAMES = 3;
// A lower bound goes on: three strokes ever paler, from the edge of its own.
const FADES = 3;
const FADE_PX = 3;
const STROKE_PX = 2.1;

export interface Beside {
  linesOf: (km: number) => () => Flat[][];
  // How far outside its circle a stroke is drawn, in pixels.
  beside: (stroke: Stroke) => number;
}

export function strokeLines(
  map: L.Map,
  projected: Projected,
  data: PageData,
  rings: Ring[],
  units: Units,
  { linesOf, beside }: Beside,
): FlatPath[] {
  const strokes = rings.flatMap((ring) => ring.strokes);
  const line = (stroke: Stroke, pane: string, className: string, more = 0, interactive = false) =>
    new FlatPath(map, projected, linesOf(stroke.km), {
      pane,
      className,
      beside: () => beside(stroke) + more,
      interactive,
    });
  return [
    ...strokes
      .filter(({ look }) => look !== "not-strike")
      .map((stroke) => line(stroke, "halos", "ring-halo")),
    ...strokes.filter(({ end }) => end === "open").flatMap((stroke) => fades(stroke, line)),
    ...strokes.map((stroke) => line(stroke, "rings", strokeClass(stroke))),
    // Between dots and dashes there is nothing to point at.
    ...strokes.map((stroke) => {
      const touch = line(stroke, "rings", "ring-touch", 0, true);
      touch.bindTooltip(told(data, stroke, units), { sticky: true });
      // No stop of the keyboard's, which the tooltip would make it: labels and panel say the same.
      touch.on("add", () => touch.getElement()?.setAttribute("tabindex", "-1"));
      return touch;
    }),
  ];
}

function fades(
  stroke: Stroke,
  line: (stroke: Stroke, pane: string, className: string, more: number) => FlatPath,
): FlatPath[] {
  return Array.from({ length: FADES }, (_, k) =>
    line(
      stroke,
      "fades",
      `fade fade-${k + 1} fade-${stroke.look}`,
      STROKE_PX / 2 + FADE_PX * (k + 0.5),
    ),
  );
}

function told(data: PageData, stroke: Stroke, units: Units): HTMLElement {
  return h(
    "span",
    {},
    h("b", {}, strokeName(data, stroke, units)),
    h("br"),
    names(stroke.claims, MOST_NAMES),
    stroke.unread ? `; ${UNREAD}` : null,
  );
}
