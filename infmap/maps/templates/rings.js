// The focus site's band and rings: the treaty's distances, and each party's figure.

import { areas, copies, outlines, path } from "./world.js";
import { ACCOUNT_WORDS, shortName } from "./words.js";

// Figures of one system closer than this on the screen share a label.
const MERGE_PX = 15;
const SAMPLES = 32;
// A smaller doubt about the place would hide under the site's own mark.
const DRAWN_DOUBT_KM = 20;

export function makeRings(map) {
  const group = L.layerGroup().addTo(map);
  let rings = [];

  function draw(data, site) {
    group.clearLayers();
    const limits = data.limits_km.map((limit) => site.rings[limit]);
    for (const [k, band] of ["shorter-range", "intermediate-range"].entries()) {
      // Even-odd: what lies inside the outer ring and not inside the inner one.
      const zone = [...areas(limits[k]), ...areas(limits[k + 1])];
      path("polygon", zone, `zone-${band}`, `zone zone-${band}`).addTo(group);
    }
    for (const [k, limit] of data.limits_km.entries()) {
      path("polyline", copies(outlines(limits[k])), "limits", `limit limit-${limit}`).addTo(group);
    }
    rings = figures(data, site);
    for (const ring of rings) {
      const lines = copies(outlines(site.rings[ring.km]));
      if (ring.strike) path("polyline", lines, "rings", "ring-halo").addTo(group);
      path("polyline", lines, "rings", ring.className).addTo(group);
    }
    drawPrecision(site);
  }

  // Where the report names no point, the doubt about the place is drawn, not hidden.
  function drawPrecision(site) {
    const km = site.position_precision_km;
    if (km < DRAWN_DOUBT_KM) return;
    path("polygon", areas(site.rings[km]), "limits", "precision").addTo(group);
  }

  // Labels for the rings and the band as they stand on the screen now.
  function labels(data, site) {
    return [...clusters(map, rings).map((cluster) => ringLabel(map, site, cluster)),
      ...data.limits_km.map((limit, k) => limitLabel(site, limit, k))];
  }

  return { draw, labels };
}

// One entry a radius and look, with every claim that it stands for.
function figures(data, site) {
  const found = new Map();
  for (const index of site.claims) {
    const claim = data.claims[index];
    const system = data.systems[claim.system_id];
    for (const [bound, range] of [["at_least", claim.at_least_km], ["up_to", claim.up_to_km]]) {
      if (!site.rings[range]) continue;
      if (bound === "at_least" && claim.at_least_km === claim.up_to_km) continue;
      const open = bound === "at_least" && claim.up_to_km === null;
      const key = [claim.system_id, range, open].join("|");
      if (!found.has(key)) {
        found.set(key, { km: range, open, system, strike: system.strike, claims: [] });
      }
      found.get(key).claims.push(claim);
    }
  }
  return [...found.values()].map((ring) => {
    const accounts = new Set(ring.claims.map((claim) => claim.account));
    const account = accounts.size === 1 ? [...accounts][0] : "several";
    const look = ring.strike ? account : "not-strike";
    const className = `ring ring-${look}${ring.open ? " ring-open" : ""}`;
    return { ...ring, account, look, className };
  }).sort((one, other) => other.km - one.km);
}

// Rings of one system that would touch on the screen are named together.
function clusters(map, rings) {
  const pxPerKm = scale(map);
  const result = [];
  for (const ring of rings) {
    const last = result.findLast((cluster) => cluster[0].system === ring.system);
    if (last && (last.at(-1).km - ring.km) * pxPerKm < MERGE_PX) last.push(ring);
    else result.push([ring]);
  }
  return result;
}

function scale(map) {
  const middle = map.getCenter();
  return 1 / (40075 * Math.cos((middle.lat * Math.PI) / 180) / (256 * 2 ** map.getZoom()));
}

function ringLabel(map, site, cluster) {
  const claims = cluster.flatMap((ring) => ring.claims);
  const names = [...new Set(claims.map((claim) => claim.claimant))];
  const radii = cluster.map((ring) => ring.km);
  const [low, high] = [Math.min(...radii), Math.max(...radii)];
  const open = cluster.every((ring) => ring.open);
  const range = low === high ? `${open ? "at least " : ""}${low} km` : `${low} to ${high} km`;
  const looks = [...new Set(cluster.map((ring) => ring.look))];
  const whose = names.length > 3 ? `${names.length} sources differ` : names.join(", ");
  return {
    lines: [`${shortName(cluster[0].system.name)}, ${range}`,
      cluster[0].strike ? whose : `${whose} (not a strike range)`],
    className: `label-ring label-${looks.length === 1 ? looks[0] : "several"}`,
    priority: 2,
    spots: spots(site.rings[high], high),
    title: names.join(", ") + (looks.length === 1 ? ` (${ACCOUNT_WORDS[looks[0]] || "no strike system"})` : ""),
  };
}

function limitLabel(site, limit, k) {
  const words = [
    ["500 km", "the treaty's band begins"],
    ["1000 km", "shorter-range | intermediate-range"],
    ["5500 km", "the treaty's band ends"],
  ][k];
  return {
    lines: words,
    className: `label-limit label-limit-${limit}`,
    priority: k === 2 ? 1 : 5,
    spots: spots(site.rings[limit], limit * 7),
  };
}

// Places along a ring where its label may stand; the start differs, so that labels spread.
function spots(polygons, seed) {
  const points = outlines(polygons).flat();
  const step = Math.max(1, Math.floor(points.length / SAMPLES));
  const start = Math.floor(seed) % points.length;
  const result = [];
  for (let i = 0; i < points.length; i += step) {
    const [lon, lat] = points[(start + i) % points.length];
    result.push([lon, lat]);
  }
  return result;
}
