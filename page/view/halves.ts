// A map that compares, divided: on each side its own rings and marks, and the other's as hairlines.

import { farEnd, figuresAt } from "../model/coverage.ts";
import type { PageData } from "../model/data.ts";
import { firstShare, handleAt } from "../model/divide.ts";
import type { Box, Dot } from "../model/placing.ts";
import type { Picture, Side } from "./chart.ts";
import { makeDivider } from "./divider.ts";
import { h } from "./dom.ts";
import { LEFT, RIGHT } from "./panes.ts";
import type { Projected } from "./projection.ts";
import { makeRings } from "./rings.ts";

// A narrower half has no room for its words: its letter stands on the handle.
const LEAST_PX = 150;
const LETTERS = ["A", "B"] as const;
const ARROWS = ["‹", "›"] as const;
// Names wait until the line rests.
const REST_MS = 160;

export function makeHalves(
  map: L.Map,
  data: PageData,
  projected: Projected,
  // The line has moved; once it rests.
  { onMove, onRest }: { onMove: (x: number | null) => void; onRest: () => void },
) {
  const right = makeRings(map, data, projected);
  const divider = makeDivider(put);
  const tags = LETTERS.map((letter) =>
    h("div", { class: `half-tag half-${letter.toLowerCase()}` }),
  );
  const frame = map.getContainer().parentElement ?? map.getContainer();
  let shown: { sides: [Side, Side]; changing: number[]; pair: string } | null = null;
  let isOwn = false;
  let timer = 0;

  // On the left side the map's own rings are drawn.
  function draw({ sides, changing }: Picture): void {
    if (!sides) {
      hide();
      return;
    }
    const pair = JSON.stringify(sides.map(({ scene, tag }) => [scene.focus.id, tag]));
    // Another pair is divided where it is best seen.
    if (pair !== shown?.pair) isOwn = false;
    const isNew = !shown;
    shown = { sides, changing, pair };
    const [, { scene }] = sides;
    right.draw(scene.focus, scene.state, "right");
    if (isNew) frame.append(divider.element, ...tags);
    sides.forEach(({ tag, look }, k) => {
      tags[k].textContent = tag;
      tags[k].style.color = look ? `var(--${look})` : "";
    });
    divide();
  }

  function hide(): void {
    if (!shown) return;
    shown = null;
    onMove(null);
    right.clear();
    for (const one of [divider.element, ...tags]) one.remove();
    clip();
  }

  // Where the reader has not drawn the line, half of what changes lies on each side of it.
  function divide(): void {
    if (!shown) return;
    const { x: width } = map.getSize();
    const places = isOwn ? [] : shown.changing.flatMap((index) => xOf(data.capitals[index]));
    const sites = shown.sides.flatMap(({ scene: { focus } }) => xOf(focus));
    at(isOwn ? divider.share() : firstShare(places, width, sites, radius(shown.sides)));
  }

  // Of the smaller side's rings, where both sides are of one site; null where a side has none.
  function radius(sides: [Side, Side]): number | null {
    const [one, other] = sides.map(({ scene: { focus, state } }) => ({
      focus,
      km: Math.max(0, ...figuresAt(data, focus, state).map(([, claim]) => farEnd(claim) ?? 0)),
    }));
    const km = one.focus === other.focus ? Math.min(one.km, other.km) : 0;
    return km > 0 ? km * projected.pxPerKm(one.focus) : null;
  }

  function xOf({ lon, lat }: { lon: number; lat: number }): number[] {
    const dot = projected.at([lon, lat]);
    return dot ? [dot.x] : [];
  }

  function at(share: number): void {
    if (!shown) return;
    const { x: width, y: height } = map.getSize();
    const px = Math.round(share * width);
    const sites = shown.sides.flatMap(({ scene: { focus } }): Dot[] => {
      const dot = projected.at([focus.lon, focus.lat]);
      return dot ? [dot] : [];
    });
    const inside = Math.max(HANDLE_PX, Math.min(width - HANDLE_PX, px));
    divider.put(share, { down: handleAt(px, height, sites), beside: inside - px });
    const rooms = [px, width - px];
    const isNarrow = rooms.map((room) => room < LEAST_PX);
    divider.say("Line between A and B", [
      isNarrow[0] ? LETTERS[0] : ARROWS[0],
      isNarrow[1] ? LETTERS[1] : ARROWS[1],
    ]);
    tags.forEach((tag, k) => {
      tag.hidden = isNarrow[k];
      tag.style.maxWidth = `${rooms[k] - 2 * TAG_PX - (k ? BUTTONS_PX : 0)}px`;
      if (k) tag.style.left = `${px + TAG_PX}px`;
      else tag.style.right = `${Math.max(width - px + TAG_PX, BUTTONS_PX)}px`;
    });
    clip();
    onMove(px);
  }

  function put(share: number): void {
    isOwn = true;
    at(share);
    window.clearTimeout(timer);
    timer = window.setTimeout(onRest, REST_MS);
  }

  function clip(): void {
    const { x: width, y: height } = map.getSize();
    const px = Math.round(divider.share() * width);
    clipPanes(LEFT, shown && { left: 0, right: px, top: 0, bottom: height });
    clipPanes(RIGHT, shown && { left: px, right: width, top: 0, bottom: height });
  }

  function clipPanes(names: string[], box: Box | null): void {
    const [zero] = [map.containerPointToLayerPoint([0, 0])];
    const path = box ? polygon(box, zero) : "";
    for (const name of names) {
      const pane = map.getPane(name);
      if (pane) pane.style.clipPath = path;
    }
  }

  function x(): number | null {
    return shown && Math.round(divider.share() * map.getSize().x);
  }

  // What names keep clear of: the line with its handle, and the words at its head.
  function boxes(): Box[] {
    const px = x();
    if (px === null) return [];
    const { y: height } = map.getSize();
    const { left, top } = frame.getBoundingClientRect();
    return [
      { left: px - LINE_PX, right: px + LINE_PX, top: 0, bottom: height },
      ...[...tags.filter(({ hidden }) => !hidden), divider.handle].map((one) => {
        const box = one.getBoundingClientRect();
        return {
          left: box.left - left,
          right: box.right - left,
          top: box.top - top,
          bottom: box.bottom - top,
        };
      }),
    ];
  }

  map.on("move zoomend viewreset", () => shown && clip());
  map.on("resize", () => shown && divide());
  return { draw, hide, divide, x, boxes, right };
}

const TAG_PX = 8;
// Half of the handle, which stays whole at the map's edges.
const HANDLE_PX = 20;
const BUTTONS_PX = 44;
// Names keep off the line by more than its half width.
const LINE_PX = 5;

function polygon({ left, right, top, bottom }: Box, { x, y }: Dot): string {
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return `polygon(${corners.map(([east, south]) => `${east + x}px ${south + y}px`).join(",")})`;
}
