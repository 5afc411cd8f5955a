// Sea, land, borders and graticule, all from the file's own data, in any projection.

import { COPIES, polygonsOf } from "../earth/copies.ts";
import { type Projection, writing } from "../earth/flat.ts";
import { nearby, type Traces, thinned, traced } from "../earth/traces.ts";
import { type Point, RADIANS } from "../earth/wgs84.ts";
import type { CountriesData } from "../model/data.ts";
import { areaPath, linePath, Sheet } from "./flatpath.ts";
import type { Projected } from "./projection.ts";

const STEP_DEG = 15;
// Of a line of the graticule, which bends in most projections.
const BEND_DEG = 3;
// The outlines are given to a hundredth of a degree.
const UNITS_IN_RADIUS = 20000;
// While a globe turns, a fraction of its points is enough.
const TURNING_GRID_DEG = 0.25;
// Beyond the farthest corner of the map.
const SPARE = 1.1;
// Who sees so far, in radians, sees all but little.
const FAR = 1.8;

interface Outlines {
  land: Traces;
  graticule: Traces;
}

type Paths = [graticule: string, land: string, borders: string];

// Worked out once for all maps of a page.
interface Shared {
  of: CountriesData | null;
  whole: Outlines;
  few?: Outlines;
  mercator?: Paths;
}

let shared: Shared | null = null;

function sharedOf(countries: CountriesData | null): Shared {
  if (shared?.of !== countries) shared = { of: countries, whole: outlined(ringsOf(countries)) };
  return shared;
}

function ringsOf(countries: CountriesData | null): Point[][] {
  return (countries?.features ?? []).flatMap(({ geometry }) => polygonsOf(geometry)).flat();
}

function outlined(rings: Point[][], step = STEP_DEG): Outlines {
  return { land: traced(rings), graticule: traced(graticule(step)) };
}

export function drawBasemap(
  map: L.Map,
  countries: CountriesData | null,
  projected: Projected,
): void {
  const known = sharedOf(countries);
  const { whole } = known;
  let isTurning = false;
  let drawn: Projection | null = null;
  // How far from its middle, in radians.
  let drawnTo = Number.POSITIVE_INFINITY;

  const world = () => (projected.name === "mercator" ? [] : projected.projection.world());
  const sea = areaPath(map, projected, world, { pane: "sea", className: "globe-sea" });
  const rim = linePath(map, projected, world, { pane: "borders", className: "globe-rim" });
  // Mercator's are written once, and kept while another projection is shown.
  const flat = COPIES.map(sheetsAt);
  const other = sheetsAt(0);
  const sheets = [...flat, other].flat();
  let isFlatDrawn = false;

  function sheetsAt(degrees: number): Sheet[] {
    const more = { unitsInRadius: UNITS_IN_RADIUS, shift: degrees * RADIANS };
    return ["graticule", "land", "borders"].map(
      (pane) =>
        new Sheet(map, projected, {
          pane,
          className: pane === "borders" ? "border" : pane,
          isArea: pane === "land",
          ...more,
        }),
    );
  }

  function draw(outlines: Outlines): void {
    const isFlat = projected.name === "mercator";
    const now = isFlat ? flat : [other];
    if (!(isFlat && isFlatDrawn)) {
      const paths = (isFlat && known.mercator) || paint(outlines);
      if (isFlat) known.mercator = paths;
      for (const copy of now) for (const [k, sheet] of copy.entries()) sheet.become(paths[k]);
    }
    isFlatDrawn ||= isFlat;
    for (const sheet of sheets) sheet.show(now.flat().includes(sheet));
    drawn = projected.projection;
    drawnTo = Number.POSITIVE_INFINITY;
  }

  // With true distances all is drawn anew for each site: at first, what the map shows.
  function drawAnew(): void {
    const reach = SPARE * cornerFrom();
    if (projected.name !== "true-distance" || reach > FAR) {
      draw(whole);
      return;
    }
    draw({ ...whole, land: nearby(whole.land, projected.middle, reach) });
    drawnTo = reach;
  }

  // How far the farthest corner of the map lies from the plane's middle.
  function cornerFrom(): number {
    const { scale, left, top } = projected.frame();
    const { min, max } = map.getPixelBounds();
    const { x, y } = map.getPixelOrigin();
    const far = (least = 0, most = 0, from = 0, middle = 0) =>
      Math.max(Math.abs(least - from - middle), Math.abs(most - from - middle));
    return Math.hypot(far(min?.x, max?.x, x, left), far(min?.y, max?.y, y, top)) / scale;
  }

  // The rest, before any of it is seen.
  function follow(): void {
    if (drawn === projected.projection && drawnTo < cornerFrom()) draw(whole);
  }

  function paint({ land, graticule }: Outlines): Paths {
    const pens = [0, 1, 2].map(() => writing(UNITS_IN_RADIUS));
    projected.projection.draw(graticule, pens[0]);
    projected.projection.fill(land, pens[1]);
    projected.projection.draw(land, pens[2]);
    const [grid, fill, borders] = pens.map((pen) => pen.path());
    return [grid, fill, borders];
  }

  function turn(): void {
    isTurning = true;
    known.few ??= outlined(thinned(ringsOf(countries), TURNING_GRID_DEG), 2 * STEP_DEG);
    draw(known.few);
  }

  function rest(): void {
    if (isTurning) draw(whole);
    isTurning = false;
  }

  drawAnew();
  L.layerGroup([sea, rim, ...sheets]).addTo(map);
  map.on("viewreset", () => {
    if (drawn !== projected.projection) drawAnew();
  });
  map.on("move resize", follow);
  map.on("zoomanim", () => {
    if (Number.isFinite(drawnTo)) draw(whole);
  });
  map.on("turn", turn);
  map.on("moveend", rest);
}

function graticule(step: number): Point[][] {
  const lines: Point[][] = [];
  for (let lon = -180; lon < 180; lon += step) {
    lines.push(steps(-84, 84).map((lat): Point => [lon, lat]));
  }
  for (let lat = -75; lat <= 75; lat += step) {
    lines.push(steps(-180, 180).map((lon): Point => [lon, lat]));
  }
  return lines;
}

function steps(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / BEND_DEG + 1 }, (_, k) => from + BEND_DEG * k);
}
