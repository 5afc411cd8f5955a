import { expect, test } from "vitest";
import { find } from "./find.ts";
import { capitalOf, stateOf, tiny } from "./fixtures.ts";

const data = tiny();
const state = stateOf();
const names = (typed: string, of = data, on = state) => find(of, typed, on).map(({ name }) => name);

test("what is typed finds sites and places by name and country, whatever the accents", () => {
  const accented = tiny({ capitals: [capitalOf("São Alfa"), capitalOf("Bravo")] });
  expect(names("sao", accented)).toEqual(["São Alfa"]);
  expect(names("SÃO", accented)).toEqual(["São Alfa"]);
  expect(find(data, "camp", state)[0]).toEqual({
    kind: "site",
    id: "camp",
    name: "Camp",
    where: "Bravoland",
  });
  expect(names("arrow")).toEqual(["Camp"]);
});

test("nothing typed finds nothing, nor does a name of nothing", () => {
  expect(names("  ")).toEqual([]);
  expect(names("zulu")).toEqual([]);
});

test("what begins with it comes first", () => {
  const both = tiny({ capitals: [capitalOf("New Alfa"), capitalOf("Alfa")] });
  expect(names("alfa", both)).toEqual(["Alfa", "New Alfa", "Camp"]);
});

test("places of another day are not found", () => {
  expect(names("foxtrot")).toEqual([]);
  expect(names("foxtrot", data, stateOf({ date: "1989-01-01" }))).toEqual(["Foxtrot"]);
});

test("a site of another part of the story is found", () => {
  expect(names("camp", data, stateOf({ theme: "eliminated" }))).toEqual(["Camp"]);
});

test.each([
  ["54.7 N 20.5 E", 54.7, 20.5],
  ["54.7, 20.5", 54.7, 20.5],
  ["54.7N 20.5E", 54.7, 20.5],
  ["10 S 20 W", -10, -20],
  ["-10 -20", -10, -20],
  ["-10 S, 180", -10, 180],
])("%s is a position, with its latitude first", (typed, lat, lon) => {
  const launcher = { kind: "position", lat, lon, name: `A launcher at ${typed}` };
  const asked = { kind: "asked", lat, lon, name: `What reaches ${typed}` };
  expect(find(data, typed, state)).toEqual([launcher, asked]);
  expect(find(data, typed, stateOf({ mode: "overview" }))).toEqual([asked, launcher]);
});

test.each(["91 N 20 E", "54.7 N", "54.7 N 181 E", "54.7 E 20.5 N", "1e3 20"])(
  "%s is no position",
  (typed) => {
    expect(find(data, typed, state)).toEqual([]);
  },
);

test("at most eight are offered", () => {
  const capitals = Array.from({ length: 20 }, (_, k) => capitalOf(`Same ${k}`));
  expect(names("same", tiny({ capitals, sites: [] }))).toHaveLength(8);
});
