import { expect, test } from "vitest";
import { reportOf, stateOf, tiny } from "./fixtures.ts";
import { isCalled, othersCalled, siteEntry } from "./listing.ts";
import { listedIn, sceneOf } from "./scene.ts";

const data = tiny();
const [camp] = data.sites;

test("a site is listed with its systems and how sure their reports are", () => {
  expect(siteEntry(data, camp, stateOf())).toMatchObject({
    status: "confirmed",
    what: "Arrow: reported, Shield: confirmed",
  });
  expect(siteEntry(data, camp, stateOf({ theme: "debate" }))).toMatchObject({
    status: "reported",
    what: "Arrow; reported",
  });
  const planned = [
    reportOf({ status: "planned" }),
    reportOf({ system_id: "shield", status: "planned" }),
  ];
  expect(siteEntry(data, { ...camp, deployments: planned }, stateOf()).what).toBe(
    "Arrow, Shield; planned",
  );
});

test("whatever is asked for, every site that is listed has systems and a status", () => {
  const far = { ...camp, id: "far", deployments: [reportOf({ theme: "after-inf" })] };
  const gone = { ...camp, id: "gone", deployments: [reportOf({ status: "ended", until: "1990" })] };
  const page = { ...data, sites: [camp, far, gone] };
  const counted: string[] = [];
  for (const mode of ["focus", "compare", "overview"] as const) {
    for (const theme of ["all", "debate", "after-inf"]) {
      for (const date of [null, "1985-01-01", "2019-01-01"]) {
        const state = stateOf({ mode, theme, date });
        const { shown } = sceneOf(page, state, null);
        const entries = shown.map((site) => siteEntry(page, site, listedIn(page, state)));
        expect(entries.filter(({ status, systems }) => !status || !systems.length)).toEqual([]);
        if (mode === "overview") counted.push(entries.map(({ site }) => site.id).join());
      }
    }
  }
  expect(new Set(counted)).toEqual(new Set(["camp,far,gone"]));
});

test("on a day of its own what ended stands as reported", () => {
  const site = { ...camp, deployments: [reportOf({ status: "ended" })] };
  expect(siteEntry(data, site, stateOf()).what).toBe("Arrow; ended");
  expect(siteEntry(data, site, stateOf({ date: "1990-01-01" })).what).toBe("Arrow; reported");
});

test("a site is found by who holds its systems and by their kind in people's words", () => {
  const { arrow } = data.systems;
  const other = tiny({ systems: { ...data.systems, arrow: { ...arrow, kind: "GLCM" } } });
  const site = { ...camp, deployments: [reportOf({ holders: ["Charlie", "Delta"] })] };
  const called = (typed: string) => isCalled(other, siteEntry(other, site, stateOf()), typed);
  for (const typed of ["charlie", "Delta", "glcm", "cruise"])
    expect(called(typed), typed).toBe(true);
  expect([called("alfaland"), called("ballistic")]).toEqual([false, false]);
});

test("a site is found by what it is called, by its systems and by its status", () => {
  const called = (typed: string, theme = "all") =>
    isCalled(data, siteEntry(data, camp, stateOf({ theme })), typed);
  for (const typed of ["", " CAMP ", "bravol", "x-1", "dart", "arrow", "shield", "confirmed"]) {
    expect(called(typed), typed).toBe(true);
  }
  expect(called("alleged")).toBe(false);
  expect(called("shield", "debate")).toBe(false);
});

test("sites of other parts of the story are counted where they are called so", () => {
  const far = {
    ...camp,
    id: "far",
    deployments: [reportOf({ theme: "after-inf", until: "1990" })],
  };
  const others = (typed: string, changes = {}, shown = [camp]) => {
    const state = stateOf({ theme: "debate", ...changes });
    return othersCalled({ ...data, sites: [camp, far] }, shown, state, typed);
  };
  expect(others("arrow")).toBe(1);
  expect(others("arrow", {}, [camp, far])).toBe(0);
  expect(others("shield")).toBe(0);
  expect(others(" ")).toBe(0);
});

test("a site that is not there on the day is in no part of the story", () => {
  const gone = [reportOf({ theme: "after-inf", to_day: "1990-12-31" })];
  const sites = [{ ...camp, deployments: gone }];
  const on = (date: string) =>
    ["arrow", "camp"].map((typed) =>
      othersCalled({ ...data, sites }, [], stateOf({ theme: "debate", date }), typed),
    );
  expect([on("1990-01-01"), on("1991-01-01")]).toEqual([
    [1, 1],
    [0, 0],
  ]);
});
