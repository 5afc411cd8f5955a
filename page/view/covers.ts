// What lies over the map: buttons, the scale, the credit. No name stands under them.

import type { Box } from "../model/placing.ts";

const COVERS = ".leaflet-control, .map-buttons, [data-covers]";

export function makeCovers(map: L.Map) {
  const known = new Map<Element, Box>();
  map.on("resize", () => known.clear());

  function boxes(): Box[] {
    if (!known.size) look();
    return [...known.values()];
  }

  // Whether any takes more of the map than it did: the scale changes with the zoom.
  function look(): boolean {
    const container = map.getContainer();
    const frame = container.getBoundingClientRect();
    let hasGrown = false;
    for (const cover of (container.parentElement ?? container).querySelectorAll(COVERS)) {
      const { left, top, right, bottom } = cover.getBoundingClientRect();
      // What is not shown covers nothing.
      if (left === right) continue;
      const before = known.get(cover);
      const now = united(before, {
        left: left - frame.left,
        top: top - frame.top,
        right: right - frame.left,
        bottom: bottom - frame.top,
      });
      known.set(cover, now);
      hasGrown ||= !before || now.left < before.left || now.right > before.right;
    }
    return hasGrown;
  }

  return { boxes, look };
}

function united(one: Box | undefined, other: Box): Box {
  if (!one) return other;
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}
