import { describe, expect, test } from "vitest";
import { changesOf, comparison, firstPair, optionsOf, pairOf, sides } from "./compare.ts";
import type { State } from "./data.ts";
import { claimOf, reportOf, stateOf, tiny } from "./fixtures.ts";
import { sceneOf } from "./scene.ts";
import { whatOf } from "./sides.ts";

const page = tiny();
const [camp] = page.sites;
const compared = (changes: Partial<State> = {}, data = page) =>
  comparison(data, stateOf({ mode: "compare", ...changes }));
const named = (rows: { index: number }[]) => rows.map(({ index }) => page.capitals[index].name);

// A second camp on the other side of the capitals, without the opponent's word.
const fort = {
  ...camp,
  id: "fort",
  name: "Fort (old), Bravo Coast",
  lon: 12,
  distance_km: [900, 200, 800, 300, 100, 50, 470],
  deployments: [reportOf({ from_day: "2000-01-01" })],
  claims: [0],
  near_edge: [[]],
  in_range: ["1010000"],
};
const two = tiny({ sites: [camp, fort] });

describe("what is set against what", () => {
  test.each([
    ["operator", "opponent", "account"],
    ["all", "operator", "account"],
    ["1987-12-08", "2019-08-02", "day"],
    ["arrow", "shield", "system"],
    ["camp", "fort", "site"],
    ["camp", "arrow", null],
    ["operator", "1987-12-08", null],
    ["operator", "operator", null],
    ["independent", "operator", null],
    ["1987-02-30", "1987-12-08", null],
    ["constructor", "__proto__", null],
  ])("%s and %s", (left, right, what) => {
    expect(whatOf(two, left, right)).toBe(what);
  });

  test("an id that is a system's and a site's is what the other is", () => {
    const both = tiny({ sites: [camp, { ...fort, id: "arrow" }] });
    expect(whatOf(both, "arrow", "shield")).toBe("system");
    expect(whatOf(both, "arrow", "camp")).toBe("site");
  });
});

test("where nothing is asked for, the two accounts are compared whose counts differ most", () => {
  expect(pairOf(page, stateOf())).toEqual({ what: "account", left: "operator", right: "opponent" });
  const third = claimOf({ account: "independent", up_to_km: 6000 });
  const site = { ...camp, claims: [0, 1, 2, 3], near_edge: [[], [], [], []] };
  const data = tiny({
    accounts: ["all", "operator", "opponent", "independent"],
    claims: [...page.claims, third],
    sites: [{ ...site, in_range: [...camp.in_range, "0000000"] }],
  });
  expect(pairOf(data, stateOf())).toMatchObject({ left: "operator", right: "independent" });
  // What no longer is asked for rightly is as if it were not there.
  expect(pairOf(data, stateOf({ left: "operator", right: "camp" })).right).toBe("independent");
});

test("an account that makes no number stands beside the one that does, the operator first", () => {
  const data = tiny({ sites: [{ ...camp, claims: [1], near_edge: [[]], in_range: ["0002202"] }] });
  expect(pairOf(data, stateOf())).toMatchObject({ left: "operator", right: "opponent" });
  expect(compared({}, data).title).toBe(
    "No operator figure makes a number; on the opponents' figures 1 foreign capital is in range",
  );
});

test("where neither account makes a number, what unread figures would change is told in full", () => {
  const data = tiny({
    claims: page.claims.map((claim) => ({ ...claim, source_id: "paper" })),
    sources: { paper: { citation: "", url: "", note: "", read: "not" } },
  });
  const found = compared({ left: "operator", right: "opponent" }, data);
  expect(found.title).toBe("No figure of either side makes a number");
  expect(found.deck).toMatch(
    /^\d+ capitals? would change hands, on figures alone whose source nobody/,
  );
});

test("where neither account makes a number, that is what is said", () => {
  const silent = claimOf({ up_to_km: null });
  const data = tiny({
    claims: [silent, ...page.claims.slice(1)],
    sites: [{ ...camp, claims: [0], near_edge: [[]], in_range: ["2222222"] }],
  });
  expect(compared({ left: "operator", right: "opponent" }, data).title).toBe(
    "No figure of either side makes a number",
  );
});

test("each side is a state that one site shows, without what is compared", () => {
  const state = { account: "operator" as const, date: "1987-12-08", theme: "all" };
  const [left, right] = sides(two, stateOf({ ...state, left: "opponent", right: "all" }));
  expect([left.state.account, right.state.account]).toEqual(["opponent", "all"]);
  expect([left.state.mode, left.state.date, left.look, right.look]).toEqual([
    "focus",
    "1987-12-08",
    "opponent",
    null,
  ]);
  const days = sides(two, stateOf({ ...state, left: "1987-12-08", right: "2019-08-02" }));
  expect(days.map((side) => side.state.date)).toEqual(["1987-12-08", "2019-08-02"]);
  const sites = sides(two, stateOf({ ...state, left: "fort", right: "camp" }));
  expect(sites.map(({ site, words }) => [site.id, words])).toEqual([
    ["fort", "Fort"],
    ["camp", "Camp"],
  ]);
  const systems = sides(two, stateOf({ ...state, left: "arrow", right: "shield" }));
  expect(systems.map((side) => [side.state.system, side.words])).toEqual([
    ["arrow", "Arrow"],
    ["shield", "Shield"],
  ]);
});

test("a place changes where its answer does, the nearest first", () => {
  const { changes } = compared();
  expect(changes.map(({ left, right }) => [left, right])).toEqual([
    ["none", "all"],
    ["none", "unknown"],
    ["none", "unknown"],
    ["none", "unknown"],
  ]);
  expect(named(changes)).toEqual(["Charlie", "Delta", "Echo", "Golf"]);
});

test("a capital of one day alone is reached by nothing on the other", () => {
  const both = sides(page, stateOf({ left: "1985-06-01", right: "1995-01-01" }));
  expect(named(changesOf(page, both))).toEqual(["Foxtrot"]);
  const none = sides(page, stateOf({ theme: "debate", left: "1980-01-01", right: "1986-01-01" }));
  expect(named(changesOf(page, none)).length).toBe(7);
});

test("foreign capitals alone are in the number, the others are told beside them", () => {
  const { title, changing, blocks, rest, deck } = compared();
  expect(title).toBe(
    "Between Alfaland's figures and the opponents' figures, 1 foreign capital changes hands",
  );
  expect(changing).toEqual([2]);
  expect(deck).toBe("Charlie is in range in B, not in A.");
  expect(blocks.map(({ number, words }) => `${number} ${words}`)).toEqual([
    "1 out in A, in on the one figure of B",
    "2 out in A, left open in B",
  ]);
  expect(blocks.map(({ note }) => note)).toEqual(["km from Camp", "km from Camp"]);
  expect(blocks[1].seats).toBe("Not counted: Echo 995 km (seat of government).");
  expect(rest).toBe("In A and out in B: none. The same in both: 2 in, 0 out or left open.");
});

test("a mark says what the side says that has it in range", () => {
  const { blocks } = compared({ left: "opponent", right: "operator" });
  expect(blocks[0].rows[0]).toEqual({ index: 2, km: 490, band: "below-500", reach: "all" });
  expect(blocks[0].words).toBe("in on the one figure of A, out in B");
});

test("what is in range on some figures is parted by who says so", () => {
  const more = ["CSIS", "RUSI"].map((who, k) =>
    claimOf({ account: "opponent", claimant: who, who, up_to_km: 600 + 500 * k }),
  );
  const data = tiny({
    claims: [...page.claims, ...more],
    sites: [
      {
        ...camp,
        claims: [0, 1, 3, 4],
        near_edge: [[], [], [], []],
        in_range: [camp.in_range[0], camp.in_range[1], "0000101", "0000001"],
      },
    ],
  });
  const { blocks, sides: both } = compared({}, data);
  expect(blocks.map(({ words, note }) => `${words} ${note}`)).toEqual([
    "out in A, in on every figure of B km from Camp",
    "out in A, in on CSIS and RUSI in B to 600 km",
    "out in A, left open in B km from Camp",
  ]);
  expect(both.map(({ tag }) => tag)).toEqual([
    "A Operator: 0 in range",
    "B Opponent: 1, and 1 or more on some",
  ]);
  expect(compared({ units: "mi" }, data).blocks[1].note).toBe("to 373 mi");
});

test("a place does not change hands on a figure alone that nobody read", () => {
  const data = tiny({
    claims: page.claims.map((claim, k) => (k === 1 ? { ...claim, source_id: "paper" } : claim)),
    sources: { paper: { citation: "", url: "", note: "", read: "not" } },
  });
  const found = compared({ left: "operator", right: "opponent" }, data);
  expect([named(found.changes).length, found.changing]).toEqual([4, []]);
  expect(found.deck).toBe("1 more capital would, on figures alone whose source nobody read.");
});

test("two days, systems and sites have headlines of their own", () => {
  expect(compared({ theme: "debate", left: "1980-01-01", right: "1986-01-01" }).title).toBe(
    "Between 1980-01-01 and 1986-01-01, 2 foreign capitals come into range of Camp and none leaves it",
  );
  expect(compared({ left: "shield", right: "arrow" }).title).toBe(
    "No foreign capital is in range of the Shield alone, 1 of the Arrow alone",
  );
  const found = compared({ left: "fort", right: "camp" }, two);
  expect(found.title).toMatch(/ in range of Fort alone, \d+ of Camp alone$/);
  expect(found.blocks[0].note).toBe("km from Fort");
  expect(sceneOf(two, found.sides[0].state, null).focus.id).toBe("fort");
});

test("the first of another kind, and what there is to choose", () => {
  const state = stateOf({ site: "camp" });
  expect(firstPair(two, state, "site")).toEqual({ left: "camp", right: "fort" });
  expect(firstPair(page, state, "site")).toEqual({ left: null, right: null });
  expect(firstPair(page, state, "system")).toEqual({ left: "arrow", right: "shield" });
  expect(firstPair(page, state, "day")).toEqual({ left: "1985-01-01", right: "2019-08-01" });
  // Of the treaty's days before anything stood there nothing is to be seen.
  const events = [{ date: "1972", title: "Talks", day: "1972-05-26", systems: [] }, ...page.events];
  expect(firstPair({ ...page, events }, state, "day").left).toBe("1985-01-01");
  expect(optionsOf(two, state, "site").map(({ value }) => value)).toEqual(["camp", "fort"]);
  expect(optionsOf(page, state, "account").map(({ value }) => value)).toEqual([
    "operator",
    "opponent",
    "all",
  ]);
  expect(
    optionsOf(page, { ...state, left: "1999-09-09" }, "day").map(({ value }) => value),
  ).toEqual(["1985-01-01", "1987-12-08", "1999-09-09", "2019-08-01"]);
});

test("a comparison is worked out once, until something of it changes", () => {
  const state = stateOf({ mode: "compare" });
  expect(comparison(page, { ...state, capital: "alfa" })).toBe(comparison(page, state));
  expect(comparison(page, { ...state, units: "mi" })).not.toBe(comparison(page, state));
});
