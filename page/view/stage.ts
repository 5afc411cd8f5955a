// The maps of the page: which there are, what each shows, and where they stand.

import type { PageData, View } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { type Choices, makeChart } from "./chart.ts";
import { addHatches } from "./hatches.ts";
import type { Projected } from "./projection.ts";

export interface Stage {
  readonly projected: Projected;
  // Draws a scene; where the reader has no view of their own and it is wished for, the map fits.
  draw: (scene: Scene, wishes: { refit: boolean }) => void;
  follow: () => void;
  fit: (scene: Scene) => void;
  view: () => View;
  // Whether the map stands where the reader moved it.
  isOwnView: () => boolean;
  resize: (scene: Scene) => void;
  zoomBy: (steps: number) => void;
  // Tells the name of a place; of none, nothing.
  tell: (id: string | null) => void;
  settle: () => void;
  nameAtOnce: () => void;
  turn: () => void;
}

// A middle that has moved by less is where it was.
const NEAR_PX = 3;

export function makeStage(map: L.Map, data: PageData, choices: Choices): Stage {
  addHatches(data.strokes.looks);
  const main = makeChart(map, data, choices);
  const { camera } = main;
  let shown: Scene | null = null;
  let isFitting = false;
  let fitted: View | null = null;
  map.invalidateSize({ animate: false });
  camera.limitZoom();

  function draw(scene: Scene, { refit }: { refit: boolean }): void {
    shown = scene;
    main.draw({ scene }, () => stand(scene, refit));
  }

  function stand(scene: Scene, refit: boolean): void {
    const { view } = scene.state;
    if (view) camera.restore(view);
    else if (refit) fit(scene);
  }

  // Where the map stands by itself is no view of the reader's.
  function fit({ focus, state }: Scene): void {
    // Without a size there is nothing to fit to: it comes with the first layout.
    const { x, y } = main.size();
    if (!x || !y) return;
    isFitting = true;
    camera.fit(focus, state);
    isFitting = false;
    fitted = camera.view();
  }

  // A map that has another size has its middle elsewhere, by a part of a pixel.
  function isOwnView(): boolean {
    if (isFitting || !fitted) return !isFitting;
    const [zoom, ...middle] = camera.view();
    const degrees = (NEAR_PX * 360) / (256 * 2 ** zoom);
    const [zoomed, ...before] = fitted;
    return zoom !== zoomed || middle.some((at, k) => Math.abs(at - before[k]) > degrees);
  }

  // The map has another size; where the reader has not moved it, it fits again.
  function resize(scene: Scene): void {
    isFitting = true;
    map.invalidateSize({ animate: false });
    isFitting = false;
    if (!scene.state.view) fit(scene);
  }

  return {
    projected: main.projected,
    draw,
    follow: main.follow,
    fit,
    view: camera.view,
    isOwnView,
    resize,
    zoomBy: (steps) => shown && camera.zoomBy(steps, shown.focus),
    tell: main.tell,
    settle: main.settle,
    nameAtOnce: main.nameAtOnce,
    turn: main.turn,
  };
}
