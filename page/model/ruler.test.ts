import { expect, test } from "vitest";
import { claimOf, siteCalled, stateOf, story, tiny } from "./fixtures.ts";
import { rulerOf } from "./ruler.ts";

const data = tiny();
const [camp] = data.sites;
const shuya = siteCalled(story.data, "shuya");
const at = (id: string) => story.data.capitals.findIndex((place) => place.id === id);
const berlin = rulerOf(story.data, shuya, at("berlin"), stateOf());

test("a bar for each figure of the leading system, account by account, the lowest first", () => {
  const told = berlin.rows.map(({ account, label, low, high, openEnded }) => [
    account,
    label.split(",")[0],
    low,
    high,
    openEnded,
  ]);
  expect(told).toEqual([
    ["operator", "480", 480, 480, false],
    ["opponent", "500 to 5500", 500, 5500, false],
    ["opponent", "at least 500", 500, 500, true],
    ["opponent", "at least 1200", 1200, 1200, true],
    ["opponent", "2000 to 2350", 2000, 2350, false],
    ["opponent", "at least 2000", 2000, 2000, true],
    ["independent", "2500", 2500, 2500, false],
  ]);
  expect(berlin.rows[1].label).toBe("500 to 5500, US State Dept, NATO foreign ministers");
});

test("what puts the place in range where others do not decides", () => {
  expect(berlin.rows.filter(({ deciding }) => deciding).map(({ low }) => low)).toEqual([
    2000, 2000, 2500,
  ]);
  expect(berlin.rows.map(({ answer }) => answer)).toEqual([
    "no",
    "open",
    "open",
    "open",
    "yes",
    "yes",
    "yes",
  ]);
  const alike = rulerOf(data, camp, 1, stateOf());
  expect(alike.rows.map(({ deciding }) => deciding)).toEqual([false, false]);
});

test("figures of other systems stand behind a line of words", () => {
  expect(berlin.others.map(({ words, rows }) => [words, rows.length])).toEqual([
    ["and 4 on Iskander-M", 4],
  ]);
});

test("the scale ends at the next thousand of the reader's unit", () => {
  expect([berlin.end, berlin.ticks]).toEqual([6000, [0, 1000, 2000, 3000, 4000, 5000, 6000]]);
  expect(Math.round(berlin.distance)).toBe(1853);
  expect(berlin.band).toEqual([500, 5500]);
  const near = rulerOf(data, camp, 1, stateOf());
  expect([near.end, near.ticks]).toEqual([1000, [0, 500, 1000]]);
  expect(rulerOf(data, camp, 6, stateOf()).end).toBe(6000);
  const miles = rulerOf(data, camp, 1, stateOf({ units: "mi" }));
  expect(miles.ticks).toEqual([0, 500 * 1.609344, 1000 * 1.609344]);
  expect(miles.rows[0].label).toBe("298, Ministry");
});

test("a figure without a number stands last of its account, and what nobody read is marked", () => {
  const page = tiny({ sources: { book: { citation: "", url: "", note: "", read: "not" } } });
  page.claims = [claimOf({ who: "Mute" }), claimOf({ up_to_km: 480, source_id: "book" })];
  page.sites[0].claims = [0, 1];
  page.sites[0].in_range = ["2222222", "0011101"];
  const { rows } = rulerOf(page, page.sites[0], 1, stateOf());
  expect(rows.map(({ label, unread, openEnded }) => [label, unread, openEnded])).toEqual([
    ["480, Ministry", true, false],
    ["no figure, Mute", false, false],
  ]);
});
