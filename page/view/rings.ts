// The focus site's band and rings: the treaty's distances, and each party's figure.

import { circle } from "./circle.js";
import { farEnd, figuresAt } from "./coverage.js";
import { h } from "./dom.js";
import { EQUATOR_KM, LAST_LAT, RADIANS } from "./earth.js";
import { lineMark } from "./marks.js";
import { ringLine, strokeLines } from "./ringline.js";
import { intervalsOf, placed, ringsAt } from "./strokes.js";
import { areaCopies, lineCopies, path } from "./world.js";
import { LOOK_WORDS, names, oneLine, strokeName } from "./words.js";

const SAMPLES = 72;
const ROUND = 0.2;

// Rings are kept: a site's circles do not change with date or account.
function ringOf(site, km) {
  site.rings ??= new Map();
  if (!site.rings.has(km)) site.rings.set(km, circle([site.lon, site.lat], km));
  return site.rings.get(km);
}

// The area of circles that are looked at closely.
function roundPath(kind, latlngs, pane, className) {
  return path(kind, latlngs, pane, className, ROUND);
}

export function makeRings(map, pitch) {
  const group = L.layerGroup().addTo(map);
  let rings = [];
  let placement = null;

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
      ringLine(lineCopies(limits[k].lines), "limits", `limit limit-${limit}`).addTo(group);
    }
    show(data, site, state);
    const doubt = site.position_precision_km;
    if (doubt >= data.drawn_doubt_km) {
      for (const copy of areaCopies(ringOf(site, doubt).areas)) {
        roundPath("polygon", copy, "doubt", "doubt").addTo(group);
      }
    }
  }

  // A figure's interval is hatched; its ends, and all other figures, are strokes, none over another.
  function show(data, site, state) {
    rings = ringsAt(data, site, state);
    for (const [look, low, high] of intervalsOf(rings)) {
      const areas = [low, high].filter((km) => km >= data.range_km[0])
        .flatMap((km) => ringOf(site, km).areas);
      for (const copy of areaCopies(areas)) roundPath("polygon", copy, "intervals", `interval interval-${look}`).addTo(group);
    }
    const lines = strokeLines(data, rings, "rings", (km) => lineCopies(ringOf(site, km).lines),
      (stroke) => placing(site).beside.get(stroke));
    for (const line of lines) line.addTo(group);
  }

  // Anew where the scale is another.
  function placing(site) {
    const at = scale(map, site);
    if (placement?.at !== at || placement.rings !== rings) {
      placement = { at, rings, ...placed(rings, at, pitch) };
    }
    return placement;
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
    return [...placing(site).bundles.map((bundle) => ringLabel(data, site, bundle, rings)),
      ...data.limits_km.map((limit, k) => limitLabel(site, limit, k))];
  }

  return { draw, drawAll, labels, latitudes: (site, km) => ringOf(site, km).lines[0].map(([, lat]) => lat) };
}

// Pixels in a kilometre at the site.
function scale(map, { lat }) {
  const shown = Math.max(-LAST_LAT, Math.min(LAST_LAT, lat));
  return (256 * 2 ** map.getZoom()) / (2 * Math.PI * EQUATOR_KM * Math.cos(shown * RADIANS));
}

// One stroke has its figure in two lines; each of a bundle has one of its own, behind a sample.
function ringLabel(data, site, bundle, rings) {
  const high = bundle.at(-1).km;
  const place = { priority: 2, spots: spots(ringOf(site, high), high), around: [site.lon, site.lat] };
  const more = rings.filter(({ km }) => bundle.some((stroke) => stroke.km === km)).flatMap((ring) => ring.more);
  const [{ look, claims }] = bundle;
  if (bundle.length + more.length === 1) {
    const whose = look === "not-strike" ? `${names(claims, 3)} (${LOOK_WORDS[look]})` : names(claims, 3);
    return { ...place, lines: [strokeName(data, bundle[0]), whose], className: `label-ring label-${look}` };
  }
  const inOrder = [...bundle, ...more].sort((one, other) => one.km - other.km);
  return {
    ...place, className: "label-ring label-bundle",
    rows: inOrder.map((stroke) => h("span", { class: `label-${stroke.look}` },
      lineMark(stroke.look, stroke.end), h("b", {}, oneLine(strokeName(data, stroke))), " ",
      oneLine(names(stroke.claims, 2), 40))),
    short: {
      ...place, className: "label-ring",
      lines: [kmSpan(bundle[0].km, high), `${inOrder.flatMap((stroke) => stroke.claims).length} figures`],
    },
  };
}

function kmSpan(low, high) {
  return low === high ? `${low} km` : `${low} to ${high} km`;
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
