// How to read the map, and where everything on it comes from.

import { circle } from "./circle.js";
import { h, replace, svg } from "./dom.js";
import { capitalMark, lineMark, siteMark } from "./marks.js";
import { linked } from "./sources.js";
import { ACCOUNT_WORDS, BANDS, BAND_WORDS, REACH_WORDS } from "./words.js";

export function showLegend(data) {
  const entry = (mark, words) => h("li", {}, mark, h("span", {}, words));
  replace(document.getElementById("legend-body"),
    h("h3", {}, "Capitals: shape and colour by distance from the site"),
    h("ul", {}, BANDS.map((band) => entry(capitalMark(band, "a", 14), BAND_WORDS[band]))),
    h("h3", {}, "Filled: in reach of what is reported, on ..."),
    h("ul", {}, [..."asun"].map((reach) =>
      entry(capitalMark("intermediate-range", reach, 14), REACH_WORDS[reach]))),
    h("h3", {}, "Rings: whose figure"),
    h("ul", {},
      [...data.accounts.slice(1), "several"].map((look) => entry(lineMark(look), ACCOUNT_WORDS[look])),
      entry(lineMark("opponent", "open"), "at least this far, no maximum"),
      entry(lineMark("not-strike"), "not a strike system: interceptor or unarmed drone")),
    h("h3", {}, "Sites"),
    h("ul", {}, ["confirmed", "reported", "alleged", "planned"].map((status) =>
      entry(siteMark(status, 18), status)), entry(siteMark("ended", 18), "ended or cancelled")),
    h("h3", {}, "Shaded: the treaty's band"),
    h("p", {}, "What a banned missile would reach from here, not the reach of what is reported."));
}

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
      Object.hasOwn(data.sources, "geonames") ? "capitals: GeoNames (CC BY 4.0); " : "", "map: Leaflet."));
}

// The same ring at four latitudes, in this map's projection.
function stretch() {
  const scale = 26 / 1000;
  const y = (lat) => -Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 6378 * scale;
  const latitudes = [0, 30, 55, 68];
  const marks = latitudes.map((lat, k) => {
    const [top, bottom] = circle([0, lat], 1000).lines[0].map(([, point]) => point)
      .reduce(([high, low], point) => [Math.max(high, point), Math.min(low, point)], [-90, 90]);
    const points = circle([0, lat], 1000).lines[0]
      .map(([lon, at]) => `${(34 + 74 * k + ((lon * Math.PI) / 180) * 6378 * scale).toFixed(1)},${(150 + (y(at) - y(bottom))).toFixed(1)}`);
    return [svg("polygon", { points: points.join(" "), class: "stretch-ring" }),
      svg("text", { x: 34 + 74 * k, y: 168, "text-anchor": "middle" }, `${lat}° N`),
      svg("title", {}, `${lat} degrees north: from ${bottom.toFixed(0)} to ${top.toFixed(0)}`)];
  });
  return h("div", { class: "stretch" }, svg("svg", {
    viewBox: "0 0 320 176", width: 320, height: 176, role: "img",
    "aria-label": "Rings of 1000 km at 0, 30, 55 and 68 degrees north: the farther north, the larger they are drawn",
  }, svg("line", { x1: 0, y1: 150.5, x2: 320, y2: 150.5, class: "stretch-line" }), marks.flat().filter((mark) => mark.tagName !== "title")));
}
