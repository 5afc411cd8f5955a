// One map and all that lies on it. The page has one, and at times a second beside it or below.

import type { CapitalData, PageData } from "../model/data.ts";
import type { Dot } from "../model/placing.ts";
import type { Scene } from "../model/scene.ts";
import { drawBasemap } from "./basemap.ts";
import { makeCamera } from "./camera.ts";
import { makeNames } from "./names.ts";
import { makePanes } from "./panes.ts";
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

// What a map shows.
export interface Picture {
  scene: Scene;
}

export type Chart = ReturnType<typeof makeChart>;

export function makeChart(map: L.Map, data: PageData, choices: Choices) {
  makePanes(map);
  const projected: Projected = makeProjection(map);
  const camera = makeCamera(map, data, projected);
  const rings = makeRings(map, data, projected);
  const names = makeNames(map, data, projected, rings);
  const points = makePoints(map, data, projected, choices);
  const scale = makeScale(map, projected);
  let shown: Picture | null = null;

  // Where the map stands comes first: what is drawn then is put in its place once.
  function draw(picture: Picture, stand: () => void): void {
    shown = picture;
    const { scene } = picture;
    const { state, focus } = scene;
    projected.set(state.projection, focus);
    stand();
    if (state.mode === "overview") rings.drawAll(scene.shown, state);
    else rings.draw(focus, state);
    points.draw(scene);
    scale.draw(state.units);
    follow();
  }

  // What stands on the map, after it has moved.
  function follow(): void {
    points.follow();
    if (shown) names.soon(shown.scene);
  }

  // The outlines are the most to draw: once, where the map stands after the first scene.
  function settle(): void {
    camera.settle();
    drawBasemap(map, data.countries, projected);
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
    tell: points.tell,
    turn: points.follow,
    nameAtOnce: names.atOnce,
  };
}
