// Where a map that compares is divided: from its left edge, as a share of its width.

import type { Dot } from "./placing.ts";

const [STEP, PAGE] = [0.02, 0.1];
// So much of the map is left on either side at first, for the words at its head.
const LEAST_PX = 190;
// The handle's place, as a share of the height; where a site lies there, the next.
const HANDLES = [0.8, 0.65, 0.9, 0.5];
const HANDLE_PX = 34;
// Of a ring's radius: where the line cuts it, some of the ring is seen on either side.
const CUT = 0.5;
// A site has its mark and its name beside it.
const SITE_PX = 60;

/**
 * Half of the places lie on each side: of those that change hands and are seen. A site that would lie
 * at the line has it to its left or right, where it is nearer. Of one site that is compared with itself
 * the smaller side has rings of a radius: the line cuts them, or that side would show none.
 */
export function firstShare(
  places: number[],
  width: number,
  sites: number[] = [],
  radius: number | null = null,
): number {
  const seen = places.filter((x) => x > 0 && x < width).toSorted((one, other) => one - other);
  if (!seen.length) return 0.5;
  const half = seen.length / 2;
  const before = seen[Math.ceil(half) - 1];
  const middle = (before + (seen[Math.ceil(half)] ?? before)) / 2;
  const least = Math.min(0.5, LEAST_PX / width);
  const at = Math.max(least * width, Math.min((1 - least) * width, middle));
  const site = sites.find((x) => Math.abs(x - at) < SITE_PX);
  const beside = site === undefined ? at : site + (at < site ? -SITE_PX : SITE_PX);
  const cut = radius === null ? Number.POSITIVE_INFINITY : CUT * radius;
  const [first = 0] = sites;
  return Math.max(first - cut, Math.min(first + cut, beside)) / width;
}

/** Where a key moves it; null for keys that do not. */
export function shareAfter(key: string, share: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: share - STEP,
    ArrowDown: share - STEP,
    ArrowRight: share + STEP,
    ArrowUp: share + STEP,
    PageDown: share - PAGE,
    PageUp: share + PAGE,
    Home: 0,
    End: 1,
  };
  return Object.hasOwn(steps, key) ? Math.max(0, Math.min(1, steps[key])) : null;
}

/** How far down the handle is, never at a site that the line passes. */
export function handleAt(x: number, height: number, sites: Dot[]): number {
  const isFree = (y: number) =>
    sites.every((site) => Math.hypot(site.x - x, site.y - y) > 1.4 * HANDLE_PX);
  return height * (HANDLES.find((share) => isFree(share * height)) ?? HANDLES[0]);
}
