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
  const none = { fields: [], rows: [] };
  const bare = { ...packed, countries: null, sites: none, reports: none };
  const page = unpacked({ ...bare, sources: { fields: [], rows: {} } });
  expect([page.countries, page.sites, page.sources]).toEqual([null, [], {}]);
});

test("an id may be a word of the language", () => {
  const text = '{"fields":["name"],"rows":{"__proto__":["A"],"constructor":["B"]}}';
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
