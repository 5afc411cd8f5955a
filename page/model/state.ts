// The state of the page, and the address bar's fragment that holds it: a link, a bookmark or an
// iframe opens as it was left. Whatever stands in the fragment is checked against the data.

import { reports } from "./coverage.js";
import { canLaunch } from "./launcher.js";
import { MODE_WORDS } from "./words.js";

export function readState(data, fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const known = (name, allowed) => (allowed.includes(given.get(name)) ? given.get(name) : undefined);
  const state = {
    site: data.first_site, theme: "all", account: "all", date: null, capital: null,
    mode: "focus", pin: null, view: null,
  };
  const choose = (name, value) => { if (value !== undefined) state[name] = value; };
  choose("site", known("site", [...data.sites.map((site) => site.id), "what-if"]));
  choose("theme", known("theme", data.themes) ?? openingTheme(data, state.site));
  choose("account", known("account", data.accounts));
  choose("capital", known("capital", data.capitals.map((row) => row.id)));
  choose("mode", known("mode", Object.keys(MODE_WORDS)));
  if (isDay(given.get("date"))) state.date = given.get("date");
  state.pin = readPin(data, given.get("pin"));
  state.view = readNumbers(given.get("view"), data.view_bounds);
  if (!state.pin && !data.sites.some((site) => site.id === state.site)) state.site = data.first_site;
  return state;
}

// Where none is asked for: that which the page was made to open on, if it has the site.
function openingTheme(data, id) {
  const theme = new URLSearchParams(data.fragment).get("theme");
  const site = data.sites.find((one) => one.id === id);
  return !site || reports(site, { theme, date: null }).length ? theme : "all";
}

// A day of the calendar, as YYYY-MM-DD.
function isDay(text) {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function readPin(data, text) {
  const place = readNumbers((text ?? "").split(",").slice(0, 2).join("/"), [[-180, 180], [-90, 90]]);
  if (!place) return null;
  const last = (text.split(",")[2] ?? "").trim();
  const [lon, lat] = place;
  if (canLaunch(data, last)) return { lon, lat, km: null, system: last };
  const km = Number(last);
  const [nearest, farthest] = data.range_km;
  return km >= nearest && km <= farthest ? { lon, lat, km, system: null } : null;
}

function readNumbers(text, bounds) {
  const numbers = (text ?? "").split("/").map(Number);
  const fits = numbers.length === bounds.length && (text ?? "") !== ""
    && numbers.every((n, k) => Number.isFinite(n) && n >= bounds[k][0] && n <= bounds[k][1]);
  return fits ? numbers : null;
}

export function writeState(data, state) {
  const parts = new URLSearchParams();
  for (const name of ["site", "theme", "account", "date", "capital", "mode"]) {
    if (state[name]) parts.set(name, state[name]);
  }
  if (state.pin) {
    const { lon, lat, km, system } = state.pin;
    parts.set("pin", [lon.toFixed(4), lat.toFixed(4), system ?? km].join(","));
  }
  if (state.view) parts.set("view", state.view.join("/"));
  return `#${parts.toString().replaceAll("%2C", ",").replaceAll("%2F", "/")}`;
}
