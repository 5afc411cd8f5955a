// Starts the page: one scene, which everything on the page follows, and the address that holds it.

import type { PageData, Pin, State } from "./model/data.ts";
import { HYPOTHETICAL, OWN_MISSILE, WHAT_IF } from "./model/launcher.ts";
import { unpacked } from "./model/packed.ts";
import { changed, isMove, sceneOf } from "./model/scene.ts";
import { readState, writeState } from "./model/state.ts";
import { part } from "./view/dom.ts";
import { makePage, type Wishes } from "./view/page.ts";
import { connect } from "./view/port.ts";

const data: PageData = unpacked(JSON.parse(part("infmap-data").textContent));
data.systems[HYPOTHETICAL] = OWN_MISSILE;
const map = foliumMap();
const page = makePage(map, data, { change, reported: () => scene.reported });
let scene = sceneOf(data, addressed(), null);
let tell: (fragment: string) => void = () => undefined;

function foliumMap(): L.Map {
  const { id } = document.querySelector(".folium-map") ?? {};
  // folium's script leaves its map in a variable of this name.
  const made: unknown = id && Reflect.get(window, id);
  if (!(made instanceof L.Map)) throw new Error("the page has no map");
  return made;
}

function addressed(): State {
  return readState(data, window.location.hash || data.fragment);
}

function change(changes: Partial<State>, { settled } = { settled: true }): void {
  const state = changed(scene.state, changes);
  // The step is noted first: showing it moves the map, which amends the note.
  remember(state, settled);
  show(state, { refit: isMove(changes) && changes.site !== WHAT_IF, popUp: "capital" in changes });
}

function remember(state: State, asStep: boolean): void {
  const fragment = writeState(state);
  if (fragment === window.location.hash) return;
  try {
    window.history[asStep ? "pushState" : "replaceState"](null, "", fragment);
  } catch {
    // A page inside a frame without an address has no history to keep.
  }
}

function show(state: State, wishes: Wishes): void {
  scene = sceneOf(data, state, scene);
  page.draw(scene, wishes);
  told();
}

// Where the map stands is the reader's own affair, and would be told with every move.
function told(): void {
  tell(writeState({ ...scene.state, view: null }));
}

// What holds the page in a frame asks for a state; without a view, the map moves if it must.
function onAsked(fragment: string): void {
  const asked = readState(data, fragment);
  const { site, mode, pin, capital } = scene.state;
  const moves = asked.site !== site || asked.mode !== mode || !samePin(asked.pin, pin);
  const view = asked.view ?? (moves ? null : scene.state.view);
  const state = { ...asked, view, pin: samePin(asked.pin, pin) ? pin : asked.pin };
  // As it opens, a page is asked for what it shows.
  if (writeState(state) === writeState(scene.state)) {
    told();
    return;
  }
  remember(state, false);
  show(state, { refit: moves && !view, popUp: asked.capital !== capital });
}

function samePin(one: Pin | null, other: Pin | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function onMoved(): void {
  scene = { ...scene, state: { ...scene.state, view: page.view() } };
  page.follow(scene);
  remember(scene.state, false);
}

// Steps differ in the fragment alone, so that this hears "back" as well as a new address.
function onFragment(): void {
  const state = addressed();
  show(state, { refit: !state.view, popUp: state.capital !== scene.state.capital });
}

// The link past the map moves the keyboard: its address is no state of the page's.
function onSkip(event: Event): void {
  event.preventDefault();
  part("capitals").focus();
}

// On paper nothing can be opened: the list of sources is printed with the rest.
function printSources(): void {
  const list = part("source-list", HTMLDetailsElement);
  let wasOpen = false;
  window.addEventListener("beforeprint", () => {
    wasOpen = list.open;
    list.open = true;
  });
  window.addEventListener("afterprint", () => {
    list.open = wasOpen;
  });
}

page.draw(scene, { refit: !scene.state.view, popUp: scene.state.capital !== null });
page.settle();
map.on("moveend zoomend", onMoved);
map.on("resize", () => {
  if (!scene.state.view) page.fit(scene.focus, scene.state);
});
window.addEventListener("hashchange", onFragment);
document.querySelector(".skip")?.addEventListener("click", onSkip);
printSources();
// Last: a host may ask at once.
tell = connect(onAsked);
