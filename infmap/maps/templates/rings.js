// The focus site's band and rings: the treaty's distances, and each party's figure.

import { circle } from "./circle.js";
import { farEnd, figuresAt } from "./coverage.js";
import { EQUATOR_KM, RADIANS } from "./earth.js";
import { ringLook } from "./marks.js";
import { areaCopies, lineCopies, path } from "./world.js";
import { LOOK_WORDS, shortName } from "./words.js";

// Figures of one system closer than this on the screen share a label.
const MERGE_PX = 15;
const END_WORDS = { most: "", lower: "from ", open: "at least " };
const SAMPLES = 72;
const ROUND = 0.2;

// Rings are kept: a site's circles do not change with date or account.
function ringOf(site, km) {
  site.rings ??= new Map();
  if (!site.rings.has(km)) site.rings.set(km, circle([site.lon, site.lat], km));
  return site.rings.get(km);
}

// The line or area of circles that are looked at closely.
function roundPath(kind, latlngs, pane, className) {
  return path(kind, latlngs, pane, className, ROUND);
}

export function makeRings(map) {
  const group = L.layerGroup().addTo(map);
  let rings = [];

  function draw(data, site, state) {
    group.clearLayers();
    const limits = data.limits_km.map((limit) => ringOf(site, limit));
    for (const [k, band] of ["shorter-range", "intermediate-range"].entries()) {
      // Even-odd: what lies inside the outer ring and not inside the inner one.
      const zone = [...limits[k].areas, ...limits[k + 1].areas];
      areaCopies(zone).forEach((copy) =>
        roundPath("polygon", copy, `zone-${band}`, `zone zone-${band}`).addTo(group));
    }
    for (const [k, limit] of data.limits_km.entries()) {
      roundPath("polyline", lineCopies(limits[k].lines), "limits", `limit limit-${limit}`).addTo(group);
    }
    rings = ringsAt(data, site, state);
    drawSpans(site);
    for (const ring of rings) {
      const lines = lineCopies(ringOf(site, ring.km).lines);
      if (ring.system.strike) roundPath("polyline", lines, "rings", "ring-halo").addTo(group);
      roundPath("polyline", lines, "rings", ring.className).addTo(group);
    }
    const doubt = site.position_precision_km;
    if (doubt >= data.drawn_doubt_km) {
      const { areas, lines } = ringOf(site, doubt);
      for (const copy of areaCopies(areas)) roundPath("polygon", copy, "doubt", "doubt").addTo(group);
      roundPath("polyline", lineCopies(lines), "limits", "doubt-line").addTo(group);
    }
  }

  // Where figures for a system differ, all that lies between the lowest and the highest is shaded.
  function drawSpans(site) {
    for (const system of new Set(rings.map((ring) => ring.system))) {
      const radii = rings.filter((ring) => ring.system === system && system.strike).map((ring) => ring.km);
      if (radii.length < 2) continue;
      const ends = [Math.min(...radii), Math.max(...radii)].map((km) => ringOf(site, km).areas);
      for (const copy of areaCopies(ends.flat())) roundPath("polygon", copy, "span", "span").addTo(group);
    }
  }

  // In the overview every site has one thin ring: the farthest strike figure on the account.
  function drawAll(data, sites, state) {
    group.clearLayers();
    rings = [];
    for (const site of sites) {
      const ends = figuresAt(data, site, state)
        .filter(([, claim]) => data.systems[claim.system_id].strike)
        .map(([, claim]) => farEnd(claim) ?? 0);
      const km = Math.max(0, ...ends);
      if (km < data.range_km[0]) continue;
      path("polyline", lineCopies(ringOf(site, km).lines), "rings", "ring ring-overview").addTo(group);
    }
  }

  // Labels for the rings and the band as they stand on the screen now.
  function labels(data, site) {
    return [...clusters(map, rings).map((cluster) => ringLabel(site, cluster)),
      ...data.limits_km.map((limit, k) => limitLabel(site, limit, k))];
  }

  return { draw, drawAll, labels, latitudes: (site, km) => ringOf(site, km).lines[0].map(([, lat]) => lat) };
}

// One entry for each radius of a system, with every claim that it stands for.
export function ringsAt(data, site, state) {
  const found = new Map();
  for (const [, claim] of figuresAt(data, site, state)) {
    const system = data.systems[claim.system_id];
    for (const [end, range] of endsOf(claim)) {
      if (range === null || range < data.range_km[0]) continue;
      const key = [claim.system_id, range, end].join("|");
      if (!found.has(key)) found.set(key, { km: range, end, system, claims: [] });
      found.get(key).claims.push(claim);
    }
  }
  return [...found.values()].map((ring) => {
    const look = ringLook(ring.claims.map((claim) => claim.account), ring.system.strike);
    return { ...ring, look, className: `ring ring-${look} ring-${ring.end}` };
  }).sort((one, other) => one.km - other.km);
}

// A claim's ends, by what its ring says: a maximum, the lower end of a doubt, or no maximum. The
// last is the farther one, by whose line the claim is known.
export function endsOf({ at_least_km: low, up_to_km: high }) {
  if (high === null) return [["open", low]];
  return low === null || low === high ? [["most", high]] : [["lower", low], ["most", high]];
}

// Rings of one system and look that would touch on the screen are named together.
function clusters(map, rings) {
  const pxPerKm = scale(map);
  const result = [];
  for (const ring of rings) {
    const last = result.findLast(([first]) =>
      first.system === ring.system && first.look === ring.look && first.end === ring.end);
    if (last && (ring.km - last.at(-1).km) * pxPerKm < MERGE_PX) last.push(ring);
    else result.push([ring]);
  }
  return result;
}

function scale(map) {
  const middle = map.getCenter();
  return (256 * 2 ** map.getZoom()) / (2 * Math.PI * EQUATOR_KM * Math.cos(middle.lat * RADIANS));
}

function ringLabel(site, cluster) {
  const [{ system, look, end, km: low }] = cluster;
  const high = cluster.at(-1).km;
  const names = [...new Set(cluster.flatMap((ring) => ring.claims.map((claim) => claim.claimant)))];
  const whose = names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`
    : names.join(", ");
  const range = low === high ? `${low} km` : `${low} to ${high} km`;
  return {
    lines: [`${shortName(system.name)}, ${END_WORDS[end]}${range}`,
      system.strike ? whose : `${whose} (${LOOK_WORDS["not-strike"]})`],
    className: `label-ring label-${look}`,
    priority: 2,
    spots: spots(ringOf(site, high), high),
    around: [site.lon, site.lat],
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
    spots: spots(ringOf(site, limit), limit * 7),
  };
}

// Places along a ring where its label may stand; the start differs, so that labels spread.
function spots({ lines }, seed) {
  const points = lines.flat();
  const step = Math.max(1, Math.floor(points.length / SAMPLES));
  const start = Math.floor(seed) % points.length;
  const result = [];
  for (let i = 0; i < points.length; i += step) {
    const [lon, lat] = points[(start + i) % points.length];
    result.push([lon, lat]);
  }
  return result;
}
