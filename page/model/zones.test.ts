import { expect, test } from "vitest";
import rules from "../../tests/data/page/rules.json";
import type { PageData } from "./data.ts";
import { stateOf, tiny } from "./fixtures.ts";
import { caption, siteDeck } from "./headline.ts";
import { limitLabels } from "./labels.ts";
import { legendFacts } from "./legend.ts";
import { limitClass, shadedZones } from "./zones.ts";

function pageOf(band: (typeof rules.own_bands)[number]): PageData {
  const sites = tiny().sites.map((one) => ({ ...one, band: "0001102" }));
  return tiny({ ...band, sites } as unknown as PageData);
}

const [own, , disc] = rules.own_bands.map((band) => pageOf(band));
const [site] = own.sites;

test("the treaty's band is shaded in its two zones, another as one", () => {
  expect(shadedZones(tiny())).toEqual([
    { look: "shorter-range", from: 500, to: 1000 },
    { look: "intermediate-range", from: 1000, to: 5500 },
  ]);
  expect(shadedZones(own)).toEqual([{ look: "intermediate-range", from: 300, to: 3000 }]);
  expect(shadedZones(disc)).toEqual([{ look: "intermediate-range", from: 0, to: 800 }]);
});

test("a limit has the colour of the zone within it", () => {
  expect(tiny().limits_km.map((km) => limitClass(tiny(), km))).toEqual([
    "limit limit-500 limit-inner",
    "limit limit-1000 limit-inner",
    "limit limit-5500 limit-outer",
  ]);
  expect(limitClass(own, 300)).toBe("limit limit-300 limit-outer");
});

test("the words follow the band, and say that verdicts do not", () => {
  expect(siteDeck(own, site, stateOf())).toContain(" 300 to 3000 km away");
  expect(caption(own, site, stateOf())).toBe(
    `Shaded: 300 to 3000 km from ${site.name}, your band; verdicts stay the treaty's, on 500 to 5500 km`,
  );
  expect(limitLabels(own).map(({ lines }) => lines)).toEqual([
    ["300 km", "your band begins"],
    ["3000 km", "your band ends"],
  ]);
  const { bands, shaded } = legendFacts(own);
  expect(bands.map(({ words }) => words)).toEqual([
    "below 300 km",
    "300 to 3000 km (your band)",
    "beyond 3000 km",
  ]);
  expect(shaded.heading).toBe("Shaded: your band");
  expect(shaded.means).toContain("Verdicts stay the treaty's");
});
