import { expect, test } from "vitest";
import { capitalFacts } from "./card.ts";
import { claimOf, siteCalled, stateOf, story, tiny } from "./fixtures.ts";

const data = tiny();
const [camp] = data.sites;
const facts = (index: number, changes = {}) => capitalFacts(data, camp, index, stateOf(changes));

test("a card tells a place, its distance and what it means", () => {
  const bravo = facts(1);
  expect(bravo.name).toBe("Bravo");
  expect(bravo.place).toBe("Bravoland, NATO member, the host's own");
  expect(bravo.distance).toBe("400 km");
  expect(bravo.band).toBe("Distance band: below 500 km.");
  expect(bravo.reach).toBe("In reach on all accounts.");
  expect([bravo.nearEdge, bravo.nearLimit, bravo.note]).toEqual(["", "", ""]);
  expect(facts(1, { date: "1999-03-11" }).place).toBe("Bravoland, the host's own");
  expect(facts(6).place).toBe("Golfland");
});

test("the azimuth is the one from the site", () => {
  const capitals = [
    { ...data.capitals[2], lon: 30, lat: 50 },
    { ...data.capitals[3], lon: 10, lat: 40 },
  ];
  const page = tiny({ capitals });
  expect(capitalFacts(page, camp, 0, stateOf()).direction).toMatch(
    /^from Camp, azimuth 82\.\d° E$/,
  );
  expect(capitalFacts(page, camp, 1, stateOf()).direction).toBe("from Camp, azimuth 180.0° S");
});

test("what the doubt about the place could turn is said", () => {
  const delta = facts(3);
  expect(delta.nearEdge).toMatch(/^Near the edge: .* could turn an answer\.$/);
  expect(delta.nearLimit).toMatch(/^Near a limit of the band: .* on which side it lies\.$/);
  expect(facts(3, { account: "operator", theme: "debate" }).nearEdge).toBe("");
  expect(facts(4, { theme: "debate" }).nearEdge).toBe("");
  expect(facts(4, { theme: "debate" }).nearLimit).not.toBe("");
});

test("each answer has its margin: beyond the place, or short of it", () => {
  const told = (index: number) =>
    facts(index).answers.map(({ word, margin, kind }) => [word, margin, kind]);
  expect(told(1)).toEqual([
    ["in range", "margin 80 km", "yes"],
    ["in range", "margin 100 km", "yes"],
    ["not a strike system", "", "not-strike"],
  ]);
  expect(told(3)).toEqual([
    ["left open", "margin -3 km", "open"],
    ["out of range", "margin -23 km", "no"],
    ["not a strike system", "", "not-strike"],
  ]);
});

test("an answer says whose figure it is", () => {
  const [, rival] = facts(1).answers;
  expect(rival).toEqual({
    word: "in range",
    system: "Arrow",
    figure: "at least 500 km",
    claimant: "Rival",
    account: "opponent",
    margin: "margin 100 km",
    claim: data.claims[1],
    kind: "yes",
  });
});

test("what puts the place in range comes first, then what leaves it open, then what does not", () => {
  const claims = [
    claimOf({ system_id: "shield", up_to_km: 9000 }),
    claimOf({ up_to_km: 0 }),
    claimOf(),
    claimOf({ up_to_km: 9000 }),
  ];
  const site = {
    ...camp,
    hypothetical: { claims },
    near_edge: [[], [], [], []],
    in_range: ["0", "1", "2", "0"],
  };
  const { answers } = capitalFacts(tiny({ capitals: [data.capitals[2]] }), site, 0, stateOf());
  expect(answers.map(({ kind }) => kind)).toEqual(["yes", "open", "no", "not-strike"]);
  expect(answers.map(({ claim }) => claim)).toEqual([claims[3], claims[2], claims[1], claims[0]]);
  // A figure of zero falls short by the whole way; no figure has no margin.
  expect(answers.map(({ margin }) => margin)).toEqual(["margin 8900 km", "", "margin -100 km", ""]);
});

test("a margin is never rounded over the edge", () => {
  const site = { ...camp, distance_km: [480.2, 400, 490, 503, 995, 300, 6000] };
  const [, , , ...none] = facts(0).answers;
  expect(none).toEqual([]);
  const margins = capitalFacts(data, site, 0, stateOf({ account: "operator" })).answers;
  expect(margins[0].margin).toBe("margin -0.2 km");
});

test("a distance is shown on its side of a limit and of a figure's end", () => {
  const site = { ...camp, distance_km: [480.04, 499.98, 490, 503, 995, 300, 6000] };
  expect(capitalFacts(data, site, 0, stateOf()).distance).toBe("480.04 km");
  expect(capitalFacts(data, site, 1, stateOf()).distance).toBe("499.98 km");
});

test("a real card: what Shuya's missiles say of Berlin", () => {
  const { data: real } = story;
  const index = real.capitals.findIndex((place) => place.id === "berlin");
  const card = capitalFacts(real, siteCalled(real, "shuya"), index, stateOf({ theme: "debate" }));
  expect(card.distance).toBe("1853 km");
  expect(card.direction).toMatch(/azimuth 26\d\.\d° W$/);
  const of = (claimant: string) => card.answers.find((one) => one.claimant === claimant);
  expect(of("Russian MoD")?.word).toBe("out of range");
  expect(card.answers.some(({ word }) => word === "left open")).toBe(true);
});

test("a card says who would have to be right", () => {
  const says = (index: number, changes = {}) => facts(index, changes).sentence;
  expect(says(1)).toBe("In range on every figure.");
  expect(says(2)).toBe("In range if Rival is right; out by 10 km on 1 of 2 figures.");
  expect(says(3)).toBe(
    "No figure puts it in range; Rival leaves it open; out by 23 km on 1 of 2 figures.",
  );
  expect(says(3, { account: "operator" })).toBe("Out of range by 23 km on the one figure.");
  expect(says(1, { theme: "after-inf" })).toBe(
    "What is reported here has no strike figure on file.",
  );
  expect(says(2, { units: "mi" })).toContain("out by 6 mi on 1 of 2");
  const page = { ...data, sources: { book: { citation: "", url: "", note: "", read: "not" } } };
  page.claims = data.claims.map((claim) => ({ ...claim, source_id: "book" }));
  expect(capitalFacts(page, camp, 2, stateOf()).sentence).toContain(
    "if Rival (source not read) is",
  );
  expect(capitalFacts(page, camp, 1, stateOf()).sentence).toBe(
    "In range on every figure; source not read: Ministry and Rival.",
  );
  const later = tiny();
  later.claims[1] = { ...later.claims[1], as_of: "2025-10-31" };
  const on = (date: string) => capitalFacts(later, camp, 2, stateOf({ date })).sentence;
  expect(on("2019-03-01")).toContain("In range if Rival (2025) is right");
  expect(on("2025-10-31")).toContain("In range if Rival is right");
  const shuya = siteCalled(story.data, "shuya");
  const berlin = story.data.capitals.findIndex((place) => place.id === "berlin");
  // Of those that say no the nearest is 500 km; Berlin lies 1852.9 km away.
  expect(capitalFacts(story.data, shuya, berlin, stateOf()).sentence).toContain(
    "out by 1353 km or",
  );
  expect(capitalFacts(story.data, shuya, berlin, stateOf()).sentence).toMatch(
    /^In range if .*, .* or CSIS is right about the 9M729; out by \d+ km or more on \d of 12 figures\.$/,
  );
});

test("a card tells lengths in the reader's unit", () => {
  const { distance, band, answers } = facts(1, { units: "mi" });
  expect([distance, band]).toEqual(["249 mi", "Distance band: below 311 mi."]);
  expect(answers[0]).toMatchObject({ figure: "up to 298 mi", margin: "margin 50 mi" });
});
