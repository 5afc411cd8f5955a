import { expect, test } from "vitest";
import states from "../../tests/data/page/states.json";
import type { PageData, State } from "./data.ts";
import { edges, stateOf, story, tiny } from "./fixtures.ts";
import { readState as asked, openingSite, usualProjection, writeState } from "./state.ts";

const { data } = story;
const readState = (page: PageData, fragment: string) => asked(page, fragment).state;
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
        site: asked.focus ?? "shuya",
        theme: asked.theme ?? new URLSearchParams(fragment).get("theme") ?? "",
        account: (asked.account ?? "all") as State["account"],
        date: asked.as_of ?? null,
        capital: asked.capital ?? null,
        mode: asked.mode === "overview" ? "overview" : "focus",
        projection: (asked.projection ??
          (asked.mode === "overview" ? "mercator" : "true-distance")) as State["projection"],
      }),
    );
  }
});

const page = tiny();
const kept: Partial<State>[] = [
  {},
  { theme: "after-inf", account: "operator", date: "1988-02-29" },
  { capital: "foxtrot", mode: "overview", projection: "mercator", view: [3.25, -64.5, 41.3912] },
  { mode: "overview", projection: "globe" },
  { projection: "mercator", fit: "band", units: "nmi" },
  { site: "what-if", pin: { lon: -20.1235, lat: 0, km: 500.5, system: null } },
  { pin: { lon: 180, lat: -90, km: null, system: "arrow" }, units: "mi" },
  { mode: "compare", left: "operator", right: "opponent", system: "arrow" },
  { mode: "compare", left: "1987-12-08", right: "2019-08-02", doubt: true },
  { doubt: false, holder: "Alfaland", count: "every", at: [21.0123, -52.5] },
];

test.each(kept)("a state is read as it was written: %o", (changes) => {
  const state = stateOf({ theme: "debate", ...changes });
  expect(readState(page, writeState(page, state))).toEqual(state);
});

test("a fragment is written plainly", () => {
  const pin = { lon: 20.123456, lat: -5, km: 500, system: null };
  expect(writeState(page, stateOf({ pin, view: [3, 1.5, -2], site: "what-if" }))).toBe(
    "#site=what-if&theme=all&account=all&mode=focus&pin=20.1235,-5.0000,500&view=3/1.5/-2",
  );
  expect(writeState(page, stateOf({ date: "2019-08-02", capital: "a&b" }))).toBe(
    "#site=camp&theme=all&account=all&date=2019-08-02&capital=a%26b&mode=focus",
  );
});

test.each([
  "site=nowhere&theme=x&account=%3Cb%3E&date=1987&capital=atlantis&mode=z&projection=flat&units=ell",
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
  "left=operator&right=opponent",
  "mode=compare2&left=operator&right=opponent",
  "doubt=maybe&holder=__proto__&count=all&at=200,5&system=constructor",
  "at=1&doubt=&count=",
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

test("a map of true distances is read where it was a mode of its own", () => {
  const old = readState(page, "mode=true-distance&site=camp");
  expect([old.mode, old.projection]).toEqual(["focus", "true-distance"]);
  const flat = { ...page, projection: "mercator" as const };
  expect(readState(flat, "mode=true-distance").projection).toBe("true-distance");
  expect(readState(page, "mode=true-distance&projection=globe").projection).toBe("globe");
  expect(asked(page, "mode=true-distance").unknown).toEqual([]);
});

test("each mode opens in a projection of its own", () => {
  expect(usualProjection(page, "focus")).toBe("true-distance");
  expect(usualProjection({ ...page, projection: "mercator" }, "focus")).toBe("mercator");
  expect(usualProjection(page, "overview")).toBe("mercator");
  expect(readState(page, "mode=overview").projection).toBe("mercator");
});

test("what an address asks for in vain is told", () => {
  expect(asked(page, "site=nonsense&theme=foo&account=operator&date=1990-02-30").unknown).toEqual([
    'site "nonsense"',
    'date "1990-02-30"',
    'theme "foo"',
  ]);
  expect(asked(page, "units=ell&pin=1,2,x&view=99/0/0&capital=").unknown).toEqual([
    'pin "1,2,x"',
    'units "ell"',
    'view "99/0/0"',
  ]);
  expect(asked(page, "site=camp&theme=debate&capital=bravo&fit=band").unknown).toEqual([]);
});

test.each([
  ["mode=compare&left=operator", 'left "operator" with no right'],
  ["mode=compare&right=opponent", 'no left with right "opponent"'],
  ["mode=compare&left=arrow&right=x", 'left "arrow" with right "x"'],
  ["left=operator&right=opponent", 'left "operator" with right "opponent"'],
  ["site=camp&system=gone", 'system "gone" at camp'],
  ["site=camp&site=late", 'second site "late"'],
  ["SITE=camp&foo=bar&foo=&main=", 'SITE "camp", foo "bar"'],
])("what cannot be shown is told with what it lacks: %s", (fragment, words) => {
  expect(asked(page, fragment).unknown.join(", ")).toBe(words);
});

test("an address has here what it has where Python embeds it", () => {
  for (const [fragment, site] of states.addresses as [string, string | null][]) {
    const { state, unknown } = asked(data, fragment);
    expect([fragment, unknown.length ? null : state.site]).toEqual([fragment, site]);
  }
});

test("of two sides both stand or none", () => {
  for (const sides of [
    "left=operator",
    "left=operator&right=nobody",
    "left=__proto__&right=camp",
  ]) {
    expect(readState(page, `mode=compare&${sides}`)).toMatchObject({ left: null, right: null });
  }
  const state = stateOf({ left: "operator", right: "opponent" });
  expect(writeState(page, state)).not.toContain("left");
});

test("an address with a theme and a day but no site opens on one that has something", () => {
  const late = { ...page.sites[0], id: "late", deployments: page.sites[0].deployments.slice(1) };
  const two = tiny({ sites: [page.sites[0], late], first_site: "camp" });
  expect(readState(two, "theme=after-inf").site).toBe("camp");
  const old = [{ ...two.sites[0], deployments: two.sites[0].deployments.slice(0, 1) }, late];
  const other = tiny({ sites: old, first_site: "camp" });
  expect(readState(other, "theme=after-inf").site).toBe("late");
  expect(readState(other, "theme=debate&date=1990-01-01").site).toBe("camp");
  expect(readState(other, "date=1980-01-01").site).toBe("late");
  expect(openingSite(other, { theme: "debate", date: "1980-01-01" })).toBe("camp");
});
