// The sheet that words lie on, over the marks: it knows how large words are, and shows them where
// they found room. What it says is said in the panel too, so that no screen reader reads it.

import { type Dot, leadEnd, type Room } from "../model/placing.ts";
import { h, renew, svg } from "./dom.ts";

export interface Words {
  className: string;
  lines: string[];
}

export interface Size {
  width: number;
  height: number;
}

// What letters of a class are drawn with.
interface Face {
  font: string;
  // Of a line.
  height: number;
  spacing: number;
}

// Words in a box, or rows of words on arcs, in pixels of the map.
export interface Boxed extends Words {
  room: Room;
  looks?: string[];
}

export interface Curved {
  className: string;
  rows: { className: string; text: string; points: Dot[] }[];
}

export interface Shown {
  boxed: Boxed[];
  curved: Curved[];
  // The way from the site to the chosen place, in the pieces that are seen.
  way: Dot[][];
}

// Words that are measured end where the last letter does; drawn on an arc they need a little more.
const SPARE_PX = 4;

// Of each line in each font, worked out once for all maps of a page.
const widths = new Map<string, number>();

export function makeSheet(map: L.Map) {
  const below = paneOf(map, "way", 590);
  // Below the tips, which tell more of what is named.
  const above = paneOf(map, "labels", 645);
  const arcs = svg("svg", { class: "label-arcs" });
  const ways = svg("svg", { class: "ways" });
  const pen = penOf(document.createElement("canvas"));
  const faces = new Map<string, Face>();
  // Letters are of another size where the reader changes the page's zoom.
  window.addEventListener("resize", () => faces.clear());

  // Measured on a canvas: to ask the page how large it has drawn them would have it laid out.
  function sizeOf({ className, lines }: Words): Size {
    const face = faces.get(className) ?? faceOf(className);
    faces.set(className, face);
    const wide = lines.map((line) => widthOf(line, face) + face.spacing * line.length);
    return { width: Math.ceil(Math.max(...wide)) + 1, height: face.height * lines.length };
  }

  function widthOf(line: string, { font }: Face): number {
    const key = `${font} ${line}`;
    let width = widths.get(key);
    if (width === undefined) {
      pen.font = font;
      width = pen.measureText(line).width;
      widths.set(key, width);
    }
    return width;
  }

  function faceOf(className: string): Face {
    const sample = element({ className, lines: ["x"] });
    above.append(sample);
    const style = getComputedStyle(sample);
    const face = {
      font: `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`,
      height: Number.parseFloat(style.lineHeight),
      spacing: Number.parseFloat(style.letterSpacing) || 0,
    };
    sample.remove();
    return face;
  }

  function show({ boxed, curved, way }: Shown): void {
    const size = map.getSize();
    const lines = boxed.flatMap(({ room }) =>
      room.from ? [leader({ ...room, from: room.from })] : [],
    );
    sizeTo(arcs, size);
    renew(arcs, [...lines, ...curved.map(arcLabel)]);
    const names = boxed.map(({ room, looks, ...words }) => {
      const made = element(words, looks);
      made.style.transform = `translate(${Math.round(room.left)}px,${Math.round(room.top)}px)`;
      return made;
    });
    lay(above, arcs, ...names);
    const d = way.map(pathOf).join("");
    sizeTo(ways, size);
    renew(
      ways,
      ["way way-halo", "way"].map((name) => svg("path", { d, class: name })),
    );
    lay(below, ways);
  }

  function sizeTo(drawing: SVGSVGElement, { x, y }: Dot): void {
    drawing.setAttribute("width", String(x));
    drawing.setAttribute("height", String(y));
  }

  // What the sheet has on it is in pixels of the map as it stands now.
  function lay(pane: HTMLElement, ...children: Element[]): void {
    L.DomUtil.setPosition(pane, map.containerPointToLayerPoint([0, 0]));
    renew(pane, children);
  }

  function clear(): void {
    above.replaceChildren();
    below.replaceChildren();
  }

  return { sizeOf, show, clear };
}

function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("the browser measures no words");
  return pen;
}

function paneOf(map: L.Map, name: string, height: number): HTMLElement {
  const pane = map.createPane(name);
  pane.classList.add("leaflet-zoom-hide");
  pane.style.zIndex = String(height);
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");
  return pane;
}

function element({ className, lines }: Words, looks: string[] = []): HTMLElement {
  return h(
    "div",
    { class: `label ${className}`, "data-label": lines.join(" ") },
    lines.map((line, k) =>
      h("span", { class: looks[k] ? `label-${looks[k]}` : `label-line-${k}` }, line),
    ),
  );
}

function leader(room: Room & { from: Dot }): SVGElement {
  const { from } = room;
  const to = leadEnd(room);
  return svg("path", { d: pathOf([from, to]), class: "leader" });
}

function arcLabel({ className, rows }: Curved, k: number): SVGElement {
  const label = rows.map(({ text }) => text).join("\n");
  return svg(
    "g",
    { class: `label ${className}`, "data-label": label },
    rows.map((row, j) => {
      const id = `label-arc-${k}-${j}`;
      const along = { href: `#${id}`, startOffset: "50%" };
      return [
        svg("path", { id, d: pathOf(lengthened(row.points)), class: "label-arc" }),
        svg(
          "text",
          { class: row.className, dy: "0.34em", "text-anchor": "middle" },
          svg("textPath", along, row.text),
        ),
      ];
    }),
  );
}

// Straight on at both ends: a letter past the end of a path is not drawn.
function lengthened(points: Dot[]): Dot[] {
  return [
    beyond(points[1], points[0]),
    ...points,
    beyond(points[points.length - 2], points[points.length - 1]),
  ];
}

function beyond(from: Dot, to: Dot): Dot {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: to.x + ((to.x - from.x) * SPARE_PX) / far,
    y: to.y + ((to.y - from.y) * SPARE_PX) / far,
  };
}

function pathOf(points: Dot[]): string {
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}
