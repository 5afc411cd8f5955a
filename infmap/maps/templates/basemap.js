// Land, borders and graticule, all from the file's own data.

import { areas, copies, outlines, path } from "./world.js";

const STEP_DEG = 15;

export function drawBasemap(map, countries) {
  const layers = [path("polyline", copies(graticule()), "graticule", "graticule")];
  if (countries) {
    const polygons = countries.features.flatMap(({ geometry }) =>
      geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
    );
    layers.push(...areas(polygons).map((copy) => path("polygon", copy, "land", "land")));
    layers.push(path("polyline", copies(outlines(polygons)), "borders", "border"));
  }
  return L.layerGroup(layers).addTo(map);
}

function graticule() {
  const lines = [];
  for (let lon = -180; lon < 180; lon += STEP_DEG) lines.push([[lon, -85], [lon, 85]]);
  for (let lat = -75; lat <= 75; lat += STEP_DEG) lines.push([[-180, lat], [180, lat]]);
  return lines;
}
