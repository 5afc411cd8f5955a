import { expect, test } from "vitest";
import { catalogues, reportOf, siteCalled, stateOf, tiny } from "./fixtures.ts";
import { verdictsAt } from "./verdicts.ts";

test.each(Object.entries(catalogues))(
  "verdicts are Python's for each holder: %s",
  (_, { data, cases }) => {
    for (const { state, sites } of cases) {
      for (const [id, { claims, verdicts }] of Object.entries(sites)) {
        const site = siteCalled(data, id);
        claims.forEach((number, k) => {
          const found = verdictsAt(data, site, data.claims[number], stateOf(state));
          const byHolder = found.flatMap(({ key, holders }) => holders.map((name) => [name, key]));
          expect(Object.fromEntries(byHolder), `${id} ${number}`).toEqual(verdicts[k]);
        });
      }
    }
  },
);

const data = tiny();
const [camp] = data.sites;
const [first, second, shield] = data.claims;
const keys = (claim = first, date: string | null = null) =>
  verdictsAt(data, camp, claim, stateOf({ date })).map(({ key }) => key);

test("a verdict is chosen by the day", () => {
  expect(keys()).toEqual(["not banned · Art. II"]);
  expect(keys(first, "1987-12-07")).toEqual(["not in force · "]);
  expect(keys(first, "1987-12-08")).toEqual(["not banned · Art. II"]);
  expect(keys(second, "2019-08-01")).toEqual(["banned · Art. II"]);
  expect(keys(second, "2019-08-02")).toEqual(["not in force · "]);
});

test("of a holder without a verdict nothing is said", () => {
  expect(keys(shield)).toEqual([]);
});

test("holders with the same outcome stand together, each reason once", () => {
  const claim = { ...first, verdicts: { A: [0], B: [3], C: [0], D: [2] } };
  const page = tiny({
    verdicts: [...data.verdicts, { ...data.verdicts[0], reason: "By its name." }],
  });
  const site = {
    ...camp,
    deployments: [reportOf({ holders: ["A", "B"] }), reportOf({ holders: ["C", "D", "A"] })],
  };
  const found = verdictsAt(page, site, claim, stateOf());
  expect(found.map(({ key, holders, reasons }) => [key, holders, reasons])).toEqual([
    ["not banned · Art. II", ["A", "B", "C"], ["Below the band.", "By its name."]],
    ["banned · Art. II", ["D"], ["Within the band."]],
  ]);
  expect(found[0].verdict).toBe(page.verdicts[0]);
});

test("where nobody is named as its holder the verdict is for nobody in particular", () => {
  const site = { ...camp, deployments: [reportOf({ holders: [] })] };
  const claim = { ...first, verdicts: { "": [2], Alfaland: [0] } };
  const found = verdictsAt(data, site, claim, stateOf());
  expect(found.map(({ key, holders }) => [key, holders])).toEqual([["banned · Art. II", [""]]]);
});

test.each<[{ from_day?: string; to_day?: string }, string]>([
  [{ from_day: "2019-08-02" }, "banned, were the treaty in force"],
  [{ from_day: "2019-08-01" }, "banned"],
  [{ to_day: "1987-12-07" }, "banned, were the treaty in force"],
  [{ to_day: "1987-12-08" }, "banned, had it stayed"],
  [{ to_day: "1991-06-01" }, "banned"],
  [{}, "banned"],
])("without a day a verdict that never held says what it hangs on: %o", (days, words) => {
  const page = tiny({
    verdict_days: ["0001-01-01", "1987-12-08", "1991-06-01", "2019-08-02"],
    verdicts: ["banned", "no treaty yet", "to be eliminated", "no longer in force"].map(
      (outcome) => ({ ...data.verdicts[0], outcome }),
    ),
  });
  const claim = { ...first, verdicts: { Alfaland: [0, 1, 2, 0, 3] } };
  const site = { ...camp, deployments: [reportOf(days)] };
  const said = (date: string | null) =>
    verdictsAt(page, site, claim, stateOf({ date })).map(({ key }) => key.split(" · ")[0]);
  expect(said(null)).toEqual([words]);
  const day = days.to_day ?? days.from_day ?? "2020-01-01";
  expect(said(day).join()).not.toMatch(/were|had/);
});
