// Where the map stands: on the band about the site, on the world, or where the reader left it.

import { LAST_LAT } from "../earth/wgs84.ts";
import type { PageData, Site, State, View } from "../model/data.ts";
import { latitudes } from "./rings.ts";

// The part of the band that a first view shows: Mercator swells without end beyond.
const VIEW_LATS = [-56, 72];
const WORLD: L.LatLngTuple = [35, 20];
// The site's mark and its name.
const SITE_MARGIN_PX = 50;

export function makeCamera(map: L.Map, data: PageData, bottom: HTMLElement) {
  // The world is never smaller than the map: a quarter of a zoom is a step.
  function limitZoom(): void {
    const { x, y } = map.getSize();
    map.setMinZoom(Math.max(0, Math.ceil(4 * Math.log2(Math.max(x, y) / 256)) / 4));
  }

  // Before the first view it would start a movement that ends after it.
  function limitPan(): void {
    map.setMaxBounds([
      [-LAST_LAT, -1e4],
      [LAST_LAT, 1e4],
    ]);
  }

  // Fits the map to the band's extent north and south of the site.
  function fit(focus: Site, { mode }: State): void {
    limitZoom();
    if (mode === "overview") {
      map.setView(WORLD, map.getMinZoom(), { animate: false });
      return;
    }
    const [, farthest] = data.band_km;
    const lats = latitudes(focus, farthest);
    const south = Math.min(focus.lat, Math.max(VIEW_LATS[0], Math.min(...lats)));
    const north = Math.max(focus.lat, Math.min(VIEW_LATS[1], Math.max(...lats)));
    map.fitBounds(
      [
        [south, focus.lon - 5],
        [north, focus.lon + 5],
      ],
      { animate: false },
    );
    bringIntoView(focus);
  }

  // The world fills the map at least, so that on a tall one not all of the band fits: the site does.
  function bringIntoView({ lat, lon }: Site): void {
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    const size = map.getSize();
    const covered = getComputedStyle(bottom).position === "absolute" ? bottom.offsetHeight : 0;
    map.panBy([outside(x, size.x), outside(y, size.y - covered)], { animate: false });
  }

  function restore([zoom, lat, lon]: View): void {
    map.setView([lat, lon], zoom, { animate: false });
  }

  function view(): View {
    const { lat, lng } = map.getCenter();
    return [map.getZoom(), Number(lat.toFixed(4)), Number(lng.toFixed(4))];
  }

  return { limitZoom, limitPan, fit, restore, view };
}

function outside(at: number, size: number): number {
  return Math.min(0, at - SITE_MARGIN_PX) + Math.max(0, at - size + SITE_MARGIN_PX);
}
