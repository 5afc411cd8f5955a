// The question turned round: what reaches a place, from where, on whose account.

import { inverse } from "../earth/geodesic.ts";
import { coverage, isReached, REACH_ORDER } from "./coverage.ts";
import type { Band, CapitalData, PageData, Reach, Site, State } from "./data.ts";
import { nameWithEnd, reports, stands } from "./reports.ts";
import { kmText } from "./units.ts";
import { azimuth, listed, REACH_WORDS } from "./words.ts";

const MOST_OFFERED = 40;

export interface ReachEntry {
  site: Site;
  // With its end, if all that is reported there is over.
  name: string;
  band: Band;
  reach: Reach;
  // Distance, azimuth and reach in words.
  facts: string;
}

export interface ReachFacts {
  sum: string;
  // The surest first, then the nearest.
  entries: ReachEntry[];
}

export function whatReaches(
  data: PageData,
  index: number,
  sites: Site[],
  state: State,
): ReachFacts {
  const capital = data.capitals[index];
  const nameOf = (site: Site) => nameWithEnd(site.name, reports(site, state), state.date);
  const rows = sites
    .map((site) => ({ site, found: coverage(data, site, state) }))
    .sort(
      ({ found: one }, { found: other }) =>
        REACH_ORDER.indexOf(one.reach[index]) - REACH_ORDER.indexOf(other.reach[index]) ||
        one.distance[index] - other.distance[index],
    );
  const reached = rows.filter(({ found }) => isReached(found.reach[index]));
  const isAnyOver = reached.some(({ site }) => nameOf(site) !== site.name);
  const verb = `${reached.length === 1 ? "reaches" : "reach"}${isAnyOver ? " or reached" : ""}`;
  return {
    sum: `${reached.length} of ${rows.length} sites ${verb} ${listed([capital.name, capital.country])}.`,
    entries: rows.map(({ site, found }) => {
      const { azimuth: degrees } = inverse([site.lon, site.lat], [capital.lon, capital.lat]);
      const [band, reach] = [found.band[index], found.reach[index]];
      const distance = kmText(found.distance[index], state.units, found.turns);
      const facts = `${distance}, azimuth ${azimuth(degrees)}, ${REACH_WORDS[reach]}`;
      return { site, name: nameOf(site), band, reach, facts };
    }),
  };
}

// The places that what is typed may become.
export function offered(data: PageData, typed: string, date: string | null): CapitalData[] {
  const begun = folded(typed);
  return data.capitals
    .filter((row) => stands(row, date) && row.name.toLowerCase().includes(begun))
    .slice(0, MOST_OFFERED);
}

// The number of the place that is meant, by its name or its id.
export function indexCalled(data: PageData, typed: string, date: string | null): number | null {
  const wanted = folded(typed);
  const index = data.capitals.findIndex(
    (row) => stands(row, date) && (row.name.toLowerCase() === wanted || row.id === wanted),
  );
  return index < 0 ? null : index;
}

function folded(typed: string): string {
  return typed.trim().toLowerCase();
}
