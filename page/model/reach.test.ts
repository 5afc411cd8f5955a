import { expect, test } from "vitest";
import { capitalOf, stateOf, tiny } from "./fixtures.ts";
import { indexCalled, offered, whatReaches } from "./reach.ts";

const data = tiny();
const [camp] = data.sites;
const sites = [
  { ...camp, id: "open", name: "Open", in_range: ["1111111", "2222222", "1111111"] },
  { ...camp, id: "far", name: "Far", distance_km: [180, 480, 570, 583, 1075, 380, 6080] },
  { ...camp, id: "none", name: "None", in_range: ["1111111", "1111111", "1111111"] },
  { ...camp, id: "near", name: "Near", lon: -30 },
  { ...camp, id: "all", name: "All", in_range: ["0000000", "0000000", "1111111"] },
];

test("the sites that reach a capital come first, the surest and then the nearest", () => {
  const { sum, entries } = whatReaches(data, 2, sites, stateOf());
  expect(sum).toBe("3 of 5 sites reach Charlie, Charlieland.");
  expect(entries.map(({ site }) => site.id)).toEqual(["all", "near", "far", "open", "none"]);
  expect(entries.map(({ reach }) => reach)).toEqual(["all", "some", "some", "unknown", "none"]);
  expect(entries[2].band).toBe("below-500");
});

test("of a site at which all is over its name says so, and the sum", () => {
  const of = (to_day: string | null) => [{ ...camp.deployments[0], to_day }];
  const gone = { ...sites[4], id: "gone", name: "Gone", deployments: of("1990-12-31") };
  const there = { ...sites[4], deployments: of(null) };
  const told = (all: typeof sites, date: string | null = null) => {
    const { sum, entries } = whatReaches(data, 2, all, stateOf({ date }));
    return [sum.split(" Charlie")[0], ...entries.map(({ name }) => name)];
  };
  expect(told([gone])).toEqual(["1 of 1 sites reaches or reached", "Gone: ended"]);
  expect(told([there, gone])).toEqual(["2 of 2 sites reach or reached", "All", "Gone: ended"]);
  expect(told([gone], "1990-12-31")).toEqual(["1 of 1 sites reaches", "Gone"]);
});

test("each site says how far, in which direction and on whose account", () => {
  const page = tiny({ capitals: [capitalOf("East", { lon: 40, lat: 50 })] });
  const site = { ...camp, distance_km: [480.04], band: "0", in_range: ["1", "0", "0"] };
  const [{ facts }] = whatReaches(page, 0, [site], stateOf()).entries;
  expect(facts).toMatch(/^480\.04 km, azimuth 7\d\.\d° E, some accounts$/);
});

test("a place without a country is called by its name", () => {
  const page = tiny({ capitals: [capitalOf("Nowhere", { country: "" })] });
  expect(whatReaches(page, 0, [], stateOf()).sum).toBe("0 of 0 sites reach Nowhere.");
});

test("the places of the day are offered by a part of their names, forty at most", () => {
  const names = (typed: string, date: string | null = null) =>
    offered(data, typed, date).map(({ name }) => name);
  expect(names(" LFA ")).toEqual(["Alfa"]);
  expect(names("fox")).toEqual([]);
  expect(names("fox", "1990-01-01")).toEqual(["Foxtrot"]);
  const many = tiny({ capitals: Array.from({ length: 60 }, (_, k) => capitalOf(`A${k}`)) });
  expect(offered(many, "a", null)).toHaveLength(40);
});

test("a place is meant by its whole name or its id", () => {
  const page = tiny({ capitals: [...data.capitals, capitalOf("Hotel", { id: "h-1" })] });
  const typed = [" BRAVO ", "h-1", "Hotel", "brav", "", "foxtrot"];
  expect(typed.map((text) => indexCalled(page, text, null))).toEqual([1, 7, 7, null, null, null]);
  expect(indexCalled(page, "foxtrot", "1990-01-01")).toBe(5);
});
