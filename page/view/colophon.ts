// What the map does not say, and where everything on it comes from.

import { circle } from "./circle.js";
import { h, replace, svg } from "./dom.js";
import { EQUATOR_KM, RADIANS } from "./earth.js";
import { creditsGeoNames, linked } from "./sources.js";

export function showColophon(data) {
  const sources = Object.values(data.sources)
    .sort((one, other) => one.citation.localeCompare(other.citation, "en"));
  replace(document.getElementById("colophon"),
    h("h2", {}, "What this map does not say"),
    h("p", {}, "A ring is a nominal range on somebody's account, not a capability; reported is not "
      + "confirmed. Figures that disagree stand side by side and are never averaged. Distances and "
      + "rings are geodesic on the WGS 84 ellipsoid; a place counts as in range by its distance, "
      + "not by the drawn line."),
    h("p", {}, "Why rings look stretched: this projection (Web Mercator) enlarges the map towards the "
      + "poles, so a true circle on the globe grows taller and wider to the north, and a ring that "
      + "holds the pole runs off the top across the whole map. Here are rings of 1000 km as they look "
      + "at four latitudes; choose True distance above to see them as circles."),
    stretch(),
    h("p", {}, "Crimea is Ukrainian territory under Russian occupation since 2014 and is drawn so."),
    h("details", { id: "source-list" }, h("summary", {}, `Sources (${sources.length})`),
      h("ol", { class: "sources" }, sources.map((source) => h("li", {}, linked(source),
        source.note ? ` ${source.note}` : "")))),
    h("p", { class: "made" }, `Made with infmap ${data.version}; its data as of ${data.data_version}. `,
      data.countries ? "Outlines: Natural Earth; " : "",
      creditsGeoNames(data) ? "capitals: GeoNames (CC BY 4.0); " : "", "map: Leaflet."));
}

// The same ring at four latitudes, in this map's projection.
function stretch() {
  const scale = 26 / 1000;
  const x = (lon) => lon * RADIANS * EQUATOR_KM * scale;
  const y = (lat) => -Math.asinh(Math.tan(lat * RADIANS)) * EQUATOR_KM * scale;
  const marks = [0, 30, 55, 68].map((lat, k) => {
    const [ring] = circle([0, lat], 1000).lines;
    const south = Math.min(...ring.map(([, at]) => at));
    const middle = 34 + 74 * k;
    const points = ring.map(([lon, at]) =>
      `${(middle + x(lon)).toFixed(1)},${(150 + y(at) - y(south)).toFixed(1)}`);
    return [svg("polygon", { points: points.join(" "), class: "stretch-ring" }),
      svg("text", { x: middle, y: 168, "text-anchor": "middle" }, `${lat}° N`)];
  });
  return h("div", { class: "stretch" }, svg("svg", {
    viewBox: "0 0 320 176", width: 320, height: 176, role: "img",
    "aria-label": "Rings of 1000 km at 0, 30, 55 and 68 degrees north: the farther north, the larger they are drawn",
  }, svg("line", { x1: 0, y1: 150.5, x2: 320, y2: 150.5, class: "stretch-line" }), marks));
}
