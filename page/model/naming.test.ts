import { expect, test } from "vitest";
import { coverage } from "./coverage.ts";
import { capitalOf, stateOf, story, tiny } from "./fixtures.ts";
import { mostNames, nameable, namingOrder, narrowed, siteLines } from "./naming.ts";
import { isOccupied } from "./reports.ts";

const data = tiny();
const [camp] = data.sites;
const found = coverage(data, camp, stateOf());
const order = (changes = {}, headlines: number[] = []) =>
  namingOrder(data, found.reach, stateOf(changes), headlines).map((k) => data.capitals[k].name);

test("a surer reach is named sooner, and of one reach the larger city", () => {
  const reaches = namingOrder(data, found.reach, stateOf(), []).map((k) => found.reach[k]);
  const ranks = reaches.map((reach) => ["all", "some", "unknown", "none"].indexOf(reach));
  expect(ranks).toEqual(ranks.toSorted());
  const peopled = tiny({
    capitals: [100, 900, null, 500].map((people, k) => capitalOf(`A${k}`, { people })),
  });
  const alike = peopled.capitals.map(() => found.reach[0]);
  expect(namingOrder(peopled, alike, stateOf(), [])).toEqual([1, 3, 0, 2]);
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
  const [large, small, far] = [mark(0, 0, 900), mark(1, 27, 100), mark(2, 60, 50)];
  expect(nameable([small, large, far])).toEqual([large, far]);
  expect(nameable([small, { ...large, x: 56 }, far])).toContainEqual(small);
  const must = { ...small, isMust: true };
  expect(nameable([must, large])).toEqual([must, large]);
});

test("of thousands of places the first three hundred are tried", () => {
  const many = Array.from({ length: 4000 }, (_, k) => mark(k, 50 * k));
  expect(nameable(many)).toEqual(many.slice(0, 300));
});

test("a map bears as many names as it is large, a small one no fewer than twelve", () => {
  expect(mostNames({ x: 780, y: 566 })).toBe(30);
  expect(mostNames({ x: 540, y: 466 })).toBe(17);
  expect(mostNames({ x: 390, y: 318 })).toBe(12);
});

test("a site is called by its place, with what tells it from others and with what is in brackets", () => {
  const names = [
    "Shuya, Ivanovo Oblast",
    "Camp, North",
    "Camp, South",
    "Kaliningrad Oblast (site not named)",
    "Deveselu (NSF Deveselu)",
    "Crimea (Ukraine, under Russian occupation)",
  ];
  const sites = names.map((name) => ({ ...camp, name }));
  expect(sites.map((site) => siteLines({ ...data, sites }, site))).toEqual([
    ["Shuya"],
    ["Camp, North"],
    ["Camp, South"],
    ["Kaliningrad Oblast"],
    ["Deveselu"],
    ["Crimea", "(Ukraine, under Russian occupation)"],
  ]);
});

test("a long name stands in short lines where the map is small, each of its words once", () => {
  expect(narrowed(["Crimea", "(Ukraine, under Russian occupation)"])).toEqual([
    "Crimea",
    "(Ukraine, under",
    "Russian",
    "occupation)",
  ]);
  expect(narrowed(["Petropavlovsk-Kamchatsky base"])).toEqual(["Petropavlovsk-Kamchatsky", "base"]);
});

test.each([
  [null, true],
  ["2026-11-30", true],
  ["2014-02-01", true],
  ["2014-01-31", false],
  ["1989-01-01", false],
])("Crimea is occupied from the month that the table of events has: %s", (date, is) => {
  expect(isOccupied({ date })).toBe(is);
  const [event] = story.data.events.filter(({ title }) => title.includes("occupy Crimea"));
  expect(isOccupied({ date: event.day })).toBe(true);
});
