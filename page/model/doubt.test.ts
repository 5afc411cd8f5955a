import { describe, expect, test } from "vitest";
import type { PageData, State } from "./data.ts";
import { certainty, doubtOf, doubtOn } from "./doubt.ts";
import { claimOf, stateOf, tiny } from "./fixtures.ts";

// The camp's place is known to 60 km; both accounts name a maximum.
function vague(
  precision = 60,
  ends: [number | null, number | null][] = [
    [null, 480],
    [null, 500],
  ],
): PageData {
  const page = tiny();
  const [camp] = page.sites;
  const accounts = ["operator", "opponent"] as const;
  return tiny({
    claims: ends.map(([low, high], k) =>
      claimOf({ account: accounts[k % 2], at_least_km: low, up_to_km: high }),
    ),
    sites: [
      {
        ...camp,
        position_precision_km: precision,
        claims: ends.map((_, k) => k),
        near_edge: ends.map(() => []),
        in_range: ends.map(() => "0000000"),
      },
    ],
  });
}

const doubt = (data: PageData, changes: Partial<State> = {}) =>
  doubtOf(data, data.sites[0], stateOf(changes));

describe("surely is said only where every figure and every place agree", () => {
  test.each([
    [370, "in"],
    [370.001, "depends"],
    [480, "depends"],
    [610, "depends"],
    [610.001, "out"],
  ])("at %d km", (km, word) => {
    expect(certainty(km, 110, [480, 500])).toBe(word);
  });

  test("a lower bound has no surely outside, a figure of 0 no inside", () => {
    expect(certainty(19_000, 10, [500, null])).toBe("depends");
    expect(certainty(0, 10, [0, 500])).toBe("depends");
    expect(certainty(0, 10, [0, 0])).toBe("out");
  });
});

test("the outlines are the lowest figure less the precision, and the highest with it", () => {
  const found = doubt(vague());
  expect([found.innerKm, found.outerKm, found.range, found.why]).toEqual([
    420,
    560,
    [480, 500],
    "",
  ]);
  // Charlie 490, Delta 503, Golf 6000; Alfa and Bravo are the camp's own, Echo a seat.
  expect(found.places.map(({ index, verdict }) => [index, verdict])).toEqual([
    [2, "depends"],
    [3, "depends"],
    [6, "out"],
  ]);
  expect(found.at(0)).toMatchObject({ verdict: "in", km: 100, nearest: 40, farthest: 160 });
  expect(doubt(vague(), { account: "operator" }).range).toEqual([480, 480]);
});

test("where there is no outline, it is said why", () => {
  const far = doubt(vague(600));
  expect([far.innerKm, far.at(0).nearest]).toEqual([null, 0]);
  expect(far.why).toBe(
    "The place is known to 600 km, no better than the lowest figure of 480 km: nothing is surely inside.",
  );
  const open = doubt(
    vague(60, [
      [null, 480],
      [500, null],
    ]),
  );
  expect([open.outerKm, open.range[1]]).toEqual([null, null]);
  expect(open.why).toBe("A figure names no maximum: nothing is surely outside.");
  expect(open.places.map(({ verdict }) => verdict)).not.toContain("out");
});

test("an interval is sure to its lower end, and out beyond its upper one", () => {
  expect(doubt(vague(10, [[400, 900]])).range).toEqual([400, 900]);
});

test("three counts, and a headline with those that are surely in", () => {
  const data = vague();
  const [alfa, ...others] = data.capitals;
  // Charlie moves near.
  const [camp] = data.sites;
  const near = { ...camp, distance_km: [100, 400, 300, 503, 995, 300, 6000] };
  const found = doubt({ ...data, capitals: [alfa, ...others], sites: [near] });
  expect(found.counts.map(({ number, words, names }) => `${number} ${words}: ${names}`)).toEqual([
    "1 surely in range: Charlie (300 km)",
    "1 depends on place or figure: Delta (503 km)",
    "1 surely out of range: All others; the nearest is Golf, 6000 km",
  ]);
  expect(found.title).toBe(
    "On every account Charlie is in range wherever within 60 km the launchers at Camp stand; for 1 more it depends on place or figure",
  );
  // The fixture's figures put all three in range from the middle.
  expect(found.deck).toBe(
    "From the middle, operator and opponent figures each put 3 foreign capitals in range. The reports name no place more exactly than to 60 km.",
  );
});

test("what is over is told as past", () => {
  const ended = (data: ReturnType<typeof vague>) => {
    for (const report of data.sites[0].deployments) report.status = "ended";
    return data;
  };
  const data = ended(vague(60, [[null, 480]]));
  data.sites[0].distance_km = [100, 400, 300, 503, 995, 300, 6000];
  expect(doubt(data).title).toContain(
    " Charlie was in range wherever within 60 km the launchers at Camp stood; for ",
  );
  expect(doubt(ended(vague(600))).title).toContain(
    "No foreign capital was surely in range of Camp; for ",
  );
});

test("where none is surely in, the headline says so", () => {
  expect(doubt(vague(600)).title).toBe(
    "No foreign capital is surely in range of Camp; for 2 it depends on place or figure",
  );
  expect(doubt(vague(60, [[null, 500]])).counts[1].words).toBe("depends on the place");
});

test("who names no number leaves nothing open: it is said that the numbers given are meant", () => {
  const data = vague(60, [
    [null, 480],
    [null, 500],
    [null, null],
  ]);
  data.sites[0].distance_km = [100, 400, 300, 503, 995, 300, 6000];
  const { title, range } = doubt(data);
  expect(range).toEqual([480, 500]);
  expect(title).toBe(
    "By every number given Charlie is in range wherever within 60 km the launchers at Camp stand; for 1 more it depends on place or figure",
  );
});

test("of one account it is said whose figures they are", () => {
  const own = vague(60, [[null, 800]]);
  expect(doubt(own).title).toBe(
    "By Alfaland's figure Charlie and Delta are in range from anywhere within 60 km of Camp; for none does it depend on where they stand",
  );
  expect(doubt(vague(600, [[null, 800]])).title).toBe(
    "By Alfaland's figure no foreign capital is surely in range of Camp; for 2 it depends on the place",
  );
  const long = vague(60, [[null, 800]]);
  long.sites[0].name = "A place with a name that is much longer than a headline can hold ".repeat(
    2,
  );
  expect(doubt(long).title).toBe(
    "By Alfaland's figure Charlie and Delta are in range from anywhere within 60 km; for none does it depend on where they stand",
  );
});

test.each([
  ["TASS", "(TASS, a senator) Charlie and Delta are in range from Camp, known to 60 km"],
  [
    "The news agency of a state",
    "Charlie and Delta are in range from anywhere within 60 km of Camp",
  ],
])("a headline names the site before it names whose figures they are: %s", (name, said) => {
  const data = vague(60, [
    [null, 800],
    [null, 900],
  ]);
  for (const [k, claim] of data.claims.entries())
    Object.assign(claim, { account: "operator", who: [name, "a senator"][k], state: "" });
  expect(doubt(data).title).toBe(
    `By the operator's figures ${said}; for none does it depend on where they stand`,
  );
});

test("the counts from the middle are a sentence, whether accounts agree or not", () => {
  const data = vague(60, [
    [null, 480],
    [500, null],
  ]);
  data.sites[0].in_range = ["1111111", "1101111"];
  expect(doubt(data).deck).toMatch(
    /^From the middle, operator figures put 0 and opponent figures 1 or more foreign capitals in range\./,
  );
});

test("of a capital is said from where to where, and on what it depends", () => {
  const found = doubt(vague());
  expect(found.cardWords(2)).toBe(
    "490 km from the middle, so 430 to 550 km from the launcher. In range on every figure from the nearest place, out of range on every figure from the farthest.",
  );
  expect(found.cardWords(0)).toContain("In range on every figure, wherever it stands.");
  expect(found.cardWords(6)).toContain("Out of range on every figure, wherever it stands.");
  const narrow = doubt(
    vague(1, [
      [null, 480],
      [null, 500],
    ]),
  );
  expect(narrow.cardWords(2)).toContain("In range or not by the figure, wherever it stands.");
});

test("doubt is drawn where it is asked for, and by itself where the place is known badly", () => {
  const on = (precision: number, changes: Partial<State> = {}) => {
    const data = vague(precision);
    return doubtOn(data, data.sites[0], stateOf(changes));
  };
  expect([on(25), on(26), on(26, { doubt: false }), on(2, { doubt: true })]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect([on(0), on(26, { mode: "overview" }), on(26, { account: "independent" })]).toEqual([
    null,
    null,
    null,
  ]);
});
