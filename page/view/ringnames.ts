// The names of rings and of the band's limits, on their arcs.

import { arcRoom, type Bundle, piecesOf, type Strip } from "../model/arcs.ts";
import type { PageData, Site, Stroke } from "../model/data.ts";
import { limitLabels, type Row, ringLabels } from "../model/labels.ts";
import { type Dot, type Field, outside, roomOff, takeRoom } from "../model/placing.ts";
import type { Scene } from "../model/scene.ts";
import type { NamedDoubt, Picture } from "./chart.ts";
import type { makeSheet, Shown, Words } from "./labels.ts";
import type { Projected } from "./projection.ts";
import type { Rings } from "./rings.ts";

// The runs of each stroke as it is drawn.
export type Runs = Map<Stroke, Dot[][]>;

// Where names may go, and what is shown of them.
export interface Room {
  field: Field;
  shown: Shown;
  // The site, and how crowded each direction from it is.
  centre: Dot;
  crowd: number[];
}

interface Label extends Bundle {
  className: string;
  forms: Row[][];
}

const STROKE_PX = 2.1;
const LIMIT_PX = 1.4;
// Words that are led to are no wider, if they have a shorter form.
const LED_PX = 184;
// A limit that has a ring so near is not named beside it.
const SAME_PX = 8;

export function makeRingNames(
  data: PageData,
  projected: Projected,
  rings: Rings,
  sheet: ReturnType<typeof makeSheet>,
) {
  // Tells the field where rings are drawn.
  function draw(site: Site, field: Field): Runs {
    if (rings.site() !== site) return new Map();
    const { bundles, beside } = rings.placement();
    const runs: Runs = new Map(
      bundles.flat().map((stroke) => {
        const px = beside.get(stroke) ?? 0;
        return [stroke, projected.circle(site, stroke.km).map((run) => outside(run, px))];
      }),
    );
    for (const run of [...runs.values()].flat()) field.draw(run);
    return runs;
  }

  // `distance` is that of the chosen place.
  function name(
    { doubt, sides, isSide }: Picture,
    side: Scene,
    distance: number | null,
    runs: Runs,
    room: Room,
  ): void {
    const { focus, state } = side;
    const bundles = runs.size ? rings.placement().bundles : [];
    if (doubt) nameOutlines(focus, doubt, room);
    const labels = ringLabels(data, bundles, rings.rings(), state, distance);
    // The smaller a ring, the fewer places it has.
    for (const { strokes, forms } of labels.toSorted(byFirst)) {
      const outer = runs.get(strokes[strokes.length - 1]) ?? [];
      const inner = runs.get(strokes[0]) ?? [];
      const label = { className: "label-ring", forms, outer, inner, half: STROKE_PX / 2 };
      if (!onArc(label, room)) offArc(label, room);
    }
    if (!doubt && !sides && !isSide) nameLimits(focus, side, runs, room);
  }

  // What the outlines of doubt say, along them.
  function nameOutlines(site: Site, { words }: NamedDoubt, room: Room): void {
    for (const { km, forms } of words) {
      const runs = projected.circle(site, km);
      for (const run of runs) room.field.draw(run);
      const rows = forms.map((text): Row[] => [{ look: "doubt", text }]);
      onArc({ className: "label-doubt", forms: rows, outer: runs, inner: runs, half: 1.5 }, room);
    }
  }

  function nameLimits(focus: Site, { state }: Scene, drawn: Runs, room: Room): void {
    const scale = projected.pxPerKm(focus);
    for (const { limit, forms } of limitLabels(data, state.units)) {
      const runs = projected.circle(focus, limit);
      for (const run of runs) room.field.draw(run);
      if ([...drawn.keys()].some(({ km }) => Math.abs(km - limit) * scale < SAME_PX)) continue;
      const rows = forms.map((text): Row[] => [{ look: "limit", text }]);
      const sides = { outer: runs, inner: runs, half: LIMIT_PX / 2 };
      onArc({ className: "label-limit", forms: rows, ...sides }, room);
    }
  }

  // Of the forms of a label the fullest that finds room on its arc.
  function onArc({ className, forms, ...bundle }: Label, { field, shown, centre, crowd }: Room) {
    const roomFor = arcRoom(bundle, field, centre, crowd);
    for (const rows of forms) {
      const sizes = rows.map((row) => sheet.sizeOf(rowWords(row)));
      const height = Math.max(...sizes.map((size) => size.height));
      const strips = roomFor({ widths: sizes.map(({ width }) => width), height });
      if (!strips) continue;
      shown.curved.push({ className, rows: rows.map((row, k) => curvedRow(row, strips[k])) });
      for (const box of strips.flatMap((strip) => piecesOf(strip, height))) field.take(box);
      return true;
    }
    return false;
  }

  // Off a ring too small or too crowded for them, the words are led to.
  function offArc({ className, forms, outer }: Label, { field, shown, centre }: Room): void {
    for (const [k, rows] of forms.entries()) {
      const words = { className: `${className} label-led`, lines: rows.map(({ text }) => text) };
      const size = sheet.sizeOf(words);
      if (size.width > LED_PX && k < forms.length - 1) continue;
      const room = roomOff(outer, size, field, centre);
      if (!room) continue;
      takeRoom(field, room);
      shown.boxed.push({ ...words, looks: rows.map(({ look }) => look), room });
      return;
    }
  }

  return { draw, name };
}

function byFirst(
  { strokes: [one] }: { strokes: Stroke[] },
  { strokes: [other] }: { strokes: Stroke[] },
) {
  return one.km - other.km;
}

function rowWords({ look, text }: Row): Words {
  return { className: look === "limit" ? "label-limit" : "label-ring", lines: [text] };
}

function curvedRow({ look, text }: Row, { points }: Strip) {
  return { className: `label-${look}`, text, points };
}
