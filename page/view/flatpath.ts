// What is drawn by a projection onto a Leaflet map. Leaflet's own lines know places; these know the
// plane, which is worked out once for a projection, and are put to a tenth of a pixel.

import type { Flat } from "../earth/flat.ts";
import type { Point } from "../earth/wgs84.ts";
import { outside } from "../model/placing.ts";
import type { Projected } from "./projection.ts";

interface Options {
  pane: string;
  className: string;
  // Whether it is an area, filled where its rings are odd.
  isArea?: boolean;
  interactive?: boolean;
  // How many pixels to the right of its line it is drawn.
  beside?: () => number;
}

const renderers = new WeakMap<L.Map, Map<string, L.SVG>>();

// A map that prefers a canvas has none of the style sheet's looks.
function rendererOf(map: L.Map, pane: string): L.SVG {
  const ofMap = renderers.get(map) ?? new Map<string, L.SVG>();
  renderers.set(map, ofMap);
  const found = ofMap.get(pane) ?? L.svg({ pane });
  ofMap.set(pane, found);
  return found;
}

abstract class Drawn extends L.Path {
  protected projected: Projected;
  #seen = "";

  constructor(map: L.Map, projected: Projected, { pane, className, isArea, interactive }: Options) {
    super();
    this.projected = projected;
    L.setOptions(this, {
      renderer: rendererOf(map, pane),
      pane,
      className,
      fill: isArea ?? false,
      interactive: interactive ?? false,
    });
  }

  // Leaflet asks for both as it moves: all is done in the second.
  _project(): void {}

  _update(): void {
    const { left, top, scale } = this.projected.frame();
    const { min, max } = this.seen();
    const seen = [left, top, scale, min.x, min.y, max.x, max.y].join();
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.put(this.getElement());
  }

  protected forget(): void {
    this.#seen = "";
  }

  protected renew(): void {
    this.forget();
    if (this._map) this._update();
  }

  // What of the map is drawn: its container and a tenth around it.
  protected seen(): { min: L.Point; max: L.Point } {
    const size = this._map.getSize();
    const min = this._map.containerPointToLayerPoint(size.multiplyBy(-0.1));
    return { min, max: min.add(size.multiplyBy(1.2)) };
  }

  // For a tooltip of the keyboard's: Leaflet asks for some place of the line.
  getCenter(): L.LatLng {
    return this._map.getCenter();
  }

  protected abstract put(element: Element | undefined): void;
}

export class FlatPath extends Drawn {
  #make: () => Flat[][];
  #lines: Flat[][] | null = null;
  #isArea: boolean;
  #beside: () => number;

  constructor(map: L.Map, projected: Projected, lines: () => Flat[][], options: Options) {
    super(map, projected, options);
    this.#make = lines;
    this.#isArea = options.isArea ?? false;
    this.#beside = options.beside ?? (() => 0);
  }

  // On a globe that turns its lines are others, and in another projection, where the map is drawn
  // anew at once.
  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return { turn: this.again, projection: this.forget };
  }

  again(): void {
    this.#lines = null;
    this.renew();
  }

  protected override forget(): void {
    this.#lines = null;
    super.forget();
  }

  protected put(element: Element | undefined): void {
    const { scale, left, top } = this.projected.frame();
    const { min, max } = this.seen();
    const edges = L.bounds(min, max);
    const steps: string[] = [];
    this.#lines ??= this.#make();
    for (const line of this.#lines) {
      const points = line.map(([x, y]) => L.point(left + x * scale, top - y * scale));
      if (!L.bounds(points).intersects(edges)) continue;
      if (this.#isArea) steps.push(`${path(L.PolyUtil.clipPolygon(points, edges))}z`);
      else
        for (const piece of pieces(beside(points, this.#beside()), edges)) steps.push(path(piece));
    }
    element?.setAttribute("d", steps.join("") || "M0 0");
  }
}

// A line from place to place, as a geodesic's.
export function placesPath(
  map: L.Map,
  projected: Projected,
  places: Point[],
  pane: string,
  className: string,
): FlatPath {
  return new FlatPath(map, projected, () => projected.projection.line(places), { pane, className });
}

// An outline in whole units of the plane, which the browser scales: nothing is worked out anew as the
// map moves.
export class Sheet extends Drawn {
  #path = "";
  #unit: number;
  #shift: number;

  // `shift`: how far east it lies, in radii.
  constructor(
    map: L.Map,
    projected: Projected,
    options: Options & { unitsInRadius: number; shift: number },
  ) {
    super(map, projected, options);
    this.#unit = options.unitsInRadius;
    this.#shift = options.shift;
  }

  become(path: string): void {
    this.#path = path;
    this.getElement()?.setAttribute("d", path);
    this.renew();
  }

  protected put(element: Element | undefined): void {
    const { scale, left, top } = this.projected.frame();
    const size = scale / this.#unit;
    if (!element?.hasAttribute("d")) element?.setAttribute("d", this.#path);
    element?.setAttribute("vector-effect", "non-scaling-stroke");
    element?.setAttribute(
      "transform",
      `matrix(${size} 0 0 ${size} ${left + this.#shift * scale} ${top})`,
    );
  }
}

function beside(points: L.Point[], px: number): L.Point[] {
  return px ? outside(points, px).map(({ x, y }) => L.point(x, y)) : points;
}

// A line without what lies far off the screen, where dashes would be worked out for nothing.
function pieces(points: L.Point[], edges: L.Bounds): L.Point[][] {
  if (edges.contains(L.bounds(points))) return [points];
  const found: L.Point[][] = [];
  for (let k = 1; k < points.length; k += 1) {
    if (!edges.intersects(L.bounds(points[k - 1], points[k]))) continue;
    const last = found.at(-1);
    if (last?.at(-1) === points[k - 1]) last.push(points[k]);
    else found.push([points[k - 1], points[k]]);
  }
  return found;
}

function path(points: L.Point[]): string {
  return points.map(({ x, y }, k) => `${k ? "L" : "M"}${tenth(x)} ${tenth(y)}`).join("");
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}
