// The same site with true distances: azimuthal equidistant, worked out with the geodesic itself,
// so that rings are circles. A map of its own beside the Mercator one.

import { h } from "./dom.js";
import { RADIANS } from "./earth.js";
import { inverse } from "./geodesic.js";
import { capitalOnMap, siteMark, surest } from "./marks.js";
import { coverage, reports, stands } from "./coverage.js";
import { ringLine, strokeLines } from "./ringline.js";
import { intervalsOf, placed, ringsAt } from "./strokes.js";
import { km } from "./words.js";
import { polygonsOf } from "./world.js";

// Farther than this, the projection stretches land round the rim beyond recognition.
const RIM_KM = 12000;
const VIEW_KM = 6000;

export function makeTrueMap(data, onCapital) {
  const element = document.getElementById("true-map");
  let map = null;
  const drawn = L.layerGroup();

  function draw(site, state) {
    element.hidden = false;
    if (!map) {
      map = L.map(element, { crs: L.CRS.Simple, minZoom: -6, maxZoom: 2, zoomSnap: 0.25, attributionControl: false, zoomControl: false });
      L.control.zoom({ position: "topright" }).addTo(map);
      drawn.addTo(map);
    }
    const centre = [site.lon, site.lat];
    const point = ([lon, lat]) => {
      const { km: far, azimuth } = inverse(centre, [lon, lat]);
      return [far * Math.cos(azimuth * RADIANS), far * Math.sin(azimuth * RADIANS), far];
    };
    drawn.clearLayers();
    const add = (layer) => layer.addTo(drawn);
    const style = (className) => ({ className, interactive: false, smoothFactor: 0.5 });
    for (const rings of (data.countries?.features ?? []).flatMap(({ geometry }) => polygonsOf(geometry))) {
      const points = rings.map((ring) => ring.map(point));
      if (points[0].every(([, , far]) => far < RIM_KM)) {
        add(L.polygon(points.map((ring) => ring.map(([x, y]) => [x, y])), style("land true-land")));
      }
    }
    const [from, middle, to] = data.limits_km;
    for (const [limit, inner] of [[to, middle], [middle, from]]) {
      add(L.polygon([circleOf(limit), circleOf(inner)], style(`true-zone true-zone-${limit}`)));
    }
    for (const limit of data.limits_km) add(ringLine(circleOf(limit), "overlayPane", `limit limit-${limit}`));
    drawRings(ringsAt(data, site, state), add, style);
    if (site.position_precision_km >= data.drawn_doubt_km) {
      add(L.polygon(circleOf(site.position_precision_km), style("doubt true-hatch")));
    }
    const { band, reach, distance, turns } = coverage(data, site, state);
    data.capitals.forEach((capital, index) => {
      if (distance[index] > RIM_KM || !stands(capital, state.date)) return;
      const [x, y] = point([capital.lon, capital.lat]);
      const icon = L.divIcon({ className: "point", iconSize: [14, 14], html: capitalOnMap(band[index], reach[index], 13) });
      add(L.marker([x, y], { icon, keyboard: false }).on("click", () => onCapital(index))
        .bindTooltip(h("span", {}, `${capital.name}, ${km(distance[index], turns)}`)));
    });
    const icon = L.divIcon({ className: "point", iconSize: [24, 24], html: siteMark(surest(reports(site, state), state.date), 24) });
    add(L.marker([0, 0], { icon, keyboard: false }));
    for (const limit of data.limits_km) {
      add(L.marker([-limit, 0], { icon: L.divIcon({ className: "true-label", html: h("span", {}, `${limit} km`), iconSize: [80, 16] }), keyboard: false, interactive: false }));
    }
    map.invalidateSize({ animate: false });
    map.fitBounds([[-VIEW_KM, -VIEW_KM], [VIEW_KM, VIEW_KM]], { animate: false });
  }

  function drawRings(rings, add, style) {
    for (const [look, low, high] of intervalsOf(rings)) {
      add(L.polygon([circleOf(high), circleOf(low ?? 0)], style(`interval interval-${look} true-hatch`)));
    }
    const beside = (stroke) => placed(rings, 2 ** map.getZoom(), data.strokes.pitch_px).beside.get(stroke);
    strokeLines(data, rings, "overlayPane", circleOf, beside).forEach(add);
  }

  return { draw, hide() { element.hidden = true; } };
}

function circleOf(radius) {
  // Anticlockwise, as the other map's.
  return Array.from({ length: 361 }, (_, k) => 360 - k).map((degrees) =>
    [radius * Math.cos(degrees * RADIANS), radius * Math.sin(degrees * RADIANS)]);
}
