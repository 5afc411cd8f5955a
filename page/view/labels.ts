// Names on the map that never lie over each other: the more important is placed first.

import { h } from "./dom.js";
import { oneLine } from "./words.js";
import { nearest } from "./world.js";

const GAP_PX = 3;
const MARGIN_PX = 6;
const LEADS_PX = [12, 28, 50, 80, 120, 170, 230];
const TURNS = Array.from({ length: 24 }, (_, k) => (k * Math.PI) / 12);

export function makeLabels(map) {
  const pane = map.createPane("labels");
  pane.classList.add("leaflet-zoom-hide");
  pane.style.zIndex = 650;
  pane.style.pointerEvents = "none";

  // wanted: {lines or rows (elements), className, priority, spots: [[lon, lat], ...], offset or around}
  // taken: [[lon, lat, px]], marks that no label may cover; covers: elements over the map.
  // With `offset` a label stands beside its spot, with `leads` further off if need be, and a line
  // leads there; with `around`, a centre, it stands off the ring
  // through its spots, led to likewise; with none it stands over its spot. `short` is a label for
  // where the whole finds no room.
  function place(wanted, taken, covers) {
    const size = map.getSize();
    const boxes = [...taken.map(([lon, lat, px]) => square(map, lon, lat, px)).filter((box) => meets(box, size)),
      ...covers.map((cover) => onMap(map, cover))];
    const forms = wanted.map((label) => [label, label.short].filter(Boolean)
      .map((form) => ({ ...form, element: element(form) })));
    pane.replaceChildren(...forms.flat().map((label) => label.element));
    for (const label of forms.flat()) {
      label.width = label.element.offsetWidth;
      label.height = label.element.offsetHeight;
    }
    forms.sort(([one], [other]) => one.priority - other.priority);
    const free = (label) => candidates(map, label).find((candidate) =>
      inside(candidate, size) && boxes.every((other) => apart(candidate, other)));
    for (const some of forms) {
      const at = some.map(free);
      const k = at.findIndex(Boolean);
      some.filter((label, other) => other !== k).forEach((label) => label.element.remove());
      if (k < 0) continue;
      const [label, box] = [some[k], at[k]];
      boxes.push(box);
      L.DomUtil.setPosition(label.element, map.containerPointToLayerPoint([box.left, box.top]).round());
      if (box.from) pane.prepend(leader(map, box));
    }
  }

  return { place };
}

function element(label) {
  return h("div", { class: `label ${label.className}` },
    label.rows ?? label.lines.map((line, k) => h("span", { class: `label-line-${k}` }, oneLine(line))));
}

function square(map, lon, lat, px) {
  const { x, y } = map.latLngToContainerPoint(nearest(map, lon, lat));
  return { left: x - px, top: y - px, right: x + px, bottom: y + px };
}

function onMap(map, cover) {
  const frame = map.getContainer().getBoundingClientRect();
  const { left, top, right, bottom } = cover.getBoundingClientRect();
  return { left: left - frame.left, top: top - frame.top, right: right - frame.left, bottom: bottom - frame.top };
}

function onScreen(map, [lon, lat]) {
  return map.latLngToContainerPoint(nearest(map, lon, lat));
}

function candidates(map, label) {
  const points = label.spots.map((spot) => onScreen(map, spot));
  if (label.around) {
    const centre = onScreen(map, label.around);
    return led(points.map((from) => [from, Math.atan2(from.y - centre.y, from.x - centre.x)]), label);
  }
  const near = points.flatMap((point) => beside(point, label.offset, label));
  if (!label.leads) return near;
  return [...near, ...led(points.flatMap((from) => TURNS.map((turn) => [from, turn])), label)];
}

// A line can lead out of a crowd: the nearest free place in any direction asked for.
function led(rays, label) {
  return LEADS_PX.flatMap((lead) => rays.map(([from, turn]) => {
    const x = from.x + Math.cos(turn) * (lead + label.width / 2);
    const y = from.y + Math.sin(turn) * (lead + label.height / 2);
    return { ...box(x - label.width / 2, y - label.height / 2, label), from };
  }));
}

function beside({ x, y }, offset, label) {
  const { width, height } = label;
  if (offset === undefined) return [box(x - width / 2, y - height / 2, label)];
  const slant = 0.7 * offset;
  return [
    [x + offset, y - height / 2], [x - offset - width, y - height / 2],
    [x - width / 2, y - offset - height], [x - width / 2, y + offset],
    [x + slant, y - slant - height], [x + slant, y + slant],
    [x - slant - width, y - slant - height], [x - slant - width, y + slant],
  ].map(([left, top]) => box(left, top, label));
}

function box(left, top, { width, height }) {
  return { left, top, right: left + width, bottom: top + height };
}

function leader(map, { from, left, top, right, bottom }) {
  const to = {
    x: Math.min(Math.max(from.x, left), right), y: Math.min(Math.max(from.y, top), bottom),
  };
  const line = h("div", { class: "leader" });
  const start = map.containerPointToLayerPoint([from.x, from.y]);
  line.style.width = `${Math.hypot(to.x - from.x, to.y - from.y)}px`;
  line.style.transform = `translate(${start.x}px, ${start.y}px) `
    + `rotate(${Math.atan2(to.y - from.y, to.x - from.x)}rad)`;
  return line;
}

function inside(box, size) {
  return box.left >= MARGIN_PX && box.top >= MARGIN_PX
    && box.right <= size.x - MARGIN_PX && box.bottom <= size.y - MARGIN_PX;
}

function meets(box, size) {
  return box.right >= 0 && box.bottom >= 0 && box.left <= size.x && box.top <= size.y;
}

function apart(one, other) {
  return one.right + GAP_PX <= other.left || other.right + GAP_PX <= one.left
    || one.bottom + GAP_PX <= other.top || other.bottom + GAP_PX <= one.top;
}
