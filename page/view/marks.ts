// Marks for capitals (shape and colour: the band; filling: the reach) and for sites (status).

import { svg } from "./dom.js";

const SHAPES = {
  "below-500": (a) => svg("circle", { cx: 8, cy: 8, r: 5.2, ...a }),
  "shorter-range": (a) => svg("path", { d: "M8 1.9 14.2 13H1.8Z", ...a }),
  "intermediate-range": (a) => svg("rect", { x: 3.1, y: 3.1, width: 9.8, height: 9.8, ...a }),
  "beyond-5500": (a) => svg("path", { d: "M4.6 4.6 11.4 11.4M11.4 4.6 4.6 11.4", ...a }),
};
const HALVES = {
  "below-500": "M8 2.8A5.2 5.2 0 0 0 8 13.2Z",
  "shorter-range": "M8 1.9 1.8 13H8Z",
  "intermediate-range": "M3.1 3.1H8V12.9H3.1Z",
  "beyond-5500": "M4.6 4.6 11.4 11.4",
};

// reach: a (all accounts) full, s (some) half, u (left open) with a dot, n (none) hollow.
export function capitalMark(band, reach, size) {
  const mark = svg("svg", {
    viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true",
    class: `mark mark-${band} reach-${reach}`,
  });
  mark.append(SHAPES[band]({ class: "mark-shape" }));
  if (reach === "s") mark.append(svg("path", { d: HALVES[band], class: "mark-half" }));
  if (reach === "u") mark.append(svg("circle", { cx: 8, cy: 8.6, r: 1.7, class: "mark-dot" }));
  return mark;
}

// On a map, what lies beyond the band is smaller.
export function capitalOnMap(band, reach, size) {
  return capitalMark(band, reach, band === "beyond-5500" ? size - 4 : size);
}

// How many sites reach a capital: the more, the larger and darker.
export function countMark(count, share) {
  const r = 4 + 5 * Math.sqrt(share);
  return svg("svg", { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true", class: "mark count-mark" },
    svg("circle", { cx: 10, cy: 10, r, class: count ? "count-some" : "count-none", "fill-opacity": count ? 0.35 + 0.65 * share : 1 }),
    count ? svg("text", { x: 10, y: 13.2, "text-anchor": "middle", class: "count-text" }, String(count)) : "");
}

export function siteMark(status, size = 22) {
  return svg("svg", {
    viewBox: "0 0 22 22", width: size, height: size, "aria-hidden": "true",
    class: `site-mark site-${status}`,
  }, svg("path", { d: "M11 2.5 19.5 11 11 19.5 2.5 11Z", class: "site-shape" }),
  svg("circle", { cx: 11, cy: 11, r: 2.2, class: "site-eye" }));
}

// Whose ring it is: a name in the palette.
export function ringLook(account, strike) {
  return strike ? account : "not-strike";
}

// A sample of a ring's line; its end is "most", "lower" and "far" of an interval, or "open", where
// no maximum is named.
export function lineMark(look, end = "most") {
  return linesMark([look], 0, end);
}

// A sample of strokes side by side.
export function linesMark(looks, pitch, end = "most") {
  return svg("svg", { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" },
    looks.map((look, k) => svg("path", {
      d: `M1 ${5 + pitch * ((looks.length - 1) / 2 - k)}H33`, class: `ring ring-${look} ring-${end}`,
    })));
}

const CERTAINTY = ["hypothetical", "confirmed", "reported", "alleged", "planned", "ended", "cancelled"];

// A report's status on a day of its own, or (without one) today: what ended later had not yet.
export function statusOn({ status }, date) {
  return (date && { ended: "reported", cancelled: "planned" }[status]) || status;
}

// The surest status among a site's reports, on a day.
export function surest(deployments, date) {
  return CERTAINTY.find((status) => deployments.some((row) => statusOn(row, date) === status));
}
