import { expect, test } from "vitest";
import { claimOf, reportOf, tiny } from "./fixtures.ts";
import { legendFacts } from "./legend.ts";

const data = tiny();
const [camp] = data.sites;

test("the key has every band and reach, and the accounts of the page", () => {
  const facts = legendFacts(data);
  expect(facts.places).toBe("Capitals: shape and colour by distance from the site");
  expect(facts.bands.map(({ mark }) => mark)).toEqual(data.bands);
  expect(facts.bands[1].words).toBe("500 to 1000 km (shorter-range)");
  expect(facts.reaches.map(({ mark, words }) => [mark, words])).toEqual([
    ["all", "all accounts"],
    ["some", "some accounts"],
    ["unknown", "left open"],
    ["none", "no account"],
  ]);
  expect(facts.accounts.map(({ mark }) => mark)).toEqual(["operator", "opponent"]);
});

test("a lower bound alone has a line of its own, for those who give one", () => {
  expect(legendFacts(data).open).toEqual([
    { mark: "opponent", words: "at least, no maximum: opponent" },
  ]);
  const closed = tiny({
    claims: [
      claimOf({ up_to_km: 480 }),
      claimOf(),
      claimOf({ system_id: "shield", at_least_km: 5 }),
    ],
  });
  expect(legendFacts(closed).open).toEqual([]);
});

test("strokes stand side by side where there are two accounts, and three show it", () => {
  expect(legendFacts(data).sideBySide?.mark).toEqual(["operator", "opponent"]);
  const many = tiny({ accounts: ["all", "operator", "opponent", "independent", "user"] });
  expect(legendFacts(many).sideBySide?.mark).toEqual(["operator", "opponent", "independent"]);
  expect(legendFacts(tiny({ accounts: ["all", "user"] })).sideBySide).toBeNull();
});

test("an interval is hatched by the look of the first that has one", () => {
  expect(legendFacts(data).interval).toBeNull();
  const of = (system_id: string) =>
    legendFacts(
      tiny({
        claims: [claimOf({ system_id, account: "opponent", at_least_km: 500, up_to_km: 900 })],
      }),
    ).interval?.mark;
  expect([of("arrow"), of("shield"), of("elsewhere")]).toEqual([
    "opponent",
    "not-strike",
    undefined,
  ]);
});

test("a lighter line is in the key where nobody read the source of a figure", () => {
  expect(legendFacts(data).unread).toBeNull();
  const { paper } = data.sources;
  const unread = tiny({
    claims: [claimOf({ up_to_km: 480 }), claimOf({ at_least_km: 500, source_id: "paper" })],
    sources: { paper: { ...paper, read: "not" } },
  });
  expect(legendFacts(unread).unread).toEqual({
    mark: { look: "operator", end: "open" },
    words: "lighter: source not read",
  });
});

test("doubt about a place is in the key where it is drawn", () => {
  const at = (position_precision_km: number) =>
    legendFacts(tiny({ sites: [{ ...camp, position_precision_km }] })).doubt;
  expect([at(19.9), at(20)]).toEqual([null, "the site may lie anywhere here"]);
});

test("what strikes nothing is in the key where it is reported", () => {
  expect(legendFacts(data).notStrike).toBe("not a strike system: interceptor or unarmed drone");
  expect(
    legendFacts(tiny({ sites: [{ ...camp, deployments: [reportOf()] }] })).notStrike,
  ).toBeNull();
});

test("the statuses that occur are in the key, what is over as one", () => {
  const of = (...all: ("ended" | "cancelled" | "planned" | "confirmed")[]) =>
    legendFacts(
      tiny({ sites: [{ ...camp, deployments: all.map((status) => reportOf({ status })) }] }),
    ).statuses;
  expect(legendFacts(data).statuses.map(({ words }) => words)).toEqual(["confirmed", "reported"]);
  expect(of("cancelled", "planned")).toEqual([
    { mark: "planned", words: "planned" },
    { mark: "ended", words: "ended or cancelled" },
  ]);
  expect(of("ended").map(({ mark }) => mark)).toEqual(["ended"]);
  expect(of("confirmed").map(({ mark }) => mark)).toEqual(["confirmed"]);
});
