import { expect, test } from "vitest";
import type { State } from "./data.ts";
import { reportOf, stateOf, tiny } from "./fixtures.ts";
import { changed, isMove, pageTitle, sceneOf } from "./scene.ts";

const data = tiny();
const [camp] = data.sites;
const late = {
  ...camp,
  id: "late",
  name: "Late",
  deployments: [reportOf({ from_day: "2019-01-01" })],
};
const page = tiny({ sites: [camp, late] });
const pin = { lon: 1, lat: 2, km: 300, system: null };

test("the sites with a report of the day and theme are shown, one of them in focus", () => {
  const scene = sceneOf(page, stateOf({ site: "late", capital: "bravo" }), null);
  expect(scene.shown).toEqual([camp, late]);
  expect([scene.focus, scene.reported, scene.chosen, scene.launcher]).toEqual([
    late,
    "late",
    1,
    null,
  ]);
  const before = sceneOf(page, stateOf({ site: "late", date: "1990-01-01" }), null);
  expect([before.shown, before.focus]).toEqual([[camp], late]);
});

test("of a site that is not there the first shown is in focus, or else the first of all", () => {
  expect(sceneOf(page, stateOf({ site: "gone", theme: "x" }), null).focus).toBe(late);
  const none = tiny({ sites: [{ ...camp, deployments: [] }] });
  expect(sceneOf(none, stateOf({ site: "gone" }), null).focus).toBe(none.sites[0]);
});

test("a launcher is in focus where it is asked for, worked out once, and leads back", () => {
  const before = sceneOf(page, stateOf({ site: "late" }), null);
  const scene = sceneOf(page, stateOf({ site: "what-if", pin }), before);
  expect(scene.focus.name).toContain("Hypothetical launcher");
  expect([scene.focus, scene.reported]).toEqual([scene.launcher?.site, "late"]);
  expect(sceneOf(page, stateOf({ site: "what-if", pin, account: "operator" }), scene).focus).toBe(
    scene.focus,
  );
  expect(
    sceneOf(page, stateOf({ site: "what-if", pin: { ...pin, km: 400 } }), scene).focus,
  ).not.toBe(scene.focus);
  const beside = sceneOf(page, stateOf({ site: "camp", pin }), scene);
  expect([beside.focus, beside.launcher?.site]).toEqual([camp, scene.focus]);
  expect(sceneOf(page, stateOf(), beside).launcher).toBeNull();
  expect(sceneOf(page, stateOf({ site: "what-if", pin }), null).reported).toBe("camp");
});

test("a new site or a new way of looking leaves the old view; other changes keep it", () => {
  const state = stateOf({ view: [3, 0, 0] });
  const to = (changes: Partial<State>) => changed(page, state, changes);
  expect(to({ site: "late" })).toMatchObject({ site: "late", view: null });
  for (const changes of [{ mode: "overview" }, { projection: "globe" }, { fit: "band" }] as const) {
    expect(to(changes).view).toBeNull();
    expect(isMove(state, to(changes))).toBe(true);
  }
  expect(to({ site: "late", view: [4, 1, 1] }).view).toEqual([4, 1, 1]);
  for (const changes of [{ date: "1990-01-01" }, { units: "mi" }, { capital: null }] as const) {
    expect(to(changes)).toMatchObject({ ...changes, view: [3, 0, 0] });
    expect(isMove(state, to(changes))).toBe(false);
  }
});

test("another part of the story moves to a site that is in it", () => {
  const early = { ...camp, deployments: [reportOf({ theme: "debate" })] };
  const after = {
    ...late,
    deployments: [reportOf({ theme: "after-inf", from_day: "2020-01-01" })],
  };
  const two = tiny({ sites: [early, after] });
  const to = (changes: Partial<State>, from = {}) => changed(two, stateOf(from), changes).site;
  expect(to({ theme: "after-inf" })).toBe("late");
  expect(to({ theme: "debate" })).toBe("camp");
  expect(to({ theme: "all" }, { site: "late" })).toBe("late");
  // A site of the part stays on a day on which nothing is reported there; one that is asked for too.
  expect(to({ theme: "after-inf" }, { site: "late", date: "1990-01-01" })).toBe("late");
  expect(to({ theme: "after-inf", site: "camp" })).toBe("camp");
  expect(to({ theme: "after-inf" }, { site: "what-if" })).toBe("what-if");
});

test("a mode has its own projection, but for a reader who chose another", () => {
  const overview = changed(page, stateOf(), { mode: "overview" });
  expect(overview.projection).toBe("mercator");
  expect(changed(page, overview, { mode: "focus" }).projection).toBe("true-distance");
  const globe = changed(page, stateOf({ projection: "globe" }), { mode: "overview" });
  expect(globe.projection).toBe("globe");
});

test("the page is named after its site", () => {
  const title = (changes: Partial<State>) => pageTitle(page, sceneOf(page, stateOf(changes), null));
  expect(title({})).toBe("Within range of Camp - infmap");
  expect(title({ mode: "overview" })).toBe("All sites - infmap");
  expect(title({ mode: "compare", left: "camp", right: "late" })).toBe(
    "Camp and Late compared - infmap",
  );
  expect(title({ mode: "compare" })).toBe("Operator and Opponent compared - infmap");
});
