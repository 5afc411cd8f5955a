// Names on the map that never lie over each other: the more important is placed first.

import {
  type Box,
  isSeen,
  leadEnd,
  type Measured,
  type Room,
  roomFor,
  squareAt,
} from "../model/placing.ts";
import { oneLine } from "../model/words.ts";
import { h } from "./dom.ts";
import { nearest } from "./panes.ts";

export type Spot = [lon: number, lat: number];

// What a label says, in lines or in rows of elements, and where it may stand: see placing.ts.
interface Form {
  className: string;
  lines?: string[];
  rows?: HTMLElement[];
  spots: Spot[];
  offset?: number;
  leads?: boolean;
  around?: Spot;
}

// The smaller the priority, the sooner it is placed; `short` is for where the whole finds no room.
export type Label = Form & { priority: number; short?: Form };

// A mark that no label may cover.
export type Taken = [lon: number, lat: number, px: number];

type Drawn = Measured & { element: HTMLElement };

export function makeLabels(map: L.Map) {
  const pane = map.createPane("labels");
  pane.classList.add("leaflet-zoom-hide");
  pane.style.zIndex = "650";
  pane.style.pointerEvents = "none";

  // `covers` are elements over the map.
  function place(wanted: Label[], marks: Taken[], covers: Iterable<Element>): void {
    const size = map.getSize();
    const taken = [
      ...marks
        .map(([lon, lat, px]) => squareAt(onScreen(map, [lon, lat]), px))
        .filter((box) => isSeen(box, size)),
      ...[...covers].map((cover) => boxOf(map, cover)),
    ];
    for (const forms of measured(wanted)) {
      const rooms = forms.map((form) => roomFor(form, taken, size));
      const k = rooms.findIndex(Boolean);
      forms.forEach(({ element }, other) => {
        if (other !== k) element.remove();
      });
      const room = rooms[k];
      if (!room) continue;
      taken.push(room);
      setAt(forms[k].element, room);
    }
  }

  // All are put on the page before the first is measured, so that it is laid out once.
  function measured(wanted: Label[]): Drawn[][] {
    const labels = wanted.map(({ short, ...whole }) => ({
      priority: whole.priority,
      forms: (short ? [whole, short] : [whole]).map((form) => ({ form, element: element(form) })),
    }));
    pane.replaceChildren(...labels.flatMap(({ forms }) => forms.map((form) => form.element)));
    return labels
      .map(({ priority, forms }) => ({ priority, forms: forms.map(measure) }))
      .sort((one, other) => one.priority - other.priority)
      .map(({ forms }) => forms);
  }

  function measure({ form, element }: { form: Form; element: HTMLElement }): Drawn {
    const { spots, offset, leads, around } = form;
    return {
      element,
      width: element.offsetWidth,
      height: element.offsetHeight,
      points: spots.map((spot) => onScreen(map, spot)),
      offset,
      leads,
      around: around && onScreen(map, around),
    };
  }

  function setAt(element: HTMLElement, room: Room): void {
    const corner = map.containerPointToLayerPoint([room.left, room.top]);
    L.DomUtil.setPosition(element, corner.round());
    if (room.from) pane.prepend(leader(map, { ...room, from: room.from }));
  }

  return { place };
}

function element({ className, lines = [], rows }: Form): HTMLElement {
  return h(
    "div",
    { class: `label ${className}` },
    rows ?? lines.map((line, k) => h("span", { class: `label-line-${k}` }, oneLine(line))),
  );
}

function boxOf(map: L.Map, cover: Element): Box {
  const frame = map.getContainer().getBoundingClientRect();
  const { left, top, right, bottom } = cover.getBoundingClientRect();
  return {
    left: left - frame.left,
    top: top - frame.top,
    right: right - frame.left,
    bottom: bottom - frame.top,
  };
}

function onScreen(map: L.Map, [lon, lat]: Spot): L.Point {
  return map.latLngToContainerPoint(nearest(map, lon, lat));
}

function leader(
  map: L.Map,
  room: Room & { from: L.Point | { x: number; y: number } },
): HTMLElement {
  const { from } = room;
  const to = leadEnd(room);
  const line = h("div", { class: "leader" });
  const start = map.containerPointToLayerPoint([from.x, from.y]);
  line.style.width = `${Math.hypot(to.x - from.x, to.y - from.y)}px`;
  const turn = Math.atan2(to.y - from.y, to.x - from.x);
  line.style.transform = `translate(${start.x}px, ${start.y}px) rotate(${turn}rad)`;
  return line;
}
