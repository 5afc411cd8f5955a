import { expect, test } from "vitest";
import launchers from "../../tests/data/page/launchers.json";
import rules from "../../tests/data/page/rules.json";
import { coverage } from "./coverage.ts";
import type { PageData, Pin } from "./data.ts";
import { edges, stateOf, tiny } from "./fixtures.ts";
import { bandOf, canLaunch, edgesKm, HYPOTHETICAL, inRange, launcherAt } from "./launcher.ts";

const { data } = edges;

function pinOf({ lon, lat, km, system }: (typeof launchers.rows)[number]): Pin {
  if (system !== null) return { lon, lat, km: null, system };
  return { lon, lat, km: km ?? 0, system: null };
}

test("every figure answers every distance as in Python", () => {
  const tinyData = tiny();
  expect(rules.distances.map((km) => data.bands.indexOf(bandOf(tinyData, km))).join("")).toBe(
    rules.bands,
  );
  for (const claim of rules.claims) {
    const digits = rules.distances.map((km) => data.answers.indexOf(inRange(claim, km)));
    expect(digits.join(""), claim.figure).toBe(claim.in_range);
    const near = rules.distances.flatMap((km, k) =>
      edgesKm(claim).some((end) => Math.abs(end - km) < data.edge_allowance_km) ? [k] : [],
    );
    expect(near, claim.figure).toEqual(claim.near);
  }
});

test.each(launchers.rows.filter((row) => row.can_launch))(
  "a launcher of $km $system at $lon, $lat answers as a site does in Python",
  (row) => {
    const site = launcherAt(data, pinOf(row));
    row.distance?.forEach((km, k) => {
      expect(site.distance_km?.[k]).toBeCloseTo(km, 5);
    });
    expect(site.band).toBe(row.band);
    expect(site.in_range).toEqual(row.in_range);
    expect(site.near_band_edge).toEqual(row.near_limit);
    expect(site.hypothetical?.claims.map((claim) => claim.figure)).toEqual(row.figures);
    const { near, nearLimit, reach } = coverage(data, site, stateOf());
    expect(near.flatMap((is, k) => (is ? [k] : []))).toEqual(row.near);
    expect(nearLimit.flatMap((is, k) => (is ? [k] : []))).toEqual(row.near_limit);
    expect(reach).toEqual(row.reach);
  },
);

test("a launcher has figures that somebody gives for a system that strikes the ground", () => {
  for (const { system, can_launch } of launchers.rows) {
    if (system !== null) expect(canLaunch(data, system), system).toBe(can_launch);
  }
  expect(launchers.rows.filter((row) => !row.can_launch).length).toBeGreaterThan(2);
  for (const id of ["constructor", "__proto__", "toString", "", HYPOTHETICAL]) {
    expect(canLaunch(data, id)).toBe(false);
  }
});

const small = tiny();
const own = launcherAt(small, { lon: -0.5, lat: 51, km: 750, system: null });
const borrowed = launcherAt(small, { lon: 20.25, lat: -10, km: null, system: "arrow" });

test("a launcher says where it stands", () => {
  expect(own.name).toBe("Hypothetical launcher at 51.00° N, 0.50° W");
  expect(borrowed.name).toBe("Hypothetical launcher at 10.00° S, 20.25° E");
  expect([own.lon, own.lat, own.id]).toEqual([-0.5, 51, "what-if"]);
});

test("a launcher of the reader's own counts on every account, borrowed figures on their own", () => {
  for (const account of ["all", "operator"] as const) {
    expect(coverage(small, own, stateOf({ account })).figures).toHaveLength(1);
  }
  expect(coverage(small, borrowed, stateOf()).figures).toHaveLength(2);
  const [[, claim], ...others] = coverage(
    small,
    borrowed,
    stateOf({ account: "opponent" }),
  ).figures;
  expect([claim.claimant, others]).toEqual(["Rival", []]);
});

test("it is there on every day and in every part of the story", () => {
  const state = stateOf({ theme: "debate", date: "1980-01-01" });
  expect(coverage(small, own, state).figures).toHaveLength(1);
  expect(coverage(small, borrowed, state).figures).toHaveLength(2);
});

test("its holders are those who have the system; it has no host and no doubt about its place", () => {
  expect(borrowed.deployments[0].holders).toEqual(["Alfaland"]);
  expect(own.deployments[0].holders).toEqual([]);
  expect(own.deployments[0].status).toBe("hypothetical");
  expect([own.host, own.position_precision_km]).toEqual([["", "", ""], 0]);
});

test("a figure of zero has no edge and reaches nothing", () => {
  const zero = { at_least_km: null, up_to_km: 0 };
  expect(edgesKm(zero)).toEqual([]);
  expect([0, 3].map((km) => inRange(zero, km))).toEqual(["no", "no"]);
  expect(edgesKm({ at_least_km: 500, up_to_km: null })).toEqual([500]);
  const from = { at_least_km: 0, up_to_km: 500 };
  expect(edgesKm(from)).toEqual([500]);
  expect([0, 3, 501].map((km) => inRange(from, km))).toEqual(["open", "open", "no"]);
});

test("a band of one's own parts distances as in Python, its edges inside", () => {
  for (const own of rules.own_bands) {
    const page = tiny({ ...own, band_km: [own.band_km[0], own.band_km[1]] } as Partial<PageData>);
    expect(own.distances.map((km) => bandOf(page, km))).toEqual(own.zones);
  }
});
