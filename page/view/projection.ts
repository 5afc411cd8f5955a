// How places of the Earth come onto the screen: one map, and the projection it is drawn in.

import { circle } from "../earth/circle.ts";
import { nearestCopy } from "../earth/copies.ts";
import { EQUATOR_KM, LAST_LAT, type Point, RADIANS } from "../earth/wgs84.ts";
import type { PageData, Site } from "../model/data.ts";

export type ProjectionName = "mercator" | "true-distance" | "globe";

export interface Projected {
  readonly name: ProjectionName;
  // Draws the map in a projection; true distances are those from the site.
  set: (name: ProjectionName, site: Site) => void;
  // A place in pixels of the map's container; null where it is hidden, on the far side of a globe.
  at: (place: Point) => L.Point | null;
  // Where a marker stands: in Mercator in the copy of the world that is on the screen.
  latLng: (lon: number, lat: number) => L.LatLng | null;
  // A circle about a site in pixels of the container, anticlockwise, in the pieces that are seen.
  circle: (site: Site, km: number) => L.Point[][];
  // Pixels in a kilometre at the site.
  pxPerKm: (site: Site) => number;
}

export function makeProjection(map: L.Map, _data: PageData): Projected {
  let name: ProjectionName = "mercator";

  function set(wanted: ProjectionName, _site: Site): void {
    name = wanted;
  }

  function latLng(lon: number, lat: number): L.LatLng {
    return L.latLng(lat, nearestCopy(lon, map.getCenter().lng));
  }

  function at([lon, lat]: Point): L.Point {
    return map.latLngToContainerPoint(latLng(lon, lat));
  }

  function circleAt({ lon, lat }: Site, km: number): L.Point[][] {
    const shift = nearestCopy(lon, map.getCenter().lng) - lon;
    return circle([lon, lat], km).lines.map((line) =>
      line.map(([east, north]) => map.latLngToContainerPoint([north, east + shift])),
    );
  }

  function pxPerKm({ lat }: Site): number {
    const shown = Math.max(-LAST_LAT, Math.min(LAST_LAT, lat));
    const around = 2 * Math.PI * EQUATOR_KM * Math.cos(shown * RADIANS);
    return (256 * 2 ** map.getZoom()) / around;
  }

  return {
    get name() {
      return name;
    },
    set,
    at,
    latLng,
    circle: circleAt,
    pxPerKm,
  };
}
