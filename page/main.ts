// Starts the page: one scene, which everything on the page follows, and the address that holds it.

import type { PageData, Pin, State } from "./model/data.ts";
import { HYPOTHETICAL, OWN_MISSILE, WHAT_IF } from "./model/launcher.ts";
import { unpacked } from "./model/packed.ts";
import { changed, isMove, sceneOf } from "./model/scene.ts";
import { readState, writeState } from "./model/state.ts";
import { part } from "./view/dom.ts";
import { shareGestures } from "./view/gestures.ts";
import { watchHeight } from "./view/height.ts";
import { makePage } from "./view/page.ts";
import { connect } from "./view/port.ts";
import { preparePrint } from "./view/print.ts";

const data: PageData = unpacked(JSON.parse(part("infmap-data").textContent));
data.systems[HYPOTHETICAL] = OWN_MISSILE;
const map = foliumMap();
const page = makePage(map, data, { change, home, reported: () => scene.reported });
let scene = sceneOf(data, addressed(), null);
const host = connect(onAsked);

function foliumMap(): L.Map {
  const { id } = document.querySelector(".folium-map") ?? {};
  // folium's script leaves its map in a variable of this name.
  const made: unknown = id && Reflect.get(window, id);
  if (!(made instanceof L.Map)) throw new Error("the page has no map");
  return made;
}

// The state of the address; what it asks for in vain is said.
function addressed(): State {
  const { state, unknown } = readState(data, window.location.hash || data.fragment);
  page.tellUnknown(unknown);
  return state;
}

function change(changes: Partial<State>, { settled } = { settled: true }): void {
  const before = scene.state;
  const state = changed(data, before, changes);
  // The step is noted first: showing it moves the map, which amends the note.
  remember(state, settled);
  page.tellUnknown([]);
  // A launcher that is dragged leaves the map where it is.
  const isDragged = before.site === WHAT_IF && state.site === WHAT_IF;
  const isAsked = "view" in changes && !changes.view;
  show(state, { refit: (isMove(before, state) || isAsked) && !isDragged });
}

function remember(state: State, asStep: boolean): void {
  const fragment = writeState(data, state);
  if (fragment === window.location.hash) return;
  try {
    window.history[asStep ? "pushState" : "replaceState"](null, "", fragment);
  } catch {
    // A page inside a frame without an address has no history to keep.
  }
}

function show(state: State, wishes: { refit: boolean }): void {
  scene = sceneOf(data, state, scene);
  page.draw(scene, wishes);
  told();
}

// Where the map stands is the reader's own affair, and would be told with every move.
function told(): void {
  host.tellState(writeState(data, { ...scene.state, view: null }));
}

// What holds the page in a frame asks for a state; without a view, the map moves if it must.
function onAsked(fragment: string): void {
  const { state: asked, unknown } = readState(data, fragment);
  const { pin, view: held } = scene.state;
  const moves = isElsewhere(asked);
  const view = asked.view ?? (moves ? null : held);
  const state = { ...asked, view, pin: samePin(asked.pin, pin) ? pin : asked.pin };
  page.tellUnknown(unknown);
  // As it opens, a page is asked for what it shows.
  if (writeState(data, state) === writeState(data, scene.state)) {
    told();
    return;
  }
  remember(state, false);
  show(state, { refit: moves && !view });
}

// Whether the map has to go elsewhere for a state; it stays for another account or day.
function isElsewhere(asked: State): boolean {
  return isMove(scene.state, asked) || !samePin(asked.pin, scene.state.pin);
}

function samePin(one: Pin | null, other: Pin | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function onMoved(): void {
  if (page.isOwnView()) setView(page.view());
  page.follow();
}

function setView(view: State["view"]): void {
  scene = { ...scene, state: { ...scene.state, view } };
  remember(scene.state, false);
}

function home(): void {
  setView(null);
  page.fit(scene);
}

// Steps differ in the fragment alone, so that this hears "back" as well as a new address.
function onFragment(): void {
  const state = addressed();
  const isLeft = scene.state.view !== null || isElsewhere(state);
  show(state, { refit: !state.view && isLeft });
}

// The link to the map moves the keyboard: its address is no state of the page's.
function onSkip(event: Event): void {
  event.preventDefault();
  part("stage").focus();
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape" && !event.defaultPrevented) page.close();
}

page.draw(scene, { refit: !scene.state.view });
page.settle();
map.on("moveend zoomend", onMoved);
map.on("turn", page.turn);
map.on("home", home);
// The map's place changes with the card below it.
new ResizeObserver(() => page.resize(scene)).observe(map.getContainer());
window.addEventListener("hashchange", onFragment);
document.addEventListener("keydown", onKey);
document.querySelector(".skip")?.addEventListener("click", onSkip);
preparePrint(() => {
  page.fit(scene);
  page.atOnce();
});
shareGestures(map);
told();
watchHeight(host.tellHeight);
