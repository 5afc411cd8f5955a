import { expect, test } from "vitest";
import file from "../../tests/data/page/packed.json";
import type { PageData } from "./data.ts";
import { digitsOf, type Packed, positionsOf, unpacked } from "./packed.ts";

const { data, packed } = file as unknown as { data: PageData; packed: Packed };

test("what Python packs comes back as it was, its fields in the same order", () => {
  expect(unpacked(packed)).toEqual(data);
  expect(JSON.stringify(unpacked(packed))).toBe(JSON.stringify(data));
});

test("a page without outlines, sites and sources has none", () => {
  const none = { fields: [], values: {}, rows: [] };
  const bare = { ...packed, countries: null, sites: none, reports: none };
  const page = unpacked({ ...bare, sources: none });
  expect([page.countries, page.sites, page.sources]).toEqual([null, [], {}]);
});

// A table of one's own beside the fields that Python wrote.
function table(fields: string[], ...rows: unknown[][]) {
  return { fields, values: {}, rows } as never;
}

test("what stands once is found by its number, words stand for themselves", () => {
  const page = unpacked({
    ...packed,
    sources: table(["id", "read"], ["2019", "whole"], ["1", "not"]),
    claims: table(
      ["claimant", "who", "source_id", "at_least_km", "up_to_km", "verdicts"],
      ["TASS (state agency)", 1, 0, null, 480, { Russia: 1, Belarus: 0 }],
      ["US State Department", "US State Dept", "a letter", 500, null, {}],
    ),
    allegations: table(["source_ids"], [[1, "a letter", 0]]),
    verdicts: table(["reason", "positions"], [[1, 0], [1]]),
    sentences: ["Two.", "One."],
    stances: [
      ["A", "no"],
      ["B", "yes"],
    ] as never,
    histories: [[0], [7]] as never,
    sites: table(["claims", "deployments", "band", "near_edge", "in_range"], [[], [], "", [], []]),
  });
  expect(Object.entries(page.sources)).toContainEqual(["2019", { read: "whole" }]);
  expect(page.claims.map(({ who, source_id, verdicts }) => [who, source_id, verdicts])).toEqual([
    ["TASS", "2019", { Russia: [7], Belarus: [0] }],
    ["US State Dept", "a letter", {}],
  ]);
  expect(page.allegations).toEqual([{ source_ids: ["1", "a letter", "2019"] }]);
  expect(page.verdicts).toEqual([{ reason: "One. Two.", positions: [["B", "yes"]] }]);
});

test("digits stand by their capitals, and once for each figure", () => {
  const page = unpacked({
    ...packed,
    order: [2, 0, 1],
    claims: table(
      ["claimant", "who", "source_id", "at_least_km", "up_to_km", "verdicts"],
      ...[480, 500, 480].map((km) => ["", "", "", null, km, {}]),
    ),
    sites: table(
      ["claims", "deployments", "band", "near_edge", "in_range"],
      [[0, 1, 2], [], "abc", [[1], [2]], ["ab2", "b2a"]],
    ),
  });
  const [site] = page.sites;
  expect(site.band).toBe("120");
  expect(site.in_range).toEqual(["110", "101", "110"]);
  expect(site.near_edge).toEqual([[1], [2], [1]]);
});

test("an id may be a word of the language", () => {
  const text = '{"fields":["name"],"values":{},"rows":{"__proto__":["A"],"constructor":["B"]}}';
  const { systems } = unpacked({ ...packed, systems: JSON.parse(text) });
  expect(Object.entries(systems)).toEqual([
    ["__proto__", { name: "A" }],
    ["constructor", { name: "B" }],
  ]);
  expect(Object.getPrototypeOf(systems)).toBe(Object.prototype);
});

test("digits stand once, or as often as the number behind them says", () => {
  expect(digitsOf("a3bc12j")).toBe("00012222222222229");
  expect(digitsOf("")).toBe("");
});

// The example in Google's description of the format, which has a hundred thousand steps in a degree.
test("a line is read as its format is described", () => {
  const line = positionsOf("_p~iF~ps|U_ulLnnqC_mqNvxq`@");
  expect(line.map(([first, second]) => [first / 1000, second / 1000])).toEqual([
    [38.5, -120.2],
    [40.7, -120.95],
    [43.252, -126.453],
  ]);
  expect(positionsOf("")).toEqual([]);
});
