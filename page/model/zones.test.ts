import { expect, test } from "vitest";
import rules from "../../tests/data/page/rules.json";
import type { PageData } from "./data.ts";
import { finding } from "./finding.ts";
import { stateOf, tiny } from "./fixtures.ts";
import { keyEntries } from "./key.ts";
import { limitLabels } from "./labels.ts";
import { sceneOf } from "./scene.ts";
import { limitClass } from "./zones.ts";

function pageOf(band: (typeof rules.own_bands)[number]): PageData {
  const sites = tiny().sites.map((one) => ({ ...one, band: "0001102" }));
  return tiny({ ...band, sites } as unknown as PageData);
}

const [own] = rules.own_bands.map((band) => pageOf(band));
const [site] = own.sites;

test("a limit has the colour of the zone within it", () => {
  expect(tiny().limits_km.map((km) => limitClass(tiny(), km))).toEqual([
    "limit limit-500 limit-inner",
    "limit limit-1000 limit-inner",
    "limit limit-5500 limit-outer",
  ]);
  expect(limitClass(own, 300)).toBe("limit limit-300 limit-outer");
});

test("the words follow the band", () => {
  expect(finding(own, site, stateOf()).deck).toContain(" 300 to 3000 km away");
  expect(limitLabels(own, "km").map(({ forms }) => forms[0])).toEqual([
    "300 km: your band begins",
    "3000 km: your band ends",
  ]);
  const key = keyEntries(own, sceneOf(own, stateOf(), null)).map(({ words }) => words);
  expect(key).toContain("outside the band of 300 to 3000 km");
  expect(key).toContain("Capital: 300 to 3000 km (your band)");
});
