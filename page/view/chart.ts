// One map and all that lies on it. The page has one, and at times a second beside it or below.

import type { Point } from "../earth/wgs84.ts";
import type { CapitalData, Look, PageData, Site } from "../model/data.ts";
import type { Doubt } from "../model/doubt.ts";
import type { Dot } from "../model/placing.ts";
import type { Scene } from "../model/scene.ts";
import { makeAreas } from "./areas.ts";
import { drawBasemap } from "./basemap.ts";
import { makeCamera } from "./camera.ts";
import { makeHalves } from "./halves.ts";
import type { Answer } from "./marks.ts";
import { makeNames } from "./names.ts";
import { makeOutlines } from "./outlines.ts";
import { makePanes, makeRightPanes } from "./panes.ts";
import { makePoints, type Seen } from "./points.ts";
import { makeProjection, type Projected } from "./projection.ts";
import { makeRings } from "./rings.ts";
import { makeScale } from "./scale.ts";

export interface Choices {
  onCapital: (place: CapitalData) => void;
  onSite: (id: string) => void;
  // Of several marks that lie together, the nearest first.
  onSeveral: (list: Seen[]) => void;
  // A place of all sites' map that was clicked.
  onPlace: (lon: number, lat: number) => void;
}

// A side of what is compared.
export interface Side {
  scene: Scene;
  tag: string;
  // Whose colour it has; null for days, systems and sites.
  look: Look | null;
}

// The doubt about a site, with the answer that each place's mark gives.
export interface NamedDoubt {
  doubt: Doubt;
  answers: Answer[];
  words: { km: number; forms: string[] }[];
}

// How many reach each place, on one way of reading the figures.
export interface Counts {
  holder: string;
  discs: { site: Site; km: number }[];
  // Where the steps of colour begin, the least first.
  steps: number[];
  // Of each capital, in their order.
  numbers: number[];
  // Where what is counted stands.
  sites: Site[];
  // The place asked for.
  at: Point | null;
}

// What a map shows. Without sides, doubt or counts it is one site's.
export interface Picture {
  scene: Scene;
  // What stands above the map where there is a second, and more softly behind it.
  head: [words: string, more: string];
  // Whether it is one side of what is compared.
  isSide: boolean;
  // A divided map.
  sides: [Side, Side] | null;
  // The places that are in reach on one side alone.
  changing: number[];
  // The places that are named first; null where the finding says which.
  first: number[] | null;
  doubt: NamedDoubt | null;
  counts: Counts | null;
}

export type Chart = ReturnType<typeof makeChart>;

// Leaflet puts things in their places by transforms of three dimensions, unless the browser is an old
// one: each mark is then a picture of its own, of which there are hundreds.
Object.assign(L.Browser, { ie3d: true });

export function makeChart(map: L.Map, data: PageData, choices: Choices) {
  makePanes(map);
  const projected: Projected = makeProjection(map);
  const camera = makeCamera(map, data, projected);
  const rings = makeRings(map, data, projected);
  const outlines = makeOutlines(map, projected);
  const areas = makeAreas(map, projected);
  const points = makePoints(map, data, projected, choices);
  const halves = makeHalves(map, data, projected, {
    onMove: points.divide,
    onRest: () => names.soon(),
  });
  const names = makeNames(map, data, projected, rings, halves);
  const scale = makeScale(map, projected);
  let shown: Picture | null = null;

  // Where the map stands comes first: what is drawn then is put in its place once.
  function draw(picture: Picture, stand: () => void): void {
    shown = picture;
    const { scene, sides, isSide, doubt, counts } = picture;
    const { state, focus } = scene;
    projected.set(state.projection, focus);
    stand();
    // A map that stood elsewhere is drawn anew before anything is laid on it.
    projected.steady();
    areas.draw(counts);
    outlines.draw(focus, doubt?.doubt ?? null);
    if (sides) makeRightPanes(map);
    if (counts) rings.clear();
    else if (sides) rings.draw(sides[0].scene.focus, sides[0].scene.state, "left");
    else rings.draw(focus, state, isSide ? "side" : doubt ? "doubted" : "alone");
    halves.draw(picture);
    points.draw(picture);
    scale.draw(state.units);
    follow();
  }

  // What stands on the map, after it has moved.
  function follow(): void {
    points.follow();
    if (shown) names.soon(shown);
  }

  // The outlines are the most to draw: once, where the map stands after the first scene.
  function settle(): void {
    camera.settle();
    drawBasemap(map, data.countries, projected);
  }

  function atOnce(): void {
    areas.atOnce();
    names.atOnce();
  }

  function size(): Dot {
    return map.getSize();
  }

  return {
    map,
    projected,
    camera,
    draw,
    follow,
    settle,
    size,
    prepare: names.prepare,
    divide: halves.divide,
    tell: points.tell,
    turn: points.follow,
    atOnce,
  };
}
