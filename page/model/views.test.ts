// What is compared, counted and in doubt is what Python says of it.

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import findingsFile from "../../tests/data/page/findings.json";
import viewsFile from "../../tests/data/page/views.json";
import { sampled } from "../sample.ts";
import { changesOf, comparison, pairOf, sides } from "./compare.ts";
import { csvOf } from "./csv.ts";
import type { State } from "./data.ts";
import { doubtOf } from "./doubt.ts";
import { filled, siteCalled, stateOf, story } from "./fixtures.ts";
import { countsAt, overlap } from "./overlap.ts";
import { sceneOf } from "./scene.ts";

const data = filled(findingsFile.data);

function sumOf(lines: string[]): string {
  const text = lines.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return createHash("sha256").update(text.join("\n")).digest("hex").slice(0, 12);
}

type Compared = [
  site: string,
  account: State["account"],
  date: string | null,
  left: string,
  right: string,
  rows: number,
  sum: string,
];

test("what differs between two accounts, days, systems or sites is what infmap.compare lists", () => {
  const cases = sampled(viewsFile.compare as Compared[]);
  const kinds = cases.map(([site, account, date, left, right, rows, sum]) => {
    const state = stateOf({ site, account, date, left, right, mode: "compare" });
    const both = sides(data, state);
    const changes = changesOf(data, both);
    const lines = changes.map((row) => `${data.capitals[row.index].id} ${row.left} ${row.right}`);
    expect([lines.length, sumOf(lines)], `${site} ${left} ${right} ${date}`).toEqual([rows, sum]);
    return pairOf(data, state).what;
  });
  expect(new Set(kinds)).toEqual(new Set(["account", "day", "system", "site"]));
  expect(cases.filter(([, , , , , rows]) => rows).length).toBeGreaterThan(cases.length / 3);
}, 30_000);

test("the blocks and the words beside them have each of these rows once, the counted in blocks", () => {
  for (const [site, account, date, left, right] of sampled(viewsFile.compare as Compared[])) {
    const state = stateOf({ site, account, date, left, right, mode: "compare" });
    const { blocks, changes, rest } = comparison(data, state);
    const told = blocks.flatMap(({ rows }) => rows.map(({ index }) => index));
    expect(new Set(told).size).toBe(told.length);
    const words = [...blocks.map(({ seats }) => seats), rest].join(" ");
    for (const { index } of changes) {
      if (!told.includes(index)) expect(words).toContain(data.capitals[index].name);
    }
    expect(told.every((index) => changes.some((row) => row.index === index))).toBe(true);
    for (const { number, rows } of blocks) expect(Number(number)).toBe(rows.length);
  }
});

type Overlapped = [
  date: string | null,
  holder: string,
  of: number,
  places: [lon: number, lat: number, every: number, some: number, open: number, margins: number][],
];

test("as many of a holder's deployments reach a place as infmap.overlap counts", () => {
  let reached = 0;
  let left = 0;
  for (const [date, holder, of, places] of viewsFile.overlap as Overlapped[]) {
    const state = stateOf({ date, holder, mode: "overview" });
    for (const [lon, lat, every, some, open, margins] of places) {
      const found = countsAt(data, state, lon, lat);
      const name = `${holder} ${date} ${lon} ${lat}`;
      expect([found.every, found.some, found.open, found.of], name).toEqual([
        every,
        some,
        open,
        of,
      ]);
      const sum = found.rows.reduce((all, { marginKm }) => all + marginKm, 0);
      expect(Math.abs(sum - margins), name).toBeLessThan(1);
      reached += some;
      left += open;
      const tally = overlap(data, state).tallies.find(({ index }) => {
        const place = data.capitals[index];
        return place.lon === lon && place.lat === lat;
      });
      if (tally) expect([tally.every, tally.some], name).toEqual([every, some]);
    }
  }
  expect(reached).toBeGreaterThan(50);
  expect(left).toBeGreaterThan(5);
});

type Doubted = [
  site: string,
  account: State["account"],
  inner: number | null,
  outer: number | null,
  sum: string,
];

test("as much is surely in and out of range as infmap.doubt says", () => {
  const cases = viewsFile.doubt as Doubted[];
  expect(cases.length).toBeGreaterThan(80);
  for (const [site, account, inner, outer, sum] of sampled(cases)) {
    const state = stateOf({ site, account });
    const found = doubtOf(data, siteCalled(data, site), state);
    const today = [...data.capitals.keys()].filter((k) => !data.capitals[k].to_day);
    const lines = today.map((k) => `${data.capitals[k].id} ${found.at(k).verdict}`);
    expect([found.innerKm, found.outerKm, sumOf(lines)], site).toEqual([inner, outer, sum]);
  }
});

// The cells of a line of CSV.
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell]) => cell);
}

type Long = [
  theme: string,
  account: State["account"],
  date: string | null,
  site: string,
  rows: number,
  sum: string,
];

test("the rows for a spreadsheet begin as those of `infmap coverage --long` are", () => {
  for (const [theme, account, date, site, rows, sum] of viewsFile.long as Long[]) {
    const state = stateOf({ theme, account, date, site });
    const lines = csvOf(story.data, sceneOf(story.data, state, null)).split("\n");
    const name = `${site} ${theme} ${account} ${date}`;
    expect(lines.length - 1, name).toBe(rows);
    const begun = lines.map((line) => cellsOf(line).slice(0, 18).join(","));
    expect(sumOf(begun), name).toBe(sum);
  }
});
