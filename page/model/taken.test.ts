import { expect, test } from "vitest";
import { stateOf, story, tiny } from "./fixtures.ts";
import { sceneOf } from "./scene.ts";
import { fileName, licence, shownFrom, statedOf } from "./taken.ts";

const data = tiny();

test("a picture of one site says whose figures are drawn", () => {
  const stated = (changes: Parameters<typeof stateOf>[0]) =>
    statedOf("Camp · any date", sceneOf(data, stateOf(changes), null));
  expect(stated({})).toBe("Camp · any date · figures of all accounts");
  expect(stated({ account: "opponent" })).toBe("Camp · any date · opponent's figures alone");
  expect(stated({ mode: "overview" })).toBe("Camp · any date");
});

test("below a picture stand the figures' sources, of the account shown alone", () => {
  const lines = (changes: Parameters<typeof stateOf>[0]) =>
    shownFrom(story.data, sceneOf(story.data, stateOf({ site: "shuya", ...changes }), null));
  const [all] = lines({});
  const [operator, last] = lines({ account: "operator" });
  expect(all).toMatch(/^Figures: .*CSIS.*; and \d+ more\.$/);
  expect(operator).toMatch(/^Figures: .*Russian.* \d{4}.*\.$/);
  expect(operator).not.toContain("CSIS");
  expect(last).toBe(licence(story.data));
});

test("the licence names what the picture is made of", () => {
  const geonames = { ...data.sources.book, citation: "GeoNames" };
  const countries = { type: "FeatureCollection" as const, features: [] };
  expect(licence(tiny({ countries, sources: { geonames } }))).toBe(
    "infmap 0, data as of 2026.01.31, CC BY 4.0; outlines: Natural Earth; " +
      "capitals: GeoNames, CC BY 4.0",
  );
  expect(licence(data)).toBe("infmap 0, data as of 2026.01.31, CC BY 4.0");
});

test("a file is called by what it shows", () => {
  const named = (changes: Parameters<typeof stateOf>[0]) =>
    fileName(story.data, sceneOf(story.data, stateOf({ site: "shuya", ...changes }), null));
  expect(named({})).toBe("infmap-shuya-all");
  expect(named({ account: "operator", date: "2018-10-20" })).toBe(
    "infmap-shuya-operator-2018-10-20",
  );
  expect(named({ mode: "overview", holder: "Russia", date: "2019-01-01" })).toBe(
    "infmap-all-sites-russia-2019-01-01",
  );
  expect(named({ mode: "compare", left: "operator", right: "opponent" })).toBe(
    "infmap-shuya-operator-opponent",
  );
  expect(named({ site: "../Ä:*?" })).toMatch(/^infmap-[a-z0-9-]+$/);
});
