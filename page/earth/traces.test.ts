import { expect, test } from "vitest";
import { rounds } from "../sample.ts";
import { anywhere, seeded } from "./drawn.ts";
import { inverse } from "./geodesic.ts";
import { nearby, type Traces, traced } from "./traces.ts";
import { EQUATOR_KM, type Point, wrap } from "./wgs84.ts";

/** A ring about a middle, in degrees of longitude and latitude. */
function ringAbout([lon, lat]: Point, degrees: number): Point[] {
  return Array.from({ length: 25 }, (_, k): Point => {
    const turn = (2 * Math.PI * k) / 24;
    const north = Math.max(-90, Math.min(90, lat + degrees * Math.sin(turn)));
    return [wrap(lon + degrees * Math.cos(turn)), north];
  });
}

function lengths({ ends }: Traces): number[] {
  return [...ends].map((end, k) => end - (ends[k - 1] ?? 0));
}

test("a line of which a point comes near is kept whole, in its order", () => {
  const random = seeded(5);
  const rings = Array.from({ length: 300 }, () => ringAbout(anywhere(random), 1 + 8 * random()));
  const whole = traced(rings);
  const packedOf = new Map(rings.map((ring) => [ring, [...linesOf(traced([ring]))][0]]));
  for (let k = 0; k < rounds(8); k += 1) {
    const place = anywhere(random);
    const reach = 0.1 + 1.5 * random();
    const near = nearby(whole, place, reach);
    const wanted = rings.filter((ring) =>
      ring.some((point) => inverse(place, point).km < reach * EQUATOR_KM),
    );
    const packed = linesOf(near);
    const kept = rings.filter((ring) => packed.has(packedOf.get(ring) ?? ""));
    expect(wanted.filter((ring) => !kept.includes(ring))).toEqual([]);
    expect(kept.length).toBe(near.ends.length);
    expect(lengths(near).every((length) => length === 25)).toBe(true);
    expect(near.ends.length).toBeLessThan(rings.length);
  }
});

test("a ring about a place is near to it, however far its points", () => {
  const wide: Point[] = [...ringAbout([0, 0], 40)];
  expect(nearby(traced([wide]), [1, 2], 0.01).ends.length).toBe(1);
});

test("what lies far off is left out, and cuts stay with their lines", () => {
  const far = ringAbout([-60, -20], 3);
  const cut: Point[] = [
    [179, 60],
    [180, 61],
    [180, 62],
    [179, 62],
  ];
  const near = nearby(traced([far, cut]), [175, 60], 0.3);
  expect([...near.ends]).toEqual([4]);
  expect([...near.cuts]).toEqual([0, 1, 0, 0]);
  expect([...near.points]).toEqual(cut.flat());
});

/** All that is packed of each line. */
function linesOf({ points, vectors, ends }: Traces): Set<string> {
  const packed = [...ends].map((end, k) => {
    const first = ends[k - 1] ?? 0;
    return `${points.subarray(2 * first, 2 * end)} ${vectors.subarray(3 * first, 3 * end)}`;
  });
  return new Set(packed);
}
