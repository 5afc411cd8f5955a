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

/** Traces in the plane: where their points lie, and how far within the rim. */
interface Laid extends Traces {
  xs: Float64Array;
  ys: Float64Array;
  within: Float64Array;
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
  const known = new WeakMap<Traces, Laid>();

  // Once for what is both filled and drawn.
  function laid(traces: Traces): Laid {
    const found = known.get(traces) ?? lay(of, traces);
    known.set(traces, found);
    return found;
  }

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
    drawLines(of, laid(traces), pen);
  }

  function fill(traces: Traces, pen: Pen): void {
    filled(traces, pen, (place) => areasHold(traces, place));
  }

  // Rings do not tell on which side of them they are full. Places near the middle do: where they
  // come out wrong, all that is seen is one more ring. Three, as one may lie on a very edge.
  function filled(traces: Traces, pen: Pen, isIn: (place: Point) => boolean): void {
    const probes = PROBES.map(([x, y]) => ({ x, y, isIn: false }));
    fillRings(of, laid(traces), probing(pen, probes));
    const wrong = probes.filter((probe) => probe.isIn !== isIn(of.unproject([probe.x, probe.y])));
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
function probing(pen: Pen, probes: { x: number; y: number; isIn: boolean }[]): Pen {
  let startX = 0;
  let startY = 0;
  let atX = 0;
  let atY = 0;
  const cross = (x: number, y: number) => {
    for (const probe of probes) {
      if (atY > probe.y === y > probe.y) continue;
      if (probe.x < ((x - atX) * (probe.y - atY)) / (y - atY) + atX) probe.isIn = !probe.isIn;
    }
    atX = x;
    atY = y;
  };
  return {
    move(x, y) {
      // A ring that is left is closed.
      cross(startX, startY);
      startX = x;
      startY = y;
      atX = x;
      atY = y;
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

function lay(of: Azimuthal, traces: Traces): Laid {
  const { vectors: v, cuts } = traces;
  const [xs, ys, within] = [0, 1, 2].map(() => new Float64Array(cuts.length));
  const at = { x: 0, y: 0 };
  for (let k = 0; k < cuts.length; k += 1) {
    within[k] = of.place(v[3 * k], v[3 * k + 1], v[3 * k + 2], at);
    xs[k] = at.x;
    ys[k] = at.y;
  }
  return { ...traces, xs, ys, within };
}

/** The place at the rim on the way between two points, of which one lies within. */
function onRim(of: Azimuthal, { vectors, within }: Laid, k: number, j: number): Place {
  const at = between(of, vectors, k, j, within[k] / (within[k] - within[j]));
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

/** On the way to a point that is seen from one that is; far from the middle in parts. */
function leadTo(of: Azimuthal, { vectors, xs, ys }: Laid, k: number, j: number, pen: Pen): void {
  const [x, y] = [xs[j], ys[j]];
  if (Math.abs(x) > of.straight || Math.abs(y) > of.straight) {
    leadParts(of, vectors, k, j, 0, { x: xs[k], y: ys[k] }, 1, { x, y }, pen);
  }
  pen.line(x, y);
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

function drawLines(of: Azimuthal, laid: Laid, pen: Pen): void {
  const { xs, ys, within, ends, cuts } = laid;
  let first = 0;
  for (const end of ends) {
    if (within[first] >= 0) pen.move(xs[first], ys[first]);
    for (let k = first + 1; k < end; k += 1) {
      if (cuts[k - 1]) {
        if (within[k] >= 0) pen.move(xs[k], ys[k]);
      } else if (within[k - 1] >= 0) {
        if (within[k] >= 0) leadTo(of, laid, k - 1, k, pen);
        else leadFlat(pen, onRim(of, laid, k - 1, k));
      } else if (within[k] >= 0) {
        const edge = onRim(of, laid, k - 1, k);
        pen.move(edge.x, edge.y);
        pen.line(xs[k], ys[k]);
      }
    }
    first = end;
  }
}

function leadFlat(pen: Pen, { x, y }: Place): void {
  pen.line(x, y);
}

/** A ring wholly hidden is not filled: what is seen lies all on one side of it. */
function fillRings(of: Azimuthal, laid: Laid, pen: Pen): void {
  let first = 0;
  for (const end of laid.ends) {
    if (isSeen(laid, first, end)) fillRing(of, laid, first, end, pen);
    first = end;
  }
}

function isSeen({ within }: Laid, first: number, end: number): boolean {
  for (let k = first; k < end; k += 1) if (within[k] >= 0) return true;
  return false;
}

/** Hidden points are drawn at the rim, on their course. */
function fillRing(of: Azimuthal, laid: Laid, first: number, end: number, pen: Pen): void {
  const { xs, ys, within } = laid;
  let last = -1;
  for (let step = first; step <= end; step += 1) {
    const k = step < end ? step : first;
    // The antipode itself lies on no course.
    if (within[k] < 0 && Math.hypot(xs[k], ys[k]) < SAME) continue;
    if (last >= 0 && within[last] >= 0 && within[k] >= 0) leadTo(of, laid, last, k, pen);
    else if (last < 0) leadStart(pen, shownAt(of, laid, k));
    else leadAlong(of, laid, last, k, pen);
    last = k;
  }
}

function leadStart(pen: Pen, { x, y }: Place): void {
  pen.move(x, y);
}

/** On to a point of which, or of the one before it, all that is seen is its course at the rim. */
function leadAlong(of: Azimuthal, laid: Laid, last: number, k: number, pen: Pen): void {
  const [from, to] = [shownAt(of, laid, last), shownAt(of, laid, k)];
  const [wasSeen, isSeen] = [laid.within[last] >= 0, laid.within[k] >= 0];
  if (!wasSeen && !isSeen) {
    alongRim(of.rim, from, to, pen);
    return;
  }
  const edge = onRim(of, laid, last, k);
  if (wasSeen) leadFlat(pen, edge);
  else alongRim(of.rim, from, edge, pen);
  if (isSeen) leadFlat(pen, to);
  else alongRim(of.rim, edge, to, pen);
}

function shownAt(of: Azimuthal, { xs, ys, within }: Laid, k: number): Place {
  const stretch = within[k] >= 0 ? 1 : of.rim / Math.hypot(xs[k], ys[k]);
  return { x: xs[k] * stretch, y: ys[k] * stretch };
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
