// Land, borders and graticule, all from the file's own data.

import { landCopies, lineCopies, outlines, polygonsOf } from "../earth/copies.ts";
import type { Point } from "../earth/wgs84.ts";
import type { CountriesData } from "../model/data.ts";
import { areaPath, linePath } from "./panes.ts";

const STEP_DEG = 15;

export function drawBasemap(map: L.Map, countries: CountriesData | null): void {
  const layers: L.Layer[] = [linePath(lineCopies(graticule()), "graticule", "graticule")];
  if (countries) {
    const polygons = countries.features.flatMap(({ geometry }) => polygonsOf(geometry));
    layers.push(...landCopies(polygons).map((copy) => areaPath(copy, "land", "land")));
    layers.push(linePath(lineCopies(outlines(polygons)), "borders", "border"));
  }
  L.layerGroup(layers).addTo(map);
}

function graticule(): Point[][] {
  const lines: Point[][] = [];
  for (let lon = -180; lon < 180; lon += STEP_DEG)
    lines.push([
      [lon, -85],
      [lon, 85],
    ]);
  for (let lat = -75; lat <= 75; lat += STEP_DEG)
    lines.push([
      [-180, lat],
      [180, lat],
    ]);
  return lines;
}
