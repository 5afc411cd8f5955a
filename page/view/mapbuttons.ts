// The buttons on the map: closer, farther, back to what the page opened on, the whole screen.

import { h, makeButton, part } from "./dom.ts";

interface Actions {
  onZoom: (steps: 1 | -1) => void;
  onHome: () => void;
}

export function makeMapButtons(map: L.Map, { onZoom, onHome }: Actions) {
  const closer = button("+", "Zoom in", () => onZoom(1));
  const farther = button("−", "Zoom out", () => onZoom(-1));
  const stage = part("stage");
  const full = button("⤢", "Full screen", toggle);
  const box = h(
    "div",
    { class: "map-buttons", role: "group", "aria-label": "Map", "data-covers": true },
    closer,
    farther,
    button("⌂", "Back to the first view", onHome),
    // A frame has the whole screen only where its host allows it.
    document.fullscreenEnabled ? full : null,
  );
  part("map-frame").append(box);
  map.on("zoomend zoomlevelschange", showLimits);

  // A button that can do no more keeps the keyboard, and says so.
  function showLimits(): void {
    const zoom = map.getZoom();
    closer.setAttribute("aria-disabled", String(zoom >= map.getMaxZoom()));
    farther.setAttribute("aria-disabled", String(zoom <= map.getMinZoom()));
  }

  document.addEventListener("fullscreenchange", () => {
    const isFull = document.fullscreenElement === stage;
    full.setAttribute("aria-pressed", String(isFull));
  });

  function toggle(): void {
    if (document.fullscreenElement) document.exitFullscreen();
    else stage.requestFullscreen();
  }
}

function button(sign: string, words: string, click: () => void): HTMLButtonElement {
  return makeButton({ title: words, "aria-label": words, click }, sign);
}
