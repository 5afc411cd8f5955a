import { expect, test } from "vitest";
import { claimOf, reportOf, siteCalled, stateOf, story, tiny } from "./fixtures.ts";
import { HYPOTHETICAL, launcherAt } from "./launcher.ts";
import { siteNotes, systemFacts } from "./reported.ts";

const data = tiny();
const [camp] = data.sites;

test("a system is told with its kind and who has it", () => {
  const arrow = systemFacts(data, camp, "arrow", stateOf());
  expect([arrow.name, arrow.what, arrow.note]).toEqual([
    "Arrow (X-1 missile)",
    "ballistic missile · Alfaland",
    "Old.",
  ]);
  expect(systemFacts(data, camp, "shield", stateOf()).what).toBe("Alfaland · not a strike system");
});

test("a report is told with its period and by whom, as sure as it was on the day", () => {
  const site = { ...camp, deployments: [reportOf({ status: "ended", until: "1990" })] };
  const told = (date: string | null) =>
    systemFacts(data, site, "arrow", stateOf({ date })).reports.map(({ status, words }) => [
      status,
      words,
    ]);
  expect(told(null)).toEqual([["ended", "until 1990, a paper"]]);
  expect(told("1989-01-01")).toEqual([["reported", "until 1990, a paper"]]);
  expect(systemFacts(data, camp, "arrow", stateOf()).reports[0].words).toBe("since 1985, a paper");
});

test("each figure has its line, its owner and the treaty's verdict", () => {
  const [own, rival] = systemFacts(data, camp, "arrow", stateOf()).figures;
  expect(own).toMatchObject({
    claim: data.claims[0],
    line: { look: "operator", end: "most" },
    whose: "Ministry, operator",
    verdicts: [{ outcome: "not banned", words: "not banned · Art. II" }],
    reasons: ["If this figure is right: Below the band."],
    positions: [{ who: "Rival", what: "It flew." }],
  });
  expect(rival.line).toEqual({ look: "opponent", end: "open" });
  const [shield] = systemFacts(data, camp, "shield", stateOf()).figures;
  expect([shield.line?.look, shield.verdicts]).toEqual(["not-strike", []]);
});

test("an interval is known by its far end; a figure of zero, and none, have no line", () => {
  const claims = [claimOf({ at_least_km: 5, up_to_km: 9 }), claimOf({ up_to_km: 0 }), claimOf()];
  const site = { ...camp, hypothetical: { claims } };
  const { figures } = systemFacts(data, site, "arrow", stateOf());
  expect(figures.map(({ line }) => line?.end ?? null)).toEqual(["far", null, null]);
});

test("where holders differ, each verdict says whose it is", () => {
  const claims = [claimOf({ verdicts: { A: [0], B: [2] } })];
  const site = {
    ...camp,
    hypothetical: { claims },
    deployments: [reportOf({ holders: ["A", "B"] })],
  };
  const [{ verdicts, reasons }] = systemFacts(data, site, "arrow", stateOf()).figures;
  expect(verdicts.map(({ words }) => words)).toEqual([
    "not banned · Art. II (A)",
    "banned · Art. II (B)",
  ]);
  expect(reasons[1]).toBe("If this figure is right (B): Within the band.");
});

test("a verdict that is the same whatever figure is right does not ask whether one is", () => {
  const at = (outcome: string) => {
    const page = tiny({ verdicts: [{ ...data.verdicts[0], outcome }, ...data.verdicts.slice(1)] });
    const [{ verdicts, reasons }] = systemFacts(page, camp, "arrow", stateOf()).figures;
    return [verdicts.length, reasons[0]];
  };
  expect(at("not bound")).toEqual([1, "Below the band."]);
  expect(at("not stated")).toEqual([0, "Below the band."]);
  expect(at("undetermined")[1]).toBe("If this figure is right: Below the band.");
});

test("without a figure the words say whether another account has one", () => {
  const none = (account: "all" | "independent") =>
    systemFacts(data, camp, "arrow", stateOf({ account }));
  expect(none("all").noFigure).toBe("No figure is on file.");
  expect(none("independent")).toMatchObject({
    figures: [],
    noFigure: "No figure is on file on this account.",
  });
});

test("charges of a system stand with it, on a day those made by then", () => {
  const charge = {
    id: "c",
    accuser: "A",
    accused: "B",
    system_id: ["arrow", "x"],
    charge: "",
    answer: "",
    article: "",
    date: "1988-03",
    source_ids: [],
    note: "",
  };
  const page = tiny({ allegations: [charge, { ...charge, system_id: ["x"] }] });
  const on = (date: string | null) =>
    systemFacts(page, camp, "arrow", stateOf({ date })).charges.map(({ id }) => id);
  expect([null, "1988-02-29", "1988-03-01", "1990-01-01"].map(on)).toEqual([
    ["c"],
    [],
    ["c"],
    ["c"],
  ]);
});

test("a launcher that nobody reports has no report, and the page says so", () => {
  const page = tiny({ capitals: [] });
  const site = launcherAt(page, { lon: 0, lat: 0, km: 300, system: null });
  expect(systemFacts(page, site, HYPOTHETICAL, stateOf())).toMatchObject({
    reports: [],
    name: "Hypothetical missile",
  });
  expect(siteNotes(page, site)).toEqual(["Hypothetical: nobody reports a launcher here."]);
});

test("a place that no report names exactly is said to be doubtful", () => {
  expect(siteNotes(data, camp)).toEqual([]);
  expect(siteNotes(story.data, siteCalled(story.data, "crimea"))).toEqual([
    "The reports name no exact place: the mark may be up to 170 km off.",
  ]);
  expect(siteNotes(data, { ...camp, position_precision_km: 20 })).toHaveLength(1);
});

test("at a site a system is said to be theirs who hold it there", () => {
  const page = tiny();
  page.systems.arrow.operator = ["Alfaland", "Bravoland", "Charlieland"];
  const what = (...holders: string[][]) => {
    const deployments = holders.map((names) => reportOf({ holders: names }));
    return systemFacts(page, { ...camp, deployments }, "arrow", stateOf()).what;
  };
  expect(what(["Bravoland"])).toMatch(/ · Bravoland$/);
  expect(what(["Bravoland"], ["Alfaland", "Bravoland"])).toMatch(/ · Bravoland, Alfaland$/);
});
