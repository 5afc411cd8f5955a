// Land, borders and graticule, all from the file's own data.

import { landCopies, lineCopies, outlines, path, polygonsOf } from "./world.js";

const STEP_DEG = 15;

export function drawBasemap(map, countries) {
  const layers = [path("polyline", lineCopies(graticule()), "graticule", "graticule")];
  if (countries) {
    const polygons = countries.features.flatMap(({ geometry }) => polygonsOf(geometry));
    layers.push(...landCopies(polygons).map((copy) => path("polygon", copy, "land", "land")));
    layers.push(path("polyline", lineCopies(outlines(polygons)), "borders", "border"));
  }
  return L.layerGroup(layers).addTo(map);
}

function graticule() {
  const lines = [];
  for (let lon = -180; lon < 180; lon += STEP_DEG) lines.push([[lon, -85], [lon, 85]]);
  for (let lat = -75; lat <= 75; lat += STEP_DEG) lines.push([[-180, lat], [180, lat]]);
  return lines;
}
