import geographiclib from "geographiclib-geodesic";
import { describe, expect, test } from "vitest";
import { anywhere, seeded } from "./drawn.ts";
import { equidistant } from "./equidistant.ts";
import { cropping, type Flat, gathering, type Projection, writing } from "./flat.ts";
import { inverse } from "./geodesic.ts";
import { mercator } from "./mercator.ts";
import { orthographic } from "./orthographic.ts";
import { areasHold, placeOf, thinned, traced, vector } from "./traces.ts";
import { EQUATOR_KM, type Point, RADIANS } from "./wgs84.ts";

const YARDSTICK = geographiclib.Geodesic.WGS84;
const MIDDLES: Record<string, Point> = {
  europe: [41.39, 56.85],
  "north pole": [0, 90],
  "near the north pole": [12, 89.9],
  "south pole": [-70, -90],
  antimeridian: [179.95, 51.4],
  pacific: [-159.8, 22],
  equator: [30, 0],
};

function metresApart([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  return YARDSTICK.Inverse(lat1, lon1, lat2, lon2).s12;
}

function placed(seed: number, length: number): Point[] {
  const random = seeded(seed);
  return Array.from({ length }, () => anywhere(random));
}

/** Whether rings hold a place of the plane: an odd number of them. */
function holds(rings: Flat[][], [x, y]: Flat): boolean {
  let isIn = false;
  for (const ring of rings) {
    ring.forEach(([x1, y1], k) => {
      const [x2, y2] = ring[(k + 1) % ring.length];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isIn = !isIn;
    });
  }
  return isIn;
}

describe.each(Object.entries(MIDDLES))("true distance about %s", (_, middle) => {
  const projection = equidistant(middle);

  test("has the yardstick's distances and courses", () => {
    const random = seeded(11);
    for (let k = 0; k < 300; k += 1) {
      const place = anywhere(random);
      const [x, y] = projection.project(place) ?? [Number.NaN, Number.NaN];
      const { s12, azi1 } = YARDSTICK.Inverse(middle[1], middle[0], place[1], place[0]);
      expect(Math.hypot(x, y) * EQUATOR_KM).toBeCloseTo(s12 / 1000, 6);
      expect(x).toBeCloseTo((s12 / 1000 / EQUATOR_KM) * Math.sin(azi1 * RADIANS), 9);
      expect(y).toBeCloseTo((s12 / 1000 / EQUATOR_KM) * Math.cos(azi1 * RADIANS), 9);
      expect(metresApart(place, projection.unproject([x, y]))).toBeLessThan(0.01);
    }
  });

  test("draws outlines where the geodesic puts them, but for 500 m as far as 15,000 km", () => {
    const places = placed(12, 400).filter((place) => inverse(middle, place).km < 15000);
    expect(places.length).toBeGreaterThan(200);
    const pen = gathering();
    projection.draw(traced(places.map((place) => [place])), pen);
    const off = pen.lines.map(([[x, y]], k) => {
      const [x2, y2] = projection.project(places[k]) ?? [Number.NaN, Number.NaN];
      return Math.hypot(x - x2, y - y2) * EQUATOR_KM;
    });
    expect(Math.max(...off)).toBeLessThan(0.5);
  });

  test("draws circles about its middle as circles", () => {
    for (const km of [480, 5500, 19000]) {
      const [line, ...others] = projection.circle(middle, km);
      expect(others).toEqual([]);
      const off = line.map(([x, y]) => Math.abs(Math.hypot(x, y) * EQUATOR_KM - km));
      expect(Math.max(...off)).toBeLessThan(5e-7);
    }
  });
});

const VIEWS: [string, Projection, Point][] = Object.entries(MIDDLES).flatMap(([name, middle]) => [
  [`true distance about ${name}`, equidistant(middle), middle],
  [`the globe seen over ${name}`, orthographic(middle), middle],
]);
// Squares of ten degrees by turns: the antipode of any middle lies in land or in a sea near by.
const CHEQUERED = traced(
  Array.from({ length: 36 * 18 }, (_, k): [number, number] => [
    10 * (k % 36) - 180,
    10 * Math.floor(k / 36) - 90,
  ])
    .filter(([lon, lat]) => (lon + lat) % 20 === 0)
    .map(([lon, lat]) => square(lon, lat)),
);
// Places away from their edges, and whether they are land.
const PLACES = placed(14, 120)
  .filter((place) => place.every((at) => Math.abs(at - 10 * Math.round(at / 10)) >= 0.3))
  .map((place): [Point, boolean] => [place, areasHold(CHEQUERED, place)]);
const CENTRES: Point[] = [
  [20.5, 54.7],
  [0, 89.9],
  [0, -90],
  [179.9, 51.4],
  [-138.6, -56.8],
  [30, 0],
];

describe.each(VIEWS)("%s", (_, projection, middle) => {
  test.each([0.5, 480, 5500, 12000, 19000])("a disc holds what lies within its %d km", (km) => {
    const random = seeded(13);
    let judged = 0;
    for (const centre of [...CENTRES, middle]) {
      const rings = projection.disc(centre, km);
      for (let k = 0; k < 30; k += 1) {
        const place = anywhere(random);
        const flat = projection.project(place);
        const distance = inverse(centre, place).km;
        // Chords of a degree fall short of the circle, and the edge is the edge.
        if (!flat || Math.abs(distance - km) < 3 || Math.hypot(...flat) > 3.12) continue;
        if (Math.abs(Math.hypot(...flat) - 1) < 0.001) continue;
        judged += 1;
        if (holds(rings, flat) !== distance <= km) expect.fail(`${centre} ${km}: ${place}`);
      }
    }
    expect(judged).toBeGreaterThan(75);
  });

  // Of its places every fourth is judged.
  test("a circle is drawn where its places lie, and only what is seen of it", () => {
    let judged = 0;
    for (const centre of CENTRES) {
      for (const km of [480, 5500, 12000]) {
        for (const [k, [x, y]] of projection.circle(centre, km).flat().entries()) {
          if (k % 4) continue;
          judged += 1;
          const away = inverse(centre, projection.unproject([x, y])).km;
          // Where it is cut at the limb, too.
          const isThere = Math.abs(away - km) < 2.5 && Math.hypot(x, y) < 20001 / EQUATOR_KM;
          if (!isThere) expect.fail(`${centre} ${km} ${x} ${y}`);
        }
      }
    }
    expect(judged).toBeGreaterThan(500);
  });

  test("land is land and sea is sea, also where the antipode lies in land", () => {
    const pen = gathering();
    projection.fill(CHEQUERED, pen);
    let judged = 0;
    for (const [place, isLand] of PLACES) {
      const flat = projection.project(place);
      if (!flat || Math.hypot(...flat) > 3.1) continue;
      if (Math.abs(Math.hypot(...flat) - 1) < 0.001) continue;
      judged += 1;
      if (holds(pen.lines, flat) !== isLand) expect.fail(`${place}`);
    }
    expect(judged).toBeGreaterThan(40);
  });

  test("what is drawn stays within the rim, and so does what is filled", () => {
    const pen = gathering();
    const traces = traced(CENTRES.map(([lon, lat]) => square(lon, Math.min(lat, 79))));
    projection.fill(traces, pen);
    projection.draw(traces, pen);
    const [rim] = projection.world();
    const farthest = (flats: Flat[]) => Math.max(...flats.map(([x, y]) => Math.hypot(x, y)));
    expect(farthest(pen.lines.flat())).toBeLessThan(farthest(rim) + 1e-9);
  });
});

function square(lon: number, lat: number): Point[] {
  const points: Point[] = [];
  for (let k = 0; k < 10; k += 1) points.push([lon + k, lat]);
  for (let k = 0; k < 10; k += 1) points.push([lon + 10, lat + k]);
  for (let k = 0; k < 10; k += 1) points.push([lon + 10 - k, lat + 10]);
  for (let k = 0; k <= 10; k += 1) points.push([lon, lat + 10 - k]);
  return points;
}

describe.each(Object.entries(MIDDLES))("the globe seen over %s", (_, middle) => {
  const globe = orthographic(middle);

  test("has its middle in the middle, north up, and gives back every place that is seen", () => {
    expect(Math.hypot(...(globe.project(middle) ?? [1, 1]))).toBeLessThan(1e-12);
    if (Math.abs(middle[1]) < 89.9) {
      const [x, y] = globe.project([middle[0], middle[1] + 1]) ?? [1, -1];
      expect(Math.abs(x)).toBeLessThan(1e-12);
      expect(y).toBeGreaterThan(0.017);
    }
    const random = seeded(15);
    let seen = 0;
    for (let k = 0; k < 200; k += 1) {
      const place = anywhere(random);
      const flat = globe.project(place);
      // A quarter of the way round is at the rim, but for the flattening.
      if (flat) expect(inverse(middle, place).km).toBeLessThan(10030);
      else expect(inverse(middle, place).km).toBeGreaterThan(9970);
      if (!flat || Math.hypot(...flat) > 0.999) continue;
      seen += 1;
      expect(metresApart(place, globe.unproject(flat))).toBeLessThan(0.1);
    }
    expect(seen).toBeGreaterThan(60);
  });

  test("gives of what lies beside it the nearest place of the rim", () => {
    const [x, y] = globe.project(globe.unproject([3, -4])) ?? [0.6, -0.8];
    expect(x).toBeCloseTo(0.6, 6);
    expect(y).toBeCloseTo(-0.8, 6);
  });
});

test("Mercator is drawn three times side by side, and as far as Leaflet's", () => {
  expect(mercator.project([180, 90])).toEqual([Math.PI, expect.closeTo(Math.PI, 9)]);
  expect(mercator.unproject([Math.PI / 2, 0])).toEqual([90, 0]);
  const lines = mercator.circle([10, 50], 500);
  expect(lines).toHaveLength(3);
  expect(lines[2][0][0] - lines[1][0][0]).toBeCloseTo(2 * Math.PI, 9);
  const pen = gathering();
  mercator.draw(traced([square(170, 60)]), pen);
  // The edge on the antimeridian is a cut.
  expect(pen.lines.map((line) => line.length).filter((length) => length > 1)).toEqual([11, 21]);
});

test("no border is drawn where the world was cut open, in any projection", () => {
  for (const projection of [equidistant([178, 65]), orthographic([178, 65])]) {
    const pen = gathering();
    projection.draw(traced([square(170, 60)]), pen);
    const drawn = pen.lines.filter((line) => line.length > 1);
    expect(drawn.map((line) => line.length)).toEqual([11, 21]);
    // It ends at one corner of the cut and goes on from the other.
    expect(drawn[0][10]).toEqual(projection.project([180, 60])?.map((at) => expect.closeTo(at, 3)));
    expect(drawn[1][0]).toEqual(projection.project([180, 70])?.map((at) => expect.closeTo(at, 3)));
  }
});

test("an area with edges aslant holds what lies on its side of them", () => {
  const triangle: Point[] = [
    [10, 0],
    [30, 0],
    [30, 20],
    [10, 0],
  ];
  const traces = traced([triangle]);
  const inside: [Point, boolean][] = [
    [[20, 9], true],
    [[20, 11], false],
    [[28, 17], true],
    [[12, 3], false],
    [[40, 5], false],
  ];
  for (const [place, isIn] of inside) expect(areasHold(traces, place), `${place}`).toBe(isIn);
});

test("vectors give their places back", () => {
  const random = seeded(16);
  for (let k = 0; k < 200; k += 1) {
    const place = anywhere(random);
    expect(metresApart(place, placeOf(vector(place)))).toBeLessThan(1e-6);
  }
  expect(vector([77, 90])).toEqual([0, 0, 1]);
});

test("thinned lines of neighbours still meet, and what falls to nothing goes", () => {
  const [one, other] = [square(0.04, 0.03), square(10.04, 0.03)].map((line) =>
    thinned([line], 0.5),
  );
  const shared = one[0].filter(([lon]) => lon === 10);
  expect(shared.length).toBeGreaterThan(5);
  for (const point of shared) expect(other[0]).toContainEqual(point);
  expect(thinned([square(0, 0).map(([lon, lat]): Point => [lon / 100, lat / 100])], 0.5)).toEqual(
    [],
  );
});

test("a path is written in whole units, and drifts from none", () => {
  const pen = writing(10);
  pen.move(0.04, 0.04);
  for (let k = 1; k <= 100; k += 1) pen.line(0.04 + 0.023 * k, 0.04);
  expect(pen.path().startsWith("M0 0l")).toBe(true);
  const steps = pen.path().slice(5).trim().split(" ").map(Number);
  const east = steps.filter((_, k) => k % 2 === 0).reduce((sum, step) => sum + step, 0);
  expect(east).toBe(23);
  pen.move(1, 1);
  pen.line(1.01, 1.01);
  expect(pen.path()).not.toContain("M10");
});

test("a step smaller than told is left out, and the next one begins where the last was drawn", () => {
  const pen = writing(10, 5);
  pen.move(0, 0);
  for (const x of [0.2, 0.4, 0.6, 0.8, 1.2]) pen.line(x, 0);
  expect(pen.path()).toBe("M0 0l6 0 6 0 ");
});

test("a cropped area is the same within its box, in fewer points", () => {
  const random = seeded(18);
  const box = [-1, 1, -0.7, 0.7] as const;
  const [whole, cropped] = [gathering(), gathering()];
  const pen = cropping(box, cropped);
  for (let ring = 0; ring < 200; ring += 1) {
    // A ring wanders, mostly outside, and comes back to where it began.
    let [x, y] = [6 * random() - 3, 6 * random() - 3];
    const points = Array.from({ length: 40 }, (): Flat => {
      x += random() - 0.5;
      y += random() - 0.5;
      return [x, y];
    });
    for (const [k, [east, north]] of [...points, points[0]].entries()) {
      for (const one of [whole, pen]) (k ? one.line : one.move)(east, north);
    }
  }
  pen.end();
  for (let k = 0; k < 1000; k += 1) {
    const at: Flat = [2 * random() - 1, 1.4 * random() - 0.7];
    expect(isOdd(cropped.lines, at)).toBe(isOdd(whole.lines, at));
  }
  const count = (lines: Flat[][]) => lines.reduce((sum, line) => sum + line.length, 0);
  expect(count(cropped.lines)).toBeLessThan(0.6 * count(whole.lines));
});

function isOdd(lines: Flat[][], [x, y]: Flat): boolean {
  let isIn = false;
  for (const line of lines) {
    line.forEach(([x1, y1], k) => {
      const [x2, y2] = line[(k + 1) % line.length];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isIn = !isIn;
    });
  }
  return isIn;
}
