// Starts a story: a text whose steps turn one map, and the address that holds the step.

import type { PageData, State } from "./model/data.ts";
import { type KeyEntry, keyEntries } from "./model/key.ts";
import { type Packed, unpacked } from "./model/packed.ts";
import { type Scene, sceneOf } from "./model/scene.ts";
import { COMPACT } from "./model/snippet.ts";
import { creditsGeoNames } from "./model/sources.ts";
import { readState } from "./model/state.ts";
import { fragmentOf, stepOf, storyHeight, storyLayout } from "./model/steps.ts";
import { twinOf } from "./model/twins.ts";
import { h, part, renew } from "./view/dom.ts";
import { shareGestures } from "./view/gestures.ts";
import { keyMark } from "./view/keymark.ts";
import { makeMapButtons } from "./view/mapbuttons.ts";
import { connect } from "./view/port.ts";
import { makeStage, roomNow } from "./view/stage.ts";
import { makeReading } from "./view/storytext.ts";

const { body } = document;
const data: PageData = unpacked(JSON.parse(part("infmap-data").textContent) as Packed);
const steps = [...document.querySelectorAll<HTMLElement>(".step")];
// Each over the others, so that the map has one size.
const strips = steps.flatMap((step) => [...step.querySelectorAll(".step-strip")]).map(copyOf);
const article = part("story-article");
// Where a browser does not say when it has nothing to do.
const REST_MS = 300;
let isArticle = false;
let scene: Scene | null = null;
// The step that the map shows.
let shown = -1;
// The step to go to first, until the reader is at another.
let opening = stepOf(window.location.hash || data.fragment, steps.length);

body.classList.toggle("is-compact", window.name === COMPACT);
part("strip").append(...strips);
layOut();
const map = makeMap();
const stage = makeStage(
  map,
  data,
  {
    onCapital: tell,
    onSite: (id) => stage.tell(id),
    onSeveral: ([one]) => tell(one),
    onPlace() {},
  },
  // Steps that differ by whose figures they show have one map, in which rings and marks change.
  (state) => ({ ...state, account: "all" }),
);
const host = connect((fragment) => {
  const step = stepOf(fragment, steps.length);
  if (step >= 0) go(fragmentOf(step), "instant");
});
const reading = makeReading(note, show);

function copyOf(element: Element): Element {
  return element.cloneNode(true) as Element;
}

function tell({ id }: { id: string }): void {
  stage.tell(id);
}

function makeMap(): L.Map {
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const made = L.map(part("story-map"), {
    center: [0, 0],
    zoom: 3,
    maxZoom: data.view_bounds[0][1],
    worldCopyJump: true,
    zoomControl: false,
    attributionControl: false,
    keyboard: false,
    zoomAnimation: !isStill,
    fadeAnimation: !isStill,
    markerZoomAnimation: !isStill,
  });
  const credits = [
    data.countries && "Natural Earth",
    creditsGeoNames(data) && "GeoNames",
    `infmap ${data.data_version}`,
  ];
  const words = credits.filter(Boolean).join(" · ");
  part("map-frame").append(h("p", { class: "story-credit", "data-covers": true }, words));
  return made;
}

// As soon as a step begins: in the address no step of "back", which leads out of the story.
function note(step: number): void {
  if (window.innerHeight && step !== opening) opening = -1;
  if (isArticle) return;
  const fragment = fragmentOf(step);
  const { pathname, search } = window.location;
  host.tellState(fragment);
  // While it loads, a browser would scroll to it.
  if (document.readyState !== "complete") return;
  remember("replaceState", fragment ? `#${fragment}` : `${pathname}${search}`);
}

function remember(how: "pushState" | "replaceState", address: string): void {
  if (how === "replaceState" && address === window.location.hash) return;
  try {
    window.history[how](null, "", address);
  } catch {
    // A story inside a frame without an address has no history to keep.
  }
}

// The map of a step, and what stands over it; before the first there is the first.
function show(step: number): void {
  const at = Math.max(0, step);
  if (isArticle || at === shown) return;
  const isFirst = shown < 0;
  shown = at;
  scene = sceneAt(at);
  for (const [k, strip] of strips.entries()) strip.classList.toggle("is-shown", k === at);
  showKey(scene);
  stage.draw(scene, { refit: true });
  if (isFirst) stage.settle();
}

function sceneAt(step: number): Scene {
  return sceneOf(data, stateAt(step), scene);
}

function stateAt(step: number): State {
  return readState(data, steps[step].dataset.state ?? "").state;
}

// What the other steps show is worked out while the reader reads the first, one at a time: from the
// last on, those with two maps after the others, so that the second map has the first of them.
function prepare(waiting = inTurns()): void {
  const step = waiting.pop();
  if (step === undefined) return;
  if (!isArticle) stage.prepare(sceneAt(step));
  whenIdle(() => prepare(waiting));
}

function inTurns(): number[] {
  const hasTwo = (step: number) => Number(twinOf(stateAt(step), roomNow()) !== "");
  return [...steps.keys()].sort((one, other) => hasTwo(other) - hasTwo(one));
}

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(work);
  else setTimeout(work, REST_MS);
}

// On one line, what is drawn first.
function showKey(scene: Scene): void {
  const entries = keyEntries(data, scene).filter(({ short }) => short);
  const isLine = ({ mark: { kind } }: KeyEntry) => kind === "line" || kind === "lines";
  const inOrder = [...entries.filter(isLine), ...entries.filter((one) => !isLine(one))];
  renew(
    part("story-key"),
    inOrder.map(({ mark, words }) =>
      h("span", { class: "key-entry" }, keyMark(data, mark), h("span", {}, words)),
    ),
  );
}

// Whether the layout is another now.
function layOut(): boolean {
  const { clientWidth } = document.documentElement;
  const layout = isArticle ? "article" : storyLayout(clientWidth);
  const isNew = body.dataset.layout !== layout;
  if (isNew) body.dataset.layout = layout;
  return isNew;
}

function readAsArticle(): void {
  const step = reading.step();
  isArticle = !isArticle;
  article.setAttribute("aria-pressed", String(isArticle));
  layOut();
  if (step >= 0) steps[step].scrollIntoView({ behavior: "instant" });
  reading.look();
  if (!isArticle) show(reading.step());
}

// An address of the story's own: one in a frame would lead the frame to what holds it.
function onLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  const id = link?.getAttribute("href")?.slice(1);
  if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  remember("pushState", `#${id}`);
  go(id);
}

// Who asks for a place has not to be led back to where the story opened.
function go(id: string, behavior?: ScrollBehavior): void {
  opening = -1;
  reading.go(id, behavior);
}

// Goes to the step that is asked for, and again where a frame gets its size, or another, before its
// reader has gone on.
function open(): void {
  if (opening >= 0) reading.go(fragmentOf(opening), "instant");
}

function onFragment(): void {
  go(window.location.hash.slice(1), "instant");
}

// The window has another size, or the map: heads of two maps take some of it.
function onResize(ofWindow: boolean): void {
  const isNew = layOut();
  if (ofWindow) open();
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const isSame = map.getSize().equals([width, height]);
  // On paper and as an article there is no map.
  if (scene && width && height && (isNew || !isSame)) stage.resize(scene);
  reading.look();
  host.tellHeight(storyHeight(storyLayout(document.documentElement.clientWidth)));
}

makeMapButtons(map, {
  onZoom: stage.zoomBy,
  onHome: () => scene && stage.fit(scene),
});
shareGestures(map);
map.on("moveend zoomend", () => stage.follow());
map.on("turn", stage.turn);
article.addEventListener("click", readAsArticle);
document.addEventListener("click", onLink);
window.addEventListener("hashchange", onFragment);
new ResizeObserver(() => onResize(false)).observe(map.getContainer());
window.addEventListener("resize", () => onResize(true));
open();
reading.look();
show(reading.step());
whenIdle(() => prepare());
