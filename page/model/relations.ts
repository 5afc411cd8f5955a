// Whose each place is: the holder's of what is there, the host's, an ally's of the holder's, or
// another's. A missile does not threaten its holder's own capital, nor its host's.

import type { CapitalData, PageData, Relation, Site, State } from "./data.ts";
import { reports } from "./reports.ts";

export function relations(data: PageData, site: Site, state: State): Relation[] {
  // A launcher that nobody reports is nobody's.
  if (site.hypothetical) return data.capitals.map(() => "other");
  const names = new Set(reports(site, state).flatMap((row) => row.holders));
  const holders = [...names].map((name) => data.holders[name]);
  const held = new Set(holders.flatMap(({ states }) => states));
  const [host, occupier] = site.host;
  const isOfNato = holders.some((holder) => hasJoined(holder, state.date));
  const isOfPact = holders.some((holder) => inPact(holder, state.date));
  return data.capitals.map((place) => {
    if (place.state && held.has(place.state)) return "holder";
    const [nato, pact] = [inNato(place, state.date), inPact(place, state.date)];
    const isAlly = (isOfNato && nato) || (isOfPact && pact);
    const isOpposed = (isOfNato && pact) || (isOfPact && nato);
    // Of two states of one country that was divided, the ally is the host.
    const isHost = place.state === host || (isAlly && place.later_state === host);
    if (host && isHost && !isOpposed && !held.has(occupier)) return "host";
    return isAlly ? "ally" : "other";
  });
}

export function isForeign(relation: Relation): boolean {
  return relation !== "holder" && relation !== "host";
}

// Whether a place is no capital: its state is counted by another.
export function isSeat({ place }: PageData, { role }: Pick<CapitalData, "role">): boolean {
  return place === "capital" && role === "seat-of-government";
}

// Whether a place lies in a state of NATO, on a day or at last count; null where that is not known.
export function inNato(
  place: Pick<CapitalData, "nato_known" | "nato_since">,
  date: string | null,
): boolean | null {
  return place.nato_known ? hasJoined(place, date) : null;
}

function hasJoined({ nato_since: since }: Pick<CapitalData, "nato_since">, date: string | null) {
  return Boolean(since) && (!date || String(since) <= date);
}

// The Pact has had no member since 1991, and so none today.
function inPact({ pact_until: until }: Pick<CapitalData, "pact_until">, date: string | null) {
  return Boolean(until && date && date <= until);
}

// Whether the page has anything to say of NATO.
export function tellsOfNato(data: PageData): boolean {
  return data.capitals.some((place) => place.nato_known);
}
