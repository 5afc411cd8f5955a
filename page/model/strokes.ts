// Which strokes a radius has, as infmap/looks/lines.py decides, for what the reader asks to see; and
// how far beside its circle each is drawn, so that none hides another.

import { figuresAt } from "./coverage.ts";
import type { Account, Claim, End, Look, PageData, Ring, Site, State, Stroke } from "./data.ts";
import { grouped } from "./groups.ts";
import { isUnread } from "./sources.ts";
import { strikes } from "./striking.ts";

// Whose ring it is: a name in the palette.
export function ringLook(account: Account, strike: boolean): Look {
  return strike ? account : "not-strike";
}

// One entry for each radius, the smallest first.
export function ringsAt(data: PageData, site: Site, state: State): Ring[] {
  const radii = grouped(
    figuresAt(data, site, state).flatMap(([, claim]) => strokesOf(data, claim)),
    ({ km }) => km,
  );
  return [...radii]
    .sort(([one], [other]) => one - other)
    .map(([km, strokes]) => ringOf(km, together(strokes), data.strokes));
}

// The strokes of one figure; what is shorter than any range is not drawn.
function strokesOf(data: PageData, claim: Claim): Stroke[] {
  const look = ringLook(claim.account, strikes(data, claim));
  return endsOf(claim).flatMap(([end, km]) =>
    km === null || km < data.range_km[0]
      ? []
      : [{ km, look, end, claims: [claim], unread: isUnread(data, claim) }],
  );
}

// Figures of one look and end share a stroke; it is lighter only if nobody read any of them.
function together(strokes: Stroke[]): Stroke[] {
  const groups = grouped(strokes, ({ look, end }) => `${look}|${end}`);
  return [...groups.values()].map((group) => ({
    ...group[0],
    claims: group.flatMap(({ claims }) => claims),
    unread: group.every(({ unread }) => unread),
  }));
}

function ringOf(km: number, strokes: Stroke[], { looks, ends, most }: PageData["strokes"]): Ring {
  const inOrder = strokes.toSorted(
    (one, other) =>
      looks.indexOf(one.look) - looks.indexOf(other.look) ||
      ends.indexOf(one.end) - ends.indexOf(other.end),
  );
  // Of each account one comes first, its lower bound if it has one; then what else finds room.
  const firsts = new Map<Look, Stroke>();
  for (const stroke of inOrder) {
    if (!firsts.has(stroke.look) || stroke.end === "open") firsts.set(stroke.look, stroke);
  }
  const kept = [...new Set([...firsts.values(), ...inOrder])].slice(0, most);
  return {
    km,
    strokes: inOrder.filter((stroke) => kept.includes(stroke)),
    more: inOrder.filter((stroke) => !kept.includes(stroke)),
  };
}

// A claim's ends, by what its ring says: a maximum, an interval's ends, or no maximum. The last is
// the farther one, by whose line the claim is known.
export function endsOf({
  at_least_km: low,
  up_to_km: high,
}: Pick<Claim, "at_least_km" | "up_to_km">): [End, number | null][] {
  if (high === null) return [["open", low]];
  if (low === null || low === high) return [["most", high]];
  return [
    ["lower", low],
    ["far", high],
  ];
}

// What hatching tells: whose figure leaves it open, from how far to how far.
export function intervalsOf(rings: Ring[]): [look: Look, low: number, high: number][] {
  const far = rings
    .flatMap(({ strokes, more }) => [...strokes, ...more])
    .filter(({ end }) => end === "far");
  const found = new Map<string, [Look, number, number]>();
  for (const { look, km, claims } of far) {
    for (const { at_least_km: low } of claims) {
      if (low !== null) found.set(`${look}|${low}|${km}`, [look, low, km]);
    }
  }
  return [...found.values()];
}

// How far outward each stroke is drawn from its radius: those that would touch are a bundle, whose
// middle lies on the middle of their radii.
export function offsets(radii: number[], pitch: number): number[] {
  // Less the room that those inside it take, places must not fall: where they do, they are pooled.
  const pools: number[][] = [];
  radii.forEach((radius, k) => {
    let pool = [radius - k * pitch];
    for (let last = pools.at(-1); last && mean(last) > mean(pool); last = pools.at(-1)) {
      pool = [...last, ...pool];
      pools.pop();
    }
    pools.push(pool);
  });
  const places = pools.flatMap((pool) => pool.map(() => mean(pool)));
  return places.map((place, k) => place + k * pitch - radii[k]);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export interface Placement {
  // How far outside its circle each stroke is drawn, in pixels.
  beside: Map<Stroke, number>;
  bundles: Stroke[][];
}

// Where the strokes of rings are drawn at a scale, and which of them stand together in a bundle.
export function placed(rings: Ring[], pxPerKm: number, pitch: number): Placement {
  const strokes = rings.flatMap((ring) => ring.strokes);
  const radii = strokes.map(({ km }) => km * pxPerKm);
  const beside = offsets(radii, pitch);
  const bundles: Stroke[][] = [];
  strokes.forEach((stroke, k) => {
    const last = bundles.at(-1);
    const gap = radii[k] + beside[k] - radii[k - 1] - beside[k - 1];
    if (last && gap < 1.01 * pitch) last.push(stroke);
    else bundles.push([stroke]);
  });
  return { beside: new Map(strokes.map((stroke, k) => [stroke, beside[k]])), bundles };
}
