// The line that divides a map: drawn by its handle with a pointer, or moved by keys.

import { shareAfter } from "../model/divide.ts";
import { h } from "./dom.ts";

export interface Divider {
  element: HTMLElement;
  handle: HTMLElement;
  // Where it is, from 0 at the left to 1.
  share: () => number;
  // `handle`: how far down its handle is, and how far beside the line, in pixels.
  put: (share: number, handle: { down: number; beside: number }) => void;
  // What stands on the handle, and what it is called.
  say: (words: string, letters: [string, string]) => void;
}

export function makeDivider(onMove: (share: number) => void): Divider {
  const [left, right] = [h("span", {}), h("span", {})];
  const handle = h("span", { class: "divider-handle not-taken" }, left, right);
  const element = h(
    "div",
    {
      class: "divider",
      role: "slider",
      tabindex: 0,
      "aria-orientation": "horizontal",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
    },
    h("span", { class: "divider-line" }),
    handle,
  );
  let share = 0.5;
  let from: { id: number; off: number } | null = null;

  function put(wanted: number, { down, beside }: { down: number; beside: number }): void {
    share = wanted;
    element.style.left = `${100 * share}%`;
    handle.style.transform = `translate(${beside}px,${down}px)`;
    element.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  }

  function say(words: string, letters: [string, string]): void {
    element.setAttribute("aria-label", words);
    [left.textContent, right.textContent] = letters;
  }

  function frame(): DOMRect {
    return (element.parentElement ?? element).getBoundingClientRect();
  }

  element.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    const { left: west, width } = frame();
    // The line does not jump to where it is taken.
    from = { id: event.pointerId, off: event.clientX - west - share * width };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", ({ pointerId, clientX }) => {
    if (from?.id !== pointerId) return;
    const { left: west, width } = frame();
    onMove(Math.max(0, Math.min(1, (clientX - west - from.off) / width)));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    element.addEventListener(end, () => {
      from = null;
    });
  }
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const wanted = shareAfter(event.key, share);
    if (wanted === null) return;
    event.preventDefault();
    onMove(wanted);
  });
  return { element, handle, share: () => share, put, say };
}
