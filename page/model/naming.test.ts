import { expect, test } from "vitest";
import { coverage } from "./coverage.ts";
import { capitalOf, stateOf, tiny } from "./fixtures.ts";
import { namingOrder, thinned } from "./naming.ts";

const data = tiny();
const [camp] = data.sites;
const found = coverage(data, camp, stateOf());
const order = (changes = {}, headlines: number[] = []) =>
  namingOrder(data, found, stateOf(changes), headlines).map((k) => data.capitals[k].name);

test("a surer reach is named sooner, and of one reach the larger city", () => {
  const reaches = namingOrder(data, found, stateOf(), []).map((k) => found.reach[k]);
  const ranks = reaches.map((reach) => ["all", "some", "unknown", "none"].indexOf(reach));
  expect(ranks).toEqual(ranks.toSorted());
  const peopled = tiny({
    capitals: [100, 900, null, 500].map((people, k) => capitalOf(`A${k}`, { people })),
  });
  const alike = { ...found, reach: peopled.capitals.map(() => found.reach[0]) };
  expect(namingOrder(peopled, alike, stateOf(), [])).toEqual([1, 3, 0, 2]);
  expect(namingOrder(peopled, { ...found, reach: [] }, stateOf({ mode: "overview" }), [])).toEqual([
    1, 3, 0, 2,
  ]);
});

test("the chosen place is named first, then the headline's", () => {
  expect(order({ capital: "golf" }, [3, 1]).slice(0, 3)).toEqual([
    "Golf",
    data.capitals[3].name,
    data.capitals[1].name,
  ]);
  expect(order({ capital: "golf" }, [3, 1])).toHaveLength(order().length);
});

test("names are those of the day", () => {
  expect(order()).not.toContain("Foxtrot");
  expect(order({ date: "1990-01-01" })).toContain("Foxtrot");
});

const mark = (index: number, x: number, people = 0, isMust = false) => ({
  ...{ index, x, y: 0, people, isMust },
});

test("of marks that lie close only the larger city is named, unless another must be", () => {
  const size = { x: 800, y: 600 };
  const [large, small, far] = [mark(0, 0, 900), mark(1, 27, 100), mark(2, 60, 50)];
  expect(thinned([small, large, far], size)).toEqual([large, far]);
  expect(thinned([small, { ...large, x: 56 }, far], size)).toContainEqual(small);
  const must = { ...small, isMust: true };
  expect(thinned([must, large], size)).toEqual([must, large]);
});

test("a map bears as many names as it is large, beside those that must be on it", () => {
  const marks = Array.from({ length: 90 }, (_, k) => mark(k, 50 * k));
  const names = (x: number, y: number) => thinned(marks, { x, y }).length;
  expect([names(780, 566), names(540, 466), names(390, 318)]).toEqual([30, 17, 12]);
  const musts = marks.map((one) => ({ ...one, isMust: one.index < 4 }));
  expect(thinned(musts, { x: 390, y: 318 })).toHaveLength(16);
});
