// The state of the page, and the address bar's fragment that holds it: a link, a bookmark or an
// iframe opens as it was left. Whatever stands in the fragment is checked against the data.

import type {
  Counting,
  Fit,
  Mode,
  PageData,
  Pin,
  ProjectionName,
  State,
  Units,
  View,
} from "./data.ts";
import { isDay } from "./days.ts";
import { canLaunch, WHAT_IF } from "./launcher.ts";
import { type Cut, reports, systemsOf } from "./reports.ts";
import { whatOf } from "./sides.ts";
import { COUNTINGS, FITS, MODES, PROJECTIONS, UNITS } from "./words.ts";

export interface Asked {
  state: State;
  // What the fragment asks for and the page does not have, in words.
  unknown: string[];
}

export function readState(data: PageData, fragment: string): Asked {
  const given = withOldWords(new URLSearchParams(fragment.replace(/^#/, "")));
  const unknown: string[] = [];
  const known = <Word extends string>(
    name: string,
    allowed: readonly Word[],
    where = "",
  ): Word | null => {
    const asked = given.get(name);
    const found = allowed.find((word) => word === asked);
    if (asked && found === undefined) unknown.push(`${name} "${asked}"${where}`);
    return found ?? null;
  };
  const checked = <Value>(name: string, read: (text: string) => Value | null): Value | null => {
    const asked = given.get(name);
    const found = asked ? read(asked) : null;
    if (asked && found === null) unknown.push(`${name} "${asked}"`);
    return found;
  };
  const pin = checked("pin", (text) => readPin(data, text));
  const sites = data.sites.map((site) => site.id);
  const askedSite = known("site", pin ? [...sites, WHAT_IF] : sites);
  const date = checked("date", (text) => (isDay(text) ? text : null));
  const askedTheme = known("theme", data.themes);
  const site =
    askedSite ??
    openingSite(data, { theme: askedTheme ?? "all", date, system: given.get("system") });
  const mode: Mode = known("mode", MODES) ?? "focus";
  const state: State = {
    site,
    theme: askedTheme ?? openingTheme(data, site),
    account: known("account", data.accounts) ?? "all",
    date,
    capital: known(
      "capital",
      data.capitals.map((row) => row.id),
    ),
    mode,
    projection: known<ProjectionName>("projection", PROJECTIONS) ?? usualProjection(data, mode),
    fit: known<Fit>("fit", FITS) ?? "rings",
    units: known<Units>("units", UNITS) ?? "km",
    pin,
    view: checked("view", (text) => readView(data, text)),
    system: known("system", systemsOf(data, site), ` at ${site}`),
    ...readSides(data, mode, given, unknown),
    doubt: readDoubt(known("doubt", DOUBTS)),
    holder: known("holder", Object.keys(data.holders)),
    count: known<Counting>("count", COUNTINGS) ?? "both",
    at: checked("at", (text) => readPlace(text.split(","))),
  };
  for (const [name, value] of given) {
    const isKey = Object.hasOwn(state, name);
    if (value && !(isKey && given.get(name) === value)) {
      unknown.push(`${isKey ? "second " : ""}${name} "${value}"`);
    }
  }
  return { state, unknown };
}

// Both stand, or none: one thing is compared with nothing, nor with one of another kind.
function readSides(
  data: PageData,
  mode: Mode,
  given: URLSearchParams,
  unknown: string[],
): Pick<State, "left" | "right"> {
  const [left, right] = [given.get("left"), given.get("right")];
  if (mode === "compare" && left && right && whatOf(data, left, right)) return { left, right };
  const told = (name: string, side: string | null) => (side ? `${name} "${side}"` : `no ${name}`);
  if (left || right) unknown.push(`${told("left", left)} with ${told("right", right)}`);
  return { left: null, right: null };
}

const DOUBTS = ["on", "off"] as const;

function readDoubt(word: (typeof DOUBTS)[number] | null): boolean | null {
  return word && word === "on";
}

// A map of true distances was a mode of its own until 0.2.
function withOldWords(given: URLSearchParams): URLSearchParams {
  if (given.get("mode") !== "true-distance") return given;
  const asked = new URLSearchParams(given);
  asked.set("mode", "focus");
  if (!asked.has("projection")) asked.set("projection", "true-distance");
  return asked;
}

// What a mode opens in: distances are true about one site, and all sites have no middle.
export function usualProjection(data: PageData, mode: Mode): ProjectionName {
  return mode === "overview" ? "mercator" : data.projection;
}

// Where no site is asked for: the page's own, or the first that has something to show.
export function openingSite(data: PageData, asked: Cut): string {
  const has = (id: string) =>
    data.sites.some((site) => site.id === id && reports(site, asked).length > 0);
  return has(data.first_site)
    ? data.first_site
    : (data.sites.find(({ id }) => has(id))?.id ?? data.first_site);
}

// Where none is asked for: that which the page was made to open on, if it has the site.
function openingTheme(data: PageData, id: string): string {
  const opening = new URLSearchParams(data.fragment).get("theme") ?? "";
  const theme = data.themes.includes(opening) ? opening : "all";
  const site = data.sites.find((one) => one.id === id);
  return !site || reports(site, { theme, date: null }).length ? theme : "all";
}

// "lon,lat,km" or "lon,lat,system".
function readPin(data: PageData, text: string): Pin | null {
  const [east = "", north = "", last = ""] = text.split(",");
  const place = readPlace([east, north]);
  if (!place) return null;
  const [lon, lat] = place;
  const system = last.trim();
  if (canLaunch(data, system)) return { lon, lat, km: null, system };
  const range = readNumbers([system], [data.range_km]);
  return range && { lon, lat, km: range[0], system: null };
}

// Degrees east and north.
function readPlace(texts: string[]): [lon: number, lat: number] | null {
  const place = readNumbers(texts, [
    [-180, 180],
    [-90, 90],
  ]);
  return place && [place[0], place[1]];
}

// "zoom/lat/lon".
function readView(data: PageData, text: string): View | null {
  const numbers = readNumbers(text.split("/"), data.view_bounds);
  if (!numbers) return null;
  const [zoom, lat, lon] = numbers;
  return [zoom, lat, lon];
}

// Numbers, if there is one for each bounds and each lies within them.
function readNumbers(texts: string[], bounds: [number, number][]): number[] | null {
  const numbers = texts.map((text) => (text.trim() ? Number(text) : Number.NaN));
  const fits =
    numbers.length === bounds.length &&
    numbers.every((n, k) => Number.isFinite(n) && n >= bounds[k][0] && n <= bounds[k][1]);
  return fits ? numbers : null;
}

const PLAIN = ["site", "theme", "account", "date", "capital", "mode", "system", "holder"] as const;

// What is as usual is left out.
export function writeState(data: PageData, state: State): string {
  const parts = new URLSearchParams();
  const sides = state.mode === "compare" ? (["left", "right"] as const) : [];
  for (const name of [...PLAIN, ...sides] as const) {
    const value = state[name];
    if (value) parts.set(name, value);
  }
  if (state.projection !== usualProjection(data, state.mode)) {
    parts.set("projection", state.projection);
  }
  if (state.fit !== "rings") parts.set("fit", state.fit);
  if (state.units !== "km") parts.set("units", state.units);
  if (state.pin) {
    const { lon, lat, km, system } = state.pin;
    parts.set("pin", [lon.toFixed(4), lat.toFixed(4), system ?? km].join(","));
  }
  if (state.view) parts.set("view", state.view.join("/"));
  if (state.doubt !== null) parts.set("doubt", state.doubt ? "on" : "off");
  if (state.count !== "both") parts.set("count", state.count);
  if (state.at) parts.set("at", state.at.map((degrees) => degrees.toFixed(4)).join(","));
  return `#${parts.toString().replaceAll("%2C", ",").replaceAll("%2F", "/")}`;
}
