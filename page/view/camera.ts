// Where the map stands: on the rings or the band about the site, on the world, or where the reader
// left it; and how a globe is turned.

import type { Flat } from "../earth/flat.ts";
import { distanceKm } from "../earth/geodesic.ts";
import { mercator } from "../earth/mercator.ts";
import { EQUATOR_KM, LAST_LAT } from "../earth/wgs84.ts";
import { figuresAt } from "../model/coverage.ts";
import type { PageData, Site, State, View } from "../model/data.ts";
import { leaning, reachOfView, span } from "../model/fitting.ts";
import { reports, stands } from "../model/reports.ts";
import type { Projected } from "./projection.ts";
import { makeTurning } from "./turning.ts";

// The part of the rings, and of the band, that a view shows in Mercator, which swells without end
// beyond.
const VIEW_LATS = { rings: [-80, 81], band: [-56, 72] };
const WORLD: L.LatLngTuple = [35, 20];
// The site's mark and its name.
const SITE_MARGIN_PX = 50;
// How much of the smaller side a globe's radius takes, and the rings on it at least.
const [GLOBE, RINGS_ON_GLOBE] = [0.47, 0.16];
// Places so near to the site, or so far, do not tell which side wants the room.
const NEIGHBOURS = [0.3, 1.8];
// The mark of the site, its name and their like are not to lie at the very edge.
const MOST_LEANING = 0.7;
const LEAST_ZOOM = 0;
// In radii: some 1500 km.
const AROUND_SITES = 0.24;
// Leaflet's ways to zoom, about a place of the map or about its middle.
const ZOOMS = ["scrollWheelZoom", "touchZoom", "doubleClickZoom"] as const;

export interface Fitted {
  focus: Site;
  state: State;
}

export interface Camera {
  // To a site's rings or band, or so far about it; where sites are compared, to both sides'; of all sites, to those that
  // are counted.
  fit: (
    focus: Site,
    state: State,
    more?: { sides?: Fitted[]; sites?: Site[]; km?: number | null },
  ) => void;
  // As it was fitted last.
  home: () => void;
  restore: (view: View) => void;
  view: () => View;
  zoomBy: (steps: number, focus: Site) => void;
  limitZoom: () => void;
  // Once the first scene is drawn.
  settle: () => void;
}

export function makeCamera(map: L.Map, data: PageData, projected: Projected): Camera {
  const known = new Map<string, boolean | "center" | undefined>();
  const pictures: L.Layer[] = [];
  let last: Parameters<Camera["fit"]> | null = null;
  let isSettled = false;
  const turning = makeTurning(map, projected);
  // A quarter of a zoom is no step any more: rings are fitted to a pixel.
  map.options.zoomSnap = 0;

  // In Mercator the world is never smaller than the map.
  function limitZoom(): void {
    const { x, y } = map.getSize();
    const least = Math.log2(Math.max(x, y, 1) / 256);
    map.setMinZoom(projected.name === "mercator" ? Math.max(0, least) : LEAST_ZOOM);
  }

  // Before the first view it would start a movement that ends after it.
  function settle(): void {
    isSettled = true;
    limitPan();
  }

  function limitPan(): void {
    if (!isSettled) return;
    if (projected.name !== "mercator") map.setMaxBounds(undefined);
    else {
      map.setMaxBounds([
        [-LAST_LAT, -1e4],
        [LAST_LAT, 1e4],
      ]);
    }
  }

  function fit(...asked: Parameters<Camera["fit"]>): void {
    last = asked;
    const [focus, state, { sides = [{ focus, state }], sites = [], km: asFar } = {}] = asked;
    const isOverview = state.mode === "overview";
    if (projected.name === "mercator" && isOverview) {
      const shown = sites.length ? sites : data.sites.filter((site) => reports(site, state).length);
      fitPlaces(shown.map(flatOf), AROUND_SITES);
      return;
    }
    // A side without a ring has none to be seen whole.
    const drawn = sides.filter((side) => figuresAt(data, side.focus, side.state).length);
    const fitted = drawn.length ? drawn : sides;
    const reaches = fitted.map((side) => asFar ?? reachOfView(data, side.focus, side.state));
    const isOne = fitted.every((side) => side.focus === focus);
    if (projected.name === "mercator" && !isOne) {
      fitPlaces(
        fitted.flatMap((side, k) => circleOf(side.focus, reaches[k])),
        0,
      );
      return;
    }
    const km = isOverview
      ? data.band_km[1]
      : Math.max(...fitted.map((side, k) => far(focus, side.focus) + reaches[k]));
    if (projected.name === "mercator") fitCircle(focus, km, state);
    else if (projected.name === "globe") fitGlobe(focus, km);
    else fitPlane(km, state);
  }

  function far(one: Site, other: Site): number {
    return one === other ? 0 : distanceKm([one.lon, one.lat], [other.lon, other.lat]);
  }

  function circleOf({ lon, lat }: Site, km: number): Flat[] {
    const lines = projected.projection.circle([lon, lat], km);
    // Of the worlds side by side the middle one.
    return lines.slice(lines.length / 3, (2 * lines.length) / 3).flat();
  }

  function flatOf({ lon, lat }: Site): Flat {
    return mercator.project([lon, lat]) ?? [0, 0];
  }

  // All of them, or with some air around most of them: but for a few far off.
  function fitPlaces(flats: Flat[], air: number): void {
    const reach = (numbers: number[]): [number, number] =>
      air ? span(numbers, air) : [Math.min(...numbers), Math.max(...numbers)];
    const [west, east] = reach(flats.map(([x]) => x));
    const seen = flats.filter(([x]) => x >= west && x <= east);
    const [south, north] = reach(seen.map(([, y]) => y));
    const { x: width, y: height } = map.getSize();
    const zoom = zoomOf(Math.min(width / (east - west), height / (north - south)));
    if (!flats.length || zoom < map.getMinZoom()) projected.stand(WORLD, map.getMinZoom());
    else {
      const [lon, lat] = mercator.unproject([(west + east) / 2, (south + north) / 2]);
      projected.stand([lat, lon], zoom);
    }
  }

  // Rings are circles: the smaller side of the map holds the largest.
  function fitPlane(km: number, state: State): void {
    const { x: width, y: height } = map.getSize();
    const radius = km / EQUATOR_KM;
    const scale = Math.min(width, height) / 2 / radius;
    const [east, north] = places(km, state);
    const [x, y] = [
      (width / 2 / scale - radius) * lean(east),
      (height / 2 / scale - radius) * lean(north),
    ];
    const [lon, lat] = projected.projection.unproject([x, y]);
    projected.stand([lat, lon], zoomOf(scale));
  }

  function lean(from: number[]): number {
    return MOST_LEANING * leaning(from);
  }

  // Where the capitals lie that are neither at the site nor far off: east and north of it.
  function places(km: number, { date }: State): [number[], number[]] {
    const [near, far] = NEIGHBOURS.map((share) => (share * km) / EQUATOR_KM);
    const flats = data.capitals
      .filter((place) => stands(place, date))
      .flatMap(({ lon, lat }) => {
        const flat = projected.projection.project([lon, lat]);
        return flat && Math.hypot(...flat) > near && Math.hypot(...flat) < far ? [flat] : [];
      });
    return [flats.map(([x]) => x), flats.map(([, y]) => y)];
  }

  function fitGlobe(focus: Site, km: number): void {
    const { x, y } = map.getSize();
    const onGlobe = Math.sin(Math.min(Math.PI / 2, km / EQUATOR_KM));
    const share = Math.max(GLOBE, RINGS_ON_GLOBE / onGlobe);
    projected.stand([focus.lat, focus.lon], zoomOf(share * Math.min(x, y)));
  }

  function fitCircle(focus: Site, km: number, state: State): void {
    const { x: width, y: height } = map.getSize();
    const line = projected.projection.circle([focus.lon, focus.lat], km);
    const [siteX, siteY] = mercator.project([focus.lon, focus.lat]) ?? [0, 0];
    const [least, most] = VIEW_LATS[state.fit].map(
      (lat) => (mercator.project([0, lat]) ?? [0, 0])[1],
    );
    const ys = line.flatMap((flats) => flats.map(([, y]) => y));
    const south = Math.min(siteY, Math.max(least, Math.min(...ys)));
    const north = Math.max(siteY, Math.min(most, Math.max(...ys)));
    const [around] = line.slice(Math.floor(line.length / 3));
    const wide = Math.min(Math.PI, Math.max(...around.map(([x]) => Math.abs(x - siteX))));
    // Whole band: what lies east and west of it may stand outside a tall map.
    const across = state.fit === "rings" ? width / 2 / wide : Number.POSITIVE_INFINITY;
    const zoom = Math.max(map.getMinZoom(), zoomOf(Math.min(height / (north - south), across)));
    const [lon, lat] = mercator.unproject([siteX, (south + north) / 2]);
    projected.stand([lat, lon], Math.min(zoom, map.getMaxZoom()));
    bringIntoView(focus);
  }

  // The world fills the map at least, so that on a tall one not all of the band fits: the site does.
  function bringIntoView({ lat, lon }: Site): void {
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    const size = map.getSize();
    const by: [number, number] = [outside(x, size.x), outside(y, size.y)];
    if (by[0] || by[1]) map.panBy(by, { animate: false });
  }

  function home(): void {
    if (last) fit(...last);
  }

  function restore([zoom, lat, lon]: View): void {
    projected.stand([lat, lon], zoom);
  }

  function view(): View {
    const { lat, lng } = map.getCenter();
    return [Number(map.getZoom().toFixed(2)), Number(lat.toFixed(4)), Number(lng.toFixed(4))];
  }

  // About the site, where it is seen, so that it stays where it stands.
  function zoomBy(steps: number, { lon, lat }: Site): void {
    const zoom = map.getZoom() + steps * (map.options.zoomDelta ?? 1);
    const at = projected.at([lon, lat]);
    const isSeen = at !== null && L.bounds([0, 0], map.getSize()).contains(at);
    if (projected.name === "globe" || !isSeen) map.setZoom(zoom);
    else map.setZoomAround(at, zoom);
  }

  // Tiles and pictures are made for Mercator; elsewhere they would lie where they do not belong.
  function showPictures(): void {
    if (projected.name === "mercator") {
      for (const layer of pictures.splice(0)) map.addLayer(layer);
      return;
    }
    map.eachLayer((layer) => {
      if (layer instanceof L.GridLayer || layer instanceof L.ImageOverlay) pictures.push(layer);
    });
    for (const layer of pictures) map.removeLayer(layer);
  }

  // A globe keeps its middle in the middle.
  function suit(): void {
    const isGlobe = projected.name === "globe";
    for (const name of ZOOMS) {
      if (!known.has(name)) known.set(name, map.options[name]);
      const asGiven = known.get(name);
      map.options[name] = isGlobe && asGiven ? "center" : asGiven;
    }
    turning.enable(isGlobe);
    limitZoom();
    limitPan();
    showPictures();
  }

  map.on("projection", suit);
  return { fit, home, restore, view, zoomBy, limitZoom, settle };
}

function zoomOf(scale: number): number {
  return Math.log2((scale * 2 * Math.PI) / 256);
}

function outside(at: number, size: number): number {
  return Math.min(0, at - SITE_MARGIN_PX) + Math.max(0, at - size + SITE_MARGIN_PX);
}
