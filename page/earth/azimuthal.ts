// Projections that keep the courses from their middle: true distance and the globe. What lies beyond
// their rim is hidden: lines are cut there, and areas closed along it.

import { type Flat, gathering, type Pen, type Projection, remembered } from "./flat.ts";
import { direct, inverse } from "./geodesic.ts";
import { areasHold, type Traces, traced, vector } from "./traces.ts";
import type { Point } from "./wgs84.ts";

/** What differs from one of them to the next. */
export interface Azimuthal {
  middle: Point;
  /** How far the rim lies from the middle, in the plane. */
  rim: number;
  /** Beyond this, a short way may turn far about the middle: a straight line would stray. */
  straight: number;
  /** Sets where a vector lies in the plane, or would; returns how far within the rim, below 0 not. */
  place: (x: number, y: number, z: number, at: Place) => number;
  /** The same for one place, as well as it can be said; null beyond the rim. */
  project: (place: Point) => Flat | null;
  unproject: (flat: Flat) => Point;
  /** The radius in the plane of a circle about the middle; null where it is no part of it. */
  radius: (km: number) => number | null;
}

export interface Place {
  x: number;
  y: number;
}

// Along the rim and round a circle.
const STEP = Math.PI / 90;
const SPOKES = 360;
// A way that turns by more is drawn in parts.
const MOST_TURN = 0.06;
const LEAST_PART = 1 / 4096;
const SAME = 1e-9;
const PROBES: Flat[] = [
  [0.0113, 0.0071],
  [-0.3117, 0.1731],
  [0.2311, -0.2917],
];

export function azimuthal(of: Azimuthal): Projection {
  const rim = ring(of.rim, 0, 2 * Math.PI);

  function circle(centre: Point, km: number): Flat[][] {
    const about = aboutMiddle(centre, km);
    if (about) return [about];
    return drawn(circleTraces(centre, km));
  }

  function drawn(traces: Traces): Flat[][] {
    const pen = gathering();
    draw(traces, pen);
    return pen.lines;
  }

  function disc(centre: Point, km: number): Flat[][] {
    const about = aboutMiddle(centre, km);
    if (about) return [about];
    const pen = gathering();
    filled(circleTraces(centre, km), pen, (place) => inverse(centre, place).km <= km);
    return pen.lines;
  }

  function aboutMiddle([lon, lat]: Point, km: number): Flat[] | null {
    if (lat !== of.middle[1] || lon !== of.middle[0]) return null;
    const radius = of.radius(km);
    return radius === null ? null : ring(radius, Math.PI / 2, 2.5 * Math.PI);
  }

  function draw(traces: Traces, pen: Pen): void {
    drawLines(of, traces, pen);
  }

  function fill(traces: Traces, pen: Pen): void {
    filled(traces, pen, (place) => areasHold(traces, place));
  }

  // Rings do not tell on which side of them they are full. Places near the middle do: where they
  // come out wrong, all that is seen is one more ring. Three, as one may lie on a very edge.
  function filled(traces: Traces, pen: Pen, isIn: (place: Point) => boolean): void {
    const probes = PROBES.map((flat) => ({ flat, isIn: false }));
    fillRings(of, traces, probing(pen, probes));
    const wrong = probes.filter((probe) => probe.isIn !== isIn(of.unproject(probe.flat)));
    if (wrong.length > 1) lead(pen, rim);
  }

  return {
    project: of.project,
    unproject: of.unproject,
    circle,
    disc,
    line: (places) => drawn(traced([places])),
    world: () => [rim],
    draw,
    fill,
  };
}

/** The same pen, which tells of places whether what it draws holds them. */
function probing(pen: Pen, probes: { flat: Flat; isIn: boolean }[]): Pen {
  let [startX, startY, atX, atY] = [0, 0, 0, 0];
  const cross = (x: number, y: number) => {
    for (const probe of probes) {
      const [px, py] = probe.flat;
      if (atY > py === y > py) continue;
      if (px < ((x - atX) * (py - atY)) / (y - atY) + atX) probe.isIn = !probe.isIn;
    }
    [atX, atY] = [x, y];
  };
  return {
    move(x, y) {
      // A ring that is left is closed.
      cross(startX, startY);
      [startX, startY, atX, atY] = [x, y, x, y];
      pen.move(x, y);
    },
    line(x, y) {
      cross(x, y);
      pen.line(x, y);
    },
  };
}

/** Anticlockwise, both ends in it. */
function ring(radius: number, from: number, to: number): Flat[] {
  const steps = Math.max(1, Math.round((SPOKES * (to - from)) / (2 * Math.PI)));
  return Array.from({ length: steps + 1 }, (_, k): Flat => {
    const turn = from + ((to - from) * k) / steps;
    return [radius * Math.cos(turn), radius * Math.sin(turn)];
  });
}

const circleTraces = remembered((centre: Point, km: number): Traces => {
  const points = Array.from({ length: SPOKES }, (_, k) =>
    direct(centre, (360 * (SPOKES - k)) / SPOKES, km),
  );
  return traced([[...points, points[0]]]);
});

function lead(pen: Pen, line: Flat[]): void {
  line.forEach(([x, y], k) => {
    if (k) pen.line(x, y);
    else pen.move(x, y);
  });
}

/** The place at the rim on the way between two vectors, of which one lies within. */
function onRim(of: Azimuthal, v: Float64Array, k: number, j: number, share: number): Place {
  const at = between(of, v, k, j, share);
  const size = Math.hypot(at.x, at.y) || 1;
  return { x: (at.x / size) * of.rim, y: (at.y / size) * of.rim };
}

function between(of: Azimuthal, v: Float64Array, k: number, j: number, share: number): Place {
  const [x, y, z] = [0, 1, 2].map((n) => v[3 * k + n] + share * (v[3 * j + n] - v[3 * k + n]));
  const size = Math.hypot(x, y, z) || 1;
  const at = { x: 0, y: 0 };
  of.place(x / size, y / size, z / size, at);
  return at;
}

/** How far one turns about the middle from a place to another, to the left. */
function turnTo(x1: number, y1: number, x2: number, y2: number): number {
  return Math.atan2(x1 * y2 - y1 * x2, x1 * x2 + y1 * y2);
}

/** Far from the middle, the way in parts that turn little. */
function leadTo(
  of: Azimuthal,
  v: Float64Array,
  k: number,
  j: number,
  from: Place,
  to: Place,
  pen: Pen,
) {
  if (Math.max(Math.abs(to.x), Math.abs(to.y)) > of.straight) {
    leadParts(of, v, k, j, 0, from, 1, to, pen);
  }
  pen.line(to.x, to.y);
}

/** What lies between two shares of a way, halved until it is straight enough. */
function leadParts(
  of: Azimuthal,
  v: Float64Array,
  k: number,
  j: number,
  start: number,
  from: Place,
  end: number,
  to: Place,
  pen: Pen,
) {
  const turn = Math.abs(turnTo(from.x, from.y, to.x, to.y));
  if (turn < MOST_TURN || end - start < LEAST_PART) return;
  const middle = (start + end) / 2;
  const at = between(of, v, k, j, middle);
  const size = Math.hypot(at.x, at.y);
  if (size > of.rim) {
    at.x *= of.rim / size;
    at.y *= of.rim / size;
  }
  leadParts(of, v, k, j, start, from, middle, at, pen);
  pen.line(at.x, at.y);
  leadParts(of, v, k, j, middle, at, end, to, pen);
}

function drawLines(of: Azimuthal, { vectors: v, ends, cuts }: Traces, pen: Pen): void {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ];
  let first = 0;
  for (const end of ends) {
    let before = of.place(v[3 * first], v[3 * first + 1], v[3 * first + 2], from);
    if (before >= 0) pen.move(from.x, from.y);
    for (let k = first + 1; k < end; k += 1) {
      const within = of.place(v[3 * k], v[3 * k + 1], v[3 * k + 2], to);
      if (cuts[k - 1]) {
        if (within >= 0) pen.move(to.x, to.y);
      } else if (before >= 0 && within >= 0) leadTo(of, v, k - 1, k, from, to, pen);
      else if (before >= 0 || within >= 0) {
        const edge = onRim(of, v, k - 1, k, before / (before - within));
        if (before >= 0) pen.line(edge.x, edge.y);
        else {
          pen.move(edge.x, edge.y);
          pen.line(to.x, to.y);
        }
      }
      before = within;
      from.x = to.x;
      from.y = to.y;
    }
    first = end;
  }
}

/** Hidden points are drawn at the rim, on their course; a ring wholly hidden is not. */
function fillRings(of: Azimuthal, { vectors: v, ends }: Traces, pen: Pen): void {
  let first = 0;
  for (const end of ends) {
    if (isSeen(of, v, first, end)) fillRing(of, v, first, end, pen);
    first = end;
  }
}

function isSeen(of: Azimuthal, v: Float64Array, first: number, end: number): boolean {
  const at = { x: 0, y: 0 };
  for (let k = first; k < end; k += 1) {
    if (of.place(v[3 * k], v[3 * k + 1], v[3 * k + 2], at) >= 0) return true;
  }
  return false;
}

function fillRing(of: Azimuthal, v: Float64Array, first: number, end: number, pen: Pen): void {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ];
  let last = -1;
  let before = 0;
  const step = (k: number) => {
    const within = of.place(v[3 * k], v[3 * k + 1], v[3 * k + 2], to);
    if (within < 0) {
      const size = Math.hypot(to.x, to.y);
      // The antipode itself lies on no course.
      if (size < SAME) return;
      to.x *= of.rim / size;
      to.y *= of.rim / size;
    }
    if (last < 0) pen.move(to.x, to.y);
    else if (before >= 0 && within >= 0) leadTo(of, v, last, k, from, to, pen);
    else if (before < 0 && within < 0) alongRim(of.rim, from, to, pen);
    else {
      const edge = onRim(of, v, last, k, before / (before - within));
      if (before < 0) alongRim(of.rim, from, edge, pen);
      else pen.line(edge.x, edge.y);
      if (within < 0) alongRim(of.rim, edge, to, pen);
      else pen.line(to.x, to.y);
    }
    last = k;
    before = within;
    from.x = to.x;
    from.y = to.y;
  };
  for (let k = first; k < end; k += 1) step(k);
  if (last >= 0) step(first);
}

function alongRim(rim: number, from: Place, to: Place, pen: Pen): void {
  const turn = turnTo(from.x, from.y, to.x, to.y);
  const start = Math.atan2(from.y, from.x);
  const parts = Math.ceil(Math.abs(turn) / STEP);
  for (let part = 1; part < parts; part += 1) {
    const angle = start + (turn * part) / parts;
    pen.line(rim * Math.cos(angle), rim * Math.sin(angle));
  }
  pen.line(to.x, to.y);
}

/** East, north and up at a place, as rows. */
export function frameAt(place: Point): number[] {
  const [x, y, z] = vector(place);
  const around = Math.hypot(x, y);
  // At a pole east is where its longitude says.
  const east = (place[0] * Math.PI) / 180;
  const [cos, sin] = [Math.cos(east), Math.sin(east)];
  return [-sin, cos, 0, -z * cos, -z * sin, around, x, y, z];
}
