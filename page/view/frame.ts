// The frame of it all: how the page is laid out, what its foot leads to, and what is opened by it.

import { creditOf } from "../model/credit.ts";
import type { PageData } from "../model/data.ts";
import { type Held, layoutOf } from "../model/layout.ts";
import type { Scene } from "../model/scene.ts";
import { COMPACT } from "../model/snippet.ts";
import { h, makeButton, part, replace, write } from "./dom.ts";
import { makeTake } from "./take.ts";

// The headings below the table.
const SECTIONS = [
  ["reported-title", "Reported here"],
  ["reach-title", "What reaches"],
  ["what-if-title", "What if"],
  ["sites-title", "Sites"],
  ["colophon", "Sources"],
] as const;

export function makeFrame(map: L.Map, data: PageData) {
  const take = makeTake(data, map);
  const held = heldBy();
  const { body } = document;
  body.classList.toggle("is-compact", held === "compact");
  const openers = [opener("table", "Table"), opener("tools", "Tools")];
  const whole = h(
    "a",
    { class: "foot-whole", target: "_blank", rel: "noopener" },
    "Open the whole map ↗",
  );
  const credit = h("span", { class: "foot-credit" });
  const menu = h(
    "details",
    { class: "foot-wide" },
    h("summary", { class: "tool" }, "More"),
    h(
      "ul",
      {},
      SECTIONS.map(([id, words]) => h("li", {}, h("a", { href: `#${id}`, "data-to": id }, words))),
    ),
  );
  replace(
    part("panel-foot"),
    h("span", { class: "foot-small" }, hasAddress() ? whole : null, openers),
    take.element,
    menu,
    credit,
  );
  // Their addresses are no states of the page's.
  part("panel-foot").addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-to]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    menu.open = false;
    const heading = part(link.dataset.to ?? "");
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  });
  window.addEventListener("resize", layOut);
  layOut();

  function layOut(): void {
    // A phone's window is as wide as what it first shows; its root is as wide as its screen.
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    body.dataset.layout = layoutOf(width, height, held);
  }

  // What a small page shows only where it is asked to: one thing at a time.
  function opener(name: string, words: string): HTMLButtonElement {
    const button = makeButton({ class: "tool", "aria-expanded": "false" }, words);
    button.addEventListener("click", () => open(body.dataset.open === name ? "" : name));
    button.dataset.opens = name;
    return button;
  }

  function open(name: string): void {
    body.dataset.open = name;
    for (const one of openers)
      one.setAttribute("aria-expanded", String(one.dataset.opens === name));
  }

  let chosen: number | null = null;
  function draw(scene: Scene): void {
    whole.href = window.location.href;
    take.draw(scene);
    write(credit, creditOf(data, scene));
    // A place chosen in the table is seen on the map.
    const isNew = scene.chosen !== null && scene.chosen !== chosen;
    chosen = scene.chosen;
    if (isNew && body.dataset.open === "table") open("");
  }

  return { draw };
}

function heldBy(): Held {
  if (window.parent === window) return "window";
  return window.name === COMPACT ? "compact" : "frame";
}

// A page inside a frame's attribute has no address of its own.
function hasAddress(): boolean {
  return window.location.protocol !== "about:";
}
