// A drawing of what the page shows, in the terms that every program for drawings reads: shapes and words
// with their own colours, without a class, a style sheet or a script. The page itself is the original: it
// is walked as it is painted, and each thing is put where the browser has it.

import { areasIn, linesIn, linesOf, paintOf } from "../model/picture.ts";
import { type Box, tenth } from "../model/placing.ts";
import { HIDDEN, svg } from "./dom.ts";

// What serves the reader of a screen alone.
const NOT_TAKEN =
  ".map-buttons,.gesture-hint,.leaflet-tooltip-pane,.leaflet-popup-pane,.leaflet-control-zoom," +
  ".leaflet-control-layers,.unseen,.not-taken,.label-arc,button,input,script,style";
const SHAPES = "path,circle,rect,line,polygon,polyline,ellipse";
// With what it is if nobody says.
const LOOKS: [string, string][] = [
  ["fill-opacity", "1"],
  ["fill-rule", "nonzero"],
  ["stroke-opacity", "1"],
  ["stroke-dasharray", "none"],
  ["stroke-linecap", "butt"],
  ["stroke-linejoin", "miter"],
  ["opacity", "1"],
];
const LETTERS: [string, string][] = [
  ["font-family", ""],
  ["font-size", ""],
  ["font-weight", "400"],
  ["font-style", "normal"],
  ["letter-spacing", "normal"],
];

// Patterns, clips and lines that words run along, once each.
export type Defs = Map<string, SVGElement>;

// Draws an element and all in it, its corner at the origin.
export function drawingOf(root: Element, defs: Defs): SVGElement[] {
  const { left, top } = root.getBoundingClientRect();
  return drawn(root);

  function drawn(element: Element): SVGElement[] {
    if (element.matches(NOT_TAKEN)) return [];
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden") return [];
    if (element instanceof SVGTextElement) return words(element);
    if (element instanceof SVGGraphicsElement && element.matches(SHAPES)) return shape(element);
    if (element instanceof HTMLCanvasElement || element instanceof HTMLImageElement) {
      return grouped(picture(element), element, style);
    }
    const texts = element instanceof HTMLElement ? textsOf(element, style) : [];
    const parts = upwards(element).flatMap(drawn);
    const boxes = element instanceof HTMLElement ? box(element, style) : [];
    return grouped([...boxes, ...parts, ...texts], element, style);
  }

  // What an element does to all in it: how much of it is seen, and how clearly.
  function grouped(parts: SVGElement[], element: Element, style: CSSStyleDeclaration) {
    if (!parts.length || style.opacity === "0") return [];
    const clip = clipOf(element, style);
    if (style.opacity === "1" && !clip) return parts;
    const opacity = style.opacity === "1" ? null : style.opacity;
    return [svg("g", { opacity, "clip-path": clip ? `url(#${clipId(clip)})` : null }, parts)];
  }

  function clipOf(element: Element, style: CSSStyleDeclaration): string {
    const rect = element.getBoundingClientRect();
    const [x, y] = [rect.left - left, rect.top - top];
    const corners = /^polygon\((.*)\)/.exec(style.clipPath)?.[1].match(/-?[\d.]+(e-?\d+)?/g);
    if (corners) {
      const at = corners.map((text, k) => tenth(Number(text) + (k % 2 ? y : x)));
      return `M${at.join(" ")}z`;
    }
    const holdsDrawing = element.querySelector("svg,canvas") !== null;
    const isCut = /hidden|clip/.test(style.overflow) && element instanceof HTMLElement;
    if (!isCut || !holdsDrawing || element === root) return "";
    const [east, south] = [x + rect.width, y + rect.height];
    return `M${[x, y, east, y, east, south, x, south].map(tenth).join(" ")}z`;
  }

  function clipId(path: string): string {
    const known = defs.get(path) ?? svg("clipPath", { id: `clip-${defs.size}` });
    if (!known.firstChild) known.append(svg("path", { d: path }));
    defs.set(path, known);
    return known.id;
  }

  function shape(element: SVGGraphicsElement): SVGElement[] {
    const style = getComputedStyle(element);
    const matrix = matrixOf(element);
    const looks = looksOf(style);
    if (!matrix || !looks) return [];
    if (element.hasAttribute("vector-effect")) return outline(element, matrix, looks);
    const made = svg(element.localName as "path", { ...own(element), ...looks });
    return [put(made, matrix)];
  }

  // The outlines of the Earth, of which little is seen: what is, in pixels.
  function outline(element: Element, { a, e, f }: DOMMatrix, looks: Looks): SVGElement[] {
    const { width, height } = root.getBoundingClientRect();
    const box: Box = {
      left: -AROUND,
      top: -AROUND,
      right: width + AROUND,
      bottom: height + AROUND,
    };
    const lines = linesOf(element.getAttribute("d") ?? "", a, e, f);
    const d = looks.fill === "none" ? linesIn(lines, box) : areasIn(lines, box);
    return d ? [svg("path", { ...looks, d })] : [];
  }

  // How a shape is painted; null where it leaves no trace.
  function looksOf(style: CSSStyleDeclaration): Looks | null {
    const [fill, stroke] = [painted(style.fill), painted(style.stroke)];
    const hasFill = fill && style.fillOpacity !== "0";
    const hasStroke = stroke && style.strokeOpacity !== "0" && Number.parseFloat(style.strokeWidth);
    if (!hasFill && !hasStroke) return null;
    const rest = LOOKS.flatMap(([name, usual]): [string, string][] => {
      const value = style.getPropertyValue(name).replaceAll("px", "");
      const isIdle = name.startsWith("stroke") ? !hasStroke : name.startsWith("fill") && !hasFill;
      return value && value !== usual && !isIdle ? [[name, value]] : [];
    });
    return {
      ...Object.fromEntries(rest),
      fill: hasFill ? fill : "none",
      ...(hasStroke ? { stroke, "stroke-width": style.strokeWidth.replace("px", "") } : {}),
    };
  }

  // A colour or a pattern, which is brought along.
  function painted(text: string): string | null {
    const id = /^url\("?[^#]*#([^")]+)"?\)/.exec(text)?.[1];
    if (!id) return paintOf(text)?.colour ?? null;
    const pattern = document.getElementById(id);
    if (!pattern || defs.has(id)) return pattern && `url(#${id})`;
    const copy = svg("pattern", { ...own(pattern), id });
    defs.set(id, copy);
    for (const child of pattern.children) {
      const looks = looksOf(getComputedStyle(child));
      if (looks) copy.append(svg(child.localName as "path", { ...own(child), ...looks }));
    }
    return `url(#${id})`;
  }

  // Words of a drawing, along a line of it or not.
  function words(element: SVGTextElement): SVGElement[] {
    const matrix = matrixOf(element);
    const style = getComputedStyle(element);
    if (!matrix || !element.textContent) return [];
    const along = element.querySelector("textPath");
    const line = along && document.getElementById(along.getAttribute("href")?.slice(1) ?? "");
    const looks = { ...own(element), "text-anchor": style.textAnchor, ...lettersOf(style) };
    const ink = inkOf(style.fill, style.stroke, style.strokeWidth);
    if (!line) return twice(element.textContent, looks, ink).map((one) => put(one, matrix));
    // The line itself is put, not the words: not every program puts both.
    const id = `line-${defs.size}`;
    defs.set(id, put(svg("path", { id, d: line.getAttribute("d") }), matrix));
    const path = svg("textPath", { href: `#${id}`, startOffset: "50%" });
    path.textContent = element.textContent;
    return twice(path, looks, ink);
  }

  // The pale edge of words lies below them: to paint it first is beyond many programs.
  function twice(
    text: string | SVGElement,
    looks: Looks,
    { fill, edge, width }: Ink,
  ): SVGElement[] {
    const made = (more: Looks) =>
      svg("text", { ...looks, ...more }, typeof text === "string" ? text : text.cloneNode(true));
    const over = made({ fill });
    if (!edge || !width) return [over];
    const below = { fill: "none", stroke: edge, "stroke-width": width, "stroke-linejoin": "round" };
    return [made({ ...below, ...HIDDEN }), over];
  }

  // The words of an element of the page, line for line.
  function textsOf(element: HTMLElement, style: CSSStyleDeclaration): SVGElement[] {
    return [...element.childNodes].flatMap((node) =>
      node instanceof Text && node.data.trim() ? linesOfText(node).flatMap(line) : [],
    );

    function line({ text, west, east, top: above }: TextLine): SVGElement[] {
      const anchor = ANCHORS[style.textAlign] ?? "start";
      const x = { start: west, middle: (west + east) / 2, end: east }[anchor];
      const y = above + ascent(style);
      const at = { x: String(tenth(x - left)), y: String(tenth(y - top)) };
      const shown = style.textTransform === "uppercase" ? text.toUpperCase() : text;
      const ink = inkOf(style.color, style.webkitTextStrokeColor, style.webkitTextStrokeWidth);
      return twice(shown, { ...at, "text-anchor": anchor, ...lettersOf(style) }, ink);
    }
  }

  // The ground and the lines around an element of the page.
  function box(element: HTMLElement, style: CSSStyleDeclaration): SVGElement[] {
    const ground = paintOf(style.backgroundColor);
    const rect = element.getBoundingClientRect();
    const turn = new DOMMatrix(style.transform === "none" ? "" : style.transform);
    const degrees = (Math.atan2(turn.b, turn.a) * 180) / Math.PI;
    const { offsetWidth, offsetHeight } = element;
    // Of what is turned the sides are known to whole pixels.
    const [width, height] = degrees ? [offsetWidth, offsetHeight] : [rect.width, rect.height];
    if (!width || !height) return [];
    // Turned about its middle, which stays.
    const x = (rect.left + rect.right) / 2 - left - width / 2;
    const y = (rect.top + rect.bottom) / 2 - top - height / 2;
    const transform = degrees
      ? `rotate(${tenth(degrees)} ${tenth(x + width / 2)} ${tenth(y + height / 2)})`
      : null;
    const sides = BORDERS.map((side) => sideOf(style, side));
    const [first] = sides;
    const isEven = first && sides.every((side) => side && side.width === first.width);
    const inset = isEven ? first.width / 2 : 0;
    const rx = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, height / 2);
    const isRound = style.borderTopLeftRadius.endsWith("%");
    const made: SVGElement[] = [];
    if (ground || isEven) {
      const looks = {
        fill: ground?.colour ?? "none",
        "fill-opacity": ground && ground.opacity < 1 ? ground.opacity : null,
        stroke: isEven ? first.colour : null,
        "stroke-width": isEven ? first.width : null,
      };
      const size = { width: tenth(width - 2 * inset), height: tenth(height - 2 * inset) };
      const place = { x: tenth(x + inset), y: tenth(y + inset), transform };
      made.push(
        svg("rect", { ...place, ...size, rx: (isRound ? height / 2 : rx) || null, ...looks }),
      );
    }
    if (isEven) return made;
    const [right, bottom] = [x + width, y + height];
    const lines = sides.flatMap((side, k) => {
      if (!side) return [];
      const off = side.width / 2;
      const [x1, y1, x2, y2] = [
        [x, y + off, right, y + off],
        [right - off, y, right - off, bottom],
        [x, bottom - off, right, bottom - off],
        [x + off, y, x + off, bottom],
      ][k].map(tenth);
      return [svg("line", { x1, y1, x2, y2, stroke: side.colour, "stroke-width": side.width })];
    });
    return [...made, ...lines];
  }

  // A picture that the file itself holds; another's server would have to be asked.
  function picture(element: HTMLCanvasElement | HTMLImageElement): SVGElement[] {
    const href = element instanceof HTMLCanvasElement ? dataOf(element) : element.src;
    if (!href.startsWith("data:")) return [];
    const { left: x, top: y, width, height } = element.getBoundingClientRect();
    return [svg("image", { href, x: tenth(x - left), y: tenth(y - top), width, height })];
  }

  // From an element's own pixels to those of the drawing.
  function matrixOf(element: SVGGraphicsElement): DOMMatrix | null {
    const matrix = element.getScreenCTM();
    return matrix && new DOMMatrix().translate(-left, -top).multiply(matrix);
  }
}

type Looks = Record<string, string>;

interface Ink {
  fill: string;
  // The pale edge, and how wide it is.
  edge: string | null;
  width: string;
}

function inkOf(fill: string, edge: string, width: string): Ink {
  return {
    fill: paintOf(fill)?.colour ?? "#000000",
    edge: paintOf(edge)?.colour ?? null,
    width: String(Number.parseFloat(width) || ""),
  };
}

interface TextLine {
  text: string;
  west: number;
  east: number;
  top: number;
}

// Beside what is seen of the outlines, so that no cut is.
const AROUND = 8;
const BORDERS = ["top", "right", "bottom", "left"];
const ANCHORS: Record<string, "start" | "middle" | "end"> = {
  center: "middle",
  "-webkit-center": "middle",
  right: "end",
  end: "end",
};

function sideOf(style: CSSStyleDeclaration, side: string) {
  const width = Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
  const paint = paintOf(style.getPropertyValue(`border-${side}-color`));
  return width && paint ? { width, colour: paint.colour } : null;
}

function put(element: SVGElement, { a, b, c, d, e, f }: DOMMatrix): SVGElement {
  const numbers = [a, b, c, d].map((n) => Math.round(n * 1e4) / 1e4);
  const isPlain = `${numbers}` === "1,0,0,1";
  const shift = [tenth(e), tenth(f)];
  if (isPlain && `${shift}` === "0,0") return element;
  const transform = isPlain
    ? `translate(${shift.join(" ")})`
    : `matrix(${[...numbers, ...shift].join(" ")})`;
  element.setAttribute("transform", transform);
  return element;
}

// What a shape says of itself, without what the style sheet makes of it.
function own(element: Element): Record<string, string> {
  const kept = [...element.attributes].filter(({ name }) => GEOMETRY.has(name));
  return Object.fromEntries(kept.map(({ name, value }) => [name, value]));
}

const GEOMETRY = new Set(
  (
    "d cx cy r rx ry x y x1 y1 x2 y2 dx dy width height points " +
    "patternUnits patternTransform patternContentUnits"
  ).split(" "),
);

function lettersOf(style: CSSStyleDeclaration): Looks {
  const { fontFamily } = getComputedStyle(document.body);
  const found = LETTERS.flatMap(([name, usual]): [string, string][] => {
    const value = style.getPropertyValue(name);
    const isSaid = value === usual || (name === "font-family" && value === fontFamily);
    return value && !isSaid ? [[name, value.replace(/px$/, "")]] : [];
  });
  return Object.fromEntries(found);
}

// What lies over another is drawn after it.
function upwards(element: Element): Element[] {
  const levels = new Map([...element.children].map((child) => [child, height(child)]));
  return [...levels.keys()].sort((one, other) => (levels.get(one) ?? 0) - (levels.get(other) ?? 0));
}

// What has no height of its own lies as high as what it holds.
function height(element: Element): number {
  const { zIndex, position } = getComputedStyle(element);
  if (zIndex !== "auto") return Number.parseInt(zIndex, 10);
  return position === "static" && element instanceof HTMLElement
    ? Math.max(0, ...[...element.children].map(height))
    : 0;
}

// Where the browser has broken a text into lines, within words too.
function linesOfText(node: Text): TextLine[] {
  const range = document.createRange();
  const lines: TextLine[] = [];
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    at += letter.length;
    range.setEnd(node, at);
    const { left, top, right, height } = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && Math.abs(last.top - top) < height / 2) {
      last.text += letter;
      if (!letter.trim()) continue;
      last.west = Math.min(last.west, left);
      last.east = Math.max(last.east, right);
    } else if (letter.trim()) lines.push({ text: letter, west: left, east: right, top });
  }
  return lines.map((line) => ({ ...line, text: line.text.trim().replace(/\s+/g, " ") }));
}

const ascents = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;

// How far below the top of its box a line of words stands.
function ascent({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number {
  const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const known = ascents.get(font);
  if (known !== undefined) return known;
  pen ??= document.createElement("canvas").getContext("2d");
  if (pen) pen.font = font;
  const found = pen?.measureText("x").fontBoundingBoxAscent ?? Number.parseFloat(fontSize);
  ascents.set(font, found);
  return found;
}

// A canvas with a stranger's picture on it is not given away.
function dataOf(canvas: HTMLCanvasElement): string {
  try {
    return canvas.toDataURL();
  } catch {
    return "";
  }
}
