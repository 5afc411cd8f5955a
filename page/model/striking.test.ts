import { expect, test } from "vitest";
import { capitalFacts } from "./card.ts";
import { coverage, strikesAt } from "./coverage.ts";
import { csvOf } from "./csv.ts";
import { holdersOn, standing } from "./deployments.ts";
import { absence, finding } from "./finding.ts";
import { claimOf, reportOf, siteCalled, stateOf, tiny } from "./fixtures.ts";
import { keyEntries } from "./key.ts";
import { ringLabels } from "./labels.ts";
import { canLaunch } from "./launcher.ts";
import { systemFacts } from "./reported.ts";
import { sceneOf } from "./scene.ts";
import { isStrikeSystem, strikes, whyNot } from "./striking.ts";
import { ringsAt } from "./strokes.ts";

const plain = tiny();
const { arrow } = plain.systems;
const ships = { account: "independent", measure: "engagement", up_to_km: 6500 } as const;
// The camp's missile has a third figure, of ships; the port's has this one alone.
const data = tiny({
  systems: { ...plain.systems, harpoon: { ...arrow, label: "Harpoon", name: "Harpoon" } },
  claims: [...plain.claims, claimOf(ships), claimOf({ ...ships, system_id: "harpoon" })],
  sites: [
    {
      ...plain.sites[0],
      claims: [0, 1, 2, 3],
      near_edge: [[], [], [], []],
      in_range: [...plain.sites[0].in_range, "0000000"],
    },
    {
      ...plain.sites[0],
      id: "port",
      name: "Port",
      deployments: [reportOf({ system_id: "harpoon" })],
      claims: [4],
      near_edge: [[]],
      in_range: ["0000000"],
    },
  ],
});
const [camp, port] = data.sites;
const at = (id: string) => siteCalled(data, id);

test("an engagement reach is no strike, nor is a system of these alone one that strikes", () => {
  expect(data.claims.map((claim) => strikes(data, claim))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(["arrow", "shield", "harpoon"].map((id) => isStrikeSystem(data, id))).toEqual([
    true,
    false,
    false,
  ]);
  // One of which nobody gives a figure may.
  expect(isStrikeSystem({ ...data, claims: [] }, "harpoon")).toBe(true);
  expect(data.claims.map((claim) => whyNot(data, claim))).toEqual([
    "",
    "",
    "not a strike system",
    "engagement only",
    "engagement only",
  ]);
  expect(["arrow", "shield", "harpoon"].map((id) => canLaunch(data, id))).toEqual([
    true,
    false,
    false,
  ]);
});

test("no answer, count or title takes it in", () => {
  const state = stateOf();
  expect(coverage(data, camp, state).reach).toEqual(coverage(plain, plain.sites[0], state).reach);
  const { title, deck, accounts } = finding(plain, plain.sites[0], state);
  expect(finding(data, camp, state)).toMatchObject({ title, deck, accounts });
  expect(new Set(coverage(data, port, state).reach)).toEqual(new Set(["none"]));
  expect(strikesAt(data, port, state)).toEqual([]);
  expect(finding(data, port, state).title).toBe(
    "Port holds missiles with engagement figures alone; they are not counted as reach",
  );
  expect(finding(data, at("camp"), stateOf({ account: "independent" })).title).toMatch(
    /^No independent strike figure is on file for /,
  );
  expect(absence(data, camp, state, "independent")).toBe("Engagement only.");
  expect(standing(data, state).map(({ site }) => site.id)).toEqual(["camp"]);
  expect(holdersOn(data, state)).toEqual([{ value: "Alfaland", words: "Alfaland" }]);
});

test("whoever asks is told its answer, and what it is", () => {
  const state = stateOf();
  const last = capitalFacts(data, port, 3, state).answers;
  expect(last.map(({ word, margin, kind }) => [word, margin, kind])).toEqual([
    ["in range (engagement only)", "margin 5997 km", "not-strike"],
  ]);
  const facts = systemFacts(data, port, "harpoon", state);
  expect(facts.what).toBe("ballistic missile · Alfaland · not a strike system");
  expect(facts.figures[0]).toMatchObject({
    whose: "Ministry, independent, engagement only",
    line: { look: "not-strike", end: "most" },
  });
  expect(systemFacts(data, camp, "arrow", state).what).toBe("ballistic missile · Alfaland");
  const scene = sceneOf(data, stateOf({ site: "port" }), null);
  const [head, first] = csvOf(data, scene).split("\n");
  const cells = first.split(",");
  const cell = (name: string) => cells[head.split(",").indexOf(name)];
  expect([cell("strike"), cell("in_range"), cell("reach")]).toEqual(["no", "yes", "none"]);
});

test("its ring is thin, and the key and its label say why", () => {
  const [ring] = ringsAt(data, port, stateOf());
  expect(ring.strokes.map(({ look }) => look)).toEqual(["not-strike"]);
  const [{ forms }] = ringLabels(data, [ring.strokes], [ring], { units: "km", date: null }, null);
  expect(forms[0].map(({ text }) => text)).toEqual(["Harpoon, 6500 km, Ministry, engagement only"]);
  const words = (site: string) =>
    keyEntries(data, sceneOf(data, stateOf({ site }), null)).map((entry) => entry.words);
  expect(words("port")).toContain("engagement only");
  expect(words("camp")).toContain("not a strike system or engagement only");
});
