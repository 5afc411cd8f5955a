// The words at rings and at the limits of the band.

import type { Look, PageData, Ring, Stroke } from "./data.ts";
import { LOOK_WORDS, listed, names, oneLine, rangeText, strokeName, UNREAD } from "./words.ts";

export interface StrokeLabel {
  stroke: Stroke;
  name: string;
  whose: string;
}

// One stroke alone has its figure in two lines; each of a bundle has a row of its own, and where
// these find no room the bundle has two lines.
export type RingLabel =
  | { look: Look; lines: [string, string] }
  | { rows: StrokeLabel[]; lines: [string, string] };

export function ringLabel(data: PageData, bundle: Stroke[], rings: Ring[]): RingLabel {
  const radii = new Set(bundle.map((stroke) => stroke.km));
  const more = rings.filter(({ km }) => radii.has(km)).flatMap((ring) => ring.more);
  const inOrder = [...bundle, ...more].sort((one, other) => one.km - other.km);
  const [first] = inOrder;
  if (inOrder.length === 1) {
    const { look, claims, unread } = first;
    const whose = listed([names(claims, 3), unread ? UNREAD : ""]);
    return {
      look,
      lines: [
        strokeName(data, first),
        look === "not-strike" ? `${whose} (${LOOK_WORDS[look]})` : whose,
      ],
    };
  }
  const last = inOrder[inOrder.length - 1];
  return {
    rows: inOrder.map((stroke) => ({
      stroke,
      name: oneLine(strokeName(data, stroke)),
      whose: oneLine(listed([names(stroke.claims, 2), stroke.unread ? UNREAD : ""]), 40),
    })),
    lines: [
      kmSpan(first.km, last.km),
      `${inOrder.flatMap((stroke) => stroke.claims).length} figures`,
    ],
  };
}

function kmSpan(low: number, high: number): string {
  return low === high ? rangeText(low) : `${Number(low.toPrecision(6))} to ${rangeText(high)}`;
}

// In the order of the data's limits.
export function limitLabels(data: PageData): { limit: number; lines: [string, string] }[] {
  return data.limits_km.map((limit, k) => ({
    limit,
    lines: [`${limit} km`, data.band_words.limits[k]],
  }));
}
