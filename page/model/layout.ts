// How the page is laid out: a rule of the window's size and of whether it is a frame in another page.

// "desk": text beside the map; "embed": a narrow text beside it, the rest behind buttons; "strip": a
// frame narrower than that; "phone": one column, with a sheet for the card.
export type Layout = "desk" | "embed" | "strip" | "phone";

// From here on a line of text stands beside the map.
const EMBED_PX = 640;
const DESK = { width: 900, height: 600 };
// A frame as large as this is no part of an article, but a page of its own.
const FRAMED_DESK = { width: 1200, height: 700 };

export function layoutOf(width: number, height: number, framed: boolean): Layout {
  const desk = framed ? FRAMED_DESK : DESK;
  if (width >= desk.width && height >= desk.height) return "desk";
  if (framed) return width >= EMBED_PX ? "embed" : "strip";
  // A low window has no room for a column; a high one, such as a tablet's, has.
  return width >= EMBED_PX && height < DESK.height ? "embed" : "phone";
}
