import { expect, test } from "vitest";
import { cell, csvOf } from "./csv.ts";
import type { PageData, State } from "./data.ts";
import { hostile, stateOf, tiny } from "./fixtures.ts";
import { sceneOf } from "./scene.ts";

const page = tiny();
const rowsOf = (changes: Partial<State>, data: PageData = page) => {
  const [head, ...lines] = csvOf(data, sceneOf(data, stateOf(changes), null)).split("\n");
  const names = head.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((text, k) => [names[k], text])),
  );
};

test("a row for each place of the day and figure, the nearest place first", () => {
  const rows = rowsOf({ date: "2019-08-02" });
  expect(rows.length).toBe(6 * 3);
  expect(rows[0]).toMatchObject({
    site_id: "camp",
    site: "Camp",
    day: "2019-08-02",
    target: "Alfa",
    distance_km: "100.000",
    account: "operator",
    up_to_km: "480",
    in_range: "yes",
    margin_km: "380.000",
  });
  expect(rows.at(-1)).toMatchObject({ target: "Golf", margin_km: "-5000.000", strike: "no" });
  expect(rowsOf({}).every(({ day }) => day === "")).toBe(true);
});

test("where nothing is reported, each place has a row without a figure", () => {
  const rows = rowsOf({ theme: "debate", date: "1980-01-01" });
  expect(rows.length).toBe(7);
  expect(rows[0]).toMatchObject({ system_id: "", account: "", margin_km: "", reach: "none" });
});

test("where nobody gives a figure, each place has a row of each system", () => {
  const rows = rowsOf({ account: "user" });
  expect(rows.length).toBe(6 * 2);
  expect(rows.slice(0, 2)).toMatchObject([
    { system_id: "arrow", account: "", margin_km: "", source_id: "", site: "Camp" },
    { system_id: "shield", account: "", margin_km: "", source_id: "", site: "Camp" },
  ]);
});

test("of a comparison both sides of the places that change", () => {
  const rows = rowsOf({ mode: "compare" });
  expect([...new Set(rows.map(({ target }) => target))]).toEqual([
    "Charlie",
    "Delta",
    "Echo",
    "Golf",
  ]);
  const [first] = rows;
  expect([first.side, first.left, first.right]).toEqual(["operator", "none", "all"]);
  expect(rows.every(({ side, account }) => side === account)).toBe(true);
});

test("of all sites a row for each deployment that reaches a place", () => {
  const rows = rowsOf({ mode: "overview", theme: "all" });
  expect(rows[0]).toMatchObject({ holder: "Alfaland", day: "2019-08-01", of: "1" });
  const reached = rows.filter(({ site_id }) => site_id);
  expect(reached.every((row) => Number(row.some_account) > 0)).toBe(true);
  expect(rows.some(({ site_id, some_account }) => !site_id && some_account === "0")).toBe(true);
});

test("kilometres stay kilometres", () => {
  expect(rowsOf({ units: "mi" })[0].distance_km).toBe("100.000");
});

test("a text that a spreadsheet takes for a formula is none; a number below 0 stays one", () => {
  expect(cell(page, "=1+1")).toBe("'=1+1");
  expect(cell(page, "-5")).toBe("'-5");
  expect(cell(page, -5)).toBe("-5");
  expect(cell(page, 'a "b", c')).toBe('"a ""b"", c"');
  const { data } = hostile;
  const text = csvOf(data, sceneOf(data, stateOf({ site: data.sites[0].id, theme: "all" }), null));
  expect(text).toContain("'=1+1");
  expect(text.match(/(^|,)[=@+]/m)).toBeNull();
});
