// Take it with you: the picture as a drawing and in pixels, the table for a spreadsheet, the link, and
// the lines that show the page in another.

import { csvOf } from "../model/csv.ts";
import type { PageData } from "../model/data.ts";
import { quoted } from "../model/picture.ts";
import type { Scene } from "../model/scene.ts";
import { COMPACT, snippet } from "../model/snippet.ts";
import { writeState } from "../model/state.ts";
import { fileName } from "../model/taken.ts";
import { copyButton } from "./copy.ts";
import { HIDDEN, h, makeButton, write } from "./dom.ts";
import { pictureFile, pictureSvg } from "./takepicture.ts";

const REFUSED =
  "If no file comes, the page around this map keeps files from its reader (its frame is sandboxed " +
  "without allow-downloads). Open the whole map and take it from there.";
// A file is read a moment after it is asked for.
const KEPT_MS = 60_000;
const SAID_MS = 4000;

export function makeTake(data: PageData, map: L.Map) {
  const said = h("span", { class: "take-said", role: "status" });
  let scene: Scene | null = null;
  const element = h(
    "div",
    { class: "take", role: "group", "aria-label": "Take it with you" },
    h("span", { class: "take-words", ...HIDDEN }, "Take it with you"),
    saver("PNG", "Picture for pages and slides", async (now) => pictureFile(drawing(now))),
    saver("SVG", "Drawing for print", async (now) => fileOf(drawing(now), "image/svg+xml")),
    saver("CSV", "Table for a spreadsheet", async (now) => fileOf(csvOf(data, now), "text/csv")),
    copier(hasAddress() ? "Copy link" : "Copy state", () => link(fragment())),
    copier("Embed", () => embedding(fragment())),
    said,
  );

  // A page inside a frame's attribute has it nowhere else.
  function fragment(): string {
    return scene ? writeState(data, scene.state) : "";
  }

  function drawing(now: Scene): string {
    return pictureSvg(data, now, (word) => map.fire(word));
  }

  function saver(kind: string, words: string, make: (now: Scene) => Promise<Blob>): HTMLElement {
    const button = makeButton({ class: "tool", title: words }, called(kind));
    button.dataset.take = kind.toLowerCase();
    button.addEventListener("click", async () => {
      if (!scene) return;
      const name = `${fileName(data, scene)}.${kind.toLowerCase()}`;
      try {
        save(await make(scene), name);
        say(mayBeRefused() ? REFUSED : `Saved as ${name}`);
      } catch (error) {
        say(`No ${kind} could be made: ${error}`);
      }
    });
    return button;
  }

  // Why no file comes stands until the reader goes on.
  function say(words: string): void {
    write(said, words);
    if (words === REFUSED) return;
    setTimeout(() => said.textContent === words && write(said, ""), SAID_MS);
  }

  function draw(now: Scene): void {
    scene = now;
    write(said, "");
  }

  return { element, draw };
}

// A compact frame has one button alone, beside links.
function called(kind: string): string {
  return kind === "PNG" && window.name === COMPACT ? "Picture" : kind;
}

function copier(label: string, text: () => string): HTMLElement {
  const button = copyButton(label, text);
  button.className = "tool";
  return button;
}

function fileOf(text: string, type: string): Blob {
  return new Blob([text], { type: `${type};charset=utf-8` });
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

// A sandboxed frame may keep the page from giving files, and nothing tells the page whether it does;
// the frames that infmap writes let it, and say so by their name.
function mayBeRefused(): boolean {
  if (window.parent === window || window.name.startsWith("infmap")) return false;
  try {
    return !window.localStorage;
  } catch {
    return true;
  }
}

// A page inside a frame's attribute has no address of its own.
function hasAddress(): boolean {
  return window.location.protocol !== "about:";
}

function link(fragment: string): string {
  return hasAddress() ? window.location.href.split("#")[0] + fragment : fragment;
}

// A file on a disk is shown to nobody by its address: the command writes the lines for where it lies.
function embedding(fragment: string): string {
  const { protocol, pathname } = window.location;
  if (protocol.startsWith("http")) return snippet(link(fragment), document.title);
  if (!hasAddress()) return `infmap embed --compact --inline ${quoted(`map.html${fragment}`)}`;
  const file = decodeURIComponent(pathname.split("/").at(-1) ?? "");
  return `infmap embed --compact ${quoted(file + fragment)}`;
}
