// How many reach each place of the map, as areas: the sums of discs, exact to half a pixel in every
// projection.

import { EQUATOR_KM } from "../earth/wgs84.ts";
import { paint, type Rings, type Tint, tintOf } from "../model/tints.ts";
import type { Counts } from "./chart.ts";
import { h } from "./dom.ts";
import { AROUND } from "./flatpath.ts";
import { withPaint } from "./later.ts";
import type { Projected } from "./projection.ts";

const STEPS = 5;
// Of a canvas pixel at the equator a rim may be off by one in so many: at 75 degrees by half.
const PART_OF_PIXEL = 8;
// Canvas pixels in one of the page's; a globe that turns has fewer.
const [FINE, COARSE] = [1.5, 1];
const NONE: Tint = [0, 0, 0, 0];
const LINE_OPACITY = 0.85;

export function makeAreas(map: L.Map, projected: Projected) {
  const canvas = h("canvas", { class: "areas leaflet-zoom-hide" });
  const pen = canvas.getContext("2d");
  // However often the map moves in a change, its areas are drawn once.
  const drawing = withPaint(() => redraw());
  let shown: Counts | null = null;
  // What the canvas has on it.
  let painted: unknown[] = [];

  function draw(counts: Counts | null): void {
    shown = counts;
    if (shown) drawing.soon();
    else canvas.remove();
  }

  function redraw(ratio = FINE): void {
    const size = map.getSize();
    // A map that is not seen has no size.
    if (!shown || !pen || !size.x || !size.y) {
      canvas.remove();
      return;
    }
    map.getPane("areas")?.append(canvas);
    const [left, top] = [Math.round(AROUND * size.x), Math.round(AROUND * size.y)];
    const [width, height] = [size.x + 2 * left, size.y + 2 * top];
    const corner = map.containerPointToLayerPoint([-left, -top]);
    L.DomUtil.setPosition(canvas, corner);
    const { projection } = projected;
    const frame = projected.frame();
    const place = [width, height, ratio, frame.scale, frame.left - corner.x, frame.top - corner.y];
    const inks = tints(shown.steps.length);
    const now = [projection, JSON.stringify([shown.discs.map(discOf), shown.steps, inks, place])];
    if (now.every((one, k) => one === painted[k])) return;
    painted = now;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pixels = pen.createImageData(canvas.width, canvas.height);
    paint(pixels.data, canvas.width, ringsOf(shown, corner, ratio), shown.steps, ...inks);
    pen.putImageData(pixels, 0, 0);
  }

  // The discs in pixels of the canvas.
  function ringsOf({ discs }: Counts, corner: L.Point, ratio: number): Rings[] {
    const { scale, left, top } = projected.frame();
    const withinKm = 2 ** Math.floor(Math.log2(EQUATOR_KM / (scale * ratio * PART_OF_PIXEL)));
    return discs.map(({ site: { lon, lat }, km }) =>
      projected.projection
        .disc([lon, lat], km, withinKm)
        .map((ring) =>
          ring.map(([x, y]): [number, number] => [
            (left + x * scale - corner.x) * ratio,
            (top - y * scale - corner.y) * ratio,
          ]),
        ),
    );
  }

  // Of the style sheet, as it is now: of fewer steps the darker are as dark.
  function tints(count: number): [Tint[], Tint] {
    // Forced colours give the map names of colours.
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => tintOf(style.getPropertyValue(name).trim());
    const steps = Array.from({ length: count }, (_, k) => read(`--step-${k + 1}`));
    const line = style.getPropertyValue("--paper").trim();
    return [[NONE, ...steps.slice(0, STEPS)], tintOf(line, LINE_OPACITY)];
  }

  map.on("moveend resize viewreset", () => shown && drawing.soon());
  map.on("take taken", () => redraw());
  map.on("turn", () => redraw(COARSE));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
  return { draw, atOnce: drawing.now };
}

function discOf({ site: { lon, lat }, km }: Counts["discs"][0]): number[] {
  return [lon, lat, km];
}
