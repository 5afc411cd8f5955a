import { expect, test } from "vitest";
import { leaning, reachOfView, span } from "./fitting.ts";
import { claimOf, siteCalled, stateOf, tiny } from "./fixtures.ts";

function reachOf(claims: Parameters<typeof claimOf>[0][], fit: "rings" | "band" = "rings"): number {
  const data = tiny({ claims: claims.map((claim) => claimOf(claim)) });
  const camp = siteCalled(data, "camp");
  camp.claims = claims.map((_, k) => k);
  return reachOfView(data, camp, stateOf({ fit })) / 1.03;
}

test("a view of the rings reaches to the largest end, or lower bound", () => {
  expect(reachOf([{ up_to_km: 600 }, { at_least_km: 2000, up_to_km: 2350 }])).toBeCloseTo(2350, 6);
  expect(reachOf([{ at_least_km: 2500 }, { up_to_km: 600 }])).toBeCloseTo(2500, 6);
  expect(reachOf([{ up_to_km: 12000 }])).toBeCloseTo(12000, 6);
});

test("it tells where the band begins, though the rings are shorter", () => {
  expect(reachOf([{ up_to_km: 300 }])).toBeCloseTo(500, 6);
});

test("a figure that says no more than the band has the band's view, if it is not alone", () => {
  const breach = { at_least_km: 500, up_to_km: 5500 };
  expect(reachOf([breach, { up_to_km: 2500 }])).toBeCloseTo(2500, 6);
  expect(reachOf([breach])).toBeCloseTo(5500, 6);
});

test("the whole band is shown where it is asked for, and where there is no ring", () => {
  expect(reachOf([{ up_to_km: 600 }], "band")).toBeCloseTo(5500, 6);
  expect(reachOf([])).toBeCloseTo(5500, 6);
  expect(reachOf([{ up_to_km: 0 }])).toBeCloseTo(5500, 6);
});

test("only the account's rings count", () => {
  const data = tiny();
  const camp = siteCalled(data, "camp");
  const seen = (account: "operator" | "opponent") =>
    reachOfView(data, camp, stateOf({ account, theme: "after-inf" })) / 1.03;
  expect(seen("operator")).toBeCloseTo(1000, 6);
  expect(seen("opponent")).toBeCloseTo(5500, 6);
});

test("a view leans to the side with more places", () => {
  expect(leaning([-3, -2, -1, 4])).toBe(-0.5);
  expect(leaning([1, 2])).toBe(1);
  expect(leaning([0, 0])).toBe(0);
  expect(leaning([])).toBe(0);
});

test("a view of all leaves out a few far off where the others lie close together", () => {
  const twenty = Array.from({ length: 20 }, (_, k) => k);
  expect(span(twenty, 0)).toEqual([0, 19]);
  expect(span([...twenty, 1000], 1)).toEqual([-1, 20]);
  // Not where it would bring them little closer.
  expect(span([...twenty, 26], 1)).toEqual([-1, 27]);
  // Nor where they are more than a few.
  expect(span([0, 1, 2, 100, 101, 102], 1)).toEqual([-1, 103]);
  expect(span([3, 1], 0.5)).toEqual([0.5, 3.5]);
});
