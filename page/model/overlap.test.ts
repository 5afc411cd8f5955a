import { describe, expect, test } from "vitest";
import viewsFile from "../../tests/data/page/views.json";
import type { PageData, Site, State } from "./data.ts";
import { lastDay } from "./days.ts";
import { capitalOf, claimOf, reportOf, stateOf, tiny } from "./fixtures.ts";
import { askedPlace, countsAt, holdersOn, overlap, readingAt, stepOf, stepsTo } from "./overlap.ts";
import { sceneOf } from "./scene.ts";

const page = tiny();
const [camp] = page.sites;

// On the equator, a degree of which is 111 km: three sites of Alfaland's and one of Bravoland's.
function site(id: string, lon: number, changes: Partial<Site> = {}): Site {
  const { distance_km, ...rest } = camp;
  return {
    ...rest,
    id,
    name: `${id}, Region`,
    lon,
    lat: 0,
    host: ["ALF", "", ""],
    deployments: [reportOf({ from_day: "2000-01-01" })],
    claims: [0, 1],
    near_edge: [[], []],
    in_range: ["0000", "0000"],
    band: "0000",
    ...changes,
  };
}

const data: PageData = tiny({
  claims: [
    claimOf({ up_to_km: 480 }),
    claimOf({ account: "opponent", at_least_km: 1000, up_to_km: 2000 }),
  ],
  holders: { ...page.holders, Bravoland: { states: ["BRA"], nato_since: null, pact_until: null } },
  sites: [
    site("east", 3),
    site("west", -8),
    site("later", 0, { deployments: [reportOf({ from_day: "2010-05-01" })] }),
    site("plan", 0, { deployments: [reportOf({ status: "planned", from_day: "2001-01-01" })] }),
    site("other", 0, {
      host: ["BRA", "", ""],
      deployments: [reportOf({ from_day: "2003-01-01", holders: ["Bravoland"] })],
    }),
  ],
  capitals: [
    capitalOf("Alfa", { lon: 1 }),
    capitalOf("Bravo", { lon: 2, people: 3_000 }),
    capitalOf("Charlie", { lon: -1, people: 2_000 }),
    capitalOf("Delta", { lon: 90 }),
  ],
  events: [{ date: "2019-08", title: "Ended", day: "2019-08-01", systems: [] }],
});
const of = (changes: Partial<State> = {}) =>
  overlap(data, stateOf({ mode: "overview", theme: "all", site: "east", ...changes }));
const at = (lon: number, lat: number, changes: Partial<State> = {}) =>
  countsAt(data, stateOf({ mode: "overview", theme: "all", site: "east", ...changes }), lon, lat);

describe("how surely a deployment reaches a place", () => {
  test.each([
    [480, "every"],
    [480.001, "some"],
    [1000, "some"],
    [1000.001, "none"],
  ])("at %d km of 480 and 1000", (km, word) => {
    expect(readingAt(km, 480, 1000)).toBe(word);
  });
  test("a figure of 0 denies any reach, at its own place too", () => {
    expect([readingAt(0, 0, 0), readingAt(0, 0, 5)]).toEqual(["none", "some"]);
  });
});

test("one holder on one day is counted, what is planned is not", () => {
  expect(of().deployments.map(({ site: { id } }) => id)).toEqual(["east", "west", "later"]);
  expect(of({ date: "2005-01-01" }).of).toBe(2);
  expect(of({ date: "1999-01-01" }).of).toBe(0);
  expect(of({ holder: "Bravoland" }).deployments.map(({ site: { id } }) => id)).toEqual(["other"]);
  expect(of().deck).toContain("Not counted, as planned: Arrow at plan.");
});

test("without a day the last one on file is shown, and said", () => {
  expect(lastDay(data)).toBe("2019-08-01");
  expect(lastDay({ ...data, sources_reach: "" })).toBe("2010-05-01");
  expect(of()).toMatchObject({ day: "2019-08-01", isLastDay: true });
  expect(of().deck).toContain("As it stood on 2019-08-01, the last day on file.");
  expect(of({ date: "2011-01-01" }).deck).toContain("As it stood on 2011-01-01.");
  expect(lastDay(tiny({ sites: [], events: [] }))).toBeNull();
});

test("whose missiles: who is asked for, else the holder at the site in focus, else the most", () => {
  expect(holdersOn(data, stateOf({ theme: "all" })).map(({ value }) => value)).toEqual([
    "Alfaland",
    "Bravoland",
  ]);
  expect(of({ site: "other" }).holder).toBe("Bravoland");
  expect(of({ site: "other", holder: "Alfaland" }).holder).toBe("Alfaland");
  expect(of({ site: "other", date: "2002-01-01" }).holder).toBe("Alfaland");
});

test("how far: the lowest end that every figure grants, and the highest that one does", () => {
  expect(of().deployments[0]).toMatchObject({ low: 480, high: 1000, orMore: true });
  expect(at(3, 0)).toMatchObject({ every: 2, some: 2, of: 3 });
  // From later 999 km, from east 1332, from west 111.
  expect(at(-9, 0).rows.map((row) => [row.site.id, row.reading, Math.round(row.km)])).toEqual(
    [
      ["west", "every", 111],
      ["east", "none", 0],
    ].slice(0, 1),
  );
});

test("a list has the surest and nearest first, with margins, and the nearest of the others", () => {
  const found = at(1, 0.5, { holder: "Alfaland" });
  expect(found.rows.map((row) => [row.site.id, row.reading, row.margin])).toEqual([
    ["later", "every", "inside by 356 km at least"],
    ["east", "every", "inside by 251 km at least"],
  ]);
  expect(found.rest).toBe("1 is in reach on no account and left open.");
  // 1224 km west of it figures still leave it open, 3450 km east of it none does.
  const far = at(23, 0, { holder: "Alfaland" });
  expect([far.every, far.some, far.open]).toEqual([0, 0, 0]);
  expect(far.rest).toBe("3 are out of reach on every account, the nearest east, by 1226 km.");
  const half = at(17, 0, { holder: "Alfaland" });
  expect([half.some, half.open]).toEqual([0, 2]);
  expect(half.rest).toBe(
    "2 are in reach on no account and left open. 1 is out of reach on every account, the nearest west, by 1783 km.",
  );
  expect(at(2, 0.5).rows.length).toBe(2);
  const some = at(8, 0.01);
  expect(some.rows.map((row) => row.margin)).toEqual([
    "inside by 443 km or more",
    "inside by 109 km or more",
  ]);
});

test("a capital is reached neither by its own side's missiles nor from its own state", () => {
  // Alfa is Alfaland's own; Bravo lies in the state where Bravoland's stands.
  expect(of().tallies.map(({ index }) => data.capitals[index].name)).not.toContain("Alfa");
  expect(of({ holder: "Bravoland" }).tallies.map(({ index }) => index)).toEqual([0, 2, 3]);
  expect(at(1, 0)).toMatchObject({ every: 0, some: 0, of: 3, rows: [] });
  expect(at(1, 0).rest).toBe("Not counted, as it is the place's own side: east, west, later.");
  // Beside the capital nobody knows whose the place is.
  expect(at(1.01, 0).every).toBe(2);
});

test("the table has what the list of each capital has, the most first", () => {
  const { tallies } = of();
  expect(tallies.map(({ index, every, some }) => [data.capitals[index].name, every, some])).toEqual(
    [
      ["Charlie", 2, 3],
      ["Bravo", 2, 2],
      ["Delta", 0, 0],
    ],
  );
  for (const { index, every, some } of tallies) {
    const { lon, lat } = data.capitals[index];
    expect(at(lon, lat)).toMatchObject({ every, some });
  }
});

test("the headline names whom the most reach", () => {
  expect(of().title).toBe(
    "Of Alfaland's 3 deployments 2 reach Charlie on every account, 3 on some; Bravo 2 and 2",
  );
  expect(of().deck).toContain("At least one reaches 2 foreign capitals on every account. In them");
  expect(of().deck).toContain("In them live 5 million people.");
  expect(of({ date: "1999-01-01" }).title).toBe(
    "None of Alfaland's systems with a figure that was read stands at a site on 1999-01-01",
  );
  expect(of({ holder: "Bravoland" }).title).toBe(
    "Bravoland's 1 deployment reaches Charlie and Alfa on every account",
  );
});

test("holders are named as a sentence has them, or not at all", () => {
  const named = (holder: string) => {
    const deployments = [reportOf({ from_day: "2000-01-01", holders: holder ? [holder] : [] })];
    const sites = ["east", "west"].map((id, k) => site(id, k, { host: ["", "", ""], deployments }));
    const nobody = { states: [], nato_since: null, pact_until: null };
    const own = { ...data, sites, holders: { [holder]: nobody }, place: "place" as const };
    return overlap(own, stateOf({ site: "east", theme: "all" }));
  };
  expect(named("United States").title).toMatch(/^Of the 2 US deployments all reach /);
  expect(named("").title).toMatch(/^Of the 2 deployments all reach /);
  expect(named("").deck).toMatch(/^At least one reaches 3 places on every account\. /);
});

test("where no capital is reached, the headline says so", () => {
  const sites = data.sites.map((one) => ({ ...one }));
  const far = tiny({ ...data, sites, capitals: [capitalOf("Far", { lon: 180 })] });
  const title = (holder: string) => overlap(far, stateOf({ holder })).title;
  expect(title("Alfaland")).toBe("None of Alfaland's 3 deployments reaches a foreign capital");
  expect(title("Bravoland")).toBe("Bravoland's 1 deployment reaches no foreign capital");
});

test("what nobody read counts for nothing; without a number every place is left open", () => {
  const claims = [
    { ...data.claims[0], source_id: "paper" },
    data.claims[1],
    claimOf({ account: "independent" }),
  ];
  const unread = { paper: { citation: "", url: "", note: "", read: "not" } };
  const found = overlap(
    { ...data, claims, sources: unread },
    stateOf({ theme: "all", site: "east" }),
  );
  expect(found.deployments[0]).toMatchObject({ low: 1000, high: 1000 });
  expect(found.deck).toContain("On one figure rests Arrow (Ministry, 1000 to 2000 km).");
  const silent = overlap(
    { ...data, claims, sites: data.sites.map((one) => ({ ...one, claims: [1, 2] })) },
    stateOf({ theme: "all", site: "east" }),
  );
  expect(silent.deployments[0]).toMatchObject({ low: 0, high: 1000, orMore: true });
  const none = overlap(
    { ...data, claims: claims.slice(0, 1).concat(claims.slice(2)), sources: unread },
    stateOf({ theme: "all", site: "east" }),
  );
  expect([none.of, none.deck]).toEqual([
    0,
    "Not counted, without a figure that was read: Arrow. Not counted, as planned: Arrow at plan. As it stood on 2019-08-01, the last day on file.",
  ]);
});

test("at most five steps, as wide as each other", () => {
  expect(stepsTo(9)).toEqual([1, 2, 4, 6, 8]);
  expect(viewsFile.steps.map((_, most) => stepsTo(most))).toEqual(viewsFile.steps);
  expect([0, 1, 3, 4, 9, 20].map((number) => stepOf(stepsTo(9), number))).toEqual([
    0, 1, 2, 3, 5, 5,
  ]);
});

test("the place asked for is the reader's, or the capital chosen", () => {
  const asked = (changes: Partial<State>) => askedPlace(data, stateOf(changes));
  expect(asked({ at: [5, 6], capital: "bravo" })).toEqual({ lon: 5, lat: 6, index: null });
  expect(asked({ capital: "bravo" })).toEqual({ lon: 2, lat: 0, index: 1 });
  expect(asked({ at: [2.00004, 0] })?.index).toBe(1);
  expect(asked({})).toBeNull();
});

test("all sites show those of the day that is shown", () => {
  const shown = (changes: Partial<State>) =>
    sceneOf(data, stateOf({ theme: "all", ...changes }), null).shown.length;
  expect([shown({ mode: "overview", date: "2002-01-01" }), shown({ mode: "overview" })]).toEqual([
    3, 5,
  ]);
});
