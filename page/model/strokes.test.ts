import { expect, test } from "vitest";
import rules from "../../tests/data/page/rules.json";
import type { Account, Claim, Ring, Stroke } from "./data.ts";
import { catalogues, claimOf, siteCalled, stateOf, tiny } from "./fixtures.ts";
import { endsOf, intervalsOf, offsets, placed, ringLook, ringsAt } from "./strokes.ts";

test.each(Object.entries(catalogues))("strokes are Python's: %s", (_, { data, cases }) => {
  const told = (strokes: Stroke[]) =>
    strokes.map(({ look, end, unread, claims }) => [
      look,
      end,
      unread,
      claims.map((claim) => data.claims.indexOf(claim)).sort((one, other) => one - other),
    ]);
  const sorted = (strokes: [string, string, boolean, number[]][]) =>
    strokes.map(([look, end, unread, claims]) => [
      look,
      end,
      unread,
      claims.toSorted((one, other) => one - other),
    ]);
  for (const { state, sites } of cases) {
    for (const [id, { rings, intervals }] of Object.entries(sites)) {
      const found = ringsAt(data, siteCalled(data, id), stateOf(state));
      expect(
        found.map(({ km, strokes, more }) => [km, told(strokes), told(more)]),
        id,
      ).toEqual(rings.map(([km, drawn, more]) => [km, sorted(drawn), sorted(more)]));
      const byRadius = (some: typeof intervals) =>
        some.map((one) => one.join(" ")).sort((one, other) => (one < other ? -1 : 1));
      expect(byRadius(intervalsOf(found)), id).toEqual(byRadius(intervals));
    }
  }
});

test("a stroke is lighter only if nobody read the source of any of its figures", () => {
  const { book } = tiny().sources;
  const claims = [
    claimOf({ up_to_km: 480, source_id: "book" }),
    claimOf({ up_to_km: 480, source_id: "An officer" }),
    claimOf({ up_to_km: 700, source_id: "book" }),
  ];
  const sources = { ...tiny().sources, book: { ...book, read: "not" } };
  const data = tiny({ claims, sources });
  const rings = ringsAt(data, siteCalled(data, "camp"), stateOf());
  expect(rings.map(({ km, strokes }) => [km, strokes[0].unread])).toEqual([
    [480, false],
    [700, true],
  ]);
});

test("ends are those of Python's rings", () => {
  for (const claim of rules.claims) {
    const drawn = endsOf(claim).filter(([, km]) => km !== null && km >= 0.1);
    expect(drawn, claim.figure).toEqual(claim.rings);
  }
  expect(endsOf(claimOf())).toEqual([["open", null]]);
});

test("whose a ring is, as in Python", () => {
  for (const [account, strike, look] of rules.looks) {
    expect(ringLook(account as Account, strike === true)).toBe(look);
  }
});

test("strokes stand beside each other as in Python", () => {
  expect(rules.offsets).toHaveLength(12);
  for (const [radii, pitch, expected] of rules.offsets as [number[], number, number[]][]) {
    const found = offsets(radii, pitch);
    expect(found).toHaveLength(expected.length);
    found.forEach((one, k) => {
      expect(one).toBeCloseTo(expected[k], 9);
    });
  }
});

function stroke(km: number, changes: Partial<Stroke> = {}): Stroke {
  return { km, look: "operator", end: "most", claims: [], unread: false, ...changes };
}

function ring(...strokes: Stroke[]): Ring {
  return { km: strokes[0].km, strokes, more: [] };
}

test("strokes that would touch are a bundle about the middle of their radii", () => {
  const [one, other, near, far] = [stroke(500), stroke(500), stroke(510), stroke(900)];
  const { beside, bundles } = placed([ring(one, other), ring(near), ring(far)], 0.1, 3);
  expect(bundles).toEqual([[one, other, near], [far]]);
  // At 50, 50 and 51 px the middle is 50.33: strokes at 47.33, 50.33 and 53.33.
  const at = [one, other, near, far].map((each) => beside.get(each) ?? Number.NaN);
  [-2.6667, 0.3333, 2.3333, 0].forEach((px, k) => {
    expect(at[k]).toBeCloseTo(px, 3);
  });
});

test("strokes that just touch are a bundle, and those a little further apart are not", () => {
  const bundles = (km: number) =>
    placed([ring(stroke(100)), ring(stroke(km))], 1, 3).bundles.length;
  expect([103, 103.02, 103.1].map(bundles)).toEqual([1, 1, 2]);
  expect(placed([], 1, 3).bundles).toEqual([]);
});

test("of many strokes each account keeps one, its lower bound first, and five are drawn", () => {
  const accounts: Account[] = ["operator", "opponent", "independent"];
  const figures = accounts.flatMap((account) => [
    claimOf({ account, up_to_km: 800 }),
    claimOf({ account, at_least_km: 800 }),
    claimOf({ account, at_least_km: 800, up_to_km: 1400 }),
  ]);
  const data = tiny();
  const site = { ...data.sites[0], hypothetical: { claims: figures } };
  const [at800, at1400] = ringsAt(data, site, stateOf());
  const shown = (strokes: Stroke[]) => strokes.map(({ look, end }) => `${look} ${end}`);
  expect(shown(at800.strokes)).toEqual([
    "operator most",
    "operator lower",
    "operator open",
    "opponent open",
    "independent open",
  ]);
  expect(shown(at800.more)).toEqual([
    "opponent most",
    "opponent lower",
    "independent most",
    "independent lower",
  ]);
  expect([at800.km, at1400.km]).toEqual([800, 1400]);
  expect(shown(at1400.strokes)).toEqual(["operator far", "opponent far", "independent far"]);
  expect(intervalsOf([at800, at1400])).toEqual([
    ["operator", 800, 1400],
    ["opponent", 800, 1400],
    ["independent", 800, 1400],
  ]);
});

test("an interval is hatched although its stroke found no room", () => {
  const far = stroke(900, { end: "far", claims: [claimOf({ at_least_km: 500, up_to_km: 900 })] });
  expect(intervalsOf([{ km: 900, strokes: [stroke(900)], more: [far] }])).toEqual([
    ["operator", 500, 900],
  ]);
});

test("figures of one look and end share a stroke, and none is drawn below the least range", () => {
  const data = tiny();
  const figures: Claim[] = [
    claimOf({ up_to_km: 300 }),
    claimOf({ up_to_km: 0.05 }),
    claimOf({ up_to_km: 0 }),
    claimOf({ up_to_km: 300 }),
    claimOf({ up_to_km: 0.1 }),
    claimOf(),
  ];
  const site = { ...data.sites[0], hypothetical: { claims: figures } };
  const rings = ringsAt(data, site, stateOf());
  expect(rings.map(({ km }) => km)).toEqual([0.1, 300]);
  expect(rings[1].strokes[0].claims).toEqual([figures[0], figures[3]]);
});
