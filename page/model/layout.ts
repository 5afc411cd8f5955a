// How the page is laid out: a rule of the window's size and of whether it is a frame in another page.

// "desk": text beside the map; "embed": a narrow text beside it, the rest behind buttons; "strip": a
// frame narrower than that; "phone": one column, with a sheet for the card.
export type Layout = "desk" | "embed" | "strip" | "phone";

// What holds the page: its own window, a frame, or a frame that asks for the compact layout.
export type Held = "window" | "frame" | "compact";

// From here on a line of text stands beside the map.
const EMBED_PX = 640;
const DESK = { width: 900, height: 600 };
// A frame as large as this is no part of an article, but a page of its own.
const FRAMED_DESK = { width: 1200, height: 700 };
// The map of a strip, two of them below each other, and the least and most height beside which text
// and map stand well. The most makes no desk of a frame.
const STRIP_MAP_PX = 300;
const STRIP_MAPS_PX = 470;
const [LEAST_PX, MOST_PX] = [500, FRAMED_DESK.height - 1];

export function layoutOf(width: number, height: number, held: Held): Layout {
  const framed = held !== "window";
  const desk = framed ? FRAMED_DESK : DESK;
  if (held !== "compact" && width >= desk.width && height >= desk.height) return "desk";
  if (framed) return width >= EMBED_PX ? "embed" : "strip";
  // A low window has no room for a column; a high one, such as a tablet's, has.
  return width >= EMBED_PX && height < DESK.height ? "embed" : "phone";
}

// Heights of parts of the page, in pixels: all of it with its map, the map, the text beside it.
export interface Heights {
  page: number;
  map: number;
  text: number;
}

// The height that a frame of this width should have, or null where any will do. It hangs neither on
// the height that the frame has, nor on that of the map in it.
export function wantedHeight(
  layout: string | undefined,
  { page, map, text }: Heights,
  hasTwo = false,
): number | null {
  if (layout === "strip") return page - map + (hasTwo ? STRIP_MAPS_PX : STRIP_MAP_PX);
  if (layout === "embed") return Math.min(MOST_PX, Math.max(LEAST_PX, text));
  return null;
}
