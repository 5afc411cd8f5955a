// Marks for capitals (shape and colour: the band; filling: the reach) and for sites (status).

import type { Band, End, Look, Reach, Status, Stroke, TreatyBand } from "../model/data.ts";
import { BAND_LOOKS, isBeyond } from "../model/words.ts";
import { copied, HIDDEN, svg } from "./dom.ts";

const SHAPE = { class: "mark-shape" };
const SHAPES: Record<TreatyBand, () => SVGElement> = {
  "below-500": () => svg("circle", { cx: 8, cy: 8, r: 5.2, ...SHAPE }),
  "shorter-range": () => svg("path", { d: "M8 1.9 14.2 13H1.8Z", ...SHAPE }),
  "intermediate-range": () => svg("rect", { x: 3.1, y: 3.1, width: 9.8, height: 9.8, ...SHAPE }),
  "beyond-5500": () => svg("path", { d: "M8 14.1 1.8 3H14.2Z", ...SHAPE }),
};
const HALVES: Record<TreatyBand, string> = {
  "below-500": "M8 2.8A5.2 5.2 0 0 0 8 13.2Z",
  "shorter-range": "M8 1.9 1.8 13H8Z",
  "intermediate-range": "M3.1 3.1H8V12.9H3.1Z",
  "beyond-5500": "M8 14.1 1.8 3H8Z",
};

// In reach on all accounts: full; on some: half; left open: with a dot; on none: hollow. Where it
// depends on the place or the figure: hatched.
export type Answer = Reach | "depends";

export function capitalMark(band: Band, reach: Answer, size: number): SVGSVGElement {
  return copied(`capital ${band} ${reach} ${size}`, () => drawnMark(band, reach, size));
}

// The same mark after another answer: only its filling differs.
export function refill(mark: Element, band: Band, reach: Answer): void {
  mark.setAttribute("class", markClass(band, reach));
  const inside = mark.lastElementChild;
  const { d, ...look } = filling(band, reach);
  if (!inside || !d || inside.getAttribute("d") === d) return;
  for (const [name, value] of Object.entries({ d, ...look })) inside.setAttribute(name, value);
}

function markClass(band: Band, reach: Answer): string {
  return `mark mark-${BAND_LOOKS[band]} reach-${reach}`;
}

function drawnMark(band: Band, reach: Answer, size: number): SVGSVGElement {
  const attributes = {
    viewBox: "0 0 16 16",
    width: size,
    height: size,
    ...HIDDEN,
    class: markClass(band, reach),
  };
  const shape = SHAPES[BAND_LOOKS[band]];
  const halo = shape();
  halo.setAttribute("class", "mark-halo");
  return svg("svg", attributes, halo, shape(), svg("path", filling(band, reach)));
}

// About the chosen capital's mark.
export function chosenRing(): SVGSVGElement {
  const ring = (name: string) => svg("circle", { cx: 13, cy: 13, r: 11, class: name });
  return svg(
    "svg",
    { viewBox: "0 0 26 26", width: 26, height: 26, ...HIDDEN, class: "chosen-ring" },
    ring("chosen-halo"),
    ring("chosen-line"),
  );
}

const SLANTS: Record<TreatyBand, string> = {
  "below-500": "M4.3 9.6 9.6 4.3M6.6 11.9 11.9 6.6",
  "shorter-range": "M5 10.3 8.9 5.4M6.3 12.8 10.6 7.6M10 12.8 12.2 10.2",
  "intermediate-range": "M3.6 8.3 8.3 3.6M4.6 12 12 4.6M8.6 12.4 12.4 8.6",
  "beyond-5500": "M4.8 7 8.3 3M6.6 10.3 11.9 4.3",
};

const DOT = "M6.3 8.6a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0";

// One path is always there, unseen where nothing fills the mark: put in and taken out, or written anew,
// it would be laid out anew.
function filling(band: Band, reach: Answer): { d: string; class: string } {
  const look = BAND_LOOKS[band];
  if (reach === "depends") return { d: SLANTS[look], class: "mark-slants" };
  if (reach === "some") return { d: HALVES[look], class: "mark-half" };
  if (reach === "unknown") return { d: DOT, class: "mark-dot" };
  return { d: "", class: "" };
}

// On a map, what lies beyond the band is smaller.
export function capitalOnMap(band: Band, reach: Answer, size: number): SVGSVGElement {
  return capitalMark(band, reach, isBeyond(band) ? size - 4 : size);
}

// A place whose number stands with its name.
export function countedMark(isReached: boolean): SVGSVGElement {
  return copied(`counted ${isReached}`, () =>
    svg(
      "svg",
      {
        viewBox: "0 0 16 16",
        width: 15,
        height: 15,
        ...HIDDEN,
        class: `mark counted ${isReached ? "is-reached" : ""}`,
      },
      svg("circle", { cx: 8, cy: 8, r: isReached ? 3 : 2.2, class: "mark-shape" }),
    ),
  );
}

// About a place that is asked for among all sites.
export function askedRing(): SVGSVGElement {
  const ring = (name: string) => svg("circle", { cx: 22, cy: 22, r: ASKED_PX, class: name });
  return svg(
    "svg",
    { viewBox: "0 0 44 44", width: 44, height: 44, ...HIDDEN, class: "asked-ring" },
    ring("chosen-halo"),
    ring("chosen-line"),
    svg("circle", { cx: 22, cy: 22, r: 2, class: "asked-eye" }),
  );
}

const ASKED_PX = 19;

const DIAMOND = "M11 2.5 19.5 11 11 19.5 2.5 11Z";

// Without a status where nothing is reported.
// Without a status for a site at which nothing is reported of what is asked.
export function siteMark(status: Status | undefined, size: number): SVGSVGElement {
  return svg(
    "svg",
    {
      viewBox: "0 0 22 22",
      width: size,
      height: size,
      ...HIDDEN,
      class: `site-mark site-${status ?? "absent"}`,
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
    { viewBox: "0 0 34 10", width: 34, height: 10, ...HIDDEN },
    looks.map((look, k) =>
      svg("path", {
        d: `M1 ${5 + pitch * ((looks.length - 1) / 2 - k)}H33`,
        class: strokeClass({ look, end, unread }),
      }),
    ),
  );
}
