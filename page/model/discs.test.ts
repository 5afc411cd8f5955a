import { expect, test } from "vitest";
import type { Claim } from "./data.ts";
import { discsOf } from "./discs.ts";
import { claimOf, siteCalled, stateOf, tiny } from "./fixtures.ts";

function discs(claims: Partial<Claim>[], account: "all" | "operator" = "all") {
  const data = tiny({ claims: claims.map((claim) => claimOf(claim)) });
  const camp = siteCalled(data, "camp");
  camp.claims = claims.map((_, k) => k);
  return discsOf(data, camp, stateOf({ account }));
}

test("sure is what every figure of a system holds, as far as its lower end", () => {
  expect(discs([{ up_to_km: 480 }, { at_least_km: 2000, up_to_km: 2350 }])).toEqual({
    sure: 480,
    far: 2350,
    open: [],
  });
  expect(discs([{ at_least_km: 2000, up_to_km: 2350 }])).toMatchObject({ sure: 2000, far: 2350 });
});

test("a lower bound is sure so far, and open", () => {
  expect(discs([{ at_least_km: 500 }, { at_least_km: 1200 }, { at_least_km: 1200 }])).toEqual({
    sure: 500,
    far: 1200,
    open: [500, 1200],
  });
});

test("of two systems the one that surely reaches farther counts; interceptors do not", () => {
  const data = tiny({
    claims: [
      claimOf({ up_to_km: 480 }),
      claimOf({ system_id: "lance", up_to_km: 700 }),
      claimOf({ system_id: "shield", up_to_km: 3000 }),
    ],
  });
  data.systems.lance = { ...data.systems.arrow };
  const camp = siteCalled(data, "camp");
  camp.deployments = [...camp.deployments, { ...camp.deployments[0], system_id: "lance" }];
  expect(discsOf(data, camp, stateOf())).toEqual({ sure: 700, far: 700, open: [] });
});

test("another account's figures do not count", () => {
  const claims = [{ up_to_km: 480 }, { account: "opponent" as const, at_least_km: 2000 }];
  expect(discs(claims, "operator")).toEqual({ sure: 480, far: 480, open: [] });
  expect(discs([])).toEqual({ sure: 0, far: 0, open: [] });
});
