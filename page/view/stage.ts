// The maps of the page: which there are, what each shows, and where they stand.

import type { PageData, State, View } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { type Room, type Twin, twinOf } from "../model/twins.ts";
import { type Chart, type Choices, makeChart, type Picture } from "./chart.ts";
import { HIDDEN, h } from "./dom.ts";
import { shareGestures } from "./gestures.ts";
import { addHatches } from "./hatches.ts";
import { picturesOf } from "./pictures.ts";
import type { Projected } from "./projection.ts";

export interface Stage {
  readonly projected: Projected;
  // Draws a scene; where the reader has no view of their own and it is wished for, the map fits.
  draw: (scene: Scene, wishes: { refit: boolean }) => void;
  // Makes ready what a scene that is shown later takes most time for.
  prepare: (scene: Scene) => void;
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
  // Draws what waits for a frame, which paper does not.
  atOnce: () => void;
  turn: () => void;
}

// A middle that has moved by less is where it was.
const NEAR_PX = 3;
// About the outlines of doubt.
const AIR = 1.05;

// `fitted` says what the map is fitted to, where that is not what is shown.
export function makeStage(
  map: L.Map,
  data: PageData,
  choices: Choices,
  fitted: (state: State) => State = (state) => state,
): Stage {
  addHatches(data.strokes.looks);
  const { body } = document;
  const frame = map.getContainer().parentElement ?? body;
  const main = makeChart(map, data, choices);
  const { camera } = main;
  const heads = [0, 1].map(() => h("p", { class: "chart-head", ...HIDDEN }));
  let second: Chart | null = null;
  let twin: Twin = "";
  let shown: Scene | null = null;
  let picture: Picture | null = null;
  let before = "";
  let isSettled = false;
  let isFollowing = false;
  let isFitting = false;
  let stood: View | null = null;
  map.invalidateSize({ animate: false });
  camera.limitZoom();

  function draw(scene: Scene, { refit }: { refit: boolean }): void {
    tellLook(scene);
    const isNew = arrange(scene);
    shown = scene;
    const pictures = picturesOf(data, scene, twin);
    [picture] = pictures;
    const seen = seenBy(picture);
    const isElsewhere = seen !== before;
    before = seen;
    pictures.forEach((one, k) => {
      const [words, more] = one?.head ?? ["", ""];
      heads[k].replaceChildren(h("b", {}, words), more ? ` ${more}` : "");
      heads[k].hidden = !words;
    });
    // The second map is drawn below, where it is put in step.
    isFollowing = true;
    main.draw(pictures[0], () => stand(scene, refit || isNew || isElsewhere));
    isFollowing = false;
    if (pictures[1]) {
      twinChart().draw(pictures[1], followMain);
      twinChart()
        .map.getContainer()
        .setAttribute("aria-label", `Map: ${pictures[1].head.join(" ")}`);
    } else main.divide();
  }

  // The second map keeps what it is given last.
  function prepare(scene: Scene): void {
    const [one, other] = picturesOf(data, scene, twinOf(scene.state, roomNow()));
    main.prepare(one);
    // Where two maps are seen both are there.
    if (twin) return;
    isFollowing = true;
    twinChart().draw(other ?? one, () => undefined);
    isFollowing = false;
  }

  function tellLook({ state: { mode, projection } }: Scene): void {
    for (const [name, now] of Object.entries({ mode, projection })) {
      // What is set anew has the whole page styled anew.
      if (body.dataset[name] !== now) body.dataset[name] = now;
    }
  }

  // Other sites that are compared, and another holder's, lie elsewhere.
  function seenBy({ scene, sides, counts }: Picture): string {
    return counts?.holder ?? (sides ?? [{ scene }]).map((side) => side.scene.focus.id).join();
  }

  function stand(scene: Scene, refit: boolean): void {
    const { view } = scene.state;
    if (view) camera.restore(view);
    else if (refit) fitMain();
  }

  // Whether the maps stand otherwise now.
  function arrange({ state }: Scene): boolean {
    const wanted = twinOf(state, roomNow());
    const hasHead = wanted !== "" || state.mode === "overview";
    if (wanted === twin && (body.dataset.heads === "") === hasHead) return false;
    twin = wanted;
    body.dataset.twin = twin;
    if (hasHead) body.dataset.heads = "";
    else delete body.dataset.heads;
    measure();
    return true;
  }

  // Another size moves the middle of a map: that is no view of the reader's.
  function measure(): void {
    isFitting = true;
    for (const chart of second ? [main, second] : [main]) {
      chart.map.invalidateSize({ animate: false });
      chart.camera.limitZoom();
    }
    isFitting = false;
  }

  // Made where it is needed first.
  function twinChart(): Chart {
    second ??= makeTwin();
    return second;
  }

  function makeTwin(): Chart {
    const container = h("div", {
      class: "folium-map twin",
      role: "region",
    });
    frame.append(container);
    const other = L.map(container, {
      ...map.options,
      crs: L.CRS.EPSG3857,
      center: map.getCenter(),
      zoom: map.getZoom(),
      layers: [],
      maxBounds: undefined,
      keyboard: false,
      zoomControl: false,
      attributionControl: false,
    });
    map.eachLayer((layer) => {
      if (layer instanceof L.TileLayer) other.addLayer(L.tileLayer(urlOf(layer), layer.options));
    });
    const chart = makeChart(other, data, choices);
    if (isSettled) chart.settle();
    other.on("move zoomend turn", () => inStep(other, main));
    other.on("moveend zoomend", chart.follow);
    shareGestures(other);
    return chart;
  }

  // One camera: what moves one of two maps moves the other.
  function inStep(from: L.Map, to: Chart | null): void {
    if (!to || !twin || isFollowing) return;
    isFollowing = true;
    const { lat, lng } = from.getCenter();
    to.projected.stand([lat, lng], from.getZoom());
    isFollowing = false;
  }

  function followMain(): void {
    inStep(map, second);
  }

  function fit(scene: Scene): void {
    const own = { ...scene, state: { ...scene.state, view: null } };
    // On paper, and with another window, other maps may stand.
    if (arrange(own)) draw(own, { refit: true });
    else {
      measure();
      fitMain();
    }
    if (!twin) main.divide();
  }

  // Where the map stands by itself is no view of the reader's.
  function fitMain(): void {
    // Without a size there is nothing to fit to: it comes with the first layout.
    const { x, y } = main.size();
    if (!x || !y || !picture || !shown) return;
    isFitting = true;
    const { scene, sides, counts, doubt } = picture;
    const outer = scene.state.fit === "rings" ? doubt?.doubt.outerKm : null;
    camera.fit(scene.focus, fitted(scene.state), {
      sides: sides?.map((side) => side.scene) ?? (twin ? bothSides() : undefined),
      sites: counts?.sites,
      km: outer ? AIR * outer : null,
    });
    isFitting = false;
    stood = camera.view();
  }

  // Two maps of what is compared show one part of the Earth.
  function bothSides(): Scene[] | undefined {
    return shown ? picturesOf(data, shown, "")[0].sides?.map((side) => side.scene) : undefined;
  }

  // A map that has another size has its middle elsewhere, by a part of a pixel.
  function isOwnView(): boolean {
    if (isFitting || !stood) return !isFitting;
    const [zoom, ...middle] = camera.view();
    const degrees = (NEAR_PX * 360) / (256 * 2 ** zoom);
    const [zoomed, ...before] = stood;
    return zoom !== zoomed || middle.some((at, k) => Math.abs(at - before[k]) > degrees);
  }

  // The map has another size; where the reader has not moved it, it fits again.
  function resize(scene: Scene): void {
    measure();
    if (!scene.state.view) fit(scene);
  }

  function settle(): void {
    isSettled = true;
    main.settle();
    second?.settle();
  }

  function atOnce(): void {
    main.atOnce();
    if (twin) second?.atOnce();
  }

  frame.append(...heads);
  map.on("move zoomend turn", followMain);
  return {
    projected: main.projected,
    draw,
    prepare,
    follow: main.follow,
    fit,
    view: camera.view,
    isOwnView,
    resize,
    zoomBy: (steps) => picture && camera.zoomBy(steps, picture.scene.focus),
    tell: main.tell,
    settle,
    atOnce,
    turn: main.turn,
  };
}

// What there is for maps.
export function roomNow(): Room {
  const { dataset, classList } = document.body;
  return {
    width: window.innerWidth,
    isNarrow: ["phone", "strip", "story-narrow"].includes(dataset.layout ?? ""),
    isLow: dataset.layout === "story-narrow",
    isPrinted: classList.contains("is-printed"),
  };
}

// Where a layer's tiles come from, which Leaflet keeps to itself.
function urlOf(layer: L.TileLayer): string {
  return (layer as L.TileLayer & { _url: string })._url;
}
