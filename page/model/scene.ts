// What is on the page in a state: the sites shown, the one in focus, the capital chosen.

import type { PageData, Pin, Site, State } from "./data.ts";
import { launcherAt, WHAT_IF } from "./launcher.ts";
import { chosenIndex, reports } from "./reports.ts";

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

// The state after a change: a choice of site or of what to look at leaves the old view.
export function changed(state: State, changes: Partial<State>): State {
  return { ...state, ...changes, view: isMove(changes) ? null : state.view };
}

export function isMove(changes: Partial<State>): boolean {
  return "site" in changes || "mode" in changes;
}

export function pageTitle({ focus }: Scene): string {
  return `Within range of ${focus.name} - infmap`;
}
