// The list of sites beside the map.

import type { PageData, Site, State, Status } from "./data.ts";
import { reports, surest, systemsAt } from "./reports.ts";
import { kindWords, shortName } from "./words.ts";

export interface SiteEntry {
  site: Site;
  systems: string[];
  holders: string[];
  status: Status | undefined;
  // Its systems, and how sure their reports are.
  what: string;
}

export function siteEntry(data: PageData, site: Site, state: State): SiteEntry {
  const rows = reports(site, state);
  const ids = systemsAt(site, state);
  const systems = ids.map((id) => ({
    name: shortName(data.systems[id].name),
    status: surest(
      rows.filter((row) => row.system_id === id),
      state.date,
    ),
  }));
  const status = surest(rows, state.date);
  const isOne = systems.every((system) => system.status === status);
  const what = isOne
    ? `${systems.map(({ name }) => name).join(", ")}; ${status}`
    : systems.map((system) => `${system.name}: ${system.status}`).join(", ");
  const holders = [...new Set(rows.flatMap((row) => row.holders))];
  return { site, systems: ids, holders, status, what };
}

// How many sites that other parts of the story show are called what is typed.
export function othersCalled(data: PageData, shown: Site[], state: State, typed: string): number {
  if (!typed.trim()) return 0;
  const all = { ...state, theme: "all" };
  return data.sites.filter(
    (site) =>
      !shown.includes(site) &&
      reports(site, all).length > 0 &&
      isCalled(data, siteEntry(data, site, all), typed),
  ).length;
}

// Whether what is typed stands in a site's name, country or id, in a name or the kind of its
// systems, in who holds them or in how sure its reports are.
export function isCalled(
  data: PageData,
  { site, systems, holders, status }: SiteEntry,
  typed: string,
): boolean {
  const names = systems.flatMap((id) => {
    const { name, kind, designations } = data.systems[id];
    return [id, name, ...kindWords(kind ?? ""), ...designations];
  });
  return [site.name, site.country, site.id, ...names, ...holders, status]
    .join(" ")
    .toLowerCase()
    .includes(typed.trim().toLowerCase());
}
