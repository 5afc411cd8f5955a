import { expect, test } from "vitest";
import type { State } from "./data.ts";
import { stateOf, tiny } from "./fixtures.ts";
import { keyEntries } from "./key.ts";
import { sceneOf } from "./scene.ts";

const keyOf = (changes: Partial<State> = {}, page = tiny()) =>
  keyEntries(page, sceneOf(page, stateOf(changes), null));
const words = (changes: Partial<State> = {}, page = tiny()) =>
  keyOf(changes, page).map((entry) => entry.words);

test("the key tells what is on the map of a site, the shortest on a line", () => {
  const entries = keyOf();
  expect(entries.filter(({ short }) => short).map((entry) => entry.words)).toEqual([
    "in on every account",
    "in on some accounts",
    "left open",
    "operator",
    "opponent",
    "not a strike system",
    "at least",
    "outside the band of 500 to 5500 km",
  ]);
  expect(entries.filter(({ short }) => !short).map((entry) => entry.words)).toEqual([
    "Capital: below 500 km",
    "Capital: 500 to 1000 km (shorter-range)",
    "Capital: beyond 5500 km",
    "site: confirmed",
  ]);
});

test("what is not drawn has no key", () => {
  expect(words({ account: "operator", theme: "debate" })).not.toContain("opponent");
  expect(words({ account: "operator", theme: "debate" })).not.toContain("at least");
  expect(words({ account: "operator", theme: "debate" })).toContain("in");
  const bare = keyOf({ theme: "after-inf" });
  expect(bare.some(({ mark }) => mark.kind === "reach" || mark.kind === "hatch")).toBe(false);
});

test("all sites have the numbers' key, and nothing of rings or the band", () => {
  expect(words({ mode: "overview" })).toEqual([
    "from how many of the sites shown a capital is in reach, on some account at least",
    "site: confirmed",
  ]);
});

test("strokes side by side, intervals, unread figures and doubt about the place are told", () => {
  const page = tiny({ sources: { book: { citation: "", url: "", note: "", read: "not" } } });
  page.sites[0].position_precision_km = 20;
  page.claims[0].up_to_km = 500;
  page.claims[1] = { ...page.claims[1], up_to_km: 800, source_id: "book" };
  const marks = keyOf({}, page).map(({ mark }) => mark);
  expect(marks).toContainEqual({ kind: "lines", looks: ["operator", "opponent"] });
  expect(marks).toContainEqual({ kind: "interval", look: "opponent" });
  expect(marks).toContainEqual({ kind: "line", look: "opponent", end: "lower", unread: true });
  expect(marks).toContainEqual({ kind: "hatch", of: "doubt" });
  page.sites[0].position_precision_km = 19;
  expect(keyOf({}, page).map(({ mark }) => mark)).not.toContainEqual({
    kind: "hatch",
    of: "doubt",
  });
});

test("the key is told in the reader's unit", () => {
  expect(words({ units: "mi" })).toContain("outside the band of 311 to 3418 mi");
  expect(words({ units: "mi" })).toContain("Capital: below 311 mi");
});
