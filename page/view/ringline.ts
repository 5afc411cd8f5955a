// The line of a ring on a Leaflet map: to a tenth of a pixel, where Leaflet has whole ones, and
// outside its circle by as many pixels as is asked for, at every zoom.

import type { PageData, Ring, Stroke } from "../model/data.ts";
import { outside } from "../model/placing.ts";
import { names, strokeName, UNREAD } from "../model/words.ts";
import { h } from "./dom.ts";
import { strokeClass } from "./marks.ts";

const MOST_NAMES = 3;

export type Line = [lat: number, lon: number][];

// Lines that run anticlockwise about the site; `beside` returns pixels.
export class RingLine extends L.Polyline {
  #beside: () => number;

  constructor(
    lines: Line[] | Line,
    pane: string,
    className: string,
    beside: () => number = () => 0,
    interactive = false,
  ) {
    super(lines, { pane, className, interactive, smoothFactor: 0.2 });
    this.#beside = beside;
  }

  // In the place of Leaflet's own (1.9), which rounds.
  _projectLatlngs(latlngs: L.LatLng[] | L.LatLng[][], result: L.Point[][], bounds: L.Bounds): void {
    if (isNested(latlngs)) {
      for (const line of latlngs) this._projectLatlngs(line, result, bounds);
      return;
    }
    const origin = this._map.getPixelOrigin();
    const points = latlngs.map((latlng) => this._map.project(latlng).subtract(origin));
    const line = outside(points, this.#beside()).map(({ x, y }) => L.point(x, y));
    for (const point of line) bounds.extend(point);
    result.push(line);
  }
}

function isNested(latlngs: L.LatLng[] | L.LatLng[][]): latlngs is L.LatLng[][] {
  return !(latlngs[0] instanceof L.LatLng);
}

// The strokes of rings: each is a line with its halo, and says whose figure it is to who points at
// it. `linesOf` returns a circle, `beside` how far outside it a stroke is drawn.
export function strokeLines(
  data: PageData,
  rings: Ring[],
  pane: string,
  linesOf: (km: number) => Line[] | Line,
  beside: (stroke: Stroke) => number,
): L.Polyline[] {
  const strokes = rings.flatMap((ring) => ring.strokes);
  const line = (stroke: Stroke, className: string, interactive = false) =>
    new RingLine(linesOf(stroke.km), pane, className, () => beside(stroke), interactive);
  return [
    // Halos come first: one would pale the stroke beside it.
    ...strokes
      .filter(({ look }) => look !== "not-strike")
      .map((stroke) => line(stroke, "ring-halo")),
    ...strokes.map((stroke) => line(stroke, strokeClass(stroke))),
    // Between dots and dashes there is nothing to point at.
    ...strokes.map((stroke) =>
      line(stroke, "ring-touch", true)
        .bindTooltip(told(data, stroke), { sticky: true })
        // No stop of the keyboard's, which the tooltip would make it: labels and panel say the same.
        .on("add", ({ target }) => target.getElement().setAttribute("tabindex", -1)),
    ),
  ];
}

function told(data: PageData, stroke: Stroke): HTMLElement {
  return h(
    "span",
    {},
    h("b", {}, strokeName(data, stroke)),
    h("br"),
    names(stroke.claims, MOST_NAMES),
    stroke.unread ? `; ${UNREAD}` : null,
  );
}
