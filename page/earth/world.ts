// The Mercator world on the screen: three copies side by side, so that it has no edge.

const COPIES = [-360, 0, 360];
// 0.02 degrees, under a pixel at every zoom of a world map and over one at the closest.
const LAP = 1 + 0.02 / 180;

// Polygons as [lon, lat] to Leaflet's nested [lat, lon], one entry a copy of the world. Where
// the world was cut open each copy reaches a little into its neighbour, so that no seam shows:
// a pane's paint is opaque, and the pane as a whole is what lets the map shine through.
export function landCopies(polygons) {
  return COPIES.map((shift) =>
    polygons.map((rings) => rings.map((ring) =>
      ring.map(([lon, lat]) => [lat, (Math.abs(lon) === 180 ? lon * LAP : lon) + shift]))));
}

// Polygons that already lap over, once for each copy of the world.
export function areaCopies(polygons) {
  return COPIES.map((shift) =>
    polygons.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lat, lon + shift]))));
}

// Outlines of polygons without the edges along which the world was cut open: a ring's line
// leaves its area only on the antimeridian and at the poles, and those edges are no part of it.
export function outlines(polygons) {
  const lines = [];
  for (const ring of polygons.flat()) {
    let line = [];
    for (let i = 0; i + 1 < ring.length; i += 1) {
      if (isCut(ring[i], ring[i + 1])) {
        if (line.length) lines.push(line);
        line = [];
      } else {
        if (!line.length) line.push(ring[i]);
        line.push(ring[i + 1]);
      }
    }
    if (line.length) lines.push(line);
  }
  return lines;
}

function isCut(from, to) {
  const onMeridian = Math.abs(from[0]) === 180 && from[0] === to[0];
  const onPole = Math.abs(from[1]) === 90 && from[1] === to[1];
  return onMeridian || onPole;
}

export function lineCopies(lines) {
  return COPIES.flatMap((shift) => lines.map((line) => line.map(([lon, lat]) => [lat, lon + shift])));
}

// Polygons of an outline as GeoJSON has it, one or several.
export function polygonsOf({ type, coordinates }) {
  return type === "Polygon" ? [coordinates] : coordinates;
}

// A point in the copy of the world that lies nearest to the middle of the map.
export function nearest(map, lon, lat) {
  const middle = map.getCenter().lng;
  return L.latLng(lat, lon + 360 * Math.round((middle - lon) / 360));
}

// Panes from the bottom up; the paths in them get their looks from the style sheet.
export function makePanes(map, names) {
  names.forEach((name, i) => {
    const pane = map.createPane(name);
    pane.style.zIndex = 210 + 10 * i;
    pane.style.pointerEvents = "none";
  });
}

// A `smooth` of 1 leaves out what is within a pixel of the line; of a circle that shows as corners.
export function path(kind, latlngs, pane, className, smooth = 1) {
  return L[kind](latlngs, { pane, className, interactive: false, smoothFactor: smooth });
}
