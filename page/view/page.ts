// All that a reader sees, drawn from one scene: the map with its marks, rings and names, and the
// panel beside it.

import { coverage, reachCounts } from "../model/coverage.ts";
import type { CapitalData, PageData, State } from "../model/data.ts";
import { caption } from "../model/headline.ts";
import { WHAT_IF } from "../model/launcher.ts";
import { pageTitle, type Scene } from "../model/scene.ts";
import { creditsGeoNames } from "../model/sources.ts";
import { drawBasemap } from "./basemap.ts";
import { makeCamera } from "./camera.ts";
import { makeCard } from "./card.ts";
import { showColophon } from "./colophon.ts";
import { makeControls } from "./controls.ts";
import { part } from "./dom.ts";
import { addHatches } from "./hatches.ts";
import { showLegend } from "./legend.ts";
import { makeNames } from "./names.ts";
import { makeReported, makeSiteList, showHead } from "./panel.ts";
import { makePanes } from "./panes.ts";
import { makeCapitals, makeSites } from "./points.ts";
import { makeReach } from "./reach.ts";
import { makeRings } from "./rings.ts";
import { makeTable } from "./table.ts";
import { makeTimeline } from "./timeline.ts";
import { makeTrueMap } from "./truemap.ts";
import { makeWhatIf } from "./whatif.ts";

// The marks of so many places are drawn without their pale edge, which takes the longest.
const CROWD = 600;
// From the bottom up, under Leaflet's own panes.
const PANES = [
  "graticule",
  "land",
  "zone-intermediate-range",
  "zone-shorter-range",
  "intervals",
  "doubt",
  "borders",
  "limits",
  "rings",
];
const MARK_PANES = ["capitals", "sites", "pin"];

export interface Actions {
  // Changes part of the state; `settled` changes are steps that "back" returns to.
  change: (changes: Partial<State>, step?: { settled: boolean }) => void;
  // The site to go back to where the hypothetical launcher is taken away.
  reported: () => string;
}

// What a scene asks for beside being drawn: the map on the band, the card of the chosen capital.
export interface Wishes {
  refit: boolean;
  popUp: boolean;
}

export function makePage(map: L.Map, data: PageData, { change, reported }: Actions) {
  const legend = part("legend", HTMLDetailsElement);
  const bottom = one(".bottom");
  prepare(map, data);
  const chooseSite = (site: string) => change({ site });
  const chooseCapital = (place: CapitalData | null) => change({ capital: place?.id ?? null });

  const camera = makeCamera(map, data, bottom);
  const rings = makeRings(map, data);
  const names = makeNames(map, data, rings.labels);
  const capitals = makeCapitals(map, data, chooseCapital);
  const sites = makeSites(map, chooseSite);
  const card = makeCard(map, data, legend);
  const trueMap = makeTrueMap(data, chooseCapital);
  const controls = makeControls(data, change);
  const timeline = makeTimeline(data, change);
  const whatIf = makeWhatIf(map, data, (pin, settled = true) =>
    change({ pin, site: pin ? WHAT_IF : reported() }, { settled }),
  );
  // Those that draw themselves out of the whole scene.
  const panel = [
    makeSiteList(data, chooseSite, () => change({ theme: "all" })),
    makeReported(data),
    makeReach(map, data, { onSite: chooseSite, onCapital: chooseCapital }),
    makeTable(data, chooseCapital),
  ];
  showLegend(data);
  showColophon(data);
  legend.addEventListener("toggle", () => names.soon());
  map.invalidateSize({ animate: false });
  camera.limitZoom();

  function draw(scene: Scene, { refit, popUp }: Wishes): void {
    const { state, focus, shown } = scene;
    controls.show(state);
    timeline.show(state);
    whatIf.show(state.pin);
    sites.draw(shown, focus, state);
    showHead(data, scene);
    for (const one of panel) one.draw(scene);
    showMode(scene);
    // Where the map stands comes first: what is drawn then is put in its place once.
    if (state.view) camera.restore(state.view);
    else if (refit) camera.fit(focus, state);
    drawMap(scene);
    card.show(scene, popUp);
    follow(scene);
  }

  function showMode(scene: Scene): void {
    const { state, focus } = scene;
    document.body.dataset.mode = state.mode;
    const isStamped = focus.hypothetical !== undefined && state.mode !== "overview";
    document.body.classList.toggle("is-hypothetical", isStamped);
    document.title = pageTitle(scene);
    part("caption").textContent = caption(data, focus, state);
  }

  function drawMap({ state, focus, shown }: Scene): void {
    if (state.mode === "true-distance") trueMap.draw(focus, state);
    else trueMap.hide();
    if (state.mode === "overview") {
      rings.drawAll(shown, state);
      capitals.drawCounts(reachCounts(data, shown, state));
    } else {
      rings.draw(focus, state);
      capitals.draw(coverage(data, focus, state), state);
    }
  }

  // What stands on the map, after it has moved.
  function follow(scene: Scene): void {
    capitals.follow();
    sites.follow();
    names.soon(scene);
  }

  // The outlines are the most to draw: once, where the map stands after the first scene.
  function settle(): void {
    camera.limitPan();
    drawBasemap(map, data.countries);
  }

  return { draw, follow, settle, fit: camera.fit, view: camera.view };
}

function prepare(map: L.Map, data: PageData): void {
  const credits = [data.countries && "Natural Earth", creditsGeoNames(data) && "GeoNames"];
  map.attributionControl.setPrefix(false).addAttribution(credits.filter(Boolean).join(" · "));
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  document.body.classList.toggle("is-crowded", data.capitals.length > CROWD);
  makePanes(map, PANES);
  MARK_PANES.forEach((name, k) => {
    map.createPane(name).style.zIndex = String(610 + 10 * k);
  });
  addHatches(data.strokes.looks);
}

function one(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}
