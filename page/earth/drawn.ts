// Points and pairs for tests, drawn by a seed: all over the Earth, and where geodesics are hard.

import type { Point } from "./wgs84.ts";

export type Random = () => number;

/** A linear congruential generator, so that a test draws the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function anywhere(random: Random): Point {
  return [360 * random() - 180, (Math.asin(2 * random() - 1) * 180) / Math.PI];
}

function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)];
}

/** Poles, the equator and their neighbourhood, to a ten-thousandth of a millimetre. */
function hardLatitude(random: Random): number {
  const hard = [-90, 90, 0, 1e-10, -1e-10, 89.9999999, -89.9999999, 30, -45];
  return random() < 0.2 ? 180 * random() - 90 : oneOf(random, hard);
}

const HARD_GAPS = [-180, -179.9999999, -90, -1e-9, 0, 1e-12, 0.5, 60, 90, 179.3, 179.4, 179.9, 180];

/** Antipodes and all but antipodes, neighbours, meridians, poles and the equator. */
export function hardPair(random: Random): [Point, Point] {
  const [lon, lat] = [360 * random() - 180, hardLatitude(random)];
  const little = () => (random() < 0.5 ? -1 : 1) * 10 ** (-12 * random());
  const within = (value: number) => Math.max(-90, Math.min(90, value));
  const other = oneOf<() => Point>(random, [
    () => [lon + 180 + little(), within(-lat + little())],
    () => [lon + little(), within(lat + little())],
    () => [lon + oneOf(random, HARD_GAPS), oneOf(random, [lat, -lat, 0, 90, -90])],
    () => [lon + 180, -lat],
  ])();
  return [[lon, lat], other];
}
