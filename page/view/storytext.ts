// The text of a story: where its reader is, and how to get elsewhere in it.

import { type Room, stepAt } from "../model/steps.ts";
import { h, part, replace } from "./dom.ts";

// A step that is passed faster turns no map.
const REST_MS = 120;

export interface Reading {
  // Puts a step, or another part, where it is read; focus goes with it.
  go: (id: string, behavior?: ScrollBehavior) => void;
  // Of the step that is read now.
  step: () => number;
  // Looks anew where the reader is: the layout has changed.
  look: () => void;
}

// `onStep` hears of a step as soon as it begins, `onRest` once the reader stays there.
export function makeReading(
  onStep: (step: number) => void,
  onRest: (step: number) => void,
): Reading {
  const sections = [...document.querySelectorAll<HTMLElement>(".step")];
  const headings = sections.map((one) => one.querySelector("h2") ?? one);
  const links = [...document.querySelectorAll("#story-rail a")];
  const head = part("story-head");
  const stage = part("stage");
  let now: number | null = null;
  // A step that the keyboard has gone into, until the reader scrolls.
  let held: number | null = null;
  let timer = 0;

  function room(): Room {
    const { layout } = document.body.dataset;
    const over = layout === "story-narrow" ? stage : head;
    return { top: over.getBoundingClientRect().bottom, bottom: window.innerHeight };
  }

  function look(): void {
    const tops = headings.map((one) => one.getBoundingClientRect().top);
    // At the very top the title is read, however near the first step is.
    begin(held ?? (window.scrollY < 1 ? -1 : stepAt(tops, room())));
  }

  // What is gone to is not to land behind what lies over the text. No padding of the window's: what
  // lies there would be scrolled into view itself.
  function measure(): void {
    document.documentElement.style.setProperty("--over", `${room().top}px`);
  }

  function begin(step: number): void {
    if (step === now) return;
    now = step;
    for (const [k, section] of sections.entries()) section.classList.toggle("is-read", k === step);
    links.forEach((link, k) => {
      if (k === step) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    replace(
      part("story-now"),
      ...(step < 0 ? [] : [h("span", { class: "story-long" }, "Step "), `${step + 1} of `]),
      `${sections.length}${step < 0 ? " steps" : ""}`,
    );
    onStep(step);
    window.clearTimeout(timer);
    timer = window.setTimeout(onRest, REST_MS, step);
  }

  function go(id: string, behavior: ScrollBehavior = "auto"): void {
    const target = document.getElementById(id);
    if (!target) return;
    held = null;
    target.scrollIntoView({ behavior, block: "start" });
    if (!target.matches("a, button, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  // What is reached by keyboard may stand where its step has not begun.
  function onFocus({ target }: FocusEvent): void {
    if (!(target instanceof Element) || !target.matches(":focus-visible")) return;
    const step = sections.findIndex((section) => section !== target && section.contains(target));
    if (step < 0) return;
    held = step;
    look();
  }

  function release(): void {
    held = null;
  }

  document.addEventListener("scroll", look, { passive: true });
  document.addEventListener("focusin", onFocus);
  for (const kind of ["wheel", "touchmove", "pointerdown"]) {
    document.addEventListener(kind, release, { passive: true });
  }
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Tab" && key !== "Shift" && key !== "Enter") release();
  });
  new ResizeObserver(measure).observe(stage);
  measure();
  return { go, step: () => now ?? -1, look };
}
