// How places of the Earth come onto the screen: one map, and the projection it is drawn in. All three
// are a coordinate reference system of Leaflet's, so that markers, links and controls need not care.

import { copyOf, nearestCopy } from "../earth/copies.ts";
import { equidistant } from "../earth/equidistant.ts";
import type { Flat, Projection } from "../earth/flat.ts";
import { mercator } from "../earth/mercator.ts";
import { orthographic } from "../earth/orthographic.ts";
import { EQUATOR_KM, LAST_LAT, type Point, RADIANS, wrap } from "../earth/wgs84.ts";
import type { ProjectionName, Site } from "../model/data.ts";

// Where the plane's units lie among the pixels of Leaflet's layers.
export interface Frame {
  scale: number;
  left: number;
  top: number;
}

export interface Projected {
  readonly name: ProjectionName;
  readonly projection: Projection;
  // What a projection is about, other than Mercator.
  readonly middle: Point;
  // Draws the map in a projection; true distances are those from the site. Of another projection or
  // site "projection" tells; `stand` is called next, or `steady`.
  set: (name: ProjectionName, site: Site) => void;
  // Where nobody says where the map stands, it stays.
  steady: () => void;
  // Where the map stands; a globe is turned there.
  stand: (middle: L.LatLngExpression, zoom: number) => void;
  // Turns a globe a little, while it is being turned: what follows is told by "turn", not "moveend".
  turn: (middle: Point) => void;
  // A place in pixels of the map's container; null where it is hidden, on the far side of a globe.
  at: (place: Point) => L.Point | null;
  // Where a marker stands: in Mercator in the copy of the world that is on the screen.
  latLng: (lon: number, lat: number) => L.LatLng | null;
  // A circle about a site in pixels of the container, anticlockwise, in the pieces that are seen.
  circle: (site: Site, km: number) => L.Point[][];
  // Pixels in a kilometre at the site.
  pxPerKm: (site: Site) => number;
  frame: () => Frame;
}

// What Leaflet keeps to itself and has no other way to: drawing everything anew, ending a zoom.
type Movable = L.Map & {
  _move: (center: L.LatLng, zoom: number) => void;
  _resetView: (center: L.LatLng, zoom: number) => void;
  _animatingZoom?: boolean;
  _onZoomTransitionEnd: () => void;
};

// Hidden places, in radii: farther than any screen.
const AWAY = 1e4;

export function makeProjection(map: L.Map): Projected {
  const plain = map.options.crs;
  let name: ProjectionName = "mercator";
  let projection = mercator;
  // Of the projection: a globe's changes as it turns.
  let middle: Point = [0, 0];
  let focus: Site | null = null;
  let isStale = false;

  function set(wanted: ProjectionName, site: Site): void {
    if (wanted === name && site === focus) return;
    // A globe is turned by whoever says where the map stands.
    const stays = wanted === name && wanted !== "true-distance";
    name = wanted;
    focus = site;
    if (!stays) {
      middle = [site.lon, site.lat];
      if (name === "mercator") use(mercator);
      else use(name === "globe" ? orthographic(middle) : equidistant(middle));
    }
    map.fire("projection");
  }

  function use(wanted: Projection): void {
    projection = wanted;
    map.options.crs = wanted === mercator ? plain : crsOf(wanted);
    isStale = true;
  }

  function stand(place: L.LatLngExpression, zoom: number): void {
    // While a zoom is on its way Leaflet hears no other wish, and its end would overrule this one.
    if ((map as Movable)._animatingZoom) (map as Movable)._onZoomTransitionEnd();
    const { lat, lng } = L.latLng(place);
    if (name === "globe" && aim([lng, lat])) map.fire("turn");
    if (isStale) (map as Movable)._resetView(L.latLng(lat, lng), zoom);
    else if (!stands(lat, lng, zoom)) map.setView([lat, lng], zoom, { animate: false });
    isStale = false;
  }

  // Whether the map is there already, to a pixel: to set it there would move nothing, and tell of it.
  function stands(lat: number, lng: number, zoom: number): boolean {
    if (map.getZoom() !== zoom) return false;
    const [{ x, y }, size] = [map.latLngToContainerPoint([lat, lng]), map.getSize()];
    return Math.abs(x - size.x / 2) < 1 && Math.abs(y - size.y / 2) < 1;
  }

  function steady(): void {
    if (isStale) stand(map.getCenter(), map.getZoom());
  }

  // Whether this turns the globe.
  function aim([lon, lat]: Point): boolean {
    const aimed: Point = [wrap(lon), Math.max(-90, Math.min(90, lat))];
    if (`${aimed}` === `${middle}`) return false;
    middle = aimed;
    use(orthographic(middle));
    return true;
  }

  function turn(place: Point): void {
    if (!aim(place)) return;
    isStale = false;
    (map as Movable)._move(L.latLng(middle[1], middle[0]), map.getZoom());
    map.fire("turn");
    map.fire("viewreset");
  }

  function latLng(lon: number, lat: number): L.LatLng | null {
    if (name === "mercator") return L.latLng(lat, nearestCopy(lon, map.getCenter().lng));
    return projection.project([lon, lat]) && L.latLng(lat, lon);
  }

  function at([lon, lat]: Point): L.Point | null {
    const place = latLng(lon, lat);
    // Leaflet's own way ends on a whole pixel: lines would tremble.
    return (
      place && map.layerPointToContainerPoint(map.project(place).subtract(map.getPixelOrigin()))
    );
  }

  function frame(): Frame {
    const world = 256 * 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const scale = world / (2 * Math.PI);
    const shift = name === "mercator" ? copyOf(map.getCenter().lng) * RADIANS * scale : 0;
    return { scale, left: world / 2 - origin.x + shift, top: world / 2 - origin.y };
  }

  function circle({ lon, lat }: Site, km: number): L.Point[][] {
    const { scale, left, top } = frame();
    const zero = map.layerPointToContainerPoint([0, 0]);
    const lines = projection.circle([lon, lat], km);
    const shown = name === "mercator" ? nearestLines(lines, lon) : lines;
    return shown.map((line) =>
      line.map(([x, y]) => L.point(zero.x + left + x * scale, zero.y + top - y * scale)),
    );
  }

  // Of the worlds side by side that whose site is nearest to the middle.
  function nearestLines(lines: Flat[][], lon: number): Flat[][] {
    const seen = map.getCenter().lng;
    const world = Math.round((nearestCopy(lon, seen) - copyOf(seen) - lon) / 360) + 1;
    const count = lines.length / 3;
    return lines.slice(world * count, (world + 1) * count);
  }

  function pxPerKm({ lon, lat }: Site): number {
    const scale = (256 * 2 ** map.getZoom()) / (2 * Math.PI * EQUATOR_KM);
    if (name === "true-distance") return scale;
    if (name === "mercator") {
      return scale / Math.cos(Math.max(-LAST_LAT, Math.min(LAST_LAT, lat)) * RADIANS);
    }
    // Along the globe's rim, where nothing is foreshortened.
    return projection.project([lon, lat]) ? scale : scale / 2;
  }

  return {
    get name() {
      return name;
    },
    get projection() {
      return projection;
    },
    get middle() {
      return middle;
    },
    set,
    steady,
    stand,
    turn,
    at,
    latLng,
    circle,
    pxPerKm,
    frame,
  };
}

function crsOf(projection: Projection): L.CRS {
  const [rim] = projection.world();
  const far = Math.max(...rim.map(([x]) => x));
  return L.extend({}, L.CRS.Earth, {
    code: "infmap",
    // Nothing comes round again.
    wrapLng: undefined,
    projection: {
      project({ lat, lng }: L.LatLng): L.Point {
        const flat = projection.project([lng, lat]);
        return flat ? L.point(flat[0], flat[1]) : L.point(AWAY, AWAY);
      },
      unproject({ x, y }: L.Point): L.LatLng {
        const [lon, lat] = projection.unproject([x, y]);
        return L.latLng(lat, lon);
      },
      bounds: L.bounds([-far, -far], [far, far]),
    },
    transformation: L.transformation(1 / (2 * Math.PI), 0.5, -1 / (2 * Math.PI), 0.5),
  });
}
