import { expect, test } from "vitest";
import words from "../../tests/data/page/words.json";
import type { Status } from "./data.ts";
import { capitalOf, catalogues, reportOf, siteCalled, stateOf, tiny } from "./fixtures.ts";
import {
  chosenIndex,
  endOf,
  nameWithEnd,
  period,
  reports,
  standingWords,
  stands,
  statusOn,
  surest,
  surestStatus,
  systemsAt,
  toldStatus,
} from "./reports.ts";

const data = tiny();
const [camp] = data.sites;

test.each(Object.entries(catalogues))(
  "reports and their status are Python's: %s",
  (_, { data, cases }) => {
    for (const { state, sites } of cases) {
      const shown = data.sites.filter((site) => reports(site, stateOf(state)).length);
      expect(shown.map((site) => site.id).sort()).toEqual(Object.keys(sites).sort());
      for (const [id, { statuses }] of Object.entries(sites)) {
        const site = siteCalled(data, id);
        const found = systemsAt(site, stateOf(state)).map((system) => {
          const rows = reports(site, stateOf(state)).filter((row) => row.system_id === system);
          return [system, [...new Set(rows.map((row) => standingWords([row], state.date)))]];
        });
        expect(Object.fromEntries(found)).toEqual(statuses);
      }
    }
  },
);

test("a report without a theme is part of every story", () => {
  const site = { ...camp, deployments: [reportOf(), reportOf({ theme: "debate" })] };
  expect(reports(site, stateOf({ theme: "after-inf" }))).toHaveLength(1);
  expect(reports(site, stateOf({ theme: "debate" }))).toHaveLength(2);
  expect(reports(site, stateOf())).toHaveLength(2);
});

test("a report holds on its first and its last day, and on no other side of them", () => {
  const site = {
    ...camp,
    deployments: [reportOf({ from_day: "1985-01-01", to_day: "1990-12-31" })],
  };
  const on = (date: string | null) => reports(site, stateOf({ date })).length;
  expect(["1984-12-31", "1985-01-01", "1990-12-31", "1991-01-01"].map(on)).toEqual([0, 1, 1, 0]);
  expect(on(null)).toBe(1);
});

test("without a day a place stands that is a capital today", () => {
  const gone = capitalOf("Gone", { from_day: "1980-01-01", to_day: "1990-10-02" });
  const young = capitalOf("Young", { from_day: "1991-08-24" });
  expect([gone, young].map((place) => stands(place, null))).toEqual([false, true]);
  expect([gone, young].map((place) => stands(place, "1990-10-02"))).toEqual([true, false]);
  expect([gone, young].map((place) => stands(place, "1991-08-24"))).toEqual([false, true]);
  expect(stands(gone, "1979-12-31")).toBe(false);
});

test("each system is named once, in the order of its reports", () => {
  const rows = ["b", "a", "b"].map((system_id) => reportOf({ system_id }));
  expect(systemsAt({ ...camp, deployments: rows }, stateOf())).toEqual(["b", "a"]);
});

test("on a day of its own what ended later had not yet", () => {
  for (const [status, then] of words.statuses) {
    expect(statusOn({ status: status as Status }, "1987-12-08")).toBe(then);
    expect(statusOn({ status: status as Status }, null)).toBe(status);
  }
});

test("the surest status is the site's", () => {
  const of = (...all: Status[]) => all.map((status) => ({ status, to_day: null }));
  expect(surestStatus(of("planned", "alleged", "reported", "confirmed"), null)).toBe("confirmed");
  expect(surestStatus(of("planned", "alleged", "reported"), null)).toBe("reported");
  expect(surestStatus(of("planned", "alleged"), null)).toBe("alleged");
  expect(surestStatus(of("cancelled", "ended", "planned"), null)).toBe("planned");
  expect(surestStatus(of("cancelled", "ended"), null)).toBe("ended");
  expect(surestStatus(of("ended", "alleged"), "1987-12-08")).toBe("reported");
  expect(surestStatus([], null)).toBeUndefined();
});

test("what is over is told so, as in Python", () => {
  expect(words.standing).toHaveLength(156);
  for (const { rows, told, words: said, name } of words.standing) {
    const reports = rows.map(([status, to_day]) => reportOf({ status: status as Status, to_day }));
    const row = surest(reports, null);
    expect(row && toldStatus(row, null)).toBe(told);
    expect(surestStatus(reports, null)).toBe(told);
    expect(standingWords(reports, null)).toBe(said);
    expect(nameWithEnd("Camp", reports, null)).toBe(name);
  }
});

test("on a day what stood on it is not over", () => {
  const row = reportOf({ status: "alleged", to_day: "1990-12-31" });
  expect(standingWords([row], "1990-12-31")).toBe("alleged");
  expect(nameWithEnd("Camp", [row], "1990-12-31")).toBe("Camp");
});

test("a period reads as in Python", () => {
  expect(words.periods).toHaveLength(16);
  for (const [first_reported, until, text] of words.periods) {
    expect(period({ first_reported, until })).toBe(text);
  }
});

test("a capital of another day is none that can be chosen", () => {
  const chosen = (capital: string | null, date: string | null = null) =>
    chosenIndex(data, stateOf({ capital, date }));
  expect(chosen("charlie")).toBe(2);
  expect(chosen("foxtrot")).toBeNull();
  expect(chosen("foxtrot", "1990-10-02")).toBe(5);
  expect(chosen(null)).toBeNull();
  expect(chosen("alfa")).toBe(0);
});

test("reports have an end where all of them have, the last of theirs", () => {
  const until = (...ends: (string | null)[]) => endOf(ends.map((to_day) => reportOf({ to_day })));
  expect(until("1991-03-31", "1990-10-02")).toBe("1991-03-31");
  expect(until("1990-10-02", "1991-03-31")).toBe("1991-03-31");
  expect(until("1990-10-02", null)).toBe(null);
  expect(until()).toBe(null);
});
