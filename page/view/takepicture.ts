// The picture of what the page shows: the finding above the map, the key, the sources and the licence
// below it. It is laid out as a part of the page that nobody sees, and drawn from there.

import type { PageData } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { shownFrom, statedOf } from "../model/taken.ts";
import { h, part, svg } from "./dom.ts";
import { type Defs, drawingOf } from "./takemap.ts";

// Pixels of the file in a pixel of the screen.
const SHARP = 2;

// What a text may hold and a drawing may not.
const NO_XML = /\p{Cs}|[^\P{Cc}\t\n\r]/gu;

// In light colours, whatever the screen has: it is for paper and for other pages. `change` tells what
// draws by itself that the colours are others.
export function pictureSvg(
  data: PageData,
  scene: Scene,
  change: (word: "take" | "taken") => void,
): string {
  return lightened(() => serialised(data, scene), change);
}

function serialised(data: PageData, scene: Scene): string {
  const frame = part("map-frame");
  const hole = h("div", { class: "picture-map" });
  const sheet = sheetOf(data, scene, hole);
  const { width, height } = frame.getBoundingClientRect();
  sheet.style.setProperty("--wide", `${width}px`);
  hole.style.height = `${height}px`;
  document.body.append(sheet);
  try {
    const [around, at] = [sheet.getBoundingClientRect(), hole.getBoundingClientRect()];
    const [left, top] = [at.left - around.left, at.top - around.top];
    const defs: Defs = new Map();
    const words = drawingOf(sheet, defs);
    const map = drawingOf(frame, defs);
    const bounds = { width, height };
    const drawing = svg(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width: around.width,
        height: around.height,
        "font-family": getComputedStyle(document.body).fontFamily,
        viewBox: `0 0 ${around.width} ${around.height}`,
      },
      svg("title", {}, document.title),
      svg("defs", {}, [...defs.values()], [svg("clipPath", { id: "map" }, svg("rect", bounds))]),
      words,
      svg(
        "g",
        { transform: `translate(${left} ${top})` },
        svg("g", { id: "map-drawing", "clip-path": "url(#map)" }, map),
        svg("rect", { ...bounds, fill: "none", stroke: "#b9c2c8" }),
      ),
    );
    return new XMLSerializer().serializeToString(drawing).replace(NO_XML, "");
  } finally {
    sheet.remove();
  }
}

function sheetOf(data: PageData, scene: Scene, hole: HTMLElement): HTMLElement {
  const words = (id: string) => part(id).textContent ?? "";
  const key = part("legend-body").cloneNode(true);
  return h(
    "div",
    { class: "picture" },
    h("p", { class: "picture-kicker" }, statedOf(words("kicker"), scene)),
    h("p", { class: "picture-title" }, words("headline")),
    h("p", { class: "picture-deck" }, words("deck")),
    hole,
    key,
    [...shownFrom(data, scene), hasStrangers() ? STRANGERS : ""].map((line) =>
      h("p", { class: "picture-note" }, line),
    ),
  );
}

const STRANGERS = "Pictures that the page's map has from another server are not in this one.";

function hasStrangers(): boolean {
  const pictures = [...part("map-frame").querySelectorAll("img")];
  return pictures.some(({ src }) => !src.startsWith("data:"));
}

// With the style sheet's rules for dark and forced colours off.
function lightened<T>(draw: () => T, change: (word: "take" | "taken") => void): T {
  const rules = [...document.styleSheets].flatMap(rulesOf).flatMap((rule) => {
    const isOther =
      rule instanceof CSSMediaRule && /prefers-color-scheme|forced-colors/.test(rule.conditionText);
    return isOther ? [rule] : [];
  });
  const were = rules.map(({ media }) => media.mediaText);
  for (const { media } of rules) media.mediaText = "not all";
  change("take");
  try {
    return draw();
  } finally {
    rules.forEach(({ media }, k) => {
      media.mediaText = were[k];
    });
    change("taken");
  }
}

// A style sheet from elsewhere shows its rules to nobody.
function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

export async function pictureFile(drawing: string): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(SHARP * picture.width);
  canvas.height = Math.round(SHARP * picture.height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
  );
}
