// The list of sites beside the map.

import type { PageData, Site, State, Status } from "./data.ts";
import { reports, standingWords, surestStatus, systemsAt } from "./reports.ts";
import { kindWords, shortName } from "./words.ts";

export interface SiteEntry {
  site: Site;
  systems: string[];
  holders: string[];
  status: Status | undefined;
  // The same in words, with what is over.
  words: string;
  // Its systems, and how sure their reports are.
  what: string;
}

export function siteEntry(data: PageData, site: Site, state: State): SiteEntry {
  const rows = reports(site, state);
  const ids = systemsAt(site, state);
  const systems = ids.map((id) => ({
    name: shortName(data.systems[id].name),
    status: standingWords(
      rows.filter((row) => row.system_id === id),
      state.date,
    ),
  }));
  const words = standingWords(rows, state.date);
  const isOne = systems.every((system) => system.status === words);
  const what = isOne
    ? `${systems.map(({ name }) => name).join(", ")}; ${words}`
    : systems.map((system) => `${system.name}: ${system.status}`).join(", ");
  const holders = [...new Set(rows.flatMap((row) => row.holders))];
  return { site, systems: ids, holders, status: surestStatus(rows, state.date), words, what };
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
  { site, systems, holders, words }: SiteEntry,
  typed: string,
): boolean {
  const names = systems.flatMap((id) => {
    const { name, kind, designations } = data.systems[id];
    return [id, name, ...kindWords(kind ?? ""), ...designations];
  });
  return [site.name, site.country, site.id, ...names, ...holders, words]
    .join(" ")
    .toLowerCase()
    .includes(typed.trim().toLowerCase());
}
