// Draws range rings with JavaScript peers. A line of JSON comes in, a line of JSON goes out:
// {"draw", "steps", "rings": [[lon, lat, km]]} is answered by {"clock_s", "processor_s"}, and with
// "keep": true by "areas" and "lines" as well, in [lon, lat]. A line {"page"} brings the drawing code
// of infmap's page. Time runs while rings are drawn; what is read and written is not counted.
"use strict";

const readline = require("node:readline");
const { circle: turfCircle } = require("@turf/circle");

// Leaflet asks what browser it is in as it loads, and draws nothing here.
const nothing = () => ({ style: {}, setAttribute() {}, appendChild() {} });
globalThis.window ??= globalThis;
globalThis.navigator ??= { platform: "", userAgent: "" };
globalThis.addEventListener ??= () => {};
globalThis.removeEventListener ??= () => {};
globalThis.devicePixelRatio ??= 1;
globalThis.document ??= {
  documentElement: nothing(),
  createElement: nothing,
  createElementNS: nothing,
  addEventListener() {},
};
const L = require("leaflet");
globalThis.L = L;
const { GeodesicCircleClass } = require("leaflet.geodesic");

const mercator = L.CRS.EPSG3857;
const map = {
  options: { crs: mercator },
  project: (place) => mercator.latLngToPoint(L.latLng(place), 0),
  unproject: (point) => mercator.pointToLatLng(L.point(point), 0),
  getPixelOrigin: () => L.point(0, 0),
};
// Enough that the chords of the ellipse do not count.
const ELLIPSE_POINTS = 1440;

function ellipse({ _point: middle, _radius: across, _radiusY: up }) {
  const points = [];
  for (let k = 0; k <= ELLIPSE_POINTS; k += 1) {
    const turn = (2 * Math.PI * (k % ELLIPSE_POINTS)) / ELLIPSE_POINTS;
    const point = [middle.x + across * Math.cos(turn), middle.y - up * Math.sin(turn)];
    const { lng, lat } = map.unproject(point);
    points.push([lng, lat]);
  }
  return points;
}

// To a tenth of a millimetre: a ring that meets itself but for rounding is closed on the screen.
const rounded = (key, value) => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 : value);
const onePart = (points) => ({ areas: [[points]], lines: [points] });
let page = null;

// Each draws a ring as its users do, and turns it into areas (polygons) and lines afterwards.
const peers = {
  turf: {
    draw: (lon, lat, km, steps) => turfCircle([lon, lat], km, { steps, units: "kilometers" }),
    read: (feature) => onePart(feature.geometry.coordinates[0]),
  },
  "leaflet.geodesic": {
    draw: (lon, lat, km, steps) =>
      new GeodesicCircleClass([lat, lon], { radius: 1000 * km, steps }).getLatLngs(),
    read: (parts) => {
      const lines = parts.map((part) => part.map(({ lng, lat }) => [lng, lat]));
      // A filled line is closed by the browser, straight from its end to its start.
      const areas = lines.filter((line) => line.length > 2).map((line) => [[...line, line[0]]]);
      return { areas, lines };
    },
  },
  "leaflet.circle": {
    draw: (lon, lat, km) => {
      const drawn = L.circle([lat, lon], { radius: 1000 * km });
      drawn._map = map;
      drawn._renderer = { options: { tolerance: 0 } };
      drawn._project();
      return drawn;
    },
    read: (drawn) => onePart(ellipse(drawn)),
  },
  page: {
    draw: (lon, lat, km) => page.circle([lon, lat], km),
    read: (drawn) => drawn,
  },
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line);
  if (asked.page) {
    page = (0, eval)(asked.page);
    return;
  }
  const { draw, read } = peers[asked.draw];
  const clock = process.hrtime.bigint();
  const processor = process.cpuUsage();
  const drawn = asked.rings.map(([lon, lat, km]) => draw(lon, lat, km, asked.steps));
  const { user, system } = process.cpuUsage(processor);
  const answer = {
    clock_s: Number(process.hrtime.bigint() - clock) / 1e9,
    processor_s: (user + system) / 1e6,
  };
  if (asked.keep) {
    const kept = drawn.map(read);
    answer.areas = kept.map(({ areas }) => areas);
    answer.lines = kept.map(({ lines }) => lines);
  }
  process.stdout.write(`${JSON.stringify(answer, rounded)}\n`);
});
