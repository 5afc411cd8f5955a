// Which reports hold under the theme and on the day chosen, and how sure they are.

import type { CapitalData, PageData, Report, Site, State, Status } from "./data.ts";

// The surest first.
const CERTAINTY: Status[] = [
  "hypothetical",
  "confirmed",
  "reported",
  "alleged",
  "planned",
  "ended",
  "cancelled",
];
const NOT_YET: Partial<Record<Status, Status>> = { ended: "reported", cancelled: "planned" };

interface Days {
  from_day: string | null;
  to_day: string | null;
}

// What cuts the reports; without a system all are kept.
export type Cut = Pick<State, "theme" | "date"> & Partial<Pick<State, "system">>;

// The charges that were made by the day shown; a month comes before its days, as texts do.
export function chargesBy(data: PageData, { date }: Pick<State, "date">): PageData["allegations"] {
  return data.allegations.filter((row) => !date || row.date <= date);
}

export function reports(site: Site, { theme, date, system }: Cut): Report[] {
  return site.deployments.filter(
    (row) =>
      (!system || site.hypothetical || row.system_id === system) &&
      (theme === "all" || row.theme === null || row.theme === theme) &&
      (!date || isWithin(row, date)),
  );
}

export function systemsAt(site: Site, state: Cut): string[] {
  return [...new Set(reports(site, state).map((row) => row.system_id))];
}

// Those of a site, whatever is shown of it.
export function systemsOf(data: PageData, id: string): string[] {
  const site = data.sites.find((one) => one.id === id);
  return site ? systemsAt(site, { theme: "all", date: null }) : [];
}

// Whether a place is a capital on the day chosen; without one, whether it is today.
export function stands(place: Days, date: string | null): boolean {
  return date ? isWithin(place, date) : !place.to_day;
}

function isWithin({ from_day: from, to_day: to }: Days, date: string): boolean {
  return (!from || from <= date) && (!to || date <= to);
}

// The number of the chosen capital, if it is one on the day.
export function chosenIndex(data: PageData, state: State): number | null {
  const isChosen = (row: CapitalData) => row.id === state.capital && stands(row, state.date);
  const index = data.capitals.findIndex(isChosen);
  return index < 0 ? null : index;
}

// The last day of reports that have all ended; null of others.
export function endOf(rows: Days[]): string | null {
  const ends = rows.map((row) => row.to_day ?? "");
  return (!ends.includes("") && ends.toSorted().at(-1)) || null;
}

// The month of "2014-02-crimea-occupied" in the table of events.
const OCCUPIED_SINCE = "2014-02";

// Whether Crimea is under Russian occupation: on days from its beginning, and without a day.
export function isOccupied({ date }: Pick<State, "date">): boolean {
  return !date || date >= OCCUPIED_SINCE;
}

// A report's status on a day of its own, or (without one) today: what ended later had not yet.
export function statusOn({ status }: Pick<Report, "status">, date: string | null): Status {
  return (date && NOT_YET[status]) || status;
}

type Ending = Pick<Report, "status" | "to_day">;

// What is over, as infmap/catalogue/over.py has it: without a day every end closes a report.
export function isOver(row: Ending, date: string | null): boolean {
  const status = statusOn(row, date);
  return status === "ended" || status === "cancelled" || (!date && row.to_day !== null);
}

// The status to tell a report by: what was there and is over has ended, a plan stays one.
export function toldStatus(row: Ending, date: string | null): Status {
  const status = statusOn(row, date);
  const isPlan = status === "planned" || status === "cancelled";
  return isOver(row, date) && !isPlan ? "ended" : status;
}

// The surest of what is not over, else of the rest: what was there comes before a plan.
export function surest<Row extends Ending>(rows: Row[], date: string | null): Row | undefined {
  const rank = (row: Row) => {
    const told = toldStatus(row, date);
    const sure = [told, statusOn(row, date)].map((status) => CERTAINTY.indexOf(status));
    return [Number(isOver(row, date)), Number(told === "planned"), ...sure].join("");
  };
  return rows.toSorted((one, other) => rank(one).localeCompare(rank(other)))[0];
}

export function surestStatus(rows: Ending[], date: string | null): Status | undefined {
  const row = surest(rows, date);
  return row && toldStatus(row, date);
}

// How sure the surest report is, and that it is over: its status alone reads as if it held.
export function standingWords(rows: Ending[], date: string | null): string {
  const row = surest(rows, date);
  if (!row) return "";
  const status = statusOn(row, date);
  if (!isOver(row, date) || status === "ended" || status === "cancelled") return status;
  return status === "planned" ? "once planned" : `${status} and ended`;
}

// A site's name, and that all that was reported there is over.
export function nameWithEnd(name: string, rows: Ending[], date: string | null): string {
  const isAll = rows.length > 0 && rows.every((row) => isOver(row, date));
  const status = isAll ? surestStatus(rows, date) : undefined;
  return status ? `${name}: ${status === "planned" ? "once planned" : status}` : name;
}

// The words for when a report begins and ends.
export function period({
  first_reported: from,
  until,
}: Pick<Report, "first_reported" | "until">): string {
  if (from && until) return from === until ? from : `${from} to ${until}`;
  if (from) return `since ${from}`;
  return until ? `until ${until}` : "";
}
