import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import findings from "../../tests/data/page/findings.json";
import vectors from "../../tests/data/page/relations.json";
import { capitalFacts } from "./card.ts";
import type { PageData, Relation, Site } from "./data.ts";
import { capitalOf, reportOf, siteCalled, stateOf, story, tiny } from "./fixtures.ts";
import { launcherAt } from "./launcher.ts";
import { inNato, isForeign, relations, tellsOfNato, whose } from "./relations.ts";
import { reports, stands } from "./reports.ts";
import { tableRows } from "./table.ts";

// By the reports, written by hand.
test.each([
  ["shuya", null, { moscow: "holder", warsaw: "other", minsk: "other" }],
  ["crimea", null, { moscow: "holder", kyiv: "other" }],
  ["hmeimim", null, { damascus: "host", moscow: "holder", ankara: "other" }],
  ["deveselu", null, { bucharest: "host", washington: "holder", warsaw: "ally", moscow: "other" }],
  ["bischofswerda", "1987-12-08", { "east-berlin": "host", bonn: "other", warsaw: "ally" }],
  ["mutlangen", "1989-06-01", { bonn: "host", "east-berlin": "other", washington: "holder" }],
  ["hranice", "1987-12-08", { "prague-czechoslovakia": "host" }],
  ["hranice", null, { moscow: "holder", warsaw: "other" }],
  ["sulayyil", null, { riyadh: "holder", tokyo: "other" }],
] as [string, string | null, Record<string, Relation>][])(
  "whose a place is: %s, %s",
  (id, date, expected) => {
    const { data } = story;
    const found = relations(data, siteCalled(data, id), stateOf({ date }));
    const named = Object.keys(expected).map((name) => [
      name,
      found[data.capitals.findIndex((place) => place.id === name)],
    ]);
    expect(Object.fromEntries(named)).toEqual(expected);
  },
);

const WORDS: Relation[] = ["holder", "host", "ally", "other"];

// To each site of a day, as digits.
function digitsOf(data: PageData, day: string, isAsked: (k: number) => boolean): string[] {
  const state = stateOf({ date: day || null });
  return data.sites
    .filter((site) => reports(site, state).length)
    .map((site) => relations(data, site, state).filter((_, k) => isAsked(k)))
    .map((found) => found.map((one) => WORDS.indexOf(one)))
    .map((digits) => digits.join(""));
}

test.each(Object.entries(vectors.own))(
  "former states as holders and hosts, on days about their ends: %s",
  (day, said) => {
    expect(digitsOf(vectors.data as unknown as PageData, day, () => true)).toEqual(said.split(" "));
  },
);

test.each(Object.entries(vectors.bundled))("infmap's own sites, as in Python: %s", (day, sum) => {
  const data = findings.data as unknown as PageData;
  const digits = digitsOf(data, day, (k) => stands(data.capitals[k], day || null))
    .sort()
    .join("\n");
  expect(createHash("sha256").update(digits).digest("hex").slice(0, 12)).toBe(sum);
});

const data = tiny();
const [camp] = data.sites;

function relation(changes: Partial<PageData>, date: string | null, host: [string, string]) {
  const page = tiny(changes);
  return relations(page, { ...camp, host: [...host, ""] }, stateOf({ date }));
}

test("a holder in NATO has its members as allies from the day that both have joined", () => {
  const holders = { Alfaland: { states: ["ALF"], nato_since: "1980-01-01", pact_until: null } };
  const on = (date: string | null) => relation({ holders }, date, ["", ""]);
  expect(on(null).slice(0, 4)).toEqual(["holder", "ally", "ally", "other"]);
  expect(on("1990-01-01").slice(0, 3)).toEqual(["holder", "other", "ally"]);
  expect(on("1979-12-31").slice(0, 3)).toEqual(["holder", "other", "other"]);
  expect(on("1980-01-01")[2]).toBe("ally");
});

test("the Pact has allies until its last day, and none without a day", () => {
  const holders = { Alfaland: { states: ["ALF"], nato_since: null, pact_until: "1991-07-01" } };
  const on = (date: string | null) => relation({ holders }, date, ["", ""])[5];
  expect(["1990-09-24", "1990-09-25", null].map(on)).toEqual(["ally", "other", "other"]);
});

test("of two states of a divided country the ally is the host, the other is none", () => {
  const capitals = [
    capitalOf("West", { state: "west", later_state: "GER", nato_since: "1955-05-06" }),
    capitalOf("East", { state: "east", later_state: "GER", pact_until: "1990-09-24" }),
  ];
  const nato = { Alfaland: { states: ["ALF"], nato_since: "1949-04-04", pact_until: null } };
  const pact = { Alfaland: { states: ["ALF"], nato_since: null, pact_until: "1991-07-01" } };
  const on = (holders: PageData["holders"], host: [string, string] = ["GER", ""]) =>
    relation({ capitals, holders }, "1989-06-01", host);
  expect(on(nato)).toEqual(["host", "other"]);
  expect(on(pact)).toEqual(["other", "host"]);
  expect(on(nato, ["east", ""])).toEqual(["ally", "other"]);
});

test("what an occupier holds makes nobody a host", () => {
  expect(relation({}, null, ["BRA", "ALF"])[1]).toBe("other");
  expect(relation({}, null, ["BRA", "GOL"])[1]).toBe("host");
});

test("a place without a state is nobody's, and a site without one has no host", () => {
  const capitals = [capitalOf("Nowhere", { state: "" })];
  const holders = { Alfaland: { states: [""], nato_since: null, pact_until: null } };
  expect(relation({ capitals, holders }, null, ["", ""])).toEqual(["other"]);
});

test("a launcher that nobody reports is nobody's", () => {
  const page = tiny({ capitals: data.capitals.slice(0, 3) });
  const site = launcherAt(page, { lon: 10, lat: 50, km: null, system: "arrow" });
  expect(relations(page, site, stateOf())).toEqual(["other", "other", "other"]);
});

test("NATO is not known of a place whose state is not", () => {
  const [alfa, bravo, , delta] = data.capitals;
  expect([alfa, bravo, delta].map((place) => inNato(data, place, null))).toEqual([
    false,
    true,
    null,
  ]);
  expect(inNato(data, bravo, "1999-03-11")).toBe(false);
  expect(inNato(data, bravo, "1999-03-12")).toBe(true);
});

test("of a place that lay in one of two states neither NATO nor a host is known", () => {
  const past = { DIV: { state: "", until: "1990-10-02", pact_until: null } };
  const capitals = [capitalOf("Divided", { state: "DIV", nato_since: "1955-05-06" })];
  const page = tiny({ past, capitals });
  const on = (date: string | null) => inNato(page, page.capitals[0], date);
  expect(["1990-10-02", "1990-10-03", null].map(on)).toEqual([null, true, true]);
  const whoseOn = (date: string) => relation({ past, capitals }, date, ["DIV", ""])[0];
  expect(["1990-10-02", "1990-10-03"].map(whoseOn)).toEqual(["other", "host"]);
});

test("of NATO nothing is told where no state is known", () => {
  expect(tellsOfNato(data)).toBe(true);
  expect(tellsOfNato({ ...data, capitals: [data.capitals[3]] })).toBe(false);
});

test("the holder's and the host's own are not foreign", () => {
  const all: Relation[] = ["holder", "host", "ally", "other"];
  expect(all.map(isForeign)).toEqual([false, false, true, true]);
});

test("of what has ended an ally is said to be one then and today, where no day is asked", () => {
  const ended = { ...camp, deployments: [reportOf({ to_day: "1990-10-02" })] };
  const mixed = { ...camp, deployments: [...ended.deployments, reportOf()] };
  const said = (site: Site, date: string | null, one: Relation = "ally") =>
    whose(one, site, stateOf({ date }));
  expect(said(ended, null)).toBe("ally's, then and today");
  expect(said(ended, "1990-10-02")).toBe("ally's");
  expect(said(mixed, null)).toBe("ally's");
  expect(said(ended, null, "holder")).toBe("the holder's own");
  expect(said(ended, null, "other")).toBe("");
});

test("the table and the card of a place say whose it is", () => {
  const { data } = story;
  const site = siteCalled(data, "mutlangen");
  const rows = tableRows(data, site, stateOf());
  const place = (id: string) => data.capitals.findIndex((one) => one.id === id);
  const told = (id: string) => [
    rows.find(({ index }) => index === place(id))?.whose,
    capitalFacts(data, site, place(id), stateOf()).place,
  ];
  expect(told("lisbon")).toEqual([
    "ally's, then and today",
    "Portugal, NATO member, ally's, then and today",
  ]);
  expect(told("warsaw")).toEqual(["", "Poland, NATO member"]);
});
