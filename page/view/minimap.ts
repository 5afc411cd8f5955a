// A little map with true distances for an account: full where it reaches for sure, hatched where in
// doubt. The same camera for every account of a site, so that they can be compared.

import { polygonsOf } from "../earth/copies.ts";
import { equidistant } from "../earth/equidistant.ts";
import { cropping, type Flat, type Projection, writing } from "../earth/flat.ts";
import { nearby, type Traces, thinned, traced } from "../earth/traces.ts";
import { EQUATOR_KM } from "../earth/wgs84.ts";
import type { CountriesData, PageData, Site, State } from "../model/data.ts";
import { discsOf } from "../model/discs.ts";
import { leaning, reachOfView } from "../model/fitting.ts";
import { stands } from "../model/reports.ts";
import type { Scene } from "../model/scene.ts";
import { arrange, HIDDEN, replace, svg } from "./dom.ts";

// A pixel of a little map is a good deal more.
const GRID_DEG = 0.25;
const MOST_LEANING = 0.6;
const NEIGHBOURS = [0.3, 1.6];
const NAME_PX = 4;
// The sea and the land come first in a picture.
const ON_LAND = 2;
const REACHES = 4;
const TENTHS = 10;
// Half a pixel.
const LEAST_STEP = 5;

interface Size {
  width: number;
  height: number;
  /** The place that is named, if it is in the picture. */
  named?: number | null;
}

interface Camera {
  /** Pixels in a radius of the Earth. */
  scale: number;
  x: number;
  y: number;
}

export function miniMap(
  data: PageData,
  { focus, state, chosen }: Scene,
  account: State["account"],
  { width, height, named = chosen }: Size,
): SVGSVGElement {
  const { camera, land } = pictureOf(data, focus, state, { width, height });
  const { sure, far, open } = discsOf(data, focus, { ...state, account });
  const disc = (km: number, className: string) =>
    km > 0
      ? svg("circle", {
          cx: camera.x,
          cy: camera.y,
          r: ((km / EQUATOR_KM) * camera.scale).toFixed(1),
          class: className,
        })
      : null;
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: `mini mini-${account}`,
      ...HIDDEN,
    },
    svg("rect", { width, height, class: "mini-sea" }),
    svg("path", {
      d: land,
      class: "mini-land",
      transform: `translate(${camera.x} ${camera.y})scale(${1 / TENTHS})`,
    }),
    far > sure ? disc(far, "mini-doubt") : null,
    disc(sure, "mini-sure"),
    open.includes(far) ? null : disc(far, "mini-ring"),
    open.map((km) => disc(km, "mini-ring mini-ring-open")),
    svg("circle", { cx: camera.x, cy: camera.y, r: 1.6, class: "mini-site" }),
    named === null ? null : place(data, focus, named, camera, { width, height }),
  );
}

// Puts a picture where another may stand, of which it leaves what is the same.
export function putMini(element: Element, picture: SVGSVGElement | null): void {
  const old = element.firstElementChild;
  if (!picture || !old || !isSameLand(old, picture)) replace(element, picture);
  else if (!old.isEqualNode(picture)) {
    arrange(old, [...[...old.children].slice(0, ON_LAND), ...[...picture.children].slice(ON_LAND)]);
  }
}

function isSameLand(one: Element, other: Element): boolean {
  return [...Array(ON_LAND).keys()].every((k) => one.children[k].isEqualNode(other.children[k]));
}

interface Drawn<Made> {
  of: unknown[];
  made: Made;
}

let camera: Drawn<Camera> | null = null;
let outlines: Drawn<Traces> | null = null;
let land: Drawn<string> | null = null;

// The same for all accounts of a site.
function pictureOf(data: PageData, site: Site, state: State, size: Size) {
  const { width, height } = size;
  const projection = equidistant([site.lon, site.lat]);
  camera = kept(camera, [data, site, state.theme, state.date, width, height], () =>
    cameraOf(data, site, state, size, projection),
  );
  const { made } = camera;
  // What a picture shows, in coarse steps.
  const reach = Math.ceil((REACHES * Math.hypot(width, height)) / made.scale) / REACHES;
  outlines = kept(outlines, [data, site, reach], () =>
    nearby(outlinesOf(data.countries), [site.lon, site.lat], reach),
  );
  const near = outlines.made;
  land = kept(land, [near, made], () => landPath(near, made, size, projection));
  return { camera: made, land: land.made };
}

function kept<Made>(drawn: Drawn<Made> | null, of: unknown[], make: () => Made): Drawn<Made> {
  return drawn?.of.every((one, k) => one === of[k]) ? drawn : { of, made: make() };
}

function cameraOf(
  data: PageData,
  site: Site,
  state: State,
  { width, height }: Size,
  projection: Projection,
): Camera {
  const km = reachOfView(data, site, { ...state, account: "all", fit: "rings" });
  const radius = km / EQUATOR_KM;
  const scale = Math.min(width, height) / 2 / radius;
  const [near, far] = NEIGHBOURS.map((share) => share * radius);
  const east = data.capitals
    .filter((capital) => stands(capital, state.date))
    .map(({ lon, lat }) => projection.project([lon, lat]) ?? [0, 0])
    .filter((flat) => Math.hypot(...flat) > near && Math.hypot(...flat) < far)
    .map(([x]) => x);
  const room = (width / 2 - radius * scale) * MOST_LEANING;
  return { scale, x: round(width / 2 - room * leaning(east)), y: round(height / 2) };
}

let thin: Drawn<Traces> | null = null;

function outlinesOf(countries: CountriesData | null): Traces {
  thin = kept(thin, [countries], () => {
    const rings = (countries?.features ?? [])
      .flatMap(({ geometry }) => polygonsOf(geometry))
      .flat();
    return traced(thinned(rings, GRID_DEG));
  });
  return thin.made;
}

// In tenths of a pixel from the site.
function landPath(
  outlines: Traces,
  { scale, x, y }: Camera,
  { width, height }: Size,
  projection: Projection,
): string {
  // With a pixel around the picture, lest the lines there should be seen.
  const [west, east, south, north] = [-x - 1, width - x + 1, y - height - 1, y + 1].map(
    (px) => px / scale,
  );
  const written = writing(TENTHS * scale, LEAST_STEP);
  const pen = cropping([west, east, south, north], written);
  projection.fill(outlines, pen);
  pen.end();
  return written.path();
}

function onPicture([x, y]: Flat, camera: Camera): Flat {
  return [camera.x + x * camera.scale, camera.y - y * camera.scale];
}

function place(
  data: PageData,
  site: Site,
  index: number,
  camera: Camera,
  { width, height }: Size,
): SVGElement[] {
  const { lon, lat, name } = data.capitals[index];
  const flat = equidistant([site.lon, site.lat]).project([lon, lat]);
  if (!flat) return [];
  const [x, y] = onPicture(flat, camera).map(round);
  if (x < 0 || x > width || y < 0 || y > height) return [];
  const isLeft = x > width / 2;
  const anchor = { x: isLeft ? x - NAME_PX : x + NAME_PX, y: y - 2 };
  return [
    svg("circle", { cx: x, cy: y, r: 2, class: "mini-place" }),
    svg("text", { ...anchor, "text-anchor": isLeft ? "end" : "start", class: "mini-name" }, name),
  ];
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
