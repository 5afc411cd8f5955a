// The state of the page, and the address bar's fragment that holds it: a link, a bookmark or an
// iframe opens as it was left. Whatever stands in the fragment is checked against the data.

import type { PageData, Pin, State, View } from "./data.ts";
import { canLaunch, WHAT_IF } from "./launcher.ts";
import { reports } from "./reports.ts";
import { MODES } from "./words.ts";

export function readState(data: PageData, fragment: string): State {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const known = <Word extends string>(name: string, allowed: readonly Word[]) =>
    allowed.find((word) => word === given.get(name));
  const pin = readPin(data, given.get("pin"));
  const sites = data.sites.map((site) => site.id);
  const site = known("site", pin ? [...sites, WHAT_IF] : sites) ?? data.first_site;
  const date = given.get("date");
  return {
    site,
    theme: known("theme", data.themes) ?? openingTheme(data, site),
    account: known("account", data.accounts) ?? "all",
    date: isDay(date) ? date : null,
    capital:
      known(
        "capital",
        data.capitals.map((row) => row.id),
      ) ?? null,
    mode: known("mode", MODES) ?? "focus",
    pin,
    view: readView(data, given.get("view")),
  };
}

// Where none is asked for: that which the page was made to open on, if it has the site.
function openingTheme(data: PageData, id: string): string {
  const opening = new URLSearchParams(data.fragment).get("theme") ?? "";
  const theme = data.themes.includes(opening) ? opening : "all";
  const site = data.sites.find((one) => one.id === id);
  return !site || reports(site, { theme, date: null }).length ? theme : "all";
}

// A day of the calendar, as YYYY-MM-DD.
function isDay(text: string | null): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

// "lon,lat,km" or "lon,lat,system".
function readPin(data: PageData, text: string | null): Pin | null {
  const [east = "", north = "", last = ""] = (text ?? "").split(",");
  const place = readNumbers(
    [east, north],
    [
      [-180, 180],
      [-90, 90],
    ],
  );
  if (!place) return null;
  const [lon, lat] = place;
  const system = last.trim();
  if (canLaunch(data, system)) return { lon, lat, km: null, system };
  const range = readNumbers([system], [data.range_km]);
  return range && { lon, lat, km: range[0], system: null };
}

// "zoom/lat/lon".
function readView(data: PageData, text: string | null): View | null {
  const numbers = readNumbers((text ?? "").split("/"), data.view_bounds);
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

export function writeState(state: State): string {
  const parts = new URLSearchParams();
  for (const name of ["site", "theme", "account", "date", "capital", "mode"] as const) {
    const value = state[name];
    if (value) parts.set(name, value);
  }
  if (state.pin) {
    const { lon, lat, km, system } = state.pin;
    parts.set("pin", [lon.toFixed(4), lat.toFixed(4), system ?? km].join(","));
  }
  if (state.view) parts.set("view", state.view.join("/"));
  return `#${parts.toString().replaceAll("%2C", ",").replaceAll("%2F", "/")}`;
}
