// What the map does not say, and where everything on it comes from.

import { direct } from "../earth/geodesic.ts";
import { EQUATOR_KM, RADIANS } from "../earth/wgs84.ts";
import type { PageData } from "../model/data.ts";
import { creditsGeoNames, readNote, sortedSources } from "../model/sources.ts";
import { listed } from "../model/words.ts";
import { h, part, replace, svg } from "./dom.ts";
import { linked } from "./sources.ts";

export function showColophon(data: PageData): void {
  const sources = sortedSources(data);
  const list = sources.map((source) =>
    h(
      "li",
      {},
      linked(source),
      listed(
        [readNote(data, source), source.note].map((words) => words && ` ${words}`),
        "",
      ),
    ),
  );
  replace(
    part("colophon"),
    h("h2", {}, "What this map does not say"),
    h(
      "p",
      {},
      "A ring is a nominal range on somebody's account, not a capability; reported is not " +
        "confirmed. Figures that disagree stand side by side and are never averaged. Distances and " +
        "rings are geodesic on the WGS 84 ellipsoid; a place counts as in range by its distance, " +
        "not by the drawn line.",
    ),
    h(
      "div",
      { class: "mercator" },
      h(
        "p",
        {},
        "Why rings look stretched: this projection (Web Mercator) enlarges the map towards the " +
          "poles, so a true circle on the globe grows taller and wider to the north, and a ring " +
          "that holds the pole runs off the top across the whole map. Here are rings of 1000 km " +
          "as they look at four latitudes; choose True distance above to see them as circles.",
      ),
      h("div", { class: "stretch" }, stretch()),
    ),
    h(
      "p",
      {},
      "Crimea is Ukrainian territory under Russian occupation since 2014 and is drawn so.",
    ),
    h(
      "details",
      { id: "source-list" },
      h("summary", {}, `Sources (${sources.length})`),
      data.sources_reach && h("p", {}, data.sources_reach),
      h("ol", { class: "sources" }, list),
    ),
    h("p", { class: "made" }, made(data)),
  );
}

function made(data: PageData): string {
  return [
    `Made with infmap ${data.version}; its data as of ${data.data_version}. `,
    data.countries ? "Outlines: Natural Earth; " : "",
    creditsGeoNames(data) ? "capitals: GeoNames (CC BY 4.0); " : "",
    "map: Leaflet.",
  ].join("");
}

// The same ring at four latitudes, in this map's projection.
function stretch(): SVGElement {
  return svg(
    "svg",
    {
      viewBox: "0 0 320 176",
      width: 320,
      height: 176,
      role: "img",
      "aria-label":
        "Rings of 1000 km at 0, 30, 55 and 68 degrees north: the farther north, the larger they are drawn",
    },
    svg("line", { x1: 0, y1: 150.5, x2: 320, y2: 150.5, class: "stretch-line" }),
    [0, 30, 55, 68].map((lat, k) => stretched(lat, 34 + 74 * k)),
  );
}

// So many that nobody sees them.
const CORNERS = 72;

function stretched(lat: number, middle: number): SVGElement[] {
  const scale = (26 / 1000) * EQUATOR_KM;
  const y = (at: number) => -Math.asinh(Math.tan(at * RADIANS)) * scale;
  const ring = Array.from({ length: CORNERS }, (_, k) =>
    direct([0, lat], (360 / CORNERS) * k, 1000),
  );
  const south = Math.min(...ring.map(([, at]) => at));
  const points = ring.map(([lon, at]) => {
    const x = middle + lon * RADIANS * scale;
    return `${x.toFixed(1)},${(150 + y(at) - y(south)).toFixed(1)}`;
  });
  return [
    svg("polygon", { points: points.join(" "), class: "stretch-ring" }),
    svg("text", { x: middle, y: 168, "text-anchor": "middle" }, `${lat}° N`),
  ];
}
