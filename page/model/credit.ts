// What stands in the foot of a frame: how much lies behind what is shown, and whose map it is.

import { figuresAt } from "./coverage.ts";
import type { PageData } from "./data.ts";
import type { Scene } from "./scene.ts";
import { countText } from "./sentences.ts";

export function creditOf(data: PageData, { focus, state }: Scene): string {
  const figures = state.mode === "focus" ? figuresAt(data, focus, state) : [];
  const publications = new Set(figures.map(([, { source_id }]) => source_id).filter(Boolean));
  const words = [
    figures.length > 0 && countText(figures.length, "figure"),
    publications.size > 0 && countText(publications.size, "publication"),
    "infmap",
  ];
  // Where there is no room for all of it, all but the name is on another line, which is not seen.
  return words
    .filter(Boolean)
    .join(" · ")
    .replace(/ (?=.* )/g, "\u00a0");
}
