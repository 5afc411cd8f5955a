// What a projection is: the Earth on a plane, and lines and areas of it as a pen draws them.

import type { Traces } from "./traces.ts";
import type { Point } from "./wgs84.ts";

/** East and north in the plane, in radii of the equator: the scale of Mercator there. */
export type Flat = [x: number, y: number];

/** A line is begun at a place and led on; an area is several lines, filled where they are odd. */
export interface Pen {
  move: (x: number, y: number) => void;
  line: (x: number, y: number) => void;
}

export interface Projection {
  /** Null where a place is hidden. */
  project: (place: Point) => Flat | null;
  /** Of what lies outside the Earth, the place nearest to it. */
  unproject: (flat: Flat) => Point;
  /** The circle about a centre, anticlockwise, in the pieces that are seen. */
  circle: (centre: Point, km: number) => Flat[][];
  /**
   * What lies within it, as rings: a place is in where it is in an odd number of them. Their chords
   * stray by no more than told, where that is more than usual.
   */
  disc: (centre: Point, km: number, withinKm?: number) => Flat[][];
  /** A line in the pieces that are seen. */
  line: (places: Point[]) => Flat[][];
  /** All the Earth that is seen, as rings. */
  world: () => Flat[][];
  /** Lines that are open, in the pieces that are seen, without those that were cut. */
  draw: (traces: Traces, pen: Pen) => void;
  /** The areas within lines that are closed, filled where they are odd. */
  fill: (traces: Traces, pen: Pen) => void;
}

/** Gathers lines. */
export function gathering(): Pen & { lines: Flat[][] } {
  const lines: Flat[][] = [];
  return {
    lines,
    move: (x, y) => lines.push([[x, y]]),
    line: (x, y) => lines[lines.length - 1].push([x, y]),
  };
}

/** Steps of a path in whole units, so many in a radius; what moves by fewer than told is left out. */
export function writing(unitsInRadius: number, least = 1): Pen & { path: () => string } {
  let path = "";
  let atX = 0;
  let atY = 0;
  let isBegun = false;
  return {
    move(x, y) {
      atX = Math.round(x * unitsInRadius);
      atY = Math.round(-y * unitsInRadius);
      isBegun = false;
    },
    line(x, y) {
      const east = Math.round(x * unitsInRadius) - atX;
      const south = Math.round(-y * unitsInRadius) - atY;
      if (Math.abs(east) < least && Math.abs(south) < least) return;
      if (!isBegun) path += `M${atX} ${atY}l`;
      path += `${east} ${south} `;
      atX += east;
      atY += south;
      isBegun = true;
    },
    path: () => path,
  };
}

/** A box in the plane: what a pen draws elsewhere is not seen. */
export type Box = readonly [west: number, east: number, south: number, north: number];

/**
 * The same pen, without those points of a ring that lie beyond a side of the box as their neighbours
 * do: what is filled within the box stays the same.
 */
export function cropping([west, east, south, north]: Box, pen: Pen): Pen & { end: () => void } {
  // Beyond which sides the point that was led to last lies, in bits, and the one that waits.
  let wasBeyond = 0;
  let beyond = 0;
  let waits = false;
  let atX = 0;
  let atY = 0;
  const sides = (x: number, y: number) =>
    (x < west ? 1 : 0) | (x > east ? 2 : 0) | (y < south ? 4 : 0) | (y > north ? 8 : 0);
  const end = () => {
    if (waits) pen.line(atX, atY);
    waits = false;
  };
  return {
    end,
    move(x, y) {
      end();
      wasBeyond = sides(x, y);
      pen.move(x, y);
    },
    line(x, y) {
      const next = sides(x, y);
      if (waits && !(wasBeyond & beyond & next)) {
        pen.line(atX, atY);
        wasBeyond = beyond;
      }
      atX = x;
      atY = y;
      beyond = next;
      waits = true;
    },
  };
}

const MOST_REMEMBERED = 600;

/** The same circle is asked for again and again: as accounts change, as a globe turns. */
export function remembered<T>(make: (centre: Point, km: number, withinKm?: number) => T) {
  const known = new Map<string, T>();
  return (centre: Point, km: number, withinKm?: number): T => {
    const key = `${centre} ${km} ${withinKm}`;
    const found = known.get(key) ?? make(centre, km, withinKm);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, found);
    return found;
  };
}
