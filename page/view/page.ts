// All that a reader sees, drawn from one scene: the finding with the table, the map with its marks,
// rings and names, the card, the key and the clock.

import type { CapitalData, PageData, State, View } from "../model/data.ts";
import { finding } from "../model/finding.ts";
import { WHAT_IF } from "../model/launcher.ts";
import { pageTitle, type Scene } from "../model/scene.ts";
import { creditsGeoNames } from "../model/sources.ts";
import { makeAccounts } from "./accounts.ts";
import { drawBasemap } from "./basemap.ts";
import { makeCamera } from "./camera.ts";
import { makeCard } from "./card.ts";
import { showColophon } from "./colophon.ts";
import { makeControls } from "./controls.ts";
import { makeCounts } from "./counts.ts";
import { part, write } from "./dom.ts";
import { makeFind } from "./find.ts";
import { makeFrame } from "./frame.ts";
import { addHatches } from "./hatches.ts";
import { makeKey } from "./key.ts";
import { makeMapButtons } from "./mapbuttons.ts";
import { makeMasthead } from "./masthead.ts";
import { makeNames } from "./names.ts";
import { makeReported, makeSiteList, showHead } from "./panel.ts";
import { makePanes } from "./panes.ts";
import { makePoints, type Seen } from "./points.ts";
import { makeProjection } from "./projection.ts";
import { makeReach } from "./reach.ts";
import { makeRings } from "./rings.ts";
import { makeScale } from "./scale.ts";
import { makeTable } from "./table.ts";
import { makeTimeline } from "./timeline.ts";
import { makeWhatIf } from "./whatif.ts";

// The marks of so many places are drawn without their pale edge, which takes the longest.
const CROWD = 600;

export interface Actions {
  // Back to where the map would stand by itself.
  home: () => void;
  // Changes part of the state; `settled` changes are steps that "back" returns to.
  change: (changes: Partial<State>, step?: { settled: boolean }) => void;
  // The site to go back to where the hypothetical launcher is taken away.
  reported: () => string;
}

export function makePage(map: L.Map, data: PageData, { change, reported, home }: Actions) {
  prepare(map, data);
  let shown: Scene | null = null;
  let isFitting = false;
  let fitted: View | null = null;
  const chooseSite = (site: string) => change({ site, mode: "focus" });
  const chooseCapital = (place: CapitalData | null) => change({ capital: place?.id ?? null });
  const chooseSeen = ({ kind, id }: Seen) =>
    change(kind === "site" ? { site: id, mode: "focus" } : { capital: id });

  const projected = makeProjection(map);
  const camera = makeCamera(map, data, projected);
  const rings = makeRings(map, data, projected);
  const names = makeNames(map, data, projected, rings);
  const card = makeCard(data, { onClose: () => change({ capital: null }), onSeen: chooseSeen });
  const points = makePoints(map, data, projected, {
    onCapital: chooseCapital,
    onSite: chooseSite,
    onSeveral: card.choose,
  });
  const controls = makeControls(data, change);
  const masthead = makeMasthead(data, {
    onCase: (state) => change({ ...state, units: shown?.state.units }),
    onUnits: (units) => change({ units }),
  });
  const search = makeFind(data, (found) => {
    if (found.kind === "position") {
      const { lon, lat } = found;
      change({ pin: { lon, lat, km: FIRST_KM, system: null }, site: WHAT_IF, mode: "focus" });
    } else chooseSeen({ ...found, km: null });
  });
  const whatIf = makeWhatIf(map, data, projected, (pin, settled = true) =>
    change({ pin, site: pin ? WHAT_IF : reported() }, { settled }),
  );
  const scale = makeScale(map, projected);
  const accounts = makeAccounts(data, (account) => change({ account }));
  // Those that draw themselves out of the whole scene.
  const parts = [
    makeSiteList(data, chooseSite, () => change({ theme: "all" })),
    makeReported(data),
    makeReach(map, data, projected, { onSite: chooseSite, onCapital: chooseCapital }),
    makeTable(data, { onCapital: chooseCapital, onPointed: points.tell }),
    makeCounts(data, chooseCapital),
    makeTimeline(data, change),
    makeKey(data),
  ];
  makeMapButtons(map, {
    onZoom: (steps) => shown && camera.zoomBy(steps, shown.focus),
    onHome: home,
  });
  showColophon(data);
  const frame = makeFrame();
  map.invalidateSize({ animate: false });
  camera.limitZoom();

  function draw(scene: Scene, { refit }: { refit: boolean }): void {
    shown = scene;
    const { state, focus } = scene;
    const found = state.mode === "overview" ? null : finding(data, focus, state);
    masthead.show(state);
    search.draw(state);
    controls.show(state);
    whatIf.show(state.pin);
    showHead(data, scene, found);
    accounts.draw(scene, found);
    for (const one of parts) one.draw(scene);
    card.show(scene);
    frame.draw(scene);
    showMode(scene);
    // Where the map stands comes first: what is drawn then is put in its place once.
    projected.set(state.projection, focus);
    if (state.view) camera.restore(state.view);
    else if (refit) fit(scene);
    if (state.mode === "overview") rings.drawAll(scene.shown, state);
    else rings.draw(focus, state);
    points.draw(scene);
    scale.draw(state.units);
    follow(scene);
  }

  // Where the map stands by itself is no view of the reader's.
  function fit({ focus, state }: Scene): void {
    // Without a size there is nothing to fit to: it comes with the first layout.
    const { x, y } = map.getSize();
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

  function showMode(scene: Scene): void {
    const { state, focus } = scene;
    const { mode, projection } = state;
    for (const [name, now] of Object.entries({ mode, projection })) {
      // What is set anew has the whole page styled anew.
      if (document.body.dataset[name] !== now) document.body.dataset[name] = now;
    }
    const isStamped = focus.hypothetical !== undefined && mode !== "overview";
    document.body.classList.toggle("is-hypothetical", isStamped);
    document.title = pageTitle(scene);
  }

  // What an address asks for and the page does not have.
  function tellUnknown(unknown: string[]): void {
    const words = unknown.length ? `Not on this page: ${unknown.join(", ")}.` : "";
    write(part("unknown"), words);
  }

  // What stands on the map, after it has moved.
  function follow(scene: Scene): void {
    points.follow();
    names.soon(scene);
  }

  // The outlines are the most to draw: once, where the map stands after the first scene.
  function settle(): void {
    camera.settle();
    drawBasemap(map, data.countries, projected);
  }

  return {
    draw,
    follow,
    turn: points.follow,
    nameAtOnce: names.atOnce,
    settle,
    tellUnknown,
    closeCard: card.close,
    fit,
    view: camera.view,
    isOwnView,
    resize,
  };
}

// A middle that has moved by less is where it was.
const NEAR_PX = 3;
// A launcher of the reader's own, where only its position is given.
const FIRST_KM = 1000;

function prepare(map: L.Map, data: PageData): void {
  const credits = [data.countries && "Natural Earth", creditsGeoNames(data) && "GeoNames"];
  map.attributionControl.setPrefix(false).addAttribution(credits.filter(Boolean).join(" · "));
  document.body.classList.toggle("is-crowded", data.capitals.length > CROWD);
  makePanes(map);
  map.createPane("pin").style.zIndex = "630";
  addHatches(data.strokes.looks);
}
