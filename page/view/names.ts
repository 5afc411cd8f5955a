// What is named on the map, and where: the site, the rings on their arcs, the chosen place and the
// headline's, then as many as the map bears.

import { geodesic } from "../earth/geodesic.ts";
import { arcRoom, crowding, piecesOf, type Strip } from "../model/arcs.ts";
import { coverage } from "../model/coverage.ts";
import type { Coverage, PageData, Ring, Site, Stroke } from "../model/data.ts";
import { finding } from "../model/finding.ts";
import { limitLabels, type Row, ringLabels } from "../model/labels.ts";
import { type Marked, mustsOf, namingOrder, thinned } from "../model/naming.ts";
import {
  type Dot,
  Field,
  isSeen,
  outside,
  type Room,
  roomFor,
  roomOff,
  squareAt,
} from "../model/placing.ts";
import { stands } from "../model/reports.ts";
import type { Scene } from "../model/scene.ts";
import type { Placement } from "../model/strokes.ts";
import { isBeyond, oneLine, twoLines } from "../model/words.ts";
import { type Boxed, type Curved, makeSheet, type Shown, type Words } from "./labels.ts";
import type { Projected } from "./projection.ts";

export interface Rings {
  rings: () => Ring[];
  placement: () => Placement;
  site: () => Site;
}

const CRIMEA = {
  lines: ["Crimea: Ukraine, under", "Russian occupation"],
  at: [34.2, 45.2] as [number, number],
};
const COVERS = ".leaflet-control, .map-buttons, [data-covers]";
// From a mark's middle: what it takes of the map, and where its name begins.
const MARK_PX = { focus: 12, site: 8, chosen: 12, near: 6, far: 4 };
const NAME_PX = { focus: 15, site: 11, chosen: 15, near: 9 };
const STROKE_PX = 2.1;
// A ring that has a bundle so near is not named twice.
const SAME_PX = 8;
const WAY_STEPS = 48;

export function makeNames(map: L.Map, data: PageData, projected: Projected, rings: Rings) {
  const sheet = makeSheet(map);
  let scene: Scene | null = null;
  let frame: number | null = null;
  map.on("turn", sheet.clear);

  // Names wait for the next frame, so that a change that moves the map as well places them once.
  function soon(now: Scene | null = scene): void {
    scene = now;
    if (frame !== null) return;
    frame = window.requestAnimationFrame(() => {
      frame = null;
      if (scene) sheet.show(placed(scene));
    });
  }

  function placed(now: Scene): Shown {
    const { focus, state } = now;
    const isSingle = state.mode !== "overview";
    const found = coverage(data, focus, state);
    const field = new Field(map.getSize());
    const marks = marksOf(now, found);
    for (const { x, y, px } of marks) field.take(squareAt({ x, y }, px));
    for (const cover of document.querySelectorAll(COVERS)) field.take(boxOf(map, cover));
    const way = isSingle ? wayOf(now) : [];
    for (const piece of way) field.takeLine(piece);
    const strokes = isSingle ? drawRings(focus, field) : [];
    const shown: Shown = { boxed: [], curved: [], way };
    const boxes = boxer(field, shown.boxed);

    const centre = projected.at([focus.lon, focus.lat]);
    const musts = mustsOf(data, state, isSingle ? finding(data, focus, state).named : []);
    const places = named(now, found, field, musts);
    const words = [
      ...places.map(({ index }) => nameOf(index, now, found)),
      ...(isSingle ? [focusName(focus)] : []),
    ];
    sheet.measure(words);
    if (isSingle && centre) {
      boxes(focusName(focus), centre, NAME_PX.focus, true);
      const crowd = crowding(marks, centre);
      const [chosen] = places.filter(({ index }) => index === now.chosen);
      if (chosen) boxes(nameOf(chosen.index, now, found), chosen, NAME_PX.chosen, true);
      nameRings(now, found, strokes, field, centre, crowd, shown);
      nameLimits(now, strokes, field, centre, crowd, shown);
    }
    for (const place of places) {
      if (place.index === now.chosen && isSingle) continue;
      const offset = place.index === now.chosen ? NAME_PX.chosen : NAME_PX.near;
      if (place.isMust) boxes(nameOf(place.index, now, found), place, offset, true);
    }
    const crimea = projected.at(CRIMEA.at);
    if (crimea) boxes({ className: "label-land", lines: CRIMEA.lines }, crimea, 16, false);
    if (!isSingle) nameSites(now, boxes);
    for (const place of places) {
      if (!place.isMust) boxes(nameOf(place.index, now, found), place, NAME_PX.near, false);
    }
    if (isSingle) nameSites(now, boxes);
    return shown;
  }

  type Boxes = (words: Words, at: Dot, offset: number, leads: boolean) => void;

  function boxer(field: Field, boxed: Boxed[]): Boxes {
    return (words, at, offset, leads) => {
      if (!isSeen(squareAt(at, 0), field.size)) return;
      const room = roomFor({ ...sheet.sizeOf(words), at, offset, leads }, field);
      if (room) boxed.push({ ...words, room: taken(room, field) });
    };
  }

  // Marks as they are seen, with what each takes of the map.
  function marksOf({ state, shown, focus, chosen }: Scene, { band }: Coverage) {
    const isSingle = state.mode !== "overview";
    const places = data.capitals.flatMap((place, index) => {
      const at = stands(place, state.date) && projected.at([place.lon, place.lat]);
      if (!at) return [];
      const usual = isSingle && isBeyond(band[index]) ? MARK_PX.far : MARK_PX.near;
      return [{ x: at.x, y: at.y, px: index === chosen ? MARK_PX.chosen : usual }];
    });
    const sites = [...new Set([...shown, focus])].flatMap((site) => {
      const at = projected.at([site.lon, site.lat]);
      const px = site === focus && isSingle ? MARK_PX.focus : MARK_PX.site;
      return at ? [{ x: at.x, y: at.y, px }] : [];
    });
    return [...sites, ...places];
  }

  // The strokes of the rings as they are drawn, by which labels go.
  function drawRings(site: Site, field: Field) {
    const { bundles, beside } = rings.placement();
    const drawn = bundles.flat().map((stroke) => {
      const px = beside.get(stroke) ?? 0;
      return { stroke, runs: projected.circle(site, stroke.km).map((run) => outside(run, px)) };
    });
    for (const { runs } of drawn) for (const run of runs) field.draw(run);
    return drawn;
  }

  function nameRings(
    { focus, chosen, state }: Scene,
    { distance }: Coverage,
    drawn: { stroke: Stroke; runs: Dot[][] }[],
    field: Field,
    centre: Dot,
    crowd: number[],
    shown: Shown,
  ): void {
    if (rings.site() !== focus) return;
    const far = chosen === null ? null : distance[chosen];
    const { bundles } = rings.placement();
    const labels = ringLabels(data, bundles, rings.rings(), state.units, far);
    sheet.measure(labels.flatMap(({ forms }) => forms.flat().map(rowWords)));
    const runsOf = (stroke: Stroke) => drawn.find((one) => one.stroke === stroke)?.runs ?? [];
    // The smaller a ring, the fewer places it has.
    const inOrder = labels.toSorted((one, other) => one.strokes[0].km - other.strokes[0].km);
    for (const { strokes, forms } of inOrder) {
      const outer = runsOf(strokes[strokes.length - 1]);
      const inner = runsOf(strokes[0]);
      nameArc(
        forms,
        { outer, inner, half: STROKE_PX / 2 },
        "label-ring",
        field,
        centre,
        crowd,
        shown,
      );
    }
  }

  function nameLimits(
    { focus, state }: Scene,
    drawn: { stroke: Stroke }[],
    field: Field,
    centre: Dot,
    crowd: number[],
    shown: Shown,
  ): void {
    const scale = projected.pxPerKm(focus);
    for (const { limit, forms } of limitLabels(data, state.units)) {
      if (drawn.some(({ stroke }) => Math.abs(stroke.km - limit) * scale < SAME_PX)) continue;
      const runs = projected.circle(focus, limit);
      const rows = forms.map((text): Row[] => [{ look: "limit", text }]);
      const side = { outer: runs, inner: runs, half: 0.7 };
      nameArc(rows, side, "label-limit", field, centre, crowd, shown, false);
      for (const run of runs) field.draw(run);
    }
  }

  // Of the forms of a label the fullest that finds room on the arc; a line leads off a small ring.
  function nameArc(
    forms: Row[][],
    sides: { outer: Dot[][]; inner: Dot[][]; half: number },
    className: string,
    field: Field,
    centre: Dot,
    crowd: number[],
    shown: Shown,
    leads = true,
  ): void {
    for (const rows of forms) {
      const sizes = rows.map((row) => sheet.sizeOf(rowWords(row)));
      const height = Math.max(...sizes.map((size) => size.height));
      const widths = sizes.map(({ width }) => width + 2);
      const strips = arcRoom({ ...sides, widths, height }, field, centre, crowd);
      if (!strips) continue;
      shown.curved.push(curvedOf(className, rows, strips));
      for (const strip of strips) for (const piece of piecesOf(strip, height)) field.take(piece);
      return;
    }
    if (!leads) return;
    for (const rows of forms) {
      const words = { className: `${className} label-led`, lines: rows.map(({ text }) => text) };
      const room = roomOff(sides.outer, sheet.sizeOf(words), field, centre);
      if (!room) continue;
      const looks = rows.map(({ look }) => look);
      shown.boxed.push({ ...words, looks, room: taken(room, field) });
      return;
    }
  }

  // As many places as the map bears, as they are seen.
  function named({ state }: Scene, found: Coverage, { size }: Field, musts: number[]) {
    const order = namingOrder(data, found, state, musts);
    const seen = order.flatMap((index): Marked[] => {
      const { lon, lat, people } = data.capitals[index];
      const at = projected.at([lon, lat]);
      if (!at || !isSeen(squareAt(at, 0), size)) return [];
      return [{ index, people, x: at.x, y: at.y, isMust: musts.includes(index) }];
    });
    return thinned(seen, size);
  }

  function nameOf(index: number, { chosen }: Scene, { reach }: Coverage): Words {
    const isChosen = index === chosen ? " is-chosen" : "";
    const className = `label-capital name-${reach[index]}${isChosen}`;
    return { className, lines: twoLines(data.capitals[index].name).map((line) => oneLine(line)) };
  }

  function nameSites({ shown, focus, state }: Scene, boxes: Boxes): void {
    for (const site of shown) {
      if (site === focus && state.mode !== "overview") continue;
      const at = projected.at([site.lon, site.lat]);
      const lines = twoLines(site.name).map((line) => oneLine(line));
      if (at) boxes({ className: "label-site", lines }, at, NAME_PX.site, false);
    }
  }

  // The way from the site to the chosen place, in pieces: it may go round behind the map.
  function wayOf({ focus, chosen }: Scene): Dot[][] {
    if (chosen === null) return [];
    const { lon, lat } = data.capitals[chosen];
    const most = 0.3 * 256 * 2 ** map.getZoom();
    const pieces: Dot[][] = [];
    let last: Dot | null = null;
    for (const point of geodesic([focus.lon, focus.lat], [lon, lat], WAY_STEPS)) {
      const dot = projected.at(point);
      if (dot && last && Math.hypot(dot.x - last.x, dot.y - last.y) < most) {
        pieces[pieces.length - 1].push(dot);
      } else if (dot) pieces.push([dot]);
      last = dot;
    }
    const kept = pieces.filter((piece) => piece.length > 1);
    return kept.map((piece) => clear(piece, MARK_PX.chosen - 1));
  }

  return { soon };
}

// The line ends at the ring about the chosen mark.
function clear(piece: Dot[], px: number): Dot[] {
  const end = piece[piece.length - 1];
  return piece.filter(({ x, y }) => Math.hypot(x - end.x, y - end.y) >= px);
}

function focusName({ name }: Site): Words {
  return { className: "label-focus", lines: twoLines(name).map((line) => oneLine(line)) };
}

function rowWords({ look, text }: Row): Words {
  return { className: look === "limit" ? "label-limit" : "label-ring", lines: [text] };
}

function curvedOf(className: string, rows: Row[], strips: Strip[]): Curved {
  return {
    className,
    rows: rows.map(({ look, text }, k) => ({
      className: `label-${look}`,
      text,
      points: strips[k].points,
    })),
  };
}

function taken(room: Room, field: Field): Room {
  field.take(room);
  return room;
}

function boxOf(map: L.Map, cover: Element): Room {
  const frame = map.getContainer().getBoundingClientRect();
  const { left, top, right, bottom } = cover.getBoundingClientRect();
  return {
    left: left - frame.left,
    top: top - frame.top,
    right: right - frame.left,
    bottom: bottom - frame.top,
  };
}
