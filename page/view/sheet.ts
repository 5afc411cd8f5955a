// The phone's sheet: closed, as high as the card, or as high as the screen. Elsewhere the card has a
// place of its own, and the style sheet leaves the handle out.

import { makeButton } from "./dom.ts";

// A finger that has moved so far means it.
const DRAG_PX = 40;

export function makeSheet(card: HTMLElement, close: () => void) {
  const handle = makeButton({ class: "sheet-handle", click: toggle });
  let from: number | null = null;
  let dragged = false;
  label();

  handle.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    dragged = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointerup", (event) => {
    const by = from === null ? 0 : event.clientY - from;
    from = null;
    dragged = Math.abs(by) > DRAG_PX;
    if (!dragged) return;
    if (by < 0) setFull(true);
    else if (isFull()) setFull(false);
    else close();
  });
  handle.addEventListener("pointercancel", () => {
    from = null;
  });

  function isFull(): boolean {
    return card.classList.contains("is-full");
  }

  function toggle(): void {
    // The click that ends a drag is none.
    if (!dragged) setFull(!isFull());
    dragged = false;
  }

  function setFull(full: boolean): void {
    card.classList.toggle("is-full", full);
    label();
  }

  function label(): void {
    handle.setAttribute("aria-label", isFull() ? "Make smaller" : "Make larger");
    handle.setAttribute("aria-expanded", String(isFull()));
  }

  // A card for another place opens low, under the map, which comes back into view.
  function open(): void {
    setFull(false);
    if (document.body.dataset.layout !== "phone") return;
    const { activeElement: held } = document;
    if (held instanceof HTMLInputElement) held.blur();
    document.getElementById("map-frame")?.scrollIntoView({ block: "nearest" });
  }

  return { handle, open };
}
