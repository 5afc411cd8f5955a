// Marks for capitals (shape and colour: the band; filling: the reach) and for sites (status).

import type { Band, End, Look, Reach, Status, Stroke, TreatyBand } from "../model/data.ts";
import { BAND_LOOKS, isBeyond } from "../model/words.ts";
import { copied, svg } from "./dom.ts";

const SHAPE = { class: "mark-shape" };
const SHAPES: Record<TreatyBand, () => SVGElement> = {
  "below-500": () => svg("circle", { cx: 8, cy: 8, r: 5.2, ...SHAPE }),
  "shorter-range": () => svg("path", { d: "M8 1.9 14.2 13H1.8Z", ...SHAPE }),
  "intermediate-range": () => svg("rect", { x: 3.1, y: 3.1, width: 9.8, height: 9.8, ...SHAPE }),
  "beyond-5500": () => svg("path", { d: "M4.6 4.6 11.4 11.4M11.4 4.6 4.6 11.4", ...SHAPE }),
};
const HALVES: Record<TreatyBand, string> = {
  "below-500": "M8 2.8A5.2 5.2 0 0 0 8 13.2Z",
  "shorter-range": "M8 1.9 1.8 13H8Z",
  "intermediate-range": "M3.1 3.1H8V12.9H3.1Z",
  "beyond-5500": "M4.6 4.6 11.4 11.4",
};

// In reach on all accounts: full; on some: half; left open: with a dot; on none: hollow.
export function capitalMark(band: Band, reach: Reach, size: number): SVGSVGElement {
  return copied(`capital ${band} ${reach} ${size}`, () => drawnMark(band, reach, size));
}

// The same mark after another answer: only its filling differs.
export function refill(mark: Element, band: Band, reach: Reach): void {
  mark.setAttribute("class", markClass(band, reach));
  mark.querySelector(".mark-half, .mark-dot")?.remove();
  const inside = filling(band, reach);
  if (inside) mark.append(inside);
}

function markClass(band: Band, reach: Reach): string {
  return `mark mark-${BAND_LOOKS[band]} reach-${reach}`;
}

function drawnMark(band: Band, reach: Reach, size: number): SVGSVGElement {
  const attributes = {
    viewBox: "0 0 16 16",
    width: size,
    height: size,
    "aria-hidden": "true",
    class: markClass(band, reach),
  };
  const shape = SHAPES[BAND_LOOKS[band]];
  const halo = shape();
  halo.setAttribute("class", "mark-halo");
  return svg("svg", attributes, halo, shape(), filling(band, reach));
}

// About the chosen capital's mark.
export function chosenRing(): SVGSVGElement {
  const ring = (name: string) => svg("circle", { cx: 13, cy: 13, r: 11, class: name });
  return svg(
    "svg",
    { viewBox: "0 0 26 26", width: 26, height: 26, "aria-hidden": "true", class: "chosen-ring" },
    ring("chosen-halo"),
    ring("chosen-line"),
  );
}

function filling(band: Band, reach: Reach): SVGElement | null {
  if (reach === "some") return svg("path", { d: HALVES[BAND_LOOKS[band]], class: "mark-half" });
  if (reach === "unknown") return svg("circle", { cx: 8, cy: 8.6, r: 1.7, class: "mark-dot" });
  return null;
}

// On a map, what lies beyond the band is smaller.
export function capitalOnMap(band: Band, reach: Reach, size: number): SVGSVGElement {
  return capitalMark(band, reach, isBeyond(band) ? size - 4 : size);
}

// How many sites reach a capital: the more, the larger and darker.
export function countMark(count: number, share: number): SVGSVGElement {
  const disc = svg("circle", {
    cx: 10,
    cy: 10,
    r: 4 + 5 * Math.sqrt(share),
    class: count ? "count-some" : "count-none",
    "fill-opacity": count ? 0.35 + 0.65 * share : 1,
  });
  const number = { x: 10, y: 13.2, "text-anchor": "middle", class: "count-text" };
  return svg(
    "svg",
    {
      viewBox: "0 0 20 20",
      width: 20,
      height: 20,
      "aria-hidden": "true",
      class: "mark count-mark",
    },
    disc,
    count ? svg("text", number, String(count)) : null,
  );
}

const DIAMOND = "M11 2.5 19.5 11 11 19.5 2.5 11Z";

// Without a status where nothing is reported.
export function siteMark(status: Status | undefined, size: number): SVGSVGElement {
  return svg(
    "svg",
    {
      viewBox: "0 0 22 22",
      width: size,
      height: size,
      "aria-hidden": "true",
      class: `site-mark site-${status}`,
    },
    svg("path", { d: DIAMOND, class: "site-halo" }),
    svg("path", { d: DIAMOND, class: "site-shape" }),
    svg("circle", { cx: 11, cy: 11, r: 2.2, class: "site-eye" }),
  );
}

// The classes of a stroke, on the map and in samples.
export function strokeClass({ look, end, unread }: Omit<Stroke, "km" | "claims">): string {
  return `ring ring-${look} ring-${end}${unread ? " ring-unread" : ""}`;
}

// A sample of a ring's line.
export function lineMark(look: Look, end: End = "most", unread = false): SVGSVGElement {
  return linesMark([look], 0, end, unread);
}

// A sample of strokes side by side.
export function linesMark(
  looks: Look[],
  pitch: number,
  end: End = "most",
  unread = false,
): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" },
    looks.map((look, k) =>
      svg("path", {
        d: `M1 ${5 + pitch * ((looks.length - 1) / 2 - k)}H33`,
        class: strokeClass({ look, end, unread }),
      }),
    ),
  );
}
