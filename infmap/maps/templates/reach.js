// What holds under the state chosen: the reports of the day and theme, the figures of the
// account, and what they add up to for each capital. Python decided every answer by distance;
// here they are filtered and put together by the same rule.

import { inverse } from "./geodesic.js";

const BAND_OF = { b: "below-500", s: "shorter-range", i: "intermediate-range", x: "beyond-5500" };

export function reports(site, { theme, date }) {
  return site.deployments.filter((row) =>
    (theme === "all" || row.theme === null || row.theme === theme)
    && (!date || ((!row.from_day || row.from_day <= date) && (!row.to_day || date <= row.to_day))));
}

export function systemsAt(site, state) {
  return [...new Set(reports(site, state).map((row) => row.system_id))];
}

// The figures that count, as [place in the site's list, claim].
export function figuresAt(data, site, state) {
  const systems = new Set(systemsAt(site, state));
  const claims = site.inline ?? site.claims.map((index) => data.claims[index]);
  return claims
    .map((claim, k) => [k, claim])
    .filter(([, claim]) => systems.has(claim.system_id)
      && (state.account === "all" || claim.account === state.account || claim.system_id === HYPOTHETICAL));
}

// One value a capital: distance, band, whether in reach (a all, s some, u left open, n none).
export function answers(data, site, state) {
  const key = [state.theme, state.date, state.account].join("|");
  site.cache ??= new Map();
  if (!site.cache.has(key)) site.cache.set(key, compute(data, site, state));
  return site.cache.get(key);
}

function compute(data, site, state) {
  const figures = figuresAt(data, site, state);
  const strikes = figures.filter(([, claim]) => data.systems[claim.system_id].strike);
  const bySystem = grouped(strikes);
  const reach = data.capitals.map((_, capital) => together(
    bySystem.map((claims) => claims.map(([k]) => site.in_range[k][capital]))));
  const allowance = site.position_precision_km + data.edge_allowance_km;
  const near = site.distance_km.map((km) => figures.some(([, claim]) =>
    [claim.at_least_km, claim.up_to_km].some((end) => end !== null && Math.abs(end - km) < allowance)));
  return { figures, distance: site.distance_km, band: [...site.band].map((b) => BAND_OF[b]), reach, near };
}

function grouped(strikes) {
  const groups = new Map();
  for (const figure of strikes) {
    const id = figure[1].system_id;
    if (!groups.has(id)) groups.set(id, []);
    groups.get(id).push(figure);
  }
  return [...groups.values()];
}

// Some system in range on every account of it; else on one; else left open by one; else none.
function together(systems) {
  const all = systems.flat();
  if (systems.some((letters) => letters.every((letter) => letter === "y"))) return "a";
  if (all.includes("y")) return "s";
  return all.includes("?") ? "u" : "n";
}

export function verdictOf(data, claim, date) {
  if (!claim.verdicts) return null;
  const place = date ? data.verdict_days.filter((day) => day <= date).length : 0;
  return data.verdicts[claim.verdicts[place]];
}

export function inNato(capital, date) {
  return Boolean(capital.nato_since) && (!date || capital.nato_since <= date);
}

// The system of a launcher of the reader's own: no id of the data's, for these hold no brackets.
export const HYPOTHETICAL = "(hypothetical)";

// A launcher that nobody reported: a site like the others, with its answers worked out here.
export function hypothetical(data, pin) {
  const own = pin.system === null;
  const claim = {
    system_id: HYPOTHETICAL, account: "user", claimant: "hypothetical", at_least_km: null,
    up_to_km: pin.km, figure: `up to ${pin.km} km`, as_of: null, source_id: "", note: "",
    verdicts: null,
  };
  const claims = own ? [claim]
    : data.claims.filter((row) => row.system_id === pin.system);
  const site = {
    id: "what-if", hypothetical: true, country: "", lon: pin.lon, lat: pin.lat,
    name: `Hypothetical launcher at ${position(pin)}`, position_precision_km: 0,
    deployments: [{
      system_id: own ? HYPOTHETICAL : pin.system, status: "hypothetical", theme: null,
      from_day: null, to_day: null, first_reported: null, until: null, reported_by: "nobody",
      source_ids: [], note: "",
    }],
  };
  site.distance_km = data.capitals.map((row) => inverse([pin.lon, pin.lat], [row.lon, row.lat]).km);
  site.band = site.distance_km.map((km) => {
    const [from, middle, to] = data.limits_km;
    if (km < from) return "b";
    if (km <= middle) return "s";
    return km <= to ? "i" : "x";
  }).join("");
  site.inline = claims;
  site.in_range = claims.map((row) => site.distance_km.map((km) => answer(row, km)));
  return site;
}

function answer({ at_least_km: low, up_to_km: high }, km) {
  if (high === 0) return "n";  // it denies any reach
  const sure = low ?? high;
  if (sure !== null && km <= sure) return "y";
  return high !== null && km > high ? "n" : "?";
}

export function position({ lon, lat }) {
  const part = (value, plus, minus) => `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
  return `${part(lat, "N", "S")}, ${part(lon, "E", "W")}`;
}
