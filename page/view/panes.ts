// The panes of the map, and what is drawn into them.

import { nearestCopy } from "../earth/copies.ts";

type Corner = [lat: number, lon: number];

// What Leaflet rounds away by default: what lies within a pixel of the line.
const SMOOTH = 1;

// Panes from the bottom up; the paths in them get their looks from the style sheet.
export function makePanes(map: L.Map, names: string[]): void {
  names.forEach((name, k) => {
    const pane = map.createPane(name);
    pane.style.zIndex = String(210 + 10 * k);
    pane.style.pointerEvents = "none";
  });
}

export function linePath(lines: Corner[][], pane: string, className: string): L.Polyline {
  return L.polyline(lines, { pane, className, interactive: false, smoothFactor: SMOOTH });
}

// Of a circle that is looked at closely, a `smooth` of 1 would show as corners.
export function areaPath(
  polygons: Corner[][][],
  pane: string,
  className: string,
  smooth = SMOOTH,
): L.Polygon {
  return L.polygon(polygons, { pane, className, interactive: false, smoothFactor: smooth });
}

// A point in the copy of the world that lies nearest to the middle of the map.
export function nearest(map: L.Map, lon: number, lat: number): L.LatLng {
  return L.latLng(lat, nearestCopy(lon, map.getCenter().lng));
}
