import { expect, test } from "vitest";
import type { State } from "./data.ts";
import { doubtOf } from "./doubt.ts";
import { reportOf, stateOf, tiny } from "./fixtures.ts";
import { keyEntries, stepWords } from "./key.ts";
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

test("all sites have the steps of their counts, and nothing of rings or the band", () => {
  expect(words({ mode: "overview" })).toEqual([
    "deployments that reach a place: 1 or more",
    "site: confirmed",
  ]);
});

test("all sites have a key to the marks of every part of the story, as they stand on the day", () => {
  const [camp] = tiny().sites;
  const far = {
    ...camp,
    id: "far",
    deployments: [reportOf({ theme: "after-inf", status: "alleged" })],
  };
  const more = tiny({ sites: [camp, far] });
  for (const theme of ["all", "debate"]) {
    const scene = sceneOf(more, stateOf({ mode: "overview", theme }), null);
    const told = keyEntries(more, scene).map(({ words }) => words);
    expect(told).toContain("site: confirmed");
    expect(told).toContain("site: alleged");
  }
});

test("steps are told from one to the next, the last without an end", () => {
  expect(stepWords(1, 2)).toBe("1");
  expect(stepWords(2, 4)).toBe("2–3");
  expect(stepWords(8, undefined)).toBe("8 or more");
});

test("what is compared has both sides' lines once, and the other side's", () => {
  const compared = words({ mode: "compare", left: "operator", right: "opponent" });
  expect(compared).toContain("operator");
  expect(compared).toContain("opponent");
  expect(compared).toContain("the other side's ring");
  expect(new Set(compared).size).toBe(compared.length);
  const marks = keyOf({ mode: "compare", left: "operator", right: "opponent" })
    .map(({ mark }) => mark)
    .flatMap((mark) => (mark.kind === "reach" ? [mark.reach] : []));
  expect(new Set(marks).size).toBe(marks.length);
});

test("where the doubt is drawn its lines have a key, and what is not drawn has none", () => {
  const page = tiny();
  page.sites[0].position_precision_km = 30;
  const kinds = () => keyOf({ theme: "debate" }, page).map(({ mark }) => mark);
  expect(kinds().some(({ kind }) => kind === "verdict")).toBe(true);
  expect(kinds()).toContainEqual({ kind: "outline", of: "somewhere" });
  expect(kinds().some(({ kind }) => kind === "reach")).toBe(false);
  const has = (of: "inside" | "outside") =>
    kinds().some((mark) => mark.kind === "outline" && mark.of === of);
  const { innerKm, outerKm } = doubtOf(page, page.sites[0], stateOf({ theme: "debate" }));
  expect([has("inside"), has("outside")]).toEqual([innerKm !== null, outerKm !== null]);
  // A place known to no better than any figure has nothing that is surely inside.
  page.sites[0] = { ...page.sites[0], position_precision_km: 15_000 };
  expect(has("inside")).toBe(false);
  page.sites[0] = { ...page.sites[0], position_precision_km: 30 };
  expect(keyOf({ theme: "debate", doubt: false }, page).map(({ mark }) => mark.kind)).not.toContain(
    "outline",
  );
});

test("strokes side by side, intervals, unread figures and doubt about the place are told", () => {
  const page = tiny({ sources: { book: { citation: "", url: "", note: "", read: "not" } } });
  page.sites[0].position_precision_km = 20;
  page.claims[0].up_to_km = 500;
  page.claims[1] = { ...page.claims[1], up_to_km: 800, source_id: "book" };
  const entries = keyOf({}, page);
  expect(entries.map((one) => one.words)).toContain(
    "lighter: source not read; marks follow it, counts do not",
  );
  const marks = entries.map(({ mark }) => mark);
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
