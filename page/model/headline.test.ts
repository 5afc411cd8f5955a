import { expect, test } from "vitest";
import { capitalOf, catalogues, claimOf, reportOf, siteCalled, stateOf, tiny } from "./fixtures.ts";
import { caption, overviewHead, siteDeck } from "./headline.ts";
import { launcherAt } from "./launcher.ts";

const data = tiny();
const [camp] = data.sites;
const deck = (changes = {}, page = data) => siteDeck(page, page.sites[0], stateOf(changes));

// Today Alfa is the holder's, Bravo the host's; Charlie lies within the rival's figure alone,
// Delta and Golf are left open, Echo is a seat of government and Foxtrot is a capital no more.
test("a site's deck counts foreign capitals, and names the holder's and the host's", () => {
  expect(deck()).toBe(
    "1 capital lies 500 to 5500 km away (of 1 the state is not known). What is reported here " +
      "reaches 1 foreign capital (1 of them NATO members') on some accounts only. Not counted: " +
      "Alfa, the holder's own; Bravo, the host's own.",
  );
});

test("one account's figures are called its own", () => {
  expect(deck({ account: "opponent" })).toContain(
    "reaches 1 foreign capital (1 of them NATO members') by every opponent figure.",
  );
  expect(deck({ account: "operator" })).toContain(
    "reaches no foreign capital by any operator figure.",
  );
});

test("on a day the capitals of that day are counted", () => {
  const then = deck({ date: "1990-01-01" });
  expect(then).toContain("reaches 1 foreign capital (0 of them NATO members') on every account");
  expect(then).toContain(", and 1 more on some accounts only (1 of them NATO members').");
  expect(then).toMatch(/As it stood on 1990-01-01\.$/);
});

test("members of NATO are those of the day", () => {
  const page = tiny({ sites: [{ ...camp, host: ["", ""] }] });
  expect(deck({ date: "1990-01-01" }, page)).toContain(
    "2 foreign capitals (0 of them NATO members') on every account",
  );
  expect(deck({ date: "2000-01-01" }, page)).toContain(
    "1 foreign capital (1 of them NATO members') on every account",
  );
});

test("where nothing is reached, what is left open is said once of the figure", () => {
  const far = { distance_km: [900], band: "1", near_edge: [[], [], []], near_band_edge: [] };
  const at = (in_range: string[], claims = data.claims) =>
    siteDeck(
      tiny({ claims, capitals: [capitalOf("Hotel")], sites: [{ ...camp, ...far, in_range }] }),
      { ...camp, ...far, in_range },
      stateOf(),
    );
  expect(at(["1", "2", "0"])).toBe(
    "1 capital lies 500 to 5500 km away. What is reported here reaches no capital for sure on any " +
      "account; a figure names no maximum.",
  );
  const interval = [data.claims[0], claimOf({ at_least_km: 500, up_to_km: 1000 }), data.claims[2]];
  expect(at(["1", "2", "0"], interval)).toContain(
    "for sure on any account; a figure leaves it open.",
  );
  expect(at(["1", "1", "0"])).toContain("reaches no capital on any account.");
});

test("where nothing is reported or no strike figure is on file, the deck says so", () => {
  expect(deck({ theme: "after-inf" })).toContain(
    ". No strike figure is on file for what is reported here.",
  );
  expect(deck({ theme: "after-inf" })).not.toContain("Not counted");
  const old = { ...camp, deployments: [reportOf({ theme: "debate", from_day: "1985-01-01" })] };
  const page = tiny({ sites: [old] });
  expect(deck({ date: "1980-01-01" }, page)).toBe(
    "1 capital lies 500 to 5500 km away (of 1 the state is not known). Nothing is reported here in " +
      "this part of the story on that day. As it stood on 1980-01-01.",
  );
  expect(deck({ theme: "after-inf" }, page)).toContain("Nothing is reported here in this part");
  expect(deck({ date: "1980-01-01" }, { ...page, themes: ["all"] })).toContain(
    "Nothing is reported here on that day.",
  );
});

test("a holder's allies are named as such", () => {
  const holders = { Alfaland: { states: ["ALF"], nato_since: "1949-04-04", pact_until: null } };
  expect(deck({}, tiny({ holders }))).toContain("(1 of them its holder's allies)");
});

test("places of the reader's own are all counted, and nothing is told of a NATO that is not known", () => {
  const capitals = data.capitals.map((place) => ({ ...place, nato_known: false, state: "" }));
  const page = tiny({ capitals, place: "place", accounts: ["all", "user"] });
  const text = deck({}, page);
  expect(text).toContain("2 places lie 500 to 5500 km away. ");
  expect(text).toContain(
    "2 places by every one of your own figures, and 1 more by some of your own figures only.",
  );
});

test("a launcher of the reader's own is called a launcher", () => {
  const page = tiny({ capitals: [capitalOf("Alfa", { lon: 1 })] });
  const site = launcherAt(page, { lon: 0, lat: 0, km: 300, system: null });
  expect(siteDeck(page, site, stateOf())).toBe(
    "0 capitals lie 500 to 5500 km away. A launcher here reaches 1 capital (0 of them NATO " +
      "members') on every account.",
  );
});

test("the overview names the capital that the most sites reach", () => {
  const other = { ...camp, id: "other", in_range: ["1101111", "1101111", "1111111"] };
  expect(overviewHead(data, [camp, other], stateOf())).toEqual({
    title: "2 sites",
    deck:
      "3 of 6 capitals and seats of government are in reach of at least one of them, on some " +
      "account. The most, 2, reach Charlie.",
  });
  expect(overviewHead(data, [camp], stateOf({ date: "1990-01-01" }))).toEqual({
    title: "1 site",
    deck:
      "4 of 7 capitals and seats of government are in reach of at least one of them, on some " +
      "account. The most, 1, reach Alfa. As it stood on 1990-01-01.",
  });
});

test("where no capital is reached, none is reached by the most", () => {
  const page = tiny({ place: "place" });
  expect(overviewHead(page, [], stateOf()).deck).toBe(
    "0 of 6 places are in reach of at least one of them, on some account.",
  );
});

test.each(Object.entries(catalogues))(
  "a deck counts what Python counts: %s",
  (_, { data: page, cases }) => {
    for (const { state, sites } of cases) {
      for (const [id, { deck: counted }] of Object.entries(sites)) {
        const text = siteDeck(page, siteCalled(page, id), stateOf(state));
        const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
        const first = number(/reaches (\d+) /);
        const isOnAll = /on every account|by every/.test(text);
        expect(
          [number(/^(\d+) /), isOnAll ? first : 0, isOnAll ? number(/ and (\d+) more/) : first],
          `${id}: ${text}`,
        ).toEqual(counted);
      }
    }
  },
);

test("the caption says what numbers and shading are", () => {
  expect(caption(data, camp, stateOf({ mode: "overview" }))).toContain(
    "from how many of the sites shown a capital is in reach",
  );
  for (const mode of ["focus", "true-distance"] as const) {
    expect(caption(data, camp, stateOf({ mode }))).toBe(
      "Shaded: 500 to 5500 km from Camp, the distances that the INF Treaty's ban covered",
    );
  }
});
