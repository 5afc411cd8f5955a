import { expect, test } from "vitest";
import states from "../../tests/data/page/states.json";
import type { State } from "./data.ts";
import { edges, stateOf, story, tiny } from "./fixtures.ts";
import { readState, writeState } from "./state.ts";

const { data } = story;
const inStory = (changes: Partial<State> = {}) => ({
  ...stateOf({ site: "kaliningrad", theme: "debate" }),
  ...changes,
});

test("a launcher is read as Python writes it", () => {
  expect(states.pins.length).toBeGreaterThan(5);
  for (const [fragment, [lon, lat, reach]] of states.pins as [string, (number | string)[]][]) {
    const { pin, site } = readState(data, fragment);
    expect(site).toBe(states.what_if);
    expect(pin?.lon).toBeCloseTo(Number(lon), 3);
    expect(pin?.lat).toBeCloseTo(Number(lat), 3);
    if (typeof reach === "string") expect(pin).toMatchObject({ system: reach, km: null });
    else {
      expect(pin?.system).toBeNull();
      expect(Math.abs((pin?.km ?? 0) / reach - 1)).toBeLessThan(1e-5);
    }
  }
});

test("a view is read as Python writes it", () => {
  for (const [fragment, view] of states.views as [string, number[]][]) {
    const found = readState(data, fragment).view ?? [];
    expect(found).toHaveLength(3);
    found.forEach((one, k) => {
      expect(one).toBeCloseTo(view[k], 3);
    });
  }
});

test("what Python refuses, the page does not open on", () => {
  expect([states.no_pins.length, states.no_views.length]).toEqual([7, 4]);
  for (const pin of states.no_pins) {
    expect(readState(data, `site=what-if&pin=${pin}`), pin).toEqual(
      expect.objectContaining({ pin: null, site: "kaliningrad" }),
    );
  }
  for (const view of states.no_views) expect(readState(data, `view=${view}`).view, view).toBeNull();
});

test("what Python was asked for is what the page opens on", () => {
  for (const [fragment, asked] of states.asked as [string, Record<string, string>][]) {
    expect(readState(data, fragment)).toEqual(
      inStory({
        site: asked.focus ?? "kaliningrad",
        theme: asked.theme ?? new URLSearchParams(fragment).get("theme") ?? "",
        account: (asked.account ?? "all") as State["account"],
        date: asked.as_of ?? null,
        capital: asked.capital ?? null,
        mode: (asked.mode ?? "focus") as State["mode"],
      }),
    );
  }
});

const page = tiny();
const kept: Partial<State>[] = [
  {},
  { theme: "after-inf", account: "operator", date: "1988-02-29" },
  { capital: "foxtrot", mode: "overview", view: [3.25, -64.5, 41.3912] },
  { site: "what-if", pin: { lon: -20.1235, lat: 0, km: 500.5, system: null } },
  { pin: { lon: 180, lat: -90, km: null, system: "arrow" }, mode: "true-distance" },
];

test.each(kept)("a state is read as it was written: %o", (changes) => {
  const state = stateOf({ theme: "debate", ...changes });
  expect(readState(page, writeState(state))).toEqual(state);
});

test("a fragment is written plainly", () => {
  const pin = { lon: 20.123456, lat: -5, km: 500, system: null };
  expect(writeState(stateOf({ pin, view: [3, 1.5, -2], site: "what-if" }))).toBe(
    "#site=what-if&theme=all&account=all&mode=focus&pin=20.1235,-5.0000,500&view=3/1.5/-2",
  );
  expect(writeState(stateOf({ date: "2019-08-02", capital: "a&b" }))).toBe(
    "#site=camp&theme=all&account=all&date=2019-08-02&capital=a%26b&mode=focus",
  );
});

test.each([
  "site=nowhere&theme=x&account=%3Cb%3E&date=1987&capital=atlantis&mode=z",
  "site=what-if",
  "pin=1e99,0,5&view=NaN/0/0&site=what-if",
  "pin=<img src=x onerror=alert(1)>,2,constructor",
  "pin=5,35,__proto__&site=what-if",
  "pin=,,500&view=//",
  "pin=1,2&view=1/2",
  "pin=1,2,shield",
  "date=2019-02-29",
  "date=2019-13-01",
  "date=x2019-01-01",
  "account=user&theme=eliminated",
  "view=3/Infinity/0",
  "%E0%A4%A&&&===",
  "",
])("a hostile fragment opens the page as if it were not there: %s", (fragment) => {
  expect(readState(page, `#${fragment}`)).toEqual(stateOf({ theme: "debate" }));
});

test("of a site that its theme has not, all is shown; a theme that is asked for is kept", () => {
  const site = { ...page.sites[0], id: "late", deployments: page.sites[0].deployments.slice(1) };
  const two = tiny({ sites: [page.sites[0], site] });
  expect(readState(two, "site=late").theme).toBe("all");
  expect(readState(two, "site=late&theme=debate").theme).toBe("debate");
  expect(readState(two, "site=camp").theme).toBe("debate");
  expect(readState({ ...two, fragment: "" }, "site=camp").theme).toBe("all");
  // The site that stands in for the launcher that is not there decides.
  expect(readState({ ...two, first_site: "late" }, "site=what-if").theme).toBe("all");
});

test("only a launcher that is there can be in focus", () => {
  expect(readState(page, "site=what-if&pin=1,2,arrow").site).toBe("what-if");
  expect(readState(page, "site=camp&pin=1,2,300")).toMatchObject({
    site: "camp",
    pin: { lon: 1, lat: 2, km: 300, system: null },
  });
  expect(readState(edges.data, "pin=1,2,s-none").pin).toBeNull();
});
