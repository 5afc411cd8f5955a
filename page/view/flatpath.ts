// What is drawn by a projection onto a Leaflet map. Leaflet's own lines know places; these know the
// plane, which is worked out once for a projection, and are put to a tenth of a pixel.

import type { Flat, Projection } from "../earth/flat.ts";
import type { Point } from "../earth/wgs84.ts";
import { pieces } from "../model/cutting.ts";
import { type Box, type Dot, outside, tenth } from "../model/placing.ts";
import type { Projected } from "./projection.ts";

interface Options {
  pane: string;
  className: string;
  interactive?: boolean;
}

// The part of the map that is drawn, in pixels of its layers.
interface Seen {
  min: Dot;
  max: Dot;
}

// What of the map is drawn: its container and a tenth around it, which a little move brings.
export const AROUND = 0.1;

// Lines of the plane as a path on the screen. Several strokes of one line share it.
export class Way {
  #make: () => Flat[][];
  #isArea: boolean;
  #beside: () => number;
  #lines: Flat[][] = [];
  #of: Projection | null = null;
  #key = "";
  #path = "";

  // An area is filled where its lines are odd; a line may be drawn some pixels to its right.
  constructor(
    make: () => Flat[][],
    { isArea = false, beside = () => 0 }: { isArea?: boolean; beside?: () => number } = {},
  ) {
    this.#make = make;
    this.#isArea = isArea;
    this.#beside = beside;
  }

  path(projected: Projected, seen: Seen): string {
    const { scale, left, top } = projected.frame();
    const { min, max } = seen;
    const isSame = this.#of === projected.projection;
    const key = [scale, left, top, min.x, min.y, max.x, max.y].join();
    if (isSame && key === this.#key) return this.#path;
    if (!isSame) this.#lines = this.#make();
    this.#of = projected.projection;
    this.#key = key;
    this.#path = "";
    for (const line of this.#lines) {
      const points = line.map(([x, y]) => ({ x: left + x * scale, y: top - y * scale }));
      this.#path += this.#piece(points, seen);
    }
    return this.#path;
  }

  #piece(points: Dot[], seen: Seen): string {
    const where = whereIs(points, seen);
    if (where === "out") return "";
    if (this.#isArea) {
      // Of what goes around a corner of the screen nothing is left.
      const path = steps(where === "in" ? points : clipped(points, seen));
      return path && `${path}z`;
    }
    const px = this.#beside();
    const drawn = px ? outside(points, px) : points;
    return where === "in" ? steps(drawn) : pieces(drawn, boxOf(seen)).map(steps).join("");
  }
}

// What Leaflet's types leave out.
type Redrawn = new (
  options: L.RendererOptions,
) => L.SVG & { _reset: () => void; _update: () => void };

// As it draws all anew, Leaflet leaves it a part of a pixel beside its place, and so blurred.
class Crisp extends (L.SVG as unknown as Redrawn) {
  constructor(options: L.RendererOptions) {
    super(options);
    const reset = this._reset;
    this._reset = () => {
      reset.call(this);
      this._update();
    };
  }
}

const renderers = new WeakMap<L.Map, Map<string, L.SVG>>();

// A map that prefers a canvas has none of the style sheet's looks.
function rendererOf(map: L.Map, pane: string): L.SVG {
  const ofMap = renderers.get(map) ?? new Map<string, L.SVG>();
  renderers.set(map, ofMap);
  const found = ofMap.get(pane) ?? new Crisp({ pane, padding: AROUND });
  ofMap.set(pane, found);
  return found;
}

abstract class Drawn extends L.Path {
  protected projected: Projected;

  constructor(map: L.Map, projected: Projected, options: Options, isArea: boolean) {
    super();
    this.projected = projected;
    const { pane, className, interactive = false } = options;
    const renderer = rendererOf(map, pane);
    L.setOptions(this, { renderer, pane, className, fill: isArea, interactive });
  }

  // Leaflet asks for both as it moves: all is done in the second.
  _project(): void {}

  _update(): void {
    const element = this.getElement();
    if (element) this.put(element);
  }

  protected abstract put(element: Element): void;
}

export class FlatPath extends Drawn {
  #way: Way | null;
  #drawn: string | null = null;

  constructor(
    map: L.Map,
    projected: Projected,
    way: Way,
    options: Options,
    { isArea } = { isArea: false },
  ) {
    super(map, projected, options, isArea);
    this.#way = way;
  }

  // Where it lies and how it looks.
  get kind(): string {
    return `${this.options.pane} ${this.options.className}`;
  }

  // Takes the place of one of its kind: the element stays, and what it shows where that is the same.
  become(other: FlatPath): void {
    this.#way = other.#way;
    const told = other.getTooltip();
    if (told) this.getTooltip()?.setContent(told.getContent() as L.Content);
    this._update();
  }

  // Leaves its line where it is until it becomes another.
  rest(): void {
    this.#way = null;
  }

  protected put(element: Element): void {
    if (!this.#way) return;
    const path = this.#way.path(this.projected, seenOf(this._map));
    if (path === this.#drawn && element.hasAttribute("d")) return;
    this.#drawn = path;
    element.setAttribute("d", path || "M0 0");
  }

  // For a tooltip that the keyboard opens: some place of the line.
  getCenter(): L.LatLng {
    return this._map.getCenter();
  }
}

// What lies in an odd number of rings.
export function areaPath(
  map: L.Map,
  projected: Projected,
  rings: () => Flat[][],
  options: Options,
): FlatPath {
  return new FlatPath(map, projected, new Way(rings, { isArea: true }), options, { isArea: true });
}

export function linePath(
  map: L.Map,
  projected: Projected,
  lines: () => Flat[][],
  options: Options,
): FlatPath {
  return new FlatPath(map, projected, new Way(lines), options);
}

// A line from place to place, as a geodesic's.
export function placesPath(
  map: L.Map,
  projected: Projected,
  places: Point[],
  pane: string,
  className: string,
): FlatPath {
  const lines = () => projected.projection.line(places);
  return linePath(map, projected, lines, { pane, className });
}

// An outline in whole units of the plane, which the browser scales: nothing is worked out anew as the
// map moves.
export class Sheet extends Drawn {
  #path = "";
  // What the element has.
  #drawn = "";
  #isShown = true;
  #unit: number;
  #shift: number;

  // `shift`: how far east it lies, in radii.
  constructor(
    map: L.Map,
    projected: Projected,
    options: Options & { unitsInRadius: number; shift: number; isArea: boolean },
  ) {
    super(map, projected, options, options.isArea);
    this.#unit = options.unitsInRadius;
    this.#shift = options.shift;
  }

  // Shown next.
  become(path: string): void {
    this.#path = path;
  }

  show(isShown: boolean): void {
    this.#isShown = isShown;
    this._update();
  }

  // A world beside the one on the screen is no work for the browser until it is seen.
  protected put(element: Element): void {
    const { scale, left, top } = this.projected.frame();
    const [x, half] = [left + this.#shift * scale, Math.PI * scale];
    const { min, max } = seenOf(this._map);
    const isSeen = this.#isShown && x + half > min.x && x - half < max.x;
    element.toggleAttribute("hidden", !isSeen);
    if (!isSeen) return;
    if (this.#drawn !== this.#path || !element.hasAttribute("d")) {
      element.setAttribute("d", this.#path);
      element.setAttribute("vector-effect", "non-scaling-stroke");
      this.#drawn = this.#path;
    }
    const size = scale / this.#unit;
    const at = `matrix(${size} 0 0 ${size} ${x} ${top})`;
    if (element.getAttribute("transform") !== at) element.setAttribute("transform", at);
  }
}

function seenOf(map: L.Map): Seen {
  const size = map.getSize();
  const min = map.containerPointToLayerPoint(size.multiplyBy(-AROUND)).round();
  return { min, max: min.add(size.multiplyBy(1 + 2 * AROUND)).round() };
}

// A ring about the screen may have all its points beside it: that is neither.
function whereIs(points: Dot[], { min, max }: Seen): "in" | "out" | "across" {
  let west = Number.POSITIVE_INFINITY;
  let north = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.NEGATIVE_INFINITY;
  for (const { x, y } of points) {
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  if (west > max.x || east < min.x || north > max.y || south < min.y) return "out";
  return west >= min.x && east <= max.x && north >= min.y && south <= max.y ? "in" : "across";
}

function clipped(points: Dot[], { min, max }: Seen): Dot[] {
  return L.PolyUtil.clipPolygon(points.map(asPoint), L.bounds(asPoint(min), asPoint(max)));
}

function boxOf({ min, max }: Seen): Box {
  return { left: min.x, top: min.y, right: max.x, bottom: max.y };
}

function asPoint({ x, y }: Dot): L.Point {
  return L.point(x, y);
}

function steps(points: Dot[]): string {
  let path = "";
  for (const { x, y } of points) path += `${path ? "L" : "M"}${tenth(x)} ${tenth(y)}`;
  return path;
}
