// A story is scrolled through, and so is the page that holds a frame: a wheel or one finger over the map
// is the reader's way past it, and moves the map only with Ctrl or a second finger.

import { HIDDEN, h, part, write } from "./dom.ts";

const HINT_MS = 1500;

export function isScrolledThrough(): boolean {
  return isStory() || window.parent !== window;
}

function isStory(): boolean {
  return document.body.classList.contains("story-page");
}

export function shareGestures(map: L.Map): void {
  if (!isScrolledThrough()) return;
  const place = map.getContainer();
  const hint = h("p", { class: "gesture-hint", ...HIDDEN });
  hint.hidden = true;
  part("map-frame").append(hint);
  let timer = 0;

  // Over a story's map nearly everybody scrolls, and wants nothing else.
  function tell(words: string): void {
    if (isStory()) return;
    write(hint, words);
    hint.hidden = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      hint.hidden = true;
    }, HINT_MS);
  }

  // Whose a finger is, is settled before the page hears of it.
  place.style.touchAction = "pan-x pan-y";
  place.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopImmediatePropagation();
      tell("Ctrl + scroll to zoom the map");
    },
    { capture: true, passive: true },
  );
  place.addEventListener(
    "pointerdown",
    ({ pointerType }) => {
      // A globe is turned.
      const isGlobe = document.body.dataset.projection === "globe";
      if (pointerType === "touch" || isGlobe) map.dragging.disable();
      else map.dragging.enable();
    },
    { capture: true },
  );
  place.addEventListener(
    "touchmove",
    ({ touches }) => {
      if (touches.length === 1) tell("Two fingers move the map");
    },
    { passive: true },
  );
}
