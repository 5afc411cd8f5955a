// What is on the page in a state: the sites shown, the one in focus, the capital chosen.

import type { PageData, Pin, Site, State } from "./data.ts";
import { launcherAt, WHAT_IF } from "./launcher.ts";
import { chosenIndex, reports } from "./reports.ts";
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

// `before` is what the page showed: its launcher is worked out once, its site is the way back.
export function sceneOf(data: PageData, state: State, before: Scene | null): Scene {
  const shown = data.sites.filter((site) => reports(site, state).length > 0);
  const launcher = launcherOf(data, state.pin, before);
  const wanted =
    state.site === WHAT_IF && launcher
      ? launcher.site
      : data.sites.find((site) => site.id === state.site);
  const focus = wanted ?? shown[0] ?? data.sites[0];
  return {
    state,
    shown,
    focus,
    reported: focus.hypothetical ? (before?.reported ?? data.first_site) : focus.id,
    launcher,
    chosen: chosenIndex(data, state),
  };
}

function launcherOf(data: PageData, pin: Pin | null, before: Scene | null): Scene["launcher"] {
  if (before?.launcher && before.launcher.pin === pin) return before.launcher;
  return pin && { pin, site: launcherAt(data, pin) };
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
  return { ...next, view: isMove(state, next) && !changes.view ? null : next.view };
}

// The site itself where something is reported there, on the day or without one; else another.
function siteWithin(data: PageData, state: State): string {
  const site = data.sites.find(({ id }) => id === state.site);
  if (!site || reports(site, { ...state, date: null }).length) return state.site;
  return openingSite(data, state);
}

const MOVES = ["site", "mode", "projection", "fit"] as const;

// Whether the map has to go elsewhere between two states.
export function isMove(before: State, after: State): boolean {
  return MOVES.some((name) => before[name] !== after[name]);
}

export function pageTitle({ focus }: Scene): string {
  return `Within range of ${focus.name} - infmap`;
}
