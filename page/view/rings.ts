// The focus site's band and rings: the treaty's distances, and each party's figure.

import { type Circle, circle } from "../earth/circle.ts";
import { areaCopies, lineCopies } from "../earth/copies.ts";
import { EQUATOR_KM, LAST_LAT, RADIANS } from "../earth/wgs84.ts";
import { farthestKm } from "../model/coverage.ts";
import type { PageData, Ring, Site, State, Stroke } from "../model/data.ts";
import { limitLabels, ringLabel } from "../model/labels.ts";
import { intervalsOf, type Placement, placed, ringsAt } from "../model/strokes.ts";
import { limitClass, shadedZones } from "../model/zones.ts";
import { h } from "./dom.ts";
import type { Label, Spot } from "./labels.ts";
import { lineMark } from "./marks.ts";
import { areaPath, linePath } from "./panes.ts";
import { RingLine, strokeLines } from "./ringline.ts";

const SAMPLES = 72;
const ROUND = 0.2;

const circles = new WeakMap<Site, Map<number, Circle>>();

// Kept: a site's circles do not change with date or account.
function circleOf(site: Site, km: number): Circle {
  const ofSite = circles.get(site) ?? new Map<number, Circle>();
  circles.set(site, ofSite);
  const found = ofSite.get(km) ?? circle([site.lon, site.lat], km);
  ofSite.set(km, found);
  return found;
}

// The latitudes that a circle passes through.
export function latitudes(site: Site, km: number): number[] {
  return circleOf(site, km).lines[0].map(([, lat]) => lat);
}

export function makeRings(map: L.Map, data: PageData) {
  const group = L.layerGroup().addTo(map);
  let rings: Ring[] = [];
  let placement: (Placement & { scale: number; of: Ring[] }) | null = null;

  function draw(site: Site, state: State): void {
    group.clearLayers();
    for (const { look, from, to } of shadedZones(data)) {
      // Even-odd: what lies inside the outer ring and not inside the inner one.
      const ends = [from, to].filter((km) => km > 0);
      const zone = ends.flatMap((km) => circleOf(site, km).areas);
      area(zone, `zone-${look}`, `zone zone-${look}`);
    }
    for (const limit of data.limits_km) {
      const lines = lineCopies(circleOf(site, limit).lines);
      group.addLayer(new RingLine(lines, "limits", limitClass(data, limit)));
    }
    drawFigures(site, state);
    const doubt = site.position_precision_km;
    if (doubt >= data.drawn_doubt_km) area(circleOf(site, doubt).areas, "doubt", "doubt");
  }

  function area(polygons: Circle["areas"], pane: string, className: string): void {
    for (const copy of areaCopies(polygons)) group.addLayer(areaPath(copy, pane, className, ROUND));
  }

  // A figure's interval is hatched; its ends, and all other figures, are strokes, none over another.
  function drawFigures(site: Site, state: State): void {
    rings = ringsAt(data, site, state);
    for (const [look, low, high] of intervalsOf(rings)) {
      const ends = [low, high].filter((km) => km >= data.range_km[0]);
      const areas = ends.flatMap((km) => circleOf(site, km).areas);
      area(areas, "intervals", `interval interval-${look}`);
    }
    const lines = strokeLines(
      data,
      rings,
      "rings",
      (km) => lineCopies(circleOf(site, km).lines),
      (stroke) => placing(site).beside.get(stroke) ?? 0,
    );
    for (const line of lines) line.addTo(group);
  }

  // Anew where the scale is another.
  function placing(site: Site): Placement {
    const scale = pxPerKm(map, site);
    if (placement?.scale !== scale || placement.of !== rings) {
      placement = { scale, of: rings, ...placed(rings, scale, data.strokes.pitch_px) };
    }
    return placement;
  }

  // In the overview every site has one thin ring: the farthest strike figure on the account.
  function drawAll(sites: Site[], state: State): void {
    group.clearLayers();
    rings = [];
    for (const site of sites) {
      const km = farthestKm(data, site, state);
      if (km < data.range_km[0]) continue;
      const lines = lineCopies(circleOf(site, km).lines);
      group.addLayer(linePath(lines, "rings", "ring ring-overview"));
    }
  }

  // Labels for the rings and the band as they stand on the screen now.
  function labels(site: Site): Label[] {
    const limits = limitLabels(data).map(
      ({ limit, lines }): Label => ({
        lines,
        className: `label-limit label-limit-${limit}`,
        priority: limit === data.band_km[1] ? 1 : 5,
        spots: spots(circleOf(site, limit), limit * 7),
      }),
    );
    return [...placing(site).bundles.map((bundle) => labelOf(site, bundle)), ...limits];
  }

  // One stroke has its figure in two lines; each of a bundle has one of its own, behind a sample.
  function labelOf(site: Site, bundle: Stroke[]): Label {
    const km = Math.max(...bundle.map((stroke) => stroke.km));
    const around: Spot = [site.lon, site.lat];
    const place = { priority: 2, spots: spots(circleOf(site, km), km), around };
    const label = ringLabel(data, bundle, rings);
    if ("look" in label) {
      return { ...place, lines: label.lines, className: `label-ring label-${label.look}` };
    }
    return {
      ...place,
      className: "label-ring label-bundle",
      rows: label.rows.map(({ stroke: { look, end, unread }, name, whose }) =>
        h(
          "span",
          { class: `label-${look}` },
          lineMark(look, end, unread),
          h("b", {}, name),
          " ",
          whose,
        ),
      ),
      short: { ...place, className: "label-ring", lines: label.lines },
    };
  }

  return { draw, drawAll, labels };
}

// Pixels in a kilometre at the site.
function pxPerKm(map: L.Map, { lat }: Site): number {
  const shown = Math.max(-LAST_LAT, Math.min(LAST_LAT, lat));
  const around = 2 * Math.PI * EQUATOR_KM * Math.cos(shown * RADIANS);
  return (256 * 2 ** map.getZoom()) / around;
}

// Places along a ring where its label may stand; the start differs, so that labels spread.
function spots({ lines }: Circle, seed: number): Spot[] {
  const points = lines.flat();
  const step = Math.max(1, Math.floor(points.length / SAMPLES));
  const start = Math.floor(seed) % points.length;
  const result: Spot[] = [];
  for (let k = 0; k < points.length; k += step) {
    const [lon, lat] = points[(start + k) % points.length];
    result.push([lon, lat]);
  }
  return result;
}
