// What is on the page in a state: the sites shown, the one in focus, the capital chosen.

import { pairOf, sides } from "./compare.ts";
import type { PageData, Pin, Site, State } from "./data.ts";
import { WHAT_IF } from "./launcher.ts";
import { overviewState } from "./overlap.ts";
import { launched } from "./pairs.ts";
import { chosenIndex, reports, systemsOf } from "./reports.ts";
import { openingSite, usualProjection } from "./state.ts";

export interface Scene {
  state: State;
  shown: Site[];
  focus: Site;
  // The site to go back to where the hypothetical launcher is taken away.
  reported: string;
  launcher: { pin: Pin; site: Site } | null;
  // The number of the capital chosen.
  chosen: number | null;
}

// The state that says which sites are listed, and what of them: all sites have every part of the
// story, on a day.
export function listedIn(data: PageData, state: State): State {
  return state.mode === "overview" ? overviewState(data, state) : state;
}

// `before` is what the page showed: its launcher is worked out once, its site is the way back.
export function sceneOf(data: PageData, state: State, before: Scene | null): Scene {
  const cut = listedIn(data, state);
  const shown = data.sites.filter((site) => reports(site, { ...cut, system: null }).length > 0);
  const launcher = launcherOf(data, state.pin, before);
  const wanted =
    state.site === WHAT_IF && launcher
      ? launcher.site
      : data.sites.find((site) => site.id === state.site);
  const focus = comparedSite(data, state) ?? wanted ?? shown[0] ?? data.sites[0];
  return {
    state,
    shown,
    focus,
    reported: focus.hypothetical ? (before?.reported ?? data.first_site) : focus.id,
    launcher,
    chosen: chosenIndex(data, cut),
  };
}

// Of two sites that are compared the first is in focus.
function comparedSite(data: PageData, state: State): Site | null {
  if (state.mode !== "compare" || pairOf(data, state).what !== "site") return null;
  return sides(data, state)[0].site;
}

function launcherOf(data: PageData, pin: Pin | null, before: Scene | null): Scene["launcher"] {
  if (before?.launcher && before.launcher.pin === pin) return before.launcher;
  return pin && { pin, site: launched(data, pin) };
}

// The state after a change. A choice of site, of what to look at or of how leaves the old view; a
// part of the story that lacks the site moves to one that is in it; a mode has a projection of its
// own unless the reader chose another.
export function changed(data: PageData, state: State, changes: Partial<State>): State {
  const next = { ...state, ...changes };
  if ("mode" in changes && state.projection === usualProjection(data, state.mode)) {
    next.projection = changes.projection ?? usualProjection(data, next.mode);
  }
  if ("theme" in changes && !("site" in changes)) next.site = siteWithin(data, next);
  if (next.site !== state.site) Object.assign(next, atSite(data, next));
  return { ...next, view: isMove(state, next) && !changes.view ? null : next.view };
}

// The site itself where something is reported there, on the day or without one; else another.
function siteWithin(data: PageData, state: State): string {
  const site = data.sites.find(({ id }) => id === state.site);
  if (!site || reports(site, { ...state, date: null }).length) return state.site;
  return openingSite(data, state);
}

// What another site does not have is left behind: a system, or two of them compared.
function atSite(data: PageData, state: State): Partial<State> {
  const there = systemsOf(data, state.site);
  const has = (id: string | null) => id === null || there.includes(id);
  const areSystems = pairOf(data, state).what === "system";
  const keeps = !areSystems || (has(state.left) && has(state.right));
  return {
    system: has(state.system) ? state.system : null,
    ...(keeps ? {} : { left: null, right: null }),
  };
}

const MOVES = ["site", "mode", "projection", "fit", "holder"] as const;

// Whether the map has to go elsewhere between two states.
export function isMove(before: State, after: State): boolean {
  return MOVES.some((name) => before[name] !== after[name]);
}

export function pageTitle(data: PageData, { focus, state }: Scene): string {
  const [left, right] = state.mode === "compare" ? sides(data, state) : [];
  if (left && right) return `${left.words} and ${right.words} compared - infmap`;
  return state.mode === "overview"
    ? "All sites - infmap"
    : `Within range of ${focus.name} - infmap`;
}
