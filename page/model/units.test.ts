import { expect, test } from "vitest";
import words from "../../tests/data/page/words.json";
import { tiny } from "./fixtures.ts";
import {
  bandSpan,
  distanceText,
  figureText,
  inKm,
  inUnit,
  inUnits,
  kmNumber,
  kmText,
  marginText,
  rangeText,
  shownRange,
} from "./units.ts";

const ends = (low: number | null, high: number | null) => ({ at_least_km: low, up_to_km: high });

test("a distance is cut as Python's are, and stays on its side", () => {
  for (const [distance, decimals, turns, text] of words.distances as [
    number,
    number,
    number[],
    string,
  ][]) {
    expect(distanceText(distance, decimals, turns)).toBe(text);
  }
  // By hand: 499.98 would read 500.0, the limit.
  expect(distanceText(499.98, 1, [500])).toBe("499.98");
  expect(distanceText(-0.2, 0, [0])).toBe("-0.2");
  expect(distanceText(480.04, 1, [])).toBe("480.0");
});

test("kilometres are whole where no limit is crossed, and parted in thousands from five digits", () => {
  expect(kmText(1234.56, "km", [])).toBe("1235 km");
  expect(kmText(19974.63, "km", [])).toBe("19\u202f975 km");
  expect(kmText(1000.0004, "km", [1000])).toBe("1000.0004 km");
  expect(kmText(12345.6, "km", [12346])).toBe("12\u202f345.6 km");
  expect(kmNumber(480.04, "km", [480])).toBe("480.04");
});

test("a range has Python's digits", () => {
  for (const [range, text] of words.ranges) {
    expect(`up to ${rangeText(Number(range), "km")}`).toBe(text);
    expect(figureText(ends(null, Number(range)), "km")).toBe(text);
  }
});

test("a range is read on its side of a limit of the treaty, in any unit", () => {
  // By hand: 500 km is 310.69 miles, and reads 311.
  expect(rangeText(499.99999, "km")).toBe("499.99999 km");
  expect(rangeText(499.9, "mi")).toBe("310.6 mi");
  expect(rangeText(500, "mi")).toBe("311 mi");
  expect(rangeText(500.1, "mi")).toBe("311 mi (500.1 km)");
  expect(shownRange(ends(480, 500.1), "mi")).toBe("298 to 311 mi (480 to 500.1 km)");
  for (const units of ["km", "mi", "nmi"] as const) {
    for (const limit of [500, 1000, 5500]) {
      for (const off of [-1.7, -0.4, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.4, 1.7]) {
        const text = rangeText(limit + off, units);
        const limitText = rangeText(limit, units);
        const inKm = /\(([\d.]+) km\)/.exec(text);
        const [said, at] = inKm
          ? [Number(inKm[1]), limit]
          : [Number.parseFloat(text), Number.parseFloat(limitText)];
        expect(Math.sign(said - at), `${limit + off} ${units}: ${text}`).toBe(Math.sign(off));
      }
    }
  }
});

test("a distance that a rounded range is read on the wrong side of has its kilometres", () => {
  expect(kmText(479.7, "mi", [480])).toBe("298 mi (479.7 km)");
  expect(kmNumber(479.7, "nmi", [480])).toBe("259 (479.7 km)");
  expect(kmText(470, "mi", [480])).toBe("292 mi");
});

test("miles and nautical miles are those of the treaties on measures", () => {
  expect(inUnit(1.609344, "mi")).toBe(1);
  expect(inUnit(1.852, "nmi")).toBe(1);
  expect(inKm(inUnit(480, "mi"), "mi")).toBeCloseTo(480, 9);
  expect(kmText(500, "mi", [])).toBe("311 mi");
  expect(kmText(500, "nmi", [])).toBe("270 nmi");
  expect([480, 5500, 10].map((km) => rangeText(km, "mi"))).toEqual([
    "298 mi",
    "3418 mi",
    "6.21 mi",
  ]);
  expect(marginText(-1.7, "mi")).toBe("-1 mi");
});

test("a distance in miles stays on its side of a figure", () => {
  // 482.80 km are 300 miles.
  expect(kmText(482.9, "mi", [482.8032])).toBe("300.1 mi");
  expect(kmText(482.7, "mi", [482.8032])).toBe("299.9 mi");
});

test("figures and the band have words in every unit", () => {
  expect(figureText(ends(500, null), "km")).toBe("at least 500 km");
  expect(figureText(ends(2000, 2350), "mi")).toBe("1243 to 1460 mi");
  expect(figureText(ends(480, 480), "km")).toBe("up to 480 km");
  expect(figureText(ends(null, 0), "nmi")).toBe("none (0 nmi)");
  expect(figureText(ends(null, null), "km")).toBe("no figure");
  expect(shownRange(ends(null, 480), "km")).toBe("480 km");
  expect(shownRange(ends(500, null), "mi")).toBe("at least 311 mi");
  expect(bandSpan(tiny(), "km")).toBe("500 to 5500 km");
  expect(bandSpan(tiny(), "nmi")).toBe("270 to 2970 nmi");
});

test("a text of the page's own is told in another unit, and no other number is touched", () => {
  expect(inUnits("500 to 5500 km, of 1987", "km")).toBe("500 to 5500 km, of 1987");
  expect(inUnits("500 to 5500 km, of 1987", "mi")).toBe("311 to 3418 mi, of 1987");
  expect(inUnits("below 500 km; 12 sites", "nmi")).toBe("below 270 nmi; 12 sites");
});
