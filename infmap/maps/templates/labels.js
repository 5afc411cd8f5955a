// Names on the map that never lie over each other: the more important is placed first.

import { h } from "./dom.js";
import { nearest } from "./world.js";

const GAP_PX = 3;
const MARGIN_PX = 6;

export function makeLabels(map) {
  const pane = map.createPane("labels");
  pane.classList.add("leaflet-zoom-hide");
  pane.style.zIndex = 650;
  pane.style.pointerEvents = "none";

  // wanted: {lines, className, priority, spots: [[lon, lat], ...], offset} ; taken: [[lon, lat, px]]
  // A label with an offset stands beside its spot, one without stands over it.
  function place(wanted, taken) {
    const size = map.getSize();
    const boxes = taken.map(([lon, lat, px]) => around(map, lon, lat, px));
    const labels = wanted.map((label) => ({ ...label, element: element(label) }));
    pane.replaceChildren(...labels.map((label) => label.element));
    for (const label of labels) {
      label.width = label.element.offsetWidth;
      label.height = label.element.offsetHeight;
    }
    labels.sort((one, other) => one.priority - other.priority);
    for (const label of labels) {
      const box = candidates(map, label).find((candidate) =>
        inside(candidate, size) && boxes.every((other) => apart(candidate, other)));
      if (!box) {
        label.element.remove();
        continue;
      }
      boxes.push(box);
      const corner = map.containerPointToLayerPoint([box.left, box.top]);
      L.DomUtil.setPosition(label.element, corner.round());
    }
  }

  return { place };
}

function element(label) {
  return h("div", { class: `label ${label.className}` },
    label.lines.map((line, k) => h("span", { class: `label-line-${k}` }, line)));
}

function around(map, lon, lat, px) {
  const { x, y } = map.latLngToContainerPoint(nearest(map, lon, lat));
  return { left: x - px, top: y - px, right: x + px, bottom: y + px };
}

function* pointsOf(map, label) {
  for (const [lon, lat] of label.spots) yield map.latLngToContainerPoint(nearest(map, lon, lat));
}

function candidates(map, label) {
  const { width, height, offset } = label;
  const found = [];
  for (const { x, y } of pointsOf(map, label)) {
    const corners = offset === undefined
      ? [[x - width / 2, y - height / 2]]
      : [[x + offset, y - height / 2], [x - offset - width, y - height / 2],
        [x - width / 2, y - offset - height], [x - width / 2, y + offset],
        [x + offset * 0.7, y - offset * 0.7 - height], [x + offset * 0.7, y + offset * 0.7],
        [x - offset * 0.7 - width, y - offset * 0.7 - height],
        [x - offset * 0.7 - width, y + offset * 0.7]];
    for (const [left, top] of corners) {
      found.push({ left, top, right: left + width, bottom: top + height });
    }
  }
  return found;
}

function inside(box, size) {
  return box.left >= MARGIN_PX && box.top >= MARGIN_PX
    && box.right <= size.x - MARGIN_PX && box.bottom <= size.y - MARGIN_PX;
}

function apart(one, other) {
  return one.right + GAP_PX <= other.left || other.right + GAP_PX <= one.left
    || one.bottom + GAP_PX <= other.top || other.bottom + GAP_PX <= one.top;
}
