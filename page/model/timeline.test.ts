import { expect, test } from "vitest";
import { tiny } from "./fixtures.ts";
import { dayNumber, daySpan, isoDay, stepFrom, wordsOf } from "./timeline.ts";

const { events } = tiny();

test("days are numbers and back", () => {
  expect(dayNumber("1970-01-02")).toBe(1);
  expect(isoDay(0)).toBe("1970-01-01");
  for (const day of ["1969-12-31", "1988-02-29", "2019-08-02"]) {
    expect(isoDay(dayNumber(day))).toBe(day);
  }
  expect(dayNumber("1988-03-01") - dayNumber("1988-02-28")).toBe(2);
});

test("the slider runs from the first event to the day of the data, or of the last event", () => {
  const span = (changes = {}) => {
    const { first, last } = daySpan(tiny(changes));
    return [isoDay(first), isoDay(last)];
  };
  expect(span()).toEqual(["1987-12-08", "2026-01-31"]);
  expect(span({ data_version: "2018.02.03" })).toEqual(["1987-12-08", "2019-08-01"]);
  expect(span({ events: [] })).toEqual(["1972-01-01", "2026-01-31"]);
});

test("a step leads to the next event or the one before", () => {
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
