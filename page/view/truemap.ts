// The same site with true distances: azimuthal equidistant, worked out with the geodesic itself,
// so that rings are circles. A map of its own beside the Mercator one.

import { polygonsOf } from "../earth/copies.ts";
import { inverse } from "../earth/geodesic.ts";
import { type Point, RADIANS } from "../earth/wgs84.ts";
import { coverage } from "../model/coverage.ts";
import type { CapitalData, Coverage, PageData, Ring, Site, State } from "../model/data.ts";
import { reports, stands, surest } from "../model/reports.ts";
import { intervalsOf, placed, ringsAt } from "../model/strokes.ts";
import { km } from "../model/words.ts";
import { limitClass, shadedZones } from "../model/zones.ts";
import { h, part } from "./dom.ts";
import { capitalOnMap, siteMark } from "./marks.ts";
import { elementOf } from "./points.ts";
import { RingLine, strokeLines } from "./ringline.ts";

// Farther than this, the projection stretches land round the rim beyond recognition.
const RIM_KM = 12000;
// The view reaches past the band, as far as there is land to show.
const PAST_BAND = 12 / 11;

// Kilometres north and east of the site.
type Place = [north: number, east: number];

interface Land {
  far: number;
  at: Place;
}

export function makeTrueMap(data: PageData, onCapital: (place: CapitalData) => void) {
  const element = part("true-map");
  const polygons = (data.countries?.features ?? []).flatMap(({ geometry }) => polygonsOf(geometry));
  const drawn = L.layerGroup();
  let map: L.Map | null = null;

  function draw(site: Site, state: State): void {
    element.hidden = false;
    map ??= newMap(element, drawn);
    drawn.clearLayers();
    for (const layer of [
      ...land(polygons, site),
      ...band(data),
      ...figures(map, ringsAt(data, site, state)),
      ...doubt(data, site),
      ...capitals(site, state, coverage(data, site, state)),
      siteMarker(site, state),
      ...data.limits_km.map(limitName),
    ]) {
      drawn.addLayer(layer);
    }
    map.invalidateSize({ animate: false });
    const view = Math.min(RIM_KM, data.band_km[1] * PAST_BAND);
    map.fitBounds(
      [
        [-view, -view],
        [view, view],
      ],
      { animate: false },
    );
  }

  function figures(on: L.Map, rings: Ring[]): L.Layer[] {
    const intervals = intervalsOf(rings).map(([look, low, high]) =>
      area([ringAt(high), ringAt(low)], `interval interval-${look} true-hatch`),
    );
    const places = () => placed(rings, 2 ** on.getZoom(), data.strokes.pitch_px);
    const lines = strokeLines(
      data,
      rings,
      "overlayPane",
      ringAt,
      (stroke) => places().beside.get(stroke) ?? 0,
    );
    return [...intervals, ...lines];
  }

  function capitals(site: Site, state: State, found: Coverage): L.Layer[] {
    return data.capitals.flatMap((capital, index) => {
      const distance = found.distance[index];
      if (distance > RIM_KM || !stands(capital, state.date)) return [];
      const { at } = landAt(site, [capital.lon, capital.lat]);
      const mark = capitalOnMap(found.band[index], found.reach[index], 13);
      const words = `${capital.name}, ${km(distance, found.turns)}`;
      return point(at, mark, 14)
        .on("click", () => onCapital(capital))
        .bindTooltip(h("span", {}, words));
    });
  }

  function hide(): void {
    element.hidden = true;
  }

  return { draw, hide };
}

function newMap(element: HTMLElement, drawn: L.LayerGroup): L.Map {
  const map = L.map(element, {
    crs: L.CRS.Simple,
    minZoom: -6,
    maxZoom: 2,
    zoomSnap: 0.25,
    attributionControl: false,
    zoomControl: false,
  });
  L.control.zoom({ position: "topright" }).addTo(map);
  drawn.addTo(map);
  return map;
}

function landAt(site: Site, place: Point): Land {
  const { km: far, azimuth } = inverse([site.lon, site.lat], place);
  return { far, at: [far * Math.cos(azimuth * RADIANS), far * Math.sin(azimuth * RADIANS)] };
}

function land(polygons: Point[][][], site: Site): L.Layer[] {
  return polygons
    .map((rings) => rings.map((ring) => ring.map((place) => landAt(site, place))))
    .filter(([outline]) => outline.every(({ far }) => far < RIM_KM))
    .map((rings) =>
      area(
        rings.map((ring) => ring.map(({ at }) => at)),
        "land true-land",
      ),
    );
}

function band(data: PageData): L.Layer[] {
  const zones = shadedZones(data).map(({ look, from, to }) =>
    area(from > 0 ? [ringAt(to), ringAt(from)] : [ringAt(to)], `true-zone true-zone-${look}`),
  );
  const limits = data.limits_km.map(
    (limit) => new RingLine(ringAt(limit), "overlayPane", limitClass(data, limit)),
  );
  return [...zones.reverse(), ...limits];
}

function doubt(data: PageData, { position_precision_km: radius }: Site): L.Layer[] {
  return radius >= data.drawn_doubt_km ? [area([ringAt(radius)], "doubt true-hatch")] : [];
}

function area(rings: Place[][], className: string): L.Polygon {
  return L.polygon(rings, { className, interactive: false, smoothFactor: 0.5 });
}

function ringAt(radius: number): Place[] {
  // Anticlockwise, as the other map's.
  return Array.from({ length: 361 }, (_, k) => 360 - k).map((degrees) => [
    radius * Math.cos(degrees * RADIANS),
    radius * Math.sin(degrees * RADIANS),
  ]);
}

function siteMarker(site: Site, state: State): L.Marker {
  return point([0, 0], siteMark(surest(reports(site, state), state.date), 24), 24);
}

function point(at: Place, mark: SVGElement, size: number): L.Marker {
  const html = elementOf(mark);
  const icon = L.divIcon({ className: "point", iconSize: [size, size], html });
  return L.marker(at, { icon, keyboard: false });
}

function limitName(limit: number): L.Marker {
  const html = h("span", {}, `${limit} km`);
  const icon = L.divIcon({ className: "true-label", html, iconSize: [80, 16] });
  return L.marker([-limit, 0], { icon, keyboard: false, interactive: false });
}
