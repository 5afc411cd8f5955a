import { describe, expect, test } from "vitest";
import type { Ring, Stroke } from "./data.ts";
import { claimOf, tiny } from "./fixtures.ts";
import { doubtLabels, limitLabels, MOST_LABELS, ringLabels } from "./labels.ts";

const data = tiny();
const TODAY = { units: "km", date: null } as const;

function stroke(km: number, changes: Partial<Stroke> = {}): Stroke {
  return { km, look: "operator", end: "most", claims: [claimOf()], unread: false, ...changes };
}

const ring = (km: number, strokes: Stroke[], more: Stroke[] = []): Ring => ({ km, strokes, more });
const by = (who: string, changes = {}) =>
  claimOf({ claimant: `${who} (a paper)`, who, ...changes });
const texts = (bundle: Stroke[], rings: Ring[] = [], others: Stroke[][] = []) =>
  ringLabels(data, [bundle, ...others], rings, TODAY, null)[0].forms.map((rows) =>
    rows.map(({ text }) => text),
  );
const lone = (one: Stroke) => texts([one], [ring(one.km, [one])]);

describe("a ring's words", () => {
  test("say how far and on whose account, in a shorter form how far alone", () => {
    expect(lone(stroke(500, { end: "open", claims: [by("Ministry")] }))).toEqual([
      ["at least 500 km, Ministry"],
      ["at least 500 km"],
    ]);
    expect(lone(stroke(500)).at(0)).toEqual(["500 km, Ministry"]);
  });

  test("name the system where several have rings", () => {
    const shield = stroke(900, { look: "not-strike", claims: [claimOf({ system_id: "shield" })] });
    expect(texts([stroke(500)], [], [[shield]])[0]).toEqual(["Arrow, 500 km, Ministry"]);
    expect(lone(shield)[0]).toEqual(["Shield, 900 km, Ministry, not a strike system"]);
  });

  test("say where nobody read the source", () => {
    expect(lone(stroke(480, { unread: true }))[0]).toEqual(["480 km, Ministry, source not read"]);
  });

  test("say in which year it was said, if that is later than the day shown", () => {
    const claims = [by("Paper", { as_of: "2020-03" }), by("Other", { as_of: "2019-02-10" })];
    const said = (date: string | null) =>
      ringLabels(data, [[stroke(500, { claims })]], [], { units: "km", date }, null)[0].forms[0];
    expect(said(null)[0].text).toBe("500 km, Paper, Other");
    expect(said("2019-02-10")[0].text).toBe("500 km, Paper (2020), Other");
    expect(said("2019-02-09")[0].text).toBe("500 km, Paper (2020), Other (2019)");
  });

  test("give both ends of an interval at its far end, and nothing at its near one", () => {
    const claims = [by("Paper", { at_least_km: 2000, up_to_km: 2350 })];
    const far = stroke(2350, { end: "far", claims });
    const near = stroke(2000, { end: "lower", claims });
    expect(lone(far)).toEqual([["2000 to 2350 km, Paper"], ["2000 to 2350 km"]]);
    expect(ringLabels(data, [[near]], [], TODAY, null)).toEqual([]);
    const beside = stroke(2000, { look: "opponent", end: "open", claims: [by("Other")] });
    expect(texts([near, beside])).toEqual([["at least 2000 km, Other"], ["at least 2000 km"]]);
  });

  test("of a bundle have a row for each stroke, or for each account, or one for all", () => {
    const near = stroke(480, { claims: [by("A")] });
    const far = stroke(500, { claims: [by("B"), by("C"), by("D")] });
    const hidden = stroke(500, { look: "opponent", end: "open", claims: [by("E")] });
    expect(texts([near, far], [ring(480, [near]), ring(500, [far], [hidden])])).toEqual([
      ["480 km, A", "500 km, B and 2 more", "at least 500 km, E"],
      ["480 and 500 km, A and 3 more", "at least 500 km, E"],
      ["480 to 500 km, 5 figures"],
    ]);
    const looks = ringLabels(data, [[near, far]], [ring(500, [far], [hidden])], TODAY, null);
    expect(looks[0].forms.map((rows) => rows.map(({ look }) => look))).toEqual([
      ["operator", "operator", "opponent"],
      ["operator", "opponent"],
      ["several"],
    ]);
  });

  test("have no more rows than four", () => {
    const five = [1, 2, 3, 4, 5].map((k) => stroke(500 + k, { claims: [by(`A${k}`)] }));
    const forms = texts(five);
    expect(forms.every((rows) => rows.length <= 4)).toBe(true);
    expect(forms.at(-1)).toEqual(["501 to 505 km, 5 figures"]);
  });

  test("are in the reader's units", () => {
    const label = ringLabels(data, [[stroke(500)]], [], { ...TODAY, units: "mi" }, null);
    expect(label[0].forms[0][0].text).toMatch(/^31[01] mi, /);
  });
});

test("six rings have words: the operator's, those beside the chosen place, each account's ends", () => {
  const opponents = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => [
    stroke(1000 * k, { look: "opponent" }),
  ]);
  const own = [stroke(4500)];
  const named = (distance: number | null) =>
    ringLabels(data, [...opponents, own], [], TODAY, distance).map(({ strokes }) => strokes[0].km);
  expect(named(null)).toHaveLength(MOST_LABELS);
  expect(named(null).slice(0, 3)).toEqual([4500, 1000, 9000]);
  expect(named(6500).slice(0, 5)).toEqual([4500, 6000, 7000, 1000, 9000]);
});

test("the limits of the band say how far, and its edges what they are", () => {
  expect(limitLabels(data, "km")).toEqual([
    { limit: 500, forms: ["500 km: the treaty's band begins", "500 km"] },
    { limit: 1000, forms: ["1000 km"] },
    { limit: 5500, forms: ["5500 km: the treaty's band ends", "5500 km"] },
  ]);
});

test("outlines of doubt say what lies within and beyond them, and nothing where there is none", () => {
  const all = { innerKm: 370, outerKm: 610, precisionKm: 110 };
  expect(doubtLabels(all, "km").map(({ km, forms }) => [km, forms[0]])).toEqual([
    [110, "somewhere within 110 km"],
    [370, "surely inside: to 370 km"],
    [610, "surely outside: beyond 610 km"],
  ]);
  const open = { innerKm: null, outerKm: null, precisionKm: 110 };
  expect(doubtLabels(open, "km").map(({ km }) => km)).toEqual([110]);
});
