// The strokes of rings: each is a line with its halo, stands outside its circle by as many pixels as
// is asked for at every zoom, and says whose figure it is to who points at it.

import type { Flat } from "../earth/flat.ts";
import type { PageData, Ring, Stroke, Units } from "../model/data.ts";
import { names, strokeName, UNREAD } from "../model/words.ts";
import { h } from "./dom.ts";
import { FlatPath, Way } from "./flatpath.ts";
import { strokeClass } from "./marks.ts";
import type { Projected } from "./projection.ts";

const MOST_NAMES = 3;
// A lower bound goes on: three strokes ever paler, from the edge of its own.
const FADE_PX = 3;
const STROKE_PX = 2.1;
const FADES_PX = [0.5, 1.5, 2.5].map((share) => STROKE_PX / 2 + FADE_PX * share);

export interface Beside {
  // Where on the map each kind of line lies.
  paneOf: (name: string) => string;
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
  { paneOf, linesOf, beside }: Beside,
): FlatPath[] {
  const strokes = rings.flatMap((ring) => ring.strokes);
  const ways = new Map(strokes.map((stroke) => [stroke, wayOf(stroke, 0)]));
  const line = (way: Way | undefined, pane: string, className: string, interactive = false) =>
    way ? [new FlatPath(map, projected, way, { pane: paneOf(pane), className, interactive })] : [];

  function wayOf(stroke: Stroke, px: number): Way {
    return new Way(linesOf(stroke.km), { beside: () => beside(stroke) + px });
  }

  return [
    ...strokes
      .filter(({ look }) => look !== "not-strike")
      .flatMap((stroke) => line(ways.get(stroke), "halos", "ring-halo")),
    ...strokes
      .filter(({ end }) => end === "open")
      .flatMap((stroke) =>
        FADES_PX.flatMap((px, k) =>
          line(wayOf(stroke, px), "fades", `fade fade-${k + 1} fade-${stroke.look}`),
        ),
      ),
    ...strokes.flatMap((stroke) => line(ways.get(stroke), "rings", strokeClass(stroke))),
    // Between dots and dashes there is nothing to point at.
    ...strokes.flatMap((stroke) => {
      const touch = line(ways.get(stroke), "rings", "ring-touch", true);
      for (const path of touch) {
        path.bindTooltip(told(data, stroke, units), { sticky: true });
        // No stop of the keyboard's, which the tooltip would make it: the labels say the same.
        path.on("add", () => path.getElement()?.setAttribute("tabindex", "-1"));
      }
      return touch;
    }),
  ];
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
