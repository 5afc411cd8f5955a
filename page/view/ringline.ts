// The line of a ring on a Leaflet map: to a tenth of a pixel, where Leaflet has whole ones, and
// outside its circle by as many pixels as is asked for, at every zoom.

import { h } from "./dom.js";
import { names, strokeName } from "./words.js";

const MOST_NAMES = 3;

// `lines` run anticlockwise about the site; `beside` returns pixels.
export function ringLine(lines, pane, className, beside = () => 0, interactive = false) {
  return new (lineClass())(lines, { pane, className, beside, interactive, smoothFactor: 0.2 });
}

// The strokes of rings: each is a line with its halo, and says whose figure it is to who points at
// it. `linesOf` returns a circle, `beside` how far outside it a stroke is drawn.
export function strokeLines(data, rings, pane, linesOf, beside) {
  const strokes = rings.flatMap((ring) => ring.strokes);
  const line = (stroke, className, interactive) =>
    ringLine(linesOf(stroke.km), pane, className, () => beside(stroke), interactive);
  const told = (stroke) => h("span", {}, h("b", {}, strokeName(data, stroke)), h("br"),
    names(stroke.claims, MOST_NAMES));
  return [
    // Halos come first: one would pale the stroke beside it.
    ...strokes.filter(({ look }) => look !== "not-strike").map((stroke) => line(stroke, "ring-halo")),
    ...strokes.map((stroke) => line(stroke, `ring ring-${stroke.look} ring-${stroke.end}`)),
    // Between dots and dashes there is nothing to point at.
    ...strokes.map((stroke) => line(stroke, "ring-touch", true).bindTooltip(told(stroke), { sticky: true })
      // No stop of the keyboard's, which the tooltip would make it: labels and panel say the same.
      .on("add", ({ target }) => target.getElement().setAttribute("tabindex", -1))),
  ];
}

// Leaflet is there only once a map is.
let made = null;

function lineClass() {
  made ??= L.Polyline.extend({ _projectLatlngs: project });
  return made;
}

// In the place of Leaflet's own (1.9), which rounds.
function project(latlngs, result, bounds) {
  if (!(latlngs[0] instanceof L.LatLng)) {
    for (const line of latlngs) this._projectLatlngs(line, result, bounds);
    return;
  }
  const origin = this._map.getPixelOrigin();
  const points = latlngs.map((latlng) => this._map.project(latlng).subtract(origin));
  const line = outside(points, this.options.beside());
  for (const point of line) bounds.extend(point);
  result.push(line);
}

// Points to the right of a line by some pixels, as one goes along it on the screen.
export function outside(points, px) {
  const [first, last] = [points[0], points.at(-1)];
  const isClosed = Math.hypot(first.x - last.x, first.y - last.y) < 0.01;
  return points.map(({ x, y }, k) => {
    const before = points[k - 1] ?? (isClosed ? points.at(-2) : first);
    const after = points[k + 1] ?? (isClosed ? points[1] : last);
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const share = px / (Math.hypot(dx, dy) || 1);
    return L.point(tenth(x - dy * share), tenth(y + dx * share));
  });
}

function tenth(value) {
  return Math.round(10 * value) / 10;
}
