import { expect, test } from "vitest";
import rules from "../../tests/data/page/rules.json";
import {
  answerOf,
  coverage,
  farEnd,
  farthestKm,
  figuresAt,
  isReached,
  marginKm,
  overallReach,
  REACH_ORDER,
  strikesAt,
} from "./coverage.ts";
import type { AnswerWord } from "./data.ts";
import { capitalOf, catalogues, claimOf, siteCalled, stateOf, tiny } from "./fixtures.ts";
import { stands } from "./reports.ts";

const data = tiny();
const [camp] = data.sites;

test("answers add up to the reach that Python gives", () => {
  expect(rules.reaches.length).toBeGreaterThan(90);
  for (const [systems, reach] of rules.reaches as [AnswerWord[][], string][]) {
    expect(overallReach(systems), JSON.stringify(systems)).toBe(reach);
  }
});

test("margins are those of Python", () => {
  for (const { at_least_km, up_to_km, margins } of rules.claims) {
    rules.distances
      .filter((_, k) => k % 9 === 0)
      .forEach((km, k) => {
        const margin = marginKm({ at_least_km, up_to_km }, km);
        if (margin === null) expect(margins[k]).toBeNull();
        else expect(margin).toBeCloseTo(margins[k] ?? Number.NaN, 5);
      });
  }
});

test.each(Object.entries(catalogues))(
  "figures and answers are Python's: %s",
  (_, { data, cases }) => {
    for (const { state, sites, places } of cases) {
      for (const [id, { claims, answers }] of Object.entries(sites)) {
        const site = siteCalled(data, id);
        const figures = figuresAt(data, site, stateOf(state));
        expect(figures.map(([, claim]) => data.claims.indexOf(claim))).toEqual(claims);
        const standing = data.capitals
          .map((_, k) => k)
          .filter((k) => stands(data.capitals[k], state.date));
        expect(standing.map((k) => data.capitals[k].id)).toEqual(places);
        const digits = standing.map((capital) =>
          figures.map(([k]) => data.answers.indexOf(answerOf(data, site, k, capital))).join(""),
        );
        expect(digits).toEqual(answers);
      }
    }
  },
);

test("a site without a figure of the account reaches nothing", () => {
  expect(figuresAt(data, camp, stateOf({ account: "independent" }))).toEqual([]);
  expect(new Set(coverage(data, camp, stateOf({ account: "independent" })).reach)).toEqual(
    new Set(["none"]),
  );
});

test("what strikes nothing counts in no reach, but its ends are near and its figure is there", () => {
  const after = stateOf({ theme: "after-inf" });
  expect(figuresAt(data, camp, after).map(([k]) => k)).toEqual([2]);
  expect(strikesAt(data, camp, after)).toEqual([]);
  const { reach, near, turns } = coverage(data, camp, after);
  expect(new Set(reach)).toEqual(new Set(["none"]));
  expect(near).toEqual([false, false, false, false, true, false, false]);
  expect(turns).toEqual([500, 1000, 5500, 1000]);
});

test("each capital of a small page has its band, reach and edges", () => {
  const found = coverage(data, camp, stateOf());
  expect(found.distance).toEqual([100, 400, 490, 503, 995, 300, 6000]);
  expect(found.band.slice(2)).toEqual([
    "below-500",
    "shorter-range",
    "shorter-range",
    "below-500",
    "beyond-5500",
  ]);
  expect(found.reach).toEqual(["all", "all", "some", "unknown", "unknown", "all", "unknown"]);
  expect(found.near).toEqual([false, false, false, true, true, false, false]);
  expect(found.nearLimit).toEqual([false, false, false, true, true, false, false]);
  expect(found.turns).toEqual([500, 1000, 5500, 480, 500, 1000]);
});

test("the same question has the same answer, as an object too; another question has another", () => {
  const site = { ...camp };
  const first = coverage(data, site, stateOf());
  expect(coverage(data, site, stateOf({ capital: "bravo", mode: "overview" }))).toBe(first);
  for (const change of [
    { theme: "debate" },
    { account: "operator" },
    { date: "1990-01-01" },
  ] as const) {
    expect(coverage(data, site, stateOf(change))).not.toBe(first);
  }
  expect(coverage(data, { ...camp }, stateOf())).not.toBe(first);
});

test("margins are measured from the farther end", () => {
  expect(farEnd(claimOf({ at_least_km: 500, up_to_km: 5500 }))).toBe(5500);
  expect(farEnd(claimOf({ at_least_km: 500 }))).toBe(500);
  expect(farEnd(claimOf({ up_to_km: 0 }))).toBe(0);
  expect(farEnd(claimOf())).toBeNull();
  expect(marginKm(claimOf({ up_to_km: 480 }), 500)).toBe(-20);
});

test("the farthest strike figure is the ring of the overview", () => {
  expect(farthestKm(data, camp, stateOf())).toBe(500);
  expect(farthestKm(data, camp, stateOf({ account: "operator" }))).toBe(480);
  expect(farthestKm(data, camp, stateOf({ theme: "after-inf" }))).toBe(0);
});

test("what is left open is not reached", () => {
  expect(REACH_ORDER.map(isReached)).toEqual([true, true, false, false]);
});

test("a site's distances are the geodesic's, to a millimetre, worked out once", () => {
  const { distance_km: _, ...site } = data.sites[0];
  const page = tiny({ sites: [site], capitals: [capitalOf("East", { lon: 40, lat: 50 })] });
  const { distance } = coverage(page, site, stateOf());
  // By pyproj, from 10 E 50 N to 40 E 50 N.
  expect(distance).toEqual([2136.319552]);
  expect(coverage(page, site, stateOf({ account: "operator" })).distance).toBe(distance);
});
