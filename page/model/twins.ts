// Whether a second map stands beside the first, or below it.

import type { State } from "./data.ts";

export type Twin = "" | "across" | "down";

// Two maps side by side want so wide a window; paper has its own width.
const ACROSS_PX = 1000;

export interface Room {
  width: number;
  // Whether all stands in one column.
  isNarrow: boolean;
  // Whether the map is to be no higher than wide: two maps beside each other are larger.
  isLow: boolean;
  isPrinted: boolean;
}

// Where two maps have no room, one of both ways to count is seen.
export function countSeen({ count }: Pick<State, "count">, room: Room): State["count"] {
  return count === "both" && !twinOf({ mode: "overview", count }, room) ? "every" : count;
}

export function twinOf(
  { mode, count }: Pick<State, "mode" | "count">,
  { width, isNarrow, isLow, isPrinted }: Room,
): Twin {
  if (mode === "compare" && isLow) return "across";
  if (mode === "compare") return isNarrow || isPrinted ? "down" : "";
  if (mode !== "overview" || count !== "both") return "";
  return isPrinted || (width >= ACROSS_PX && !isNarrow) ? "across" : "";
}
