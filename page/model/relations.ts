// Whose each place is: the holder's of what is there, the host's, an ally's of the holder's, or
// another's. A missile does not threaten its holder's own capital, nor its host's.

import type { CapitalData, PageData, PastData, Relation, Site, State } from "./data.ts";
import { endOf, isOccupied, reports } from "./reports.ts";
import { ALLY_STILL, RELATION_WORDS } from "./words.ts";

export function relations(data: PageData, site: Site, state: State): Relation[] {
  // A launcher that nobody reports is nobody's.
  if (site.hypothetical) return data.capitals.map(() => "other");
  const rows = reports(site, state);
  const holders = [...new Set(rows.flatMap((row) => row.holders))].map(
    (name) => data.holders[name],
  );
  const was = (key: string) => pastOn(data, key, state.date)?.state ?? key;
  const held = new Set(holders.flatMap(({ states: [key] }) => [key, was(key)]));
  const heldLater = new Set(holders.map(({ states }) => states[1]));
  const [host, occupier, laterHost] = site.host;
  // Without a day, of what has ended, those are allies who were so on its last and are today.
  const day = state.date ?? endOf(rows);
  // By what it holds itself: what the Soviet Union held in Ukraine was no occupier's.
  const isHeldByOccupier = held.has(occupier) && isOccupied({ date: day });
  const isOfNato = holders.some((holder) => hasJoined(holder, day));
  const isOfPact = holders.some((holder) => inPact(holder, state.date));
  return data.capitals.map((place) => {
    const key = place.state;
    const past = pastOn(data, key, state.date);
    // In which of two states it lay, its country of today does not say.
    if (past?.state === "") return held.has(key) ? "holder" : "other";
    const [nato, pact] = [isMember(place, day), inPact(past ?? place, state.date)];
    const isAlly = (isOfNato && nato) || (isOfPact && pact);
    const isOpposed = (isOfNato && pact) || (isOfPact && nato);
    const isHeld = held.has(key) || heldLater.has(key) || (held.has(was(key)) && key !== host);
    if (key && isHeld) return "holder";
    // Of two states of one country that was divided, the ally is the host.
    const isHost =
      was(key) === was(host) || key === laterHost || (isAlly && place.later_state === host);
    if (host && key && isHost && !isOpposed && !isHeldByOccupier) return "host";
    return isAlly ? "ally" : "other";
  });
}

// In words; empty where nothing need be said.
export function whose(relation: Relation, site: Site, state: State): string {
  const isOver = !state.date && endOf(reports(site, state));
  return isOver && relation === "ally" ? ALLY_STILL : RELATION_WORDS[relation];
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
  data: PageData,
  place: Pick<CapitalData, "nato_known" | "nato_since" | "state">,
  date: string | null,
): boolean | null {
  return pastOn(data, place.state, date)?.state === "" ? null : isMember(place, date);
}

function isMember(
  place: Pick<CapitalData, "nato_known" | "nato_since">,
  date: string | null,
): boolean | null {
  return place.nato_known ? hasJoined(place, date) : null;
}

// The state that had the land of a present one on a day; none where it was its own.
function pastOn({ past }: PageData, key: string, date: string | null): PastData | undefined {
  return date && date <= past[key]?.until ? past[key] : undefined;
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
