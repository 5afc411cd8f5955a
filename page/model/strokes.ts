// Which strokes a radius has, as ring_looks.py decides, for what the reader asks to see; and how
// far beside its circle each is drawn, so that none hides another.

import { figuresAt } from "./coverage.js";
import { ringLook } from "./marks.js";

// One entry for each radius, the smallest first: its strokes from the inside out, and what finds
// no room beside them.
export function ringsAt(data, site, state) {
  const found = new Map();
  for (const [, claim] of figuresAt(data, site, state)) {
    const look = ringLook(claim.account, data.systems[claim.system_id].strike);
    for (const [end, km] of endsOf(claim)) {
      if (km === null || km < data.range_km[0]) continue;
      if (!found.has(km)) found.set(km, new Map());
      const key = `${look}|${end}`;
      if (!found.get(km).has(key)) found.get(km).set(key, { km, look, end, claims: [] });
      found.get(km).get(key).claims.push(claim);
    }
  }
  return [...found].sort(([one], [other]) => one - other)
    .map(([km, strokes]) => ringOf(km, [...strokes.values()], data.strokes));
}

function ringOf(km, strokes, { looks, ends, most }) {
  const inOrder = strokes.sort((one, other) => looks.indexOf(one.look) - looks.indexOf(other.look)
    || ends.indexOf(one.end) - ends.indexOf(other.end));
  // Of each account one comes first, its lower bound if it has one; then what else finds room.
  const firsts = new Map();
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
export function endsOf({ at_least_km: low, up_to_km: high }) {
  if (high === null) return [["open", low]];
  return low === null || low === high ? [["most", high]] : [["lower", low], ["far", high]];
}

// What hatching tells: whose figure leaves it open, from how far to how far.
export function intervalsOf(rings) {
  const found = new Map();
  for (const { look, end, km, claims } of rings.flatMap(({ strokes, more }) => [...strokes, ...more])) {
    if (end !== "far") continue;
    for (const { at_least_km: low } of claims) found.set(`${look}|${low}|${km}`, [look, low, km]);
  }
  return [...found.values()];
}

// How far outward each stroke is drawn from its radius: those that would touch are a bundle, whose
// middle lies on the middle of their radii.
export function offsets(radii, pitch) {
  // Less the room that those inside it take, places must not fall: where they do, they are pooled.
  const pools = [];
  radii.forEach((radius, k) => {
    let pool = [radius - k * pitch];
    while (pools.length && mean(pools.at(-1)) > mean(pool)) pool = [...pools.pop(), ...pool];
    pools.push(pool);
  });
  const places = pools.flatMap((pool) => pool.map(() => mean(pool)));
  return places.map((place, k) => place + k * pitch - radii[k]);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// Where the strokes of rings are drawn at a scale, and which of them stand together in a bundle.
export function placed(rings, pxPerKm, pitch) {
  const strokes = rings.flatMap((ring) => ring.strokes);
  const radii = strokes.map(({ km }) => km * pxPerKm);
  const beside = offsets(radii, pitch);
  const bundles = [];
  strokes.forEach((stroke, k) => {
    const isNext = k && radii[k] + beside[k] - radii[k - 1] - beside[k - 1] < 1.01 * pitch;
    if (isNext) bundles.at(-1).push(stroke);
    else bundles.push([stroke]);
  });
  return { beside: new Map(strokes.map((stroke, k) => [stroke, beside[k]])), bundles };
}
