// A launcher that nobody reported: a site like the others, with its answers worked out here.

import { HYPOTHETICAL } from "./coverage.js";
import { inverse } from "./geodesic.js";

// What a launcher with a range of the reader's own launches.
export const OWN_MISSILE = {
  name: "Hypothetical missile", designations: [], operator: [], kind: null, strike: true, note: "",
};

// Whether a launcher may have a system's figures: it strikes the ground, and somebody gives one.
export function canLaunch(data, id) {
  return Object.hasOwn(data.systems, id) && data.systems[id].strike
    && data.claims.some((claim) => claim.system_id === id);
}

export function launcherAt(data, pin) {
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
      source_ids: [], note: "", holders: own ? [] : data.systems[pin.system].operator,
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
  site.near_edge = claims.map((row) => nearEdge(row, site.distance_km, data.edge_allowance_km));
  site.near_band_edge = [...site.distance_km.keys()].filter((k) =>
    data.limits_km.some((limit) => Math.abs(limit - site.distance_km[k]) < data.edge_allowance_km));
  site.in_range = claims.map((row) => site.distance_km.map((km) => inRange(row, km)));
  return site;
}

function nearEdge({ at_least_km: low, up_to_km: high }, distances, allowance) {
  const ends = high === 0 ? [] : [low, high].filter((end) => end !== null);
  return [...distances.keys()].filter((k) =>
    ends.some((end) => Math.abs(end - distances[k]) < allowance));
}

function inRange({ at_least_km: low, up_to_km: high }, km) {
  if (high === 0) return "n";  // it denies any reach
  const sure = low ?? high;
  if (sure !== null && km <= sure) return "y";
  return high !== null && km > high ? "n" : "?";
}

function position({ lon, lat }) {
  const part = (value, plus, minus) => `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
  return `${part(lat, "N", "S")}, ${part(lon, "E", "W")}`;
}
