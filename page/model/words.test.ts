import { expect, test } from "vitest";
import words from "../../tests/data/page/words.json";
import type { End, Stroke } from "./data.ts";
import { claimOf, tiny } from "./fixtures.ts";
import {
  ALLY_STILL,
  ANSWERS,
  azimuth,
  bandWords,
  capitalised,
  count,
  EDGE_WORDS,
  END_WORDS,
  KIND_WORDS,
  kindWords,
  LOOK_WORDS,
  listed,
  MODE_WORDS,
  MODES,
  names,
  oneLine,
  PROJECTION_WORDS,
  PROJECTIONS,
  REACH_LONG,
  REACH_WORDS,
  RELATION_WORDS,
  readText,
  shortName,
  strokeName,
  themeWords,
  twoLines,
  UNREAD,
} from "./words.ts";

const data = tiny();

test("categories have Python's words", () => {
  expect(data.bands).toEqual(words.bands);
  expect(data.bands.map((band) => bandWords(data, band))).toEqual(words.band_words.zones);
  expect(REACH_WORDS).toEqual(words.reach);
  expect(ANSWERS).toEqual(words.answers);
  expect(LOOK_WORDS).toEqual(words.looks);
  expect(RELATION_WORDS).toEqual({ ...words.relations, other: "" });
  expect(ALLY_STILL).toBe(words.ally_still);
  expect(EDGE_WORDS).toEqual(words.edges);
  expect(END_WORDS).toEqual(words.ends);
  expect(MODES).toEqual(words.modes);
  expect(Object.keys(MODE_WORDS)).toEqual(MODES);
  expect(PROJECTIONS).toEqual(words.projections);
  expect(Object.keys(PROJECTION_WORDS)).toEqual(PROJECTIONS);
});

test("how far a publication was read has Python's words", () => {
  for (const read of words.reads) {
    const [how, quoter = "", text] = read.length === 2 ? [read[0], "", read[1]] : read;
    expect(readText(how, quoter), how).toBe(text);
  }
  expect(UNREAD).toBe(words.unread);
});

test("people call kinds of systems as in Python", () => {
  expect(KIND_WORDS).toEqual(words.kinds);
  expect(kindWords("GLCM")).toEqual(["GLCM", "cruise"]);
  expect(kindWords("toString")).toEqual(["toString"]);
});

test("the long words of a reach say what the short ones do", () => {
  expect(REACH_LONG.all).toBe("In reach on all accounts");
  expect(REACH_LONG.some).toContain("some accounts, not on all");
  expect(REACH_LONG.unknown).toContain("leaves it open");
  expect(REACH_LONG.none).toBe("In reach on no account");
});

test("a direction has the nearest of eight winds", () => {
  const winds = [0, 45, 90, 135, 180, 225, 270, 315];
  expect(winds.map(azimuth)).toEqual([
    "0.0° N",
    "45.0° NE",
    "90.0° E",
    "135.0° SE",
    "180.0° S",
    "225.0° SW",
    "270.0° W",
    "315.0° NW",
  ]);
  expect([22.4, 22.6, 337.4, 337.6, 359.94].map(azimuth)).toEqual([
    "22.4° N",
    "22.6° NE",
    "337.4° NW",
    "337.6° N",
    "359.9° N",
  ]);
});

test("a stroke is called as in Python", () => {
  for (const [labels, end, range, text] of words.strokes as [string[], End, number, string][]) {
    const systems = Object.fromEntries(
      labels.map((label) => [label, { ...data.systems.arrow, label }]),
    );
    const claims = labels.map((system_id) => claimOf({ system_id }));
    const stroke: Stroke = { km: range, look: "operator", end, claims, unread: false };
    expect(strokeName(tiny({ systems }), stroke, "km")).toBe(text);
  }
});

test("a lower bound is called at least", () => {
  const stroke: Stroke = {
    km: 500,
    look: "operator",
    end: "open",
    claims: [claimOf()],
    unread: false,
  };
  expect(strokeName(data, stroke, "km")).toBe("Arrow, at least 500 km");
  expect(strokeName(data, { ...stroke, end: "most" }, "km")).toBe("Arrow, 500 km");
});

test("of many names the first are given, and how many there are more", () => {
  const by = (...all: string[]) => all.map((claimant) => claimOf({ claimant }));
  expect(names(by("A", "B", "A"), 2)).toBe("A, B");
  expect(names(by("A", "B", "C"), 3)).toBe("A, B, C");
  expect(names(by("A", "B", "C", "D"), 3)).toBe("A, B and 2 more");
});

test("short texts", () => {
  expect(shortName("Iskander-M (9M723 ballistic missile)")).toBe("Iskander-M");
  expect(shortName("Iskander(M)")).toBe("Iskander(M)");
  expect(oneLine("abcde", 5)).toBe("abcde");
  expect(oneLine("abcdef", 5)).toBe("abcd…");
  expect(oneLine("🚀🚀🚀", 2)).toBe("🚀…");
  expect([...oneLine("x".repeat(100))]).toHaveLength(80);
  expect(twoLines("Crimea (occupied)")).toEqual(["Crimea", "(occupied)"]);
  expect(twoLines("Crimea")).toEqual(["Crimea"]);
  expect(capitalised("place")).toBe("Place");
  expect([0, 1, 2].map((number) => count(number, "site", "sites"))).toEqual([
    "0 sites",
    "1 site",
    "2 sites",
  ]);
  expect(listed(["a", "", "b"])).toBe("a, b");
  expect(listed(["a", "b"], " · ")).toBe("a · b");
});

test("a part of the story has words, and one that is not known its own", () => {
  expect(themeWords("debate")).toBe("The debate of 2014 to 2019");
  expect(themeWords("constructor")).toBe("constructor");
});
