import { expect, test } from "vitest";
import { coverage } from "./coverage.ts";
import { capitalOf, stateOf, tiny } from "./fixtures.ts";
import { namedPlaces, rankOf } from "./naming.ts";

const data = tiny();
const [camp] = data.sites;
const found = coverage(data, camp, stateOf());
const order = (changes = {}, zoom = 3, isSeen = () => true) =>
  namedPlaces(data, found, stateOf(changes), zoom, isSeen).map((k) => data.capitals[k].name);

test("a surer reach, a shorter way and NATO's states are named sooner", () => {
  const ranks = [1, 2, 3].map((index) => rankOf(data, found, index, stateOf()));
  expect(ranks).toEqual([10 + 0.2, 20 + 0.245, 30 + 0.2515 + 3]);
  expect(rankOf(data, found, 1, stateOf({ date: "1990-01-01" }))).toBe(13.2);
});

test("on a far map what lies beyond the band has no name, nor has the overview's", () => {
  expect(order()).toEqual(["Bravo", "Alfa", "Charlie", "Echo", "Delta"]);
  expect(order({}, 4)).toEqual(["Bravo", "Alfa", "Charlie", "Echo", "Delta", "Golf"]);
  expect(order({ mode: "overview" })).toEqual([]);
  expect(order({ mode: "overview" }, 4)).toHaveLength(6);
});

test("the chosen place is named first, however far", () => {
  expect(order({ capital: "golf" })[0]).toBe("Golf");
  expect(order({ capital: "delta", mode: "overview" })).toEqual(["Delta"]);
});

test("names are for what is seen, of the day, and for as many as find room", () => {
  const seen = namedPlaces(data, found, stateOf(), 9, ({ name }) => name > "C");
  expect(seen.map((k) => data.capitals[k].name)).toEqual(["Charlie", "Echo", "Delta", "Golf"]);
  expect(order({ date: "1990-01-01" })).toContain("Foxtrot");
  const many = tiny({ capitals: Array.from({ length: 400 }, (_, k) => capitalOf(`A${k}`)) });
  const all = {
    ...found,
    reach: many.capitals.map(() => found.reach[0]),
    distance: many.capitals.map((_, k) => k),
  };
  expect(namedPlaces(many, all, stateOf(), 9, () => true)).toEqual(
    Array.from({ length: 300 }, (_, k) => k),
  );
});
