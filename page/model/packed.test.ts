import { expect, test } from "vitest";
import file from "../../tests/data/page/packed.json";
import type { PageData } from "./data.ts";
import { digitsOf, type Packed, unpacked } from "./packed.ts";

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
    sources: table(
      ["id", "citation", "url", "read"],
      ["2019", "A, ", "", "whole"],
      ["1", "B, 1", "", "not"],
    ),
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
    sites: table(["deployments", "band", "near_edge", "in_range"], [[], "", [], []]),
  });
  expect(Object.entries(page.sources)).toContainEqual([
    "2019",
    { citation: "A, 2019", url: "", read: "whole" },
  ]);
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
      ["system_id", "claimant", "who", "source_id", "at_least_km", "up_to_km", "verdicts"],
      ...["a", "b", "c", "a", "b"].map((id, k) => [id, "", "", "", null, 480 + 20 * (k % 2), {}]),
    ),
    reports: table(["system_id", "source_ids"], ...["b", "a", "b"].map((id) => [id, []])),
    sites: table(
      ["deployments", "band", "near_edge", "in_range"],
      [[0, 1, 2], "abc", [[1], [2]], ["ab2", "b2a"]],
    ),
  });
  const [site] = page.sites;
  expect(site.band).toBe("120");
  expect(site.claims).toEqual([1, 4, 0, 3]);
  expect(site.in_range).toEqual(["110", "101", "101", "110"]);
  expect(site.near_edge).toEqual([[1], [2], [2], [1]]);
});

test("an id may be a word of the language", () => {
  const text = '{"fields":["label"],"values":{},"rows":{"__proto__":["A"],"constructor":["B"]}}';
  const block = { ...packed, systems: JSON.parse(text), holders: JSON.parse(text) };
  for (const found of [unpacked(block).systems, unpacked(block).holders]) {
    expect(Object.entries(found)).toEqual([
      ["__proto__", { label: "A" }],
      ["constructor", { label: "B" }],
    ]);
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  }
});

test("digits stand once, or as often as the number behind them says", () => {
  expect(digitsOf("a3bc12j")).toBe("00012222222222229");
  expect(digitsOf("")).toBe("");
});

test("texts are put together of words and sentences, days and addresses of what they leave out", () => {
  const page = unpacked({
    ...packed,
    sentences: ["Not read.", "Undated."],
    systems: {
      fields: ["name", "label", "note"],
      values: { note: ["", [1, "In Russian.", 0]] },
      rows: {
        a: ["SS-20 Saber (RSD-10)", 2, 1],
        b: ["SS-20", "RSD", "Own."],
        c: ["", "", 0],
        d: ["", ""],
      },
    } as never,
    events: table(["date", "day"], ["2019", null], ["2019-02", null], ["2019", "2019-12-31"]),
    sources: table(
      ["id", "citation", "url"],
      ["a-2019-02-a", "A, ", ""],
      ["b-1-2020-01-31", "B, ", "a.org/b"],
      ["c-2021", "C, 2020", " http://a.org"],
    ),
    reports: table(
      ["source_ids", "first_reported", "until", "from_day", "to_day"],
      [[], "2018-03", "2019", null, "2019-12-31"],
      [[], null, null, null, null],
    ),
    sites: table(["deployments", "band", "near_edge", "in_range"], [[0, 1], "", [], []]),
  });
  expect(Object.values(page.systems)).toEqual([
    { name: "SS-20 Saber (RSD-10)", label: "SS-20 Saber", note: "Undated. In Russian. Not read." },
    { name: "SS-20", label: "RSD", note: "Own." },
    { name: "", label: "", note: "" },
    { name: "", label: "", note: "" },
  ]);
  expect(page.events.map(({ day }) => day)).toEqual(["2019-01-01", "2019-02-01", "2019-12-31"]);
  expect(Object.values(page.sources).map(({ citation, url }) => [citation, url])).toEqual([
    ["A, 2019-02", ""],
    ["B, 2020-01-31", "https://a.org/b"],
    ["C, 2020", "http://a.org"],
  ]);
  expect(page.sites[0].deployments.map((row) => [row.from_day, row.to_day])).toEqual([
    ["2018-03-01", "2019-12-31"],
    [null, null],
  ]);
});
