// What the search in the head of the page finds: sites, places, a position.

import type { PageData, State } from "./data.ts";
import { isCalled, siteEntry } from "./listing.ts";
import { reports, stands } from "./reports.ts";

const MOST = 8;

export type Found =
  | { kind: "site" | "capital"; id: string; name: string; where: string }
  // A launcher to put there, or what reaches the place.
  | { kind: "position" | "asked"; lon: number; lat: number; name: string };

interface Position {
  lon: number;
  lat: number;
}

// Names that begin with what is typed come first, then those that hold it, then what it is said of.
export function find(data: PageData, typed: string, state: State): Found[] {
  const wanted = folded(typed);
  if (!wanted) return [];
  const position = positionIn(typed);
  if (position) return meantBy(position, typed, state);
  const every = { ...state, theme: "all" };
  const sites = data.sites
    .filter((site) => reports(site, every).length)
    .filter((site) => isCalled(data, siteEntry(data, site, every), typed) || holds(site, wanted))
    .map(({ id, name, country }): Found => ({ kind: "site", id, name, where: country }));
  const capitals = data.capitals
    .filter((place) => stands(place, state.date) && holds(place, wanted))
    .map(({ id, name, country }): Found => ({ kind: "capital", id, name, where: country }));
  const rank = ({ name }: Found) => {
    const at = folded(name).indexOf(wanted);
    return at < 0 ? 2 : Math.sign(at);
  };
  return [...sites, ...capitals].toSorted((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

function holds({ name, country }: { name: string; country: string }, wanted: string): boolean {
  return folded(`${name} ${country}`).includes(wanted);
}

// Accents and capital letters make no difference.
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

// "54.7 N 20.5 E", "54.7, 20.5": the latitude stands first.
const POSITION =
  /^(-?\d{1,2}(?:\.\d{1,6})?)°?\s*([NS])?[\s,]+(-?\d{1,3}(?:\.\d{1,6})?)°?\s*([EW])?$/i;

// Among all sites a place is asked for; beside one, another is set.
function meantBy(position: Position, typed: string, { mode }: State): Found[] {
  const launcher: Found = { kind: "position", ...position, name: `A launcher at ${typed.trim()}` };
  const asked: Found = { kind: "asked", ...position, name: `What reaches ${typed.trim()}` };
  return mode === "overview" ? [asked, launcher] : [launcher, asked];
}

function positionIn(typed: string): Position | null {
  const [, north, northSign, east, eastSign] = typed.trim().match(POSITION) ?? [];
  if (!north || !east) return null;
  const lat = signed(north, northSign);
  const lon = signed(east, eastSign);
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { lon, lat };
}

function signed(number: string, letter = ""): number {
  return /[SW]/i.test(letter) ? -Math.abs(Number(number)) : Number(number);
}
