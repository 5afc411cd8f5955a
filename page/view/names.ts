// What is named on the map, and in which order names look for room: the site, the chosen place, the
// rings on their arcs, the headline's places, then as many as the map bears.

import { geodesic } from "../earth/geodesic.ts";
import { crowding } from "../model/arcs.ts";
import { coverage, REACH_ORDER } from "../model/coverage.ts";
import type { CapitalData, Coverage, PageData, Reach, Site } from "../model/data.ts";
import { finding } from "../model/finding.ts";
import {
  type Marked,
  mostNames,
  mustsOf,
  nameable,
  namingOrder,
  narrowed,
  siteLines,
} from "../model/naming.ts";
import {
  type Box,
  type Dot,
  Field,
  isSeen,
  roomFor,
  squareAt,
  takeRoom,
} from "../model/placing.ts";
import { isOccupied, stands } from "../model/reports.ts";
import type { Scene } from "../model/scene.ts";
import { isBeyond, oneLine, twoLines } from "../model/words.ts";
import type { Picture } from "./chart.ts";
import { makeCovers } from "./covers.ts";
import { makeSheet, type Shown, type Words } from "./labels.ts";
import type { Projected } from "./projection.ts";
import { makeRingNames } from "./ringnames.ts";
import type { Rings } from "./rings.ts";

const CRIMEA: { words: Words; at: [number, number] } = {
  words: { className: "label-land", lines: ["Crimea: Ukraine, under", "Russian occupation"] },
  at: [34.2, 45.2],
};
// From a mark's middle: what it takes of the map, and where its name begins.
const MARK_PX = { focus: 12, site: 8, chosen: 12, near: 6, far: 4 };
const NAME_PX = { focus: 15, site: 11, chosen: 15, must: 9, near: 9, land: 16 };
// Of the lines of rings, dots a few pixels apart, a name covers no more; the site's and the chosen
// place's are there whatever they cover.
const MOST_COVERED: Partial<Record<NameAt, number>> = { must: 20, near: 8, site: 0, land: 12 };
// How far off its mark a name that must be on the map may stand.
const LEADS_PX = { focus: 230, must: 44 };
// Beside a single site's capitals, so many of the other sites are named.
const MOST_SITES = 6;
const WAY_STEPS = 48;
// The ring about a place asked for.
const ASKED_PX = 20;

// What is being placed: what is taken so far, and what is shown.
interface Board {
  picture: Picture;
  scene: Scene;
  found: Coverage;
  // From the site, or by either side; in the overview from any of those shown.
  reach: Reach[];
  // Where places are seen, each worked out once.
  at: (place: Place) => Dot | null;
  field: Field;
  shown: Shown;
}

type Place = CapitalData | Site;
type NameAt = keyof typeof NAME_PX;

// A divided map: where, and the rings of its right side.
export interface Division {
  x: () => number | null;
  right: Rings;
  // What else is in the way of names.
  boxes: () => Box[];
}

export function makeNames(
  map: L.Map,
  data: PageData,
  projected: Projected,
  rings: Rings,
  division: Division,
) {
  const sheet = makeSheet(map);
  const covers = makeCovers(map);
  const ringNames = [rings, division.right].map((one) =>
    makeRingNames(data, projected, one, sheet),
  );
  let picture: Picture | null = null;
  let frame: number | null = null;
  map.on("turn", sheet.clear);

  // Names wait for the next frame, so that a change that moves the map as well places them once.
  function soon(now: Picture | null = picture): void {
    picture = now;
    if (frame !== null) return;
    frame = window.requestAnimationFrame(() => {
      frame = null;
      atOnce();
      // Once the page is laid out, to look costs nothing.
      window.setTimeout(() => covers.look() && soon());
    });
  }

  function atOnce(): void {
    if (picture) sheet.show(placed(picture));
  }

  // What takes most time when a picture is new: what is in range, and how wide its names are.
  function prepare(now: Picture): void {
    const reach = reachOf(now);
    for (const index of data.capitals.keys()) {
      sheet.sizeOf(nameOf(index, { picture: now, scene: now.scene, reach }));
    }
    for (const site of sitesOf(now)) sheet.sizeOf(siteName(site, "label-site"));
  }

  function placed(now: Picture): Shown {
    const { scene, sides, counts } = now;
    const { focus, state } = scene;
    const isSingle = !sides && !counts;
    const found = coverage(data, focus, state);
    const board: Board = {
      picture: now,
      scene,
      found,
      reach: reachOf(now),
      at: seen(),
      field: new Field(map.getSize()),
      shown: { boxed: [], curved: [], way: isSingle ? wayOf(scene) : [] },
    };
    const { field, shown } = board;
    const marks = marksOf(board);
    for (const { x, y, px } of marks) field.take(squareAt({ x, y }, px));
    for (const cover of [...covers.boxes(), ...division.boxes()]) field.take(cover);
    for (const piece of shown.way) field.takeWay(piece);
    const places = named(board, now.first ?? finding(data, focus, state).named);
    const musts = places.filter(({ isMust }) => isMust);

    const focused = counts ? [] : (sides ?? [{ scene }]).map((side) => side.scene);
    const drawn = focused.map((side, k) => ringNames[k].draw(side.focus, field));
    for (const site of new Set(focused.map((side) => side.focus))) {
      const centre = board.at(site);
      if (centre) nameFocus(board, siteName(site, "label-focus"), centre);
    }
    for (const place of musts) if (isSingle && isChosen(place, scene)) nameMust(board, place);
    focused.forEach((side, k) => {
      const centre = board.at(side.focus);
      if (!centre) return;
      const distance = side.chosen === null ? null : found.distance[side.chosen];
      const bounds = field.bounds;
      if (sides) field.bounds = halfOf(bounds, k);
      const room = { field, shown, centre, crowd: crowding(marks, centre) };
      ringNames[k].name(now, side, distance, drawn[k], room);
      field.bounds = bounds;
    });
    for (const place of musts) if (!isSingle || !isChosen(place, scene)) nameMust(board, place);
    const crimea = projected.at(CRIMEA.at);
    if (crimea) {
      const there = sides?.[crimea.x < (division.x() ?? 0) ? 0 : 1].scene ?? scene;
      if (isOccupied(there.state)) name(board, CRIMEA.words, crimea, "land");
    }
    if (!counts) nameOthers(board, places);
    nameSites(
      board,
      focused.map((side) => side.focus),
      counts ? undefined : MOST_SITES,
    );
    if (counts) nameOthers(board, places);
    return shown;
  }

  // The side of the line that a side's rings have their names on.
  function halfOf(bounds: Box, side: number): Box {
    const x = division.x() ?? 0;
    return side ? { ...bounds, left: x } : { ...bounds, right: x };
  }

  function seen(): (place: Place) => Dot | null {
    const known = new Map<Place, Dot | null>();
    return (place) => {
      const found = known.get(place);
      if (found !== undefined) return found;
      const at = projected.at([place.lon, place.lat]);
      known.set(place, at);
      return at;
    };
  }

  // Whether a name found room on the map.
  function name({ field, shown }: Board, words: Words, at: Dot, kind: NameAt, leads = 0) {
    if (!isSeen(squareAt(at, 0), field.size)) return false;
    const wish = { ...sheet.sizeOf(words), at, offset: NAME_PX[kind], leads };
    const sure = { isSure: kind === "focus", covers: MOST_COVERED[kind] };
    const room = roomFor({ ...wish, ...sure }, field);
    if (!room) return false;
    takeRoom(field, room);
    shown.boxed.push({ ...words, room });
    return true;
  }

  function nameFocus(board: Board, words: Words, at: Dot): void {
    // A map too crowded for all of it has its first line alone.
    for (const lines of [words.lines, narrowed(words.lines), words.lines.slice(0, 1)]) {
      if (name(board, { ...words, lines }, at, "focus", LEADS_PX.focus)) return;
    }
  }

  function nameMust(board: Board, place: Marked): void {
    const kind = isChosen(place, board.scene) ? "chosen" : "must";
    name(board, nameOf(place.index, board), place, kind, LEADS_PX.must);
  }

  function nameOthers(board: Board, places: Marked[]): void {
    let left = mostNames(board.field.size);
    for (const place of places) {
      if (place.isMust || left === 0) continue;
      const kind = board.reach[place.index] === "all" ? "must" : "near";
      if (name(board, nameOf(place.index, board), place, kind)) left -= 1;
    }
  }

  function nameSites(board: Board, focused: Site[], most = Number.POSITIVE_INFINITY): void {
    let left = most;
    for (const site of sitesOf(board.picture)) {
      if (focused.includes(site) || left === 0) continue;
      const at = board.at(site);
      if (at && name(board, siteName(site, "label-site"), at, "site")) left -= 1;
    }
  }

  // Marks as they are seen, with what each takes of the map.
  function marksOf({ picture: { counts, sides }, scene, found: { band }, at }: Board) {
    const { state, focus, chosen } = scene;
    const places = data.capitals.flatMap((place, index) => {
      const dot = stands(place, state.date) && at(place);
      if (!dot) return [];
      const usual = counts || isBeyond(band[index]) ? MARK_PX.far : MARK_PX.near;
      return [{ x: dot.x, y: dot.y, px: index === chosen ? MARK_PX.chosen : usual }];
    });
    const focused = counts ? [] : sides ? sides.map((side) => side.scene.focus) : [focus];
    const sites = [...new Set([...sitesOf({ scene, counts }), ...focused])].flatMap((site) => {
      const dot = at(site);
      const px = focused.includes(site) ? MARK_PX.focus : MARK_PX.site;
      return dot ? [{ x: dot.x, y: dot.y, px }] : [];
    });
    const asked = counts?.at && projected.at(counts.at);
    const ring = asked ? [{ x: asked.x, y: asked.y, px: ASKED_PX }] : [];
    return [...sites, ...places, ...ring];
  }

  function sitesOf({ scene, counts }: Pick<Picture, "scene" | "counts">): Site[] {
    return counts?.sites ?? scene.shown;
  }

  // The places that may have a name, as they are seen.
  function named(
    { scene: { state }, reach, at, field: { size } }: Board,
    headlines: number[],
  ): Marked[] {
    const musts = mustsOf(data, state, headlines);
    const seen = namingOrder(data, reach, state, musts).flatMap((index): Marked[] => {
      const dot = at(data.capitals[index]);
      if (!dot || !isSeen(squareAt(dot, 0), size)) return [];
      const { people } = data.capitals[index];
      return [{ index, people, x: dot.x, y: dot.y, isMust: musts.includes(index) }];
    });
    return nameable(seen);
  }

  function nameOf(
    index: number,
    { picture: { counts }, scene: { chosen }, reach }: Pick<Board, "picture" | "scene" | "reach">,
  ): Words {
    const more = index === chosen ? " is-chosen" : "";
    const className = `label-capital name-${reach[index]}${more}`;
    const lines = twoLines(data.capitals[index].name).map((line) => oneLine(line));
    // In the last line, so that it stands with its name.
    const number = counts?.numbers[index] ?? 0;
    if (number) lines[lines.length - 1] += ` ${number}`;
    return { className, lines };
  }

  // The better of both sides.
  function reachOf({ scene, sides, counts }: Picture): Reach[] {
    if (counts) return counts.numbers.map((number) => (number ? "all" : "none"));
    const found = (sides ?? [{ scene }]).map(
      (side) => coverage(data, side.scene.focus, side.scene.state).reach,
    );
    return data.capitals.map((_, k) =>
      found.map((reach) => reach[k]).reduce((one, other) => (isBetter(other, one) ? other : one)),
    );
  }

  function isBetter(one: Reach, other: Reach): boolean {
    return REACH_ORDER.indexOf(one) < REACH_ORDER.indexOf(other);
  }

  function siteName(site: Site, className: string): Words {
    return { className, lines: siteLines(data, site) };
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
      const isNext = dot && last && Math.hypot(dot.x - last.x, dot.y - last.y) < most;
      if (isNext) pieces[pieces.length - 1].push(dot);
      else if (dot) pieces.push([dot]);
      last = dot;
    }
    return pieces.filter((piece) => piece.length > 1);
  }

  return { soon, atOnce, prepare };
}

function isChosen({ index }: Marked, { chosen }: Scene): boolean {
  return index === chosen;
}
