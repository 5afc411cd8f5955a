import { expect, test } from "vitest";
import type { State } from "./data.ts";
import { claimOf, reportOf, stateOf, tiny } from "./fixtures.ts";
import { sceneOf } from "./scene.ts";
import {
  dayNumber,
  daySpan,
  isoDay,
  playFrom,
  type Step,
  stepFrom,
  stepsOf,
  wordsOf,
  yearFrom,
} from "./timeline.ts";

const data = tiny();
const event = (day: string, date: string, title: string): Step => ({
  day,
  date,
  title,
  kind: "event",
  begins: false,
});
const events = [
  event("1987-12-08", "1987-12-08", "Signed"),
  event("2019-08-01", "2019-08", "Ended"),
];
const stepsIn = (page = data, changes: Partial<State> = {}) =>
  stepsOf(page, sceneOf(page, stateOf(changes), null));

test("days are numbers and back", () => {
  expect(dayNumber("1970-01-02")).toBe(1);
  expect(isoDay(0)).toBe("1970-01-01");
  for (const day of ["1969-12-31", "1988-02-29", "2019-08-02"]) {
    expect(isoDay(dayNumber(day))).toBe(day);
  }
  expect(dayNumber("1988-03-01") - dayNumber("1988-02-28")).toBe(2);
});

test("the slider runs from the first step to the day of the data, or of the last step", () => {
  const span = (steps: Step[], changes = {}) => {
    const { first, last } = daySpan(tiny(changes), steps);
    return [isoDay(first), isoDay(last)];
  };
  expect(span(events)).toEqual(["1987-12-08", "2026-01-31"]);
  expect(span(events, { data_version: "2018.02.03" })).toEqual(["1987-12-08", "2019-08-01"]);
  expect(span([])).toEqual(["1972-01-01", "2026-01-31"]);
});

test("a step leads to the next or to the one before", () => {
  const step = (date: string | null, direction: 1 | -1) => stepFrom(events, date, direction)?.title;
  expect(step(null, 1)).toBe("Signed");
  expect(step(null, -1)).toBe("Ended");
  expect(step("1987-12-08", 1)).toBe("Ended");
  expect(step("2019-08-01", -1)).toBe("Signed");
  expect(step("2019-08-01", 1)).toBeUndefined();
  expect(step("1987-12-08", -1)).toBeUndefined();
  expect(step("2000-01-01", 1)).toBe("Ended");
});

test("a day is told with what happened last", () => {
  expect(wordsOf(events, null)).toEqual({
    day: "Any date",
    rest: " Every report, whatever its date",
  });
  expect(wordsOf(events, "1987-12-08")).toEqual({ day: "1987-12-08", rest: ": Signed" });
  expect(wordsOf(events, "2019-07-31").rest).toBe(", after 1987-12-08: Signed");
  expect(wordsOf(events, "2020-01-01").rest).toBe(", after 2019-08: Ended");
  expect(wordsOf(events, "1987-12-07").rest).toBe("");
});

// Arrow is reported from 1985 on; the treaty is signed in 1987; Arrow has an event in 2019.
test("the steps are those of the site in focus", () => {
  expect(stepsIn().map(({ day, kind, title }) => [day, kind, title])).toEqual([
    ["1985-01-01", "report", "Camp, Arrow: first reported"],
    ["1987-12-08", "event", "Signed"],
    ["2019-08-01", "event", "Ended"],
  ]);
  const other = tiny();
  other.events[1].systems = ["dart"];
  expect(stepsIn(other).map(({ title }) => title)).not.toContain("Ended");
  other.events[1].title = "Ended at Camp";
  expect(stepsIn(other).map(({ title }) => title)).toContain("Ended at Camp");
});

test("the steps are the same on every day", () => {
  expect(stepsIn(data, { date: "1980-01-01" })).toEqual(stepsIn());
});

test("a turn of the treaty is a step only after something is reported", () => {
  const late = tiny();
  late.sites[0].deployments[0].from_day = "1990-01-01";
  expect(stepsIn(late).map(({ title }) => title)).toEqual(["Camp, Arrow: first reported", "Ended"]);
});

test("the end of a report is the day after it, and figures have their days", () => {
  const page = tiny();
  page.sites[0].deployments[0] = reportOf({ to_day: "1990-12-31", until: "1990" });
  page.claims = [claimOf({ as_of: "1989-07", up_to_km: 480, figure: "up to 480 km" })];
  page.sites[0].claims = [0];
  const steps = stepsIn(page);
  expect(steps.map(({ day, kind }) => [day, kind])).toContainEqual(["1989-07-01", "figure"]);
  expect(steps.find(({ kind }) => kind === "figure")?.title).toBe(
    "Ministry on Arrow: up to 480 km",
  );
  expect(steps.find(({ day }) => day === "1991-01-01")?.title).toBe(
    "Camp, Arrow: last report of 1990",
  );
  page.claims[0].as_of = "1989";
  expect(stepsIn(page).map(({ day }) => day)).toContain("1989-01-01");
});

test("what falls on one day is one step, a report first", () => {
  const page = tiny();
  page.events[0].day = "1985-01-01";
  page.events[0].systems = ["arrow"];
  const [first] = stepsIn(page);
  expect(first).toMatchObject({ kind: "report", title: "Camp, Arrow: first reported; Signed" });
});

test("a part of the story has its own steps, all sites have those of all", () => {
  expect(stepsIn(data, { theme: "after-inf" })).toEqual([]);
  const two = tiny();
  two.sites = [two.sites[0], { ...two.sites[0], id: "late", name: "Late, North" }];
  two.sites[1].deployments = [reportOf({ from_day: "2001-01-01" })];
  const days = stepsIn(two, { mode: "overview" }).map(({ day }) => day);
  expect(days).toEqual(["1985-01-01", "1987-12-08", "2001-01-01", "2019-08-01"]);
  expect(stepsIn(two, { site: "late" })[0].title).toBe("Late, Arrow: first reported");
});

test("a launcher that nobody reports has no steps, and own tables have their reports'", () => {
  const pin = { lon: 0, lat: 0, km: 300, system: null };
  expect(stepsIn(data, { site: "what-if", pin })).toEqual([]);
  const own = tiny({ sources_reach: "" });
  expect(stepsIn(own).map(({ kind }) => kind)).toEqual(["report"]);
});

test("playing starts where something is reported first", () => {
  expect(playFrom([events[0], { ...events[1], begins: true }])?.title).toBe("Ended");
  expect(playFrom(stepsIn())?.day).toBe("1985-01-01");
  expect(playFrom(events)?.title).toBe("Signed");
  expect(playFrom([])).toBeUndefined();
});

test("a year leads on or back, and not beyond the day of the data", () => {
  expect(yearFrom(data, "2000-05-06", 1)).toBe("2001-05-06");
  expect(yearFrom(data, "2000-02-29", -1)).toBe("1999-02-28");
  expect(yearFrom(data, null, -1)).toBe("2025-01-31");
  expect(yearFrom(data, "2025-06-01", 1)).toBe("2026-01-31");
});
