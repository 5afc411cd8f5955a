// The clock of the map: a day on a slider, and the steps through what happened to what is shown.

import { figuresAt } from "./coverage.ts";
import type { EventData, PageData, Report, Site, State } from "./data.ts";
import { grouped } from "./groups.ts";
import { reports } from "./reports.ts";
import type { Scene } from "./scene.ts";
import { titleName } from "./sentences.ts";

const DAY_MS = 86400000;
// Where there is no event, the slider begins with the first talks.
const FIRST_DAY = "1972-01-01";

// A day to step to: a report begins or ends, somebody gives a figure, something happened to a
// system of the site or to the treaty.
export interface Step {
  day: string;
  // As written: to the day, the month or the year.
  date: string;
  title: string;
  kind: "report" | "event" | "figure";
  // Whether something is first reported then.
  begins: boolean;
}

const KINDS: Step["kind"][] = ["report", "event", "figure"];

export function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

export function isoDay(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

// The steps of the site in focus, or of all sites of the part of the story that is shown.
export function stepsOf(data: PageData, { state, focus }: Scene): Step[] {
  const every = { ...state, date: null };
  if (focus.hypothetical && state.mode !== "overview") return [];
  const sites = state.mode === "overview" ? data.sites : [focus];
  const rows = sites.flatMap((site) => reports(site, every).map((row) => ({ site, row })));
  const found = [
    ...rows.flatMap(({ site, row }) => reportSteps(data, site, row)),
    ...sites.flatMap((site) => figureSteps(data, site, every)),
  ];
  return together([...found, ...eventSteps(data, sites, rows, found)]);
}

function reportSteps(data: PageData, site: Site, row: Report): Step[] {
  const what = `${titleName(site.name)}, ${data.systems[row.system_id].label}`;
  const { first_reported: first, until, from_day: from, to_day: to } = row;
  const steps: Step[] = [];
  if (from) {
    const title = `${what}: first ${row.status === "planned" ? "planned" : "reported"}`;
    steps.push({ day: from, date: first ?? from, title, kind: "report", begins: true });
  }
  // What a report says last holds on that day still.
  if (to) {
    const day = isoDay(dayNumber(to) + 1);
    const title = `${what}: last report of ${until}`;
    steps.push({ day, date: day, title, kind: "report", begins: false });
  }
  return steps;
}

function figureSteps(data: PageData, site: Site, state: State): Step[] {
  return figuresAt(data, site, state).flatMap(([, { as_of: date, who, system_id, figure }]) => {
    if (!date) return [];
    const title = `${who} on ${data.systems[system_id].label}: ${figure}`;
    return [{ day: firstDay(date), date, title, kind: "figure" as const, begins: false }];
  });
}

// Of the site or its systems; and the turns of the treaty within the time of its reports.
function eventSteps(data: PageData, sites: Site[], rows: { row: Report }[], found: Step[]): Step[] {
  const systems = new Set(rows.map(({ row }) => row.system_id));
  const places = sites.map((site) => titleName(site.name));
  const days = found.map(({ day }) => day).sort();
  const within = (day: string) => days.length > 0 && day >= days[0];
  const isShown = ({ systems: of, title, day }: EventData) =>
    of.some((id) => systems.has(id)) ||
    places.some((place) => title.includes(place)) ||
    (data.verdict_days.includes(day) && within(day));
  // In tables of the reader's own the reports are the events.
  return data.cases.length || data.sources_reach
    ? data.events
        .filter(isShown)
        .map(({ day, date, title }) => ({ day, date, title, kind: "event", begins: false }))
    : [];
}

// One step for a day: what is reported comes first.
function together(steps: Step[]): Step[] {
  const days = grouped(
    steps.toSorted(
      (one, other) =>
        one.day.localeCompare(other.day) || KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind),
    ),
    ({ day }) => day,
  );
  return [...days.values()].map((some) => ({
    ...some[0],
    title: [...new Set(some.map(({ title }) => title))].join("; "),
    begins: some.some(({ begins }) => begins),
  }));
}

// The first day that a date allows.
function firstDay(date: string): string {
  return `${date}-01-01`.slice(0, 10);
}

// The first and the last day of the slider, as numbers.
export function daySpan(
  { data_version: version }: PageData,
  steps: Step[],
): { first: number; last: number } {
  const last = dayNumber(version.replaceAll(".", "-"));
  const days = steps.map(({ day }) => dayNumber(day));
  return {
    first: Math.min(...days, days.length ? last - 1 : dayNumber(FIRST_DAY)),
    last: Math.max(last, ...days),
  };
}

// The step after a day or before it; of any date, the first or the last of all.
export function stepFrom(steps: Step[], date: string | null, direction: 1 | -1): Step | undefined {
  return direction > 0
    ? steps.find(({ day }) => !date || day > date)
    : steps.findLast(({ day }) => !date || day < date);
}

// Where playing starts: with the first report.
export function playFrom(steps: Step[]): Step | undefined {
  return steps.find(({ begins }) => begins) ?? steps[0];
}

// A year on or back, within the days of the page; of any date from the last day.
export function yearFrom(data: PageData, date: string | null, direction: 1 | -1): string {
  const last = data.data_version.replaceAll(".", "-");
  const [year, ...rest] = (date ?? last).split("-");
  const day = [Number(year) + direction, ...rest].join("-").replace(/-02-29$/, "-02-28");
  return [day, last].sort()[0];
}

// The day, and what happened last; of any date, what that means.
export function wordsOf(steps: Step[], date: string | null): { day: string; rest: string } {
  if (!date) return { day: "Any date", rest: " Every report, whatever its date" };
  const latest = steps.findLast(({ day }) => day <= date);
  if (!latest) return { day: date, rest: "" };
  const after = latest.day === date ? "" : `, after ${latest.date}`;
  return { day: date, rest: `${after}: ${latest.title}` };
}
